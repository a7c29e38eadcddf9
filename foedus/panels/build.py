"""The tables a researcher starts from: states, state-years, dyad-years, groups, member spells, treaty-years."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from foedus.model.errors import FoedusError
from foedus.panels.columns import UNKNOWN, Both, Column
from foedus.panels.needs import load
from foedus.panels.panel import Panel
from foedus.panels.periods import Calendar, Grain, Rule, day_text, grain_named, ranges_of, rule_named, spread
from foedus.panels.systems import SystemList
from foedus.panels.systems import system as listed
from foedus.panels.table import Table, table
from foedus.panels.units import MAX_ROWS, Units, group_units, state_units

System = str | Path | SystemList


def states(system: System = "cow") -> Table:
    """Every spell of every state in a system: code, abbreviation, name, first and last day.

    ``open``: 1 where the spell ends because the list does.
    """
    np, found = load("numpy"), listed(system)
    columns: dict[str, Any] = {
        found.key: found.codes,
        "abb": list(found.abbs),
        found.label: list(found.labels),
        "start": found.starts.astype("M8[D]"),
        "end": found.ends.astype("M8[D]"),
        "open": (found.ends == found.last).astype(np.int8),
    }
    if found.microstates is not None:
        columns["microstate"] = found.microstates
    about = {
        "unit": "state spell",
        "system": {
            "name": found.name,
            "title": found.title,
            "version": found.version,
            "last_day": day_text(found.last),
        },
    }
    return table(columns, about, found.cite)


def state_years(
    system: System = "cow",
    first: Any = None,
    last: Any = None,
    *,
    rule: str | Rule = Rule.ANY_DAY,
    by: str | Grain = Grain.YEAR,
    states: Iterable[Any] | None = None,
) -> Panel:
    """States by year (or month, or day): a row for each period in which the state was in the system.

    ``first`` and ``last``: both in it; by default the list's own span. ``rule``: ``any-day``, ``1-january``,
    ``31-december`` or ``most``. ``by``: ``year``, ``month`` or ``day``. ``states``: only these codes.
    Raises `FoedusError` FOE606, FOE607, FOE611 or FOE612.
    """
    found, calendar, year_rule = _asked(system, first, last, rule, by, states)
    units = state_units(found, calendar, year_rule)
    return Panel(units).add_columns(_names(units))


def _names(units: Units) -> list[Column]:
    """The state's name (and whether it is a microstate) as the list has it in that spell."""
    np, found = load("numpy"), units.system
    pa = load("pyarrow")
    index, period = units.slice(0, len(units)) if len(units) else ((units.index[0],), units.first)
    at = np.searchsorted(found.codes, units.members[index[0]], side="left")
    last = np.searchsorted(found.codes, units.members[index[0]], side="right") - 1
    ends = units.calendar.starts(period + 1) - 1
    # A state with several spells takes the name of the latest one that had begun by the period's end.
    while True:
        later = (at < last) & (found.starts[np.minimum(at + 1, len(found.starts) - 1)] <= ends)
        if not later.any():
            break
        at = at + later
    names = pa.array(list(found.labels)).take(pa.array(at)) if len(at) else pa.array([], pa.string())
    columns = [Column(found.label, np.asarray(names, dtype=object), None, "the state's name in the list")]
    if found.microstates is not None:
        says = "1 for a state that the list's makers call a microstate"
        columns.append(Column("microstate", found.microstates[at], None, says))
    return columns


def dyad_years(
    system: System = "cow",
    first: Any = None,
    last: Any = None,
    *,
    directed: bool = True,
    undirected: str | Both = Both.EITHER,
    rule: str | Rule = Rule.ANY_DAY,
    by: str | Grain = Grain.YEAR,
    states: Iterable[Any] | None = None,
    max_rows: int = MAX_ROWS,
) -> Panel:
    """Pairs of states by year (or month, or day), from the days on which both were in the system.

    ``directed``: (a, b) and (b, a) are two rows; otherwise one, lower code first, and ``undirected`` says how a source
    with directions gives one value: ``either`` promises (the maximum), ``both`` do, or the ``lower`` code does.
    The other arguments and errors are those of `state_years`, and FOE614 for too many rows.
    """
    found, calendar, year_rule = _asked(system, first, last, rule, by, states)
    return Panel(group_units(found, calendar, year_rule, 2, directed=directed, max_rows=max_rows), undirected)


def triads(system: System = "cow", first: Any = None, last: Any = None, **options: Any) -> Panel:
    """Groups of three states by year; see `k_ads`."""
    return k_ads(3, system, first, last, **options)


def k_ads(
    k: int,
    system: System = "cow",
    first: Any = None,
    last: Any = None,
    *,
    undirected: str | Both = Both.EITHER,
    rule: str | Rule = Rule.ANY_DAY,
    by: str | Grain = Grain.YEAR,
    states: Iterable[Any] | None = None,
    max_rows: int = MAX_ROWS,
) -> Panel:
    """Groups of ``k`` states (2 to 5) by period, codes in rising order; a flag is 1 where it holds between each pair.

    Raises `FoedusError` FOE614 where there would be more than ``max_rows`` rows, and the errors of `state_years`.
    """
    if not 2 <= k <= 5:
        raise FoedusError("FOE612", f"groups of {k} states are not made", help="k is 2, 3, 4 or 5")
    found, calendar, year_rule = _asked(system, first, last, rule, by, states)
    return Panel(group_units(found, calendar, year_rule, k, directed=False, max_rows=max_rows), undirected)


def _asked(
    system: System, first: Any, last: Any, rule: str | Rule, by: str | Grain, states: Iterable[Any] | None
) -> tuple[SystemList, Calendar, Rule]:
    found = listed(system)
    calendar = Calendar.between(
        day_text(found.first)[:4] if first is None else first,
        day_text(found.last) if last is None else last,
        grain_named(by),
    )
    if calendar.last_day < found.first or calendar.first_day < found.starts.min() - 366:
        raise FoedusError(
            "FOE607",
            f"{calendar.label(calendar.first)} lies before {day_text(found.first)}, when the {found.title} begins",
            where=f"{found.source} column start",
            help=f"begin in {day_text(found.first)[:4]} or later",
        )
    wanted = found if states is None else found.only(list(states))
    return wanted, calendar, rule_named(rule)


def member_spells(source: Any) -> Table:
    """Each member's spell in each treaty (and phase), with its pledges; partial dates as the days they can mean.

    ``source``: ATOP's member file, COW's file by member, or `status`. Raises `FoedusError` FOE613 for another.
    """
    np, pa = load("numpy"), load("pyarrow")
    if not hasattr(source, "member_spells"):
        raise FoedusError(
            "FOE613",
            f"{source.edition.title} ({', '.join(source.edition.files)}) lists no members",
            help="bring the file with members and their spells",
        )
    found = source.member_spells()
    days = {"early": "start_earliest", "start": "start_latest", "end": "end_earliest", "late": "end_latest"}
    columns: dict[str, Any] = {}
    for name, values in found.items():
        array = np.asarray(values)
        if name in days:
            columns[days[name]] = array.astype("M8[D]")
        elif array.dtype == np.int8:
            columns[name] = pa.array(array, mask=array == UNKNOWN)
        else:
            columns[name] = array
    columns["open"] = (np.asarray(found["late"]) >= source.edition.last_day).astype(np.int8)
    return table(columns, {"unit": "member spell", "sources": [source.edition.describe()]}, source.edition.cite)


def treaty_years(source: Any, first: Any = None, last: Any = None, *, rule: str | Rule = Rule.ANY_DAY) -> Table:
    """Treaties by year: a row for each year in which a treaty binds at least two states of the source.

    ``members``: how many states it binds that year; the kinds of pledge are 1 where any member owes it.
    ``source``: anything with pledges by spells. Raises `FoedusError` FOE607 for years past its coverage, FOE613 for a
    source of years only.
    """
    np, edition = load("numpy"), source.edition
    if not hasattr(source, "pledges"):
        raise FoedusError(
            "FOE613", f"{edition.title} was given by year, not by treaty", help="bring the file with spells"
        )
    low, high = edition.span(Calendar(Grain.YEAR, 1, 1))
    calendar = Calendar.between(low if first is None else first, high if last is None else last, Grain.YEAR)
    _covered(edition, calendar)
    pledges, year_rule = source.pledges, rule_named(rule)
    names, of = np.unique(np.asarray(pledges.treaty).astype(str), return_inverse=True)
    people, who = np.unique(pledges.giver, return_inverse=True)
    columns: dict[str, Any] = {}
    group = of.astype(np.int64) * len(people) + who
    where, year = _years(group, pledges.start, pledges.end, calendar, year_rule)
    treaty = where // len(people)
    key, members = np.unique(treaty * 10000 + year, return_counts=True)
    columns["treaty"], columns["year"] = names[key // 10000], key % 10000
    columns["members"] = members
    for number, kind in enumerate(pledges.kinds):
        owed = pledges.owes[:, number] == 1
        part, when = _years(of[owed].astype(np.int64), pledges.start[owed], pledges.end[owed], calendar, year_rule)
        columns[kind.column] = np.isin(key, part * 10000 + when).astype(np.int8)
    about = {
        "unit": "treaty-year",
        "year_rule": {"name": year_rule.value, "says": year_rule.says},
        "sources": [edition.describe()],
    }
    return table(columns, about, edition.cite)


def _years(group: Any, start: Any, end: Any, calendar: Calendar, rule: Rule) -> tuple[Any, Any]:
    where, first, last = ranges_of(group, start, end, calendar, rule)
    which, year = spread(first, last)
    return where[which], year


def _covered(edition: Any, calendar: Calendar) -> None:
    low, high = edition.span(calendar)
    if calendar.last > high or calendar.first < low:
        wrong = calendar.last if calendar.last > high else calendar.first
        raise FoedusError(
            "FOE607",
            f"{wrong} lies outside the years {low}–{high} that {edition.title} {edition.version} covers",
            where=f"{', '.join(edition.files)} column year",
            help=f"ask for years from {low} to {high}",
        )
