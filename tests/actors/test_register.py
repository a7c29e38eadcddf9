"""Who an actor was on a day: existence, names, successors, members."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.actors import register
from foedus.actors.check import INVARIANTS, problems
from foedus.model.actors import Organisation, State, TieKind

Y = date


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.__name__)
def test_the_register_that_ships_has_no_fault(invariant) -> None:  # type: ignore[no-untyped-def]
    assert [str(problem) for problem in invariant()] == []


def test_problems_gathers_every_invariant() -> None:
    assert problems() == ()
    assert len(INVARIANTS) == 10


@pytest.mark.parametrize(
    ("id", "on", "stood"),
    [
        ("RUS", Y(1985, 1, 1), ("SUN",)),
        ("SUN", Y(1995, 1, 1), ("RUS",)),
        ("CSK", Y(1999, 3, 12), ("CZE", "SVK")),
        ("CZE", Y(1955, 5, 14), ("CSK",)),
        ("YUG", Y(2004, 1, 1), ("SCG",)),
        ("YUG", Y(2010, 1, 1), ("SRB",)),
        ("DDR", Y(1991, 1, 1), ("DEU",)),
        ("PRU", Y(1900, 1, 1), ("DEU",)),
        ("BAV", Y(1914, 8, 1), ("DEU",)),
        ("SAR", Y(1882, 5, 20), ("ITA",)),
        ("KOR", Y(1900, 1, 1), ("JOS",)),
        ("EST", Y(1950, 1, 1), ("SUN",)),
        ("SYR", Y(1960, 1, 1), ("EGY",)),
        ("AUT", Y(1940, 1, 1), ("DEU",)),
        ("OAU", Y(2010, 1, 1), ("AU",)),
        ("EC", Y(2015, 1, 1), ("EU",)),
        ("BGD", Y(1960, 1, 1), ("PAK",)),
    ],
)
def test_an_actor_of_another_time_is_caught_and_the_one_in_its_place_named(
    id: str, on: date, stood: tuple[str, ...]
) -> None:
    problem = register().check(id, on)
    assert problem is not None
    assert problem.code == "FOE021"
    assert set(register().stood_for(id, on)) == set(stood)
    assert all(each in problem.help for each in stood)


@pytest.mark.parametrize(
    ("id", "on"),
    [
        ("RUS", Y(1914, 8, 1)),
        ("RUS", Y(1991, 12, 8)),
        ("SUN", Y(1991, 7, 31)),
        ("UKR", Y(1968, 7, 18)),
        ("BLR", Y(1945, 6, 26)),
        ("IND", Y(1945, 6, 26)),
        ("POL", Y(1941, 7, 30)),
        ("DEU", Y(1955, 5, 5)),
        ("JOR", Y(1945, 3, 22)),
        ("AUH", Y(1879, 10, 7)),
        ("TZA", Y(1962, 1, 1)),
        ("YEM", Y(1953, 10, 11)),
        ("EU", Y(2024, 1, 1)),
    ],
)
def test_an_actor_in_its_time_is_no_problem(id: str, on: date) -> None:
    assert register().check(id, on) is None


@pytest.mark.parametrize(
    ("wrong", "meant"), [("NOO", "NOR"), ("Russia", "RUS"), ("north korea", "PRK"), ("NAT0", "NATO")]
)
def test_an_unknown_id_gets_a_next_step(wrong: str, meant: str) -> None:
    problem = register().check(wrong)
    assert problem is not None
    assert problem.code == "FOE020"
    assert "did you mean" in problem.help
    if wrong != "NOO":
        assert meant in problem.help


def test_a_word_like_nothing_gets_no_guess() -> None:
    problem = register().check("qqqqqqqq")
    assert problem is not None
    assert problem.help == ""


@pytest.mark.parametrize(
    ("name", "on", "ids"),
    [
        ("Soviet Union", Y(1987, 12, 8), ("SUN",)),
        ("Russia", Y(1985, 1, 1), ("SUN",)),
        ("Russia", Y(1914, 8, 1), ("RUS",)),
        ("Russia", Y(2024, 11, 12), ("RUS",)),
        ("the Soviet Union", Y(1995, 1, 1), ()),
        ("Moscow", Y(1987, 1, 1), ("SUN",)),
        ("Moscow", Y(2024, 1, 1), ("RUS",)),
        ("the Kremlin", Y(1987, 1, 1), ("SUN",)),
        ("Kremlin", Y(2024, 1, 1), ("RUS",)),
        ("Germany", Y(1938, 1, 1), ("DEU",)),
        ("West Germany", Y(1987, 1, 1), ("DEU",)),
        ("West Germany", Y(2000, 1, 1), ()),
        ("Bonn", Y(1987, 1, 1), ("DEU",)),
        ("East Berlin", Y(1987, 1, 1), ("DDR",)),
        ("Austria", Y(1879, 10, 7), ("AUH",)),
        ("Austria", Y(1955, 5, 15), ("AUT",)),
        ("Vienna", Y(1914, 7, 28), ("AUH",)),
        ("Burma", Y(1962, 1, 1), ("MMR",)),
        ("Zaire", Y(1987, 1, 1), ("COD",)),
        ("Zaire", Y(2005, 1, 1), ()),
        ("Siam", Y(1917, 1, 1), ("THA",)),
        ("Persia", Y(1907, 1, 1), ("IRN",)),
        ("Ottoman Empire", Y(1914, 8, 2), ("TUR",)),
        ("Türkiye", Y(2024, 1, 1), ("TUR",)),
        ("Upper Volta", Y(1980, 1, 1), ("BFA",)),
        ("Republic of China", Y(1945, 1, 1), ("CHN",)),
        ("Republic of China", Y(1960, 1, 1), ("TWN",)),
        ("Peking", Y(1961, 7, 11), ("CHN",)),
        ("DPRK", Y(2024, 1, 1), ("PRK",)),
        ("Pyongyang", Y(2024, 6, 19), ("PRK",)),
        ("North Koreans", Y(2024, 6, 19), ("PRK",)),
        ("South Korea", Y(2024, 6, 19), ("KOR",)),
        ("Korea", Y(1890, 1, 1), ("JOS",)),
        ("United Arab Republic", Y(1960, 1, 1), ("EGY",)),
        ("North Vietnam", Y(1970, 1, 1), ("VDR",)),
        ("South Yemen", Y(1980, 1, 1), ("YMD",)),
        ("Prussia", Y(1866, 1, 1), ("PRU",)),
        ("Kingdom of Sardinia", Y(1855, 1, 1), ("SAR",)),
        ("U.S.", Y(2024, 1, 1), ("USA",)),
        ("White House", Y(2024, 1, 1), ("USA",)),
        ("NATO", Y(2024, 1, 1), ("NATO",)),
        ("Arab League", Y(1960, 1, 1), ("LAS",)),
        ("EC", Y(1988, 1, 1), ("EC",)),
        ("European Community", Y(1991, 1, 1), ("EC",)),
        ("European Union", Y(2024, 1, 1), ("EU",)),
        ("Warsaw Pact", Y(1980, 1, 1), ("WTO_PACT",)),
        ("no such place", Y(2024, 1, 1), ()),
    ],
)
def test_a_name_means_whom_it_meant_on_the_day(name: str, on: date, ids: tuple[str, ...]) -> None:
    assert register().find(name, on) == ids


def test_a_shared_name_gives_all_whom_it_can_mean() -> None:
    found = register()
    assert set(found.find("Brussels", Y(2024, 1, 1))) == {"BEL", "EU", "NATO"}
    assert set(found.find("Congo", Y(2024, 1, 1))) == {"COD", "COG"}
    assert found.find("Russia")[0] == "RUS"


def test_a_state_bears_the_formal_name_of_the_day() -> None:
    state = register().get("COD")
    assert isinstance(state, State)
    assert state.formal_name(Y(1980, 1, 1)) == "Republic of Zaire"
    assert state.formal_name() == "Democratic Republic of the Congo"


@pytest.mark.parametrize(
    ("body", "on", "count"),
    [
        ("UN", Y(1945, 12, 31), 51),
        ("UN", Y(1990, 1, 1), 159),
        ("UN", Y(2024, 6, 1), 193),
        ("NATO", Y(1949, 12, 31), 12),
        ("NATO", Y(1952, 2, 18), 14),
        ("NATO", Y(1955, 5, 6), 15),
        ("NATO", Y(1999, 3, 12), 19),
        ("NATO", Y(2024, 3, 7), 32),
        ("EU", Y(1993, 11, 1), 12),
        ("EU", Y(2013, 7, 1), 28),
        ("EU", Y(2020, 2, 1), 27),
        ("EC", Y(1987, 1, 1), 12),
        ("CSTO", Y(2010, 1, 1), 7),
        ("CSTO", Y(2024, 1, 1), 6),
        ("LAS", Y(1945, 6, 1), 7),
        ("LAS", Y(2024, 1, 1), 22),
        ("GCC", Y(2024, 1, 1), 6),
        ("AU", Y(2024, 1, 1), 55),
        ("ECOWAS", Y(2024, 1, 1), 15),
        ("ECOWAS", Y(2025, 2, 1), 12),
        ("OAS", Y(2000, 1, 1), 35),
        ("COE", Y(2021, 1, 1), 47),
        ("COE", Y(2024, 1, 1), 46),
        ("no such body", Y(2024, 1, 1), 0),
    ],
)
def test_organisations_have_the_members_of_the_day(body: str, on: date, count: int) -> None:
    assert len(register().members(body, on)) == count


def test_ties_are_found_from_both_ends() -> None:
    found = register()
    assert {tie.successor for tie in found.successors("CSK")} == {"CZE", "SKS", "SVK"}
    (tie,) = [tie for tie in found.predecessors("RUS") if tie.predecessor == "SUN"]
    assert (tie.kind, tie.date) == (TieKind.CONTINUATION, Y(1991, 12, 26))
    assert found.successors("no such actor") == ()


def test_every_un_member_and_system_member_is_covered() -> None:
    found = register()
    assert all(isinstance(found.get(id), State) for id in found.members("UN", Y(2024, 1, 1)))
    assert isinstance(found.get("EU"), Organisation)
    assert len(found.states) > 230


@given(id=st.sampled_from(sorted(register().ids())), on=st.dates(date(1816, 1, 1), date(2026, 12, 31)))
def test_check_agrees_with_exists_and_names_only_actors_of_the_day(id: str, on: date) -> None:
    found = register()
    assert (found.check(id, on) is None) == found.exists(id, on)
    assert all(found.exists(other, on) for other in found.stood_for(id, on))


@given(id=st.sampled_from(sorted(register().states)), on=st.dates(date(1816, 1, 1), date(2026, 12, 31)))
def test_a_state_is_found_by_its_names_whenever_it_existed(id: str, on: date) -> None:
    state = register().states[id]
    assert (id in register().find(state.name, on)) == state.existed(on)
    assert (id in register().find(id, on)) == state.existed(on)


@given(tie=st.sampled_from([tie for id in register().ids() for tie in register().successors(id)]))
def test_a_successor_exists_from_its_first_day(tie) -> None:  # type: ignore[no-untyped-def]
    assert register().exists(tie.successor, tie.date)
    assert register().exists(tie.successor, tie.date + timedelta(days=1))


def test_a_state_of_another_time_that_bore_the_name_is_named() -> None:
    """Slovakia of 1993 continues nothing of the Slovak State of 1939 to 1945: two ids, one name, each in its time."""
    told = register().check("SVK", Y(1940, 6, 1))
    assert told is not None
    assert told.help == "on that day it was CSK; Slovakia was then SKS"
    assert register().find("Slovakia", Y(1940, 6, 1)) == ("SKS",)
    assert register().find("Slovakia", Y(1995, 6, 1)) == ("SVK",)
    assert register().cow_of("SKS", Y(1940, 6, 1)) is None
