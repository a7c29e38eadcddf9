"""Citations: BibTeX of the data sets and methods that a table used."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def _entries() -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(files("foedus.panels").joinpath("citations.toml").read_text("utf-8"))


def bibtex(keys: Iterable[str]) -> str:
    """The BibTeX entries for these keys, each once, in order, and Foedus itself last."""
    wanted = list(dict.fromkeys([*(key for key in keys if key != "foedus"), "foedus"]))
    return "\n\n".join(_entry(key, _entries()[key]) for key in wanted) + "\n"


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if name != "kind"]
    return "\n".join([f"@{fields['kind']}{{{key},", *lines, "}"])
