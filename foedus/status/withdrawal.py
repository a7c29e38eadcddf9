"""Leaving a treaty (VCLT 54, 56, 65–68): whether a notice works, when, and whether it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foedus.model.clauses import Delay, Span, Withdrawal
from foedus.status.consent import Life
from foedus.status.counting import add_span, after
from foedus.status.deeds import Deed
from foedus.status.duration import term_end_after
from foedus.status.entry import Entry
from foedus.status.moments import LAST, Moment, of_partial
from foedus.status.setting import Setting

TWELVE_MONTHS = Span(months=12)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act without effect, and why: the code of the fault and the rule that refuses it."""

    deed: Deed
    code: str
    says: str
    rule: str


@dataclass(slots=True)
class Leaving:
    """A notice of withdrawal and its effect; ``effect`` is the first day on which the state is no longer bound."""

    deed: Deed
    notice: Moment
    effect: Moment
    rule: str
    says: str


def clause_of(setting: Setting) -> Withdrawal | None:
    """The treaty's clause; a tacit renewal "unless notice is given" is one as well."""
    treaty = setting.treaty
    if treaty.withdrawal is not None:
        return treaty.withdrawal
    renewal = treaty.duration.renewal if treaty.duration else None
    if treaty.duration is not None and renewal is not None and renewal.kind == "tacit":
        return Withdrawal(article=treaty.duration.article, notice=renewal.unless_notice, effect="end of term")
    return None


def rule_of(setting: Setting) -> str:
    """The article that governs leaving."""
    clause = clause_of(setting)
    if clause is None:
        return "VCLT-56"
    return f"{setting.treaty.id}:{clause.article}" if clause.article else "VCLT-54"


def leaving(deed: Deed, own: Moment | None, entry: Entry, setting: Setting) -> Leaving | Refusal:
    """What a notice does: its day of effect, or why it has none."""
    clause = clause_of(setting)
    rule = rule_of(setting)
    notice = deed.moment
    if deed.act.agreed and deed.act.disputed is None:
        # At any time, and from any day, by consent of all: the clause is theirs to set aside (VCLT 54(b)).
        effect = of_partial(deed.act.effective) or notice
        return Leaving(deed, notice, effect, "VCLT-54(b)", "all other parties agreed to it")
    if clause is None:
        return _silent(deed, notice)
    if not clause.allowed:
        return Refusal(deed, "FOE406", "the treaty allows no withdrawal", rule)
    floor = earliest_day(clause, own, entry, setting)
    if floor is not None and not clause.earliest_effect and notice.hi < floor:
        return Refusal(deed, "FOE405", f"notice could first be given on {floor}", rule)
    effect = _effect(clause, deed, entry, setting)
    if floor is not None and clause.earliest_effect:
        effect = effect.at_least(floor)
    if floor is not None and not clause.earliest_effect and notice.lo < floor:
        effect = Moment(effect.lo, LAST)  # the notice may have come too early
    return Leaving(deed, notice, effect, rule, _says(clause))


def _silent(deed: Deed, notice: Moment) -> Leaving:
    """VCLT 56: a treaty silent on leaving gives no right to, unless the parties meant it; then twelve months' notice.

    Where the source gives a day of effect and nobody disputed it, the parties have let it stand (45(b), 65(2)).
    """
    act = deed.act
    if act.effective is not None and act.disputed is None:
        effect = of_partial(act.effective) or notice
        return Leaving(deed, notice, effect, "VCLT-56", "the treaty is silent; nobody is recorded as disputing it")
    first = add_span(notice.lo, TWELVE_MONTHS)
    says = "the treaty is silent on leaving; whether the parties meant to allow it is not recorded"
    return Leaving(deed, notice, Moment(first, LAST), "VCLT-56", says)


def earliest_day(clause: Withdrawal, own: Moment | None, entry: Entry, setting: Setting) -> date | None:
    """The first day on which notice may be given, or take effect, where the treaty sets one."""
    if clause.earliest is None:
        return None
    anchor = clause.earliest.from_ or "entry into force"
    start: Moment | None = entry.moment
    if anchor == "own entry into force":
        start = own or entry.moment
    elif anchor == "signature":
        signed = [life.signed.lo for life in setting.record.lives.values() if life.signed]
        start = Moment(min(signed), min(signed)) if signed else entry.moment
    elif anchor == "adoption":
        start = of_partial(setting.treaty.adopted) or entry.moment
    if start is None or start.hi == LAST:
        return None
    return add_span(start.hi, clause.earliest)


def _effect(clause: Withdrawal, deed: Deed, entry: Entry, setting: Setting) -> Moment:
    notice = deed.moment
    if clause.notice is None and clause.effect is None:
        return of_partial(deed.act.effective) or notice
    counting = setting.counting
    span = clause.notice or Span()
    delay = Delay(days=span.days, weeks=span.weeks, months=span.months, years=span.years)
    effect = notice if delay.is_zero else notice.moved(lambda day: after(day, delay, counting))
    if clause.effect == "end of term":
        return effect.moved(lambda day: term_end_after(day, entry, setting))
    if clause.effect == "end of year":
        return effect.moved(lambda day: date(day.year + 1, 1, 1))
    if clause.effect == "first day of next year":
        return effect.moved(lambda day: after(day, Delay(then="first day of next year"), counting))
    if clause.effect == "first day of next month":
        return effect.moved(lambda day: after(day, Delay(then="first day of next month"), counting))
    said = of_partial(deed.act.effective)
    if said is not None and said.lo > effect.hi:
        return said  # a notice may name a later day than the clause requires
    return effect


def _says(clause: Withdrawal) -> str:
    if clause.notice is None and clause.effect is None:
        return "notice takes effect at once"
    words = [
        f"{number} {unit}"
        for unit in ("years", "months", "weeks", "days")
        if clause.notice and (number := getattr(clause.notice, unit))
    ]
    after_words = f"{' and '.join(words)} after notice" if words else "on notice"
    return f"{after_words}, at the {clause.effect}" if clause.effect else after_words


def revoked_by(leave: Leaving, life: Life) -> Deed | None:
    """The act by which the notice was revoked before it took effect (VCLT 68)."""
    for deed in life.revoked:
        if deed.lo >= leave.notice.lo and deed.hi < leave.effect.lo:
            return deed
    return None


def too_late(leave: Leaving, life: Life) -> Refusal | None:
    """A revocation that came when the notice had already taken effect."""
    for deed in life.revoked:
        if deed.lo >= leave.effect.hi:
            return Refusal(deed, "FOE413", f"the withdrawal had taken effect on {leave.effect.partial()}", "VCLT-68")
    return None
