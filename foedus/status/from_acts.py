"""A finding from acts: what a treaty is, and what each state is to it, on a day, as far as it was known on a day."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date

from foedus.model.acts import Act
from foedus.model.dates import PartialDate
from foedus.model.findings import Finding, PartyFinding
from foedus.model.reasons import Reason
from foedus.model.standings import PartyStanding, TreatyStanding
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.status.between import amended, pairs
from foedus.status.check import require_no_conflict
from foedus.status.history import Episode, History
from foedus.status.missing import Account, account
from foedus.status.moments import day_partial
from foedus.status.outsiders import outsider
from foedus.status.phases import CANNOT_SAY, Spell, at
from foedus.status.reasoning import headline, party_headline, why_party, why_treaty
from foedus.status.road import interim_duty, said_names, steps, upcoming, would_change
from foedus.status.setting import Register
from foedus.status.standings import bounds, suspended_toward
from foedus.status.timeline import Timeline, lay_out

_NOT_YET = frozenset({"not yet drawn up", "drawn up", "signed", "consented"})


def reckon(
    treaty: Treaty,
    on: date,
    *,
    known: date | None = None,
    acts: Sequence[Act] | None = None,
    treaties: Mapping[str, Treaty] | None = None,
    register: Register | None = None,
    states: Sequence[str] | None = None,
) -> Finding:
    """What binds whom on a day, and why.

    ``known`` hides acts that were made known later. ``acts`` None takes the treaty's own. ``treaties`` gives parents
    and replacing treaties by id, ``register`` the actors. ``states`` limits the states told of (None: all).
    Raises `FoedusError` FOE401 for a counting convention that is not known, FOE419 for two rules that conflict.
    """
    require_no_conflict(treaty)
    return finding(_LINES.get(treaty, acts, known, treaties, register), on, states)


class _Lines:
    """The timelines asked for last, so that a second question about the same treaty is a look-up.

    Held by identity, which the values kept alive with them make safe; treaties and acts never change.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[object, ...], tuple[Timeline, tuple[object, ...]]] = OrderedDict()

    def get(
        self,
        treaty: Treaty,
        acts: Sequence[Act] | None,
        known: date | None,
        treaties: Mapping[str, Treaty] | None,
        register: Register | None,
    ) -> Timeline:
        if acts is not None and not isinstance(acts, tuple):
            return lay_out(treaty, acts=acts, known=known, treaties=treaties, register=register)
        around: object = id(treaties)
        if treaties is not None and len(treaties) <= 32:  # a small neighbourhood is made anew for each question
            around = tuple(map(id, treaties.values()))
        key = (id(treaty), id(acts), known, around, len(treaties or ()), id(register))
        kept = self._kept.get(key)
        if kept is None:
            line = lay_out(treaty, acts=acts, known=known, treaties=treaties, register=register)
            self._kept[key] = kept = (line, (treaty, acts, treaties, register, tuple((treaties or {}).values())))
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return kept[0]


_LINES = _Lines(64)


def finding(line: Timeline, on: date, states: Sequence[str] | None = None) -> Finding:
    """The finding read from a timeline."""
    setting, entry = line.setting, line.entry
    spell = at(line.treaty_spells, on)
    standing = TreatyStanding(spell.standing)
    in_force = _in_force(line, spell, on)
    told = (
        account(entry.condition, setting, _asked_on(line, on), entry.rule)
        if standing.value in _NOT_YET or not _final(standing)
        else None
    )
    standings = {state: at(cells, on).standing for state, cells in line.state_spells.items()}
    asked = sorted(line.state_spells) if states is None else list(states)
    since, until = bounds(line.treaty_spells, spell)
    entered = entry.moment is not None and (entry.moment.lo <= on or _settled(told))
    return Finding(
        treaty=line.treaty.id,
        on=on,
        known=setting.known,
        standing=standing,
        in_force=in_force,
        since=since,
        until=until,
        entry_into_force=entry.moment.partial() if entered and entry.moment is not None else None,
        effective_from=line.treaty.entry_into_force.effective_from
        if line.treaty.entry_into_force and entered
        else None,
        ended_on=_ended_on(line, on),
        deciding_acts=_deciding(line, standing, spell),
        convention=setting.counting.id,
        parties=tuple(party(line, state, on) for state in asked),
        steps=steps(line, on, None if in_force is Truth.YES else told, in_force),
        missing=tuple(told.missing) if told is not None and Truth.YES not in (told.holds, in_force) else (),
        would_change=would_change(line, on, told, standing.value),
        duties_meanwhile=_meanwhile(line, on, standings),
        upcoming=upcoming(line, on),
        pairs=pairs(line, on, states),
        versions=amended(line, on),
        why=why_treaty(line, on, spell, told, in_force),
    )


def _ended_on(line: Timeline, on: date) -> PartialDate | None:
    """The day of its end, if it may have ended by then and was not agreed on anew."""
    lapse, end = line.lapse_on(on), line.end
    if lapse is not None:
        return lapse.start.partial()
    return end.moment.partial() if end is not None and end.moment.lo <= on else None


def _asked_on(line: Timeline, on: date) -> date:
    """The day to take the condition apart on: once it has been met it stays met, whoever leaves later (VCLT 55)."""
    trigger = line.entry.trigger
    met = trigger is not None and line.entry.path != "reported" and trigger.by(on) is Truth.YES
    return trigger.hi if met and trigger is not None else on


def says(line: Timeline, on: date) -> str:
    """The sentence of a finding's ``why``, without the tree below it."""
    spell = at(line.treaty_spells, on)
    entry = line.entry
    day = _asked_on(line, on)
    told = account(entry.condition, line.setting, day, entry.rule) if spell.standing in _NOT_YET else None
    return headline(line, on, spell, told)


def party_says(line: Timeline, state: str, on: date) -> str:
    """The sentence of a state's ``reason``, without the tree below it."""
    cells, history = line.state_spells.get(state), line.histories.get(state)
    if cells is None or history is None:
        return _stranger(line, state, on).reason.says
    return party_headline(line, state, at(cells, on), _episode(history, on))


def _final(standing: TreatyStanding) -> bool:
    return standing in (TreatyStanding.ENDED, TreatyStanding.REPLACED)


def _settled(told: Account | None) -> bool:
    return told is not None and told.holds is Truth.YES


def _in_force(line: Timeline, spell: Spell, on: date) -> Truth:
    """In force, suspended or not (VCLT 72 frees from performing, not from the treaty).

    Beyond the day of knowledge, a treaty not in force may have entered into force since: it cannot be said.
    """
    if spell.binding is not Truth.NO:
        return spell.binding
    known = line.setting.known
    if known is not None and on > known and spell.standing in (*_NOT_YET, CANNOT_SAY):
        return Truth.CANNOT_SAY
    return Truth.NO


def _deciding(line: Timeline, standing: TreatyStanding, spell: Spell) -> tuple[str, ...]:
    if standing in (TreatyStanding.IN_FORCE, TreatyStanding.SUSPENDED) and line.entry.deciders:
        acts = {deed.act.id: None for deed in line.entry.deciders}
        return (*acts, *((spell.deed.act.id,) if spell.deed and spell.deed.act.id not in acts else ()))
    return (spell.deed.act.id,) if spell.deed is not None else ()


def _meanwhile(line: Timeline, on: date, standings: dict[str, str]) -> tuple[Reason, ...]:
    found = []
    for rule, who in interim_duty(line, on, standings):
        what = "has signed" if rule.endswith("(a)") else "has consented"
        says = (
            f"{said_names(line, who)} must refrain from acts that would defeat the treaty's object and purpose: "
            f"each {what} and is not yet bound"
        )
        found.append(Reason(rule=rule, says=says))
    return tuple(found)


def party(line: Timeline, state: str, on: date) -> PartyFinding:
    """What one state is to the treaty on a day."""
    cells = line.state_spells.get(state)
    history = line.histories.get(state)
    if cells is None or history is None:
        return _stranger(line, state, on)
    spell = at(cells, on)
    standing = PartyStanding(spell.standing)
    since, until = bounds(cells, spell)
    item = _episode(history, on)
    return PartyFinding(
        state=state,
        standing=standing,
        may_be=tuple(PartyStanding(word) for word in spell.may_be),
        since=since,
        until=until,
        act=spell.deed.act.id if spell.deed is not None else None,
        signed_on=history.life.signed.act.date if history.life.signed and history.life.signed.lo <= on else None,
        consented_on=item.consent.partial() if item is not None and item.deed is not None else None,
        in_force_on=item.entry.partial() if item is not None and item.entry is not None else None,
        withdrawal_effective_on=item.effect.partial()
        if item is not None and item.effect is not None and item.leave is not None and item.leave.notice.lo <= on
        else None,
        suspended_toward=suspended_toward(line, state, on),
        bound=spell.binding,
        reason=why_party(line, state, spell, item, on),
    )


def _stranger(line: Timeline, state: str, on: date) -> PartyFinding:
    """A state of which the file has no act: none, or not to be said where the file does not carry all."""
    told = outsider(line, state, on)
    reason = Reason(rule=told.rule, says=told.says, holds=told.party)
    since = day_partial(told.since) if told.since is not None else None
    return PartyFinding(state=state, standing=told.standing, since=since, bound=told.bound, reason=reason)


def _episode(history: History, on: date) -> Episode | None:
    """The participation that a day falls into, or the last one before it."""
    begun = [item for item in history.episodes if item.consent.lo <= on]
    return begun[-1] if begun else None
