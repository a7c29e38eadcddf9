"""Every clause sentence in cases/clauses: what a lawyer says must be read from it, and near misses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foedus.api.cases import read_file
from foedus.api.cases_clauses import run_clauses
from foedus.model.errors import FoedusError
from tests.shared import ROOT

FOLDER = ROOT / "cases" / "clauses"


def _cases() -> Iterator[tuple[str, tuple[Path, dict[str, Any]]]]:
    for file in sorted(FOLDER.glob("*.toml")):
        for case in read_file(file)["case"]:
            yield f"{file.stem}: {case['name']}", (file, case)


CASES = dict(_cases())


def test_there_are_at_least_120_sentences_and_a_quarter_are_near_misses() -> None:
    near = sum(bool(case.get("bad")) for _, case in CASES.values())
    assert len(CASES) >= 120
    assert near >= len(CASES) / 4
    assert len({case["text"] for _, case in CASES.values()}) == len(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_sentence_is_read(name: str) -> None:
    file, case = CASES[name]
    assert run_clauses(file, {}, case) == []


def test_a_case_that_expects_something_else_fails() -> None:
    text = "Article 9. This Treaty shall enter into force on the deposit of the third instrument of ratification."
    wrong = {
        "kind": "signature",
        "count": 4,
        "delay": "9 days",
        "duties": ["defence"],
        "depositary": ["NOR"],
        "later": "1 day",
    }
    assert len(run_clauses(Path("x"), {}, {"text": text, **wrong})) == len(wrong)
    with pytest.raises(FoedusError) as caught:
        run_clauses(Path("x"), {}, {})
    assert caught.value.code == "FOE425"
