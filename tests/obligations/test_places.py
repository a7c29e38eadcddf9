"""The gazetteer: whose a place is on a day, where it lies, and that every name in the data leads somewhere."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.actors import register
from foedus.actors.places import gazetteer, slug
from foedus.treaties import Atlas


@pytest.mark.parametrize(
    ("place", "on", "owners"),
    [
        ("Algeria", date(1962, 7, 2), {"FRA"}),
        ("algeria-departments", date(1962, 7, 3), {"DZA"}),
        ("Kursk", date(1980, 1, 1), {"SUN"}),
        ("Kursk region", date(2024, 1, 1), {"RUS"}),
        ("Falklands", date(1982, 4, 2), {"GBR"}),
        ("Crimea", date(2015, 1, 1), {"UKR"}),
        ("Nagorno-Karabakh", date(2020, 9, 27), {"AZE"}),
        ("South China Sea", date(2024, 1, 1), set()),
        ("Alsace-Lorraine", date(1900, 1, 1), {"DEU"}),
        ("POL", date(1939, 1, 1), {"POL"}),
    ],
)
def test_whose_a_place_is(place: str, on: date, owners: set[str]) -> None:
    found = gazetteer().place(place)
    assert found is not None
    assert found.owners(on) == owners


def test_who_runs_a_place_may_be_another() -> None:
    okinawa = gazetteer().place("okinawa")
    assert okinawa is not None
    assert okinawa.administrators(date(1965, 1, 1)) == {"USA"}
    assert okinawa.administrators(date(1972, 5, 15)) == {"JPN"}


def test_regions_lie_within_regions() -> None:
    usa, greenland = gazetteer().place("USA"), gazetteer().place("greenland")
    assert usa is not None
    assert greenland is not None
    assert {"north-america", "americas"} <= usa.regions
    assert "north-atlantic" in greenland.regions
    assert gazetteer().place("Atlantis") is None


def test_great_powers_change_with_time() -> None:
    places = gazetteer()
    assert places.in_group("AUH", "great power", date(1914, 7, 28))
    assert not places.in_group("AUH", "great power", date(1919, 1, 1))
    assert places.in_group("DEU", "no such group", date(1914, 1, 1)) is None


def test_every_state_named_is_in_the_register() -> None:
    places, actors = gazetteer(), register()
    named = {item.state for p in places.places.values() for item in (*p.of, *p.run_by)}
    named |= {state for p in places.places.values() for state in p.claimed_by}
    named |= {member.state for members in places.groups.values() for member in members}
    assert sorted(state for state in named if actors.get(state) is None) == []


def test_every_state_lies_somewhere() -> None:
    places, actors = gazetteer(), register()
    homes = {state: places.place(state) for state in actors.states}
    assert [state for state, home in homes.items() if home is None or not home.regions] == []
    assert {s for states in places.states_in.values() for s in states} <= set(actors.states)


def test_spells_of_one_place_do_not_run_backwards() -> None:
    for place in gazetteer().places.values():
        for spell in (*place.of, *place.run_by):
            assert spell.since is None or spell.until is None or spell.since <= spell.until, place.id


def test_regions_of_treaties_name_places_that_are_known() -> None:
    places = gazetteer()
    phrases = ("territor", "administr", "jurisdiction", "anywhere")
    unknown = {
        (treaty.id, name)
        for treaty in Atlas().values()
        for region in treaty.regions.values()
        for name in (*region.includes, *region.excludes)
        if name not in treaty.regions
        and places.region(name) is None
        and places.place(name) is None
        and not any(phrase in name.casefold() for phrase in phrases)
    }
    assert unknown == set()


def test_slugs_are_plain() -> None:
    assert slug("The Cordillera del Cóndor") == "cordillera-del-condor"
