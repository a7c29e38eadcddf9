"""Reading rules as data: named patterns in ``patterns/*.toml``, built from fragments, compiled once.

A fragment stands in a pattern as ``«name»``. A rule has a name that is shown to people (``--why``), a sentence that
says what it does (``says``), the group in which it is tried, and what it gives.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from foedus.clauses.numbers import CARDINAL, FRACTION, ORDINAL

_FRAGMENT = re.compile(r"«([a-z_]+)»")
FILES = ("fragments", "entry", "delays", "leaving", "formal", "duties")


@dataclass(frozen=True, slots=True)
class Rule:
    """One reading rule; ``gives`` is what the file says about it beside name, pattern, group and says."""

    name: str
    group: str
    pattern: re.Pattern[str]
    says: str
    gives: dict[str, Any] = field(default_factory=dict)


@cache
def _data() -> tuple[dict[str, str], dict[str, tuple[Rule, ...]], dict[str, Any]]:
    fragments = {"num": CARDINAL, "ord": ORDINAL, "fraction": FRACTION}
    groups: dict[str, list[Rule]] = {}
    tables: dict[str, Any] = {}
    for name in FILES:
        text = files("foedus.clauses").joinpath("patterns", f"{name}.toml").read_text("utf-8")
        content = tomllib.loads(text)
        for key, pattern in content.pop("fragments", {}).items():
            fragments[key] = _expand(pattern, fragments)
        for item in content.pop("rule", []):
            known = {key: item.pop(key) for key in ("name", "group", "pattern", "says")}
            compiled = re.compile(_expand(known["pattern"], fragments))
            groups.setdefault(known["group"], []).append(
                Rule(known["name"], known["group"], compiled, known["says"], item)
            )
        tables |= content
    return fragments, {group: tuple(found) for group, found in groups.items()}, tables


def _expand(pattern: str, fragments: dict[str, str]) -> str:
    return _FRAGMENT.sub(lambda m: fragments[m[1]], pattern)


def rules(group: str) -> tuple[Rule, ...]:
    """The rules of a group, in the order in which they are tried."""
    return _data()[1].get(group, ())


def groups() -> tuple[str, ...]:
    """The names of all groups."""
    return tuple(_data()[1])


def table(name: str) -> Any:
    """A table of plain data from the pattern files (organisations, languages, words that open a search)."""
    return _data()[2][name]


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of the code's own, with the fragments of the files put in."""
    return _compiled(pattern)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_expand(pattern, _data()[0]))


def first(group: str, text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of the group that finds something in the text, with what it found."""
    for rule in rules(group):
        found = rule.pattern.search(text)
        if found:
            return rule, found
    return None
