"""Network measures on graphs whose values can be told by hand, and missing where nothing is known."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from foedus import panels
from foedus.model.errors import FoedusError
from tests.panels import files


@pytest.fixture(name="star")
def _star(tmp_path: Path) -> panels.Panel:
    """2 in the middle of 200, 220 and 365; 710 alone."""
    rows = [
        row
        for treaty, partner in enumerate((200, 220, 365), start=1)
        for row in (
            files.member(treaty, 2, "1950-01-01", "1960-12-31", defense=1),
            files.member(treaty, partner, "1950-01-01", "1960-12-31", defense=1),
        )
    ]
    source = panels.atop(files.write(tmp_path / "star.csv", rows))
    return panels.dyad_years("cow", 1955, 2018, directed=False, states=[2, 200, 220, 365, 710]).add(source)


def test_a_star(star: panels.Panel) -> None:
    rows = {row["ccode"]: row for row in star.network("atop_defense").rows() if row["year"] == 1955}
    assert {code: row["degree"] for code, row in rows.items()} == {2: 3, 200: 1, 220: 1, 365: 1, 710: 0}
    # Of six pairs of other states, three run through the middle.
    assert rows[2]["betweenness"] == pytest.approx(3 / 6)
    assert rows[200]["betweenness"] == 0
    # The middle of a star of three has 1/√2 of the eigenvector's length, each end 1/√6; four of five states.
    assert rows[2]["eigenvector"] == pytest.approx(0.8 / math.sqrt(2))
    assert rows[365]["eigenvector"] == pytest.approx(0.8 / math.sqrt(6))
    assert rows[710]["eigenvector"] == 0
    assert {
        code: (row["component"], row["component_size"]) for code, row in rows.items() if code != 710
    } == dict.fromkeys((2, 200, 220, 365), (2, 4))
    assert rows[710]["component"] == rows[710]["community"] == 710


def test_a_treaty_that_ends_and_a_year_nobody_coded(star: panels.Panel) -> None:
    table = star.network("atop_defense", only=("degree", "component"))
    rows = {(row["ccode"], row["year"]): row for row in table.rows()}
    assert rows[2, 1961]["degree"] == 0
    assert rows[2, 2017]["degree"] is None
    assert rows[2, 2017]["component"] is None
    assert table.names == ["ccode", "year", "degree", "component"]
    assert "Freeman" in table.cite()
    assert "NetworkX" in table.cite()


def test_wrong_questions(star: panels.Panel) -> None:
    with pytest.raises(FoedusError, match="did you mean degree"):
        star.network("atop_defense", only=("degre",))
    with pytest.raises(FoedusError, match="did you mean atop_defense"):
        star.network("atop_defence")
    with pytest.raises(FoedusError, match="FOE613"):
        panels.state_years("cow", 1955, 1956).network("atop_defense")
