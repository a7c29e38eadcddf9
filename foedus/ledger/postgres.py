"""The ledger on a PostgreSQL server, for a team: a pool of connections, one writer at a time by an advisory lock."""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from foedus.ledger.finding import IndexRow, Query, Term
from foedus.ledger.schema import TABLES, VERSION, steps
from foedus.ledger.store import Noted, Row
from foedus.model.errors import FoedusError

_CHUNK = 2000
_WINDOW = 20_000
"""How many of the newest entries a search looks at first."""

_WIDER = 25
"""How many times more it looks at in each next step."""

_SOME = 250
"""How many entries go into the index at once."""

_INDEX = """INSERT INTO found (n, words)
    SELECT n, setweight(to_tsvector('words', text), 'B') || setweight(to_tsvector('simple', facets), 'A')
    FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS new (n, text, facets)"""

_APPEND_ONLY = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$"""


class PostgresCursor:
    """Statements on one PostgreSQL connection, inside one transaction."""

    def __init__(self, connection: Any, known: Container[str] = ()) -> None:
        self.connection = connection
        self.learnt: set[str] = set()
        self._known = known

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows."""
        rows: list[Row] = self.connection.execute(_own(sql), tuple(values)).fetchall()
        return rows

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Row after row, fetched some thousand at a time."""
        with self.connection.cursor(name="each") as cursor:
            cursor.itersize = _CHUNK
            cursor.execute(_own(sql), tuple(values))
            yield from cursor

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Carry out one statement."""
        self.connection.execute(_own(sql), tuple(values))

    def define(self, sql: str) -> None:
        """Carry out a definition."""
        # An entry of its index may not be longer than a third of a page, so that none carries a claim's facts.
        self.connection.execute(
            sql.format(key="BIGINT PRIMARY KEY", bytes="BYTEA", bytewise='"C"', carried="", compact="")
        )

    def share(self, table: str) -> None:
        """Give a new table the owner and the rights that the entries have: roles are made once."""
        owner = self.all(
            "SELECT tableowner FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'entries'"
        )
        self.run(f'ALTER TABLE {table} OWNER TO "{owner[0][0]}"')
        rights = self.all(
            """SELECT grantee, privilege_type FROM information_schema.role_table_grants
            WHERE table_schema = current_schema() AND table_name = 'entries'"""
        )
        for role, right in rights:
            self.run(f'GRANT {right} ON {table} TO "{role}"')

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Write many rows."""
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({','.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def tune(self) -> None:
        """The server is its administrator's."""

    def define_index(self) -> None:
        """PostgreSQL's own full-text index, with English stems but no words left out: "the" is found, as on SQLite."""
        self.connection.execute("CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, LANGUAGE = english)")
        self.connection.execute("CREATE TEXT SEARCH CONFIGURATION words (COPY = pg_catalog.english)")
        self.connection.execute("ALTER TEXT SEARCH CONFIGURATION words ALTER MAPPING REPLACE english_stem WITH stems")
        self.connection.execute("CREATE TABLE found (n BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        self.connection.execute("CREATE INDEX found_words ON found USING gin (words)")

    def index(self, rows: Iterable[IndexRow]) -> None:
        """Put entries into the index for searching: the server takes some in while the next are made."""
        waiting = iter(rows)
        with self.connection.pipeline() if _can_pipeline() else nullcontext():
            while some := list(islice(waiting, _SOME)):
                self.connection.execute(_INDEX, tuple(map(list, zip(*some, strict=True))))

    def learn(self, words: Sequence[str]) -> None:
        """Keep words for searches by a beginning."""
        new = [word for word in words if word not in self._known]
        self.connection.execute("INSERT INTO words (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", (new,))
        self.learnt.update(new)

    def take_stock(self) -> None:
        """ANALYZE; a role that does not own the tables is passed over by the server, which then does it by itself."""
        self.connection.execute("SET LOCAL client_min_messages = error")
        self.connection.execute("ANALYZE entries, found, batches")

    def unsound(self) -> list[str]:
        """The server keeps checksums and a log of its own; nothing more is asked of it here."""
        return []

    def search(self, query: Query, below: int, limit: int) -> list[int]:
        """Places of entries that the query finds, newest first."""
        parts = [_term(term) for term in query.terms]
        values: list[Any] = [_asked(term) for term in query.terms]
        for group in query.facets:
            parts.append("to_tsquery('simple', %s)")
            values.append(" | ".join(f"{word}:A" for word in group))
        condition = f"words @@ ({' && '.join(parts)})"
        if query.among is not None:
            return self._matching(f"{condition} AND n = ANY(%s)", [*values, list(query.among)], 0, below, limit)
        # The server cannot know how common a query is, and one wrong guess reads the whole table. So it is asked bit
        # by bit: the newest entries in whatever way it likes, which serves what is common, then the rest through the
        # index of words only, which serves what is rare.
        below = min(below, (self.all("SELECT max(n) FROM found")[0][0] or 0) + 1)
        found: list[int] = []
        width = _WINDOW
        while below > 1 and len(found) < limit:
            start = max(below - width, 1)
            found += self._matching(condition, values, start, below, limit - len(found))
            if width == _WINDOW:
                self._only_bitmaps(True)
            below, width = start, width * _WIDER
        self._only_bitmaps(False)
        return found

    def _only_bitmaps(self, on: bool) -> None:
        for way in ("enable_indexscan", "enable_seqscan"):
            self.connection.execute(f"SET LOCAL {way} = {'off' if on else 'on'}")

    def _matching(self, condition: str, values: list[Any], start: int, below: int, limit: int) -> list[int]:
        rows = self.connection.execute(
            f"SELECT n FROM found WHERE {condition} AND n >= %s AND n < %s ORDER BY n DESC LIMIT %s",
            (*values, start, below, limit),
        )
        return [row[0] for row in rows]


def _can_pipeline() -> bool:
    """Whether the driver's library lets statements be sent without waiting for the answers (PostgreSQL 14)."""
    import psycopg

    return bool(psycopg.Pipeline.is_supported())


def _term(term: Term) -> str:
    made = "phraseto_tsquery('words', %s)"
    if term.starts:
        made = "to_tsquery('words', %s)" if term.forms else "to_tsquery('simple', %s)"
    return f"!!({made})" if term.without else made


def _asked(term: Term) -> str:
    """The term in the server's language; its words are letters and digits alone."""
    if not term.starts:
        return term.words
    forms = [" <-> ".join(f"'{word}'" for word in form.split()) for form in term.forms or (term.words,)]
    return " | ".join(forms) if term.forms else f"{forms[0]}:*B"


def _own(sql: str) -> str:
    return sql.replace("?", "%s")


class PostgresStore:
    """One schema of a PostgreSQL database, named by ``?schema=`` in the URL (default: the role's own).

    ``wait``: seconds to wait for the server or another writer. ``read_only``: every transaction refuses to write.
    """

    def __init__(self, url: str, *, wait: float = 30.0, read_only: bool = False, connections: int = 10) -> None:
        try:
            import psycopg
            import psycopg_pool
        except ImportError as error:
            raise FoedusError(
                "FOE309", "the PostgreSQL driver is not installed", help="pip install 'foedus[postgres]'"
            ) from error
        # The pool tries again by itself and would tell each try on stderr; what fails in the end is told as an error.
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        self._psycopg, self._pools = psycopg, psycopg_pool
        self._url, self.schema, self.where = _parts(url)
        self._wait = wait
        self._read_only = read_only
        self._connections = connections
        self._held: tuple[int, Any] | None = None
        self._words = Noted()
        self.prepare()

    @contextmanager
    def read(self) -> Iterator[PostgresCursor]:
        """A snapshot of one moment."""
        with self._connection() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgresCursor(connection)

    @contextmanager
    def write(self) -> Iterator[PostgresCursor]:
        """The only writer: an advisory lock is held until the transaction ends, so that the chain has no forks."""
        if self._read_only:
            raise FoedusError(
                "FOE306", "the ledger was opened for reading only", where=self.where, help="open it as an editor"
            )
        with self._connection() as connection:
            connection.execute(f"SET LOCAL lock_timeout = {int(self._wait * 1000)}")
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (self._lock(connection),))
            cursor = PostgresCursor(connection, self._words)
            yield cursor
        self._words.note(cursor.learnt)

    def prepare(self) -> None:
        """Make the tables where they are not there, and bring them to the newest schema. Raises FOE303, 306, 308."""
        with self._connection() as connection:
            version = self._version(connection)
            if version == VERSION:
                return
            if self._read_only:
                raise self._newest_needed(version)
        with self.write() as cursor:
            # Asked first: an administrator of a ledger need not have the right to make schemas.
            if self.schema and not cursor.all("SELECT 1 FROM pg_namespace WHERE nspname = ?", (self.schema,)):
                cursor.run(f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"')
            version = self._version(cursor.connection)
            if version == VERSION:
                return
            if version:
                _guard(cursor, False)
            else:
                cursor.run("CREATE TABLE ledger_schema (version INTEGER PRIMARY KEY)")
            for step in steps(version):
                step(cursor)
            cursor.run(_APPEND_ONLY)
            _guard(cursor, True)
            cursor.run("INSERT INTO ledger_schema (version) VALUES (?)", (VERSION,))

    def close(self) -> None:
        """Close every connection of this process."""
        if self._held is not None and self._held[0] == os.getpid():
            self._held[1].close()
        self._held = None

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        try:
            with self._pool().connection(timeout=self._wait) as connection:
                yield connection
        except self._psycopg.Error as error:
            raise self._told(error) from error

    def _pool(self) -> Any:
        """The pool of this process: a forked one opens its own."""
        if self._held is None or self._held[0] != os.getpid():
            options = {"options": f'-c search_path="{self.schema}"'} if self.schema else {}
            pool = self._pools.ConnectionPool(
                self._url,
                # A plan kept for all values is a bad one for most: how common the words of a query are decides.
                kwargs={**options, "application_name": "foedus", "prepare_threshold": None},
                min_size=0,
                max_size=self._connections,
                timeout=self._wait,
                reconnect_timeout=self._wait,
                check=self._pools.ConnectionPool.check_connection,
                open=True,
            )
            self._held = (os.getpid(), pool)
        return self._held[1]

    def _version(self, connection: Any) -> int:
        if connection.execute("SELECT to_regclass('ledger_schema')").fetchone()[0] is None:
            return 0
        version = int(connection.execute("SELECT coalesce(max(version), 0) FROM ledger_schema").fetchone()[0])
        if version > VERSION:
            raise FoedusError(
                "FOE303", f"the ledger has schema {version}, newer than this program, which knows up to {VERSION}",
                where=self.where, help="update foedus; nothing was changed",
            )  # fmt: skip
        return version

    def _newest_needed(self, version: int) -> FoedusError:
        if not version:
            return FoedusError("FOE301", "there is no ledger yet", where=self.where, help="let an editor open it once")
        return FoedusError(
            "FOE303", f"the ledger has schema {version}, and only an administrator can move it forward to {VERSION}",
            where=self.where, help="open it once as an administrator",
        )  # fmt: skip

    def _lock(self, connection: Any) -> int:
        """The number of this ledger's lock: one for each schema of a database."""
        name = self.schema or connection.execute("SELECT coalesce(current_schema(), '')").fetchone()[0]
        return 0x464F4544 << 31 | zlib.crc32(name.encode()) >> 1

    def _told(self, error: Exception) -> FoedusError:
        """The driver's fault in a person's words."""
        says = " ".join(str(error).split())[:300]
        errors = self._psycopg.errors
        if isinstance(error, errors.LockNotAvailable):
            return FoedusError("FOE304", f"another process is writing ({says})", where=self.where, help="run it again")
        if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
            return FoedusError(
                "FOE306", f"your role may not do this ({says})", where=self.where, help="ask the ledger's administrator"
            )
        if isinstance(error, errors.DiskFull):
            return FoedusError("FOE305", f"the server's disk is full ({says})", where=self.where, help="make room")
        if isinstance(error, errors.DataError | errors.IntegrityError | errors.ProgrammingError | errors.InternalError):
            return FoedusError("FOE307", f"the server refused it ({says})", where=self.where, help="foedus verify")
        return FoedusError(
            "FOE308", f"the server does not answer ({says})", where=self.where, help="check the address; run it again"
        )


def _guard(cursor: PostgresCursor, on: bool) -> None:
    """Triggers that refuse to change or remove what is recorded; off only while the schema moves forward."""
    for table in TABLES:
        cursor.run(f"DROP TRIGGER IF EXISTS append_only ON {table}")
        if on:
            cursor.run(
                f"""CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"""
            )


def _parts(url: str) -> tuple[str, str | None, str]:
    """The URL for the driver, the schema it names, and the address for messages, without the password."""
    split = urlsplit(url)
    query = dict(parse_qsl(split.query))
    schema = query.pop("schema", None)
    if schema is not None and not (schema.isidentifier() and schema.isascii()):
        raise FoedusError("FOE301", f'"{schema}" is no name for a schema', help="use letters, digits and _")
    driver = urlunsplit(split._replace(query=urlencode(query)))
    host = split.netloc.rpartition("@")[2] or query.get("host", "")
    user = split.username or query.get("user", "")
    shown = f"postgresql://{user + '@' if user else ''}{host}{split.path}{'?schema=' + schema if schema else ''}"
    return driver, schema, shown
