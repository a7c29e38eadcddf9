"""Lists of treaties: all that are known, those of a state, and how they stand on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.model.errors import FoedusError, did_you_mean
from foedus.model.treaty import Treaty
from foedus.status.standings import state_on

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def actor_id(text: str, on: date | None = None) -> str:
    """The id for an id or a name. Raises `FoedusError` FOE102 where there is none, or more than one."""
    actors = register()
    if actors.get(text) is not None:
        return text
    if actors.get(text.upper()) is not None:
        return text.upper()
    found = actors.find(text, on)
    if len(found) == 1:
        return found[0]
    if found:
        raise FoedusError("FOE102", f'"{text}" may be any of {", ".join(found)}', help="give the id")
    raise FoedusError("FOE102", f'"{text}" is no actor', help=did_you_mean(text.upper(), actors.ids()))


def actor_on(text: str, on: date) -> str:
    """The id for an id or a name of an actor that was there on the day.

    Raises `FoedusError` FOE102 where there is none, and says who stood in its place (the Soviet Union in 2020: RUS).
    """
    id = actor_id(text, on)
    fault = register().check(id, on)
    if fault is not None:
        raise FoedusError("FOE102", fault.says, help=fault.help)
    return id


def list_treaties(
    session: Foedus, *, state: str | None = None, on: date | None = None, known: date | None = None
) -> list[dict[str, Any]]:
    """One row a treaty, by day of signature: id, title, parties, day signed, and on a day its standing.

    With ``state`` only the treaties it has to do with; with ``on`` too, what it is to each on that day, leaving out
    those to which it is nothing.
    """
    who = actor_id(state, on) if state else None
    rows = []
    encoded = session.atlas.mentioning(who) if who else session.atlas.values()
    for treaty in (*encoded, *_of_the_ledger(session, known)):
        if who and who not in treaty.parties and not any(who in act.by for act in treaty.acts):
            continue
        if row := _row(session, treaty, who, on, known):
            rows.append(row)
    return sorted(rows, key=lambda row: (row["signed"] or "9999", row["treaty"]))


def _of_the_ledger(session: Foedus, known: date | None) -> Iterable[Treaty]:
    if not session.has_ledger:
        return ()
    from foedus.api.records import ledger_treaties

    return ledger_treaties(session, known)


def _row(
    session: Foedus, treaty: Treaty, state: str | None, on: date | None, known: date | None
) -> dict[str, Any] | None:
    row: dict[str, Any] = {
        "treaty": treaty.id,
        "title": treaty.short or treaty.title,
        "signed": session.signed_on(treaty),
        "parties": list(treaty.parties),
        "record": treaty.record,
    }
    if on is None:
        return row
    standing, since = session.stretches.standing(treaty, on, known)
    row["standing"] = standing.value
    row["since"] = str(since) if since else None
    if state is not None:
        row["state_is"] = state_on(session.line(treaty, known=known), state, on).standing.value
        if row["state_is"] in ("none", "never"):
            return None
    return row
