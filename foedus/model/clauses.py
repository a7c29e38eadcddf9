"""Final clauses as data: a treaty's own rules about itself, in a small language that reads as the clause does.

Every form, with an example, stands in ``docs/clauses.md``; the JSON Schema is made from these types.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - `date` and `on` are words of the clause language
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from foedus.model.acts import ActKind, Names, Strict
from foedus.model.dates import PartialDate

Anchor = Literal["entry into force", "own entry into force", "signature", "consent", "adoption", "notice", "term end"]


class Span(Strict):
    """A length of time: days, weeks, months and years add up."""

    days: int = 0
    weeks: int = 0
    months: int = 0
    years: int = 0
    from_: Anchor | None = Field(default=None, alias="from")


class Delay(Strict):
    """The time between the condition and its effect.

    ``then``: rounding after the count. ``inclusive``: whether the day of the deciding act is itself counted;
    None leaves it to the counting convention of the treaty or depositary.
    """

    days: int = 0
    weeks: int = 0
    months: int = 0
    years: int = 0
    then: Literal["first day of next month", "first day of month", "first day of next year", "end of month"] | None = (
        None
    )
    inclusive: bool | None = None

    @property
    def is_zero(self) -> bool:
        """True when the effect comes on the day of the condition."""
        return not (self.days or self.weeks or self.months or self.years or self.then)


class Group(Strict):
    """Who is meant: exactly one of the keys, less ``excluding``.

    Written as a list of ids, a word (``"all states"``, ``"signatories"``, ``"negotiating states"``, ``"parties"``)
    or a table. ``list`` names a list in the treaty's ``[lists]``; ``on`` fixes the day at which an organisation's
    members or a treaty's parties are taken.
    """

    states: Names = ()
    every: Literal["all states", "signatories", "negotiating states", "parties", "contracting states"] | None = None
    members_of: str | None = None
    parties_of: str | None = None
    list: str | None = None
    region: str | None = None
    any: tuple[GroupLike, ...] = ()
    on: Day | None = None
    excluding: Names = ()


def _group(value: Any) -> Any:
    if isinstance(value, str):
        return {"every": value}
    return {"states": value} if isinstance(value, list | tuple) else value


GroupLike = Annotated[Group, BeforeValidator(_group, json_schema_input_type=str | tuple[str, ...] | Group)]


HEADS = (
    "consents",
    "named",
    "share",
    "weight",
    "exchange",
    "last_notification",
    "signature",
    "on",
    "entry_of",
    "act",
    "all",
    "any",
)
"""The words of which a condition has exactly one."""


class Condition(Strict):
    """When something takes effect: exactly one head, with its modifiers.

    Heads: ``consents`` (a number or ``"all"``), ``named`` (these states), ``share`` (``"2/3"`` of ``among``),
    ``weight`` (name of a table in ``[weights]``, with ``reach``), ``exchange`` (of which instruments),
    ``last_notification`` (of what), ``signature`` (``"all"`` or a number), ``on`` (a fixed day), ``entry_of``
    (another treaty), ``act`` (any other recorded act, by kind), ``all`` and ``any`` of conditions.
    Modifiers: ``among`` who counts; ``excluding`` who does not; ``by`` which acts count if not those of
    ``[consent]``; ``more_than`` a strict majority; ``counted_on`` the day whose members make the denominator;
    ``percent`` whether ``reach`` is a percentage of the table's total.
    """

    consents: int | Literal["all"] | None = None
    named: Names = ()
    share: str | None = Field(default=None, pattern=r"^\d+/\d+$")
    weight: str | None = None
    reach: float | None = None
    percent: bool = True
    exchange: str | None = None
    last_notification: str | None = None
    signature: int | Literal["all"] | None = None
    on: Day | None = None
    entry_of: str | None = None
    act: ActKind | None = None
    of: str | None = None
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    among: GroupLike | None = None
    excluding: Names = ()
    by: Names = ()
    more_than: bool = False
    counted_on: Day | Literal["now", "adoption", "signature", "entry into force"] | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _one_head(self) -> Condition:
        heads = [name for name in HEADS if getattr(self, name) not in (None, ())]
        if len(heads) != 1:
            raise ValueError(f"a condition needs exactly one of {', '.join(HEADS)}; found {heads or 'none'}")
        if self.weight and self.reach is None:
            raise ValueError("weight needs reach: the share of the table's total, in percent, to be reached")
        return self

    @property
    def head(self) -> str:
        """The name of the one head."""
        return next(name for name in HEADS if getattr(self, name) not in (None, ()))


class Consent(Strict):
    """How a state consents to be bound (VCLT 11–17).

    ``by``: the acts that bind; ``signature`` here means that signature alone binds (12). ``open_to``: who may take
    part; None leaves it open. ``signature_until``: last day for signature. ``accession_from``: when accession opens.
    ``organisations``: how a regional organisation's instrument counts. ``succession_counts``: whether a successor's
    notification adds to a number.
    """

    article: str | None = None
    by: tuple[ActKind, ...]
    open_to: GroupLike | None = None
    signature_until: Day | None = None
    accession_from: Literal["signature closes", "entry into force", "any time"] | None = None
    invitation: bool = False
    organisations: Literal["counted", "not counted", "not admitted"] | None = None
    succession_counts: bool = False
    note: str | None = None


class LaterParties(Strict):
    """Entry into force for a state that consents after the treaty is in force (VCLT 24(3))."""

    article: str | None = None
    delay: Delay = Delay()
    note: str | None = None


class EntryIntoForce(Strict):
    """When the treaty enters into force (VCLT 24).

    ``not_before``: a floor. ``not_before_entry_of``: not before another treaty. ``on_if_met``: that day if the
    condition is met by then, else condition and delay. ``effective_from``: the day from which it is applied
    where that differs (Indus: in force 1961-01-12, effective from 1960-04-01). ``exercisable_from``: the day
    from which a power may be used. ``binds_all``: in force for all members once met (Charter 108).
    ``binds_consenting_only``: an amendment binds only those who accepted it (VCLT 40(4)).
    """

    article: str | None = None
    when: Condition
    delay: Delay = Delay()
    not_before: Day | None = None
    not_before_entry_of: str | None = None
    on_if_met: Day | None = None
    effective_from: PartialDate | None = None
    exercisable_from: PartialDate | None = None
    opt_in: str | None = None
    binds_all: bool = False
    later: LaterParties | None = None
    counting: str | None = None
    says: str | None = None
    note: str | None = None


class Provisional(Strict):
    """Provisional application (VCLT 25): from when, for whom, what part, until what."""

    article: str | None = None
    from_: Literal["signature", "adoption", "declaration", "fixed day", "consent"] = Field(alias="from")
    on: Day | None = None
    who: GroupLike | None = None
    part: str | None = None
    note: str | None = None


class Renewal(Strict):
    """What happens at the end of a term: ``tacit`` unless notice is given in time, or only by agreement."""

    kind: Literal["tacit", "agreement", "none"]
    term: Span | None = None
    times: int | None = None
    unless_notice: Span | None = None


class Duration(Strict):
    """How long the treaty lasts (VCLT 54): a term, a last day, or no limit."""

    article: str | None = None
    term: Span | None = None
    until: Day | None = None
    unlimited: bool = False
    starts: Anchor = "entry into force"
    renewal: Renewal | None = None
    note: str | None = None


class Withdrawal(Strict):
    """How a party may leave (VCLT 54–56, 65–68); absent means the treaty is silent and VCLT 56 decides.

    ``earliest``: how long after its anchor notice may first be given (or take effect, if ``earliest_effect``).
    ``notice``: time from notice to effect. ``effect``: rounding of that day. ``ends_treaty``: in a bilateral
    treaty one party's leaving ends it.
    """

    article: str | None = None
    allowed: bool = True
    earliest: Span | None = None
    earliest_effect: bool = False
    notice: Span | None = None
    effect: Literal["end of term", "end of year", "first day of next month", "first day of next year"] | None = None
    needs: str | None = None
    ends_treaty: bool = False
    note: str | None = None


class Termination(Strict):
    """How the treaty ends for all (VCLT 54–59): below a number, when another enters, on an event."""

    article: str | None = None
    below: int | None = None
    with_entry_of: str | None = None
    when: Condition | None = None
    note: str | None = None


class Suspension(Strict):
    """The treaty's own rule on suspension (VCLT 57–58)."""

    article: str | None = None
    allowed: bool = True
    notice: Span | None = None
    note: str | None = None


class Reservations(Strict):
    """Which reservations are allowed (VCLT 19–20)."""

    article: str | None = None
    allowed: Literal["all", "none", "listed", "all but listed"]
    articles: Names = ()
    needs_acceptance: Literal["all parties", "organ", "each"] | None = None
    rejected_by: str | None = Field(default=None, description="share of parties whose objection rejects it, as '2/3'")
    note: str | None = None


class Amendment(Strict):
    """How the treaty is amended, and whom an amendment binds (VCLT 39–41)."""

    article: str | None = None
    adopted_by: str | None = None
    when: Condition | None = None
    delay: Delay = Delay()
    binds: Literal["accepting parties", "all parties"] | None = None
    note: str | None = None


class Territory(Strict):
    """Territorial scope where it is not the whole territory of each party (VCLT 29)."""

    article: str | None = None
    says: str
    note: str | None = None


class Interpretation(Strict):
    """A reading of a disputed clause, with its author and day; ``when`` replaces the condition from that day."""

    article: str
    by: str
    date: Day
    says: str
    source: str
    when: Condition | None = None


class WeightTable(Strict):
    """A dated table of weights (emissions, tonnage, assessed contributions) that a condition counts by."""

    source: str
    on: Day | None = None
    unit: str | None = None
    total: float | None = None
    values: dict[str, float]


Condition.model_rebuild()
Group.model_rebuild()
