"""An HTML page to the text of its report, with title, day and publisher where the page names them.

trafilatura does it where it is installed (``foedus[html]``); else a plain walk over the blocks of the page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: the text of its report, title, day, publisher, and a note on how it was read."""

    text: str
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    note: str | None = None


def looks_like_html(text: str) -> bool:
    """True when the text opens as a page does."""
    head = text[:2000].lower()
    return "<!doctype html" in head or "<html" in head or ("<head" in head and "<body" in text.lower())


def from_html(html: str) -> Page:
    """The report of a page. An empty ``text`` means that none was found."""
    try:
        import trafilatura
    except ImportError:
        return _plain(html)
    found = trafilatura.extract(
        html, output_format="json", with_metadata=True, include_comments=False, favor_precision=True
    )
    if not found:
        return _plain(html)
    page = json.loads(found)
    day = page.get("date")
    return Page(
        text=page.get("text") or "",
        title=page.get("title"),
        published=date.fromisoformat(day[:10]) if day else None,
        publisher=page.get("source-hostname") or page.get("hostname"),
        note="text taken from the page by trafilatura; spans count characters of that text",
    )


class _Blocks(HTMLParser):
    """Collects the text of block elements; scripts, styles, navigation and forms are left out."""

    SKIP = frozenset("script style noscript nav footer header aside form svg template iframe figure button".split())
    BLOCK = frozenset("p h1 h2 h3 h4 h5 h6 li div section article blockquote tr br title".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title = ""
        self._skipped = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in self.SKIP
        self._in_title = tag == "title"
        if tag in self.BLOCK:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._skipped = max(0, self._skipped - (tag in self.SKIP))
        self._in_title = False
        if tag in self.BLOCK:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._skipped:
            self.parts.append(data)


def _plain(html: str) -> Page:
    walker = _Blocks()
    walker.feed(html)
    walker.close()
    blocks = (" ".join(block.split()) for block in "".join(walker.parts).split("\n\n"))
    return Page(
        text="\n\n".join(block for block in blocks if block),
        title=" ".join(walker.title.split()) or None,
        note="text taken from the page without a cleaner: menus may remain; install foedus[html] for a cleaner one",
    )
