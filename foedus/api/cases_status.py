"""The runner of status cases: a treaty and its acts as written, asked on days, with the answers a lawyer expects.

Keys of a file: ``[treaty.<id>]`` treaties shared by its cases (or ``atlas`` ids). Keys of a case: ``name``, ``why``
(what it teaches), ``treaty`` (an id) or ``[case.treaty]`` with clauses of its own (``like`` takes over a shared one),
``[[case.act]]`` added to the treaty's, ``on``, ``known``, ``state``, ``what_if``; then what is expected: ``expect``
(a table), ``refused`` (an error number or several), ``error`` (the number that asking raises). ``[[case.ask]]`` asks
several days at once. ``bad = true`` marks a case whose point is that something is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from foedus.actors import register
from foedus.api.status import supposed
from foedus.model.errors import FoedusError
from foedus.model.findings import Finding
from foedus.model.treaty import Treaty
from foedus.status import lay_out, reckon
from foedus.status.check import problems

_TREATY_KEYS = (
    "standing",
    "in_force",
    "since",
    "until",
    "entry_into_force",
    "effective_from",
    "ended_on",
    "convention",
    "known",
)
_STATE_KEYS = (
    "standing",
    "since",
    "until",
    "signed_on",
    "consented_on",
    "in_force_on",
    "withdrawal_effective_on",
    "bound",
)


def run_status(path: Path, file: Mapping[str, Any], case: Mapping[str, Any]) -> list[str]:
    """Run one case; returns the ways in which it fails."""
    try:
        treaties = _treaties(file)
        treaty = _treaty(file, case, treaties)
    except ValidationError as error:
        if case.get("error") == "FOE101":
            return []
        return [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
    treaties = {**treaties, treaty.id: treaty}
    faults = _refusals(case, treaty, treaties)
    asks = case.get("ask") or ([case] if "expect" in case or "error" in case else [])
    if not asks and "refused" not in case:
        raise FoedusError("FOE425", f'the case "{case.get("name")}" expects nothing', where=str(path))
    for ask in asks:
        faults += _ask({**{k: v for k, v in case.items() if k in ("on", "known", "state")}, **ask}, treaty, treaties)
    return faults


def _treaties(file: Mapping[str, Any]) -> dict[str, Treaty]:
    found = {}
    for key, table in file.get("treaty", {}).items():
        found[key] = _build(key, table)
    if file.get("atlas"):
        from foedus.treaties import atlas

        found.update({key: atlas()[key] for key in file["atlas"]})
    return found


def _build(key: str, table: Mapping[str, Any]) -> Treaty:
    return Treaty.model_validate({"id": key, "title": key, "parties": [], **table})


def _treaty(file: Mapping[str, Any], case: Mapping[str, Any], treaties: Mapping[str, Treaty]) -> Treaty:
    named = case.get("treaty")
    if named is None and len(treaties) == 1:
        named = next(iter(treaties))
    if isinstance(named, str):
        if named not in treaties:
            raise FoedusError("FOE425", f'the file has no treaty "{named}"', help="give [treaty.<id>] or atlas")
        treaty = treaties[named]
        extra = [*case.get("act", [])]
        if not extra:
            return treaty
        added = Treaty.model_validate({"id": "x", "title": "x", "parties": [], "act": extra}).acts
        return treaty.model_copy(update={"acts": (*treaty.acts, *added)})
    if named is None:
        raise FoedusError("FOE425", f'the case "{case.get("name")}" names no treaty')
    table = dict(named)
    like = table.pop("like", None)
    base = dict(file.get("treaty", {}).get(like, {})) if like else {}
    acts = [*base.get("act", []), *table.get("act", []), *case.get("act", [])]
    return _build(str(table.pop("id", like or "case")), {**base, **table, "act": acts})


def _refusals(case: Mapping[str, Any], treaty: Treaty, treaties: Mapping[str, Treaty]) -> list[str]:
    """The faults that checking the treaty must report, by number."""
    if "refused" not in case:
        return []
    wanted = case["refused"]
    numbers = {wanted} if isinstance(wanted, str) else set(wanted)
    found = problems(treaty, treaties=treaties, register=register())
    there = {problem.code for problem in found}
    missing = sorted(numbers - there)
    listing = "; ".join(str(problem).replace("\n", " ") for problem in found) or "no fault"
    return [f"{number} was expected, found: {listing}" for number in missing]


def _ask(ask: Mapping[str, Any], treaty: Treaty, treaties: Mapping[str, Treaty]) -> list[str]:
    known = ask.get("known")
    acts = treaty.acts
    wanted = ask.get("error")
    try:
        for text in _listed(ask.get("what_if", ())):
            acts = (*acts, *supposed(text, treaty))
        found = reckon(
            treaty, _day(ask), known=known, acts=acts, treaties=treaties, register=register(), states=_states(ask)
        )
    except FoedusError as error:
        if wanted == error.code:
            return []
        return [f"{_place(ask)}: {error}"]
    if wanted is not None:
        return [f"{_place(ask)}: {wanted} was expected, and nothing is wrong"]
    return [f"{_place(ask)}: {fault}" for fault in _compare(ask.get("expect", {}), found, treaty, treaties, ask)]


def _day(ask: Mapping[str, Any]) -> date:
    day = ask.get("on")
    if not isinstance(day, date):
        raise FoedusError("FOE425", "a case asks about a day: on = 2024-11-12")
    return day


def _place(ask: Mapping[str, Any]) -> str:
    return f"on {ask.get('on')}" + (f" (known {ask['known']})" if ask.get("known") else "")


def _states(ask: Mapping[str, Any]) -> Sequence[str] | None:
    if "state" in ask:
        return (ask["state"],)
    return None


def _listed(value: Any) -> Sequence[str]:
    return (value,) if isinstance(value, str) else tuple(value)


def _compare(
    expect: Mapping[str, Any], found: Finding, treaty: Treaty, treaties: Mapping[str, Treaty], ask: Mapping[str, Any]
) -> list[str]:
    faults: list[str] = []
    rest = dict(expect)
    source: Any = found
    keys: tuple[str, ...] = _TREATY_KEYS
    if "state" in ask:
        source, keys = found.party(ask["state"]), _STATE_KEYS
    for key in keys:
        if key in rest:
            faults += _differs(key, rest.pop(key), getattr(source, key))
    for state, wanted in rest.pop("states", {}).items():
        told = found.party(state)
        there = told.standing.value if told else "not told of"
        faults += [] if there == wanted else [f"{state}: {wanted} expected, {there} found"]
    faults += _texts(rest, found, source)
    for pair, wanted in rest.pop("pairs", {}).items():
        there = next((item.effect for item in found.pairs if f"{item.one}-{item.other}" == pair), "as the treaty reads")
        faults += [] if there == wanted else [f"{pair}: {wanted} expected, {there} found"]
    for version, parties in rest.pop("versions", {}).items():
        bound = next((item.parties for item in found.versions if item.treaty == version), ())
        faults += [] if tuple(sorted(parties)) == bound else [f"{version} binds {', '.join(bound) or 'nobody'}"]
    if "suspended_toward" in rest:
        wanted = tuple(sorted(rest.pop("suspended_toward")))
        faults += [] if wanted == source.suspended_toward else [f"suspended toward {source.suspended_toward}"]
    if "spells" in rest:
        faults += _spells(rest.pop("spells"), treaty, treaties, ask)
    return faults + [f'"{key}" is nothing a case can expect' for key in rest]


def _texts(rest: dict[str, Any], found: Finding, source: Any) -> list[str]:
    """``missing``: states by id, or words; ``rules``, ``says``, ``would_change``, ``steps``: what must be there."""
    faults = []
    reason = source.reason if source is not found else found.why
    if "missing" in rest:
        there = {state for item in found.missing for state in item.states} | {item.says for item in found.missing}
        for item in _listed(rest.pop("missing")):
            if item not in there and not any(item in says for says in there):
                faults.append(f"missing should name {item}; it names {', '.join(sorted(there)) or 'nothing'}")
    for rule in _listed(rest.pop("rules", ())):
        used = {node.rule for node in reason.walk()} | {node.rule for node in found.duties_meanwhile}
        if rule not in used:
            faults.append(f"the rule {rule} should be used; used: {', '.join(sorted(used))}")
    for says in _listed(rest.pop("says", ())):
        text = " ".join(reason.lines())
        if says not in text:
            faults.append(f'the reasons should say "{says}": {text}')
    for words in _listed(rest.pop("would_change", ())):
        if not any(words in item for item in found.would_change):
            faults.append(f'"{words}" should be among what would change it: {found.would_change}')
    for words in _listed(rest.pop("upcoming", ())):
        coming = [f"{step.says} {step.on}" for step in found.upcoming]
        if not any(words in item for item in coming):
            faults.append(f'"{words}" should be coming: {coming}')
    return faults


def _differs(key: str, wanted: Any, there: Any) -> list[str]:
    said = str(getattr(there, "value", there)) if there is not None else "none"
    return [] if str(wanted) == said else [f"{key}: {wanted} expected, {said} found"]


def _spells(wanted: Sequence[str], treaty: Treaty, treaties: Mapping[str, Treaty], ask: Mapping[str, Any]) -> list[str]:
    """``spells``: the partition as lines ``standing since until``; for the state asked about, else the treaty."""
    line = lay_out(treaty, known=ask.get("known"), treaties=treaties, register=register())
    cells = line.state_spells.get(ask["state"], []) if "state" in ask else line.treaty_spells
    there = [f"{cell.standing} {cell.start if cell.start != date.min else '..'} {cell.end or '..'}" for cell in cells]
    return [] if list(wanted) == there else [f"spells: {there} found"]
