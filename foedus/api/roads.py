"""How far along its own road to ratification a state is: the organ of each step, what is done and what is not."""

from __future__ import annotations

from datetime import date

from foedus.actors import register
from foedus.model.actors import Step as RoadStep
from foedus.model.acts import Act, ActKind
from foedus.model.brief import DomesticRoad
from foedus.model.findings import Finding, Step
from foedus.model.standings import PartyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth

_UNDERWAY = (PartyStanding.NEGOTIATING, PartyStanding.SIGNATORY, PartyStanding.CONSENTED)
_CONSENT = frozenset({ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.APPROVAL, ActKind.ACCESSION})


def roads(treaty: Treaty, finding: Finding) -> tuple[DomesticRoad, ...]:
    """The road of each state that is on its way: has to do with the treaty, and is not bound yet on the day.

    Only where the treaty asks for ratification or the like, and the register knows the state's road on that day.
    """
    asks = treaty.consent is None or any(kind is not ActKind.SIGNATURE for kind in treaty.consent.by)
    if not asks or not treaty.is_bilateral:
        return ()
    found = (
        road_of(treaty, party.state, finding.on, finding.known)
        for party in finding.parties
        if party.standing in _UNDERWAY
    )
    return tuple(road for road in found if road is not None)


def road_of(treaty: Treaty, state: str, on: date, known: date | None = None) -> DomesticRoad | None:
    """One state's road, step by step; None where the register does not know it for that day.

    A step that no act tells of is missing; where a later step was taken, it is not recorded, and nobody can say. Steps
    that are not always taken are shown only when an act tells of them.
    """
    road = register().road(state, on)
    if road is None:
        return None
    acts = [act for act in treaty.acts if state in act.by and _had_come(act, on, known)]
    told = [(step, _act_of(step, state, acts, on)) for step in road.steps]
    last = max((index for index, (_, act) in enumerate(told) if act is not None), default=-1)
    steps = tuple(
        _step(step, state, act, is_passed=index < last)
        for index, (step, act) in enumerate(told)
        if act is not None or not step.optional
    )
    return DomesticRoad(state=state, constitution=road.constitution, steps=steps, note=road.note)


def _had_come(act: Act, on: date, known: date | None) -> bool:
    if act.date is not None and act.date.earliest > on:
        return False
    return known is None or act.known_on is None or act.known_on <= known


def _act_of(step: RoadStep, state: str, acts: list[Act], on: date) -> Act | None:
    """The act that is this step: the head of state's ratification, or the vote of this chamber."""
    for act in acts:
        if step.act is ActKind.RATIFICATION and act.kind in _CONSENT:
            return act
        if act.kind is step.act and act.organ is not None:
            organ = register().organ(state, act.organ, on)
            if act.organ == step.organ or (organ is not None and organ.name == step.organ):
                return act
    return None


def _step(step: RoadStep, state: str, act: Act | None, *, is_passed: bool) -> Step:
    done = Truth.YES if act is not None else (Truth.CANNOT_SAY if is_passed else Truth.NO)
    return Step(
        key=step.act.value,
        says=f"{step.organ}: {step.needs}" if step.needs else step.organ,
        by=(state,),
        done=done,
        on=act.date if act else None,
        acts=(act.id,) if act else (),
        article=step.article,
    )
