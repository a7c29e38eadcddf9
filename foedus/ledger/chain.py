"""The chain of batches: each names the hash of the one before it and of the list of its own entries."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from foedus.ledger.entry import FORMAT, Entry, canonical
from foedus.ledger.schema import BATCH_COLUMNS
from foedus.ledger.store import Cursor
from foedus.model.entries import Batch

GENESIS = "0" * 64
"""What the first batch names as the hash before it."""


def stamp(moment: datetime) -> str:
    """A moment as fixed-width UTC text, which sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The moment of a `stamp`."""
    return datetime.fromisoformat(text)


def manifest(entries: Iterable[Entry]) -> str:
    """The list of a batch's entries: kind, id and hash, a line each, in their order."""
    return "\n".join(f"{entry.kind} {entry.id} {entry.hash}" for entry in entries)


def pack(text: str) -> bytes:
    """A manifest as it is kept: packed lightly, for nearly all of it is hashes."""
    return zlib.compress(text.encode(), 1)


def unpack(data: bytes) -> list[tuple[str, str, str]]:
    """Kind, id and hash of each entry that a manifest lists. Raises `ValueError` or `zlib.error` where it is none."""
    lines = zlib.decompress(data).decode().splitlines()
    return [(kind, id, digest) for kind, id, digest in (line.split(" ") for line in lines)]


def content_hash(text: str) -> str:
    """sha256 of a manifest."""
    return hashlib.sha256(text.encode()).hexdigest()


def link_hash(link: dict[str, Any]) -> str:
    """sha256 of all that a batch says about itself, its own hash apart."""
    return hashlib.sha256(canonical({key: link[key] for key in _LINKED}).encode("utf-8", "surrogatepass")).hexdigest()


LINK = BATCH_COLUMNS[:-1]
"""The columns of a batch, its list of entries apart."""

_LINKED = tuple(column for column in BATCH_COLUMNS if column not in ("hash", "manifest"))
_SELECT = f"SELECT {', '.join(LINK)} FROM batches"


def batch_of(row: Sequence[Any]) -> Batch:
    """The batch of a row."""
    fields = dict(zip(LINK, row, strict=False))
    return Batch.model_validate({**fields, "recorded": moment(fields["recorded"])})


def head(cursor: Cursor) -> Batch | None:
    """The newest batch."""
    rows = cursor.all(f"{_SELECT} ORDER BY seq DESC LIMIT 1")
    return batch_of(rows[0]) if rows else None


def batches(cursor: Cursor, last: int | None = None) -> list[Batch]:
    """All batches in order, up to the one with the number ``last``."""
    if last is None:
        return [batch_of(row) for row in cursor.all(f"{_SELECT} ORDER BY seq")]
    return [batch_of(row) for row in cursor.all(f"{_SELECT} WHERE seq <= ? ORDER BY seq", (last,))]


def link(
    before: Batch | None, entries: Sequence[Entry], *, author: str, note: str, now: datetime, program: str
) -> tuple[Any, ...]:
    """The row of the next batch.

    Recorded times always grow: where the clock went back or stood still, the batch is recorded a microsecond after
    the one before it, so that what was known at a moment never changes later.
    """
    if before is not None and now <= before.recorded:
        now = before.recorded + timedelta(microseconds=1)
    first = before.last + 1 if before else 1
    listed = manifest(entries)
    fields: dict[str, Any] = {
        "seq": before.seq + 1 if before else 1,
        "previous": before.hash if before else GENESIS,
        "author": author,
        "note": note,
        "recorded": stamp(now),
        "program": program,
        "format": FORMAT,
        "first": first,
        "last": first + len(entries) - 1,
        "content": content_hash(listed),
    }
    return (*fields.values(), link_hash(fields), pack(listed))
