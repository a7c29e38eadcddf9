"""The spells of both state systems are those their authors publish, and codes lead to states and back."""

from __future__ import annotations

import csv
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.actors import load, register
from tests.shared import SHARED, needs_shared

FILES = {
    "cow": ("isard_cw_system.csv", "ccode", "cw_abb", "cw_name"),
    "gw": ("isard_gw_system.csv", "gwcode", "gw_abb", "gw_name"),
}

BESIDE = {
    ("AUT", "gw"), ("BAD", "cow"), ("BAV", "cow"), ("DDR", "gw"), ("DOM", "gw"), ("HAN", "gw"), ("HSE", "gw"),
    ("HUN", "gw"), ("MEX", "gw"), ("MOD", "gw"), ("OFS", "gw"), ("PAP", "gw"), ("PMA", "gw"), ("POL", "cow"),
    ("RWA", "gw"), ("SYR", "gw"), ("TRA", "gw"), ("TUN", "gw"), ("TUS", "gw"), ("WRT", "cow"),
}  # fmt: skip
"""States whose spells begin or end outside their existence; docs/actors.md tells each reason."""


@needs_shared
@pytest.mark.parametrize("system", FILES)
def test_spells_equal_the_published_list_row_for_row(system: str) -> None:
    file, code, abb, name = FILES[system]
    with (SHARED / "data" / "alliances" / file).open(encoding="utf-8", newline="") as rows:
        published = [
            (int(row[code]), row[abb], row[name], date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))
            for row in csv.DictReader(rows)
        ]
    ours = [(s.code, s.abb, s.name, s.start, s.end) for s in register().spells(system)]
    assert ours == published


@pytest.mark.parametrize(("system", "spells", "codes"), [("cow", 243, 217), ("gw", 239, 225)])
def test_the_lists_have_their_known_size(system: str, spells: int, codes: int) -> None:
    found = register().spells(system)
    assert (len(found), len({spell.code for spell in found})) == (spells, codes)


@pytest.mark.parametrize("system", FILES)
def test_shares_put_together_are_the_spells_again(system: str) -> None:
    days = {(s.code, s.start): 0 for s in register().spells(system)}
    for spell in register().spells(system):
        assert spell.start is not None
        assert spell.end is not None
        for _, share in load.shares(system):
            assert share.start is not None
            assert share.end is not None
            if share.code == spell.code and spell.start <= share.start and share.end <= spell.end:
                days[spell.code, spell.start] += (share.end - share.start).days + 1
        assert days[spell.code, spell.start] == (spell.end - spell.start).days + 1


@pytest.mark.parametrize(
    ("code", "on", "cow", "gw"),
    [
        (365, date(1914, 8, 1), "RUS", "RUS"),
        (365, date(1955, 5, 14), "SUN", "SUN"),
        (365, date(2024, 6, 19), "RUS", "RUS"),
        (255, date(1866, 6, 20), "PRU", "PRU"),
        (255, date(1938, 1, 1), "DEU", "DEU"),
        (255, date(2000, 1, 1), "DEU", None),
        (260, date(1987, 1, 1), "DEU", "DEU"),
        (260, date(2000, 1, 1), None, "DEU"),
        (325, date(1855, 1, 26), "SAR", "SAR"),
        (345, date(1914, 7, 28), "SRB", None),
        (345, date(1980, 1, 1), "YUG", "YUG"),
        (345, date(2004, 1, 1), "SCG", "SCG"),
        (345, date(2010, 1, 1), "SRB", None),
        (340, date(2010, 1, 1), None, "SRB"),
        (678, date(1980, 1, 1), "YEM", "YEM"),
        (679, date(2000, 1, 1), "YEM", None),
        (816, date(1965, 1, 1), "VDR", "VDR"),
        (816, date(1979, 2, 17), "VNM", "VNM"),
        (970, date(2010, 1, 1), "NRU", "KIR"),
        (652, date(1960, 1, 1), None, "SYR"),
        (999, date(2000, 1, 1), None, None),
    ],
)
def test_a_code_means_the_state_that_held_it_on_the_day(code: int, on: date, cow: str | None, gw: str | None) -> None:
    assert (register().cow(code, on), register().gw(code, on)) == (cow, gw)


def test_every_spell_belongs_to_a_state_and_overlaps_its_existence_but_for_those_told() -> None:
    outside = set()
    for state in register().states.values():
        for share in (*state.cow, *state.gw):
            assert share.start is not None
            assert share.end is not None
            within = any(period.holds(share.start) and period.holds(share.end) for period in state.exists)
            if not within:
                outside.add((state.id, share.system))
    assert outside == BESIDE


@given(
    on=st.dates(date(1816, 1, 1), date(2020, 12, 31)),
    state=st.sampled_from(sorted(register().states)),
)
def test_there_and_back_again(on: date, state: str) -> None:
    found = register()
    for code_of, holder in ((found.cow_of, found.cow), (found.gw_of, found.gw)):
        code = code_of(state, on)
        if code is not None:
            assert holder(code, on) == state
