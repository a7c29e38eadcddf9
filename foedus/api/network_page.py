"""The ties of a day: who is tied to whom, by what kind, under which treaty; and the same by state, for the map."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.api import words
from foedus.api.commitments import SECURITY, commitments_on
from foedus.model.actors import State
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.api.stretches import Ties

FIRST_YEAR = 1816
"""The first year of the picture's slider: that of the Correlates of War's state system."""


def kinds_of(wanted: Iterable[str]) -> tuple[str, ...]:
    """The kinds asked for, in the order of weight; all where none is. Raises `FoedusError` FOE905 for another."""
    chosen = frozenset(item for item in wanted if item)
    if strange := sorted(chosen - frozenset(SECURITY)):
        raise FoedusError("FOE905", f'"{strange[0]}" is no kind of tie', help=f"one of {', '.join(SECURITY)}")
    return tuple(kind for kind in SECURITY if not chosen or kind in chosen)


def network_page(
    session: Foedus, on: date, known: date | None, kinds: Iterable[str] = (), treaty: str | None = None
) -> dict[str, Any]:
    """The ties of the day with their treaties, and each state's partners by kind.

    A tie is one pair under one kind and treaty; ``mutual`` where each owes the other. Raises FOE905 for a wrong kind.
    """
    chosen = kinds_of(kinds)
    begun = sorted(session.atlas.begun_by(on), key=lambda item: item.id)
    found = [session.stretches.ties(item, on, known) for item in begun if treaty is None or item.id == treaty]
    partners = _partners(found, chosen)
    return {
        "on": on,
        "known": known,
        "treaty": treaty,
        "kinds": chosen,
        "counts": {kind: sum(bits.bit_count() for bits in partners[kind].values()) // 2 for kind in chosen},
        "ties": [row for kind in chosen for item in found for row in item.rows.get(kind, ())],
        "treaties": [item.table[kind] for kind in chosen for item in found if kind in item.table],
        "states": _states(partners, on),
        "first_year": FIRST_YEAR,
    }


def _partners(found: Iterable[Ties], kinds: Iterable[str]) -> dict[str, dict[str, int]]:
    """By kind, each state's partners under all treaties together, as sets of bits."""
    partners: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    for item in found:
        for kind, of_state in item.partners.items():
            if kind in partners:
                held = partners[kind]
                for state, bits in of_state.items():
                    held[state] = held.get(state, 0) | bits
    return partners


def _states(partners: dict[str, dict[str, int]], on: date) -> list[dict[str, Any]]:
    """Every state of the day: its number on today's maps, and its partners by kind. Others did not exist then."""
    actors = register()
    tied = {id for of_state in partners.values() for id in of_state if not isinstance(actors.get(id), State)}
    there = {id for id, state in actors.states.items() if state.existed(on)}
    return [
        {
            "state": id,
            "name": words.name(id),
            "numeric": getattr(actors.get(id), "numeric", None),
            "partners": {kind: bits.bit_count() for kind in partners if (bits := partners[kind].get(id)) is not None},
        }
        for id in sorted(sorted(there | tied), key=words.name)
    ]


def around(session: Foedus, state: str, on: date, known: date | None) -> list[dict[str, Any]]:
    """One state's ties as pairs with their kinds, weightiest first: its network in small."""
    found: dict[tuple[str, str], set[str]] = {}
    for item in commitments_on(session, on, known=known, state=state):
        other = item.to if item.by == state else item.by
        found.setdefault((other, item.kind), set()).add(item.treaty)
    return [
        {"one": state, "other": other, "kind": kind, "treaties": sorted(keys)}
        for (other, kind), keys in sorted(found.items(), key=lambda e: (SECURITY.index(e[0][1]), e[0][0]))
    ]
