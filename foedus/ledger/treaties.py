"""Which treaties the ledger holds something of: mentions gathered under their id, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from foedus.ledger.chain import moment
from foedus.ledger.effects import Effects
from foedus.ledger.entry import revive
from foedus.ledger.store import Cursor
from foedus.model.claims import TreatyMention
from foedus.model.entries import HeldTreaty
from foedus.model.treaty import Treaty


def held_treaties(cursor: Cursor, last: int, done: Effects) -> list[HeldTreaty]:
    """Every treaty that an entry up to the place ``last`` speaks of, by id."""
    counts: dict[str, Counter[str]] = {}
    first: dict[str, str] = {}
    merged: dict[str, set[str]] = {}
    texts: dict[str, set[int]] = {}
    found = cursor.each(
        """SELECT e.treaty, e.kind, e.document, count(*), min(b.recorded)
        FROM entries e JOIN batches b ON b.seq = e.batch
        WHERE e.treaty IS NOT NULL AND e.n <= ? GROUP BY e.treaty, e.kind, e.document""",
        (last,),
    )
    for treaty, kind, document, number, recorded in found:
        id = done.treaty(treaty)
        if id != treaty:
            merged.setdefault(id, set()).add(treaty)
        counts.setdefault(id, Counter())[kind] += number
        if document is not None:
            texts.setdefault(id, set()).add(document)
        first[id] = min(first.get(id, recorded), recorded)
    for claim, into in done.moved.items():
        counts.setdefault(done.treaty(into), Counter())["claim"] += 1
        row = cursor.all("SELECT treaty FROM entries WHERE kind = 'claim' AND id = ? AND n <= ?", (claim, last))
        if row and done.treaty(row[0][0]) in counts:
            counts[done.treaty(row[0][0])]["claim"] -= 1
    mentions = _mentions(cursor, last, done)
    encoded = _encoded(cursor, last)
    return [
        _held(id, counts[id], mentions.get(id, []), encoded.get(id), sorted(merged.get(id, ())), texts, first)
        for id in sorted(counts)
    ]


def _held(
    id: str,
    counts: Counter[str],
    mentions: list[TreatyMention],
    encoded: Treaty | None,
    merged: Iterable[str],
    texts: dict[str, set[int]],
    first: dict[str, str],
) -> HeldTreaty:
    names = Counter(name for item in mentions for name in (item.name, *item.names) if name)
    parties = Counter(party for item in mentions for party in item.parties)
    # The name most often used stands first; among equals the longer, which says more.
    ordered = sorted(names, key=lambda name: (-names[name], -len(name), name))
    atlas = next((item.atlas for item in mentions if item.atlas), None)
    return HeldTreaty(
        id=id,
        name=encoded.title if encoded else (ordered[0] if ordered else id),
        names=tuple(ordered),
        parties=encoded.parties if encoded else tuple(sorted(parties)),
        atlas=atlas,
        is_provisional=encoded is None and atlas is None,
        merged=tuple(merged),
        claims=counts["claim"],
        acts=counts["act"],
        documents=len(texts.get(id, ())),
        first_recorded=moment(first[id]) if id in first else None,
    )


def _mentions(cursor: Cursor, last: int, done: Effects) -> dict[str, list[TreatyMention]]:
    found: dict[str, list[TreatyMention]] = {}
    for treaty, body in cursor.each(
        "SELECT treaty, body FROM entries WHERE kind = 'mention' AND treaty IS NOT NULL AND n <= ? ORDER BY n", (last,)
    ):
        found.setdefault(done.treaty(treaty), []).append(revive("mention", body))
    return found


def _encoded(cursor: Cursor, last: int) -> dict[str, Treaty]:
    return {
        treaty: revive("treaty", body)
        for treaty, body in cursor.each(
            "SELECT treaty, body FROM entries WHERE kind = 'treaty' AND n <= ? ORDER BY n", (last,)
        )
    }
