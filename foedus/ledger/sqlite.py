"""The ledger in one SQLite file: WAL, one writer at a time, readers never wait."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from foedus.ledger.finding import IndexRow, Query, Term
from foedus.ledger.schema import APPLICATION, TABLES, VERSION, steps
from foedus.ledger.store import Noted, Row
from foedus.model.errors import FoedusError

_APPEND_ONLY = """CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""


class SqliteCursor:
    """Statements on one SQLite connection, inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, where: str, known: Container[str] = ()) -> None:
        self.connection = connection
        self.learnt: set[str] = set()
        self._where = where
        self._known = known

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows. Raises `FoedusError` where the file cannot be read, so that a look may go on after it."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _told(error, self._where) from error

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Row after row."""
        yield from self.connection.execute(sql, values)

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Carry out one statement."""
        self.connection.execute(sql, values)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Write many rows."""
        marks = ",".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({marks})", rows)

    def define(self, sql: str) -> None:
        """Carry out a definition."""
        self.connection.execute(
            sql.format(
                key="INTEGER PRIMARY KEY",
                bytes="BLOB",
                bytewise="BINARY",
                carried=", document, act, id, facts",
                compact=" WITHOUT ROWID",
            )
        )

    def share(self, table: str) -> None:
        """A file has no roles."""

    def tune(self) -> None:
        """Let the index gather up to 16 MB of a batch before it writes: fewer parts to merge."""
        self.connection.execute("INSERT INTO found (found, rank) VALUES ('hashsize', 16777216)")

    def define_index(self) -> None:
        """The full-text index (FTS5) keeps no text of its own: the entries have it."""
        self.connection.execute(
            "CREATE VIRTUAL TABLE found USING fts5(text, facets, content='', tokenize='porter unicode61')"
        )

    def index(self, rows: Iterable[IndexRow]) -> None:
        """Put entries into the index for searching."""
        self.connection.executemany("INSERT INTO found (rowid, text, facets) VALUES (?, ?, ?)", rows)

    def learn(self, words: Sequence[str]) -> None:
        """Keep words for searches by a beginning."""
        new = [word for word in words if word not in self._known]
        self.connection.executemany(
            "INSERT INTO words (word) VALUES (?) ON CONFLICT DO NOTHING", [(word,) for word in new]
        )
        self.learnt.update(new)

    def take_stock(self) -> None:
        """Its plans are good without counts."""

    def unsound(self) -> list[str]:
        """What SQLite's own check finds: pages that cannot be read, indexes that do not fit their table."""
        found = [row[0] for row in self.all("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    def search(self, query: Query, below: int, limit: int) -> list[int]:
        """Places of entries that the query finds, newest first."""
        among = "" if query.among is None else f"AND rowid IN ({','.join(map(str, query.among))})"
        found = self.connection.execute(
            f"SELECT rowid FROM found WHERE found MATCH ? AND rowid < ? {among} ORDER BY rowid DESC LIMIT ?",
            (_match(query), below, limit),
        )
        return [row[0] for row in found]


def _match(query: Query) -> str:
    """The query in FTS5's language."""
    wanted = [_term(term) for term in query.terms if not term.without]
    wanted += [f"facets : ({' OR '.join(group)})" for group in query.facets]
    text = " AND ".join(wanted)
    for term in query.terms:
        if term.without:
            text = f"({text}) NOT {_term(term)}"
    return text


def _term(term: Term) -> str:
    if term.forms:
        forms = " OR ".join(f'"{form}"' for form in term.forms)
        return f"text : ({forms})"
    return f'text : "{term.words}"{" *" if term.starts else ""}'


class SqliteStore:
    """One file (or ``:memory:``). Each thread has a connection of its own; a forked process opens anew.

    ``wait``: seconds to wait for another writer before giving up. ``read_only``: open without the right to write.
    """

    def __init__(self, path: str | Path, *, wait: float = 30.0, read_only: bool = False) -> None:
        self.where = str(path)
        self._wait = wait
        self._memory = self.where == ":memory:"
        self._read_only = read_only or _is_closed(self.where)
        self._immutable = self._read_only and _is_still(self.where)
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._words = Noted()
        self._lock = threading.RLock()
        self._shared: sqlite3.Connection | None = None
        self.prepare()

    @contextmanager
    def read(self) -> Iterator[SqliteCursor]:
        """A snapshot of one moment; inside another transaction of the same thread, that one's."""
        with self._transaction("BEGIN") as cursor:
            yield cursor

    @contextmanager
    def write(self) -> Iterator[SqliteCursor]:
        """The only writer; a process killed inside leaves nothing."""
        if self._read_only:
            raise FoedusError(
                "FOE306", "the ledger can only be read here", where=self.where, help="check the file's permissions"
            )
        with self._transaction("BEGIN IMMEDIATE") as cursor:
            yield cursor

    def close(self) -> None:
        """Close every connection of this process."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
            self._shared = None
            self._local = threading.local()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[SqliteCursor]:
        with self._faults(), self._exclusive():
            connection = self._connection()
            cursor = SqliteCursor(connection, self.where, self._words)
            if connection.in_transaction:
                yield cursor
                return
            connection.execute(begin)
            try:
                yield cursor
                connection.execute("COMMIT")
                self._words.note(cursor.learnt)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """In memory there is one connection, so threads take turns."""
        if not self._memory:
            yield
            return
        with self._lock:
            yield

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _told(error, self.where) from error

    def _connection(self) -> sqlite3.Connection:
        if self._memory:
            if self._shared is None:
                self._shared = self._connect()
            return self._shared
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():
            held = (os.getpid(), self._connect())
            self._local.held = held
        return held[1]

    def _connect(self) -> sqlite3.Connection:
        if self._memory:
            connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        else:
            mode = "ro" if self._read_only else "rwc"
            if self._immutable:
                mode = "ro&immutable=1"
            connection = sqlite3.connect(
                f"{Path(self.where).absolute().as_uri()}?mode={mode}",
                uri=True,
                isolation_level=None,
                timeout=self._wait,
                check_same_thread=False,
            )
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA temp_store = MEMORY")
        # FULL: what was said to be recorded is on the disk, also when the power fails.
        connection.execute("PRAGMA synchronous = FULL")
        with self._lock:
            self._all.append(connection)
        return connection

    def prepare(self) -> None:
        """Make the file where it is not there, and bring it to the newest schema. Raises FOE301, 302, 303."""
        with self._faults():
            self._prepare()

    def _prepare(self) -> None:
        if not self._memory and not Path(self.where).absolute().parent.is_dir():
            raise FoedusError(
                "FOE301", f'the folder of "{self.where}" does not exist', where=self.where, help="make it first"
            )
        connection = self._connection()
        version = _version(connection, self.where)
        if version == VERSION:
            return
        if self._read_only:
            raise FoedusError(
                "FOE303", f"the ledger has schema {version}, and only an editor can move it forward to {VERSION}",
                where=self.where, help="open it once with the right to write",
            )  # fmt: skip
        if not self._memory:
            _patiently(lambda: connection.execute("PRAGMA journal_mode = WAL"), self._wait)
        with self._transaction("BEGIN IMMEDIATE") as cursor:
            _guard(cursor, False)
            for step in steps(_version(connection, self.where)):
                step(cursor)
            _guard(cursor, True)
            cursor.run(f"PRAGMA application_id = {APPLICATION}")
            cursor.run(f"PRAGMA user_version = {VERSION}")


def _is_closed(where: str) -> bool:
    """Whether the file is there, and this user may not write it."""
    return where != ":memory:" and Path(where).is_file() and not os.access(where, os.W_OK)


def _is_still(where: str) -> bool:
    """Whether nobody can be writing: no write-ahead log, in a folder where none can be made.

    Only then may the file be read without one; it could not be read at all otherwise.
    """
    path = Path(where).absolute()
    return path.is_file() and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()


def _guard(cursor: SqliteCursor, on: bool) -> None:
    """Triggers that refuse to change or remove what is recorded; off only while the schema moves forward."""
    for table in TABLES:
        for deed in ("UPDATE", "DELETE"):
            cursor.run(f"DROP TRIGGER IF EXISTS {table}_{deed}")
            if on:
                cursor.run(_APPEND_ONLY.format(table=table, deed=deed))


def _version(connection: sqlite3.Connection, where: str) -> int:
    """The file's schema number, 0 for an empty file; refuses what is no ledger and what is newer than the program."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise FoedusError(
                "FOE302", "the file is an SQLite database, but no ledger", where=where, help="name another file"
            )
        return 0
    if version > VERSION:
        raise FoedusError(
            "FOE303", f"the ledger has schema {version}, newer than this program, which knows up to {VERSION}",
            where=where, help="update foedus; nothing was changed",
        )  # fmt: skip
    return version


def _patiently(deed: Callable[[], object], wait: float) -> None:
    """Changing the journal mode does not wait for other processes by itself."""
    until = time.monotonic() + wait
    while True:
        try:
            deed()
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


_TOLD = (
    ("SQLITE_FULL", "FOE305", "the disk is full", "make room and run it again; what was recorded before is safe"),
    ("SQLITE_READONLY", "FOE306", "the ledger cannot be written", "check the file's and folder's permissions"),
    ("SQLITE_BUSY", "FOE304", "another process holds the ledger", "wait until it is done, or run again later"),
    ("SQLITE_LOCKED", "FOE304", "another process holds the ledger", "wait until it is done, or run again later"),
    ("SQLITE_CORRUPT", "FOE307", "the file is damaged", "foedus ledger recover FILE NEW saves what can be read"),
    ("SQLITE_NOTADB", "FOE302", "the file is no ledger", "name another file, or recover it from a copy"),
    ("SQLITE_CANTOPEN", "FOE301", "the ledger cannot be opened", "check the path and its permissions"),
    ("SQLITE_IOERR", "FOE305", "the disk did not take or give the data", "check the disk; what was recorded is safe"),
    ("SQLITE_CONSTRAINT", "FOE307", "the ledger refused the change", "the ledger is append-only"),
)


def _told(error: sqlite3.Error, where: str) -> FoedusError:
    """SQLite's fault in a person's words."""
    name = getattr(error, "sqlite_errorname", "") or ""
    for prefix, code, says, help in _TOLD:
        if name.startswith(prefix):
            return FoedusError(code, f"{says} ({error})", where=where, help=help)
    return FoedusError("FOE307", f"the ledger cannot be read ({error})", where=where, help="foedus verify says more")
