"""Drafts: what a machine read from the text of a treaty, each value with the words it came from.

A draft is a proposal. It says nothing of what the text leaves open, and a person accepts or corrects every value
before it becomes an encoding; who did so is kept beside the value.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

PieceKind = Literal["preamble", "article", "paragraph", "annex", "protocol", "conclusions", "body"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Piece(_Value):
    """A part of a text: its id in the Akoma Ntoso manner (``art_5__para_1``), number, heading and place.

    ``start`` and ``end`` are code points of the document's text, as found. ``component``: 0 for the first text of
    the file, 1, 2 … for protocols or other texts appended to it.
    """

    id: str
    kind: PieceKind
    number: str | None = None
    heading: str | None = None
    start: int
    end: int
    component: int = 0


class Structure(_Value):
    """The parts of a text in the order in which they stand; paragraphs follow the article they belong to."""

    pieces: tuple[Piece, ...] = ()

    def at(self, offset: int) -> Piece | None:
        """The smallest part that holds the character at ``offset``."""
        found = [piece for piece in self.pieces if piece.start <= offset < piece.end]
        return min(found, key=lambda piece: piece.end - piece.start) if found else None

    def piece(self, id: str) -> Piece | None:
        """The part with that id."""
        return next((piece for piece in self.pieces if piece.id == id), None)


class Correction(_Value):
    """What a person said of a drafted value: accepted, corrected (with the new value) or rejected; who and when."""

    said: Literal["accepted", "corrected", "rejected"]
    by: str
    on: Day
    value: Any = None
    note: str | None = None


class DraftedValue(_Value):
    """One value of the draft with the words that gave it.

    ``path``: where the value stands in the treaty file (``entry_into_force.when``). ``value``: as in that file.
    ``article``: the id of the part of the text. ``start``, ``end``, ``quote``: the words, in code points of the
    document's text. ``rule``: the name of the reading rule, ``says`` what the rule does, in one sentence.
    """

    path: str
    value: Any
    article: str | None = None
    start: int
    end: int
    quote: str
    rule: str
    says: str
    review: Correction | None = None

    @property
    def accepted(self) -> Any:
        """The value after review: corrected, or as drafted; None where it was rejected."""
        if self.review is None or self.review.said == "accepted":
            return self.value
        return self.review.value if self.review.said == "corrected" else None


class Draft(_Value):
    """A draft of a treaty file: the text's structure, the values read from it, and what could not be read.

    ``document``: sha256 of the text. ``treaty_id``: the id proposed for the file. ``parties``: states named in the
    title or preamble. ``reading``: the clause reading in the neutral words of the evaluation (kind, count, named,
    delay, …). ``unread``: fields that the text does not give or that no rule could read. ``notes``: what a person
    should know before relying on the draft.
    """

    document: str
    name: str = ""
    treaty_id: str
    title: str
    parties: tuple[str, ...] = ()
    signed: Day | None = None
    structure: Structure = Structure()
    values: tuple[DraftedValue, ...] = ()
    reading: dict[str, Any] = {}
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def value(self, path: str) -> DraftedValue | None:
        """The first value with that path, or with a path below it."""
        return next((v for v in self.values if v.path == path or v.path.startswith(path + ".")), None)
