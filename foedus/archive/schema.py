"""What goes into the reading of an archive and what comes out, as Arrow columns; and how it is to be read."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any

from foedus.model.claims import TreatyHandle


@dataclass(frozen=True, slots=True)
class Columns:
    """The names that a source gives its columns (Parquet) or keys (JSON lines). Only ``text`` must be there."""

    text: str = "text"
    published: str = "published"
    url: str = "url"
    id: str = "id"
    publisher: str = "publisher"

    def to_dict(self) -> dict[str, str]:
        """Our name of each to the source's name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class How:
    """How an archive is read: its columns, the treaties that mentions may link to, and whether the model parses."""

    columns: Columns = Columns()
    treaties: tuple[TreatyHandle, ...] = field(default=(), repr=False)
    on_model: bool = True


KEPT, FAULT, COUNT = "kept", "fault", "count"
"""Kinds of rows that come out: a document with claims, what could not be read, and the counts of one batch."""


@cache
def rows_in() -> Any:
    """One article a row. ``text`` is bytes; ``fault``: number and words (``FOE822|…``), where it is none."""
    import pyarrow as pa

    words = ("id", "published", "url", "publisher", "where", "fault")
    return pa.schema([("text", pa.large_binary()), ("encoded", pa.bool_()), *((word, pa.string()) for word in words)])


@cache
def claim_type() -> Any:
    """One claim, in plain columns."""
    import pyarrow as pa

    words = ("claim", "treaty", "act", "organ", "date", "modality", "condition", "source", "certainty", "quote", "rule")
    return pa.struct(
        [(word, pa.string()) for word in words]
        + [("actors", pa.list_(pa.string())), ("start", pa.int32()), ("end", pa.int32())]
    )


@cache
def rows_out() -> Any:
    """A kept document with its claims, a fault, or a count. ``document_json`` and ``reading_json`` hold all of it."""
    import pyarrow as pa

    words = ("kind", "part", "where", "id", "document", "url", "publisher", "published", "publication", "says")
    last = ("document_json", "reading_json", "code", "fault", "help", "input_hash")
    numbers = ("articles", "scanned_in", "bytes")
    return pa.schema(
        [(word, pa.string()) for word in words]
        + [("sketch", pa.binary()), ("claims", pa.list_(claim_type()))]
        + [(word, pa.string()) for word in last]
        + [(word, pa.int64()) for word in numbers]
    )


def spark_rows_out() -> str:
    """`rows_out` in Spark's words."""
    claim = ", ".join(f"{item.name}: {_spark(item.type)}" for item in claim_type())
    parts = [f"`{item.name}` {_spark(item.type)}" for item in rows_out() if item.name != "claims"]
    return ", ".join([*parts[:11], f"claims array<struct<{claim}>>", *parts[11:]])


def _spark(kind: Any) -> str:
    names = {"string": "string", "binary": "binary", "int64": "bigint", "int32": "int"}
    return names.get(str(kind), "array<string>")
