"""Partial dates never say more than they know; truth has three values."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.model.dates import add_months, interval, partial_date
from foedus.model.errors import FoedusError
from foedus.model.truth import Truth, all_of, any_of

DAYS = st.dates(min_value=date(1500, 1, 1), max_value=date(2500, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-11-12", date(2024, 11, 12), date(2024, 11, 12)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("1951", date(1951, 1, 1), date(1951, 12, 31)),
        ("2024-06/2024-09", date(2024, 6, 1), date(2024, 9, 30)),
        ("2024-11-11~", date(2024, 11, 11), date(2024, 11, 11)),
        ("2024-21", date(2024, 3, 1), date(2024, 5, 31)),
        ("195X", date(1950, 1, 1), date(1959, 12, 31)),
    ],
)
def test_bounds(text: str, first: date, last: date) -> None:
    found = partial_date(text)
    assert (found.earliest, found.latest, str(found)) == (first, last, text)


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-40", "2024-02-30", "2024-09/2024-06", "12/11/2024"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(FoedusError) as caught:
        partial_date(text)
    assert caught.value.code == "FOE003"


@given(DAYS, DAYS)
def test_an_interval_keeps_its_ends(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = interval(first, last)
    assert (found.earliest, found.latest) == (first, last)
    assert partial_date(str(found)) == found


@given(DAYS, DAYS, DAYS)
def test_by_is_yes_only_after_the_last_and_no_only_before_the_first(one: date, other: date, on: date) -> None:
    first, last = sorted((one, other))
    answer = interval(first, last).by(on)
    assert (answer is Truth.YES) == (last <= on)
    assert (answer is Truth.NO) == (on < first)


@given(DAYS, st.integers(min_value=0, max_value=600))
def test_months_added_keep_the_day_or_the_month_end(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@given(st.lists(st.sampled_from(Truth), max_size=6))
def test_de_morgan(values: list[Truth]) -> None:
    assert ~all_of(values) == any_of([~value for value in values])


def test_a_truth_is_no_condition() -> None:
    with pytest.raises(TypeError):
        bool(Truth.YES)
