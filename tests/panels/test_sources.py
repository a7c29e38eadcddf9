"""What each source puts into a table: values, directions, coverage, corrections, conditions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from foedus import panels
from foedus.model.errors import FoedusError
from tests.panels import files

STATES = [2, 200, 220, 365, 710]


@pytest.fixture(name="members")
def _members(tmp_path: Path) -> Path:
    return files.atop_members(tmp_path / "members.csv")


@pytest.fixture(name="years")
def _years(tmp_path: Path) -> Path:
    return files.atop_years(tmp_path / "atop5.1_years.csv")


@pytest.fixture(name="directed")
def _directed(tmp_path: Path) -> Path:
    return files.cow_directed(tmp_path / "directed.csv")


def value(panel: panels.Panel, column: str, **keys: Any) -> Any:
    return panel.why(column=column, **keys).value


def test_atop_years_are_zero_inside_the_coverage_and_missing_after(years: Path) -> None:
    panel = panels.dyad_years("cow", 1949, 2020, states=[2, 200, 710]).add(panels.atop(years))
    assert value(panel, "atop_defense", ccode1=2, ccode2=200, year=1950) == 1
    assert value(panel, "atop_defense", ccode1=2, ccode2=200, year=2018) == 0
    assert value(panel, "atop_defense", ccode1=2, ccode2=200, year=2019) is None
    assert "missing, not zero" in str(panel.why(ccode1=2, ccode2=200, year=2019, column="atop_defense"))


def test_a_pledge_has_a_direction(years: Path) -> None:
    panel = panels.dyad_years("cow", 1952, 1952).add(panels.atop(years))
    assert value(panel, "atop_defense", ccode1=2, ccode2=710, year=1952) == 1
    assert value(panel, "atop_defense", ccode1=710, ccode2=2, year=1952) == 0
    assert value(panel, "atop_neutral", ccode1=710, ccode2=2, year=1952) == 1


@pytest.mark.parametrize(("rule", "defense", "neutral"), [("either", 1, 1), ("both", 0, 0), ("lower", 1, 0)])
def test_undirected_pairs_follow_the_stated_rule(years: Path, rule: str, defense: int, neutral: int) -> None:
    panel = panels.dyad_years("cow", 1952, 1952, directed=False, undirected=rule).add(panels.atop(years))
    assert value(panel, "atop_defense", ccode1=2, ccode2=710, year=1952) == defense
    assert value(panel, "atop_neutral", ccode1=2, ccode2=710, year=1952) == neutral
    assert panel.describe()["undirected_rule"]["name"] == rule


def test_rows_outside_the_system_stay_in_the_sources_own_table(years: Path) -> None:
    rows = panels.atop(years).rows().rows()
    assert [row["in_system"] for row in rows if row["ccode2"] == 265] == [0]
    assert len(rows) == 7


def test_atop_members_make_the_years_of_both_members(members: Path) -> None:
    panel = panels.dyad_years("cow", 1930, 2016, states=STATES).add(panels.atop(members))
    rows = [row for row in panel.rows() if row["atop_alliance"]]
    years = Counter((row["ccode1"], row["ccode2"]) for row in rows)
    assert years[2, 200] == years[200, 2] == 2016 - 1949 + 1
    assert years[2, 220] == 1966 - 1949 + 1
    assert years[2, 710] == 2016 - 1952 + 1
    nonagg = [row["year"] for row in rows if (row["ccode1"], row["ccode2"]) == (220, 365) and row["atop_nonagg"]]
    defense = [row["year"] for row in rows if (row["ccode1"], row["ccode2"]) == (220, 365) and row["atop_defense"]]
    assert nonagg == [1935, 1936, 1937, 1938, 1939]
    assert defense == [1939, 1940]


def test_a_partly_dated_end_is_open_within_what_the_file_says(members: Path) -> None:
    months = panels.dyad_years("cow", "1939-01", "1940-12", by="month", states=[220, 365]).add(panels.atop(members))
    found = {(row["year"], row["month"]): row["atop_defense"] for row in months.rows() if row["ccode1"] == 220}
    assert [found[1939, month] for month in (2, 3, 12)] == [0, 1, 1]
    assert [found[1940, month] for month in (1, 6, 12)] == [1, None, None]


def test_conditions_become_columns(members: Path) -> None:
    panel = panels.dyad_years("cow", 1953, 1953).add(panels.atop(members, conditions=True))
    us_britain, us_china = {"ccode1": 2, "ccode2": 200, "year": 1953}, {"ccode1": 2, "ccode2": 710, "year": 1953}
    assert value(panel, "atop_defense_if_unprovoked", **us_britain) == 1
    assert value(panel, "atop_defense_if_unprovoked", **us_china) == 0
    assert value(panel, "atop_defense_if_place", **us_china) == 1
    assert value(panel, "atop_defense_unconditional", **us_china) == 0
    assert "only: unprovoked" in str(panel.why(column="atop_defense", **us_britain))


def test_states_and_triads(members: Path) -> None:
    states = panels.state_years("cow", 1960, 1970).add(panels.atop(members))
    assert value(states, "atop_defense", ccode=200, year=1960) == 1
    assert value(states, "atop_defense_partners", ccode=2, year=1960) == 3
    assert value(states, "atop_defense_partners", ccode=2, year=1967) == 2
    triads = panels.triads("cow", 1960, 1967, states=[2, 200, 220, 710]).add(panels.atop(members))
    assert value(triads, "atop_defense", ccode1=2, ccode2=200, ccode3=220, year=1960) == 1
    assert value(triads, "atop_defense", ccode1=2, ccode2=200, ccode3=220, year=1967) == 0
    assert value(triads, "atop_defense", ccode1=2, ccode2=200, ccode3=710, year=1960) == 0


def test_why_names_treaty_phase_spell_file_and_line(members: Path, years: Path) -> None:
    panel = panels.dyad_years("cow", 1935, 1950).add(panels.atop(members))
    why = panel.why(ccode1=220, ccode2=365, year=1939, column="atop_defense")
    (evidence,) = why.evidence
    assert (evidence.treaty, evidence.phase, evidence.line) == ("atop:9002", "2", "line 8")
    assert evidence.file.endswith("members.csv")
    assert evidence.spell == "from 1939-03-15 to between 1940-01-01 and 1940-12-31"
    both = panels.dyad_years("cow", 1949, 1950).add(panels.atop(years, members=members))
    found = both.why(ccode1=2, ccode2=200, year=1950, column="atop_defense")
    assert [item.treaty for item in found.evidence] == ["", "atop:9001"]
    assert found.evidence[0].line == "line 3"
    nothing = both.why(ccode1=2, ccode2=365, year=1950, column="atop_defense")
    assert nothing.value == 0
    assert not nothing.evidence


def test_cow_spells_are_taken_at_their_word(directed: Path) -> None:
    panel = panels.dyad_years("cow", 1899, 2014, states=STATES).add(panels.cow(directed))
    allied = [
        row["year"] for row in panel.rows() if row["ccode1"] == 200 and row["ccode2"] == 220 and row["cow_defense"]
    ]
    assert allied == [1900, 1901, 1902, 1904, 1905]
    assert value(panel, "cow_nonagg", ccode1=200, ccode2=2, year=1950) == 1
    assert value(panel, "cow_nonagg", ccode1=2, ccode2=200, year=1950) == 0
    assert value(panel, "cow_defense", ccode1=2, ccode2=200, year=2013) is None
    assert value(panel, "cow_nonagg", ccode1=2, ccode2=365, year=1990) is None
    assert value(panel, "cow_nonagg", ccode1=365, ccode2=2, year=1990) == 1


def test_as_published_numbers_years_on_and_takes_the_lower_code(directed: Path) -> None:
    panel = panels.dyad_years("cow", 1899, 2012, states=STATES).add(panels.cow(directed, as_published=True))
    rows = panel.rows()
    allied = [row["year"] for row in rows if row["ccode1"] == 200 and row["ccode2"] == 220 and row["cow_defense"]]
    assert allied == [1900, 1901, 1902, 1903, 1904]
    assert value(panel, "cow_nonagg", ccode1=200, ccode2=2, year=1950) == 0
    assert value(panel, "cow_nonagg", ccode1=2, ccode2=365, year=1990) == 0
    why = panel.why(ccode1=220, ccode2=200, year=1903, column="cow_defense")
    assert (why.evidence[0].treaty, why.evidence[0].line) == ("cow:1", "line 3")


def test_the_corrections_are_listed(directed: Path) -> None:
    rows = panels.cow(directed).corrections().rows()
    assert Counter(row["defect"].split(",")[0] for row in rows) == {
        "a year between two spells": 1,
        "a year of the spell": 1,
        "a pledge of the state with the higher code": 2 + 23,
        "a blank pledge": 1,
    }
    gap = next(row for row in rows if row["defect"].startswith("a year between"))
    assert (gap["treaty"], gap["ccode1"], gap["ccode2"], gap["year"]) == (1, 200, 220, 1903)
    lost = next(row for row in rows if row["defect"].startswith("a year of"))
    assert (lost["year"], lost["published"], lost["corrected"]) == (1905, 0, 1)


def test_member_years_as_published_and_corrected(tmp_path: Path) -> None:
    source = panels.cow(files.cow_members(tmp_path / "members.csv"))
    published = [row["year"] for row in source.member_years(as_published=True).rows() if row["ccode"] == 200]
    corrected = [row["year"] for row in source.member_years().rows() if row["ccode"] == 200]
    assert published == [1900, 1901, 1902, 1903, 1904]
    assert corrected == [1900, 1901, 1902, 1904, 1905]
    yearly = tmp_path / "yearly.csv"
    source.member_years(as_published=True).write(yearly)
    again = panels.cow(yearly)
    assert [row["year"] for row in again.member_years().rows() if row["ccode"] == 200] == corrected
    assert again.corrections().rows()[0]["year"] == 1903


def test_treaty_years_and_member_spells(members: Path, directed: Path) -> None:
    rows = panels.treaty_years(panels.atop(members), 1949, 1966).rows()
    assert {(row["treaty"], row["members"]) for row in rows if row["year"] == 1966} == {
        ("atop:9001", 3),
        ("atop:9003", 2),
    }
    spells = panels.member_spells(panels.atop(members)).rows()
    assert spells[0]["open"] == 1
    assert str(spells[2]["end_latest"]) == "1966-03-10"
    with pytest.raises(FoedusError, match="FOE607"):
        panels.treaty_years(panels.atop(members), 1949, 2030)
    with pytest.raises(FoedusError, match="FOE613"):
        panels.member_spells(panels.cow(directed))


def test_two_sources_side_by_side_with_their_disagreement(members: Path, directed: Path) -> None:
    panel = panels.dyad_years("cow", 1950, 2013, states=STATES).add(panels.atop(members), panels.cow(directed))
    panel.compare("atop_defense", "cow_defense").combine(["atop_defense", "cow_defense"], "any_defense")
    keys = {"ccode1": 2, "ccode2": 200, "year": 1950}
    assert value(panel, "atop_defense_differs_cow_defense", **keys) == 1
    assert value(panel, "any_defense", **keys) == 1
    later = {**keys, "year": 2013}
    assert value(panel, "atop_defense_differs_cow_defense", **later) is None
    assert value(panel, "any_defense", **later) == 1
    assert "atop:9001" in str(panel.why(column="any_defense", **keys))
    with pytest.raises(FoedusError, match="FOE609"):
        panel.add(panels.atop(members))
    panel.add(panels.atop(members, prefix="second_"))
    assert "second_defense" in panel.names


def test_codes_of_another_system_are_translated_day_by_day(tmp_path: Path) -> None:
    rows = [
        files.member(1, 260, "1955-05-05", "1990-10-02", defense=1),
        files.member(1, 255, "1990-10-03", defense=1),
        files.member(1, 2, "1949-04-04", defense=1),
    ]
    source = panels.atop(files.write(tmp_path / "germany.csv", rows))
    panel = panels.dyad_years("gw", 1950, 2000, states=[2, 260]).add(source)
    german = [
        row["year"] for row in panel.rows() if row["gwcode1"] == 2 and row["gwcode2"] == 260 and row["atop_defense"]
    ]
    assert german == list(range(1955, 2001))
    own = panels.dyad_years("own", 1985, 1995).add(source)
    assert value(own, "atop_defense", state1="USA", state2="DEU", year=1992) == 1


def test_a_source_of_years_cannot_answer_for_months(years: Path) -> None:
    with pytest.raises(FoedusError, match="codes years, not months"):
        panels.dyad_years("cow", "1950-01", "1950-03", by="month").add(panels.atop(years))


def test_wars_are_between_opposed_sides_on_the_days_both_fight(tmp_path: Path) -> None:
    source = panels.cow_wars(files.cow_wars(tmp_path / "wars.csv"))
    panel = panels.dyad_years("cow", 1904, 1908, states=STATES).add(source)
    at_war = {(row["ccode1"], row["ccode2"], row["year"]) for row in panel.rows() if row["cow_war"]}
    assert at_war == {(200, 365, 1906), (365, 200, 1906), (200, 365, 1907), (365, 200, 1907)}
    assert value(panel, "cow_war_ally", ccode1=200, ccode2=220, year=1905) == 1
    assert value(panel, "cow_war_initiator", ccode1=200, ccode2=365, year=1906) == 1
    assert value(panel, "cow_war", ccode1=200, ccode2=365, year=1908) == 0
