"""The register: one object that answers who an actor was on a day, and what its names and codes meant then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, cached_property

from foedus.actors import load, names
from foedus.model.actors import (
    CodeSpell,
    Form,
    FormKind,
    Leader,
    Organ,
    Organisation,
    OrganKind,
    Road,
    State,
    Tie,
    TieKind,
)
from foedus.model.errors import Problem, did_you_mean

_RANK = {
    FormKind.STATE: 0,
    FormKind.ORGANISATION: 0,
    FormKind.ACRONYM: 0,
    FormKind.DEMONYM: 1,
    FormKind.ADJECTIVE: 1,
    FormKind.SEAT: 2,
    FormKind.CAPITAL: 2,
}


_FALLING_APART = 730
"""Days around a state's end within which those that left it count as standing in its place (Austria-Hungary, 1918)."""


class Register:
    """States and organisations over time. Each part is read when it is first asked for and kept."""

    @property
    def states(self) -> Mapping[str, State]:
        """Every state by id, those that ended too."""
        return load.states()

    @property
    def organisations(self) -> Mapping[str, Organisation]:
        """Every organisation by id."""
        return load.organisations()

    def ids(self) -> tuple[str, ...]:
        """Every id of a state or organisation."""
        return (*self.states, *self.organisations)

    def get(self, id: str) -> State | Organisation | None:
        """The state or organisation of that id, or None."""
        found = self.states.get(id)
        return found if found is not None else self.organisations.get(id)

    def exists(self, id: str, on: date) -> bool:
        """Could the actor act on a treaty on that day? False also for an unknown id."""
        found = self.get(id)
        return found is not None and found.existed(on)

    def check(self, id: str, on: date | None = None) -> Problem | None:
        """What is wrong with naming this actor on this day: unknown (FOE020), or not there (FOE021); else None.

        The help names who stood in its place on that day, as far as the ties tell.
        """
        found = self.get(id)
        if found is None:
            near = self._by_name(id, on) or did_you_mean(id.upper(), self.ids())
            return Problem("", "FOE020", f'"{id}" is no actor of the register', near)
        if on is None or found.existed(on):
            return None
        stood = self.stood_for(id, on)
        instead = f"on that day it was {' or '.join(stood)}" if stood else "no other actor stood in its place"
        named = [other for other in self.find(found.name, on) if other not in (id, *stood)]
        instead += f"; {found.name} was then {' or '.join(named)}" if named else ""  # a state of another time, no tie
        return Problem("", "FOE021", f"{id} ({found.name}) {_absence(found, on)}", instead)

    def _by_name(self, name: str, on: date | None) -> str:
        found = self.find(name, on)
        return f"did you mean {' or '.join(found)}?" if found else ""

    def stood_for(self, id: str, on: date) -> tuple[str, ...]:
        """The actors that stood in this one's place on a day when it did not exist: its successors or predecessors.

        Several where it had fallen apart; the ties are followed until an actor of that day is met. A state that
        continues it excludes the others.
        """
        return tuple(self._stood(id, on, {id}))

    def _stood(self, id: str, on: date, seen: set[str]) -> dict[str, None]:
        found = self.get(id)
        if found is None or found.existed(on):
            return {}
        ended = max((p.end for p in found.exists if p.end is not None and p.end < on), default=None)
        if ended is None:
            steps = [tie for tie in found.predecessors if on < tie.date]
        else:
            around = timedelta(days=_FALLING_APART)
            steps = [tie for tie in found.successors if tie.date <= on and abs(tie.date - ended) <= around]
        stood: dict[str, None] = {}
        for near in _others(steps, backwards=ended is None):
            if self.exists(near, on):
                stood[near] = None
            elif near not in seen:
                stood.update(self._stood(near, on, seen | {near}))
        return stood

    def find(self, name: str, on: date | None = None) -> tuple[str, ...]:
        """The ids an English name can mean: names, demonyms, adjectives, capitals, seats, acronyms and ids.

        With a day, only actors that existed and bore the name then; the name of the state itself comes before its
        capital. Without one, all, those of today first. A name of nobody gives ``()``.
        """
        met: dict[str, tuple[int, int, int]] = {}
        for form in names.actors_by_name().get(names.key_of(name), ()):
            actor = self.get(form.actor)
            if actor is None or (on is not None and not (form.holds(on) and actor.existed(on))):
                continue
            ended = int(actor.exists[-1].end is not None)
            primary = int(names.key_of(actor.name) != names.key_of(name))
            rank = (_RANK[form.kind], ended if on is None else 0, primary)
            met[form.actor] = min(rank, met.get(form.actor, rank))
        return tuple(sorted(met, key=lambda id: met[id]))

    def surface_forms(self) -> Mapping[str, tuple[Form, ...]]:
        """Every string by which an actor, organ or leader may be met, as written, with what it means."""
        return names.surface_forms()

    def cow(self, code: int, on: date) -> str | None:
        """The id behind a Correlates of War ``ccode`` on a day, or None."""
        return _holder("cow", code, on)

    def gw(self, code: int, on: date) -> str | None:
        """The id behind a Gleditsch and Ward ``gwcode`` on a day, or None."""
        return _holder("gw", code, on)

    def cow_of(self, id: str, on: date) -> int | None:
        """The ``ccode`` of a state on a day, or None where the system did not count it."""
        return _code("cow", id, on)

    def gw_of(self, id: str, on: date) -> int | None:
        """The ``gwcode`` of a state on a day, or None where the system did not count it."""
        return _code("gw", id, on)

    def spells(self, system: str) -> tuple[CodeSpell, ...]:
        """The spells of ``cow`` or ``gw`` as their authors publish them."""
        return load.published_spells(system)

    def members(self, organisation: str, on: date) -> frozenset[str]:
        """The states that were members on a day; empty where the register holds no list."""
        found = self.organisations.get(organisation)
        spells = found.members if found is not None else ()
        return frozenset(spell.state for spell in spells if spell.holds(on))

    def successors(self, id: str) -> tuple[Tie, ...]:
        """The ties to those that follow this actor, by day."""
        found = self.get(id)
        return found.successors if found is not None else ()

    def predecessors(self, id: str) -> tuple[Tie, ...]:
        """The ties to those this actor follows, by day."""
        found = self.get(id)
        return found.predecessors if found is not None else ()

    @cached_property
    def _organs(self) -> Mapping[str, tuple[Organ, ...]]:
        found: dict[str, list[Organ]] = {}
        for organ in load.organs():
            found.setdefault(organ.actor, []).append(organ)
        return {actor: tuple(group) for actor, group in found.items()}

    def organs(self, actor: str, on: date | None = None, kind: OrganKind | None = None) -> tuple[Organ, ...]:
        """The organs of a state or organisation, of a day and of a kind where these are given."""
        return tuple(
            organ for organ in self._organs.get(actor, ()) if organ.holds(on) and (kind is None or organ.kind == kind)
        )

    def organ(self, actor: str, name: str, on: date | None = None) -> Organ | None:
        """The organ an actor's label, alias or shared name means, or None."""
        key = names.key_of(name)
        for organ in self.organs(actor, on):
            if any(names.key_of(each) == key for each in (organ.name, *organ.names, *organ.common)):
                return organ
        return None

    def road(self, state: str, on: date | None = None) -> Road | None:
        """The domestic road to ratification of a state (on a day; without one the latest), or None."""
        found = [road for road in load.roads() if road.state == state and road.holds(on)]
        return found[-1] if found else None

    @cached_property
    def _leaders(self) -> Mapping[str, tuple[Leader, ...]]:
        found: dict[str, dict[Leader, None]] = {}
        for leader in load.leaders():
            for name in (leader.name, *leader.names):
                found.setdefault(names.key_of(name), {})[leader] = None
        return {key: tuple(group) for key, group in found.items()}

    def leader(self, name: str, on: date | None = None) -> tuple[Leader, ...]:
        """The terms in office of those a name can mean, on a day where one is given, in order of their start."""
        found = (term for term in self._leaders.get(names.key_of(name), ()) if term.holds(on))
        return tuple(sorted(found, key=lambda term: term.start or date.min))

    def in_office(self, actor: str, on: date, kind: OrganKind | None = None) -> tuple[Leader, ...]:
        """Who held office for an actor on a day."""
        return tuple(
            term
            for term in load.leaders()
            if term.actor == actor and term.holds(on) and (kind is None or term.kind == kind)
        )


def _absence(actor: State | Organisation, on: date) -> str:
    """``did not exist before 1991-12-26``, or ended, or was interrupted."""
    first, last = actor.exists[0].start, actor.exists[-1].end
    if first is not None and on < first:
        return f"did not exist on {on}: it began on {first}"
    if last is not None and on > last:
        return f"did not exist on {on}: it ended on {last}"
    gap = next((p.end for p in reversed(actor.exists) if p.end is not None and p.end < on), None)
    again = next((p.start for p in actor.exists if p.start is not None and p.start > on), None)
    return f"did not exist on {on}: it ended on {gap} and began again on {again}"


def _others(ties: list[Tie], backwards: bool) -> list[str]:
    """The other ends of the ties; only the continuation's where there is one."""
    kept = [tie for tie in ties if tie.kind is TieKind.CONTINUATION] or ties
    return list(dict.fromkeys(tie.predecessor if backwards else tie.successor for tie in kept))


@cache
def _codes(system: str) -> tuple[Mapping[int, tuple[tuple[str, CodeSpell], ...]], date]:
    found: dict[int, list[tuple[str, CodeSpell]]] = {}
    for holder, share in load.shares(system):
        found.setdefault(share.code, []).append((holder, share))
    last = max(share.end for _, share in load.shares(system) if share.end is not None)
    return {code: tuple(group) for code, group in found.items()}, last


def _holder(system: str, code: int, on: date) -> str | None:
    """The state that holds a code; after the last day of the published list, the holder of that day."""
    codes, last = _codes(system)
    day = min(on, last)
    return next((holder for holder, share in codes.get(code, ()) if share.holds(day)), None)


def _code(system: str, id: str, on: date) -> int | None:
    """A state's code; after the last day of the published list, the code it had then."""
    state = load.states().get(id)
    if state is None:
        return None
    day = min(on, _codes(system)[1])
    held = state.cow if system == "cow" else state.gw
    return next((share.code for share in held if share.holds(day)), None)


@cache
def register() -> Register:
    """The register that ships with the package; always the same object."""
    return Register()
