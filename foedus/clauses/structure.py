"""The parts of a treaty text: preamble, articles with their paragraphs, annexes, appended protocols, conclusions.

Ids follow the Akoma Ntoso manner (OASIS LegalDocML, naming convention: ``art_5__para_1``, ``annex_2__art_1``).
A heading is told from a reference ("under Article 5") by its case, its line, the words around it and, above all,
by standing in order: after article 4 comes article 5. That also reads numerals run into the next word
("ARTICLE xivcertification") and figures set apart by a scanner ("Article 2 9").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.model.drafts import Piece, PieceKind, Structure

_ARTICLE = re.compile(
    r"(?:\b|(?<=[a-z])(?=A))(?:ART[Il1]C[LI1]E|Art[il1]c[lI1]e|article|ART\.|Art\.|Artide|ARTIDE)"
    r"[ \t]*\.?\s{1,4}(?=[\dIVXLCivxlco])"
)
_OTHER = re.compile(
    r"\b(?:SECTION|Section|CLAUSE|Clause|RULE|Rule|REGULATION|Regulation|regulation|Paragraph)\s{1,3}(?=[\dIVX])"
)
_ANNEX = re.compile(r"\b(ANNEX|Annex|APPENDIX|Appendix|SCHEDULE|Schedule|PROTOCOL|Protocol|ANEX)\b")
_END = re.compile(
    r"\b(?:in (?:witness|faith|testimony) (?:whereof|thereof)|en foi de quoi)|(?<=[.;)\]\n])\s*done (?:at|in) [a-z]",
    re.I,
)
_REFERENCE_AFTER = re.compile(
    r"\s*(?:,|;|\)|\((?:\d|[a-z]\))|and\b|or\b|to\b|of\b|shall\b|above\b|below\b|hereof\b"
    r"|thereof\b|paragraphs?\b|para\b"
    r"|is\b|are\b|may\b|has\b|in (?:the|this|respect|so|order)\b|as (?:amended|well)\b"
    r"|applies|apply|sub-?paragraph|and/or|does|do\b|will\b|must\b|with\b|by\b"
    r"|for the purposes?\b|until\b|when\b|on the\b|if\b)"
)
_REFERENCE_BEFORE = re.compile(
    r"(?:\bof|\bin|\bunder|\bby|\bto|\bwith|\band|\bor|\bsee|\bfrom|\bthrough|\bthan|\bthis|\bsaid|\bper|\bpursuant|"
    r"\bthat|\bafter|\bfirst|\bnew|\bfollowing|\beach|\bupon|\bper|\bon|\bparagraph|,|\()\s*[\"']?\s*$",
    re.I,
)
_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{0,3})|(?:xl|l)(?:x{0,3})(?:ix|iv|v?i{0,3})")
_HEADING = re.compile(r"[\s.:\-–—)]*([^\n.;:]{0,90})")
_PARAGRAPH = re.compile(r"(?:^|(?<=[\s.;:)\]]))\(?(\d{1,2})[.)]?(?<=[.)])\s?(?=\S)|(?<=[a-z])(\d{1,2})\.(?=\s?[a-z])")


@dataclass(slots=True)
class _Head:
    start: int
    end: int
    number: str
    order: tuple[int, ...]
    word: str = "art"


def roman(text: str) -> int | None:
    """The value of a roman numeral below ninety; None where the letters are none."""
    low = text.lower()
    if not low or not any(m.end() == len(low) and m.end() for m in [_ROMAN.fullmatch(low)] if m):
        return None
    worth = {"i": 1, "v": 5, "x": 10, "l": 50}
    total = 0
    for here, after in zip(low, low[1:] + " ", strict=True):
        total += -worth[here] if worth.get(after, 0) > worth[here] else worth[here]
    return total


def split(raw: str) -> Structure:
    """Split a text into its parts. Never raises: a text without articles is one ``body``."""
    heads = _heads(raw, _ARTICLE, "art")
    if len(heads) < 2:
        heads = max(heads, _heads(raw, _OTHER, "sec"), key=len)
    annexes = _annexes(raw, heads)
    if not heads and not annexes:
        return Structure(pieces=(Piece(id="body", kind="body", start=0, end=len(raw)),)) if raw else Structure()
    return _assemble(raw, heads, annexes)


def _heads(raw: str, pattern: re.Pattern[str], word: str) -> list[_Head]:
    capitals, letters = sum(c.isupper() for c in raw[:4000]), sum(c.isalpha() for c in raw[:4000])
    upper_matters = capitals < 0.5 * letters
    all_lower = capitals * 200 < letters
    found: list[_Head] = []
    for m in pattern.finditer(raw):
        expected = _next(found)
        end, order = _read(raw, m.end(), expected)
        if order is None:
            continue
        shout = upper_matters and m[0][:3].isupper()
        before = raw[max(0, m.start() - 16) : m.start()]
        line_start = not before.rsplit("\n", 1)[-1].strip() and ("\n" in before or m.start() < 16)
        if _REFERENCE_BEFORE.search(before) and not (shout and found and order == expected):
            continue
        in_order = order == expected or order == (1,) or (len(order) == 2 and order[1] == 1)
        if m[0][0] == "a" and not line_start and not (all_lower and order == expected):
            continue
        refers = _REFERENCE_AFTER.match(raw, end) is not None
        if shout or (line_start and (in_order or not refers)) or (in_order and not refers):
            found.append(_Head(m.start(), end, ".".join(map(str, order)), order, word))
    return _without_contents(raw, found)


def _next(found: list[_Head]) -> tuple[int, ...]:
    if not found:
        return (1,)
    last = found[-1].order
    return (*last[:-1], last[-1] + 1)


def _read(raw: str, at: int, expected: tuple[int, ...]) -> tuple[int, tuple[int, ...] | None]:
    """The number at ``at``: where it ends and its value, in favour of the number that is expected."""
    tail = raw[at : at + 14]
    bars = re.match(r"[lI1]{1,3}(?!\w)", tail)
    if bars and "l" in bars[0] and len(bars[0]) == expected[-1]:  # I, II, III misread by a scanner
        return at + bars.end(), (expected[-1],)
    slip = re.match(r"(?:i0|io|ii|il|l\d|i\d)(?=[ .(])", tail)
    if slip and expected[-1] in (10, 11) and roman(slip[0]) != expected[-1]:  # figures misread as letters
        return at + slip.end(), (expected[-1],)
    dotted = re.match(r"(\d{1,2})[.\-](\d{1,2})(?!\d|[.\-]\d)", tail)
    if dotted and (len(expected) == 2 or expected == (1,) or int(dotted[1]) != expected[0]):
        return at + dotted.end(), (int(dotted[1]), int(dotted[2]))
    figure = re.match(r"(\d{1,3})(?:\s(\d)(?![\d.)]))?", tail)
    if figure:
        whole, wanted = figure[1], str(expected[-1])
        if figure[2] and figure[1] + figure[2] == wanted:
            return at + figure.end(), (int(wanted),)
        if whole != wanted and whole.startswith(wanted) and re.match(r"[1-9][.)] ?[a-z(]", tail[len(wanted) :]):
            return at + len(wanted), (int(wanted),)
        return at + len(whole), (int(whole),)
    letters = re.match(r"[ivxl]{1,8}", tail, re.I)
    if not letters:
        return at, None
    plain = roman(letters[0]) if letters[0].isupper() and not tail[letters.end() :][:1].isalpha() else None
    if plain is not None:
        return at + letters.end(), (plain,)
    best: int | None = None
    for size in range(len(letters[0]), 0, -1):
        value = roman(letters[0][:size])
        if value is None:
            continue
        if value == expected[-1]:
            return at + size, (value,)
        if best is None and not tail[size : size + 1].isalpha():
            best = size
    return (at + best, (roman(letters[0][:best]) or 0,)) if best else (at, None)


def _without_contents(raw: str, heads: list[_Head]) -> list[_Head]:
    """Drop the table of contents: a run of headings with nothing between them, whose numbers come again."""
    for index in range(3, len(heads)):
        if heads[index].order <= heads[0].order:
            run = raw[heads[0].start : heads[index].start]
            if len(run) / index < 110 and len(re.findall(r"\b(?:shall|will|is|are)\b", run)) < index / 2:
                return _without_contents(raw, heads[index:])
            break
    return heads


def _annexes(raw: str, heads: list[_Head]) -> list[tuple[int, int, PieceKind, str]]:
    first = heads[0].start if heads else 0
    found: list[tuple[int, int, PieceKind, str]] = []
    for m in _ANNEX.finditer(raw, first):
        shout = m[1].isupper()
        before = raw[max(0, m.start() - 30) : m.start()]
        line_start = not before.rsplit("\n", 1)[-1].strip() and "\n" in before
        if not line_start and (not shout or _REFERENCE_BEFORE.search(before)):
            continue
        line = raw[m.end() : m.end() + 100].split("\n", 1)[0]
        if (
            line_start
            and not shout
            and (len(line) > 70 or _REFERENCE_AFTER.match(line) or line.rstrip().endswith((",", ";")))
        ):
            continue
        tag = re.match(
            r"[\s:\-–.]*(?:no\.? ?)?(\d{1,2}(?:\.\d{1,2})?|[ivxlIVXL]{1,6}(?![a-z]{2}\b)|[A-Z]\b)?",
            raw[m.end() : m.end() + 14],
        )
        kind: PieceKind = "protocol" if m[1].upper() == "PROTOCOL" else "annex"
        if kind == "protocol" and not (tag and tag[1]) and not _END.search(raw, first, m.start()):
            continue
        found.append((m.start(), m.end(), kind, (tag[1] or "") if tag else ""))
    return found


def _assemble(raw: str, heads: list[_Head], annexes: list[tuple[int, int, PieceKind, str]]) -> Structure:
    """Put headings, annexes and closing words in order and give each part its id and end."""
    marks: list[tuple[int, str, _Head | tuple[int, int, PieceKind, str] | None]] = [
        (h.start, "article", h) for h in heads
    ]
    marks += [(a[0], "annex", a) for a in annexes]
    marks += [(m.start(), "end", None) for m in _END.finditer(raw, heads[0].start if heads else 0)]
    marks.sort(key=lambda mark: mark[0])
    builder = _Builder(raw)
    for index, (start, what, item) in enumerate(marks):
        end = marks[index + 1][0] if index + 1 < len(marks) else len(raw)
        builder.add(start, end, what, item)
    pieces = builder.pieces
    if marks and marks[0][0] > 0:
        pieces.insert(0, Piece(id="preamble", kind="preamble", start=0, end=marks[0][0]))
    return Structure(pieces=tuple(pieces))


class _Builder:
    """Walks through the marks of a text, keeping which component and which annex it is in."""

    def __init__(self, raw: str) -> None:
        self.raw, self.pieces = raw, list[Piece]()
        self.component, self.prefix, self.last, self.ended = 0, "", 0, False
        self.used: dict[str, int] = {}
        self.main: tuple[int, ...] = (0,)
        self.main_component, self.inside, self.ended_main = 0, False, False

    def _continues(self, order: tuple[int, ...]) -> bool:
        """Does the article go on from the last one before an annex, as after the annex to a chapter?"""
        if len(order) == 2:
            return order > self.main
        if self.inside or order == (1,) or self.ended_main:
            return False
        return order[-1] == self.main[-1] + 1 or (
            self.main[-1] > 99 and self.main[-1] < order[-1] < self.main[-1] + 220
        )

    def add(self, start: int, end: int, what: str, item: object) -> None:
        if what == "article" and isinstance(item, _Head):
            self._article(start, end, item)
        elif what == "annex" and isinstance(item, tuple):
            kind, tag = item[2], str(item[3]).lower().replace(".", "_")
            if kind == "protocol" or self.ended or self.last > 2:
                self.component += 1
            self.ended, self.last, self.inside = False, 0, False
            self.prefix = self._unique(f"{kind}_{tag}" if tag else kind)
            self.pieces.append(
                Piece(id=self.prefix, kind=kind, number=tag or None, start=start, end=end, component=self.component)
            )
            self.prefix += "__"
        else:
            if self.ended:
                return
            self.ended = True
            self.ended_main = self.ended_main or not self.prefix
            id = self._unique(f"{self.prefix}conclusions")
            self.pieces.append(Piece(id=id, kind="conclusions", start=start, end=end, component=self.component))

    def _article(self, start: int, end: int, head: _Head) -> None:
        if self.prefix and self._continues(head.order):
            self.prefix, self.component = "", self.main_component
        elif head.order == (1,) and self.last >= 2 and (self.ended or not self.prefix):
            self.component += 1
            self.prefix = f"component_{self.component + 1}__"
        if not self.prefix:
            self.main, self.main_component = head.order, self.component
        self.ended, self.last, self.inside = False, head.order[-1], bool(self.prefix)
        heading = _HEADING.match(self.raw, head.end)
        id = self._unique(f"{self.prefix}{head.word}_{head.number.replace('.', '_')}")
        title = " ".join(heading[1].split()) if heading and heading[1].strip() else None
        self.pieces.append(
            Piece(
                id=id, kind="article", number=head.number, heading=title, start=start, end=end, component=self.component
            )
        )
        if end - head.end <= 60_000:
            self.pieces.extend(_paragraphs(self.raw, head.end, end, id, self.component))

    def _unique(self, id: str) -> str:
        self.used[id] = self.used.get(id, 0) + 1
        return id if self.used[id] == 1 else f"{id}__{self.used[id]}"


def _paragraphs(raw: str, start: int, end: int, article: str, component: int) -> list[Piece]:
    starts: list[tuple[int, int]] = []
    for m in _PARAGRAPH.finditer(raw[start:end]):
        number = int(m[1] or m[2])
        if number == len(starts) + 1:
            starts.append((start + (m.start(1) if m[1] else m.start(2)), number))
    if len(starts) < 2:
        return []
    ends = [place for place, _ in starts[1:]] + [end]
    return [
        Piece(
            id=f"{article}__para_{number}",
            kind="paragraph",
            number=str(number),
            start=place,
            end=stop,
            component=component,
        )
        for (place, number), stop in zip(starts, ends, strict=True)
    ]
