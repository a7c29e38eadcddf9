"""Actors: states, organisations, their organs, leaders and domestic roads to ratification, all over time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from foedus.model.acts import ActKind, Strict


class Period(Strict):
    """From ``start`` to ``end``, both days included; ``None`` is open."""

    start: date | None = None
    end: date | None = None
    note: str | None = None

    def holds(self, on: date | None) -> bool:
        """Is ``on`` within the period? Any day is asked about when ``on`` is None, and the answer is yes."""
        if on is None:
            return True
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


class Existence(Period):
    """A period in which a state was there.

    ``restored``, of a later period: is it held to be the same state as before the gap? None: that is open.
    """

    restored: bool | None = None


class Name(Period):
    """A name borne during a period."""

    name: str


class Demonym(Strict):
    """The nouns for the people: ``Russian``, ``Russians``."""

    one: str
    many: str


class Seat(Name):
    """A place whose name stands for an actor.

    ``kind`` is ``capital`` ("Pyongyang said") or ``seat`` ("the Kremlin"); ``organ`` names the organ meant, where it
    is a narrower one than the state.
    """

    kind: str = "capital"
    organ: str | None = None


class TieKind(StrEnum):
    """How one state follows another (Vienna Convention on Succession of States in respect of Treaties, 2 and 31–38)."""

    CONTINUATION = "continuation"
    SEPARATION = "separation"
    UNION = "union"


class Tie(Strict):
    """``successor`` follows ``predecessor`` from ``date``, its first day."""

    predecessor: str
    successor: str
    date: date
    kind: TieKind
    note: str | None = None


class CodeSpell(Period):
    """One spell of membership in a state system: the data set's own code, abbreviation and name.

    Source: Correlates of War state system (``ccode``), Gleditsch and Ward (``gwcode``). ``start`` and ``end`` are
    the share of the spell that belongs to the state that carries this value.
    """

    system: str
    code: int
    abb: str
    name: str


class State(Strict):
    """A member of the international system during its ``exists`` periods, or a documented non-member.

    ``id``: ISO 3166-1 alpha-3 where there is one, ISO 3166-3 or a documented id for states that ended.
    ``exists``: when it could do acts on treaties in its own name; ``member`` is False where few recognise it or it is
    no state (a territory, the Holy See). ``risky``: its names that are also everyday words, surnames or other places.
    """

    id: str
    name: str
    exists: tuple[Existence, ...]
    formal: tuple[Name, ...] = ()
    names: tuple[Name, ...] = ()
    demonyms: tuple[Demonym, ...] = ()
    adjectives: tuple[Name, ...] = ()
    seats: tuple[Seat, ...] = ()
    iso2: str | None = None
    numeric: int | None = None
    region: str = ""
    member: bool = True
    risky: tuple[str, ...] = ()
    cow: tuple[CodeSpell, ...] = ()
    gw: tuple[CodeSpell, ...] = ()
    predecessors: tuple[Tie, ...] = ()
    successors: tuple[Tie, ...] = ()
    note: str | None = None

    def existed(self, on: date) -> bool:
        """Could the state act on a treaty on that day?"""
        return any(period.holds(on) for period in self.exists)

    def formal_name(self, on: date | None = None) -> str:
        """The formal name on a day (the latest without one), or the common name where none is held."""
        held = [name.name for name in self.formal if name.holds(on)]
        return held[-1] if held else self.name


class Membership(Period):
    """One spell of a state's membership in an organisation."""

    state: str


class Organisation(Strict):
    """An international organisation that can act on treaties or be party to them."""

    id: str
    name: str
    exists: tuple[Period, ...]
    acronyms: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    adjectives: tuple[Name, ...] = ()
    seats: tuple[Seat, ...] = ()
    members: tuple[Membership, ...] = ()
    risky: tuple[str, ...] = ()
    predecessors: tuple[Tie, ...] = ()
    successors: tuple[Tie, ...] = ()
    note: str | None = None

    def existed(self, on: date) -> bool:
        """Did the organisation exist on that day?"""
        return any(period.holds(on) for period in self.exists)


class OrganKind(StrEnum):
    """What an organ is for. A ``chamber`` is a house of a legislature; a unicameral one is a ``legislature``."""

    LEGISLATURE = "legislature"
    CHAMBER = "chamber"
    HEAD_OF_STATE = "head_of_state"
    HEAD_OF_GOVERNMENT = "head_of_government"
    CABINET = "cabinet"
    FOREIGN_MINISTRY = "foreign_ministry"
    FOREIGN_MINISTER = "foreign_minister"
    DEFENCE_MINISTRY = "defence_ministry"
    DEFENCE_MINISTER = "defence_minister"
    CONSTITUTIONAL_COURT = "constitutional_court"
    SECURITY_COUNCIL = "security_council"
    PEOPLE = "people"
    COMMITTEE = "committee"
    PARTY = "party"
    SECRETARIAT = "secretariat"
    COURT = "court"
    COUNCIL = "council"


class Organ(Period):
    """The part of an actor that acts: ``name`` is the label used everywhere, ``names`` how the news also calls it.

    A name in ``names`` is that actor's alone; one in ``common`` ("parliament", "Senate") is shared by many and needs
    the actor from the words around it.
    """

    actor: str
    kind: OrganKind
    name: str
    names: tuple[str, ...] = ()
    common: tuple[str, ...] = ()


class Step(Strict):
    """One step on the road to being bound: an organ does an act, by an article of the constitution.

    ``needs``: the majority or condition. ``optional``: the step is not always taken (a court asked for its opinion).
    """

    organ: str
    act: ActKind
    article: str
    needs: str | None = None
    optional: bool = False
    note: str | None = None


class Road(Period):
    """The domestic road of a state to its consent: ``steps`` in order, from the constitution named."""

    state: str
    constitution: str
    steps: tuple[Step, ...]
    note: str | None = None


class Leader(Period):
    """A person who speaks or acts for an actor while in office; ``names`` as the news writes them."""

    actor: str
    name: str
    office: str
    kind: OrganKind = OrganKind.HEAD_OF_STATE
    names: tuple[str, ...] = ()
    risky: tuple[str, ...] = ()


class FormKind(StrEnum):
    """What a surface string is."""

    STATE = "state"
    DEMONYM = "demonym"
    ADJECTIVE = "adjective"
    CAPITAL = "capital"
    SEAT = "seat"
    ORGAN = "organ"
    LEADER = "leader"
    ORGANISATION = "organisation"
    ACRONYM = "acronym"


class Form(NamedTuple):
    """A string a reader may meet in a text, and what it means there.

    ``actor`` is empty for an organ name shared by many states ("parliament"). ``organ`` is the label of the organ
    meant, ``office`` a leader's. ``case_sensitive``: only with these capitals is it this name ("US", not "us").
    ``risky``: also an everyday word, a surname or another place; needs support from the words around it.
    """

    text: str
    kind: FormKind
    actor: str
    organ: str | None = None
    organ_kind: OrganKind | None = None
    start: date | None = None
    end: date | None = None
    case_sensitive: bool = True
    risky: bool = False
    person: str | None = None
    office: str | None = None
    plural: bool = False

    def holds(self, on: date | None) -> bool:
        """Did it mean this on that day?"""
        if on is None:
            return True
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)
