"""Masks over the lines of a plain text that are not the report: click lines, boxes, notices.

After the line rules of text cleaners made for pages (trafilatura, jusText): mostly capitals, no final stop, an
imperative with read, click or sign up, or a box heading alone on a line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from foedus.model.documents import Mask

_LONGEST = 160  # characters; a longer line is prose, whatever it starts with


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(files("foedus.sources").joinpath("masks.toml").read_text("utf-8"))


def masks(text: str) -> tuple[Mask, ...]:
    """The masked stretches of a text, in order, in code points."""
    return tuple(
        Mask(start=start, end=end, why=why) for start, end, line in _lines(text) if (why := _why(line)) is not None
    )


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for whole in text.splitlines(keepends=True):
        line = whole.strip()
        if line:
            left = start + len(whole) - len(whole.lstrip())
            yield left, left + len(line), line
        start += len(whole)


def _why(line: str) -> str | None:
    if len(line) > _LONGEST:
        return None
    rules, low = _rules(), line.lower().strip(" :.…»›>|-–—*#")
    if low in rules["related"]["lines"]:
        return str(rules["related"]["why"])
    if low.startswith(tuple(rules["notice"]["starts"])):
        return str(rules["notice"]["why"])
    starts = low.startswith(tuple(rules["imperative"]["starts"]))
    says = any(phrase in low for phrase in rules["imperative"]["says"])
    ends_open = line[-1] not in ".!?\"”'’)"
    if starts and (_mostly_capitals(line) or says) and (ends_open or says):
        return str(rules["imperative"]["why"])
    return None


def _mostly_capitals(line: str) -> bool:
    letters = [char for char in line if char.isalpha()]
    return len(letters) >= 8 and sum(char.isupper() for char in letters) >= 0.8 * len(letters)
