"""Every test of the contract runs on both stores: SQLite always, PostgreSQL where a server can be had.

``FOEDUS_REQUIRE_POSTGRES=1`` makes the lack of a server a failure instead of a stated gap.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foedus.ledger import Ledger, open_ledger
from tests.contract.samples import Clock
from tests.contract.server import NoServerError, Server

_number = itertools.count(1)


class Place:
    """Where one test's ledgers lie. ``clock`` is shared by all that it opens."""

    def __init__(self, kind: str, where: str) -> None:
        self.kind = kind
        self.where = where
        self.clock = Clock()
        self._open: list[Ledger] = []

    def open(self, name: str = "", **options: Any) -> Ledger:
        """Open the test's ledger, or a further one by another name."""
        ledger = open_ledger(self.address(name), **{"clock": self.clock, "program": "foedus test", **options})
        self._open.append(ledger)
        return ledger

    def address(self, name: str = "") -> str:
        """A ledger's path or URL."""
        return f"{self.where}{name}" if self.kind == "postgresql" else f"{self.where}{name}.sqlite"

    def tamper(self, *statements: str) -> None:
        """Change the database from outside, with all rights and past all triggers."""
        self.close()
        if self.kind == "sqlite":
            import sqlite3

            with sqlite3.connect(self.address()) as file:
                for table, deed in itertools.product(("entries", "batches"), ("UPDATE", "DELETE")):
                    file.execute(f"DROP TRIGGER IF EXISTS {table}_{deed}")
                for statement in statements:
                    file.execute(statement)
            file.close()
            return
        import psycopg

        url, _, schema = self.address().partition("&schema=")
        with psycopg.connect(url, options=f"-c search_path={schema}") as server:
            for table in ("entries", "batches"):
                server.execute(f"DROP TRIGGER IF EXISTS append_only ON {table}")
            for statement in statements:
                server.execute(statement)

    def refused(self, statement: str) -> str:
        """What the database itself says to a statement, with its guards in place."""
        self.close()
        if self.kind == "sqlite":
            import sqlite3

            file = sqlite3.connect(self.address())
            try:
                with pytest.raises(sqlite3.DatabaseError) as caught:
                    file.execute(statement)
            finally:
                file.close()
            return str(caught.value)
        import psycopg

        url, _, schema = self.address().partition("&schema=")
        with (
            psycopg.connect(url, options=f"-c search_path={schema}") as server,
            pytest.raises(psycopg.Error) as refused,
        ):
            server.execute(statement)
        return str(refused.value)

    def close(self) -> None:
        """Close every ledger opened here."""
        for ledger in self._open:
            ledger.close()
        self._open.clear()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests of the session."""
    try:
        import psycopg  # noqa: F401

        made = Server()
    except (NoServerError, ImportError) as error:
        if os.environ.get("FOEDUS_REQUIRE_POSTGRES"):
            raise
        pytest.skip(f"the contract was not run on PostgreSQL: {error}")
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A fresh place on each store."""
    if request.param == "sqlite":
        made = Place("sqlite", str(tmp_path / "ledger"))
    else:
        url = request.getfixturevalue("server").url
        made = Place("postgresql", f"{url}&schema=t{next(_number)}")
    yield made
    made.close()


@pytest.fixture
def ledger(place: Place) -> Ledger:
    """An empty ledger."""
    return place.open()
