"""What narrows a duty once its trigger is met: exceptions, understandings of one party, discretion over the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foedus.model.obligations import Exemption, Understanding
from foedus.obligations.adversaries import Ask
from foedus.obligations.facts import names
from foedus.obligations.outcome import Outcome, left_open, no, yes
from foedus.obligations.triggers import met

_HOME_LAW = re.compile(
    r"constitution|(laws?|legislation|legal order|procedures?) of (both|each|the|its|their)|"
    r"(national|domestic|internal|own|respective) (law|legislation|procedure)|parliament",
    re.IGNORECASE,
)
"""Words that make the duty run through the party's own law: its form is then for the party to settle."""


def limits(ask: Ask, against: frozenset[str]) -> Iterator[Outcome]:
    """Every limit that bears on this pair. An outcome that does not hold means that no duty is left."""
    day = ask.facts.day
    for item in ask.obligation.exceptions:
        if (item.since is None or item.since <= day) and (item.until is None or day <= item.until):
            found = _exemption(ask, item, against)
            if found is not None:
                yield found
    for note in ask.obligation.understandings:
        in_time = (note.since is None or note.since <= day) and (note.until is None or day <= note.until)
        if ask.state in note.by and in_time:
            yield from _understanding(ask, note, against)
    if ask.obligation.kind not in ("nonaggression", "no_hostile_alliance"):
        yield from _discretion(ask)


def _exemption(ask: Ask, item: Exemption, against: frozenset[str]) -> Outcome | None:
    """The exception as it bears here, or None where it has nothing to do with the case."""
    rule = f"{ask.treaty.id}:{item.article}" if item.article else ask.rule
    if item.by and ask.state not in item.by:
        return None
    tests = [test for test in _exemption_tests(ask, item, against) if test is not None]
    if any(test is False for test in tests):
        return None
    if not tests and not item.by:
        return left_open("exception", rule, f"whether the exception applies: {item.says}")
    if item.makes == "conditional":
        return left_open("exception", rule, item.says)
    return no(rule, f"excepted: {item.says}")


def _exemption_tests(ask: Ask, item: Exemption, against: frozenset[str]) -> Iterator[bool | None]:
    facts = ask.facts
    if item.attack_by_party_on:
        began = [b for s in {ask.state, ask.toward} for t in item.attack_by_party_on for b in facts.struck_by(s, t)]
        yield any(facts.answers(blow) is None for blow in began)
    if item.toward:
        foes = against or frozenset(facts.foes(ask.toward))
        yield bool(foes) and foes <= set(item.toward)
    if item.supported_by:
        yield bool(set(item.supported_by) & set(facts.supporters(against, ask.toward)))
    if item.group:
        yield bool(against) and all(facts.places.in_group(s, item.group, facts.day) for s in against)
    if item.provoked:
        yield any(b.event.provoked or facts.began(b) is not None for b in facts.on_target(ask.toward))


def _understanding(ask: Ask, note: Understanding, against: frozenset[str]) -> Iterator[Outcome]:
    rule = f"{ask.treaty.id}:{note.article or 'understanding of ' + ask.state}"
    stands: bool | None = None
    if note.adversary_kind:
        told = {g for e in ask.facts.events if set(e.by) & against for g in e.group}
        kinds = [ask.facts.places.in_group(s, note.adversary_kind, ask.facts.day) for s in sorted(against)]
        stands = note.adversary_kind in told or (None if None in kinds or not kinds else any(kinds))
        if stands is None:
            yield left_open("understanding", rule, f"whether the adversary is {note.adversary_kind}: {note.says}")
            return
    if note.trigger is not None and stands is not False:
        held = met(ask, note.trigger)
        stands = held.holds
        if held.holds and held.open:
            yield held
    if stands:
        yield yes(rule, f"{ask.state}'s understanding is met: {note.says}")
    elif note.makes == "conditional":
        yield left_open("understanding", rule, note.says)
    else:
        left = "it only consults" if note.makes == "consultation" else "no duty is left"
        who = f" ({names(against)})" if against else ""
        yield no(rule, f"by {ask.state}'s understanding {left} here{who}: {note.says}")


def _discretion(ask: Ask) -> Iterator[Outcome]:
    owes = ask.obligation.owes
    if owes.discretion:
        yield left_open("discretion", ask.rule, f"the form is left to {ask.state}: {owes.discretion}")
    for law in ask.obligation.under:
        if _HOME_LAW.search(law):
            name = "constitutional processes" if "constitution" in law.casefold() else "own law"
            yield left_open(name, ask.rule, f"{ask.state} acts under: {law}")
