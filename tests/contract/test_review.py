"""What is open, and how a decision closes it."""

from __future__ import annotations

from foedus.ledger import Ledger
from foedus.model.acts import Act
from foedus.model.treaty import Treaty
from tests.contract.samples import add


def asked(ledger: Ledger, treaty: str | None = None) -> list[str]:
    return [item.kind.value for item in ledger.questions(treaty=treaty)]


def test_nothing_is_open_where_sources_agree(ledger: Ledger) -> None:
    add(ledger, "One.")
    add(ledger, "Two.", publisher="Post")
    assert asked(ledger) == []


def test_two_days_are_a_question_until_one_claim_is_decided(ledger: Ledger) -> None:
    (one,) = add(ledger, "One.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11"})
    add(ledger, "Two.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-12"})
    assert asked(ledger) == ["day"]
    made = ledger.decide("accept", one, author="anna", reason="the decree says so")
    assert asked(ledger) == []
    ledger.decide("reverse", made.id, author="anna", reason="another decree")
    assert asked(ledger) == ["day"]


def test_suspicions_and_denials_are_questions(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "performance", "actors": ("PRK",), "certainty": "suspected"})
    add(ledger, "Two.", {"act": "ratification", "actors": ("RUS",)})
    add(ledger, "Three.", {"act": "ratification", "actors": ("RUS",), "modality": "denied"})
    assert sorted(asked(ledger)) == ["hedged", "whether"]


def test_a_claim_against_the_law_is_a_question(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "entry_into_force", "date": "2024-11-12"})

    def law(act: Act) -> str | None:
        return "no exchange is known" if act.kind == "entry_into_force" else None

    (question,) = ledger.questions(law_for=lambda treaty: law)
    assert (question.kind, question.treaty) == ("law", "prk-rus-2024")
    assert "no exchange is known" in question.says


def test_records_of_the_same_parties_and_name_are_asked_about(ledger: Ledger) -> None:
    ledger.add_treaty(Treaty(id="prk-rus-2024", title="Comprehensive partnership", parties=("PRK", "RUS")), author="a")
    add(ledger, "One.", {"act": "signature", "treaty": "p-comprehensive-partnership"})
    add(ledger, "Two.", {"act": "signature", "treaty": "p-fisheries"}, parties=("PRK", "CHN"))
    (question,) = ledger.questions()
    assert (question.treaty, question.into) == ("p-comprehensive-partnership", "prk-rus-2024")
    ledger.decide("merge", question.treaty, into=question.into, author="anna", reason="the same")
    assert asked(ledger) == []


def test_questions_of_one_treaty(ledger: Ledger) -> None:
    for treaty in ("p-one", "p-two"):
        add(ledger, f"{treaty} 1.", {"act": "exchange", "date": "2024-11-11", "treaty": treaty}, parties=(treaty,))
        add(ledger, f"{treaty} 2.", {"act": "exchange", "date": "2024-11-10", "treaty": treaty}, parties=(treaty,))
    assert len(asked(ledger)) == 2
    assert [item.treaty for item in ledger.questions(treaty="p-two")] == ["p-two"]


def test_questions_as_they_stood(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "exchange", "date": "2024-11-11"})
    add(ledger, "Two.", {"act": "exchange", "date": "2024-11-10"})
    assert ledger.questions(known=1) == []
    assert len(ledger.questions(known=2)) == 1
