"""When a condition is met: each head of the clause language, with bounds where days are only partly known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from foedus.model.acts import ActKind
from foedus.model.clauses import Condition
from foedus.status.consent import OTHER_MATTERS
from foedus.status.deeds import Deed
from foedus.status.moments import FIRST, LAST, UNKNOWN, Moment, earliest, latest, nth, of_day
from foedus.status.setting import EVERYONE, Members, Setting, is_organisation, members


class Met(NamedTuple):
    """When a condition was met (None: not yet), the deeds that decided it, and what is missing to tell."""

    moment: Moment | None
    deciders: tuple[Deed, ...] = ()
    lacks: tuple[str, ...] = ()


def met(condition: Condition, setting: Setting) -> Met:
    """When a condition is met, by order of days; withdrawn consents and changing groups need `conditions_by_day`."""
    return _HEADS[condition.head](condition, setting)


def who_counts(condition: Condition, setting: Setting) -> Members:
    """The group among whom a condition counts, on the day it fixes."""
    return members(condition.among, setting, counted_on(condition, setting))


def counted_on(condition: Condition, setting: Setting) -> date | None:
    """The day whose members make the denominator; None for each day as it comes."""
    on = condition.counted_on
    if isinstance(on, date):
        return on
    if on == "adoption" and setting.treaty.adopted:
        return setting.treaty.adopted.latest
    if on == "signature":
        signed = [life.signed.lo for life in setting.record.lives.values() if life.signed]
        return min(signed, default=None)
    return None


def consents(condition: Condition, setting: Setting, group: frozenset[str] | None = None) -> list[Deed]:
    """The first binding act of each actor that counts under a condition, in order of day."""
    excluding = condition.excluding
    kinds = frozenset(condition.by)
    rule = setting.rule
    found: list[Deed] = []
    for life in setting.record.lives.values():
        deed = life.consents[0] if life.consents else None
        if deed is None or life.state in excluding:
            continue
        if group is not None and group is not EVERYONE and life.state not in group:
            continue
        if deed.kind is ActKind.SUCCESSION and not rule.successions_count:
            continue  # a successor keeps its predecessor's place; it adds none unless the treaty says so
        if kinds and deed.kind.value not in kinds:
            continue
        if not rule.organisations_count and is_organisation(setting, life.state):
            continue
        found.append(deed)
    found.sort(key=lambda deed: deed.lo)
    return found


def decided_by(deeds: Iterable[Deed], moment: Moment | None) -> tuple[Deed, ...]:
    """The deeds that can have been the deciding ones: where several fall on that day, all of them."""
    if moment is None:
        return ()
    return tuple(deed for deed in deeds if deed.lo <= moment.hi and deed.hi >= moment.lo)


def needed(share: str, size: int, more_than: bool) -> int:
    """How many of ``size`` make the share: ``2/3`` of 114 are 76; more than ``1/2`` of 46 are 24."""
    above, below = (int(part) for part in share.split("/"))
    whole = above * size
    return whole // below + 1 if more_than else -(-whole // below)


def _consents(condition: Condition, setting: Setting) -> Met:
    group = who_counts(condition, setting)
    who = group.fixed
    if condition.consents == "all":
        return _all_of(condition, setting, group, who)
    if who is None:
        return Met(UNKNOWN, (), (group.lacks,))
    deeds = consents(condition, setting, who)
    number = int(condition.consents or 0)
    if all(deed.lo == deed.hi for deed in deeds[:number]):
        moment = deeds[number - 1].moment if len(deeds) >= number > 0 else nth([], number)
        if len(deeds) > number and any(deed.lo != deed.hi for deed in deeds):
            moment = nth([deed.moment for deed in deeds], number)
    else:
        moment = nth([deed.moment for deed in deeds], number)
    return Met(moment, decided_by(deeds, moment))


def _all_of(condition: Condition, setting: Setting, group: Members, who: frozenset[str] | None) -> Met:
    if who is None:
        return Met(UNKNOWN, (), (group.lacks,))
    if who is EVERYONE:
        who = frozenset(setting.treaty.negotiating or setting.treaty.parties)
    return _every_one(setting, who - frozenset(condition.excluding))


def _every_one(setting: Setting, who: frozenset[str]) -> Met:
    lives = setting.record.lives
    deeds = [lives[state].first if state in lives else None for state in who]
    there = [deed for deed in deeds if deed is not None]
    if len(there) < len(deeds) or not there:
        return Met(None)
    moment = latest(deed.moment for deed in there)
    return Met(moment, decided_by(there, moment))


def _named(condition: Condition, setting: Setting) -> Met:
    return _every_one(setting, frozenset(condition.named) - frozenset(condition.excluding))


def _share(condition: Condition, setting: Setting) -> Met:
    group = who_counts(condition, setting)
    if group.fixed is None or group.fixed is EVERYONE:
        return Met(UNKNOWN, (), (group.lacks or "the group of which a share must consent",))
    who = group.fixed - frozenset(condition.excluding)
    if not who:
        return Met(None)
    number = needed(condition.share or "1/1", len(who), condition.more_than)
    deeds = consents(condition, setting, who)
    moment = nth([deed.moment for deed in deeds], number)
    return Met(moment, decided_by(deeds, moment))


def reach_of(condition: Condition, setting: Setting) -> float | None:
    """The weight to be reached, in the table's own units; None where the table is not there."""
    table = setting.treaty.weights.get(condition.weight or "")
    if table is None or not table.values or condition.reach is None:
        return None
    if not condition.percent:
        return condition.reach
    total = table.total if table.total is not None else sum(table.values.values())
    return total * condition.reach / 100


def reached(weight: float, goal: float, more_than: bool) -> bool:
    """Whether a sum reaches the goal; a billionth of slack for sums of decimal fractions."""
    return weight > goal + 1e-9 if more_than else weight >= goal - 1e-9


def _weight(condition: Condition, setting: Setting) -> Met:
    goal = reach_of(condition, setting)
    group = who_counts(condition, setting)
    if goal is None or group.fixed is None:
        lacks = f'the table of weights "{condition.weight}"' if goal is None else group.lacks
        return Met(UNKNOWN, (), (lacks,))
    values = setting.treaty.weights[condition.weight or ""].values
    deeds = consents(condition, setting, group.fixed)

    def crossing(day_of: Callable[[Deed], date]) -> date | None:
        total = 0.0
        for deed in sorted(deeds, key=day_of):
            total += values.get(deed.state, 0.0)
            if reached(total, goal, condition.more_than):
                return day_of(deed)
        return None

    lo = crossing(lambda deed: deed.lo)
    if lo is None:
        return Met(None)
    moment = Moment(lo, crossing(lambda deed: deed.hi) or LAST)
    return Met(moment, tuple(deed for deed in decided_by(deeds, moment) if values.get(deed.state)))


def _each_party(condition: Condition, setting: Setting, kind: ActKind) -> Met:
    """Each party has done the act; one act of the treaty as a whole counts for all."""
    group = members(condition.among, setting).fixed
    who = frozenset(setting.treaty.parties) if group is None or group is EVERYONE else group
    firsts: dict[str, Deed] = {}
    for life in setting.record.lives.values():
        for deed in (*life.consents, *life.steps):
            if deed.kind is kind and life.state not in firsts and deed.of not in OTHER_MATTERS:
                firsts[life.state] = deed
    if "" in firsts:
        return Met(firsts[""].moment, (firsts[""],))
    if not who or any(state not in firsts for state in who):
        return Met(None)
    there = [firsts[state] for state in who]
    moment = latest(deed.moment for deed in there)
    return Met(moment, tuple(sorted(decided_by(there, moment), key=lambda deed: deed.state)))


def _exchange(condition: Condition, setting: Setting) -> Met:
    return _each_party(condition, setting, ActKind.EXCHANGE)


def _last_notification(condition: Condition, setting: Setting) -> Met:
    return _each_party(condition, setting, ActKind.NOTIFICATION)


def _signature(condition: Condition, setting: Setting) -> Met:
    group = members(condition.among, setting).fixed
    signed = [
        life.signed
        for life in setting.record.lives.values()
        if life.signed and life.state not in condition.excluding and (group in (None, EVERYONE) or life.state in group)
    ]
    if condition.signature == "all":
        who = setting.treaty.parties if group is None or group is EVERYONE else group
        there = {deed.state for deed in signed}
        if "" not in there and not (who and set(who) <= there):
            return Met(None)
        signed = [deed for deed in signed if deed.state in who or deed.state == ""]
        moment = latest(deed.moment for deed in signed)
    else:
        moment = nth([deed.moment for deed in signed], int(condition.signature or 1))
    return Met(moment, decided_by(signed, moment))


def _on(condition: Condition, setting: Setting) -> Met:
    return Met(of_day(condition.on)) if condition.on else Met(None)


def _entry_of(condition: Condition, setting: Setting) -> Met:
    other = condition.entry_of or ""
    moment = setting.elsewhere.entry(other)
    return Met(moment, (), (f"the entry into force of {other}",) if moment == UNKNOWN else ())


def _act(condition: Condition, setting: Setting) -> Met:
    """The first recorded act of that kind (and ``of`` that), by any actor that counts."""
    group = members(condition.among, setting).fixed
    record = setting.record
    deeds = [*record.whole, *record.reservations, *record.asserted]
    for life in record.lives.values():
        deeds += [*life.consents, *life.steps, *life.leaves, *life.suspensions, *life.resumptions, *life.provisional]
        deeds += [life.signed] if life.signed else []
    found = [
        deed
        for deed in deeds
        if deed.kind is condition.act
        and (condition.of is None or deed.of == condition.of)
        and (group is None or group is EVERYONE or not deed.state or deed.state in group)
    ]
    moment = earliest(deed.moment for deed in found)
    return Met(moment, decided_by(found, moment))


def _all(condition: Condition, setting: Setting) -> Met:
    parts = [met(child, setting) for child in condition.all]
    moment = latest(part.moment for part in parts)
    lacks = tuple(item for part in parts for item in part.lacks)
    if moment is None:
        return Met(None, (), lacks)
    deciders = {
        id(deed.act): deed
        for part in parts
        if part.moment is not None and part.moment.hi >= moment.lo and part.moment.lo != FIRST
        for deed in part.deciders
    }
    return Met(moment, tuple(deciders.values()), lacks)


def _any(condition: Condition, setting: Setting) -> Met:
    parts = [met(child, setting) for child in condition.any]
    moment = earliest(part.moment for part in parts)
    if moment is None:
        return Met(None)
    first = next(part for part in parts if part.moment is not None and part.moment.lo == moment.lo)
    return Met(moment, first.deciders, () if first.moment == moment else first.lacks)


_HEADS: dict[str, Callable[[Condition, Setting], Met]] = {
    "consents": _consents,
    "named": _named,
    "share": _share,
    "weight": _weight,
    "exchange": _exchange,
    "last_notification": _last_notification,
    "signature": _signature,
    "on": _on,
    "entry_of": _entry_of,
    "act": _act,
    "all": _all,
    "any": _any,
}
