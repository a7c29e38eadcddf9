"""What a reading must always be: spans that are the quoted words, stable ids, nothing from masked stretches."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.claims import read
from foedus.model.acts import ActKind
from foedus.model.claims import Modality, TreatyHandle
from foedus.model.documents import Document, Mask
from tests.shared import SHARED, needs_shared

DAY = date(2024, 11, 12)
WORDS = """Russia|North Korea|the treaty|ratified|signed|a defence pact with Japan|will|not|on Monday|said|he
“|”|. |, |which
Senate|withdraw from|the Paris Agreement|entered into force|if|parliament|State Duma|approved|(|)|NATO|’s
between India and Kenya|exchanged instruments of ratification|yet to be|in June|according to reports
Signed on 3 May: Peru, Chile|é|🙂"""
PIECES = st.lists(st.sampled_from([*WORDS.replace("\n", "|").split("|"), "\n"]), max_size=25)


def document(text: str, **fields: object) -> Document:
    return Document.of(text, published=DAY, **fields)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=PIECES, glue=st.sampled_from([" ", "", "\n\n"]), on_model=st.booleans())
def test_spans_are_the_quoted_words(pieces: list[str], glue: str, on_model: bool) -> None:
    doc = document(glue.join(pieces))
    reading = read(doc, on_model=on_model)
    for item in (*reading.claims, *reading.provisions, *reading.remarks):
        evidence = item.evidence
        assert evidence.document == doc.id
        assert 0 <= evidence.start < evidence.end <= len(doc.text)
        assert doc.text[evidence.start : evidence.end] == evidence.quote
    known = {mention.ref for mention in reading.treaties}
    assert {claim.treaty for claim in reading.claims} <= known
    assert all(claim.rule for claim in reading.claims)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read(document(text), on_model=False).document


def test_the_same_text_gives_the_same_ids_whatever_was_read_between() -> None:
    texts = [
        "Chad and Niger signed a border treaty on Friday.",
        "Japan ratified the Paris Agreement in November 2016.",
        "Russia withdrew from the Treaty on Conventional Armed Forces in Europe on Tuesday.",
    ]
    forward = {text: [claim.id for claim in read(document(text)).claims] for text in texts}
    backward = {text: [claim.id for claim in read(document(text)).claims] for text in reversed(texts)}
    assert forward == backward
    assert all(forward.values())


def test_a_masked_stretch_yields_nothing() -> None:
    text = "Chad and Niger signed a border treaty on Friday."
    hidden = document(text, masks=(Mask(start=0, end=len(text), why="related content"),))
    assert read(hidden).claims == ()


def test_masks_move_no_span() -> None:
    text = "CLICK HERE TO READ MORE\nChad and Niger signed a border treaty on Friday."
    doc = document(text, masks=(Mask(start=0, end=23, why="link line"),))
    (claim,) = read(doc).claims
    assert claim.evidence.quote == text[24:]


def test_without_a_model_it_reads_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.claims import from_document, trees

    monkeypatch.setattr(from_document, "model", lambda: None)
    monkeypatch.setattr(trees, "model", lambda: None)
    reading = read(document("Japan ratified the Paris Agreement in November 2016."))
    assert [claim.act for claim in reading.claims] == [ActKind.RATIFICATION]
    assert any("no parsing model" in note for note in reading.notes)


def test_a_known_treaty_is_linked_and_an_unknown_one_is_provisional() -> None:
    handle = TreatyHandle(
        id="chl-per-1999",
        title="Treaty of Boundaries between Chile and Peru",
        parties=("CHL", "PER"),
        is_bilateral=True,
    )
    text = "Chile and Peru signed the Treaty of Boundaries in 1999. Chad and Niger signed a border treaty on Friday."
    reading = read(document(text), treaties=(handle,))
    known = {mention.ref: mention.is_known for mention in reading.treaties}
    assert known["chl-per-1999"]
    assert [ref for ref, linked in known.items() if not linked and ref.startswith("new-ner-tcd")]


def test_a_hedged_sentence_is_a_remark_and_no_fact() -> None:
    text = "Kenya and Uganda signed a border treaty on Friday. Many experts believe this means both will share oil."
    reading = read(document(text))
    assert len(reading.claims) == 1
    assert [remark.certainty.value for remark in reading.remarks] == ["believed"]


def test_a_text_on_no_treaty_says_so() -> None:
    reading = read(document("The weather was mild."))
    assert reading.claims == ()
    assert reading.notes


def test_several_terms_are_held_as_one_clause() -> None:
    text = (
        "Oman and Yemen signed a defence treaty on Friday. The treaty mandates that either provide military assistance "
        "immediately if the other is attacked. It also requires both countries to work together in trade and space."
    )
    kinds = [item.kind for item in read(document(text)).provisions]
    assert kinds == ["defence", "cooperation"]


@needs_shared
def test_the_sample_article() -> None:
    from foedus.sources import from_text

    text = (SHARED / "examples" / "2024-11-12-washington-examiner.txt").read_text("utf-8")
    reading = read(from_text(text, published=DAY))
    told = {
        (c.act.value, c.actors, c.modality.value, str(c.date) if c.date else None, c.evidence.start)
        for c in reading.claims
    }
    both = ("PRK", "RUS")
    assert told == {
        ("ratification", ("PRK",), "occurred", "2024-11-11", 1102),
        ("signature", both, "occurred", "2024-06-19", 557),
        ("legislative_approval", ("RUS",), "occurred", None, 745),
        ("ratification", ("RUS",), "occurred", None, 874),
        ("exchange", both, "scheduled", None, 968),
        ("entry_into_force", both, "conditional", None, 968),
    }
    assert [(item.kind, item.evidence.start, item.evidence.end) for item in reading.provisions] == [
        ("defence", 1189, 1462),
        ("cooperation", 1463, 1627),
        ("cooperation", 1961, 2106),
    ]
    voices = {c.act.value: c.voice for c in reading.claims}
    assert voices["entry_into_force"] == "North Korean state media"
    assert voices["legislative_approval"] == "reports"
    assert all(c.modality is not Modality.OCCURRED or c.act is not ActKind.ENTRY_INTO_FORCE for c in reading.claims)


@needs_shared
def test_the_open_labels_are_met() -> None:
    import foedus
    from foedus.api.reading import evaluate_news

    news = SHARED / "data" / "news"
    report = evaluate_news(news / "gold", news / "texts", session=foedus.open("unused.sqlite")).to_json()
    assert report["claims"]["f1"] >= 0.75
    assert report["false_claims_per_hard_negative"] <= 0.2
    assert report["false_in_force"] == 0
