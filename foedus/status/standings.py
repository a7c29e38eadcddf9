"""Standings read off a timeline by look-up, without the reasons: what lists, networks and comparisons need of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from foedus.model.dates import PartialDate, interval
from foedus.model.standings import PartyStanding, TreatyStanding
from foedus.model.truth import Truth
from foedus.status.moments import FIRST, LAST, Moment, day_partial
from foedus.status.outsiders import outsider
from foedus.status.phases import CANNOT_SAY, Spell, at
from foedus.status.timeline import Timeline


class StateStanding(NamedTuple):
    """What a state is to a treaty on a day: the same as its `PartyFinding` says, without the why."""

    state: str
    standing: PartyStanding
    since: PartialDate | None
    bound: Truth
    suspended_toward: tuple[str, ...]


def treaty_on(line: Timeline, on: date) -> tuple[TreatyStanding, PartialDate | None]:
    """What the treaty is on a day, and since when: as its `Finding` says."""
    spell = at(line.treaty_spells, on)
    return TreatyStanding(spell.standing), bounds(line.treaty_spells, spell)[0]


def state_on(line: Timeline, state: str, on: date) -> StateStanding:
    """What one state is to the treaty on a day."""
    cells = line.state_spells.get(state)
    if cells is None or state not in line.histories:
        return stranger(line, state, on)
    spell = at(cells, on)
    standing = PartyStanding(spell.standing)
    toward = suspended_toward(line, state, on) if line.suspensions else ()
    return StateStanding(state, standing, bounds(cells, spell)[0], spell.binding, toward)


def states_on(line: Timeline, on: date) -> list[StateStanding]:
    """What each state is to the treaty on a day, in order of id."""
    return [state_on(line, state, on) for state in sorted(line.state_spells)]


def stranger(line: Timeline, state: str, on: date) -> StateStanding:
    """A state of which the file has no act: none, or not to be said where the file does not carry all."""
    told = outsider(line, state, on)
    since = day_partial(told.since) if told.since is not None else None
    return StateStanding(state, told.standing, since, told.bound, ())


def changes(line: Timeline) -> tuple[date, ...]:
    """The days on which any standing that `states_on` or `treaty_on` tells of can change, in order.

    Between two of them each answer is the same, so that one made for a day serves for all of its stretch.
    """
    days = {spell.start for cells in (line.treaty_spells, *line.state_spells.values()) for spell in cells}
    for item in line.suspensions:
        days.update(_certain(moment) for moment in (item.start, item.end) if moment is not None)
    return tuple(sorted(days - {FIRST, LAST}))


def _certain(moment: Moment) -> date:
    """The first day on which it surely had come about."""
    return moment.hi


def bounds(cells: Sequence[Spell], spell: Spell) -> tuple[PartialDate | None, PartialDate | None]:
    """Since when and until when a standing holds; a neighbouring cell of doubt widens the day into an interval."""
    place = len(cells) - 1
    while cells[place] is not spell:
        place -= 1
    since: PartialDate | None = None
    if spell.start != FIRST:
        start = _doubt_before(cells, place)
        since = interval(start, spell.start) if start is not None else day_partial(spell.start)
    if spell.end is None or cells[place + 1].rule == "as of":
        return since, None
    end = _doubt_after(cells, place)
    return since, interval(spell.end, end) if end is not None else day_partial(spell.end)


def _doubt_before(cells: Sequence[Spell], place: int) -> date | None:
    """The first day on which a standing may have begun, where the cells before it leave that in doubt."""
    spell, start = cells[place], None
    for cell in reversed(cells[:place]):
        same = cell.rule == spell.rule and cell.deed is spell.deed
        if spell.standing == CANNOT_SAY or cell.standing != CANNOT_SAY or not same:
            break
        start = cell.start
    return start


def _doubt_after(cells: Sequence[Spell], place: int) -> date | None:
    """The first day on which a standing has surely gone, where the cells after it leave that in doubt."""
    spell, end = cells[place], None
    for cell in cells[place + 1 :]:
        if spell.standing == CANNOT_SAY or cell.standing != CANNOT_SAY or spell.standing not in cell.may_be:
            break
        end = cell.end
    return end


def suspended_toward(line: Timeline, state: str, on: date) -> tuple[str, ...]:
    """The states toward which the treaty is suspended for this one; a suspension between two works both ways."""
    found: set[str] = set()
    for item in line.suspensions:
        if item.start.by(on) is not Truth.YES or (item.end is not None and item.end.by(on) is Truth.YES):
            continue
        if item.by == state:
            found.update(item.toward)
        elif state in item.toward:
            found.add(item.by)
    return tuple(sorted(found))
