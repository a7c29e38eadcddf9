"""Delays: the time between a condition and its effect, with the rounding to a month's or year's first day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.clauses.numbers import number
from foedus.clauses.rules import Rule, rules
from foedus.model.clauses import Delay

_UNIT = re.compile(r"(day|week|month|year)")


@dataclass(frozen=True, slots=True)
class DelayFound:
    """A delay in neutral words: ``n`` of ``unit``, rounded or not, and where it was read."""

    n: int
    unit: str
    rounding: str | None
    rule: str
    says: str
    start: int
    end: int

    @property
    def neutral(self) -> dict[str, object]:
        """As evaluation files write it."""
        return {"n": self.n, "unit": self.unit, "rounding": self.rounding}

    @property
    def delay(self) -> Delay:
        """As the treaty file writes it.

        ``first_of_nth_month`` counts the n-th month after the condition, so n months on, from the first day of that
        month; ``first_of_month_after`` lets the period run and then waits for the next month to begin.
        """
        then = {
            "first_of_nth_month": "first day of month",
            "first_of_month_after": "first day of next month",
            "first_of_january_after": "first day of next year",
            None: None,
        }[self.rounding]
        return Delay.model_validate({**({self.unit + "s": self.n} if self.n else {}), "then": then})


def find(text: str, after: int = 0) -> DelayFound | None:
    """The delay in the words of a clause, from ``after`` on: the first rule that fits, else None."""
    for rule in rules("delay"):
        for match in rule.pattern.finditer(text, after):
            found = _read(rule, match)
            if found is not None:
                return found
    return None


def _read(rule: Rule, match: re.Match[str]) -> DelayFound | None:
    groups = match.groupdict()
    said = groups.get("n") or groups.get("n2")
    unit = groups.get("unit") or groups.get("unit2") or rule.gives.get("unit", "")
    rounding = rule.gives.get("rounding")
    n = number(said) if said else rule.gives.get("n", 0)
    if rule.name == "first-of-month-after-period" and groups.get("nth") and (number(groups["nth"] or "") or 1) > 1:
        # "first day of the second month after a period of …": the month count is what the clause rounds by
        rounding = "first_of_nth_month"
    if n is None or n > 400 or (n > 1900):
        return None
    plain = _UNIT.search(str(unit))
    name = plain[1] if plain else ("year" if rounding == "first_of_january_after" and n else "day")
    return DelayFound(n, name, rounding, rule.name, rule.says, match.start(), match.end())


def length(text: str) -> dict[str, object] | None:
    """A bare length of time (``six months``, ``a period of five years``) as n and unit; None where there is none."""
    from foedus.clauses.rules import compiled

    found = compiled(r"(?:^|[ (])(?P<n>«num»|«ord»|an?)[ -](?P<unit>«unit»|day|month|year)\b").search(text)
    if not found:
        return None
    n, unit = number(found["n"]), _UNIT.search(found["unit"])
    return {"n": n, "unit": unit[1]} if n and unit else None
