"""Dyad-year files: what a data set says of two states in a year, joined as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.columns import UNKNOWN, Both, Column, Edition, Evidence, Explain, flag_column
from foedus.panels.datafile import DataFile
from foedus.panels.joining import Held, joined, pairs_of, partners
from foedus.panels.needs import load
from foedus.panels.periods import Grain
from foedus.panels.pledges import PledgeKind, Pledges, explain_by_spells, outside
from foedus.panels.table import Table, table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foedus.panels.units import Units

    Ints = NDArray[np.int64]


@dataclass
class YearSource:
    """A file of dyad-years as arrays: ``one`` and ``two`` (codes), ``year`` and, for each kind, 1, 0 or `UNKNOWN`.

    ``directed``: ``one`` promises ``two``; otherwise the row holds for the pair. ``any_name``: a column that is 1
    where the file has a row at all. ``spells``: the same data set's spells, from which `why` names the treaties.
    ``line_of`` and ``treaty``: the row of the file and the treaty behind each row here, where rows were made from
    spells; ``written`` the codes as the file has them, where they were translated.
    """

    edition: Edition
    system: str
    kinds: tuple[PledgeKind, ...]
    file: DataFile
    one: Ints
    two: Ints
    year: Ints
    owes: NDArray[np.int8]
    directed: bool
    prefix: str
    any_name: str | None = None
    spells: Pledges | None = field(default=None, repr=False)
    line_of: Ints | None = field(default=None, repr=False)
    treaty: NDArray[Any] | None = field(default=None, repr=False)
    written: tuple[Any, Any] | None = field(default=None, repr=False)

    def columns(self, units: Units, both: Both) -> list[Column]:
        """A column a kind, 0 inside the coverage where the file has no row, missing outside it.

        Codes of another system than the table's are translated. Raises `FoedusError` FOE613 for months or days, and
        for directed rows out of an undirected file.
        """
        np = load("numpy")
        self._fits(units)
        if units.system.name != self.system:
            return self.translated(units.system.name).columns(units, both)
        covered = self.edition.covers(units.calendar, units.periods())
        pairs = pairs_of(units) if units.arity > 2 else None
        wanted: list[tuple[str, str, int | None]] = []
        if self.any_name:
            wanted.append((self.any_name, "the file has a row for it: bound by any treaty of the source", None))
        wanted += [(self.prefix + kind.column, kind.says, n) for n, kind in enumerate(self.kinds)]
        columns = []
        cells = self._cells(units)
        for name, says, number in wanted:
            owes = np.ones(len(self.year), np.int8) if number is None else self.owes[:, number]
            held = self._held(cells, owes)
            explain = self._explain(number)
            columns.append(
                flag_column(units, name, joined(units, both, held, pairs), says, self.edition, covered, explain)
            )
            if units.arity == 1:
                note = f"how many states of the system are given it: {says}"
                columns.append(Column(f"{name}_partners", partners(units, held), ~covered, note, self.edition, explain))
        return columns

    def rows(self, system: str = "cow") -> Table:
        """The source's own rows, all of them, with ``in_system``: 1 where both states were in the system that year."""
        from foedus.panels.periods import Calendar, Rule
        from foedus.panels.systems import system as listed
        from foedus.panels.units import group_units

        np = load("numpy")
        low, high = int(self.year.min(initial=1816)), int(self.year.max(initial=1816))
        units = group_units(listed(system), Calendar.between(low, high, Grain.YEAR), Rule.ANY_DAY, 2, directed=True)
        inside = units.locate((units.position(self.one), units.position(self.two)), self.year) >= 0
        columns: dict[str, Any] = {"ccode1": self.one, "ccode2": self.two, "year": self.year}
        pa = load("pyarrow")
        for n, kind in enumerate(self.kinds):
            columns[self.prefix + kind.column] = pa.array(self.owes[:, n], mask=self.owes[:, n] == UNKNOWN)
        columns["in_system"] = inside.astype(np.int8)
        about = {"unit": "row of the source", "sources": [self.edition.describe()]}
        return table(columns, about, self.edition.cite)

    def translated(self, system: str) -> YearSource:
        """The same rows in another system's codes; a year in which a state had two codes gives a row for each."""
        from foedus.panels.crosswalk import translated, translated_years

        np = load("numpy")
        at, one, two = translated_years(self.system, system, (self.one, self.two), self.year)
        lines = np.arange(len(self.year)) if self.line_of is None else self.line_of
        return replace(
            self,
            system=system,
            one=one,
            two=two,
            year=self.year[at],
            owes=self.owes[at],
            line_of=lines[at],
            written=(self.one[at], self.two[at]),
            treaty=None if self.treaty is None else self.treaty[at],
            spells=None if self.spells is None else translated(self.spells, system),
        )

    def _fits(self, units: Units) -> None:
        wrong, way = "", ""
        if units.calendar.grain is not Grain.YEAR:
            wrong, way = f"codes years, not {units.calendar.grain.value}s", "bring the file with spells"
        elif units.arity == 2 and units.directed and not self.directed:
            wrong = "holds undirected pairs: who promises whom is not in it"
            way = "build an undirected table (directed=False), or bring the directed file"
        if wrong:
            raise FoedusError(
                "FOE613", f"{self.edition.title} ({self.file.path.name}) {wrong}", where=str(self.file.path), help=way
            )

    def _cells(self, units: Units) -> tuple[Any, Any, Any]:
        np = load("numpy")
        one, two = units.position(self.one), units.position(self.two)
        if self.directed:
            return one, two, self.year
        # An undirected row holds both ways, so that every rule for pairs gives it back.
        return np.concatenate((one, two)), np.concatenate((two, one)), np.concatenate((self.year, self.year))

    def _held(self, cells: tuple[Any, Any, Any], owes: Any) -> Held:
        np = load("numpy")
        if not self.directed:
            owes = np.concatenate((owes, owes))

        def held(value: int) -> tuple[Any, Any, Any]:
            keep = owes == value
            return cells[0][keep], cells[1][keep], cells[2][keep]

        return held

    def _explain(self, number: int | None) -> Explain:
        def explain(units: Units, row: int, keys: dict[str, Any]) -> tuple[str, tuple[Evidence, ...]]:
            np = load("numpy")
            codes = [keys[name] for name in units.key_names[: units.arity]]
            year = int(keys["year"])
            if not bool(self.edition.touches(units.calendar, np.array([year]))[0]):
                return outside(self.edition, str(year)), ()
            at = np.flatnonzero(self._rows(units, codes, year, number))
            evidence = [self._evidence(int(found), number) for found in at[:50]]
            covers = f"{self.edition.title} {self.edition.version} covers {year}"
            says = f"{self.file.path.name} has no row for it, and {covers}"
            if len(at):
                noun = "row" if len(at) == 1 else "rows"
                says = f"{len(at)} {noun} of {self.file.path.name} ({self.edition.title} {self.edition.version})"
            if len(at) and self.spells is not None:
                behind = explain_by_spells(self.spells, self.edition, number, units, row, keys)
                evidence += behind
                if not behind:
                    says += "; the spell file given has no treaty behind it (another edition)"
            return says, tuple(evidence)

        return explain

    def _rows(self, units: Units, codes: list[Any], year: int, number: int | None) -> Any:
        np = load("numpy")
        found = self.year == year
        if units.arity == 1:
            found = found & ((self.one == codes[0]) | (~np.bool_(self.directed) & (self.two == codes[0])))
        elif units.arity == 2 and units.directed:
            found = found & (self.one == codes[0]) & (self.two == codes[1])
        else:
            found = found & np.isin(self.one, codes) & np.isin(self.two, codes)
        return found if number is None or units.arity == 2 else found & (self.owes[:, number] != 0)

    def _evidence(self, row: int, number: int | None) -> Evidence:
        value = ""
        if number is not None:
            coded = int(self.owes[row, number])
            value = f"{self.kinds[number].clause} = {'blank' if coded == UNKNOWN else coded}"
        one, two = self.written or (self.one, self.two)
        keys = f"{one[row]} → {two[row]}, {self.year[row]}"
        return Evidence(
            source=f"{self.edition.title} {self.edition.version}",
            file=str(self.file.path),
            line=self.file.line(row if self.line_of is None else int(self.line_of[row])),
            treaty="" if self.treaty is None else str(self.treaty[row]),
            clause=value,
            says=f"row key {keys}",
        )
