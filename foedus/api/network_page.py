"""The ties of a day: who is tied to whom, by what kind, under which treaty; and the same by state, for the map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.api import words
from foedus.api.commitments import SECURITY, Commitment, commitments_on
from foedus.model.actors import State
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus

FIRST_YEAR = 1816
"""The first year of the picture's slider: that of the Correlates of War's state system."""


def kinds_of(wanted: Iterable[str]) -> tuple[str, ...]:
    """The kinds asked for, in the order of weight; all where none is. Raises `FoedusError` FOE905 for another."""
    chosen = frozenset(item for item in wanted if item)
    if strange := sorted(chosen - frozenset(SECURITY)):
        raise FoedusError("FOE905", f'"{strange[0]}" is no kind of tie', help=f"one of {', '.join(SECURITY)}")
    return tuple(kind for kind in SECURITY if not chosen or kind in chosen)


def network_page(
    session: Foedus, on: date, known: date | None, kinds: Iterable[str] = (), treaty: str | None = None
) -> dict[str, Any]:
    """The ties of the day with their treaties, and each state's partners by kind.

    A tie is one pair under one kind and treaty; ``mutual`` where each owes the other. Raises FOE905 for a wrong kind.
    """
    chosen = kinds_of(kinds)
    pairs: dict[tuple[str, str, str, str], _Pair] = {}
    for item in commitments_on(session, on, known=known, kinds=chosen):
        if item.by != item.to and (treaty is None or item.treaty == treaty):
            one, other = sorted((item.by, item.to))
            pairs.setdefault((one, other, item.kind, item.treaty), _Pair()).add(item)
    ties = [
        {"kind": kind, "one": one, "other": other, "treaty": key, **pair.row(one)}
        for (one, other, kind, key), pair in sorted(pairs.items(), key=lambda entry: _order(entry[0]))
    ]
    return {
        "on": on,
        "known": known,
        "treaty": treaty,
        "kinds": chosen,
        "counts": {kind: len({(t["one"], t["other"]) for t in ties if t["kind"] == kind}) for kind in chosen},
        "ties": ties,
        "treaties": _by_treaty(session, ties),
        "states": _states(ties, on),
        "first_year": FIRST_YEAR,
    }


@dataclass
class _Pair:
    """What is known of one pair under one kind and treaty, from the commitments in either direction."""

    by: set[str] = field(default_factory=set)
    articles: dict[str, None] = field(default_factory=dict)
    since: list[str] = field(default_factory=list)
    is_certain: bool = True
    is_conditional: bool = True

    def add(self, item: Commitment) -> None:
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


def _order(key: tuple[str, str, str, str]) -> tuple[int, str, str, str]:
    one, other, kind, treaty = key
    return SECURITY.index(kind), treaty, one, other


def _by_treaty(session: Foedus, ties: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The table that says the same as the picture: a row for each treaty and kind, with its states."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for tie in ties:
        row = found.setdefault(
            (tie["treaty"], tie["kind"]),
            {"kind": tie["kind"], "treaty": tie["treaty"], "title": _title(session, tie["treaty"]), "states": {},
             "pairs": 0, "mutual": True, "certain": "yes", "from_to": []},
        )  # fmt: skip
        row["states"] |= {tie["one"]: None, tie["other"]: None}
        row["pairs"] += 1
        row["mutual"] &= tie["owed"] == "mutual"
        if tie["owed"] != "mutual":
            pair = (tie["one"], tie["other"]) if tie["owed"] == "one to other" else (tie["other"], tie["one"])
            row["from_to"].append(" → ".join(words.name(state) for state in pair))
        if tie["certain"] != "yes":
            row["certain"] = tie["certain"]
    return [{**row, "states": sorted(row["states"], key=words.name)} for row in found.values()]


def _title(session: Foedus, key: str) -> str:
    treaty = session.atlas[key]
    return treaty.short or treaty.title


def _states(ties: list[dict[str, Any]], on: date) -> list[dict[str, Any]]:
    """Every state of the day: its number on today's maps, and its partners by kind. Others did not exist then."""
    partners: dict[str, dict[str, set[str]]] = {}
    for tie in ties:
        for here, there in ((tie["one"], tie["other"]), (tie["other"], tie["one"])):
            partners.setdefault(here, {}).setdefault(tie["kind"], set()).add(there)
    actors = register()
    tied = [id for id in partners if not isinstance(actors.get(id), State)]
    there = [id for id in actors.states if actors.exists(id, on)]
    return [
        {
            "state": id,
            "name": words.name(id),
            "numeric": getattr(actors.get(id), "numeric", None),
            "partners": {kind: len(partners[id][kind]) for kind in SECURITY if kind in partners.get(id, {})},
        }
        for id in sorted({*there, *tied}, key=words.name)
    ]


def around(session: Foedus, state: str, on: date, known: date | None) -> list[dict[str, Any]]:
    """One state's ties as pairs with their kinds, weightiest first: its network in small."""
    found: dict[tuple[str, str], set[str]] = {}
    for item in commitments_on(session, on, known=known, state=state):
        other = item.to if item.by == state else item.by
        found.setdefault((other, item.kind), set()).add(item.treaty)
    return [
        {"one": state, "other": other, "kind": kind, "treaties": sorted(keys)}
        for (other, kind), keys in sorted(found.items(), key=lambda e: (SECURITY.index(e[0][1]), e[0][0]))
    ]
