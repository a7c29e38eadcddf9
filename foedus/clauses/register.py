"""The names of states in the words treaties use, from the state register."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

_TOO_SHORT = 4


def _plain(name: str) -> str:
    even = name.lower().replace("\u2019", "'").replace("`", "'")
    return even.removeprefix("the ").strip()


def _without_marks(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


@cache
def state_names() -> dict[str, str]:
    """Folded name → id, for every name, formal name and adjective before "government" in the register."""
    found: dict[str, str] = {}
    for file in sorted(files("foedus.actors").joinpath("states").iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".toml"):
            continue
        for id, row in tomllib.loads(file.read_text("utf-8")).items():
            for name in _names(row):
                for form in {_plain(name), _without_marks(_plain(name))}:
                    if len(form) >= _TOO_SHORT or form in ("usa", "ussr", "uae"):
                        found.setdefault(form, id)
            for adjective in row.get("adjectives", ()):
                if isinstance(adjective, str) and len(adjective) > _TOO_SHORT:
                    for noun in ("government", "ministry", "republic", "federal council"):
                        found.setdefault(f"{_plain(adjective)} {noun}", id)
    found.update(_MORE)
    return found


def _names(row: dict[str, Any]) -> list[str]:
    risky = {_plain(name) for name in row.get("risky", ())}
    names = [row["name"], *row.get("formal", ()), *row.get("names", ())]
    plain = [name["name"] if isinstance(name, dict) else name for name in names]
    return [name for name in plain if _plain(name) not in risky or name in row.get("formal", ()) or name == row["name"]]


_MORE = {
    "french republic": "FRA",
    "federal republic of germany": "DEU",
    "russian federation": "RUS",
    "union of soviet socialist republics": "SUN",
    "soviet union": "SUN",
    "united kingdom of great britain and northern ireland": "GBR",
    "united kingdom": "GBR",
    "his britannic majesty": "GBR",
    "swiss confederation": "CHE",
    "swiss federal council": "CHE",
    "united mexican states": "MEX",
    "helvetic confederation": "CHE",
    "federative republic of brazil": "BRA",
    "faroe islands": "FRO",
    "greenland": "GRL",
    "niue": "NIU",
    "cook islands": "COK",
}
"""Names that treaties use beside those of the register."""
