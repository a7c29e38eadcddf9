"""Which rows a table has: states, pairs, groups, by day, month and year."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from foedus import panels
from foedus.actors.load import published_spells
from foedus.model.errors import FoedusError
from foedus.panels.systems import LAYOUTS, system_spells
from tests.panels.files import write


def own_list(path: Path) -> Path:
    """Four states: two that never meet in 1945, one that comes back."""
    return write(
        path,
        [
            {"ccode": 2, "cw_name": "United States", "start": "1940-01-01", "end": "1950-12-31"},
            {"ccode": 255, "cw_name": "Germany", "start": "1940-01-01", "end": "1945-05-08"},
            {"ccode": 210, "cw_name": "Netherlands", "start": "1940-01-01", "end": "1940-07-14"},
            {"ccode": 210, "cw_name": "Netherlands", "start": "1945-06-26", "end": "1950-12-31"},
        ],
    )


@pytest.mark.parametrize("name", ["cow", "gw"])
def test_the_lists_are_those_of_the_register(name: str) -> None:
    ours = [(spell.code, spell.abb, spell.name, spell.start, spell.end) for spell in system_spells(name)]
    register = [(spell.code, spell.abb, spell.name, spell.start, spell.end) for spell in published_spells(name)]
    assert ours == register


def test_published_counts_of_the_built_in_lists() -> None:
    assert len(panels.state_years("cow", 1816, 2025)) == 17_706
    assert len(panels.state_years("gw", 1816, 2025)) == 20_849
    assert len(panels.dyad_years("cow", 1816, 2025)) == 2_252_760
    assert len(panels.dyad_years("cow", 1816, 2025, directed=False)) == 2_252_760 // 2
    assert len(panels.dyad_years("gw", 1816, 2025)) == 2_638_078


def test_only_spells_that_the_list_cut_are_extended(tmp_path: Path) -> None:
    states = panels.state_years(own_list(tmp_path / "own.csv"), 1940, 1952).rows()
    assert Counter(row["ccode"] for row in states) == {2: 13, 255: 6, 210: 1 + 8}


def test_two_states_that_never_met_make_no_dyad_year(tmp_path: Path) -> None:
    rows = panels.dyad_years(own_list(tmp_path / "own.csv"), 1940, 1950, directed=False).rows()
    assert [row["year"] for row in rows if (row["ccode1"], row["ccode2"]) == (210, 255)] == [1940]


def test_rows_are_in_order_and_unique() -> None:
    rows = [tuple(row.values()) for row in panels.dyad_years("cow", 1938, 1946).rows()]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)


def test_directed_is_undirected_twice() -> None:
    one_way = {tuple(row.values()) for row in panels.dyad_years("gw", 1900, 1920, directed=False).rows()}
    both = {tuple(row.values()) for row in panels.dyad_years("gw", 1900, 1920).rows()}
    assert both == one_way | {(b, a, year) for a, b, year in one_way}


@pytest.mark.parametrize("k", [3, 4])
def test_groups_are_those_that_all_met(k: int) -> None:
    chosen = [2, 20, 200, 220, 255, 260, 265, 365]
    found = {tuple(row.values()) for row in panels.k_ads(k, "cow", 1944, 1956, states=chosen).rows()}
    pairs = {tuple(row.values()) for row in panels.dyad_years("cow", 1944, 1956, states=chosen, directed=False).rows()}
    by_year = {
        (*group, year)
        for year in range(1944, 1957)
        for group in combinations(chosen, k)
        if all((a, b, year) in pairs for a, b in combinations(group, 2))
    }
    # Three pairs may each have met in a year without all three being there at once; never the other way round.
    assert found <= by_year
    assert (*(2, 20, 200, 220)[:k], 1950) in found


def test_months_and_days() -> None:
    months = panels.dyad_years("cow", "1990-09", "1990-11", by="month", states=[255, 260, 265]).rows()
    assert {(row["ccode1"], row["ccode2"], row["month"]) for row in months} == {(260, 265, 9), (265, 260, 9)} | {
        (260, 265, 10),
        (265, 260, 10),
    }
    assert len(panels.state_years("cow", "1990-10-01", "1990-10-04", by="day", states=[260]).rows()) == 2


def test_a_key_that_is_not_there_says_why(tmp_path: Path) -> None:
    panel = panels.dyad_years("cow", 1950, 1951, directed=False)
    for keys, says in (
        ({"ccode1": 200, "ccode2": 2, "year": 1950}, "lower code first"),
        ({"ccode1": 2, "ccode2": 999, "year": 1950}, "999"),
        ({"ccode1": 2, "ccode2": 265, "year": 1950}, "no row for 2, 265 in 1950"),
        ({"ccode1": 2, "year": 1950}, "keys of this table"),
    ):
        with pytest.raises(FoedusError, match=says):
            panel.units.row_of(keys)


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_states_lists_spells(name: str) -> None:
    table = panels.states(name)
    assert len(table) >= 180
    assert {"start", "end", "open"} <= set(table.names)


@pytest.mark.parametrize(
    ("call", "code", "says"),
    [
        (lambda: panels.dyad_years("cov", 1816, 2025), "FOE612", "did you mean cow"),
        (lambda: panels.dyad_years("cow", 1950, 1940), "FOE611", "before it begins"),
        (lambda: panels.dyad_years("cow", 1700, 1940), "FOE607", "begin in 1816"),
        (lambda: panels.dyad_years("cow", 1950, 1951, states=[2, 9999]), "FOE606", "9999"),
        (lambda: panels.dyad_years("cow", 1950, 1951, undirected="some"), "FOE612", "either"),
        (lambda: panels.triads("cow", 1816, 2025, max_rows=1000), "FOE614", "fewer years"),
        (lambda: panels.k_ads(9, "cow", 1950, 1950), "FOE612", "k is 2"),
    ],
)
def test_wrong_questions_are_answered_plainly(call: object, code: str, says: str) -> None:
    with pytest.raises(FoedusError) as error:
        call()  # type: ignore[operator]
    assert error.value.code == code
    assert says in str(error.value)
