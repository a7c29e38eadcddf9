"""Being bound as plain spells, for sources that give days and no acts (ATOP, Correlates of War)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from foedus.model.dates import PartialDate
from foedus.model.reasons import Reason
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.obligations.commitments import Standing


@dataclass(frozen=True, slots=True)
class Spell:
    """A state bound from ``since`` to ``until``, its last day (None: open until ``as_of``, where the source ends)."""

    state: str
    since: PartialDate
    until: PartialDate | None = None
    as_of: date | None = None

    def holds(self, on: date) -> Truth:
        """Was the state bound on that day, as far as the dates can tell?"""
        begun = self.since.by(on)
        if self.until is None:
            if self.as_of is not None and on > self.as_of:
                return Truth.CANNOT_SAY if begun is not Truth.NO else Truth.NO
            return begun
        over = Truth.YES if self.until.latest < on else Truth.NO
        if over is Truth.NO and self.until.earliest < on:
            over = Truth.CANNOT_SAY
        return begun & ~over


class Spells:
    """Spells by treaty and state; may be called as the ``bound`` of `Commitments`."""

    def __init__(self, spells: Mapping[str, Iterable[Spell]], source: str) -> None:
        self.source = source
        self._by: dict[tuple[str, str], list[Spell]] = {}
        for treaty, items in spells.items():
            for spell in items:
                self._by.setdefault((treaty, spell.state), []).append(spell)

    def __call__(self, treaty: Treaty, state: str, on: date) -> Standing:
        """The standing of a state by its spells."""
        spells = self._by.get((treaty.id, state), [])
        best = next((s for want in (Truth.YES, Truth.CANNOT_SAY) for s in spells if s.holds(on) is want), None)
        if best is not None:
            holds = best.holds(on)
            says = f"{state} is bound by {treaty.id} since {best.since}"
            if holds is Truth.CANNOT_SAY:
                says = f"whether {state} is bound by {treaty.id} on {on} cannot be said from {self.source}"
            return Standing(
                holds, says, "party", best.since, best.until, reason=Reason(rule="fact", says=says, holds=holds)
            )
        says = self._not_bound(treaty.id, state, spells, on)
        return Standing(Truth.NO, says, "none", reason=Reason(rule="fact", says=says, holds=Truth.NO))

    def _not_bound(self, treaty: str, state: str, spells: list[Spell], on: date) -> str:
        later = [s for s in spells if s.since.earliest > on]
        if later:
            return f"{state} is bound by {treaty} only since {min(s.since.edtf for s in later)}"
        ended = [s.until.edtf for s in spells if s.until is not None]
        if ended:
            return f"{state} was bound by {treaty} until {max(ended)}"
        return f"{state} is no party to {treaty}"
