"""Reading rows back into things: one place for the columns, the decisions' effects and the models."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from foedus.ledger.chain import moment, stamp
from foedus.ledger.effects import Effects, effects
from foedus.ledger.entry import revive, shown_name
from foedus.ledger.store import Cursor, Row
from foedus.model.entries import Known, Recorded

COLUMNS = "e.n, e.batch, e.id, e.body, b.recorded, b.author, e.treaty, d.id, d.publisher, d.name, d.earliest"
SOURCE = "entries e JOIN batches b ON b.seq = e.batch LEFT JOIN entries d ON d.n = e.document"

EVERYTHING = 2**62
"""A place after every entry."""


def ceiling(cursor: Cursor, known: Known) -> int:
    """The place of the last entry that was known.

    A moment: recorded at or before it. A day: by its end, UTC. A number: up to and with that batch. None: all.
    """
    if known is None:
        return EVERYTHING
    if isinstance(known, int):
        found = cursor.all("SELECT max(last) FROM batches WHERE seq <= ?", (known,))
    else:
        found = cursor.all("SELECT max(last) FROM batches WHERE recorded <= ?", (stamp(as_moment(known)),))
    return int(found[0][0] or 0)


def as_moment(known: datetime | date) -> datetime:
    """The moment meant; a time without zone is taken as UTC, a day as its end."""
    if isinstance(known, datetime):
        return known if known.tzinfo else known.replace(tzinfo=UTC)
    return datetime.combine(known, time.max, UTC)


def rows(cursor: Cursor, kind: str, last: int, where: str = "", values: Iterable[Any] = ()) -> list[Row]:
    """The rows of one kind up to the place ``last``, in their order, under a further condition."""
    more = f" AND {where}" if where else ""
    return cursor.all(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE e.kind = ? AND e.n <= ?{more} ORDER BY e.n", (kind, last, *values)
    )


def decided(cursor: Cursor, last: int) -> Effects:
    """The effects of the decisions recorded up to a place."""
    found = cursor.all("SELECT body FROM entries WHERE kind = 'decision' AND n <= ? ORDER BY n", (last,))
    return effects(revive("decision", row[0]) for row in found)


def recorded(kind: str, row: Row, done: Effects | None = None) -> Recorded[Any]:
    """The thing of a row, with its place, time, source and the decisions that stand about it."""
    n, batch, id, body, when, author, _, document, publisher, name, published = row
    value = revive(kind, body)
    subject = id
    if kind == "document":
        document, publisher, name = id, value.publisher, shown_name(value.title, value.name)
        published = value.published.isoformat() if value.published else None
    item: Recorded[Any] = Recorded(
        id=subject,
        value=value,
        n=n,
        batch=batch,
        recorded=moment(when),
        author=author,
        document=document,
        publisher=publisher,
        name=name,
        published=date.fromisoformat(published) if published else None,
    )
    return with_effects(item, done) if done is not None else item


def with_effects(item: Recorded[Any], done: Effects) -> Recorded[Any]:
    """The same with its standing, and corrected or moved where decisions say so."""
    standing = done.of(item.id, item.document)
    changes = dict(done.changes.get(item.id, {}))
    treaty = getattr(item.value, "treaty", None)
    if isinstance(treaty, str):
        into = done.now(item.id, treaty)
        if into != treaty:
            changes["treaty"] = into
    about = (*done.about.get(item.id, ()), *(done.about.get(item.document or "", ())))
    if not changes and not about:
        return item
    value, original = item.value, None
    if changes:
        original = value
        value = type(value).model_validate({**value.model_dump(mode="json"), **changes})
    return Recorded(
        item.id, value, item.n, item.batch, item.recorded, item.author, item.document, item.publisher, item.name,
        item.published, standing, about, original,
    )  # fmt: skip
