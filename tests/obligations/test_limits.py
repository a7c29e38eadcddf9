"""Discretion, exceptions, understandings, breaches; being bound or not; assumptions; conflicts; cascades."""

from __future__ import annotations

from datetime import date

from foedus.actors.places import gazetteer
from foedus.model.duties import Verdict
from foedus.obligations import follow
from tests.obligations.worlds import DAY, ask, attack, held, put, scenario, treaty

ATTACK = {"what": ["armed attack"]}


def test_discretion_over_the_form_makes_it_conditional() -> None:
    pact = treaty({"when": ATTACK, "owes": {"what": "act", "discretion": "as it deems necessary"}})
    assert ask(held(pact), scenario(attack())).open == ("discretion",)
    pact = treaty({"when": ATTACK, "under": ["constitutional processes"]})
    assert ask(held(pact), scenario(attack())).open == ("constitutional processes",)
    pact = treaty({"when": ATTACK, "under": ["laws of both parties"]})
    assert ask(held(pact), scenario(attack())).open == ("own law",)
    pact = treaty({"when": ATTACK, "under": ["UN Charter 51"]})
    assert ask(held(pact), scenario(attack())).verdict is Verdict.OBLIGED


def test_an_assumption_settles_a_question_either_way() -> None:
    pact = held(treaty({"when": ATTACK, "owes": {"what": "act", "discretion": "as it deems necessary"}}))
    yes = scenario(attack(), assumption=[{"question": "discretion"}])
    no = scenario(attack(), assumption=[{"question": "discretion", "state": "FRA", "holds": False}])
    assert ask(pact, yes).verdict is Verdict.OBLIGED
    assert ask(pact, no).verdict is Verdict.NOT_OBLIGED
    assert ask(pact, no, "ITA").verdict is Verdict.CONDITIONAL


def test_an_exception_for_one_adversary() -> None:
    pact = held(treaty({"when": ATTACK, "exceptions": [{"says": "never against Germany", "toward": ["DEU"]}]}))
    assert "excepted" in ask(pact, scenario(attack())).because
    assert ask(pact, scenario(attack(by="RUS"))).verdict is Verdict.OBLIGED


def test_an_exception_for_one_party_and_a_time() -> None:
    says = {"says": "neutral until 2011", "by": ["FRA"], "until": "2010-12-31", "makes": "conditional"}
    pact = held(treaty({"when": ATTACK, "exceptions": [says]}))
    assert ask(pact, scenario(attack())).verdict is Verdict.CONDITIONAL
    assert ask(pact, scenario(attack(), on=date(2011, 6, 1))).verdict is Verdict.OBLIGED
    assert ask(pact, scenario(attack()), "ITA").verdict is Verdict.OBLIGED


def test_an_understanding_of_one_party() -> None:
    note = {"by": ["FRA"], "says": "communist aggression only", "adversary_kind": "communist", "makes": "consultation"}
    pact = held(treaty({"when": ATTACK, "understandings": [note]}))
    assert "it only consults" in ask(pact, scenario(attack())).because
    assert ask(pact, scenario(attack(by="CHN"))).verdict is Verdict.OBLIGED
    assert ask(pact, scenario(attack()), "ITA").verdict is Verdict.OBLIGED


def test_a_war_that_a_party_itself_began_is_excepted() -> None:
    clause = {
        "kind": "neutrality",
        "when": {"what": ["war"]},
        "exceptions": [{"says": "not for an attack on Austria", "attack_by_party_on": ["AUT"]}],
    }
    pact = held(treaty(clause))
    assert ask(pact, scenario(attack("POL", "AUT")), kind="neutrality").verdict is Verdict.NOT_OBLIGED
    assert ask(pact, scenario(attack("POL", "DEU")), kind="neutrality").verdict is Verdict.OBLIGED


def test_force_breaks_a_pledge_and_defence_does_not() -> None:
    pact = held(treaty({"kind": "nonaggression"}, parties=("DEU", "POL")))
    assert ask(pact, scenario(attack()), "DEU", "POL", "nonaggression").verdict is Verdict.BREACH
    answered = scenario(attack("POL", "DEU"), attack("DEU", "POL"))
    assert ask(pact, answered, "DEU", "POL", "nonaggression").verdict is Verdict.OBLIGED


def test_help_to_the_enemy_breaks_neutrality() -> None:
    pact = held(treaty({"kind": "neutrality", "when": {"what": ["war"]}}))
    helps = {"kind": "assistance", "by": ["FRA"], "on": ["DEU"]}
    assert ask(pact, scenario(attack(), helps), kind="neutrality").verdict is Verdict.BREACH


def test_land_lent_for_an_attack_breaks_its_denial() -> None:
    pact = held(treaty({"kind": "territory_denial"}))
    got = ask(pact, scenario(attack(through=["FRA"])), kind="territory_denial")
    assert got.verdict is Verdict.BREACH


def test_a_claim_to_be_free_before_the_term_does_not_free() -> None:
    pact = held(treaty({"kind": "nonaggression"}, parties=("DEU", "POL")))
    leaves = {"kind": "denunciation", "by": ["DEU"], "of": ["pact"], "date": "2010-01-01"}
    got = ask(pact, scenario(leaves, attack()), "DEU", "POL", "nonaggression")
    assert got.verdict is Verdict.BREACH
    assert "declared itself free on 2010-01-01" in got.because


def test_not_in_force_says_since_or_until_when() -> None:
    pact = treaty({"when": ATTACK})
    assert "2012-01-01" in ask(held(pact, since="2012-01-01"), scenario(attack())).because
    assert "2009-01-01" in ask(held(pact, until="2009-01-01"), scenario(attack())).because


def test_a_partial_date_makes_being_bound_open() -> None:
    got = ask(held(treaty({"when": ATTACK}), since="2010"), scenario(attack()))
    assert got.verdict is Verdict.CANNOT_SAY


def test_a_secret_clause_is_not_known_before_its_day() -> None:
    pact = held(treaty({"when": ATTACK, "secret_until": "2015-01-01"}))
    assert ask(pact, scenario(attack())).verdict is Verdict.OBLIGED
    assert ask(pact, scenario(attack(), known="2010-06-01")).verdict is Verdict.NOT_OBLIGED
    assert put(pact, scenario(attack(), known="2010-06-01")).notes


def test_a_clause_with_days_of_its_own() -> None:
    pact = held(
        treaty({"when": ATTACK, "until": "2009-12-31"}, {"when": {**ATTACK, "request": True}, "since": "2010-01-01"})
    )
    assert ask(pact, scenario(attack())).open == ("request",)
    assert ask(pact, scenario(attack(), on=date(2009, 6, 1))).verdict is Verdict.OBLIGED


def test_directions_differ() -> None:
    ways = [
        {"from": ["FRA"], "to": ["POL"]},
        {"from": ["POL"], "to": ["FRA"], "when": {"what": ["armed attack"], "by": ["RUS"]}},
    ]
    pact = held(treaty({"when": ATTACK, "owed": ways}, parties=("FRA", "POL")))
    assert ask(pact, scenario(attack())).verdict is Verdict.OBLIGED
    assert ask(pact, scenario(attack("DEU", "FRA")), "POL", "FRA").verdict is Verdict.NOT_OBLIGED
    assert ask(pact, scenario(attack("RUS", "FRA")), "POL", "FRA").verdict is Verdict.OBLIGED


def test_a_guarantee_of_a_third_state() -> None:
    clause = {"kind": "guarantee", "owed": {"from": ["FRA", "DEU"], "to": ["BEL"]}}
    pact = held(treaty(clause, parties=("FRA", "DEU")))
    told = scenario(attack("DEU", "BEL"))
    assert ask(pact, told, "FRA", "BEL", "guarantee").verdict is Verdict.OBLIGED
    assert ask(pact, told, "DEU", "BEL", "guarantee").verdict is Verdict.BREACH
    assert ask(pact, told, "FRA", "BEL", "defence").verdict is Verdict.OBLIGED


def test_help_owed_to_both_sides_is_a_conflict() -> None:
    one = treaty({"when": {"what": ["war"]}}, id="one", parties=("FRA", "POL"))
    other = treaty({"when": {"what": ["war"]}}, id="other", parties=("FRA", "DEU"))
    found = put(held(one, other), scenario(attack())).conflicts
    assert [(item.state, item.kind) for item in found] == [("FRA", "help to both sides")]
    assert found[0].rule == "UN Charter 103"


def test_help_against_a_partner_in_nonaggression_is_a_conflict() -> None:
    one = treaty({"when": ATTACK}, id="one", parties=("FRA", "POL"))
    other = treaty({"kind": "nonaggression"}, id="other", parties=("FRA", "DEU"))
    late = put(held(one, other), scenario(attack())).conflicts
    early = put(held(one, other, since="1900-01-01"), scenario(attack(), on=date(1930, 6, 1))).conflicts
    assert [item.kind for item in late] == ["help against a partner"]
    assert (late[0].rule, early[0].rule) == ("UN Charter 103", "VCLT 30(4)")


def test_a_cascade_runs_until_nothing_changes() -> None:
    first = treaty({"when": ATTACK}, id="first", parties=("FRA", "POL"))
    second = treaty({"when": {"what": ["war"]}}, id="second", parties=("FRA", "ITA"))
    got = follow(scenario(attack()), held(first, second), gazetteer())
    assert [[item.state for item in part.joined] for part in got.rounds] == [["FRA"], ["ITA"], []]
    assert ("ITA", "DEU") in got.joins


def test_a_cascade_with_assumptions_says_them() -> None:
    pact = treaty(
        {"when": ATTACK, "owes": {"what": "act", "discretion": "as it deems necessary"}}, parties=("FRA", "POL")
    )
    plain = follow(scenario(attack()), held(pact), gazetteer())
    assumed = follow(scenario(attack()), held(pact), gazetteer(), conditional=True)
    assert [part.joined for part in plain.rounds] == [()]
    assert "as it deems necessary" in assumed.rounds[0].assumed[0]


def test_an_unknown_treaty_and_place_are_told() -> None:
    told = scenario(attack(where=["Atlantis"]), treaties=["pact", "nowhere"])
    codes = {fault["code"] for fault in put(held(treaty({"when": ATTACK})), told).faults}
    assert codes == {"FOE503", "FOE505"}


def test_what_is_asked_where_nothing_speaks_of_it() -> None:
    got = ask(held(treaty({"kind": "consultation"})), scenario(attack()))
    assert got.verdict is Verdict.NOT_OBLIGED
    assert "no defence clause" in got.because
    got = ask(held(treaty({"when": ATTACK})), scenario(attack(on="DNK")), toward="DNK")
    assert "DNK is no party to pact" in got.because
    assert DAY.year == 2010
