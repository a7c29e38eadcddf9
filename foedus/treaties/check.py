"""What must hold in every treaty file, as one list. ``foedus check`` and the tests run it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from foedus.actors import register
from foedus.model.clauses import Condition, Group
from foedus.model.errors import FoedusError, Problem, did_you_mean
from foedus.model.treaty import Treaty
from foedus.treaties.from_file import from_toml, read_text
from foedus.treaties.places_in_toml import Path as KeyPath
from foedus.treaties.places_in_toml import line_at, lines_of


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a key of a treaty file, before it has a line."""

    path: KeyPath
    code: str
    says: str
    help: str = ""


Invariant = Callable[[Treaty, frozenset[str]], Iterator[Fault]]


def check_file(file: Path, known: frozenset[str]) -> list[Problem]:
    """Every fault of one file. ``known``: ids of all treaties that references may name."""
    try:
        text = read_text(file)
        treaty = from_toml(text, where=str(file))
    except FoedusError as error:
        return list(error.problems)
    faults = [fault for invariant in INVARIANTS for fault in invariant(treaty, known)]
    if treaty.id != file.stem:
        faults.insert(0, Fault(("id",), "FOE105", f'the file is {file.name} but the id is "{treaty.id}"'))
    lines = lines_of(text)
    problems = [Problem(f"{file}:{line_at(lines, f.path)}", f.code, f.says, f.help) for f in faults]
    return sorted(problems, key=lambda problem: int(problem.where.rpartition(":")[2]))


def acts_have_sources(treaty: Treaty, known: frozenset[str]) -> Iterator[Fault]:
    """Each act says where it is known from."""
    for index, act in enumerate(treaty.acts):
        if not act.source.strip():
            yield Fault(("act", index), "FOE104", f"the {act.kind.value} has no source", 'add source = "…"')


def actors_exist(treaty: Treaty, known: frozenset[str]) -> Iterator[Fault]:
    """Parties are in the register; who acts existed on the day of the act."""
    actors = register()
    for name in (*treaty.parties, *treaty.negotiating):
        if actors.get(name) is None:
            key = "parties" if name in treaty.parties else "negotiating"
            yield Fault((key,), "FOE102", f'"{name}" is no actor', did_you_mean(name, actors.ids()))
    for index, act in enumerate(treaty.acts):
        for name in (*act.by, *act.toward):
            day = act.date.earliest if act.date else None
            if problem := actors.check(name, day):
                yield Fault(("act", index, "by"), "FOE102", problem.says, problem.help)


def dates_in_order(treaty: Treaty, known: frozenset[str]) -> Iterator[Fault]:
    """No source knows an act before it happened; signature precedes consent for each state."""
    signed: dict[str, date] = {}
    for act in treaty.acts:
        if act.kind == "signature" and act.date:
            for state in act.by:
                signed[state] = min(signed.get(state, act.date.earliest), act.date.earliest)
    binding = set(treaty.consent.by) if treaty.consent else set()
    for index, act in enumerate(treaty.acts):
        if act.date and act.known and act.known < act.date.earliest and act.kind != "withdrawal":
            yield Fault(
                ("act", index, "known"),
                "FOE106",
                f"known on {act.known} but done on {act.date}",
                "the source cannot know the act before its day",
            )
        if act.kind in binding and act.kind not in ("signature", "accession") and act.date:
            late = [state for state in act.by if state in signed and act.date.latest < signed[state]]
            if late:
                says = f"{', '.join(late)}: {act.kind.value} on {act.date} comes before the signature"
                yield Fault(("act", index, "date"), "FOE106", says, "check both days")


def references_lead_somewhere(treaty: Treaty, known: frozenset[str]) -> Iterator[Fault]:
    """Treaties, regions, definitions, lists and weights that are named are there."""
    links = [("replaces", x) for x in treaty.replaces] + [("amends", x) for x in treaty.amends]
    links += [("protocol_of", x) for x in treaty.protocol_of]
    for key, other in links:
        if other not in known:
            yield Fault((key,), "FOE103", f'no treaty "{other}" is known', did_you_mean(other, known))
    for index, link in enumerate(treaty.links):
        if link.treaty not in known:
            yield Fault(("links", index), "FOE103", f'no treaty "{link.treaty}" is known')
    for index, item in enumerate(treaty.obligations):
        name = item.when.by.defined if item.when else None
        if name and name not in treaty.definitions:
            yield Fault(
                ("obligation", index, "when"), "FOE103", f'"{name}" is not defined', "add it under [definitions]"
            )
    for key, group, weight in _groups(treaty):
        if group is not None and group.list is not None and group.list not in treaty.lists:
            yield Fault((key,), "FOE103", f'no list "{group.list}" in the file', did_you_mean(group.list, treaty.lists))
        if weight is not None and weight not in treaty.weights:
            yield Fault((key,), "FOE103", f'no table "{weight}" of weights', did_you_mean(weight, treaty.weights))


def _groups(treaty: Treaty) -> Iterator[tuple[str, Group | None, str | None]]:
    if treaty.consent:
        yield "consent", treaty.consent.open_to, None
    if treaty.entry_into_force:
        for condition in _conditions(treaty.entry_into_force.when):
            yield "entry_into_force", condition.among, condition.weight


def _conditions(condition: Condition) -> Iterable[Condition]:
    yield condition
    for inner in (*condition.all, *condition.any):
        yield from _conditions(inner)


INVARIANTS: tuple[Invariant, ...] = (
    acts_have_sources,
    actors_exist,
    dates_in_order,
    references_lead_somewhere,
)
"""What is checked, in the order in which faults are listed for one line."""
