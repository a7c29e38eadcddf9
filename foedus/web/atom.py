"""A list of changes as an Atom feed (RFC 4287). Plain values in, bytes out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is written (XML 1.0, 2.2)."""
_NEVER = "1970-01-01T00:00:00+00:00"
MOST = 200  # entries


def changes_feed(rows: Sequence[Mapping[str, Any]], *, own: str, page: str, base: str) -> bytes:
    """The feed of the rows of `foedus.api.changes_page.announced`, newest first.

    ``own`` and ``page``: full addresses of the feed and of the page that says the same; ``base``: of the explorer.
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    _child(root, "title", "Foedus: changes that matter")
    _child(root, "id", own)
    _child(root, "updated", max((row["announced"] for row in rows), default=_NEVER))
    _child(_child(root, "author"), "name", "Foedus")
    ET.SubElement(root, f"{{{_ATOM}}}link", rel="self", type="application/atom+xml", href=_clean(own))
    ET.SubElement(root, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=_clean(page))
    for row in rows[:MOST]:
        _entry(root, row, base)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _entry(root: ET.Element, row: Mapping[str, Any], base: str) -> None:
    entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
    _child(entry, "title", f"{row['title']}: {row['says']}")
    _child(entry, "id", f"urn:foedus:change:{row['change']}")
    _child(entry, "updated", row["announced"])
    ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", type="text/html",
                  href=f"{base}/treaty/{quote(row['treaty'], safe='')}?{urlencode({'on': row['on']})}")  # fmt: skip
    if row["url"]:
        ET.SubElement(entry, f"{{{_ATOM}}}link", rel="via", href=_clean(row["url"]))
    rule = f" By {row['rule']}." if row["rule"] else ""
    quoted = "".join(f" “{words}”" for words in row["quotes"])
    _child(entry, "summary", f"{row['says']}.{rule} As told by {row['source']}:{quoted}")
    ET.SubElement(entry, f"{{{_ATOM}}}category", term=row["kind"])


def _child(parent: ET.Element, tag: str, text: str = "") -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{tag}")
    child.text = _clean(text) or None
    return child


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
