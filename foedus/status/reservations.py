"""Reservations and objections (VCLT 19–23) as a matrix: what stands between the author and each other party."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from foedus.model.acts import ActKind
from foedus.model.clauses import Span
from foedus.model.truth import Truth
from foedus.status.conditions import needed
from foedus.status.consent import RATIFYING
from foedus.status.counting import add_span
from foedus.status.deeds import Deed
from foedus.status.moments import Moment
from foedus.status.phases import BINDING, at
from foedus.status.setting import Setting
from foedus.status.timeline import Timeline
from foedus.status.withdrawal import Refusal

TWELVE_MONTHS = Span(months=12)
MODIFIED = "modified as reserved"
NOT_APPLIED = "not applied so far as reserved"
NO_TREATY = "no treaty between them"
OPEN = "not yet decided"


class Relation(NamedTuple):
    """What a reservation makes of the treaty between its author and one other party."""

    author: str
    other: str
    effect: str
    since: date
    articles: tuple[str, ...]
    rule: str
    says: str
    deeds: tuple[Deed, ...]


def judged(line: Timeline) -> tuple[list[Deed], list[Refusal]]:
    """The reservations that stand, and those without effect (VCLT 19, 23)."""
    stand: list[Deed] = []
    refused: list[Refusal] = []
    for deed in line.setting.record.reservations:
        if deed.kind is ActKind.RESERVATION:
            found = _fault(deed, line)
            if found is None:
                stand.append(deed)
            else:
                refused.append(found)
        elif deed.kind is ActKind.OBJECTION:
            refused += _objection_faults(deed, line)
    return stand, refused


def _fault(deed: Deed, line: Timeline) -> Refusal | None:
    setting = line.setting
    clause = setting.treaty.reservations
    articles = set(deed.act.articles)
    if clause is not None:
        rule = f"{setting.treaty.id}:{clause.article}" if clause.article else "VCLT-19"
        listed = set(clause.articles)
        if clause.allowed == "none":
            return Refusal(deed, "FOE404", "the treaty allows no reservations", rule)
        if clause.allowed == "listed" and not (articles and articles <= listed):
            allowed = ", ".join(sorted(listed)) or "none"
            return Refusal(deed, "FOE404", f"reservations are allowed to articles {allowed} only", rule)
        if clause.allowed == "all but listed" and articles & listed:
            closed = ", ".join(sorted(articles & listed))
            return Refusal(deed, "FOE404", f"no reservation is allowed to article {closed}", rule)
    return _timing_fault(deed, setting)


def _timing_fault(deed: Deed, setting: Setting) -> Refusal | None:
    """Made at signature or consent; one made at signature is confirmed on consent (19, 23(2))."""
    life = setting.record.lives.get(deed.state)
    first = life.first if life else None
    if first is None:
        return None
    if deed.lo > first.hi:
        return Refusal(deed, "FOE412", f"{deed.state} had consented on {first.moment.partial()}", "VCLT-19")
    binding_signature = first.kind is ActKind.SIGNATURE
    if deed.hi < first.lo and not binding_signature and deed.of != "confirmed" and first.kind in _CONFIRMABLE:
        again = any(
            other.state == deed.state and other.kind is ActKind.RESERVATION and other.lo >= first.lo
            for other in setting.record.reservations
        )
        if not again:
            return Refusal(deed, "FOE412", "it was made at signature and not confirmed on consent", "VCLT-23")
        return Refusal(deed, "FOE412", "it was confirmed on consent, and counts from that day", "VCLT-23")
    return None


_CONFIRMABLE = RATIFYING | {ActKind.DEPOSIT, ActKind.EXCHANGE, ActKind.NOTIFICATION}


def _objection_faults(deed: Deed, line: Timeline) -> Iterator[Refusal]:
    setting = line.setting
    for author in deed.act.toward or ():
        made = [
            other
            for other in setting.record.reservations
            if other.kind is ActKind.RESERVATION and other.state == author
        ]
        if not made:
            yield Refusal(deed, "FOE411", f"no reservation by {author} is recorded", "VCLT-20")
            continue
        limit = silence(made[0], deed.state, setting)
        if deed.lo > limit:
            yield Refusal(deed, "FOE410", f"silence had counted as acceptance since {limit}", "VCLT-20(5)")


def silence(reservation: Deed, other: str, setting: Setting) -> date:
    """The day on which silence becomes acceptance: twelve months from notification, or consent if later (20(5))."""
    notified = reservation.act.known or reservation.hi
    limit = add_span(notified, TWELVE_MONTHS)
    life = setting.record.lives.get(other)
    first = life.first if life else None
    return max(limit, first.hi) if first is not None else limit


def matrix(line: Timeline, on: date) -> tuple[Relation, ...]:
    """For each reservation that stands on a day, what it makes of the treaty towards each other party."""
    stand, _ = judged(line)
    if not stand:
        return ()
    parties = [state for state, cells in line.state_spells.items() if at(cells, on).standing in BINDING]
    found: list[Relation] = []
    for deed in stand:
        if deed.hi > on or deed.state not in parties or _taken_back(deed, line.setting, on, "reservation"):
            continue
        if _rejected(deed, parties, line.setting, on):
            continue
        found += [_relation(deed, other, line, on) for other in sorted(parties) if other != deed.state]
    return (*found, *_inherited(stand, parties, line, on))


def _inherited(stand: list[Deed], parties: list[str], line: Timeline, on: date) -> Iterator[Relation]:
    """A successor keeps its predecessor's reservations, unless it takes them back or makes its own (1978, 20)."""
    for state in sorted(parties):
        first = line.histories[state].life.first
        before = first.act.predecessor if first is not None and first.kind is ActKind.SUCCESSION else None
        if first is None or before is None or first.lo > on or any(deed.state == state for deed in stand):
            continue
        day = line.histories[state].episodes[0].consent
        for deed in stand:
            mine = deed._replace(state=state)
            if deed.state != before or deed.hi > day.lo or _taken_back(mine, line.setting, on, "reservation"):
                continue
            if _taken_back(deed, line.setting, day.lo, "reservation"):
                continue
            for other in sorted(set(parties) - {state, before}):
                told = _relation(deed, other, line, on)
                says = f"kept from {before}: {told.says}"
                yield told._replace(author=state, since=max(told.since, day.hi), rule="VCLT-1978-20", says=says)


def _relation(deed: Deed, other: str, line: Timeline, on: date) -> Relation:
    setting = line.setting
    limit = silence(deed, other, setting)
    objection = _objection(deed, other, setting, on, limit)
    articles = deed.act.articles
    what = f"article {', '.join(articles)}" if articles else "the provisions reserved"
    if objection is not None:
        whole = objection.of in ("entry into force", "treaty", "no treaty")
        effect = NO_TREATY if whole else NOT_APPLIED
        rule = "VCLT-20(4)" if whole else "VCLT-21(3)"
        says = f"{other} objected on {objection.lo}"
        says += (
            " and refuses the treaty between them"
            if whole
            else f": {what} does not apply between them as far as reserved"
        )
        return Relation(deed.state, other, effect, objection.lo, articles, rule, says, (deed, objection))
    clause = setting.treaty.reservations
    needs = clause.needs_acceptance if clause is not None else None
    if needs == "organ" and _accepted(deed, None, setting, on) is None:
        says = "the organ of the organisation has not accepted it"
        return Relation(deed.state, other, OPEN, deed.hi, articles, "VCLT-20(3)", says, (deed,))
    if needs == "all parties" and not _all_accept(deed, line, on):
        says = "it needs the acceptance of all parties, and not all have given it"
        return Relation(deed.state, other, OPEN, deed.hi, articles, "VCLT-20(2)", says, (deed,))
    accepted = _accepted(deed, other, setting, on)
    if accepted is not None:
        says = f"{other} accepted it on {accepted.lo}: {what} changed between them"
        return Relation(deed.state, other, MODIFIED, accepted.lo, articles, "VCLT-21(1)", says, (deed, accepted))
    if clause is not None and needs is None:
        says = f"the treaty allows it, and it needs no acceptance: {what} changed between them"
        return Relation(deed.state, other, MODIFIED, deed.hi, articles, "VCLT-20(1)", says, (deed,))
    if on >= limit:
        says = f"{other} raised no objection by {limit}, which is acceptance: {what} changed between them"
        return Relation(deed.state, other, MODIFIED, limit, articles, "VCLT-20(5)", says, (deed,))
    says = f"{other} can object until {limit}"
    return Relation(deed.state, other, OPEN, deed.hi, articles, "VCLT-20(5)", says, (deed,))


def _objection(deed: Deed, other: str, setting: Setting, on: date, limit: date) -> Deed | None:
    for item in setting.record.reservations:
        if item.kind is not ActKind.OBJECTION or item.state != other or item.lo > on or item.lo > limit:
            continue
        aimed = not item.act.toward or deed.state in item.act.toward
        concerned = not item.act.articles or not deed.act.articles or set(item.act.articles) & set(deed.act.articles)
        if aimed and concerned and item.hi >= deed.lo and not _taken_back(item, setting, on, "objection", deed.state):
            return item
    return None


def _all_accept(deed: Deed, line: Timeline, on: date) -> bool:
    """Has every other party accepted, or kept silent for twelve months (20(2), 20(5))?"""
    setting = line.setting
    others = [s for s, cells in line.state_spells.items() if s != deed.state and at(cells, on).standing in BINDING]
    return all(_accepted(deed, s, setting, on) is not None or on >= silence(deed, s, setting) for s in others)


def _rejected(deed: Deed, parties: list[str], setting: Setting, on: date) -> bool:
    """Have so many parties objected that the treaty itself rejects the reservation?"""
    clause = setting.treaty.reservations
    if clause is None or clause.rejected_by is None:
        return False
    others = [state for state in parties if state != deed.state]
    objecting = [s for s in others if _objection(deed, s, setting, on, silence(deed, s, setting)) is not None]
    return bool(others) and len(objecting) >= needed(clause.rejected_by, len(others), more_than=False)


def _accepted(deed: Deed, other: str | None, setting: Setting, on: date) -> Deed | None:
    for item in setting.record.reservations:
        accepts = item.kind is ActKind.DECLARATION and item.of == "acceptance" and other in (None, item.state)
        if accepts and item.hi <= on and (not item.act.toward or deed.state in item.act.toward):
            return item
    return None


def _taken_back(deed: Deed, setting: Setting, on: date, what: str, toward: str | None = None) -> bool:
    """Withdrawn by its author, with notice by that day (VCLT 22)."""
    for item in setting.record.reservations:
        if item.kind is ActKind.WITHDRAWAL and item.of == what and item.state == deed.state and deed.lo <= item.lo:
            aimed = toward is None or not item.act.toward or toward in item.act.toward
            concerned = (
                not item.act.articles or not deed.act.articles or set(item.act.articles) >= set(deed.act.articles)
            )
            day = Moment(item.act.known or item.lo, item.act.known or item.hi)
            if aimed and concerned and day.by(on) is Truth.YES:
                return True
    return False
