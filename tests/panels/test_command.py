"""``foedus panel``: what it writes and prints, and how it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from foedus.api import panels as api
from foedus.cli.panel import app
from foedus.model.errors import FoedusError
from tests.panels import files


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(name="atop")
def _atop(tmp_path: Path) -> str:
    return f"atop={files.atop_members(tmp_path / 'members.csv')}"


@pytest.fixture(autouse=True)
def _no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_LEDGER", str(tmp_path / "none.sqlite"))


def test_dyad_years_to_a_file_with_their_description(atop: str, tmp_path: Path) -> None:
    out = tmp_path / "dyads.parquet"
    text = run("dyad-years", "--system", "cow", "--from", 1949, "--to", 1950, "--add", atop, "--out", out, "--json")
    about = json.loads(text)
    assert about["unit"] == "directed dyad-year"
    assert about["columns"]["atop_defense"] == "promises to defend"
    assert pyarrow.parquet.read_table(out).num_rows == about["rows"]


def test_rows_as_csv_and_as_a_table(atop: str) -> None:
    options = ("dyad-years", "--from", 1949, "--to", 1949, "--states", "2,200", "--undirected", "--add", atop)
    rows = list(csv.DictReader(io.StringIO(run(*options, "--csv"))))
    assert [(row["ccode1"], row["ccode2"], row["atop_defense"]) for row in rows] == [("2", "200", "1")]
    assert "1949" in run(*options)


def test_why(atop: str) -> None:
    text = run("why", "atop_defense", "ccode1=2", "ccode2=200", "year=1950", "--add", atop)
    assert "atop:9001" in text
    assert "line 2" in text
    found = json.loads(run("why", "atop_defense", "ccode1=2", "ccode2=200", "year=1950", "--add", atop, "--json"))
    assert found["value"] == 1


def test_the_other_tables(atop: str, tmp_path: Path) -> None:
    cow = files.cow_directed(tmp_path / "cow.csv")
    assert "Sweden" in run("states", "--csv")
    assert json.loads(run("state-years", "--from", 1950, "--to", 1950, "--add", atop, "--json"))["rows"] == 75
    assert json.loads(run("triads", "--from", 1950, "--to", 1950, "--states", "2,200,220", "--json"))["rows"] == 1
    assert run("member-spells", atop, "--csv").count("\n") == 10
    assert "atop:9001" in run("treaty-years", atop, "--from", 1950, "--to", 1950, "--csv")
    assert "lost because years were numbered on" in run("corrections", cow, "--csv")
    network = run(
        "network", "atop_defense", "--from", 1950, "--to", 1950, "--states", "2,200,220,365", "--add", atop, "--csv"
    )
    assert network.splitlines()[1].startswith("2,1950,2,")


def test_options_of_the_table(atop: str, tmp_path: Path) -> None:
    cow = f"cow={files.cow_directed(tmp_path / 'cow.csv')}"
    text = run(
        "dyad-years", "--from", 1950, "--to", 1951, "--states", "2,200,220", "--add", atop, "--add", cow,
        "--add", f"{atop}:second_", "--compare", "atop_defense,cow_defense", "--similarity",
        "--rule", "1-january", "--json",
    )  # fmt: skip
    about = json.loads(text)
    assert about["year_rule"]["name"] == "1-january"
    assert {"second_defense", "atop_defense_differs_cow_defense", "cow_kappa"} <= set(about["columns"])


def test_a_picture(atop: str, tmp_path: Path) -> None:
    out = tmp_path / "web.json"
    run("plot", "network", "--column", "atop_defense", "--period", 1950, "--add", atop, "--out", out)
    assert json.loads(out.read_text())["layer"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("dyad-years", "--add", "atop"), "FOE004"),
        (("dyad-years", "--add", "atpo=x.csv"), "FOE612"),
        (("dyad-years", "--add", "atop=nowhere.csv"), "FOE001"),
        (("dyad-years", "--from", "1950", "--to", "1950", "--compare", "atop_defense"), "FOE004"),
        (("plot", "network", "--out", "x.svg"), "FOE004"),
        (("plot", "spans", "--out", "x.svg"), "FOE004"),
        (("why", "atop_defense", "ccode1=2", "ccode2=200"), "FOE004"),
        (("why", "atop_defense", "ccode1", "year=1950"), "FOE004"),
    ],
)
def test_wrong_use_is_refused_with_the_next_step(arguments: tuple[str, ...], code: str) -> None:
    with pytest.raises(FoedusError) as error:
        run(*arguments)
    assert error.value.code == code
    assert error.value.problems[0].help


def test_each_command_opens_with_two_examples() -> None:
    for command in app.registered_commands:
        assert str(command.help).count("\n\nfoedus panel") == 2, command.name


def test_what_a_ledger_adds_reaches_the_status_columns(tmp_path: Path) -> None:
    """A session whose ledger is empty still takes the atlas and the user's own treaties."""
    import foedus.api

    own = tmp_path / "treaties"
    own.mkdir()
    session = foedus.api.open(tmp_path / "ledger.sqlite", treaties=[own])
    _ = session.ledger
    options: dict[str, Any] = {"system": "own", "first": "2024-12", "last": "2024-12", "by": "month"}
    panel = api.panel("dyad-years", add=["status=defence"], states=["PRK", "RUS"], session=session, **options)
    assert panel.rows()[0]["status_defence"] == 1


def test_a_last_year_past_the_list_of_states_is_an_argument_and_is_told() -> None:
    asked = ("dyad-years", "--from", "2099", "--to", "2100", "--states", "2,200", "--csv")
    result = CliRunner().invoke(app, list(asked))
    assert [line.split(",")[2] for line in result.stdout.splitlines()] == ["year", "2099", "2100", "2099", "2100"]
    assert "ends on 2016-12-31" in result.stderr
    assert "2100" in result.stderr
    within = CliRunner().invoke(app, ["dyad-years", "--from", "1950", "--to", "1950", "--states", "2,200", "--csv"])
    assert within.stderr == ""
