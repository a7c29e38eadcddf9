"""Treaties known by their alliance or by their parties, and clauses told in whole phrases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from foedus.api.handles import handles_of
from foedus.api.session import Foedus
from foedus.model.claims import Provision, Reading


def _read(text: str, published: date, folder: Path) -> Reading:
    return Foedus(folder / "none.sqlite").read(text, published=published)


def _defence(reading: Reading) -> Provision:
    return next(item for item in reading.provisions if item.kind == "defence")


def test_a_charter_is_known_by_its_alliance(tmp_path: Path) -> None:
    text = (
        "The Alliance of Sahel States, formed by a charter signed in September 2023, commits each of its members "
        "to come to the aid of another if it is attacked. Mali signed the charter in Bamako."
    )
    reading = _read(text, date(2025, 1, 29), tmp_path)
    assert {treaty.atlas for treaty in reading.treaties} == {"sahel-2023"}
    assert _defence(reading).trigger == "it is attacked"
    assert _defence(reading).response == "come to the aid of another"


def test_a_charter_of_another_year_is_another(tmp_path: Path) -> None:
    text = (
        "The Alliance of Sahel States, formed by a charter signed in 1987, is one. Mali signed the charter in Bamako."
    )
    reading = _read(text, date(2025, 1, 29), tmp_path)
    assert all(treaty.atlas != "sahel-2023" for treaty in reading.treaties)


def test_a_titled_treaty_is_known_by_the_parties_that_sign_it(tmp_path: Path) -> None:
    text = (
        "Saudi Arabia and Pakistan signed a mutual defence agreement in Riyadh on Wednesday. "
        "The Strategic Mutual Defence Agreement says that an attack on either country will be considered "
        "an attack on both."
    )
    reading = _read(text, date(2025, 9, 18), tmp_path)
    assert {treaty.atlas for treaty in reading.treaties} == {"pak-sau-2025"}
    assert _defence(reading).trigger == "an attack on either country"
    assert _defence(reading).response == "considered an attack on both"


def test_triggers_and_responses_are_whole_phrases_of_the_text(tmp_path: Path) -> None:
    text = (
        "Chad and Niger signed a defence treaty on Monday. The treaty obliges each country to give military and other "
        "help without delay, with all means it has, if the other is put in a state of war by an armed invasion from "
        "one state or several states."
    )
    clause = _defence(_read(text, date(2024, 11, 12), tmp_path))
    assert clause.response == "give military and other help without delay, with all means it has"
    assert clause.trigger == "the other is put in a state of war by an armed invasion from one state or several states"
    assert clause.response in text
    assert clause.trigger in text


def test_handles_are_kept_until_the_ledger_grows(tmp_path: Path) -> None:
    session = Foedus(tmp_path / "ledger.sqlite")
    first = handles_of(session)
    assert handles_of(session) is first
    document = session.document("Chad and Niger signed a border treaty on Friday.", published=date(2024, 11, 12))
    session.ingest([document])
    later = handles_of(session)
    assert later is not first
    assert len(later) == len(first) + 1
    assert handles_of(session) is later
