"""The setting of a question: the treaty, what is known of it and around it, and how time is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from foedus.model.actors import Organisation, State
from foedus.model.clauses import Group
from foedus.model.treaty import Treaty
from foedus.status.consent import ConsentRule, Record
from foedus.status.counting import Convention
from foedus.status.deeds import Deed
from foedus.status.moments import ONE_DAY, UNKNOWN, Moment


class Register(Protocol):
    """What the law asks of the register of actors; `foedus.actors.Register` answers it."""

    def get(self, id: str) -> State | Organisation | None:
        """The state or organisation of that id."""

    def exists(self, id: str, on: date) -> bool:
        """Could it act on a treaty on that day?"""

    def members(self, organisation: str, on: date) -> frozenset[str]:
        """An organisation's members on that day."""


class Elsewhere(Protocol):
    """What other treaties say; the trail of ids keeps two treaties from asking each other for ever."""

    def entry(self, treaty: str) -> Moment | None:
        """The entry into force of another treaty; None if it has none, `UNKNOWN` if it is not at hand."""

    def trigger(self, treaty: str) -> Moment | None:
        """When the condition of its entry into force was met."""

    def parties(self, treaty: str, on: date) -> frozenset[str] | None:
        """Its parties on that day; None if it is not at hand."""

    def bound_since(self, treaty: str, state: str, on: date) -> date | None:
        """Since when a state has been bound by it without a break up to that day; None if it is not, or not at hand."""

    def party_days(self, treaty: str) -> tuple[date, ...]:
        """The days on which its parties changed."""


@dataclass(slots=True)
class Setting:
    """All that an answer about one treaty may use."""

    treaty: Treaty
    record: Record
    rule: ConsentRule
    counting: Convention
    elsewhere: Elsewhere
    register: Register | None = None
    known: date | None = None
    counted: dict[int, list[Deed]] = field(default_factory=dict)
    """The consents that count under a condition of a fixed group, kept for the next question."""


EVERYONE = frozenset({"*"})
"""No limit on who is meant."""


class Body(frozenset[str]):
    """A set of actors; `EVERYONE` has no limit."""


@dataclass(slots=True)
class Members:
    """Who is meant by a group: a fixed set, or one that changes over time.

    ``fixed`` None and ``at`` set: ask for a day. Both None: it cannot be said who is meant (``lacks`` names what is
    missing).
    """

    fixed: frozenset[str] | None = None
    at: Callable[[date], frozenset[str] | None] | None = None
    changes: tuple[date, ...] = ()
    lacks: str = ""

    def on(self, day: date) -> frozenset[str] | None:
        """The members on a day."""
        return self.fixed if self.fixed is not None else (self.at(day) if self.at else None)


_ID = re.compile(r"[A-Z]{3,4}")
"""What an actor's id looks like; a region may also be made of places, and then does not say which states it means."""

ORGANISATIONS = frozenset({"EU", "EUE", "EEC", "EC"})


def is_organisation(setting: Setting, actor: str) -> bool:
    """Is it an organisation? Without a register only the European ones and prefixed ids are known to be."""
    if setting.register is not None:
        found = setting.register.get(actor)
        if found is not None:
            return isinstance(found, Organisation)
    return actor in ORGANISATIONS or ":" in actor


def members(group: Group | None, setting: Setting, on: date | None = None) -> Members:
    """Who is meant by a group; ``on`` fixes the day where the group itself does not."""
    if group is None:
        return Members(EVERYONE)
    found = _members(group, setting, group.on or on)
    if group.excluding and found.fixed is not None and found.fixed is not EVERYONE:
        return Members(found.fixed - frozenset(group.excluding))
    if group.excluding and found.at is not None:
        at, out = found.at, frozenset(group.excluding)
        return Members(None, lambda day: None if (who := at(day)) is None else who - out, found.changes)
    return found


def _members(group: Group, setting: Setting, on: date | None) -> Members:
    treaty = setting.treaty
    if group.states:
        return Members(frozenset(group.states))
    if group.every:
        return _every(group.every, setting)
    if group.list or group.region:
        name = group.list or group.region or ""
        if name in treaty.lists:
            return Members(frozenset(treaty.lists[name]))
        region = treaty.regions.get(name)
        if region is not None and all(_ID.fullmatch(part) for part in region.includes):
            return Members(frozenset(region.includes) - frozenset(region.excludes))
        return Members(lacks=f'the list "{name}"')
    if group.members_of:
        return _body(setting, group.members_of, on)
    if group.parties_of:
        return _parties_of(setting, group.parties_of, on)
    if group.any:
        parts = [members(item, setting, on) for item in group.any]
        if all(part.fixed is not None for part in parts):
            return Members(frozenset().union(*(part.fixed or frozenset() for part in parts)))
        changes = tuple(day for part in parts for day in part.changes)
        return Members(None, lambda day: _union(parts, day), changes)
    return Members(EVERYONE)


def _union(parts: list[Members], day: date) -> frozenset[str] | None:
    sets = [part.on(day) for part in parts]
    return None if any(item is None for item in sets) else frozenset().union(*(item or frozenset() for item in sets))


def _every(word: str, setting: Setting) -> Members:
    if word == "all states":
        return Members(EVERYONE)
    if word == "signatories" and not setting.treaty.complete and not setting.treaty.parties:
        return Members(lacks="the signatories, since the file does not carry every act")
    if word == "signatories":
        return Members(frozenset(life.state for life in setting.record.lives.values() if life.signed))
    treaty = setting.treaty
    if word == "negotiating states":
        named = treaty.negotiating or treaty.parties
    elif treaty.amends:
        return _parties_of(setting, treaty.amends[0], None)  # an amendment counts the parties of what it amends
    else:
        named = treaty.parties
    return Members(frozenset(named)) if named else Members(lacks=f"the {word}")


def _body(setting: Setting, organisation: str, on: date | None) -> Members:
    named = setting.treaty.lists.get(organisation)
    if named is not None:
        return Members(frozenset(named))
    register = setting.register
    body = register.get(organisation) if register is not None else None
    if register is None or not isinstance(body, Organisation) or not body.members:
        return Members(lacks=f"the members of {organisation}")
    if on is not None:
        return Members(register.members(organisation, on))
    return Members(None, lambda day: register.members(organisation, day), _membership_days(body))


def _membership_days(body: Organisation) -> tuple[date, ...]:
    """The days on which an organisation's membership changed."""
    days = {spell.start for spell in body.members if spell.start is not None}
    days |= {spell.end + ONE_DAY for spell in body.members if spell.end is not None}
    return tuple(sorted(days))


def _parties_of(setting: Setting, treaty: str, on: date | None) -> Members:
    other = setting.elsewhere
    if on is not None:
        fixed = other.parties(treaty, on)
        return Members(fixed) if fixed is not None else Members(lacks=f"the parties of {treaty} on {on}")
    if other.entry(treaty) == UNKNOWN:
        return Members(lacks=f"the parties of {treaty}")
    return Members(None, lambda day: other.parties(treaty, day), other.party_days(treaty))
