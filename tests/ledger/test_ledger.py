"""A ledger on SQLite: the file itself, apart from the contract that every store meets."""

from __future__ import annotations

from pathlib import Path

from foedus.ledger import open_ledger
from foedus.model.claims import Claim, Evidence, Reading, TreatyMention
from foedus.model.documents import Document

TEXT = "Kim Jong Un ratified the treaty on Monday."


def _read(text: str = TEXT) -> tuple[Document, Reading]:
    document = Document.of(text, name="a.txt", publisher="Gazette", published="2024-11-12")
    claim = Claim(
        treaty="prk-rus-2024",
        act="ratification",
        actors=("PRK",),
        date="2024-11-11",
        evidence=Evidence(document=document.id, start=0, end=len(text), quote=text),
    )
    mention = TreatyMention(ref="prk-rus-2024", name="the treaty", parties=("PRK", "RUS"))
    return document, Reading(document=document.id, treaties=(mention,), claims=(claim,))


def test_the_same_document_twice_adds_nothing(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger:
        for expected in (True, False):
            with ledger.batch(author="anna") as batch:
                batch.add(*_read())
            assert bool(batch.added) is expected
        assert len(ledger.batches()) == 1
        assert [item.publisher for item in ledger.claims(treaty="prk-rus-2024")] == ["Gazette"]
        assert ledger.treaties()[0].parties == ("PRK", "RUS")


def test_a_ledger_is_found_again(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l.sqlite") as ledger, ledger.batch(author="anna") as batch:
        batch.add(*_read())
    with open_ledger(tmp_path / "l.sqlite", read_only=True) as again:
        assert again.documents()[0].value.text == TEXT
