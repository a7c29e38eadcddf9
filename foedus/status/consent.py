"""Consent to be bound (VCLT 11–17): whose acts bind, from which day, and which are only steps at home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from foedus.model.acts import ActKind
from foedus.model.clauses import Condition
from foedus.model.treaty import Treaty
from foedus.status.deeds import Deed
from foedus.status.moments import Moment

RATIFYING = frozenset({ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.APPROVAL, ActKind.ACCESSION})
DOMESTIC = frozenset({ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION})
_CONSENT_WORDS = frozenset({"consent", "ratification", "acceptance", "approval", "accession", "succession", "deposit"})
OTHER_MATTERS = frozenset({"withdrawal", "termination", "suspension", "territory"})
"""What a notification can be of without being the one that a clause on entry into force asks for."""
PARTICIPATION = frozenset({"participation", "representation"})
"""What is suspended where a government is kept from an organisation's organs while its state stays a member."""
_LEAVING_WORDS = frozenset({None, "", "treaty", "membership", "participation"})
_REVOKED_WORDS = frozenset({"withdrawal", "notice", "denunciation", "notice of withdrawal", "termination"})


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """Which acts bind under a treaty, from its ``[consent]`` and the words of its entry into force.

    ``kinds``: acts that establish consent. ``domestic``: ratifying acts that only complete a state's own procedure,
    since exchange, deposit or notification is what binds (VCLT 16). ``closed``: the states that take part, where the
    treaty names them.
    """

    kinds: frozenset[ActKind]
    domestic: frozenset[ActKind]
    exchange: bool
    notified: bool
    organisations_count: bool
    successions_count: bool


def heads(condition: Condition | None) -> Iterator[str]:
    """The heads of a condition and of all below it."""
    if condition is None:
        return
    yield condition.head
    for child in (*condition.all, *condition.any):
        yield from heads(child)


def consent_rule(treaty: Treaty) -> ConsentRule:
    """Read the rule of consent; where ``[consent]`` is silent, the entry into force clause shows what binds."""
    clause = treaty.consent
    used = frozenset(heads(treaty.entry_into_force.when)) if treaty.entry_into_force else frozenset()
    named = frozenset(clause.by) if clause else frozenset()
    exchange = "exchange" in used or ActKind.EXCHANGE in named
    notified = ("last_notification" in used or ActKind.NOTIFICATION in named) and not exchange
    if exchange:
        kinds = frozenset({ActKind.EXCHANGE, ActKind.SUCCESSION})
    elif notified:
        kinds = frozenset({ActKind.NOTIFICATION, ActKind.SUCCESSION})
    elif named:
        kinds = named | {ActKind.DEPOSIT, ActKind.SUCCESSION}
    elif used and used <= {"signature", "on"}:
        kinds = frozenset({ActKind.SIGNATURE, ActKind.SUCCESSION})  # VCLT 12
    else:
        kinds = RATIFYING | {ActKind.DEPOSIT, ActKind.SUCCESSION}  # VCLT 14–16
    if (exchange or notified) and ActKind.ACCESSION in named:
        kinds |= {ActKind.ACCESSION}
    return ConsentRule(
        kinds=kinds,
        domestic=RATIFYING - kinds,
        exchange=exchange,
        notified=notified,
        organisations_count=clause is None or clause.organisations in (None, "counted"),
        successions_count=clause is not None and clause.succession_counts,
    )


@dataclass(slots=True)
class Life:
    """What one state or organisation has done to a treaty, sorted by what it does in law."""

    state: str
    signed: Deed | None = None
    unsigned: Deed | None = None
    consents: list[Deed] = field(default_factory=list)
    undone: list[Deed] = field(default_factory=list)
    steps: list[Deed] = field(default_factory=list)
    leaves: list[Deed] = field(default_factory=list)
    revoked: list[Deed] = field(default_factory=list)
    provisional: list[Deed] = field(default_factory=list)
    suspensions: list[Deed] = field(default_factory=list)
    resumptions: list[Deed] = field(default_factory=list)
    terms: list[Deed] = field(default_factory=list)

    @property
    def first(self) -> Deed | None:
        """The earliest binding act: a state counts once, by it."""
        return self.consents[0] if self.consents else None


@dataclass(slots=True)
class Record:
    """The deeds of a treaty by actor, with those of the treaty as a whole and those that are only claims."""

    lives: dict[str, Life]
    whole: list[Deed]
    reservations: list[Deed]
    asserted: list[Deed]
    has_removals: bool = False
    participation: list[Deed] = field(default_factory=list)

    def whole_of(self, kind: ActKind) -> list[Deed]:
        """The deeds of a kind that concern the treaty as a whole."""
        return [deed for deed in self.whole if deed.kind is kind]


_WHOLE = frozenset(
    {
        ActKind.NEGOTIATION,
        ActKind.INITIALLING,
        ActKind.ADOPTION,
        ActKind.ENTRY_INTO_FORCE,
        ActKind.TERMINATION,
        ActKind.AMENDMENT,
        ActKind.EXTENSION,
        ActKind.REPLACEMENT,
    }
)
_RESERVATIONS = frozenset({ActKind.RESERVATION, ActKind.DECLARATION, ActKind.OBJECTION})
_ASSERTED = frozenset({ActKind.INVOCATION, ActKind.PERFORMANCE, ActKind.BREACH})
_SLOTS = {
    ActKind.PROVISIONAL_APPLICATION: "provisional",
    ActKind.SUSPENSION: "suspensions",
    ActKind.RESUMPTION: "resumptions",
}


def record_of(deeds: Sequence[Deed], rule: ConsentRule) -> Record:
    """Sort the deeds by actor and effect."""
    record = Record({}, [], [], [])
    lives = record.lives
    for deed in deeds:
        kind = deed.kind
        if kind in _WHOLE:
            record.whole.append(deed)
            continue
        if kind in _RESERVATIONS:
            record.reservations.append(deed)
            continue
        if kind in _ASSERTED:
            record.asserted.append(deed)
            continue
        if deed.of in PARTICIPATION and kind in _SLOTS:
            record.participation.append(deed)  # it touches who sits for the state, not what binds it
            continue
        life = lives.get(deed.state)
        if life is None:
            life = lives[deed.state] = Life(deed.state)
        if kind is ActKind.WITHDRAWAL:
            _withdraw(life, deed, record)
        elif kind in _SLOTS:
            getattr(life, _SLOTS[kind]).append(deed)
        else:
            _take_part(life, deed, rule)
    for life in lives.values():
        if len(life.consents) > 1:
            _deposit_decides(life)
    return record


def _take_part(life: Life, deed: Deed, rule: ConsentRule) -> None:
    """Signature, domestic steps and consent itself (VCLT 11–16)."""
    kind = deed.kind
    if kind is ActKind.SIGNATURE:
        if life.signed is None:
            life.signed = deed
        if kind in rule.kinds or deed.act.definitive:  # VCLT 12
            life.consents.append(deed)
        return
    if kind in DOMESTIC or kind in rule.domestic:
        life.steps.append(deed)
        return
    if kind is ActKind.NOTIFICATION:
        if deed.of not in OTHER_MATTERS and (kind in rule.kinds or deed.of in _CONSENT_WORDS):
            life.consents.append(deed)
        else:
            life.steps.append(deed)
        return
    if kind in rule.kinds:
        life.consents.append(deed)
        if kind in RATIFYING:
            life.steps.append(deed)
        return
    life.steps.append(deed)


def _withdraw(life: Life, deed: Deed, record: Record) -> None:
    """What is withdrawn decides what follows: the treaty, a consent, a signature, or an earlier notice (VCLT 68)."""
    of = deed.of
    if of == "signature":
        life.unsigned = deed
    elif of in _REVOKED_WORDS:
        life.revoked.append(deed)
    elif of in ("reservation", "objection", "declaration"):
        record.reservations.append(deed)
    elif of in ("provisional_application", "provisional application"):
        life.provisional.append(deed)
    elif of in _LEAVING_WORDS or of in _CONSENT_WORDS:
        life.leaves.append(deed)
        record.has_removals = True
    else:
        life.leaves.append(deed)
        record.has_removals = True


def _deposit_decides(life: Life) -> None:
    """Where a ratification and its deposit are both recorded, consent stands from the deposit (VCLT 16(b))."""
    deposits = [deed for deed in life.consents if deed.kind is ActKind.DEPOSIT]
    if deposits:
        last = deposits[-1].lo
        life.consents = [
            deed
            for deed in life.consents
            if deed.kind is ActKind.DEPOSIT or deed.kind not in RATIFYING or deed.lo > last
        ]


def moments(deeds: Sequence[Deed]) -> list[Moment]:
    """When the deeds were done."""
    return [deed.moment for deed in deeds]


def parties_on(record: Record, treaty: Treaty, day: date) -> frozenset[str]:
    """The parties as far as acts show before anything is reckoned: who had consented and not left, listed or acceded.

    Where the file has no consent of a listed party it counts all the same, since it may be bound by what is not there;
    in a complete file that has others' consents it does not.
    """
    lives = record.lives
    bound = {state for state, life in lives.items() if state and life.consents and life.consents[0].lo <= day}
    listed = {state for state in treaty.parties if not (state in lives and lives[state].consents)}
    if not (bound and treaty.complete):
        bound |= listed
    gone = {state for state in bound if state in lives and _left(lives[state], day)}
    return frozenset(bound - gone)


def _left(life: Life, day: date) -> bool:
    """Had it given a notice, by a day before, that no later consent followed?"""
    notices = [deed.hi for deed in life.leaves if deed.kind is ActKind.WITHDRAWAL and deed.hi < day]
    return bool(notices) and not any(deed.lo > max(notices) and deed.lo <= day for deed in life.consents)
