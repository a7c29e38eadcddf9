"""What must hold in a treaty's clauses and acts, as one list; where two clash, a fault names both places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from foedus.model.acts import ActKind
from foedus.model.clauses import Condition, Group
from foedus.model.errors import FoedusError, Problem
from foedus.model.treaty import Treaty
from foedus.status.reservations import judged
from foedus.status.setting import EVERYONE, Register, Setting, members
from foedus.status.timeline import Timeline, lay_out

_HOMES = {
    "VCLT-24": "entry_into_force",
    "VCLT-25": "provisional_application",
    "VCLT-19": "reservations",
    "VCLT-20": "reservations",
    "VCLT-29": "territory",
    "VCLT-40": "amendment",
    "VCLT-54": "withdrawal",
    "VCLT-55": "termination",
    "VCLT-56": "withdrawal",
    "VCLT-58": "suspension",
}
"""The clause that stands in for each default rule."""


def problems(
    treaty: Treaty, *, treaties: Mapping[str, Treaty] | None = None, register: Register | None = None
) -> tuple[Problem, ...]:
    """Every fault of a treaty's clauses and acts under the law, in no order that matters."""
    found = list(conflicts(treaty))
    try:
        line = lay_out(treaty, treaties=treaties, register=register)
    except FoedusError as error:
        return (*found, *error.problems)
    found += _refusals(line)
    found += _names(line.setting, treaties or {})
    found += _numbers(line.setting)
    found += _acts(line)
    return tuple(found)


def conflicts(treaty: Treaty) -> Iterator[Problem]:
    """Two clauses that say different things about one matter, each with its article."""
    yield from _overrides(treaty)
    entry, duration, withdrawal = treaty.entry_into_force, treaty.duration, treaty.withdrawal
    if duration is not None and duration.unlimited and (duration.term or duration.until):
        yield _clash(
            treaty, duration.article, "the treaty has no limit in time", duration.article, "it runs for a term"
        )
    if duration is not None and duration.term and duration.until:
        yield _clash(treaty, duration.article, "it runs for a term", duration.article, f"it ends on {duration.until}")
    if withdrawal is not None and not withdrawal.allowed and (withdrawal.notice or withdrawal.earliest):
        yield _clash(treaty, withdrawal.article, "no withdrawal", withdrawal.article, "withdrawal on notice")
    renewal = duration.renewal if duration is not None else None
    by_notice = renewal is not None and renewal.unless_notice is not None
    if withdrawal is not None and not withdrawal.allowed and duration is not None and by_notice:
        yield _clash(treaty, withdrawal.article, "no withdrawal", duration.article, "notice ends the term")
    if entry is not None and entry.on_if_met and entry.not_before and entry.not_before > entry.on_if_met:
        first = f"in force on {entry.on_if_met} if the condition is met"
        yield _clash(treaty, entry.article, first, entry.article, f"not before {entry.not_before}")
    consent = treaty.consent
    closes = consent.signature_until if consent is not None else None
    if consent is not None and closes and treaty.adopted and closes < treaty.adopted.earliest:
        first = f"open for signature until {closes}"
        yield _clash(treaty, consent.article, first, None, f"adopted on {treaty.adopted}")
    if consent is not None and consent.accession_from == "signature closes" and consent.signature_until is None:
        first = "accession opens when signature closes"
        yield _clash(treaty, consent.article, first, None, "no last day for signature (signature_until)")
    if consent is not None and consent.accession_from not in (None, "any time") and ActKind.ACCESSION not in consent.by:
        first = f"open for accession from {consent.accession_from}"
        yield _clash(treaty, consent.article, first, consent.article, "no accession among the acts that bind")
    yield from _binding_conflicts(treaty)


def _binding_conflicts(treaty: Treaty) -> Iterator[Problem]:
    entry, amendment, reservations = treaty.entry_into_force, treaty.amendment, treaty.reservations
    if entry is not None and entry.binds_all and amendment is not None and amendment.binds == "accepting parties":
        first = "once in force it binds all members"
        yield _clash(treaty, entry.article, first, amendment.article, "it binds those that accept it")
    if reservations is not None and reservations.allowed == "none" and reservations.articles:
        listed = f"reservations to {', '.join(reservations.articles)}"
        yield _clash(treaty, reservations.article, "no reservations", reservations.article, listed)
    consent = treaty.consent
    head = entry.when.head if entry is not None else ""
    alone = consent is not None and consent.by == (ActKind.SIGNATURE,)
    if consent is not None and entry is not None and alone and head in ("exchange", "last_notification"):
        first = "signature alone binds"
        yield _clash(treaty, consent.article, first, entry.article, f"{head.replace('_', ' ')} binds")


def _overrides(treaty: Treaty) -> Iterator[Problem]:
    seen: dict[str, tuple[str, str]] = {}
    for item in treaty.overrides:
        if item.rule in seen and seen[item.rule] != (item.article, item.says):
            article, says = seen[item.rule]
            yield _clash(treaty, article, f"{item.rule}: {says}", item.article, item.says)
        seen.setdefault(item.rule, (item.article, item.says))
        home = _HOMES.get(item.rule.split("(")[0])
        clause = getattr(treaty, home) if home else None
        own = clause.article if clause is not None else None
        if own and own != item.article and (home != "entry_into_force" or item.rule == "VCLT-24(2)"):
            yield _clash(treaty, item.article, f"{item.rule}: {item.says}", own, f"[{home}]")


def _clash(treaty: Treaty, one: str | None, says: str, other: str | None, instead: str) -> Problem:
    first, second = f"Article {one}" if one else "the file", f"Article {other}" if other else "the file"
    return Problem(
        treaty.id,
        "FOE419",
        f"two rules conflict: {first} says {says}; {second} says {instead}",
        "keep the one the text has, or say which prevails",
    )


def require_no_conflict(treaty: Treaty) -> None:
    """Raise FOE419, with every conflict found, where two rules of the treaty contradict each other."""
    found = list(conflicts(treaty))
    if found:
        raise FoedusError.of(found)


def _refusals(line: Timeline) -> Iterator[Problem]:
    _, reservations = judged(line)
    for item in (*line.refused, *reservations):
        act = item.deed.act
        where = f"{line.treaty.id}: {act.kind.value} by {item.deed.state or 'the treaty'} of {act.date}"
        yield Problem(where, item.code, f"has no effect: {item.says} ({item.rule})")


def _names(setting: Setting, treaties: Mapping[str, Treaty]) -> Iterator[Problem]:
    """Lists, tables and treaties that a clause names are there."""
    treaty = setting.treaty
    clause = treaty.entry_into_force
    named = {*(treaty.replaces), *(treaty.amends), *(treaty.protocol_of)}
    conditions = list(_conditions(treaty))
    named |= {item.entry_of for item in conditions if item.entry_of}
    if clause is not None and clause.not_before_entry_of:
        named.add(clause.not_before_entry_of)
    for other in sorted(named - set(treaties)) if treaties else ():
        yield Problem(treaty.id, "FOE417", f'the treaty "{other}" is not at hand')
    for item in conditions:
        if item.weight and item.weight not in treaty.weights:
            yield Problem(treaty.id, "FOE417", f'there is no table of weights "{item.weight}"')
        group = item.among
        if group is not None and group.list and group.list not in treaty.lists:
            yield Problem(treaty.id, "FOE417", f'there is no list "{group.list}"')


def _unsigned(line: Timeline) -> Iterator[Problem]:
    """Ratification is for those who signed, where the treaty gives the others no way to join (VCLT 14, 15)."""
    treaty = line.treaty
    consent = treaty.consent
    lives = line.setting.record.lives.values()
    if consent is None or ActKind.ACCESSION in consent.by or not any(life.signed for life in lives):
        return
    for life in lives:
        first = life.first
        if first is not None and first.kind is ActKind.RATIFICATION and life.signed is None:
            where = f"{treaty.id}: ratification by {life.state} of {first.act.date}"
            yield Problem(where, "FOE409", "it did not sign, and the treaty knows no accession")


def _out_of_order(line: Timeline) -> Iterator[Problem]:
    """Consent to a text that was not yet adopted (VCLT 9, 11); resuming what nobody had suspended (57, 72)."""
    treaty = line.treaty
    for life in line.setting.record.lives.values():
        for deed in (*((life.signed,) if life.signed else ()), *life.consents):
            if treaty.adopted is not None and deed.hi < treaty.adopted.earliest:
                where = f"{treaty.id}: {deed.kind.value} by {deed.state} of {deed.act.date}"
                yield Problem(where, "FOE431", f"the text was adopted on {treaty.adopted}")
        for deed in life.resumptions:
            if not any(item.lo <= deed.hi for item in life.suspensions):
                where = f"{treaty.id}: resumption by {deed.state or 'the treaty'} of {deed.act.date}"
                yield Problem(where, "FOE432", "nothing that it had suspended is recorded")


def _conditions(treaty: Treaty) -> Iterator[Condition]:
    tops = [treaty.entry_into_force.when] if treaty.entry_into_force else []
    tops += [treaty.termination.when] if treaty.termination and treaty.termination.when else []
    tops += [item.when for item in treaty.interpretations if item.when]
    while tops:
        item = tops.pop()
        yield item
        tops += [*item.all, *item.any]


def _numbers(setting: Setting) -> Iterator[Problem]:
    """A number of consents that no group can reach."""
    consent = setting.treaty.consent
    closed = consent.open_to if consent and not consent.invitation else None
    for item in _conditions(setting.treaty):
        if isinstance(item.consents, int):
            size = _size(item.among or closed, setting, frozenset(item.excluding))
            if size is not None and item.consents > size:
                says = f"{item.consents} consents are asked for, and only {size} states can give one"
                yield Problem(setting.treaty.id, "FOE418", says)


def _size(group: Group | None, setting: Setting, out: frozenset[str]) -> int | None:
    if group is None or group.every:
        return None
    who = members(group, setting).fixed
    return None if who is None or who is EVERYONE else len(who - out)


def _acts(line: Timeline) -> Iterator[Problem]:
    """Acts without any day, consents given twice, days out of order, successions to nothing."""
    treaty = line.treaty
    for act in treaty.acts:
        where = f"{treaty.id}: {act.kind.value} by {', '.join(act.by) or 'the treaty'}"
        if act.date is None and act.known is None:
            yield Problem(where, "FOE415", "neither its day nor the day it was made known is recorded")
        ends = act.ends.latest if act.ends else date.max
        if act.date is not None and ends < act.date.earliest:
            yield Problem(where, "FOE423", f"it ends on {act.ends}, before {act.date}")
        early = act.effective is not None and act.date is not None and act.effective.latest < act.date.earliest
        if early and act.kind in (ActKind.WITHDRAWAL, ActKind.TERMINATION, ActKind.SUSPENSION):
            yield Problem(where, "FOE423", f"it takes effect on {act.effective}, before it was done on {act.date}")
        before = act.predecessor
        if act.kind is ActKind.SUCCESSION and before and before not in line.histories:
            yield Problem(where, "FOE424", f"{before} had no part in this treaty")
    yield from _unsigned(line)
    yield from _out_of_order(line)
    for state, history in line.histories.items():
        consents = [deed for deed in history.life.consents if deed.kind is not ActKind.SUCCESSION]
        used = {id(item.deed) for item in history.episodes}
        for deed in consents:
            if id(deed) not in used and history.episodes and deed.lo > history.episodes[0].consent.hi:
                yield Problem(
                    f"{treaty.id}: {deed.kind.value} by {state} of {deed.act.date}", "FOE416", "it was bound already"
                )
