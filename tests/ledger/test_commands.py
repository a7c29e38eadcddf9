"""The ledger's commands, as a person uses them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import foedus.api as api
from foedus.cli.ledger import app
from foedus.model.errors import FoedusError
from tests.contract.samples import add


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with two articles that disagree, one of which says what the treaty's clauses contradict."""
    where = tmp_path / "ledger.sqlite"
    monkeypatch.setenv("FOEDUS_LEDGER", str(where))
    monkeypatch.setenv("USER", "anna")
    ledger = api.open(str(where)).ledger
    add(ledger, "Ratified on the 11th.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11"})
    add(
        ledger, "Ratified on the 10th; in force.",
        {"act": "ratification", "actors": ("PRK",), "date": "2024-11-10"},
        {"act": "entry_into_force", "date": "2024-11-12"}, publisher="Post",
    )  # fmt: skip
    ledger.close()
    return where


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=input)


def rows(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def test_record_shows_acts_and_conflicts(where: Path) -> None:
    made = rows("record", "prk-rus-2024")
    assert [one["act"]["kind"] for one in made["on_record"]] == ["ratification", "entry_into_force"]
    assert sorted(one["about"] for one in made["conflicts"]) == ["day", "law"]
    law = next(one for one in rows("record", "prk-rus-2024", "--conflicts") if one["about"] == "law")
    assert "exchange" in law["says"]
    assert "disagree" not in run("record", "prk-rus-2024").stdout
    assert "2024-11-11" in run("record", "prk-rus-2024").stdout


def test_record_as_it_was_known(where: Path) -> None:
    assert rows("record", "prk-rus-2024", "--known", "2000-01-01")["on_record"] == []


def test_search(where: Path) -> None:
    assert [row["kind"] for row in rows("search", "10th", "--kind", "claim")] == ["claim", "claim"]
    assert rows("search", "10th", "--act", "signature") == []
    assert run("search", "nowhere").stdout == ""
    assert "words" in run("search", "ratified", "--csv").stdout.splitlines()[0]


def test_decide_and_reverse(where: Path) -> None:
    claim = rows("search", "11th", "--kind", "claim")[0]["id"]
    made = run("decide", "reject", claim[:8], "--reason", "a hoax").stdout.strip()
    assert rows("search", "11th", "--kind", "claim") == []
    listed = rows("ledger", "decisions")
    assert [(row["kind"], row["author"], row["reason"]) for row in listed] == [("reject", "anna", "a hoax")]
    run("decide", "reverse", made, "--reason", "no hoax")
    assert len(rows("search", "11th", "--kind", "claim")) == 1


def test_decide_corrects_fields(where: Path) -> None:
    claim = rows("search", "11th", "--kind", "claim")[0]["id"]
    run("decide", "correct", claim, "--set", "date=2024-11-09", "--set", "actors=PRK,RUS", "--reason", "typo")
    ledger = api.open(str(where)).ledger
    value = ledger.claims(state="RUS")[0].value
    assert (str(value.date), value.actors) == ("2024-11-09", ("PRK", "RUS"))


@pytest.mark.parametrize(("arguments", "code"), [
    (("decide", "burn", "1234", "--reason", "x"), "FOE004"),
    (("decide", "reject", "1234", "--reason", "x"), "FOE320"),
    (("decide", "reject", "", "--reason", "x"), "FOE320"),
    (("decide", "correct", "1234", "--set", "date", "--reason", "x"), "FOE004"),
    (("record", "no-such-treaty"), "FOE110"),
    (("search", 'an "open'), "FOE340"),
    (("export", "ledger.xlsx"), "FOE330"),
    (("import", "ledger", "nowhere.jsonl"), "FOE001"),
    (("ledger", "recover", "nowhere.sqlite", "new.sqlite"), "FOE001"),
    (("ledger", "roles"), "FOE004"),
    (("verify", "--ledger", "nowhere.sqlite"), "FOE301"),
])  # fmt: skip
def test_wrong_use_is_told(where: Path, arguments: tuple[str, ...], code: str) -> None:
    error = run(*arguments).exception
    assert isinstance(error, FoedusError)
    assert error.code == code


def test_verify_prints_the_head_and_fails_on_a_fault(where: Path) -> None:
    result = run("verify")
    assert result.exit_code == 0
    head = result.stdout.split("head ")[1].strip()
    assert run("verify", "--head", head).exit_code == 0
    other = run("verify", "--head", "2:feed")
    assert other.exit_code == 1
    assert "FOE310" in other.stdout


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "jsonld"])
def test_export_and_import(where: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"export.{ending}"
    assert "entries" in run("export", str(path)).stderr
    copy = str(tmp_path / "copy.sqlite")
    assert "3 claim" in run("import", "ledger", str(path), "--ledger", copy).stderr
    assert "nothing new" in run("import", "ledger", str(path), "--ledger", copy).stderr
    assert rows("verify", "--ledger", copy) == rows("verify")


def test_info_lists_batches(where: Path) -> None:
    assert [row["author"] for row in rows("ledger", "info")] == ["anna", "anna"]


def test_recover(where: Path, tmp_path: Path) -> None:
    result = run("ledger", "recover", str(where), str(tmp_path / "new.sqlite"))
    assert result.exit_code == 0
    assert rows("verify", "--ledger", str(tmp_path / "new.sqlite"))["problems"] == []


def test_review_lists_where_there_is_no_terminal(where: Path) -> None:
    assert sorted(row["kind"] for row in rows("review")) == ["day", "law"]


def walked(where: Path, monkeypatch: pytest.MonkeyPatch, *answers: str) -> str:
    """The walk as on a terminal, with these answers."""
    import contextlib
    import io

    from foedus.api.ledger import questions
    from foedus.cli import review

    given = iter(answers)
    monkeypatch.setattr(review.typer, "prompt", lambda *_, **__: next(given))
    opened = api.open(str(where))
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        review.walk(opened, questions(opened), "anna")
    return told.getvalue()


def test_review_accepts_one_and_rejects_what_says_otherwise(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = walked(where, monkeypatch, "s", "1", "the decree says so")
    assert "accept: recorded" in told
    assert "reject: recorded" in told
    assert [row["kind"] for row in rows("review")] == ["law"]


def test_review_corrects_a_day(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    walked(where, monkeypatch, "c 1", "not a day", "typo", "c 1", "2024-12-04", "the exchange was then", "q")
    assert [row["kind"] for row in rows("ledger", "decisions")] == ["correct"]


def test_review_stops_and_skips(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[2/2]" not in walked(where, monkeypatch, "q")
    walked(where, monkeypatch, "nonsense", "9", "x 1", "s", "s")
    assert rows("ledger", "decisions") == []


def test_every_command_opens_with_two_examples() -> None:
    import typer

    group: Any = typer.main.get_command(app)
    commands = dict(group.commands)
    for name in ("import", "ledger"):
        commands |= {f"{name} {key}": item for key, item in commands.pop(name).commands.items()}
    for name, command in commands.items():
        assert (command.help or "").count("foedus ") >= 2, name


@pytest.mark.parametrize(
    "asked",
    [
        ("verify",),
        ("ledger", "info"),
        ("ledger", "decisions"),
        ("record", "prk-rus-2024"),
        ("search", "treaty"),
        ("review",),
        ("export", "out.jsonl"),
    ],
)
def test_reading_where_no_ledger_is_tells_so_and_makes_none(asked: tuple[str, ...], tmp_path: Path) -> None:
    wrong = tmp_path / "folder" / "misspelt.sqlite"
    result = run(*asked, "--ledger", str(wrong))
    assert isinstance(result.exception, FoedusError)
    assert result.exception.code == "FOE301"
    assert not wrong.parent.exists()
