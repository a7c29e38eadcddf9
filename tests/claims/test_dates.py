"""The resolver of news dates, against Tuesday 12 November 2024, the day that other parsers stumble on."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.claims.dates import find_dates, resolve

TUESDAY = date(2024, 11, 12)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("on Monday", "2024-11-11"),
        ("on Tuesday", "2024-11-12"),
        ("last Tuesday", "2024-11-05"),
        ("in June", "2024-06"),
        ("in December", "2023-12"),
        ("June 19", "2024-06-19"),
        ("Nov. 11", "2024-11-11"),
        ("20th September", "2024-09-20"),
        ("the 17 April 2014", "2014-04-17"),
        ("earlier this month", "2024-11"),
        ("last month", "2024-10"),
        ("last year", "2023"),
        ("six months ago", "2024-05"),
        ("last night", "2024-11-11"),
        ("until December, 1990", "1990-12"),
        ("June last year", "2023-06"),
        ("in 1999", "1999"),
        ("2006-2012", "2006/2012"),
        ("last weekend", "2024-11"),
    ],
)
def test_past_readings(words: str, wanted: str) -> None:
    found = find_dates(words)
    assert [str(resolve(item, TUESDAY).date) for item in found] == [wanted]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("on Friday", "2024-11-15"),
        ("on Tuesday", "2024-11-12"),
        ("on 1 February", "2025-02-01"),
        ("in March", "2025-03"),
    ],
)
def test_a_sentence_that_looks_ahead(words: str, wanted: str) -> None:
    (item,) = find_dates(words)
    assert str(resolve(item, TUESDAY, forward=True).date) == wanted


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        ("a day after the exchange", "P1D after"),
        ("within 90 days", "within P90D after"),
        ("on the thirtieth day after the deposit", "P30D after"),
        ("two weeks before the vote", "P2W before"),
    ],
)
def test_offsets_stay_symbolic(words: str, offset: str) -> None:
    (item,) = find_dates(words)
    when = resolve(item, TUESDAY)
    assert when.date is None
    assert when.offset == offset


@pytest.mark.parametrize("words", ["on Monday", "in June", "last week", "June 19", "yesterday"])
def test_without_a_day_of_publication_nothing_is_guessed(words: str) -> None:
    (item,) = find_dates(words)
    when = resolve(item, None)
    assert when.date is None
    assert when.words


def test_a_full_day_needs_no_publication() -> None:
    (item,) = find_dates("on 4 March 2020")
    assert str(resolve(item, None).date) == "2020-03-04"


def test_words_that_are_no_dates() -> None:
    assert find_dates("The march of the army may second the motion") == []
    assert find_dates("an 1855 treaty and the 2015 pact") == []


def test_an_impossible_day_keeps_its_words() -> None:
    (item,) = find_dates("on 31 June 2020")
    assert resolve(item, TUESDAY).date is None


def test_two_readings_of_numbers_are_both_kept() -> None:
    (item,) = find_dates("11/5/2011")
    when = resolve(item, TUESDAY)
    assert str(when.date) == "2011-05-11"
    assert [str(other) for other in when.alternatives] == ["2011-11-05"]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.text(max_size=80))
def test_any_text_resolves_or_stays_open(published: date, text: str) -> None:
    for item in find_dates(text):
        assert text[item.start : item.end] == item.words
        assert resolve(item, published).rule


@given(st.dates(date(1900, 1, 2), date(2100, 12, 30)), st.sampled_from(["Monday", "Wednesday", "Sunday"]))
def test_a_weekday_is_within_a_week_and_never_ahead(published: date, weekday: str) -> None:
    (item,) = find_dates(f"on {weekday}")
    when = resolve(item, published)
    assert when.date is not None
    assert 0 <= (published - when.date.earliest).days < 7
