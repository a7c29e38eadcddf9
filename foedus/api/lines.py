"""Timelines kept: each treaty's time is laid out once, and a question about a day is a look-up in it."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from foedus.actors import register
from foedus.model.treaty import Treaty
from foedus.status import lay_out
from foedus.status.check import require_no_conflict

if TYPE_CHECKING:
    from foedus.status import Timeline
    from foedus.treaties import Atlas

MOST = 1500
"""Timelines kept beside those of the atlas as all of it is known: some 30 KB each."""


class _Kept(NamedTuple):
    treaty: Treaty
    learnt: tuple[date, ...]


class Lines:
    """The timelines of a session. Those of the atlas itself stay; of others the last asked for.

    What was known matters only by which acts had become known: one timeline serves all days between two on which
    something about the treaty, or about one it hangs on, was learnt.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._own: dict[str, Timeline] = {}
        self._others: OrderedDict[tuple[str, int], Timeline] = OrderedDict()
        self._learnt: dict[str, _Kept] = {}
        self._lock = Lock()

    def of(self, treaty: Treaty, known: date | None = None) -> Timeline:
        """The timeline of a treaty in hand, as known on a day.

        Raises `FoedusError` FOE401 for a counting convention that is not known, FOE419 for two rules that conflict.
        """
        line = self.shared(treaty, known)
        return line if known is None else replace(line, setting=replace(line.setting, known=known))

    def shared(self, treaty: Treaty, known: date | None = None) -> Timeline:
        """The same for what is told without reasons: one and the same timeline while nothing new is learnt."""
        if known is None:
            return self._whole(treaty)
        days = self._learnt_days(treaty)
        stage = bisect_right(days, known)
        return self._whole(treaty) if stage == len(days) else self._at(treaty, stage, known)

    def _whole(self, treaty: Treaty) -> Timeline:
        line = self._own.get(treaty.id)
        if line is not None and line.treaty is treaty:
            return line
        if self._atlas.get(treaty.id) is not treaty:
            return self._at(treaty, -1, None)
        line = self._laid_out(treaty, None)
        self._own[treaty.id] = line
        return line

    def _at(self, treaty: Treaty, stage: int, known: date | None) -> Timeline:
        key = (treaty.id, stage)
        with self._lock:
            line = self._others.get(key)
            if line is not None and line.treaty is treaty:
                self._others.move_to_end(key)
                return line
        line = self._laid_out(treaty, known)
        with self._lock:
            self._others[key] = line
            while len(self._others) > MOST:
                self._others.popitem(last=False)
        return line

    def _laid_out(self, treaty: Treaty, known: date | None) -> Timeline:
        require_no_conflict(treaty)
        return lay_out(treaty, known=known, treaties=self._atlas.around(treaty.id), register=register())

    def _learnt_days(self, treaty: Treaty) -> tuple[date, ...]:
        """The days on which something about the treaty, or about one that its standing can hang on, became known."""
        kept = self._learnt.get(treaty.id)
        if kept is None or kept.treaty is not treaty:
            around = (treaty, *self._atlas.around(treaty.id).values())
            days = {day for one in around for act in one.acts if (day := act.known_on) is not None}
            days |= {reading.date for one in around for reading in one.interpretations}
            kept = _Kept(treaty, tuple(sorted(days)))
            if len(self._learnt) > MOST:
                self._learnt.clear()
            self._learnt[treaty.id] = kept
        return kept.learnt
