"""Searches documents and claims by words and filters, newest first, as known at any moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.ledger.chain import moment
from foedus.ledger.effects import Effects
from foedus.ledger.entry import revive
from foedus.ledger.finding import Query, Term, facet, folded, parse, years
from foedus.ledger.store import Cursor, Row
from foedus.model.entries import Found, Hit
from foedus.model.errors import FoedusError

KINDS = ("claim", "document", "provision", "remark")
"""What is searched where no kind is named."""

_STEP = 400
_FAR = 20_000
"""After so many candidates that a filter refused, a search stops and says that there may be more."""

_AROUND = 90
_SELECT = """SELECT e.n, e.kind, e.id, e.treaty, e.act, e.earliest, e.latest, e.body, b.recorded,
    d.id, coalesce(d.publisher, e.publisher), coalesce(d.name, e.name), coalesce(d.earliest, e.earliest)
    FROM entries e JOIN batches b ON b.seq = e.batch LEFT JOIN entries d ON d.n = e.document"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a find must fit. ``since`` and ``until``: the day of the act, or of publication for a document."""

    kinds: tuple[str, ...] = KINDS
    state: str | None = None
    treaty: str | None = None
    act: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None


def search(
    cursor: Cursor, text: str, filters: Filters, *, last: int, done: Effects, limit: int, everything: bool
) -> Found:
    """The newest finds up to the place ``last``. Raises `FoedusError` FOE340 for a query that cannot be read."""
    if limit < 1:
        raise FoedusError("FOE340", "a search gives at least one find", help="--limit 20")
    terms = parse(text)
    hits: list[Hit] = []
    below, seen = last + 1, 0
    query = Query(terms, tuple(_facets(filters, done)))
    while seen < _FAR:
        places = cursor.search(query, below, _STEP)
        rows = _rows(cursor, places)
        for place in places:
            hit = _hit(rows[place], terms, done) if place in rows else None
            if hit is None or not _fits(cursor, rows[place], hit, filters, done, everything):
                continue
            if len(hits) == limit:
                return Found(tuple(hits), more=True)
            hits.append(hit)
        if len(places) < _STEP:
            return Found(tuple(hits))
        below, seen = places[-1], seen + len(places)
    return Found(tuple(hits), more=True)


def _facets(filters: Filters, done: Effects) -> list[tuple[str, ...]]:
    """The filters as words. A document has no treaty, act or state of its own; its claims decide, one by one."""
    groups = [tuple(facet("kind", kind) for kind in filters.kinds)]
    if filters.publisher is not None and filters.kinds == ("document",):
        groups.append((facet("publisher", filters.publisher),))
    if span := years(filters.since, filters.until):
        groups.append(span)
    own = "document" not in filters.kinds
    if own and filters.treaty is not None and not done.moved and not done.changes:
        groups.append(tuple(facet("treaty", part) for part in done.parts(done.treaty(filters.treaty))))
    if own and not done.changes:
        groups += [(facet(name, value),) for name, value in (("act", filters.act), ("state", filters.state)) if value]
    return groups


def _rows(cursor: Cursor, places: Sequence[int]) -> dict[int, Row]:
    if not places:
        return {}
    marks = ",".join("?" * len(places))
    return {row[0]: row for row in cursor.all(f"{_SELECT} WHERE e.n IN ({marks})", places)}


def _hit(row: Row, terms: Sequence[Term], done: Effects) -> Hit:
    n, kind, id, treaty, act, earliest, latest, body, recorded, document, publisher, name, published = row
    document = id if kind == "document" else document
    value = revive(kind, body)
    changes = done.changes.get(id, {})
    treaty = done.now(id, treaty) if treaty else None
    return Hit(
        kind=kind,
        id=id,
        snippet=snippet(_text(kind, value), terms),
        treaty=treaty,
        act=changes.get("act", act),
        date=changes.get("date", _shown(earliest, latest)),
        document=document,
        publisher=publisher,
        name=name,
        published=date.fromisoformat(published) if published and document else None,
        recorded=moment(recorded),
        standing=done.of(id, document),
        n=n,
    )


def _shown(earliest: str | None, latest: str | None) -> str | None:
    return earliest if earliest == latest else f"{earliest}/{latest}"


def _fits(cursor: Cursor, row: Row, hit: Hit, filters: Filters, done: Effects, everything: bool) -> bool:
    if not everything and not hit.standing.counts:
        return False
    if filters.publisher is not None and (hit.publisher or "").casefold() != filters.publisher.casefold():
        return False
    if not _in_time(row[5], row[6], filters):
        return False
    if hit.kind == "document":
        return _document_fits(cursor, hit.n, filters, done)
    if filters.treaty is not None and hit.treaty != done.treaty(filters.treaty):
        return False
    if filters.act is not None and hit.act != filters.act:
        return False
    if filters.state is None:
        return True
    return filters.state in _states(hit.kind, revive(hit.kind, row[7]), done.changes.get(hit.id))


def _document_fits(cursor: Cursor, n: int, filters: Filters, done: Effects) -> bool:
    """A document fits a treaty, act or state where one of its claims does."""
    if filters.treaty is None and filters.act is None and filters.state is None:
        return True
    rows = cursor.all("SELECT id, treaty, act, body FROM entries WHERE document = ? AND kind = 'claim'", (n,))
    for id, treaty, act, body in rows:
        changes = done.changes.get(id, {})
        treaty = done.now(id, treaty)
        if (
            (filters.treaty is None or treaty == done.treaty(filters.treaty))
            and (filters.act is None or changes.get("act", act) == filters.act)
            and (filters.state is None or filters.state in _states("claim", revive("claim", body), changes))
        ):
            return True
    return False


def _states(kind: str, value: Any, changes: dict[str, Any] | None) -> Sequence[str]:
    if changes and "actors" in changes:
        return list(changes["actors"])
    field = {"claim": "actors", "act": "by"}.get(kind, "parties")
    return list(getattr(value, field, ()))


def _in_time(earliest: str | None, latest: str | None, filters: Filters) -> bool:
    if filters.since is None and filters.until is None:
        return True
    if earliest is None or latest is None:
        return False
    return (filters.since is None or latest >= filters.since.isoformat()) and (
        filters.until is None or earliest <= filters.until.isoformat()
    )


def _text(kind: str, value: Any) -> str:
    if kind == "document":
        return str(value.text)
    if kind == "decision":
        return str(value.reason)
    if hasattr(value, "evidence"):
        return str(value.evidence.quote)
    return str(getattr(value, "name", None) or getattr(value, "title", None) or getattr(value, "source", ""))


def snippet(text: str, terms: Sequence[Term]) -> str:
    """The words around the first match, on one line."""
    low = folded(text) if len(text) < 100_000 else folded(text[:100_000])
    at = 0
    for term in terms:
        stem = re.escape(term.words.split()[0][:6]) if term.words else ""
        match = re.search(rf"\b{stem}", low) if stem and not term.without else None
        if match:
            at = match.start()
            break
    # Folding may change the length of a text a little; the words around the place are what is wanted.
    start, end = max(0, at - _AROUND), min(len(text), at + _AROUND)
    shown = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{shown}{' …' if end < len(text) else ''}"
