"""The names of states in the words treaties use, from the state register."""

from __future__ import annotations

import unicodedata
from functools import cache

from foedus.actors import register
from foedus.model.actors import State

_SHORTEST = 4
_NOUNS = ("government", "ministry", "republic", "federal council")


def _plain(name: str) -> str:
    even = name.lower().replace("\u2019", "'").replace("`", "'")
    return even.removeprefix("the ").strip()


def _without_marks(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@cache
def state_names() -> dict[str, str]:
    """Folded name → id, for every name, formal name and adjective before "government" in the register."""
    found: dict[str, str] = {}
    for id, state in register().states.items():
        for name in _names(state):
            for form in {_plain(name), _without_marks(_plain(name))}:
                if len(form) >= _SHORTEST or form in ("usa", "ussr", "uae"):
                    found.setdefault(form, id)
        for adjective in state.adjectives:
            if len(adjective.name) > _SHORTEST:
                for noun in _NOUNS:
                    found.setdefault(f"{_plain(adjective.name)} {noun}", id)
    found.update(_MORE)
    return found


@cache
def capitals() -> dict[str, str]:
    """Folded name of a capital → id of its state, of states that exist or existed; the first state to claim it."""
    found: dict[str, str] = {}
    for id, state in register().states.items():
        for seat in state.seats:
            if seat.kind == "capital":
                found.setdefault(_without_marks(_plain(seat.name)), id)
    return found


def _names(state: State) -> list[str]:
    risky = {_plain(name) for name in state.risky}
    named = [name.name for name in state.names if _plain(name.name) not in risky]
    return [state.name, *(name.name for name in state.formal), *named]


_MORE = {
    "french republic": "FRA",
    "federal republic of germany": "DEU",
    "russian federation": "RUS",
    "union of soviet socialist republics": "SUN",
    "soviet union": "SUN",
    "united kingdom of great britain and northern ireland": "GBR",
    "united kingdom": "GBR",
    "his britannic majesty": "GBR",
    "swiss confederation": "CHE",
    "swiss federal council": "CHE",
    "united mexican states": "MEX",
    "united states of mexico": "MEX",
    "united states of brazil": "BRA",
    "republic of china (taiwan)": "TWN",
    "helvetic confederation": "CHE",
    "federative republic of brazil": "BRA",
    "faroe islands": "FRO",
    "greenland": "GRL",
    "niue": "NIU",
    "cook islands": "COK",
}
"""Names that treaties use beside those of the register."""
