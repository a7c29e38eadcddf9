"""What treaty a text is: title, parties named in title and preamble, day of signature, a proposed id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from foedus.clauses.dates import days
from foedus.clauses.names import state_ids
from foedus.clauses.sentences import Text
from foedus.model.documents import Document


@dataclass(frozen=True, slots=True)
class Identity:
    """Title, id, parties and day of signature, as far as the text gives them."""

    id: str
    title: str
    parties: tuple[str, ...]
    signed: date | None


_TITLE_END = re.compile(
    r"(?i)\s*(?:(?<=[a-z])src:|source:|the (?:parties|states|governments?|contracting"
    r"|high contracting|federal president|president|general conference)\b(?! of)|preamble"
    r"|\n\s*\n|signed at|done at|art[il1]c[lI1]e\s+(?:\d|[ivxl]+\b)|adopted at|opened for|the member states"
    r"|this protocol|this agreement)"
)


def identify(document: Document, text: Text) -> Identity:
    """Read title, parties and day of signature from the head and the closing words of the text."""
    raw = document.text.lstrip("\ufeff \n\t")
    raw = re.sub(r"^(?:MainText:|\d+)\s*", "", raw)
    head = raw[:600]
    end = _TITLE_END.search(head, 12)
    begins = re.match(r"(?i)art(?:icle|\.)\s+[\divxl]", head)  # with no title: its name is all there is
    title = document.title or ("" if begins else " ".join(head[: end.start() if end else 200].split()))
    title = "".join(c if c.isprintable() else " " for c in title)
    title = " ".join(title.split())[:220].strip(" :-") or document.name or "untitled"
    return Identity(_slug(document, title), title, _parties(text, title), _signed(text, title))


def _slug(document: Document, title: str) -> str:
    name = re.sub(r"\.[a-z]{2,4}$", "", document.name.rsplit("/", 1)[-1])
    slug = re.sub(r"[^a-z0-9]+", "-", (name or title).lower()).strip("-")
    return slug[:60].strip("-") or "draft"


def _parties(text: Text, title: str) -> tuple[str, ...]:
    in_title = state_ids(" ".join(title.lower().split()))
    if len(in_title) == 2:
        return in_title
    preamble = text.structure.piece("preamble")
    end = text.folded.place(preamble.end) if preamble else 3000
    opening = text.folded.text[: min(end, 3000)]
    start = re.search(
        r"the (?:governments?|kingdom|republic|president|federal|united|states) ?(?:of)?|between", opening
    )
    words = re.split(
        r"\b(?:recall|consider|desir|having|recogni[sz]|convinced|aware|noting|determined|wishing|conscious|bearing)",
        opening[start.start() if start else 0 :],
    )[0]
    return state_ids(words)


def _signed(text: Text, title: str) -> date | None:
    closings = [p for p in text.structure.pieces if p.kind == "conclusions" and p.component == 0]
    for piece in reversed(closings):
        start = text.folded.place(piece.start)
        closing = text.folded.text[start : start + 1500]
        done = re.search(r"\bdone (?:at|in)|\bsigned (?:at|in)|\bdone\b", closing)
        found = next(days(closing[done.start() : done.start() + 220]), None) if done else None
        if found:
            return found[1]
    found = next(days(title.lower()), None)
    return found[1] if found else None
