"""The tables, as a list of steps forward. A step never touches the body of an entry, so the chain outlives them all."""

from __future__ import annotations

import json
from collections.abc import Callable

from foedus.ledger.beginnings import worth_keeping
from foedus.ledger.entry import derived
from foedus.ledger.indexing import INDEXED, index_rows, text_of
from foedus.ledger.store import Cursor, Row

Step = Callable[[Cursor], None]
"""One step forward, inside the transaction that brings the ledger to the newest schema."""

VERSION = 4
"""The newest schema this program knows. A ledger with a higher number is refused."""

APPLICATION = 0x464F4544
"""``FOED``: how a SQLite file says that it is a ledger (PRAGMA application_id)."""

TABLES = ("batches", "entries")
"""What is append-only. The index for searching beside them is made from them and can be made again."""

BATCH_COLUMNS = (
    "seq", "previous", "author", "note", "recorded", "program", "format", "first", "last", "content", "hash",
    "manifest",
)  # fmt: skip
ENTRY_COLUMNS = (
    "n", "batch", "kind", "id", "document", "treaty", "act", "earliest", "latest", "publisher", "name", "facts",
    "body",
)  # fmt: skip

_FIRST = (
    """CREATE TABLE batches (
        seq {key}, previous TEXT NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL,
        recorded TEXT COLLATE {bytewise} NOT NULL, program TEXT NOT NULL, format INTEGER NOT NULL,
        first BIGINT NOT NULL, last BIGINT NOT NULL, content TEXT NOT NULL, hash TEXT NOT NULL,
        manifest {bytes} NOT NULL)""",
    """CREATE TABLE entries (
        n {key}, batch INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, document BIGINT,
        treaty TEXT, act TEXT, earliest TEXT, latest TEXT, publisher TEXT, name TEXT, body TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX entries_id ON entries (id, kind)",
    "CREATE INDEX entries_treaty ON entries (treaty, kind, n) WHERE treaty IS NOT NULL",
    "CREATE INDEX entries_document ON entries (document, kind) WHERE document IS NOT NULL",
    "CREATE INDEX entries_kind ON entries (kind, n) WHERE kind NOT IN ('claim', 'provision')",
    "CREATE INDEX batches_recorded ON batches (recorded)",
)


def steps(version: int) -> list[Step]:
    """The steps from a schema to the newest."""
    return _STEPS[version:]


def _first(cursor: Cursor) -> None:
    """Schema 1: batches and entries."""
    for statement in _FIRST:
        cursor.define(statement)


def _second(cursor: Cursor) -> None:
    """Schema 2: what the record needs of a claim in a column of its own, and the index for searching.

    The index by kind takes in claims too: a partial one is not used for kinds that it holds by exclusion.
    """
    cursor.define("DROP INDEX entries_kind")
    cursor.define("CREATE INDEX entries_kind ON entries (kind, n)")
    cursor.define("ALTER TABLE entries ADD COLUMN facts TEXT")
    cursor.define_index()
    cursor.share("found")
    fill(cursor)


def _third(cursor: Cursor) -> None:
    """Schema 3: the index by treaty carries what the record needs, where the store's indexes may be as wide as that."""
    cursor.define("DROP INDEX entries_treaty")
    cursor.define(
        "CREATE INDEX entries_treaty ON entries (treaty, kind, n{carried}) WHERE treaty IS NOT NULL",
    )


def fill(cursor: Cursor) -> None:
    """Make everything that follows from the bodies anew: the column of facts and the index for searching."""
    for first, last in _spans(cursor):
        rows = cursor.all("SELECT n, kind, id, body FROM entries WHERE n BETWEEN ? AND ? ORDER BY n", (first, last))
        placed = [(n, derived(kind, id, body)) for n, kind, id, body in rows]
        for n, entry in placed:
            if entry.facts is not None:
                cursor.run("UPDATE entries SET facts = ? WHERE n = ?", (entry.facts, n))
        cursor.index(index_rows(cursor, placed))


def _spans(cursor: Cursor) -> list[Row]:
    """The first and last place of each batch: entries are found by their place, and by nothing else so fast."""
    return cursor.all("SELECT first, last FROM batches ORDER BY seq")


def _fourth(cursor: Cursor) -> None:
    """Schema 4: the words of all texts, for searches by a beginning; an index that gathers more before it writes."""
    cursor.tune()
    cursor.define("CREATE TABLE words (word TEXT COLLATE {bytewise} PRIMARY KEY){compact}")
    for first, last in _spans(cursor):
        words: set[str] = set()
        for kind, body in cursor.all("SELECT kind, body FROM entries WHERE n BETWEEN ? AND ?", (first, last)):
            if kind in INDEXED:
                words.update(text_of(kind, json.loads(body)).split())
        cursor.learn(worth_keeping(words))
    cursor.share("words")


_STEPS: list[Step] = [_first, _second, _third, _fourth]
