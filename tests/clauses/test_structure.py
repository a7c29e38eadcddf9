"""Parts of a text, with ids in the Akoma Ntoso manner and offsets that lead back to the text as found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foedus.clauses.folded import fold
from foedus.clauses.numbers import fraction, number
from foedus.clauses.sentences import Text
from foedus.clauses.structure import roman, split

LINES = """PREAMBLE
The Parties, in view of Article 2 of the Charter, have agreed:
Article 1
Scope
1. First. 2. Second.
Article 2
Under Article 1 the Parties meet.
IN WITNESS WHEREOF they have signed.
Annex I
Maps
"""


def _ids(text: str) -> list[str]:
    return [piece.id for piece in split(text).pieces]


def test_articles_paragraphs_annexes_and_closing_words_get_their_ids() -> None:
    assert _ids(LINES) == [
        "preamble",
        "art_1",
        "art_1__para_1",
        "art_1__para_2",
        "art_2",
        "conclusions",
        "annex_i",
    ]


def test_a_reference_is_no_heading() -> None:
    text = "Article 1 One.\nArticle 2 Two, as provided in\nArticle 1 of this Treaty.\nArticle 3 Three."
    assert _ids(text) == ["art_1", "art_2", "art_3"]


def test_numerals_run_into_the_next_word_are_read_in_order() -> None:
    text = (
        "the parties agree: ARTICLE ithe lake ARTICLE iithe river ARTICLE iiiinspection ARTICLE ivvisits ARTICLE vend"
    )
    assert _ids(text) == ["preamble", "art_1", "art_2", "art_3", "art_4", "art_5"]


def test_figures_run_into_a_paragraph_number() -> None:
    text = "ARTICLE 1use ARTICLE 2use ARTICLE 31. any party may ask. 2. no more ARTICLE 4end"
    assert [id for id in _ids(text) if "para" not in id] == ["art_1", "art_2", "art_3", "art_4"]
    assert "art_3__para_1" in _ids(text)


def test_figures_set_apart_by_a_scanner() -> None:
    body = " ".join(f"Article {n} Words." for n in range(1, 10)) + " Article 1 0 Words. Article 1 1 Words."
    assert _ids(body)[-2:] == ["art_10", "art_11"]


def test_a_protocol_appended_is_another_component() -> None:
    text = (
        "Article 1 The Parties shall meet.\nArticle 2 They shall part.\nArticle 3 They shall rest.\n"
        "IN WITNESS WHEREOF signed.\n"
        "PROTOCOL I\nArticle 1 The Parties shall not test.\nArticle 2 They shall sign.\n"
    )
    pieces = {piece.id: piece for piece in split(text).pieces}
    assert pieces["art_2"].component == 0
    assert pieces["protocol_i__art_2"].component == 1


def test_articles_of_chapters_go_on_after_a_chapter_annex() -> None:
    text = "Article 1.1 A.\nArticle 1.2 B.\nAnnex 1.2\nTable.\nArticle 2.1 C.\nArticle 2.2 D.\n"
    assert [id for id in _ids(text) if id.startswith("art")] == ["art_1_1", "art_1_2", "art_2_1", "art_2_2"]


def test_a_text_without_articles_is_one_body() -> None:
    assert _ids("A note in reply.") == ["body"]
    assert _ids("") == []


@given(st.text(max_size=400))
def test_every_part_lies_in_the_text_and_ids_are_unique(text: str) -> None:
    pieces = split(text).pieces
    assert all(0 <= piece.start <= piece.end <= len(text) for piece in pieces)
    assert len({piece.id for piece in pieces}) == len(pieces)


@given(st.text(alphabet="aeT \n-.1\u00ad\u00a0,;thispryonve", max_size=200))
def test_folding_leads_back_to_the_text(text: str) -> None:
    folded = fold(text)
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert 0 <= start <= end <= len(text)
    places = [folded.origin(place) for place in range(len(folded.text))]
    assert places == sorted(places)


@given(st.text(alphabet="ab .\n", max_size=300))
def test_sentences_cover_the_text_once(text: str) -> None:
    bounds = Text.of(text).bounds
    assert bounds == sorted(set(bounds)) or bounds == [0, 0] or not text
    assert not text or bounds[0] == 0


def test_words_cut_at_a_line_end_are_whole_again() -> None:
    assert fold("the Con\nvention and the se-\ncond").text == "the convention and the second"
    assert fold("the\nparty").text == "the party"


def test_headings_run_into_the_sentence_are_parted() -> None:
    assert "reservations no reservations may" in fold("reservationsno reservations may").text
    assert "force this convention shall" in fold("entry into forcethis convention shall").text
    assert fold("germany party").text == "germany party"


def test_numbers_in_words() -> None:
    assert number("twenty-two") == 22
    assert number("one hundred and twenty-fifth") == 125
    assert number("thirty (30)") == 30
    assert number("convention") is None
    assert fraction("three-fourths") == "3/4"
    assert fraction("two of") is None


def test_roman_numerals() -> None:
    assert [roman(text) for text in ("iv", "IX", "xxiii", "xl", "iiii", "")] == [4, 9, 23, 40, None, None]


def test_a_line_in_small_letters_has_its_articles_and_no_reference_is_one() -> None:
    text = (
        "convention on lights the parties agree: article 1 each party keeps its lights. article 2 the lights of "
        "article 1 are white. article 3 no party puts them out."
    )
    assert _ids(text) == ["preamble", "art_1", "art_2", "art_3"]


def test_headings_run_into_the_words_on_both_sides() -> None:
    text = "Agreement on seedsArticle 1ScopeThis covers seeds.Article 2ForceThis enters into force."
    assert _ids(text) == ["preamble", "art_1", "art_2"]


def test_bars_misread_as_letters_are_numerals_in_their_order() -> None:
    assert _ids("ARTlCLE l\nOne.\nARTlCLE ll\nTwo.\nARTICLE III\nThree.") == ["art_1", "art_2", "art_3"]


def test_a_lone_article_keeps_its_roman_number() -> None:
    assert _ids("Article IX. The Treaty enters into force at once.") == ["art_9"]
