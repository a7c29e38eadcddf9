"""Fetches what the record needs of a treaty's claims in one pass, without building the claims themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from foedus.ledger import reads
from foedus.ledger.effects import Effects
from foedus.ledger.store import Cursor
from foedus.ledger.testimony import Testimony, from_claim, report, said, voice
from foedus.model.entries import Standing


def testimonies(cursor: Cursor, last: int, done: Effects, treaty: str) -> list[Testimony]:
    """The testimonies about a treaty and all merged into it, as known at the place ``last``."""
    id = done.treaty(treaty)
    where, values = narrowed(done, id, None)
    claims = f"FROM entries e WHERE e.kind = 'claim' AND e.n <= ? AND {where}"
    rows = cursor.all(f"SELECT e.id, e.act, e.facts, e.document {claims} ORDER BY e.n", (last, *values))
    # Each document once: its claims would bring it along again and again.
    reports = {
        n: report(publisher, published, name)
        for n, publisher, published, name in cursor.all(
            f"SELECT n, publisher, earliest, name FROM entries WHERE n IN (SELECT e.document {claims})", (last, *values)
        )
    }
    retracted = _places(cursor, (id for id, standing in done.standing.items() if standing is Standing.RETRACTED))
    rewritten = done.changes.keys() | done.moved.keys()
    taken = [row for row in rows if row[0] in rewritten] if rewritten else []
    if retracted or rewritten:
        rows = [row for row in rows if row[3] not in retracted and row[0] not in rewritten]
    standings, none = done.standing, report(None, None, None)
    made = [
        (
            id_,
            what := said(act, text),
            told := reports.get(document, none),
            Standing.OPEN,
            voice(what.source, told.where),
        )
        for id_, act, text, document in rows
    ]
    found = list(map(partial(tuple.__new__, Testimony), made))
    if standings and not standings.keys().isdisjoint(row[0] for row in rows):
        found = [item._replace(standing=standings.get(item.id, Standing.OPEN)) for item in found]
    return found + _rewritten(cursor, last, done, id, [row[0] for row in taken])


def _rewritten(cursor: Cursor, last: int, done: Effects, treaty: str, ids: list[str]) -> list[Testimony]:
    """The claims that people corrected or moved, with the corrections, where they still are of this treaty."""
    found = []
    for id in ids:
        for row in reads.rows(cursor, "claim", last, "e.id = ?", (id,)):
            item = reads.recorded("claim", row, done)
            if item.value.treaty == treaty and item.standing.counts:
                found.append(from_claim(item))
    return found


def _places(cursor: Cursor, ids: Iterable[str]) -> set[int]:
    return {
        row[0] for id in ids for row in cursor.all("SELECT n FROM entries WHERE id = ? AND kind = 'document'", (id,))
    }


def narrowed(done: Effects, treaty: str | None, document: str | None) -> tuple[str, list[Any]]:
    """The condition for things of a treaty (with all merged into it, and claims moved to it) or of a document."""
    parts: list[str] = []
    values: list[Any] = []
    if treaty is not None:
        names = done.parts(done.treaty(treaty))
        moved = [claim for claim, into in done.moved.items() if done.treaty(into) == done.treaty(treaty)]
        moved += [claim for claim, changes in done.changes.items() if changes.get("treaty") in names]
        choice = f"e.treaty IN ({','.join('?' * len(names))})"
        if moved:
            choice = f"({choice} OR e.id IN ({','.join('?' * len(moved))}))"
        parts.append(choice)
        values += [*names, *moved]
    if document is not None:
        parts.append("d.id = ?")
        values.append(document)
    return " AND ".join(parts), values
