"""Every clause sentence in cases/clauses: what a lawyer says must be read from it, and near misses."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from foedus.clauses import draft, treaty
from foedus.model.documents import Document
from foedus.model.drafts import Draft
from tests.shared import ROOT

FOLDER = ROOT / "cases" / "clauses"
NEUTRAL = ("kind", "count", "date", "not_before")
PATHS = {
    "when": "entry_into_force.when",
    "depositary": "depositary",
    "languages": "languages",
    "renewal": "duration.renewal",
}


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(file.read_text("utf-8"))["case"]:
            yield f"{file.stem}: {case['name']}", case


CASES = dict(_cases())


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


def test_there_are_at_least_120_sentences_and_a_quarter_are_near_misses() -> None:
    near = sum(bool(case.get("near_miss")) for case in CASES.values())
    assert len(CASES) >= 120
    assert near >= len(CASES) / 4
    assert len({case["text"] for case in CASES.values()}) == len(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_is_read(name: str) -> None:
    case = CASES[name]
    found = draft(Document.of(case["text"], name="case"))
    wrong = list(_faults(case, found))
    assert not wrong, f"{wrong}\nread: {found.reading}\nvalues: {[(v.path, v.value, v.rule) for v in found.values]}"
    treaty(found)
    for value in found.values:
        assert case["text"][value.start : value.end] == value.quote
        assert value.quote.strip(), value.path


def _faults(case: dict[str, Any], found: Draft) -> Iterator[str]:
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


def _values(case: dict[str, Any], found: Draft) -> Iterator[str]:
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
