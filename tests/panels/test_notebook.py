"""The notebook runs from files to a table and three pictures: on made-up files, and on the published ones if there."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.panels import files
from tests.panels.test_published import FOLDER, needs_data

NOTEBOOK = Path(__file__).resolve().parents[2] / "examples" / "alliances.ipynb"


def run(data: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the code cells in order in one namespace, as a kernel would."""
    monkeypatch.setenv("FOEDUS_DATA", str(data))
    monkeypatch.setenv("FOEDUS_OUT", str(out))
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    names: dict[str, Any] = {}
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{NOTEBOOK.name} cell {number}", "exec"), names)
    return names


def check(names: dict[str, Any], out: Path) -> None:
    table = pyarrow.parquet.read_table(out / "regression.parquet")
    assert table.num_rows > 0
    assert all(table[name].null_count == 0 for name in table.column_names)
    for picture in ("commitments", "network", "spans"):
        assert (out / f"{picture}.svg").read_text().startswith("<svg")
    assert "@book{cow_wars," in names["panel"].cite()


def test_on_made_up_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with files.atop_years(tmp_path / "plain.csv").open() as file:
        rows = [{name: int(cell) for name, cell in row.items()} for row in csv.DictReader(file)]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "atop5.1_directed_dyad_year.parquet")
    files.cow_directed(tmp_path / "cow_alliance_v4.1_by_directed.csv")
    files.cow_wars(tmp_path / "cow_InterStateWar_v4.0.csv")
    names = run(tmp_path, tmp_path, monkeypatch)
    check(names, tmp_path)


@needs_data
def test_on_the_published_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = run(FOLDER, tmp_path, monkeypatch)
    check(names, tmp_path)
    assert names["regression"].height > 500_000


def test_it_is_kept_without_results() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)
