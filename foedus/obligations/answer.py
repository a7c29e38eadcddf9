"""One question: what does this state owe that one, of this kind? Also where no clause at all speaks of it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from foedus.actors.places import Gazetteer
from foedus.model.duties import Duty, Verdict
from foedus.model.scenarios import Scenario
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.obligations.assess import judge, sort
from foedus.obligations.between import runs
from foedus.obligations.commitments import Commitments
from foedus.obligations.facts import Facts


class Answer(BaseModel):
    """The verdict on one pair and kind over all treaties asked under: the strongest duty decides."""

    model_config = ConfigDict(frozen=True)

    state: str
    toward: str
    kind: str
    verdict: Verdict
    because: str
    duties: tuple[Duty, ...] = ()

    @property
    def open(self) -> tuple[str, ...]:
        """The names of the questions left open by the deciding duty."""
        return tuple(q.name for q in self.duties[0].open) if self.duties else ()


def answer(
    scenario: Scenario, commitments: Commitments, places: Gazetteer, state: str, toward: str, kind: str
) -> Answer:
    """What ``state`` owes ``toward`` of one kind in the scenario, under its treaties (or all that are known)."""
    facts = Facts(scenario, places)
    scope = commitments.only(scenario.treaties) if scenario.treaties else commitments
    treaties = scope.treaties if scenario.treaties else scope.touching([state, toward])
    duties = sort(_asked(facts, scope, treaties, state, toward, kind))
    if duties:
        first = duties[0]
        because = first.because
        if first.verdict is Verdict.NOT_OBLIGED:
            told = duties if scenario.treaties else _telling(duties)
            because = "; ".join(dict.fromkeys(f"{duty.rule}: {duty.because}" for duty in told))
        return Answer(
            state=state, toward=toward, kind=kind, verdict=first.verdict, because=because, duties=tuple(duties)
        )
    because = "; ".join(_none(facts, scope, treaties, state, toward, kind))
    return Answer(state=state, toward=toward, kind=kind, verdict=Verdict.NOT_OBLIGED, because=because)


def _telling(duties: list[Duty]) -> list[Duty]:
    """The clauses in force first; those of other times only where nothing in force speaks of it."""
    in_force = [duty for duty in duties if duty.reason.rule != duty.treaty]
    return in_force or duties


def _asked(
    facts: Facts, scope: Commitments, treaties: tuple[Treaty, ...] | list[Treaty], state: str, toward: str, kind: str
) -> Iterator[Duty]:
    for treaty in treaties:
        between = [item for item in treaty.obligations if runs(scope, treaty, item, state, toward, facts.day)]
        lacking = kind == "defence" and not any(item.kind == kind for item in between)
        for item in between:
            if item.kind == kind or (lacking and item.kind == "guarantee"):
                duty = judge(facts, scope, treaty, item, state, toward)
                # A guarantee is a duty to help the one guaranteed; its breach by a guarantor is another matter.
                if duty is not None and (item.kind == kind or duty.verdict is not Verdict.BREACH):
                    yield duty


def _none(
    facts: Facts, scope: Commitments, treaties: tuple[Treaty, ...] | list[Treaty], state: str, toward: str, kind: str
) -> list[str]:
    """Why nothing of this kind is owed: who is no party, and what the clauses between the two do say."""
    found: list[str] = []
    for treaty in treaties:
        kinds = {
            item.kind.value: item for item in treaty.obligations if runs(scope, treaty, item, state, toward, facts.day)
        }
        if kinds:
            others = ", ".join(f"{name} (Article {item.article})" for name, item in kinds.items())
            found.append(f"{treaty.id} has no {kind} clause from {state} to {toward}; between them it has: {others}")
            continue
        for party in (toward, state):
            # Among all treaties there are, only those between the two are worth a word.
            worth = len(treaties) < 4 or (_ever_party(treaty, party) and _ever_party(treaty, state))
            if not worth and not _ever_party(treaty, party):
                break
            standing = scope.standing(treaty, party, facts.day)
            if standing.bound is not Truth.YES:
                found += [standing.says] if worth else []
                break
    return list(dict.fromkeys(found))[:8] or [f"no treaty asked under gives {state} a duty of {kind} toward {toward}"]


def _ever_party(treaty: Treaty, state: str) -> bool:
    return state in treaty.parties
