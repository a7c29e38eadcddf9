"""Does a claim speak of an act that the record has? The same kind, somebody in common, days that can be one."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.model.acts import Act, ActKind
from foedus.model.claims import Claim, Modality

_CONSENT = frozenset({ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.APPROVAL, ActKind.ACCESSION, ActKind.DEPOSIT})
_ENDING = frozenset({ActKind.WITHDRAWAL, ActKind.TERMINATION, ActKind.NOTIFICATION})


def same_kind(one: ActKind, other: ActKind) -> bool:
    """The same act under the names news and depositaries give it."""
    return one == other or {one, other} <= _CONSENT or {one, other} <= _ENDING


def agreeing_acts(claim: Claim, acts: Sequence[Act]) -> list[Act]:
    """The acts that the claim reports as done: of one exact day where it names one, else all that fit."""
    if claim.modality is not Modality.OCCURRED:
        return []
    found = [act for act in acts if _about_same(claim, act) and _days_meet(claim, act)]
    exact = [act for act in found if claim.date and act.date and claim.date.edtf == act.date.edtf]
    return exact or found


def is_disagreeing(claim: Claim, act: Act) -> bool:
    """True where both speak of the same single act and their days exclude each other."""
    return (
        claim.modality is Modality.OCCURRED
        and claim.act == act.kind
        and claim.act in (ActKind.SIGNATURE, ActKind.RATIFICATION, ActKind.EXCHANGE, ActKind.ENTRY_INTO_FORCE)
        and set(claim.actors) == set(act.by)
        and claim.date is not None
        and act.date is not None
        and not _days_meet(claim, act)
    )


def _about_same(claim: Claim, act: Act) -> bool:
    if not same_kind(claim.act, act.kind):
        return False
    return not claim.actors or not act.by or bool(set(claim.actors) & set(act.by))


def _days_meet(claim: Claim, act: Act) -> bool:
    if claim.date is None or act.date is None:
        return True
    return claim.date.earliest <= act.date.latest and act.date.earliest <= claim.date.latest
