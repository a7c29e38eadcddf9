"""Acts: what is done to a treaty, on a day, by somebody (VCLT 9–25, 39–80)."""

from __future__ import annotations

import hashlib
from datetime import date as Day  # noqa: N812 - `date` is a field's name here
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from foedus.model.dates import PartialDate


class ActKind(StrEnum):
    """The acts of the vocabulary; the article behind each stands in ``vocabulary.md``."""

    NEGOTIATION = "negotiation"
    INITIALLING = "initialling"
    ADOPTION = "adoption"
    SIGNATURE = "signature"
    LEGISLATIVE_APPROVAL = "legislative_approval"
    LEGISLATIVE_REJECTION = "legislative_rejection"
    RATIFICATION = "ratification"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    ACCESSION = "accession"
    DEPOSIT = "deposit"
    EXCHANGE = "exchange"
    NOTIFICATION = "notification"
    PROVISIONAL_APPLICATION = "provisional_application"
    ENTRY_INTO_FORCE = "entry_into_force"
    RESERVATION = "reservation"
    DECLARATION = "declaration"
    OBJECTION = "objection"
    AMENDMENT = "amendment"
    EXTENSION = "extension"
    REPLACEMENT = "replacement"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"
    WITHDRAWAL = "withdrawal"
    TERMINATION = "termination"
    SUCCESSION = "succession"
    INVOCATION = "invocation"
    PERFORMANCE = "performance"
    BREACH = "breach"


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple, json_schema_input_type=str | tuple[str, ...])]
"""One or more ids; a single one may be written without brackets."""


class Strict(BaseModel):
    """The base of everything written by hand: unknown keys are faults, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,), defer_build=True)


class Act(Strict):
    """A dated act. In a treaty file ``[[act]]``; from claims, the record builds the same.

    ``by``: ids of the states or organisations that act (empty for an act of the treaty itself, as a reported
    entry into force). ``date``: the day in law. ``known``: the day the source made it known (default: ``date``'s
    last day). ``of``: for a deposit, exchange, notification, withdrawal or objection, what it is of
    (``ratification``, ``accession``, ``signature``; for a notification ``procedures completed``).
    ``effective``: day of effect where the source gives one and the clause does not decide.
    ``toward``: the states against which it works (ANZUS 1986; an objection); empty for all.
    ``articles``: articles concerned (reservation, partial suspension); empty for the whole.
    ``agreed``: a withdrawal to which all other parties consented, whatever the clause says (VCLT 54(b)).
    ``definitive``: a signature that itself binds, though the treaty allows ratification (VCLT 12).
    ``reverses``: ``withdrawal`` of a withdrawal or reservation is an act with ``of`` naming it.
    """

    kind: ActKind
    by: Names = ()
    date: PartialDate | None = None
    known: Day | None = None
    of: str | None = None
    organ: str | None = None
    effective: PartialDate | None = None
    ends: PartialDate | None = None
    toward: Names = ()
    articles: Names = ()
    predecessor: str | None = None
    definitive: bool = False
    agreed: bool = False
    text: str | None = None
    place: str | None = None
    source: str = ""
    disputed: str | None = None
    note: str | None = None
    claims: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """Twelve hex digits of the hash of what the act is, not of who told it."""
        parts = (
            self.kind,
            ",".join(sorted(self.by)),
            self.date,
            self.of,
            self.organ,
            self.effective,
            ",".join(sorted(self.toward)),
            ",".join(sorted(self.articles)),
            self.text,
        )
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:12]

    @property
    def known_on(self) -> Day | None:
        """The first day on which the act could be known: ``known``, else the last day of its date."""
        if self.known is not None:
            return self.known
        return self.date.latest if self.date is not None else None


class Link(Strict):
    """A tie from one treaty to another: ``replaces``, ``amends``, ``protocol_of``, ``refers_to``, ``implements``.

    ``same_subject``: a later treaty on the matter of an earlier one, which it does not end (VCLT 30(3), (4)).
    ``subject_to``: the treaty says that it is subject to the other, which then prevails (30(2)).
    """

    kind: str
    treaty: str
    article: str | None = None
    note: str | None = Field(default=None)
