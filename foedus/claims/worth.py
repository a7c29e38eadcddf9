"""Which sentences of a text can tell an act, and so are worth parsing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache

from foedus.claims.echoes import ECHO
from foedus.claims.lexicon import data, scanned, telling, triggers
from foedus.claims.lists import LIST_HEAD
from foedus.claims.names import Named
from foedus.claims.nouns import agreeing, loose, matters, shorts
from foedus.claims.segments import Sentence, lows

_JOINED_BODY = re.compile(
    r"\b(?:Criminal Court|Whaling Commission|Energy Agency|Council of Europe|Arab League|Common Market|Customs Union)\b"
)
"""Bodies that states join and leave whose names hold none of the words of the lexicon."""


def worth_parsing(rows: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that can tell an act: a word of an act, and a treaty's word in it or shortly before it.

    A light verb ("take", "leave") needs more than a word of belonging ("work", "role") near it; a noun that may be
    anything ("letter", "statement") needs a verb of treaties beside it. A short name that the text gives a treaty
    ("the … Agreement (RAA)") is a treaty's word from there on; "ratified" is said of treaties however far back.
    """
    found = []
    near = firm = act = -9
    own: set[str] = set()
    for number, row in enumerate(rows):
        low = row.lows
        tells = not low.isdisjoint(telling())
        named = not low.isdisjoint(_treaty_words()) or (tells and not low.isdisjoint(_loose_words()))
        if named and "(" in row.text:
            own.update(short.lower() for short in _SHORT.findall(row.text))
        named = named or not low.isdisjoint(own)
        named = named or not (low.isdisjoint(matters()) or low.isdisjoint(agreeing()))
        if named or _JOINED_BODY.search(row.text):
            near = firm = number
        elif not low.isdisjoint(_belonging_words()):
            near = number
        told = number - near <= 4 and tells
        told = told or (number - firm <= 4 and not low.isdisjoint(triggers()))
        told = told or (firm >= 0 and not low.isdisjoint(_of_treaties_alone()))
        if told:
            act = number
        elif number - act <= 2:
            told = ECHO.search(row.text) is not None
        if told or LIST_HEAD.match(row.text):
            found.append(row)
    return found


_SHORT = re.compile(r"\(“?\"?([A-Z][A-Za-z]*[A-Z])s?”?\"?\)")


@cache
def _of_treaties_alone() -> frozenset[str]:
    """Words that are hardly said of anything but a treaty: "ratified", "acceded"."""
    return frozenset(word for word in telling() if word.startswith(("ratif", "acced")))


def about_somebody(wanted: Sequence[Sentence], named: Sequence[Named]) -> list[Sentence]:
    """Of these sentences, those whose acts can have a doer or a treaty.

    "The work took two weeks" holds no treaty's word, names nobody and points at nobody, and its verb is light.
    """
    starts = sorted(item.start for item in named if item.actor or item.organ)
    found = []
    for row in wanted:
        low = row.lows
        own = telling() | _treaty_words() | _belonging_words() | _pointers()
        at = bisect_left(starts, row.start)
        if (
            not low.isdisjoint(own)
            or "H.R. " in row.text
            or ECHO.search(row.text)
            or (at < len(starts) and starts[at] < row.end)
            or LIST_HEAD.match(row.text)
        ):
            found.append(row)
    return found


@cache
def _pointers() -> frozenset[str]:
    """Words that stand for an actor or a treaty told elsewhere."""
    voices = data("lexicon")["voices"]
    row = (word for key in ("states", "legislatures", "heads", "cabinets") for word in voices[key])
    return _parts(row) | frozenset(
        "it its they them their he she his her we our us both which who this that these".split()
    )


_SCOPES = ("bodies", "joined", "named")


@cache
def _treaty_words() -> frozenset[str]:
    scope = data("lexicon")["scope"]
    return _parts((*scanned(), *shorts(), *(word for key in _SCOPES for word in scope[key])))


@cache
def _loose_words() -> frozenset[str]:
    return _parts(loose())


@cache
def _belonging_words() -> frozenset[str]:
    return _parts(data("lexicon")["scope"]["belonging"])


def _parts(row: Iterable[str]) -> frozenset[str]:
    return lows(" ".join(row))
