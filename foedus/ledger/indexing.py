"""What of the entries goes into the index for searching.

A document is found through its reading, which knows the treaties, acts and states of its claims; through itself only
where it came without one. Claims carry the facet of their document's publisher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from foedus.ledger.entry import ENVELOPED, Entry
from foedus.ledger.finding import IndexRow, day_facets, facet, words_of
from foedus.ledger.store import Cursor

LONGEST = 300_000
"""How many code points of one text are indexed; PostgreSQL's list of words for a text has a limit."""

SAID = ("claim", "document", "provision", "remark")
"""What is searched where no kind is named; one facet stands for all of them."""

_WORDS = {
    "document": ("title", "name", "publisher", "text"),
    "claim": ("organ", "condition", "source"),
    "provision": ("trigger", "response", "qualifiers", "fields", "source"),
    "remark": ("says", "source"),
    "mention": ("name", "names"),
    "act": ("source", "organ", "place", "text", "note"),
    "treaty": ("title", "short", "names"),
    "decision": ("reason", "author"),
}
_STATES = ("actors", "by", "parties")
"""Where an entry names the states that it is found by."""

INDEXED = frozenset(_WORDS)
"""The kinds of entry that have words."""

_CHUNK = 400

Placed = tuple[int, Entry]


def index_rows(cursor: Cursor, placed: Sequence[Placed]) -> Iterator[IndexRow]:
    """The rows for the entries of one batch, which are in the database already; made as they are taken."""
    documents = _documents(cursor, [entry for _, entry in placed])
    own: dict[int, list[str]] = {}
    spoken: dict[str, set[str]] = {}
    # What claims are about is what their documents are found by, and a document may stand before its claims.
    for n, entry in placed:
        if entry.kind in _WORDS and entry.kind != "document":
            own[n] = _own_facets(entry)
            if entry.kind == "claim" and entry.document is not None:
                spoken.setdefault(entry.document, set()).update(own[n])
    return _made(placed, documents, own, spoken)


def _made(
    placed: Sequence[Placed], documents: Mapping[str, Entry], own: dict[int, list[str]], spoken: Mapping[str, set[str]]
) -> Iterator[IndexRow]:
    read = {entry.document for _, entry in placed if entry.kind == "reading"}
    for n, entry in placed:
        if n in own:
            document = documents.get(entry.document or "")
            facets = own.pop(n)
            facets += _common(entry, document.publisher if document is not None else None)
            yield IndexRow(n, text_of(entry.kind, entry.values), " ".join(dict.fromkeys(facets)))
        elif entry.kind == "reading" and entry.document is not None:
            yield _document_row(n, documents[entry.document], spoken.get(entry.document, ()))
        elif entry.kind == "document" and entry.id not in read:
            yield _document_row(n, entry, spoken.get(entry.id, ()))


def _documents(cursor: Cursor, entries: Iterable[Entry]) -> dict[str, Entry]:
    """The documents of the entries, from among them or from the database (text only for those read anew)."""
    found: dict[str, Entry] = {}
    wanted: dict[str, bool] = {}
    for entry in entries:
        if entry.kind == "document":
            found[entry.id] = entry
        elif entry.document is not None:
            wanted[entry.document] = wanted.get(entry.document, False) or entry.kind == "reading"
    for body in (False, True):
        ids = [id for id, read in wanted.items() if id not in found and read is body]
        for i in range(0, len(ids), _CHUNK):
            some = ids[i : i + _CHUNK]
            rows = cursor.all(
                f"""SELECT id, {"body" if body else "''"}, publisher, earliest, latest FROM entries
                WHERE kind = 'document' AND id IN ({",".join("?" * len(some))})""",
                some,
            )
            for id, text, publisher, earliest, latest in rows:
                found[id] = Entry("document", id, text, publisher=publisher, earliest=earliest, latest=latest)
    return found


def _document_row(n: int, document: Entry, spoken: Iterable[str]) -> IndexRow:
    facets = sorted({*_common(document, document.publisher), *spoken})
    return IndexRow(n, text_of("document", document.values), " ".join(facets))


def _common(entry: Entry, publisher: str | None) -> list[str]:
    found = [facet("kind", entry.kind)]
    if entry.kind in SAID:
        found.append(facet("kind", "said"))
    if publisher:
        found.append(facet("publisher", publisher))
    if entry.earliest and entry.latest:
        found += day_facets(entry.earliest, entry.latest)
    return found


def _own_facets(entry: Entry) -> list[str]:
    found = []
    if entry.treaty:
        found.append(facet("treaty", entry.treaty))
    if entry.act:
        found.append(facet("act", entry.act))
    content = entry.values
    inner = content[entry.kind] if entry.kind in ENVELOPED else content
    for key in _STATES:
        if isinstance(states := inner.get(key), list):
            found += [facet("state", str(state)) for state in states]
    return found


def text_of(kind: str, content: dict[str, Any]) -> str:
    """The words by which an entry is found."""
    inner = content[kind] if kind in ENVELOPED else content
    parts = []
    evidence = inner.get("evidence")
    if isinstance(evidence, dict):
        parts.append(str(evidence.get("quote", "")))
    for name in _WORDS[kind]:
        value = inner.get(name)
        if isinstance(value, list):
            parts += map(str, value)
        elif value:
            parts.append(str(value))
    return words_of(" \n".join(parts)[:LONGEST])
