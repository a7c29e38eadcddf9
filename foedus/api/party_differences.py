"""Why a party's official date differs from the computed one: a rule of law, or a named fault of the source.

Each explanation is a test that the difference itself passes (a month counted for thirty days gives exactly that day);
what passes none is reported as not explained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from foedus.model.acts import Act, ActKind
from foedus.model.dates import add_months
from foedus.status import Timeline
from foedus.status.entry import party_entry
from foedus.status.moments import of_day

Row = Mapping[str, str]


@dataclass(slots=True)
class Source:
    """One source of party dates for one treaty, with what its rows have in common.

    ``delays``: days from act to official date → rows. ``repeated``: official date → rows. ``rule_dates``: official
    dates by place in the file, to recognise rows that slipped. ``irregular``: share of rows whose delay fits no rule.
    """

    name: str
    line: Timeline
    rows: Sequence[Row]
    official_entry: date | None
    acts: dict[str, list[Act]]
    delays: Counter[int] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)
    by_rule: dict[str, list[str]] = field(default_factory=dict)
    agreeing: int = 0

    @classmethod
    def of(cls, name: str, line: Timeline, rows: Sequence[Row], rule: Mapping[str, Any], acts: Sequence[Act]) -> Source:
        """Look the whole source over once."""
        official = rule.get("official_eif")
        by_state: dict[str, list[Act]] = {}
        for act in acts:
            for state in act.by:
                by_state.setdefault(state, []).append(act)
        found = cls(name, line, rows, date.fromisoformat(official) if official else None, by_state)
        for row in rows:
            if not row["party_eif"]:
                continue
            found.repeated[row["party_eif"]] += 1
            day = date.fromisoformat(row["action_date"])
            found.delays[(date.fromisoformat(row["party_eif"]) - day).days] += 1
            computed = _rule_date(line, day)
            found.by_rule.setdefault(str(computed), []).append(row["state_iso3"])
            found.agreeing += str(computed) == row["party_eif"]
        return found


def _rule_date(line: Timeline, day: date) -> date | None:
    moment = party_entry(of_day(day), line.entry, line.setting)[0]
    return moment.exact if moment is not None else None


def explain(row: Row, computed: str | None, official: str | None, source: Source) -> str:
    """The rule or fault behind a difference, as ``name: particulars``."""
    if official is None:
        return "no date in the source: nothing to compare"
    day, theirs = date.fromisoformat(row["action_date"]), date.fromisoformat(official)
    for test in _TESTS:
        found = test(row, day, theirs, source)
        if found:
            return found
    if computed is None:
        return "cannot say: the treaty's own date is not computed from the acts recorded"
    gap = (theirs - date.fromisoformat(computed)).days
    return f"not explained: {gap:+d} days"


def _succession(row: Row, day: date, theirs: date, source: Source) -> str | None:
    acts = source.acts.get(row["state_iso3"], [])
    if any(act.kind is not ActKind.SUCCESSION and act.date and act.date.day == theirs for act in acts):
        return None
    succeeded = [act for act in acts if act.kind is ActKind.SUCCESSION]
    if not succeeded:
        return None
    if theirs < day:
        return (
            "succession: bound from the day of succession, which the source gives as "
            f"{theirs} (Vienna Convention of 1978, 17, 34)"
        )
    if any(act.date and act.date.day != day for act in succeeded):
        return "succession: the source gives the predecessor's act with the successor's date"
    return "succession: the source adds a delay, though a successor continues without one"


def _other_act(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """The date follows from another act of the same state that the source's row does not name."""
    for act in source.acts.get(row["state_iso3"], []):
        other = act.date.day if act.date else None
        if other is not None and other != day and act.kind is not ActKind.SIGNATURE:
            if _rule_date(source.line, other) == theirs:
                return f"another act: the date follows from the {act.kind.value} of {other}, the row names one of {day}"
            if other == theirs:
                return f"another act: the day of the {act.kind.value} itself, the row names one of {day}"
    return None


def _twice(row: Row, day: date, theirs: date, source: Source) -> str | None:
    expected = str(_rule_date(source.line, day))
    for other in source.rows:
        if other is not row and other["state_iso3"] == row["state_iso3"] and other["party_eif"] == expected:
            return f"contradiction in the source: another row for this state gives {expected}"
    return None


def _treaty_differs(row: Row, day: date, theirs: date, source: Source) -> str | None:
    entry = source.line.entry.moment
    official = source.official_entry
    if official is None or (entry is not None and entry.exact == official):
        return None
    if theirs == official:
        return f"the treaty's own date: bound with the treaty, whose official date {official} the acts do not give"
    return None


def _counting(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """One day more or less than the clause's own count."""
    expected = _rule_date(source.line, day)
    if expected is None:
        return None
    gap = (theirs - expected).days
    clause = source.line.treaty.entry_into_force
    later = clause.later.delay if clause and clause.later else None
    if later is not None and later.days and not later.months:
        months = round(later.days / 30)
        if later.days % 30 <= 1 and theirs == add_months(day, months):
            return f"counting: {months} calendar month{'s' if months > 1 else ''} for the clause's {later.days} days"
        if later.days % 30 <= 1 and theirs == add_months(day, months) + timedelta(days=1):
            return f"counting: {months} calendar months and a day for the clause's {later.days} days"
    if later is not None and later.months and theirs == day + timedelta(days=30 * later.months):
        return f"counting: {30 * later.months} days for the clause's {later.months} months"
    if abs(gap) == 1:
        return f"counting: one day {'more' if gap > 0 else 'less'} than the clause, by another convention"
    if later is not None and later.then == "first day of next month":
        first = add_months(day.replace(day=1), later.months + round(later.days / 30))
        if theirs == first:
            return "counting: the month of the act is counted in"
        unrounded = add_months(day, later.months) + timedelta(days=later.days)
        if theirs == unrounded:
            return "counting: without the clause's rounding to the first of a month"
    return None


def _before_entry(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """Consent after the condition was met and before the treaty's own entry into force."""
    entry, trigger = source.line.entry.moment, source.line.entry.trigger
    if entry is None or trigger is None or theirs != (source.official_entry or entry.exact):
        return None
    if trigger.hi < day <= entry.hi:
        return "floor: consent between condition and entry into force; the source gives the treaty's own date"
    return f"fill-down: the treaty's own date, though the state consented only on {day}"


def _no_delay(row: Row, day: date, theirs: date, source: Source) -> str | None:
    if theirs == day:
        return "day of consent: the source gives the act's own day, without the clause's delay"
    expected = _rule_date(source.line, day)
    entry = source.line.entry.moment
    if expected is not None and entry is not None and entry.exact is not None and theirs < entry.exact:
        clause = source.line.treaty.entry_into_force
        delay = clause.later.delay if clause and clause.later else None
        if delay is not None and (theirs - day).days in (delay.days, delay.days + 1):
            return "delay without the treaty: counted from the act, though the treaty was not yet in force"
        return f"before the treaty: {theirs} lies before its entry into force on {entry.exact}"
    return None


def _slipped(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """The date that the rule gives for another state of the same source: rows or columns have slipped."""
    others = [state for state in source.by_rule.get(str(theirs), []) if state != row["state_iso3"]]
    if others and str(theirs) != str(source.official_entry) and source.repeated[str(theirs)] < 10:
        return f"slipped row: {theirs} is the date of {', '.join(sorted(set(others))[:3])}"
    return None


def _repeated(row: Row, day: date, theirs: date, source: Source) -> str | None:
    number = source.repeated[str(theirs)]
    if number >= 5 and number > len(source.rows) / 40 and str(theirs) != str(source.official_entry):
        return f"placeholder: {theirs} stands in {number} rows of this source"
    return None


def _constant(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """The same number of days in many rows, another than the clause's."""
    gap = (theirs - day).days
    number = sum(source.delays[near] for near in (gap - 1, gap, gap + 1))
    if number >= 5 and number > len(source.rows) / 40:
        return f"another delay: the source has {gap} days from act to entry in {number} rows"
    return None


def _typed(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """Two of year, month and day agree, or day and month have changed places."""
    expected = _rule_date(source.line, day)
    if expected is None:
        return None
    same = (theirs.year == expected.year) + (theirs.month == expected.month) + (theirs.day == expected.day)
    if same == 2:
        return f"typing error: {theirs} for {expected}, one of year, month and day differs"
    if (theirs.month, theirs.day) == (expected.day, expected.month):
        return f"typing error: day and month of {expected} have changed places"
    return None


def _before_act(row: Row, day: date, theirs: date, source: Source) -> str | None:
    if theirs < day:
        return f"before consent: the source has entry into force on {theirs}, before its own act of {day}"
    return None


def _earlier_step(row: Row, day: date, theirs: date, source: Source) -> str | None:
    """Most rows lie irregularly later than the delay: the source's acts are steps before the one that counts."""
    expected = _rule_date(source.line, day)
    if expected is None or theirs <= expected:
        return None
    if source.agreeing < len(source.rows) / 2:
        return "earlier step: the source's acts are ratifications at home, and the clause counts their deposit"
    known = [act for act in source.acts.get(row["state_iso3"], []) if act.date and act.date.day == day]
    if not known:
        return f"another act: no act of {day} by this state is recorded"
    return None


def _sooner(row: Row, day: date, theirs: date, source: Source) -> str | None:
    expected = _rule_date(source.line, day)
    if expected is not None and theirs < expected:
        return f"sooner than the clause: {(expected - theirs).days} days before its delay had run"
    return None


def _near(row: Row, day: date, theirs: date, source: Source) -> str | None:
    expected = _rule_date(source.line, day)
    if expected is None:
        return None
    gap = (theirs - expected).days
    if abs(gap) <= 14:
        return f"misreckoned: {gap:+d} days from the clause's own count, by no convention"
    if source.acts and not any(act.date and act.date.day == day for act in source.acts.get(row["state_iso3"], [])):
        return f"another act: no act of {day} by this state is recorded"
    return None


_TESTS: tuple[Callable[[Row, date, date, Source], str | None], ...] = (
    _succession,
    _treaty_differs,
    _counting,
    _other_act,
    _twice,
    _before_entry,
    _no_delay,
    _repeated,
    _typed,
    _slipped,
    _constant,
    _before_act,
    _earlier_step,
    _near,
    _sooner,
)
