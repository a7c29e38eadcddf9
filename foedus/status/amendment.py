"""Amendments and versions (VCLT 39–41): each with its own parties; which one applies between two states on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from foedus.model.treaty import Treaty
from foedus.status.moments import UNKNOWN, Moment
from foedus.status.phases import BINDING, at
from foedus.status.timeline import Timeline


class Version(NamedTuple):
    """An amendment in force on a day: since when, whom it binds, and by which rule."""

    treaty: str
    since: Moment
    parties: frozenset[str]
    rule: str
    says: str


def versions(line: Timeline, treaties: Mapping[str, Treaty], on: date) -> tuple[Version, ...]:
    """The amendments in force on a day, in the order in which they entered into force."""
    found = [version for other in _amending(line, treaties) if (version := _version(line, other, on)) is not None]
    return tuple(sorted(found, key=lambda item: (item.since, item.treaty)))


def _amending(line: Timeline, treaties: Mapping[str, Treaty]) -> tuple[Treaty, ...]:
    """The treaties at hand that amend this one; looked for once among the line's own, which never change."""
    if treaties is line.treaties and line.amending is not None:
        return line.amending
    found = tuple(other for other in treaties.values() if _amends(other, line.treaty.id))
    if treaties is line.treaties:
        line.amending = found
    return found


def _amends(other: Treaty, treaty: str) -> bool:
    return treaty in other.amends or any(link.kind == "amends" and link.treaty == treaty for link in other.links)


def _version(line: Timeline, amendment: Treaty, on: date) -> Version | None:
    elsewhere = line.setting.elsewhere
    since = elsewhere.entry(amendment.id)
    if since is None or since == UNKNOWN or since.hi > on:
        return None
    now = frozenset(state for state, cells in line.state_spells.items() if at(cells, on).standing in BINDING)
    clause = line.treaty.amendment
    own = amendment.entry_into_force
    if (clause is not None and clause.binds == "all parties") or (own is not None and own.binds_all):
        article = clause.article if clause is not None else None
        rule = f"{line.treaty.id}:{article}" if article else f"{amendment.id}:{own.article if own else ''}".rstrip(":")
        return Version(amendment.id, since, now, rule, "the treaty makes it bind every party once it is in force")
    joined = elsewhere.parties(amendment.id, on) or frozenset()
    # 40(5): a state that joins the treaty after the amendment is party to the treaty as amended, unless it says not.
    late = frozenset(
        state
        for state in now - joined
        if (history := line.histories.get(state)) is not None
        and any(item.deed is not None and item.consent.lo > since.hi for item in history.episodes)
    )
    later = f", and {chr(44).join(sorted(late))} as later parties" if late else ""
    says = f"it binds those that joined it{later}"
    return Version(amendment.id, since, (joined & (now or joined)) | late, "VCLT-40(4)", says)


def between(line: Timeline, treaties: Mapping[str, Treaty], one: str, other: str, on: date) -> tuple[str, ...]:
    """The amendments that apply between two parties on a day; none: the treaty as first made (VCLT 30(4)(b), 40(4))."""
    return tuple(v.treaty for v in versions(line, treaties, on) if one in v.parties and other in v.parties)
