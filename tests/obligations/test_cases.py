"""The case files: every answer right for its reason, every bad file with its fault and line."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from foedus.api.assess import check_case
from foedus.api.session import Foedus
from tests.shared import ROOT

CASES = sorted((ROOT / "cases" / "obligations").rglob("*.toml"))


@cache
def session() -> Foedus:
    """One session for all."""
    return Foedus()


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case(file: Path) -> None:
    assert [str(problem) for problem in check_case(session(), file)] == []


def test_there_are_enough_good_and_bad() -> None:
    bad = [file for file in CASES if file.parent.name == "bad"]
    assert len(CASES) >= 90
    assert len(bad) * 3 >= len(CASES)


def test_every_case_has_its_source() -> None:
    from foedus.api.read_scenario import read_scenario

    bare = [file.stem for file in CASES if file.parent.name != "bad" and not read_scenario(file).sources]
    assert bare == []


def test_a_wrong_expectation_is_found(tmp_path: Path) -> None:
    good = (ROOT / "cases" / "obligations" / "1888-russia-attacks-austria.toml").read_text("utf-8")
    file = tmp_path / "wrong.toml"
    file.write_text(good.replace('verdict = "obliged"', 'verdict = "breach"'), "utf-8")
    problems = check_case(session(), file)
    assert [problem.code for problem in problems] == ["FOE507"]
    assert "expected breach" in problems[0].says
