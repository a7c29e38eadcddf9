"""The rules of preference, read from ``preference.toml``: who speaks, and how near and exact a claim is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from foedus.ledger.testimony import Said
from foedus.model.entries import Standing

_DIGITS = 22
"""Binary digits that hold any key of one rule: the days between any two dates are fewer than two to this power."""

_ALL = (1 << _DIGITS) - 1

_SHARED = 3
"""A name that more actors bear says nothing of whose it is."""

FAR = 1_000_000
"""The days between an act and its report, or that a date leaves open, where one of them is not known."""

_LONGEST_NAME = 6
"""Longest name of an actor looked for in a speaker, in words."""


@dataclass
class Preference:
    """The rules as read, with what was worked out about each speaker."""

    order: tuple[str, ...]
    certainty: tuple[str, ...]
    once: frozenset[str]
    once_each_organ: frozenset[str]
    joint: frozenset[str]
    together: frozenset[str]
    says: dict[str, str]
    places: dict[str, int]
    words: dict[str, re.Pattern[str]]
    media: dict[str, frozenset[str]]
    shift: dict[str, int]
    sureness: dict[str, int]
    _classes: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def source(self, speaker: str, depositary: frozenset[str], acting: frozenset[str]) -> str:
        """The class of a speaker (see ``preference.toml``), where these states act and those keep the treaty."""
        key = (speaker, depositary, acting)
        if key not in self._classes:
            self._classes[key] = self._class(speaker, depositary, acting)
        return self._classes[key]

    def _class(self, speaker: str, depositary: frozenset[str], acting: frozenset[str]) -> str:
        states = states_named(speaker)
        if self.words["depositary"].search(speaker) or speaker in depositary or states & depositary:
            return "depositary"
        if any(speaker in names for state, names in self.media.items() if state in acting):
            return "own media"
        if self.words["unnamed"].search(speaker):
            return "unnamed"
        if self.words["agency"].search(speaker):
            return "agency"
        if self.words["paper"].search(speaker):
            return "paper"
        return "own organ" if states & acting else "paper"

    def fixed(self, said: Said) -> int:
        """The part of a claim's rank that what is said decides by itself: certainty and exactness.

        A rank is one number, the first rule in its highest digits, so that many are sorted fast; the preferred claim
        has the lowest. To this part are added those of `decision`, `speaker` and `nearness`.
        """
        wide = said.last - said.first if said.last is not None and said.first is not None else FAR
        return (self.sureness.get(said.certainty, 9) << self.shift["certainty"]) + (wide << self.shift["exactness"])

    def speaker(self, speaker: str, depositary: frozenset[str], acting: frozenset[str]) -> int:
        """The part of a rank that the class of the speaker decides."""
        return self.places[self.source(speaker, depositary, acting)] << self.shift["source"]

    def decision(self, standing: Standing) -> int:
        """The part of a rank that people decide."""
        settled = standing is Standing.ACCEPTED or standing is Standing.CORRECTED
        return 0 if settled else 1 << self.shift["decision"]

    def why(self, ranks: Iterable[int]) -> str:
        """Why the claim of the first rank was preferred, in words: the rule in which it beats the next other one."""
        best, *others = ranks
        place = best >> self.shift["source"] & _ALL
        said = f"said by {next(self.says[source] for source, at in self.places.items() if at == place)}"
        second = next((other for other in others if other != best), None)
        if second is None:
            return said
        rule = next(name for name in self.order if (best ^ second) >> self.shift[name])
        return {
            "decision": "accepted or corrected by a person",
            "source": said,
            "certainty": "said without reserve",
            "nearness": "published nearer to the act",
            "exactness": "gives the more exact day",
        }[rule]

    def key_of(self, kind: str) -> str:
        """``once``, ``organ`` (once for each organ) or ``often``: how claims of this kind are told apart."""
        if kind in self.once:
            return "once"
        return "organ" if kind in self.once_each_organ else "often"


@cache
def preference() -> Preference:
    """The rules that ship with the package."""
    data = tomllib.loads(files("foedus.ledger").joinpath("preference.toml").read_text("utf-8"))
    sources = data["source"]
    return Preference(
        order=tuple(data["order"]),
        certainty=tuple(data["certainty"]),
        once=frozenset(data["once"]),
        once_each_organ=frozenset(data["once_each_organ"]),
        joint=frozenset(data["joint"]),
        together=frozenset(data["together"]),
        says={item["is"]: item["says"] for item in sources},
        places={item["is"]: place for place, item in enumerate(sources)},
        words={item["is"]: _pattern(item.get("words", [])) for item in sources},
        shift={rule: _DIGITS * i for i, rule in enumerate(reversed(data["order"]))},
        sureness={word: place for place, word in enumerate(data["certainty"])},
        media={state: frozenset(names) for state, names in data["media"].items()},
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    listed = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b") if listed else re.compile(r"(?!)")


@lru_cache(maxsize=65536)
def states_named(speaker: str) -> frozenset[str]:
    """The states that a speaker's name shows it to belong to: "Russian Foreign Ministry", "Kremlin", "Beijing".

    A longer name wins over a shorter one inside it: "South Korean" is not also Korean.
    """
    words = speaker.replace("’", "'").replace("'s", "").split()
    names = _names()
    found: set[str] = set()
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
            states = names.get(" ".join(words[at : at + length]).strip(",.;:").casefold())
            if states:
                found |= states
                at += length
                break
        else:
            at += 1
    return frozenset(found)


@cache
def _names() -> dict[str, frozenset[str]]:
    """Every name, adjective, seat, organ and leader of the states in the register, with whose it is."""
    from foedus.actors.load import leaders, organs, states

    found: dict[str, set[str]] = {}

    def note(name: str, state: str) -> None:
        found.setdefault(name.removeprefix("the ").casefold(), set()).add(state)

    for state in states().values():
        named = (*state.names, *state.adjectives, *state.formal, *state.seats)
        for name in (state.name, *(item.name for item in named)):
            note(name, state.id)
    for organ in organs():
        for name in (organ.name, *organ.names):
            note(name, organ.actor)
    for leader in leaders():
        for name in (leader.name, *leader.names):
            if name not in leader.risky:
                note(name, leader.actor)
    # "State Duma" is one state's; a name that many share ("President", "Senate") is nobody's without the state's own.
    return {name: frozenset(actors) for name, actors in found.items() if len(actors) <= _SHARED}
