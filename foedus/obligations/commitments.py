"""The commitments a scenario is put before: treaties, with the means to say who is bound by each on a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from foedus.model.dates import PartialDate
from foedus.model.findings import PartyFinding
from foedus.model.reasons import Reason
from foedus.model.standings import PartyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a state is bound by a treaty on a day, and why, in one sentence and as a tree.

    ``standing``: the word for it ("party", "signatory", "never"). ``since`` and ``until`` as far as known.
    """

    bound: Truth
    says: str
    standing: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    suspended_toward: tuple[str, ...] = ()
    reason: Reason | None = None

    @property
    def rests(self) -> bool:
        """Suspended for the state: it stays bound and need not perform (VCLT 72(1)(a))."""
        return self.standing == PartyStanding.SUSPENDED.value

    @classmethod
    def of(cls, finding: PartyFinding | None, treaty: str, state: str, on: date) -> Standing:
        """The standing that a status finding gives; no finding means that the state has nothing to do with it."""
        if finding is None:
            return cls(Truth.NO, f"{state} is no party to {treaty}", "none")
        return cls(
            Truth.YES if applies(finding.standing, finding.may_be) else finding.bound,
            _says(finding, treaty, on),
            finding.standing.value,
            finding.since,
            finding.until,
            finding.suspended_toward,
            finding.reason,
        )


APPLYING = frozenset({PartyStanding.PROVISIONAL, PartyStanding.PARTY, PartyStanding.WITHDRAWING})
"""Standings in which a state must do what the treaty says."""


def applies(standing: str, may_be: Collection[str]) -> bool:
    """Must it do what the treaty says? One that applies it provisionally must, as if it were in force (VCLT 25)."""
    possible = may_be or (standing,)
    return PartyStanding.PROVISIONAL in possible and APPLYING.issuperset(possible)


def _says(finding: PartyFinding, treaty: str, on: date) -> str:
    since = f" since {finding.since}" if finding.since else ""
    if applies(finding.standing, finding.may_be):
        party = " or is party to it" if finding.may_be else ""
        says = f"{finding.state} applies {treaty} provisionally{since}{party}"
        return f"{says}, and must do what it says as if it were in force (VCLT 25)"
    if finding.bound is Truth.YES:
        return f"{finding.state} is bound by {treaty}{since}"
    if finding.in_force_on is not None and finding.in_force_on.earliest > on:
        return f"{treaty} is in force for {finding.state} only since {finding.in_force_on}"
    if finding.bound is Truth.CANNOT_SAY:
        return f"whether {finding.state} is bound by {treaty} cannot be said{since or f': {finding.reason.says}'}"
    if finding.since is None and finding.standing in (PartyStanding.NONE, PartyStanding.CANNOT_SAY):
        return f"{finding.state} is no party to {treaty}: {finding.reason.says}"
    standing = " or ".join(word.value for word in reversed(finding.may_be)) or finding.standing.value
    return f"{finding.state} is not bound by {treaty}: {standing}{since}"


MANY = 200_000
"""More standings than this are not remembered at once: ten thousand scenarios on as many days stay small."""


class Glance(NamedTuple):
    """What a `Standing` says without its words and reasons: enough to tell who is bound."""

    bound: Truth
    standing: str
    since: PartialDate | None
    until: PartialDate | None

    @property
    def rests(self) -> bool:
        """Suspended for the state, as of `Standing`."""
        return self.standing == PartyStanding.SUSPENDED.value


Glances = Callable[[Treaty, str, date], Glance]
"""The same as `Bound`, without the reasons."""

Bound = Callable[[Treaty, str, date], Standing]
"""Whether a state is bound by a treaty on a day."""


@dataclass(frozen=True, slots=True)
class Governed:
    """Another treaty that comes before one between two of its parties (VCLT 30).

    ``replaces``: the earlier is not applied between them at all; else as far as the two are compatible.
    """

    treaty: str
    replaces: bool
    rule: str
    says: str


Governs = Callable[[Treaty, str, str, date], Governed | None]
"""Which treaty comes before this one between two states on a day; None where this one governs."""


def _governs_itself(treaty: Treaty, one: str, other: str, on: date) -> None:
    return None


@dataclass
class Commitments:
    """Treaties and who is bound by them. ``bound`` is asked at most once for a treaty, state and day.

    ``governed``: which treaty comes before another between two states. ``glances``: who is bound, without the reasons,
    where that can be had for less. Which treaties mention a state is kept as an
    index, so that a scenario touches only those.
    """

    treaties: tuple[Treaty, ...]
    bound: Bound
    governed: Governs = _governs_itself
    glances: Glances | None = None
    _index: dict[str, list[int]] = field(default_factory=dict)
    _known: dict[tuple[str, str, date], Standing] = field(default_factory=dict)
    _seen: dict[tuple[str, str, date], Glance] = field(default_factory=dict)
    _members: dict[tuple[str, date], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_id = {treaty.id: treaty for treaty in self.treaties}
        for number, treaty in enumerate(self.treaties):
            for state in mentioned(treaty):
                self._index.setdefault(state, []).append(number)

    def touching(self, states: Iterable[str]) -> list[Treaty]:
        """The treaties to which one of the states is party, or which owe it something; in their order."""
        numbers = {number for state in states for number in self._index.get(state, ())}
        return [self.treaties[number] for number in sorted(numbers)]

    def only(self, ids: Iterable[str]) -> Commitments:
        """The same commitments cut down to these treaties."""
        wanted = set(ids)
        kept = tuple(item for item in self.treaties if item.id in wanted)
        return Commitments(kept, self.bound, self.governed, self.glances)

    def standing(self, treaty: Treaty, state: str, on: date) -> Standing:
        """Whether ``state`` is bound by ``treaty`` on a day."""
        key = (treaty.id, state, on)
        if key not in self._known:
            if len(self._known) > MANY:
                self._known.clear()
                self._members.clear()
            self._known[key] = self.bound(treaty, state, on)
        return self._known[key]

    def glance(self, treaty: Treaty, state: str, on: date) -> Glance:
        """The same without words and reasons."""
        key = (treaty.id, state, on)
        if key not in self._seen:
            if len(self._seen) > MANY:
                self._seen.clear()
            if self.glances is not None:
                self._seen[key] = self.glances(treaty, state, on)
            else:
                said = self.standing(treaty, state, on)
                self._seen[key] = Glance(said.bound, said.standing, said.since, said.until)
        return self._seen[key]

    def members(self, treaty: Treaty, on: date) -> frozenset[str]:
        """The parties that are not surely unbound on that day."""
        key = (treaty.id, on)
        if key not in self._members:
            bound = (s for s in treaty.parties if self.glance(treaty, s, on).bound is not Truth.NO)
            self._members[key] = frozenset(bound)
        return self._members[key]


def mentioned(treaty: Treaty) -> frozenset[str]:
    """The states that a treaty binds, or to which or on whose account it owes something."""
    states = set(treaty.parties)
    for item in treaty.obligations:
        for way in item.directions:
            states |= {*way.from_, *way.to}
        if item.when is not None:
            states |= {name for name in item.when.on if name.isupper()}
            states |= set(item.when.by.states)
    return frozenset(states)
