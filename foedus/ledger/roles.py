"""Who may do what to a team's ledger: three roles of the PostgreSQL server, without a right to rewrite in any."""

from __future__ import annotations

from foedus.ledger.postgres import PostgresStore
from foedus.ledger.store import Cursor
from foedus.model.errors import FoedusError, did_you_mean

ROLES = {
    "reader": "read, search, export, verify",
    "editor": "also record, import and decide",
    "administrator": "also move the ledger to a newer schema, and give roles",
}
"""The roles, each with what it may do. Not even the last may change or remove an entry."""

_PREFIX = "foedus_"


def make_roles(store: PostgresStore) -> None:
    """Make the three roles on the server, and give them their rights on this ledger. Again changes nothing.

    Raises `FoedusError` FOE306 where the user of the URL may not make roles.
    """
    with store.write() as cursor:
        schema = cursor.all("SELECT current_schema()")[0][0]
        for role in ROLES:
            name = _PREFIX + role
            if not cursor.all("SELECT 1 FROM pg_roles WHERE rolname = ?", (name,)):
                cursor.run(f"CREATE ROLE {name} NOLOGIN")
        cursor.run(f"GRANT {_PREFIX}administrator TO CURRENT_USER")
        cursor.run(f'GRANT USAGE ON SCHEMA "{schema}" TO {_PREFIX}reader, {_PREFIX}editor')
        cursor.run(f'GRANT ALL ON SCHEMA "{schema}" TO {_PREFIX}administrator')
        _grant_tables(cursor)


def _grant_tables(cursor: Cursor) -> None:
    cursor.run(f"GRANT SELECT ON batches, entries, found, words, ledger_schema TO {_PREFIX}reader, {_PREFIX}editor")
    cursor.run(f"GRANT INSERT ON batches, entries, found, words TO {_PREFIX}editor")
    for table in ("batches", "entries", "found", "words", "ledger_schema"):
        cursor.run(f"ALTER TABLE {table} OWNER TO {_PREFIX}administrator")
    cursor.run(f"ALTER TEXT SEARCH CONFIGURATION words OWNER TO {_PREFIX}administrator")
    cursor.run(f"ALTER TEXT SEARCH DICTIONARY stems OWNER TO {_PREFIX}administrator")
    cursor.run(f"ALTER FUNCTION refuse_change() OWNER TO {_PREFIX}administrator")


def grant(store: PostgresStore, role: str, user: str) -> None:
    """Give a role to a user of the server. Raises `FoedusError` FOE004 for another role, FOE306 without the right."""
    if role not in ROLES:
        help = did_you_mean(role, ROLES) or f"roles: {', '.join(ROLES)}"
        raise FoedusError("FOE004", f'"{role}" is no role', help=help)
    if not user or '"' in user or "\0" in user:
        raise FoedusError("FOE004", f'"{user}" is no name of a user')
    with store.write() as cursor:
        if not cursor.all("SELECT 1 FROM pg_roles WHERE rolname = ?", (user,)):
            raise FoedusError(
                "FOE320", f'the server has no user "{user}"', where=store.where, help="CREATE ROLE makes one"
            )
        cursor.run(f'GRANT {_PREFIX}{role} TO "{user}"')
