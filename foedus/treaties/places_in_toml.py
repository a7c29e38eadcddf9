"""Where each value of a TOML text stands: the line of a key, found from its path.

``tomllib`` gives values without places, and a fault without its line helps nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

Path = tuple[str | int, ...]

_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_NESTED = re.compile(r"[{,]\s*([A-Za-z0-9_-]+)\s*=")
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")


def lines_of(text: str) -> dict[Path, int]:
    """Path of every table and key to its line, counted from 1. Array tables carry their index in the path."""
    found: dict[Path, int] = {(): 1}
    counts: Counter[Path] = Counter()
    table: Path = ()
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        line = lines[number]
        if head := _TABLE.match(line):
            table = _table(head[2], head[1] == "[[", counts)
            found.setdefault(table, number + 1)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[1]))
            found.setdefault(path, number + 1)
            length = _value_lines(lines, number, key.end())
            _inside(lines[number : number + length], number, path, found)
            number += length - 1
        number += 1
    return found


def line_at(found: dict[Path, int], path: Sequence[str | int]) -> int:
    """The line of a path, or of its nearest parent that stands in the text."""
    kept = tuple(path)
    while kept not in found:
        kept = kept[:-1]
    return found[kept]


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part[1] or part[2] or part[3] for part in _PART.finditer(dotted))


def _table(name: str, is_array: bool, counts: Counter[Path]) -> Path:
    path: Path = ()
    parts = _parts(name)
    for index, part in enumerate(parts):
        path = (*path, part)
        if index == len(parts) - 1 and is_array:
            counts[path] += 1
        if counts[path]:
            path = (*path, counts[path] - 1)
    return path


def _value_lines(lines: list[str], start: int, column: int) -> int:
    """How many lines the value takes that begins after ``column`` of line ``start``."""
    depth, quote, number, rest = 0, "", start, lines[start][column:]
    while True:
        depth, quote = _scan(rest, depth, quote)
        if (depth <= 0 and not quote) or number + 1 >= len(lines):
            return number - start + 1
        number += 1
        rest = lines[number]


def _scan(text: str, depth: int, quote: str) -> tuple[int, str]:
    """Bracket depth and open multi-line quote after a line."""
    index = 0
    while index < len(text):
        if quote:
            end = text.find(quote, index)
            if end < 0:
                return depth, quote
            index, quote = end + len(quote), ""
            continue
        char = text[index]
        if char in "\"'":
            if text.startswith(char * 3, index):
                quote, index = char * 3, index + 3
                continue
            index = _after_string(text, index, char)
            continue
        if char == "#":
            break
        depth += (char in "[{") - (char in "]}")
        index += 1
    return depth, quote


def _after_string(text: str, index: int, char: str) -> int:
    index += 1
    while index < len(text) and text[index] != char:
        index += 2 if text[index] == "\\" and char == '"' else 1
    return index + 1


def _inside(lines: list[str], start: int, path: Path, found: dict[Path, int]) -> None:
    """Keys of inline tables get the line they stand on, one level deep, where a value runs over many lines."""
    if len(lines) < 2:
        return
    for offset, line in enumerate(lines):
        for match in _NESTED.finditer(line):
            found.setdefault((*path, match[1]), start + offset + 1)
