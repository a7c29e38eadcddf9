"""What every store must do with what is written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from foedus.ledger import Ledger
from foedus.model.acts import Act
from foedus.model.documents import Document
from foedus.model.errors import FoedusError
from tests.contract.conftest import Place
from tests.contract.samples import START, add, article, provision, put, remark


def test_an_article_is_recorded_with_all_its_claims(ledger: Ledger) -> None:
    two = ({"act": "ratification", "actors": ("PRK",)}, {"act": "ratification", "actors": ("RUS",)})
    added = put(ledger, article("Both ratified.", *two))
    assert dict(added.counts) == {"document": 1, "appearance": 1, "mention": 1, "claim": 2, "reading": 1}


def test_the_same_article_twice_adds_nothing(ledger: Ledger) -> None:
    put(ledger, article("Ratified."))
    again = put(ledger, article("Ratified."))
    assert not again
    assert len(ledger.batches()) == 1


def test_the_same_article_twice_in_one_batch_counts_once(ledger: Ledger) -> None:
    assert put(ledger, article("Ratified."), article("Ratified."))["document"] == 1


def test_the_same_text_from_another_publisher_is_one_document_that_appeared_twice(ledger: Ledger) -> None:
    document, _ = article("Ratified.", publisher="Gazette")
    put(ledger, article("Ratified.", publisher="Gazette"))
    added = put(ledger, article("Ratified.", publisher="Post"))
    assert dict(added.counts) == {"appearance": 1}
    assert [item.value.publisher for item in ledger.appearances(document.id)] == ["Gazette", "Post"]


def _broken_off(ledger: Ledger, *, commit: bool) -> None:
    with ledger.batch(author="anna") as batch:
        batch.add(*article("One."))
        if commit:
            batch.commit()
        batch.add(*article("Two."))
        raise ZeroDivisionError


def test_a_batch_that_fails_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError):
        _broken_off(ledger, commit=False)
    assert ledger.documents() == []
    assert ledger.batches() == []


def test_a_batch_may_be_committed_in_parts(ledger: Ledger) -> None:
    with ledger.batch(author="anna") as batch:
        batch.add(*article("One."))
        assert batch.commit()["claim"] == 1
        batch.add(*article("Two."))
    assert batch.added["claim"] == 2
    assert len(ledger.batches()) == 2


def test_what_was_committed_outlives_a_failure_after_it(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError):
        _broken_off(ledger, commit=True)
    assert [item.value.text for item in ledger.documents()] == ["One."]


def test_an_empty_batch_is_no_link(ledger: Ledger) -> None:
    with ledger.batch(author="anna"):
        pass
    assert ledger.head() is None


def test_a_batch_needs_an_author(ledger: Ledger) -> None:
    with pytest.raises(FoedusError, match="author"), ledger.batch(author=" "):
        pass


def test_a_batch_carries_author_time_program_and_note(place: Place) -> None:
    ledger = place.open()
    with ledger.batch(author="anna", note="morning") as batch:
        batch.add(*article("Ratified."))
    head = ledger.head()
    assert head is not None
    assert (head.author, head.note, head.recorded, head.program) == ("anna", "morning", START, "foedus test")


def test_a_claim_whose_words_are_not_there_is_refused(ledger: Ledger) -> None:
    _, reading = article("Ratified.")
    other = Document.of("Something else entirely.")
    with pytest.raises(FoedusError) as caught, ledger.batch(author="anna") as batch:
        batch.add(other, reading)
    assert caught.value.code == "FOE321"
    assert len(caught.value.problems) == 2
    assert ledger.documents() == []


def test_a_quote_that_does_not_stand_there_is_refused(ledger: Ledger) -> None:
    document, reading = article("Ratified.")
    claim = reading.claims[0]
    moved = claim.model_copy(update={"evidence": claim.evidence.model_copy(update={"end": 4})})
    with pytest.raises(FoedusError, match="do not stand"), ledger.batch(author="anna") as batch:
        batch.add(document, reading.model_copy(update={"claims": (moved,)}))


def test_a_document_without_a_reading_is_kept(ledger: Ledger) -> None:
    with ledger.batch(author="anna") as batch:
        batch.add(Document.of("Nothing was read here."))
    assert len(ledger.documents()) == 1
    assert ledger.readings() == []


def test_a_document_can_be_read_later(ledger: Ledger) -> None:
    document, reading = article("Ratified.")
    with ledger.batch(author="anna") as batch:
        batch.add(document)
    with ledger.batch(author="anna") as batch:
        batch.add(document, reading)
    assert dict(batch.added.counts) == {"mention": 1, "claim": 1, "reading": 1}


def test_provisions_and_remarks_are_kept(ledger: Ledger) -> None:
    document, reading = article("They shall help.")
    put(ledger, (document, reading.model_copy(
        update={"provisions": (provision(document),), "remarks": (remark(document),)}
    )))  # fmt: skip
    assert [item.value for item in ledger.provisions(treaty="prk-rus-2024")] == [provision(document)]
    assert [item.value for item in ledger.remarks(treaty="prk-rus-2024")] == [remark(document)]


def test_acts_are_recorded_once(ledger: Ledger) -> None:
    act = Act(kind="exchange", by=("PRK", "RUS"), date="2024-12-04", known="2024-12-04", source="depositary")
    assert ledger.add_acts("prk-rus-2024", [act], author="anna")["act"] == 1
    assert not ledger.add_acts("prk-rus-2024", [act], author="bert")
    assert [item.value for item in ledger.acts("prk-rus-2024")] == [act]


@pytest.mark.parametrize(
    "text", ["\ud800 lone", "nul \0 byte", "Türkiye ратифицировала 条約 🤝", "tab\tand\r\nlines\u2028"]
)
def test_any_text_comes_back_as_it_was(ledger: Ledger, text: str) -> None:
    put(ledger, article(text))
    assert ledger.documents()[0].value.text == text
    assert ledger.claims()[0].value.evidence.quote == text
    assert ledger.verify().is_clean


def test_a_large_document_comes_back_whole(ledger: Ledger) -> None:
    text = "Ратифицирован договор. " * 60_000
    with ledger.batch(author="anna") as batch:
        batch.add(Document.of(text))
    assert ledger.documents()[0].value.text == text


def test_a_clock_that_goes_back_does_not_change_the_past(place: Place) -> None:
    ledger = place.open()
    add(ledger, "One.")
    place.clock.pass_by(days=-3)
    add(ledger, "Two.")
    first, second = ledger.batches()
    assert second.recorded == first.recorded + timedelta(microseconds=1)


def test_two_writers_take_turns(place: Place) -> None:
    one, two = place.open(), place.open()
    for number in range(6):
        add((one, two)[number % 2], f"Report {number}.")
    assert [batch.seq for batch in one.batches()] == [1, 2, 3, 4, 5, 6]
    assert two.verify().is_clean


def test_a_ledger_is_found_again(place: Place) -> None:
    add(place.open(), "Ratified.")
    place.close()
    assert len(place.open().claims()) == 1


def test_a_reader_cannot_write(place: Place) -> None:
    add(place.open(), "Ratified.")
    reader = place.open(read_only=True)
    with pytest.raises(FoedusError) as caught:
        add(reader, "More.")
    assert caught.value.code == "FOE306"
    assert len(reader.claims()) == 1


@pytest.mark.parametrize("statement", [
    "UPDATE entries SET body = '{}'", "DELETE FROM entries", "UPDATE batches SET author = 'x'", "DELETE FROM batches",
])  # fmt: skip
def test_the_database_itself_refuses_to_rewrite(place: Place, statement: str) -> None:
    add(place.open(), "Ratified.")
    assert "append-only" in place.refused(statement)
    assert place.open().verify().is_clean
