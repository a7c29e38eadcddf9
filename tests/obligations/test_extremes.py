"""No day that a calendar has is too early or too late to ask about."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.actors.places import gazetteer
from foedus.api.assess import StatusBound
from foedus.model.scenarios import Scenario
from foedus.obligations import Commitments, assess, follow
from foedus.obligations.cascade import unfold
from foedus.treaties import Atlas
from tests.obligations.worlds import attack, held, scenario, treaty

EDGES = st.one_of(
    st.sampled_from((date.min, date(1, 1, 2), date(5, 12, 31), date(9995, 1, 1), date(9999, 12, 30), date.max)),
    st.dates(date.min, date(12, 1, 1)),
    st.dates(date(9990, 1, 1), date.max),
)
HOSTILE = st.sampled_from(("attack", "invasion", "threat", "declaration of war", "joining", "denunciation", "peace"))


@cache
def some() -> Commitments:
    """Every eighteenth treaty, and those of the two that fight: enough for every clause on time."""
    treaties = Atlas()
    few = tuple(item for n, item in enumerate(treaties.values()) if n % 18 == 0 or {"DEU", "POL"} <= set(item.parties))
    return Commitments(few, StatusBound(dict(treaties)))


@settings(max_examples=12, deadline=None)
@given(EDGES, st.lists(st.tuples(HOSTILE, EDGES), min_size=1, max_size=3), st.booleans())
def test_no_day_is_too_early_or_too_late(on: date, told: list[tuple[str, date]], ask_on: bool) -> None:
    events: list[dict[str, Any]] = [
        {"kind": kind, "by": ["DEU"], "on": ["POL"], "date": day, "of": ["csto"]} for kind, day in told
    ]
    scenario_ = Scenario.model_validate({"event": events, **({"on": on} if ask_on else {})})
    assert assess(scenario_, some(), gazetteer()).on == scenario_.day
    assert follow(scenario_, some(), gazetteer()).on == scenario_.day
    assert unfold(scenario_, some(), gazetteer()).on <= scenario_.day


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_breach_on_the_first_day_and_the_last(day: date) -> None:
    pact = treaty({"kind": "nonaggression", "owes": "no force"}, parties=("DEU", "POL"))
    got = assess(scenario(attack(), on=day), held(pact, since="0001-01-01"), gazetteer())
    assert [duty.verdict.value for duty in got.duties if duty.state == "DEU"] == ["breach"]
