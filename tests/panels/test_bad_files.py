"""Bad input: each fault names file, column and row, and the next step; none is guessed around."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foedus import panels
from foedus.model.errors import FoedusError
from tests.panels import files

Rows = list[dict[str, Any]]


def members() -> Rows:
    return [files.member(9001, 2, "1949-04-04", defense=1), files.member(9001, 200, "1949-04-04", defense=1)]


def spells() -> Rows:
    return [
        files.spell(1, 2, 200, "1950-05-05", "1951-05-05", defense=1),
        files.spell(1, 200, 2, "1950-05-05", "1951-05-05", defense=1),
    ]


def years() -> Rows:
    return [files.dyad_year(2, 200, 1950, "defense"), files.dyad_year(200, 2, 1950, "defense")]


def changed(rows: Rows, **cells: Any) -> Rows:
    """The rows with cells of the second one changed."""
    return [rows[0], {**rows[1], **cells}, *rows[2:]]


def without(rows: Rows, column: str) -> Rows:
    return [{name: cell for name, cell in row.items() if name != column} for row in rows]


BAD: list[tuple[str, Callable[..., Any], Rows, str, str, str]] = [
    (
        "a column is missing",
        panels.atop,
        without(members(), "yrexit"),
        "FOE602",
        "column yrexit",
        "did you mean dayexit?",
    ),
    ("a column has another name", panels.cow, without(spells(), "entente"), "FOE602", "column entente", "the file has"),
    ("no year column", panels.atop, without(years(), "year"), "FOE602", "column year", "the file has"),
    ("no known layout", panels.atop, [{"a": 1, "b": 2}], "FOE602", "column ccode1", "the file has"),
    (
        "a later edition",
        panels.atop,
        [{**row, "version": "6.2"} for row in members()],
        "FOE608",
        ":2 column version",
        "coverage=",
    ),
    (
        "another COW version",
        panels.cow,
        [{**row, "version": "5.0"} for row in spells()],
        "FOE608",
        ":2 column version",
        'version="5.0"',
    ),
    (
        "two editions in one file",
        panels.atop,
        changed(members(), version="5.1"),
        "FOE608",
        ":3 column version",
        "files of their own",
    ),
    ("a spell twice", panels.atop, [members()[0], *members()], "FOE605", ":3 column atopid", "remove one"),
    ("a spell twice, COW", panels.cow, [spells()[1], *spells()], "FOE605", ":4 column version4id", "remove one"),
    ("a dyad-year twice", panels.atop, [*years(), years()[0]], "FOE605", ":4 column ccode1", "remove one"),
    ("an unknown code", panels.atop, changed(members(), member=8152), "FOE606", ":3 column member", "cowsys 0"),
    ("an unknown code, COW", panels.cow, changed(spells(), ccode1=999), "FOE606", ":3 column ccode1", "mend the code"),
    ("an unknown code, years", panels.atop, changed(years(), ccode2=1), "FOE606", ":3 column ccode2", "mend the code"),
    (
        "an exit past the coverage",
        panels.atop,
        changed(members(), yrexit=2031),
        "FOE607",
        ":3 column yrexit",
        "coverage=(first, last)",
    ),
    (
        "an end past the coverage",
        panels.cow,
        changed(spells(), dyad_end_year=2019),
        "FOE607",
        ":3 column dyad_end_year",
        "coverage=",
    ),
    (
        "a start before the coverage",
        panels.cow,
        changed(spells(), dyad_st_year=1700),
        "FOE607",
        ":3 column dyad_st_year",
        "mend the year",
    ),
    (
        "an exit before the entry",
        panels.atop,
        changed(members(), yrexit=1948, moexit=1, dayexit=1),
        "FOE604",
        ":3 column yrexit",
        "mend",
    ),
    (
        "no whole number",
        panels.atop,
        changed(members(), yrent="19x9"),
        "FOE604",
        ':3 column yrent: "19x9"',
        "mend the cell",
    ),
    ("no flag", panels.cow, changed(spells(), defense=2), "FOE604", ":3 column defense", "mend the cell"),
    ("no such day", panels.atop, changed(members(), moent=2, dayent=30), "FOE604", ":3 column dayent", "mend the cell"),
    (
        "no such month",
        panels.cow,
        changed(spells(), dyad_st_month=13),
        "FOE604",
        ":3 column dyad_st_month",
        "mend the cell",
    ),
    ("a blank key", panels.cow, changed(spells(), ccode2=""), "FOE604", ":3 column ccode2: is blank", "mend the cell"),
    ("an end left blank", panels.cow, changed(spells(), dyad_end_year=""), "FOE604", ":3 column dyad_end_year", "mend"),
    ("a state with itself", panels.atop, changed(years(), ccode2=200), "FOE604", ":3 column ccode2", "mend the cell"),
]


@pytest.mark.parametrize(
    ("read", "rows", "code", "where", "help_"), [bad[1:] for bad in BAD], ids=[bad[0] for bad in BAD]
)
def test_a_bad_file_is_refused_with_its_place(
    tmp_path: Path, read: Callable[..., Any], rows: Rows, code: str, where: str, help_: str
) -> None:
    path = files.write(tmp_path / "bad5.1.csv" if "atop_defense" in rows[0] else tmp_path / "bad.csv", rows)
    with pytest.raises(FoedusError) as error:
        read(path)
    text = str(error.value)
    assert error.value.code == code
    assert str(path) in text
    assert where in text
    assert help_ in text


def test_every_bad_cell_of_a_column_is_named_at_once(tmp_path: Path) -> None:
    rows = [{**row, "member": code} for row, code in zip(members(), (998, 999), strict=True)]
    with pytest.raises(FoedusError) as error:
        panels.atop(files.write(tmp_path / "bad.csv", rows))
    assert [problem.where.rpartition(":")[2] for problem in error.value.problems] == [
        "2 column member",
        "3 column member",
    ]


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    rows = [
        files.spell(1, 2, 200, "1950-05-05", "1951-05-05", defense="x"),
        files.spell(2, 2, 999, "1950-05-05", "1951-05-05"),
        files.spell(3, 2, 200, "1950-05-05", "2030-05-05"),
        files.spell(4, 2, 220, "1950-05-05", "1951-05-05"),
        files.spell(4, 2, 220, "1950-05-05", "1951-05-05"),
    ]
    with pytest.raises(FoedusError) as error:
        panels.cow(files.write(tmp_path / "bad.csv", rows))
    found = {(problem.code, problem.where.rpartition(":")[2].split(" ")[0]) for problem in error.value.problems}
    assert found == {("FOE604", "2"), ("FOE606", "3"), ("FOE607", "4"), ("FOE605", "6")}


def test_latin_1_is_named_by_line_and_column_and_read_when_asked(tmp_path: Path) -> None:
    rows = [{**row, "state_name2": "Côte d'Ivoire"} for row in spells()]
    path = files.write(tmp_path / "latin.csv", rows, encoding="latin-1")
    with pytest.raises(FoedusError) as error:
        panels.cow(path)
    text = str(error.value)
    assert error.value.code == "FOE603"
    assert f"{path}:2 column state_name2" in text
    assert 'encoding="latin-1"' in text
    assert len(panels.cow(path, encoding="latin-1").pledges) == 2


def test_a_known_coverage_opens_an_unknown_edition(tmp_path: Path) -> None:
    path = files.write(tmp_path / "atop.csv", [{**row, "version": "6.2"} for row in members()])
    source = panels.atop(path, version="6.2", coverage=(1815, 2030))
    panel = panels.dyad_years("cow", 2019, 2025, states=[2, 200]).add(source)
    assert {row["atop_defense"] for row in panel.rows()} == {1}
    assert panel.describe()["sources"][0]["version"] == "6.2"


def test_a_member_outside_the_system_is_kept_out_of_joins_not_refused(tmp_path: Path) -> None:
    rows = [*members(), files.member(9001, 8152, "1949-04-04", defense=1, cowsys=0)]
    source = panels.atop(files.write(tmp_path / "atop.csv", rows))
    assert len(panels.member_spells(source)) == 3
    panel = panels.dyad_years("cow", 1950, 1950, states=[2, 200]).add(source)
    assert {row["atop_defense"] for row in panel.rows()} == {1}


def test_spells_that_end_before_they_begin_are_listed_not_counted(tmp_path: Path) -> None:
    rows = [*spells(), files.spell(9, 2, 365, "1990-10-03", "1990-10-02", defense=1)]
    source = panels.cow(files.write(tmp_path / "cow.csv", rows))
    assert [row["treaty"] for row in source.corrections().rows()] == [9]
    panel = panels.dyad_years("cow", 1990, 1990, states=[2, 365]).add(source)
    assert {row["cow_defense"] for row in panel.rows()} == {0}


def test_no_such_file_and_no_parquet(tmp_path: Path) -> None:
    with pytest.raises(FoedusError, match="FOE001"):
        panels.atop(tmp_path / "nothing.csv")
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 no parquet at all")
    with pytest.raises(FoedusError, match="FOE602"):
        panels.atop(broken)


def test_a_header_twice_and_a_row_too_long(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("ccode1,ccode1,year\n2,200,1950\n")
    with pytest.raises(FoedusError, match="ccode1 twice"):
        panels.atop(path)
    path.write_text("ccode1,ccode2,year\n2,200,1950,7\n")
    with pytest.raises(FoedusError, match=r"FOE602.*does not fit"):
        panels.atop(path)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"ccode": 2, "start": "1950-13-01", "end": "1960-01-01"}, "no day"),
        ({"ccode": 2, "start": "1960-01-01", "end": "1950-01-01"}, "not before it"),
        ({"ccode": 2, "start": "", "end": "1950-01-01"}, "needs a start"),
        ({"ccode": 2, "begin": "1950-01-01", "end": "1950-01-01"}, 'no column "start"'),
    ],
)
def test_a_bad_list_of_states_is_refused(tmp_path: Path, row: dict[str, Any], says: str) -> None:
    path = files.write(tmp_path / "states.csv", [row])
    with pytest.raises(FoedusError, match=says) as error:
        panels.dyad_years(path, 1950, 1951)
    assert str(path) in str(error.value)
