"""What a state owes and is owed on a day, by treaty, and how two states are tied."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.model.obligations import Obligation
from foedus.model.standings import PartyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.status.standings import StateStanding

if TYPE_CHECKING:
    from foedus.api.session import Foedus

SECURITY = ("defence", "offence", "guarantee", "neutrality", "nonaggression", "consultation")
"""The kinds by which two states are said to be tied, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One obligation of one state toward another on a day; ``certain`` is ``cannot say`` where bounds differ."""

    by: str
    to: str
    kind: str
    treaty: str
    article: str
    since: str | None
    certain: str
    conditional: bool

    def to_row(self) -> dict[str, Any]:
        """The commitment as a row of a list."""
        return {
            "by": self.by,
            "to": self.to,
            "kind": self.kind,
            "treaty": self.treaty,
            "article": self.article,
            "since": self.since,
            "certain": self.certain,
            "conditional": self.conditional,
        }


def commitments_on(
    session: Foedus,
    on: date,
    *,
    known: date | None = None,
    state: str | None = None,
    kinds: Iterable[str] = SECURITY,
) -> Iterator[Commitment]:
    """Every commitment of the given kinds that stands on the day, of all states or those of one."""
    wanted = frozenset(kinds)
    for treaty in session.atlas.mentioning(state) if state else session.atlas.begun_by(on):
        items = [item for item in treaty.obligations if item.kind.value in wanted and _stands(item, on)]
        if not items or (state is not None and not _concerns(treaty, state)):
            continue
        standings = session.stretches.standings(treaty, on, known)
        for item in items:
            yield from _of(item, treaty, standings, on, state)


def commitments_under(treaty: Treaty, on: date, standings: Iterable[StateStanding]) -> Iterator[Commitment]:
    """Every security commitment under one treaty that stands on the day, given who is bound by it."""
    for item in treaty.obligations:
        if item.kind.value in SECURITY and _stands(item, on):
            yield from _of(item, treaty, standings, on, None)


def _concerns(treaty: Treaty, state: str) -> bool:
    return (
        state in treaty.parties
        or any(state in act.by for act in treaty.acts)
        or any(state in way.to for item in treaty.obligations for way in item.directions)
    )


def _stands(item: Obligation, on: date) -> bool:
    return (item.since is None or item.since <= on) and (item.until is None or on <= item.until)


def _of(
    item: Obligation, treaty: Treaty, standings: Iterable[StateStanding], on: date, state: str | None
) -> Iterator[Commitment]:
    bound = {party.state: party for party in standings if party.bound is not Truth.NO and not _rests(party)}
    if not item.directions and state is not None and state not in bound:
        return
    pairs = (
        ((one, other) for way in item.directions for one in way.from_ for other in way.to)
        if item.directions
        else ((one, other) for one in bound for other in bound if one != other)
    )
    for debtor, creditor in pairs:
        if debtor == creditor or debtor not in bound or (state is not None and state not in (debtor, creditor)):
            continue
        mine, theirs = bound[debtor], bound.get(creditor)
        if theirs is None and item.kind.value != "guarantee" and creditor in treaty.parties:
            continue
        if theirs is None and not register().exists(creditor, on):
            continue  # to a state that is not there nothing is owed
        if _suspended(mine, creditor) or (theirs and _suspended(theirs, debtor)):
            continue
        sure = mine.bound is Truth.YES and (theirs is None or theirs.bound is Truth.YES)
        yield Commitment(
            by=debtor,
            to=creditor,
            kind=item.kind.value,
            treaty=treaty.id,
            article=item.article,
            since=_since(mine, theirs),
            certain=(Truth.YES if sure else Truth.CANNOT_SAY).value,
            conditional=is_conditional(item),
        )


def _rests(party: StateStanding) -> bool:
    """Is it released from performing by a suspension (VCLT 72(1)(a))? It stays a party all the same."""
    return party.standing is PartyStanding.SUSPENDED


def _suspended(party: StateStanding, other: str) -> bool:
    return other in party.suspended_toward


def _since(mine: StateStanding, theirs: StateStanding | None) -> str | None:
    days = [item.since for item in (mine, theirs) if item is not None and item.since is not None]
    return str(max(days, key=lambda day: day.latest)) if days else None


def is_conditional(item: Obligation) -> bool:
    """Does it hold only under conditions in ATOP's sense (``conditio``)?

    Adversary, place, conflict, number, demand, provocation; for consultation a request; for neutrality an attack.
    """
    when = item.when
    if when is None:
        return False
    by = when.by
    adversary = bool(
        by.states or by.supported_by or by.alternatives or by.great_power or by.european or by.defined or by.not_states
    )
    return (
        adversary
        or by.at_least > 1
        or bool(when.where or when.conflict or when.after_demand or when.first)
        or when.unprovoked
        or (when.request and item.kind == "consultation")
        or (item.kind == "neutrality" and bool({"armed attack", "invasion"} & set(when.what)))
    )


def commitments_of(
    session: Foedus, state: str, on: date, *, known: date | None = None
) -> dict[str, list[dict[str, Any]]]:
    """What the state ``owes`` and what is ``owed_to_it`` on the day, weightiest kind first."""
    found = sorted(
        commitments_on(session, on, known=known, state=state),
        key=lambda item: (SECURITY.index(item.kind), item.to if item.by == state else item.by, item.treaty),
    )
    return {
        "owes": [item.to_row() for item in found if item.by == state],
        "owed_to_it": [item.to_row() for item in found if item.to == state],
    }


def path(session: Foedus, one: str, other: str, on: date, *, known: date | None = None) -> list[dict[str, Any]]:
    """The shortest chain of standing security commitments from one state to another; empty where there is none.

    Each step is the weightiest commitment between its two states, in either direction.
    """
    ties: dict[str, dict[str, Commitment]] = {}
    before: dict[str, str] = {one: one}
    queue = deque([one])
    while queue and other not in before:
        here = queue.popleft()
        ties[here] = _weightiest(commitments_on(session, on, known=known, state=here), here)
        for there in sorted(ties[here]):
            if there not in before:
                before[there] = here
                queue.append(there)
    if other not in before or one == other:
        return []
    steps = []
    while other != one:
        steps.append(ties[before[other]][other].to_row())
        other = before[other]
    return steps[::-1]


def _weightiest(items: Iterable[Commitment], state: str) -> dict[str, Commitment]:
    """The weightiest commitment between the state and each of its partners, in either direction."""
    found: dict[str, Commitment] = {}
    for item in items:
        partner = item.to if item.by == state else item.by
        held = found.get(partner)
        if held is None or SECURITY.index(item.kind) < SECURITY.index(held.kind):
            found[partner] = item
    return found
