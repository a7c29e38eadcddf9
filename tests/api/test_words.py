"""Days, names and obligations in plain words."""

from __future__ import annotations

import pytest

from foedus.api import words
from foedus.model.dates import partial_date
from foedus.model.obligations import Obligation


@pytest.mark.parametrize(
    ("edtf", "says", "on"),
    [
        ("2024-11-11", "11 November 2024", "on 11 November 2024"),
        ("2024-06", "June 2024", "in June 2024"),
        ("2024", "2024", "in 2024"),
        ("../2024-05-01", "1 May 2024 or before", "on 1 May 2024 or before"),
        ("2024-05-01/..", "1 May 2024 or later", "on 1 May 2024 or later"),
        ("2024-06/2024-09", "between 1 June 2024 and 30 September 2024", "between 1 June 2024 and 30 September 2024"),
    ],
)
def test_days(edtf: str, says: str, on: str) -> None:
    assert words.day(partial_date(edtf)) == says
    assert words.on_day(partial_date(edtf)) == on


def test_lists_and_names() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a", "b", "c"], "or") == "a, b or c"
    assert words.names(("PRK", "RUS")) == "North Korea and Russia"
    assert words.with_names("PRK had ratified prk-rus-2024, RUS:22", ("PRK", "RUS")) == (
        "North Korea had ratified prk-rus-2024, RUS:22"
    )


def test_an_obligation_in_one_sentence() -> None:
    item = Obligation.model_validate(
        {
            "article": "4",
            "kind": "defence",
            "when": {"what": ["invasion"], "on": ["party"], "by": "any state or states", "puts": "state of war"},
            "owes": {"what": "military help", "extent": "all means it has", "timing": "without delay"},
        }
    )
    assert words.obligation_says(item, ("PRK", "RUS")) == (
        "If one of the two suffers an armed invasion by any state or states so that it is in a state of war, "
        "the other owes: military help, with all means it has, without delay"
    )


def test_a_directed_obligation_names_both_sides() -> None:
    item = Obligation.model_validate(
        {
            "article": "1",
            "kind": "guarantee",
            "owed": {"from": ["GBR", "FRA"], "to": ["BEL"]},
            "when": {"what": ["armed attack"], "on": ["BEL"], "by": {"at_least": 2, "great_power": True}},
            "owes": {"what": "help", "discretion": "as it sees fit"},
        }
    )
    said = words.obligation_says(item, ("GBR", "FRA", "PRU"))
    assert said.startswith("If Belgium suffers an armed attack by 2 or more of a great power, ")
    assert "United Kingdom" in said
    assert said.endswith("the form is left to it: as it sees fit")
