"""Reads the Correlates of War's formal alliances (Gibler 2009, version 4.1) from spell files and year files.

The published year files carry two defects that the spell files contradict: (a) after a member leaves and comes back,
years are numbered on from its first entry, so that the gap counts and the last years vanish; (b) the undirected
dyad-years carry only what the state with the lower code promises. By default the spells are taken at their word and
the differences are listed (`corrections`); ``as_published`` makes the published years again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.columns import UNKNOWN, Both, Column, Edition
from foedus.panels.datafile import DataFile
from foedus.panels.editions import edition_of, within
from foedus.panels.from_atop import days_between
from foedus.panels.members import together
from foedus.panels.needs import load
from foedus.panels.pledges import PledgeKind, Pledges, pledge_columns
from foedus.panels.systems import check_codes
from foedus.panels.years import YearSource

if TYPE_CHECKING:
    from foedus.panels.table import Table
    from foedus.panels.units import Units

KINDS = (
    PledgeKind("defense", "promises to defend", "COW defense"),
    PledgeKind("neutral", "promises to stay neutral", "COW neutrality"),
    PledgeKind("nonagg", "promises not to attack", "COW nonaggression"),
    PledgeKind("entente", "promises to consult", "COW entente"),
)
VARIABLES = ("defense", "neutrality", "nonaggression", "entente")


@dataclass(frozen=True)
class Layout:
    """How a spell file names its states and the parts of its dates."""

    what: str
    states: tuple[str, ...]
    start: str
    end: str


BY_DYAD = Layout("COW's spell file by dyad", ("ccode1", "ccode2"), "dyad_st", "dyad_end")
BY_MEMBER = Layout("COW's spell file by member", ("ccode",), "mem_st", "mem_end")


def cow(
    path: str | Path,
    *,
    as_published: bool = False,
    spells: str | Path | None = None,
    version: str | None = None,
    coverage: tuple[int, int] | None = None,
    encoding: str | None = None,
    prefix: str = "cow_",
) -> Any:
    """Read a COW alliance file by its columns: spells by member or by dyad, or years.

    ``as_published``: make the published years, defects included. ``spells``: for a file of plain dyad-years
    (``cow_defense`` …), the directed spell file that corrects it. Raises `FoedusError` FOE602–FOE608 with file, row
    and column, FOE613 where as-published years cannot be made from this file.
    """
    file = DataFile.read(path, encoding)
    options: dict[str, Any] = {"version": version, "coverage": coverage, "prefix": prefix}
    if "dyad_st_year" in file.names or "mem_st_year" in file.names:
        return read_spells(file, as_published=as_published, **options)
    from foedus.panels.cow_years import read_years

    years = read_years(file, **options)
    if spells is None or as_published:
        return years
    return read_spells(DataFile.read(spells), as_published=False, **options)


@dataclass
class CowSpells:
    """COW alliance spells. ``columns_of`` holds the file's rows as arrays, in the order of treaty, states and start."""

    edition: Edition
    file: DataFile
    layout: Layout
    prefix: str
    as_published: bool
    columns_of: dict[str, Any] = field(repr=False)

    @property
    def directed(self) -> bool:
        """Does each row say what one state promises the other?"""
        return "asymmetric" not in self.columns_of

    @cached_property
    def pledges(self) -> Pledges:
        """Every pledge between two members, directed; a pair of which only one pledged leaves open which one."""
        c, np = self.columns_of, load("numpy")
        if self.layout is BY_MEMBER:
            return self._of_members()
        owes = c["owes"]
        if not self.directed:
            owes = np.where((c["asymmetric"] == 1)[:, None] & (owes == 1), UNKNOWN, owes)
        return self._spelled(owes.astype(np.int8))

    @cached_property
    def pledges_of_pairs(self) -> Pledges:
        """The pledges for undirected pairs: where the file itself is undirected, what it says of the pair."""
        return self.pledges if self.directed else self._spelled(self.columns_of["owes"])

    def _spelled(self, owes: Any) -> Pledges:
        np, c = load("numpy"), self.columns_of
        real = c["end"] >= c["start"]
        one, two = c["one"], c["two"]
        ways = [(one, two)] if self.directed else [(one, two), (two, one)]
        parts = [
            self._make(a[real], b[real], c["start"][real], c["end"][real], owes[real], np.flatnonzero(real))
            for a, b in ways
        ]
        return parts[0] if len(parts) == 1 else _stacked(parts)

    def _of_members(self) -> Pledges:
        c = self.columns_of
        giver, taker, start, end = together((c["treaty"],), c["one"], c["start"], c["end"])
        return self._make(c["one"][giver], c["one"][taker], start, end, c["owes"][giver], giver)

    def _make(self, giver: Any, taker: Any, start: Any, end: Any, owes: Any, at: Any) -> Pledges:
        np, c = load("numpy"), self.columns_of
        return Pledges(
            system="cow",
            kinds=KINDS,
            giver=giver,
            taker=taker,
            start=start,
            end=end,
            early=start,
            late=end,
            owes=owes,
            treaty=np.char.add("cow:", c["treaty"].astype(str))[at],
            phase=np.full(len(at), "", dtype=object),
            line=np.array([self.file.line(int(row)) for row in c["line"]], dtype=object)[at],
            files=(str(self.file.path),),
            file=np.zeros(len(at), np.int64),
        )

    def columns(self, units: Units, both: Both) -> list[Column]:
        """``cow_defense``, ``cow_neutral``, ``cow_nonagg`` and ``cow_entente``.

        As published: every pledge both ways, as the lower code gives it, in the years as published.
        """
        if self.as_published:
            return self.published.columns(units, both)
        undirected = units.arity > 1 and not units.directed
        source = self.pledges_of_pairs if undirected else self.pledges
        return pledge_columns(source, units, both, self.edition, prefix=self.prefix, any_name=None)

    @cached_property
    def published(self) -> YearSource:
        """The dyad-years as published, made from the directed spells by the two defects.

        Raises `FoedusError` FOE613 for a file that is not the directed one.
        """
        from foedus.panels.cow_years import published_years

        return published_years(self)

    def corrections(self) -> Table:
        """Every difference between the published years and the spells: defect, treaty, states, year, both values."""
        from foedus.panels.corrections import corrections

        return corrections(self)

    def member_years(self, as_published: bool | None = None) -> Table:
        """Member-years with the file's own columns, as published or (by default as the source was opened) corrected."""
        from foedus.panels.cow_years import member_years

        return member_years(self, self.as_published if as_published is None else as_published)

    def member_spells(self) -> dict[str, Any]:
        """Each member's spell as columns: treaty, state, days, pledges, line. Raises FOE613 for a file of dyads."""
        if self.layout is not BY_MEMBER:
            raise FoedusError(
                "FOE613",
                "this file lists dyads, not members",
                where=str(self.file.path),
                help="bring the file by member",
            )
        c = self.columns_of
        return {
            "treaty": c["treaty"],
            "state": c["one"],
            "start": c["start"],
            "end": c["end"],
            "early": c["start"],
            "late": c["end"],
            **{kind.column: c["owes"][:, n] for n, kind in enumerate(KINDS)},
            "line": c["line"] + (2 if self.file.is_csv else 1),
        }


def _stacked(parts: list[Pledges]) -> Pledges:
    np, first = load("numpy"), parts[0]
    names = ("giver", "taker", "start", "end", "early", "late", "owes", "treaty", "phase", "line", "file")
    return replace(first, **{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def read_spells(
    file: DataFile, *, as_published: bool, version: str | None, coverage: tuple[int, int] | None, prefix: str
) -> CowSpells:
    """A spell file (or a published year file, whose rows repeat their spell), checked; every fault with its place."""
    np = load("numpy")
    layout = BY_DYAD if "dyad_st_year" in file.names else BY_MEMBER
    dates = [f"{end}_{part}" for end in (layout.start, layout.end) for part in ("year", "month", "day")]
    file.need(("version4id", *layout.states, *dates, *VARIABLES), layout.what)
    number = {name: file.ints(name, low=0) for name in ("version4id", *layout.states, *dates)}
    for name in ("version4id", *layout.states, f"{layout.start}_year"):
        file.refuse(name, number[name].missing, "is blank, and this column may not be")
    first, final = number[f"{layout.start}_year"], number[f"{layout.end}_year"]
    edition = edition_of(
        file,
        "COW alliances",
        version=version,
        coverage=coverage,
        column="version",
        years=(int(first.values.min(initial=1816)), int(max(final.values.max(initial=0), first.values.max(initial=0)))),
    )
    within(file, edition, f"{layout.start}_year", first.values)
    within(file, edition, f"{layout.end}_year", final.values, final.missing)
    start, end = _days(file, layout, number, edition)
    check_codes(file, {name: number[name].values for name in layout.states})
    found: dict[str, Any] = {
        "treaty": number["version4id"].values,
        "one": number[layout.states[0]].values,
        "two": number[layout.states[-1]].values,
        "start": start,
        "end": end,
        "first": first.values,
        "last": np.where(final.missing, _year(edition.last_day), final.values),
        "owes": np.stack([file.flags(name).filled(UNKNOWN).astype(np.int8) for name in VARIABLES], axis=1),
        "line": np.arange(file.rows),
    }
    if "asymmetric" in file.names:
        found["asymmetric"] = file.flags("asymmetric").filled(0)
    if "year" in file.names:
        found["year"] = file.ints("year", blank=False).values
        within(file, edition, "year", found["year"])
    _check_unique(file, layout, found)
    file.judge()
    states = (found["one"],) if layout is BY_MEMBER else (found["one"], found["two"])
    order = np.lexsort((found["line"], end, start, *reversed(states), found["treaty"]))
    ordered = {name: values[order] for name, values in found.items()}
    source = CowSpells(edition, file, layout, prefix, as_published, ordered)
    return _spells_of_years(source) if "year" in found else source


def _check_unique(file: DataFile, layout: Layout, c: dict[str, Any]) -> None:
    """One row a spell and set of pledges (a year file: one row a treaty, member and year)."""
    states = layout.states if layout is BY_DYAD else layout.states[:1]
    names, keys = ["version4id", *states], [c["treaty"], *((c["one"], c["two"])[: len(states)])]
    if "year" in c:
        file.unique([*names, "year"], [*keys, c["year"]], "a year of a member" if len(states) == 1 else "a dyad-year")
        return
    np = load("numpy")
    # Version 4.1 repeats a few spells that end the day before they begin; those are listed as corrections instead.
    nth = np.where(c["end"] < c["start"], c["line"], -1)
    pledged = [*(c["owes"][:, n] for n in range(len(KINDS))), nth]
    file.unique(
        [*names, f"{layout.start}_day", f"{layout.end}_day", *VARIABLES, "row"],
        [*keys, c["start"], c["end"], *pledged],
        "a spell",
    )


def _days(file: DataFile, layout: Layout, number: dict[str, Any], edition: Edition) -> tuple[Any, Any]:
    np = load("numpy")
    parts = []
    for end in (layout.start, layout.end):
        year, month, day = (number[f"{end}_{part}"] for part in ("year", "month", "day"))
        parts.append(days_between(file, year, month, day, (f"{end}_month", f"{end}_day")))
    final = number[f"{layout.end}_year"]
    # A published year file writes the last year of coverage where the spell file leaves an open end blank.
    still = final.missing | (number[f"{layout.end}_month"].missing & (final.values == _year(edition.last_day)))
    if "right_censor" in file.names:
        cut = file.flags("right_censor").filled(0) == 1
        file.refuse(
            f"{layout.end}_year", final.missing & ~cut, "is blank, and the spell is not marked as cut (right_censor 0)"
        )
    return parts[0][0], np.where(still, edition.last_day, parts[1][1])


def _year(day: int) -> int:
    np = load("numpy")
    return int(np.datetime64(day, "D").astype("M8[Y]").astype(int)) + 1970


def _spells_of_years(source: CowSpells) -> CowSpells:
    """The spells that the rows of a published year file repeat, each once, at the line where it first comes."""
    np, c = load("numpy"), source.columns_of
    key = np.stack(
        [c["treaty"], c["one"], c["two"], c["start"], c["end"], *(c["owes"][:, n] for n in range(len(KINDS)))], axis=1
    )
    _, at = np.unique(key, axis=0, return_index=True)
    at = np.sort(at)
    spells = {name: values[at] for name, values in c.items() if name != "year"}
    return replace(source, columns_of=spells)
