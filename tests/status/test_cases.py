"""Every case of ``cases/status`` comes out as written, and there are enough of them, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.api.cases import CaseResult, case_files, read_file, run_cases, run_file
from foedus.model.errors import FoedusError
from tests.shared import ROOT

CASES = ROOT / "cases" / "status"
FILES = list(case_files([CASES]))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_file(path: Path) -> None:
    failed = [f"{case.name}: {'; '.join(case.faults)}" for case in run_file(path) if not case.passed]
    assert failed == []


def test_there_are_enough_good_and_bad() -> None:
    cases = [case for path in FILES for case in read_file(path)["case"]]
    bad = sum(bool(case.get("bad")) for case in cases)
    assert len(cases) >= 150
    assert bad >= len(cases) / 3


def test_the_ten_hard_cases_say_what_makes_them_hard() -> None:
    hard = [read_file(path) for path in FILES if path.stem.startswith("hard-")]
    assert len(hard) >= 10
    assert all(len(file["hard"]) > 40 for file in hard)


def _written(folder: Path, text: str) -> Path:
    folder.mkdir()
    path = folder / "x.toml"
    path.write_text(text, "utf-8")
    return path


WRONG = """
[treaty.t]
parties = ["FRA"]
entry_into_force = { when = { consents = 1 } }
act = [{ kind = "ratification", by = "FRA", date = 2000-01-01 }]
[[case]]
name = "wrong"
on = 2000-01-01
"""


@pytest.mark.parametrize(
    ("expect", "fault"),
    [
        ('expect = { standing = "signed" }', "standing: signed expected, in force found"),
        ('expect = { states = { FRA = "withdrawn" } }', "FRA: withdrawn expected, party found"),
        ('expect = { missing = "USA" }', "missing should name USA"),
        ('expect = { rules = "VCLT-99" }', "the rule VCLT-99 should be used"),
        ("expect = { nonsense = 1 }", '"nonsense" is nothing a case can expect'),
        ('refused = "FOE405"', "FOE405 was expected"),
        ('error = "FOE419"', "FOE419 was expected"),
    ],
)
def test_a_wrong_expectation_fails(tmp_path: Path, expect: str, fault: str) -> None:
    [result] = run_file(_written(tmp_path / "status", WRONG + expect))
    assert not result.passed
    assert fault in " ".join(result.faults)


@pytest.mark.parametrize(
    ("folder", "text", "code"),
    [
        ("status", "not toml [", "FOE002"),
        ("status", "x = 1", "FOE425"),
        ("poems", '[[case]]\nname = "a"', "FOE425"),
    ],
)
def test_a_file_that_is_no_case_file_is_named(tmp_path: Path, folder: str, text: str, code: str) -> None:
    with pytest.raises(FoedusError) as caught:
        run_cases([_written(tmp_path / folder, text)])
    assert caught.value.code == code


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(FoedusError) as caught:
        run_cases([tmp_path / "nowhere.toml"])
    assert caught.value.code == "FOE001"


def test_a_case_that_expects_nothing_is_a_fault(tmp_path: Path) -> None:
    [result] = run_file(_written(tmp_path / "status", WRONG))
    assert isinstance(result, CaseResult)
    assert "FOE425" in result.faults[0]
