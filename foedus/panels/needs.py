"""Loads the libraries of the extras when they are used, with an error for people where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from foedus.model.errors import FoedusError

_EXTRA = {
    "numpy": "panels",
    "pyarrow": "panels",
    "networkx": "panels",
    "polars": "frames",
    "pandas": "frames",
    "altair": "plots",
}


def load(module: str) -> Any:
    """Import a library of an extra. Raises `FoedusError` FOE601 where it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        library = module.partition(".")[0]
        if missing.name and missing.name.partition(".")[0] != library:
            raise
        extra = _EXTRA.get(library, "panels")
        raise FoedusError("FOE601", f"{library} is not installed", help=f"pip install 'foedus[{extra}]'") from None
