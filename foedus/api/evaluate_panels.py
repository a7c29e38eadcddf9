"""`foedus evaluate panels`: every expected table of a folder of published data sets, made again and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def evaluate_panels(folder: Path) -> dict[str, Any]:
    """Compare each table cell by cell.

    Gives ``{"tables": [{name, rows, rows_expected, cells_different, seconds, peak_mb, …}]}``.

    Raises `FoedusError` FOE001 for no such folder or one without expected tables, FOE602–FOE608 for a file that is not
    as its maker publishes it.
    """
    from foedus.panels.evaluation import evaluate

    return {"folder": str(folder), "tables": [made.to_dict() for made in evaluate(Path(folder))]}


def evaluation_lines(found: dict[str, Any]) -> list[str]:
    """The result as lines for people: one a table, then its differing columns, cells and remarks."""
    lines = []
    for table in found["tables"]:
        lines.append(
            f"{table['name']:<32} {table['rows']:>10,} rows of {table['rows_expected']:>10,}  "
            f"{table['cells_different']:>7,} cells different  {table['seconds']:6.2f} s  {table['peak_mb']:6.0f} MB"
        )
        off = {name: count for name, count in table["columns"].items() if count}
        if table["rows_missing"] or table["rows_surplus"]:
            lines.append(f"    {table['rows_missing']:,} rows missing, {table['rows_surplus']:,} surplus")
        lines += [f"    {name}: {count:,} cells differ" for name, count in off.items()]
        if table["cells_different"] <= 20:
            lines += [f"    {_example(example)}" for example in table["examples"]]
        lines += [f"    {note}" for note in table["notes"]]
    return lines


def _example(example: dict[str, Any]) -> str:
    keys = ", ".join(f"{name} {value}" for name, value in example.items() if name not in ("column", "ours", "theirs"))
    ours, theirs = ("missing" if example[side] is None else example[side] for side in ("ours", "theirs"))
    return f"{example['column']} ({keys}): {ours}, expected {theirs}"
