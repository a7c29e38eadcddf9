"""Two days, or two states of knowledge, side by side: what changed, of one treaty or of all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.api import words
from foedus.model.dates import PartialDate
from foedus.model.errors import FoedusError
from foedus.model.telling import Tell, silent
from foedus.model.treaty import Treaty
from foedus.status.from_acts import party_says, says

if TYPE_CHECKING:
    from foedus.api.session import Foedus

Moment = tuple[date, date | None]
"""A day in law, and a day of knowledge (None: all that is known)."""


_TOLD = 25  # treaties between two words about how far it is


def compare_page(
    session: Foedus, before: Moment, after: Moment, key: str | None = None, *, tell: Tell = silent
) -> dict[str, Any]:
    """The differences between two moments as rows: treaty, subject, what it was, what it is, and why.

    ``tell`` hears how many treaties were looked at. Raises `FoedusError` FOE110 for an unknown treaty.
    """
    keys = [session.treaty(key).id] if key else _keys(session, before[1], after[1])
    recorded = session.held.ids()
    rows = []
    for number, one in enumerate(keys):
        if number % _TOLD == 0:
            tell(f"comparing treaties: {number} of {len(keys)}")
        rows += _differences(session, one, before, after, one in recorded)
    return {"before": before, "after": after, "treaty": keys[0] if key else None, "rows": rows, "looked_at": len(keys)}


def _keys(session: Foedus, *known: date | None) -> list[str]:
    held = (item.id for day in dict.fromkeys(known) for item in session.held.treaties(day))
    return list(dict.fromkeys((*session.atlas, *held)))


def _differences(session: Foedus, key: str, before: Moment, after: Moment, is_recorded: bool) -> list[dict[str, Any]]:
    then = _at(session, key, before[1], is_recorded)
    now = _at(session, key, after[1], is_recorded)
    treaty = now or then
    if treaty is None:
        return []
    rows = []
    title = treaty.short or treaty.title
    one, _ = _treaty_on(session, then, before)
    other, since = _treaty_on(session, now, after)
    if one != other:
        why = says(session.line(now, known=after[1]), after[0]) if now else ""
        rows.append(_row(key, title, None, one, other, since, why, treaty))
    was = session.stretches.standings(then, *before) if then else []
    now_so = session.stretches.standings(now, *after) if now else []
    if was is now_so:  # one stretch of time: nothing changed in it
        return rows
    parties = {item.state: item.standing.value for item in was}
    for item in now_so:
        old = parties.pop(item.state, "none")
        if now is not None and old != item.standing.value:
            why = party_says(session.line(now, known=after[1]), item.state, after[0])
            rows.append(_row(key, title, item.state, old, item.standing.value, item.since, why, treaty))
    for state, held in parties.items():
        if held not in ("none", "never"):
            rows.append(_row(key, title, state, held, "none", None, "", treaty))
    return rows


def _treaty_on(session: Foedus, treaty: Treaty | None, moment: Moment) -> tuple[str, PartialDate | None]:
    if treaty is None:
        return "not known", None
    standing, since = session.stretches.standing(treaty, *moment)
    return standing.value, since


def _at(session: Foedus, key: str, known: date | None, is_recorded: bool) -> Treaty | None:
    """The treaty as known then; of those that the ledger tells nothing of, it is not asked."""
    if not is_recorded and key in session.atlas:
        return session.atlas[key]
    try:
        return session.treaty(key, known=known)
    except FoedusError as error:
        if error.code != "FOE110":
            raise
        return None


def _row(
    key: str, title: str, state: str | None, was: str, now: str, since: object, why: str, treaty: Treaty
) -> dict[str, Any]:
    return {
        "treaty": key,
        "title": title,
        "state": state,
        "name": words.name(state) if state else "the treaty",
        "was": was,
        "now": now,
        "since": str(since) if since else None,
        "why": words.with_names(why, treaty.parties),
    }
