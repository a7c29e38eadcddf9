"""Small treaties and scenarios for the tests of obligations, made in memory."""

from __future__ import annotations

from datetime import date
from typing import Any

from foedus.actors.places import gazetteer
from foedus.model.dates import partial_date
from foedus.model.duties import Assessment
from foedus.model.scenarios import Scenario
from foedus.model.treaty import Treaty
from foedus.obligations import Commitments, Spell, Spells, assess
from foedus.obligations.answer import Answer, answer

DAY = date(2010, 6, 1)


def treaty(
    *obligations: dict[str, Any], id: str = "pact", parties: tuple[str, ...] = ("FRA", "POL", "ITA"), **more: Any
) -> Treaty:
    """A treaty with these obligations; each needs only what the test is about."""
    filled = [{"article": str(n), "kind": "defence", "owes": "help", **item} for n, item in enumerate(obligations, 1)]
    for item in filled:
        if isinstance(item["owes"], str):
            item["owes"] = {"what": item["owes"]}
    return Treaty.model_validate({"id": id, "title": id, "parties": parties, "obligation": filled, **more})


def held(*treaties: Treaty, since: str = "2000-01-01", until: str | None = None) -> Commitments:
    """Commitments in force for all their parties from ``since`` to ``until``."""
    end = partial_date(until) if until else None
    spells = {t.id: [Spell(s, partial_date(since), end) for s in t.parties] for t in treaties}
    return Commitments(treaties, Spells(spells, "the test"))


def scenario(*events: dict[str, Any], on: date = DAY, **more: Any) -> Scenario:
    """A scenario of these events, each on ``on`` unless it says otherwise."""
    return Scenario.model_validate({"on": on, "event": [{"date": on, **event} for event in events], **more})


def attack(by: str = "DEU", on: str = "POL", **more: Any) -> dict[str, Any]:
    """One attack."""
    return {"kind": "attack", "by": [by], "on": [on], **more}


def ask(
    commitments: Commitments, told: Scenario, state: str = "FRA", toward: str = "POL", kind: str = "defence"
) -> Answer:
    """One question."""
    return answer(told, commitments, gazetteer(), state, toward, kind)


def put(commitments: Commitments, told: Scenario) -> Assessment:
    """The whole assessment."""
    return assess(told, commitments, gazetteer())
