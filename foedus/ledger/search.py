"""Searches documents and claims by words and filters, newest first, as known at any moment.

The index proposes places; what people decided, and the exact days, are looked at one by one afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedus.ledger.beginnings import TRIED, fitting, spelled_out
from foedus.ledger.chain import moment
from foedus.ledger.effects import Effects
from foedus.ledger.entry import revive
from foedus.ledger.finding import Query, Term, facet, folded, parse, span_facets
from foedus.ledger.indexing import SAID
from foedus.ledger.store import Cursor, Row
from foedus.ledger.testimony import actors_of
from foedus.model.entries import Found, Hit
from foedus.model.errors import FoedusError

_FIRST, _LARGEST = 100, 4000
"""How many places the index is asked for at first, and at most at once; a quarter of the latter before."""

_FAR = 20_000
"""After so many places that a filter refused, a search stops and says that there may be more."""

_AROUND = 90
_SELECT = """SELECT e.n, e.kind, e.id, e.treaty, e.act, e.earliest, e.latest, e.facts, d.n, d.id, d.publisher,
    d.name, d.earliest, d.latest, e.publisher, e.name FROM entries e LEFT JOIN entries d ON d.n = e.document"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a find must fit. ``since`` and ``until``: the day of the act, or of publication for a document."""

    kinds: tuple[str, ...] = SAID
    state: str | None = None
    treaty: str | None = None
    act: str | None = None
    publisher: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that the index proposed, with the columns that are filtered by."""

    n: int
    kind: str
    id: str
    treaty: str | None
    act: str | None
    earliest: str | None
    latest: str | None
    facts: str | None
    document_n: int | None
    document: str | None
    publisher: str | None
    name: str | None
    published: str | None


def search(
    cursor: Cursor, text: str, filters: Filters, *, last: int, done: Effects, limit: int, everything: bool
) -> Found:
    """The newest finds up to the place ``last``. Raises `FoedusError` FOE340 for a query that cannot be read."""
    if limit < 1:
        raise FoedusError("FOE340", "a search gives at least one find", help="--limit 20")
    terms = parse(text)
    chosen: list[_Candidate] = []
    shown: set[tuple[str, str]] = set()
    more = False
    for item in _proposed(cursor, terms, filters, last, done):
        if item is None:
            more = True
            break
        if (item.kind, item.id) in shown or not _fits(cursor, item, filters, done, everything):
            continue
        if len(chosen) == limit:
            more = True
            break
        shown.add((item.kind, item.id))
        chosen.append(item)
    return Found(tuple(_hits(cursor, chosen, terms, done)), more)


def _proposed(
    cursor: Cursor, terms: tuple[Term, ...], filters: Filters, last: int, done: Effects
) -> Iterator[_Candidate | None]:
    """Candidates, newest first; None at the end where the search gives up before the end of the ledger."""
    spelled = spelled_out(cursor, terms)
    if spelled is None:
        return
    clear, sought = spelled
    facets = tuple(_facets(filters, done))
    apart = _rewritten(cursor, (*clear, *sought), filters, last, done)
    below, seen, step = last + 1, 0, _FIRST
    while seen < _FAR:
        # What very many words begin with is soon found in the newest texts; where it is not, the index has few of it.
        trying = bool(sought) and seen < TRIED
        step = min(step, TRIED - seen) if trying else step
        places = cursor.search(Query(tuple(clear if trying else [*clear, *sought]), facets), below, step)
        end = places[-1] if len(places) == step else 0
        page = sorted({*places, *(n for n in apart if end <= n < below)}, reverse=True)
        for some in _candidates(cursor, page):
            yield from _begun(cursor, some, sought) if trying else some
        if len(places) < step:
            return
        below, seen, step = end, seen + len(places), min(step * 4, _LARGEST)
    yield None


def _begun(cursor: Cursor, some: Sequence[_Candidate], sought: Sequence[Term]) -> Iterator[_Candidate]:
    """The candidates in whose texts stand the words that begin as sought."""
    places = [_place(item) for item in some]
    fit = fitting(cursor, [(n, item.kind) for n, item in zip(places, some, strict=True)], sought)
    yield from (item for n, item in zip(places, some, strict=True) if n in fit)


def _facets(filters: Filters, done: Effects) -> list[tuple[str, ...]]:
    """The filters as words; one group for each, of which an entry must have one."""
    kinds = ("said",) if set(filters.kinds) == set(SAID) else filters.kinds
    groups = [tuple(facet("kind", kind) for kind in kinds)]
    if filters.publisher is not None:
        groups.append((facet("publisher", filters.publisher),))
    if span := span_facets(filters.since, filters.until):
        groups.append(span)
    if filters.treaty is not None:
        groups.append(tuple(facet("treaty", part) for part in done.parts(done.treaty(filters.treaty))))
    return groups + [(facet(name, value),) for name, value in (("act", filters.act), ("state", filters.state)) if value]


def _rewritten(cursor: Cursor, terms: tuple[Term, ...], filters: Filters, last: int, done: Effects) -> list[int]:
    """Claims that people corrected or moved, and their documents: their facets in the index are those of before."""
    if filters.treaty is None and filters.act is None and filters.state is None and filters.since is filters.until:
        return []
    places: set[int] = set()
    for id in done.changes.keys() | done.moved.keys():
        rows = cursor.all("SELECT n, document FROM entries WHERE kind = 'claim' AND id = ? AND n <= ?", (id, last))
        for n, document in rows:
            carriers = cursor.all(
                "SELECT n FROM entries WHERE document = ? AND kind = 'reading' AND n <= ?", (document, last)
            )
            places |= {n, document, *(row[0] for row in carriers)}
    if not places or not terms:
        return sorted(places, reverse=True)
    return cursor.search(Query(terms, among=tuple(sorted(places))), last + 1, len(places))


def _candidates(cursor: Cursor, places: Sequence[int]) -> Iterator[list[_Candidate]]:
    """The columns of the places, some at a time; a reading stands for its document."""
    for i in range(0, len(places), _FIRST):
        some = places[i : i + _FIRST]
        rows = cursor.all(f"{_SELECT} WHERE e.n IN ({','.join('?' * len(some))}) ORDER BY e.n DESC", some)
        yield [_candidate(row) for row in rows]


def _candidate(row: Row) -> _Candidate:
    n, kind = row[:2]
    if kind == "reading":
        document_n, document, publisher, name, first, end = row[8:14]
        return _Candidate(
            n, "document", document, None, None, first, end, None, document_n, document, publisher, name, first
        )
    if kind == "document":
        id, first, end, publisher, name = row[2], row[5], row[6], *row[14:]
        return _Candidate(n, kind, id, None, None, first, end, None, n, id, publisher, name, first)
    return _Candidate(*row[:13])


def _fits(cursor: Cursor, item: _Candidate, filters: Filters, done: Effects, everything: bool) -> bool:
    if item.kind not in filters.kinds or (not everything and not done.of(item.id, item.document).counts):
        return False
    if filters.publisher is not None and (item.publisher or "").casefold() != filters.publisher.casefold():
        return False
    if item.kind == "document":
        return _in_time(item.earliest, item.latest, filters) and _document_fits(cursor, item, filters, done)
    changes = done.changes.get(item.id, {})
    if "date" in changes:
        if not _in_time(*_ends(changes["date"]), filters):
            return False
    elif not _in_time(item.earliest, item.latest, filters):
        return False
    return _claim_fits(cursor, item, filters, done)


def _claim_fits(cursor: Cursor, item: _Candidate, filters: Filters, done: Effects) -> bool:
    """Whether treaty, act and state are those asked for, after corrections."""
    changes = done.changes.get(item.id, {})
    if filters.treaty is not None and (
        item.treaty is None or done.now(item.id, item.treaty) != done.treaty(filters.treaty)
    ):
        return False
    if filters.act is not None and changes.get("act", item.act) != filters.act:
        return False
    return filters.state is None or filters.state in _states(cursor, item, changes)


def _document_fits(cursor: Cursor, item: _Candidate, filters: Filters, done: Effects) -> bool:
    """A document fits a treaty, act or state where one of its claims does."""
    if filters.treaty is None and filters.act is None and filters.state is None:
        return True
    rows = cursor.all(f"{_SELECT} WHERE e.document = ? AND e.kind = 'claim'", (item.document_n,))
    claims = (_Candidate(*row[:13]) for row in rows)
    return any(done.of(claim.id, None).counts and _claim_fits(cursor, claim, filters, done) for claim in claims)


def _states(cursor: Cursor, item: _Candidate, changes: dict[str, Any]) -> Sequence[str]:
    if "actors" in changes:
        return list(changes["actors"])
    if item.facts is not None:
        return actors_of(item.facts)
    value = _value(cursor, item)
    return getattr(value, "by", None) or getattr(value, "parties", None) or ()


def _ends(day: Any) -> tuple[str | None, str | None]:
    from foedus.model.dates import partial_date

    if day is None:
        return None, None
    read = partial_date(day)
    return read.earliest.isoformat(), read.latest.isoformat()


def _in_time(earliest: str | None, latest: str | None, filters: Filters) -> bool:
    if filters.since is None and filters.until is None:
        return True
    if earliest is None or latest is None:
        return False
    return (filters.since is None or latest >= filters.since.isoformat()) and (
        filters.until is None or earliest <= filters.until.isoformat()
    )


def _value(cursor: Cursor, item: _Candidate) -> Any:
    return revive(item.kind, cursor.all("SELECT body FROM entries WHERE n = ?", (_place(item),))[0][0])


def _hits(cursor: Cursor, chosen: Sequence[_Candidate], terms: Sequence[Term], done: Effects) -> Iterator[Hit]:
    """The finds with their words and the time of their batches, asked for in one question each."""
    bodies: dict[int, str] = {}
    times: dict[int, str] = {}
    for i in range(0, len(chosen), _FIRST):
        some = chosen[i : i + _FIRST]
        marks = ",".join("?" * len(some))
        bodies |= cursor.all(f"SELECT n, body FROM entries WHERE n IN ({marks})", [_place(item) for item in some])
        times |= cursor.all(
            f"SELECT e.n, b.recorded FROM entries e JOIN batches b ON b.seq = e.batch WHERE e.n IN ({marks})",
            [item.n for item in some],
        )
    for item in chosen:
        yield _hit(item, bodies[_place(item)], times[item.n], terms, done)


def _place(item: _Candidate) -> int:
    """Where the body stands: of a document found through its reading, at the document's own place."""
    return item.document_n if item.kind == "document" and item.document_n is not None else item.n


def _hit(item: _Candidate, body: str, recorded: str, terms: Sequence[Term], done: Effects) -> Hit:
    changes = done.changes.get(item.id, {})
    day = item.earliest if item.earliest == item.latest else f"{item.earliest}/{item.latest}"
    return Hit(
        kind=item.kind,
        id=item.id,
        snippet=snippet(_text(item.kind, revive(item.kind, body)), terms),
        treaty=done.now(item.id, item.treaty) if item.treaty else None,
        act=changes.get("act", item.act),
        date=changes.get("date", day),
        document=item.document,
        publisher=item.publisher,
        name=item.name,
        published=date.fromisoformat(item.published) if item.published else None,
        recorded=moment(recorded),
        standing=done.of(item.id, item.document),
        n=item.n,
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
    low = folded(text[:100_000])
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
