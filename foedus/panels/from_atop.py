"""Reads ATOP, the Alliance Treaty Obligations and Provisions (Leeds and others 2002), as its makers publish it.

Three layouts are known by their columns: the member file (one member in one phase of one alliance, with every coded
condition), the dyad-year files (directed or not) and the alliance file.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.columns import Both, Column, Edition
from foedus.panels.datafile import DataFile, Numbers
from foedus.panels.editions import edition_of, within
from foedus.panels.members import together
from foedus.panels.needs import load
from foedus.panels.pledges import PledgeKind, Pledges, pledge_columns
from foedus.panels.systems import system

if TYPE_CHECKING:
    from foedus.panels.units import Units

KINDS = (
    PledgeKind("defense", "promises to defend", "ATOP defense"),
    PledgeKind("offense", "promises to join an attack", "ATOP offense"),
    PledgeKind("neutral", "promises to stay neutral", "ATOP neutral"),
    PledgeKind("nonagg", "promises not to attack", "ATOP nonagg"),
    PledgeKind("consul", "promises to consult", "ATOP consul"),
)
CONDITIONS = {
    "defense": {
        "adversary": "defcoadv",
        "place": "defcoloc",
        "conflict": "defcocon",
        "number": "defconum",
        "demand": "defcodem",
        "unprovoked": "defconpr",
    },
    "offense": {
        "adversary": "offcoadv",
        "place": "offcoloc",
        "conflict": "offcocon",
        "number": "offconum",
        "demand": "offcodem",
    },
    "neutral": {
        "adversary": "neucoadv",
        "place": "neucoloc",
        "conflict": "neucocon",
        "number": "neuconum",
        "demand": "neucodem",
        "unprovoked": "neuconpr",
        "attacked": "neucoatt",
    },
    "consul": {
        "adversary": "concoadv",
        "place": "concoloc",
        "conflict": "concocon",
        "request": "concoreq",
    },
}
"""ATOP's variables for what a pledge depends on, by kind (codebook, section on conditions)."""

_MEMBER = ("atopid", "member", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", "phase")


def atop(
    path: str | Path,
    *,
    members: str | Path | None = None,
    version: str | None = None,
    coverage: tuple[int, int] | None = None,
    encoding: str | None = None,
    prefix: str = "atop_",
    conditions: bool = False,
) -> Any:
    """Read an ATOP file by its columns: the member file gives `AtopMembers`, a dyad-year file `YearSource`.

    ``members``: for a dyad-year file, the member file from which `why` can name the treaties. ``version`` and
    ``coverage`` (first and last year) for editions not known here. ``conditions``: for the member file, also columns
    by condition (``atop_defense_if_unprovoked``). Raises `FoedusError` FOE602–FOE608 with file, row and column.
    """
    file = DataFile.read(path, encoding)
    options: dict[str, Any] = {"version": version, "coverage": coverage}
    if "atopid" in file.names and "member" in file.names:
        return read_members(file, prefix=prefix, conditions=conditions, **options)
    if "atopid" in file.names and "begyr" in file.names:
        raise FoedusError(
            "FOE613",
            "the alliance file names no member's entry and exit, so it gives no dyads",
            where=f"{path}:1 column mem1",
            help="bring the member file (atopid, member, yrent, …) or panels.atop_alliances()",
        )
    from foedus.panels.atop_years import read_years

    return read_years(file, prefix=prefix, members=members, **options)


@dataclass
class AtopMembers:
    """ATOP's member file: each member's spell in each phase, with its pledges.

    A pledge runs from a member to every other member of the same phase while both are in it, day for day; entry and
    exit days count, ``yrexit`` 0 is in force when coverage ends, and where several treaties or phases hold in a
    period one pledge is enough. Members whose pledges differ by partner (``obvary``, which the file does not spell
    out) carry what the file codes for them.
    """

    edition: Edition
    file: DataFile
    prefix: str
    conditions: bool
    columns_of: dict[str, Any] = field(repr=False)

    @cached_property
    def pledges(self) -> Pledges:
        """Every pledge between two members, directed."""
        return _pairs(self.columns_of, self.file)

    def columns(self, units: Units, both: Both) -> list[Column]:
        """``atop_alliance`` and one column a kind of pledge; with ``conditions`` also one a condition."""
        return pledge_columns(
            self.pledges,
            units,
            both,
            self.edition,
            prefix=self.prefix,
            any_name=f"{self.prefix}alliance",
            with_conditions=self.conditions,
        )

    def member_spells(self) -> dict[str, Any]:
        """Each member's spell in each phase as columns: treaty, phase, state, days, pledges, line."""
        c = self.columns_of
        return {
            "treaty": c["atopid"],
            "phase": c["phase"],
            "state": c["member"],
            "start": c["start"],
            "end": c["end"],
            "early": c["early"],
            "late": c["late"],
            **{kind.column: c["owes"][:, n] for n, kind in enumerate(KINDS)},
            "line": c["line"] + (2 if self.file.is_csv else 1),
        }


def read_members(
    file: DataFile, *, prefix: str, conditions: bool, version: str | None, coverage: tuple[int, int] | None
) -> AtopMembers:
    """The member file, checked. Raises `FoedusError` with every fault's row and column."""
    np = load("numpy")
    file.need((*_MEMBER, *(kind.column for kind in KINDS)), "ATOP's member file")
    number = {
        name: file.ints(name, low=0, blank=name in ("moent", "dayent", "moexit", "dayexit", "phase"))
        for name in _MEMBER
    }
    entry, exits = number["yrent"].values, number["yrexit"].values
    edition = edition_of(
        file,
        "ATOP",
        version=version,
        coverage=coverage,
        column=file.first_of("version", "v"),
        years=(int(entry.min(initial=1815)), int(max(exits.max(initial=0), entry.max(initial=0)))),
    )
    within(file, edition, "yrent", entry)
    within(file, edition, "yrexit", exits, exits == 0)
    early, start = days_between(file, number["yrent"], number["moent"], number["dayent"], ("moent", "dayent"))
    end, late = days_between(file, number["yrexit"], number["moexit"], number["dayexit"], ("moexit", "dayexit"))
    still = exits == 0
    end, late = np.where(still, edition.last_day, end), np.where(still, edition.last_day, late)
    file.refuse("yrexit", late < early, "the exit comes before the entry", code="FOE604")
    names = ("atopid", "member", "phase", "yrent", "moent", "dayent")
    file.unique(names, [number[name].values for name in names], "a member's spell")
    _known_codes(file, number["member"].values)
    owes, held = _coded(file)
    remarks = _varying(file)
    file.judge()
    found = {
        **{name: number[name].values for name in ("atopid", "member", "phase")},
        "early": early,
        "start": start,
        "end": end,
        "late": late,
        "owes": owes,
        "conditions": held,
        "line": np.arange(file.rows),
    }
    edition = replace(edition, remarks=(*edition.remarks, *remarks))
    return AtopMembers(edition, file, prefix, conditions, found)


def _coded(file: DataFile) -> tuple[Any, dict[tuple[int, str], Any]]:
    """What each member row promises, by kind, and on which conditions."""
    np = load("numpy")
    owes = np.stack([file.flags(kind.column).filled(-1).astype(np.int8) for kind in KINDS], axis=1)
    held = {
        (n, name): file.ints(variable, low=0).filled(0) > 0
        for n, kind in enumerate(KINDS)
        for name, variable in CONDITIONS.get(kind.column, {}).items()
        if variable in file.names
    }
    return owes, held


def _varying(file: DataFile) -> tuple[str, ...]:
    """A remark where members owe different partners different things (ATOP ``obvary``)."""
    rows = int((file.flags("obvary").filled(0) == 1).sum()) if "obvary" in file.names else 0
    note = f"{rows} member rows owe different partners different things (obvary); the file does not say which"
    return (note,) if rows else ()


def _known_codes(file: DataFile, codes: Any) -> None:
    """Refuse a code in no list, unless the file itself says that the member is outside the system (``cowsys`` 0)."""
    np = load("numpy")
    strange = ~np.isin(codes, system("cow").codes)
    if "cowsys" in file.names:
        strange &= file.flags("cowsys").filled(1) != 0
    file.refuse(
        "member",
        strange,
        "is no COW state code",
        codes,
        code="FOE606",
        help="mend the code, or mark the member as outside the system (cowsys 0)",
    )


def days_between(
    file: DataFile, year: Numbers, month: Numbers, number: Numbers, names: tuple[str, str]
) -> tuple[Any, Any]:
    """The first and last day that a date with blanks can mean, as days since 1970-01-01.

    Raises `FoedusError` FOE604 for a month or day that does not exist.
    """
    np = load("numpy")
    file.refuse(names[0], month.values > 12, "is no month", month.values)
    years = np.where(year.values == 0, 1970, year.values)
    no_month = month.missing | (month.values == 0)
    no_day = no_month | number.missing | (number.values == 0)
    first = np.where(no_month, 1, month.values)
    base = (years - 1970) * 12
    starts = (base + first - 1).astype("M8[M]").astype("M8[D]").astype(np.int64)
    after = (base + np.where(no_month, 12, first)).astype("M8[M]").astype("M8[D]").astype(np.int64)
    file.refuse(names[1], ~no_day & (number.values > after - starts), "is no day of that month", number.values)
    early = np.where(no_day, starts, starts + number.values - 1)
    return early, np.where(no_day, after - 1, early)


def _pairs(c: dict[str, Any], file: DataFile) -> Pledges:
    """Every member row with every other of the same treaty and phase whose days meet its own."""
    np = load("numpy")
    giver, taker, early, late = together((c["atopid"], c["phase"]), c["member"], c["early"], c["late"])
    lines = np.array([file.line(row) for row in range(file.rows)], dtype=object)
    return Pledges(
        system="cow",
        kinds=KINDS,
        giver=c["member"][giver],
        taker=c["member"][taker],
        start=np.maximum(c["start"][giver], c["start"][taker]),
        end=np.minimum(c["end"][giver], c["end"][taker]),
        early=early,
        late=late,
        owes=c["owes"][giver],
        treaty=np.char.add("atop:", c["atopid"].astype(str))[giver],
        phase=c["phase"][giver],
        line=lines[giver],
        files=(str(file.path),),
        file=np.zeros(len(giver), np.int64),
        conditions={key: held[giver] for key, held in c["conditions"].items()},
    )
