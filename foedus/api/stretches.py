"""A treaty in one stretch of time, on all days of which it ties the same states by the same pledges.

What is told of a day without reasons changes only on the days on which a standing or a wording does. Between two of
them the standings and ties of a treaty are made once and kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Any

from foedus.actors import register
from foedus.api.lines import Lines
from foedus.model.dates import PartialDate
from foedus.model.obligations import Obligation
from foedus.model.standings import TreatyStanding
from foedus.model.treaty import Treaty
from foedus.status import Timeline
from foedus.status.standings import StateStanding, changes, states_on, treaty_on

MOST_LINES = 2000
MOST_TIES = 200_000
"""Of how many timelines, and how many ties are kept: a tie takes some 400 bytes; the shipped atlas has 113 000."""

_ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Ties:
    """The ties of one treaty in one stretch, by kind.

    ``rows``: a pair each. ``table``: the row of the treaty, as the page of the network prints it. ``partners``: with
    whom each state is tied, and ``owes``: to whom it owes, as sets of bits, one for each actor.
    """

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    table: dict[str, dict[str, Any]] = field(default_factory=dict)
    partners: dict[str, dict[str, int]] = field(default_factory=dict)
    owes: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class _Kept:
    """What is kept of one timeline, by the number of the stretch."""

    line: Timeline
    days: tuple[date, ...]
    standings: dict[int, list[StateStanding]] = field(default_factory=dict)
    ties: dict[int, Ties] = field(default_factory=dict)


class Stretches:
    """The stretches of a session's treaties. Safe for several threads: two may make the same one, which is the same."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._kept: OrderedDict[tuple[str, int], _Kept] = OrderedDict()
        self._size = 0
        self._bits: dict[str, int] = {}
        self._lock = Lock()

    def standing(self, treaty: Treaty, on: date, known: date | None) -> tuple[TreatyStanding, PartialDate | None]:
        """What the treaty is on the day, and since when."""
        return treaty_on(self._lines.shared(treaty, known), on)

    def standings(self, treaty: Treaty, on: date, known: date | None) -> list[StateStanding]:
        """What each state is to the treaty on the day, in order of id."""
        kept, number = self._place(treaty, on, known)
        found = kept.standings.get(number)
        if found is None:
            found = kept.standings.setdefault(number, states_on(kept.line, on))
        return found

    def ties(self, treaty: Treaty, on: date, known: date | None) -> Ties:
        """The ties that the treaty makes on the day."""
        kept, number = self._place(treaty, on, known)
        found = kept.ties.get(number)
        if found is None:
            made = self._made(treaty, on, known)
            with self._lock:
                found = kept.ties.setdefault(number, made)
                if found is made and (treaty.id, id(kept.line)) in self._kept:  # else it was let go of meanwhile
                    self._size += _weight(made)
                    self._make_room()
        return found

    def prepare(self, treaty: Treaty) -> Iterator[date]:
        """Make the ties of all its stretches before anybody asks; gives each stretch's day as it goes."""
        kept, _ = self._place(treaty, date.min, None)
        for day in kept.days:
            self.ties(treaty, day, None)
            yield day

    def _place(self, treaty: Treaty, on: date, known: date | None) -> tuple[_Kept, int]:
        """What is kept of the timeline, and the number of the stretch that the day falls into."""
        line = self._lines.shared(treaty, known)
        key = (treaty.id, id(line))  # which stands for the line as long as it is kept here
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                kept = self._kept[key] = _Kept(line, _days(line, treaty.obligations))
                while len(self._kept) > MOST_LINES:
                    _, gone = self._kept.popitem(last=False)
                    self._size -= sum(map(_weight, gone.ties.values()))
                    gone.ties.clear()
            else:
                self._kept.move_to_end(key)
        return kept, bisect_right(kept.days, on)

    def _make_room(self) -> None:
        """Let go of the ties that were not asked for the longest."""
        for kept in self._kept.values():
            if self._size <= MOST_TIES:
                break
            self._size -= sum(map(_weight, kept.ties.values()))
            kept.ties.clear()

    def _made(self, treaty: Treaty, on: date, known: date | None) -> Ties:
        from foedus.api.commitments import SECURITY, commitments_under

        pairs: dict[tuple[str, str, str], _Pair] = {}
        for item in commitments_under(treaty, on, self.standings(treaty, on, known)):
            if item.by != item.to:
                one, other = sorted((item.by, item.to))
                pairs.setdefault((item.kind, one, other), _Pair()).add(item)
        found = Ties()
        for (kind, one, other), pair in sorted(pairs.items(), key=lambda entry: entry[0]):
            row = {"kind": kind, "one": one, "other": other, "treaty": treaty.id, **pair.row(one)}
            found.rows.setdefault(kind, []).append(row)
        for kind in SECURITY:
            if kind in found.rows:
                found.table[kind] = _table(treaty, kind, found.rows[kind])
                found.partners[kind], found.owes[kind] = self._partners(found.rows[kind])
        return found

    def _partners(self, rows: list[dict[str, Any]]) -> tuple[dict[str, int], dict[str, int]]:
        tied: dict[str, int] = {}
        owes: dict[str, int] = {}
        for row in rows:
            for here, there, way in (
                (row["one"], row["other"], "other to one"),
                (row["other"], row["one"], "one to other"),
            ):
                bit = self._bit(there)
                tied[here] = tied.get(here, 0) | bit
                if row["owed"] != way:
                    owes[here] = owes.get(here, 0) | bit
        return tied, owes

    def _bit(self, actor: str) -> int:
        bit = self._bits.get(actor)
        if bit is None:
            with self._lock:
                bit = self._bits.setdefault(actor, 1 << len(self._bits))
        return bit


def _weight(ties: Ties) -> int:
    return 1 + sum(map(len, ties.rows.values()))


def _days(line: Timeline, obligations: tuple[Obligation, ...]) -> tuple[date, ...]:
    """The days on which a standing changes, a wording begins or has ended, or a creditor comes or goes."""
    days = set(changes(line))
    for creditor in {to for item in obligations for way in item.directions for to in way.to}:
        actor = register().get(creditor)
        for period in actor.exists if actor is not None else ():
            days.update(_from_and_after(period.start, period.end))
    for item in obligations:
        days.update(_from_and_after(item.since, item.until))
    return tuple(sorted(days))


def _from_and_after(first: date | None, last: date | None) -> Iterator[date]:
    """The first day, and the one after the last."""
    if first is not None:
        yield first
    if last is not None and last < date.max:
        yield last + _ONE_DAY


@dataclass(slots=True)
class _Pair:
    """What is known of one pair under one kind and treaty, from the commitments in either direction."""

    by: set[str] = field(default_factory=set)
    articles: dict[str, None] = field(default_factory=dict)
    since: list[str] = field(default_factory=list)
    is_certain: bool = True
    is_conditional: bool = True

    def add(self, item: Any) -> None:
        self.by.add(item.by)
        self.articles[item.article] = None
        self.since += [item.since] if item.since else []
        self.is_certain &= item.certain == "yes"
        self.is_conditional &= item.conditional

    def row(self, one: str) -> dict[str, Any]:
        return {
            "owed": "mutual" if len(self.by) == 2 else ("one to other" if one in self.by else "other to one"),
            "articles": list(self.articles),
            "since": min(self.since, default=None),
            "certain": "yes" if self.is_certain else "cannot say",
            "conditional": self.is_conditional,
        }


def _table(treaty: Treaty, kind: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The row that says the same as the picture: the treaty's states, and who owes whom where it is one-sided."""
    from foedus.api import words  # only what is printed needs names

    states = dict.fromkeys(state for row in rows for state in (row["one"], row["other"]))
    return {
        "kind": kind,
        "treaty": treaty.id,
        "title": treaty.short or treaty.title,
        "states": sorted(states, key=words.name),
        "pairs": len(rows),
        "mutual": all(row["owed"] == "mutual" for row in rows),
        "certain": next((row["certain"] for row in reversed(rows) if row["certain"] != "yes"), "yes"),
        "from_to": list(_from_to(rows)),
    }


def _from_to(rows: list[dict[str, Any]]) -> Iterator[str]:
    from foedus.api import words

    for row in rows:
        if row["owed"] != "mutual":
            pair = (row["one"], row["other"]) if row["owed"] == "one to other" else (row["other"], row["one"])
            yield " → ".join(words.name(state) for state in pair)
