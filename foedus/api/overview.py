"""What there is at a glance: figures of coverage, and what the ledger took in last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from foedus.api.changes_page import announced
from foedus.model.treaty import Treaty

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def of_the_atlas(atlas: Mapping[str, Treaty]) -> dict[str, Any]:
    """Counts of what the atlas holds; `Foedus.coverage` keeps them."""
    treaties = list(atlas.values())
    kinds = Counter(item.kind.value for treaty in treaties for item in treaty.obligations)
    sources = Counter(note.publisher or note.title for treaty in treaties for note in treaty.sources)
    return {
        "treaties": len(treaties),
        "acts": sum(len(treaty.acts) for treaty in treaties),
        "obligations": sum(kinds.values()),
        "kinds": dict(kinds.most_common()),
        "periods": _periods(treaties),
        "states": len({state for treaty in treaties for state in treaty.parties}),
        "documents": 0,
        "claims": 0,
        "sources": sources.most_common(40),
        "publishers": [],
    }


def coverage(session: Foedus) -> dict[str, Any]:
    """Counts of what the atlas and the ledger hold."""
    found = {**session.coverage}
    if session.has_ledger:
        held = session.held.treaties()
        documents = session.ledger.documents()
        found["documents"] = len(documents)
        found["publishers"] = Counter(item.publisher for item in documents if item.publisher).most_common(40)
        found["claims"] = sum(item.claims for item in held)
    return found


def _periods(treaties: Iterable[Treaty]) -> dict[str, int]:
    """How many treaties were drawn up in each stretch of time, by the first act that has a day."""
    found: Counter[str] = Counter()
    for treaty in treaties:
        first = min((act.date.earliest.year for act in treaty.acts if act.date), default=None)
        if first is not None:
            edge = max((year for year in _EDGES if year <= first), default=_EDGES[0])
            found[_NAMES[edge]] += 1
    return {name: found[name] for name in _NAMES.values()}


_EDGES = (1815, 1871, 1914, 1919, 1939, 1946, 1992)
_NAMES = {
    edge: f"{edge} to {after - 1}" if after else f"since {edge}"
    for edge, after in zip(_EDGES, (*_EDGES[1:], None), strict=True)
}  # fmt: skip


def overview(session: Foedus, count: int = 10) -> dict[str, Any]:
    """The last documents recorded, newest first, and the counts."""
    latest = []
    if session.has_ledger:
        for item in session.ledger.documents()[-count:][::-1]:
            latest.append(
                {
                    "document": item.id,
                    "title": item.value.title or item.name,
                    "publisher": item.publisher,
                    "published": item.published,
                    "recorded": item.recorded,
                }
            )
    return {
        "latest": latest,
        "changes": lately_changed(session),
        "announced": announced(session)[:5],
        "coverage": coverage(session),
    }


def lately_changed(session: Foedus, days: int = 30, most: int = 12) -> list[dict[str, Any]]:
    """What the ledger's last days of recording changed in the standing of its treaties, as of today."""
    from datetime import timedelta

    from foedus.api.compare_page import compare_page

    if not session.has_ledger or (head := session.ledger.head()) is None:
        return []
    before = head.recorded.date() - timedelta(days=days)
    rows: list[dict[str, Any]] = []
    for held in session.ledger.treaties():
        rows += compare_page(session, (session.today, before), (session.today, None), held.id)["rows"]
        if len(rows) >= most:
            break
    return [row for row in rows if row["state"] is None or row["was"] != "none"][:most]
