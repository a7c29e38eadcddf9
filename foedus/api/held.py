"""What the ledger holds of treaties, asked for once and kept until the ledger has grown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.model.entries import HeldTreaty
    from foedus.model.treaty import Treaty

MOST = 200
"""Days of knowledge, and treaties with the ledger's acts, that are kept for one state of the ledger."""

Known = date | datetime | None


class Held:
    """The ledger's treaties for one head of its chain; a new head begins anew. Safe for several threads."""

    def __init__(self, session: Foedus) -> None:
        self._session = session
        self._lock = Lock()
        self._head = ""
        self._treaties: dict[Known, list[HeldTreaty]] = {}
        self._with_acts: dict[tuple[str, Known], tuple[Treaty | HeldTreaty, Treaty]] = {}
        self._ids: frozenset[str] | None = None

    def treaties(self, known: Known = None) -> list[HeldTreaty]:
        """Every treaty of which something is held, as known on a day; none without a ledger."""
        if not self._session.has_ledger:
            return []
        head = self._look()
        found = self._treaties.get(known)
        if found is None:
            found = self._session.ledger.treaties(known=known)
            with self._lock:
                if self._head == head and len(self._treaties) < MOST:
                    self._treaties[known] = found
        return found

    def ids(self) -> frozenset[str]:
        """The ids of which anything was ever recorded, with those that others were merged into."""
        if not self._session.has_ledger:
            return frozenset()
        head = self._look()
        found = self._ids
        if found is None:
            ids = {id for item in self.treaties() for id in (item.id, *item.merged)}
            for decision in self._session.ledger.decisions():
                ids |= {decision.value.target, decision.value.into or decision.value.target}
            found = frozenset(ids)
            with self._lock:
                self._ids = found if self._head == head else self._ids
        return found

    def with_acts(self, treaty: Treaty | HeldTreaty, known: Known, make: Callable[[], Treaty]) -> Treaty:
        """The treaty with the ledger's acts, made once: the same object for the same question, and so one timeline."""
        head = self._look()
        kept = self._with_acts.get((treaty.id, known))
        if kept is not None and kept[0] is treaty:
            return kept[1]
        made = make()
        with self._lock:
            if self._head == head and len(self._with_acts) < MOST:
                self._with_acts[treaty.id, known] = (treaty, made)
        return made

    def _look(self) -> str:
        """The ledger's head; what was kept for another is let go."""
        newest = self._session.ledger.head()
        head = newest.hash if newest is not None else ""
        with self._lock:
            if head != self._head:
                self._head = head
                self._treaties, self._with_acts, self._ids = {}, {}, None
        return head
