"""Reads ATOP's dyad-year files, directed or not, under the column names of its releases and of their repackagings."""

from __future__ import annotations

from pathlib import Path

from foedus.model.errors import FoedusError
from foedus.panels.columns import UNKNOWN
from foedus.panels.datafile import DataFile
from foedus.panels.editions import edition_of, within
from foedus.panels.from_atop import KINDS, read_members
from foedus.panels.needs import load
from foedus.panels.systems import check_codes
from foedus.panels.years import YearSource

DIRECTED = (("ccode1", "ccode2"), ("stateA", "stateB"), ("statea", "stateb"))
UNDIRECTED = (("mem1", "mem2"),)


def read_years(
    file: DataFile, *, prefix: str, members: str | Path | None, version: str | None, coverage: tuple[int, int] | None
) -> YearSource:
    """A dyad-year file, checked. Raises `FoedusError` FOE602–FOE608 with file, row and column."""
    np = load("numpy")
    codes = next((pair for pair in (*DIRECTED, *UNDIRECTED) if set(pair) <= set(file.names)), None)
    if codes is None:
        file.need(("ccode1", "ccode2", "year"), "a dyad-year file")
        raise AssertionError
    names = [file.first_of(f"atop_{kind.column}", kind.column) for kind in KINDS]
    lacking = [f"atop_{kind.column}" for kind, name in zip(KINDS, names, strict=True) if name is None]
    file.need(("year", *lacking), "an ATOP dyad-year file")
    one, two = (file.ints(name, low=1, blank=False).values for name in codes)
    year = file.ints("year", blank=False).values
    edition = edition_of(
        file,
        "ATOP",
        version=version,
        coverage=coverage,
        column=file.first_of("version", "v"),
        years=(int(year.min(initial=9999)), int(year.max(initial=0))),
    )
    within(file, edition, "year", year)
    check_codes(file, dict(zip(codes, (one, two), strict=True)))
    file.refuse(codes[1], one == two, "a state is paired with itself")
    directed = codes in DIRECTED
    low, high = (one, two) if directed else (np.minimum(one, two), np.maximum(one, two))
    file.unique((*codes, "year"), (low, high, year), "a dyad-year")
    owes = np.empty((file.rows, len(names)), dtype=np.int8, order="F")
    for n, found in enumerate(names):
        owes[:, n] = file.flags(str(found)).filled(UNKNOWN)
    file.judge()
    spells = None
    if members is not None:
        behind = DataFile.read(members)
        if "member" not in behind.names:
            raise FoedusError(
                "FOE602",
                "members= takes ATOP's member file",
                where=f"{members}:1 column member",
                help="see docs/panels.md",
            )
        spells = read_members(behind, prefix=prefix, conditions=False, version=None, coverage=None).pledges
    return YearSource(edition, "cow", KINDS, file, one, two, year, owes, directed, prefix, f"{prefix}alliance", spells)
