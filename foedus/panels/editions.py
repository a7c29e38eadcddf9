"""Editions of the data sets that are read here: what each covers. Facts of the makers, one line an edition."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from foedus.model.errors import FoedusError
from foedus.panels.columns import Edition
from foedus.panels.datafile import DataFile

_EPOCH = 719163

COVERAGE: dict[str, dict[str, tuple[int, int]]] = {
    "ATOP": {"3.0": (1815, 2003), "4.0": (1815, 2016), "4.01": (1815, 2016), "5.0": (1815, 2018), "5.1": (1815, 2018)},
    "COW alliances": {"4.1": (1816, 2012)},
    "COW inter-state wars": {"4.0": (1816, 2007)},
}
"""First and last year coded, by data set and version (ATOP codebooks 3–5; Gibler 2009; Sarkees and Wayman 2010)."""

_CITE = {
    "ATOP": ("atop",),
    "COW alliances": ("cow_alliances",),
    "COW inter-state wars": ("cow_wars",),
}
_KEY = {"ATOP": "atop", "COW alliances": "cow", "COW inter-state wars": "cow_wars"}


def day(year: int, month: int = 1, number: int = 1) -> int:
    """A date as days since 1970-01-01."""
    return date(year, month, number).toordinal() - _EPOCH


def edition_of(
    file: DataFile,
    title: str,
    *,
    version: str | None,
    coverage: tuple[int, int] | None,
    column: str | None,
    years: tuple[int, int],
    remarks: tuple[str, ...] = (),
) -> Edition:
    """The edition of a file: as said by the caller, else by its version column, else by its name.

    ``years``: the first and last year in the file, used as the coverage (with a remark) only where neither the file
    nor the caller names a version. Raises `FoedusError` FOE608 for a version whose coverage is not known.
    """
    row: int | None = None
    found = version
    if found is None and column and column in file.names:
        found, row = _in_column(file, column)
    if found is None:
        match = re.search(r"(?<!\d)(\d\.\d{1,2})(?!\d)", file.path.name.replace("_", "."))
        found = match[1] if match else None
    known = COVERAGE[title]
    if coverage is None and found is None:
        file.judge()
        coverage = years
        remarks = (*remarks, "no version in the file or its name: coverage taken from its first and last year")
    if coverage is None and found not in known:
        file.judge()
        near = ", ".join(known)
        raise FoedusError(
            "FOE608",
            f"{title} {found} is not among the editions known here ({near})",
            where=file.where(row, column or "") if row is not None else str(file.path),
            help=f'name its coverage: version="{found}", coverage=(first year, last year)',
        )
    first, last = coverage or known[str(found)]
    if last < first:
        raise FoedusError(
            "FOE611", f"coverage ends ({last}) before it begins ({first})", help="give the first year first"
        )
    return Edition(
        _KEY[title], title, found or "unknown", day(first), day(last, 12, 31), (str(file.path),), _CITE[title], remarks
    )


def _in_column(file: DataFile, column: str) -> tuple[str | None, int | None]:
    said = [(row, value) for row, value in enumerate(file.numbers(column)) if value is not None]
    if not said:
        return None, None
    first = said[0][1]
    for row, value in said:
        if round(value, 2) != round(first, 2):
            raise FoedusError(
                "FOE608",
                f"version {value:g} among rows of version {first:g}",
                where=file.where(row, column),
                help="keep the editions in files of their own",
            )
    text = f"{round(first, 2):g}"
    return (text if "." in text else f"{text}.0"), said[0][0]


def within(file: DataFile, edition: Edition, column: str, values: Any, missing: Any = None) -> None:
    """Gather FOE607 for each row whose year lies outside the edition's coverage."""
    low, high = (date.fromordinal(item + _EPOCH).year for item in (edition.first_day, edition.last_day))
    bad = (values < low) | (values > high)
    if missing is not None:
        bad = bad & ~missing
    file.refuse(
        column,
        bad,
        f"lies outside the years {low}–{high} that {edition.title} {edition.version} covers",
        values,
        code="FOE607",
        help="mend the year, or name the coverage of your edition: coverage=(first, last)",
    )
