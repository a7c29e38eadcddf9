"""What a source gives a table: columns, each with its coverage, its version and the way back to where it came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from foedus.panels.choices import no_such
from foedus.panels.needs import load
from foedus.panels.periods import Calendar, Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foedus.panels.units import Units

    Ints = NDArray[np.int64]
    Flags = NDArray[np.int8]

UNKNOWN = -1
"""In arrays of 0 and 1 the third value: cannot say. It is written as missing, never as zero."""


class Both(StrEnum):
    """How one value is made for an undirected pair out of what each promises the other."""

    EITHER = "either"
    BOTH = "both"
    LOWER = "lower"

    @property
    def says(self) -> str:
        """The rule in words."""
        return {
            Both.EITHER: "1 if either promises it to the other (the maximum of both directions)",
            Both.BOTH: "1 if each promises it to the other (the minimum of both directions)",
            Both.LOWER: "what the state with the lower code promises the one with the higher code",
        }[self]


def both_named(text: str | Both) -> Both:
    """The undirected rule with this name. Raises `FoedusError` FOE612 where there is none."""
    try:
        return Both(str(text))
    except ValueError:
        raise no_such(text, "rule for undirected pairs", [member.value for member in Both]) from None


@dataclass(frozen=True)
class Edition:
    """One source as used: its name, version, coverage in days (both in it), files, BibTeX keys and remarks."""

    key: str
    title: str
    version: str
    first_day: int
    last_day: int
    files: tuple[str, ...] = ()
    cite: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def covers(self, calendar: Calendar, periods: Any) -> Any:
        """Which periods lie wholly within the coverage."""
        low, high = self.span(calendar)
        return (periods >= low) & (periods <= high)

    def is_cut_within(self, calendar: Calendar) -> bool:
        """Does the coverage begin or end within a period?"""
        np = load("numpy")
        ends = calendar.period(np.array([self.first_day, self.last_day], dtype=np.int64))
        return self.span(calendar) != (int(ends[0]), int(ends[1]))

    def touches(self, calendar: Calendar, periods: Any) -> Any:
        """Which periods lie at least partly within the coverage."""
        np = load("numpy")
        low, high = calendar.period(np.array([self.first_day, self.last_day], dtype=np.int64))
        return (periods >= low) & (periods <= high)

    def span(self, calendar: Calendar) -> tuple[int, int]:
        """The first and the last period that lie wholly within the coverage."""
        np = load("numpy")
        days = np.array([self.first_day - 1, self.last_day + 1], dtype=np.int64)
        before, after = (int(item) for item in calendar.period(days))
        return before + 1, after - 1

    def describe(self) -> dict[str, Any]:
        """The edition as plain values, for JSON and for the metadata of a file."""
        from foedus.panels.periods import day_text

        return {
            "source": self.title,
            "version": self.version,
            "coverage": [day_text(self.first_day), day_text(self.last_day)],
            "files": list(self.files),
            "cite": list(self.cite),
            "remarks": list(self.remarks),
        }


@dataclass(frozen=True)
class Evidence:
    """One thing that a cell rests on: where it stands, and what stands there.

    ``treaty`` is the source's own id (``atop:3075``), ``clause`` the coded variable or the treaty's article.
    """

    source: str
    file: str = ""
    line: str = ""
    treaty: str = ""
    phase: str = ""
    clause: str = ""
    spell: str = ""
    conditions: tuple[str, ...] = ()
    says: str = ""

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.file, self.line) if part)
        parts = [
            self.treaty,
            f"phase {self.phase}" if self.phase else "",
            self.clause,
            self.spell,
            f"only: {', '.join(self.conditions)}" if self.conditions else "",
            self.says,
        ]
        text = "; ".join(part for part in parts if part)
        return f"{text} [{self.source}{': ' + place if place else ''}]"


@dataclass(frozen=True)
class Why:
    """Where one cell came from: its ``value`` (None is missing), the reason, and the evidence."""

    column: str
    keys: dict[str, Any]
    value: Any
    says: str
    evidence: tuple[Evidence, ...] = ()

    def __str__(self) -> str:
        key = ", ".join(f"{name} {value}" for name, value in self.keys.items())
        shown = "missing" if self.value is None else self.value
        return "\n".join([f"{self.column} is {shown} ({key}): {self.says}", *(f"  · {item}" for item in self.evidence)])

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        from dataclasses import asdict

        return asdict(self)


Explain = Callable[["Units", int, dict[str, Any]], tuple[str, tuple[Evidence, ...]]]
"""Given the units, a row and its keys: the reason for the value in that row, and the evidence."""


@dataclass
class Column:
    """One column: ``values`` with ``missing`` (True where nothing is known), what it says and where it is from."""

    name: str
    values: NDArray[Any]
    missing: NDArray[np.bool_] | None
    says: str
    edition: Edition | None = None
    explain: Explain | None = None
    made_of: tuple[str, ...] = ()
    cite: tuple[str, ...] = field(default=())

    def at(self, row: int) -> Any:
        """The value in a row, None where it is missing."""
        if self.missing is not None and self.missing[row]:
            return None
        value = self.values[row]
        return value.item() if hasattr(value, "item") else value


class Source(Protocol):
    """Anything that can be added to a table."""

    edition: Edition

    def columns(self, units: Units, both: Both) -> list[Column]:
        """The source's columns for these units. ``both``: how undirected pairs are made out of two directions."""
        ...


def flag_column(
    units: Units, name: str, values: Flags, says: str, edition: Edition, covered: Any, explain: Explain
) -> Column:
    """A column of 0 and 1 out of an array of 0, 1 and `UNKNOWN`; missing outside the coverage.

    In a period that is only partly covered a 1 stands under the rule of any day, since no later day can undo it.
    """
    np = load("numpy")
    unknown = values == UNKNOWN
    missing = (unknown | ~covered) if unknown.any() else ~covered
    if units.rule is Rule.ANY_DAY and edition.is_cut_within(units.calendar):
        missing = missing & ~((values == 1) & edition.touches(units.calendar, units.periods()))
    return Column(name, np.where(missing, 0, values).astype(np.int8), missing, says, edition, explain)


def either(left: Flags, right: Flags) -> Flags:
    """1 if either is 1, else cannot say if either is, else 0 (Kleene's strong *or*)."""
    np = load("numpy")
    return np.where((left == 1) | (right == 1), 1, np.minimum(left, right)).astype(np.int8)  # type: ignore[no-any-return]


def each(left: Flags, right: Flags) -> Flags:
    """0 if either is 0, else cannot say if either is, else 1 (Kleene's strong *and*)."""
    np = load("numpy")
    zero = (left == 0) | (right == 0)
    return np.where(zero, 0, np.minimum(left, right)).astype(np.int8)  # type: ignore[no-any-return]


def paired(units: Units, both: Both, direction: Callable[[bool], Flags]) -> Flags:
    """One array for undirected pairs out of two: ``direction(False)`` lower to higher, ``direction(True)`` back."""
    there = direction(False)
    if both is Both.LOWER:
        return there
    back = direction(True)
    return either(there, back) if both is Both.EITHER else each(there, back)
