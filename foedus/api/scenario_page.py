"""A scenario as an address holds it, its assessment, and its open questions as switches that settle them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.actors.places import gazetteer
from foedus.api import words
from foedus.api.assess import assess, graph, short_scenario, text
from foedus.api.listing import actor_id
from foedus.api.read_scenario import scenario_from_toml
from foedus.model.duties import Assessment, Duty, Joined, OpenQuestion, Round, Verdict
from foedus.model.errors import FoedusError
from foedus.model.scenarios import Assumption, Scenario
from foedus.model.telling import Tell, silent

if TYPE_CHECKING:
    from foedus.api.session import Foedus

LARGEST_FILE = 64 * 1024
MOST_STATES = 40
_SETTLED = re.compile(r"(yes|no):([^@]{1,60})(?:@([a-z0-9][a-z0-9-]*):(.{1,60}))?")
_ORDER = (Verdict.BREACH, Verdict.OBLIGED, Verdict.CONDITIONAL, Verdict.CANNOT_SAY, Verdict.NOT_OBLIGED)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What an address supposes: an attack, or a whole scenario file; how it is followed; what is settled.

    ``settle``: ``yes:NAME@treaty:article`` or ``no:…``, an open question answered; without the treaty, wherever it
    is asked.
    """

    attacker: str = ""
    target: str = ""
    where: str = ""
    on: date | None = None
    known: date | None = None
    file: str = ""
    follow: bool = False
    assume: bool = False
    settle: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True where nothing is supposed yet."""
        return not (self.file or self.attacker or self.target or self.where)


def scenario_of(supposed: Supposed) -> Scenario:
    """The scenario of an address, with what it settles. Raises the `FoedusError` of its faults."""
    if supposed.file:
        scenario = scenario_from_toml(supposed.file, "scenario")
    else:
        if supposed.on is None:
            raise FoedusError("FOE905", "a scenario needs a day", where="on", help="write it as 1914-07-28")
        places = tuple(_place(item, supposed.on) for item in _listed(supposed.where))
        scenario = short_scenario(
            _states(supposed.attacker, supposed.on),
            _states(supposed.target, supposed.on) or [item for item in places if register().get(item) is not None],
            supposed.on,
            where=places,
        )
    settled = tuple(_assumption(item) for item in supposed.settle if item)
    known = supposed.known or scenario.known
    return scenario.model_copy(update={"assumptions": (*scenario.assumptions, *settled), "known": known})


def _listed(field: str) -> list[str]:
    found = [part.strip() for part in re.split(r"[,;]", field) if part.strip()]
    if len(found) > MOST_STATES:
        raise FoedusError("FOE905", "too many at once", help=f"{MOST_STATES} at most; put more into a file")
    return found


def _states(field: str, on: date) -> list[str]:
    return [actor_id(item, on) for item in _listed(field)]


def _place(name: str, on: date) -> str:
    """A place of the gazetteer by id or name, else a state. Raises `FoedusError` FOE503 for neither."""
    places = gazetteer()
    if places.place(name) is not None or places.region(name) is not None:
        return name
    for key, place in places.places.items():
        if name.casefold() in (key, (place.name or "").casefold()):
            return key
    try:
        return actor_id(name, on)
    except FoedusError as error:
        says = f'"{name}" is no place or state that is known'
        raise FoedusError("FOE503", says, where="where", help="pick one of the list") from error


def _assumption(text: str) -> Assumption:
    match = _SETTLED.fullmatch(text)
    if match is None:
        raise FoedusError("FOE905", f'"{text[:80]}" settles nothing', where="settle", help="yes:request@csto:4")
    holds, name, treaty, article = match.groups()
    return Assumption(question=name, holds=holds == "yes", treaty=treaty, article=article)


def scenario_page(session: Foedus, supposed: Supposed, tell: Tell = silent) -> dict[str, Any]:
    """The scenario, who owes what in it, round by round where it is followed, the switches, graph and words.

    ``tell`` hears what is being done.
    """
    scenario = scenario_of(supposed)
    tell("following the obliged, round by round" if supposed.follow else "putting it before the commitments of the day")
    found = _assessed(session, scenario, supposed)
    if supposed.settle:
        tell("asking once more with nothing settled")
    open_ = _assessed(session, scenario_of(replace(supposed, settle=())), supposed) if supposed.settle else found
    sides = _states_of(found)
    tell(f"writing down {len(found.duties) + sum(len(part.duties) for part in found.rounds)} duties and their reasons")
    return {
        "scenario": scenario,
        "on": found.on,
        "known": scenario.known,
        "attacks": [{"by": by, "on": on} for by, on in found.attacks],
        "duties": duty_rows(found.duties),
        "rounds": [_round(part) for part in found.rounds],
        "conflicts": [
            {"state": item.state, "kind": item.kind, "rule": item.rule, "says": words.with_names(item.says, sides)}
            for item in found.conflicts
        ],
        "switches": switches((open_, found), supposed.settle),
        "graph": graph(found),
        "text": text(found, everything=False),
        "faults": list(found.faults),
        "notes": list(found.notes),
        "assessment": found,
    }  # fmt: skip


def _assessed(session: Foedus, scenario: Scenario, supposed: Supposed) -> Assessment:
    return assess(session, scenario, follow=supposed.follow, conditional=supposed.follow and supposed.assume)


def _states_of(found: Assessment) -> list[str]:
    """Every state of the answer, for writing ids as names."""
    duties = (*found.duties, *(duty for part in found.rounds for duty in part.duties))
    sides = {state for duty in duties for state in (duty.state, duty.toward, *duty.against)}
    return sorted(sides | {state for pair in found.attacks for state in pair})


def duty_rows(duties: Iterable[Duty]) -> list[dict[str, Any]]:
    """The duties as rows, what is owed first."""
    held = list(duties)
    sides = sorted({state for duty in held for state in (duty.state, duty.toward, *duty.against)})
    return [
        {
            "state": duty.state,
            "toward": duty.toward,
            "kind": duty.kind,
            "verdict": duty.verdict.value,
            "treaty": duty.treaty,
            "article": duty.article,
            "owes": ", ".join(part for part in (duty.owes, duty.extent, duty.timing) if part),
            "because": words.with_names(duty.because, sides),
            "open": [question.name for question in duty.open],
            "reason": duty.reason,
        }
        for duty in sorted(held, key=lambda duty: _ORDER.index(duty.verdict))
    ]


def _round(part: Round) -> dict[str, Any]:
    return {
        "number": part.number,
        "on": part.on,
        "joined": [_joined(item) for item in part.joined],
        "duties": duty_rows(duty for duty in part.duties if duty.verdict is not Verdict.NOT_OBLIGED),
        "assumed": list(part.assumed),
    }


def _joined(item: Joined) -> dict[str, Any]:
    sides = (item.state, item.toward, *item.against)
    return {
        "state": item.state,
        "toward": item.toward,
        "against": list(item.against),
        "treaty": item.treaty,
        "article": item.article,
        "verdict": item.verdict.value,
        "assumed": [words.with_names(says, sides) for says in item.assumed],
    }


def switches(assessments: Iterable[Assessment], settled: Sequence[str]) -> list[dict[str, Any]]:
    """The questions left open, each with the duties that hang on it, and those that the address settles.

    ``assessments``: with nothing settled, then as settled, so that each switch keeps its place and words.
    """
    rows: dict[str, dict[str, Any]] = {}
    for found in assessments:
        sides = _states_of(found)
        for duty in (*found.duties, *(duty for part in found.rounds for duty in part.duties)):
            for question in duty.open:
                if not question.missing:
                    _add_switch(rows, duty, question, sides)
    for item in settled:
        answer, _, key = item.partition(":")
        name, _, rule = key.partition("@")
        rows.setdefault(key, {"key": key, "name": name, "rule": rule, "says": "", "hang": []})["answer"] = answer
    return [{"answer": "", **row} for row in rows.values()]


def _add_switch(rows: dict[str, dict[str, Any]], duty: Duty, question: OpenQuestion, sides: Sequence[str]) -> None:
    key = f"{question.name}@{duty.treaty}:{duty.article}"
    says = words.with_names(question.says, sides)
    row = rows.setdefault(key, {"key": key, "name": question.name, "rule": duty.rule, "says": says, "hang": []})
    hangs = f"{words.name(duty.state)} → {words.name(duty.toward)}"
    if hangs not in row["hang"]:
        row["hang"].append(hangs)


def choices(on: date) -> dict[str, list[dict[str, str]]]:
    """What the fields of the form propose: the states of the day and the places of the gazetteer."""
    actors = register()
    states = [{"id": id, "name": state.name} for id, state in actors.states.items() if actors.exists(id, on)]
    return {"states": sorted(states, key=lambda item: item["name"]), "places": _places()}


@cache
def _places() -> list[dict[str, str]]:
    places = [{"id": key, "name": place.name or key} for key, place in gazetteer().places.items()]
    return sorted(places, key=lambda item: item["name"])


def picture(assessment: Assessment) -> str:
    """The graph as SVG."""
    from foedus.obligations.picture import svg_of

    return svg_of(assessment)
