"""Deeds: the acts of a treaty's record taken apart by actor, in one order that does not depend on how they came.

A deed is a light tuple, since whole collections are recomputed at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from foedus.model.acts import Act, ActKind
from foedus.model.treaty import Treaty
from foedus.status.moments import FIRST, LAST, Moment

_ORDER = {kind: place for place, kind in enumerate(ActKind)}


class Deed(NamedTuple):
    """One actor's share in an act; ``state`` is empty for an act of the treaty as a whole."""

    lo: date
    hi: date
    kind: ActKind
    state: str
    of: str | None
    act: Act

    @property
    def moment(self) -> Moment:
        """When it was done."""
        return Moment(self.lo, self.hi)


def deeds_of(treaty: Treaty, acts: Sequence[Act] | None = None, known: date | None = None) -> list[Deed]:
    """The acts known by ``known``, one deed an actor, in order of day, kind and actor.

    An act without a date may have been done on any day from the text's first day until it was made known.
    """
    found: list[Deed] = []
    undated: list[Act] = []
    for act in treaty.acts if acts is None else acts:
        if known is not None:
            seen = act.known_on
            if seen is not None and seen > known:
                continue
        day = act.date
        if day is None:
            undated.append(act)
            continue
        lo, hi = day.earliest, day.latest
        if act.by:
            for state in act.by:
                found.append(Deed(lo, hi, act.kind, state, act.of, act))
        else:
            found.append(Deed(lo, hi, act.kind, "", act.of, act))
    if undated:
        floor = _text_begins(treaty, found)
        for act in undated:
            hi = act.known or LAST
            for state in act.by or ("",):
                found.append(Deed(min(floor, hi), hi, act.kind, state, act.of, act))
    found.sort(key=_key)
    return found


def _key(deed: Deed) -> tuple[date, date, int, str, str]:
    return deed.lo, deed.hi, _ORDER[deed.kind], deed.state, deed.of or ""


def _text_begins(treaty: Treaty, deeds: list[Deed]) -> date:
    """No act on a treaty can come before its text: the day of adoption, or the first dated signature."""
    days = [treaty.adopted.earliest] if treaty.adopted else []
    days += [deed.lo for deed in deeds if deed.kind in (ActKind.SIGNATURE, ActKind.ADOPTION, ActKind.INITIALLING)]
    return min(days, default=FIRST)
