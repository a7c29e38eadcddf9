"""The ledger: one contract over both stores. Every read takes ``known=``; every write is one link of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from foedus.ledger import chain, reads
from foedus.ledger.batch import BatchWriter, write
from foedus.ledger.decide import faults, listed
from foedus.ledger.effects import Effects
from foedus.ledger.entry import of_model
from foedus.ledger.formats import format_of
from foedus.ledger.indexing import SAID
from foedus.ledger.parcel import gather
from foedus.ledger.record import Law, weigh
from foedus.ledger.review import LawFor, questions
from foedus.ledger.search import Filters, search
from foedus.ledger.store import Cursor, Row, Store
from foedus.ledger.take_in import take_in
from foedus.ledger.testimony import Testimony
from foedus.ledger.treaties import held_treaties
from foedus.ledger.uncollected import uncollected
from foedus.ledger.verify import verify
from foedus.ledger.weighing import narrowed, testimonies
from foedus.model.acts import Act, ActKind
from foedus.model.claims import Claim, Provision, Remark, TreatyMention
from foedus.model.documents import Document
from foedus.model.entries import (
    Added,
    Appearance,
    Batch,
    Decision,
    DecisionKind,
    Found,
    HeldTreaty,
    Known,
    Question,
    Recorded,
    Verified,
    utc_now,
)  # fmt: skip
from foedus.model.errors import FoedusError
from foedus.model.record import Record
from foedus.model.treaty import Treaty
from foedus.model.version import __version__
from foedus.model.watching import Change


def open_ledger(
    where: str | Path,
    *,
    clock: Callable[[], datetime] = utc_now,
    program: str = f"foedus {__version__}",
    wait: float = 30.0,
    read_only: bool = False,
) -> Ledger:
    """Open the ledger at a path (made if it is not there), ``:memory:`` or a ``postgresql://`` URL.

    ``clock`` gives the moment at which a batch is recorded; ``wait`` is how many seconds to wait for another writer.
    Raises `FoedusError` FOE301–FOE309 where it cannot be opened, is no ledger, or was made by a newer program.
    """
    if str(where).startswith(("postgresql://", "postgres://")):
        from foedus.ledger.postgres import PostgresStore

        return Ledger(PostgresStore(str(where), wait=wait, read_only=read_only), clock=clock, program=program)
    from foedus.ledger.sqlite import SqliteStore

    return Ledger(SqliteStore(where, wait=wait, read_only=read_only), clock=clock, program=program)


class Ledger:
    """An append-only ledger. Use `open_ledger`; close it or use it as a context manager."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime] = utc_now, program: str = "foedus") -> None:
        self.store = store
        self.clock = clock
        self.program = program
        self._kept: tuple[Row | None, Effects] | None = None
        self._heard: tuple[tuple[str, int, str], list[Testimony]] | None = None

    @property
    def where(self) -> str:
        """The path, or the URL without its password."""
        return self.store.where

    def close(self) -> None:
        """Let go of the file or the server."""
        self.store.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Writing

    @contextmanager
    def batch(self, *, author: str, note: str = "") -> Iterator[BatchWriter]:
        """Collect documents, acts and treaties; all are written when the block ends, or none where it fails."""
        writer = BatchWriter(self.store, author=author, note=note, clock=self.clock, program=self.program)
        yield writer
        writer.commit()

    def add_acts(self, treaty: str, acts: Iterable[Act], *, author: str, note: str = "") -> Added:
        """Record acts of a treaty from elsewhere than claims, as one batch."""
        with self.batch(author=author, note=note) as batch:
            batch.add_acts(treaty, acts)
        return batch.added

    def add_treaty(self, treaty: Treaty, *, author: str, note: str = "") -> Added:
        """Record a version of an encoded treaty, as one batch."""
        with self.batch(author=author, note=note) as batch:
            batch.add_treaty(treaty)
        return batch.added

    def decide(
        self,
        kind: DecisionKind | str,
        target: str,
        *,
        author: str,
        reason: str,
        into: str | None = None,
        claims: Iterable[str] = (),
        changes: Mapping[str, Any] | None = None,
    ) -> Decision:
        """Record a person's decision; its ``id`` is what reverses it.

        Raises `FoedusError` FOE320 (unknown id), FOE322 (incomplete), FOE323 (a circle of merges), with all faults.
        """
        if not (author.strip() and reason.strip() and target.strip()):
            raise FoedusError("FOE322", "a decision needs a target, an author and a reason")
        with self.store.write() as cursor:
            decision = Decision(
                kind=DecisionKind(kind), target=target, author=author, reason=reason, made=self._next(cursor),
                into=into, claims=tuple(claims), changes=dict(changes or {}),
            )  # fmt: skip
            problems = faults(cursor, decision, listed(cursor))
            if problems:
                raise FoedusError.of(problems)
            entry = of_model("decision", decision)
            write(cursor, [entry], author=author, note=str(kind), clock=self.clock, program=self.program)
        return decision

    def _next(self, cursor: Cursor) -> datetime:
        """The moment of the next batch: never before the newest, so that no two decisions are one."""
        newest = chain.head(cursor)
        now = self.clock()
        return now if newest is None or now > newest.recorded else newest.recorded + timedelta(microseconds=1)

    # Reading

    def documents(self, *, known: Known = None, everything: bool = False) -> list[Recorded[Document]]:
        """The documents in the order they were recorded; retracted ones only with ``everything``."""
        return self._things("document", known, everything)

    def document(self, id: str, *, known: Known = None) -> Recorded[Document] | None:
        """The document with that id, or None where it was not known."""
        with self._as_of(known) as (cursor, last):
            found = reads.rows(cursor, "document", last, "e.id = ?", (id,))
            return reads.recorded("document", found[0], self._decided(cursor, last)) if found else None

    def appearances(self, document: str, *, known: Known = None) -> list[Recorded[Appearance]]:
        """Where a document's text appeared."""
        return self._things("appearance", known, True, document=document)

    def claims(
        self,
        *,
        treaty: str | None = None,
        state: str | None = None,
        act: ActKind | str | None = None,
        document: str | None = None,
        known: Known = None,
        everything: bool = False,
    ) -> list[Recorded[Claim]]:
        """Claims in the order they were recorded, corrected where people corrected them.

        ``treaty``: of that treaty and all merged into it; ``state``: of which that state is an actor. Rejected,
        retracted and superseded ones come only with ``everything``.
        """
        found = self._things("claim", known, everything, treaty=treaty, document=document)
        return [
            item
            for item in found
            if (state is None or state in item.value.actors) and (act is None or item.value.act == act)
        ]

    def claim(self, id: str, *, known: Known = None) -> Recorded[Claim] | None:
        """The claim with that id, whatever its standing, or None."""
        with self._as_of(known) as (cursor, last):
            found = reads.rows(cursor, "claim", last, "e.id = ?", (id,))
            return reads.recorded("claim", found[0], self._decided(cursor, last)) if found else None

    def provisions(
        self, *, treaty: str | None = None, document: str | None = None, known: Known = None, everything: bool = False
    ) -> list[Recorded[Provision]]:
        """Clauses as texts report them."""
        return self._things("provision", known, everything, treaty=treaty, document=document)

    def remarks(
        self, *, treaty: str | None = None, document: str | None = None, known: Known = None, everything: bool = False
    ) -> list[Recorded[Remark]]:
        """Hedged statements kept as opinion."""
        return self._things("remark", known, everything, treaty=treaty, document=document)

    def mentions(
        self, *, treaty: str | None = None, document: str | None = None, known: Known = None, everything: bool = False
    ) -> list[Recorded[TreatyMention]]:
        """Treaties as single documents speak of them."""
        return self._things("mention", known, everything, treaty=treaty, document=document)

    def record(
        self, treaty: str, *, known: Known = None, depositary: Iterable[str] = (), law: Law | None = None
    ) -> Record:
        """The record of a treaty: see `foedus.ledger.record.record`."""
        with uncollected():
            return self._weighed(treaty, known, depositary, law)

    def _weighed(self, treaty: str, known: Known, depositary: Iterable[str], law: Law | None) -> Record:
        """The record; what is made on the way is let go of when it returns, before the collector looks again."""
        with self._as_of(known) as (cursor, last):
            done = self._decided(cursor, last)
            found = self._testimonies(cursor, last, done, done.treaty(treaty))
        return weigh(done.treaty(treaty), found, depositary=depositary, law=law)

    def _testimonies(self, cursor: Cursor, last: int, done: Effects, treaty: str) -> list[Testimony]:
        """The testimonies about a treaty; those read last are kept: what was known at a place never changes."""
        newest = cursor.all("SELECT last, hash FROM batches ORDER BY seq DESC LIMIT 1")
        key = (treaty, min(last, newest[0][0]), newest[0][1]) if newest else (treaty, 0, "")
        heard = self._heard
        if heard is None or heard[0] != key:
            heard = self._heard = (key, testimonies(cursor, last, done, treaty))
        return heard[1]

    def acts(self, treaty: str, *, known: Known = None) -> list[Recorded[Act]]:
        """Acts recorded from elsewhere than claims, of a treaty and all merged into it."""
        return self._things("act", known, True, treaty=treaty)

    def treaties(self, *, known: Known = None) -> list[HeldTreaty]:
        """Every treaty of which something is held, with names, parties and counts; provisional ones are marked so."""
        with self._as_of(known) as (cursor, last):
            return held_treaties(cursor, last, self._decided(cursor, last))

    def treaty(self, id: str, *, known: Known = None) -> Recorded[Treaty] | None:
        """The newest recorded version of an encoded treaty, or None."""
        versions = self.treaty_versions(id, known=known)
        return versions[-1] if versions else None

    def treaty_versions(self, id: str, *, known: Known = None) -> list[Recorded[Treaty]]:
        """Every recorded version of an encoded treaty, oldest first."""
        with self._as_of(known) as (cursor, last):
            found = reads.rows(cursor, "treaty", last, "e.treaty = ?", (id,))
            return [reads.recorded("treaty", row) for row in found]

    def decisions(self, *, target: str | None = None, known: Known = None) -> list[Recorded[Decision]]:
        """People's decisions in their order, about one thing or all."""
        found: list[Recorded[Decision]] = self._things("decision", known, True)
        return [item for item in found if target is None or target in (item.value.target, *item.value.claims)]

    def changes(self, *, treaty: str | None = None, known: Known = None) -> list[Recorded[Change]]:
        """The changes that were announced (``foedus watch``), in the order they were recorded."""
        return self._things("change", known, False, treaty=treaty)

    def readings(self, *, document: str | None = None, known: Known = None) -> list[Recorded[dict[str, Any]]]:
        """Which documents were read, and the ids of what each reading gave."""
        return self._things("reading", known, True, document=document)

    def search(
        self,
        text: str = "",
        *,
        kinds: Iterable[str] = SAID,
        state: str | None = None,
        treaty: str | None = None,
        act: ActKind | str | None = None,
        publisher: str | None = None,
        since: date | None = None,
        until: date | None = None,
        known: Known = None,
        limit: int = 20,
        everything: bool = False,
    ) -> Found:
        """Full text over documents and claims, newest first: words, ``"a phrase"``, ``begin*``, ``-without``.

        ``since`` and ``until``: the day of the act (of publication for a document). Raises FOE340 for a bad query.
        """
        filters = Filters(tuple(kinds), state, treaty, str(act) if act else None, publisher, since, until)
        with self._as_of(known) as (cursor, last):
            done = self._decided(cursor, last)
            return search(cursor, text, filters, last=last, done=done, limit=limit, everything=everything)

    def export(
        self, path: Path, *, format: str | None = None, treaties: Iterable[str] = (), known: Known = None
    ) -> int:
        """Write the ledger, or some treaties with all that belongs to them, to a file; the number of entries.

        ``format``: jsonl, csv, parquet or jsonld; by default what the file's ending says.
        """
        chosen = format_of(path, format)
        with self.store.read() as cursor:
            parcel = gather(cursor, treaties, known)
        chosen.write(parcel, path)
        return len(parcel.items)

    def take_in(self, path: Path, *, author: str, format: str | None = None) -> Added:
        """Import an export. Raises `FoedusError` with the whole list of its faults, and then changes nothing."""
        parcel = format_of(path, format).read(path)
        with self.store.write() as cursor:
            return take_in(cursor, parcel, str(path), author=author, clock=self.clock, program=self.program)

    def questions(
        self, *, treaty: str | None = None, known: Known = None, law_for: LawFor | None = None
    ) -> list[Question]:
        """What is open for people to decide: see `foedus.ledger.review`."""
        with self._as_of(known) as (cursor, last):
            return questions(cursor, last, self._decided(cursor, last), treaty=treaty, law_for=law_for)

    def ids(self, kind: str, beginning: str) -> list[str]:
        """Ids of entries of a kind that begin so, at most ten."""
        end = beginning + "g"  # after every hexadecimal digit
        with self.store.read() as cursor:
            rows = cursor.all(
                "SELECT id FROM entries WHERE kind = ? AND id >= ? AND id < ? ORDER BY n LIMIT 10",
                (kind, beginning, end),
            )
        return [row[0] for row in rows]

    def verify(self, *, head: str | None = None) -> Verified:
        """Look over the whole ledger for what was changed, removed or slipped in: see `foedus.ledger.verify`."""
        return verify(self.store, head=head)

    def batches(self) -> list[Batch]:
        """The chain, oldest first."""
        with self.store.read() as cursor:
            return chain.batches(cursor)

    def head(self) -> Batch | None:
        """The newest batch; its hash stands for the whole ledger."""
        with self.store.read() as cursor:
            return chain.head(cursor)

    def _decided(self, cursor: Cursor, last: int) -> Effects:
        """The effects of the decisions up to a place; kept for the next read, since most see the same ones."""
        newest = cursor.all(
            "SELECT n, id FROM entries WHERE kind = 'decision' AND n <= ? ORDER BY n DESC LIMIT 1", (last,)
        )
        key = newest[0] if newest else None
        kept = self._kept
        if kept is None or kept[0] != key:
            kept = (key, reads.decided(cursor, last) if newest else Effects())
            self._kept = kept
        return kept[1]

    @contextmanager
    def _as_of(self, known: Known) -> Iterator[tuple[Cursor, int]]:
        with self.store.read() as cursor:
            yield cursor, reads.ceiling(cursor, known)

    def _things(
        self,
        kind: str,
        known: Known,
        everything: bool,
        *,
        treaty: str | None = None,
        document: str | None = None,
    ) -> list[Recorded[Any]]:
        with self._as_of(known) as (cursor, last):
            done = self._decided(cursor, last)
            where, values = narrowed(done, treaty, document)
            found = [reads.recorded(kind, row, done) for row in reads.rows(cursor, kind, last, where, values)]
        if treaty is not None and kind in ("claim", "provision", "remark"):
            found = [item for item in found if item.value.treaty == done.treaty(treaty)]
        return found if everything else [item for item in found if item.standing.counts]
