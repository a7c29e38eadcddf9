"""Gaps in a state's existence (VCLT 73): while another has taken it in, nobody is bound in its name.

The Convention leaves open what becomes of the treaties of a state that is absorbed and comes back. What is computed is
what follows from there being no such state: it can be no party while it is not there (2(1)(g), 6). Whether it is the
same state that returns is a fact of the register; the same one takes its part up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from foedus.model.actors import State, TieKind
from foedus.status.moments import LAST, ONE_DAY, Moment, of_day
from foedus.status.setting import Setting

RULE = "VCLT-73"


class Gap(NamedTuple):
    """The time from ``start``, the first day on which a state was not there, until ``back``, the day it was again.

    ``into``: who took it in; None where nobody did and it was only kept from acting (occupation, a protectorate), so
    that it stays a party and its part rests. ``restored``: is it held to be the same state (None: that is open)?
    """

    start: date
    back: date
    into: str | None
    restored: bool | None

    @property
    def break_off(self) -> Moment | None:
        """The first day on which what it had taken on no longer binds it; None where it takes it up again."""
        if self.into is None or self.restored:
            return None
        return of_day(self.start) if self.restored is False else Moment(self.start, LAST)


def gaps(state: str, setting: Setting) -> tuple[Gap, ...]:
    """The gaps in a state's existence as the register has it; none without a register."""
    register = setting.register
    actor = register.get(state) if register is not None else None
    if register is None or not isinstance(actor, State) or len(actor.exists) < 2:
        return ()
    return tuple(gap for gap in _between(actor) if not register.exists(state, gap.start))


def _between(actor: State) -> Iterator[Gap]:
    for before, after in pairwise(actor.exists):
        if before.end is None or after.start is None:
            continue
        start, back = before.end + ONE_DAY, after.start
        unions = (tie for tie in actor.successors if tie.kind is TieKind.UNION and start <= tie.date < back)
        taken = next(unions, None)
        yield Gap(start, back, taken.successor if taken is not None else None, after.restored)


def gap_on(state: str, on: date, setting: Setting) -> Gap | None:
    """The gap that a day falls into."""
    return next((gap for gap in gaps(state, setting) if gap.start <= on < gap.back), None)
