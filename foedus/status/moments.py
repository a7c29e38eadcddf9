"""Moments: a day as far as it is known, as the first and the last day it can be; the arithmetic of bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from foedus.model.dates import PartialDate, interval, partial_date
from foedus.model.truth import Truth

FIRST, LAST = date.min, date.max
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=16384)
def day_partial(day: date) -> PartialDate:
    """A day as an EDTF date; the same few days are asked for again and again."""
    return partial_date(day)


class Moment(NamedTuple):
    """Something came about on one day between ``lo`` and ``hi``, both included; ``hi`` `LAST` means perhaps never."""

    lo: date
    hi: date

    @property
    def exact(self) -> date | None:
        """The day, where only one is possible."""
        return self.lo if self.lo == self.hi else None

    def by(self, on: date) -> Truth:
        """Had it come about by the end of that day?"""
        if self.hi <= on and self.hi != LAST:
            return Truth.YES
        return Truth.NO if self.lo > on else Truth.CANNOT_SAY

    def partial(self) -> PartialDate:
        """The same as an EDTF date."""
        if self.lo == self.hi:
            return day_partial(self.lo)
        if self.lo == FIRST or self.hi == LAST:
            first = ".." if self.lo == FIRST else self.lo.isoformat()
            last = ".." if self.hi == LAST else self.hi.isoformat()
            return PartialDate(f"{first}/{last}", self.lo, self.hi)
        return interval(self.lo, self.hi)

    def moved(self, move: Callable[[date], date]) -> Moment:
        """Both bounds moved by a rule that keeps order; an open bound stays open."""
        lo = self.lo if self.lo == FIRST else move(self.lo)
        hi = self.hi if self.hi == LAST else (lo if self.hi == self.lo else move(self.hi))
        return Moment(lo, hi)

    def at_least(self, floor: date) -> Moment:
        """Not before that day."""
        return self if self.lo >= floor else Moment(max(self.lo, floor), max(self.hi, floor))


UNKNOWN = Moment(FIRST, LAST)
"""It cannot be said whether it came about, nor when."""


def of_day(day: date) -> Moment:
    """That very day."""
    return Moment(day, day)


def of_partial(value: PartialDate | None) -> Moment | None:
    """The bounds of a partial date; None stays None."""
    return None if value is None else Moment(value.earliest, value.latest)


def latest(moments: Iterable[Moment | None]) -> Moment | None:
    """When the last of them has come about; None where one never does."""
    lo, hi = FIRST, FIRST
    for moment in moments:
        if moment is None:
            return None
        lo = max(lo, moment.lo)
        hi = max(hi, moment.hi)
    return Moment(lo, hi)


def earliest(moments: Iterable[Moment | None]) -> Moment | None:
    """When the first of them has come about; None where none ever does."""
    found = [moment for moment in moments if moment is not None]
    if not found:
        return None
    return Moment(min(moment.lo for moment in found), min(moment.hi for moment in found))


def nth(moments: Sequence[Moment], n: int) -> Moment | None:
    """When the n-th has come about: the n-th of the lower and the n-th of the upper bounds."""
    if n <= 0:
        return Moment(FIRST, FIRST)
    if len(moments) < n:
        return None
    return Moment(sorted(m.lo for m in moments)[n - 1], sorted(m.hi for m in moments)[n - 1])
