"""Two days, or two states of knowledge, side by side: what changed, of one treaty or of all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.api import words
from foedus.model.errors import FoedusError
from foedus.model.findings import Finding
from foedus.model.telling import Tell, silent
from foedus.model.treaty import Treaty

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
    rows = []
    for number, one in enumerate(keys):
        if number % _TOLD == 0:
            tell(f"comparing treaties: {number} of {len(keys)}")
        rows += _differences(session, one, before, after)
    return {"before": before, "after": after, "treaty": keys[0] if key else None, "rows": rows, "looked_at": len(keys)}


def _keys(session: Foedus, *known: date | None) -> list[str]:
    from foedus.api.records import ledger_treaties

    found = dict.fromkeys(session.atlas)
    for day in dict.fromkeys(known):
        found |= dict.fromkeys(treaty.id for treaty in ledger_treaties(session, day))
    return list(found)


def _differences(session: Foedus, key: str, before: Moment, after: Moment) -> list[dict[str, Any]]:
    then, was = _at(session, key, before)
    now, now_is = _at(session, key, after)
    treaty = now or then
    if treaty is None:
        return []
    rows = []
    title = treaty.short or treaty.title
    one, other = (was.standing.value if was else "not known"), (now_is.standing.value if now_is else "not known")
    if one != other:
        since = now_is.since if now_is else None
        rows.append(_row(key, title, None, one, other, since, now_is.why.says if now_is else "", treaty))
    parties = {item.state: item for item in was.parties} if was else {}
    for item in now_is.parties if now_is else ():
        held = parties.pop(item.state, None)
        old = held.standing.value if held else "none"
        if old != item.standing.value:
            rows.append(_row(key, title, item.state, old, item.standing.value, item.since, item.reason.says, treaty))
    for state, held in parties.items():
        if held.standing.value not in ("none", "never"):
            rows.append(_row(key, title, state, held.standing.value, "none", None, "", treaty))
    return rows


def _at(session: Foedus, key: str, moment: Moment) -> tuple[Treaty | None, Finding | None]:
    on, known = moment
    try:
        treaty = session.treaty(key, known=known)
    except FoedusError as error:
        if error.code != "FOE110":
            raise
        return None, None
    return treaty, session.reckon(treaty, on, known=known)


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
