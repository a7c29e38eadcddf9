"""The gazetteer: places, whose they are on a day and in which regions they lie; and groups of states by date."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from foedus.model.acts import Names, Strict
from foedus.model.scenarios import OwnPlace


class Holding(Strict):
    """A state that holds or runs a place, from ``since`` to ``until``, both days included."""

    state: str
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Was it so on that day?"""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ``regions`` with all that contain them; ``of`` whose it is, ``run_by`` who administers it.

    ``home``: part of its state's metropolitan territory. ``sea``: nobody's land.
    """

    id: str
    name: str
    regions: frozenset[str] = frozenset()
    of: tuple[Holding, ...] = ()
    run_by: tuple[Holding, ...] = ()
    claimed_by: frozenset[str] = frozenset()
    home: bool = True
    sea: bool = False
    note: str | None = None

    def owners(self, on: date) -> frozenset[str]:
        """The states whose territory it is on that day; empty for a sea or where nobody's title is recorded."""
        return frozenset(item.state for item in self.of if item.holds(on))

    def administrators(self, on: date) -> frozenset[str]:
        """Who runs it on that day: the named administrators, else the owners."""
        return frozenset(item.state for item in self.run_by if item.holds(on)) or self.owners(on)


@dataclass(frozen=True)
class Gazetteer:
    """All places by id, regions by id, groups by name. Ids and names are looked up alike, without regard to case."""

    places: Mapping[str, Place]
    regions: Mapping[str, str]
    within: Mapping[str, frozenset[str]]
    states_in: Mapping[str, frozenset[str]]
    groups: Mapping[str, tuple[Holding, ...]]
    _names: dict[str, str] = field(default_factory=dict)
    _region_names: dict[str, str] = field(default_factory=dict)

    def place(self, key: str) -> Place | None:
        """The place of that id or name; a state's id is its home territory. None where it is not known."""
        if key in self.places:
            return self.places[key]
        if len(key) == 3 and key.isupper() and key.isalpha():
            return self._state(key)
        named = self.places.get(self._names.get(slug(key), ""))
        if named is None and key[:1].isupper():
            return self._by_state_name(key)
        return named

    def _by_state_name(self, name: str) -> Place | None:
        """The home territory of the state that bears the name ("Turkey")."""
        from foedus.actors import register

        found = register().find(name)
        return self._state(found[0]) if found and len(found[0]) == 3 else None

    def _state(self, key: str) -> Place:
        direct = {region for region, states in self.states_in.items() if key in states}
        if not direct:
            from foedus.actors import register

            state = register().states.get(key)
            part = state.region.replace("_", "-") if state else ""
            direct = {"pacific" if part == "oceania" else part} & set(self.regions)
        return Place(key, key, self.containing(direct), (Holding(state=key),))

    def region(self, key: str) -> str | None:
        """The id of the region of that id or name, or None."""
        wanted = slug(key)
        return wanted if wanted in self.regions else self._region_names.get(wanted)

    def containing(self, regions: Iterable[str]) -> frozenset[str]:
        """The regions and all those that contain them."""
        found: set[str] = set()
        for region in regions:
            found |= {region} | self.within.get(region, frozenset())
        return frozenset(found)

    def in_group(self, state: str, group: str, on: date) -> bool | None:
        """Does a state belong to a group on that day? None where the group is not known."""
        members = self.groups.get(group)
        return None if members is None else any(item.state == state and item.holds(on) for item in members)

    def with_own(self, own: Mapping[str, OwnPlace]) -> Gazetteer:
        """This gazetteer with a scenario's own places before it."""
        if not own:
            return self
        extra = {id: self._own(id, item) for id, item in own.items()}
        names = {**self._names, **{slug(item.name): item.id for item in extra.values()}}
        return Gazetteer({**self.places, **extra}, self.regions, self.within, self.states_in, self.groups, names)

    def _own(self, id: str, item: OwnPlace) -> Place:
        regions = self.containing(self.region(name) or slug(name) for name in item.regions)
        of = (Holding(state=item.state),) if item.state else ()
        run_by = (Holding(state=item.administered_by),) if item.administered_by else ()
        return Place(id, item.name or id, regions, of, run_by, home=item.home, sea=item.state is None)


def slug(text: str) -> str:
    """A name as an id: small letters, no accents, hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = re.sub(r"^the\s+", "", plain.casefold().strip())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class _Entry(Strict):
    """A ``[place.ID]`` table of ``places.toml``."""

    name: str
    names: Names = ()
    in_: Names = ()
    of: tuple[Holding, ...] = ()
    run_by: tuple[Holding, ...] = ()
    claimed_by: Names = ()
    home: bool = True
    sea: bool = False
    note: str | None = None


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships (``places.toml``, ``groups.toml``)."""
    folder = files("foedus.actors")
    data = tomllib.loads(folder.joinpath("places.toml").read_text("utf-8"))
    groups = tomllib.loads(folder.joinpath("groups.toml").read_text("utf-8"))
    regions = {id: table["name"] for id, table in data["region"].items()}
    parents = {id: frozenset(table.get("within", ())) for id, table in data["region"].items()}
    within = {id: _closure(id, parents) for id in regions}
    places, names = {}, {}
    for id, table in data["place"].items():
        entry = _Entry.model_validate({("in_" if key == "in" else key): value for key, value in table.items()})
        contained = frozenset(r for name in entry.in_ for r in ({name} | within[name]))
        places[id] = Place(
            id, entry.name, contained, entry.of, entry.run_by, frozenset(entry.claimed_by), entry.home, entry.sea,
            entry.note,
        )  # fmt: skip
        names.update({slug(name): id for name in (entry.name, *entry.names)})
    members = {
        name: tuple(Holding.model_validate(member) for member in table["members"]) for name, table in groups.items()
    }
    return Gazetteer(
        places,
        regions,
        within,
        {id: frozenset(table.get("states", ())) for id, table in data["region"].items()},
        members,
        names,
        {slug(name): id for id, table in data["region"].items() for name in (table["name"], *table.get("names", ()))},
    )


def _closure(id: str, parents: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(parents[id])
    while waiting:
        region = waiting.pop()
        if region not in found:
            found.add(region)
            waiting.extend(parents.get(region, ()))
    return frozenset(found)
