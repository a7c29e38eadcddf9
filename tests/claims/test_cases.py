"""Every reading case, good and bad, as its own test; and that there are enough of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.api.cases import case_files, read_file, run_file
from tests.shared import ROOT

CASES = ROOT / "cases" / "claims"
FILES = sorted(CASES.glob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_case_comes_out_as_it_should(file: Path) -> None:
    failed = [f"{result.name}: {fault}" for result in run_file(file) for fault in result.faults]
    assert not failed, "\n".join(failed)


def test_there_are_250_cases_a_third_of_them_traps() -> None:
    cases = [case for file in case_files([CASES]) for case in read_file(file)["case"]]
    traps = [case for case in cases if case.get("bad")]
    assert len(cases) >= 250
    assert len(traps) >= len(cases) / 3
    assert all(case["expect"] == [] for case in traps)


def test_a_wrong_expectation_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "claims" / "wrong.toml"
    file.parent.mkdir()
    file.write_text(
        '[[case]]\nname = "wrong"\npublished = "2024-11-12"\n'
        'text = "Chad and Niger signed a border treaty on Friday."\n'
        'expect = [{ act = "signature", by = ["TCD", "NER"], on = "2024-11-01" }]\n',
        "utf-8",
    )
    (result,) = run_file(file)
    assert result.faults
    assert "2024-11-08" in result.faults[0]
