"""The changes that matter, as ``foedus watch`` announced them: chosen by state, treaty, kind and day, newest first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from foedus.api import words
from foedus.api.listing import actor_id
from foedus.model.errors import FoedusError
from foedus.model.watching import Change

if TYPE_CHECKING:
    from foedus.api.session import Foedus

KINDS: tuple[str, ...] = get_args(Change.model_fields["kind"].annotation)
"""What a change can be; docs/feeds.md says when each is announced."""


def announced(
    session: Foedus,
    *,
    state: str = "",
    treaty: str = "",
    kind: str = "",
    since: date | None = None,
    known: date | None = None,
) -> list[dict[str, Any]]:
    """The changes announced, newest first: each with its rule, day in law, words and source.

    ``state``: of that state, or of a treaty it is party to; ``since``: announced on that day or later; ``known``: by
    the end of that day. Raises `FoedusError` FOE102 and FOE110 for an unknown state and treaty, FOE905 for a kind.
    """
    if kind and kind not in KINDS:
        raise FoedusError("FOE905", f'"{kind}" is no kind of change', where="kind", help=f"one of {', '.join(KINDS)}")
    who = actor_id(state) if state else None
    key = session.treaty(treaty, known=known).id if treaty else None
    if not session.has_ledger:
        return []
    rows = []
    for item in reversed(session.ledger.changes(treaty=key, known=known)):
        change: Change = item.value
        if kind and change.kind != kind:
            continue
        if since and item.recorded.date() < since:
            continue
        if who and who != change.state and (change.state is not None or who not in _concerned(session, change)):
            continue
        rows.append(_row(change))
    return rows


def _concerned(session: Foedus, change: Change) -> set[str]:
    """Parties of the change's treaty, and all who acted on it; nobody where its record is gone."""
    try:
        treaty = session.treaty(change.treaty)
    except FoedusError:
        return set()
    return {*treaty.parties, *(state for act in treaty.acts for state in act.by)}


def _row(change: Change) -> dict[str, Any]:
    return {
        "change": change.id,
        "announced": change.found.isoformat(timespec="seconds"),
        "kind": change.kind,
        "treaty": change.treaty,
        "title": change.title,
        "state": change.state,
        "name": words.name(change.state) if change.state else None,
        "says": change.says,
        "on": change.on,
        "rule": change.rule,
        "quotes": list(change.quotes),
        "source": change.source,
        "url": change.url if change.url and change.url.startswith(("https://", "http://")) else None,
        "document": change.document[:16],
        "day_before": (change.found.date() - timedelta(days=1)).isoformat(),
        "claims": list(change.claims),
    }
