"""What every store must give back, now and as it was known."""

from __future__ import annotations

from datetime import UTC, date, datetime

from foedus.ledger import Ledger
from foedus.model.acts import Act
from foedus.model.treaty import Treaty
from tests.contract.conftest import Place
from tests.contract.samples import START, add, article, put


def test_a_claim_carries_its_source_and_time(ledger: Ledger) -> None:
    document, reading = article("Ratified.", publisher="Gazette")
    put(ledger, (document, reading), author="anna")
    (item,) = ledger.claims()
    assert item.value == reading.claims[0]
    assert item.id == reading.claims[0].id
    assert (item.document, item.publisher, item.published) == (document.id, "Gazette", date(2024, 11, 12))
    assert (item.recorded, item.author, item.batch) == (START, "anna", 1)


def test_claims_are_chosen_by_treaty_state_act_and_document(ledger: Ledger) -> None:
    document, _ = article("One.")
    add(ledger, "One.", {"act": "ratification", "actors": ("PRK",)}, {"act": "signature", "actors": ("RUS",)})
    add(ledger, "Two.", {"act": "ratification", "actors": ("RUS",), "treaty": "blr-rus-2024"})
    assert len(ledger.claims(treaty="prk-rus-2024")) == 2
    assert len(ledger.claims(state="RUS")) == 2
    assert len(ledger.claims(act="ratification")) == 2
    assert len(ledger.claims(document=document.id)) == 2
    assert len(ledger.claims(treaty="blr-rus-2024", state="RUS", act="ratification")) == 1
    assert ledger.claims(treaty="nowhere") == []


def test_claims_come_in_the_order_they_were_recorded(ledger: Ledger) -> None:
    ids = [add(ledger, f"Report {number}.")[0] for number in range(5)]
    assert [item.id for item in ledger.claims()] == ids


def test_a_past_answer_is_given_again(place: Place) -> None:
    ledger = place.open()
    add(ledger, "One.")
    then = place.clock.pass_by(hours=1)
    before = ledger.claims(known=then)
    place.clock.pass_by(hours=1)
    add(ledger, "Two.")
    ledger.decide("reject", before[0].id, author="anna", reason="a hoax")
    assert ledger.claims(known=then) == before
    assert [item.value.evidence.quote for item in ledger.claims()] == ["Two."]


def test_nothing_was_known_before_the_first_batch(ledger: Ledger) -> None:
    add(ledger, "One.")
    assert ledger.claims(known=datetime(2024, 11, 12, 8, 59, tzinfo=UTC)) == []
    assert ledger.documents(known=date(2024, 11, 11)) == []
    assert ledger.treaties(known=0) == []


def test_known_at_the_very_moment(ledger: Ledger) -> None:
    add(ledger, "One.")
    assert len(ledger.claims(known=START)) == 1


def test_known_by_a_day_means_by_its_end(ledger: Ledger) -> None:
    add(ledger, "One.")
    assert len(ledger.claims(known=date(2024, 11, 12))) == 1


def test_known_by_the_number_of_a_batch(ledger: Ledger) -> None:
    for number in range(4):
        add(ledger, f"Report {number}.")
    assert [len(ledger.claims(known=number)) for number in range(6)] == [0, 1, 2, 3, 4, 4]


def test_a_moment_without_zone_is_utc(ledger: Ledger) -> None:
    add(ledger, "One.")
    assert len(ledger.claims(known=datetime(2024, 11, 12, 9, 0))) == 1
    assert ledger.claims(known=datetime(2024, 11, 12, 8, 59)) == []


def test_a_document_is_found_by_its_id(place: Place) -> None:
    ledger = place.open()
    document, reading = article("Ratified.")
    put(ledger, (document, reading))
    found = ledger.document(document.id)
    assert found is not None
    assert found.value == document
    assert ledger.document("0" * 64) is None
    assert ledger.document(document.id, known=0) is None


def test_treaties_are_gathered_from_mentions(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "signature", "treaty": "p-abc"}, parties=("PRK", "RUS"))
    add(ledger, "Two.", {"act": "signature", "treaty": "p-abc"}, parties=("PRK", "RUS"))
    (held,) = ledger.treaties()
    assert (held.id, held.name, held.parties) == ("p-abc", "the treaty p-abc", ("PRK", "RUS"))
    assert (held.claims, held.documents, held.is_provisional) == (2, 2, True)


def test_an_encoded_treaty_has_versions(place: Place) -> None:
    ledger = place.open()
    old = Treaty(id="a-b-2000", title="Old words", parties=("PRK", "RUS"))
    new = Treaty(id="a-b-2000", title="New words", parties=("PRK", "RUS"))
    ledger.add_treaty(old, author="anna")
    then = place.clock.pass_by(days=1)
    place.clock.pass_by(days=1)
    ledger.add_treaty(new, author="anna")
    now, past = ledger.treaty("a-b-2000"), ledger.treaty("a-b-2000", known=then)
    assert now is not None
    assert past is not None
    assert (now.value, past.value) == (new, old)
    assert len(ledger.treaty_versions("a-b-2000")) == 2
    assert not ledger.treaties()[0].is_provisional


def test_a_treaty_with_acts_only_is_held(ledger: Ledger) -> None:
    ledger.add_acts("a-b-2000", [Act(kind="signature", by=("PRK", "RUS"), date="2000-02-09")], author="anna")
    (held,) = ledger.treaties()
    assert (held.id, held.acts, held.claims) == ("a-b-2000", 1, 0)


def test_the_record_is_made_from_the_claims(ledger: Ledger) -> None:
    add(ledger, "One.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11"}, publisher="Gazette")
    add(ledger, "Two.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11"}, publisher="Post")
    record = ledger.record("prk-rus-2024")
    (one,) = record.on_record
    assert (str(one.act.date), one.act.by, len(one.claims)) == ("2024-11-11", ("PRK",), 2)
    assert record.conflicts == ()


def test_the_record_is_the_same_from_rows_and_from_claims(ledger: Ledger) -> None:
    from foedus.ledger.record import record

    for number in range(12):
        add(
            ledger, f"Report {number}.",
            {"act": ("ratification", "signature", "exchange")[number % 3],
             "actors": (("PRK",), ("RUS",), ())[number % 3],
             "date": f"2024-11-{number + 1:02d}" if number % 4 else None, "source": ("KCNA",) if number % 2 else (),
             "organ": "Senate" if number == 3 else None, "modality": "denied" if number == 7 else "occurred"},
            published="2024-11-20" if number % 5 else None,
        )  # fmt: skip
    assert ledger.record("prk-rus-2024") == record("prk-rus-2024", ledger.claims(treaty="prk-rus-2024"))


def test_the_record_as_it_was_known(place: Place) -> None:
    ledger = place.open()
    add(ledger, "One.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11"})
    add(ledger, "Two.", {"act": "exchange", "date": "2024-12-04"}, published="2024-12-05")
    assert [one.act.kind for one in ledger.record("prk-rus-2024", known=1).on_record] == ["ratification"]
    assert [one.act.kind for one in ledger.record("prk-rus-2024").on_record] == ["ratification", "exchange"]


def test_a_batch_is_read_whole_while_another_is_written(place: Place) -> None:
    writer, reader = place.open(), place.open()
    add(writer, "One.")
    with reader.store.read() as cursor:
        assert cursor.all("SELECT count(*) FROM entries WHERE kind = 'claim'")[0][0] == 1
        add(writer, "Two.")
        assert cursor.all("SELECT count(*) FROM entries WHERE kind = 'claim'")[0][0] == 1
    assert len(reader.claims()) == 2
