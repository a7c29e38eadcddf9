"""The list of corrections: where COW's published years and its own spells disagree, one row a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.panels.columns import UNKNOWN
from foedus.panels.members import numbered_on
from foedus.panels.needs import load
from foedus.panels.periods import day_text, spread
from foedus.panels.table import Table, table

if TYPE_CHECKING:
    from foedus.panels.from_cow import CowSpells

GAP = "a year between two spells, counted as allied"
LOST = "a year of the spell, lost because years were numbered on"
DROPPED = "a pledge of the state with the higher code, dropped"
BLANK = "a blank pledge, written as 0; it is missing"
CROSSED = "a spell that ends before it begins; left out"

DEFECTS = (GAP, LOST, DROPPED, BLANK, CROSSED)


def corrections(source: CowSpells) -> Table:
    """Each difference with the kind of defect, treaty, states, year, column, both values and the line of the spell.

    Out of a file by member: the years of members. Out of a directed file: the years of pairs, and the pledges that
    the undirected years leave out.
    """
    from foedus.panels.from_cow import BY_MEMBER

    by_member = source.layout is BY_MEMBER
    parts = [*_years(source, by_member), *_blanks(source), *_crossed(source)]
    if not by_member and source.directed:
        parts += _dropped(source)
    names = ("defect", "treaty", "ccode1", "ccode2", "year", "column", "published", "corrected", "line")
    rows = {name: [row[n] for row in parts] for n, name in enumerate(names)}
    if by_member:
        rows.pop("ccode2")
        rows = {("ccode" if name == "ccode1" else name): values for name, values in rows.items()}
    about = {"unit": "correction", "sources": [source.edition.describe()]}
    return table(_typed(rows), about, source.edition.cite)


def _typed(rows: dict[str, list[Any]]) -> dict[str, Any]:
    pa = load("pyarrow")
    text = ("defect", "column", "line")
    return {name: pa.array(values, pa.string() if name in text else pa.int64()) for name, values in rows.items()}


def _years(source: CowSpells, by_member: bool) -> list[tuple[Any, ...]]:
    """Treaty-years that are published and not in the spells, and the other way round; pairs once."""
    np, c = load("numpy"), source.columns_of
    if not by_member:
        # The published years are those of the pair; each pair is listed once, lower code first.
        once = c["one"] < c["two"]
        c = {name: values[once] for name, values in c.items()}
    groups = (c["treaty"], c["one"], c["two"])
    which, year = numbered_on(groups, c["first"], c["last"])
    true_which, true_year = spread(c["first"], c["last"])
    published = np.stack([*(column[which] for column in groups), year], axis=1)
    spelled = np.stack([*(column[true_which] for column in groups), true_year], axis=1)
    found: list[tuple[Any, ...]] = []
    for defect, have, lack, lines, values in (
        (GAP, published, spelled, c["line"][which], (1, 0)),
        (LOST, spelled, published, c["line"][true_which], (0, 1)),
    ):
        for row, line in _only_in(have, lack, lines):
            found.append((defect, row[0], row[1], row[2], row[3], "in force", *values, source.file.line(line)))
    return found


def _only_in(have: Any, lack: Any, lines: Any) -> list[tuple[list[int], int]]:
    np = load("numpy")
    rows, at = np.unique(have, axis=0, return_index=True)
    other = {tuple(row) for row in np.unique(lack, axis=0).tolist()}
    return [(row, int(lines[n])) for row, n in zip(rows.tolist(), at, strict=True) if tuple(row) not in other]


def _dropped(source: CowSpells) -> list[tuple[Any, ...]]:
    """Pair-years in which only the higher code pledges, so that the published pair-year has 0."""
    from foedus.panels.from_cow import KINDS

    np, c = load("numpy"), source.columns_of
    which, year = spread(c["first"], c["last"])
    one, two = c["one"][which], c["two"][which]
    low, high = np.minimum(one, two), np.maximum(one, two)
    key = (low * 1000 + high) * 10000 + year
    found: list[tuple[Any, ...]] = []
    for number, kind in enumerate(KINDS):
        gives = c["owes"][which, number] == 1
        lower = np.unique(key[gives & (one < two)])
        back = gives & (one > two) & ~np.isin(key, lower)
        _, first = np.unique(key[back], return_index=True)
        at = np.flatnonzero(back)[first]
        found += [
            (
                DROPPED,
                int(c["treaty"][which[n]]),
                int(low[n]),
                int(high[n]),
                int(year[n]),
                kind.column,
                0,
                1,
                source.file.line(int(c["line"][which[n]])),
            )
            for n in at
        ]
    return found


def _blanks(source: CowSpells) -> list[tuple[Any, ...]]:
    from foedus.panels.from_cow import KINDS

    np, c = load("numpy"), source.columns_of
    return [
        (
            BLANK,
            int(c["treaty"][row]),
            int(c["one"][row]),
            int(c["two"][row]),
            None,
            KINDS[number].column,
            0,
            None,
            source.file.line(int(c["line"][row])),
        )
        for row, number in zip(*np.nonzero(c["owes"] == UNKNOWN), strict=True)
    ]


def _crossed(source: CowSpells) -> list[tuple[Any, ...]]:
    np, c = load("numpy"), source.columns_of
    return [
        (
            CROSSED,
            int(c["treaty"][row]),
            int(c["one"][row]),
            int(c["two"][row]),
            int(c["first"][row]),
            f"{day_text(int(c['start'][row]))} to {day_text(int(c['end'][row]))}",
            1,
            0,
            source.file.line(int(c["line"][row])),
        )
        for row in np.flatnonzero(c["end"] < c["start"])
    ]
