"""``foedus assess``: the table, JSON, rounds, the picture, and wrong use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer.testing

from foedus.cli.assess import app
from foedus.model.errors import FoedusError
from tests.shared import ROOT

CASES = ROOT / "cases" / "obligations"


def run(*words: str) -> typer.testing.Result:
    """One run of the command."""
    return typer.testing.CliRunner().invoke(app, ["assess", *words])


def as_json(*words: str) -> dict[str, Any]:
    """The JSON answer."""
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_short_form_answers_for_all_treaties_at_once() -> None:
    found = as_json("--attacker", "UKR", "--target", "RUS", "--where", "RUS", "--on", "2024-12-05")
    north = [d for d in found["duties"] if (d["state"], d["toward"], d["treaty"]) == ("PRK", "RUS", "prk-rus-2024")]
    assert {(d["kind"], d["verdict"]) for d in north} >= {("defence", "conditional")}
    assert {"source": "UKR", "target": "RUS"}.items() <= found["graph"]["edges"][0].items()


def test_the_day_before_the_exchange_says_why_not() -> None:
    words = ("--attacker", "UKR", "--target", "RUS", "--on", "2024-12-03", "--treaty", "prk-rus-2024", "--all")
    found = as_json(*words)
    (duty,) = [d for d in found["duties"] if d["kind"] == "defence" and d["state"] == "PRK"]
    assert duty["verdict"] == "not_obliged"
    assert "2024-12-04" in duty["because"]


def test_a_file_with_its_reasons() -> None:
    result = run(str(CASES / "1888-russia-attacks-austria.toml"), "--why", "--all")
    assert result.exit_code == 0
    assert "DEU → AUH: defence obliged" in result.stdout
    assert "dual-alliance-1879:I" in result.stdout


def test_json_holds_rounds_and_conflicts_and_reasons_when_asked() -> None:
    crisis = str(CASES / "1914-july-crisis.toml")
    plain, full = as_json(crisis, "--by-day"), as_json(crisis, "--by-day", "--why")
    assert len(plain["rounds"]) == len(full["rounds"]) == 11
    told = [item for part in plain["rounds"] for item in part["conflicts"]]
    assert {(item["state"], item["kind"]) for item in told} == {("AUH", "help against a partner")}
    assert "reason" not in plain["duties"][0]
    assert "reason" not in plain["rounds"][0]["duties"][0]
    assert full["duties"][0]["reason"]["because"]


def test_csv_has_one_row_a_duty() -> None:
    result = run(str(CASES / "1888-russia-attacks-austria.toml"), "--csv")
    assert result.stdout.splitlines()[0] == "state,toward,kind,verdict,treaty,article,open,because"


def test_rounds_in_words_and_a_picture_with_its_twin(tmp_path: Path) -> None:
    picture = tmp_path / "out.svg"
    result = run(str(CASES / "1914-germany-russia.toml"), "--follow", "--plot", str(picture))
    assert "FRA joins against DEU (franco-russian-1894:1)" in result.stdout
    assert picture.read_text("utf-8").startswith("<svg")
    assert "Round 1" in picture.with_suffix(".txt").read_text("utf-8")


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    result = run(str(CASES / "1914-germany-russia.toml"), "--plot", str(tmp_path / "none" / "out.svg"))
    assert isinstance(result.exception, FoedusError)


def test_an_unknown_place_is_said_and_stops_nothing() -> None:
    result = run("--attacker", "DEU", "--target", "POL", "--where", "Atlantis", "--on", "1939-09-01")
    assert result.exit_code == 0
    assert "FOE503" in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "FOE004"),
        (["--attacker", "DEU"], "FOE004"),
        (["--attacker", "DEU", "--target", "POL", "--on", "yesterday"], "FOE004"),
        (["--attacker", "DEU", "--target", "DEU", "--on", "1939-09-01"], "FOE502"),
        (["--attacker", "XXX", "--target", "DEU", "--on", "1939-09-01"], "FOE504"),
        (["--attacker", "RUS", "--target", "DEU", "--on", "1985-09-01"], "FOE504"),
        (["nowhere.toml"], "FOE001"),
    ],
)
def test_wrong_use_has_a_number(words: list[str], code: str) -> None:
    result = run(*words)
    assert isinstance(result.exception, FoedusError)
    assert result.exception.code == code


def test_all_faults_of_a_file_are_told_at_once() -> None:
    result = run(str(CASES / "bad" / "two-faults.toml"))
    assert isinstance(result.exception, FoedusError)
    assert [(p.code, p.where.rpartition(":")[2]) for p in result.exception.problems] == [
        ("FOE504", "9"),
        ("FOE502", "16"),
    ]


def _file(tmp_path: Path, text: str) -> str:
    file = tmp_path / "scenario.toml"
    file.write_text(text, "utf-8")
    return str(file)


def test_who_struck_may_be_unknown(tmp_path: Path) -> None:
    text = 'on = 2024-11-12\n[[event]]\nkind = "attack"\non = ["EST"]\ndate = 2024-11-10\n'
    found = as_json(_file(tmp_path, text), "--treaty", "north-atlantic")
    helps = [duty for duty in found["duties"] if duty["kind"] == "defence" and duty["toward"] == "EST"]
    assert {duty["verdict"] for duty in helps} == {"cannot say"}
    assert all("attacker" in [question["name"] for question in duty["open"]] for duty in helps)


def test_a_day_known_in_part_leaves_open_what_entered_into_force_within_it(tmp_path: Path) -> None:
    text = '[[event]]\nkind = "attack"\nby = ["RUS"]\non = ["FIN"]\ndate = "2023-04"\n'
    found = as_json(_file(tmp_path, text), "--treaty", "north-atlantic")
    helps = [duty for duty in found["duties"] if duty["kind"] == "defence" and duty["toward"] == "FIN"]
    assert {duty["verdict"] for duty in helps} == {"cannot say"}
    later = as_json(_file(tmp_path, text.replace("2023-04", "2023-05")), "--treaty", "north-atlantic")
    assert "cannot say" not in {duty["verdict"] for duty in later["duties"]}


def test_faults_of_form_and_of_sense_are_told_together(tmp_path: Path) -> None:
    text = """[[event]]
kind = "attak"
by = ["Ukraine"]
date = 2024-01-01
[[event]]
kind = "attack"
by = ["RUS"]
on = ["RUS"]
date = "soonish"
"""
    with pytest.raises(FoedusError) as caught:
        typer.testing.CliRunner().invoke(app, ["assess", _file(tmp_path, text)], catch_exceptions=False)
    found = [(problem.code, problem.where.rpartition(":")[2]) for problem in caught.value.problems]
    assert found == [("FOE501", "2"), ("FOE504", "3"), ("FOE502", "8"), ("FOE501", "9")]


def test_states_by_name_on_the_command_line() -> None:
    words = ("--attacker", "Russia", "--target", "Estonia", "--on", "2024-11-12", "--treaty", "north-atlantic")
    assert as_json(*words)["attacks"] == [["RUS", "EST"]]
    with pytest.raises(FoedusError):
        typer.testing.CliRunner().invoke(app, ["assess", *words, "--state", "Nobody"], catch_exceptions=False)
