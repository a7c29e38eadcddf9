"""The record: what the claims about a treaty, under stated rules of preference, say was done. Nothing is hidden."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from foedus.model.acts import Act, ActKind
from foedus.model.dates import PartialDate


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Saying(_Value):
    """One of the values that sources give: which, by whom, in which claims, and whether it was preferred."""

    value: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    preferred: bool = False


class Conflict(_Value):
    """A disagreement between claims about one act, or between a claim and the law.

    ``about``: ``day`` (two days that cannot both be right), ``whether`` (some say it was not done), ``law`` (what is
    claimed contradicts what the treaty's own clauses give), ``time`` (an act said to be done after the report of it).
    """

    about: str
    kind: ActKind
    by: tuple[str, ...] = ()
    act: str | None = None
    says: str
    sayings: tuple[Saying, ...] = ()


class ActOnRecord(_Value):
    """An act with the claims that make it. ``why`` says in words why ``preferred`` was preferred to the others."""

    act: Act
    preferred: str
    why: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]


class Beside(_Value):
    """What is claimed, but makes no act: planned, conditional, wanted, denied, believed or suspected."""

    kind: ActKind
    by: tuple[str, ...] = ()
    modality: str
    certainty: str
    date: PartialDate | None = None
    claims: tuple[str, ...]
    sources: tuple[str, ...]


class Record(_Value):
    """A treaty's history as its claims have it: acts in order of day, what is said beside them, and disagreements."""

    treaty: str
    on_record: tuple[ActOnRecord, ...] = ()
    beside: tuple[Beside, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    claims: int = 0
    rules: str = "preference.toml"

    @property
    def acts(self) -> tuple[Act, ...]:
        """The acts alone, ready for the law."""
        return tuple(item.act for item in self.on_record)

    def of(self, kind: ActKind | str, state: str | None = None) -> tuple[ActOnRecord, ...]:
        """The acts of one kind, of one state where it is named."""
        return tuple(
            item for item in self.on_record if item.act.kind == kind and (state is None or state in item.act.by)
        )
