"""Phases of a state's standing, and their cutting into spells: a partition of time with one standing a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from foedus.model.truth import Truth
from foedus.status.deeds import Deed
from foedus.status.moments import FIRST, LAST, Moment

BINDING = frozenset({"party", "withdrawing", "suspended", "in force"})
"""Standings in which the treaty binds: of a state (VCLT 2(1)(g); suspended, it stays a party, 72) or of the treaty."""


class Phase(NamedTuple):
    """A standing from ``start`` until ``end`` (the first day on which it no longer holds; None: open).

    Where phases overlap, the one named later in a list prevails.
    """

    standing: str
    start: Moment
    end: Moment | None
    deed: Deed | None
    rule: str


class Spell(NamedTuple):
    """One cell of the partition: ``subject`` (a state's id, or the treaty's) has ``standing`` from ``start`` until the
    day before ``end`` (None: with no end in sight), by a deciding act, under a rule.

    ``may_be``: where the standing is ``cannot say``, those that are possible; none named: any.
    """

    subject: str
    standing: str
    start: date
    end: date | None
    deed: Deed | None
    rule: str
    may_be: tuple[str, ...] = ()

    @property
    def binding(self) -> Truth:
        """Does the treaty bind? Where the standing cannot be said, this can, if all that are possible agree on it."""
        if self.standing != CANNOT_SAY:
            return Truth.YES if self.standing in BINDING else Truth.NO
        return binding(self.may_be)


CANNOT_SAY = "cannot say"


def binding(may_be: Sequence[str]) -> Truth:
    """Whether the treaty binds in all, in none or in some of these standings; where none is named, nothing is known."""
    count = sum(standing in BINDING for standing in may_be)
    if not may_be or 0 < count < len(may_be):
        return Truth.CANNOT_SAY
    return Truth.YES if count else Truth.NO


def cut(subject: str, ground: str, phases: Sequence[Phase]) -> list[Spell]:
    """The partition of all time that the phases make on a ground standing.

    Between the first and the last day on which a boundary can lie, the standing is ``cannot say``.
    """
    if not phases:
        return [Spell(subject, ground, FIRST, None, None, "fact")]
    days: set[date] = set()
    for _, start, end, _, _ in phases:
        days.update(start)
        if end is not None:
            days.update(end)
    days.add(FIRST)
    days.discard(LAST)
    spells: list[Spell] = []
    last: _Cell | None = None
    begun = FIRST
    for day in sorted(days):
        now = _standing(day, ground, phases)
        if last is not None:
            if now[0] == last[0] and _same(now, last):
                continue
            spells.append(Spell(subject, last[0], begun, day, *last[1:]))
            begun = day
        last = now
    if last is not None:
        spells.append(Spell(subject, last[0], begun, None, *last[1:]))
    return spells


_Cell = tuple[str, Deed | None, str, tuple[str, ...]]


def _same(now: _Cell, last: _Cell) -> bool:
    """Two neighbours of one standing are one cell; in doubt, only where it is as certain in both that it binds."""
    if now[0] != CANNOT_SAY:
        return now[1] is last[1]
    return binding(now[3]) is binding(last[3])


def _standing(day: date, ground: str, phases: Sequence[Phase]) -> _Cell:
    for phase in reversed(phases):
        start, end = phase.start, phase.end
        if start.lo > day:
            continue
        if end is not None and end.hi <= day and end.hi != LAST:
            continue
        certain = start.hi <= day and start.hi != LAST and (end is None or end.lo > day)
        if certain:
            return phase.standing, phase.deed, phase.rule, ()
        may_be = _possible(day, ground, phases)
        if len(may_be) == 1:
            return phase.standing, phase.deed, phase.rule, ()  # whichever act it rests on, the standing is the same
        return CANNOT_SAY, phase.deed, phase.rule, may_be
    return ground, None, "fact", ()


def _possible(day: date, ground: str, phases: Sequence[Phase]) -> tuple[str, ...]:
    """The standings that are possible on a day of doubt: of each phase that may hold, down to one that surely does."""
    found: dict[str, None] = {}
    for phase in reversed(phases):
        start, end = phase.start, phase.end
        if start.lo > day or (end is not None and end.hi <= day and end.hi != LAST):
            continue
        found[phase.standing] = None
        if start.hi <= day and start.hi != LAST and (end is None or end.lo > day):
            return tuple(found)
    found[ground] = None
    return tuple(found)


def stop_at(spells: Sequence[Spell], horizon: date, final: frozenset[str]) -> list[Spell]:
    """The same partition with ``cannot say`` after the horizon, unless a final standing was reached by then.

    Missing data is not a missing act: after a source's as-of day nothing is known.
    """
    kept: list[Spell] = []
    for spell in spells:
        if spell.start > horizon:
            break
        kept.append(spell)
    last = kept[-1]
    if last.standing in final:
        return kept
    if last.end is None or last.end > horizon:
        following = _next_day(horizon)
        kept[-1] = last._replace(end=following)
        kept.append(Spell(last.subject, CANNOT_SAY, following, None, None, "as of"))
    return kept


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def at(spells: Sequence[Spell], day: date) -> Spell:
    """The spell that holds a day: a look-up in the partition."""
    for spell in reversed(spells):
        if spell.start <= day:
            return spell
    return spells[0]
