"""People's decisions: each an entry, each undone only by another."""

from __future__ import annotations

from typing import Any

import pytest

from foedus.ledger import Ledger
from foedus.model.entries import Decision, Standing
from foedus.model.errors import FoedusError
from tests.contract.conftest import Place
from tests.contract.samples import add, article


def decide(ledger: Ledger, kind: str, target: str, **more: Any) -> Decision:
    return ledger.decide(kind, target, author="anna", reason="looked at it", **more)


def test_a_rejected_claim_stands_aside_and_stays(ledger: Ledger) -> None:
    (id,) = add(ledger, "Ratified.")
    made = decide(ledger, "reject", id)
    assert ledger.claims() == []
    (item,) = ledger.claims(everything=True)
    assert (item.standing, item.decisions) == (Standing.REJECTED, (made.id,))
    assert ledger.record("prk-rus-2024").on_record == ()


def test_an_accepted_claim_is_preferred(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11", "source": ("KCNA",)})
    (id,) = add(ledger, "Two.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-12"})
    assert str(ledger.record("prk-rus-2024").on_record[0].act.date) == "2024-11-11"
    decide(ledger, "accept", id)
    assert str(ledger.record("prk-rus-2024").on_record[0].act.date) == "2024-11-12"


def test_an_accepted_suspicion_makes_an_act(ledger: Ledger) -> None:
    (id,) = add(ledger, "Suspected.", {"act": "performance", "actors": ("PRK",), "certainty": "suspected"})
    assert ledger.record("prk-rus-2024").on_record == ()
    decide(ledger, "accept", id)
    assert len(ledger.record("prk-rus-2024").on_record) == 1


def test_a_correction_shows_both(ledger: Ledger) -> None:
    (id,) = add(ledger, "Ratified.")
    decide(ledger, "correct", id, changes={"date": "2024-11-09", "actors": ["RUS"]})
    (item,) = ledger.claims(state="RUS")
    assert item.id == id
    assert str(item.value.date) == "2024-11-09"
    assert item.original is not None
    assert str(item.original.date) == "2024-11-11"
    assert ledger.record("prk-rus-2024").on_record[0].act.by == ("RUS",)


def test_corrections_add_up(ledger: Ledger) -> None:
    (id,) = add(ledger, "Ratified.")
    decide(ledger, "correct", id, changes={"date": "2024-11-09"})
    decide(ledger, "correct", id, changes={"organ": "State Duma"})
    value = ledger.claims()[0].value
    assert (str(value.date), value.organ) == ("2024-11-09", "State Duma")


def test_a_correction_of_the_treaty_moves_the_claim(ledger: Ledger) -> None:
    (id,) = add(ledger, "Ratified.")
    decide(ledger, "correct", id, changes={"treaty": "blr-rus-2024"})
    assert ledger.claims(treaty="prk-rus-2024") == []
    assert [item.id for item in ledger.claims(treaty="blr-rus-2024")] == [id]
    assert len(ledger.record("blr-rus-2024").on_record) == 1


@pytest.mark.parametrize("changes", [{}, {"quote": "x"}, {"date": "someday"}, {"act": "dance"}, {"id": "1"}])
def test_a_correction_that_cannot_be_is_refused(ledger: Ledger, changes: dict[str, Any]) -> None:
    (id,) = add(ledger, "Ratified.")
    with pytest.raises(FoedusError) as caught:
        decide(ledger, "correct", id, changes=changes)
    assert caught.value.code == "FOE322"
    assert ledger.decisions() == []


def test_merged_treaties_are_read_as_one(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "signature", "treaty": "p-one"})
    add(ledger, "Two.", {"act": "signature", "treaty": "prk-rus-2024"})
    decide(ledger, "merge", "p-one", into="prk-rus-2024")
    assert len(ledger.claims(treaty="prk-rus-2024")) == 2
    assert ledger.claims(treaty="p-one") == ledger.claims(treaty="prk-rus-2024")
    (held,) = ledger.treaties()
    assert (held.id, held.merged, held.claims) == ("prk-rus-2024", ("p-one",), 2)


def test_merges_follow_one_another(ledger: Ledger) -> None:
    for id in ("p-one", "p-two", "p-three"):
        add(ledger, f"{id}.", {"act": "signature", "treaty": id})
    decide(ledger, "merge", "p-one", into="p-two")
    decide(ledger, "merge", "p-two", into="p-three")
    assert len(ledger.claims(treaty="p-three")) == 3
    assert {item.value.treaty for item in ledger.claims()} == {"p-three"}


def test_a_circle_of_merges_is_refused(ledger: Ledger) -> None:
    for id in ("p-one", "p-two", "p-three"):
        add(ledger, f"{id}.", {"act": "signature", "treaty": id})
    decide(ledger, "merge", "p-one", into="p-two")
    decide(ledger, "merge", "p-two", into="p-three")
    with pytest.raises(FoedusError) as caught:
        decide(ledger, "merge", "p-three", into="p-one")
    assert caught.value.code == "FOE323"
    assert "p-three" in str(caught.value)


def test_a_treaty_is_not_merged_into_itself(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "signature", "treaty": "p-one"})
    with pytest.raises(FoedusError) as caught:
        decide(ledger, "merge", "p-one", into="p-one")
    assert caught.value.code == "FOE323"


def test_a_circle_through_a_reversal_is_refused(ledger: Ledger) -> None:
    for id in ("p-one", "p-two"):
        add(ledger, f"{id}.", {"act": "signature", "treaty": id})
    first = decide(ledger, "merge", "p-one", into="p-two")
    undone = decide(ledger, "reverse", first.id)
    decide(ledger, "merge", "p-two", into="p-one")
    with pytest.raises(FoedusError) as caught:
        decide(ledger, "reverse", undone.id)
    assert caught.value.code == "FOE323"


def test_claims_are_split_off(ledger: Ledger) -> None:
    ids = add(ledger, "One.", {"act": "signature", "date": "2000"}, {"act": "signature", "date": "2024"})
    decide(ledger, "split", "prk-rus-2024", into="prk-rus-2000", claims=ids[:1])
    assert [item.id for item in ledger.claims(treaty="prk-rus-2000")] == ids[:1]
    assert [item.id for item in ledger.claims(treaty="prk-rus-2024")] == ids[1:]
    assert {held.id: held.claims for held in ledger.treaties()} == {"prk-rus-2000": 1, "prk-rus-2024": 1}
    assert len(ledger.record("prk-rus-2000").on_record) == 1


def test_only_a_treaty_s_own_claims_are_split_off(ledger: Ledger) -> None:
    (id,) = add(ledger, "One.", {"act": "signature", "treaty": "p-one"})
    add(ledger, "Two.", {"act": "signature", "treaty": "p-two"})
    with pytest.raises(FoedusError, match="is not of p-two"):
        decide(ledger, "split", "p-two", into="p-three", claims=[id])


def test_a_retracted_document_takes_its_claims_with_it(ledger: Ledger) -> None:
    document, _ = article("Ratified.")
    add(ledger, "Ratified.")
    add(ledger, "Another.")
    decide(ledger, "retract", document.id)
    assert [item.value.evidence.quote for item in ledger.claims()] == ["Another."]
    assert [item.value.text for item in ledger.documents()] == ["Another."]
    assert [item.standing for item in ledger.claims(everything=True)] == [Standing.RETRACTED, Standing.OPEN]
    assert ledger.record("prk-rus-2024").claims == 1


@pytest.mark.parametrize("kind", ["reject", "accept", "correct", "merge", "split", "retract"])
def test_every_decision_is_reversed_by_another(ledger: Ledger, kind: str) -> None:
    document, _ = article("Ratified.")
    (id,) = add(ledger, "Ratified.")
    before = (ledger.claims(), ledger.record("prk-rus-2024"), ledger.treaties())
    target = {"merge": "prk-rus-2024", "split": "prk-rus-2024", "retract": document.id}.get(kind, id)
    more: dict[str, Any] = {
        "correct": {"changes": {"date": "2024-11-09"}},
        "merge": {"into": "p-other"},
        "split": {"into": "p-other", "claims": [id]},
    }.get(kind, {})
    made = decide(ledger, kind, target, **more)
    changed = (ledger.claims(), ledger.record("prk-rus-2024"), ledger.treaties())
    assert changed != before
    undone = decide(ledger, "reverse", made.id)
    assert (ledger.claims(), ledger.record("prk-rus-2024"), ledger.treaties()) == before
    decide(ledger, "reverse", undone.id)
    assert (ledger.claims(), ledger.record("prk-rus-2024"), ledger.treaties()) == changed
    assert len(ledger.decisions()) == 3


def test_what_is_reversed_is_not_reversed_again(ledger: Ledger) -> None:
    (id,) = add(ledger, "Ratified.")
    made = decide(ledger, "reject", id)
    decide(ledger, "reverse", made.id)
    with pytest.raises(FoedusError, match="reversed already"):
        decide(ledger, "reverse", made.id)


def test_the_same_may_be_decided_again(ledger: Ledger) -> None:
    (id,) = add(ledger, "Ratified.")
    made = decide(ledger, "reject", id)
    decide(ledger, "reverse", made.id)
    again = decide(ledger, "reject", id)
    assert again.id != made.id
    assert ledger.claims() == []


@pytest.mark.parametrize(("kind", "more"), [
    ("accept", {}), ("retract", {}), ("reverse", {}), ("merge", {"into": "x"}),
    ("split", {"into": "x", "claims": ["1"]}),
])  # fmt: skip
def test_a_decision_about_nothing_is_refused(ledger: Ledger, kind: str, more: dict[str, Any]) -> None:
    with pytest.raises(FoedusError) as caught:
        decide(ledger, kind, "feedfeedfeedfeed", **more)
    assert caught.value.code == "FOE320"
    assert ledger.head() is None


@pytest.mark.parametrize("missing", ["author", "reason", "target"])
def test_a_decision_needs_author_reason_and_target(ledger: Ledger, missing: str) -> None:
    (id,) = add(ledger, "Ratified.")
    given = {"author": "anna", "reason": "a hoax", "target": id, missing: "  "}
    with pytest.raises(FoedusError) as caught:
        ledger.decide("reject", given["target"], author=given["author"], reason=given["reason"])
    assert caught.value.code == "FOE322"


def test_decisions_have_their_time_too(place: Place) -> None:
    ledger = place.open()
    (id,) = add(ledger, "Ratified.")
    then = place.clock.pass_by(days=1)
    place.clock.pass_by(days=1)
    decide(ledger, "reject", id)
    assert len(ledger.claims(known=then)) == 1
    assert ledger.decisions(known=then) == []
    assert [item.value.target for item in ledger.decisions(target=id)] == [id]
