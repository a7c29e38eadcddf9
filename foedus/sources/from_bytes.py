"""Bytes or text to a Document: decoded, dated, masked."""

from __future__ import annotations

from datetime import date, datetime

from foedus.model.documents import Document
from foedus.model.errors import FoedusError
from foedus.sources.decode import decode
from foedus.sources.from_html import from_html, looks_like_html
from foedus.sources.language import language
from foedus.sources.masks import masks
from foedus.sources.published import published_in, published_in_name


def from_bytes(
    data: bytes,
    *,
    name: str = "",
    published: date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    retrieved: datetime | None = None,
) -> Document:
    """A Document from the bytes of a text or HTML file.

    ``published`` given wins over a date in the page, the text or the name. Raises `FoedusError` FOE201 to FOE203
    for bytes that hold no article.
    """
    text, encoding = decode(data, name)
    return from_text(
        text,
        name=name,
        published=published,
        publisher=publisher,
        url=url,
        retrieved=retrieved,
        encoding=encoding,
    )


def from_text(
    text: str,
    *,
    name: str = "",
    published: date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    retrieved: datetime | None = None,
    encoding: str = "utf-8",
) -> Document:
    """A Document from text. HTML is recognised by its opening. Raises `FoedusError` FOE201 where nothing is left."""
    notes: list[str] = []
    title: str | None = None
    media_type, day, basis = "text/plain", published, "argument" if published else None
    if looks_like_html(text):
        page = from_html(text)
        text, title, media_type = page.text, page.title, "text/html"
        publisher = publisher or page.publisher
        notes += [page.note] if page.note else []
        if day is None and page.published:
            day, basis = page.published, "metadata"
    if not text.strip():
        raise FoedusError("FOE201", "there is no text", where=name, help="give a file that holds an article")
    if day is None and (found := published_in(text)):
        day, basis = found, "dateline"
    if day is None and (found := published_in_name(name)):
        day, basis = found, "metadata"
    return Document.of(
        text,
        name=name,
        title=title or _headline(text),
        publisher=publisher,
        url=url,
        published=day,
        published_basis=basis,
        retrieved=retrieved,
        encoding=encoding,
        media_type=media_type,
        language=language(text),
        masks=masks(text),
        notes=tuple(notes),
    )


def _headline(text: str) -> str | None:
    """The first line, if it is short enough to be one."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if 0 < len(first) <= 200 else None
