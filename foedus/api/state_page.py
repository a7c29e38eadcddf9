"""All that one state's page shows for a day, and the list of states."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.api import words
from foedus.api.commitments import commitments_of
from foedus.api.listing import actor_id, list_treaties
from foedus.model.actors import State

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def state_page(session: Foedus, key: str, on: date, known: date | None) -> dict[str, Any]:
    """A state or organisation on the day: names, existence, commitments, treaties, its road to ratification, its acts.

    Raises `FoedusError` FOE102 where there is none of that id or name.
    """
    actors = register()
    id = actor_id(key, on)
    actor = actors.get(id)
    assert actor is not None
    road = actors.road(id, on)
    owed = commitments_of(session, id, on, known=known)
    return {
        "id": id,
        "actor": actor,
        "on": on,
        "known": known,
        "existed": actors.exists(id, on),
        "is_state": isinstance(actor, State),
        "commitments": owed,
        "treaties": list_treaties(session, state=id, on=on, known=known),
        "road": [step.model_dump(mode="json") for step in road.steps] if road else [],
        "road_note": road.note if road and road.note else None,
        "before": [tie.model_dump(mode="json") for tie in actors.predecessors(id)],
        "after": [tie.model_dump(mode="json") for tie in actors.successors(id)],
        "acts": acts_of(session, id, on),
        "titles": {key: _title(session, key) for key in sorted(_named(owed))},
    }


def _named(owed: dict[str, list[dict[str, Any]]]) -> set[str]:
    """The treaties that commitments are under."""
    return {row["treaty"] for rows in owed.values() for row in rows}


def _title(session: Foedus, key: str) -> str:
    treaty = session.atlas[key] if key in session.atlas else session.treaty(key)
    return treaty.short or treaty.title


def acts_of(session: Foedus, state: str, on: date, count: int = 40) -> list[dict[str, Any]]:
    """What the state did to treaties up to the day, newest first."""
    found = [
        {
            "day": str(act.date),
            "act": act.kind.value.replace("_", " "),
            "of": act.of,
            "treaty": treaty.id,
            "title": treaty.short or treaty.title,
            "source": words.source_says(treaty, act),
        }
        for treaty in session.atlas.mentioning(state)
        for act in treaty.acts
        if state in act.by and act.date is not None and act.date.earliest <= on
    ]
    return sorted(found, key=lambda row: str(row["day"]), reverse=True)[:count]


def states_list(session: Foedus, on: date) -> list[dict[str, Any]]:
    """The states of the day, by name, with how many security commitments each has."""
    partners: dict[str, int] = {}
    for treaty in session.atlas.begun_by(on):
        for state, bits in session.stretches.ties(treaty, on, None).owes.get("defence", {}).items():
            partners[state] = partners.get(state, 0) | bits
    actors = register()
    rows = [
        {"state": id, "name": state.name, "defence_partners": partners.get(id, 0).bit_count(), "member": state.member}
        for id, state in actors.states.items()
        if actors.exists(id, on)
    ]
    return sorted(rows, key=lambda row: str(row["name"]))
