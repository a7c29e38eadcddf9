"""Duties of one state that cannot both be kept, and the rule that decides where one does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foedus.model.duties import Conflict, Duty, Verdict
from foedus.model.obligations import ObligationKind
from foedus.model.scenarios import EventKind
from foedus.obligations.commitments import Commitments
from foedus.obligations.facts import CHARTER, Facts, names

HELP = frozenset({"defence", "offence", "guarantee"})
GENERAL = 30
"""A renunciation of force among more states than this is a general one: it leaves help to the attacked untouched."""

LIVE = frozenset({Verdict.OBLIGED, Verdict.CONDITIONAL})


def conflicts(duties: Iterable[Duty], facts: Facts, scope: Commitments) -> tuple[Conflict, ...]:
    """Help owed to both sides; help owed against a partner in non-aggression or neutrality."""
    listed = list(duties)
    helping = [d for d in listed if d.kind in HELP and d.verdict in LIVE]
    found = list(_both_sides(helping, facts))
    found += list(_against_partner(helping, listed, facts, scope))
    seen: dict[tuple[str, str, str, str], Conflict] = {}
    for item in found:
        seen.setdefault((item.state, item.kind, item.duties[0].rule, item.duties[1].rule), item)
    return tuple(seen.values())


def _both_sides(helping: list[Duty], facts: Facts) -> Iterator[Conflict]:
    for number, one in enumerate(helping):
        for other in helping[number + 1 :]:
            if one.state == other.state and (one.toward in other.against or other.toward in one.against):
                rule, words = _deciding(one, other, facts)
                says = (
                    f"{one.state} owes help to {one.toward} ({one.rule}) and to {other.toward} ({other.rule}), "
                    f"which fight each other{words}"
                )
                yield Conflict(state=one.state, kind="help to both sides", duties=(one, other), rule=rule, says=says)


def _against_partner(helping: list[Duty], listed: list[Duty], facts: Facts, scope: Commitments) -> Iterator[Conflict]:
    """Help to one, and neutrality or non-aggression owed to the one it must be given against."""
    from foedus.obligations.assess import judge
    from foedus.obligations.between import pairs

    for duty in helping:
        foes = set(duty.against)
        kept = [d for d in listed if d.state == duty.state and d.toward in foes and d.verdict in LIVE]
        found = [d for d in kept if d.kind in ("neutrality", "nonaggression")]
        for treaty in scope.touching([duty.state]):
            if len(treaty.parties) > GENERAL:
                continue
            for item in treaty.obligations:
                if item.kind is not ObligationKind.NONAGGRESSION:
                    continue
                for foe in sorted(foes):
                    if foe in treaty.parties and (duty.state, foe) in pairs(treaty, item):
                        other = judge(facts, scope, treaty, item, duty.state, foe)
                        if other is not None and other.verdict in LIVE:
                            found.append(other)
        for other in found:
            if other.treaty == duty.treaty or len(scope.by_id[other.treaty].parties) > GENERAL:
                continue
            rule, words = _deciding(duty, other, facts)
            says = (
                f"{duty.state} owes help to {duty.toward} against {other.toward} ({duty.rule}) "
                f"and {other.kind} to {other.toward} ({other.rule}){words}"
            )
            yield Conflict(state=duty.state, kind="help against a partner", duties=(duty, other), rule=rule, says=says)


def _deciding(one: Duty, other: Duty, facts: Facts) -> tuple[str, str]:
    """UN Charter 103 since 1945 (a Council decision, or defence against an attack); else VCLT 30."""
    if facts.day >= CHARTER:
        for event in facts.of_kind(EventKind.FINDING):
            if event.holds and any("security-council" in by for by in event.by):
                return "UN Charter 103", "; the Security Council has decided, and Charter 25 and 103 prevail"
        for duty in (one, other):
            if duty.kind not in HELP - {"offence"} or not duty.against:
                continue
            if all(any(facts.answers(b) is None for b in facts.struck_by(s, duty.toward)) for s in duty.against):
                who = names(duty.against)
                words = f"; {who} struck {duty.toward}: Charter 51 allows help to it alone, and 103 prevails"
                return "UN Charter 103", words
    if one.treaty == other.treaty:
        return "", "; the same treaty says both"
    return "VCLT 30(4)", "; neither pledge frees from the other where the parties differ (VCLT 30(4)(b), 30(5))"
