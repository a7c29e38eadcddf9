"""Each element of a trigger: what meets it, what fails it, what leaves it open."""

from __future__ import annotations

from typing import Any

import pytest

from tests.obligations.worlds import ask, attack, held, scenario, treaty

ATTACK = {"what": ["armed attack"]}


def verdict(when: dict[str, Any], *events: dict[str, Any], **more: Any) -> tuple[str, tuple[str, ...]]:
    """The verdict on France's duty toward Poland under one clause, and what it leaves open."""
    got = ask(held(treaty({"when": when, **more})), scenario(*events))
    return got.verdict.value, got.open


@pytest.mark.parametrize(
    ("when", "event", "expected", "open_"),
    [
        (ATTACK, attack(), "obliged", ()),
        (ATTACK, attack(on="DNK"), "not_obliged", ()),
        (ATTACK, attack(by="FRA"), "not_obliged", ()),
        (ATTACK, {**attack(), "kind": "declaration of war"}, "obliged", ()),
        (ATTACK, {**attack(), "kind": "use of force"}, "conditional", ("gravity",)),
        (ATTACK, {**attack(), "kind": "threat"}, "not_obliged", ()),
        ({"what": ["threat"]}, attack(), "obliged", ()),
        ({"what": ["threat"]}, {**attack(), "kind": "mobilisation"}, "conditional", ("threat",)),
        ({"what": ["invasion"]}, attack(), "conditional", ("invasion",)),
        ({"what": ["invasion"]}, {**attack(), "kind": "invasion"}, "obliged", ()),
        ({"what": ["invasion"]}, attack(against=["vessels"], where=["baltic-sea"]), "not_obliged", ()),
        ({"what": ["war"]}, attack(by="POL", on="DEU"), "obliged", ()),
        ({"what": ["war declared"]}, attack(), "not_obliged", ()),
        ({**ATTACK, "by": ["RUS"]}, attack(), "not_obliged", ()),
        ({**ATTACK, "by": ["DEU"]}, attack(), "obliged", ()),
        ({**ATTACK, "by": "outside party"}, attack(by="ITA"), "not_obliged", ()),
        ({**ATTACK, "by": {"party": True}}, attack(), "not_obliged", ()),
        ({**ATTACK, "by": {"party": True}}, attack(by="ITA"), "obliged", ()),
        ({**ATTACK, "by": "great power"}, attack(by="DNK"), "not_obliged", ()),
        ({**ATTACK, "by": "great power"}, attack(by="RUS"), "obliged", ()),
        ({**ATTACK, "by": {"european": True}}, attack(by="CHN"), "not_obliged", ()),
        ({**ATTACK, "by": {"not_states": ["DEU"]}}, attack(), "not_obliged", ()),
        ({**ATTACK, "by": {"at_least": 2}}, attack(), "not_obliged", ()),
        ({**ATTACK, "by": {"states": ["DEU"], "supported_by": ["RUS"]}}, attack(), "not_obliged", ()),
        ({**ATTACK, "by": {"states": ["DEU"], "supported_by": ["RUS"]}}, attack(supported_by=["RUS"]), "obliged", ()),
        ({**ATTACK, "by": {"unknown": "named, not which"}}, attack(), "cannot say", ("adversary",)),
        ({**ATTACK, "by": {"group": "communist"}}, attack(), "not_obliged", ()),
        ({**ATTACK, "unprovoked": True}, attack(), "conditional", ("provoked",)),
        ({**ATTACK, "unprovoked": True}, attack(provoked=False), "obliged", ()),
        ({**ATTACK, "unprovoked": True}, attack(provoked=True), "not_obliged", ()),
        ({**ATTACK, "puts": "state of war"}, attack(), "conditional", ("state of war",)),
        ({**ATTACK, "puts": "state of war"}, attack(puts=["state of war"]), "obliged", ()),
        ({**ATTACK, "request": True}, attack(), "conditional", ("request",)),
        ({**ATTACK, "finding_by": "Council"}, attack(), "conditional", ("finding",)),
        ({**ATTACK, "self_judged": "in its opinion"}, attack(), "conditional", ("self-judged",)),
        ({**ATTACK, "first": {"by": ["ITA"], "does": "helps"}}, attack(), "conditional", ("first act",)),
        ({**ATTACK, "after_demand": "to withdraw"}, attack(), "conditional", ("demand",)),
        ({**ATTACK, "conflict": "the war"}, attack(), "conditional", ("conflict",)),
        ({**ATTACK, "conflict": "the war"}, attack(conflict="The War"), "obliged", ()),
        ({**ATTACK, "conflict": "the war"}, attack(conflict="another"), "not_obliged", ()),
        ({**ATTACK, "over": ["KOR"]}, attack(over=["KOR"]), "obliged", ()),
        ({**ATTACK, "over": ["KOR"]}, attack(over=["CHN"]), "not_obliged", ()),
        ({**ATTACK, "unknown": ["place"]}, attack(), "cannot say", ("place",)),
        ({"what": ["internal unrest"]}, attack(), "not_obliged", ()),
        ({"what": ["internal unrest"]}, {"kind": "unrest", "by": ["POL"]}, "obliged", ()),
        ({"what": ["forced to war"]}, attack(by="POL", on="DEU"), "conditional", ("forced to war",)),
    ],
)
def test_one_element(when: dict[str, Any], event: dict[str, Any], expected: str, open_: tuple[str, ...]) -> None:
    assert verdict(when, event) == (expected, open_)


@pytest.mark.parametrize(
    ("where", "against", "event", "expected"),
    [
        (["territory of a party"], [], attack(), "obliged"),
        (["territory of a party"], [], attack(where=["DEU"], against=["forces"]), "not_obliged"),
        (["Europe"], [], attack(), "obliged"),
        (["Europe"], [], attack(where=["falkland-islands"]), "not_obliged"),
        (["territory under the administration of JPN"], [], attack(on="JPN", where=["senkaku-islands"]), "not_obliged"),
        (["Atlantis"], [], attack(), "conditional"),
        (["Europe"], [], attack(where=["Atlantis"]), "conditional"),
        ([], ["territory", "forces"], attack(where=["DEU"], against=["forces"]), "obliged"),
        ([], ["territory"], attack(against=["vessels"], where=["baltic-sea"]), "not_obliged"),
        ([], [], attack(against=["forces"], where=["DEU"]), "conditional"),
    ],
)
def test_place_and_target(where: list[str], against: list[str], event: dict[str, Any], expected: str) -> None:
    assert verdict({**ATTACK, "where": where, "against": against}, event)[0] == expected


def test_a_region_that_changed_with_time() -> None:
    regions = {"area": {"includes": ["Europe", "Algeria"], "until": {"Algeria": "1962-07-02"}}}
    pact = treaty({"when": {**ATTACK, "where": ["area"]}}, regions=regions)
    blow = {"kind": "attack", "by": ["TUN"], "on": ["FRA"], "where": ["algeria-departments"]}
    from datetime import date

    before = ask(held(pact, since="1950-01-01"), scenario(blow, on=date(1961, 5, 1)), "POL", "FRA")
    after = ask(held(pact, since="1950-01-01"), scenario(blow, on=date(1963, 5, 1)), "POL", "FRA")
    assert (before.verdict.value, after.verdict.value) == ("obliged", "not_obliged")


def test_a_request_settles_what_waits_for_one() -> None:
    request = {"kind": "request", "by": ["POL"], "of": ["pact"]}
    assert verdict({**ATTACK, "request": True}, attack(), request)[0] == "obliged"
    elsewhere = {**request, "of": ["another"]}
    assert verdict({**ATTACK, "request": True}, attack(), elsewhere)[0] == "conditional"
    denied = {**request, "holds": False}
    assert verdict({**ATTACK, "request": True}, attack(), denied)[0] == "conditional"


def test_a_finding_decides_both_ways() -> None:
    found = {"kind": "finding", "by": ["league-council"]}
    when = {**ATTACK, "finding_by": "Council of the League"}
    assert verdict(when, attack(), found)[0] == "obliged"
    assert verdict(when, attack(), {**found, "holds": False})[0] == "not_obliged"


def test_another_states_act_comes_first() -> None:
    when = {**ATTACK, "first": {"by": ["ITA"], "does": "helps"}}
    joins = {"kind": "joining", "by": ["ITA"], "on": ["DEU"], "joins": ["POL"]}
    assert verdict(when, attack(), joins)[0] == "obliged"


def test_an_answering_blow_is_no_attack() -> None:
    got = ask(held(treaty({"when": ATTACK})), scenario(attack("POL", "DEU"), attack("DEU", "POL")))
    assert got.verdict.value == "not_obliged"
    assert "acts in its own defence" in got.because


def test_joiners_count_among_the_adversaries() -> None:
    when = {"what": ["war"], "by": {"at_least": 2, "outside": True}}
    joins = {"kind": "joining", "by": ["RUS"], "on": ["POL"], "joins": ["DEU"]}
    assert verdict(when, attack("POL", "DEU"))[0] == "not_obliged"
    assert verdict(when, attack("POL", "DEU"), joins)[0] == "obliged"


def test_a_group_that_is_no_state_leaves_the_question_open() -> None:
    assert verdict(ATTACK, attack(by="an-armed-group")) == ("conditional", ("non-state attacker",))
