"""Chunks of an archive to articles: JSON lines, web captures, single files. What is no article says why."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from foedus.archive.schema import Columns, rows_in

Raw = tuple[bytes, str, dict[str, str | None]]
"""One piece as it was found: its bytes, where it was, and what the archive says of it."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some pieces of one source, in their order; ``number`` counts the chunks of the source from 0.

    ``done``: how far the source was read after it, 0 to 1. ``fault``: why the source ends here, where it breaks off.
    """

    kind: str
    number: int
    pieces: tuple[Raw, ...]
    done: float = 0.0
    fault: str | None = None
    where: str = ""


def articles(chunk: Chunk, columns: Columns) -> Any:
    """The chunk as a record batch of `rows_in`."""
    import pyarrow as pa

    make = _WAYS[chunk.kind]
    rows = [make(piece, columns) for piece in chunk.pieces]
    if chunk.fault is not None:
        rows.append(_row(None, chunk.where, {}, fault=f"FOE824|{chunk.fault}"))
    return pa.RecordBatch.from_pylist(rows, schema=rows_in())


def from_table(batch: Any, columns: Columns, where: str, first: int) -> Any:
    """A record batch of a Parquet file as one of `rows_in`. ``first``: number of its first row in the file."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = columns.to_dict()
    held = {ours: batch.column(theirs) for ours, theirs in names.items() if theirs in batch.schema.names}
    made = {ours: pc.cast(column, pa.string()) for ours, column in held.items() if ours != "text"}
    text = held["text"]
    encoded = pa.types.is_binary(text.type) or pa.types.is_large_binary(text.type)
    if not encoded:
        text = pc.cast(text, pa.large_string())
    made["text"] = pc.cast(text, pa.large_binary())
    size = batch.num_rows
    made["where"] = pa.array([f"{where}:{number}" for number in range(first, first + size)], pa.string())
    made["encoded"] = pa.array([encoded] * size, pa.bool_())
    schema = rows_in()
    return pa.RecordBatch.from_arrays(
        [made[item.name] if item.name in made else pa.nulls(size, item.type) for item in schema], schema=schema
    )


def _row(text: bytes | None, where: str, about: dict[str, str | None], *, fault: str | None = None) -> dict[str, Any]:
    return {"text": text, "where": where, "encoded": False, "fault": fault, **about}


def _json_line(piece: Raw, columns: Columns) -> dict[str, Any]:
    line, where, _ = piece
    try:
        held = json.loads(line)
        if not isinstance(held, dict):
            raise ValueError("it is no JSON object")
        text = held.get(columns.text)
        if not isinstance(text, str):
            says = f'"{columns.text}" is no string' if columns.text in held else f'it has no "{columns.text}"'
            raise ValueError(says)
    except (ValueError, RecursionError) as error:
        return _row(None, where, {}, fault=f"FOE822|the line is no article: {error}"[:300])
    about = {
        ours: None if held.get(theirs) is None else str(held[theirs])
        for ours, theirs in columns.to_dict().items()
        if ours != "text"
    }
    return _row(text.encode("utf-8", "surrogatepass"), where, about)


def _file(piece: Raw, columns: Columns) -> dict[str, Any]:
    return {**_row(piece[0], piece[1], piece[2]), "encoded": True}


_WAYS: dict[str, Callable[[Raw, Columns], dict[str, Any]]] = {"jsonl": _json_line, "warc": _file, "folder": _file}


def chunked(
    kind: str, pieces: Iterable[tuple[Raw, float]], *, most: int = 2000, bytes_most: int = 8 * 1024 * 1024
) -> Iterable[Chunk]:
    """Group pieces into chunks of so many pieces and bytes at most, the same on every run."""
    held: list[Raw] = []
    size = number = 0
    done = 0.0
    for piece, at in pieces:
        if held and (len(held) >= most or size + len(piece[0]) > bytes_most):
            yield Chunk(kind, number, tuple(held), done)
            held, size, number = [], 0, number + 1
        held.append(piece)
        size += len(piece[0])
        done = at
    if held:
        yield Chunk(kind, number, tuple(held), 1.0)
