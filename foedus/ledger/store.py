"""What a ledger asks of the database beneath it. Two stores meet it: SQLite for one person, PostgreSQL for a team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

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

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Write many rows."""
        ...


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

    def close(self) -> None:
        """Let go of the database."""
        ...
