"""A feed's bytes to its items. RSS and Atom through feedparser; entity bombs are refused before parsing."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from foedus.model.errors import FoedusError


@dataclass(frozen=True, slots=True)
class Item:
    """One item: an id that stays, where its text is, its title, its own text, and when it appeared."""

    id: str
    url: str
    title: str
    text: str
    published: datetime | None


def from_feed(body: bytes, url: str) -> tuple[str, list[Item]]:
    """The feed's title and items, in its order.

    Raises `FoedusError` FOE809 for entities declared in the document or for bytes that are no feed.
    """
    import feedparser

    if re.search(rb"<!ENTITY|<!DOCTYPE[^>]*\[", body[:100_000], re.I):
        raise FoedusError("FOE809", f"{url}: the feed declares entities of its own", help="such feeds are not read")
    parsed = feedparser.parse(body, response_headers={"content-location": url}, sanitize_html=False)
    if not parsed.version and not parsed.entries:
        reason = getattr(parsed.get("bozo_exception"), "args", ["no feed"])
        raise FoedusError("FOE809", f"{url}: this is no RSS or Atom feed ({reason[0]})", help="check the address")
    items = []
    for entry in parsed.entries:
        link = entry.get("link", "")
        key = entry.get("id") or link or entry.get("title", "")
        if not key:
            continue
        content = (entry.get("content") or [{}])[0].get("value") or entry.get("summary", "")
        when = entry.get("published_parsed") or entry.get("updated_parsed")
        items.append(
            Item(
                id=str(key),
                url=str(link),
                title=str(entry.get("title", "")),
                text=str(content),
                published=datetime.fromtimestamp(calendar.timegm(when), UTC) if when else None,
            )
        )
    return str(parsed.feed.get("title", "")), items
