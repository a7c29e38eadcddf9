"""Successive treaties on one matter (VCLT 30): which of them governs between two states on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from foedus.model.treaty import Treaty
from foedus.status.moments import LAST, UNKNOWN, Moment
from foedus.status.phases import BINDING, at
from foedus.status.termination import replacing
from foedus.status.timeline import Timeline
from foedus.status.words import name, names

MANY = 30
"""Of more states than this that are party to both, pairs are told only for those asked about."""


class Successor(NamedTuple):
    """A treaty that comes before another between parties to both: how it does, since its own entry into force."""

    treaty: str
    how: str
    entry: Moment
    rule: str


class Governs(NamedTuple):
    """Between two parties, the treaty that governs instead, since when, by which rule; ``how``: as in `Successor`."""

    one: str
    other: str
    effect: str
    since: date
    rule: str
    says: str
    treaty: str
    how: str


_EFFECTS = {
    "replaces": "{} governs",
    "same_subject": "{} governs where the two differ",
    "subject_to": "{} prevails",
}


def successors(line: Timeline) -> tuple[Successor, ...]:
    """The treaties that come before this one, in order of entry into force; looked for once, since they never change.

    Later ones that replace it, or replace what replaced it; later ones that say they are on the same subject; and
    those to which its own text is subject (30(2)).
    """
    if line.successive is None:
        found = {item.treaty: item for item in _successors(line)}
        line.successive = tuple(sorted(found.values(), key=lambda item: (item.how != "subject_to", item.entry)))
    return line.successive


def _successors(line: Timeline) -> Iterator[Successor]:
    seen, ahead = {line.treaty.id}, [line.treaty.id]
    while ahead:
        for other in replacing(ahead.pop(), line.treaties):
            if other.id not in seen:
                seen.add(other.id)
                ahead.append(other.id)
                yield from _successor(line, other.id, "replaces", "")
    for other in line.treaties.values():
        if other.id not in seen and _says(other, "same_subject", line.treaty.id):
            yield from _successor(line, other.id, "same_subject", "")
    for link in line.treaty.links:
        if link.kind == "subject_to":
            rule = f"{line.treaty.id}:{link.article}" if link.article else "VCLT-30(2)"
            yield from _successor(line, link.treaty, "subject_to", rule)


def _says(other: Treaty, kind: str, treaty: str) -> bool:
    return any(link.kind == kind and link.treaty == treaty for link in other.links)


def _successor(line: Timeline, other: str, how: str, rule: str) -> Iterator[Successor]:
    entry = line.setting.elsewhere.entry(other)
    if entry is not None and entry != UNKNOWN and entry.hi != LAST:
        yield Successor(other, how, entry, rule)


def governing(line: Timeline, on: date, states: Collection[str] | None = None) -> tuple[Governs, ...]:
    """The pairs of parties between which another treaty governs; for all other pairs it is this one (30(4)(b)).

    ``states``: only pairs with one of these (None: all, unless they are very many). Of several later treaties the last
    in force for the two decides.
    """
    if not successors(line):
        return ()
    now = _bound(line, on)
    found: dict[tuple[str, str], Governs] = {}
    for item in successors(line):
        there = line.setting.elsewhere.parties(item.treaty, on) or frozenset()
        both = sorted(now & there)
        if states is None and len(both) > MANY:
            continue
        for one, other in combinations(both, 2):
            if states is None or one in states or other in states:
                found[(one, other)] = _governs(line, item, one, other, on, whole=now <= there)
    return tuple(found[pair] for pair in sorted(found))


def _bound(line: Timeline, on: date) -> frozenset[str]:
    return frozenset(state for state, cells in line.state_spells.items() if at(cells, on).standing in BINDING)


def _governs(line: Timeline, item: Successor, one: str, other: str, on: date, *, whole: bool) -> Governs:
    elsewhere = line.setting.elsewhere
    days = [elsewhere.bound_since(item.treaty, state, on) for state in (one, other)]
    days += [bound_since(line, state, on) for state in (one, other)]
    since = max(day for day in days if day is not None)
    rule = item.rule or ("VCLT-30(3)" if whole else "VCLT-30(4)(a)")
    pair = names(line.setting, (one, other))
    if item.how == "subject_to":
        says = f"{pair} are parties to {item.treaty} too, to which this treaty is subject"
    else:
        says = f"{pair} are both parties to the later {item.treaty}"
        says += "" if item.how == "replaces" else "; the earlier applies as far as it is compatible"
    effect = _EFFECTS[item.how].format(item.treaty)
    return Governs(one, other, effect, since, rule, says, item.treaty, item.how)


def between_two(line: Timeline, one: str, other: str, on: date) -> Governs | None:
    """The treaty that governs between two states on a day in place of this one; None where this one does."""
    found = (item for item in governing(line, on, (one,)) if other in (item.one, item.other))
    return next(found, None)


def may_be_followed(treaties: Mapping[str, Treaty]) -> frozenset[str]:
    """The treaties before which another may come: by what it says of them, or by what they say of it."""
    found: set[str] = set()
    for treaty in treaties.values():
        found.update(treaty.replaces)
        for link in treaty.links:
            if link.kind in ("replaces", "same_subject"):
                found.add(link.treaty)
            elif link.kind == "subject_to":
                found.add(treaty.id)
    return frozenset(found)


def bound_since(line: Timeline, state: str, on: date) -> date | None:
    """The first day of the unbroken time in which the state has been bound up to a day; None if it is not bound."""
    since: date | None = None
    for cell in reversed(line.state_spells.get(state, ())):
        if cell.start > on:
            continue
        if cell.standing not in BINDING:
            break
        since = cell.start
    return since


def apart(line: Timeline, on: date) -> Iterator[tuple[str, str]]:
    """What governs with a state that is party to one of the two only, and what is left open: rule and words."""
    now = _bound(line, on)
    for item in successors(line):
        there = line.setting.elsewhere.parties(item.treaty, on) or frozenset()
        alone = sorted(now - there)
        if item.how == "subject_to" or not alone or len(now & there) < 2:
            continue
        who = names(line.setting, alone)
        yield "VCLT-30(4)(b)", f"toward {who}, no party to {item.treaty}, this treaty governs"
        if there < now:
            says = (
                f"whether some of its parties could so change it between themselves ({item.treaty}) depends on whether"
            )
            yield "VCLT-41", f"{says} it touches the rights of {who}; that is not computed (30(5))"
    for earlier in _earlier(line):
        left = (line.setting.elsewhere.parties(earlier, on) or frozenset()) - now
        if left and now:
            who = name(line.setting, next(iter(left))) if len(left) == 1 else names(line.setting, sorted(left))
            yield "VCLT-30(4)(b)", f"with {who}, party to {earlier} only, a party to both is bound by {earlier}"


def _earlier(line: Timeline) -> tuple[str, ...]:
    links = [link.treaty for link in line.treaty.links if link.kind in ("replaces", "same_subject")]
    return tuple(dict.fromkeys((*line.treaty.replaces, *links)))
