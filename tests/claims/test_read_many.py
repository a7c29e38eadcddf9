"""Reading over folders and JSONL: a file an article, bad files told, and a run that was cut off goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import foedus
from foedus.api.reading import day_of, read_many
from foedus.cli.read import app

TEXT = "Chad and Niger signed a border treaty on Friday."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, "utf-8")
    (folder / "one.json").write_text('{"published": "2024-11-12"}', "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    (folder / "more.jsonl").write_text(
        json.dumps({"id": "two", "text": TEXT, "published": "2024-11-12"}) + "\nnot json\n", "utf-8"
    )
    return folder


def test_each_article_becomes_one_file_and_the_bad_ones_are_told(news: Path, tmp_path: Path) -> None:
    session = foedus.open(tmp_path / "none.sqlite")
    out = tmp_path / "out"
    report = read_many([news, news / "more.jsonl", tmp_path / "nowhere"], out, session=session)
    assert (report.read, report.claims) == (2, 2)
    assert sorted(problem.code for problem in report.problems) == ["FOE001", "FOE201", "FOE204"]
    held = json.loads((out / "one.json").read_text("utf-8"))
    assert held["id"] == "one"
    assert held["claims"][0]["date"] == "2024-11-08"
    assert not list(out.glob(".*"))


def test_a_second_run_reads_only_what_is_missing(news: Path, tmp_path: Path) -> None:
    session = foedus.open(tmp_path / "none.sqlite")
    out = tmp_path / "out"
    read_many([news], out, session=session)
    before = (out / "one.json").stat().st_mtime_ns
    report = read_many([news], out, session=session)
    assert (report.read, report.skipped) == (0, 1)
    assert (out / "one.json").stat().st_mtime_ns == before
    assert read_many([news], out, session=session, again=True).read == 1


def test_the_command_exits_1_when_a_file_was_bad(news: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(news), "--out", str(tmp_path / "out"), "--ledger", str(tmp_path / "l.sqlite")])
    assert done.exit_code == 1
    assert "1 read, 1 claims" in done.output


def test_the_command_prints_the_labels_shape(news: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, [str(news / "one.txt"), "--json", "--ledger", str(tmp_path / "l.sqlite")])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert {"id", "treaties", "claims"} <= set(found)
    assert found["claims"][0]["act"] == "signature"


@pytest.mark.parametrize(
    ("given", "day"), [("2024-12-05", "2024-12-05"), ("2024-12", "2024-12-31"), ("2024", "2024-12-31"), (None, "None")]
)
def test_days_of_sidecars(given: str | None, day: str) -> None:
    assert str(day_of(given)) == day
