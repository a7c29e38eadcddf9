"""What people's decisions, taken together in their order, do to what was recorded. Nothing recorded is touched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from foedus.model.entries import Decision, DecisionKind, Standing

_OF_CLAIM = {
    DecisionKind.ACCEPT: Standing.ACCEPTED,
    DecisionKind.REJECT: Standing.REJECTED,
    DecisionKind.CORRECT: Standing.CORRECTED,
    DecisionKind.SUPERSEDE: Standing.SUPERSEDED,
}


@dataclass
class Effects:
    """The sum of the decisions that stand.

    ``standing``: of claims and documents (retracted) by id; ``changes``: corrected fields of a claim; ``moved``: the
    treaty a claim was split off to; ``merged``: the treaty that a treaty was merged into; ``about``: the standing
    decisions on each id; ``undone``: ids of reversed decisions.
    """

    standing: dict[str, Standing] = field(default_factory=dict)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)

    def treaty(self, id: str) -> str:
        """The treaty that ``id`` stands for after the merges."""
        seen = {id}
        while (into := self.merged.get(id)) is not None and into not in seen:
            seen.add(into)
            id = into
        return id

    def now(self, claim: str, treaty: str) -> str:
        """The treaty that a claim recorded of ``treaty`` is of, after corrections, splits and merges."""
        return self.treaty(self.moved.get(claim, self.changes.get(claim, {}).get("treaty", treaty)))

    def parts(self, id: str) -> tuple[str, ...]:
        """``id`` and every treaty merged into it, near or far."""
        found = [id]
        for part in found:
            found += [merged for merged, into in self.merged.items() if into == part and merged not in found]
        return tuple(found)

    def of(self, claim: str, document: str | None) -> Standing:
        """The standing of a claim, or of anything else from a document: a retracted document takes all with it."""
        if document is not None and self.standing.get(document) is Standing.RETRACTED:
            return Standing.RETRACTED
        return self.standing.get(claim, Standing.OPEN)


def effects(decisions: Iterable[Decision]) -> Effects:
    """The effects of decisions given in the order in which they were recorded."""
    listed = list(decisions)
    result = Effects(undone=reversed_ids(listed))
    for decision in listed:
        if decision.id in result.undone or decision.kind is DecisionKind.REVERSE:
            continue
        _apply(decision, result)
    return result


def reversed_ids(decisions: list[Decision]) -> set[str]:
    """Ids of the decisions that another one, itself not reversed, reverses."""
    undone: set[str] = set()
    for decision in reversed(decisions):
        if decision.kind is DecisionKind.REVERSE and decision.id not in undone:
            undone.add(decision.target)
    return undone


def _apply(decision: Decision, result: Effects) -> None:
    subjects = decision.claims if decision.kind is DecisionKind.SPLIT else (decision.target,)
    for subject in subjects:
        result.about.setdefault(subject, []).append(decision.id)
    if decision.kind in _OF_CLAIM:
        result.standing[decision.target] = _OF_CLAIM[decision.kind]
    if decision.kind is DecisionKind.CORRECT:
        result.changes[decision.target] = {**result.changes.get(decision.target, {}), **decision.changes}
    elif decision.kind is DecisionKind.RETRACT:
        result.standing[decision.target] = Standing.RETRACTED
    elif decision.kind is DecisionKind.MERGE and decision.into:
        result.merged[decision.target] = decision.into
    elif decision.kind is DecisionKind.SPLIT and decision.into:
        result.moved.update(dict.fromkeys(decision.claims, decision.into))


def merge_cycle(merged: Mapping[str, str]) -> list[str]:
    """A cycle of merges (each into the next, the last into the first), or an empty list."""
    for start in merged:
        path = [start]
        while (into := merged.get(path[-1])) is not None:
            if into in path:
                return path[path.index(into) :]
            path.append(into)
    return []
