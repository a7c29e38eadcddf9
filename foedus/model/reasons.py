"""Reasons: the tree behind a finding, and how it is said in words."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from foedus.model.truth import Truth


class Reason(BaseModel):
    """One step of reasoning: a rule applied to facts.

    ``rule`` is an article: of the Vienna Convention (``VCLT-24(1)``), of a treaty (``prk-rus-2024:22``), of a
    counting convention (``counting:un``) or ``fact``. ``says`` is the sentence, ``holds`` what came out,
    ``facts`` the ids of acts and claims used, ``because`` the steps below it.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    says: str
    holds: Truth = Truth.YES
    facts: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()

    def walk(self) -> Iterator[Reason]:
        """This reason and all below it, depth first."""
        yield self
        for child in self.because:
            yield from child.walk()

    def lines(self, depth: int = 0) -> list[str]:
        """The tree as indented lines; ``✓`` holds, ``✗`` does not, ``?`` cannot be said."""
        sign = {Truth.YES: "✓", Truth.NO: "✗", Truth.CANNOT_SAY: "?"}[self.holds]
        facts = f" ({', '.join(self.facts)})" if self.facts else ""
        head = f"{'  ' * depth}{sign} {self.says} [{self.rule}]{facts}"
        return [head, *(line for child in self.because for line in child.lines(depth + 1))]
