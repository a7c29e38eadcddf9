"""Scenarios: dated events, real or supposed, put before the obligations."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from foedus.model.acts import Names, Strict
from foedus.model.dates import PartialDate
from foedus.model.duties import Verdict


class EventKind(StrEnum):
    """What happens. ``docs/scenarios.md`` has an example of each."""

    ATTACK = "attack"
    INVASION = "invasion"
    USE_OF_FORCE = "use of force"
    DECLARATION_OF_WAR = "declaration of war"
    JOINING = "joining"
    THREAT = "threat"
    DEMAND = "demand"
    MOBILISATION = "mobilisation"
    UNREST = "unrest"
    VIOLATION = "violation"
    QUESTION = "question"
    REQUEST = "request"
    INVOCATION = "invocation"
    FINDING = "finding"
    ASSISTANCE = "assistance"
    SUPPORT = "support"
    DENUNCIATION = "denunciation"
    ALLIANCE = "alliance"
    TRANSIT = "transit"
    PEACE = "peace"
    ACT = "act"


HOSTILE = frozenset(
    {
        EventKind.ATTACK,
        EventKind.INVASION,
        EventKind.USE_OF_FORCE,
        EventKind.DECLARATION_OF_WAR,
        EventKind.JOINING,
    }
)
"""Events by which one side comes to fight another."""


class Event(Strict):
    """Something done on a day by somebody.

    ``by`` and ``on``: ids of states; a body or an armed group that is no state is written in small letters
    (``league-council``, ``al-qaeda``). ``where``: places of the gazetteer or of the scenario's own ``[places]``;
    an attack on a state without a place is an attack on its home territory. ``against``: what is struck
    (``territory``, ``forces``, ``vessels``, ``aircraft``, ``public vessels``). ``provoked``: whether the state struck
    had given direct provocation; absent, it is open. ``joins``: for a joining, the states in whose aid. ``conflict``:
    the name of the war it belongs to. ``over``: the interests fought over, by place or state. ``of``: for a finding,
    violation, request, invocation, question or denunciation, the treaty (``csto``) or clause (``versailles-1919:42``).
    ``puts``: results that follow and are not in doubt ("state of war", "armed invasion"). ``through``: places or
    states whose land the attacker uses. ``holds``: False for an event that did not take place and whose absence
    matters ("no request was made"), and for a finding in the negative.
    """

    kind: EventKind
    by: Names = ()
    on: Names = ()
    date: PartialDate | None = None
    where: Names = ()
    against: Names = ()
    how: str | None = None
    provoked: bool | None = None
    joins: Names = ()
    supported_by: Names = ()
    conflict: str | None = None
    over: Names = ()
    of: Names = ()
    group: Names = ()
    puts: Names = ()
    through: Names = ()
    holds: bool = True
    says: str | None = None
    source: str | None = None

    @property
    def is_hostile(self) -> bool:
        """Does it bring the two sides to blows?"""
        return self.holds and self.kind in HOSTILE


class Assumption(Strict):
    """A settled point: an open question, by its name in an answer, taken to be so or not.

    ``treaty``, ``article``, ``state`` (who owes) and ``toward`` narrow it; empty for all.
    """

    question: str
    holds: bool = True
    treaty: str | None = None
    article: str | None = None
    state: str | None = None
    toward: str | None = None
    says: str | None = None


class OwnPlace(Strict):
    """A place that the gazetteer lacks, as the scenario draws it: whose it is and in which regions it lies."""

    name: str | None = None
    state: str | None = None
    administered_by: str | None = None
    regions: Names = ()
    home: bool = True


class Expect(Strict):
    """What an author of a case holds to be right: the verdict and words that the reason must hold.

    ``accept``: other verdicts that are defensible. ``open``: names of questions that must be open. ``because``:
    words that must stand in the reason. ``treaty``: ask under this treaty alone. ``why`` and ``note`` are for readers.
    """

    state: str
    toward: str
    kind: str
    verdict: Verdict
    accept: tuple[Verdict, ...] = ()
    treaty: str | None = None
    article: str | None = None
    open: Names = ()
    because: Names = ()
    why: str | None = None
    note: str | None = None


class Scenario(Strict):
    """Dated events, with the assumptions that settle open points.

    ``on``: the day that is asked about (default: the day of the last event). ``known``: clauses that were still
    secret on that day are left out. ``treaties``: ask under these alone (default: all that are known).
    """

    id: str = "scenario"
    title: str | None = None
    on: Day | None = None
    known: Day | None = None
    treaties: Names = ()
    events: tuple[Event, ...] = Field(alias="event")
    assumptions: tuple[Assumption, ...] = Field(default=(), alias="assumption")
    places: dict[str, OwnPlace] = {}
    expects: tuple[Expect, ...] = Field(default=(), alias="expect")
    sources: Names = Field(default=(), alias="source")
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_names(cls, value: Any) -> Any:
        """Let Python callers write ``events=`` and ``assumptions=`` for the TOML's ``[[event]]``."""
        if not isinstance(value, dict):
            return value
        plain = {"events": "event", "assumptions": "assumption", "expects": "expect", "sources": "source"}
        return {plain.get(key, key): item for key, item in value.items()}

    @model_validator(mode="after")
    def _has_a_day(self) -> Scenario:
        if not self.events:
            raise ValueError("a scenario needs at least one [[event]]")
        if self.on is None and not any(event.date for event in self.events):
            raise ValueError("no event has a date and the scenario has no day: add on = 2024-11-12")
        return self

    @property
    def day(self) -> Day:
        """The day asked about."""
        if self.on is not None:
            return self.on
        return max(event.date.latest for event in self.events if event.date)

    @property
    def earliest_day(self) -> Day:
        """The earliest day that `day` may be, where the last event's date is known only in part."""
        if self.on is not None:
            return self.on
        return max(event.date.earliest for event in self.events if event.date)
