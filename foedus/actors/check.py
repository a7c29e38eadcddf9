"""What must hold in the register of actors, as one list; run by its tests and by ``foedus check``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from foedus.actors import load, names
from foedus.model.actors import Form, FormKind, Organisation, Period, State, TieKind
from foedus.model.errors import Problem

_DAY = timedelta(days=1)
_CODE = "FOE022"


def _actors() -> dict[str, State | Organisation]:
    return {**load.states(), **load.organisations()}


def _overlaps(periods: Sequence[Period]) -> Iterator[tuple[Period, Period]]:
    ordered = sorted(periods, key=lambda period: period.start or date.min)
    for one, next_ in pairwise(ordered):
        if one.end is None or next_.start is None or next_.start <= one.end:
            yield one, next_


def ids_are_unique() -> Iterator[Problem]:
    """No id is both a state's and an organisation's; no state stands in two regions; ISO codes are used once."""
    both = load.states().keys() & load.organisations().keys()
    for id in sorted(both):
        yield Problem(id, _CODE, f"{id} is both a state and an organisation")
    for region in load.REGIONS:
        for id in load.toml("states", f"{region}.toml"):
            if load.states()[id].region != region:
                yield Problem(f"states/{region}.toml", _CODE, f"{id} stands in two files")
    for code in ("iso2", "numeric"):
        # ISO gave a code again where only a name or the borders changed, so those of today alone are compared.
        held = Counter(getattr(state, code) for state in load.states().values() if state.exists[-1].end is None)
        for value, times in held.items():
            if value is not None and times > 1:
                yield Problem("states", _CODE, f"{code} {value} is given {times} times")


def periods_are_sound() -> Iterator[Problem]:
    """Each period ends after it starts; periods of existence, and formal names, do not overlap."""
    for actor in _actors().values():
        named: list[Period] = [*actor.exists, *actor.names, *actor.seats]
        if isinstance(actor, State):
            named += [*actor.formal, *actor.cow, *actor.gw]
            for one, next_ in _overlaps(actor.formal):
                yield Problem(actor.id, _CODE, f"formal names overlap: {one.start} and {next_.start}")
        for period in named:
            if period.start and period.end and period.end < period.start:
                yield Problem(actor.id, _CODE, f"a period ends on {period.end}, before it starts")
        for one, next_ in _overlaps(actor.exists):
            yield Problem(actor.id, _CODE, f"periods of existence overlap: {one.start} and {next_.start}")


def codes_have_one_holder() -> Iterator[Problem]:
    """A code of a system has at most one spell on a day, and every holder is in the register."""
    for system in load.SYSTEMS:
        spells: dict[int, list[Period]] = {}
        for holder, share in load.shares(system):
            if holder not in load.states():
                yield Problem(f"systems/{system}.toml", _CODE, f"{holder} is no state")
            spells.setdefault(share.code, []).append(share)
        for code, shares in spells.items():
            for one, next_ in _overlaps(shares):
                where = f"systems/{system}.toml"
                yield Problem(where, _CODE, f"spells of {code} overlap: {one.start} and {next_.start}")


def code_spells_touch_existence() -> Iterator[Problem]:
    """A spell of a system falls within the state's existence, or into the tolerance the systems themselves need.

    Their lists open and close a state by other marks than its power to act on treaties (recognition, missions,
    effective rule), so that a spell may begin or end beside it; it must never miss it altogether.
    """
    for state in load.states().values():
        for share in (*state.cow, *state.gw):
            met = any(
                (period.start is None or share.end is None or period.start <= share.end)
                and (period.end is None or share.start is None or share.start <= period.end)
                for period in state.exists
            )
            if not met:
                yield Problem(state.id, _CODE, f"{share.system} {share.code} from {share.start} misses its existence")


def ties_meet() -> Iterator[Problem]:
    """Both ends of a tie are in the register; the successor exists on its first day; a union ends
    the predecessor before that day; a separation begins the successor, or its note says why it acted before."""
    actors = _actors()
    for tie in load.ties():
        missing = [id for id in (tie.predecessor, tie.successor) if id not in actors]
        for id in missing:
            yield Problem("ties.toml", _CODE, f"{id} is no actor")
        if missing:
            continue
        where = f"ties.toml: {tie.predecessor} to {tie.successor}"
        before, after = actors[tie.predecessor], actors[tie.successor]
        if not after.existed(tie.date):
            yield Problem(where, _CODE, f"{after.id} does not exist on {tie.date}")
        if tie.kind is TieKind.UNION and before.existed(tie.date):
            yield Problem(where, _CODE, f"{before.id} still exists on {tie.date}")
        starts = [period.start for period in after.exists]
        if tie.kind is TieKind.SEPARATION and tie.date not in starts and tie.note is None:
            yield Problem(where, _CODE, f"{after.id} does not begin on {tie.date}")
        if not before.existed(tie.date) and not any(_near(period.end, tie.date) for period in before.exists):
            yield Problem(where, _CODE, f"{before.id} neither exists on {tie.date} nor ended near it")


def _near(end: date | None, day: date) -> bool:
    """Did it end within two years, or, for what was under another power between, a lifetime before?"""
    return end is not None and end < day and (day - end).days <= 53 * 366


def ended_states_have_successors() -> Iterator[Problem]:
    """A state that ended for good names who followed it."""
    for state in load.states().values():
        if state.exists[-1].end is not None and not state.successors:
            yield Problem(state.id, _CODE, "ended but has no successor", "add a tie to ties.toml")


def members_existed() -> Iterator[Problem]:
    """Members of organisations are states that existed when they joined and left, each with one spell at a time."""
    states = load.states()
    for body in load.organisations().values():
        spells: dict[str, list[Period]] = {}
        for spell in body.members:
            spells.setdefault(spell.state, []).append(spell)
            if spell.state not in states:
                yield Problem(f"members.toml: {body.id}", _CODE, f"{spell.state} is no state")
                continue
            for day in (spell.start, spell.end):
                if day is not None and not states[spell.state].existed(day):
                    yield Problem(f"members.toml: {body.id}", _CODE, f"{spell.state} did not exist on {day}")
        for state, held in spells.items():
            for one, next_ in _overlaps(held):
                where = f"members.toml: {body.id}"
                yield Problem(where, _CODE, f"{state}: spells overlap: {one.start} and {next_.start}")


def names_are_unambiguous() -> Iterator[Problem]:
    """A name of a state or organisation means one actor on a day, unless it is marked risky or is an adjective.

    A capital or seat may be shared (Brussels), an old name may be a successor's too (Russia for the Soviet Union),
    and a state tied to another may bear its name.
    """
    for text, forms in names.actors_by_name().items():
        own = [form for form in forms if form.kind in (FormKind.STATE, FormKind.ORGANISATION) and not form.risky]
        for index, one in enumerate(own):
            for other in own[index + 1 :]:
                if one.actor != other.actor and _same_days(one, other) and not _tied(one.actor, other.actor):
                    yield Problem(text, _CODE, f'"{text}" means both {one.actor} and {other.actor}')


def _same_days(one: Form, other: Form) -> bool:
    starts = max(one.start or date.min, other.start or date.min)
    return starts <= min(one.end or date.max, other.end or date.max)


def _tied(one: str, other: str) -> bool:
    return any({tie.predecessor, tie.successor} == {one, other} for tie in load.ties())


def organs_and_roads_fit() -> Iterator[Problem]:
    """Organs belong to an actor; a label names one organ of it at a time; every step's organ is one of its state's."""
    actors = _actors()
    labels: dict[str, set[str]] = {}
    spells: dict[tuple[str, str], list[Period]] = {}
    for organ in load.organs():
        labels.setdefault(organ.actor, set()).add(organ.name)
        spells.setdefault((organ.actor, organ.name), []).append(organ)
        if organ.actor not in actors:
            yield Problem(f"organs: {organ.actor}", _CODE, f"{organ.actor} is no actor")
    for (actor, label), held in spells.items():
        if any(_overlaps(held)):
            yield Problem(f"organs: {actor}", _CODE, f'"{label}" is listed twice for the same time')
    by_state: dict[str, list[Period]] = {}
    for road in load.roads():
        by_state.setdefault(road.state, []).append(road)
        for step in road.steps:
            if step.organ not in labels.get(road.state, ()):
                yield Problem(f"organs: {road.state}", _CODE, f'the road names "{step.organ}", which is no organ')
    for state, roads in by_state.items():
        for one, next_ in _overlaps(roads):
            yield Problem(f"organs: {state}", _CODE, f"roads overlap: {one.start} and {next_.start}")


def leaders_fit() -> Iterator[Problem]:
    """Leaders serve an actor that existed, and a person holds one office of an actor once at a time."""
    actors = _actors()
    terms: dict[tuple[str, str, str], list[Period]] = {}
    for term in load.leaders():
        where = f"leaders: {term.actor}"
        actor = actors.get(term.actor)
        if actor is None:
            yield Problem(where, _CODE, f"{term.actor} is no actor")
            continue
        if term.start is not None and not actor.existed(term.start):
            yield Problem(where, _CODE, f"{term.name} begins on {term.start}, when {term.actor} did not exist")
        if term.end is not None and term.start is not None and term.end < term.start:
            yield Problem(where, _CODE, f"{term.name} ends before the term begins")
        terms.setdefault((term.actor, term.name, term.office), []).append(term)
    for (id, person, office), held in terms.items():
        for one, next_ in _overlaps(held):
            if next_.start != one.end:
                yield Problem(f"leaders: {id}", _CODE, f"{person} is {office} twice from {next_.start}")


INVARIANTS: tuple[Callable[[], Iterator[Problem]], ...] = (
    ids_are_unique,
    periods_are_sound,
    codes_have_one_holder,
    code_spells_touch_existence,
    ties_meet,
    ended_states_have_successors,
    members_existed,
    names_are_unambiguous,
    organs_and_roads_fit,
    leaders_fit,
)
"""Everything that must hold; each yields a problem for every fault, not the first alone."""


def problems() -> tuple[Problem, ...]:
    """All faults of the register that ships with the package; none when it is sound."""
    return tuple(problem for invariant in INVARIANTS for problem in invariant())
