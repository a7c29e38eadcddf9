"""Searching, with the same finds on every store."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foedus.ledger import Ledger, beginnings, search
from foedus.model.errors import FoedusError
from tests.contract.conftest import Place
from tests.contract.samples import add, article

ARTICLES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Kim Jong Un ratified the treaty on Monday.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11"},
     {"publisher": "Gazette", "published": "2024-11-12"}),
    ("Erdoğan signed an accord in Ankara.", {"act": "signature", "actors": ("TUR",), "date": "2023-05-02",
     "treaty": "tur-x-2023"}, {"publisher": "Post", "published": "2023-05-03"}),
    ("The exchange of instruments took place in Moscow.", {"act": "exchange", "actors": ("PRK", "RUS"),
     "date": "2024-12"}, {"publisher": "Post", "published": "2024-12-05"}),
    ("Парламент ратифицировал Договор.", {"act": "ratification", "actors": ("RUS",)},
     {"publisher": "Вестник", "published": None}),
]  # fmt: skip


@pytest.fixture
def full(ledger: Ledger) -> Ledger:
    """A ledger with the articles above."""
    for text, claim, fields in ARTICLES:
        add(ledger, text, claim, **fields)
    return ledger


def texts(ledger: Ledger, query: str = "", **filters: Any) -> list[str]:
    filters.setdefault("kinds", ("claim",))
    return [hit.snippet.split()[0] for hit in ledger.search(query, **filters).hits]


@pytest.mark.parametrize(("query", "found"), [
    ("ratified", ["Kim"]), ("RATIFIED treaty", ["Kim"]), ("erdogan", ["Erdoğan"]), ("Erdoğan", ["Erdoğan"]),
    ('"exchange of instruments"', ["The"]), ('"instruments of exchange"', []), ("instrument", ["The"]),
    ("ратифиц*", ["Парламент"]), ("ДОГОВОР", ["Парламент"]), ("signed -Ankara", []), ("treaty -Ankara", ["Kim"]),
    ("mosc*", ["The"]), ("nothing", []), ("the", ["The", "Kim"]), ("kim-jong", ["Kim"]), ("an", ["Erdoğan"]),
])  # fmt: skip
def test_words_phrases_beginnings_and_exclusions(full: Ledger, query: str, found: list[str]) -> None:
    assert texts(full, query) == found


@pytest.mark.parametrize(("filters", "found"), [
    ({"state": "RUS"}, ["Парламент", "The"]),
    ({"treaty": "tur-x-2023"}, ["Erdoğan"]),
    ({"act": "ratification"}, ["Парламент", "Kim"]),
    ({"publisher": "post"}, ["The", "Erdoğan"]),
    ({"publisher": "Вестник"}, ["Парламент"]),
    ({"since": date(2024, 11, 11), "until": date(2024, 11, 11)}, ["Kim"]),
    ({"since": date(2024, 12, 10)}, ["The"]),
    ({"until": date(2023, 12, 31)}, ["Erdoğan"]),
    ({"since": date(1900, 1, 1), "until": date(2100, 1, 1)}, ["The", "Erdoğan", "Kim"]),
    ({"state": "RUS", "act": "exchange", "publisher": "Post"}, ["The"]),
    ({"state": "FRA"}, []),
])  # fmt: skip
def test_filters(full: Ledger, filters: dict[str, Any], found: list[str]) -> None:
    assert texts(full, **filters) == found


def test_documents_are_found_by_their_claims(full: Ledger) -> None:
    assert texts(full, kinds=("document",), state="RUS") == ["Парламент", "The"]
    assert texts(full, "instruments", kinds=("document",), act="exchange") == ["The"]
    assert texts(full, "instruments", kinds=("document",), act="signature") == []
    assert texts(full, kinds=("document",), publisher="Post", until=date(2023, 12, 31)) == ["Erdoğan"]


def test_documents_and_claims_together(full: Ledger) -> None:
    assert sorted(hit.kind for hit in full.search("ratified").hits) == ["claim", "document"]
    assert [hit.kind for hit in full.search("", treaty="tur-x-2023").hits] == ["document", "claim"]


def test_newest_first_with_a_limit(full: Ledger) -> None:
    found = full.search(kinds=("claim",), limit=2)
    assert [hit.snippet.split()[0] for hit in found.hits] == ["Парламент", "The"]
    assert found.more
    assert not full.search(kinds=("claim",), limit=4).more


def test_a_search_as_it_was_known(full: Ledger) -> None:
    assert texts(full, known=2) == ["Erdoğan", "Kim"]
    assert texts(full, "instruments", known=2) == []
    assert texts(full, known=0) == []


def test_decisions_reach_the_search(full: Ledger) -> None:
    claims = {item.value.evidence.quote[:3]: item.id for item in full.claims()}
    full.decide("reject", claims["Kim"], author="anna", reason="a hoax")
    full.decide("correct", claims["Erd"], author="anna", reason="typo", changes={"actors": ["RUS"], "act": "accession"})
    full.decide("merge", "tur-x-2023", author="anna", reason="the same", into="prk-rus-2024")
    assert texts(full, "ratified") == []
    assert texts(full, "ratified", everything=True) == ["Kim"]
    assert texts(full, state="RUS", act="accession") == ["Erdoğan"]
    assert texts(full, state="TUR") == []
    assert len(texts(full, treaty="prk-rus-2024")) == 3


def test_a_retracted_document_is_not_found(full: Ledger) -> None:
    document, _ = article(ARTICLES[0][0])
    full.decide("retract", document.id, author="anna", reason="a hoax")
    assert full.search("ratified").hits == ()
    assert len(full.search("ratified", everything=True).hits) == 2


def test_a_find_says_where_it_comes_from(full: Ledger) -> None:
    (hit,) = full.search("instruments", kinds=("claim",)).hits
    assert (hit.treaty, hit.act, hit.date) == ("prk-rus-2024", "exchange", "2024-12-01/2024-12-31")
    assert (hit.publisher, hit.published) == ("Post", date(2024, 12, 5))


def test_a_snippet_shows_the_words(ledger: Ledger) -> None:
    add(ledger, f"{'Much is said here. ' * 40}They ratified the pact. {'More is said. ' * 40}")
    (hit,) = ledger.search("ratified", kinds=("document",)).hits
    assert "They ratified the pact" in hit.snippet
    assert len(hit.snippet) < 200


@pytest.mark.parametrize("query", ['an "open mark', "-only -exclusions"])
def test_a_query_that_cannot_be_read_is_told(full: Ledger, query: str) -> None:
    with pytest.raises(FoedusError) as caught:
        full.search(query)
    assert caught.value.code == "FOE340"


@pytest.mark.parametrize("query", ["a AND OR NOT", "NEAR(a b)", "text : x", "* ^ ~ ( ) :", "'; DROP TABLE entries; --",
                                   "a' | !b & c <-> d", "\\ % ? {0}", "\ud800\0", "😀", "*"])  # fmt: skip
def test_no_query_is_taken_for_a_program(place: Place, query: str) -> None:
    ledger = place.open()
    add(ledger, "Ratified.")
    ledger.search(query)
    assert len(ledger.claims()) == 1


def test_a_beginning_finds_every_word_that_begins_so(ledger: Ledger) -> None:
    """Whatever its stem: "ratification" and "ratified" have two, of which only one begins with "ratifi"."""
    for text in ("Ratification is near.", "They ratified it.", "A ratio is a number.", "Nothing of the kind."):
        add(ledger, text)
    assert texts(ledger, "ratifi*") == ["They", "Ratification"]
    assert texts(ledger, "ratifica*") == ["Ratification"]
    assert texts(ledger, "rat*") == ["A", "They", "Ratification"]
    assert texts(ledger, "rat* -ratifi*") == ["A"]
    assert texts(ledger, "xyz*") == []
    assert texts(ledger, "number -xyz*") == ["A"]


def test_a_beginning_after_a_hyphen_is_one_of_a_phrase(ledger: Ledger) -> None:
    add(ledger, "A non-aggression pact.")
    add(ledger, "An aggressor, non the less.")
    assert texts(ledger, "non-agg*") == ["A"]
    assert texts(ledger, "non-z*") == []


def test_what_very_many_words_begin_with_is_found_in_the_texts(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "MOST", 2)
    for text in ("Ratification is near.", "They ratified it.", "A ratio is a number.", "Nothing of the kind."):
        add(ledger, text)
    assert texts(ledger, "rat*") == ["A", "They", "Ratification"]
    assert texts(ledger, "rat* number") == ["A"]
    assert texts(ledger, "kind -rat*") == ["Nothing"]
    assert len(ledger.search("rat*").hits) == 6
    assert ledger.search("rat*", limit=5).more


def test_what_very_many_words_begin_with_is_found_far_down(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginnings, "MOST", 1)
    monkeypatch.setattr(search, "TRIED", 2)
    monkeypatch.setattr(search, "_FIRST", 1)
    add(ledger, "Exchange and exchanges.")
    for number in range(6):
        add(ledger, f"Nothing of the kind, {number}.")
    assert texts(ledger, "exch*") == ["Exchange"]
