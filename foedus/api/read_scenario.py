"""A scenario file, or the words of a command line, to a `Scenario`, with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import tomli
from pydantic import ValidationError

from foedus.actors import register
from foedus.actors.places import gazetteer
from foedus.model.errors import FoedusError, Problem, did_you_mean
from foedus.model.scenarios import Assumption, Event, Expect, OwnPlace, Scenario
from foedus.treaties.places_in_toml import Path as KeyPath
from foedus.treaties.places_in_toml import line_at, lines_of

Fault = tuple[KeyPath, str, str, str]
"""Where in the file, the code, what is wrong, and what to do."""


def read_scenario(file: Path) -> Scenario:
    """Read one scenario file. Raises `FoedusError` with all its faults (FOE001, FOE002, FOE501–FOE506)."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise FoedusError("FOE002", "the file is not UTF-8 text", where=str(file), help="save it as UTF-8") from error
    except OSError as error:
        raise FoedusError(
            "FOE001", f"{file}: {(error.strerror or 'unreadable').lower()}", help="check the path"
        ) from error
    return scenario_from_toml(text, str(file), file.stem)


def scenario_from_toml(text: str, where: str, id: str = "scenario") -> Scenario:
    """A scenario from TOML text; ``where`` names the file in faults. Raises `FoedusError` with all of them."""
    try:
        data = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        line = getattr(error, "lineno", 1)
        raise FoedusError(
            "FOE002",
            getattr(error, "msg", str(error)),
            where=f"{where}:{line}",
            help="strings need quotes; days do not",
        ) from error
    lines = lines_of(text)
    try:
        scenario = Scenario.model_validate({"id": id, **data})
    except ValidationError as error:
        found = [*_schema_faults(error, lines, where), *_placed(_faults_of_the_rest(data), lines, where)]
        raise FoedusError.of(sorted(found, key=_line)) from error
    problems = _placed(faults(scenario), lines, where)
    if problems:
        raise FoedusError.of(sorted(problems, key=_line))
    return scenario


def _placed(found: Iterable[Fault], lines: dict[KeyPath, int], where: str) -> list[Problem]:
    return [Problem(f"{where}:{line_at(lines, path)}", code, says, help_) for path, code, says, help_ in found]


def _line(problem: Problem) -> int:
    return int(problem.where.rpartition(":")[2])


def _schema_faults(error: ValidationError, lines: dict[KeyPath, int], where: str) -> list[Problem]:
    found: dict[tuple[int, str], Problem] = {}
    for fault in error.errors():
        path = tuple(part for part in fault["loc"] if not str(part).startswith(("function-", "tuple[", "literal[")))
        line = line_at(lines, path)
        says, help_ = _in_words(fault, path)
        found.setdefault((line, says), Problem(f"{where}:{line}", "FOE501", says, help_))
    return sorted(found.values(), key=_line)


def _in_words(fault: Any, path: tuple[str | int, ...]) -> tuple[str, str]:
    key = ".".join(map(str, path)) or "the file"
    if fault["type"] == "extra_forbidden":
        models = (Scenario, Event, Assumption, Expect, OwnPlace)
        known = {field.alias or name for model in models for name, field in model.model_fields.items()}
        return f'"{key}" is no key of a scenario', did_you_mean(
            str(path[-1]), known
        ) or "docs/scenarios.md lists the keys"
    if fault["type"] == "missing":
        return f'"{key}" is missing', "docs/scenarios.md shows a whole scenario"
    message = str(fault["msg"]).removeprefix("Value error, ")
    given = fault.get("input")
    shown = f" (found {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f'"{key}": {message[:1].lower()}{message[1:]}{shown}', "docs/scenarios.md shows the form of this key"


def _faults_of_the_rest(data: dict[str, Any]) -> Iterator[Fault]:
    """The faults in what can be read of a scenario whose form is wrong elsewhere, so that all are told at once."""
    on = data.get("on") if isinstance(data.get("on"), date) else None
    events = data.get("event")
    for number, raw in enumerate(events if isinstance(events, list) else ()):
        if isinstance(raw, dict) and (event := _readable(raw)) is not None:
            yield from _event_faults(number, event, on, on)


def _readable(raw: dict[str, Any]) -> Event | None:
    """The event without the keys that cannot be read; None where too little is left."""
    for value in (raw, {**raw, "kind": "attack"}):
        try:
            return Event.model_validate(value)
        except ValidationError as error:
            bad = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        try:
            return Event.model_validate({key: item for key, item in value.items() if key not in bad})
        except ValidationError:
            continue
    return None


def faults(scenario: Scenario) -> Iterator[Fault]:
    """What cannot be so in a scenario: a state against itself, a state that is not there, an event after its day."""
    for number, event in enumerate(scenario.events):
        yield from _event_faults(number, event, scenario.on, scenario.day)
    for number, expect in enumerate(scenario.expects):
        for key, state in (("state", expect.state), ("toward", expect.toward)):
            yield from ((("expect", number, key), *fault) for fault in _absent((state,), None))


def _event_faults(number: int, event: Event, on: date | None, otherwise: date | None) -> Iterator[Fault]:
    """The faults of one event; ``on``: the day asked about; ``otherwise``: the day of an event without one."""
    path: KeyPath = ("event", number)
    both = sorted(set(event.by) & set(event.on))
    if both and event.kind not in ("unrest", "mobilisation", "act"):
        yield (*path, "on"), "FOE502", f"{', '.join(both)} cannot {event.kind.value} itself", "name the other side"
    day = event.date.earliest if event.date else otherwise
    named = (("by", event.by), ("on", event.on), ("joins", event.joins), ("supported_by", event.supported_by))
    for key, states in named:
        yield from (((*path, key), *fault) for fault in _absent(states, day))
    if on is not None and event.date is not None and event.date.earliest > on:
        says = f"the {event.kind.value} of {event.date} lies after the day asked about, {on}"
        yield (*path, "date"), "FOE506", says, "move on, or leave the event out"


def _absent(states: Iterable[str], day: date | None) -> Iterator[tuple[str, str, str]]:
    actors = register()
    for name in states:
        if not name.isupper():
            near = (
                (name.upper(),) if len(name) == 3 and actors.get(name.upper()) is not None else actors.find(name, day)
            )
            if near:
                yield "FOE504", f'"{name}" is no id of a state', f"did you mean {' or '.join(near)}?"
            elif not name.islower():  # bodies and groups are written in small letters: league-council
                yield "FOE504", f'"{name}" is no id of a state', "docs/actors.md lists them"
            continue
        problem = actors.check(name, day)
        if problem is not None:
            yield "FOE504", problem.says, problem.help


def unknown_places(scenario: Scenario) -> Iterator[Fault]:
    """Places that nobody knows (FOE503): for ``foedus check``; an assessment leaves open what hangs on them."""
    places = gazetteer().with_own(scenario.places)
    for number, event in enumerate(scenario.events):
        for key in ("where", "over", "through"):
            for name in getattr(event, key):
                if places.place(name) is None and places.region(name) is None:
                    near = did_you_mean(name, [*places.places, *(place.name for place in places.places.values())])
                    yield (
                        ("event", number, key),
                        "FOE503",
                        f'the place "{name}" is not known',
                        near or "draw it under [places]",
                    )
