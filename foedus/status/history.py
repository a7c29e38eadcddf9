"""A state's history with a treaty: each time it consented, was bound, and left; laid out as phases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from foedus.model.acts import ActKind
from foedus.model.standings import PartyStanding
from foedus.status.consent import RATIFYING, Life
from foedus.status.deeds import Deed
from foedus.status.duration import course, lapse, term_rule
from foedus.status.entry import Entry, party_entry
from foedus.status.existence import RULE as GAP
from foedus.status.existence import gaps
from foedus.status.moments import LAST, Moment, earliest, latest, of_day
from foedus.status.phases import Phase
from foedus.status.provisional import applied
from foedus.status.setting import Setting
from foedus.status.succession import NEW, agreed, continuing, day_of_succession
from foedus.status.succession import rule_of as succession_rule
from foedus.status.suspension import Suspended
from foedus.status.termination import End
from foedus.status.withdrawal import Leaving, Refusal, leaving, revoked_by, too_late

_S = PartyStanding
NEGOTIATING, SIGNATORY, CONSENTED = _S.NEGOTIATING.value, _S.SIGNATORY.value, _S.CONSENTED.value
PARTY, PROVISIONAL, SUSPENDED = _S.PARTY.value, _S.PROVISIONAL.value, _S.SUSPENDED.value
WITHDRAWING, WITHDRAWN = _S.WITHDRAWING.value, _S.WITHDRAWN.value
NONE, NEVER, CANNOT_SAY = _S.NONE.value, _S.NEVER.value, _S.CANNOT_SAY.value


@dataclass(slots=True)
class Episode:
    """One participation: consent, entry into force for the state, and leaving.

    ``effect``: the first day on which it is no longer bound (or its consent no longer stands). ``over``: the rule by
    which it ends without a notice.
    """

    deed: Deed | None
    consent: Moment
    entry: Moment | None
    rule: str
    leave: Leaving | None = None
    effect: Moment | None = None
    over: str = ""


@dataclass(slots=True)
class History:
    """What a state did to a treaty, and the episodes of its participation, in order."""

    life: Life
    episodes: list[Episode] = field(default_factory=list)

    @property
    def bound_from(self) -> Moment | None:
        """The first day on which the treaty was in force for the state."""
        return next((item.entry for item in self.episodes if item.entry is not None), None)

    def is_bound(self, on: date) -> bool:
        """May it be bound on that day, whether or not it is there to perform?"""
        return any(
            item.entry is not None and item.entry.lo <= on and (item.effect is None or item.effect.hi > on)
            for item in self.episodes
        )

    def phases(
        self,
        setting: Setting,
        entry: Entry,
        end: End | None,
        suspensions: Sequence[Suspended],
        continued: tuple[Moment, Deed | None] | None,
    ) -> list[Phase]:
        """The state's phases, from the weakest to the one that prevails."""
        found = _before(self.life, setting)
        for item in self.episodes:
            found += _episode_phases(item, self.life, setting)
            found += _resting(item, self.life, setting)
            found += _lapsed(item, self.life, setting, entry)
        for suspension in suspensions:
            if suspension.by in ("", self.life.state) and suspension.whole:
                found += self._suspended(suspension)
        if continued is not None:
            rule = succession_rule(continued[1]) if continued[1] is not None else "VCLT-73"
            found.append(Phase(NONE, continued[0], None, continued[1], rule))
        if end is not None:
            found += self._ended(entry, end)
        return found

    def _suspended(self, item: Suspended) -> list[Phase]:
        """What is suspended is the treaty in force for the state: not before it binds, nor after it has left (57)."""
        return [
            Phase(
                SUSPENDED,
                latest((item.start, episode.entry)) or item.start,
                earliest((item.end, episode.effect)),
                item.deed,
                item.rule,
            )
            for episode in self.episodes
            if episode.entry is not None
        ]

    def _ended(self, entry: Entry, end: End) -> list[Phase]:
        """After the end: a state that never came to be bound never will be; the others are released (VCLT 70)."""
        if not (self.episodes or self.life.signed):
            return []
        bound = any(item.entry is not None and item.entry.lo < end.moment.hi for item in self.episodes)
        last = self.episodes[-1].effect if self.episodes else None
        if bound and last is not None and last.hi <= end.moment.lo:
            return []  # it had left by then, or its leaving is what ended the treaty
        return [Phase(NONE if bound else NEVER, end.moment, None, end.deed, "VCLT-70" if bound else end.rule)]


def _before(life: Life, setting: Setting) -> list[Phase]:
    treaty = setting.treaty
    found: list[Phase] = []
    if treaty.adopted is not None and (life.state in treaty.negotiating or life.state in treaty.parties):
        adopted = Moment(treaty.adopted.earliest, treaty.adopted.latest)
        if not treaty.negotiating or life.state in treaty.negotiating:
            found.append(Phase(NEGOTIATING, adopted, None, None, "VCLT-9"))
    if life.signed is not None:
        end = life.unsigned.moment if life.unsigned else None
        found.append(Phase(SIGNATORY, life.signed.moment, end, life.signed, "VCLT-18"))
        if life.unsigned is not None:
            found.append(Phase(NONE, life.unsigned.moment, None, life.unsigned, "VCLT-18"))
        for gap in gaps(life.state, setting):
            if gap.into is not None and life.signed.hi < gap.start:
                back = None if gap.restored is False else of_day(gap.back)
                found.append(Phase(NONE, of_day(gap.start), back, None, GAP))
    domestic = setting.rule.domestic
    deposited = life.first is not None and life.first.kind is ActKind.DEPOSIT  # until then, ratified at home (16(b))
    if (domestic or deposited) and life.steps:
        for step in life.steps:
            if step.kind in (RATIFYING if deposited else domestic):
                found.append(Phase(CONSENTED, step.moment, None, step, "VCLT-14"))
                break
    if life.provisional or setting.treaty.provisional_application is not None:
        found += [Phase(PROVISIONAL, item.start, item.end, item.deed, item.rule) for item in applied(life, setting)]
    return found


def _resting(item: Episode, life: Life, setting: Setting) -> list[Phase]:
    """While a state is not there it can be no party; one that is only kept from acting stays one, and it rests (73)."""
    found: list[Phase] = []
    for gap in gaps(life.state, setting):
        start, back = of_day(gap.start), of_day(gap.back)
        if item.consent.hi >= gap.back or (item.effect is not None and item.effect.hi <= gap.start):
            continue
        if gap.into is not None:
            found.append(Phase(NONE, start, back, None, GAP))
        elif item.entry is not None:
            since = latest((start, item.entry)) or start
            found.append(Phase(SUSPENDED, since, earliest((back, item.effect)), None, GAP))
    return found


def _lapsed(item: Episode, life: Life, setting: Setting, entry: Entry) -> list[Phase]:
    """Between the end of a term and a new agreement to go on, nobody is bound (VCLT 54, 70)."""
    if item.entry is None or not setting.record.whole:
        return []
    return [
        Phase(NONE, lapse.start, lapse.again, None, term_rule(setting))
        for lapse in course(entry, setting, life.state).lapses
        if item.entry.lo < lapse.again.hi and (item.effect is None or item.effect.hi > lapse.start.lo)
    ]


def _episode_phases(item: Episode, life: Life, setting: Setting) -> list[Phase]:
    found = [Phase(CONSENTED, item.consent, item.effect, item.deed, "VCLT-16")] if item.deed is not None else []
    if life.provisional or setting.treaty.provisional_application is not None:
        # Provisional application outlasts consent: it ends with entry into force (VCLT 25).
        found += [Phase(PROVISIONAL, part.start, part.end, part.deed, part.rule) for part in applied(life, setting)]
    leave = item.leave
    if leave is None and item.effect is not None:
        if item.entry is not None:
            found.append(Phase(PARTY, item.entry, item.effect, item.deed, item.rule))
        return [*found, Phase(NONE, item.effect, None, None, item.over)]
    if item.entry is None:
        return found
    found.append(Phase(PARTY, item.entry, item.effect, item.deed, item.rule))
    if item.deed is not None and item.deed.kind is ActKind.SUCCESSION and item.deed.of in NEW:
        told = item.deed.moment
        if told.lo > item.entry.lo:  # 1978, 23(2): suspended towards the others until it is notified
            found.append(Phase(SUSPENDED, item.entry, told, item.deed, "VCLT-1978-23"))
    if leave is not None and item.effect is not None:
        found.append(Phase(WITHDRAWING, leave.notice, item.effect, leave.deed, leave.rule))
        found.append(Phase(WITHDRAWN, item.effect, None, leave.deed, leave.rule))
    return found


def histories(setting: Setting, entry: Entry, refused: list[Refusal]) -> dict[str, History]:
    """The history of every state that did anything to the treaty or drew it up."""
    found: dict[str, History] = {}
    for state, life in setting.record.lives.items():
        history = History(life)
        if life.consents:
            _tell(history, setting, entry, refused)
        elif state and _bound_without_act(state, setting, entry):
            assert entry.moment is not None
            history.episodes.append(Episode(None, entry.moment, entry.moment, entry.rule))
            if life.leaves:
                _leave(history.episodes[-1], life, 0, setting, entry, refused)
            _break_off(history.episodes[-1], life, setting)
        elif life.leaves and setting.treaty.complete:  # where consents are not all recorded, it may well be a party
            refused += [
                Refusal(deed, "FOE407", f"{state} is no party", "VCLT-54") for deed in life.leaves if deed.state
            ]
        found[state] = history
    if setting.register is not None:
        _continue(found, setting)
    return found


def _continue(found: dict[str, History], setting: Setting) -> None:
    """A state that is the same person in law as one that ended stands in its place, though no act says so."""
    for state, history in list(found.items()):
        tie = continuing(state, setting) if history.episodes else None
        if tie is None or (tie.successor in found and found[tie.successor].episodes):
            continue
        last = history.episodes[-1]
        if last.entry is None or (last.effect is not None and last.effect.lo <= tie.date):
            continue
        heir = found.setdefault(
            tie.successor, History(setting.record.lives.setdefault(tie.successor, Life(tie.successor)))
        )
        start = last.entry.at_least(tie.date)
        heir.episodes.append(Episode(None, start, start, "VCLT-73"))


def _bound_without_act(state: str, setting: Setting, entry: Entry) -> bool:
    """Bound though no act of its own is recorded: by a clause that binds all, or as the source reports the entry."""
    clause = setting.treaty.entry_into_force
    if entry.moment is None or state not in setting.treaty.parties:
        return False
    if clause is not None and clause.binds_all:
        return True
    if entry.path != "reported":
        return False
    consented = any(life.consents for life in setting.record.lives.values())
    return not consented or setting.treaty.is_bilateral


def _tell(history: History, setting: Setting, entry: Entry, refused: list[Refusal]) -> None:
    life = history.life
    used = 0
    until: Moment | None = None
    for deed in life.consents:
        if history.episodes and (until is None or deed.lo < until.lo):
            continue  # already bound: a second instrument adds nothing (a state counts once)
        consent = deed.moment
        if deed.kind is ActKind.SUCCESSION:
            consent = day_of_succession(deed, setting)
            start = _succeeds(consent, entry)
            item = Episode(deed, consent, start, succession_rule(deed))
            if start is not None and deed.of in NEW and not agreed(deed, setting):
                item.entry, item.rule = Moment(start.lo, LAST), "VCLT-1978-24"
        else:
            start, rule = party_entry(consent, entry, setting, life.state)
            item = Episode(deed, consent, start, rule)
        clause = setting.treaty.entry_into_force
        if clause is not None and clause.binds_all and entry.moment is not None and start is not None:
            item.entry = min(start, entry.moment)
        history.episodes.append(item)
        used = _leave(item, life, used, setting, entry, refused)
        over = lapse(life.state, entry, setting) if item.entry is not None and setting.record.whole else None
        if over is not None and (item.effect is None or over.hi <= item.effect.lo):
            item.leave, item.effect, item.over = None, over, term_rule(setting)
        _break_off(item, life, setting)
        until = item.effect
    for deed in life.leaves[used:]:
        if not any(item.leave and item.leave.deed is deed for item in history.episodes):
            refused.append(Refusal(deed, "FOE407", f"{deed.state} is no party on that day", "VCLT-54"))


def _break_off(item: Episode, life: Life, setting: Setting) -> None:
    """Another state than the one that was absorbed is not bound by what that one took on (1978, 16)."""
    for gap in gaps(life.state, setting):
        broken = gap.break_off
        if broken is None or item.consent.hi >= gap.back:
            continue
        if item.effect is None or item.effect.lo > gap.start:
            item.leave, item.effect, item.over = None, broken, GAP
            if item.entry is not None and item.entry.lo >= broken.hi:
                item.entry = None  # it was not there when the treaty entered into force
            return


def _succeeds(moment: Moment, entry: Entry) -> Moment | None:
    """A successor is bound from the day of succession, or from entry into force if later (1978, 17, 18, 34)."""
    if entry.moment is None:
        return None
    return Moment(max(moment.lo, entry.moment.lo), max(moment.hi, entry.moment.hi))


def _leave(item: Episode, life: Life, used: int, setting: Setting, entry: Entry, refused: list[Refusal]) -> int:
    """Find the first notice that works for this participation; returns how many notices have been dealt with."""
    for place in range(used, len(life.leaves)):
        deed = life.leaves[place]
        if deed.hi < item.consent.lo:
            refused.append(Refusal(deed, "FOE407", f"{life.state} is no party on that day", "VCLT-54"))
            continue
        if item.entry is None or deed.hi < item.entry.lo:
            # Consent taken back before it bound: no treaty is left, the act is withdrawn (the Test-Ban Treaty, 2023).
            item.effect = deed.moment
            item.leave = Leaving(
                deed, deed.moment, deed.moment, "VCLT-18", "consent taken back before entry into force"
            )
            item.entry = None
            return place + 1
        result = leaving(deed, item.entry, entry, setting)
        if isinstance(result, Refusal):
            refused.append(result)
            continue
        if revoked_by(result, life) is not None:
            continue
        late = too_late(result, life)
        refused += [late] if late else []
        item.leave, item.effect = result, result.effect
        return place + 1
    return len(life.leaves)
