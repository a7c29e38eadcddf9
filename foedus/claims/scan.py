"""The first and cheapest stage: does a text hold an act word and a word for a treaty, on word bounds?

Two engines, one answer: hyperscan where it is installed, ahocorasick_rs elsewhere. Both see the UTF-8 bytes, fold
ASCII case only and take ASCII letters, digits and the underscore as word characters, so they agree on every text.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Protocol

from foedus.claims.lexicon import data, every_form, scanned, triggers

ACT, TREATY = 1, 2
_BOTH = ACT | TREATY
_WORD_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789_")


class Scanner(Protocol):
    """What a scanning engine can do."""

    name: str

    def keeps(self, text: bytes) -> bool:
        """Does the text hold a word of each kind?"""

    def kinds(self, text: bytes) -> dict[str, int]:
        """Every word of the table that the text holds, with its kind: for tests and for looking closer."""


@cache
def table() -> dict[str, int]:
    """The words of the scan, in small letters, with their kinds (a word can be of both).

    Light verbs ("take", "have") are left out: what makes them an act, "force" or the treaty's noun, stands instead.
    """
    light = every_form(data("lexicon")["light"]["verbs"])
    found: dict[str, int] = {}
    for word in (*triggers(), *data("lexicon")["light"]["partners"]):
        if word not in light:
            found[word] = found.get(word, 0) | ACT
    scope = data("lexicon")["scope"]
    for word in (*scanned(), *scope["belonging"], *scope["bodies"], *scope["named"]):
        found[word.lower()] = found.get(word.lower(), 0) | TREATY
    for word in scope["joined"]:  # "joined NATO": the light verb alone would not be seen
        found[word] = _BOTH
    return {word: kind for word, kind in found.items() if word.isascii() and " " not in word}


class Hyperscan:
    """The fast engine. Raises ImportError where hyperscan is not installed."""

    name = "hyperscan"

    def __init__(self) -> None:
        import hyperscan

        words = list(table().items())
        self._words = [word for word, _ in words]
        self._kind = [kind for _, kind in words]
        flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH
        self._database: Any = hyperscan.Database()
        self._database.compile(
            expressions=[rf"\b{_escaped(word)}\b".encode() for word in self._words],
            ids=list(range(len(words))),
            flags=[flags] * len(words),
        )
        self._stopped = hyperscan.ScanTerminated if hasattr(hyperscan, "ScanTerminated") else hyperscan.error

    def keeps(self, text: bytes) -> bool:
        """Stops at the first pair of kinds."""
        seen = 0
        kinds = self._kind

        def met(index: int, start: int, end: int, flags: int, context: Any) -> bool | None:
            nonlocal seen
            seen |= kinds[index]
            return seen == _BOTH or None

        try:
            self._database.scan(text, match_event_handler=met)
        except self._stopped:
            return True
        return seen == _BOTH

    def kinds(self, text: bytes) -> dict[str, int]:
        """All words of the table in the text."""
        found: dict[str, int] = {}

        def met(index: int, start: int, end: int, flags: int, context: Any) -> None:
            found[self._words[index]] = self._kind[index]

        self._database.scan(text, match_event_handler=met)
        return found


class AhoCorasick:
    """The portable engine."""

    name = "ahocorasick"

    def __init__(self) -> None:
        import ahocorasick_rs

        self._words = list(table())
        self._kind = [table()[word] for word in self._words]
        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick([word.encode() for word in self._words])

    def _hits(self, text: bytes) -> Any:
        low = text.lower()  # bytes fold ASCII only, as hyperscan does
        size = len(low)
        for index, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            if (start == 0 or low[start - 1] not in _WORD_BYTES) and (end == size or low[end] not in _WORD_BYTES):
                yield index

    def keeps(self, text: bytes) -> bool:
        """Stops at the first pair of kinds."""
        seen = 0
        for index in self._hits(text):
            seen |= self._kind[index]
            if seen == _BOTH:
                return True
        return False

    def kinds(self, text: bytes) -> dict[str, int]:
        """All words of the table in the text."""
        return {self._words[index]: self._kind[index] for index in self._hits(text)}


def _escaped(word: str) -> str:
    return "".join(char if char.isalnum() else f"\\{char}" for char in word)


@cache
def scanner(bulk: bool = True) -> Scanner:
    """The fastest engine that is installed; for a few texts the one that needs no second to build."""
    if not bulk:
        return AhoCorasick()
    try:
        return Hyperscan()
    except ImportError:
        return AhoCorasick()


def keeps(text: str) -> bool:
    """May the text tell an act on a treaty? False is certain, True is for the reader to judge."""
    return scanner(bulk=False).keeps(text.encode("utf-8", "surrogatepass"))
