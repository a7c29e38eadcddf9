"""Tables out: frames, files, descriptions, citations, pictures."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from foedus import panels
from foedus.model.errors import FoedusError
from tests.panels import files


@pytest.fixture(name="panel")
def _panel(tmp_path: Path) -> panels.Panel:
    source = panels.atop(files.atop_members(tmp_path / "members.csv"))
    return panels.dyad_years("cow", 1945, 2018, states=[2, 200, 220, 710]).add(source)


def test_the_same_table_in_every_form(panel: panels.Panel) -> None:
    arrow, polars, pandas = panel.to_arrow(), panel.to_polars(), panel.to_pandas()
    assert arrow.num_rows == polars.height == len(pandas) == len(panel)
    assert arrow.column_names == polars.columns == list(pandas.columns) == panel.names
    gaps = arrow["atop_defense"].null_count
    assert gaps == polars["atop_defense"].null_count() == int(pandas["atop_defense"].isna().sum())
    assert gaps == 2 * sum(1 for row in panel.rows() if row["year"] == 2018)
    assert str(pandas["atop_defense"].dtype) == "Int8"
    assert list(polars["ccode1"][:1]) == [2]


def test_parquet_carries_its_description(panel: panels.Panel, tmp_path: Path) -> None:
    path = panel.write(tmp_path / "dyads.parquet")
    table = pyarrow.parquet.read_table(path)
    assert table.equals(panel.to_arrow())
    about = json.loads(table.schema.metadata[b"foedus"])
    assert about["year_rule"]["name"] == "any-day"
    assert about["unit"] == "directed dyad-year"
    assert about["sources"][0]["version"] == "4.01"
    assert about["sources"][0]["coverage"] == ["1815-01-01", "2016-12-31"]
    assert about["rows"] == len(panel)


def test_csv_and_its_description(panel: panels.Panel, tmp_path: Path) -> None:
    path = panel.write(tmp_path / "dyads.csv")
    assert pyarrow.csv.read_csv(path).num_rows == len(panel)
    assert path.read_text().splitlines()[0] == ",".join(panel.names)
    about = json.loads((tmp_path / "dyads.about.json").read_text())
    assert about["columns"]["atop_defense"] == "promises to defend"


def test_stata(panel: panels.Panel, tmp_path: Path) -> None:
    import pandas

    path = panel.write(tmp_path / "dyads.dta")
    with pandas.read_stata(path, iterator=True) as reader:
        assert "any-day" in reader.data_label
        assert reader.variable_labels()["atop_defense"] == "promises to defend"
        assert len(reader.read()) == len(panel)


def test_slices_make_the_whole(panel: panels.Panel) -> None:
    import pyarrow

    parts = pyarrow.concat_tables(list(panel.batches(97)))
    assert parts.equals(panel.to_arrow().replace_schema_metadata(None))


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    empty = panels.dyad_years("cow", 1820, 1821, states=[2, 710])
    assert len(empty) == 0
    assert pyarrow.parquet.read_table(empty.write(tmp_path / "empty.parquet")).column_names == empty.names


def test_an_unknown_ending_is_refused(panel: panels.Panel, tmp_path: Path) -> None:
    with pytest.raises(FoedusError, match="FOE615"):
        panel.write(tmp_path / "dyads.xlsx")
    with pytest.raises(FoedusError, match="FOE001"):
        panel.write(tmp_path / "nowhere" / "dyads.csv")


def test_citations_are_of_what_was_used(panel: panels.Panel) -> None:
    bibtex = panel.cite()
    assert "@article{atop," in bibtex
    assert "@misc{cow_states," in bibtex
    assert "Gleditsch" not in bibtex
    assert bibtex.count("@") == 3


@pytest.mark.parametrize("rule", ["any-day", "1-january", "31-december", "most"])
def test_the_year_rule_is_named(rule: str) -> None:
    about = panels.state_years("gw", 1990, 1991, rule=rule).describe()
    assert about["year_rule"]["name"] == rule
    assert about["system"]["extended"] is False
    assert panels.state_years("gw", 2019, 2023).describe()["system"]["extended"] is True


def test_the_pictures(panel: panels.Panel) -> None:
    lines = panel.plot().to_dict()
    counts = {(row["kind"], row["time"][:4]): row["count"] for row in lines["data"]["values"]}
    assert counts["atop_defense", "1950"] == 6
    assert counts["atop_defense", "1945"] == 0
    assert counts["atop_defense", "2018"] is None
    web = panel.plot("network", column="atop_defense", period=1950).to_dict()
    assert "3 states linked" in web["title"]
    spans = panel.plot("spans", state=220, columns=["atop_defense"]).to_dict()["data"]["values"]
    assert {(row["partner"], row["from"][:4], row["last"]) for row in spans} == {
        ("United States of America", "1949", "1966"),
        ("United Kingdom", "1949", "1966"),
    }
    for wrong in ({"kind": "pie"}, {"kind": "network", "column": "atop_defense", "period": 2018}):
        with pytest.raises(FoedusError):
            panel.plot(**wrong)


def test_the_public_names() -> None:
    assert panels.__all__ == sorted(panels.__all__, key=lambda name: (name[0].islower(), name))
    for name in panels.__all__:
        assert getattr(panels, name).__doc__
