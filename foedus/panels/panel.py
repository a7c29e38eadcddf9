"""A panel: units with columns added from sources, every cell of which can say where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError, did_you_mean
from foedus.panels.buffers import arrow_of
from foedus.panels.columns import UNKNOWN, Both, Column, Evidence, Source, Why, both_named, each, either
from foedus.panels.needs import load
from foedus.panels.periods import Grain, day_text
from foedus.panels.table import SLICE, Table, made_by

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foedus.panels.units import Units


class Panel(Table):
    """Rows for units (states, pairs, groups) and periods, with columns added one source at a time.

    ``both``: how undirected pairs get one value out of two directions; named in the description.
    """

    def __init__(self, units: Units, both: str | Both = Both.EITHER) -> None:
        self.units = units
        self.both = both_named(both)
        self.columns: dict[str, Column] = {}
        self.sources: list[Source] = []
        self._extra_cite: list[str] = []

    def __len__(self) -> int:
        return len(self.units)

    @property
    def names(self) -> list[str]:
        """The names of all columns, keys first."""
        return [*self.units.key_names, *self.columns]

    def add(self, *sources: Source) -> Panel:
        """Add the columns of one or more sources, and return this panel.

        Raises `FoedusError` FOE609 where a column of that name is there already, FOE613 where the source cannot
        answer for these units.
        """
        for source in sources:
            self.add_columns(source.columns(self.units, self.both))
            self.sources.append(source)
        return self

    def add_columns(self, columns: Iterable[Column]) -> Panel:
        """Add ready columns, and return this panel. Raises `FoedusError` FOE609 for a name that is taken."""
        new = list(columns)
        taken = [column.name for column in new if column.name in self.names]
        if taken:
            raise FoedusError(
                "FOE609", f"the table already has {', '.join(taken)}", help='give the source a prefix: prefix="second_"'
            )
        self.columns.update({column.name: column for column in new})
        return self

    def column(self, name: str) -> Column:
        """A column by name. Raises `FoedusError` FOE610 where there is none."""
        if name not in self.columns:
            near = did_you_mean(name, self.columns)
            raise FoedusError(
                "FOE610",
                f'the table has no column "{name}"',
                help=near or f"its columns are {', '.join(self.columns) or 'none yet: add a source'}",
            )
        return self.columns[name]

    def coded(self, name: str) -> NDArray[np.int8]:
        """A column of flags as 0, 1 and −1 for missing."""
        np = load("numpy")
        column = self.column(name)
        if column.missing is None:
            return column.values.astype(np.int8)
        return np.where(column.missing, UNKNOWN, column.values).astype(np.int8)  # type: ignore[no-any-return]

    def compare(self, left: str, right: str, name: str | None = None) -> Panel:
        """Add a column that is 1 where two columns disagree, 0 where they agree, missing where either is."""
        np = load("numpy")
        one, two = self.column(left), self.column(right)
        missing = _missing(one, len(self)) | _missing(two, len(self))
        values = np.where(missing, 0, one.values != two.values).astype(np.int8)
        says = f"1 where {left} and {right} differ, 0 where they agree, missing where either is missing"
        return self.add_columns(
            [
                Column(
                    name or f"{left}_differs_{right}",
                    values,
                    missing,
                    says,
                    explain=self._of(left, right),
                    made_of=(left, right),
                )
            ]
        )

    def combine(self, names: list[str], name: str, rule: str = "any") -> Panel:
        """Add one column out of several flags: ``any`` (1 if any is), ``all`` (1 if all are); missing is neither."""
        if rule not in ("any", "all"):
            raise FoedusError("FOE612", f'"{rule}" is no way to combine columns', help="one of any, all")
        value = self.coded(names[0])
        for other in names[1:]:
            value = either(value, self.coded(other)) if rule == "any" else each(value, self.coded(other))
        missing = value == UNKNOWN
        says = f"{rule} of {', '.join(names)}"
        return self.add_columns(
            [Column(name, abs(value) * ~missing, missing, says, explain=self._of(*names), made_of=tuple(names))]
        )

    def _of(self, *names: str) -> Any:
        def explain(units: Units, row: int, keys: dict[str, Any]) -> tuple[str, tuple[Evidence, ...]]:
            parts = [self._reason(name, row, keys) for name in names]
            says = "; ".join(f"{part.column} is {'missing' if part.value is None else part.value}" for part in parts)
            return f"made of {says}", tuple(item for part in parts for item in part.evidence)

        return explain

    def why(self, *, column: str, **keys: Any) -> Why:
        """Where a cell came from: ``why(ccode1=2, ccode2=200, year=1950, column="atop_defense")``.

        Raises `FoedusError` FOE610 for a column, key or row that is not there.
        """
        self.column(column)
        return self._reason(column, self.units.row_of(keys), keys)

    def _reason(self, name: str, row: int, keys: dict[str, Any]) -> Why:
        column = self.column(name)
        says, evidence = column.explain(self.units, row, keys) if column.explain else (column.says, ())
        return Why(name, dict(keys), column.at(row), says, evidence)

    def describe(self) -> dict[str, Any]:
        """What the table is: unit, system, span, year rule, sources with coverage and version, and each column."""
        np, units, calendar = load("numpy"), self.units, self.units.calendar
        about: dict[str, Any] = {
            **made_by(),
            "unit": units.kind,
            "rows": len(self),
            "system": {
                "name": units.system.name,
                "title": units.system.title,
                "version": units.system.version,
                "last_day": day_text(units.system.last),
                "extended": calendar.last_day > units.system.last,
            },
            "from": calendar.label(calendar.first),
            "to": calendar.label(calendar.last),
            "year_rule": {"name": units.rule.value, "says": units.rule.says},
        }
        if units.arity > 1 and not units.directed:
            about["undirected_rule"] = {"name": self.both.value, "says": self.both.says}
        about["keys"] = list(units.key_names)
        about["columns"] = {name: column.says for name, column in self.columns.items()}
        about["missing"] = {
            name: 0 if column.missing is None else int(np.count_nonzero(column.missing))
            for name, column in self.columns.items()
        }
        about["column_sources"] = {
            name: column.edition.title for name, column in self.columns.items() if column.edition
        }
        about["sources"] = [edition.describe() for edition in self._editions()]
        return about

    def _editions(self) -> list[Any]:
        found: list[Any] = []
        for column in self.columns.values():
            if column.edition and column.edition not in found:
                found.append(column.edition)
        return found

    def cite(self) -> str:
        """BibTeX of the state system, of every source added and of every measure computed."""
        from foedus.panels.cite import bibtex

        keys = list(self.units.system.cite)
        for edition in self._editions():
            keys += edition.cite
        for column in self.columns.values():
            keys += column.cite
        return bibtex((*keys, *self._extra_cite))

    def batches(self, size: int = SLICE) -> Iterator[Any]:
        """The panel as Arrow tables of at most ``size`` rows, keys written out slice by slice."""
        pa = load("pyarrow")
        for begin in range(0, max(len(self), 1), size):
            end = min(begin + size, len(self))
            arrays = self._keys(begin, end)
            for column in self.columns.values():
                missing = None if column.missing is None else column.missing[begin:end]
                arrays.append(arrow_of(column.values[begin:end], missing))
            yield pa.Table.from_arrays(arrays, names=self.names)

    def _keys(self, begin: int, end: int) -> list[Any]:
        np = load("numpy")
        index, period = self.units.slice(begin, end) if end > begin else (self.units.index, self.units.first[:0])
        if end <= begin:
            index = tuple(part[:0] for part in index)
        arrays = [arrow_of(self.units.members[part]) for part in index]
        grain = self.units.calendar.grain
        if grain is Grain.YEAR:
            return [*arrays, arrow_of(period)]
        if grain is Grain.MONTH:
            return [*arrays, arrow_of(period // 12), arrow_of((period % 12 + 1).astype(np.int8))]
        return [*arrays, arrow_of(period.astype("M8[D]"))]

    def similarity(self, **options: Any) -> Panel:
        """Add measures of the similarity of two states' portfolios; see `foedus.panels.similarity.columns`."""
        from foedus.panels.similarity import columns

        return self.add_columns(columns(self, **options))

    def network(self, column: str, **options: Any) -> Table:
        """Network measures per state and period out of a column of flags; see `foedus.panels.networks.measures`."""
        from foedus.panels.networks import measures

        return measures(self, column, **options)

    def plot(self, kind: str = "commitments", **options: Any) -> Any:
        """An Altair chart: ``commitments``, ``network`` or ``spans``; see `foedus.panels.plots.chart`."""
        from foedus.panels.plots import chart

        return chart(self, kind, **options)


def _missing(column: Column, size: int) -> NDArray[np.bool_]:
    np = load("numpy")
    return np.zeros(size, bool) if column.missing is None else column.missing
