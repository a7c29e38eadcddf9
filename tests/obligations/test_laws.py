"""Laws that hold for every scenario: never an error, never a guess, order does not matter, knowledge only settles."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.actors.places import gazetteer
from foedus.api.assess import StatusBound
from foedus.model.duties import Assessment, Verdict
from foedus.model.scenarios import Event, EventKind, Scenario
from foedus.obligations import Commitments, assess, follow
from foedus.obligations.graph import graph_of, text_of
from foedus.obligations.picture import svg_of
from foedus.treaties import Atlas
from tests.obligations.worlds import held, treaty

STATES = ["DEU", "FRA", "GBR", "RUS", "SUN", "ITA", "AUH", "USA", "JPN", "CHN", "POL", "UKR", "TUR", "al-qaeda"]
PLACES = ["POL", "crimea", "falkland-islands", "south-china-sea", "Atlantis", "hawaii"]


@cache
def atlas() -> Commitments:
    """Everything that ships."""
    treaties = Atlas()
    return Commitments(tuple(treaties.values()), StatusBound(dict(treaties)))


def some(values: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    """Up to ``most`` of them."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True)


DAYS = [date(1914, 8, 1), date(1938, 6, 1), date(1947, 1, 1), date(1990, 12, 1), date(2024, 11, 12)]


@pytest.mark.parametrize("on", DAYS)
def test_a_glance_says_what_the_whole_standing_says(on: date) -> None:
    everything = atlas()
    assert isinstance(everything.bound, StatusBound)
    for each in everything.treaties[::4]:
        for state in {*each.parties[:6], "USA", "SRB", "EST"}:
            said, seen = everything.bound(each, state, on), everything.bound.glance(each, state, on)
            assert seen == (said.bound, said.standing, said.since, said.until), (each.id, state)


events = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([kind.value for kind in EventKind]),
        "by": some(STATES),
        "on": some(STATES),
        "where": some(PLACES, 1),
        "against": some(["territory", "forces", "public vessels", "ships"], 1),
        "holds": st.booleans(),
        "of": some(["north-atlantic", "csto", "versailles-1919:42"], 1),
    },
    optional={
        "provoked": st.booleans(),
        "date": st.dates(date(1880, 1, 1), date(2025, 1, 1)),
        "joins": some(STATES, 1),
        "supported_by": some(STATES, 1),
        "conflict": st.sampled_from(["a war", "another war"]),
        "puts": st.just(["state of war"]),
        "through": some(PLACES, 1),
        "over": some(["CHN", "KOR"], 1),
    },
)


def told(items: list[dict[str, Any]], on: date) -> Scenario:
    """A scenario of any events whatever."""
    return Scenario.model_validate({"on": on, "event": items})


@settings(max_examples=120, deadline=None)
@given(st.lists(events, min_size=1, max_size=5), st.dates(date(1880, 1, 1), date(2025, 12, 31)))
def test_no_scenario_raises(items: list[dict[str, Any]], on: date) -> None:
    got = assess(told(items, on), atlas(), gazetteer())
    assert all(duty.because and duty.reason.says for duty in got.duties)
    for duty in got.duties:
        assert bool(duty.open) == (duty.verdict in (Verdict.CONDITIONAL, Verdict.CANNOT_SAY)) or duty.open == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(events, min_size=1, max_size=3), st.dates(date(1900, 1, 1), date(2025, 12, 31)))
def test_every_cascade_ends_and_can_be_drawn(items: list[dict[str, Any]], on: date) -> None:
    got = follow(told(items, on), atlas(), gazetteer(), conditional=True)
    assert 1 <= len(got.rounds) <= 12
    assert svg_of(got).startswith("<svg")
    assert text_of(got)
    assert set(graph_of(got).nodes) >= {edge.source for edge in graph_of(got).edges}


def answers(got: Assessment) -> dict[tuple[str, str, str, str], str]:
    """Verdicts by state, toward, treaty and clause."""
    return {(d.state, d.toward, d.treaty, d.obligation): d.verdict.value for d in got.duties}


@settings(max_examples=60, deadline=None)
@given(st.lists(events, min_size=2, max_size=4), st.dates(date(1900, 1, 1), date(2020, 12, 31)))
def test_events_of_different_days_may_be_told_in_any_order(items: list[dict[str, Any]], on: date) -> None:
    dated = [{**item, "date": date(on.year - 1, 1 + number, 1)} for number, item in enumerate(items)]
    forward = assess(told(dated, on), atlas(), gazetteer())
    backward = assess(told(dated[::-1], on), atlas(), gazetteer())
    assert answers(forward) == answers(backward)


@settings(max_examples=60, deadline=None)
@given(st.lists(events, min_size=1, max_size=4), st.dates(date(1900, 1, 1), date(2020, 12, 31)))
def test_an_assumption_never_makes_a_settled_answer_open(items: list[dict[str, Any]], on: date) -> None:
    plain = assess(told(items, on), atlas(), gazetteer())
    names = sorted({question.name for duty in plain.duties for question in duty.open})[:2]
    if not names:
        return
    assumed = told(items, on).model_copy(
        update={
            "assumptions": Scenario.model_validate(
                {"event": [{"kind": "act", "date": on}], "assumption": [{"question": n} for n in names]}
            ).assumptions
        }
    )
    after = answers(assess(assumed, atlas(), gazetteer()))
    for key, verdict in answers(plain).items():
        if verdict in ("obliged", "breach"):
            assert after[key] == verdict


@given(st.sampled_from(["threat", "attack", "invasion", "declaration of war"]))
def test_an_attack_is_never_less_than_a_threat(kind: str) -> None:
    pact = held(treaty({"kind": "consultation", "when": {"what": ["threat"]}}))
    event = Event.model_validate({"kind": kind, "by": ["DEU"], "on": ["POL"], "date": date(2010, 6, 1)})
    got = assess(Scenario(events=(event,)), pact, gazetteer())
    assert {d.verdict for d in got.duties if d.toward == "POL"} == {Verdict.OBLIGED}
