"""What a ledger asks of the database beneath it. Two stores meet it: SQLite for one person, PostgreSQL for a team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from foedus.ledger.finding import IndexRow, Query

Row = tuple[Any, ...]


class Cursor(Protocol):
    """Statements inside one transaction. SQL is the part common to both stores, with ``?`` for values."""

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows."""
        ...

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Row]:
        """Row after row, without holding all of them in memory."""
        ...

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Carry out one statement."""
        ...

    def define(self, sql: str) -> None:
        """Carry out a definition, with the store's own words for what stands in braces (``{key}``, ``{bytes}`` …)."""
        ...

    def share(self, table: str) -> None:
        """Give those who have rights on the entries the same on a new table."""
        ...

    def tune(self) -> None:
        """Set the index for searching up for batches of some hundred documents."""
        ...

    def define_index(self) -> None:
        """Make the index for searching."""
        ...

    def index(self, rows: Iterable[IndexRow]) -> None:
        """Put entries into the index for searching; the rows may be made while the database is at work."""
        ...

    def search(self, query: Query, below: int, limit: int) -> list[int]:
        """Places of entries that the query finds, newest first, all before the place ``below``."""
        ...

    def learn(self, words: Sequence[str]) -> None:
        """Keep words for searches by a beginning; those that are kept already change nothing."""
        ...

    def take_stock(self) -> None:
        """Let the database count what it holds, to plan its reads well; called as often as a ledger doubles."""
        ...

    def unsound(self) -> list[str]:
        """What the database itself finds wrong with its own file, in its own words."""
        ...

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Write many rows."""
        ...


class Noted:
    """The words that this process knows to be kept, so that it need not say them again; not too many."""

    def __init__(self) -> None:
        self._words: set[str] = set()

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def note(self, words: set[str]) -> None:
        """Note words that are kept for good, since their transaction has ended well."""
        if len(self._words) > _NOTED:
            self._words = set()
        self._words |= words


_NOTED = 1_000_000


class Store(Protocol):
    """A database that holds one ledger."""

    where: str
    """The ledger's address for messages: a path, or a URL without its password."""

    def read(self) -> AbstractContextManager[Cursor]:
        """A snapshot: everything read inside is of one moment."""
        ...

    def write(self) -> AbstractContextManager[Cursor]:
        """The only writer: all that is written inside is there after it, or none."""
        ...

    def prepare(self) -> None:
        """Bring the database to the newest schema; refuse one of a newer program."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...
