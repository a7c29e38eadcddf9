"""The record: which claims make which act, which is preferred, and what stays visible."""

from __future__ import annotations

import random
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.ledger.record import record
from foedus.model.acts import Act, ActKind
from foedus.model.claims import Claim, Evidence
from foedus.model.entries import Recorded, Standing
from foedus.model.record import Record

CASES = Path(__file__).resolve().parents[2] / "cases" / "ledger" / "record.toml"
WORDS = Evidence(document="0" * 64, start=0, end=1, quote="x")


def recorded(place: int, told: dict[str, Any]) -> Recorded[Claim]:
    """A claim as the ledger would hold it, from a plain table."""
    told = dict(told)
    publisher, published = told.pop("publisher", "Gazette"), told.pop("published", date(2025, 6, 1))
    standing = Standing(told.pop("standing", "open"))
    if isinstance(told.get("actors"), str):
        told["actors"] = (told["actors"],)
    evidence = WORDS.model_copy(update={"start": place, "end": place + 1})
    claim = Claim(**{"treaty": "t", "evidence": evidence, **told})
    return Recorded(
        id=claim.id, value=claim, n=place, batch=1, recorded=datetime(2025, 6, 1, tzinfo=UTC), author="anna",
        document=evidence.document, publisher=publisher, name="a.txt", published=published, standing=standing,
    )  # fmt: skip


def shown(made: Record) -> list[str]:
    """The acts on record, a line each: kind, by whom, day, number of claims."""
    return [
        f"{one.act.kind.value} {' '.join(one.act.by) or '-'} {one.act.date or '-'} {len(one.claims)}"
        for one in made.on_record
    ]


@pytest.mark.parametrize("case", tomllib.loads(CASES.read_text("utf-8"))["case"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    claims = [recorded(place, claim) for place, claim in enumerate(case["claim"])]
    made = record("t", claims, depositary=case.get("depositary", ()))
    assert shown(made) == case["acts"]
    assert [f"{item.about} {item.kind.value}" for item in made.conflicts] == case.get("conflicts", [])
    assert [f"{item.modality} {item.certainty} {item.kind.value}" for item in made.beside] == case.get("beside", [])
    if "why" in case:
        assert [one.why for one in made.on_record] == case["why"]


KINDS = st.sampled_from(["ratification", "signature", "exchange", "negotiation", "legislative_approval", "invocation"])
DATES = st.one_of(
    st.none(), st.sampled_from(["2024", "2024-11", "2024-11-11", "2024-11-12", "2024-10/2024-11", "2023"])
)
TOLD = st.fixed_dictionaries(
    {
        "act": KINDS,
        "actors": st.sampled_from([(), ("PRK",), ("RUS",), ("PRK", "RUS")]),
        "date": DATES,
        "organ": st.sampled_from([None, "State Duma", "Federation Council"]),
        "modality": st.sampled_from(["occurred", "occurred", "occurred", "denied", "scheduled"]),
        "certainty": st.sampled_from(["stated", "reported", "suspected"]),
        "source": st.sampled_from([(), ("KCNA",), ("Russian Foreign Ministry",), ("unnamed: an official",)]),
        "publisher": st.sampled_from(["Gazette", "Post", None]),
        "published": st.sampled_from([None, date(2024, 11, 12), date(2024, 11, 1), date(2025, 1, 1)]),
        "standing": st.sampled_from(["open", "open", "accepted", "rejected"]),
    }
)
LISTS = st.lists(TOLD, max_size=12).map(lambda told: [recorded(place, one) for place, one in enumerate(told)])


@settings(deadline=None)  # the first record reads the register of actors
@given(LISTS, st.randoms())
def test_the_order_of_claims_does_not_matter(claims: list[Recorded[Claim]], chance: random.Random) -> None:
    other = list(claims)
    chance.shuffle(other)
    assert record("t", other) == record("t", claims)


def test_the_order_of_denials_does_not_matter() -> None:
    told = {"act": "negotiation", "actors": (), "modality": "occurred", "certainty": "stated", "publisher": "Gazette"}
    denied = {**told, "modality": "denied"}
    claims = [recorded(place, one) for place, one in enumerate((told, denied, denied))]
    assert record("t", claims[::-1]) == record("t", claims)


@given(LISTS)
def test_no_claim_that_counts_is_lost(claims: list[Recorded[Claim]]) -> None:
    made = record("t", claims)
    seen = {id for one in made.on_record for id in one.claims}
    seen |= {id for one in made.beside for id in one.claims}
    seen |= {id for one in made.conflicts for saying in one.sayings for id in saying.claims}
    assert seen == {item.id for item in claims if item.standing.counts}


@given(LISTS)
def test_only_what_is_said_to_have_occurred_makes_an_act(claims: list[Recorded[Claim]]) -> None:
    by_id = {item.id: item for item in claims}
    for one in record("t", claims).on_record:
        for id in one.claims:
            assert by_id[id].value.modality == "occurred"
            assert by_id[id].value.certainty in ("stated", "reported") or by_id[id].standing is Standing.ACCEPTED


@given(LISTS)
def test_an_act_is_never_more_exact_than_its_claims(claims: list[Recorded[Claim]]) -> None:
    dates = {str(item.value.date) for item in claims}
    assert all(one.act.date is None or str(one.act.date) in dates for one in record("t", claims).on_record)


@given(LISTS)
def test_the_same_claims_twice_change_nothing(claims: list[Recorded[Claim]]) -> None:
    twice = record("t", [*claims, *claims])
    assert twice.on_record == record("t", claims).on_record


def test_the_law_is_asked_and_flags_without_dropping() -> None:
    claims = [recorded(0, {"act": "entry_into_force", "date": "2024-11-12"})]

    def law(act: Act) -> str | None:
        return "no exchange is known" if act.kind is ActKind.ENTRY_INTO_FORCE else None

    made = record("t", claims, law=law)
    assert shown(made) == ["entry_into_force - 2024-11-12 1"]
    assert [(item.about, item.says) for item in made.conflicts] == [("law", "no exchange is known")]


def test_an_act_is_known_from_its_first_report() -> None:
    claims = [
        recorded(0, {"act": "ratification", "actors": "PRK", "date": "2024-11-11", "published": date(2024, 11, 13)}),
        recorded(1, {"act": "ratification", "actors": "PRK", "date": "2024-11-11", "published": date(2024, 11, 12)}),
    ]
    assert record("t", claims).acts[0].known == date(2024, 11, 12)


def test_a_record_is_plain_data() -> None:
    made = record("t", [recorded(0, {"act": "ratification", "actors": "PRK", "date": "2024-11"})])
    assert Record.model_validate_json(made.model_dump_json()) == made
