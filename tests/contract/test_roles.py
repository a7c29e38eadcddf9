"""A team's ledger on PostgreSQL: what each role may do, and what is told where there is no server."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from foedus.ledger import Ledger, open_ledger
from foedus.ledger.postgres import PostgresStore
from foedus.ledger.roles import ROLES, grant, make_roles
from foedus.model.errors import FoedusError
from tests.contract.samples import add
from tests.contract.server import Server

As = Callable[[str], Ledger]


@pytest.fixture
def team(server: Server) -> As:
    """Opens a ledger as a user with one of the roles; ``owner`` made it."""
    schema = "team"
    owner = f"{server.url}&schema={schema}"
    with psycopg.connect(server.url, autocommit=True) as admin:
        admin.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    ledger = open_ledger(owner)
    add(ledger, "Ratified.")
    assert isinstance(ledger.store, PostgresStore)
    make_roles(ledger.store)
    make_roles(ledger.store)
    with psycopg.connect(server.url, autocommit=True) as admin:
        for role in ROLES:
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (f"the_{role}",)).fetchone():
                admin.execute(f"CREATE ROLE the_{role} LOGIN")
            grant(ledger.store, role, f"the_{role}")
    ledger.close()
    return lambda role: open_ledger(owner.replace("foedus@", f"the_{role}@") if role in ROLES else owner)


def test_a_reader_reads_and_no_more(team: As) -> None:
    with team("reader") as ledger:
        assert len(ledger.claims()) == 1
        assert len(ledger.search("ratified", kinds=("claim",)).hits) == 1
        assert ledger.verify().is_clean
        with pytest.raises(FoedusError) as caught:
            add(ledger, "More.")
        assert caught.value.code == "FOE306"


def test_an_editor_records_and_decides(team: As) -> None:
    with team("editor") as ledger:
        (id,) = add(ledger, "More.")
        ledger.decide("reject", id, author="edith", reason="a hoax")
        assert len(ledger.claims()) == 1
        assert ledger.verify().is_clean


@pytest.mark.parametrize("role", ["reader", "editor", "administrator"])
@pytest.mark.parametrize("statement", ["DELETE FROM team.entries", "UPDATE team.batches SET author = 'x'",
                                       "TRUNCATE team.entries"])  # fmt: skip
def test_nobody_may_rewrite(team: As, server: Server, role: str, statement: str) -> None:
    with (
        psycopg.connect(server.url.replace("foedus@", f"the_{role}@")) as connection,
        pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)),
    ):
        connection.execute(statement)


def test_only_an_administrator_moves_the_ledger_forward(team: As, server: Server) -> None:
    with psycopg.connect(server.url, options="-c search_path=team") as admin:
        admin.execute("UPDATE ledger_schema SET version = 1")
        for statement in ("DROP TABLE found", "DROP TABLE words", "ALTER TABLE entries DROP COLUMN facts",
                          "DROP TEXT SEARCH CONFIGURATION words", "DROP TEXT SEARCH DICTIONARY stems"):  # fmt: skip
            admin.execute(statement)
    with pytest.raises(FoedusError) as caught:
        team("editor")
    assert caught.value.code == "FOE306"
    with team("administrator") as ledger:
        assert len(ledger.search("ratified", kinds=("claim",)).hits) == 1
        add(ledger, "More.")
    with team("editor") as ledger:
        add(ledger, "Still more.")
    with team("reader") as ledger:
        assert len(ledger.search("mor*", kinds=("claim",)).hits) == 2


def test_no_role_of_another_name(server: Server) -> None:
    with open_ledger(f"{server.url}&schema=names") as ledger:
        assert isinstance(ledger.store, PostgresStore)
        for role, user in (("king", "foedus"), ("reader", 'x"; DROP'), ("reader", "nobody_such")):
            with pytest.raises(FoedusError) as caught:
                grant(ledger.store, role, user)
            assert caught.value.code in ("FOE004", "FOE320")


def test_no_server_is_told(server: Server) -> None:
    with pytest.raises(FoedusError) as caught:
        open_ledger("postgresql://foedus@/postgres?host=/nowhere/at/all", wait=0.5)
    assert caught.value.code == "FOE308"


def test_a_password_is_never_shown(server: Server) -> None:
    url = server.url.replace("foedus@", "foedus:secret@")
    with open_ledger(f"{url}&schema=shown") as ledger:
        assert "secret" not in ledger.where
        with pytest.raises(FoedusError) as caught:
            ledger.decide("accept", "feed", author="a", reason="b")
        assert "secret" not in str(caught.value)


def test_a_schema_has_a_plain_name(server: Server) -> None:
    with pytest.raises(FoedusError) as caught:
        open_ledger(f'{server.url}&schema=a"b')
    assert caught.value.code == "FOE301"
