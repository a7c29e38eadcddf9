"""Changes out: as text, JSON lines, an Atom feed, or a webhook with a signed body."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from foedus.model.errors import Problem
from foedus.model.watching import Change, Out

_ATOM = "http://www.w3.org/2005/Atom"
_KEPT = 200  # entries in the Atom feed


def tell(changes: Sequence[Change], outs: Sequence[Out], now: datetime) -> list[Problem]:
    """Send the changes to each place. A place that fails is a problem; the others are told all the same."""
    problems = []
    for out in outs if changes else ():
        try:
            _WAYS[out.kind](changes, out, now)
        except Exception as error:  # a broken webhook must not silence the others
            place = out.path or out.url or out.kind
            problems.append(Problem(place, "FOE813", f"changes could not be told: {error}", "check the place"))
    return problems


def line(change: Change) -> str:
    """One change as a line of text."""
    return f"{change.title}: {change.says} [{change.source}]"


def _text(changes: Sequence[Change], out: Out, now: datetime) -> None:
    _append(out, "".join(f"{now:%Y-%m-%d %H:%M} {line(change)}\n" for change in changes))


def _jsonl(changes: Sequence[Change], out: Out, now: datetime) -> None:
    _append(out, "".join(json.dumps(_plain(change), ensure_ascii=False) + "\n" for change in changes))


def _append(out: Out, text: str) -> None:
    if out.path is None:
        sys.stdout.write(text)
        return
    with Path(out.path).open("a", encoding="utf-8") as stream:
        stream.write(text)


def _plain(change: Change) -> dict[str, object]:
    return {"id": change.id, **change.model_dump(mode="json")}


def _atom(changes: Sequence[Change], out: Out, now: datetime) -> None:
    if out.path is None:
        raise ValueError("an Atom feed needs a path")
    file = Path(out.path)
    ET.register_namespace("", _ATOM)
    old = ET.parse(file).getroot().findall(f"{{{_ATOM}}}entry") if file.exists() else []
    root = ET.Element(f"{{{_ATOM}}}feed")
    _child(root, "title", "Foedus: changes that matter")
    _child(root, "id", "urn:foedus:changes")
    _child(root, "updated", now.isoformat(timespec="seconds"))
    for change in reversed(changes):
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _child(entry, "title", f"{change.title}: {change.says}")
        _child(entry, "id", f"urn:foedus:change:{change.id}")
        _child(entry, "updated", change.found.isoformat(timespec="seconds"))
        _child(entry, "summary", f"{change.says} As told by {change.source}.")
        if change.url:
            ET.SubElement(entry, f"{{{_ATOM}}}link", href=change.url)
    root.extend(old[: _KEPT - len(changes)])
    fresh = file.with_suffix(".new")
    ET.ElementTree(root).write(fresh, encoding="utf-8", xml_declaration=True)
    os.replace(fresh, file)


def _child(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{tag}").text = text


def _webhook(changes: Sequence[Change], out: Out, now: datetime) -> None:
    import httpx

    if out.url is None:
        raise ValueError("a webhook needs a url")
    body = json.dumps({"sent": now.isoformat(), "changes": [_plain(c) for c in changes]}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    if out.secret_env:
        headers["X-Foedus-Signature"] = "sha256=" + signed(body, os.environ[out.secret_env])
    httpx.post(out.url, content=body, headers=headers, timeout=20, trust_env=False).raise_for_status()


def signed(body: bytes, secret: str) -> str:
    """HMAC-SHA256 of a webhook's body, in hexadecimal (RFC 2104)."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


_WAYS = {"text": _text, "jsonl": _jsonl, "atom": _atom, "webhook": _webhook}
