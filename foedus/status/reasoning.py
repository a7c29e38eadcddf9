"""The tree of reasons behind a standing: rules with their articles, the acts used, and the steps below."""

from __future__ import annotations

from datetime import date

from foedus.model.acts import ActKind
from foedus.model.reasons import Reason
from foedus.model.standings import PartyStanding, TreatyStanding
from foedus.model.truth import Truth
from foedus.status.counting import say_delay
from foedus.status.existence import RULE as GAP
from foedus.status.existence import Gap, gap_on
from foedus.status.history import Episode
from foedus.status.missing import Account
from foedus.status.moments import LAST, ONE_DAY
from foedus.status.phases import Spell, at
from foedus.status.reservations import judged
from foedus.status.standings import bounds
from foedus.status.successive import apart
from foedus.status.suspension import excluded
from foedus.status.timeline import Timeline
from foedus.status.withdrawal import Refusal
from foedus.status.words import article_words, deed_words, facts, name, names, when

_T = TreatyStanding


def why_treaty(line: Timeline, on: date, spell: Spell, told: Account | None, in_force: Truth) -> Reason:
    """Why the treaty stands as it does on a day; short of force, why not."""
    below = list(_because(line, on, spell, told))
    known = line.setting.known
    if known is not None and on > known:
        says = f"this is as far as was known on {known}; what was made known later is left out"
        below.append(Reason(rule="fact", says=says, holds=Truth.CANNOT_SAY))
    below += _beside(line, on)
    below += _claims(line, on)
    below += [_refused(line, item) for item in (*line.refused, *judged(line)[1]) if item.deed.lo <= on]
    if line.treaty.territory is not None:
        article = line.treaty.territory.article
        rule = f"{line.treaty.id}:{article}" if article else "VCLT-29"
        below.append(Reason(rule=rule, says=f"territory: {line.treaty.territory.says}"))
    return Reason(
        rule=_rule(line, spell),
        says=headline(line, on, spell, told),
        holds=in_force,
        facts=facts([spell.deed.act] if spell.deed else []),
        because=tuple(below),
    )


def _rule(line: Timeline, spell: Spell) -> str:
    standing = spell.standing
    if standing in (_T.SIGNED.value, _T.CONSENTED.value, _T.DRAWN_UP.value, _T.NOT_YET.value):
        return line.entry.rule
    return "fact" if spell.rule == "as of" else spell.rule


def headline(line: Timeline, on: date, spell: Spell, told: Account | None) -> str:
    """Why the treaty stands as it does, in one sentence; ``told`` is needed only before its entry into force."""
    standing, entry = spell.standing, line.entry
    article = article_words(entry.rule)
    if standing == _T.IN_FORCE.value:
        again = [lapse.again for lapse in line.lapses if lapse.again.hi <= on]
        if again:
            return f"in force again since {again[-1].partial()}, agreed on anew after its term had run out (VCLT 54)"
        return f"in force since {entry.moment.partial() if entry.moment else '?'} ({article})"
    if standing == _T.SUSPENDED.value:
        return f"in force and suspended since {spell.start} ({article_words(spell.rule)})"
    lapse = line.lapse_on(on)
    if lapse is not None and standing == _T.ENDED.value:
        says = f"its term had run out, and it was agreed on anew {when(lapse.again)}"
        return f"no longer in force since {lapse.start.partial()}: {says} ({article_words(spell.rule)})"
    if standing in (_T.ENDED.value, _T.REPLACED.value) and line.end is not None:
        return f"no longer in force since {line.end.moment.partial()}: {line.end.says} ({article_words(line.end.rule)})"
    if standing == _T.CANNOT_SAY.value:
        return _doubt(line, on, spell)
    if told is not None and told.holds is Truth.YES and entry.moment is not None:
        says = f"the condition of {article} is met, and it enters into force on {entry.moment.partial()}"
        return f"not in force on {on}: {says}"
    asked = " and ".join(item.says for item in told.missing) if told is not None and told.missing else "its condition"
    if standing == _T.NOT_YET.value:
        return f"no act on this treaty is recorded by {on}"
    given = {
        _T.CONSENTED.value: _consented(line, on),
        _T.SIGNED.value: "signed only",
        _T.DRAWN_UP.value: "drawn up only",
    }
    known = line.setting.known
    if known is not None and on > known:
        so_far = f"as far as was known on {known} not in force"
        return f"{given.get(standing, standing)}; {so_far}: {article} still needed {asked}"
    return f"{given.get(standing, standing)}, not in force on {on}: {article} still needs {asked}"


def _consented(line: Timeline, on: date) -> str:
    """``consented by all but X``: the parties whose own part is done, and those whose is not."""
    cells = line.state_spells
    bound = {PartyStanding.CONSENTED.value, PartyStanding.PARTY.value}
    parties = line.treaty.parties
    if len(parties) > 60:
        return "consented by some"
    done = [state for state in parties if state in cells and at(cells[state], on).standing in bound]
    lacking = [state for state in parties if state not in done]
    if not lacking:
        return "ratified by both" if len(parties) == 2 else "consented by all"
    if (done and len(lacking) < len(done)) or len(parties) == 2:
        return f"consented by all but {names(line.setting, lacking)}"
    return f"consented by {len(done)} of {len(parties)}"


def _doubt(line: Timeline, on: date, spell: Spell) -> str:
    as_of = line.treaty.as_of
    if spell.rule == "as of" and as_of is not None:
        before = at(line.treaty_spells, as_of).standing
        return f"cannot say on {on}: the acts are recorded up to {as_of}; on that day it was {before}"
    if spell.binding is Truth.NO:
        either = " or ".join(reversed(spell.may_be))
        return f"not in force on {on}: {either}, as a day is only partly known, and in force under neither"
    if line.entry.lacks:
        return f"cannot say on {on} without {'; '.join(line.entry.lacks)}"
    return f"cannot say on {on}: a day that decides is only partly known"


def _because(line: Timeline, on: date, spell: Spell, told: Account | None) -> list[Reason]:
    entry = line.entry
    below: list[Reason] = []
    end = line.end
    for lapse in line.lapses:
        if lapse.again.hi <= on:
            says = f"its term ran out {when(lapse.start)}; it was agreed on anew {when(lapse.again)}"
            below.append(Reason(rule="VCLT-54", says=says, facts=facts([lapse.act])))
    if spell.standing in (_T.ENDED.value, _T.REPLACED.value) and end is not None:
        if entry.moment is not None:
            says = f"it had been in force since {entry.moment.partial()}"
            below.append(Reason(rule=entry.rule, says=says, facts=facts(d.act for d in entry.deciders)))
        other = end.by_treaty
        if other:
            since = line.setting.elsewhere.entry(other)
            says = f"{other} entered into force {when(since)}" if since and since.hi != LAST else f"{other} replaces it"
            below.append(Reason(rule=end.rule, says=says))
        return below
    if spell.standing == _T.SUSPENDED.value and spell.rule == GAP:
        bound = sorted(state for state, history in line.histories.items() if history.is_bound(on))
        away = [state for state in bound if gap_on(state, on, line.setting) is not None]
        says = f"{names(line.setting, away)} could not perform it, and a treaty is between two at least"
        below.append(Reason(rule="VCLT-2(1)(a)", says=says))
    if told is not None and not (entry.path == "reported" and entry.moment is not None and entry.moment.lo <= on):
        below.append(told.reason)
    if entry.by_interpretation:
        below.append(Reason(rule="VCLT-31", says=f"as read by {entry.by_interpretation}"))
    below += _timing(line)
    if entry.path == "reported" and entry.reported is not None:
        act = entry.reported.act
        says = f"entry into force is reported {when(entry.reported.moment)}{f' by {act.source}' if act.source else ''}"
        below.append(
            Reason(rule="fact", says=f"{says}; the file does not carry all that would show it", facts=facts([act]))
        )
    below += _reported_otherwise(line, on)
    return below


def _timing(line: Timeline) -> list[Reason]:
    """How the day follows from the condition: delay and counting convention, floor, fixed day, parent."""
    entry, clause = line.entry, line.treaty.entry_into_force
    if clause is None or entry.moment is None or entry.path == "reported":
        return []
    found = []
    counting = line.setting.counting
    if not clause.delay.is_zero and entry.trigger is not None and entry.path == "delay":
        says = (
            f"{say_delay(clause.delay)} after {entry.trigger.partial()} is {entry.moment.partial()} ({counting.title})"
        )
        found.append(Reason(rule=f"counting:{counting.id}", says=says))
    if entry.path == "fixed day":
        says = f"the condition was met by then, so the fixed day {clause.on_if_met} holds"
        found.append(Reason(rule=entry.rule, says=says))
    if entry.path == "floor":
        found.append(Reason(rule=entry.rule, says=f"not before {clause.not_before}"))
    if entry.path == "parent":
        found.append(Reason(rule=entry.rule, says=f"not before {clause.not_before_entry_of} enters into force"))
    if clause.exercisable_from is not None:
        says = f"what it provides can be exercised from {clause.exercisable_from}"
        found.append(Reason(rule=entry.rule, says=says))
    if clause.opt_in is not None:
        found.append(Reason(rule=entry.rule, says=f"opt-in only: {clause.opt_in}"))
    if clause.effective_from is not None:
        says = f"it is applied from {clause.effective_from}, though in force from {entry.moment.partial()}"
        found.append(Reason(rule="VCLT-28", says=says))
    return found


def _reported_otherwise(line: Timeline, on: date) -> list[Reason]:
    """A reported entry into force is a claim to be checked against the computed one."""
    entry = line.entry
    reported = entry.reported
    if reported is None or reported.lo > on or entry.path == "reported" or entry.moment is None:
        return []
    same = reported.lo <= entry.moment.hi and reported.hi >= entry.moment.lo
    if same:
        return [Reason(rule="VCLT-24", says="the reported entry into force agrees", facts=facts([reported.act]))]
    says = f"a source reports entry into force {when(reported.moment)}, which the acts and clause do not bear out"
    return [Reason(rule="VCLT-24", says=says, holds=Truth.NO, facts=facts([reported.act]))]


def _beside(line: Timeline, on: date) -> list[Reason]:
    """Later treaties that replace this one between some of its parties only (VCLT 30(4))."""
    found = []
    for other, since, parties in line.beside:
        if since.lo <= on and (line.end is None or on < line.end.moment.lo):
            both = sorted(parties & set(line.state_spells))
            says = f"{other} prevails since {since.partial()} between {names(line.setting, both)}"
            found.append(Reason(rule="VCLT-30(4)", says=says))
    open_ = {"VCLT-41": Truth.CANNOT_SAY}
    return found + [Reason(rule=rule, says=says, holds=open_.get(rule, Truth.YES)) for rule, says in apart(line, on)]


def _claims(line: Timeline, on: date) -> list[Reason]:
    """Breach, changed circumstances and the like are claims by a state: recorded and shown, never computed."""
    found = []
    acts = {deed.act.id: deed for deed in line.setting.record.asserted if deed.lo <= on}
    for deed in acts.values():
        if deed.kind.value in ("breach", "invocation"):
            who = names(line.setting, deed.act.by)
            words = deed.act.text or deed.act.note or ""
            source = deed.act.source or "no source"
            if deed.kind is ActKind.INVOCATION:
                says = f"{who} invoked it {when(deed.moment)}{f': {words}' if words else ''} ({source})"
                found.append(Reason(rule="fact", says=says, facts=facts([deed.act])))
            else:
                says = f"{who} asserts: {words or 'a breach'} ({source})"
                found.append(Reason(rule="VCLT-60", says=says, holds=Truth.CANNOT_SAY, facts=facts([deed.act])))
    for item in line.suspensions:
        if item.start.lo <= on and not item.whole:
            toward = names(line.setting, item.toward) if item.toward else "all"
            part = f" (articles {', '.join(item.articles)})" if item.articles else ""
            says = f"{name(line.setting, item.by)} suspends it toward {toward}{part} since {item.start.partial()}"
            says += "; it stays in force for the others"
            found.append(Reason(rule=item.rule, says=says, facts=facts([item.deed.act])))
    return found


def _refused(line: Timeline, item: Refusal) -> Reason:
    says = (
        f"{deed_words(line.setting, item.deed.act)} {when(item.deed.moment)} has no effect: {item.says} ({item.code})"
    )
    return Reason(rule=item.rule, says=says, holds=Truth.NO, facts=facts([item.deed.act]))


def why_party(line: Timeline, state: str, spell: Spell, item: Episode | None, on: date) -> Reason:
    """Why a state stands as it does."""
    standing = PartyStanding(spell.standing)
    holds = Truth.CANNOT_SAY if standing is PartyStanding.CANNOT_SAY else Truth.YES
    below = _party_below(line, item, on) if item is not None else []
    below += [
        _refused(line, refusal) for refusal in line.refused if refusal.deed.state == state and refusal.deed.lo <= on
    ]
    shut = excluded(state, on, line.setting)
    if shut is not None:
        says = f"its government is kept from taking part {when(shut.moment)}; the state stays bound (VCLT 5)"
        below.append(Reason(rule="VCLT-5", says=says, facts=facts([shut.act])))
    rule = "fact" if spell.rule == "as of" else spell.rule
    return Reason(
        rule=rule,
        says=party_headline(line, state, spell, item),
        holds=holds,
        facts=facts([spell.deed.act] if spell.deed is not None else []),
        because=tuple(below),
    )


def party_headline(line: Timeline, state: str, spell: Spell, item: Episode | None) -> str:
    """Why a state stands as it does, in one sentence."""
    standing = PartyStanding(spell.standing)
    who = name(line.setting, state)
    begun = bounds(line.state_spells[state], spell)[0] if state in line.state_spells else None
    since = f" since {begun}" if begun is not None else ""
    if standing is PartyStanding.NONE and spell.deed is not None and spell.deed.of == "signature":
        return f"{who} has said that it will not become a party{since}: its interim duty is over (VCLT 18)"
    if standing is PartyStanding.SIGNATORY:
        day = when(spell.deed.moment) if spell.deed is not None else f"on {spell.start}"
        return f"{who} signed {day} and is not bound; it owes the interim duty (VCLT 18)"
    if standing is PartyStanding.CONSENTED:
        day = when(spell.deed.moment) if spell.deed is not None else f"on {spell.start}"
        return f"{who} consented {day}; the treaty is not yet in force for it"
    if standing is PartyStanding.WITHDRAWING:
        until = item.effect.partial() if item is not None and item.effect is not None else "a day not known"
        return f"{who} has given notice and stays bound until {until}"
    gap = gap_on(state, spell.start, line.setting) if spell.rule == GAP else None
    if gap is not None:
        return _rests(line, who, gap, item)
    if standing is PartyStanding.NONE and item is not None and item.entry is None and item.leave is not None:
        return f"{who} has taken its consent back{since} and was never bound (VCLT 18)"
    if standing is PartyStanding.NONE and item is not None:
        return f"{who} is no longer bound{since}; rights that accrued stay (VCLT 70)"
    if standing is PartyStanding.CANNOT_SAY:
        return _party_doubt(line, who, spell, item)
    words = {
        PartyStanding.PARTY: "is a party",
        PartyStanding.PROVISIONAL: "applies the treaty provisionally",
        PartyStanding.SUSPENDED: "is a party, and the treaty is suspended for it",
        PartyStanding.WITHDRAWN: "has left",
        PartyStanding.NEGOTIATING: "took part in drawing up the text",
        PartyStanding.NEVER: "never became bound, and the treaty has ended",
        PartyStanding.NONE: "has done no act on this treaty by that day",
    }
    return f"{who} {words[standing]}{since}"


def _rests(line: Timeline, who: str, gap: Gap, item: Episode | None) -> str:
    """What a state is to a treaty while it is not there, and what becomes of its part afterwards (VCLT 73)."""
    last = gap.back - ONE_DAY
    if gap.into is None:
        return f"{who} could not act for itself from {gap.start} to {last}: it stays a party, and its part rests"
    away = f"{who} was taken into {name(line.setting, gap.into)} from {gap.start} to {last} and can be no party then"
    ends = [moment for moment in (line.end.moment if line.end else None, item.effect if item else None) if moment]
    over = any(moment.hi <= gap.back for moment in ends)
    if gap.restored is False:
        return f"{away}; the state that began on {gap.back} is another"
    if over:
        return f"{away}; when it was there again, nothing was left to take up"
    if gap.restored is None:
        return f"{away}; whether the state of {gap.back} is the same and takes its part up is open"
    return f"{away}; held to be the same state, it takes its part up again on {gap.back}"


def _party_doubt(line: Timeline, who: str, spell: Spell, item: Episode | None) -> str:
    """What cannot be said of a state, and whether it is bound, where that can be said all the same."""
    if spell.rule == "as of":
        return f"{who}: cannot say after {line.treaty.as_of}"
    if spell.rule == GAP and spell.binding is Truth.CANNOT_SAY:
        return f"{who}: whether it is the same state as the one that took this on is open, and so whether it is bound"
    if spell.binding is Truth.CANNOT_SAY:
        return f"{who}: a day that decides is not known well enough"
    either = " or ".join(reversed(spell.may_be))
    if spell.binding is Truth.YES:
        return f"{who} is bound; whether {either} is not known well enough"
    start = item.entry if item is not None else None
    later = f"; in force for it only from {start.partial()}" if start is not None and start.lo > spell.start else ""
    return f"{who} is not bound: {either}, as a day is only partly known{later}"


def _party_below(line: Timeline, item: Episode, on: date) -> list[Reason]:
    found = []
    if item.deed is not None:
        says = f"{deed_words(line.setting, item.deed.act)} {when(item.deed.moment)}"
        found.append(Reason(rule="VCLT-16", says=says, facts=facts([item.deed.act])))
    if item.entry is not None:
        says = f"in force for it from {item.entry.partial()}"
        holds = item.entry.by(on)
        found.append(Reason(rule=item.rule, says=says, holds=holds))
    for deed in line.setting.record.reservations:
        if (
            item.deed is not None
            and deed.state == item.deed.state
            and deed.kind is ActKind.DECLARATION
            and deed.lo <= on
        ):
            rule = "VCLT-29" if deed.of == "territory" else "fact"
            about = f" on {deed.of}" if deed.of else ""
            says = f"declaration {when(deed.moment)}{about}: {deed.act.text or deed.act.note}"
            found.append(Reason(rule=rule, says=says, facts=facts([deed.act])))
    if item.leave is not None and item.leave.notice.lo <= on:
        says = f"notice {when(item.leave.notice)}, effect {when(item.effect)}: {item.leave.says}"
        found.append(Reason(rule=item.leave.rule, says=says, facts=facts([item.leave.deed.act])))
    return found
