"""Which period a spell falls in: by hand, and against a slow day-by-day count for any spells."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.model.errors import FoedusError
from foedus.panels.periods import Calendar, Grain, Rule, merged, ranges_of, rule_named, spread

EPOCH = date(1970, 1, 1)


def days(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def periods(spells: list[tuple[str, str]], rule: Rule, grain: Grain = Grain.YEAR) -> list[str]:
    calendar = Calendar.between(1900, 1910, grain)
    start = np.array([days(one) for one, _ in spells], dtype=np.int64)
    end = np.array([days(two) for _, two in spells], dtype=np.int64)
    _, first, last = ranges_of(np.zeros(len(spells), np.int64), start, end, calendar, rule)
    return [calendar.label(int(period)) for period in spread(first, last)[1]]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule.ANY_DAY, ["1901", "1902", "1903"]),
        (Rule.FIRST_DAY, ["1902", "1903"]),
        (Rule.LAST_DAY, ["1901", "1902"]),
        (Rule.MOST, ["1901", "1902"]),
    ],
)
def test_each_rule_takes_other_years(rule: Rule, expected: list[str]) -> None:
    assert periods([("1901-03-01", "1903-06-30")], rule) == expected


def test_most_adds_up_the_days_of_several_spells() -> None:
    halves = [("1901-01-01", "1901-04-15"), ("1901-08-01", "1901-11-30")]
    assert periods(halves, Rule.MOST) == ["1901"]
    assert periods(halves[:1], Rule.MOST) == []


def test_a_spell_outside_the_calendar_gives_nothing() -> None:
    assert periods([("1890-01-01", "1899-12-31"), ("1911-01-01", "1920-01-01")], Rule.ANY_DAY) == []


def test_months_and_days() -> None:
    assert periods([("1901-01-31", "1901-03-01")], Rule.ANY_DAY, Grain.MONTH) == ["1901-01", "1901-02", "1901-03"]
    assert periods([("1901-01-31", "1901-03-01")], Rule.FIRST_DAY, Grain.MONTH) == ["1901-02", "1901-03"]
    assert periods([("1901-01-31", "1901-02-01")], Rule.ANY_DAY, Grain.DAY) == ["1901-01-31", "1901-02-01"]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(-300, 1500), st.integers(0, 900)), min_size=1, max_size=8),
    st.sampled_from(list(Rule)),
)
@settings(max_examples=150, deadline=None)
def test_ranges_equal_a_day_by_day_count(spells: list[tuple[int, int, int]], rule: Rule) -> None:
    calendar = Calendar.between(1901, 1903, Grain.YEAR)
    base = days("1901-01-01")
    group = np.array([g for g, _, _ in spells], dtype=np.int64)
    start = np.array([base + s for _, s, _ in spells], dtype=np.int64)
    end = start + np.array([n for _, _, n in spells], dtype=np.int64)
    where, first, last = ranges_of(group, start, end, calendar, rule)
    which, period = spread(first, last)
    found = sorted(zip(where[which].tolist(), period.tolist(), strict=True))
    expected = []
    for number in sorted(set(group.tolist())):
        held = {
            EPOCH + timedelta(days=day)
            for g, s, e in zip(group.tolist(), start.tolist(), end.tolist(), strict=True)
            if g == number
            for day in range(s, e + 1)
        }
        for year in (1901, 1902, 1903):
            of_year = {day for day in held if day.year == year}
            counts = {
                Rule.ANY_DAY: bool(of_year),
                Rule.FIRST_DAY: date(year, 1, 1) in of_year,
                Rule.LAST_DAY: date(year, 12, 31) in of_year,
                Rule.MOST: len(of_year) * 2 > 365,
            }
            if counts[rule]:
                expected.append((number, year))
    assert found == expected


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40), st.integers(-2, 15)), max_size=12))
@settings(deadline=None)
def test_merged_ranges_hold_each_number_once(ranges: list[tuple[int, int, int]]) -> None:
    group, first = (np.array([item[n] for item in ranges], dtype=np.int64) for n in (0, 1))
    last = first + np.array([item[2] for item in ranges], dtype=np.int64)
    out_group, out_first, out_last = merged(group, first, last)
    which, number = spread(out_first, out_last)
    cells = list(zip(out_group[which].tolist(), number.tolist(), strict=True))
    assert len(cells) == len(set(cells))
    assert set(cells) == {(g, n) for g, f, m in ranges for n in range(f, f + m + 1)}


def test_wrong_choices_name_what_there_is() -> None:
    with pytest.raises(FoedusError, match=r"FOE612.*(?s:.*)did you mean any-day") as error:
        rule_named("any-dai")
    assert "31-december" in error.value.problems[0].help


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(FoedusError, match="FOE611"):
        Calendar.between(1950, 1949, Grain.YEAR)
