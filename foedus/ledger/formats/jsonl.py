"""JSON lines: a header, the batches, then an entry a line, each with its body as a table."""

from __future__ import annotations

import json
from pathlib import Path

from foedus.ledger.entry import canonical
from foedus.ledger.formats.reading import Reader, lines
from foedus.ledger.parcel import Parcel


def write(parcel: Parcel, path: Path) -> None:
    """Write the parcel to a file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(canonical(parcel.header()) + "\n")
        for link in parcel.links:
            file.write(canonical({"batch": link}) + "\n")
        for item in parcel.items:
            row = {"entry": {"batch": item.batch, "kind": item.kind, "id": item.id, "body": item.content}}
            file.write(canonical(row) + "\n")


def read(path: Path) -> Parcel:
    """The parcel of a file, with all its faults."""
    reader = Reader(path)
    for number, line in lines(path):
        if reader.header is None:
            try:
                reader.begin(json.loads(line))
            except ValueError:
                reader.begin(None)
            continue
        row = reader.text(line, number)
        if row is None:
            continue
        if isinstance(row, dict) and "batch" in row:
            reader.link(row["batch"], number)
        elif isinstance(row, dict) and isinstance(row.get("entry"), dict):
            entry = row["entry"]
            reader.item(entry.get("batch"), entry.get("kind"), entry.get("id"), entry.get("body"), number)
        else:
            reader.fault("FOE330", "the line is neither a batch nor an entry", number)
    return reader.end()
