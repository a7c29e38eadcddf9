"""Every string by which an actor, an organ or a leader may be met in a text, and what it means there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from foedus.actors import load
from foedus.model.actors import Form, FormKind, Leader, Name, Organ, Organisation, OrganKind, Period, State

_SPACES = re.compile(r"\s+")


def key_of(name: str) -> str:
    """The key under which a name is looked up: small letters, plain apostrophes, no article, single spaces."""
    plain = _SPACES.sub(" ", name.replace("’", "'").strip()).casefold()
    return plain.removeprefix("the ")


def _strict(text: str) -> bool:
    """Does it hold only as written: an acronym ("MFA"), or a name that begins small?"""
    return text.isupper() or not text[:1].isupper()


def _one_word(text: str) -> bool:
    """Single words hold only with their capitals: "polish", "turkey" and "china" are no states."""
    return " " not in text or text.isupper()


def _hull(periods: Iterable[Period]) -> tuple[date | None, date | None]:
    """The first and last day of all periods together; None where one is open."""
    listed = tuple(periods)
    starts, ends = [p.start for p in listed], [p.end for p in listed]
    start = None if None in starts else min(s for s in starts if s is not None)
    end = None if None in ends else max(e for e in ends if e is not None)
    return start, end


def _cut(name: Period, hull: tuple[date | None, date | None]) -> tuple[date | None, date | None]:
    """The days on which an actor that lived in ``hull`` bore the name; a name may be older than the state."""
    start = name.start if name.start is not None else hull[0]
    end = name.end if name.end is not None else hull[1]
    return (None if start and end and start > end else start), end


def state_forms(state: State) -> Iterator[Form]:
    """The names, demonyms, adjectives, capitals and seats of a state."""
    hull = _hull(state.exists)
    risky = frozenset((*state.risky, *(seat.name for seat in state.seats if seat.name in load.risky_seats())))
    named = (Name(name=state.name), *state.names, *state.formal)
    for kind, values in (
        (FormKind.STATE, named),
        (FormKind.ADJECTIVE, state.adjectives),
    ):
        for value in values:
            text = value.name.removeprefix("the ")
            start, end = _cut(value, hull)
            unsafe = value.name in risky
            yield Form(text, kind, state.id, None, None, start, end, unsafe or _one_word(text), unsafe)
    for people in state.demonyms:
        for text, plural in dict.fromkeys(((people.many, True), (people.one, people.one == people.many))):
            unsafe = text in risky
            yield Form(
                text, FormKind.DEMONYM, state.id, None, None, *hull, unsafe or _one_word(text), unsafe, plural=plural
            )
    for seat in state.seats:
        start, end = _cut(seat, hull)
        unsafe = seat.name in risky
        kind = FormKind.SEAT if seat.kind == "seat" else FormKind.CAPITAL
        yield Form(seat.name, kind, state.id, seat.organ, None, start, end, unsafe or _one_word(seat.name), unsafe)


def organisation_forms(body: Organisation) -> Iterator[Form]:
    """The names, acronyms, adjectives and seats of an organisation."""
    hull = _hull(body.exists)
    risky = frozenset(body.risky)
    for value in (Name(name=body.name), *body.names):
        start, end = _cut(value, hull)
        unsafe = value.name in risky
        yield Form(
            value.name.removeprefix("the "), FormKind.ORGANISATION, body.id, None, None, start, end, unsafe, unsafe
        )
    for text in body.acronyms:
        yield Form(text, FormKind.ACRONYM, body.id, None, None, *hull, True, text in risky)
    for value in body.adjectives:
        unsafe = value.name in risky
        yield Form(value.name, FormKind.ADJECTIVE, body.id, None, None, *_cut(value, hull), True, unsafe)
    for seat in body.seats:
        unsafe = seat.name in risky
        kind = FormKind.SEAT if seat.kind == "seat" else FormKind.CAPITAL
        yield Form(seat.name, kind, body.id, seat.organ, None, *_cut(seat, hull), unsafe, unsafe)


def organ_forms(organ: Organ) -> Iterator[Form]:
    """An organ's own names, and with ``risky`` those it shares with other states' organs."""
    own = dict.fromkeys(organ.names)
    if organ.name not in organ.common:
        own = {organ.name: None, **own}
    for text in own:
        yield Form(text, FormKind.ORGAN, organ.actor, organ.name, organ.kind, organ.start, organ.end, _strict(text))
    for text in organ.common:
        yield Form(text, FormKind.ORGAN, organ.actor, organ.name, organ.kind, organ.start, organ.end, False, True)


def generic_forms() -> Iterator[Form]:
    """Organ names that any state has ("parliament"): they carry no actor, the words around them must."""
    for row in load.toml("generic.toml")["organ"]:
        for text in row["names"]:
            yield Form(text, FormKind.ORGAN, "", row["label"], OrganKind(row["kind"]), None, None, False, True)


def leader_forms(leader: Leader) -> Iterator[Form]:
    """A leader's full name and the shorter ones."""
    for text in dict.fromkeys((leader.name, *leader.names)):
        unsafe = text in leader.risky
        yield Form(
            text,
            FormKind.LEADER,
            leader.actor,
            None,
            leader.kind,
            leader.start,
            leader.end,
            True,
            unsafe,
            leader.name,
            leader.office,
        )


def _all() -> Iterator[Form]:
    for state in load.states().values():
        yield from state_forms(state)
    for body in load.organisations().values():
        yield from organisation_forms(body)
    for organ in load.organs():
        yield from organ_forms(organ)
    yield from generic_forms()
    for leader in load.leaders():
        yield from leader_forms(leader)


def _grouped(pairs: Iterable[tuple[str, Form]]) -> dict[str, tuple[Form, ...]]:
    found: dict[str, list[Form]] = {}
    for key, form in pairs:
        found.setdefault(key, []).append(form)
    return {key: tuple(dict.fromkeys(forms)) if forms[1:] else (forms[0],) for key, forms in found.items()}


@cache
@load.all_kept()
def surface_forms() -> Mapping[str, tuple[Form, ...]]:
    """All forms by their text, as written; each text holds its forms in order of register."""
    return _grouped((form.text, form) for form in _all())


def _naming() -> Iterator[Form]:
    for state in load.states().values():
        yield Form(state.id, FormKind.ACRONYM, state.id)
        yield from state_forms(state)
    for body in load.organisations().values():
        yield Form(body.id, FormKind.ACRONYM, body.id)
        yield from organisation_forms(body)


@cache
@load.all_kept()
def actors_by_name() -> Mapping[str, tuple[Form, ...]]:
    """The forms that name a state or organisation, by lookup key; ids and ISO codes included."""
    return _grouped((key_of(form.text), form) for form in _naming())
