"""Each obligation, each ordered pair: what the text demands, given who is bound and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from foedus.actors.places import Gazetteer
from foedus.model.duties import Assessment, Duty, OpenQuestion, Verdict
from foedus.model.obligations import Direction, Obligation, ObligationKind, Trigger
from foedus.model.reasons import Reason
from foedus.model.scenarios import EventKind, Scenario
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.obligations.adversaries import Ask
from foedus.obligations.between import beside_another, bound_when_broken, in_part, pairs, parties
from foedus.obligations.breaches import breach
from foedus.obligations.commitments import Commitments, Glance, Standing
from foedus.obligations.conflicts import HELP, conflicts
from foedus.obligations.facts import Blow, Facts
from foedus.obligations.limits import limits
from foedus.obligations.outcome import Outcome, no
from foedus.obligations.triggers import met

STANDING_KINDS = frozenset(
    {
        ObligationKind.NONAGGRESSION,
        ObligationKind.NO_HOSTILE_ALLIANCE,
        ObligationKind.TERRITORY_DENIAL,
    }
)
"""Duties to abstain, which hold at all times unless the clause says otherwise."""

BY_ATTACK = Trigger(what=("armed attack", "violation"))
BY_WAR = Trigger(what=("war",))

LATELY = 5 * 365
"""A treaty that ended more days ago than this is not listed as no longer in force unless the scenario names it."""


def assess(scenario: Scenario, commitments: Commitments, places: Gazetteer) -> Assessment:
    """Every duty that the scenario brings up, with reasons; conflicts between them. Never raises.

    ``scenario.treaties``: ask under these alone. Duties that plainly have nothing to do with the events (no
    party is involved) are left out; `answer` gives them when asked.
    """
    facts = Facts(scenario, places)
    scope = commitments.only(scenario.treaties) if scenario.treaties else commitments
    named = frozenset(scenario.treaties)
    duties = tuple(sort(_duties(facts, scope, named)))
    return Assessment(
        scenario=scenario.id,
        title=scenario.title,
        on=facts.day,
        attacks=tuple(dict.fromkeys((by, b.on) for b in facts.blows if not _comes_in(facts, b) for by in sorted(b.by))),
        joins=tuple(dict.fromkeys((by, b.on) for b in facts.blows if _comes_in(facts, b) for by in sorted(b.by))),
        duties=duties,
        conflicts=conflicts(duties, facts, scope),
        faults=tuple(_faults(scenario, commitments, facts)),
        notes=tuple(_notes(scenario, scope)),
    )


def _comes_in(facts: Facts, blow: Blow) -> bool:
    """Does the blow answer one struck before, for oneself or another?"""
    return blow.event.kind is EventKind.JOINING or facts.answers(blow) is not None


def sort(duties: Iterable[Duty]) -> list[Duty]:
    """Breaches first, then what is owed, then what hangs on something, then what is not owed."""
    order = {v: i for i, v in enumerate(("breach", "obliged", "conditional", "cannot say", "not_obliged"))}
    return sorted(
        duties, key=lambda d: (order[d.verdict.value], d.kind != "defence", d.toward, d.state, d.treaty, d.article)
    )


def _duties(facts: Facts, scope: Commitments, named: frozenset[str]) -> Iterator[Duty]:
    involved = facts.involved()
    for treaty in scope.treaties if named else scope.touching(involved):
        if not named and not _of_the_time(treaty, scope, facts.day, involved):
            continue
        for obligation in treaty.obligations:
            if _lapsed(obligation, facts.day):
                continue
            whom = None if _nameless(obligation) else involved
            for state, toward in pairs(treaty, obligation, whom):
                if _worth_asking(obligation, state, involved):
                    if state not in involved and _long_gone(scope.glance(treaty, state, facts.day), facts.day):
                        continue
                    duty = judge(facts, scope, treaty, obligation, state, toward)
                    if duty is not None and _telling(duty, treaty, involved, named):
                        yield duty


def _long_gone(standing: Glance, on: date) -> bool:
    """A state that left long ago, or never had to do with the treaty, is not listed among those who owe nothing."""
    if standing.bound is not Truth.NO:
        return False
    if standing.standing not in ("withdrawn", "none"):
        return False
    return standing.since is None or not _lately(standing.since.latest, on)


def _lapsed(obligation: Obligation, on: date) -> bool:
    """A wording that stood before or after, by its own days, is not listed beside the one of the day."""
    return (obligation.since is not None and on < obligation.since) or (
        obligation.until is not None and on > obligation.until
    )


def _worth_asking(obligation: Obligation, state: str, involved: list[str]) -> bool:
    always = obligation.when is None or obligation.when.what == ("always",)
    if always and obligation.kind in (ObligationKind.COOPERATION, ObligationKind.OTHER):
        return False  # it stands whatever happens, and the events change nothing
    return obligation.kind not in STANDING_KINDS or state in involved


def _nameless(obligation: Obligation) -> bool:
    """A mobilisation strikes nobody in particular: it concerns every pair of parties."""
    return obligation.when is not None and "mobilisation" in obligation.when.what


def _telling(duty: Duty, treaty: Treaty, involved: list[str], named: frozenset[str]) -> bool:
    if duty.verdict is Verdict.OBLIGED and duty.kind in ("no_hostile_alliance", "territory_denial"):
        return False  # they stand at all times: only a breach is news
    if duty.verdict is not Verdict.NOT_OBLIGED or duty.toward in involved:
        return True
    return bool(named)


def _of_the_time(treaty: Treaty, scope: Commitments, on: date, involved: list[str]) -> bool:
    """Is the treaty in force for one of those involved, on its way into force, suspended, or only lately ended?"""
    for state in involved:
        if state not in treaty.parties:
            if any(scope.glance(treaty, s, on).bound is not Truth.NO for s in treaty.parties[:40]):
                return True
            continue
        standing = scope.glance(treaty, state, on)
        if standing.bound is not Truth.NO or standing.standing in (
            "signatory",
            "consented",
            "suspended",
            "negotiating",
        ):
            return True
        if standing.until is not None and standing.until.latest <= on and _lately(standing.until.latest, on):
            return True
    return False


def _lately(day: date, on: date) -> bool:
    """By ordinals, since five years before the first day there is are no day at all."""
    return on.toordinal() - day.toordinal() <= LATELY


def judge(
    facts: Facts, scope: Commitments, treaty: Treaty, obligation: Obligation, state: str, toward: str
) -> Duty | None:
    """What one state owes another under one obligation. None where the clause was not yet public on ``known``."""
    known = facts.scenario.known
    if known is not None and obligation.secret_until is not None and known < obligation.secret_until:
        return None
    members = scope.members(treaty, facts.day)
    ask = Ask(facts, treaty, obligation, state, toward, members)
    way = _way(obligation, state, toward)
    when = way.when if way is not None and way.when is not None else _default_when(obligation)
    if when is not obligation.when:
        obligation = obligation.model_copy(update={"when": when})
        ask = Ask(facts, treaty, obligation, state, toward, members)
    broken = breach(ask)
    if broken is not None and bound_when_broken(ask, scope) is Truth.YES:
        return _breach_duty(ask, scope, broken)
    unbound = _unbound(ask, scope)
    if unbound is None:
        return _demanded(ask, scope)
    if unbound.verdict is Verdict.CANNOT_SAY:
        # Whoever is bound, nothing is owed where the clause asks for nothing.
        asked = _demanded(ask, scope)
        return asked if asked.verdict is Verdict.NOT_OBLIGED else unbound
    return unbound


def _default_when(obligation: Obligation) -> Trigger | None:
    """A guarantee without a trigger is called on by an attack or a violation; neutrality by a war (ATOP's sense)."""
    if obligation.when is not None:
        return obligation.when
    return {ObligationKind.GUARANTEE: BY_ATTACK, ObligationKind.NEUTRALITY: BY_WAR}.get(obligation.kind)


def _way(obligation: Obligation, state: str, toward: str) -> Direction | None:
    return next((way for way in obligation.directions if state in way.from_ and toward in way.to), None)


def _in_force(ask: Ask, scope: Commitments) -> Reason:
    stands = [scope.standing(ask.treaty, s, ask.facts.day) for s in parties(ask)]
    says = "; ".join(standing.says for standing in stands)
    trees = tuple(standing.reason for standing in stands if standing.reason is not None)
    return Reason(rule=f"{ask.treaty.id}", says=says, because=trees)


def _unbound(ask: Ask, scope: Commitments) -> Duty | None:
    """The duty as it is where the treaty or the clause does not stand between the two on the day (VCLT 24, 26, 70)."""
    day, item = ask.facts.day, ask.obligation
    for state in parties(ask):
        standing = scope.standing(ask.treaty, state, day)
        other = ask.toward if state == ask.state else ask.state
        if other in standing.suspended_toward:
            return _not_bound(ask, Truth.NO, f"the treaty is suspended between {state} and {other}", standing)
        if standing.bound is Truth.CANNOT_SAY:
            return _not_bound(ask, Truth.CANNOT_SAY, standing.says, standing)
        if not _same_at_either_end(ask, scope, state, standing):
            span = f"{ask.facts.earliest_day} and {day}"
            says = f"the day is known only as between {span}, and {standing.says}"
            return _not_bound(ask, Truth.CANNOT_SAY, says, standing)
        if standing.rests:
            says = f"{standing.says}, and the treaty is suspended for {state}: it need not perform it (VCLT 72)"
            return _not_bound(ask, Truth.NO, says, standing)
        if standing.bound is Truth.NO:
            return _not_bound(ask, Truth.NO, f"not in force between them: {standing.says}", standing)
    later = scope.governed(ask.treaty, ask.state, ask.toward, day)
    if later is not None and later.replaces:
        return _not_bound(ask, Truth.NO, f"{later.treaty} governs between them ({later.rule}): {later.says}", None)
    if item.since is not None and day < item.since:
        return _not_bound(ask, Truth.NO, f"the clause stands only since {item.since}", None)
    if item.until is not None and day > item.until:
        return _not_bound(ask, Truth.NO, f"the clause stood until {item.until}", None)
    return None


def _same_at_either_end(ask: Ask, scope: Commitments, state: str, standing: Standing) -> bool:
    """Is a state's standing one and the same wherever the day lies, if the last event's date is known only in part?"""
    early = ask.facts.earliest_day
    return early == ask.facts.day or scope.glance(ask.treaty, state, early).bound is standing.bound


def _not_bound(ask: Ask, bound: Truth, says: str, standing: Standing | None) -> Duty:
    trees = (standing.reason,) if standing is not None and standing.reason is not None else ()
    reason = Reason(rule=ask.treaty.id, says=says, holds=bound, because=trees)
    if bound is Truth.NO:
        return _duty(ask, Verdict.NOT_OBLIGED, says, reason)
    question = OpenQuestion(name="in force", says=says, rule=ask.treaty.id, missing=True)
    return _duty(ask, Verdict.CANNOT_SAY, says, reason, (question,))


def _moot(ask: Ask) -> Outcome | None:
    """Help is not owed to one's own enemy; nor neutrality by a state that is itself in the war."""
    if ask.obligation.kind.value in HELP:
        return _enemies(ask)
    if ask.obligation.kind is not ObligationKind.NEUTRALITY:
        return None
    mine, theirs = ask.facts.foes(ask.state), ask.facts.foes(ask.toward)
    if ask.toward in mine and ask.facts.struck_by(ask.toward, ask.state):
        return no("fact", f"{ask.toward} has itself struck {ask.state}")
    shared = sorted(set(mine) & set(theirs))
    return no("fact", f"{ask.state} is itself at war with {shared[0]}, beside {ask.toward}") if shared else None


def _enemies(ask: Ask) -> Outcome | None:
    """A state that fights another is on the other side, and cannot owe it help there, whoever else attacks it.

    The attack frees nobody from the treaty: whether to end or suspend it is for the one attacked (VCLT 60).
    """
    if ask.toward not in ask.facts.foes(ask.state):
        return None
    by_me = ask.facts.struck_by(ask.state, ask.toward)
    began = [blow for blow in by_me if blow.event.kind is not EventKind.JOINING and ask.facts.answers(blow) is None]
    if began:
        says = (
            f"{began[0].says()}: {ask.state} fights on the other side, and nobody owes help against itself; "
            f"that frees it of nothing, and {ask.toward} may invoke the breach (VCLT 60)"
        )
        return no("VCLT-60", says)
    struck = ask.facts.struck_by(ask.toward, ask.state)
    if struck:
        return no("VCLT-60", f"{struck[0].says()}: {ask.state} owes no help to the one that strikes it")
    return no("fact", f"{by_me[0].says()}: {ask.state} fights on the other side")


def _demanded(ask: Ask, scope: Commitments) -> Duty:
    in_force = _in_force(ask, scope)
    moot = _moot(ask)
    if moot is not None:
        return _close(ask, in_force, [moot], Verdict.NOT_OBLIGED, moot.says)
    trigger = _trigger(ask)
    if not trigger.holds:
        return _close(ask, in_force, [trigger], Verdict.NOT_OBLIGED, trigger.says)
    found = [trigger, *in_part(ask, scope), *beside_another(ask, scope)]
    for limit in limits(ask, trigger.against):
        found.append(limit)
        if not limit.holds:
            return _close(ask, in_force, found, Verdict.NOT_OBLIGED, limit.says)
    left, denied = _settle(ask, found)
    if denied:
        return _close(ask, in_force, found, Verdict.NOT_OBLIGED, denied)
    if not left:
        words = f"{trigger.says}: {ask.obligation.owes.what}"
        return _close(ask, in_force, found, Verdict.OBLIGED, words)
    verdict = Verdict.CANNOT_SAY if all(q.missing for q in left) else Verdict.CONDITIONAL
    if any(q.missing for q in left):
        verdict = Verdict.CANNOT_SAY
    return _close(ask, in_force, found, verdict, "; ".join(q.says for q in left), left)


def _trigger(ask: Ask) -> Outcome:
    """The trigger's outcome; states that play no part in the events all find the same, so it is found once for them."""
    item = ask.obligation
    if ask.state in ask.facts.acting or (item.when is not None and set(item.when.on) - {"party"}):
        return met(ask, item.when)
    # The article stands for the rule in the reasons; the trigger's identity tells directions of one clause apart.
    key = (ask.rule, id(item.when), ask.toward)
    if key not in ask.facts.memo:
        ask.facts.memo[key] = met(ask, item.when)
    return ask.facts.memo[key]


def _settle(ask: Ask, found: list[Outcome]) -> tuple[tuple[OpenQuestion, ...], str | None]:
    """The questions left after the scenario's assumptions; and the words of one that is assumed not to be so."""
    left: dict[tuple[str, str], OpenQuestion] = {}
    for question in (q for outcome in found for q in outcome.open):
        known = ask.facts.assumed(question.name, ask.treaty.id, ask.obligation.article, ask.state, ask.toward)
        if known is None:
            left[(question.name, question.says)] = question
        elif not known.holds:
            return (), f"assumed not to be so: {question.says}"
    return tuple(left.values()), None


def _close(
    ask: Ask, in_force: Reason, found: list[Outcome], verdict: Verdict, says: str, left: tuple[OpenQuestion, ...] = ()
) -> Duty:
    holds = {Verdict.OBLIGED: Truth.YES, Verdict.NOT_OBLIGED: Truth.NO}.get(verdict, Truth.CANNOT_SAY)
    steps = tuple(reason for outcome in found for reason in outcome.reasons)
    reason = Reason(rule=ask.rule, says=says, holds=holds, because=(in_force, *steps))
    against = next((outcome.against for outcome in found if outcome.against), frozenset())
    return _duty(ask, verdict, says, reason, left, against)


def _breach_duty(ask: Ask, scope: Commitments, broken: Outcome) -> Duty:
    """A breach; where the one that broke it had claimed to be free, that claim and why it does not free."""
    steps = list(broken.reasons)
    says = broken.says
    claim = _claimed_free(ask)
    if claim:
        says = f"{says}; {claim}"
        steps.append(Reason(rule=_end_rule(ask.treaty), says=claim, holds=Truth.NO))
    verdict = Verdict.CONDITIONAL if broken.open else Verdict.BREACH
    left, denied = _settle(ask, [broken])
    if broken.open and denied:
        verdict = Verdict.NOT_OBLIGED
    elif broken.open and not left:
        verdict = Verdict.BREACH
    reason = Reason(rule=ask.rule, says=says, because=(_in_force(ask, scope), *steps))
    return _duty(ask, verdict, says, reason, left)


def _end_rule(treaty: Treaty) -> str:
    clause = treaty.withdrawal or treaty.duration
    return f"{treaty.id}:{clause.article}" if clause and clause.article else "VCLT-54"


def _claimed_free(ask: Ask) -> str | None:
    """A denunciation by the one that broke the clause, in the events or the treaty's acts, that did not take effect."""
    for event in ask.facts.of_kind(EventKind.DENUNCIATION):
        if event.holds and ask.state in event.by and (not event.of or ask.treaty.id in event.of):
            return _no_effect(ask, str(event.date))
    for act in ask.treaty.acts:
        claims = act.kind in ("withdrawal", "termination") and ask.state in act.by and act.date is not None
        if claims and act.date is not None and act.date.earliest <= ask.facts.day:
            return _no_effect(ask, str(act.date))
    return None


def _no_effect(ask: Ask, when: str) -> str:
    return f"{ask.state} had declared itself free on {when}, but the treaty gave no right to end it then"


def _duty(
    ask: Ask,
    verdict: Verdict,
    says: str,
    reason: Reason,
    left: tuple[OpenQuestion, ...] = (),
    against: frozenset[str] = frozenset(),
) -> Duty:
    item = ask.obligation
    return Duty(
        state=ask.state,
        toward=ask.toward,
        kind=item.kind.value,
        verdict=verdict,
        treaty=ask.treaty.id,
        article=item.article,
        obligation=item.id or item.article,
        against=tuple(sorted(against)),
        owes=item.owes.what,
        extent=item.owes.extent,
        timing=item.owes.timing,
        because=says,
        open=left,
        secret_until=item.secret_until or (ask.treaty.secret_until if ask.treaty.secret else None),
        reason=reason,
    )


def _faults(scenario: Scenario, commitments: Commitments, facts: Facts) -> Iterator[dict[str, str]]:
    """What the scenario names and nobody knows: treaties and places. They make answers open, they stop nothing."""
    for name in scenario.treaties:
        if name not in commitments.by_id:
            yield {"code": "FOE505", "says": f'no treaty "{name}" is known; nothing is asked under it'}
    for event in scenario.events:
        for name in (*event.where, *event.over, *event.through):
            if facts.places.place(name) is None and facts.places.region(name) is None:
                yield {"code": "FOE503", "says": f'the place "{name}" is not known: what hangs on it stays open'}


def _notes(scenario: Scenario, scope: Commitments) -> Iterator[str]:
    partly = [key for key in scenario.treaties if key in scope.by_id and not scope.by_id[key].complete]
    if partly:
        yield f"not every party is in the file of {', '.join(partly)}: states it does not name are not listed"
    if scenario.known is not None:
        hidden = sorted(
            f"{t.id}:{o.article}"
            for t in scope.treaties
            for o in t.obligations
            if o.secret_until is not None and scenario.known < o.secret_until
        )
        if hidden:
            yield f"left out as not yet public on {scenario.known}: {', '.join(hidden)}"
