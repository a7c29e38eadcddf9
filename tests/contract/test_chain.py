"""The chain: whatever is done to the database from outside is found, and named."""

from __future__ import annotations

import pytest

from foedus.ledger import Ledger
from tests.contract.conftest import Place
from tests.contract.samples import add


@pytest.fixture
def ids(place: Place) -> list[str]:
    """Claims of five batches, recorded before the test."""
    ledger = place.open()
    return [add(ledger, f"Report {number}.", author=f"author {number}")[0] for number in range(5)]


def problems(place: Place, head: str | None = None) -> list[tuple[str, str]]:
    return [(item.code, item.says) for item in place.open().verify(head=head).problems]


def test_an_untouched_ledger_is_clean(place: Place, ids: list[str]) -> None:
    verified = place.open().verify()
    assert verified.is_clean
    assert (verified.batches, verified.entries) == (5, 25)


def test_an_empty_ledger_is_clean(ledger: Ledger) -> None:
    assert ledger.verify().head is None


def test_each_batch_names_the_one_before(place: Place, ids: list[str]) -> None:
    chain = place.open().batches()
    assert [batch.previous for batch in chain[1:]] == [batch.hash for batch in chain[:-1]]
    assert len({batch.hash for batch in chain}) == 5


def test_a_changed_body_is_found(place: Place, ids: list[str]) -> None:
    place.tamper(f"UPDATE entries SET body = replace(body, '2024-11-11', '2024-11-10') WHERE id = '{ids[2]}'")
    assert problems(place) == [("FOE311", f"claim {ids[2]} (entry 14) was changed")]


@pytest.mark.parametrize("column", ["treaty", "act", "earliest", "facts"])
def test_a_changed_column_is_found(place: Place, ids: list[str], column: str) -> None:
    place.tamper(f"UPDATE entries SET {column} = 'other' WHERE id = '{ids[1]}'")
    assert problems(place) == [("FOE311", f"claim {ids[1]} (entry 9) was changed beside its body: {column}")]


def test_a_claim_hung_on_another_document_is_found(place: Place, ids: list[str]) -> None:
    place.tamper(f"UPDATE entries SET document = 1 WHERE id = '{ids[1]}'")
    assert problems(place) == [("FOE311", f"claim {ids[1]} (entry 9) was changed beside its body: document")]


def test_a_removed_row_is_found(place: Place, ids: list[str]) -> None:
    place.tamper(f"DELETE FROM entries WHERE id = '{ids[3]}'")
    assert problems(place) == [("FOE312", f"claim {ids[3]} (entry 19) was removed")]


def test_a_row_put_in_the_place_of_another_is_found(place: Place, ids: list[str]) -> None:
    place.tamper(f"UPDATE entries SET id = 'feedfeedfeedfeed' WHERE id = '{ids[0]}'")
    assert [code for code, _ in problems(place)] == ["FOE312", "FOE313"]


def test_a_row_slipped_in_is_found(place: Place, ids: list[str]) -> None:
    place.tamper(
        """INSERT INTO entries (n, batch, kind, id, document, treaty, act, body)
        SELECT 900, 5, kind, 'feedfeedfeedfeed', document, treaty, act, body FROM entries WHERE n = 4"""
    )
    assert problems(place) == [("FOE313", "claim feedfeedfeedfeed (entry 900) was slipped in: no batch lists it")]


@pytest.mark.parametrize(("column", "value"), [
    ("author", "somebody"), ("note", "other"), ("recorded", "2020-01-01T00:00:00.000000Z"), ("program", "other"),
])  # fmt: skip
def test_a_batch_that_says_otherwise_of_itself_is_found(place: Place, ids: list[str], column: str, value: str) -> None:
    place.tamper(f"UPDATE batches SET {column} = '{value}' WHERE seq = 3")
    assert [code for code, _ in problems(place)] == ["FOE310"]
    assert "batch 3" in problems(place)[0][1]


def test_a_changed_list_is_found(place: Place, ids: list[str]) -> None:
    place.tamper("UPDATE batches SET manifest = (SELECT manifest FROM batches b WHERE b.seq = 1) WHERE seq = 2")
    assert ("FOE310", "the list of entries of batch 2 was changed") in problems(place)


def test_a_removed_batch_is_found(place: Place, ids: list[str]) -> None:
    place.tamper("DELETE FROM batches WHERE seq = 2", "DELETE FROM entries WHERE batch = 2")
    assert ("FOE312", "batch 2 is missing before batch 3") in problems(place)


def test_a_batch_rewritten_with_a_new_hash_breaks_the_next(place: Place, ids: list[str]) -> None:
    place.tamper(f"UPDATE batches SET hash = '{'a' * 64}' WHERE seq = 2")
    assert ("FOE310", "batch 3 does not follow from the one before it") in problems(place)


def test_batches_cut_off_at_the_end_are_found_by_a_noted_head(place: Place, ids: list[str]) -> None:
    head = place.open().verify().head
    place.tamper("DELETE FROM batches WHERE seq = 5", "DELETE FROM entries WHERE batch = 5")
    assert problems(place) == []
    assert problems(place, head) == [("FOE312", "batch 5, noted earlier, is missing")]


def test_a_noted_head_stays_good_as_the_ledger_grows(place: Place, ids: list[str]) -> None:
    ledger = place.open()
    head = ledger.verify().head
    add(ledger, "More.")
    assert ledger.verify(head=head).is_clean
    assert ledger.verify(head="5:abc").problems[0].code == "FOE310"


def test_several_faults_are_all_named(place: Place, ids: list[str]) -> None:
    place.tamper(
        f"UPDATE entries SET body = '{{}}' WHERE id = '{ids[0]}'",
        f"DELETE FROM entries WHERE id = '{ids[1]}'",
        "UPDATE batches SET note = 'x' WHERE seq = 4",
    )
    assert [code for code, _ in problems(place)] == ["FOE311", "FOE312", "FOE310"]
