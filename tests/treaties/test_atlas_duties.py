"""Where the encoded clauses bite: a supposed attack, and what the text then owes or does not."""

from __future__ import annotations

import pytest

import foedus
from foedus.api.assess import answer
from foedus.api.read_scenario import scenario_from_toml

SESSION = foedus.open()

ATTACKS = [
    # treaty, day, attacker, target, place, struck, who owes whom, verdict, a word of the reason
    ("north-atlantic", "1975-01-01", "SUN", "USA", "hawaii", "territory", "GBR USA", "not_obliged", "Hawaii"),
    ("north-atlantic", "1960-01-01", "EGY", "FRA", "algeria", "territory", "GBR FRA", "conditional", "deems"),
    ("north-atlantic", "1965-01-01", "EGY", "FRA", "algeria", "forces", "GBR FRA", "not_obliged", "Algerian"),
    ("north-atlantic", "1970-01-01", "SUN", "USA", "mediterranean-sea", "vessels", "ITA USA", "conditional", "deems"),
    (
        "north-atlantic",
        "1970-01-01",
        "SUN",
        "USA",
        "south-china-sea",
        "vessels",
        "ITA USA",
        "not_obliged",
        "South China",
    ),
    ("north-atlantic", "2025-01-01", "RUS", "DNK", "greenland", "territory", "USA DNK", "conditional", "deems"),
    ("north-atlantic", "2025-01-01", "MAR", "ESP", "ceuta", "territory", "USA ESP", "not_obliged", "Ceuta"),
    ("jpn-usa-1960", "2024-01-01", "PRK", "USA", "guam", "territory", "JPN USA", "not_obliged", "Guam"),
    (
        "jpn-usa-1960",
        "2024-01-01",
        "CHN",
        "JPN",
        "senkaku-islands",
        "territory",
        "USA JPN",
        "conditional",
        "constitutional",
    ),
    ("kor-usa-1953", "2024-01-01", "PRK", "KOR", "KOR", "territory", "USA KOR", "conditional", "constitutional"),
    ("anzus", "1990-01-01", "SUN", "NZL", "NZL", "territory", "USA NZL", "not_obliged", "suspended"),
    ("anzus", "1990-01-01", "SUN", "NZL", "NZL", "territory", "AUS NZL", "conditional", "constitutional"),
    (
        "brussels-1948",
        "1982-04-02",
        "ARG",
        "GBR",
        "falkland-islands",
        "territory",
        "FRA GBR",
        "not_obliged",
        "Falkland",
    ),
    ("rio", "1982-05-01", "GBR", "ARG", "ARG", "territory", "BRA ARG", "obliged", "assist"),
    ("chn-prk-1961", "2024-01-01", "KOR", "PRK", "PRK", "territory", "CHN PRK", "conditional", "state of war"),
    ("warsaw-pact", "1970-01-01", "USA", "DDR", "DDR", "territory", "SUN DDR", "conditional", "deems necessary"),
    ("gcc-joint-defence-2000", "2025-09-10", "ISR", "QAT", "QAT", "territory", "SAU QAT", "obliged", "help"),
    ("pak-sau-2025", "2026-01-01", "IND", "PAK", "PAK", "territory", "SAU PAK", "cannot say", "is bound"),
    ("csk-rou-1921", "1938-09-01", "DEU", "CSK", "CSK", "territory", "ROU CSK", "not_obliged", "HUN"),
    ("fra-grc-2021", "2023-01-01", "TUR", "GRC", "GRC", "territory", "FRA GRC", "conditional", "find"),
    ("pact-of-steel-1939", "1940-01-01", "FRA", "DEU", "DEU", "territory", "ITA DEU", "obliged", "war"),
    ("sahel-2023", "2024-01-01", "DZA", "MLI", "MLI", "territory", "BFA MLI", "obliged", "relief"),
]


@pytest.mark.parametrize("case", ATTACKS, ids=lambda case: "-".join(case[:5]))
def test_the_text_owes_what_it_says(case: tuple[str, ...]) -> None:
    treaty, day, attacker, target, place, struck, pair, verdict, word = case
    scenario = scenario_from_toml(
        f'id = "supposed"\ntitle = "supposed"\non = {day}\ntreaties = ["{treaty}"]\nsource = ["supposed"]\n\n'
        f'[[event]]\nkind = "attack"\nby = ["{attacker}"]\non = ["{target}"]\ndate = {day}\n'
        f'where = ["{place}"]\nagainst = ["{struck}"]\n',
        where="supposed",
    )
    state, toward = pair.split()
    found = answer(SESSION, scenario, state, toward, "defence")
    assert found.verdict.value == verdict
    assert word in found.because
