"""Parquet for analysis: a row an entry; the header and the batches travel in the file's own metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from foedus.ledger.entry import canonical, of_body
from foedus.ledger.formats.reading import Reader
from foedus.ledger.parcel import Parcel
from foedus.model.errors import FoedusError

_TEXTS = ("kind", "id", "document", "treaty", "act", "earliest", "latest", "publisher", "name", "body")
_HEADER, _BATCHES = b"foedus", b"foedus.batches"


def write(parcel: Parcel, path: Path) -> None:
    """Write the parcel to a file."""
    arrow, parquet = _arrow()
    columns: dict[str, list[Any]] = {"batch": [], "recorded": [], **{name: [] for name in _TEXTS}}
    recorded = {link["seq"]: link["recorded"] for link in parcel.links}
    for item in parcel.items:
        entry = of_body(item.kind, item.content)
        columns["batch"].append(item.batch)
        columns["recorded"].append(recorded.get(item.batch))
        for name in _TEXTS:
            columns[name].append(item.id if name == "id" else getattr(entry, name))
    types = {"batch": arrow.int64()}
    schema = arrow.schema(
        [(name, types.get(name, arrow.string())) for name in columns],
        metadata={_HEADER: canonical(parcel.header()), _BATCHES: canonical(parcel.links)},
    )
    parquet.write_table(arrow.table(columns, schema=schema), path, compression="zstd")


def read(path: Path) -> Parcel:
    """The parcel of a file, with all its faults."""
    arrow, parquet = _arrow()
    reader = Reader(path)
    try:
        table = parquet.read_table(path)
    except FileNotFoundError as error:
        raise FoedusError("FOE001", "no such file", where=str(path)) from error
    except (arrow.ArrowInvalid, OSError) as error:
        raise FoedusError(
            "FOE331", f"the file is cut, or is no Parquet file ({str(error).splitlines()[0]})", where=str(path)
        ) from error
    metadata = table.schema.metadata or {}
    reader.begin(_json(metadata.get(_HEADER)))
    for link in _json(metadata.get(_BATCHES)) or ():
        reader.link(link)
    missing = [name for name in ("batch", "kind", "id", "body") if name not in table.column_names]
    if missing:
        raise FoedusError("FOE330", f"the table lacks the columns {', '.join(missing)}", where=str(path))
    rows = zip(*(table.column(name).to_pylist() for name in ("batch", "kind", "id", "body")), strict=True)
    for number, (batch, kind, id, body) in enumerate(rows, start=1):
        content = reader.text(body, number)
        if content is not None:
            reader.item(batch, kind, id, content, number)
    return reader.end()


def _json(data: bytes | None) -> Any:
    try:
        return json.loads(data) if data else None
    except ValueError:
        return None


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise FoedusError(
            "FOE335", "Parquet needs the package pyarrow", help="pip install 'foedus[panels]', or --format jsonl"
        ) from error
    return pyarrow, pyarrow.parquet
