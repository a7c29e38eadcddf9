"""The reader's words, from data files; forms of verbs are made here, odd ones stand in the files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_ODD = {
    "withdraw": "withdrew withdrawn",
    "pull": "pulled",
    "leave": "left",
    "break": "broke broken",
    "give": "gave given",
    "take": "took taken",
    "undertake": "undertook undertaken",
    "come": "came",
    "go": "went gone",
    "hold": "held",
    "meet": "met",
    "tear": "tore torn",
    "walk": "walked",
    "quit": "quit",
    "put": "put",
    "get": "got",
    "freeze": "froze frozen",
    "strike": "struck",
    "make": "made",
    "begin": "began begun",
    "bring": "brought",
    "lay": "laid",
    "uphold": "upheld",
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "become": "became",
    "bind": "bound",
    "send": "sent",
    "hand": "handed",
    "run": "ran",
    "end": "ended",
    "reach": "reached",
    "keep": "kept",
    "seal": "sealed",
    "back": "backed",
    "rip": "ripped",
    "forge": "forged",
    "undergo": "underwent",
    "lose": "lost",
    "win": "won",
    "set": "set",
    "cut": "cut",
    "let": "let",
    "draw": "drew drawn",
    "read": "read",
    "be": "is are was were been being",
    "have": "has had having",
    "do": "does did done",
    "undo": "undid undone",
    "lead": "led",
    "think": "thought",
    "know": "knew known",
    "see": "saw seen",
    "stick": "stuck",
    "throw": "threw thrown",
    "find": "found",
    "opt": "opted",
    "drop": "dropped",
    "scrap": "scrapped",
    "exit": "exited",
    "submit": "submitted",
    "commit": "committed",
    "abide": "abided",
    "defer": "deferred",
    "initial": "initialled initialed",
    "annul": "annulled",
    "cancel": "cancelled canceled",
    "expel": "expelled",
    "ink": "inked",
    "plan": "planned",
    "admit": "admitted",
    "shelve": "shelved",
    "vow": "vowed",
    "renew": "renewed",
    "okay": "okayed",
    "rejoin": "rejoined",
    "withhold": "withheld",
    "flout": "flouted",
    "refer": "referred",
    "regret": "regretted",
    "concur": "concurred",
    "stop": "stopped",
    "step": "stepped",
    "swap": "swapped",
    "readmit": "readmitted",
    "transmit": "transmitted",
    "seek": "sought",
    "fall": "fell fallen",
    "lag": "lagged",
    "pay": "paid",
    "rethink": "rethought",
    "unfreeze": "unfroze unfrozen",
    "ban": "banned",
    "permit": "permitted",
    "nod": "nodded",
    "rewrite": "rewrote rewritten",
    "shake": "shook shaken",
}


def forms_of(verb: str) -> tuple[str, ...]:
    """The forms of a verb: base, -s, -ing, past and participle.

    >>> forms_of("ratify")
    ('ratify', 'ratifies', 'ratifying', 'ratified')
    """
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third, ing, past = verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied"
    elif verb.endswith("e"):
        third, ing, past = verb + "s", verb[:-1] + "ing", verb + "d"
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
        ing, past = verb + "ing", verb + "ed"
    odd = _ODD.get(verb, "").split()
    if odd:
        past = odd[0]
        doubled = verb + verb[-1] + "ing"
        if past.startswith(verb + verb[-1] + "ed") or verb in (
            "quit",
            "put",
            "get",
            "run",
            "set",
            "cut",
            "let",
            "begin",
            "win",
        ):
            ing = doubled
    return tuple(dict.fromkeys((verb, third, ing, past, *odd)))


def every_form(verbs: str | Iterable[str]) -> frozenset[str]:
    """The forms of several verbs, given in a row or in one string.

    >>> sorted(every_form("sign cut"))
    ['cut', 'cuts', 'cutting', 'sign', 'signed', 'signing', 'signs']
    """
    row = verbs.split() if isinstance(verbs, str) else verbs
    return frozenset(form for verb in row for form in forms_of(verb))


@dataclass(frozen=True, slots=True)
class Frame:
    """One way to tell an act: its words, what must stand as object and subject, and what it makes of them.

    ``id`` is the rule named in each claim. ``particles``: a word that must follow the verb ("out", "from").
    ``object`` and ``subject``: kinds of which one must be met. ``about``: a kind that must stand below the object.
    ``actors``: ``subject``, ``both`` (all parties of a bilateral treaty), ``parties`` (of the treaty itself).
    """

    id: str
    act: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    object: tuple[str, ...] = ("instrument",)
    subject: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    actors: str = "subject"
    condition: str | None = None
    modality: str | None = None
    implicit: bool = False
    passive: str = "any"

    @property
    def counts(self) -> bool:
        """Does it tell only how many have done the act?"""
        return self.object == ("counted",)


@cache
def data(name: str) -> dict[str, Any]:
    """One data file of this folder, by its name without the ending."""
    return tomllib.loads(files("foedus.claims").joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def words(table: str, key: str, name: str = "lexicon") -> frozenset[str]:
    """A list of a data file as a set of words."""
    return frozenset(data(name)[table][key])


@cache
def frames() -> tuple[Frame, ...]:
    """All frames in the order of their file: the first that fits a trigger wins."""
    made: list[Frame] = []
    for raw in data("frames")["frame"]:
        fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
        made.append(Frame(**fields))
    return tuple(made)


@cache
def triggers() -> dict[str, tuple[tuple[Frame, str, str], ...]]:
    """Lower-case word → the frames it may open, each with ``verb`` or ``noun`` and the base form."""
    found: dict[str, list[tuple[Frame, str, str]]] = {}
    for frame in frames():
        for verb in frame.verbs:
            for form in forms_of(verb):
                found.setdefault(form, []).append((frame, "verb", verb))
        for noun in frame.nouns:
            for form in (noun, noun[:-1] + "ies" if noun.endswith("y") else noun + "s"):
                found.setdefault(form, []).append((frame, "noun", noun))
    return {word: tuple(items) for word, items in found.items()}


@cache
def telling() -> frozenset[str]:
    """The triggers that tell an act by themselves: all but the light verbs."""
    light = every_form(data("lexicon")["light"]["verbs"])
    return frozenset(word for word in triggers() if word not in light)


@cache
def heads() -> dict[str, str]:
    """Instrument nouns, singular and plural, to their singular."""
    table = data("lexicon")["instruments"]
    found = {noun: noun for noun in (*table["strong"], *table["weak"])}
    found |= {noun + "s": noun for noun in found if not noun.endswith(("y", "a"))}
    plurals: dict[str, str] = table["plurals"]
    return found | plurals


@cache
def scanned() -> frozenset[str]:
    """The instrument nouns that are a reason to read a text."""
    rare = words("instruments", "unscanned")
    table = data("lexicon")["instruments"]["letters"]
    letters = {name.lower() for name in table["names"] if name not in table["common"]}
    return frozenset(word for word, noun in heads().items() if noun not in rare) | letters
