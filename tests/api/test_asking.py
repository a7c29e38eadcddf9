"""Lists, commitments, chains, roads: what a session answers beside the brief."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import foedus
from foedus.actors import register
from foedus.api.check import check_paths, explain, new_treaty
from foedus.api.commitments import commitments_of, commitments_on, is_conditional, path
from foedus.api.listing import actor_id, list_treaties
from foedus.api.roads import road_of, roads
from foedus.api.session import Foedus
from foedus.model.errors import FoedusError
from foedus.model.obligations import Obligation
from foedus.model.truth import Truth
from foedus.treaties.check import check_file
from tests.shared import ROOT


@pytest.fixture
def session(tmp_path: Path) -> Foedus:
    return foedus.open(tmp_path / "none.sqlite", today=date(2026, 1, 1))


def test_what_a_state_owes_and_is_owed(session: Foedus) -> None:
    found = commitments_of(session, "KOR", date(2026, 1, 1))
    defence = {(row["to"], row["treaty"]) for row in found["owes"] if row["kind"] == "defence"}
    assert defence == {("USA", "kor-usa-1953")}
    assert {row["by"] for row in found["owed_to_it"] if row["kind"] == "defence"} == {"USA"}
    assert commitments_of(session, "KOR", date(1950, 1, 1))["owes"] == []


def test_suspension_between_two_members_cuts_only_their_tie(session: Foedus) -> None:
    def anzus(on: date) -> set[tuple[str, str]]:
        found = commitments_on(session, on, state="NZL", kinds=("defence",))
        return {(item.by, item.to) for item in found if item.treaty == "anzus"}

    assert ("USA", "NZL") in anzus(date(1980, 1, 1))
    after = anzus(date(1990, 1, 1))
    assert ("USA", "NZL") not in after
    assert ("AUS", "NZL") in after


def test_nobody_is_tied_in_the_name_of_a_state_that_is_not_there(session: Foedus) -> None:
    def tied(state: str, on: date) -> set[str]:
        return {item.treaty for item in commitments_on(session, on, state=state)}

    assert "est-sun-1939" in tied("EST", date(1940, 1, 1))
    for state in ("EST", "LVA", "LTU"):
        assert tied(state, date(1945, 1, 1)) == tied(state, date(1980, 1, 1)) == set()
    assert "kellogg-briand-1928" in tied("EST", date(1995, 1, 1))
    assert "est-sun-1939" not in tied("EST", date(1995, 1, 1)) | tied("RUS", date(1995, 1, 1))
    # Occupied and without a government (1945–1949), taken in (1938–1945, 1958–1961, 1990): a guarantee is owed to none.
    assert tied("DEU", date(1947, 1, 1)) == tied("AUT", date(1940, 1, 1)) == tied("SYR", date(1960, 1, 1)) == set()
    assert tied("DDR", date(1990, 10, 2))
    assert tied("DDR", date(1990, 10, 3)) == set()
    # With its government in exile Czechoslovakia went on.
    assert any("csk" in id for id in tied("CSK", date(1944, 1, 1)))


@pytest.mark.parametrize("year", range(1816, 2025, 13))
def test_a_tie_is_between_those_who_are_there(session: Foedus, year: int) -> None:
    on = date(year, 1, 1)
    there = {item.by for item in commitments_on(session, on)} | {item.to for item in commitments_on(session, on)}
    assert not {id for id in there if not register().exists(id, on)}


def test_a_chain_is_the_shortest_and_none_is_none(session: Foedus) -> None:
    steps = path(session, "JPN", "FRA", date(1914, 8, 23))
    assert 1 <= len(steps) <= 2
    ends = {steps[0]["by"], steps[0]["to"], steps[-1]["by"], steps[-1]["to"]}
    assert {"JPN", "FRA"} <= ends
    assert path(session, "JPN", "JPN", date(1914, 8, 23)) == []
    assert path(session, "JPN", "BTN", date(1914, 8, 23)) == []


@pytest.mark.parametrize(
    ("when", "kind", "answer"),
    [
        (None, "defence", False),
        ({"what": ["armed attack"]}, "defence", False),
        ({"what": ["armed attack"]}, "neutrality", True),
        ({"what": ["armed attack"], "by": ["DEU"]}, "defence", True),
        ({"what": ["armed attack"], "by": {"at_least": 2}}, "defence", True),
        ({"what": ["armed attack"], "unprovoked": True}, "defence", True),
        ({"what": ["threat"], "request": True}, "consultation", True),
        ({"what": ["armed attack"], "request": True}, "defence", False),
    ],
)
def test_conditions_in_the_sense_of_atop(when: dict[str, object] | None, kind: str, answer: bool) -> None:
    item = Obligation.model_validate({"article": "1", "kind": kind, "when": when, "owes": {"what": "help"}})
    assert is_conditional(item) is answer


def test_lists_by_state_and_day(session: Foedus) -> None:
    rows = {row["treaty"]: row for row in list_treaties(session, state="North Korea", on=date(2024, 11, 12))}
    assert rows["prk-rus-2024"]["state_is"] == "consented"
    assert rows["chn-prk-1961"]["state_is"] == "party"
    assert "prk-sun-1961" not in rows or rows["prk-sun-1961"]["standing"] != "in force"
    signed = [row["signed"] for row in list_treaties(session) if row["signed"]]
    assert signed == sorted(signed)


@pytest.mark.parametrize(("text", "id"), [("RUS", "RUS"), ("rus", "RUS"), ("Russia", "RUS"), ("Germany", "DEU")])
def test_a_state_by_id_or_name(text: str, id: str) -> None:
    assert actor_id(text, date(2024, 1, 1)) == id


def test_an_unknown_state_is_named() -> None:
    with pytest.raises(FoedusError) as caught:
        actor_id("Atlantis")
    assert caught.value.code == "FOE102"


def test_the_road_of_russia_step_by_step(session: Foedus) -> None:
    treaty = session.treaty("prk-rus-2024")
    before = road_of(treaty, "RUS", date(2024, 10, 30))
    assert before is not None
    assert [(step.says.split(":")[0], step.done) for step in before.steps] == [
        ("State Duma", Truth.YES),
        ("Federation Council", Truth.NO),
        ("President", Truth.NO),
    ]
    after = road_of(treaty, "RUS", date(2024, 11, 12))
    assert after is not None
    assert {step.done for step in after.steps} == {Truth.YES}
    hidden = road_of(treaty, "RUS", date(2024, 11, 12), known=date(2024, 10, 25))
    assert hidden is not None
    assert [step.done for step in hidden.steps] == [Truth.YES, Truth.NO, Truth.NO]


def test_no_road_is_shown_once_a_treaty_binds(session: Foedus) -> None:
    treaty = session.treaty("prk-rus-2024")
    assert {road.state for road in roads(treaty, session.reckon(treaty, date(2024, 7, 1)))} == {"PRK", "RUS"}
    assert roads(treaty, session.reckon(treaty, date(2024, 12, 5))) == ()


def test_a_skeleton_is_written_once_and_is_well_formed(tmp_path: Path) -> None:
    file = new_treaty("fra-deu-1999", tmp_path)
    codes = {problem.code for problem in check_file(file, frozenset({"fra-deu-1999"}))}
    assert codes <= {"FOE101", "FOE104"}
    for name in ("fra-deu-1999", "Not An Id"):
        with pytest.raises(FoedusError) as caught:
            new_treaty(name, tmp_path)
        assert caught.value.code in ("FOE006", "FOE004")


def test_check_of_a_folder_of_ones_own(tmp_path: Path, session: Foedus) -> None:
    (tmp_path / "a-b-1999.toml").write_text('id = "a-b-1999"\ntitle = "T"\nparties = ["FRA", "QQQ"]\n')
    report = check_paths([str(tmp_path)])
    assert report.files == 1
    assert [problem.code for problem in report.problems] == ["FOE102"]
    assert report.problems[0].where.endswith("a-b-1999.toml:3")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("FOE110", "No such treaty"),
        ("VCLT-18", "object and purpose"),
        ("vclt 24(1)", "VCLT 24(1)"),
        ("prk-rus-2024:4", "military and other assistance"),
        ("prk-rus-2024:22", "exchange"),
    ],
)
def test_explain(code: str, says: str) -> None:
    assert says in explain(code)


def test_an_actor_is_asked_about_only_while_it_was_there() -> None:
    from datetime import date

    from foedus.api.listing import actor_on

    assert actor_on("Soviet Union", date(1985, 1, 1)) == "SUN"
    with pytest.raises(FoedusError) as caught:
        actor_on("SUN", date(2020, 1, 1))
    assert caught.value.code == "FOE102"
    assert "RUS" in str(caught.value)


def test_a_new_treaty_has_the_schema_beside_it(tmp_path: Path) -> None:
    file = new_treaty("fra-deu-1999", tmp_path)
    assert file.read_text("utf-8").splitlines()[0] == "#:schema ./treaty.schema.json"
    assert "entry_into_force" in (tmp_path / "treaty.schema.json").read_text("utf-8")


def test_check_takes_cases_and_scenarios_for_what_they_are(tmp_path: Path) -> None:
    assert check_paths([str(ROOT / "cases")]).problems == ()
    scenario = tmp_path / "mine.toml"
    scenario.write_text(
        'id = "mine"\ntitle = "mine"\non = 2024-12-05\nsource = ["supposed"]\n\n'
        '[[event]]\nkind = "attack"\nby = ["UKR"]\non = ["RUS"]\ndate = 2024-12-05\nwhere = ["RUS"]\n'
    )
    assert check_paths([str(scenario)]).problems == ()
    scenario.write_text(scenario.read_text().replace('"UKR"', '"UKX"'))
    assert [problem.code for problem in check_paths([str(scenario)]).problems] == ["FOE504"]
