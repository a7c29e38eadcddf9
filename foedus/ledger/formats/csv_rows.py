"""CSV for spreadsheets: a row an entry, with its batch, the columns people look for, and the whole body as JSON.

The first row names the columns. The second is the header of the export, the rows after it are the batches.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from foedus.ledger.entry import canonical, of_body
from foedus.ledger.formats.reading import Reader
from foedus.ledger.parcel import Item, Parcel
from foedus.model.errors import FoedusError

COLUMNS = ("row", "batch", "kind", "id", "document", "treaty", "act", "earliest", "latest", "publisher", "name", "body")
_LONGEST = 2**31 - 1


def write(parcel: Parcel, path: Path) -> None:
    """Write the parcel to a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        rows.writerow(_special("header", parcel.header()))
        for link in parcel.links:
            rows.writerow(_special("batch", link))
        for item in parcel.items:
            rows.writerow(_row(item))


def _special(kind: str, content: dict[str, Any]) -> list[Any]:
    return [kind, *[""] * (len(COLUMNS) - 2), canonical(content)]


def _row(item: Item) -> list[Any]:
    entry = of_body(item.kind, item.content)
    shown = [getattr(entry, name) or "" for name in COLUMNS[4:-1]]
    return ["entry", item.batch, item.kind, item.id, *shown, canonical(item.content)]


def read(path: Path) -> Parcel:
    """The parcel of a file, with all its faults; the columns that repeat the body are not looked at."""
    reader = Reader(path)
    csv.field_size_limit(_LONGEST)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            if next(rows, None) != list(COLUMNS):
                reader.begin(None)
            for row in rows:
                _take(reader, row, rows.line_num)
    except UnicodeDecodeError as error:
        raise FoedusError("FOE330", "the file is not UTF-8 text", where=str(path)) from error
    except csv.Error as error:
        reader.fault("FOE331", f"the table breaks off ({error})")
    except OSError as error:
        raise FoedusError("FOE001", f"the file cannot be read ({error.strerror})", where=str(path)) from error
    return reader.end()


def _take(reader: Reader, row: list[str], line: int) -> None:
    if reader.header is None:
        try:
            reader.begin(json.loads(row[-1]) if row and row[0] == "header" else None)
        except ValueError:
            reader.begin(None)
        return
    if len(row) != len(COLUMNS):
        reader.fault("FOE330", f"the row has {len(row)} cells, not {len(COLUMNS)}", line)
        return
    body = reader.text(row[-1], line)
    if body is None:
        return
    if row[0] == "batch":
        reader.link(body, line)
    else:
        batch = int(row[1]) if row[1].isdecimal() else None
        reader.item(batch, row[2], row[3], body, line)
