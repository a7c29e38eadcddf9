"""Why, and why not: a condition taken apart on a day, with what had been done by then and what is missing, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from foedus.model.acts import ActKind
from foedus.model.clauses import Condition
from foedus.model.findings import Missing
from foedus.model.reasons import Reason
from foedus.model.truth import Truth, all_of, any_of
from foedus.status.conditions import consents, counted_on, met, needed, reach_of, reached
from foedus.status.consent import OTHER_MATTERS
from foedus.status.deeds import Deed
from foedus.status.moments import LAST
from foedus.status.setting import EVERYONE, Setting, members
from foedus.status.words import condition_words, facts, name, names, when


@dataclass(slots=True)
class Account:
    """A condition on a day: whether it held, why, what is missing and which acts would help."""

    reason: Reason
    missing: list[Missing] = field(default_factory=list)
    steps: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def holds(self) -> Truth:
        """Did it hold on that day?"""
        return self.reason.holds


def account(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    """Take a condition apart on a day."""
    teller = _TELLERS.get(condition.head, _by_moment)
    return teller(condition, setting, on, rule)


def standing_consents(condition: Condition, setting: Setting, on: date) -> tuple[list[Deed], list[Deed]]:
    """The consents that stand on a day, and those of which it cannot be said whether they had been given."""
    counted = setting.counted.get(id(condition))
    if counted is None:
        group = members(condition.among, setting, counted_on(condition, setting))
        counted = consents(condition, setting, group.on(on))
        if group.fixed is not None:
            setting.counted[id(condition)] = counted
    sure: list[Deed] = []
    unsure: list[Deed] = []
    lives = setting.record.lives
    for deed in counted:
        if deed.lo > on:
            break  # in order of the first day on which each can have been done
        truth = Truth.YES if deed.hi <= on and deed.hi != LAST else Truth.CANNOT_SAY
        leaves = lives[deed.state].leaves
        if leaves and any(leave.lo >= deed.lo and leave.hi <= on for leave in leaves):
            continue
        if truth is Truth.YES:
            sure.append(deed)
        else:
            unsure.append(deed)
    return sure, unsure


def _verdict(sure: int, perhaps: int, number: int) -> Truth:
    if sure >= number:
        return Truth.YES
    return Truth.CANNOT_SAY if sure + perhaps >= number else Truth.NO


def _count(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    if condition.consents == "all":
        return _all_consent(condition, setting, on, rule)
    sure, unsure = standing_consents(condition, setting, on)
    number = int(condition.consents or 0)
    holds = _verdict(len(sure), len(unsure), number)
    return _numbers(condition, setting, on, rule, (sure, unsure), number, holds)


def _share(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    group = members(condition.among, setting, counted_on(condition, setting))
    who = group.on(on)
    if who is None or who is EVERYONE:
        return _unknown(condition, setting, rule, group.lacks or "the group of which a share must consent")
    size = len(who - frozenset(condition.excluding))
    number = needed(condition.share or "1/1", size, condition.more_than)
    sure, unsure = standing_consents(condition, setting, on)
    holds = _verdict(len(sure), len(unsure), number)
    found = _numbers(condition, setting, on, rule, (sure, unsure), number, holds)
    says = f"{found.reason.says}; {condition.share} of {size} are {number}"
    found.reason = found.reason.model_copy(update={"says": says})
    return found


def _numbers(
    condition: Condition,
    setting: Setting,
    on: date,
    rule: str,
    there: tuple[list[Deed], list[Deed]],
    number: int,
    holds: Truth,
) -> Account:
    sure, unsure = there
    words = condition_words(condition, setting)
    says = f"{words} needed: {len(sure)} by {on}"
    if not setting.treaty.complete:
        says += " among the acts that the file carries"
    if unsure:
        says += f", and {len(unsure)} more on days that are not known well enough"
    deciding = (
        sorted(sure, key=lambda deed: deed.lo)[number - 1 : number] if holds is Truth.YES and number else sure[-1:]
    )
    if holds is Truth.YES and deciding:
        says = f"{words} needed: reached with {name(setting, deciding[0].state)} {when(deciding[0].moment)}"
    found = Account(Reason(rule=rule, says=says, holds=holds, facts=facts(deed.act for deed in deciding)))
    if holds is not Truth.YES:
        short = number - len(sure)
        lacking = _lacking(condition, setting, on, sure)
        more = f"{short} more consent{'s' if short != 1 else ''}"
        if not setting.treaty.complete:
            more += " than the file carries"
        if lacking and len(lacking) <= 60:
            more += f" among {names(setting, sorted(lacking))}"
        found.missing.append(Missing(says=more, rule=rule, states=tuple(sorted(lacking))))
        found.steps.append(("consent", more, tuple(sorted(lacking))))
    return found


def _lacking(condition: Condition, setting: Setting, on: date, sure: list[Deed]) -> frozenset[str]:
    """Those of a closed group who have not consented; none where the group is open."""
    who = members(condition.among, setting, counted_on(condition, setting)).on(on)
    if who is None or who is EVERYONE:
        return frozenset()
    return who - frozenset(condition.excluding) - {deed.state for deed in sure}


def _all_consent(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    group = members(condition.among, setting, counted_on(condition, setting))
    who = group.on(on)
    if who is None:
        return _unknown(condition, setting, rule, group.lacks)
    if who is EVERYONE:
        who = frozenset(setting.treaty.negotiating or setting.treaty.parties)
    return _each_of(condition, setting, on, rule, who - frozenset(condition.excluding))


def _named(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    return _each_of(condition, setting, on, rule, frozenset(condition.named) - frozenset(condition.excluding))


def _each_of(condition: Condition, setting: Setting, on: date, rule: str, who: frozenset[str]) -> Account:
    lives = setting.record.lives
    first = {state: lives[state].first for state in sorted(who) if state in lives}
    truths = {state: _given(state, first.get(state), setting, on) for state in who}
    holds = all_of(truths.values()) if who else Truth.CANNOT_SAY
    lacking = sorted(state for state, truth in truths.items() if truth is Truth.NO)
    unsure = sorted(state for state, truth in truths.items() if truth is Truth.CANNOT_SAY)
    given = [deed for state, deed in first.items() if deed is not None and truths[state] is Truth.YES]
    says = f"{condition_words(condition, setting)} needed: {len(given)} of {len(who)} by {on}"
    if holds is Truth.YES and given:
        last = max(given, key=lambda deed: deed.lo)
        says = (
            f"{condition_words(condition, setting)} given, the last by {name(setting, last.state)} {when(last.moment)}"
        )
    elif lacking and len(given) > len(lacking):
        says = f"consented by all but {names(setting, lacking)}"
    used = sorted(given, key=lambda deed: deed.lo)[-1:] if len(given) > 4 else given
    found = Account(Reason(rule=rule, says=says, holds=holds, facts=facts(deed.act for deed in used)))
    if lacking:
        words = f"the consent of {names(setting, lacking)}"
        found.missing.append(Missing(says=words, rule=rule, states=tuple(lacking)))
        found.steps.append(("consent", words, tuple(lacking)))
    if unsure:
        words = f"the day of consent of {names(setting, unsure)}"
        found.missing.append(Missing(says=words, rule=rule, states=tuple(unsure)))
    return found


def _given(state: str, deed: Deed | None, setting: Setting, on: date) -> Truth:
    if deed is None:
        return Truth.NO if setting.treaty.complete else Truth.CANNOT_SAY
    if any(leave.hi <= on and leave.lo >= deed.lo for leave in setting.record.lives[state].leaves):
        return Truth.NO
    return deed.moment.by(on)


def _weight(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    goal = reach_of(condition, setting)
    if goal is None:
        return _unknown(condition, setting, rule, f'the table of weights "{condition.weight}"')
    table = setting.treaty.weights[condition.weight or ""]
    sure, unsure = standing_consents(condition, setting, on)
    have = sum(table.values.get(deed.state, 0.0) for deed in sure)
    perhaps = sum(table.values.get(deed.state, 0.0) for deed in unsure)
    holds = _verdict(
        int(reached(have, goal, condition.more_than)), int(reached(have + perhaps, goal, condition.more_than)), 1
    )
    says = f"{condition_words(condition, setting)} needed: {have:.2f} of {goal:.2f} by {on} (table: {table.source})"
    last = [deed for deed in sorted(sure, key=lambda deed: deed.lo) if table.values.get(deed.state)][-1:]
    found = Account(Reason(rule=rule, says=says, holds=holds, facts=facts(deed.act for deed in last)))
    if holds is not Truth.YES:
        there = {deed.state for deed in sure}
        rest = sorted((s for s in table.values if s not in there), key=lambda s: -table.values[s])
        words = f"consents holding {goal - have:.2f} more of {condition.weight}"
        found.missing.append(Missing(says=words, rule=rule, states=tuple(rest)))
        found.steps.append(("consent", words, ()))
    return found


def _procedure(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    """Exchange and notification: what binds is the act between the states, not what each did at home (VCLT 13, 16)."""
    moment = met(condition, setting).moment
    holds = moment.by(on) if moment is not None else Truth.NO
    words = condition_words(condition, setting)
    exchange = condition.head == "exchange"
    who = setting.treaty.parties
    group = members(condition.among, setting).fixed
    if group is not None and group is not EVERYONE:
        who = tuple(sorted(group))
    kind = ActKind.EXCHANGE if exchange else ActKind.NOTIFICATION
    # Instruments that were exchanged had been ratified; only where no exchange is told do the steps at home matter.
    ask_home = exchange and holds is Truth.NO
    home = [_home(setting, state, on, condition.exchange or "") for state in who] if ask_home else []
    done = [deed for state in who for deed in _done(setting, state, kind) if deed.hi <= on]
    if holds is Truth.YES:
        reason = Reason(rule=rule, says=f"{words} took place {when(moment)}", facts=facts(deed.act for deed in done))
        return Account(reason)
    if moment is not None and holds is Truth.CANNOT_SAY:
        says = f"{words} took place {when(moment)}; whether by {on} cannot be said"
    else:
        says = f"{words} is needed, and none is recorded by {on}" if not done else f"{words} is not complete by {on}"
    found = Account(Reason(rule=rule, says=says, holds=holds, because=tuple(part.reason for part in home)))
    for part in home:
        found.missing += part.missing
        found.steps += part.steps
    lacking = who if exchange else tuple(s for s in who if not any(d.hi <= on for d in _done(setting, s, kind)))
    said = words if exchange else f"the notification of {condition.last_notification} by {names(setting, lacking)}"
    found.missing.append(Missing(says=said, rule=rule, states=tuple(lacking)))
    found.steps.append((kind.value, said, tuple(lacking)))
    return found


def _done(setting: Setting, state: str, kind: ActKind) -> list[Deed]:
    life = setting.record.lives.get(state)
    deeds = (*life.consents, *life.steps) if life else ()
    return [deed for deed in deeds if deed.kind is kind and deed.of not in OTHER_MATTERS]


def _home(setting: Setting, state: str, on: date, of: str) -> Account:
    """Has the state completed its own procedure, so that its instrument can be exchanged (VCLT 14)?"""
    life = setting.record.lives.get(state)
    steps = [deed for deed in life.steps if deed.kind in setting.rule.domestic] if life else []
    truth = any_of(deed.moment.by(on) for deed in steps)
    done = [deed for deed in steps if deed.hi <= on]
    if truth is Truth.YES:
        says = f"{name(setting, state)} had ratified {when(done[0].moment)}"
        return Account(Reason(rule="VCLT-14", says=says, facts=facts(deed.act for deed in done)))
    words = f"{of or 'ratification'} by {name(setting, state)}"
    found = Account(Reason(rule="VCLT-14", says=f"{words} is not recorded by {on}", holds=truth))
    found.missing.append(Missing(says=words, rule="VCLT-14", states=(state,)))
    found.steps.append(("ratification", words, (state,)))
    return found


def _all(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    parts = [account(child, setting, on, rule) for child in condition.all]
    holds = all_of(part.holds for part in parts)
    found = Account(
        Reason(
            rule=rule,
            says="all of these conditions must be met",
            holds=holds,
            because=tuple(part.reason for part in parts),
        )
    )
    for part in parts:
        found.missing += part.missing
        found.steps += part.steps
    return found


def _any(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    parts = [account(child, setting, on, rule) for child in condition.any]
    holds = any_of(part.holds for part in parts)
    reasons = tuple(part.reason for part in parts)
    found = Account(Reason(rule=rule, says="one of these conditions must be met", holds=holds, because=reasons))
    if holds is not Truth.YES:
        words = ", or ".join(item.says for part in parts for item in part.missing)
        found.missing.append(Missing(says=words, rule=rule))
        found.steps.append(("condition", words, ()))
    return found


def _by_moment(condition: Condition, setting: Setting, on: date, rule: str) -> Account:
    """Heads that are a single happening: a day, another treaty, an act, signatures."""
    result = met(condition, setting)
    holds = result.moment.by(on) if result.moment is not None else Truth.NO
    words = condition_words(condition, setting)
    if result.lacks:
        return _unknown(condition, setting, rule, *result.lacks)
    says = f"{words}: {when(result.moment)}" if holds is Truth.YES else f"{words} had not come about by {on}"
    found = Account(Reason(rule=rule, says=says, holds=holds, facts=facts(d.act for d in result.deciders)))
    if holds is not Truth.YES:
        found.missing.append(Missing(says=words, rule=rule))
        found.steps.append((condition.head if condition.head == "signature" else "condition", words, ()))
    return found


def _unknown(condition: Condition, setting: Setting, rule: str, *lacks: str) -> Account:
    words = condition_words(condition, setting)
    lacking = "; ".join(item for item in lacks if item) or "facts that are not at hand"
    reason = Reason(rule=rule, says=f"{words}: cannot say without {lacking}", holds=Truth.CANNOT_SAY)
    return Account(reason, [Missing(says=lacking, rule=rule)])


_TELLERS: dict[str, Callable[[Condition, Setting, date, str], Account]] = {
    "consents": _count,
    "named": _named,
    "share": _share,
    "weight": _weight,
    "exchange": _procedure,
    "last_notification": _procedure,
    "all": _all,
    "any": _any,
}
