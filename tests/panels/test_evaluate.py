"""`evaluate panels` on small made-up folders of the same shape: it finds what differs, and says so."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from foedus import panels
from foedus.api.evaluate_panels import evaluate_panels, evaluation_lines
from foedus.model.errors import FoedusError
from foedus.panels.compare import compare
from tests.panels import files


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A list of states of its own, ATOP and COW files, and expected tables made from them."""
    gold = tmp_path / "gold"
    gold.mkdir()
    states = tmp_path / "isard_cw_system.csv"
    spells = [
        {"ccode": code, "cw_abb": f"S{code}", "cw_name": f"State {code}", "start": "1930-01-01", "end": "1955-12-31"}
        for code in (2, 200, 220, 365, 710)
    ]
    files.write(states, spells)
    years = tmp_path / "atop5.1_directed_dyad_year.parquet"
    with files.atop_years(tmp_path / "plain.csv").open() as file:
        rows = [{name: int(cell) for name, cell in row.items()} for row in csv.DictReader(file)]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), years)
    directed = files.cow_directed(tmp_path / "cow_alliance_v4.1_by_directed.csv")
    panel = panels.dyad_years(states, 1930, 1960).add(panels.atop(years))
    panel.write(gold / "gold_b_dyadyears_atop.parquet")
    panels.dyad_years(states, 1930, 1960).add(panels.cow(directed, as_published=True)).write(
        gold / "gold_c_dyadyears_cow.parquet"
    )
    panels.state_years(states, 1930, 1960).write(gold / "gold_d_stateyears_cow.csv")
    return tmp_path


def test_a_folder_of_the_same_shape_is_equal_by_its_own_list(folder: Path) -> None:
    tables = {table["name"]: table for table in evaluate_panels(folder)["tables"]}
    for name in ("dyad_years_atop", "dyad_years_cow_as_published", "state_years_cow"):
        assert tables[name]["cells_different"] == 0
        assert tables[name]["seconds"] >= 0
        assert tables[name]["peak_mb"] > 0
    assert tables["system_cow"]["rows"] == 243
    assert tables["system_cow"]["rows_expected"] == 5


def test_a_changed_cell_and_a_lost_row_are_found(folder: Path) -> None:
    path = folder / "gold" / "gold_b_dyadyears_atop.parquet"
    rows = pyarrow.parquet.read_table(path).to_pylist()
    row = next(row for row in rows if (row["ccode1"], row["ccode2"], row["year"]) == (2, 200, 1950))
    row["atop_defense"] = 0
    lost = rows.pop(0)
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), path)
    found = evaluate_panels(folder)
    table = next(table for table in found["tables"] if table["name"] == "dyad_years_atop")
    assert table["rows_surplus"] == 1
    assert table["columns"]["atop_defense"] == 1
    assert table["examples"] == [
        {"ccode1": 2, "ccode2": 200, "year": 1950, "column": "atop_defense", "ours": 1, "theirs": 0}
    ]
    assert lost["year"] == 1930
    assert "atop_defense (ccode1 2, ccode2 200, year 1950): 1, expected 0" in "\n".join(evaluation_lines(found))


def test_missing_and_zero_are_different_cells() -> None:
    ours = pa.table({"key": [1, 2, 3], "flag": [0, 1, None]})
    theirs = pa.table({"key": [1, 2, 3], "flag": [None, 1, None]})
    found = compare(ours, theirs, ("key",))
    assert found.cells_different == 1
    assert found.examples == [{"key": 1, "column": "flag", "ours": 0, "theirs": None}]


def test_rows_in_another_order_and_a_column_that_is_not_there() -> None:
    ours = pa.table({"key": [1, 2, 3], "flag": [0, 1, 0]})
    theirs = pa.table({"key": [3, 1, 2], "flag": [0, 0, 1], "more": [1, 1, 1]})
    found = compare(ours, theirs, ("key",))
    assert found.columns == {"flag": 0, "more": 3}


def test_an_error_in_a_file_reaches_the_reader(folder: Path) -> None:
    rows = [files.spell(1, 2, 200, "1950-05-05", "1951-05-05", defense=7)]
    files.write(folder / "cow_alliance_v4.1_by_directed.csv", rows)
    with pytest.raises(FoedusError, match=r"FOE604.*column defense"):
        evaluate_panels(folder)


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FoedusError, match="no such folder"):
        evaluate_panels(tmp_path / "nowhere")
    with pytest.raises(FoedusError, match="none of the expected tables"):
        evaluate_panels(tmp_path)
