"""What the shipped treaties must say: sources, articles, days that lawyers know, and agreement with ATOP."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from foedus.status import lay_out
from foedus.treaties import Atlas, from_toml
from tests.shared import ROOT, SHARED, needs_shared

ATLAS = Atlas()
DOC = ROOT / "docs" / "encoding.md"


def test_there_are_at_least_120_treaties() -> None:
    assert len(ATLAS) >= 120


@pytest.mark.parametrize("key", sorted(ATLAS))
def test_sources_named_by_acts_are_listed(key: str) -> None:
    """An act's source is a sentence, or the id of a source of the file; a lone word that is no id is a slip."""
    treaty = ATLAS[key]
    listed = {source.id for source in treaty.sources}
    lost = [act.source for act in treaty.acts if " " not in act.source and act.source not in listed]
    assert lost == []


@pytest.mark.parametrize("key", sorted(ATLAS))
def test_no_word_of_this_workplace(key: str) -> None:
    text = ATLAS[key].model_dump_json()
    assert not re.search(r"/(root|tmp|work|home)/|TODO|FIXME", text)


ENTRIES = {
    "abm": "1972-10-03",
    "anzus": "1952-04-29",
    "arab-joint-defence": "1952-08-22",
    "brussels-1948": "1948-08-25",
    "chn-prk-1961": "1961-09-10",
    "chn-sun-1950": "1950-04-11",
    "collective-security": "1994-04-20",
    "fin-sun-1948": "1948-05-31",
    "franco-soviet-1935": "1936-03-27",
    "inf": "1988-06-01",
    "jpn-usa-1960": "1960-06-23",
    "kor-usa-1953": "1954-11-17",
    "new-start": "2011-02-05",
    "north-atlantic": "1949-08-24",
    "oas-charter": "1951-12-13",
    "phl-usa-1951": "1952-08-27",
    "prk-rus-2024": "2024-12-04",
    "prk-sun-1961": "1961-09-10",
    "rio": "1948-12-03",
    "twn-usa-1954": "1955-03-03",
    "un-charter": "1945-10-24",
    "warsaw-pact": "1955-06-06",
}


@pytest.mark.parametrize(("key", "day"), sorted(ENTRIES.items()))
def test_entry_into_force_follows_from_the_acts(key: str, day: str) -> None:
    moment = lay_out(ATLAS[key], treaties=ATLAS).entry.moment
    assert moment is not None
    assert str(moment.partial()) == day


ENDS = {
    "abm": "2002-06-13",
    "brussels-1948": "2011-06-30",
    "chn-sun-1950": "1980-04-11",
    "inf": "2019-08-02",
    "jpn-usa-1951": "1960-06-23",
    "new-start": "2026-02-05",
    "prk-rus-2000": "2024-12-04",
    "prk-sun-1961": "1996-09-10",
    "warsaw-pact": "1991-07-01",
}


@pytest.mark.parametrize(("key", "day"), sorted(ENDS.items()))
def test_the_end_follows_from_clauses_and_acts(key: str, day: str) -> None:
    end = lay_out(ATLAS[key], treaties=ATLAS).end
    assert end is not None
    assert str(end.moment.partial()) == day


STANDINGS = [
    ("north-atlantic", "TUR", "1952-02-17", "none"),
    ("north-atlantic", "TUR", "1952-02-18", "party"),
    ("north-atlantic", "FIN", "2023-04-03", "none"),
    ("north-atlantic", "FIN", "2023-04-04", "party"),
    ("north-atlantic", "SWE", "2024-03-07", "party"),
    ("collective-security", "UZB", "2005-01-01", "withdrawn"),
    ("collective-security", "UZB", "2010-01-01", "party"),
    ("collective-security", "UZB", "2014-01-01", "withdrawn"),
    ("collective-security", "ARM", "2024-06-01", "party"),
    ("rio", "MEX", "2004-09-05", "withdrawing"),
    ("rio", "MEX", "2004-09-06", "withdrawn"),
    ("rio", "URY", "2022-01-01", "party"),
    ("warsaw-pact", "ALB", "1970-01-01", "withdrawn"),
    ("paris-agreement", "USA", "2020-12-01", "withdrawn"),
    ("paris-agreement", "USA", "2022-01-01", "party"),
    ("rome-statute", "BDI", "2018-01-01", "withdrawn"),
    ("rome-statute", "ZAF", "2018-01-01", "party"),
    ("ottawa-convention", "UKR", "2025-09-01", "party"),
    ("ctbt", "RUS", "2020-01-01", "consented"),
    ("ctbt", "RUS", "2024-01-01", "signatory"),
    ("brussels-1948", "DEU", "1955-05-06", "party"),
    ("iccpr", "PRK", "2000-01-01", "party"),
]


@pytest.mark.parametrize(("key", "state", "day", "standing"), STANDINGS)
def test_a_state_stands_as_known(key: str, state: str, day: str, standing: str) -> None:
    on = date.fromisoformat(day)
    spells = lay_out(ATLAS[key], treaties=ATLAS).state_spells[state]
    there = next(spell for spell in reversed(spells) if spell.start <= on)
    assert there.standing == standing


def test_new_zealand_and_the_united_states_are_parties_suspended_toward_each_other() -> None:
    line = lay_out(ATLAS["anzus"], treaties=ATLAS)
    assert [(item.by, item.toward) for item in line.suspensions] == [("USA", ("NZL",))]


def test_article_4_of_the_collective_security_treaty_changed_with_the_protocol_of_2010() -> None:
    old = ATLAS["collective-security"].obligation("4-1992")
    new = ATLAS["collective-security"].obligation("4-2010")
    assert old is not None
    assert old.when is not None
    assert not old.when.request
    assert new is not None
    assert new.when is not None
    assert new.when.request
    assert new.owes.timing == "immediately"
    assert old.until is not None
    assert new.since is not None
    assert (new.since - old.until).days == 1


def test_prk_rus_2024_holds_what_the_report_says() -> None:
    treaty = ATLAS["prk-rus-2024"]
    help_owed = treaty.obligation("4")
    assert help_owed is not None
    assert help_owed.kind == "defence"
    assert help_owed.when is not None
    assert help_owed.when.puts == "state of war"
    assert (help_owed.owes.extent, help_owed.owes.timing) == ("all means in its possession", "without delay")
    assert help_owed.under == ("UN Charter 51", "laws of both parties")
    fields = {field for item in treaty.obligations for field in item.owes.fields}
    assert {"space", "trade", "food security", "economy", "nuclear energy", "science"} <= fields


def _blocks() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", DOC.read_text("utf-8"), re.S)


def test_the_worked_example_of_the_guide_is_a_treaty_and_enters_into_force() -> None:
    example = "\n".join(block for block in _blocks() if "[[explained]]" not in block)
    treaty = from_toml(example, where="docs/encoding.md")
    moment = lay_out(treaty).entry.moment
    assert moment is not None
    assert moment.exact == date(1947, 9, 8)


def test_the_guide_names_files_that_ship() -> None:
    text = DOC.read_text("utf-8")
    for name in set(re.findall(r"`([a-z0-9-]+)\.toml`", text)):
        assert name in ATLAS
    assert all(tomllib.loads(block) for block in _blocks())


@needs_shared
def test_the_atlas_agrees_with_atop() -> None:
    """At least 95 of 100 values, and each difference explained in the treaty's file."""
    import foedus
    from foedus.api.evaluate_atlas import evaluate_atlas

    found = evaluate_atlas(foedus.open(), Path(SHARED) / "data" / "alliances")
    assert found["equal"] >= 0.95 * found["compared"]
    assert found["coverage"]["share_2018"] >= 0.9
