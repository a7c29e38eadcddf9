"""A treaty file gives a treaty, or every fault it has at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.model.errors import FoedusError
from foedus.treaties import from_toml
from foedus.treaties.check import check_file
from foedus.treaties.places_in_toml import lines_of

GOOD = """\
id = "aaa-bbb-1999"
title = "Treaty of Friendship"
parties = ["FRA", "DEU"]

[consent]
article = "5"
by = ["ratification"]

[entry_into_force]
article = "5"
when = { exchange = "ratification" }

[[obligation]]
article = "2"
kind = "consultation"
owes = { what = "consult" }

[[act]]
kind = "signature"
by = ["FRA", "DEU"]
date = 1999-05-01
source = "press"
"""


def test_a_good_file_has_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "aaa-bbb-1999.toml"
    file.write_text(GOOD)
    assert check_file(file, frozenset({"aaa-bbb-1999"})) == []


def test_all_faults_come_at_once_each_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    bad = GOOD.replace('["FRA", "DEU"]\n\n', '["FRA", "DEX"]\nreplaces = ["nothing-1900"]\n\n').replace(
        'source = "press"', 'known = 1999-04-01\nsource = ""'
    )
    file.write_text(bad)
    problems = check_file(file, frozenset({"aaa-bbb-1999"}))
    assert [(p.code, int(p.where.rpartition(":")[2])) for p in problems] == [
        ("FOE105", 1),
        ("FOE102", 3),
        ("FOE103", 4),
        ("FOE104", 19),
        ("FOE106", 23),
    ]


def test_faults_of_form_come_at_once_with_help() -> None:
    bad = GOOD.replace('kind = "consultation"', 'kind = "consultaton"').replace(
        'article = "5"\nby', 'articel = "5"\nby'
    )
    with pytest.raises(FoedusError) as caught:
        from_toml(bad, "x.toml")
    found = {problem.where: problem for problem in caught.value.problems}
    assert set(found) == {"x.toml:6", "x.toml:15"}
    assert "did you mean article?" in found["x.toml:6"].help


def test_broken_toml_says_the_line() -> None:
    with pytest.raises(FoedusError) as caught:
        from_toml(GOOD + "\nx = [1,\n", "x.toml")
    assert caught.value.code == "FOE002"
    assert caught.value.problems[0].where.startswith("x.toml:2")


def test_lines_of_nested_and_many_line_values() -> None:
    text = '[a]\nb = [\n  { c = 1 },\n  { d = "]" },\n]\ne = """\n[x]\n"""\n[[f]]\ng = 1\n[[f]]\ng = 2\n[f.h]\ni = 1\n'
    found = lines_of(text)
    assert found[("a", "b")] == 2
    assert found[("a", "b", "d")] == 4
    assert found[("a", "e")] == 6
    assert ("x",) not in found
    assert found[("f", 0, "g")] == 10
    assert found[("f", 1, "g")] == 12
    assert found[("f", 1, "h", "i")] == 14


@given(st.text(max_size=300))
def test_any_text_gives_a_treaty_or_faults(text: str) -> None:
    lines_of(text)
    with pytest.raises(FoedusError):
        from_toml(text, "x.toml")
