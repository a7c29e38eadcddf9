"""Duties: what one state owes another under one obligation in one scenario, and why."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from foedus.model.reasons import Reason


class Verdict(StrEnum):
    """What the text demands.

    ``conditional``: the text leaves it to something that the facts leave open, and names it. ``cannot say``: what
    the treaty or its status is, is itself not known well enough.
    """

    OBLIGED = "obliged"
    CONDITIONAL = "conditional"
    NOT_OBLIGED = "not_obliged"
    BREACH = "breach"
    CANNOT_SAY = "cannot say"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class OpenQuestion(_Value):
    """What the text leaves to something the facts leave open.

    ``name``: short and stable, as an `Assumption` names it: ``discretion``, ``request``, ``provoked``, ``state of
    war``, ``place``, ``finding``, ``self-judged``, ``first act``, ``support`` … ``missing``: it is knowledge of the
    treaty that lacks, not a fact of the scenario.
    """

    name: str
    says: str
    rule: str
    missing: bool = False


class Duty(_Value):
    """What ``state`` owes ``toward`` under one obligation.

    ``against``: those who act against ``toward``. ``owes``, ``extent``, ``timing``: the response in our own words.
    ``because``: the deciding step of ``reason`` in one sentence. ``open``: the questions left open. ``secret_until``:
    the clause was not public before that day.
    """

    state: str
    toward: str
    kind: str
    verdict: Verdict
    treaty: str
    article: str
    obligation: str = ""
    against: tuple[str, ...] = ()
    owes: str = ""
    extent: str | None = None
    timing: str | None = None
    because: str
    open: tuple[OpenQuestion, ...] = ()
    secret_until: Day | None = None
    reason: Reason

    @property
    def rule(self) -> str:
        """Treaty and article: ``csto:4``."""
        return f"{self.treaty}:{self.article}"


class Conflict(_Value):
    """Two duties of one state that cannot both be kept.

    ``kind``: ``help to both sides``, ``help against a partner`` (non-aggression, neutrality). ``rule``: what decides,
    where something does (Charter 103, VCLT 30), else empty.
    """

    state: str
    kind: str
    duties: tuple[Duty, Duty]
    rule: str = ""
    says: str


class Joined(_Value):
    """A state that joins in a round: on whose side, against whom, for which duty, and what was assumed."""

    state: str
    toward: str
    against: tuple[str, ...]
    treaty: str
    article: str
    verdict: Verdict
    assumed: tuple[str, ...] = ()


class Round(_Value):
    """One round: the attacks and duties that are new in it, who joins for them, and the conflicts."""

    number: int
    on: Day
    attacks: tuple[tuple[str, str], ...] = ()
    joins: tuple[tuple[str, str], ...] = ()
    duties: tuple[Duty, ...] = ()
    joined: tuple[Joined, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    assumed: tuple[str, ...] = ()


class Assessment(_Value):
    """The answer to a scenario: the duties, the conflicts, and for a cascade the rounds.

    ``attacks``: who attacks whom; ``joins``: who comes in against one that had begun. ``faults``: what could not be
    used, as problems in words. ``notes``: remarks that belong to the whole (clauses left out as not yet public).
    """

    scenario: str
    title: str | None = None
    on: Day
    attacks: tuple[tuple[str, str], ...] = ()
    joins: tuple[tuple[str, str], ...] = ()
    duties: tuple[Duty, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    rounds: tuple[Round, ...] = ()
    faults: tuple[dict[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self, *, why: bool = True) -> dict[str, Any]:
        """The assessment as plain values for JSON; without ``why`` the trees of reasons are left out."""
        duties = {"__all__": {"reason"}}
        conflicts = {"__all__": {"duties": duties}}
        rounds = {"__all__": {"duties": duties, "conflicts": conflicts}}
        exclude: Any = None if why else {"duties": duties, "conflicts": conflicts, "rounds": rounds}
        return self.model_dump(mode="json", exclude=exclude)
