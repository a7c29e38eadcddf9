"""State systems: which states there were, from day to day, by the list that a researcher works with.

Three lists come with the project, all from its register of states: ``cow`` (Correlates of War, 500,000 people and
diplomatic missions; Correlates of War Project 2017), ``gw`` (Gleditsch and Ward 1999) and ``own`` (every state of the
register by its own id). A list of one's own is a CSV file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.model.errors import FoedusError, did_you_mean
from foedus.panels.datafile import DataFile
from foedus.panels.needs import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST = date(1816, 1, 1)
"""The first day of the published lists; the register's own states that are older begin on it too."""
_EPOCH = 719163
"""The proleptic ordinal of 1970-01-01."""


class SystemSpell(NamedTuple):
    """One spell of a state in a system, both days in it; ``end`` None is open."""

    code: Any
    abb: str
    name: str
    start: date
    end: date | None
    microstate: bool | None = None


class Layout(NamedTuple):
    """How a system's columns are called, and from when to when its makers have coded it."""

    title: str
    key: str
    label: str
    version: str
    cite: tuple[str, ...]
    last: str | None


LAYOUTS = {
    "cow": Layout("Correlates of War state system", "ccode", "cw_name", "2016", ("cow_states",), "2016-12-31"),
    "gw": Layout("Gleditsch-Ward state system", "gwcode", "gw_name", "2020", ("gw_states",), "2020-12-31"),
    "own": Layout("Foedus register of states", "state", "state_name", "1", ("foedus",), None),
}


@dataclass(frozen=True)
class SystemList:
    """The spells of one system as arrays: ``codes``, ``starts`` and ``ends`` (days since 1970-01-01) and names.

    ``last``: the list's last day. A spell that ends on it is open: it was cut by the list, not by history.
    """

    name: str
    title: str
    key: str
    label: str
    version: str
    cite: tuple[str, ...]
    codes: NDArray[Any]
    labels: tuple[str, ...]
    abbs: tuple[str, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    microstates: NDArray[np.int8] | None
    last: int
    source: str

    @property
    def members(self) -> NDArray[Any]:
        """Every code once, in order."""
        np = load("numpy")
        return np.unique(self.codes)  # type: ignore[no-any-return]

    @property
    def first(self) -> int:
        """The list's first day."""
        return int(self.starts.min())

    def extended(self, last_day: int) -> SystemList:
        """The list carried on to a later day: only spells that end on the list's last day are extended."""
        np = load("numpy")
        if last_day <= self.last:
            return self
        return replace(self, ends=np.where(self.ends == self.last, last_day, self.ends))

    def only(self, wanted: Any) -> SystemList:
        """The list with these states only. Raises `FoedusError` FOE606 for a code that is not in it."""
        np = load("numpy")
        known = set(self.codes.tolist())
        for code in wanted:
            if code not in known:
                near = did_you_mean(str(code), [str(item) for item in known])
                raise FoedusError(
                    "FOE606",
                    f"{code} is no state of the {self.title}",
                    where=self.source,
                    help=near or f"its {len(known)} codes run from {self.members[0]} to {self.members[-1]}",
                )
        keep = np.isin(self.codes, list(wanted))
        at = np.flatnonzero(keep)
        return replace(
            self,
            codes=self.codes[keep],
            starts=self.starts[keep],
            ends=self.ends[keep],
            labels=tuple(self.labels[i] for i in at),
            abbs=tuple(self.abbs[i] for i in at),
            microstates=None if self.microstates is None else self.microstates[keep],
        )


def system(name: str | Path | SystemList) -> SystemList:
    """A list by name (``cow``, ``gw``, ``own``) or from a CSV file of one's own.

    The file has a column ``ccode``, ``gwcode`` or ``state``, a ``start`` and an ``end`` (days, ``2024-06-19``), and may
    have a name, an abbreviation and ``microstate``. Raises `FoedusError` FOE612 for an unknown name.
    """
    if isinstance(name, SystemList):
        return name
    if str(name).lower() in LAYOUTS:
        return _from_register(str(name).lower())
    if Path(name).suffix.lower() in (".csv", ".parquet"):
        return _from_file(DataFile.read(name))
    near = did_you_mean(str(name), LAYOUTS)
    raise FoedusError(
        "FOE612",
        f'"{name}" is no state system',
        help=f"{near} one of {', '.join(LAYOUTS)}, or a CSV file with code, start and end".strip(),
    )


@cache
def _from_register(name: str) -> SystemList:
    layout = LAYOUTS[name]
    return _listed(name, layout, system_spells(name), "foedus register of states")


def _listed(name: str, layout: Layout, spells: list[SystemSpell], source: str) -> SystemList:
    np = load("numpy")
    spells = sorted(spells, key=lambda spell: (spell.code, spell.start))
    last = _last_day(layout, spells)
    micro = None
    if any(spell.microstate is not None for spell in spells):
        micro = np.array([bool(spell.microstate) for spell in spells], dtype=np.int8)
    return SystemList(
        name,
        layout.title,
        layout.key,
        layout.label,
        layout.version,
        layout.cite,
        np.array([spell.code for spell in spells]),
        tuple(spell.name for spell in spells),
        tuple(spell.abb for spell in spells),
        np.array([spell.start.toordinal() - _EPOCH for spell in spells], dtype=np.int64),
        np.array([last if s.end is None else s.end.toordinal() - _EPOCH for s in spells], dtype=np.int64),
        micro,
        last,
        source,
    )


def _last_day(layout: Layout, spells: list[SystemSpell]) -> int:
    ends = [spell.end.toordinal() for spell in spells if spell.end]
    starts = [spell.start.toordinal() for spell in spells]
    said = date.fromisoformat(layout.last).toordinal() if layout.last else 0
    return max(*ends, *starts, said, 0) - _EPOCH


def system_spells(name: str) -> list[SystemSpell]:
    """The spells of a system as its makers list them, or of the register's own states (``own``)."""
    if name == "own":
        from foedus.actors import register

        return [
            SystemSpell(state.id, state.id, state.name, max(period.start or FIRST, FIRST), period.end)
            for state in register().states.values()
            if state.member
            for period in state.exists
            if period.end is None or period.end >= FIRST
        ]
    small = _microstates().get(name)
    return [
        SystemSpell(
            row["code"],
            row["abb"],
            row["name"],
            row["start"],
            row["end"],
            None if small is None else row["code"] in small,
        )
        for row in _published(name)
    ]


def _published(name: str) -> list[dict[str, Any]]:
    """The register's data file of a system, read as plain values.

    The register itself gives the same spells as types; building those types costs more than a table of two million
    rows, so a table reads the values, and a test holds both to be equal.
    """
    import tomli

    text = files("foedus").joinpath("actors", "systems", f"{name}.toml").read_text("utf-8")
    rows: list[dict[str, Any]] = tomli.loads(text)[name]
    return rows


@cache
def _microstates() -> dict[str, frozenset[int]]:
    import tomli

    text = files("foedus.panels").joinpath("microstates.toml").read_text("utf-8")
    return {name: frozenset(codes) for name, codes in tomli.loads(text).items()}


def check_codes(file: DataFile, codes: dict[str, Any]) -> None:
    """Gather FOE606 for each code of a file's columns that is in no spell of the COW state system."""
    np, known = load("numpy"), system("cow").codes
    for name, values in codes.items():
        file.refuse(name, ~np.isin(values, known), "is no COW state code", values, "FOE606", "mend the code")


def _from_file(file: DataFile) -> SystemList:
    key = file.first_of("ccode", "gwcode", "state", "code")
    file.need([key or "ccode", "start", "end"], "a list of states")
    if key is None:
        raise AssertionError
    codes = file.texts(key) if key == "state" else file.ints(key, blank=False).values.tolist()
    blank = [""] * file.rows
    named = file.first_of("cw_name", "gw_name", "state_name", "statenme", "name")
    short = file.first_of("cw_abb", "gw_abb", "stateabb", "abb")
    names, abbs = (file.texts(named) if named else blank), (file.texts(short) if short else blank)
    micro = file.flags("microstate").filled(0).tolist() if "microstate" in file.names else [None] * file.rows

    def day(text: str, row: int, column: str) -> date | None:
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            raise FoedusError(
                "FOE604", f'"{text}" is no day', where=file.where(row, column), help="write days as 2024-06-19"
            ) from None

    file.judge()
    spells = []
    for row, (code, start, end) in enumerate(zip(codes, file.texts("start"), file.texts("end"), strict=True)):
        first, last = day(start, row, "start"), day(end, row, "end")
        if first is None or (last is not None and last < first):
            raise FoedusError(
                "FOE604",
                "a spell needs a start, and an end that is not before it",
                where=file.where(row, "start end"),
                help="mend the row",
            )
        spells.append(SystemSpell(code, abbs[row], names[row], first, last, micro[row]))
    kind = {"ccode": "cow", "gwcode": "gw"}.get(key, "own")
    layout = LAYOUTS[kind]._replace(
        key=key, label=named or LAYOUTS[kind].label, last=None, title=f"states of {file.path.name}", version="file"
    )
    return _listed(kind, layout, spells, str(file.path))
