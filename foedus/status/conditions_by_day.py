"""Conditions asked day by day: for groups that change over time and consents that are taken back before entry.

Slower than `conditions`, and used only where the order of days alone cannot decide.
"""

from __future__ import annotations

from datetime import date

from foedus.model.acts import ActKind
from foedus.model.clauses import Condition
from foedus.status.conditions import Met, consents, counted_on, met, needed, reach_of, reached
from foedus.status.deeds import Deed
from foedus.status.moments import FIRST, LAST, Moment
from foedus.status.setting import EVERYONE, Setting, members


def needs_days(condition: Condition, setting: Setting) -> bool:
    """Does any part of the condition count within a group that changes over time?"""
    if condition.among is not None:
        group = members(condition.among, setting, counted_on(condition, setting))
        if group.at is not None:
            return True
    return any(needs_days(child, setting) for child in (*condition.all, *condition.any))


def met_by_day(condition: Condition, setting: Setting) -> Met:
    """When the condition first holds, asked on each day on which anything it counts by changes.

    The lower bound takes every consent at its earliest and every withdrawal at its latest, the upper the reverse.
    """
    ends = {life.state: _undone(life.leaves) for life in setting.record.lives.values() if life.leaves}
    days = _days(condition, setting)
    if not days:
        return met(condition, setting)
    lo = next((day for day in days if _holds(condition, setting, day, True, ends)), None)
    if lo is None:
        lacks = met(condition, setting).lacks
        return Met(None, (), lacks)
    hi = next((day for day in days if _holds(condition, setting, day, False, ends)), LAST)
    moment = Moment(lo, hi)
    deeds = [life.consents[0] for life in setting.record.lives.values() if life.consents]
    return Met(moment, tuple(deed for deed in deeds if deed.lo <= hi and deed.hi >= lo))


def _undone(leaves: list[Deed]) -> Moment:
    first = leaves[0]
    return first.moment


def _days(condition: Condition, setting: Setting) -> list[date]:
    days: set[date] = set()
    for life in setting.record.lives.values():
        for deed in (*life.consents, *life.steps, *life.leaves, *((life.signed,) if life.signed else ())):
            days.update((deed.lo, deed.hi))
    days.update(_changes(condition, setting))
    return sorted(day for day in days if day not in (FIRST, LAST))


def _changes(condition: Condition, setting: Setting) -> set[date]:
    days = {condition.on} if condition.on else set()
    if condition.among is not None:
        days.update(members(condition.among, setting, counted_on(condition, setting)).changes)
    if condition.entry_of:
        moment = setting.elsewhere.entry(condition.entry_of)
        if moment is not None:
            days.update((moment.lo, moment.hi))
    for child in (*condition.all, *condition.any):
        days |= _changes(child, setting)
    return {day for day in days if day is not None}


def _holds(condition: Condition, setting: Setting, day: date, hopeful: bool, ends: dict[str, Moment]) -> bool:
    if condition.all:
        return all(_holds(child, setting, day, hopeful, ends) for child in condition.all)
    if condition.any:
        return any(_holds(child, setting, day, hopeful, ends) for child in condition.any)
    if condition.head in ("consents", "named", "share", "weight"):
        return _counts(condition, setting, day, hopeful, ends)
    moment = met(condition, setting).moment
    return moment is not None and (moment.lo if hopeful else moment.hi) <= day


def _counts(condition: Condition, setting: Setting, day: date, hopeful: bool, ends: dict[str, Moment]) -> bool:
    group = members(condition.among, setting, counted_on(condition, setting))
    who = group.on(day)
    if who is None:
        return hopeful
    there = {
        deed.state
        for deed in consents(condition, setting, None if who is EVERYONE else who)
        if _stands(deed, day, hopeful, ends)
    }
    if condition.named:
        return frozenset(condition.named) - frozenset(condition.excluding) <= there | _there(
            setting, day, hopeful, ends
        )
    if condition.consents == "all":
        return _all_there(condition, setting, who, _there(setting, day, hopeful, ends))
    if condition.consents is not None:
        return len(there) >= condition.consents
    if condition.share:
        size = len(who - frozenset(condition.excluding))
        return size > 0 and len(there) >= needed(condition.share, size, condition.more_than)
    goal = reach_of(condition, setting)
    if goal is None:
        return hopeful
    values = setting.treaty.weights[condition.weight or ""].values
    return reached(sum(values.get(state, 0.0) for state in there), goal, condition.more_than)


def _there(setting: Setting, day: date, hopeful: bool, ends: dict[str, Moment]) -> set[str]:
    """Every actor whose consent stands, whatever its kind: a state named by the treaty counts by any."""
    firsts = (life.consents[0] for life in setting.record.lives.values() if life.consents)
    return {deed.state for deed in firsts if _stands(deed, day, hopeful, ends)}


def _all_there(condition: Condition, setting: Setting, who: frozenset[str], there: set[str]) -> bool:
    if who is EVERYONE:
        who = frozenset(setting.treaty.negotiating or setting.treaty.parties)
    who -= frozenset(condition.excluding)
    return bool(who) and who <= there


def _stands(deed: Deed, day: date, hopeful: bool, ends: dict[str, Moment]) -> bool:
    """Has this consent been given by that day, and not been taken back?"""
    if (deed.lo if hopeful else deed.hi) > day:
        return False
    end = ends.get(deed.state)
    if end is None or end.hi < deed.lo or deed.kind is ActKind.WITHDRAWAL:
        return True
    return (end.hi if hopeful else end.lo) > day
