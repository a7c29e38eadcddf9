"""Decisions by people: checked against what the ledger holds, then recorded like everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import ValidationError

from foedus.ledger.effects import Effects, effects, merge_cycle, reversed_ids
from foedus.ledger.entry import revive
from foedus.ledger.store import Cursor
from foedus.model.claims import Claim
from foedus.model.entries import Decision, DecisionKind
from foedus.model.errors import Problem, did_you_mean

CORRECTABLE = ("treaty", "act", "actors", "organ", "date", "modality", "condition", "source", "certainty")
"""What of a claim a person may correct. Its words and their place are what they are."""

_ON_CLAIM = (DecisionKind.ACCEPT, DecisionKind.REJECT, DecisionKind.CORRECT, DecisionKind.SUPERSEDE)


def listed(cursor: Cursor) -> list[Decision]:
    """Every decision, in the order of the ledger."""
    rows = cursor.all("SELECT body FROM entries WHERE kind = 'decision' ORDER BY n")
    return [revive("decision", row[0]) for row in rows]


def faults(cursor: Cursor, decision: Decision, before: Sequence[Decision]) -> list[Problem]:
    """Why a decision cannot be recorded after those before it; empty where it can."""
    where = f"{decision.kind} {decision.target}"
    done = effects(before)
    says = [*_target_faults(cursor, decision, before, done)]
    if not decision.author.strip() or not decision.reason.strip():
        says.append(("FOE322", "a decision needs an author and a reason", "give --author and --reason"))
    if not says:
        cycle = merge_cycle(effects([*before, decision]).merged)
        if cycle:
            ring = " into ".join([*cycle, cycle[0]])
            says.append(("FOE323", f"treaties would be merged in a circle: {ring}", "reverse one of the merges first"))
    return [Problem(where, code, text, help) for code, text, help in says]


_Said = tuple[str, str, str]


def _target_faults(cursor: Cursor, decision: Decision, before: Sequence[Decision], done: Effects) -> Iterable[_Said]:
    kind, target = decision.kind, decision.target
    if kind in _ON_CLAIM:
        yield from _claim_faults(cursor, decision)
    elif kind is DecisionKind.RETRACT:
        if not held(cursor, "document", target):
            yield _unknown("document", target)
    elif kind is DecisionKind.REVERSE:
        if all(target != other.id for other in before):
            yield _unknown("decision", target)
        elif target in reversed_ids(list(before)):
            yield "FOE322", f"decision {target} is reversed already", "reverse the reversal to have it again"
    elif kind is DecisionKind.MERGE:
        yield from _merge_faults(cursor, decision, done)
    else:
        yield from _split_faults(cursor, decision, done)


def _claim_faults(cursor: Cursor, decision: Decision) -> Iterable[_Said]:
    body = body_of(cursor, "claim", decision.target)
    if body is None:
        yield _unknown("claim", decision.target)
        return
    if decision.kind is not DecisionKind.CORRECT:
        return
    if not decision.changes:
        yield "FOE322", "a correction says what it changes", "name a field and its value: date=2024-11-11"
    for field in decision.changes:
        if field not in CORRECTABLE:
            help = did_you_mean(field, CORRECTABLE) or f"fields: {', '.join(CORRECTABLE)}"
            yield "FOE322", f'"{field}" of a claim cannot be corrected', help
            return
    claim: Claim = revive("claim", body)
    try:
        Claim.model_validate({**claim.model_dump(mode="json"), **decision.changes})
    except ValidationError as error:
        for fault in error.errors():
            place = ".".join(map(str, fault["loc"]))
            yield "FOE322", f"the correction of {place} cannot be: {fault['msg']}", "look at the vocabulary"


def _merge_faults(cursor: Cursor, decision: Decision, done: Effects) -> Iterable[_Said]:
    if not decision.into:
        yield "FOE322", "a merge names the treaty merged into", "give --into"
        return
    if not spoken_of(cursor, decision.target):
        yield _unknown("treaty", decision.target)
    if decision.target in done.merged:
        into = done.merged[decision.target]
        yield "FOE322", f"{decision.target} is merged into {into} already", "reverse that decision first"


def _split_faults(cursor: Cursor, decision: Decision, done: Effects) -> Iterable[_Said]:
    if not decision.into or done.treaty(decision.into) == done.treaty(decision.target):
        yield "FOE322", "a split names another treaty for the claims", "give --into"
    if not decision.claims:
        yield "FOE322", "a split names the claims that go", "give their ids"
    for id in decision.claims:
        body = body_of(cursor, "claim", id)
        if body is None:
            yield _unknown("claim", id)
        elif done.treaty(done.moved.get(id, revive("claim", body).treaty)) != done.treaty(decision.target):
            yield "FOE322", f"claim {id} is not of {decision.target}", "foedus claims --treaty lists them"


def _unknown(kind: str, id: str) -> _Said:
    return "FOE320", f"the ledger holds no {kind} {id}", "foedus search finds ids"


def body_of(cursor: Cursor, kind: str, id: str) -> str | None:
    """The body of an entry, or None where the ledger does not hold it."""
    rows = cursor.all("SELECT body FROM entries WHERE kind = ? AND id = ?", (kind, id))
    return rows[0][0] if rows else None


def held(cursor: Cursor, kind: str, id: str) -> bool:
    """Whether the ledger holds an entry of that kind and id."""
    return bool(cursor.all("SELECT 1 FROM entries WHERE kind = ? AND id = ?", (kind, id)))


def spoken_of(cursor: Cursor, treaty: str) -> bool:
    """Whether any entry speaks of the treaty."""
    return bool(cursor.all("SELECT 1 FROM entries WHERE treaty = ? LIMIT 1", (treaty,)))
