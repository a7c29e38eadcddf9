"""Takes a parcel or a file. Gives the file or the parcel, in JSON lines, CSV, Parquet or JSON-LD.

Never touches a store, and never stops at the first fault of a file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from foedus.ledger.formats import csv_rows, jsonl, jsonld, parquet
from foedus.ledger.parcel import Parcel
from foedus.model.errors import FoedusError, did_you_mean


class Format(NamedTuple):
    """A format: how a file of it is written and read, and how its names end."""

    write: Callable[[Parcel, Path], None]
    read: Callable[[Path], Parcel]
    endings: tuple[str, ...]


FORMATS = {
    "jsonl": Format(jsonl.write, jsonl.read, (".jsonl", ".ndjson")),
    "csv": Format(csv_rows.write, csv_rows.read, (".csv",)),
    "parquet": Format(parquet.write, parquet.read, (".parquet",)),
    "jsonld": Format(jsonld.write, jsonld.read, (".jsonld", ".json")),
}


def format_of(path: Path, name: str | None = None) -> Format:
    """The format named, or the one that the file's ending says. Raises `FoedusError` FOE330 for another."""
    if name is None:
        name = next((key for key, item in FORMATS.items() if path.suffix.lower() in item.endings), None)
    if name is None or name not in FORMATS:
        shown = name or path.suffix or path.name
        help = did_you_mean(shown, FORMATS) or f"formats: {', '.join(FORMATS)}"
        raise FoedusError("FOE330", f'"{shown}" is no format of a ledger', where=str(path), help=help)
    return FORMATS[name]
