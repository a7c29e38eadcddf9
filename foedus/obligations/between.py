"""Between whom a clause runs, who of them must be bound, and what of the treaty holds between the two."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from foedus.model.obligations import Obligation
from foedus.model.scenarios import EventKind
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.obligations.adversaries import Ask
from foedus.obligations.commitments import Commitments
from foedus.obligations.outcome import Outcome, left_open


def pairs(treaty: Treaty, obligation: Obligation, whom: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Each ordered pair between which the obligation runs: from whom, to whom (only those in ``whom``, if given)."""
    if not obligation.directions:
        others: Collection[str] = treaty.parties
        if whom is not None:
            others = whom if obligation.owed == "any state" else [state for state in treaty.parties if state in whom]
        for toward in others:
            for state in treaty.parties:
                if state != toward:
                    yield state, toward
        return
    seen: set[tuple[str, str]] = set()
    for way in obligation.directions:
        for toward in way.to if whom is None else [s for s in way.to if s in whom]:
            for state in way.from_:
                if state != toward and (state, toward) not in seen:
                    seen.add((state, toward))
                    yield state, toward


def runs(scope: Commitments, treaty: Treaty, item: Obligation, state: str, toward: str, on: date) -> bool:
    """Does an obligation run from one state to another, or may it, since the file does not carry every party?"""
    if (state, toward) in pairs(treaty, item, (toward,)):
        return True
    if treaty.complete or item.directions or state == toward:
        return False
    others = ({state} if item.owed == "any state" else {state, toward}) - set(treaty.parties)
    return all(scope.glance(treaty, other, on).bound is not Truth.NO for other in others)


def parties(ask: Ask) -> list[str]:
    """Who must be bound: who owes; and whom it is owed to, unless it may be a third state (VCLT 36)."""
    owed = ask.obligation.owed
    both = owed == "mutual" or (owed != "any state" and ask.toward in ask.treaty.parties)
    return [ask.state, *([ask.toward] if both else [])]


def bound_when_broken(ask: Ask, scope: Commitments) -> Truth:
    """Bound on the day of the act, or the day before: the act that breaks a treaty does not free from it (VCLT 60)."""
    days = {ask.facts.day, _day_before(ask.facts.day)}
    for event in ask.facts.events:
        if ask.state in event.by and event.date is not None and event.kind is not EventKind.DENUNCIATION:
            days |= {event.date.earliest, _day_before(event.date.earliest)}
    for day in sorted(days, reverse=True):
        item = ask.obligation
        standing = (item.since is None or item.since <= day) and (item.until is None or day <= item.until)
        stands = [scope.glance(ask.treaty, state, day) for state in parties(ask)] if standing else []
        later = scope.governed(ask.treaty, ask.state, ask.toward, day)
        performed = all(each.bound is Truth.YES and not each.rests for each in stands)
        if stands and performed and not (later is not None and later.replaces):
            return Truth.YES
    return Truth.NO


def in_part(ask: Ask, scope: Commitments) -> Iterator[Outcome]:
    """Where only a part of the treaty is applied provisionally, whether the clause is of that part (VCLT 25(1))."""
    clause = ask.treaty.provisional_application
    stands = [scope.glance(ask.treaty, state, ask.facts.day).standing for state in parties(ask)]
    if clause is not None and clause.part and "provisional" in stands:
        rule = f"{ask.treaty.id}:{clause.article}" if clause.article else "VCLT-25"
        says = f"whether Article {ask.obligation.article} is of the part applied provisionally: {clause.part}"
        yield left_open("provisional part", rule, says)


def beside_another(ask: Ask, scope: Commitments) -> Iterator[Outcome]:
    """Where another treaty comes first and has a clause of the kind, whether this one differs from it (VCLT 30(3))."""
    first = scope.governed(ask.treaty, ask.state, ask.toward, ask.facts.day)
    other = scope.by_id.get(first.treaty) if first is not None else None
    if first is None or other is None:
        return
    for item in other.obligations:
        same = item.kind is ask.obligation.kind
        if same and runs(scope, other, item, ask.state, ask.toward, ask.facts.day):
            says = f"whether it is compatible with Article {item.article} of {other.id}: {first.says}"
            yield left_open("compatible", first.rule, says)
            return


def _day_before(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)
