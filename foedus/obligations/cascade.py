"""Letting those who are obliged join, and asking again until nothing changes; and the same by the events' days."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.actors.places import Gazetteer
from foedus.model.dates import partial_date
from foedus.model.duties import Assessment, Duty, Joined, Round, Verdict
from foedus.model.scenarios import Event, EventKind, Scenario
from foedus.obligations.assess import assess
from foedus.obligations.commitments import Commitments

HELP = frozenset({"defence", "offence", "guarantee"})


def follow(
    scenario: Scenario, commitments: Commitments, places: Gazetteer, *, conditional: bool = False, rounds: int = 12
) -> Assessment:
    """The scenario's cascade: each state obliged to help joins, and the question is put again.

    ``conditional``: states whose duty hangs on an open question join too, each with what was assumed for it.
    ``rounds``: after so many rounds it stops and says so.
    """
    first = current = assess(scenario, commitments, places)
    done: list[Round] = []
    seen: set[tuple[str, str, str, str]] = set()
    while len(done) < rounds:
        joined = _joining(scenario, current.duties, conditional)
        fresh = [d for d in current.duties if (d.state, d.toward, d.rule, d.verdict.value) not in seen]
        seen |= {(d.state, d.toward, d.rule, d.verdict.value) for d in fresh}
        done.append(_round(len(done) + 1, current, fresh, joined, done))
        if not joined:
            break
        scenario = scenario.model_copy(update={"events": (*scenario.events, *_events(joined, scenario))})
        current = assess(scenario, commitments, places)
    notes = first.notes
    if done and done[-1].joined:
        notes = (*notes, f"stopped after {rounds} rounds while states were still joining")
    return current.model_copy(update={"rounds": tuple(done), "notes": notes})


def unfold(scenario: Scenario, commitments: Commitments, places: Gazetteer) -> Assessment:
    """The scenario day by day: one round for each day on which something happened, with what was owed then."""
    days = sorted({event.date.latest for event in scenario.events if event.date and event.date.latest <= scenario.day})
    done: list[Round] = []
    seen: set[tuple[str, str, str, str]] = set()
    current = assess(scenario, commitments, places)
    for day in days:
        past = scenario.model_copy(update={"on": day})
        current = assess(past, commitments, places)
        fresh = [d for d in current.duties if (d.state, d.toward, d.rule, d.verdict.value) not in seen]
        seen |= {(d.state, d.toward, d.rule, d.verdict.value) for d in fresh}
        done.append(_round(len(done) + 1, current, fresh, [], done))
    return current.model_copy(update={"rounds": tuple(done)})


def _round(number: int, current: Assessment, fresh: list[Duty], joined: list[Joined], done: list[Round]) -> Round:
    told = {item.says for earlier in done for item in earlier.conflicts}
    struck = {pair for earlier in done for pair in (*earlier.attacks, *earlier.joins)}
    return Round(
        number=number,
        on=current.on,
        attacks=tuple(pair for pair in current.attacks if pair not in struck),
        joins=tuple(pair for pair in current.joins if pair not in struck),
        duties=tuple(fresh),
        joined=tuple(joined),
        conflicts=tuple(item for item in current.conflicts if item.says not in told),
        assumed=tuple(dict.fromkeys(words for item in joined for words in item.assumed)),
    )


def _joining(scenario: Scenario, duties: Iterable[Duty], conditional: bool) -> list[Joined]:
    """Who joins now: owes help, and does not yet fight all of those it would fight."""
    fighting = {(by, on) for e in scenario.events if e.is_hostile for by in e.by for on in e.on}
    wanted = {Verdict.OBLIGED, Verdict.CONDITIONAL} if conditional else {Verdict.OBLIGED}
    found: dict[tuple[str, str], Joined] = {}
    for duty in duties:
        if duty.kind not in HELP or duty.verdict not in wanted:
            continue
        foes = [f for f in duty.against if (duty.state, f) not in fighting and f != duty.state and f.isupper()]
        each_other = {(duty.state, duty.toward), (duty.toward, duty.state)} & fighting
        if not foes or each_other:
            continue
        key = (duty.state, duty.toward)
        better = key not in found or (found[key].verdict is not Verdict.OBLIGED and duty.verdict is Verdict.OBLIGED)
        if better:
            found[key] = Joined(
                state=duty.state,
                toward=duty.toward,
                against=tuple(foes),
                treaty=duty.treaty,
                article=duty.article,
                verdict=duty.verdict,
                assumed=tuple(f"{duty.rule} ({duty.state}): {q.says}" for q in duty.open),
            )
    return list(found.values())


def _events(joined: Iterable[Joined], scenario: Scenario) -> list[Event]:
    day = partial_date(scenario.day)
    return [
        Event(
            kind=EventKind.JOINING,
            by=(item.state,),
            on=item.against,
            joins=(item.toward,),
            date=day,
            says=f"for {item.treaty}:{item.article}",
        )
        for item in joined
    ]
