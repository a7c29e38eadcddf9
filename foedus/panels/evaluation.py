"""Builds every table that a folder of published data sets expects, and compares them row for row and cell for cell.

A folder has the layout of the makers' files (``docs/panels.md`` lists the names); what a folder lacks is left out.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from foedus.model.errors import FoedusError
from foedus.panels import build
from foedus.panels.compare import Comparison, compare
from foedus.panels.datafile import DataFile
from foedus.panels.from_cow import cow
from foedus.panels.job import apart
from foedus.panels.measured import Measured, measured
from foedus.panels.needs import load
from foedus.panels.systems import system

SYSTEMS = {"cow": "*cw_system*.csv", "gw": "*gw_system*.csv"}
"""How the files with the lists of states are called."""


@dataclass
class Evaluated:
    """One table made and compared: what it is, how it differs, what it cost, and remarks for people."""

    name: str
    comparison: Comparison
    cost: Measured
    notes: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values, for JSON."""
        found = self.comparison
        return {
            "name": self.name,
            "rows": found.rows,
            "rows_expected": found.rows_expected,
            "cells_different": found.cells_different,
            "seconds": self.cost.seconds,
            "peak_mb": self.cost.peak_mb,
            "rows_missing": found.rows_missing,
            "rows_surplus": found.rows_surplus,
            "columns": found.columns,
            "examples": found.examples,
            "notes": self.notes,
            **self.extra,
        }


def evaluate(folder: Path) -> list[Evaluated]:
    """Make and compare every table whose files the folder has.

    Raises `FoedusError` FOE001 where the folder is none or has no expected table, and the readers' errors for a file
    that is not as it should be.
    """
    if not folder.is_dir():
        raise FoedusError("FOE001", "no such folder", where=str(folder), help="name the folder with the data sets")
    for library in ("pyarrow.parquet", "pyarrow.compute", "pyarrow.csv"):
        load(library)
    found = [
        made
        for step in (_systems, _state_years, _never_met, _dyads_atop, _dyads_cow, _member_years, _atop_members)
        for made in step(folder)
    ]
    if not found:
        raise FoedusError(
            "FOE001",
            "the folder holds none of the expected tables",
            where=str(folder),
            help="it needs gold/gold_*.parquet or gold/gold_*.csv beside the makers' files; see docs/panels.md",
        )
    return found


def _one(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)


def _listed(folder: Path, name: str) -> str:
    """The project's own list, or the folder's where that is another one (its differences are a table of their own)."""
    path = _one(folder, SYSTEMS[name])
    if path is None:
        return name
    ours, theirs = system(name), system(path)
    np = load("numpy")
    same = all(np.array_equal(getattr(ours, part), getattr(theirs, part)) for part in ("codes", "starts", "ends"))
    return name if same else str(path)


def _systems(folder: Path) -> list[Evaluated]:
    found = []
    for name, pattern in SYSTEMS.items():
        path = _one(folder, pattern)
        if path is None:
            continue
        with measured() as cost:
            ours = build.states(name)
        theirs = build.states(path)
        keys = (system(name).key, "start")
        columns = [column for column in theirs.names if column not in ("abb", "open")]
        comparison = compare(ours.to_arrow(), theirs.to_arrow().select(columns), keys)
        found.append(Evaluated(f"system_{name}", comparison, cost))
    return found


def _state_years(folder: Path) -> list[Evaluated]:
    found = []
    for name in ("cow", "gw"):
        path = _one(folder, f"gold/*stateyears_{name}.csv")
        if path is not None:
            first, last = _span(_csv(path))
            listed = _listed(folder, name)
            order = {"unit": "state_years", "system": listed, "first": first, "last": last}
            found.append(_made(f"state_years_{name}", order, partial(_csv, path), (system(listed).key, "year")))
    return found


def _never_met(folder: Path) -> list[Evaluated]:
    """Dyad-years in which both states were in the system, but never on the same day."""
    np, pa = load("numpy"), load("pyarrow")
    found = []
    for name in ("cow", "gw"):
        path = _one(folder, f"false_{name}_dyads.csv")
        if path is None:
            continue
        expected = _csv(path)
        listed = system(_listed(folder, name))
        key = listed.key
        with measured() as cost:
            states = build.state_years(listed).units
            pairs = build.dyad_years(listed).units
            index, period = states.slice(0, len(states))
            rows = []
            for year in np.unique(period):
                there = index[0][period == year]
                one, two = (part.ravel() for part in np.meshgrid(there, there, indexing="ij"))
                met = pairs.locate((one, two), np.full(len(one), year)) >= 0
                lost = ~met & (one != two)
                rows.append(np.stack([states.members[one[lost]], states.members[two[lost]], np.full(lost.sum(), year)]))
            cells = np.concatenate(rows, axis=1)
        names = (f"{key}1", f"{key}2", "year")
        ours = pa.table(dict(zip(names, cells, strict=True)))
        found.append(Evaluated(f"never_met_{name}", compare(ours, expected.select(list(names)), names), cost))
    return found


def _dyads_atop(folder: Path) -> list[Evaluated]:
    gold, source = _one(folder, "gold/*dyadyears_atop.parquet"), _one(folder, "atop*directed*.parquet")
    if gold is None or source is None:
        return []
    return [_dyads(folder, "dyad_years_atop", gold, "atop", source)]


def _dyads_cow(folder: Path) -> list[Evaluated]:
    gold = _one(folder, "gold/*dyadyears_cow.parquet")
    found = []
    spells, years = _one(folder, "cow*by_directed.csv"), _one(folder, "cow*directed_dyad_year*.parquet")
    if gold is not None and spells is not None:
        made = _dyads(folder, "dyad_years_cow_as_published", gold, "cow", spells, {"as_published": True})
        if made.comparison.examples:
            made.notes.append(
                "the cells that differ are a tie in the published row order: spells of one treaty and pair that begin "
                "on the same day, numbered on in an order that the file does not fix"
            )
        found.append(made)
    if gold is not None and years is not None:
        found.append(_dyads(folder, "dyad_years_cow_joined", gold, "cow", years))
    if spells is not None:
        found.append(_corrected(spells, "cow_corrections_dyads"))
    return found


def _dyads(
    folder: Path, name: str, gold: Path, reader: str, source: Path, options: dict[str, Any] | None = None
) -> Evaluated:
    file = load("pyarrow.parquet").ParquetFile(gold)
    first, last = _span(file.read(columns=["year"]))
    listed = _listed(folder, "cow")
    key = system(listed).key
    order = {
        "unit": "dyad_years",
        "system": listed,
        "first": first,
        "last": last,
        "directed": True,
        "source": {"reader": reader, "path": str(source), "options": options or {}},
    }
    return _made(name, order, file.read, (f"{key}1", f"{key}2", "year"))


def _member_years(folder: Path) -> list[Evaluated]:
    spells, years = _one(folder, "cow*by_member.csv"), _one(folder, "cow*by_member_yearly.csv")
    if spells is None or years is None:
        return []
    with measured() as cost:
        ours = cow(spells).member_years(as_published=True)
    comparison = compare(ours.to_arrow(), _csv(years), ("version4id", "ccode", "year"))
    made = _noted(Evaluated("cow_member_years_as_published", comparison, cost))
    return [made, _corrected(spells, "cow_corrections_members")]


def _corrected(spells: Path, name: str) -> Evaluated:
    """The list of corrections, which has no expected table: its rows by defect."""
    with measured() as cost:
        listed = cow(spells).corrections()
    counts = Counter(listed.to_arrow()["defect"].to_pylist())
    notes = [f"{count} × {defect}" for defect, count in counts.most_common()]
    return Evaluated(name, Comparison(len(listed), len(listed)), cost, notes, {"by_defect": dict(counts)})


def _atop_members(folder: Path) -> list[Evaluated]:
    members, years = _one(folder, "atop*member_level.csv"), _one(folder, "atop*directed*.parquet")
    if members is None or years is None:
        return []
    from foedus.panels.atop_residue import residue

    with measured() as cost:
        found = residue(members, years, _one(folder, "atop5*alliance_level.csv"))
    comparison = found.comparison
    matched = comparison.rows - comparison.rows_surplus
    notes = [
        f"{matched:,} of {comparison.rows_expected:,} dyad-years of the published file to {found.last} come out of the "
        f"member file, with {comparison.rows_surplus} surplus",
        f"without the {found.unknown:,} rows of treaties that no file here has, that is {matched:,} of "
        f"{comparison.rows_expected - found.unknown:,}",
        *(f"{count:,} {kind}" for kind, count in found.kinds.items()),
    ]
    extra = {"rows_matched": matched, "rows_unknown_treaty": found.unknown, "residue": found.kinds}
    return [Evaluated("atop_from_members", comparison, cost, notes, extra)]


def _made(name: str, order: dict[str, Any], expected: Callable[[], Any], keys: tuple[str, ...]) -> Evaluated:
    """Make a table and write it to Parquet in a process of its own, then compare what was written."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "table.parquet"
        cost = apart({**order, "out": str(path)})
        ours = load("pyarrow.parquet").read_table(path)
    return _noted(Evaluated(name, compare(ours, expected(), keys), cost))


def _noted(found: Evaluated) -> Evaluated:
    if found.comparison.is_equal:
        found.notes.append("equal, row for row and cell for cell")
    return found


def _csv(path: Path) -> Any:
    """A CSV file of expected values with whole numbers and texts as such; blanks are missing."""
    pa = load("pyarrow")
    file = DataFile.read(path)
    columns: dict[str, Any] = {}
    for name in file.names:
        texts = file.texts(name)
        try:
            columns[name] = pa.array([None if text in ("", "NA") else int(text) for text in texts], pa.int64())
        except ValueError:
            columns[name] = pa.array(texts)
            with suppress(ValueError):
                columns[name] = pa.array([float(text) if text else None for text in texts])
    return pa.table(columns)


def _span(table: Any) -> tuple[int, int]:
    found = load("pyarrow.compute").min_max(table["year"]).as_py()
    return int(found["min"]), int(found["max"])
