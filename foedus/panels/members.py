"""Members of treaties to pairs of states: who is bound together with whom, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.panels.needs import load
from foedus.panels.periods import spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


def together(groups: tuple[Any, ...], member: Any, early: Ints, late: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Every row with every other of the same group whose days may meet its own, both ways round.

    ``groups``: the columns that make a group (treaty, phase). Gives the positions of giver and taker, and the first
    and last day on which both may be bound.
    """
    np = load("numpy")
    order = np.lexsort(tuple(reversed(groups)))
    new = np.zeros(len(order) + 1, dtype=bool)
    new[[0, -1]] = True
    for column in groups:
        ordered = column[order]
        new[1:-1] |= ordered[1:] != ordered[:-1]
    edge = np.flatnonzero(new)
    size = np.diff(edge)
    begin = np.repeat(edge[:-1], size)
    which, other = spread(begin, begin + np.repeat(size, size) - 1)
    giver, taker = order[which], order[other]
    first, last = np.maximum(early[giver], early[taker]), np.minimum(late[giver], late[taker])
    keep = (member[giver] != member[taker]) & (first <= last)
    return giver[keep], taker[keep], first[keep], last[keep]


def numbered_on(groups: tuple[Any, ...], first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Years as COW's published year files number them: on from a group's first year, whatever gaps lie between.

    Rows must be ordered by group. Gives, for each row written out over its years, the row's position and the year.
    A member that left in 1848 and came back in 1850 gets 1849 counted and its last year lost.
    """
    np = load("numpy")
    which, own = spread(first, last)
    length = last - first + 1
    before = np.cumsum(length) - length
    new = np.ones(len(first), dtype=bool)
    new[1:] = False
    for column in groups:
        new[1:] |= column[1:] != column[:-1]
    head = np.maximum.accumulate(np.where(new, np.arange(len(first)), 0))
    year = first[head] + before - before[head]
    return which, own - first[which] + year[which]
