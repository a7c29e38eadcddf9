"""Against the published data sets, where they lie beside the checkout: every expected table, cell for cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from foedus import panels
from foedus.api.evaluate_panels import evaluate_panels, evaluation_lines
from tests.shared import SHARED

FOLDER = SHARED / "alliances" if (SHARED / "alliances").is_dir() else SHARED / "data" / "alliances"
needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason="no published data sets beside the checkout")
pytestmark = needs_data


@pytest.fixture(scope="module", name="tables")
def _tables() -> dict[str, dict]:
    return {table["name"]: table for table in evaluate_panels(FOLDER)["tables"]}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("system_cow", 243),
        ("system_gw", 239),
        ("state_years_cow", 17_706),
        ("state_years_gw", 20_849),
        ("never_met_cow", 60),
        ("never_met_gw", 40),
        ("dyad_years_atop", 2_252_760),
        ("dyad_years_cow_joined", 2_252_760),
        ("cow_member_years_as_published", 21_315),
    ],
)
def test_equal_row_for_row_and_cell_for_cell(tables: dict[str, dict], name: str, rows: int) -> None:
    table = tables[name]
    assert (table["rows"], table["rows_expected"], table["cells_different"]) == (rows, rows, 0), table["examples"]


def test_cow_as_published_differs_in_four_tied_cells(tables: dict[str, dict]) -> None:
    table = tables["dyad_years_cow_as_published"]
    assert table["rows"] == table["rows_expected"] == 2_252_760
    assert [(cell["ccode1"], cell["ccode2"], cell["year"], cell["column"]) for cell in table["examples"]] == [
        (345, 350, 1955, "cow_defense"),
        (345, 350, 1957, "cow_defense"),
        (350, 345, 1955, "cow_defense"),
        (350, 345, 1957, "cow_defense"),
    ]


def test_memory_stays_low(tables: dict[str, dict]) -> None:
    for name in ("dyad_years_atop", "dyad_years_cow_as_published"):
        assert tables[name]["peak_mb"] <= 300


def test_atop_from_its_member_file_within_the_known_residue(tables: dict[str, dict]) -> None:
    table = tables["atop_from_members"]
    assert table["rows_matched"] == 254_754
    assert table["rows_expected"] - table["rows_unknown_treaty"] == 255_190
    assert table["rows_surplus"] <= 34
    assert sum(count for kind, count in table["residue"].items() if kind.startswith("cells")) == sum(
        table["columns"].values()
    )


def test_the_corrections(tables: dict[str, dict]) -> None:
    defects = {name.partition(",")[0]: count for name, count in tables["cow_corrections_dyads"]["by_defect"].items()}
    assert defects["a year between two spells"] == 389
    assert defects["a year of the spell"] == 380
    assert defects["a blank pledge"] == 5


def test_undirected_by_two_rules() -> None:
    source = panels.atop(FOLDER / "atop5.1_directed_dyad_year.parquet")
    for rule, count in (("either", 67_927), ("lower", 67_863)):
        panel = panels.dyad_years("cow", 1816, 2025, directed=False, undirected=rule).add(source)
        assert int(panel.column("atop_defense").values.sum()) == count


def test_the_sources_own_table_keeps_what_the_panel_drops() -> None:
    rows = panels.atop(FOLDER / "atop5.1_directed_dyad_year.parquet").rows().to_arrow()
    assert rows.num_rows == 273_296
    assert rows["in_system"].to_pylist().count(0) == 5_894


def test_wars_hold_every_published_dyad_year_of_war() -> None:
    source = panels.cow_wars(FOLDER / "cow_InterStateWar_v4.0.csv")
    panel = panels.dyad_years("cow", 1816, 2007).add(source)
    with (FOLDER / "cow_war_inter.csv").open() as file:
        published = {tuple(int(row[name]) for name in ("ccode1", "ccode2", "year")) for row in csv.DictReader(file)}
    table = panel.to_polars()
    ours = set(table.filter(table["cow_war"] == 1).select("ccode1", "ccode2", "year").rows())
    assert published <= ours
    # The published dyad-years leave out the second of two spells in a war: France in 1944–45, Serbia in 1913.
    assert {(a, b, y) for a, b, y in ours - published if a < b} == {
        (220, 255, 1944), (220, 255, 1945), (220, 310, 1944), (220, 310, 1945), (220, 740, 1944), (220, 740, 1945),
        (345, 640, 1913),
    }  # fmt: skip


def test_the_lines_for_people_name_tables_and_cells(tables: dict[str, dict]) -> None:
    text = "\n".join(evaluation_lines({"tables": list(tables.values())}))
    assert "cow_defense (ccode1 345, ccode2 350, year 1955): 0, expected 1" in text
    assert "254,754 of 255,190" in text


def test_the_makers_files_are_not_in_the_tree() -> None:
    tree = Path(__file__).resolve().parents[2]
    names = {path.name for path in FOLDER.iterdir() if path.suffix in (".csv", ".parquet")}
    assert not [path for path in (tree / "foedus").rglob("*") if path.name in names]
