"""The runner of clause cases: a sentence or short text of a treaty, and what must be read from it.

Keys of a case: ``text``; ``kind``, ``count``, ``named``, ``share``, ``delay`` ("90 days", "2 months,
first_of_nth_month"), ``date``, ``not_before``, ``later``; ``after``, ``notice``, ``duration``; ``depositary``,
``reservations``, ``languages``; ``when`` and ``renewal`` as in the treaty file; ``gives``: any path of the draft with
its value; ``absent``: paths that must not be read; ``duties``: the kinds of obligation, in order; ``duty``: what one
of them must hold. ``bad = true`` marks a near miss: it looks like a pattern and must be read otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from foedus.clauses import draft, treaty
from foedus.model.documents import Document
from foedus.model.drafts import Draft
from foedus.model.errors import FoedusError

NEUTRAL = ("kind", "count", "date", "not_before")
PATHS = {
    "when": "entry_into_force.when",
    "depositary": "depositary",
    "languages": "languages",
    "renewal": "duration.renewal",
}


def run_clauses(path: Path, file: Mapping[str, Any], case: Mapping[str, Any]) -> list[str]:
    """The ways in which a clause case fails. Raises `FoedusError` FOE425 where it has no text."""
    text = case.get("text")
    if not isinstance(text, str):
        raise FoedusError("FOE425", "the case has no text", where=str(path))
    found = draft(Document.of(text, name="case"))
    treaty(found)
    return [*_faults(case, found), *_quotes(text, found)]


def _quotes(text: str, found: Draft) -> Iterator[str]:
    for value in found.values:
        if text[value.start : value.end] != value.quote or not value.quote.strip():
            yield f"{value.path}: its words are not those of the text"


def _delay(text: str) -> tuple[int, str, str | None]:
    length, _, rounding = text.partition(", ")
    n, unit = length.split()
    return int(n), unit.rstrip("s"), rounding or None


def _said(value: Any) -> tuple[int, str, str | None]:
    return (value["n"], value["unit"], value.get("rounding")) if value else (0, "day", None)


def _same(said: Any, wanted: str) -> bool:
    if wanted == "none":
        return said is None
    if said is None:
        return False
    (n, unit, rounding), (m, other, turned) = _said(said), _delay(wanted)
    return (n, rounding) == (m, turned) and (unit == other or n == 0)


def _part_of(part: Any, whole: Any) -> bool:
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(_part_of(value, whole.get(key)) for key, value in part.items())
    return bool(part == whole)


def _faults(case: Mapping[str, Any], found: Draft) -> Iterator[str]:
    rule, reading = found.reading["rule"], found.reading
    for key in NEUTRAL:
        if key in case and rule[key] != case[key]:
            yield f"{key}: {rule[key]} instead of {case[key]}"
    if "named" in case and sorted(rule["named"]) != sorted(case["named"]):
        yield f"named: {rule['named']}"
    if "share" in case and rule["fraction"] != case["share"]:
        yield f"share: {rule['fraction']}"
    for key, value in (("delay", rule["delay"]), ("later", reading["later_joiner_delay"])):
        if key in case and not _same(value, case[key]):
            yield f"{key}: {value}"
    for key in ("after", "notice"):
        if key in case and not _same((reading["withdrawal"] or {}).get(key), case[key]):
            yield f"{key}: {reading['withdrawal']}"
    for key in ("duration", "reservations"):
        if key in case and reading[key] != case[key]:
            yield f"{key}: {reading[key]}"
    yield from _values(case, found)


def _values(case: Mapping[str, Any], found: Draft) -> Iterator[str]:
    paths = {value.path: value.value for value in found.values}
    wanted = dict(case.get("gives", {}))
    for key, path in PATHS.items():
        if key in case:
            wanted[path] = case[key]
    for path, value in wanted.items():
        if paths.get(path) != value:
            yield f"{path}: {paths.get(path)} instead of {value}"
    for path in case.get("absent", ()):
        if found.value(path) is not None:
            yield f"{path}: {found.value(path)}"
    if "duties" in case:
        kinds = [value.value["kind"] for value in found.values if value.path == "obligation"]
        if kinds != case["duties"]:
            yield f"duties: {kinds}"
        if "duty" in case and not any(_part_of(case["duty"], v.value) for v in found.values if v.path == "obligation"):
            yield f"duty: {[v.value for v in found.values if v.path == 'obligation']}"
