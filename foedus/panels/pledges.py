"""Pledges: spells of commitment, each from one state to another, and the columns that they make.

Any source that knows its commitments by spells gives `Pledges` (ATOP's member file, COW's spell files, the status
engine over the atlas or a ledger); one way of joining serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foedus.panels.columns import UNKNOWN, Both, Column, Edition, Evidence, Explain, flag_column
from foedus.panels.joining import Held, joined, pairs_of, partners
from foedus.panels.needs import load
from foedus.panels.periods import Calendar, Rule, day_text, ranges_of, spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foedus.panels.units import Units

    Ints = NDArray[np.int64]
    Flags = NDArray[np.int8]


@dataclass(frozen=True)
class PledgeKind:
    """One kind of promise: the column it makes, what it says, and the variable or article it is read from."""

    column: str
    says: str
    clause: str


@dataclass(frozen=True)
class Pledges:
    """Spells of commitment as arrays, one place a spell.

    ``giver`` and ``taker``: codes of the system ``system``. ``start`` and ``end``: the days between which the pledge
    certainly holds (days since 1970-01-01, both in it); ``early`` and ``late``: between which it may hold, where a
    date is partial. ``owes``: for each kind 1, 0 or `UNKNOWN`. ``treaty``, ``phase``, ``line`` and ``file`` say where
    a spell stands; ``conditions`` are named flags ("unprovoked"), one array a condition and kind.
    """

    system: str
    kinds: tuple[PledgeKind, ...]
    giver: NDArray[Any]
    taker: NDArray[Any]
    start: Ints
    end: Ints
    early: Ints
    late: Ints
    owes: Flags
    treaty: NDArray[Any]
    phase: NDArray[Any]
    line: NDArray[Any]
    files: tuple[str, ...]
    file: Ints
    clauses: NDArray[Any] | None = None
    conditions: dict[tuple[int, str], NDArray[np.bool_]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.giver)

    def where(self, keep: Any) -> Pledges:
        """The spells for which ``keep`` is true."""
        from dataclasses import fields, replace

        changed: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if hasattr(value, "shape"):
                changed[item.name] = value[keep]
        changed["conditions"] = {key: value[keep] for key, value in self.conditions.items()}
        return replace(self, **changed)


def pledge_columns(
    pledges: Pledges,
    units: Units,
    both: Both,
    edition: Edition,
    *,
    prefix: str,
    any_name: str | None,
    with_conditions: bool = False,
) -> list[Column]:
    """A column for each kind of pledge, and ``any_name`` for being bound by any treaty of the source at all.

    States (one code a row): whether the state has pledged it to any other state of the system, with a second column
    ``…_partners`` counting them. Groups of three and more: whether it holds between each pair.
    Codes of another system than the table's are translated day by day.
    """
    if pledges.system != units.system.name:
        from foedus.panels.crosswalk import translated

        pledges = translated(pledges, units.system.name)
    np = load("numpy")
    covered = edition.covers(units.calendar, units.periods())
    pairs = pairs_of(units) if units.arity > 2 else None
    wanted: list[_Wanted] = [(any_name, "bound by any treaty of the source", None, None)] if any_name else []
    for place, kind in enumerate(pledges.kinds):
        wanted.append((prefix + kind.column, kind.says, place, None))
        if with_conditions:
            wanted += _conditional(pledges, place, prefix)
    columns: list[Column] = []
    for name, says, number, keep in wanted:
        owes = np.ones(len(pledges), np.int8) if number is None else pledges.owes[:, number]
        held = _holding(pledges, units, owes, keep)
        explain = _explain(pledges, edition, number, keep)
        columns.append(flag_column(units, name, joined(units, both, held, pairs), says, edition, covered, explain))
        if units.arity == 1:
            note = f"how many states of the system are given it: {says}"
            columns.append(Column(f"{name}_partners", partners(units, held), ~covered, note, edition, explain))
    return columns


_Wanted = tuple[str, str, int | None, Any]
"""A column to make: name, what it says, the number of its kind (None: any kind) and which spells count (None: all)."""


def _conditional(pledges: Pledges, number: int, prefix: str) -> list[_Wanted]:
    """Columns for the conditions of one kind: ``…_unconditional`` and ``…_if_<condition>``."""
    np = load("numpy")
    found: list[_Wanted] = []
    of_kind = {name: held for (kind, name), held in pledges.conditions.items() if kind == number}
    if not of_kind:
        return found
    base = pledges.kinds[number]
    free = ~np.any(np.stack(list(of_kind.values())), axis=0)
    found.append(
        (f"{prefix}{base.column}_unconditional", f"{base.says}, by a pledge without any coded condition", number, free)
    )
    for name, held in of_kind.items():
        found.append(
            (
                f"{prefix}{base.column}_if_{name}",
                f"{base.says}, by a pledge that holds only on condition: {name}",
                number,
                held,
            )
        )
    return found


def _holding(pledges: Pledges, units: Units, owes: Flags, keep: Any) -> Held:
    """Where and when the pledge holds: certainly (1), or perhaps (`UNKNOWN`) for what is open or partly dated."""
    np = load("numpy")
    giver, taker = units.position(pledges.giver), units.position(pledges.taker)
    inside = (giver >= 0) & (taker >= 0)
    if keep is not None:
        inside &= keep
    partial = (pledges.early < pledges.start) | (pledges.late > pledges.end)

    def held(value: int) -> tuple[Any, Any, Any]:
        sure = value == 1
        wanted = inside & ((owes == 1) if sure else (owes == UNKNOWN) | (partial & (owes == 1)))
        start, end = (pledges.start, pledges.end) if sure else (pledges.early, pledges.late)
        group = giver[wanted] * len(units.members) + taker[wanted]
        group, period = _periods(group, start[wanted], end[wanted], units.calendar, units.rule)
        return (*np.divmod(group, len(units.members)), period)

    return held


def _periods(group: Ints, start: Ints, end: Ints, calendar: Calendar, rule: Rule) -> tuple[Ints, Ints]:
    """Every group and period in which a spell holds.

    A spell whose two ends are only known to lie in one and the same period still touches that period.
    """
    np = load("numpy")
    if rule is Rule.ANY_DAY:
        crossed = (start > end) & (calendar.period(start) == calendar.period(end))
        start = np.where(crossed, end, start)
    where, first, last = ranges_of(group, start, end, calendar, rule)
    which, period = spread(first, last)
    return where[which], period


def _explain(pledges: Pledges, edition: Edition, number: int | None, keep: Any) -> Explain:
    """The spells behind one cell: those between the row's states that touch its period."""

    def explain(units: Units, row: int, keys: dict[str, Any]) -> tuple[str, tuple[Evidence, ...]]:
        (_, period) = units.slice(row, row + 1)
        if not bool(edition.touches(units.calendar, period)[0]):
            return outside(edition, units.calendar.label(int(period[0]))), ()
        evidence = tuple(explain_by_spells(pledges, edition, number, units, row, keys, keep))
        if not evidence and not bool(edition.covers(units.calendar, period)[0]):
            return outside(edition, f"part of {units.calendar.label(int(period[0]))}"), ()
        if not evidence:
            return f"no spell of {edition.title} {edition.version} holds here, and the source covers it", ()
        noun = "spell" if len(evidence) == 1 else "spells"
        return f"{len(evidence)} {noun} of {edition.title} {edition.version}, {units.rule.says}", evidence

    return explain


def explain_by_spells(
    pledges: Pledges,
    edition: Edition,
    number: int | None,
    units: Units,
    row: int,
    keys: dict[str, Any],
    keep: Any = None,
) -> list[Evidence]:
    """The spells between a row's states that touch its period, for one kind (None: any), as evidence."""
    np = load("numpy")
    codes = [keys[name] for name in units.key_names[: units.arity]]
    (_, period) = units.slice(row, row + 1)
    span = units.calendar.starts(np.array([period[0], period[0] + 1]))
    held = (pledges.early < span[1]) & (pledges.late >= span[0]) & np.isin(pledges.giver, codes)
    if units.arity > 1:
        held &= np.isin(pledges.taker, codes)
        if units.directed:
            held &= (pledges.giver == codes[0]) & (pledges.taker == codes[1])
    if number is not None:
        held &= pledges.owes[:, number] != 0
    if keep is not None:
        held &= keep
    return [_evidence(pledges, edition, int(spell), number) for spell in np.flatnonzero(held)]


def outside(edition: Edition, period: str) -> str:
    """The reason for a missing cell outside a source's coverage."""
    return (
        f"missing, not zero: {period} lies outside what {edition.title} {edition.version} covers "
        f"({day_text(edition.first_day)} to {day_text(edition.last_day)})"
    )


def _evidence(pledges: Pledges, edition: Edition, spell: int, number: int | None) -> Evidence:
    kind = pledges.kinds[number] if number is not None else None
    clause = kind.clause if kind else ""
    if pledges.clauses is not None and pledges.clauses[spell]:
        clause = str(pledges.clauses[spell])
    says = f"{pledges.giver[spell]} to {pledges.taker[spell]}"
    if number is not None and pledges.owes[spell, number] == UNKNOWN:
        says += "; the file leaves it open"
    held = [name for (of, name), flags in pledges.conditions.items() if of == number and flags[spell]]
    return Evidence(
        source=f"{edition.title} {edition.version}",
        file=pledges.files[int(pledges.file[spell])],
        line=str(pledges.line[spell]),
        treaty=str(pledges.treaty[spell]),
        phase=str(pledges.phase[spell]),
        clause=clause,
        spell=_spell(pledges, spell, edition),
        conditions=tuple(held),
        says=says,
    )


def _spell(pledges: Pledges, spell: int, edition: Edition) -> str:
    early, start = int(pledges.early[spell]), int(pledges.start[spell])
    end, late = int(pledges.end[spell]), int(pledges.late[spell])
    begin = day_text(start) if early == start else f"between {day_text(early)} and {day_text(start)}"
    if late >= edition.last_day:
        return f"from {begin}, open at the end of coverage"
    close = day_text(end) if end == late else f"between {day_text(end)} and {day_text(late)}"
    return f"from {begin} to {close}"
