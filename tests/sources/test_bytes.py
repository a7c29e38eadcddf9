"""Whatever bytes come in, out comes a document or a clear word; nothing is lost on the way."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.model.documents import text_hash
from foedus.model.errors import FoedusError
from foedus.sources import from_bytes, from_file, from_text
from foedus.sources.published import published_in, published_in_name
from tests.shared import SHARED, needs_shared

ENGLISH = (
    "The two states have signed a treaty of friendship. It was ratified in June by the parliament of the republic."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_comes_back_from_every_encoding(encoding: str) -> None:
    document = from_bytes((ENGLISH + " “Café” — done.").encode(encoding))
    assert document.text.lstrip("\ufeff") == ENGLISH + " “Café” — done."
    assert document.id == text_hash(document.text)


def test_windows_1251_text_is_read_as_russian() -> None:
    russian = "Государственная дума ратифицировала договор о всеобъемлющем стратегическом партнерстве. " * 5
    document = from_bytes(russian.encode("cp1251"))
    assert "дума" in document.text
    assert document.language == "ru"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FOE201"),
        (b" \n\t\n", "FOE201"),
        (b"%PDF-1.7\n\x00\x01\x02\x03", "FOE202"),
        (bytes(range(256)) * 20, "FOE202"),
        (b"\xff\xfeN\x00o\x00\xd8\xd8", "FOE202"),
        (b"<html><body></body></html>", "FOE201"),
    ],
)
def test_what_is_no_article_is_refused_with_its_number(data: bytes, code: str) -> None:
    with pytest.raises(FoedusError) as caught:
        from_bytes(data, name="x.txt")
    assert caught.value.code == code
    assert caught.value.problems[0].help


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as out:
        out.truncate(50 * 1024 * 1024)
    with pytest.raises(FoedusError) as caught:
        from_file(file)
    assert caught.value.code == "FOE203"
    assert "50 MB" in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(FoedusError) as caught:
            from_file(path)
        assert caught.value.code == "FOE001"


@given(st.binary(max_size=2000))
def test_no_bytes_break_it(data: bytes) -> None:
    try:
        document = from_bytes(data)
    except FoedusError as error:
        code = error.code
    else:
        code = "FOE201"
        assert document.id == text_hash(document.text)
        for mask in document.masks:
            assert 0 <= mask.start < mask.end <= len(document.text)
    assert code in ("FOE201", "FOE202", "FOE203")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("SEOUL, November 12, 2024 (Agency) - North Korea said", date(2024, 11, 12)),
        ("Published: Tuesday, 12 November 2024 10:00 GMT", date(2024, 11, 12)),
        ("By A. Writer | Nov. 12, 2024", date(2024, 11, 12)),
        ("2024-11-12", date(2024, 11, 12)),
        ("North Korea ratified the treaty on November 11, 2024 with a decree of its leader.", None),
        ("WASHINGTON, March 26 - The senate", None),
        ("February 30, 2024", None),
    ],
)
def test_a_day_of_publication_is_taken_only_from_its_own_place(line: str, day: date | None) -> None:
    assert published_in(f"{line}\n\nText follows.") == day


def test_the_given_day_wins_and_says_so() -> None:
    text = "Nov. 12, 2024\n\n" + ENGLISH
    assert from_text(text).published_basis == "dateline"
    given_day = from_text(text, published=date(2024, 11, 13))
    assert (given_day.published, given_day.published_basis) == (date(2024, 11, 13), "argument")
    assert published_in_name("2024-11-12-examiner.txt") == date(2024, 11, 12)


def test_a_sidecar_gives_the_day_and_a_broken_one_is_named(tmp_path: Path) -> None:
    article, side = tmp_path / "a.txt", tmp_path / "a.json"
    article.write_text(ENGLISH)
    side.write_text('{"published": "2024-11-12", "publisher": "A Paper"}')
    document = from_file(article)
    assert (document.published, document.published_basis) == (date(2024, 11, 12), "sidecar")
    assert document.publisher == "A Paper"
    side.write_text("{")
    with pytest.raises(FoedusError) as caught:
        from_file(article)
    assert caught.value.code == "FOE204"


def test_click_lines_and_boxes_are_masked_and_prose_is_not() -> None:
    text = (
        "Headline of a report\n\nRead my lips, the minister said, and signed the treaty with the neighbour.\n\n"
        "CLICK HERE TO READ MORE FROM THE PAPER\n\nSign up for our newsletter\n\nRelated Content\n"
    )
    document = from_text(text)
    assert [text[mask.start : mask.end] for mask in document.masks] == [
        "CLICK HERE TO READ MORE FROM THE PAPER",
        "Sign up for our newsletter",
        "Related Content",
    ]


def test_a_page_gives_its_text_title_and_day() -> None:
    html = (
        "<!doctype html><html><head><title>Pact signed</title>"
        '<meta property="article:published_time" content="2024-11-12T08:00:00Z"></head><body><nav>Home News</nav>'
        f"<article><h1>Pact signed</h1><p>{ENGLISH} {ENGLISH}</p><p>{ENGLISH}</p></article>"
        "<script>alert(1)</script></body></html>"
    )
    document = from_text(html)
    assert "treaty of friendship" in document.text
    assert "alert" not in document.text
    assert document.media_type == "text/html"
    assert document.title == "Pact signed"


@needs_shared
def test_the_first_article_keeps_its_hash_and_masks() -> None:
    document = from_file(SHARED / "examples" / "2024-11-12-washington-examiner.txt")
    assert document.id == "4ffe4c81510e0c4881ebe4db923e923f9217b5b44b0c3bda270b2fe5bb14b991"
    assert document.published == date(2024, 11, 12)
    assert [document.text[mask.start : mask.end] for mask in document.masks] == [
        "CLICK HERE TO READ MORE FROM THE WASHINGTON EXAMINER",
        "Related Content",
    ]
