"""Every error number in the code is explained once, and every explanation is used."""

from __future__ import annotations

import re
from pathlib import Path

import foedus
from foedus.model.errors import FoedusError, Problem, codes, did_you_mean

PACKAGE = Path(foedus.__file__).parent


def test_every_number_used_is_explained_and_every_explained_one_is_used() -> None:
    used = {
        number for file in PACKAGE.rglob("*.py") for number in re.findall(r'"(FOE\d{3})[":]', file.read_text("utf-8"))
    }
    assert used - set(codes()) == set()
    assert set(codes()) - used == set()
    assert all({"title", "means", "next"} <= set(entry) for entry in codes().values())


def test_an_error_carries_all_its_problems() -> None:
    problems = [Problem("a.toml:1", "FOE101", "one", "mend it"), Problem("a.toml:2", "FOE102", "two")]
    error = FoedusError.of(problems)
    assert error.code == "FOE101"
    assert str(error) == "FOE101 a.toml:1: one\n  help: mend it\nFOE102 a.toml:2: two"


def test_a_near_word_is_offered() -> None:
    assert did_you_mean("NOO", ["NOR", "RUS"]) == "did you mean NOR?"
    assert did_you_mean("zzz", ["NOR", "RUS"]) == ""
