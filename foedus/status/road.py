"""The road of a treaty on a day: the steps done, those missing by name, and those that are already certain to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foedus.model.acts import Act, ActKind
from foedus.model.findings import Step
from foedus.model.standings import PartyStanding, TreatyStanding
from foedus.model.truth import Truth
from foedus.status.consent import RATIFYING
from foedus.status.deeds import Deed
from foedus.status.existence import RULE as GAP
from foedus.status.missing import Account
from foedus.status.moments import LAST, Moment, of_partial
from foedus.status.phases import at
from foedus.status.timeline import Timeline
from foedus.status.words import condition_words, deed_words, facts, name, names

_ON_THE_ROAD = (
    ActKind.NEGOTIATION,
    ActKind.INITIALLING,
    ActKind.ADOPTION,
    ActKind.SIGNATURE,
    ActKind.LEGISLATIVE_APPROVAL,
    ActKind.LEGISLATIVE_REJECTION,
    ActKind.RATIFICATION,
    ActKind.ACCEPTANCE,
    ActKind.APPROVAL,
    ActKind.ACCESSION,
    ActKind.DEPOSIT,
    ActKind.EXCHANGE,
    ActKind.NOTIFICATION,
)
_FEW = 40
"""A road with more acts than this is told by number, not act by act."""


def steps(line: Timeline, on: date, told: Account | None, in_force: Truth) -> tuple[Step, ...]:
    """The road up to a day: what was done, what is missing, and entry into force."""
    acts = _acts(line, on)
    found = _one_by_one(line, acts, on) if len(acts) <= _FEW else _by_number(line, acts, on)
    entry = line.entry
    article = entry.rule
    if told is not None and told.holds is not Truth.YES:
        found += [
            Step(
                key=key,
                says=says,
                by=by,
                done=Truth.NO if told.holds is Truth.NO else Truth.CANNOT_SAY,
                article=article,
            )
            for key, says, by in told.steps
        ]
    day = entry.moment.partial() if entry.moment is not None and entry.moment.lo <= on else None
    says = "entry into force"
    if day is None and entry.moment is not None and entry.moment.exact and told is not None and told.holds is Truth.YES:
        day = entry.moment.partial()  # the condition is met and the day fixed: it is certain to come
    moment = entry.moment
    done = moment.by(on) if moment is not None and in_force is not Truth.CANNOT_SAY else in_force
    found.append(
        Step(
            key="entry_into_force",
            says=says,
            by=line.treaty.parties if line.treaty.is_bilateral else (),
            done=done,
            on=day,
            acts=facts(deed.act for deed in entry.deciders) if done is Truth.YES else (),
            article=article,
        )
    )
    found += _run_out(line, on)
    if line.end is not None and line.end.moment.by(on) is not Truth.NO:
        end = line.end
        key = "replacement" if end.standing is TreatyStanding.REPLACED else "termination"
        found.append(
            Step(
                key=key,
                says=end.says,
                done=end.moment.by(on),
                on=end.moment.partial(),
                article=end.rule,
                acts=facts([end.deed.act] if end.deed else []),
            )
        )
    return tuple(found)


def _run_out(line: Timeline, on: date) -> list[Step]:
    """The terms that ran out, and the new agreements that followed (VCLT 54)."""
    found: list[Step] = []
    for lapse in line.lapses:
        for key, says, moment, acts in (
            ("termination", "its term ran out", lapse.start, ()),
            ("extension", "agreed on anew", lapse.again, facts([lapse.act])),
        ):
            done = moment.by(on)
            if done is not Truth.NO:
                found.append(Step(key=key, says=says, done=done, on=moment.partial(), article="VCLT-54", acts=acts))
    return found


def _acts(line: Timeline, on: date) -> list[Act]:
    """The acts on the road that had or may have been done by that day, in order, each once."""
    if line.road is None:
        line.road = _road(line)
    return list({id(deed.act): deed.act for deed in line.road if deed.lo <= on}.values())


def _road(line: Timeline) -> list[Deed]:
    """Every deed on the road, in order."""
    record = line.setting.record
    deeds = [deed for deed in record.whole if deed.kind in _ON_THE_ROAD]
    for life in record.lives.values():
        deeds += [life.signed] if life.signed else []
        deeds += [deed for deed in (*life.steps, *life.consents) if deed.kind in _ON_THE_ROAD]
    deeds.sort(key=lambda deed: (deed.lo, _ON_THE_ROAD.index(deed.kind), deed.state))
    return deeds


def _moment(act: Act) -> Moment | None:
    return of_partial(act.date)


def _one_by_one(line: Timeline, acts: Sequence[Act], on: date) -> list[Step]:
    found = []
    for act in acts:
        moment = _moment(act)
        done = moment.by(on) if moment is not None else Truth.YES
        if act.kind is ActKind.LEGISLATIVE_REJECTION and done is Truth.YES:
            done = Truth.NO
        found.append(
            Step(
                key=act.kind.value,
                says=deed_words(line.setting, act),
                by=act.by or line.treaty.parties,
                done=done,
                on=act.date,
                acts=facts([act]),
            )
        )
    return found


def _by_number(line: Timeline, acts: Sequence[Act], on: date) -> list[Step]:
    """For a treaty of many: the text, the signatures, and the consents as numbers with their first and last day."""
    found: list[Step] = []
    groups: tuple[tuple[str, str, frozenset[ActKind]], ...] = (
        ("adoption", "text drawn up", frozenset({ActKind.NEGOTIATION, ActKind.INITIALLING, ActKind.ADOPTION})),
        ("signature", "signed by {n}", frozenset({ActKind.SIGNATURE})),
        ("consent", "consented to by {n}", RATIFYING | {ActKind.DEPOSIT, ActKind.EXCHANGE, ActKind.NOTIFICATION}),
    )
    for key, words, kinds in groups:
        these = [act for act in acts if act.kind in kinds]
        states = {state for act in these for state in act.by}
        if these:
            days = [act.date for act in these if act.date is not None and act.date.latest <= on]
            last = max(days, key=lambda day: day.latest, default=None)
            found.append(
                Step(
                    key=key,
                    says=words.format(n=f"{len(states)} states or organisations"),
                    done=Truth.YES,
                    on=last,
                    by=tuple(sorted(states)),
                )
            )
    return found


def upcoming(line: Timeline, on: date, until: date = LAST) -> tuple[Step, ...]:
    """What is already certain to happen after a day: entry into force fixed, a withdrawal, the end of a term."""
    setting = line.setting
    found: list[Step] = []

    def add(key: str, says: str, moment: Moment | None, deed: Deed | None, rule: str, by: tuple[str, ...] = ()) -> None:
        if moment is not None and moment.hi != LAST and on < moment.hi and moment.lo <= until:
            acts = facts([deed.act] if deed else [])
            found.append(Step(key=key, says=says, by=by, done=Truth.NO, on=moment.partial(), acts=acts, article=rule))

    entry = line.entry
    told = [deed.lo for deed in entry.deciders]
    if not told or max(told) <= on:
        add("entry_into_force", "entry into force", entry.moment, None, entry.rule)
    for state, history in sorted(line.histories.items()):
        for item in history.episodes:
            if item.consent.hi <= on and item.entry is not None and item.entry != entry.moment:
                says = f"entry into force for {name(setting, state)}"
                add("entry_into_force", says, item.entry, item.deed, item.rule, (state,))
            if item.leave is not None and item.leave.notice.hi <= on:
                says = f"withdrawal of {name(setting, state)} takes effect"
                add("withdrawal", says, item.effect, item.leave.deed, item.leave.rule, (state,))
    for pause in line.suspensions:
        if pause.start.hi <= on and (pause.resumed_by is None or pause.resumed_by.hi <= on):
            add("resumption", f"suspension by {name(setting, pause.by)} ends", pause.end, pause.deed, pause.rule)
    for lapse in line.lapses:
        add("termination", "its term runs out", lapse.start, None, "VCLT-54")
    if line.end is not None and _certain(line, on) and all(lapse.again.hi <= on for lapse in line.lapses):
        add("termination", line.end.says, line.end.moment, line.end.deed, line.end.rule)
    found.sort(key=lambda step: step.on.earliest if step.on else LAST)
    return tuple(found)


def _certain(line: Timeline, on: date) -> bool:
    """Is the end already certain on that day: had what brings it about been done by then?"""
    end = line.end
    if end is None:
        return False
    if end.by_treaty is not None and end.deed is None:
        trigger = line.setting.elsewhere.trigger(end.by_treaty)
        return trigger is not None and trigger.hi <= on
    if end.deed is None and end.rule == "VCLT-2(1)(a)":
        return False  # that a state will be no more was nobody's to know
    return end.deed is None or end.deed.hi <= on


def would_change(line: Timeline, on: date, told: Account | None, standing: str) -> tuple[str, ...]:
    """What would change the answer, in words."""
    setting, treaty, entry = line.setting, line.treaty, line.entry
    found: list[str] = []
    here = (TreatyStanding.CANNOT_SAY.value, TreatyStanding.IN_FORCE.value, TreatyStanding.SUSPENDED.value)
    if told is not None and told.holds is not Truth.YES and standing not in here:
        asked = " and ".join(says for _, says, _ in told.steps) or condition_words(entry.condition, setting)
        delay = treaty.entry_into_force.delay if treaty.entry_into_force else None
        after = "" if delay is None or delay.is_zero else _delay_words(line)
        found.append(f"{asked}: the treaty then enters into force {after or 'on that day'}")
        found += [f"{other} would then be replaced" for other in treaty.replaces]
    elif standing == TreatyStanding.IN_FORCE.value:
        found += _ways_out(line)
    elif standing == TreatyStanding.SUSPENDED.value:
        away = at(line.treaty_spells, on).rule == GAP
        how = "return of a party that could not act" if away else "resumption by those who suspended it"
        found.append(f"{how}: the treaty then operates again (VCLT 72)")
    if (
        told is not None
        and told.holds is Truth.YES
        and standing in ("signed", "consented")
        and entry.moment is not None
    ):
        found.append(f"time alone: the condition is met and the treaty enters into force on {entry.moment.partial()}")
    return tuple(found)


def _delay_words(line: Timeline) -> str:
    from foedus.status.counting import say_delay

    clause = line.treaty.entry_into_force
    return f"{say_delay(clause.delay)} later" if clause else ""


def _ways_out(line: Timeline) -> list[str]:
    from foedus.status.withdrawal import clause_of, rule_of

    treaty = line.treaty
    clause = clause_of(line.setting)
    if clause is None:
        return ["the consent of all parties to end it (VCLT 54); it is silent on withdrawal (VCLT 56)"]
    if not clause.allowed:
        return ["the consent of all parties to end it (VCLT 54); it allows no withdrawal"]
    who = "either party" if treaty.is_bilateral else "a party"
    ends = ", which would end it" if treaty.is_bilateral else ""
    return [f"notice of withdrawal by {who} ({rule_of(line.setting)}){ends}"]


def interim_duty(line: Timeline, on: date, standings: dict[str, str]) -> list[tuple[str, tuple[str, ...]]]:
    """Who owes the interim duty of VCLT 18 on a day: signatories (a), and those who consented before entry (b)."""
    signed = tuple(s for s, standing in sorted(standings.items()) if standing == PartyStanding.SIGNATORY.value)
    bound = tuple(s for s, standing in sorted(standings.items()) if standing == PartyStanding.CONSENTED.value)
    found = []
    if signed:
        found.append(("VCLT-18(a)", signed))
    if bound:
        found.append(("VCLT-18(b)", bound))
    return found


def said_names(line: Timeline, states: Sequence[str]) -> str:
    """The names of some states."""
    return names(line.setting, states)
