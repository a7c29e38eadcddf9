"""Whose name it is: states and organisations named in a treaty text, resolved to ids of the register."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from foedus.clauses.rules import compiled, table

_TODAY = {"SUN": "RUS", "DDR": "DEU", "CSK": "CZE", "YUG": "SRB", "AUH": "AUT", "OTM": "TUR", "EUE": "EU"}
"""Ids of ended states and the state that answers for them in evaluation files, which know only today's codes."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in folded text: the actor's id and the place."""

    id: str
    start: int
    end: int


@cache
def _states() -> tuple[re.Pattern[str], dict[str, str]]:
    from foedus.clauses.register import state_names

    known = state_names()
    inside = "|".join(sorted((re.escape(name) for name in known), key=len, reverse=True))
    return re.compile(rf"(?<![a-z])(?:{inside})(?![a-z])"), known


def states(text: str) -> list[Named]:
    """The states named in folded text, in order, without repeats at one place."""
    pattern, known = _states()
    return [Named(known[found[0]], found.start(), found.end()) for found in pattern.finditer(text)]


def state_ids(text: str) -> tuple[str, ...]:
    """The ids of the states named, each once."""
    return tuple(dict.fromkeys(named.id for named in states(text)))


@cache
def _organisations() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((compiled(row["pattern"]), row["id"]) for row in table("organisation"))


def organisation(text: str) -> str | None:
    """The organisation meant by the words of an office ("the director-general of …"), by its longest name."""
    best: tuple[int, str] | None = None
    for pattern, id in _organisations():
        found = pattern.search(text)
        if found and (best is None or found.start() < best[0]):
            best = (found.start(), id)
    return best[1] if best else None


def neutral(id: str) -> str:
    """The code that evaluation files use for an actor of the register."""
    return _TODAY.get(id, id)
