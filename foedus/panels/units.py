"""Units: which rows a table has. Built from spells, never from the product of all states and years.

A set of units is held as ranges: these states together, from this period to that. Rows exist only when they are
written out, in slices, so that two million dyad-years cost no more memory than their columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.needs import load
from foedus.panels.periods import Calendar, Grain, Rule, merged, ranges_of
from foedus.panels.systems import SystemList

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

MAX_ROWS = 60_000_000


@dataclass(frozen=True)
class Units:
    """The rows of a table: for each range the states (as positions in ``members``) and its first and last period.

    Rows are ordered by the states' codes and then by period. ``directed``: of a pair, (a, b) and (b, a) are two rows.
    """

    system: SystemList
    calendar: Calendar
    rule: Rule
    directed: bool
    members: NDArray[Any]
    index: tuple[Ints, ...]
    first: Ints
    last: Ints

    @property
    def arity(self) -> int:
        """How many states make one unit: 1, 2 (a dyad), 3 (a triad) …"""
        return len(self.index)

    @property
    def kind(self) -> str:
        """The unit in words: ``state-year``, ``directed dyad-year``, ``triad-month`` …"""
        of = {1: "state", 2: "dyad", 3: "triad"}.get(self.arity, f"{self.arity}-ad")
        way = ("directed " if self.directed else "undirected ") if self.arity == 2 else ""
        return f"{way}{of}-{self.calendar.grain.value}"

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the key columns: ``ccode1, ccode2, year``, ``gwcode, year`` …"""
        key = self.system.key
        states = (key,) if self.arity == 1 else tuple(f"{key}{n + 1}" for n in range(self.arity))
        return (
            states + {Grain.YEAR: ("year",), Grain.MONTH: ("year", "month"), Grain.DAY: ("day",)}[self.calendar.grain]
        )

    @cached_property
    def offset(self) -> Ints:
        """The row at which each range begins, and at the end the number of rows."""
        np = load("numpy")
        return np.concatenate((np.zeros(1, np.int64), np.cumsum(self.last - self.first + 1)))  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return int(self.offset[-1])

    @cached_property
    def _starts(self) -> Ints:
        """One sorted number for each range: its states and first period."""
        return self._number(self.index, self.first)

    def _number(self, index: tuple[Ints, ...], period: Ints) -> Ints:
        width = self.calendar.last - self.calendar.first + 2
        total = index[0] * 0
        for part in index:
            total = total * len(self.members) + part
        return total * width + (period - self.calendar.first)

    def position(self, codes: Any) -> Ints:
        """The position of each code in ``members``, −1 where it is not there."""
        np = load("numpy")
        codes = np.asarray(codes)
        if not len(self.members) or codes.dtype.kind != self.members.dtype.kind:
            return np.full(len(codes), -1, dtype=np.int64)  # type: ignore[no-any-return]
        at = np.minimum(np.searchsorted(self.members, codes), len(self.members) - 1)
        return np.where(self.members[at] == codes, at, -1).astype(np.int64)  # type: ignore[no-any-return]

    def locate(self, index: tuple[Ints, ...], period: Ints) -> Ints:
        """The row of each unit (states by position, period), −1 where the table has no such row."""
        np = load("numpy")
        if not len(self.first) or not len(period):
            return np.full(len(period), -1, dtype=np.int64)  # type: ignore[no-any-return]
        real = (period >= self.calendar.first) & (period <= self.calendar.last)
        for part in index:
            real = real & (part >= 0)
        wanted = self._number(tuple(np.maximum(part, 0) for part in index), period)
        at = np.maximum(np.searchsorted(self._starts, wanted, side="right") - 1, 0)
        step = wanted - self._starts[at]
        real &= (step >= 0) & (step <= (self.last - self.first)[at])
        return np.where(real, self.offset[at] + step, -1)  # type: ignore[no-any-return]

    def slice(self, begin: int, end: int) -> tuple[tuple[Ints, ...], Ints]:
        """The rows from ``begin`` up to ``end``: positions of the states, and the period, of each."""
        np = load("numpy")
        low = int(np.searchsorted(self.offset, begin, side="right")) - 1
        high = int(np.searchsorted(self.offset, end, side="left"))
        starts = np.maximum(self.offset[low:high], begin)
        length = np.minimum(self.offset[low + 1 : high + 1], end) - starts
        which = np.repeat(np.arange(low, high), length)
        period = np.arange(begin, end) - self.offset[which] + self.first[which]
        return tuple(part[which] for part in self.index), period

    def periods(self) -> Ints:
        """The period of every row, as small whole numbers."""
        np = load("numpy")
        size, length = len(self), self.last - self.first + 1
        if not size:
            return np.zeros(0, np.int32)  # type: ignore[no-any-return]
        steps = np.ones(size, np.int32)
        steps[0] = self.first[0]
        steps[self.offset[1:-1]] = self.first[1:] - self.first[:-1] - length[:-1] + 1
        return np.cumsum(steps, dtype=np.int32, out=steps)  # type: ignore[no-any-return]

    def row_of(self, keys: dict[str, Any]) -> int:
        """The row with these keys. Raises `FoedusError` FOE610 where a key is wrong or there is no such row."""
        np = load("numpy")
        names = self.key_names
        lacking = [name for name in names if name not in keys]
        surplus = [name for name in keys if name not in names]
        if lacking or surplus:
            raise FoedusError(
                "FOE610",
                f"the keys of this table are {', '.join(names)}; given: {', '.join(keys) or 'none'}",
                help="name each of them once",
            )
        codes = [keys[name] for name in names[: self.arity]]
        if self.calendar.grain is Grain.MONTH:
            period = self.calendar.number(f"{keys['year']:04d}-{keys['month']:02d}")
        else:
            period = self.calendar.number(keys[names[-1]])
        index = tuple(self.position(np.array([code])) for code in codes)
        row = int(self.locate(index, np.array([period]))[0])
        if row < 0:
            raise FoedusError("FOE610", self._absent(codes, index, period), help="see panel.units and the year rule")
        return row

    def _absent(self, codes: list[Any], index: tuple[Ints, ...], period: int) -> str:
        strange = [str(code) for code, at in zip(codes, index, strict=True) if at[0] < 0]
        if strange:
            return f"{', '.join(strange)}: in no row of this table ({self.system.title})"
        if self.arity == 2 and not self.directed and codes[0] > codes[1]:
            return f"pairs of this table are written lower code first: {codes[1]}, {codes[0]}"
        label = self.calendar.label(period)
        return f"no row for {', '.join(map(str, codes))} in {label}: not all in the system {self.rule.says}"


def state_units(system: SystemList, calendar: Calendar, rule: Rule) -> Units:
    """States by period: a row for each period in which the state was in the system under the rule."""
    np = load("numpy")
    system = system.extended(calendar.last_day)
    members, where = np.unique(system.codes, return_inverse=True)
    group, first, last = ranges_of(where.astype(np.int64), system.starts, system.ends, calendar, rule)
    return Units(system, calendar, rule, False, members, (group,), first, last)


def group_units(
    system: SystemList, calendar: Calendar, rule: Rule, size: int, *, directed: bool, max_rows: int = MAX_ROWS
) -> Units:
    """Groups of ``size`` states by period, from the days on which all were in the system at once.

    Two states that were both in the system in a year, but never on the same day of it, make no dyad-year.
    Raises `FoedusError` FOE614 where there would be more than ``max_rows`` rows.
    """
    np = load("numpy")
    system = system.extended(calendar.last_day)
    members, where = np.unique(system.codes, return_inverse=True)
    where = where.astype(np.int64)
    starts = np.maximum(system.starts, calendar.first_day)
    ends = np.minimum(system.ends, calendar.last_day)
    index: tuple[Any, ...] = (where,)
    start, end = starts, ends
    for _ in range(size - 1):
        index, start, end = _joined(index, start, end, where, starts, ends, directed)
        if len(start) > max_rows:
            raise _too_many(size, len(start), max_rows)
    group = index[0] * 0
    for part in index:
        group = group * len(members) + part
    group, first, last = ranges_of(group, start, end, calendar, rule)
    rows = int((last - first + 1).sum())
    if rows > max_rows:
        raise _too_many(size, rows, max_rows)
    parts = []
    for _ in range(size):
        group, part = np.divmod(group, len(members))
        parts.append(part)
    return Units(system, calendar, rule, directed, members, tuple(reversed(parts)), first, last)


def _joined(
    index: tuple[Any, ...], start: Ints, end: Ints, where: Ints, starts: Ints, ends: Ints, directed: bool
) -> tuple[tuple[Any, ...], Ints, Ints]:
    """Each group with each further state whose days meet its own; in code order unless directed."""
    np = load("numpy")
    parts: list[tuple[Any, ...]] = []
    block = max(1, 4_000_000 // max(len(where), 1))
    for low in range(0, len(start), block):
        rows = slice(low, low + block)
        begin = np.maximum(start[rows, None], starts[None])
        until = np.minimum(end[rows, None], ends[None])
        meets = begin <= until
        if directed:
            for part in index:
                meets &= part[rows, None] != where[None]
        else:
            meets &= index[-1][rows, None] < where[None]
        old, new = np.nonzero(meets)
        parts.append((*(part[rows][old] for part in index), where[new], begin[old, new], until[old, new]))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return tuple(columns[:-2]), columns[-2], columns[-1]


def _too_many(size: int, rows: int, most: int) -> FoedusError:
    return FoedusError(
        "FOE614",
        f"groups of {size} states would make {rows:,} rows; at most {most:,} are allowed",
        help="name the states (states=[…]), ask for fewer years, or raise max_rows",
    )


def cut(units: Units, first: int, last: int) -> Units:
    """The same units from one period to another."""
    from dataclasses import replace

    np = load("numpy")
    group = np.arange(len(units.first))
    which, low, high = merged(group, np.maximum(units.first, first), np.minimum(units.last, last))
    calendar = Calendar(units.calendar.grain, max(first, units.calendar.first), min(last, units.calendar.last))
    return replace(units, calendar=calendar, index=tuple(part[which] for part in units.index), first=low, last=high)
