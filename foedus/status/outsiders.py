"""States of which a treaty's file has no act: surely bound by nothing, or perhaps a party that the file leaves out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from foedus.model.actors import Organisation
from foedus.model.acts import ActKind
from foedus.model.standings import PartyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.status.setting import EVERYONE, Members, Setting, members
from foedus.status.timeline import Timeline
from foedus.status.words import name


class Outsider(NamedTuple):
    """What can be said of such a state on a day: whether it may be a party, whether it is bound, and why."""

    party: Truth
    bound: Truth
    rule: str
    says: str
    since: date | None = None

    @property
    def standing(self) -> PartyStanding:
        """The standing that comes of it."""
        if self.party is Truth.CANNOT_SAY:
            return PartyStanding.CANNOT_SAY
        return PartyStanding.PARTY if self.party is Truth.YES else PartyStanding.NONE


def outsider(line: Timeline, state: str, on: date) -> Outsider:
    """No party where the file carries every act; else only where the law shows it: a treaty binds no third state (34).

    Where other states' acts exist and are not in the file, a state without an act in it may be a party unless it did
    not exist, the treaty is between two named states, or is not open to it; and nobody is bound before entry into
    force or after the end.
    """
    setting, treaty = line.setting, line.treaty
    if treaty.complete:
        return _none("VCLT-34", "no act of this state is recorded; a treaty binds no third state")
    who = name(setting, state)
    actor = setting.register.get(state) if setting.register is not None else None
    if actor is not None and setting.register is not None and not setting.register.exists(actor.id, on):
        return _none("VCLT-6", f"{who} did not exist on that day")
    if treaty.record == "encoded" and treaty.is_bilateral and not _admits(treaty):
        return _none("VCLT-34", f"the treaty is between two states, and {who} is neither")
    member = _member(setting, state, on)
    if member is not None:
        return member
    if not _open_to(setting, state, on):
        consent = treaty.consent
        rule = f"{treaty.id}:{consent.article}" if consent is not None and consent.article else "VCLT-15"
        return _none(rule, f"the treaty is not open to {who}")
    says = "the file does not carry every party's acts"
    entry, end = line.entry.moment, line.end
    if entry is None or entry.lo > on:
        return Outsider(Truth.CANNOT_SAY, Truth.NO, line.entry.rule, f"{says}; it was in force for nobody on that day")
    if line.lapse_on(on) is not None or (end is not None and end.moment.by(on) is Truth.YES):
        return Outsider(Truth.CANNOT_SAY, Truth.NO, "VCLT-70", f"{says}; it was no longer in force")
    return Outsider(Truth.CANNOT_SAY, Truth.CANNOT_SAY, "fact", says)


def _member(setting: Setting, state: str, on: date) -> Outsider | None:
    """By its membership of the organisation that the treaty constitutes, if the register knows its members."""
    register, treaty = setting.register, setting.treaty
    body = register.get(treaty.constitutes) if register is not None and treaty.constitutes else None
    if not isinstance(body, Organisation) or not body.members:
        return None
    who = name(setting, state)
    for spell in body.members:
        if spell.state == state and spell.holds(on):
            since = f" since {spell.start}" if spell.start else ""
            says = f"{who} is a member{since} of {body.name}, which the treaty constitutes"
            return Outsider(Truth.YES, Truth.YES, "VCLT-5", says, spell.start)
    return _none("VCLT-5", f"{who} is no member on that day of {body.name}, which the treaty constitutes")


def _none(rule: str, says: str) -> Outsider:
    return Outsider(Truth.NO, Truth.NO, rule, says)


def _admits(treaty: Treaty) -> bool:
    """Does the treaty let others than its first parties join?"""
    consent = treaty.consent
    return consent is not None and (ActKind.ACCESSION in consent.by or consent.invitation)


def _open_to(setting: Setting, state: str, on: date) -> bool:
    """May it have joined by that day? Of a group that changes, it is enough to have belonged to it once."""
    consent = setting.treaty.consent
    if consent is None or consent.open_to is None or consent.invitation:
        return True
    group: Members = members(consent.open_to, setting)
    for day in (on, *(day for day in group.changes if day <= on)):
        who = group.on(day)
        if who is None or who is EVERYONE or state in who:
            return True
    # "Open to the signatories" speaks of ratification; accession is for the others (VCLT 15).
    return consent.open_to.every is not None and ActKind.ACCESSION in consent.by
