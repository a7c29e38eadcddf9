"""Claims in the ledger and the acts of a treaty: what they add, what they only confirm, what they never move."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import foedus
from foedus.api.records import import_acts
from foedus.api.session import Foedus
from foedus.model.claims import Claim, Evidence, Reading, TreatyMention
from foedus.model.dates import partial_date
from foedus.model.documents import Document

TEXT = "Reports of many things that were done to treaties by many states on many days, one after the other."


@pytest.fixture
def session(tmp_path: Path) -> Foedus:
    return foedus.open(tmp_path / "ledger.sqlite", today=date(2026, 1, 1))


def record(
    session: Foedus, treaty: str, *acts: tuple[str, tuple[str, ...], str | None], parties: tuple[str, ...]
) -> None:
    """Put claims of these acts into the ledger."""
    document = Document.of(TEXT, name="report.txt", published=date(2025, 6, 1))
    evidence = Evidence(document=document.id, start=0, end=len(TEXT), quote=TEXT)
    claims = tuple(
        Claim(treaty=treaty, act=act, actors=actors, date=partial_date(day) if day else None, evidence=evidence)
        for act, actors, day in acts
    )
    mention = TreatyMention(ref=treaty, name=treaty, parties=parties)
    with session.ledger.batch(author="test") as batch:
        batch.add(document, Reading(document=document.id, treaties=(mention,), claims=claims))


def test_a_claim_that_agrees_adds_no_act(session: Foedus) -> None:
    before = session.atlas["prk-rus-2024"].acts
    record(session, "prk-rus-2024", ("ratification", ("RUS",), None), parties=("PRK", "RUS"))
    assert session.treaty("prk-rus-2024").acts == before


def test_a_new_act_is_added_with_its_claims(session: Foedus) -> None:
    record(session, "prk-rus-2024", ("withdrawal", ("RUS",), "2025-05-20"), parties=("PRK", "RUS"))
    fresh = set(session.treaty("prk-rus-2024").acts) - set(session.atlas["prk-rus-2024"].acts)
    assert [(act.kind.value, act.by) for act in fresh] == [("withdrawal", ("RUS",))]
    assert all(act.claims for act in fresh)
    party = session.status("prk-rus-2024", on=date(2025, 6, 1)).party("RUS")
    assert party is not None
    assert party.standing.value == "withdrawing"


def test_a_claimed_entry_into_force_never_moves_an_encoded_treaty(session: Foedus) -> None:
    record(session, "prk-rus-2024", ("entry_into_force", (), "2024-06-20"), parties=("PRK", "RUS"))
    assert session.status("prk-rus-2024", on=date(2024, 7, 1)).standing.value == "signed"


def test_what_the_ledger_did_not_know_then_does_not_count(session: Foedus) -> None:
    record(session, "new-fra-ita-2025-pact", ("signature", ("FRA", "ITA"), "2025-05-20"), parties=("FRA", "ITA"))
    assert session.treaty("new-fra-ita-2025-pact").record == "provisional"
    assert session.status("new-fra-ita-2025-pact", on=date(2025, 6, 1)).party("FRA") is not None
    with pytest.raises(foedus.FoedusError) as caught:
        session.treaty("new-fra-ita-2025-pact", known=date(2020, 1, 1))
    assert caught.value.code == "FOE110"


def test_acts_in_bulk_are_recorded_once_and_bad_rows_named(session: Foedus, tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    file.write_text(
        "treaty,state,act,date,source\n"
        "prk-rus-2024,RUS,declaration,2025-03-01,a note\n"
        "prk-rus-2024,RUX,ratification,2025-03-01,a note\n"
        "no-such-1900,RUS,ratification,2025-03-01,a note\n"
        "prk-rus-2024,RUS,ratifikation,someday,a note\n"
    )
    report = import_acts(session, file, author="test")
    assert report.accepted == 1
    assert {problem.where for problem in report.refused} == {"acts.csv:3", "acts.csv:4", "acts.csv:5"}
    again = import_acts(session, file, author="test")
    assert again.accepted == 1
    assert len(session.ledger.acts("prk-rus-2024")) == 1
