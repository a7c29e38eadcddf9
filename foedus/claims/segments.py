"""Paragraphs and sentences by offset; a masked stretch never enters either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from foedus.model.documents import Mask

_OPEN = "\"'“‘«(["
_CLOSE = "\"'”’»)]"
_END = re.compile(rf"[.!?…][{re.escape(_CLOSE)}]*(?=\s)|[.!?][{re.escape(_CLOSE)}]+(?=[A-Z])|[.!?](?=[A-Z][a-z])")
_SHORT = frozenset(
    "mr mrs ms dr prof gen sen rep gov col lt maj capt sgt st mt jr sr no nos art arts vol pp ca cf vs inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec amb adm hon rev messrs fig u.s u.n u.k e.g "
    "i.e a.m p.m d.c u.s.s.r "
    "d.p.r.k n r.o.k e.u u.a.e mln bln pct dlrs".split()
)
_STARTERS = frozenset(
    "the a an in it its he she they we this that these those at on after before when while under for there both "
    "according as with since meanwhile however if all some many no not by from his her their our i you".split()
)
_INITIALISM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z|\A[A-Z]\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by code-point offsets of the document. ``heading``: a title line, written in headline tense."""

    start: int
    end: int
    text: str
    paragraph: int
    heading: bool = False
    open_quote: bool = False

    @property
    def lows(self) -> frozenset[str]:
        """Its words in small letters, each part of a joined word apart: what to ask before the words themselves."""
        return lows(self.text)


@lru_cache(maxsize=1024)
def lows(text: str) -> frozenset[str]:
    """The words of a text in small letters, each part of a joined word apart."""
    return frozenset(_PARTS.findall(text.lower()))


_PARTS = re.compile(r"[^\W\d_]+")


def open_spans(text: str, masks: Iterable[Mask]) -> list[tuple[int, int]]:
    """The stretches of ``text`` that no mask covers, in order."""
    spans, at = [], 0
    for mask in sorted(masks, key=lambda item: (item.start, item.end)):
        if mask.start > at:
            spans.append((at, min(mask.start, len(text))))
        at = max(at, mask.end)
    if at < len(text):
        spans.append((at, len(text)))
    return spans


def paragraphs(text: str, masks: Iterable[Mask] = ()) -> list[tuple[int, int]]:
    """Paragraphs as (start, end). A line that goes on in small letters after no full stop is the same paragraph."""
    found: list[tuple[int, int]] = []
    for first, last in open_spans(text, masks):
        at = first
        start: int | None = None
        stop = first
        for line in text[first:last].splitlines(keepends=True):
            bare = line.strip()
            begin = at + len(line) - len(line.lstrip())
            if not bare:
                if start is not None:
                    found.append((start, stop))
                start = None
            elif start is not None and bare[0].islower() and text[stop - 1] not in '.!?:;”"':
                stop = begin + len(bare)
            else:
                if start is not None:
                    found.append((start, stop))
                start, stop = begin, begin + len(bare)
            at += len(line)
        if start is not None:
            found.append((start, stop))
    return found


def sentences(text: str, masks: Iterable[Mask] = ()) -> list[Sentence]:
    """Sentences of the open stretches of ``text``, by the project's own rules (no model)."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(text, masks)):
        pieces = list(_split(text, start, end))
        heading = len(pieces) == 1 and _is_heading(text[start:end])
        quoted = False
        for first, last in pieces:
            piece = text[first:last]
            found.append(Sentence(first, last, piece, number, heading, quoted))
            quoted = _still_quoted(piece, quoted)
    return found


def _is_heading(line: str) -> bool:
    return len(line) < 160 and line[-1] not in '.!?”"…' and not line.endswith(("”", '"'))


def _still_quoted(piece: str, quoted: bool) -> bool:
    for mark in _QUOTES.findall(piece):
        quoted = not quoted if mark == '"' else mark in "“«"
    return quoted


_QUOTES = re.compile('[“«”»"]')


def _split(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    at = start
    for match in _END.finditer(text, start, end):
        if match.end() >= end or not _ends_sentence(text, match.start(), match.end(), end):
            continue
        yield at, match.end()
        at = match.end()
        while at < end and text[at].isspace():
            at += 1
    if at < end:
        yield at, end


def _ends_sentence(text: str, dot: int, after: int, end: int) -> bool:
    rest = text[after:end].lstrip()
    if not rest:
        return True
    head = rest.lstrip(_OPEN)
    if not head or not (head[0].isupper() or head[0].isdigit() or rest[0] in _OPEN):
        return False
    if text[dot] != ".":
        return True
    back = dot
    while back > 0 and not text[back - 1].isspace() and text[back - 1] not in _OPEN + "—–-":
        back -= 1
    word = text[back:dot]
    if word.lower() in _SHORT or _INITIALISM.match(word):
        following = re.match(r"[A-Za-z']+", head)
        is_name = len(word) == 1 or word.lower() not in (
            "u.s",
            "u.n",
            "u.k",
            "e.u",
            "a.m",
            "p.m",
            "d.c",
            "u.s.s.r",
            "inc",
            "co",
            "ltd",
            "corp",
        )
        if is_name and not (len(word) == 1 and following and following[0].lower() in _STARTERS):
            return False
        return following is not None and following[0].lower() in _STARTERS and after < end and text[after].isspace()
    return True


_PLACE = r"[A-ZÀ-Ý][\w.'’-]*(?:(?:,? | / |/)(?:of |the |de |la |and )?[A-ZÀ-Ý][\w.'’-]*){0,8}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?:,? \d{{4}})?"
_BY = r"(?:\([^)]{2,40}\)|/[^/]{2,20}/\.?)"
_DATELINE = re.compile(
    r"^(?:"
    r"(?:[A-ZÀ-Ý][\w.'’ -]{1,30}(?: \[[^\]]{2,30}\])?(?:,\s+[A-Z][\w.'’ "
    r"-]{1,25}?)?[.,]?\s+)?(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,? \d{4})?\.?,?\s*)?(?:\([^)]{2,30}\)|"
    r"/[^/]{2,20}/\.?)?\s*(?:--|[-–—:]|(?<=/\.)|(?<=/))\s+"
    # the place with a full day, and an agency or none: "Nairobi, Kenya, 4 March 2015 – "
    rf"|{_PLACE}[,:]?\s+\(?{_WEEKDAY}{_DAY}\)?[.,:]?\s*(?:{_BY}|,? ?[A-Z]{{2,6}})?\s*(?:--|[-–—_])\s+"
    # the place and an agency: "Abuja- Nigeria (PANA) -- "
    rf"|{_PLACE}(?:\s?-\s?[A-Z]\w+)?,?\s+{_BY}\s*(?:--|[-–—_])\s+"
    r")"
)


@lru_cache(maxsize=1024)
def dateline_length(text: str) -> int:
    """The length of a dateline at the head of a sentence: its day is that of the report."""
    match = _DATELINE.match(text)
    if match is None or match.end() >= 110 or text[match.end() : match.end() + 1].islower():
        return 0  # "Under the Prespa Agreement - named after a lake - …": a phrase set between dashes
    place = re.split(r"[(/]", match[0], maxsplit=1)[0]
    return 0 if any(word not in _SMALL for word in _LOWER.findall(place)) else match.end()


_DATE_LINE = re.compile(rf"{_PLACE},? {_WEEKDAY}{_DAY}(?: {_BY}(?: {_DAY})?)?\.?")


def is_date_line(line: str) -> bool:
    """A line of its own that gives only place or agency and day: "Xinhua, June 6, 2015", "Lima, Peru, 24 March"."""
    return len(line) < 80 and _DATE_LINE.fullmatch(line) is not None


_LOWER = re.compile(r"(?<![\w.'’-])[a-zà-ÿ][\w'’-]*")
_SMALL = frozenset("of the de la del da do di du des el al le les les en on and y e und st nd rd th".split())
"""What may stand in small letters in a place's name; "Three states - A, B and C - signed" has no dateline."""
