"""Entry into force (VCLT 24): of the treaty and for each party; floors, fixed days and the later joiner's delay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foedus.model.acts import ActKind
from foedus.model.clauses import Condition, Delay, EntryIntoForce
from foedus.status.conditions import Met, met, who_counts
from foedus.status.conditions_by_day import met_by_day, needs_days
from foedus.status.counting import after
from foedus.status.deeds import Deed
from foedus.status.moments import FIRST, LAST, UNKNOWN, Moment, of_day, of_partial
from foedus.status.setting import EVERYONE, Setting

DEFAULT = Condition(consents="all", among={"every": "negotiating states"})
"""VCLT 24(2): unless the treaty says otherwise, it enters into force when all negotiating states have consented."""


@dataclass(slots=True)
class Entry:
    """The entry into force of a treaty: when, what made it so, and on which rule.

    ``trigger``: when the condition was met. ``moment``: when the treaty enters into force. ``rule``: the article.
    ``path``: how the day follows: ``delay``, ``fixed day``, ``floor``, ``parent``, ``reported``.
    ``reported``: the day a source gives. ``by_interpretation``: whose reading was used. ``needed``: the states
    without whose consent the condition is not met.
    """

    condition: Condition
    trigger: Moment | None
    moment: Moment | None
    deciders: tuple[Deed, ...]
    rule: str
    path: str = "delay"
    lacks: tuple[str, ...] = ()
    reported: Deed | None = None
    by_interpretation: str | None = None
    needed: frozenset[str] = frozenset()


def entry_of(setting: Setting) -> Entry:
    """When the treaty enters into force, by its own clause or, where it is silent, by VCLT 24(2)."""
    treaty = setting.treaty
    clause = treaty.entry_into_force
    reported = _reported(setting)
    if clause is None:
        entry = _by_default(setting)
    else:
        entry = _by_clause(clause, setting)
    entry.reported = reported
    # Where the file has not every act, or a group cannot be named, a reported day is better than none; where days
    # are only partly known, a reported day within the bounds narrows them.
    uncertain = entry.moment is None or entry.moment.exact is None
    if reported is not None and uncertain and (_borne_out(entry, reported) or clause is None or not treaty.complete):
        entry.moment, entry.path = reported.moment, "reported"
        if entry.trigger is None or entry.trigger.exact is None:
            entry.trigger = reported.moment
        entry.deciders = (reported,)
    elif entry.moment is None and not treaty.complete and setting.record.lives:
        entry.moment, entry.lacks = _perhaps(setting), (*entry.lacks, "acts that the file does not carry")
    elif entry.moment == UNKNOWN:
        entry.moment = _perhaps(setting)
    firsts = [life.consents[0] for life in setting.record.lives.values() if life.consents]
    doubted = entry.path == "reported" and reported is not None and reported.act.disputed is not None
    if entry.trigger is not None and not doubted and any(deed.lo < deed.hi for deed in firsts):
        entry.needed = _needed(entry.condition, setting)
    return entry


def _needed(condition: Condition, setting: Setting) -> frozenset[str]:
    """The states without whose consent a condition is not met: where all must consent, where some are named."""
    if condition.all:
        return frozenset().union(*(_needed(child, setting) for child in condition.all))
    out = frozenset(condition.excluding)
    if condition.named:
        return frozenset(condition.named) - out
    if condition.head not in ("consents", "exchange", "last_notification"):
        return frozenset()
    who = who_counts(condition, setting).fixed
    if who is None or (who is EVERYONE and isinstance(condition.consents, int)):
        return frozenset()
    if who is EVERYONE:
        parties = setting.treaty.parties
        who = frozenset(setting.treaty.negotiating or parties if condition.head == "consents" else parties)
    few = isinstance(condition.consents, int) and condition.consents < len(who - out)
    return frozenset() if few else who - out


def _borne_out(entry: Entry, reported: Deed) -> bool:
    """Does the reported day lie within what the acts allow?"""
    moment = entry.moment
    return moment is not None and moment.lo <= reported.lo and reported.hi <= moment.hi


def _perhaps(setting: Setting) -> Moment:
    """Perhaps some day, and never before the text was there: its adoption, signature or first act."""
    treaty = setting.treaty
    if treaty.adopted is not None:
        return Moment(treaty.adopted.earliest, LAST)
    record = setting.record
    days = [deed.lo for deed in record.whole]
    for life in record.lives.values():
        days += [deed.lo for deed in (*life.consents[:1], *life.steps[:1], *((life.signed,) if life.signed else ()))]
    return Moment(min(days, default=FIRST), LAST)


def _reported(setting: Setting) -> Deed | None:
    deeds = setting.record.whole_of(ActKind.ENTRY_INTO_FORCE)
    return next((deed for deed in deeds if len(deed.act.by) != 1), None)


def _by_default(setting: Setting) -> Entry:
    found = _met(DEFAULT, setting)
    return Entry(DEFAULT, found.moment, found.moment, found.deciders, "VCLT-24(2)", lacks=found.lacks)


def _met(condition: Condition, setting: Setting) -> Met:
    """By order of days; day by day where a group changes over time or a consent was taken back before entry."""
    if condition.among is None and not condition.all and not condition.any:
        moving = False
    else:
        moving = needs_days(condition, setting)
    if moving:
        return met_by_day(condition, setting)
    found = met(condition, setting)
    if setting.record.has_removals and found.moment is not None and _taken_back(setting, found.moment):
        return met_by_day(condition, setting)
    return found


def _taken_back(setting: Setting, trigger: Moment) -> bool:
    return any(deed.lo <= trigger.hi for life in setting.record.lives.values() for deed in life.leaves)


def _by_clause(clause: EntryIntoForce, setting: Setting) -> Entry:
    treaty = setting.treaty
    rule = f"{treaty.id}:{clause.article}" if clause.article else "VCLT-24(1)"
    entry = _read(clause.when, clause, setting, rule)
    for reading in treaty.interpretations:
        # A reading agreed later (VCLT 31(3)) replaces the condition; what it makes of earlier days stands by it too.
        if reading.when is not None and (setting.known is None or reading.date <= setting.known):
            entry = _read(reading.when, clause, setting, rule)
            entry.by_interpretation = f"{reading.by}, {reading.date}: {reading.says}"
    return entry


def _read(condition: Condition, clause: EntryIntoForce, setting: Setting, rule: str) -> Entry:
    found = _met(condition, setting)
    entry = Entry(condition, found.moment, None, found.deciders, rule, lacks=found.lacks)
    if found.moment is None:
        return entry
    entry.moment = _delayed(found.moment, clause.delay, setting)
    if clause.on_if_met is not None:
        entry.moment, entry.path = _fixed(found.moment, entry.moment, clause.on_if_met)
        if entry.path == "fixed day":
            # The condition is judged on that day: who has consented by then is bound with the treaty.
            entry.trigger = entry.moment
    if clause.not_before is not None and entry.moment.hi < clause.not_before:
        entry.path = "floor"
    if clause.not_before is not None:
        entry.moment = entry.moment.at_least(clause.not_before)
    if clause.not_before_entry_of:
        _not_before_other(entry, clause.not_before_entry_of, setting)
    return entry


def _delayed(moment: Moment, delay: Delay, setting: Setting) -> Moment:
    if delay.is_zero:
        return moment
    counting = setting.counting
    return moment.moved(lambda day: after(day, delay, counting))


def _fixed(trigger: Moment, delayed: Moment, day: date) -> tuple[Moment, str]:
    """That day if the condition was met by then, else condition and delay (Treaty of Lisbon, 6(2))."""
    if trigger.hi <= day:
        return of_day(day), "fixed day"
    if trigger.lo > day:
        return delayed, "delay"
    return Moment(day, max(day, delayed.hi)), "fixed day"


def _not_before_other(entry: Entry, other: str, setting: Setting) -> None:
    """Not before another treaty's own entry into force (a protocol and its parent)."""
    moment = setting.elsewhere.entry(other)
    if entry.moment is None:
        return
    if moment is None:
        entry.moment, entry.path = None, "parent"
        entry.lacks = (*entry.lacks, f"the entry into force of {other}")
    elif moment == UNKNOWN:
        entry.lacks = (*entry.lacks, f"the entry into force of {other}, which is not at hand")
    else:
        if moment.hi > entry.moment.lo:
            entry.path = "parent"
        entry.moment = Moment(max(entry.moment.lo, moment.lo), max(entry.moment.hi, moment.hi))


def party_entry(consent: Moment, entry: Entry, setting: Setting, state: str = "") -> tuple[Moment | None, str]:
    """When the treaty enters into force for a state that consented then, and by which rule.

    A state that consents by the day of the condition is bound with the treaty, and so is one without whose consent
    the condition is not met, however little is known of its day; a later one after its own delay (VCLT 24(3): at
    once, unless the treaty says otherwise), and never before the treaty itself.
    """
    if entry.moment is None or entry.trigger is None:
        return None, entry.rule
    start, trigger = entry.moment, entry.trigger
    if consent.hi <= trigger.lo or (state in entry.needed and consent.lo <= trigger.hi):
        return start, entry.rule
    clause = setting.treaty.entry_into_force
    later = clause.later if clause else None
    if later is None:
        own, rule = consent, "VCLT-24(3)"
    else:
        article = later.article or (clause.article if clause else None)
        rule = f"{setting.treaty.id}:{article}" if article else "VCLT-24(3)"
        own = _delayed(consent, later.delay, setting)
    joined = Moment(max(own.lo, start.lo), LAST if start.hi == LAST else max(own.hi, start.hi))
    if consent.lo > trigger.hi:
        return joined, rule
    return Moment(min(start.lo, joined.lo), max(start.hi, joined.hi)), rule


def effective_from(setting: Setting) -> Moment | None:
    """The day from which the treaty is applied, where it differs from its entry into force (VCLT 28)."""
    clause = setting.treaty.entry_into_force
    return of_partial(clause.effective_from) if clause else None
