"""Has the party that owes broken the clause by what the events say it did?"""

from __future__ import annotations

from foedus.actors.places import slug
from foedus.model.obligations import ObligationKind
from foedus.model.scenarios import EventKind
from foedus.obligations.adversaries import Ask
from foedus.obligations.facts import CHARTER, STRUCK, Blow, names
from foedus.obligations.outcome import Outcome, left_open, yes

FORCE = frozenset({ObligationKind.NONAGGRESSION, ObligationKind.GUARANTEE, ObligationKind.NEUTRALITY})


def breach(ask: Ask) -> Outcome | None:
    """The act that breaks the clause, or None. Open questions make it a possible breach."""
    kind = ask.obligation.kind
    if kind in FORCE:
        found = _force(ask) or _threatens(ask) or _violates(ask)
        if found is not None:
            return found
    if kind is ObligationKind.NEUTRALITY:
        return _helps_the_foe(ask)
    if kind is ObligationKind.NO_HOSTILE_ALLIANCE:
        return _allies(ask)
    if kind is ObligationKind.TERRITORY_DENIAL:
        return _lends_land(ask)
    return None


def _force(ask: Ask) -> Outcome | None:
    """An attack by the one that owes, unless it defends itself (UN Charter 51, and always so)."""
    for blow in ask.facts.struck_by(ask.state, ask.toward):
        if not _inside_clause(ask, blow):
            continue
        answered = ask.facts.answers(blow)
        if answered is not None and answered.on == ask.state:
            continue
        if blow.event.kind is EventKind.JOINING or answered is not None:
            if ask.facts.day >= CHARTER and answered is not None:
                continue
            says = f"whether {ask.state} may fight {ask.toward} in aid of {names(blow.event.joins)}"
            return left_open("aid to the attacked", ask.rule, says)
        return yes(ask.rule, f"{blow.says()}: that breaks the clause", frozenset({ask.state}))
    return None


def _inside_clause(ask: Ask, blow: Blow) -> bool:
    """A duty of neutrality is broken by striking a partner that others already fight, or by striking it at all."""
    return blow.event.kind in STRUCK or blow.event.kind is EventKind.JOINING


def _threatens(ask: Ask) -> Outcome | None:
    """A threat breaks a clause only where the clause forbids threats."""
    words = f"{ask.obligation.owes.what} {ask.obligation.owes.extent or ''}".casefold()
    if "threat" not in words:
        return None
    for event in ask.facts.of_kind(EventKind.THREAT):
        if event.holds and ask.state in event.by and ask.toward in event.on:
            return yes(ask.rule, f"{ask.state} threatens {ask.toward} ({event.date}): that breaks the clause")
    return None


def _violates(ask: Ask) -> Outcome | None:
    """A violation of what the clause guarantees, by one who guarantees it."""
    protected = ask.obligation.when.of if ask.obligation.when else ()
    for event in ask.facts.of_kind(EventKind.VIOLATION):
        if not event.holds or ask.state not in event.by:
            continue
        if event.on and ask.toward not in event.on:
            continue
        given = (*event.of, *event.where)
        wanted = (*protected, ask.rule, ask.treaty.id)
        if any(slug(a) == slug(b) or slug(b).startswith(slug(a) + "-") for a in wanted for b in given):
            says = (
                f"{ask.state} violates {', '.join(event.of or event.where)} ({event.date}), which the clause protects"
            )
            return yes(ask.rule, says)
    return None


def _helps_the_foe(ask: Ask) -> Outcome | None:
    """Help to the one whom the neutral's partner fights."""
    foes = set(ask.facts.foes(ask.toward))
    for event in ask.facts.of_kind(EventKind.ASSISTANCE, EventKind.SUPPORT):
        helped = foes & {*event.on, *event.joins}
        if event.holds and ask.state in event.by and helped:
            says = f"{ask.state} helps {names(helped)} against {ask.toward} ({event.date}): that breaks neutrality"
            return yes(ask.rule, says)
    return None


def _allies(ask: Ask) -> Outcome | None:
    for event in ask.facts.of_kind(EventKind.ALLIANCE):
        if event.holds and ask.state in event.by and ask.toward in event.on:
            return yes(ask.rule, f"{ask.state} enters an alliance directed against {ask.toward} ({event.date})")
    return None


def _lends_land(ask: Ask) -> Outcome | None:
    """Land used for an attack on the other party: the clause forbids letting it be used so."""
    for blow in ask.facts.on_target(ask.toward):
        for name in blow.event.through:
            place = ask.facts.places.place(name)
            if name == ask.state or (place and ask.state in place.owners(ask.facts.day)):
                return yes(ask.rule, f"{blow.says()}, through {place.name if place else name}")
    for event in ask.facts.of_kind(EventKind.TRANSIT):
        if event.holds and ask.state in (*event.by, *event.through) and ask.toward in event.on:
            return yes(ask.rule, f"{ask.state} lets its land be used against {ask.toward} ({event.date})")
    return None
