"""Reads the register's data files, each part by itself, so that nobody pays for what is not asked."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from foedus.model.actors import (
    CodeSpell,
    Leader,
    Organ,
    Organisation,
    Road,
    Seat,
    State,
    Tie,
)

_HERE = Path(__file__).parent
SYSTEMS = ("cow", "gw")
REGIONS = ("europe", "americas", "africa", "middle_east", "asia", "oceania")


def toml(*path: str) -> dict[str, Any]:
    """One data file of the register."""
    import tomli

    return tomli.loads(_HERE.joinpath(*path).read_text("utf-8"))


@contextmanager
def all_kept() -> Iterator[None]:
    """No garbage collection while many values are made that all stay: it would find nothing and double the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def folder(name: str) -> Iterable[str]:
    """The data files of a folder of the register, in order of name."""
    return sorted(entry.name for entry in _HERE.joinpath(name).glob("*.toml"))


def _spelled_out(row: dict[str, Any], *keys: str) -> None:
    """A name without days may be written as a bare string: give each the shape of one with days."""
    for key in keys:
        if key in row:
            row[key] = [{"name": value} if isinstance(value, str) else value for value in row[key]]


@cache
def ties() -> tuple[Tie, ...]:
    """Every tie between a predecessor and a successor."""
    return tuple(Tie(**tie) for tie in toml("ties.toml")["tie"])


def _by(values: Iterable[Tie], end: str) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for tie in values:
        found.setdefault(getattr(tie, end), []).append(tie)
    return {key: tuple(sorted(group, key=lambda tie: tie.date)) for key, group in found.items()}


@cache
def _seats() -> tuple[dict[str, tuple[Seat, ...]], frozenset[str]]:
    data = toml("seats.toml")
    found: dict[str, list[Seat]] = {}
    for row in data["seat"]:
        actor = row.pop("actor")
        found.setdefault(actor, []).append(Seat(kind="seat", **row))
    return {key: tuple(group) for key, group in found.items()}, frozenset(data["risky"])


def risky_seats() -> frozenset[str]:
    """Seat names that are also everyday words or other places."""
    return _seats()[1]


@cache
def published_spells(system: str) -> tuple[CodeSpell, ...]:
    """The spells of ``cow`` or ``gw`` as published, in the order of the data set."""
    return tuple(
        CodeSpell(
            system=system,
            code=row["code"],
            abb=row["abb"],
            name=row["name"],
            start=row["start"],
            end=row["end"],
        )
        for row in toml("systems", f"{system}.toml")[system]
    )


@cache
def shares(system: str) -> tuple[tuple[str, CodeSpell], ...]:
    """Each published spell cut at the days on which another state of the register holds it: (id, share)."""
    from datetime import timedelta

    found: list[tuple[str, CodeSpell]] = []
    for row in toml("systems", f"{system}.toml")[system]:
        starts = [(row["is"], row["start"]), *((then["is"], then["start"]) for then in row.get("then", ()))]
        ends: list[date] = [start - timedelta(days=1) for _, start in starts[1:]] + [row["end"]]
        for (holder, start), end in zip(starts, ends, strict=True):
            share = CodeSpell(system=system, code=row["code"], abb=row["abb"], name=row["name"], start=start, end=end)
            found.append((holder, share))
    return tuple(found)


def _held(system: str) -> dict[str, tuple[CodeSpell, ...]]:
    found: dict[str, list[CodeSpell]] = {}
    for holder, share in shares(system):
        found.setdefault(holder, []).append(share)
    return {holder: tuple(group) for holder, group in found.items()}


@cache
@all_kept()
def states() -> Mapping[str, State]:
    """Every state by id, in alphabetical order of ids."""
    held = {system: _held(system) for system in SYSTEMS}
    before, after = _by(ties(), "successor"), _by(ties(), "predecessor")
    seats = _seats()[0]
    found: dict[str, State] = {}
    for region in REGIONS:
        for key, row in toml("states", f"{region}.toml").items():
            _spelled_out(row, "formal", "names", "adjectives", "capitals")
            row["seats"] = (*row.pop("capitals", ()), *seats.get(key, ()))
            row["demonyms"] = [{"one": one, "many": many} for one, many in row.get("demonyms", ())]
            row |= {"id": key, "region": region, "cow": held["cow"].get(key, ()), "gw": held["gw"].get(key, ())}
            row |= {"predecessors": before.get(key, ()), "successors": after.get(key, ())}
            found[key] = State.model_validate(row)
    return dict(sorted(found.items()))


@cache
def organisations() -> Mapping[str, Organisation]:
    """Every organisation by id, with its members."""
    members = toml("members.toml")
    before, after = _by(ties(), "successor"), _by(ties(), "predecessor")
    found: dict[str, Organisation] = {}
    for key, row in toml("organisations.toml").items():
        _spelled_out(row, "names", "adjectives", "seats")
        row["members"] = [_membership(spell) for spell in members.get(key, {}).get("spells", ())]
        row |= {"id": key, "predecessors": before.get(key, ()), "successors": after.get(key, ())}
        found[key] = Organisation.model_validate(row)
    return dict(sorted(found.items()))


def _membership(row: list[Any]) -> dict[str, Any]:
    return {"state": row[0], "start": row[1], "end": row[2] if len(row) > 2 else None}


@cache
def _organ_tables() -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple(pair for file in folder("organs") for pair in toml("organs", file).items())


@cache
@all_kept()
def organs() -> tuple[Organ, ...]:
    """Every organ of every actor."""
    return tuple(Organ(actor=actor, **organ) for actor, table in _organ_tables() for organ in table["organ"])


@cache
def roads() -> tuple[Road, ...]:
    """Every domestic road to ratification."""
    return tuple(Road(state=actor, **road) for actor, table in _organ_tables() for road in table.get("road", ()))


@cache
@all_kept()
def leaders() -> tuple[Leader, ...]:
    """Every leader's term."""
    risky = frozenset(toml("surnames.toml")["risky"])
    return tuple(
        _leader(actor, office, term, risky)
        for file in folder("leaders")
        for actor, table in toml("leaders", file).items()
        for office in table["office"]
        for term in office["terms"]
    )


def _leader(actor: str, office: dict[str, Any], term: dict[str, Any], risky: frozenset[str]) -> Leader:
    """One term; the last word of a name is its short form unless ``short`` gives another or none."""
    name: str = term["name"]
    last = name.rpartition(" ")
    short = term.get("short", last[2] if last[0] else "")
    names = (short, *term.get("also", ())) if short else tuple(term.get("also", ()))
    return Leader(
        actor=actor,
        name=name,
        office=office["title"],
        kind=office["kind"],
        names=names,
        risky=tuple(each for each in (name, *names) if each in risky),
        start=term.get("start"),
        end=term.get("end"),
    )
