"""The ledger's verbs: record, review, decide, search, verify, export, import, recover. Each is one line or a few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.acts import Act, ActKind
from foedus.model.entries import Added, Decision, DecisionKind, Found, Known, Question, Recorded, Verified
from foedus.model.errors import FoedusError, Problem
from foedus.model.record import Record
from foedus.model.truth import Truth

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.ledger.record import Law

_SHORTEST = 4
"""Fewest characters of an id that are taken for the beginning of one."""


def record(session: Foedus, treaty: str, *, known: Known = None) -> Record:
    """A treaty's history as the claims of the ledger have it, with what the law contradicts among the conflicts."""
    id, depositary = _identity(session, treaty, known)
    return session.ledger.record(id, known=known, depositary=depositary, law=law_for(session, id, known))


def law_for(session: Foedus, treaty: str, known: Known = None) -> Law | None:
    """Checks a reported entry into force against the computed one (VCLT 24); None where no clause is encoded."""
    day = known.date() if isinstance(known, datetime) else known if isinstance(known, date) else None
    try:
        encoded = session.treaty(treaty, known=day)
    except FoedusError:
        return None
    if encoded.entry_into_force is None:
        return None
    # What is claimed is held against everything but itself.
    others = tuple(act for act in encoded.acts if act.kind is not ActKind.ENTRY_INTO_FORCE)
    without = encoded.model_copy(update={"acts": others})

    def law(act: Act) -> str | None:
        on = (act.date.latest if act.date else None) or act.known
        if act.kind is not ActKind.ENTRY_INTO_FORCE or on is None:
            return None
        finding = session.reckon(without, on, known=day)
        if finding.in_force is Truth.YES:
            return None
        if finding.entry_into_force is not None:
            day_of_entry = finding.entry_into_force
            return f"in force is claimed for {on}; by its own clauses the treaty enters into force on {day_of_entry}"
        missing = "; ".join(item.says for item in finding.missing) or f"it is {finding.standing.value}"
        return f"in force is claimed for {on}, but by its own clauses it cannot be: {missing}"

    return law


def _identity(session: Foedus, treaty: str, known: Known) -> tuple[str, tuple[str, ...]]:
    """The id of a treaty named by id or name, and its depositaries where it is encoded."""
    day = known.date() if isinstance(known, datetime) else known if isinstance(known, date) else None
    try:
        found = session.treaty(treaty, known=day)
    except FoedusError:
        if any(held.id == treaty for held in session.ledger.treaties(known=known)):
            return treaty, ()
        raise
    return found.id, found.depositary


def questions(session: Foedus, *, treaty: str | None = None, known: Known = None) -> list[Question]:
    """What is open for people to decide, of one treaty or all."""
    return session.ledger.questions(treaty=treaty, known=known, law_for=lambda id: law_for(session, id, known))


def decide(
    session: Foedus,
    kind: str,
    target: str,
    *,
    author: str,
    reason: str,
    into: str | None = None,
    claims: Iterable[str] = (),
    changes: Mapping[str, Any] | None = None,
) -> Decision:
    """Record a person's decision. Ids may be shortened to a beginning that only one has."""
    if kind not in DecisionKind.__members__.values():
        raise FoedusError("FOE004", f'"{kind}" cannot be decided', help=f"one of {', '.join(DecisionKind)}")
    of = {"retract": "document", "reverse": "decision", "merge": None, "split": None}.get(kind, "claim")
    return session.ledger.decide(
        kind,
        whole_id(session, of, target) if of else target,
        author=author,
        reason=reason,
        into=into,
        claims=[whole_id(session, "claim", claim) for claim in claims],
        changes=changes,
    )


def whole_id(session: Foedus, kind: str, beginning: str) -> str:
    """The id that begins so. Raises `FoedusError` FOE320 where there is none, or more than one."""
    found = session.ledger.ids(kind, beginning) if len(beginning) >= _SHORTEST else []
    if beginning in found:
        return beginning
    if len(found) > 1:
        raise FoedusError("FOE320", f"{len(found)} or more {kind}s begin with {beginning}", help=", ".join(found[:5]))
    if not found:
        raise FoedusError("FOE320", f"the ledger holds no {kind} {beginning}", help="foedus search finds ids")
    return found[0]


def decisions(session: Foedus, *, known: Known = None) -> list[Recorded[Decision]]:
    """People's decisions in their order."""
    return session.ledger.decisions(known=known)


def search(session: Foedus, text: str = "", **filters: Any) -> Found:
    """Full text over documents and claims: see `foedus.ledger.Ledger.search`."""
    return session.ledger.search(text, **filters)


def verify(session: Foedus, *, head: str | None = None) -> Verified:
    """Look for anything changed, removed or slipped in from outside."""
    must_exist(session)
    return session.ledger.verify(head=head)


def export(
    session: Foedus, path: Path, *, format: str | None = None, treaties: Iterable[str] = (), known: Known = None
) -> int:
    """Write the ledger, or some treaties of it, to a file; the number of entries."""
    must_exist(session)
    return session.ledger.export(path, format=format, treaties=treaties, known=known)


def import_ledger(session: Foedus, path: Path, *, author: str, format: str | None = None) -> Added:
    """Take an export in: all of it, or nothing and the whole list of its faults."""
    return session.ledger.take_in(path, author=author, format=format)


def recover(damaged: Path, new: Path) -> tuple[Added, list[Problem]]:
    """Save what can be read of a damaged SQLite ledger into a new one."""
    from foedus.ledger.recover import recover as save

    if not damaged.is_file():
        raise FoedusError("FOE001", f"{damaged}: no such file", help="check the path")
    return save(damaged, new)


def give_role(session: Foedus, role: str | None, user: str | None) -> None:
    """Make the roles of a PostgreSQL ledger; give one to a user where both are named."""
    from foedus.ledger.postgres import PostgresStore
    from foedus.ledger.roles import grant, make_roles

    store = session.ledger.store
    if not isinstance(store, PostgresStore):
        raise FoedusError("FOE004", "a ledger in a file has no roles", help="use the permissions of the file")
    make_roles(store)
    if role is not None and user is not None:
        grant(store, role, user)


def must_exist(session: Foedus) -> None:
    """Raises `FoedusError` FOE301 where there is none: a wrong path is told, and no empty ledger made at it."""
    if not session.has_ledger:
        raise FoedusError("FOE301", "there is no ledger yet", where=session.where, help="foedus ingest makes one")
