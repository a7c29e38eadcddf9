"""Findings: what a treaty is, and what a state is to it, on a day, as far as it was known on a day; with reasons."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812

from pydantic import BaseModel, ConfigDict

from foedus.model.dates import PartialDate
from foedus.model.reasons import Reason
from foedus.model.standings import PartyStanding, TreatyStanding
from foedus.model.truth import Truth


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class PartyFinding(_Value):
    """A state's standing: since and until which day, the deciding act, the dates behind it, and why.

    ``may_be``: where the standing is ``cannot say``, those that are possible (empty: any); ``bound`` is what they have
    in common. ``until``: the first day on which it no longer holds, where known. ``in_force_on``: the day on which the
    treaty enters into force for the state.
    """

    state: str
    standing: PartyStanding
    may_be: tuple[PartyStanding, ...] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None
    act: str | None = None
    signed_on: PartialDate | None = None
    consented_on: PartialDate | None = None
    in_force_on: PartialDate | None = None
    withdrawal_effective_on: PartialDate | None = None
    suspended_toward: tuple[str, ...] = ()
    bound: Truth = Truth.NO
    reason: Reason


class Step(_Value):
    """One step on the treaty's road: done, missing, or not known.

    ``key``: ``signature``, ``legislative_approval``, ``ratification``, ``exchange``, ``deposit``,
    ``entry_into_force`` … ``by``: whose step it is. ``acts``: the ids of the acts that make it.
    """

    key: str
    says: str
    by: tuple[str, ...] = ()
    done: Truth
    on: PartialDate | None = None
    acts: tuple[str, ...] = ()
    article: str | None = None


class Missing(_Value):
    """Something not there that the rule needs, by name, and the article that needs it."""

    says: str
    rule: str
    states: tuple[str, ...] = ()


class PairFinding(_Value):
    """What stands between two parties where it is not the treaty as it reads: a reservation, an objection (VCLT 21).

    ``effect``: ``modified as reserved``, ``not applied so far as reserved``, ``no treaty between them``, ``not yet
    decided`` or ``suspended``; or another treaty that governs between the two instead (VCLT 30): ``new-pact governs``,
    ``new-pact governs where the two differ``, ``charter prevails``.
    """

    one: str
    other: str
    effect: str
    since: PartialDate
    articles: tuple[str, ...] = ()
    reason: Reason


class VersionFinding(_Value):
    """An amendment in force on the day, and whom it binds (VCLT 40)."""

    treaty: str
    since: PartialDate
    parties: tuple[str, ...]
    reason: Reason


class Finding(_Value):
    """The answer about a treaty on a day.

    ``why`` holds the reasons for the standing (in a standing short of force it says *why not*); ``missing`` what is
    missing by name; ``would_change`` what would change the answer; ``steps`` the road; ``duties_meanwhile`` the duty
    of VCLT 18 where it applies; ``convention`` the counting convention used; ``pairs`` what reservations, objections
    and suspensions make of it between two parties; ``versions`` the amendments in force.
    """

    treaty: str
    on: Day
    known: Day | None = None
    standing: TreatyStanding
    in_force: Truth
    since: PartialDate | None = None
    until: PartialDate | None = None
    entry_into_force: PartialDate | None = None
    effective_from: PartialDate | None = None
    ended_on: PartialDate | None = None
    deciding_acts: tuple[str, ...] = ()
    convention: str | None = None
    parties: tuple[PartyFinding, ...] = ()
    steps: tuple[Step, ...] = ()
    missing: tuple[Missing, ...] = ()
    would_change: tuple[str, ...] = ()
    duties_meanwhile: tuple[Reason, ...] = ()
    upcoming: tuple[Step, ...] = ()
    pairs: tuple[PairFinding, ...] = ()
    versions: tuple[VersionFinding, ...] = ()
    why: Reason

    def party(self, state: str) -> PartyFinding | None:
        """The standing of one state, where the finding has it."""
        return next((item for item in self.parties if item.state == state), None)
