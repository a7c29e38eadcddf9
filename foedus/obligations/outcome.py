"""What the test of one element gives: it holds, it does not, or it hangs on named open questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from foedus.model.duties import OpenQuestion
from foedus.model.reasons import Reason
from foedus.model.truth import Truth


@dataclass(frozen=True, slots=True)
class Outcome:
    """``holds`` counts open questions as still holding: YES with ``open`` is a condition, NO is final.

    ``says``: the deciding words. ``against``: the states that act in the way the element asks.
    """

    holds: bool
    says: str
    reasons: tuple[Reason, ...] = ()
    open: tuple[OpenQuestion, ...] = ()
    against: frozenset[str] = frozenset()
    depth: int = 0

    @property
    def truth(self) -> Truth:
        """As a truth: open questions make it `cannot say`."""
        if not self.holds:
            return Truth.NO
        return Truth.CANNOT_SAY if self.open else Truth.YES


def yes(rule: str, says: str, against: frozenset[str] = frozenset()) -> Outcome:
    """It holds."""
    return Outcome(True, says, (Reason(rule=rule, says=says),), (), against)


def no(rule: str, says: str) -> Outcome:
    """It does not hold."""
    return Outcome(False, says, (Reason(rule=rule, says=says, holds=Truth.NO),))


def left_open(name: str, rule: str, says: str, *, missing: bool = False) -> Outcome:
    """It hangs on something that the facts (or the knowledge of the treaty) leave open."""
    question = OpenQuestion(name=name, says=says, rule=rule, missing=missing)
    return Outcome(True, says, (Reason(rule=rule, says=says, holds=Truth.CANNOT_SAY),), (question,))


def both(parts: Iterable[Outcome]) -> Outcome:
    """All must hold. The first that fails decides; otherwise the open questions of all remain."""
    reasons: list[Reason] = []
    opened: list[OpenQuestion] = []
    against: frozenset[str] = frozenset()
    says, depth = "", 0
    for part in parts:
        reasons.extend(part.reasons)
        if not part.holds:
            return Outcome(False, part.says, tuple(reasons), (), against, depth)
        depth += 1
        opened.extend(part.open)
        against = part.against or against
        says = says or part.says
    return Outcome(True, says, tuple(reasons), tuple(opened), against, depth)


def either(parts: Iterable[Outcome]) -> Outcome | None:
    """The best of several ways to hold: settled before open, fewer questions first; of failures the nearest miss."""
    found = list(parts)
    if not found:
        return None
    held = [part for part in found if part.holds]
    if held:
        best = min(held, key=lambda part: len(part.open))
        if best.open:
            return best
        against = frozenset().union(*(part.against for part in held if not part.open))
        return replace(best, against=against)
    return max(found, key=lambda part: part.depth)
