"""What a scenario's events come to: who struck whom and when, who helps whom, who asked for what.

States act only as the events say (no event, no act); what an act was like, where the events are silent, stays open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foedus.actors.places import Gazetteer, slug
from foedus.model.scenarios import Assumption, Event, EventKind, Scenario
from foedus.obligations.outcome import Outcome

CHARTER = date(1945, 10, 24)
"""The day the UN Charter entered into force: collective self-defence (51) is no attack on the aggressor."""

STRUCK = frozenset({EventKind.ATTACK, EventKind.INVASION, EventKind.USE_OF_FORCE, EventKind.DECLARATION_OF_WAR})


@dataclass(frozen=True, slots=True)
class Blow:
    """One hostile event as it strikes one target. ``number`` is the event's place in the order of time."""

    number: int
    event: Event
    by: frozenset[str]
    on: str

    @property
    def when(self) -> str:
        """The date in words, or "an unknown day"."""
        return str(self.event.date) if self.event.date else "an unknown day"

    def says(self) -> str:
        """``DEU invades SUN (1941-06-22)``."""
        verb, rest = {
            EventKind.ATTACK: ("attack", ""),
            EventKind.INVASION: ("invade", ""),
            EventKind.USE_OF_FORCE: ("use", " force against"),
            EventKind.DECLARATION_OF_WAR: ("declare", " war on"),
            EventKind.JOINING: ("join", " the war against"),
        }[self.event.kind]
        verb += ("s" if len(self.by) <= 1 else "") + rest
        date_ = f" ({self.event.date})" if self.event.date else ""
        return f"{names(self.by) or 'an unknown attacker'} {verb} {self.on}{date_}"


class Facts:
    """The events of a scenario up to its day, in order, with what follows from them."""

    def __init__(self, scenario: Scenario, places: Gazetteer) -> None:
        self.scenario = scenario
        self.day = scenario.day
        self.earliest_day = scenario.earliest_day
        self.places = places.with_own(scenario.places)
        events = [e for e in scenario.events if e.date is None or e.date.earliest <= self.day]
        self.events = sorted(events, key=lambda e: e.date.earliest if e.date else date.min)
        self.blows = [blow for number, event in enumerate(self.events) for blow in self._blows(number, event)]
        self.blows = [blow for blow in self.blows if not self._peace_after(blow)]
        self.assumptions = scenario.assumptions
        self.acting = frozenset(self.involved())
        self.memo: dict[tuple[str, int, str], Outcome] = {}

    def _blows(self, number: int, event: Event) -> Iterable[Blow]:
        if not event.is_hostile:
            return
        by = frozenset(event.by)
        for target in event.on or sorted(self._owners(event) - by):
            yield Blow(number, event, by, target)

    def _owners(self, event: Event) -> frozenset[str]:
        found: set[str] = set()
        for name in event.where:
            place = self.places.place(name)
            found |= place.owners(self.day_of(event)) if place else set()
        return frozenset(found)

    def _peace_after(self, blow: Blow) -> bool:
        for number, event in enumerate(self.events):
            if event.kind is EventKind.PEACE and event.holds and number > blow.number:
                sides = {*event.by, *event.on}
                if blow.on in sides and blow.by & sides:
                    return True
        return False

    def day_of(self, event: Event) -> date:
        """The day of an event as far as it is known, else the scenario's."""
        return event.date.earliest if event.date else self.day

    def of_kind(self, *kinds: EventKind) -> list[Event]:
        """The events of these kinds, also those that are said not to have taken place."""
        return [event for event in self.events if event.kind in kinds]

    def involved(self) -> list[str]:
        """Every state that acts or is acted on, in order of appearance."""
        seen: dict[str, None] = {}
        for blow in self.blows:
            seen.update(dict.fromkeys([*blow.event.by, blow.on, *blow.event.joins, *blow.event.supported_by]))
        for event in self.events:
            if event.kind not in (EventKind.FINDING, EventKind.DENUNCIATION):
                seen.update(dict.fromkeys([*event.by, *event.on]))
        return [name for name in seen if name.isupper()]

    def on_target(self, state: str) -> list[Blow]:
        """The blows that strike a state."""
        return [blow for blow in self.blows if blow.on == state]

    def struck_by(self, state: str, target: str | None = None, before: int | None = None) -> list[Blow]:
        """The blows that a state strikes, at one target or any, before an event or ever."""
        return [
            b
            for b in self.blows
            if state in b.by and (target is None or b.on == target) and (before is None or b.number < before)
        ]

    def foes(self, state: str) -> dict[str, Blow]:
        """The states with which a state is in hostilities, however they began, each with the first blow."""
        found: dict[str, Blow] = {}
        for blow in self.blows:
            if blow.on == state:
                for other in sorted(blow.by):
                    found.setdefault(other, blow)
            elif state in blow.by:
                found.setdefault(blow.on, blow)
        return found

    def supporters(self, attackers: frozenset[str], target: str) -> dict[str, str]:
        """Who supports the attackers of a target, with the words for it: by an event, or by striking it as well."""
        found: dict[str, str] = {}
        for blow in self.on_target(target):
            if blow.by & attackers:
                found.update(dict.fromkeys(blow.event.supported_by, f"supports {names(blow.by)}"))
            for other in blow.by - attackers:
                found.setdefault(other, f"is itself at war with {target}")
        for event in self.of_kind(EventKind.SUPPORT, EventKind.ASSISTANCE):
            if event.holds and attackers & {*event.on, *event.joins}:
                found.update(dict.fromkeys(event.by, f"supports {names(attackers)}"))
        return {state: words for state, words in found.items() if state not in attackers}

    def answers(self, blow: Blow) -> Blow | None:
        """The earlier blow to which this one is a defence: against the striker itself, or against one it aids."""
        for state in sorted(blow.by):
            for earlier in self.struck_by(blow.on, before=blow.number):
                if earlier.on == state or earlier.on in blow.event.joins:
                    return earlier
        return None

    def began(self, blow: Blow) -> Blow | None:
        """An earlier blow by which the state now struck had itself begun the fighting, against anybody."""
        return next(iter(self.struck_by(blow.on, before=blow.number)), None)

    def assumed(self, question: str, treaty: str, article: str, state: str, toward: str) -> Assumption | None:
        """The assumption that settles an open question, if any; the narrowest first."""
        fitting = [
            item
            for item in self.assumptions
            if slug(item.question) == slug(question)
            and item.treaty in (None, treaty)
            and item.article in (None, article)
            and item.state in (None, state)
            and item.toward in (None, toward)
        ]
        fitting.sort(key=lambda item: -sum(x is not None for x in (item.treaty, item.article, item.state, item.toward)))
        return fitting[0] if fitting else None

    def asked(self, by: Iterable[str], treaty: str, kinds: tuple[EventKind, ...]) -> Event | None:
        """A request or invocation by one of the states that concerns this treaty (or names none)."""
        states = set(by)
        for event in self.of_kind(*kinds):
            concerns = not event.of or any(name == treaty or name.startswith(f"{treaty}:") for name in event.of)
            if event.holds and concerns and states & set(event.by):
                return event
        return None


def names(states: Iterable[str]) -> str:
    """``AUH, DEU and ITA``."""
    listed = sorted(states)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} and {listed[-1]}"
