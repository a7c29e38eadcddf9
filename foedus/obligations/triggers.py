"""Has the casus foederis come about? Each happening of the clause is looked for among the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from foedus.actors.places import slug
from foedus.model.obligations import Trigger
from foedus.model.scenarios import Event, EventKind
from foedus.obligations.adversaries import Ask, describe, fits
from foedus.obligations.facts import CHARTER, STRUCK, Blow, names
from foedus.obligations.outcome import Outcome, both, either, left_open, no, yes
from foedus.obligations.where import placed

ATTACKS = frozenset({EventKind.ATTACK, EventKind.INVASION, EventKind.DECLARATION_OF_WAR})


def met(ask: Ask, trigger: Trigger | None) -> Outcome:
    """Is the trigger met for this obligation and pair? With no trigger the duty stands at all times."""
    if trigger is None:
        return yes(ask.rule, "the clause holds at all times")
    if trigger.any_of:
        shared = trigger.model_dump(exclude_unset=True, exclude={"any_of", "what"})
        several = [item.model_copy(update={k: getattr(trigger, k) for k in shared}) for item in trigger.any_of]
        return either(met(ask, one) for one in several) or no(ask.rule, "the clause names no happening")
    victims = _victims(ask, trigger)
    ways = [way for what in trigger.what for victim in victims for way in _happenings(ask, trigger, what, victim)]
    best = either(ways) or no(ask.rule, _nothing(trigger, victims))
    return both((best, *_waits(ask, trigger, best))) if best.holds else best


def _victims(ask: Ask, trigger: Trigger) -> tuple[str, ...]:
    """Whom it must have struck: the party to be helped, the one that owes, either, or named third states."""
    found: list[str] = []
    for word in trigger.on:
        plain = word.casefold()
        if plain in ("self", "own"):
            found.append(ask.state)
        elif plain in ("either", "both parties"):
            found += [ask.toward, ask.state]
        elif plain in ("any party", "all parties"):
            found += [ask.toward, *sorted(ask.members - {ask.toward})]
        elif word.isupper() and len(word) == 3:
            found.append(word)
        elif word in ask.treaty.definitions:
            found += ask.treaty.definitions[word].means
        else:
            found.append(ask.toward)
    return tuple(dict.fromkeys(found))


def _nothing(trigger: Trigger, victims: tuple[str, ...]) -> str:
    whom = names(victims)
    words = {
        "armed attack": f"{whom} is not attacked",
        "invasion": f"{whom} is not invaded",
        "war": f"{whom} is not at war",
        "war begun": f"{whom} has begun no war",
        "war declared": f"no war is declared on {whom}",
        "threat": f"{whom} is not threatened",
        "internal unrest": f"no unrest is reported in {whom}",
        "mobilisation": "nobody whom the clause names mobilises",
        "violation": "no violation of what the clause protects is reported",
        "question": "no question about the commitments has come up",
        "forced to war": f"{whom} has not been forced to make war",
        "act": "the act that the clause speaks of is not among the events",
    }
    return "; ".join(words.get(what, f"no {what}") for what in trigger.what)


Seeker = Callable[[Ask, Trigger, str], Iterator[Outcome]]


def _happenings(ask: Ask, trigger: Trigger, what: str, victim: str) -> Iterable[Outcome]:
    seek = SEEKERS.get(what)
    if seek is None:
        return [left_open("act", ask.rule, trigger.describes or f'whether "{what}" has come about')]
    return seek(ask, trigger, victim)


def _armed_attack(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    for blow in ask.facts.on_target(victim):
        yield both(_attack_tests(ask, trigger, blow, victim))
    yield from _struck_first(ask, victim)


def _attack_tests(ask: Ask, trigger: Trigger, blow: Blow, victim: str) -> Iterator[Outcome]:
    yield _is_attack(ask, trigger, blow)
    yield fits(ask, trigger.by, blow.by, victim)
    yield placed(ask, trigger, blow)
    yield from _circumstances(ask, trigger, blow)


def _is_attack(ask: Ask, trigger: Trigger, blow: Blow) -> Outcome:
    """A blow struck in defence, of oneself or of the one attacked, is no attack (UN Charter 51; earlier, in reason)."""
    answered = ask.facts.answers(blow)
    if answered is not None:
        kind = "in its own defence" if answered.on in blow.by else f"in aid of {answered.on}"
        return no(
            "UN Charter 51" if ask.facts.day >= CHARTER else "fact",
            f"{blow.on} is not attacked: {answered.says()}, and {names(blow.by)} acts {kind}",
        )
    if blow.event.kind is EventKind.JOINING:
        return no("fact", f"{names(blow.by)} joins a war against {blow.on} that {blow.on} is already in")
    if blow.event.kind is EventKind.USE_OF_FORCE:
        opened = left_open("gravity", ask.rule, f"whether the force used against {blow.on} is an armed attack")
        return Outcome(True, opened.says, opened.reasons, opened.open, blow.by)
    return yes("fact", f"{blow.says()}: {blow.on} is attacked", blow.by)


def _struck_first(ask: Ask, victim: str) -> Iterator[Outcome]:
    """Where nobody strikes the victim but it strikes others, say so: it is the attacker."""
    if not ask.facts.on_target(victim):
        for blow in ask.facts.struck_by(victim)[:1]:
            yield no("fact", f"{victim} is not attacked: it is itself the attacker ({blow.says()})")


def _invasion(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    for blow in ask.facts.on_target(victim):
        yield both((*_attack_tests(ask, trigger, blow, victim), _is_invasion(ask, blow)))
    yield from _struck_first(ask, victim)


def _is_invasion(ask: Ask, blow: Blow) -> Outcome:
    words = " ".join((blow.event.how or "", *blow.event.puts)).casefold()
    if blow.event.kind is EventKind.INVASION or "invasion" in words:
        return yes("fact", f"{blow.on} is invaded")
    if blow.event.against and not {"territory"} & {word.casefold() for word in blow.event.against}:
        return no(ask.rule, f"no land of {blow.on} is invaded")
    return left_open("invasion", ask.rule, f"whether the attack on {blow.on} is an armed invasion")


def _war(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    for foe, blow in ask.facts.foes(victim).items():
        yield both(
            (
                yes("fact", f"{victim} is at war with {foe} ({blow.says()})", frozenset({foe})),
                fits(ask, trigger.by, frozenset({foe}), victim),
                *(placed(ask, trigger, blow),) * bool(trigger.where and blow.on == victim),
                *_circumstances(ask, trigger, blow, victim),
            )
        )


def _war_declared(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    for blow in ask.facts.on_target(victim):
        if blow.event.kind is EventKind.DECLARATION_OF_WAR:
            yield both(_attack_tests(ask, trigger, blow, victim))


def _war_begun(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    """A war that the party itself carries to another (an offensive pledge; neutrality in a war of the ally's own)."""
    for blow in ask.facts.struck_by(victim):
        if blow.event.kind is not EventKind.JOINING and ask.facts.answers(blow) is None:
            foe = frozenset({blow.on})
            first = yes("fact", f"{blow.says()}: {victim} begins the war", foe)
            yield both((first, fits(ask, trigger.by, foe, victim), *_circumstances(ask, trigger, blow, victim)))


def _threat(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    """A threat; and, all the more, an attack."""
    for event in ask.facts.of_kind(EventKind.THREAT, EventKind.DEMAND, EventKind.MOBILISATION):
        if event.holds and victim in event.on:
            first = yes("fact", f"{names(event.by)} threatens {victim}", frozenset(event.by))
            if event.kind is not EventKind.THREAT:
                first = left_open("threat", ask.rule, f"whether the {event.kind} is a threat to {victim}")
            yield both((first, fits(ask, trigger.by, frozenset(event.by), victim)))
    for blow in ask.facts.on_target(victim):
        if blow.event.kind in STRUCK and ask.facts.answers(blow) is None:
            whole = trigger.model_copy(update={"where": (), "against": ()}) if not trigger.where else trigger
            yield both(
                (
                    yes("fact", f"{blow.says()}: {victim} is more than threatened", blow.by),
                    fits(ask, trigger.by, blow.by, victim),
                    *(placed(ask, whole, blow),) * bool(whole.where),
                    *_circumstances(ask, trigger, blow),
                )
            )
    yield from _struck_first(ask, victim)


def _unrest(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    for event in ask.facts.of_kind(EventKind.UNREST):
        if event.holds and victim in (*event.on, *event.by):
            yield yes("fact", f"there is unrest in {victim}")


def _mobilisation(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    """Armed forces called up by one whom the clause names, against anybody."""
    for event in ask.facts.of_kind(EventKind.MOBILISATION):
        if event.holds and (not event.on or trigger.by.states or victim in event.on):
            first = yes("fact", f"{names(event.by)} mobilises ({event.date})", frozenset(event.by))
            yield both((first, fits(ask, trigger.by, frozenset(event.by), victim)))


def _violation(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    for event in ask.facts.of_kind(EventKind.VIOLATION):
        if not event.holds or (event.on and victim not in event.on):
            continue
        if trigger.of and event.of and not _concerns(trigger.of, event.of):
            continue
        words = ", ".join(event.of) or event.says or "the clause"
        yield both(
            (
                yes("fact", f"{names(event.by)} violates {words} ({event.date})", frozenset(event.by)),
                fits(ask, trigger.by, frozenset(event.by), victim),
            )
        )


def _concerns(wanted: Iterable[str], given: Iterable[str]) -> bool:
    """The same clause or zone, or one within the other (a treaty and its article)."""
    return any(
        slug(a) == slug(b) or slug(a).startswith(slug(b) + "-") or slug(b).startswith(slug(a) + "-")
        for a in wanted
        for b in given
    )


def _question(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    """A question about the commitments comes up; force or threats by one party to another raise it."""
    for event in ask.facts.of_kind(EventKind.QUESTION, EventKind.VIOLATION, EventKind.DENUNCIATION):
        if event.holds and (not event.of or _concerns((ask.treaty.id, *trigger.of), event.of)):
            yield yes("fact", f"{names(event.by)} raises a question by a {event.kind}", frozenset(event.by))
    for blow in ask.facts.blows:
        struck = blow.event.kind in STRUCK and ask.facts.answers(blow) is None
        if struck and blow.on in ask.members and blow.by & ask.members:
            yield yes("fact", f"{blow.says()}: that raises the question of the commitments", blow.by)
    for event in ask.facts.of_kind(EventKind.THREAT):
        if event.holds and set(event.on) & ask.members and set(event.by) & ask.members:
            yield yes(
                "fact", f"{names(event.by)} threatens {names(event.on)}: that raises the question", frozenset(event.by)
            )


def _forced_to_war(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    """A threat by a power on which the threatened party itself then makes war (Triple Alliance IV)."""
    for blow in ask.facts.struck_by(victim):
        if blow.event.kind is EventKind.JOINING:
            continue
        foe = frozenset({blow.on})
        forced = left_open(
            "forced to war", ask.rule, f"whether {blow.on} threatened {victim} and so forced it to make war"
        )
        yield both(
            (
                yes("fact", blow.says(), foe),
                fits(ask, trigger.by, foe, victim),
                *((forced,) if not _threatened(ask, victim, blow.on) else ()),
            )
        )


def _threatened(ask: Ask, victim: str, foe: str) -> bool:
    return any(e.holds and foe in e.by and victim in e.on for e in ask.facts.of_kind(EventKind.THREAT))


def _always(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    yield yes(ask.rule, "the clause holds at all times")


def _act(ask: Ask, trigger: Trigger, victim: str) -> Iterator[Outcome]:
    """An act described in words: only an event that names the clause (or says the same words) brings it about."""
    for event in ask.facts.of_kind(EventKind.ACT):
        if _concerns((ask.rule, ask.treaty.id), event.of) or (event.says and event.says == trigger.describes):
            words = event.says or trigger.describes or "the act the clause speaks of"
            by = frozenset(event.by)
            yield yes("fact", f"{words} ({event.date})", by) if event.holds else no("fact", f"not so: {words}")
    yield no(ask.rule, f"no event says that this has come about: {trigger.describes or 'the act the clause speaks of'}")


SEEKERS: dict[str, Seeker] = {
    "armed attack": _armed_attack,
    "invasion": _invasion,
    "war": _war,
    "war declared": _war_declared,
    "war begun": _war_begun,
    "threat": _threat,
    "internal unrest": _unrest,
    "mobilisation": _mobilisation,
    "violation": _violation,
    "question": _question,
    "forced to war": _forced_to_war,
    "always": _always,
    "act": _act,
}


def _circumstances(ask: Ask, trigger: Trigger, blow: Blow, victim: str | None = None) -> Iterator[Outcome]:
    """Provocation, the conflict, interests at stake, where it came from, and what it must lead to."""
    rule, event = ask.rule, blow.event
    if trigger.unprovoked:
        yield _unprovoked(ask, blow, victim or blow.on)
    if trigger.conflict:
        if event.conflict is None:
            yield left_open("conflict", rule, f"whether this is {trigger.conflict}")
        elif slug(event.conflict) != slug(trigger.conflict):
            yield no(rule, f"the clause is about {trigger.conflict}, and this is {event.conflict}")
    if trigger.over:
        if not event.over:
            yield left_open("interests", rule, f"whether the war is over interests in {names(trigger.over)}")
        elif not _touches(ask, trigger.over, event.over):
            yield no(rule, f"the war is over {names(event.over)}, the clause about {names(trigger.over)}")
        else:
            yield yes(rule, f"the war is over {names(event.over)}")
    if trigger.from_:
        if not event.through:
            yield left_open("from where", rule, f"whether the attack comes from {names(trigger.from_)}")
        elif not _touches(ask, trigger.from_, event.through):
            yield no(rule, f"the attack does not come from {names(trigger.from_)}")
    if trigger.puts:
        yield _leads_to(rule, trigger.puts, event, blow)
    for what in trigger.unknown:
        yield left_open(what, rule, f"the source says that a condition exists ({what}) and not which", missing=True)


def _touches(ask: Ask, wanted: Iterable[str], given: Iterable[str]) -> bool:
    """Places or states that are the same, or one within the other, by name, owner or region."""
    wanted_set = set(wanted)
    for name in given:
        place = ask.facts.places.place(name)
        reach = {name, slug(name)} | (set(place.regions) | place.owners(ask.facts.day) | {place.id} if place else set())
        if reach & (wanted_set | {slug(word) for word in wanted_set}):
            return True
    return False


def _unprovoked(ask: Ask, blow: Blow, victim: str) -> Outcome:
    if blow.event.provoked is not None:
        if blow.event.provoked:
            return no(ask.rule, f"{victim} provoked the attack")
        return yes(ask.rule, f"{victim} gave no provocation")
    began = ask.facts.began(blow) if blow.on == victim else blow
    if began is not None:
        return no(ask.rule, f"{victim} began: {began.says()}")
    return left_open("provoked", ask.rule, f"whether {victim} provoked the attack")


def _leads_to(rule: str, result: str, event: Event, blow: Blow) -> Outcome:
    stated = {slug(word) for word in event.puts}
    if slug(result) in stated:
        return yes(rule, f"{blow.on} is put in a {result}")
    if slug(result) in ("state-of-war", "war") and event.kind is EventKind.DECLARATION_OF_WAR:
        return yes(rule, f"war is declared: {blow.on} is in a state of war")
    return left_open(result, rule, f"whether {blow.on} is put in a {result}")


def _waits(ask: Ask, trigger: Trigger, best: Outcome) -> Iterator[Outcome]:
    """What the clause waits for once the thing has happened: a demand, a request, a finding, another's act."""
    facts, rule, treaty = ask.facts, ask.rule, ask.treaty.id
    if trigger.after_demand and not any(e.holds for e in facts.of_kind(EventKind.DEMAND)):
        yield left_open("demand", rule, f"a demand must come first: {trigger.after_demand}")
    if trigger.request:
        asked = facts.asked({ask.toward}, treaty, (EventKind.REQUEST, EventKind.INVOCATION))
        yield (
            yes(rule, f"{ask.toward} asks for help ({asked.date})")
            if asked
            else left_open("request", rule, f"{ask.toward} must ask, and no request is among the events")
        )
    if trigger.finding_by:
        yield _finding(ask, trigger.finding_by)
    if trigger.self_judged:
        yield _self_judged(ask, trigger.self_judged)
    if trigger.first:
        yield _first(ask, trigger.first.by, trigger.first.does)


def _finding(ask: Ask, body: str) -> Outcome:
    for event in reversed(ask.facts.of_kind(EventKind.FINDING)):
        if any(_same_body(body, by) for by in event.by):
            if event.holds:
                return yes(ask.rule, f"{names(event.by)} has found it ({event.date})")
            return no(ask.rule, f"{names(event.by)} has found that it is not so ({event.date})")
    return left_open("finding", ask.rule, f"{body} must first find the case, and no finding is among the events")


def _same_body(wanted: str, given: str) -> bool:
    """``league-council`` is the Council of the League of Nations: the words of one are all in the other."""
    one, other = ({word for word in slug(name).split("-") if word not in ("of", "the")} for name in (wanted, given))
    return one <= other or other <= one


def _self_judged(ask: Ask, words: str) -> Outcome:
    judges = {ask.state} if ask.obligation.kind != "consultation" else {ask.state, ask.toward}
    called = ask.facts.asked(judges, ask.treaty.id, (EventKind.INVOCATION, EventKind.REQUEST))
    if called:
        return yes(ask.rule, f"{names(called.by)} has judged that the case is given ({called.date})")
    return left_open("self-judged", ask.rule, f"it is for the party to judge: {words}")


def _first(ask: Ask, by: tuple[str, ...], does: str) -> Outcome:
    acting = [e for e in ask.facts.of_kind(EventKind.ASSISTANCE, EventKind.JOINING, EventKind.ACT) if e.holds]
    for event in acting:
        if set(by) & set(event.by) and (ask.toward in (*event.on, *event.joins) or event.kind is EventKind.ACT):
            return yes(ask.rule, f"{names(event.by)} acts first ({event.kind}, {event.date})")
    for blow in ask.facts.blows:
        if set(by) & blow.by and blow.on in ask.facts.foes(ask.toward):
            return yes(ask.rule, f"{names(by)} acts first ({blow.says()})")
    return left_open("first act", ask.rule, f"{names(by)} must act first: {does}")


def wanted(trigger: Trigger) -> str:
    """The trigger in words: ``armed attack by DEU``."""
    return f"{' or '.join(trigger.what)} by {describe(trigger.by)}"
