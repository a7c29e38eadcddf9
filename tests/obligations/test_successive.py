"""Two treaties one after the other: under which of them a duty is owed between two states (VCLT 30)."""

from __future__ import annotations

from datetime import date
from typing import Any

from foedus.api.assess import StatusBound
from foedus.model.duties import Verdict
from foedus.obligations import Commitments
from tests.obligations.worlds import ask, attack, put, scenario, treaty

ATTACK = {"what": ["armed attack"]}


def law(*ratified: tuple[str, str]) -> dict[str, Any]:
    """Final clauses of a treaty that two ratifications bring into force, and these ratifications."""
    acts = [{"kind": "ratification", "by": [state], "date": day} for state, day in ratified]
    return {"consent": {"by": ["ratification"]}, "entry_into_force": {"when": {"consents": 2}}, "act": acts}


CONSULT = {"kind": "consultation", "when": ATTACK, "owes": "consult"}


def world(*clauses: dict[str, Any], **later: Any) -> Commitments:
    """France, Poland and Italy under an old pact; France and Poland under a later one as well, from 2005."""
    old = treaty(
        {"when": ATTACK},
        {"kind": "nonaggression", "owes": "no force"},
        id="old",
        **law(("FRA", "2000-01-01"), ("POL", "2000-01-01"), ("ITA", "2000-01-01")),
    )
    acts = law(("FRA", "2005-01-01"), ("POL", "2005-01-01"))
    new = treaty(*(clauses or (CONSULT,)), id="new", **acts, **later)
    bound = StatusBound({"old": old, "new": new})
    return Commitments((old, new), bound, bound.governed)


def test_a_later_treaty_in_its_place_governs_between_those_in_both() -> None:
    pacts = world(replaces=["old"])
    assert ask(pacts, scenario(attack(), on=date(2004, 6, 1))).verdict is Verdict.OBLIGED
    found = ask(pacts, scenario(attack()))
    assert found.verdict is Verdict.NOT_OBLIGED
    assert "new governs between them (VCLT-30(4)(a))" in found.because
    assert ask(pacts, scenario(attack()), kind="consultation").verdict is Verdict.OBLIGED


def test_with_one_that_is_in_the_earlier_alone_the_earlier_governs() -> None:
    pacts = world(replaces=["old"])
    assert ask(pacts, scenario(attack()), "ITA").verdict is Verdict.OBLIGED
    assert ask(pacts, scenario(attack(on="ITA")), "FRA", "ITA").verdict is Verdict.OBLIGED


def test_what_is_replaced_between_the_two_is_not_broken_between_them() -> None:
    pacts = world(replaces=["old"])
    force = scenario(attack("FRA", "POL"))
    assert ask(pacts, force, "FRA", "POL", "nonaggression").verdict is Verdict.NOT_OBLIGED
    force = scenario(attack("FRA", "ITA"))
    assert ask(pacts, force, "FRA", "ITA", "nonaggression").verdict is Verdict.BREACH


def test_on_the_same_subject_the_earlier_stays_as_far_as_it_is_compatible() -> None:
    same = [{"kind": "same_subject", "treaty": "old"}]
    # The later has no clause of help: nothing to differ from.
    assert ask(world(links=same), scenario(attack())).verdict is Verdict.OBLIGED
    found = put(world({"when": ATTACK, "owes": "some help"}, links=same), scenario(attack())).duties
    owed = {(duty.state, duty.treaty): duty for duty in found if duty.kind == "defence" and duty.toward == "POL"}
    assert owed["FRA", "new"].verdict is Verdict.OBLIGED
    assert owed["FRA", "old"].verdict is Verdict.CONDITIONAL
    assert [question.name for question in owed["FRA", "old"].open] == ["compatible"]
    assert owed["ITA", "old"].verdict is Verdict.OBLIGED
