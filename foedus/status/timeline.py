"""The timeline of a treaty: for itself and each state a partition of time; a status on a day is a look-up in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from foedus.model.acts import Act, ActKind
from foedus.model.standings import PartyStanding, TreatyStanding
from foedus.model.treaty import Treaty
from foedus.status.consent import Life, consent_rule, parties_on, record_of
from foedus.status.counting import convention
from foedus.status.deeds import Deed, deeds_of
from foedus.status.duration import Lapse, course, term_rule
from foedus.status.elsewhere import Others
from foedus.status.entry import Entry, entry_of
from foedus.status.existence import RULE as GAP
from foedus.status.existence import gaps
from foedus.status.history import History, histories
from foedus.status.moments import LAST, Moment, latest, of_day
from foedus.status.phases import Phase, Spell, cut, stop_at
from foedus.status.setting import Register, Setting
from foedus.status.succession import continued
from foedus.status.suspension import Suspended, suspended
from foedus.status.termination import (
    End,
    denunciations,
    end_by_replacement,
    end_for_want_of_parties,
    ends_by_act,
    ends_by_clause,
    first_end,
)
from foedus.status.validity import admit_accessions, hold_accessions, refuse
from foedus.status.withdrawal import Refusal

if TYPE_CHECKING:
    from foedus.status.successive import Successor

FINAL = frozenset({TreatyStanding.ENDED.value, TreatyStanding.REPLACED.value})


@dataclass(slots=True)
class Timeline:
    """Everything an answer about a treaty is read from.

    ``entry``: its entry into force; ``end``: its end, if any; ``histories``: what each state did and became;
    ``treaty_spells`` and ``state_spells``: the partitions; ``refused``: acts without effect; ``suspensions``;
    ``lapses``: times in which its term had run out until it was agreed on anew;
    ``beside``: later treaties that replace this one between some parties only (VCLT 30(4)). ``road``, ``amending`` and
    ``successive`` are found when they are first asked for.
    """

    setting: Setting
    entry: Entry
    histories: dict[str, History]
    end: End | None
    refused: list[Refusal]
    suspensions: list[Suspended]
    lapses: tuple[Lapse, ...] = ()
    beside: list[tuple[str, Moment, frozenset[str]]] = field(default_factory=list)
    treaty_phases: list[Phase] = field(default_factory=list)
    treaty_spells: list[Spell] = field(default_factory=list)
    state_spells: dict[str, list[Spell]] = field(default_factory=dict)
    treaties: Mapping[str, Treaty] = field(default_factory=dict)
    road: list[Deed] | None = None
    amending: tuple[Treaty, ...] | None = None
    successive: tuple[Successor, ...] | None = None

    @property
    def treaty(self) -> Treaty:
        """The treaty asked about."""
        return self.setting.treaty

    def lapse_on(self, on: date) -> Lapse | None:
        """The lapse that a day surely falls into."""
        return next((item for item in self.lapses if item.start.hi <= on < item.again.lo), None)


def lay_out(
    treaty: Treaty,
    *,
    acts: Sequence[Act] | None = None,
    known: date | None = None,
    treaties: Mapping[str, Treaty] | None = None,
    register: Register | None = None,
    trail: frozenset[str] = frozenset(),
) -> Timeline:
    """Lay out a treaty's time from its acts and final clauses.

    ``acts`` None takes the treaty's own; ``known`` hides acts made known later; ``treaties`` gives parents and
    replacing treaties; ``trail`` the ids already being laid out, which are not asked again.
    """
    rule = consent_rule(treaty)
    record = record_of(deeds_of(treaty, acts, known), rule)
    for state in (*treaty.parties, *treaty.negotiating):
        if state not in record.lives:
            record.lives[state] = Life(state)
    elsewhere = Others(treaties or {}, register, known, trail | {treaty.id})
    setting = Setting(treaty, record, rule, convention(treaty), elsewhere, register, known)
    for deed in denunciations(setting):
        record.lives.setdefault(deed.state, Life(deed.state)).leaves.append(deed)
        record.has_removals = True
    refused = refuse(setting)
    held = hold_accessions(setting)
    entry = entry_of(setting)
    refused += admit_accessions(held, entry.moment, setting) if held else []
    told = histories(setting, entry, refused)
    line = Timeline(setting, entry, told, None, refused, [], treaties=treaties or {})
    _suspensions(line)
    _end(line, treaties or {})
    _partition(line)
    return line


def _suspensions(line: Timeline) -> None:
    for life in line.setting.record.lives.values():
        if life.suspensions:
            found, refused = suspended(life, line.setting)
            line.suspensions += found
            line.refused += refused


def _end(line: Timeline, treaties: Mapping[str, Treaty]) -> None:
    """The treaty ends on the first of the days on which anything ends it."""
    setting, entry = line.setting, line.entry
    line.lapses = course(entry, setting).lapses
    ends = ends_by_act(setting) + ends_by_clause(entry, setting)
    if treaties:
        bound = {state: history.bound_from for state, history in line.histories.items() if history.bound_from}
        replaced, line.beside = end_by_replacement(setting, treaties, bound)
        ends += [replaced] if replaced else []
    joined = [spell.entry for history in line.histories.values() for spell in history.episodes if spell.entry]
    left = [
        (spell.effect, spell.leave.deed if spell.leave else None)
        for history in line.histories.values()
        for spell in history.episodes
        if spell.effect is not None and spell.entry is not None
    ]
    for state, gone in continued(setting).items():
        item = line.histories[state].episodes[-1] if line.histories[state].episodes else None
        if item is not None and item.entry is not None and item.effect is None and item.entry.lo < gone[0].lo:
            left.append(gone)
    if left:
        want = end_for_want_of_parties(setting, entry, joined, left)
        ends += [want] if want else []
    line.end = first_end(ends)


def _partition(line: Timeline) -> None:
    treaty = line.setting.treaty
    horizon = treaty.as_of
    line.treaty_phases = _treaty_phases(line)
    spells = cut(treaty.id, TreatyStanding.NOT_YET.value, line.treaty_phases)
    line.treaty_spells = stop_at(spells, horizon, FINAL) if horizon else spells
    ended = line.end is not None and horizon is not None and line.end.moment.hi <= horizon
    predecessors = continued(line.setting)
    for state, history in line.histories.items():
        if not state:
            continue
        phases = history.phases(line.setting, line.entry, line.end, line.suspensions, predecessors.get(state))
        cells = cut(state, PartyStanding.NONE.value, phases)
        line.state_spells[state] = stop_at(cells, horizon, frozenset()) if horizon and not ended else cells


def _treaty_phases(line: Timeline) -> list[Phase]:
    """From drawn up to ended, each standing above the one before."""
    setting, entry, end = line.setting, line.entry, line.end
    phases: list[Phase] = []
    adopted, deed = _drawn_up(setting)
    firsts = _firsts(setting)
    if adopted is not None:
        phases.append(Phase(TreatyStanding.DRAWN_UP.value, adopted, None, deed, "VCLT-9"))
    for standing, first, rule in zip(
        (TreatyStanding.SIGNED.value, TreatyStanding.CONSENTED.value), firsts, ("VCLT-11", "VCLT-14"), strict=True
    ):
        if first is not None:
            phases.append(Phase(standing, first.moment, None, first, rule))
    if entry.moment is not None:
        decider = entry.deciders[-1] if entry.deciders else None
        phases.append(Phase(TreatyStanding.IN_FORCE.value, entry.moment, None, decider, entry.rule))
        phases += _suspended_phases(line)
        phases += _resting_phases(line)
        for lapse in line.lapses:
            rule = term_rule(setting)
            phases.append(Phase(TreatyStanding.ENDED.value, lapse.start, lapse.again, None, rule))
    if end is not None:
        phases.append(Phase(end.standing.value, end.moment, None, end.deed, end.rule))
    return phases


def _drawn_up(setting: Setting) -> tuple[Moment | None, Deed | None]:
    treaty = setting.treaty
    if treaty.adopted is not None:
        return Moment(treaty.adopted.earliest, treaty.adopted.latest), None
    kinds = (ActKind.ADOPTION, ActKind.INITIALLING)
    deeds = [deed for deed in setting.record.whole if deed.kind in kinds]
    return (deeds[0].moment, deeds[0]) if deeds else (None, None)


def _firsts(setting: Setting) -> tuple[Deed | None, Deed | None]:
    """The first signature, and the first consent or completed ratification."""
    signed: Deed | None = None
    consented: Deed | None = None
    domestic = setting.rule.domestic
    for life in setting.record.lives.values():
        if life.signed is not None and (signed is None or life.signed.lo < signed.lo):
            signed = life.signed
        steps = [step for step in life.steps if step.kind in domestic][:1] if domestic and life.steps else []
        for deed in (*life.consents[:1], *steps):
            if consented is None or deed.lo < consented.lo:
                consented = deed
    return signed, consented


def _suspended_phases(line: Timeline) -> list[Phase]:
    """The treaty as a whole is suspended while all its parties suspend it towards all, or one of two does."""
    whole = [item for item in line.suspensions if item.whole]
    if not whole:
        return []
    found = [item for item in whole if not item.by]
    by = {item.by: item for item in whole if item.by}
    first_day = min(item.start.lo for item in whole)
    parties = set(parties_on(line.setting.record, line.setting.treaty, first_day))
    if by and (set(by) >= parties or len(parties) == 2):
        start = latest(item.start for item in by.values()) if set(by) >= parties else min(i.start for i in by.values())
        ends = [item.end for item in by.values()]
        end = None if any(item is None for item in ends) else latest(ends)
        if start is not None:
            first = next(iter(by.values()))
            return [_suspended_phase(line, start, end, first)]
    return [_suspended_phase(line, item.start, item.end, item) for item in found]


def _suspended_phase(line: Timeline, start: Moment, end: Moment | None, item: Suspended) -> Phase:
    """Not before entry into force: what is not in force cannot be suspended (VCLT 57)."""
    since = latest((start, line.entry.moment)) or start
    return Phase(TreatyStanding.SUSPENDED.value, since, end, item.deed, item.rule)


def _resting_phases(line: Timeline) -> list[Phase]:
    """A treaty is between two at least (VCLT 2(1)(a)): while fewer are there that could perform it, it rests (73)."""
    resting = {state: gaps(state, line.setting) for state, history in line.histories.items() if history.episodes}
    days = sorted({day for found in resting.values() for gap in found for day in (gap.start, gap.back)})
    if not days or not line.treaty.complete:
        return []
    found: list[Phase] = []
    for day, following in pairwise(days):
        bound = {state for state, history in line.histories.items() if history.is_bound(day)}
        there = {state for state in bound if not any(gap.start <= day < gap.back for gap in resting[state])}
        if len(there) < 2 <= len(bound):
            start = latest((of_day(day), line.entry.moment)) or of_day(day)
            found.append(Phase(TreatyStanding.SUSPENDED.value, start, of_day(following), None, GAP))
    return found


def spells(
    treaty: Treaty,
    *,
    acts: Sequence[Act] | None = None,
    known: date | None = None,
    treaties: Mapping[str, Treaty] | None = None,
    register: Register | None = None,
) -> tuple[Spell, ...]:
    """Every spell of a treaty: its own first, then each state's, states in order of id.

    For each subject the spells are a partition of all time: no gap, no overlap.
    """
    line = lay_out(treaty, acts=acts, known=known, treaties=treaties, register=register)
    states = line.state_spells
    return (*line.treaty_spells, *(spell for state in sorted(states) for spell in states[state]))


def is_open(moment: Moment | None) -> bool:
    """Is it open whether that day ever comes?"""
    return moment is None or moment.hi == LAST
