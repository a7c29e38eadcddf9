"""Obligations by the status engine as columns: day by day, with article, act and conditions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from foedus import panels
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty


def treaty(**more: Any) -> Treaty:
    """A made-up treaty of three: signed, ratified by deposit, left by one."""
    acts = [
        {"kind": "signature", "by": ["USA", "GBR", "FRA"], "date": "1950-01-10"},
        {"kind": "deposit", "by": ["USA", "GBR"], "date": "1950-03-01", "of": "ratification"},
        {"kind": "deposit", "by": ["FRA"], "date": "1951-06-15", "of": "ratification"},
        {"kind": "withdrawal", "by": ["FRA"], "date": "1955-02-01"},
    ]
    return Treaty.model_validate(
        {
            "id": "made-up",
            "title": "A made-up treaty",
            "parties": ["USA", "GBR", "FRA"],
            "consent": {"article": "9", "by": ["ratification"]},
            "entry_into_force": {"article": "10", "when": {"consents": 2}},
            "withdrawal": {"article": "11", "notice": {"years": 1}},
            "obligation": [
                {
                    "article": "3",
                    "kind": "defence",
                    "when": {"what": ["armed attack"], "unprovoked": True, "where": ["Europe"]},
                    "owes": {"what": "all help"},
                },
                {"article": "4", "kind": "consultation", "owes": {"what": "consult"}},
            ],
            "regions": {"Europe": {"includes": ["Europe"]}},
            "act": acts,
            **more,
        }
    )


def months(panel: panels.Panel, one: str, two: str, column: str) -> dict[tuple[int, int], int | None]:
    return {
        (row["year"], row["month"]): row[column] for row in panel.rows() if (row["state1"], row["state2"]) == (one, two)
    }


def test_months_follow_the_acts() -> None:
    source = panels.status("defence", treaties=[treaty()], through=date(1960, 12, 31))
    panel = panels.dyad_years("own", "1950-01", "1957-12", by="month", states=["USA", "GBR", "FRA"]).add(source)
    found = months(panel, "USA", "GBR", "status_defence")
    assert [found[1950, month] for month in (1, 2, 3, 4)] == [0, 0, 1, 1]
    french = months(panel, "FRA", "GBR", "status_defence")
    assert [french[1951, month] for month in (5, 6, 7)] == [0, 1, 1]
    # Notice was given on 1 February 1955 and takes a year (article 11).
    assert [french[year, month] for year, month in ((1955, 12), (1956, 1), (1956, 3))] == [1, 1, 0]
    assert found[1957, 12] == 1


def test_conditions_and_the_reason() -> None:
    source = panels.status(["defence", "consultation"], treaties=[treaty()], through=date(1960, 12, 31))
    panel = panels.dyad_years("own", 1950, 1960, states=["USA", "GBR", "FRA"]).add(source)
    keys = {"state1": "GBR", "state2": "USA", "year": 1952}
    values = {name: panel.why(column=name, **keys).value for name in panel.columns}
    assert values == {
        "status_defence": 1,
        "status_defence_unconditional": 0,
        "status_defence_if_place": 1,
        "status_defence_if_unprovoked": 1,
        "status_consultation": 1,
    }
    (evidence,) = panel.why(column="status_defence", **keys).evidence
    assert (evidence.treaty, evidence.clause) == ("made-up", "article 3")
    assert evidence.conditions == ("place", "unprovoked")
    assert evidence.line.startswith("act ")
    assert evidence.spell == "from 1950-03-01, open at the end of coverage"


def test_only_what_was_known() -> None:
    source = panels.status("defence", treaties=[treaty()], known=date(1951, 1, 1), through=date(1960, 12, 31))
    panel = panels.dyad_years("own", 1952, 1958, states=["USA", "GBR", "FRA"]).add(source)
    assert panel.why(state1="USA", state2="FRA", year=1952, column="status_defence").value == 0
    assert "as known on 1951-01-01" in panel.describe()["sources"][0]["remarks"]


def test_a_directed_obligation_runs_one_way() -> None:
    one_way = [{"article": "3", "kind": "defence", "owed": {"from": ["USA"], "to": ["GBR"]}, "owes": {"what": "help"}}]
    source = panels.status("defence", treaties=[treaty(obligation=one_way)], through=date(1960, 12, 31))
    panel = panels.dyad_years("cow", 1952, 1952).add(source)
    assert panel.why(ccode1=2, ccode2=200, year=1952, column="status_defence").value == 1
    assert panel.why(ccode1=200, ccode2=2, year=1952, column="status_defence").value == 0


def test_what_is_owed_to_any_state_is_owed_to_one_that_is_no_party() -> None:
    banned = [{"article": "2", "kind": "nonaggression", "owed": "any state", "owes": {"what": "no force"}}]
    source = panels.status("nonaggression", treaties=[treaty(obligation=banned)], through=date(1960, 12, 31))
    panel = panels.dyad_years("own", 1952, 1952, states=["USA", "GBR", "CHE"]).add(source)
    found = {(row["state1"], row["state2"]): row["status_nonaggression"] for row in panel.rows()}
    assert [found["USA", "GBR"], found["USA", "CHE"], found["CHE", "USA"]] == [1, 1, 0]


def test_past_its_last_day_it_says_nothing() -> None:
    source = panels.status("defence", treaties=[treaty()], through=date(1953, 6, 30))
    panel = panels.dyad_years("own", 1952, 1955, states=["USA", "GBR", "FRA"]).add(source)
    found = {
        row["year"]: row["status_defence"] for row in panel.rows() if (row["state1"], row["state2"]) == ("GBR", "USA")
    }
    # In force on a day of 1953 already; what comes after June nobody has looked at.
    assert found == {1952: 1, 1953: 1, 1954: None, 1955: None}


def of_pair(panel: panels.Panel, one: str, two: str) -> dict[int, int | None]:
    return {row["year"]: row["status_defence"] for row in panel.rows() if (row["state1"], row["state2"]) == (one, two)}


def test_a_doubt_that_does_not_touch_being_bound_is_no_gap_in_the_table() -> None:
    # The day of its deposit leaves open whether it was signatory or had consented; it was bound under neither, until
    # three years later.
    late = {
        "entry_into_force": {"article": "10", "when": {"consents": 2}, "later": {"delay": {"years": 3}}},
        "act": [
            {"kind": "deposit", "by": ["USA", "FRA"], "date": "1949-03-01", "of": "ratification"},
            {"kind": "signature", "by": ["GBR"], "date": "1949-01-10"},
            {"kind": "deposit", "by": ["GBR"], "date": "1950/1951", "of": "ratification"},
        ],
    }
    source = panels.status("defence", treaties=[treaty(**late)], through=date(1960, 12, 31))
    panel = panels.dyad_years("own", 1949, 1955, states=["USA", "GBR"]).add(source)
    assert of_pair(panel, "USA", "GBR") == {1949: 0, 1950: 0, 1951: 0, 1952: 0, 1953: None, 1954: 1, 1955: 1}


def test_a_doubt_on_being_bound_itself_is_no_answer() -> None:
    # On the last day of 1952 it is bound for certain, and the rule of the year is that of any day.
    open_day = [
        {"kind": "deposit", "by": ["USA"], "date": "1950-03-01", "of": "ratification"},
        {"kind": "deposit", "by": ["GBR"], "date": "1951/1952", "of": "ratification"},
    ]
    source = panels.status("defence", treaties=[treaty(act=open_day)], through=date(1960, 12, 31))
    panel = panels.dyad_years("own", 1949, 1955, states=["USA", "GBR"]).add(source)
    assert of_pair(panel, "USA", "GBR") == {1949: 0, 1950: 0, 1951: None, 1952: 1, 1953: 1, 1954: 1, 1955: 1}


def test_nobody_is_bound_in_the_name_of_a_state_that_is_not_there() -> None:
    syria = [{"kind": "deposit", "by": ["SYR", "GBR"], "date": "1950-03-01", "of": "ratification"}]
    source = panels.status("defence", treaties=[treaty(act=syria)], through=date(1970, 12, 31))
    panel = panels.dyad_years("own", 1957, 1962, states=["SYR", "GBR"]).add(source)
    # No row for the years of the union at all: existence and commitment are separate.
    assert of_pair(panel, "GBR", "SYR") == {1957: 1, 1958: 1, 1961: 1, 1962: 1}
    bound = [row for row in panels.member_spells(source).rows() if row["state"] == "SYR"]
    assert [(row["start_latest"], row["end_earliest"]) for row in bound] == [
        (date(1950, 3, 1), date(1958, 2, 21)),
        (date(1961, 9, 28), date(1970, 12, 31)),
    ]


def test_the_atlas_as_a_source() -> None:
    source = panels.status("defence")
    panel = panels.dyad_years("own", "2024-11", "2024-12", by="month", states=["PRK", "RUS"]).add(source)
    assert months(panel, "PRK", "RUS", "status_defence") == {(2024, 11): 0, (2024, 12): 1}
    assert "not that no treaty does" in panel.describe()["sources"][0]["remarks"][0]
    spells = panels.member_spells(source).rows()
    assert any(row["treaty"] == "prk-rus-2024" and row["state"] == "PRK" for row in spells)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(FoedusError, match="did you mean defence"):
        panels.status("defense")
