"""Documents: a text, its hash, where it came from, and which parts of it are not the report."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Mask(BaseModel):
    """A stretch of text that is not the report: ``start`` and ``end`` in code points, and why it is masked."""

    model_config = ConfigDict(frozen=True)

    start: int
    end: int
    why: Literal["boilerplate", "link line", "related content", "caption", "markup", "byline", "advertisement"]


class Document(BaseModel):
    """A source text. ``id`` is the sha256 of the text in UTF-8; masks hide parts without moving any character.

    ``published_basis`` says where the day of publication came from: ``argument``, ``metadata``, ``dateline`` or None.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    name: str = ""
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    published_basis: Literal["argument", "sidecar", "metadata", "dateline"] | None = None
    retrieved: datetime | None = None
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    language: str = "en"
    masks: tuple[Mask, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, **fields: object) -> Document:
        """A document with the id that its text demands."""
        return cls.model_validate({"id": text_hash(text), "text": text, **fields})


def text_hash(text: str) -> str:
    """sha256 of the text in UTF-8, in hexadecimal (lone surrogates are kept as they are)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
