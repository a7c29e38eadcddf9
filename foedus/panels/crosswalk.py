"""From one system's codes to another's, day by day: 255 and 260 are both Germany, but not in the same years."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.panels.needs import load
from foedus.panels.periods import spread

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from foedus.panels.pledges import Pledges

    Ints = NDArray[np.int64]

ALWAYS = (-800_000, 3_000_000)
"""Days since 1970-01-01 before and after every date in use."""


class Crosswalk(NamedTuple):
    """Which code of one system is which of another, and between which days; ordered by the first code."""

    old: NDArray[Any]
    new: NDArray[Any]
    start: Ints
    end: Ints


@cache
def crosswalk(old: str, new: str) -> Crosswalk:
    """The crosswalk between two of ``cow``, ``gw`` and ``own``, by way of the states of the register.

    A state of one code, whose code no other state ever had, keeps it outside its spells too: a pledge is kept for a
    government in exile, and the table's own rows decide whether it counts.
    """
    np = load("numpy")
    left, right = _spells(old), _spells(new)
    rows = sorted(
        (code, other, max(start, begin), min(end, until))
        for state, spells in left.items()
        for code, start, end in spells
        for other, begin, until in right.get(state, ())
        if max(start, begin) <= min(end, until)
    )
    codes, others, starts, ends = (list(column) for column in zip(*rows, strict=True))
    return Crosswalk(np.array(codes), np.array(others), np.array(starts, np.int64), np.array(ends, np.int64))


def _spells(name: str) -> dict[str, list[tuple[Any, int, int]]]:
    """For each state of the register, its codes in a system with their days."""
    if name == "own":
        from foedus.actors import register

        return {state: [(state, *ALWAYS)] for state in register().states}
    from foedus.actors.load import shares

    found: dict[str, list[tuple[Any, int, int]]] = {}
    holders: dict[int, set[str]] = {}
    for state, share in shares(name):
        found.setdefault(state, []).append((share.code, _day(share.start, ALWAYS[0]), _day(share.end, ALWAYS[1])))
        holders.setdefault(share.code, set()).add(state)
    last = max(end for spells in found.values() for _, _, end in spells)
    for state, spells in found.items():
        codes = {code for code, _, _ in spells}
        if len(codes) == 1 and holders[next(iter(codes))] == {state}:
            found[state] = [(next(iter(codes)), *ALWAYS)]
        else:
            found[state] = [(code, start, ALWAYS[1] if end == last else end) for code, start, end in spells]
    return found


def _day(day: date | None, otherwise: int) -> int:
    return day.toordinal() - 719163 if day else otherwise


def translated(pledges: Pledges, new: str) -> Pledges:
    """The same pledges in another system's codes; a spell during which a state changes its code becomes two."""
    from dataclasses import replace

    if pledges.system == new:
        return pledges
    np = load("numpy")
    walk = crosswalk(pledges.system, new)
    for name in ("giver", "taker"):
        at, row = _matches(walk, getattr(pledges, name))
        early, late = np.maximum(pledges.early[at], walk.start[row]), np.minimum(pledges.late[at], walk.end[row])
        keep = early <= late
        at, row, early, late = at[keep], row[keep], early[keep], late[keep]
        moved = pledges.where(at)
        start, end = np.maximum(moved.start, walk.start[row]), np.minimum(moved.end, walk.end[row])
        changed: dict[str, Any] = {name: walk.new[row], "start": start, "end": end, "early": early, "late": late}
        pledges = replace(moved, **changed)
    return replace(pledges, system=new)


def _matches(walk: Crosswalk, codes: Any) -> tuple[Ints, Ints]:
    """Each code with every row of the crosswalk that has it: positions of codes, and of rows."""
    np = load("numpy")
    low, high = np.searchsorted(walk.old, codes, "left"), np.searchsorted(walk.old, codes, "right")
    return spread(low.astype(np.int64), high.astype(np.int64) - 1)


def translated_years(old: str, new: str, codes: tuple[Any, Any], year: Ints) -> tuple[Ints, Any, Any]:
    """Dyad-years in another system's codes: the position of each row kept, and its two new codes.

    A year in which a state had two codes gives a row for each; the table's own rows decide which counts.
    """
    np = load("numpy")
    walk = crosswalk(old, new)
    first = (year - 1970).astype("M8[Y]").astype("M8[D]").astype(np.int64)
    last = (year - 1969).astype("M8[Y]").astype("M8[D]").astype(np.int64) - 1
    which, row = _matches(walk, codes[0])
    keep = (walk.start[row] <= last[which]) & (walk.end[row] >= first[which])
    at, one = which[keep], row[keep]
    which, row = _matches(walk, codes[1][at])
    keep = (walk.start[row] <= last[at[which]]) & (walk.end[row] >= first[at[which]])
    at, one, two = at[which[keep]], walk.new[one[which[keep]]], walk.new[row[keep]]
    names, number = np.unique(np.concatenate((one, two)), return_inverse=True)
    pair = number[: len(at)] * len(names) + number[len(at) :]
    _, once = np.unique(at * len(names) ** 2 + pair, return_index=True)
    once = once[one[once] != two[once]]
    return at[once], one[once], two[once]
