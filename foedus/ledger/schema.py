"""The tables, as a list of steps forward. A step never touches the body of an entry, so the chain outlives them all."""

from __future__ import annotations

from collections.abc import Callable

from foedus.ledger.store import Cursor

Step = Callable[[Cursor, str], None]
"""One step forward: given a cursor inside the transaction and ``sqlite`` or ``postgresql``."""

VERSION = 1
"""The newest schema this program knows. A file with a higher number is refused."""

APPLICATION = 0x464F4544
"""``FOED``: how a SQLite file says that it is a ledger (PRAGMA application_id)."""

BATCH_COLUMNS = (
    "seq", "previous", "author", "note", "recorded", "program", "format", "first", "last", "content", "hash",
    "manifest",
)  # fmt: skip
ENTRY_COLUMNS = (
    "n", "batch", "kind", "id", "document", "treaty", "act", "earliest", "latest", "publisher", "name", "body",
)  # fmt: skip

TABLES = (
    """CREATE TABLE batches (
        seq {key}, previous TEXT NOT NULL, author TEXT NOT NULL, note TEXT NOT NULL,
        recorded TEXT NOT NULL, program TEXT NOT NULL, format INTEGER NOT NULL, first BIGINT NOT NULL,
        last BIGINT NOT NULL, content TEXT NOT NULL, hash TEXT NOT NULL, manifest {bytes} NOT NULL)""",
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


def _first(cursor: Cursor, dialect: str) -> None:
    """Schema 1: batches and entries."""
    words = _WORDS[dialect]
    for statement in TABLES:
        cursor.run(statement.format(**words))


_WORDS = {
    "sqlite": {"key": "INTEGER PRIMARY KEY", "bytes": "BLOB"},
    "postgresql": {"key": "BIGINT PRIMARY KEY", "bytes": "BYTEA"},
}
_STEPS: list[Step] = [_first]
