"""How a treaty ends for all (VCLT 30, 54–59): by its clause, by agreement, by a later treaty, for want of parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from foedus.model.acts import ActKind
from foedus.model.standings import TreatyStanding
from foedus.model.treaty import Treaty
from foedus.status.conditions import met
from foedus.status.consent import parties_on
from foedus.status.deeds import Deed
from foedus.status.duration import scheduled_end, term_rule
from foedus.status.entry import Entry
from foedus.status.moments import LAST, UNKNOWN, Moment, of_partial
from foedus.status.setting import Setting


@dataclass(slots=True)
class End:
    """The end of a treaty: the first day on which it is no longer in force, and why."""

    moment: Moment
    standing: TreatyStanding
    rule: str
    says: str
    deed: Deed | None = None
    by_treaty: str | None = None


def ends_by_act(setting: Setting) -> list[End]:
    """Termination by the parties together (VCLT 54(b)), or one that a source reports for the treaty as a whole."""
    found = []
    for deed in setting.record.whole_of(ActKind.TERMINATION):
        if not deed.state or _by_all(deed, setting):
            moment = of_partial(deed.act.effective) or deed.moment
            who = "by agreement of all parties" if deed.state else "as recorded"
            found.append(End(moment, TreatyStanding.ENDED, "VCLT-54", f"terminated {who}", deed))
    for deed in setting.record.whole_of(ActKind.REPLACEMENT):
        moment = of_partial(deed.act.effective) or deed.moment
        other = deed.of or deed.act.text
        says = f"replaced by {other}" if other else "replaced by a later treaty"
        found.append(End(moment, TreatyStanding.REPLACED, "VCLT-59", says, deed, deed.of))
    return found


def _by_all(deed: Deed, setting: Setting) -> bool:
    by = set(deed.act.by)
    return len(by) > 1 and by >= parties_on(setting.record, setting.treaty, deed.lo)


def denunciations(setting: Setting) -> list[Deed]:
    """Terminations by some parties only: each is that party's leaving, and is judged as such (VCLT 56, 65)."""
    return [deed for deed in setting.record.whole_of(ActKind.TERMINATION) if deed.state and not _by_all(deed, setting)]


def ends_by_clause(entry: Entry, setting: Setting) -> list[End]:
    """The end of a term, another treaty's entry into force, or an event the treaty names."""
    treaty = setting.treaty
    found = []
    term = scheduled_end(entry, setting)
    if term is not None:
        found.append(End(term, TreatyStanding.ENDED, term_rule(setting), "its term ran out"))
    clause = treaty.termination
    if clause is None:
        return found
    rule = _cite(treaty, clause.article, "VCLT-54")
    if clause.with_entry_of:
        moment = setting.elsewhere.entry(clause.with_entry_of)
        if moment is not None and moment != UNKNOWN:
            says = f"it ends when {clause.with_entry_of} enters into force"
            found.append(End(moment, TreatyStanding.REPLACED, rule, says, None, clause.with_entry_of))
    if clause.when is not None:
        moment = met(clause.when, setting).moment
        if moment is not None:
            found.append(End(moment, TreatyStanding.ENDED, rule, "the event came about that ends it"))
    return found


def end_by_replacement(
    setting: Setting, treaties: Mapping[str, Treaty], bound: Mapping[str, Moment]
) -> tuple[End | None, list[tuple[str, Moment, frozenset[str]]]]:
    """A later treaty that replaces this one ends it once all its parties are parties to the later (VCLT 59).

    Else the earlier stays in force for the pairs that are not both parties to the later (30(4)); these are returned
    as well: the later treaty, since when, and its parties.
    """
    partial: list[tuple[str, Moment, frozenset[str]]] = []
    for other in replacing(setting.treaty.id, treaties):
        moment = setting.elsewhere.entry(other.id)
        if moment is None or moment == UNKNOWN or moment.lo == moment.hi == LAST:
            continue
        days = [moment.hi, *(day for day in setting.elsewhere.party_days(other.id) if day > moment.hi)]
        for day in days:
            now = setting.elsewhere.parties(other.id, day) or frozenset()
            here = {state for state, since in bound.items() if since.lo <= day}
            if here and here <= now:
                when = Moment(moment.lo, moment.hi) if day == moment.hi else Moment(day, day)
                says = f"replaced by {other.id}, to which all its parties are parties"
                if day != moment.hi:
                    first = setting.elsewhere.parties(other.id, moment.hi) or frozenset()
                    partial.append((other.id, moment, first))
                return End(when, TreatyStanding.REPLACED, "VCLT-59", says, None, other.id), partial
        now = setting.elsewhere.parties(other.id, moment.hi) or frozenset()
        partial.append((other.id, moment, now))
    return None, partial


def replacing(treaty: str, treaties: Mapping[str, Treaty]) -> Iterable[Treaty]:
    """The treaties at hand that say they replace this one."""
    for other in treaties.values():
        if treaty in other.replaces or any(link.kind == "replaces" and link.treaty == treaty for link in other.links):
            yield other


def end_for_want_of_parties(
    setting: Setting, entry: Entry, joined: Sequence[Moment], left: Sequence[tuple[Moment, Deed | None]]
) -> End | None:
    """A treaty is between states: with fewer than two parties left it ends. Falling below the number needed for entry

    into force does not end it (VCLT 55), unless the treaty names such a number.
    """
    treaty = setting.treaty
    clause = treaty.termination
    if treaty.withdrawal is not None and treaty.withdrawal.ends_treaty:
        leaving = [item for item in left if item[1] is not None and item[1].kind is not ActKind.SUCCESSION]
        if leaving:
            first = min(leaving, key=lambda item: (item[0].hi, item[0].lo))
            rule = _cite(treaty, treaty.withdrawal.article, "VCLT-54")
            return End(first[0], TreatyStanding.ENDED, rule, "a party left, which ends it", first[1])
    floor = clause.below if clause and clause.below is not None else 2
    if entry.moment is None or not left or (not treaty.complete and floor == 2):
        return None
    days = sorted({moment.lo for moment, _ in left} | {moment.hi for moment, _ in left})
    lo = next((day for day in days if _number(joined, left, day, most=False) < floor), None)
    if lo is None:
        return None
    hi = next((day for day in days if _number(joined, left, day, most=True) < floor), LAST)
    named = clause is not None and clause.below is not None
    rule = _cite(treaty, clause.article if clause else None, "VCLT-54") if named else "VCLT-2(1)(a)"
    says = f"fewer than {floor} parties were left"
    last = max((item for item in left if item[0].lo <= hi), key=lambda item: item[0].lo)
    return End(Moment(lo, hi), TreatyStanding.ENDED, rule, says, last[1])


def _number(joined: Sequence[Moment], left: Sequence[tuple[Moment, Deed | None]], day: date, *, most: bool) -> int:
    there = sum((moment.lo if most else moment.hi) <= day for moment in joined)
    gone = sum((moment.hi if most else moment.lo) <= day for moment, _ in left)
    return there - gone


def first_end(ends: Sequence[End]) -> End | None:
    """The end that comes first; where an uncertain one may come earlier, its bounds widen the answer."""
    if not ends:
        return None
    first = min(ends, key=lambda end: (end.moment.hi, end.moment.lo))
    lo = min(end.moment.lo for end in ends)
    if lo < first.moment.lo:
        return End(Moment(lo, first.moment.hi), first.standing, first.rule, first.says, first.deed, first.by_treaty)
    return first


def _cite(treaty: Treaty, article: str | None, default: str) -> str:
    return f"{treaty.id}:{article}" if article else default
