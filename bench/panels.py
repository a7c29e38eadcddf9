"""How fast are panels, and how much memory do they take? Each table is made in a process of its own.

    python bench/panels.py FOLDER        FOLDER holds atop5.1_directed_dyad_year.parquet and COW's by_directed.csv

Prints a table: seconds for building and writing (median of the runs, libraries loaded), seconds for the whole process
from start to exit, the peak of its memory, and the goal.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from foedus.panels.job import apart


def orders(folder: Path) -> list[tuple[str, dict[str, Any], str]]:
    """Name, order and goal of each table."""
    atop = {"reader": "atop", "path": str(folder / "atop5.1_directed_dyad_year.parquet")}
    spells = str(folder / "cow_alliance_v4.1_by_directed.csv")
    cow = {"reader": "cow", "path": spells}
    published = {**cow, "options": {"as_published": True}}
    members = {"reader": "atop", "path": str(folder / "atop4_member_level.csv")}
    dyads: dict[str, Any] = {"unit": "dyad_years", "system": "cow", "first": 1816, "last": 2025, "directed": True}
    found: list[tuple[str, dict[str, Any], str]] = [
        ("dyad-years alone", dyads, ""),
        ("dyad-years + ATOP (gold b)", {**dyads, "source": atop}, "0.5 s, 300 MB"),
        ("undirected + ATOP", {**dyads, "directed": False, "source": atop}, "0.5 s, 300 MB"),
        ("dyad-years + COW as published (gold c)", {**dyads, "source": published}, "0.7 s"),
        ("dyad-years + COW corrected", {**dyads, "source": cow}, ""),
        ("dyad-years + ATOP by members", {**dyads, "last": 2016, "source": members}, ""),
        ("+ all similarity measures, 1816–2018", {**dyads, "last": 2018, "source": atop, "similarity": True}, "60 s"),
        ("state-years", {"unit": "state_years", "system": "cow", "first": 1816, "last": 2025}, ""),
    ]
    for years in (50, 100, 200):
        found.append(
            (f"growth: {years} years + ATOP", {**dyads, "first": 2016 - years, "last": 2015, "source": atop}, "")
        )
    return found


def main() -> None:
    """Run every order and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'table':<42} {'rows':>10} {'work s':>8} {'process s':>10} {'peak MB':>8}  goal")
    for name, order, goal in orders(arguments.folder):
        work, whole, peak, rows = [], [], [], 0
        for _ in range(arguments.runs):
            with tempfile.TemporaryDirectory() as place:
                begin = time.perf_counter()
                cost = apart({**order, "out": str(Path(place) / "table.parquet")})
                whole.append(time.perf_counter() - begin)
            work.append(cost.seconds)
            peak.append(cost.peak_mb)
            rows = cost.rows
        print(
            f"{name:<42} {rows:>10,} {statistics.median(work):>8.2f} {statistics.median(whole):>10.2f} "
            f"{max(peak):>8.0f}  {goal}"
        )


if __name__ == "__main__":
    main()
