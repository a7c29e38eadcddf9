"""Sentences of a folded text, each with the article it stands in; found by the words they hold."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from foedus.clauses.folded import Folded, fold
from foedus.clauses.structure import split
from foedus.model.drafts import Piece, Structure

_STOP = re.compile(r"[.][\"')\]]*(?= )")
_SHORT = frozenset(
    "art arts no nos para paras vol pp st mr mrs dr cf ch sec eg ie viz fig etc al ref ser co messrs".split()
)
LONGEST = 4000
"""No sentence is longer, in code points: a text without full stops is read in pieces."""
_MOST_LONG = 240


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the folded text: place, words, the number in order, and the part of the text it stands in."""

    index: int
    start: int
    end: int
    text: str
    piece: Piece | None

    @property
    def component(self) -> int:
        """Which text of the file: 0 for the first."""
        return self.piece.component if self.piece else 0


@dataclass(slots=True)
class Text:
    """A text ready for reading: as found, folded, in parts and in sentences."""

    folded: Folded
    structure: Structure
    bounds: list[int]
    _pieces: list[Piece] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _cache: dict[int, Sentence] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: str) -> Text:
        """Fold, split and cut a text."""
        folded, structure = fold(raw), split(raw)
        parts = [piece for piece in structure.pieces if piece.kind != "paragraph"]
        starts = [folded.place(piece.start) for piece in parts]
        cuts = {folded.place(piece.start) for piece in structure.pieces}
        return cls(folded, structure, _bounds(folded.text, cuts), parts, starts)

    def sentence(self, index: int) -> Sentence:
        """The sentence with that number."""
        known = self._cache.get(index)
        if known is None:
            start, end = self.bounds[index], self.bounds[index + 1]
            at = bisect_right(self._starts, start) - 1
            known = Sentence(index, start, end, self.folded.text[start:end], self._pieces[at] if at >= 0 else None)
            self._cache[index] = known
        return known

    def holding(self, words: Iterable[str]) -> list[Sentence]:
        """The sentences that hold one of the words, in order."""
        numbers: set[int] = set()
        text = self.folded.text
        for word in words:
            place = text.find(word)
            while place >= 0:
                number = bisect_right(self.bounds, place) - 1
                numbers.add(number)
                place = text.find(word, self.bounds[number + 1] if number + 1 < len(self.bounds) else len(text))
        found = [number for number in sorted(numbers) if number + 1 < len(self.bounds)]
        return [self.sentence(number) for number in self._few_long(found)]

    def _few_long(self, numbers: list[int]) -> list[int]:
        """Of very many very long sentences only the first and last: such a text has no sentences, only words."""
        long = [number for number in numbers if self.bounds[number + 1] - self.bounds[number] > LONGEST // 2]
        if len(long) <= _MOST_LONG:
            return numbers
        dropped = set(long[_MOST_LONG // 2 : -_MOST_LONG // 2])
        return [number for number in numbers if number not in dropped]

    def next(self, sentence: Sentence, step: int = 1) -> Sentence | None:
        """The sentence ``step`` further on, if it stands in the same article."""
        index = sentence.index + step
        while 0 <= index < len(self.bounds) - 1:
            other = self.sentence(index)
            if other.piece is not sentence.piece:
                return None
            if len(other.text.strip()) > 4:
                return other
            index += 1 if step > 0 else -1
        return None

    def article(self, piece: Piece | None, limit: int = 12_000) -> str:
        """The folded words of an article, from its heading on, at most ``limit`` code points."""
        if piece is None:
            return ""
        start = self.folded.place(piece.start)
        return self.folded.text[start : min(self.folded.place(piece.end), start + limit)]

    def tail(self) -> list[Piece]:
        """The parts of the file's first text, articles only, last ones first."""
        return [piece for piece in reversed(self._pieces) if piece.kind == "article" and piece.component == 0]


def _goes_on(text: str, word: str, at: int) -> bool:
    """Does the sentence go on after this full stop: an abbreviation ("art."), an initial ("d. c.")?"""
    if word in _SHORT:
        return True
    if len(word) != 1 or not word.isalpha() or text[at - 2 : at - 1] not in ". ":
        return False
    numeral = word in "ivxl" and re.search(r"(?:article|annex|paragraph|protocol) $", text[max(0, at - 12) : at - 1])
    return not numeral


def _bounds(text: str, cuts: set[int]) -> list[int]:
    marks = set(cuts) | {0}
    for found in _STOP.finditer(text):
        token = re.search(r"([a-z0-9]+)$", text[max(0, found.start() - 12) : found.start()])
        if token and _goes_on(text, token[1], found.start()):
            continue
        marks.add(found.end())
    ordered = sorted(marks | {len(text)})
    bounds: list[int] = []
    for here, after in zip(ordered, [*ordered[1:], len(text)], strict=True):
        bounds.append(here)
        bounds.extend(range(here + LONGEST, after, LONGEST))
    if len(bounds) > 1 and bounds[-1] == bounds[-2]:
        bounds.pop()
    return bounds
