"""Ledgers of older and newer programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.ledger import schema
from foedus.model.errors import FoedusError
from tests.contract.conftest import Place
from tests.contract.samples import add

_TO_THE_THIRD = ("DROP TABLE words",)
_TO_THE_SECOND = (
    "DROP INDEX entries_treaty",
    "CREATE INDEX entries_treaty ON entries (treaty, kind, n) WHERE treaty IS NOT NULL",
)
"""What makes a ledger of schema 3 one of schema 2 again, apart from the number."""

_TO_THE_FIRST = (
    "DROP INDEX entries_kind",
    "CREATE INDEX entries_kind ON entries (kind, n) WHERE kind NOT IN ('claim', 'provision')",
    "ALTER TABLE entries DROP COLUMN facts",
    "DROP TABLE found",
)
_OF_THE_SERVER = ("DROP TEXT SEARCH CONFIGURATION words", "DROP TEXT SEARCH DICTIONARY stems")

OLDER = (1, 2, 3)


def turn_back(place: Place, to: int = 1) -> None:
    """Make the ledger one of an older schema."""
    number = f"PRAGMA user_version = {to}" if place.kind == "sqlite" else f"UPDATE ledger_schema SET version = {to}"
    steps = [*_TO_THE_THIRD, *(_TO_THE_SECOND if to < 3 else ()), *(_TO_THE_FIRST if to < 2 else ()), number]
    if to == 1 and place.kind == "postgresql":
        steps += _OF_THE_SERVER
    place.tamper(*steps)


@pytest.mark.parametrize("older", OLDER)
def test_an_older_ledger_moves_forward_with_all_it_holds(place: Place, older: int) -> None:
    ledger = place.open()
    for number in range(3):
        add(ledger, f"Ratified in report {number}.", {"act": "ratification", "actors": ("RUS",), "date": "2024-11-09"})
    before = (ledger.claims(), ledger.record("prk-rus-2024"), ledger.batches(), ledger.search("ratif*"))
    turn_back(place, older)
    again = place.open()
    assert (again.claims(), again.record("prk-rus-2024"), again.batches(), again.search("ratif*")) == before
    assert again.verify().is_clean
    add(again, "One more.")
    assert again.verify().is_clean


def test_an_older_ledger_still_refuses_to_be_rewritten_after_the_move(place: Place) -> None:
    add(place.open(), "Ratified.")
    turn_back(place)
    place.open()
    assert "append-only" in place.refused("DELETE FROM entries")


def test_only_a_writer_moves_a_ledger_forward(place: Place) -> None:
    add(place.open(), "Ratified.")
    turn_back(place)
    with pytest.raises(FoedusError) as caught:
        place.open(read_only=True)
    assert caught.value.code == "FOE303"


def test_a_move_that_fails_leaves_the_older_ledger(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    add(place.open(), "Ratified.")
    turn_back(place)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "fill", lambda cursor: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            place.open()
    assert len(place.open().claims()) == 1
    assert place.open().verify().is_clean


def test_a_newer_ledger_is_refused(place: Place) -> None:
    add(place.open(), "Ratified.")
    newer = schema.VERSION + 1
    place.tamper(
        f"PRAGMA user_version = {newer}" if place.kind == "sqlite" else f"UPDATE ledger_schema SET version = {newer}"
    )
    with pytest.raises(FoedusError) as caught:
        place.open()
    assert caught.value.code == "FOE303"
    assert f"schema {newer}" in str(caught.value)


def test_an_export_of_a_newer_program_is_refused(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "new.jsonl"
    path.write_text('{"foedus":"ledger","format":2,"treaties":[],"batches":0,"entries":0,"sha256":""}\n', "utf-8")
    with pytest.raises(FoedusError) as caught:
        place.open().take_in(path, author="carla")
    assert caught.value.code == "FOE303"
