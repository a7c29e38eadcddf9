"""Is the state that struck one of those the clause has in mind?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.actors.places import slug
from foedus.model.obligations import Adversary, Obligation
from foedus.model.treaty import Treaty
from foedus.obligations.facts import Facts, names
from foedus.obligations.outcome import Outcome, both, either, left_open, no, yes


@dataclass(frozen=True, slots=True)
class Ask:
    """One question put to the facts: this obligation, owed by ``state`` toward ``toward``, with ``members`` bound."""

    facts: Facts
    treaty: Treaty
    obligation: Obligation
    state: str
    toward: str
    members: frozenset[str]

    @property
    def rule(self) -> str:
        """Treaty and article, as reasons cite it."""
        return f"{self.treaty.id}:{self.obligation.article}"


def fits(ask: Ask, adversary: Adversary, attackers: frozenset[str], victim: str) -> Outcome:
    """Do the attackers fit the description? ``victim``: whom they strike (for support and numbers).

    Where an event does not say who struck, that is a missing fact: the answer cannot be said.
    """
    if not attackers:
        return left_open("attacker", ask.rule, f"who struck {victim} is not said", missing=True)
    if adversary.alternatives:
        ways = [fits(ask, other, attackers, victim) for other in adversary.alternatives]
        best = either(ways)
        if best is not None and best.holds:
            return best
        return no(ask.rule, f"{names(attackers)} is none of those the clause names: {_alternatives(adversary)}")
    found = either(_one(ask, adversary, state, attackers, victim) for state in sorted(attackers))
    assert found is not None  # there is an attacker
    return found


def _alternatives(adversary: Adversary) -> str:
    return "; ".join(describe(item) for item in adversary.alternatives)


def _one(ask: Ask, adversary: Adversary, state: str, attackers: frozenset[str], victim: str) -> Outcome:
    return both(_tests(ask, adversary, state, attackers, victim))


def _tests(ask: Ask, adversary: Adversary, state: str, attackers: frozenset[str], victim: str) -> Iterator[Outcome]:
    rule, facts = ask.rule, ask.facts
    yield _is_state(ask, adversary, state)
    if adversary.unknown:
        yield left_open(
            "adversary", rule, f"the source does not say which adversary is meant: {adversary.unknown}", missing=True
        )
    if adversary.states:
        yield _named(rule, state, adversary.states, names(adversary.states))
    if adversary.defined:
        yield _defined(ask, adversary.defined, state)
    if adversary.not_states and state in adversary.not_states:
        yield no(rule, f"the clause leaves {state} out")
    if adversary.outside and state in ask.members:
        yield no(rule, f"{state} is itself a party, and the clause speaks of an outside power")
    if adversary.party and state not in ask.members:
        yield no(rule, f"{state} is no party, and the clause speaks of one")
    groups = [adversary.group] if adversary.group else []
    groups += ["great power"] if adversary.great_power else []
    for group in groups:
        yield _grouped(ask, state, group)
    if adversary.european:
        place = facts.places.place(state)
        if place is None or "europe" not in place.regions:
            yield no(rule, f"{state} is no European state")
    if adversary.not_in:
        yield _not_yet_in(ask, adversary.not_in, state)
    if adversary.supported_by:
        yield _supported(ask, adversary, attackers, victim)
    if adversary.at_least > 1:
        yield _enough(ask, adversary, victim)


def _is_state(ask: Ask, adversary: Adversary, state: str) -> Outcome:
    if state == ask.state:
        return no(ask.rule, f"{state} is itself the attacker")
    who = frozenset({state})
    if state.isupper():
        return yes(ask.rule, f"{state} is the attacker", who)
    says = f"whether the clause reaches an attack by {state}, which is no state"
    opened = left_open("non-state attacker", ask.rule, says)
    return Outcome(True, says, opened.reasons, opened.open, who)


def _named(rule: str, state: str, wanted: tuple[str, ...], words: str) -> Outcome:
    if state in wanted:
        return yes(rule, f"{state} is named as the adversary", frozenset({state}))
    return no(rule, f"the clause is about an attack by {words}, and {state} is another")


def _defined(ask: Ask, term: str, state: str) -> Outcome:
    meaning = ask.treaty.definitions.get(term)
    if meaning is None or not meaning.means:
        return left_open("definition", ask.rule, f'what "{term}" means is not recorded', missing=True)
    rule = f"{ask.treaty.id}:{meaning.article}" if meaning.article else ask.rule
    words = f'the "{term}", which means {names(meaning.means)}'
    if state in meaning.means:
        return yes(rule, f"{state} is {words}", frozenset({state}))
    return no(rule, f"the clause is about an attack by {words}, and {state} is another")


def _grouped(ask: Ask, state: str, group: str) -> Outcome:
    member = ask.facts.places.in_group(state, group, ask.facts.day)
    told = any(slug(group) in map(slug, event.group) and state in event.by for event in ask.facts.events)
    if member or told:
        return yes(ask.rule, f"{state} is a {group} on {ask.facts.day}", frozenset({state}))
    if member is None:
        return left_open("group", ask.rule, f'whether {state} belongs to "{group}"')
    return no(ask.rule, f"{state} is no {group} on {ask.facts.day}")


def _not_yet_in(ask: Ask, conflict: str, state: str) -> Outcome:
    known = ask.facts.places.in_group(state, conflict, ask.facts.day)
    taking = any(
        state in {*blow.by, blow.on} and blow.event.conflict and slug(blow.event.conflict) == slug(conflict)
        for blow in ask.facts.blows
    )
    if known or taking:
        return no(ask.rule, f"{state} already takes part in {conflict}")
    if known is False:
        return yes(ask.rule, f"{state} does not yet take part in {conflict}", frozenset({state}))
    return left_open("conflict", ask.rule, f"whether {state} already takes part in {conflict}")


def _supported(ask: Ask, adversary: Adversary, attackers: frozenset[str], victim: str) -> Outcome:
    helpers = ask.facts.supporters(attackers, victim)
    found = [state for state in adversary.supported_by if state in helpers or state in attackers]
    wanted = names(adversary.supported_by)
    if found:
        words = helpers.get(found[0], "takes part")
        return yes(ask.rule, f"{found[0]} {words}", attackers)
    return no(ask.rule, f"nothing says that {wanted} supports {names(attackers)}")


def _enough(ask: Ask, adversary: Adversary, victim: str) -> Outcome:
    """Count all who fight the victim and fit the rest of the description, joiners too."""
    plain = adversary.model_copy(update={"at_least": 1})
    foes = [s for s in ask.facts.foes(victim) if s != ask.state and _one(ask, plain, s, frozenset({s}), victim).holds]
    needed = adversary.at_least
    if len(foes) >= needed:
        return yes(ask.rule, f"{names(foes)} fight {victim}, and {needed} are needed", frozenset(foes))
    had = f"only {names(foes)} fights" if foes else "none that fits fights"
    return no(ask.rule, f"the clause needs {needed} such powers against {victim}, and {had} it")


def describe(adversary: Adversary) -> str:
    """The description in words, for reasons."""
    if adversary.alternatives:
        return _alternatives(adversary)
    parts = [names(adversary.states) if adversary.states else ""]
    parts += [f'"{adversary.defined}"' if adversary.defined else ""]
    parts += [f"{adversary.at_least} or more powers" if adversary.at_least > 1 else ""]
    parts += ["a great power" if adversary.great_power else "", "a European state" if adversary.european else ""]
    parts += [
        f"a {adversary.group} state" if adversary.group else "",
        "outside the treaty" if adversary.outside else "",
    ]
    parts += [f"supported by {names(adversary.supported_by)}" if adversary.supported_by else ""]
    return " ".join(part for part in parts if part) or "any state"
