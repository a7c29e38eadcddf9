"""Organs, roads, leaders and the strings a reader may meet."""

from __future__ import annotations

from datetime import date

import pytest

from foedus.actors import load, register
from foedus.model.actors import FormKind, OrganKind
from foedus.model.acts import ActKind


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("RUS", ["President", "State Duma", "Federation Council", "President"]),
        ("USA", ["President", "Senate Foreign Relations Committee", "Senate", "President"]),
        ("JPN", ["Cabinet", "House of Representatives", "House of Councillors", "Emperor"]),
        ("DEU", ["Federal Government", "Bundestag", "Bundesrat", "Federal President"]),
        ("PHL", ["President", "Senate of the Philippines"]),
    ],
)
def test_a_road_names_the_organs_in_order(state: str, steps: list[str]) -> None:
    road = register().road(state)
    assert road is not None
    assert [step.organ for step in road.steps] == steps


def test_a_road_is_the_one_of_the_day() -> None:
    before, after = register().road("SUN", date(1987, 12, 8)), register().road("SUN", date(1991, 1, 1))
    assert before is not None
    assert after is not None
    assert before.steps[-1].organ == "Presidium of the Supreme Soviet"
    assert after.steps[-1].organ == "President of the Soviet Union"
    assert register().road("SUN", date(1950, 1, 1)) is None


def test_sixty_states_have_organs_and_a_road_with_articles() -> None:
    states = {road.state for road in load.roads()} & set(register().states)
    assert len(states) >= 60
    for road in load.roads():
        assert road.steps, road.state
        assert all(step.article and step.act in ActKind for step in road.steps), road.state
        assert any(
            step.act in (ActKind.RATIFICATION, ActKind.LEGISLATIVE_APPROVAL) and not step.optional
            for step in road.steps
        ), road.state
    for state in states:
        kinds = {organ.kind for organ in register().organs(state)}
        assert kinds & {OrganKind.HEAD_OF_STATE, OrganKind.CABINET}, state


@pytest.mark.parametrize(
    ("state", "name", "label"),
    [
        ("RUS", "Duma", "State Duma"),
        ("RUS", "upper house", "Federation Council"),
        ("UKR", "parliament", "Verkhovna Rada"),
        ("USA", "U.S. Senate", "Senate"),
        ("GBR", "Commons", "House of Commons"),
    ],
)
def test_an_organ_is_found_by_what_the_news_calls_it(state: str, name: str, label: str) -> None:
    organ = register().organ(state, name)
    assert organ is not None
    assert organ.name == label


def test_an_organ_of_nobody_is_not_found() -> None:
    assert register().organ("RUS", "Bundestag") is None


@pytest.mark.parametrize(
    ("name", "on", "who"),
    [
        ("Putin", date(2024, 11, 9), ("RUS", "President")),
        ("Kim Jong Un", date(2024, 11, 11), ("PRK", "President of State Affairs")),
        ("Medvedev", date(2010, 4, 8), ("RUS", "President")),
        ("Reagan", date(1987, 12, 8), ("USA", "President")),
        ("Shultz", date(1987, 3, 1), ("USA", "Secretary of State")),
        ("Shevardnadze", date(1987, 3, 1), ("SUN", "Foreign Minister")),
        ("Shevardnadze", date(2000, 3, 1), ("GEO", "President")),
        ("Thatcher", date(1987, 3, 1), ("GBR", "Prime Minister")),
        ("Nakasone", date(1987, 3, 1), ("JPN", "Prime Minister")),
        ("Erdoğan", date(2024, 1, 1), ("TUR", "President")),
        ("Pashinyan", date(2024, 2, 23), ("ARM", "Prime Minister")),
        ("Stoltenberg", date(2022, 1, 1), ("NATO", "Secretary-General")),
    ],
)
def test_a_name_is_the_voice_of_its_office_on_the_day(name: str, on: date, who: tuple[str, str]) -> None:
    assert who in [(term.actor, term.office) for term in register().leader(name, on)]


def test_a_name_out_of_office_has_no_term() -> None:
    assert register().leader("Gorbachev", date(2000, 1, 1)) == ()
    assert register().leader("Nobody Atall") == ()


def test_who_held_an_office_on_a_day() -> None:
    (term,) = register().in_office("USA", date(2001, 9, 11), OrganKind.FOREIGN_MINISTER)
    assert term.name == "Colin Powell"


def test_forms_tell_what_a_string_is() -> None:
    forms = register().surface_forms()
    kinds = {
        text: {(form.kind, form.actor) for form in forms[text]}
        for text in ("North Korea", "North Korean", "Pyongyang", "State Duma", "Putin", "NATO", "Kremlin")
    }
    assert (FormKind.STATE, "PRK") in kinds["North Korea"]
    assert {(FormKind.ADJECTIVE, "PRK"), (FormKind.DEMONYM, "PRK")} <= kinds["North Korean"]
    assert (FormKind.CAPITAL, "PRK") in kinds["Pyongyang"]
    assert (FormKind.ORGAN, "RUS") in kinds["State Duma"]
    assert (FormKind.LEADER, "RUS") in kinds["Putin"]
    assert (FormKind.ACRONYM, "NATO") in kinds["NATO"]
    assert {(FormKind.SEAT, "RUS"), (FormKind.SEAT, "SUN")} == kinds["Kremlin"]


@pytest.mark.parametrize("word", ["US", "UK", "AU", "WHO", "EU", "Polish", "Turkey", "China", "Chad"])
def test_acronyms_and_single_words_need_their_capitals(word: str) -> None:
    assert all(form.case_sensitive for form in register().surface_forms()[word])


@pytest.mark.parametrize(
    "word", ["Georgia", "Jordan", "Chad", "May", "Bush", "WHO", "Washington", "Brown", "parliament"]
)
def test_everyday_words_are_marked_risky(word: str) -> None:
    assert all(form.risky for form in register().surface_forms()[word])


@pytest.mark.parametrize("word", ["Russia", "North Korea", "Verkhovna Rada", "Putin", "Kyiv"])
def test_plain_names_are_not_risky(word: str) -> None:
    assert not any(form.risky for form in register().surface_forms()[word])


def test_no_form_is_empty_or_padded_and_all_name_an_actor_of_the_register() -> None:
    known = {*register().ids(), ""}
    for text, forms in register().surface_forms().items():
        assert text == text.strip() != ""
        assert {form.text for form in forms} == {text}
        assert {form.actor for form in forms} <= known
        assert all(form.start is None or form.end is None or form.start <= form.end for form in forms), text


def test_an_actor_is_missing_only_where_any_state_may_be_meant() -> None:
    for forms in register().surface_forms().values():
        for form in forms:
            if form.actor == "":
                assert form.kind is FormKind.ORGAN
                assert form.risky
