"""COW alliances by year: the years as published, defects included, and the files that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.columns import UNKNOWN
from foedus.panels.datafile import DataFile
from foedus.panels.editions import edition_of, within
from foedus.panels.members import numbered_on
from foedus.panels.needs import load
from foedus.panels.periods import spread
from foedus.panels.systems import check_codes
from foedus.panels.table import Table, table
from foedus.panels.years import YearSource

if TYPE_CHECKING:
    from foedus.panels.from_cow import CowSpells


def read_years(file: DataFile, *, version: str | None, coverage: tuple[int, int] | None, prefix: str) -> YearSource:
    """A file of plain directed dyad-years (``ccode1, ccode2, year, cow_defense …``), joined as it stands."""
    from foedus.panels.from_cow import KINDS, VARIABLES

    np = load("numpy")
    names = [
        file.first_of(f"cow_{kind.column}", name, kind.column) for kind, name in zip(KINDS, VARIABLES, strict=True)
    ]
    lacking = [f"cow_{kind.column}" for kind, name in zip(KINDS, names, strict=True) if name is None]
    file.need(("ccode1", "ccode2", "year", *lacking), "a file of COW dyad-years")
    one, two = (file.ints(name, low=1, blank=False).values for name in ("ccode1", "ccode2"))
    year = file.ints("year", blank=False).values
    note = "dyad-years as published; bring the directed spell file (spells=) to correct them"
    edition = edition_of(
        file,
        "COW alliances",
        version=version,
        coverage=coverage,
        column="version",
        years=(int(year.min(initial=9999)), int(year.max(initial=0))),
        remarks=(note,),
    )
    within(file, edition, "year", year)
    check_codes(file, {"ccode1": one, "ccode2": two})
    file.unique(("ccode1", "ccode2", "year"), (one, two, year), "a dyad-year")
    owes = np.stack([file.flags(str(name)).filled(UNKNOWN).astype(np.int8) for name in names], axis=1)
    file.judge()
    return YearSource(edition, "cow", KINDS, file, one, two, year, owes, True, prefix)


def published_years(source: CowSpells) -> YearSource:
    """The published dyad-years out of the directed spells.

    Years are numbered on within treaty and pair, in order of start and end; only what the lower code promises is
    taken and mirrored; a blank pledge is 0, as in the published file. Raises `FoedusError` FOE613 for another file.
    """
    from foedus.panels.from_cow import BY_DYAD, KINDS

    np, c = load("numpy"), source.columns_of
    if source.layout is not BY_DYAD or not source.directed:
        raise FoedusError(
            "FOE613",
            "published dyad-years can only be made from the directed spell file",
            where=str(source.file.path),
            help="bring the file by directed dyad, or leave as_published out",
        )
    lower = c["one"] < c["two"]
    c = {name: values[lower] for name, values in c.items()}
    which, year = numbered_on((c["treaty"], c["one"], c["two"]), c["first"], c["last"])
    one, two = c["one"][which], c["two"][which]
    owes = np.maximum(c["owes"], 0)[which]
    edition = source.edition
    low = (np.datetime64(edition.last_day, "D").astype("M8[Y]").astype(int)) + 1970
    keep = year <= low
    one, two, year, owes, which = one[keep], two[keep], year[keep], owes[keep], which[keep]
    return YearSource(
        edition,
        "cow",
        KINDS,
        source.file,
        np.concatenate((one, two)),
        np.concatenate((two, one)),
        np.concatenate((year, year)),
        np.concatenate((owes, owes)),
        True,
        source.prefix,
        line_of=np.concatenate((c["line"][which], c["line"][which])),
        treaty=np.char.add("cow:", np.concatenate((c["treaty"][which], c["treaty"][which])).astype(str)),
    )


def member_years(source: CowSpells, as_published: bool) -> Table:
    """A row for each year of each member's spell, with the spell file's columns and ``year``.

    As published: years numbered on, and an open end written as the last year of coverage. Raises `FoedusError` FOE613
    for a file that does not list members.
    """
    from foedus.panels.from_cow import BY_MEMBER

    pa, c = load("pyarrow"), source.columns_of
    if source.layout is not BY_MEMBER:
        raise FoedusError(
            "FOE613", "this file lists dyads, not members", where=str(source.file.path), help="bring the file by member"
        )
    if as_published:
        which, year = numbered_on((c["treaty"], c["one"]), c["first"], c["last"])
    else:
        which, year = spread(c["first"], c["last"])
        # Two spells that meet in one year are both real; each keeps its own row.
    file, rows = source.file, pa.array(c["line"][which])
    columns: dict[str, Any] = {}
    for name in file.names:
        if name == "year":
            continue
        if name == "version" or (name == file.names[-1] and "year" not in columns):
            columns["year"] = year
        values = file.table[name] if name in ("state_name", "ss_type", "version") else _whole(file, name)
        if name == "version":
            values = load("pyarrow.compute").cast(values, pa.float64())
        columns[name] = values.take(rows)
    if as_published:
        columns["mem_end_year"] = c["last"][which]
    rule = "published" if as_published else "corrected"
    about = {"unit": "member-year", "years": rule, "sources": [source.edition.describe()]}
    return table(columns, about, source.edition.cite)


def _whole(file: DataFile, name: str) -> Any:
    pa = load("pyarrow")
    numbers = file.ints(name)
    return pa.array(numbers.values, mask=numbers.missing)
