"""Puts what holds between two states in a period onto the rows of a table, whatever its unit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from foedus.panels.columns import UNKNOWN, Both, each, paired
from foedus.panels.needs import load
from foedus.panels.units import Units, group_units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Flags = NDArray[np.int8]

Held = Callable[[int], tuple[Any, Any, Any]]
"""Given 1 or `UNKNOWN`: the positions of giver and taker, and the periods, in which that is the value."""


def joined(units: Units, both: Both, held: Held, pairs: Units | None = None) -> Flags:
    """0, 1 and `UNKNOWN` for every row.

    A state's row: whether it gives the pledge to any other state that is in the system then. A pair's row: whether
    the first gives it to the second, or, undirected, by the rule ``both``. A larger group's row: whether it holds
    between each pair. ``pairs``: the undirected pairs of the same system and calendar, if they are at hand.
    """
    if units.arity == 1:
        return _of_states(units, held)
    if units.arity > 2:
        return _of_groups(units, both, held, pairs)
    if units.directed:
        return _of_pairs(units, held, False)
    return paired(units, both, lambda back: _of_pairs(units, held, back))


def pairs_of(units: Units) -> Units:
    """The undirected pairs with the system, calendar and rule of the units."""
    return group_units(units.system, units.calendar, units.rule, 2, directed=False)


def partners(units: Units, held: Held) -> Ints:
    """For tables of states: to how many other states that are in the system then it is given."""
    np = load("numpy")
    rows, taker = _given(units, held(1))
    pairs = np.unique(rows * len(units.members) + taker)
    return np.bincount(pairs // len(units.members), minlength=len(units)).astype(np.int64)  # type: ignore[no-any-return]


def _of_pairs(units: Units, held: Held, back: bool) -> Flags:
    np = load("numpy")
    values = np.zeros(len(units), np.int8)
    for value in (UNKNOWN, 1):
        giver, taker, period = held(value)
        rows = units.locate((taker, giver) if back else (giver, taker), period)
        values[rows[rows >= 0]] = value
    return values  # type: ignore[no-any-return]


def _of_states(units: Units, held: Held) -> Flags:
    np = load("numpy")
    values = np.zeros(len(units), np.int8)
    for value in (UNKNOWN, 1):
        values[_given(units, held(value))[0]] = value
    return values  # type: ignore[no-any-return]


def _given(units: Units, cells: tuple[Any, Any, Any]) -> tuple[Ints, Ints]:
    giver, taker, period = cells
    rows = units.locate((giver,), period)
    real = (rows >= 0) & (units.locate((taker,), period) >= 0)
    return rows[real], taker[real]


def _of_groups(units: Units, both: Both, held: Held, pairs: Units | None) -> Flags:
    np = load("numpy")
    pairs = pairs or pairs_of(units)
    of_pair = joined(pairs, both, held)
    index, period = units.slice(0, len(units))
    values = np.ones(len(units), np.int8)
    for one, two in combinations(index, 2):
        rows = pairs.locate((one, two), period)
        values = each(values, np.where(rows >= 0, of_pair[np.maximum(rows, 0)], 0).astype(np.int8))
    return values  # type: ignore[no-any-return]
