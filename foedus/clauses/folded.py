"""A text made even for reading: lower case, single spaces, words put together or apart again, offsets kept.

Treaty texts come as one long lower-case line, with headings run into the first word of an article, with words
broken at line ends. The rules read the folded text; every place in it leads back to the text as found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_EVEN = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
        "\f": " ",
        "\v": " ",
        "\u2028": " ",
        "\u2029": " ",
        "\ufeff": " ",
        "\ufffd": " ",
        "`": "'",
        "\u00b4": "'",
    }
)

# Words of final clauses that are put together again when a line end has cut them in two without a hyphen.
_WHOLE = frozenset(
    "convention conventions contracting contraction agreement agreements protocol treaty ratification ratifications "
    "ratified ratify acceptance approval accession accede instrument instruments deposited depositary depository "
    "denunciation denounce denounced withdrawal withdraw notification notifications notified government governments "
    "following entry signature signatory signatories reservation reservations secretary general united nations "
    "organization organisation provisions parties party present month months ninety ninetieth thirtieth".split()
)
# Slips of scanners in the words of final clauses: a figure for a letter, one letter for two.
_SLIPS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(?<=[a-z])0(?=[a-z])", "o"),
        (r"\b(?:sha(?:11|1l|l1|ii|il)|shau)\b", "shall"),
        (r"\bwi(?:11|1l|l1)\b", "will"),
        (r"\btb(?=(?:e|is|at|ese|ose|ey|ere)\b)", "th"),
        (r"\bart(?:lc|1c)(?=[l1i]e)", "artic"),
        (r"(?<=\bartic)[1i]e\b", "le"),
        (r"\bgovem(?=ments?\b)", "govern"),
        (r"(?<=\brati)(?:fl|fi1|f1)(?=(?:cation|ed\b))", "fi"),
        (r"(?<=\bnoti)(?:fl|f1)(?=(?:cation|ed\b))", "fi"),
        (r"\binstrurn(?=ent)", "instrum"),
    )
)
_CUT = re.compile(r"([a-z]{2,12})[ \t]*\r?\n[ \t]*([a-z]{2,14})")
_HYPHEN = re.compile(r"-[ \t]*\r?\n\s*(?=[a-z])")
_SPACES = re.compile(r"  +")
_SOFT = re.compile("\u00ad\\s*")

# A heading or sentence run into the next: "reservationsno reservations …", "organizations.2. the parties …".
_TREATY = r"(?:present |said )?(?:convention|agreement|treaty|protocol|statute|charter|constitution)\b"
_GLUED = (
    re.compile(rf"(?<=[a-z0-9])(?=this {_TREATY})"),
    re.compile(
        r"(?<=[a-z0-9])(?=the (?:present |high contracting|contracting |secretary-general|depositary |original |"
        r"instruments? |government of|parties |duration |depository |director)|the (?:convention"
        r"|agreement|treaty|protocol) "
        r"(?:shall|will|is|may))"
    ),
    re.compile(
        r"(?<=[acd-gi-lnoq-z0-9])(?=any (?:party|contracting|state|member|government|high|dispute|amendment)\b)"
    ),
    re.compile(r"(?<=[ac-gi-qsu-z0-9])(?=each (?:party|contracting|state|member|government)\b)"),
    re.compile(r"(?<=[a-z0-9])(?=no (?:reservation|signatory|denunciation))"),
    re.compile(r"(?<=[a-gi-z0-9])(?=at any time )"),
    re.compile(r"(?<=[a-z0-9])(?=reservations (?:to|may|shall|are)\b)"),
    re.compile(r"(?<=[a-z0-9])(?=in (?:witness|faith) whereof)"),
    re.compile(r"(?<=[a-z0-9.])(?=done (?:at|in) [a-z])"),
)
_STOP = (
    re.compile(r"(?<=[a-z)\]])[.;:](?=\(?\d{1,2}[.)])"),
    re.compile(r"(?<=[a-z0-9)])[.;](?=[a-z(])(?!\.[a-z]{1,3}[./])"),
    re.compile(r"(?<=[a-z]{2})(?=\d{1,2}\.[ a-z])"),
    re.compile(r"(?<=[ .][1-9])\.(?=[a-z])"),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded ``text`` and, for each place in it, the place in the text as found."""

    text: str
    raw: str
    _at: tuple[int, ...]
    _from: tuple[int, ...]

    def origin(self, place: int) -> int:
        """The offset in the text as found of the character at ``place``."""
        index = bisect_right(self._at, place) - 1
        limit = self._from[index + 1] if index + 1 < len(self._from) else len(self.raw)
        return min(self._from[index] + place - self._at[index], limit)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the text as found of ``text[start:end]``, without the space around it."""
        first = self.origin(start)
        last = self.origin(end - 1) + 1 if end > start else first
        while first < last and self.raw[first].isspace():
            first += 1
        while last > first and self.raw[last - 1].isspace():
            last -= 1
        return first, last

    def place(self, offset: int) -> int:
        """The place in the folded text of the character at ``offset`` of the text as found."""
        index = bisect_right(self._from, offset) - 1
        limit = self._at[index + 1] if index + 1 < len(self._at) else len(self.text)
        return min(self._at[index] + offset - self._from[index], limit)


def fold(raw: str) -> Folded:
    """Fold a text. Linear in its length; nothing is lost but case, line ends and spaces."""
    lower = raw.lower()
    if len(lower) != len(raw):
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in raw)
    edits = _line_end_edits(lower)
    even = lower.translate(_EVEN)
    edits += [(m.start() + 1, m.end(), "") for m in _SPACES.finditer(even)]
    for pattern, put in _SLIPS:
        edits += [(m.start(), m.end(), put) for m in pattern.finditer(even)]
    for pattern in _GLUED:
        edits += [(m.start(), m.start(), " ") for m in pattern.finditer(even)]
    for pattern in _STOP:
        edits += [(m.end(), m.end(), " ") for m in pattern.finditer(even)]
    return _apply(raw, even, edits)


def _line_end_edits(lower: str) -> list[tuple[int, int, str]]:
    edits = [(m.start(), m.end(), "") for m in _HYPHEN.finditer(lower)]
    edits += [(m.start(), m.end(), "") for m in _SOFT.finditer(lower)]
    for m in _CUT.finditer(lower):
        if m[1] + m[2] in _WHOLE and not (m[1] in _WHOLE and m[2] in _WHOLE):
            edits.append((m.end(1), m.start(2), ""))
    return edits


def _apply(raw: str, even: str, edits: list[tuple[int, int, str]]) -> Folded:
    parts: list[str] = []
    at, origin = [0], [0]
    done = length = 0
    for start, end, put in sorted(edits):
        if start < done:
            continue
        parts.append(even[done:start])
        length += start - done
        if put:
            at.append(length)
            origin.append(start)
            parts.append(put)
            length += len(put)
        at.append(length)
        origin.append(end)
        done = end
    parts.append(even[done:])
    return Folded("".join(parts), raw, tuple(at), tuple(origin))
