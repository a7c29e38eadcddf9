"""Writing: what is added waits in memory until the batch ends, then becomes one link of the chain, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from foedus.ledger.beginnings import heard, worth_keeping
from foedus.ledger.chain import head, link
from foedus.ledger.entry import Entry, of_model, of_reading
from foedus.ledger.indexing import index_rows
from foedus.ledger.schema import BATCH_COLUMNS, ENTRY_COLUMNS
from foedus.ledger.store import Cursor, Row, Store
from foedus.ledger.uncollected import uncollected
from foedus.model.acts import Act
from foedus.model.claims import Claim, Provision, Reading
from foedus.model.documents import Document
from foedus.model.entries import Added, Appearance
from foedus.model.errors import FoedusError, Problem
from foedus.model.treaty import Treaty
from foedus.model.watching import Change

_CHUNK = 400
_SMALL = 11
"""Up to two to this power of entries, a database needs no counts of what it holds to find things quickly."""


class BatchWriter:
    """Collects entries; `commit` writes those that are new. Use it through ``with ledger.batch(author=…)``."""

    def __init__(self, store: Store, *, author: str, note: str, clock: Callable[[], datetime], program: str) -> None:
        if not author.strip():
            raise FoedusError("FOE322", "a batch needs an author", help="give author=")
        self.added = Added()
        self._store = store
        self._author = author
        self._note = note
        self._clock = clock
        self._program = program
        self._waiting: dict[tuple[str, str], Entry] = {}

    def add(self, document: Document, reading: Reading | None = None) -> None:
        """Add a document, where it appeared, and all that was read from it.

        Raises `FoedusError` FOE321 with every claim whose evidence is not in the document.
        """
        entries = [of_model("document", document), of_model("appearance", _appearance(document))]
        if reading is not None:
            problems = [*_misplaced(document, reading)]
            if problems:
                raise FoedusError.of(problems)
            entries += of_reading(reading)
        self.put(entries)

    def add_acts(self, treaty: str, acts: Iterable[Act]) -> None:
        """Add acts of a treaty that come from elsewhere than claims (a treaty file, a depositary's list)."""
        self.put([of_model("act", act, treaty=treaty) for act in acts])

    def add_treaty(self, treaty: Treaty) -> None:
        """Add a version of an encoded treaty; the newest one known is the one that reads give."""
        self.put([of_model("treaty", treaty)])

    def add_changes(self, changes: Iterable[Change]) -> None:
        """Add changes that were announced; one that was announced before is left out."""
        self.put([of_model("change", change) for change in changes])

    def put(self, entries: Iterable[Entry]) -> None:
        """Keep entries for the next `commit`; the same one twice counts once."""
        for entry in entries:
            self._waiting.setdefault((entry.kind, entry.id), entry)

    def commit(self) -> Added:
        """Write what was added since the last commit, as one link of the chain. What is there already is left out."""
        waiting = list(self._waiting.values())
        if not waiting:
            return Added()
        with uncollected(), self._store.write() as cursor:
            added = write(
                cursor, waiting, author=self._author, note=self._note, clock=self._clock, program=self._program
            )
        self._waiting.clear()
        total = Counter(self.added.counts) + Counter(added.counts)
        self.added = Added(added.batch or self.added.batch, dict(total))
        return added


def write(
    cursor: Cursor,
    entries: Sequence[Entry],
    *,
    author: str,
    note: str,
    clock: Callable[[], datetime],
    program: str,
) -> Added:
    """Write the entries that are new as one batch, inside a transaction that is the only writer."""
    before = head(cursor)
    there = _there(cursor, [entry.id for entry in entries])
    new = [entry for entry in entries if (entry.kind, entry.id) not in there]
    if not new:
        return Added()
    batch = link(before, new, author=author, note=note, now=clock(), program=program)
    write_link(cursor, batch, new)
    return Added(batch[0], dict(Counter(entry.kind for entry in new)))


def write_link(cursor: Cursor, batch: Row, entries: Sequence[Entry]) -> None:
    """Write one link with its entries, none of which the ledger holds yet. Raises FOE333 without their documents."""
    seq, first = batch[0], batch[7]
    places = {entry.id: first + i for i, entry in enumerate(entries) if entry.kind == "document"}
    missing = sorted({entry.document for entry in entries if entry.document} - places.keys())
    places |= {id: n for (kind, id), n in _there(cursor, missing).items() if kind == "document"}
    cursor.insert("batches", BATCH_COLUMNS, [batch])
    cursor.insert("entries", ENTRY_COLUMNS, [_row(first + i, seq, entry, places) for i, entry in enumerate(entries)])
    words: set[str] = set()
    cursor.index(heard(index_rows(cursor, list(enumerate(entries, start=first))), words))
    cursor.learn(worth_keeping(words))
    last = first + len(entries) - 1
    if last.bit_length() > max((first - 1).bit_length(), _SMALL):
        cursor.take_stock()


def _row(n: int, batch: int, entry: Entry, places: dict[str, int]) -> Row:
    place = None
    if entry.document is not None:
        if entry.document not in places:
            raise FoedusError(
                "FOE333", f"{entry.kind} {entry.id} comes from a document that the ledger does not hold",
                help="add the document with it",
            )  # fmt: skip
        place = places[entry.document]
    return (
        n, batch, entry.kind, entry.id, place, entry.treaty, entry.act, entry.earliest, entry.latest,
        entry.publisher, entry.name, entry.facts, entry.body,
    )  # fmt: skip


def _there(cursor: Cursor, ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """The places of those entries that the ledger holds, by kind and id."""
    found: dict[tuple[str, str], int] = {}
    for i in range(0, len(ids), _CHUNK):
        some = ids[i : i + _CHUNK]
        marks = ",".join("?" * len(some))
        for kind, id, n in cursor.all(f"SELECT kind, id, n FROM entries WHERE id IN ({marks})", some):
            found[kind, id] = n
    return found


def _appearance(document: Document) -> Appearance:
    return Appearance(
        document=document.id,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        name=document.name,
        title=document.title,
        retrieved=document.retrieved,
    )


def _misplaced(document: Document, reading: Reading) -> list[Problem]:
    """Claims and provisions whose words are not where they say: a claim without its words is no claim."""
    problems = []
    if reading.document != document.id:
        problems.append(Problem(document.name, "FOE321", "the reading is of another document"))
    items: list[Claim | Provision] = [*reading.claims, *reading.provisions]
    for item in items:
        words = item.evidence
        if words.document != document.id:
            says = f"claim {item.id} takes its words from another document"
        elif not 0 <= words.start < words.end <= len(document.text):
            says = f"claim {item.id} has its words at {words.start}-{words.end}, outside the document"
        elif not _same(document.text[words.start : words.end], words.quote):
            says = f"claim {item.id} quotes words that do not stand at {words.start}-{words.end}"
        else:
            continue
        problems.append(Problem(document.name or document.id[:12], "FOE321", says, "read the document again"))
    return problems


def _same(text: str, quote: str) -> bool:
    """Whether the words are the same, however they are spaced."""
    return text == quote or text.split() == quote.split()
