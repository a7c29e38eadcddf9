"""Other treaties as one treaty's clauses ask about them: parents, protocols, replacing treaties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from foedus.model.treaty import Treaty
from foedus.status.moments import UNKNOWN, Moment
from foedus.status.phases import BINDING, at
from foedus.status.setting import Register

if TYPE_CHECKING:
    from foedus.status.timeline import Timeline


class Others:
    """Lays out another treaty when it is first asked about; one that is already being laid out is not at hand."""

    def __init__(
        self, treaties: Mapping[str, Treaty], register: Register | None, known: date | None, trail: frozenset[str]
    ) -> None:
        self._treaties = treaties
        self._register = register
        self._known = known
        self._trail = trail
        self._lines: dict[str, Timeline] = {}

    def entry(self, treaty: str) -> Moment | None:
        """The entry into force of another treaty; None if it has none, `UNKNOWN` if it is not at hand."""
        line = self._line(treaty)
        return UNKNOWN if line is None else line.entry.moment

    def trigger(self, treaty: str) -> Moment | None:
        """When the condition of its entry into force was met: from then on its entry is certain."""
        line = self._line(treaty)
        return None if line is None else line.entry.trigger

    def parties(self, treaty: str, on: date) -> frozenset[str] | None:
        """Its parties on that day; None if it is not at hand."""
        line = self._line(treaty)
        if line is None:
            return None
        return frozenset(state for state, cells in line.state_spells.items() if at(cells, on).standing in BINDING)

    def bound_since(self, treaty: str, state: str, on: date) -> date | None:
        """Since when a state has been bound by it without a break up to that day; None if it is not, or not at hand."""
        from foedus.status.successive import bound_since

        line = self._line(treaty)
        return None if line is None else bound_since(line, state, on)

    def party_days(self, treaty: str) -> tuple[date, ...]:
        """The days on which the standing of any of its parties changed."""
        line = self._line(treaty)
        if line is None:
            return ()
        return tuple(sorted({spell.start for cells in line.state_spells.values() for spell in cells[1:]}))

    def _line(self, treaty: str) -> Timeline | None:
        if treaty in self._lines:
            return self._lines[treaty]
        if treaty in self._trail or treaty not in self._treaties:
            return None
        from foedus.status.timeline import lay_out

        line = lay_out(
            self._treaties[treaty],
            known=self._known,
            treaties=self._treaties,
            register=self._register,
            trail=self._trail,
        )
        self._lines[treaty] = line
        return line
