"""Years, months and days: which period a spell falls in, under a named rule. Vectorised over spells.

A spell is a run of days, both ends in it. A period is a calendar year, a month or a day, held as one whole number
(the year; 12 × year + month − 1; days since 1970-01-01). Nothing here loops over spells or periods in Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.choices import no_such

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


class Rule(StrEnum):
    """When a spell counts for a period. Published alliance data use ``any-day``."""

    ANY_DAY = "any-day"
    FIRST_DAY = "1-january"
    LAST_DAY = "31-december"
    MOST = "most"

    @property
    def says(self) -> str:
        """The rule in words, for the description of a table."""
        return {
            Rule.ANY_DAY: "on any day of the period",
            Rule.FIRST_DAY: "on the first day of the period (1 January for a year)",
            Rule.LAST_DAY: "on the last day of the period (31 December for a year)",
            Rule.MOST: "on more than half of the days of the period",
        }[self]


class Grain(StrEnum):
    """How long a period is."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


def rule_named(text: str | Rule) -> Rule:
    """The rule with this name. Raises `FoedusError` FOE612 where there is none."""
    rule: Rule = _choice(Rule, text, "year rule")
    return rule


def grain_named(text: str | Grain) -> Grain:
    """The grain with this name. Raises `FoedusError` FOE612 where there is none."""
    grain: Grain = _choice(Grain, text, "length of a period")
    return grain


def _choice(kind: Any, text: str, what: str) -> Any:
    try:
        return kind(str(text))
    except ValueError:
        raise no_such(text, what, [member.value for member in kind]) from None


@dataclass(frozen=True)
class Calendar:
    """The periods of a table: their grain, and the first and the last of them (both in it)."""

    grain: Grain
    first: int
    last: int

    @classmethod
    def between(cls, first: Any, last: Any, grain: Grain) -> Calendar:
        """From ``first`` to ``last``: years as numbers, months as ``2024-06``, days as ``2024-06-19``.

        A coarser end means all of it: ``between(1999, 2001, Grain.DAY)`` runs from 1 January 1999 to
        31 December 2001. Raises `FoedusError` FOE003 for no date and FOE611 where the end precedes the start.
        """
        start, end = _days(first)[0], _days(last)[1]
        if end < start:
            raise FoedusError("FOE611", f"the span ends ({last}) before it begins ({first})", help="swap the two ends")
        return cls(grain, _number(start, grain), _number(end, grain))

    @property
    def first_day(self) -> int:
        """Days since 1970-01-01 of the first day."""
        return int(self.starts(_array([self.first]))[0])

    @property
    def last_day(self) -> int:
        """Days since 1970-01-01 of the last day."""
        return int(self.starts(_array([self.last + 1]))[0]) - 1

    def period(self, day: Ints) -> Ints:
        """The period that each day (since 1970-01-01) lies in."""
        import numpy as np

        if self.grain is Grain.DAY:
            return day
        unit = "M8[Y]" if self.grain is Grain.YEAR else "M8[M]"
        number = day.astype("M8[D]").astype(unit).astype(np.int64)
        return number + (1970 if self.grain is Grain.YEAR else 1970 * 12)

    def starts(self, period: Ints) -> Ints:
        """The first day (since 1970-01-01) of each period."""
        import numpy as np

        if self.grain is Grain.DAY:
            return period
        shift, unit = (1970, "M8[Y]") if self.grain is Grain.YEAR else (1970 * 12, "M8[M]")
        return (period - shift).astype(unit).astype("M8[D]").astype(np.int64)

    def label(self, period: int) -> str:
        """A period as ISO 8601 text: ``1950``, ``1950-06`` or ``1950-06-25``."""
        if self.grain is Grain.YEAR:
            return str(period)
        return day_text(int(self.starts(_array([period]))[0]))[: 7 if self.grain is Grain.MONTH else 10]

    def number(self, value: Any) -> int:
        """The period that a year, ``1950-06`` or a date names."""
        return _number(_days(value)[0], self.grain)


def _days(value: Any) -> tuple[Any, Any]:
    """The first and last day that a year, month or day can mean; plain years need no reader of dates."""
    from datetime import date

    text = str(value)
    if len(text) == 4 and text.isdigit() and text != "0000":
        return date(int(text), 1, 1), date(int(text), 12, 31)
    from foedus.model.dates import partial_date

    found = partial_date(text)
    return found.earliest, found.latest


def _array(values: list[int]) -> Ints:
    import numpy as np

    return np.array(values, dtype=np.int64)


def _number(day: Any, grain: Grain) -> int:
    if grain is Grain.YEAR:
        return int(day.year)
    if grain is Grain.MONTH:
        return int(day.year * 12 + day.month - 1)
    return int(day.toordinal()) - 719163


def day_text(day: int) -> str:
    """A day since 1970-01-01 as ``2024-06-19``."""
    import numpy as np

    return str(np.datetime64(int(day), "D"))


def merged(group: Ints, first: Ints, last: Ints) -> tuple[Ints, Ints, Ints]:
    """The union of whole-number ranges within each group: sorted, disjoint; empty ranges drop out.

    Ranges of one group that touch (one ends the day before the next begins) stay apart; overlapping ones lose the
    part that an earlier range already covers, so that each whole number comes once.
    """
    import numpy as np

    real = last >= first
    group, first, last = group[real], first[real], last[real]
    if not len(group):
        return group, first, last
    order = np.lexsort((last, first, group))
    group, first, last = group[order], first[order], last[order]
    low = int(first.min())
    width = int(last.max()) - low + 2
    base = group * width
    reach = np.maximum.accumulate(base + last - low)
    before = np.concatenate((np.array([-1], dtype=np.int64), reach[:-1]))
    begins = np.maximum(base + first - low, before + 1)
    keep = begins <= base + last - low
    return group[keep], (begins - base)[keep] + low, last[keep]


def ranges_of(group: Ints, start: Ints, end: Ints, calendar: Calendar, rule: Rule) -> tuple[Ints, Ints, Ints]:
    """Runs of days as runs of periods under a rule, one disjoint set for each group, cut to the calendar.

    ``group`` is a whole number that says which runs belong together (a state, a pair of states, a pledge).
    """
    import numpy as np

    start = np.maximum(start, calendar.first_day)
    end = np.minimum(end, calendar.last_day)
    real = start <= end
    group, start, end = group[real], start[real], end[real]
    first, last = calendar.period(start), calendar.period(end)
    if rule is Rule.ANY_DAY or calendar.grain is Grain.DAY:
        return merged(group, first, last)
    if rule is Rule.FIRST_DAY:
        return merged(group, first + (calendar.starts(first) < start), last)
    if rule is Rule.LAST_DAY:
        return merged(group, first, last - (calendar.starts(last + 1) - 1 > end))
    return _most(*merged(group, start, end), calendar)


def _most(group: Ints, start: Ints, end: Ints, calendar: Calendar) -> tuple[Ints, Ints, Ints]:
    """Periods of which disjoint runs cover more than half: whole ones as ranges, the two ends by counting days."""
    import numpy as np

    first, last = calendar.period(start), calendar.period(end)
    same = first == last
    edge_group = np.concatenate((group, group[~same]))
    edge = np.concatenate((first, last[~same]))
    head_end = np.minimum(end, calendar.starts(first + 1) - 1)
    days = np.concatenate((head_end - start + 1, (end - calendar.starts(last) + 1)[~same]))
    pair = np.stack((edge_group, edge), axis=1)
    cells, where = np.unique(pair, axis=0, return_inverse=True)
    held = np.bincount(where.ravel(), weights=days, minlength=len(cells)).astype(np.int64)
    length = calendar.starts(cells[:, 1] + 1) - calendar.starts(cells[:, 1])
    most = cells[held * 2 > length]
    return merged(
        np.concatenate((group, most[:, 0])),
        np.concatenate((first + 1, most[:, 1])),
        np.concatenate((last - 1, most[:, 1])),
    )


def spread(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Each range written out: for every whole number in it, the range's position and the number itself."""
    import numpy as np

    length = last - first + 1
    which = np.repeat(np.arange(len(first), dtype=np.int64), length)
    ends = np.cumsum(length)
    return which, np.arange(len(which), dtype=np.int64) - (ends - length)[which] + first[which]
