"""Plain words for claims, days, obligations and standings: what a journalist can quote and a lawyer can follow."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from foedus.actors import register
from foedus.model.acts import Act, ActKind
from foedus.model.claims import Certainty, Claim, Modality
from foedus.model.dates import PartialDate
from foedus.model.obligations import Adversary, Obligation, Trigger
from foedus.model.treaty import Treaty

_MONTHS = (
    "January February March April May June July August September October November December".split()
)  # not from the locale: an answer reads the same everywhere


@cache
def _acts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("foedus.api").joinpath("words.toml").read_text("utf-8"))


def day(value: date | PartialDate | None) -> str:
    """``11 November 2024``, ``June 2024``, ``2024``, ``1 to 5 May 2024``; ``day not given`` for None."""
    if value is None:
        return "day not given"
    if isinstance(value, date):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    first, last = value.earliest, value.latest
    about = "about " if value.edtf.endswith("~") else ""
    if first == last:
        return about + day(first)
    if first == date.min and last == date.max:
        return "a day not known"
    if first == date.min:
        return f"{day(last)} or before"
    if last == date.max:
        return f"{day(first)} or later"
    if len(value.edtf.rstrip("~?%")) == 4:
        return f"{about}{first.year}"
    if len(value.edtf.rstrip("~?%")) == 7 and (first.year, first.month) == (last.year, last.month):
        return f"{about}{_MONTHS[first.month - 1]} {first.year}"
    return f"between {day(first)} and {day(last)}"


def on_day(value: date | PartialDate | None) -> str:
    """The same with its preposition: ``on 11 November 2024``, ``in June 2024``, ``on a day not given``."""
    if value is None:
        return "on a day not given"
    words = day(value)
    if words.startswith(("between ", "about ")):
        return words
    is_day = isinstance(value, date) or value.earliest == value.latest or " or " in words or "known" in words
    return f"on {words}" if is_day else f"in {words}"


def name(actor: str) -> str:
    """The actor's common name, or the id where the register has none."""
    found = register().get(actor)
    return found.name if found is not None else actor


def names(actors: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return listed([name(actor) for actor in actors])


def listed(words: Sequence[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def claim_says(claim: Claim) -> str:
    """The claim as one sentence, without its source."""
    verb = _acts()[claim.act.value]
    who = names(claim.actors)
    if claim.organ:
        who = f"{who} ({claim.organ})" if who else claim.organ
    if claim.act is ActKind.ENTRY_INTO_FORCE:
        sentence = _impersonal(claim, verb)
    elif not who:
        sentence = {Modality.OCCURRED: verb["none"], Modality.DENIED: f"not so: {verb['none']}"}.get(
            claim.modality, f"planned or proposed: {verb['none']}"
        )
    else:
        sentence = f"{who} {_personal(claim, verb)}"
    when = "" if claim.date is None and claim.modality is not Modality.OCCURRED else f", {on_day(claim.date)}"
    condition = f" (condition: {claim.condition})" if claim.condition else ""
    return f"{sentence}{when}{condition}"


def _personal(claim: Claim, verb: dict[str, str]) -> str:
    plural = len(claim.actors) > 1
    match claim.modality:
        case Modality.OCCURRED:
            return verb["past"]
        case Modality.SCHEDULED:
            return f"{'are' if plural else 'is'} to {verb['to']}"
        case Modality.CONDITIONAL:
            return f"would {verb['to']}"
        case Modality.PROPOSED:
            return f"may {verb['to']} (proposed, not decided)"
        case Modality.DENIED:
            return f"did not, or will not, {verb['to']}"


def _impersonal(claim: Claim, verb: dict[str, str]) -> str:
    whom = f" for {names(claim.actors)}" if claim.actors else ""
    match claim.modality:
        case Modality.OCCURRED:
            return verb["none"] + whom
        case Modality.DENIED:
            return f"it did not {verb['none_to']}{whom}"
        case Modality.CONDITIONAL:
            return f"it will {verb['none_to']}{whom} on a condition"
        case _:
            return f"it is to {verb['none_to']}{whom}"


def voice(claim: Claim, publisher: str | None) -> str:
    """Who says it and how surely: ``KCNA ← Associated Press, reported``."""
    who = " ← ".join(claim.source) or (publisher or "the article itself")
    return who if claim.certainty is Certainty.STATED else f"{who}; {claim.certainty.value}"


def obligation_says(item: Obligation, parties: Sequence[str]) -> str:
    """The obligation as one sentence: trigger, who owes, response, extent, timing."""
    head = trigger_says(item.when, many=len(parties) > 2) if item.when else ""
    owes = item.owes
    who, verb = _debtors(item, parties)
    if item.when and item.owed == "mutual":
        who, verb = ("each other party" if len(parties) > 2 else "the other"), "owes"
    parts = [f"{who} {verb}: {owes.what}"]
    parts += [f"with {owes.extent}"] if owes.extent else []
    parts += [f"by {owes.means}"] if owes.means else []
    parts += [owes.timing] if owes.timing else []
    parts += [f"in {listed(owes.fields)}"] if owes.fields else []
    body = ", ".join(parts)
    if owes.discretion:
        body += f"; the form is left to it: {owes.discretion}"
    return f"{head}, {body}" if head else body[:1].upper() + body[1:]


def _debtors(item: Obligation, parties: Sequence[str]) -> tuple[str, str]:
    if item.owed == "mutual":
        return ("the parties", "owe each other") if len(parties) > 2 else ("each", "owes the other")
    if item.owed == "any state":
        return "each party", "owes every state, party or not"
    debtors = sorted({state for way in item.directions for state in way.from_})
    creditors = sorted({state for way in item.directions for state in way.to})
    return names(debtors), f"owe{'s' if len(debtors) == 1 else ''} {names(creditors)}"


def trigger_says(when: Trigger, *, many: bool) -> str:
    """The trigger as an if-clause."""
    one = "a party" if many else "one of the two"
    target = one if when.on == ("party",) else ("it" if when.on == ("self",) else names(when.on))
    happening = listed([_HAPPENINGS.get(what, f"({what})") for what in when.what], "or")
    parts = [f"If {target} {happening}" if set(when.what) <= _STRIKES else f"If {happening}"]
    if by := adversary_says(when.by) or ("any state or states" if set(when.what) & _ATTACKS else ""):
        parts.append(f"by {by}")
    if when.puts:
        parts.append(f"so that it is in a {when.puts}")
    parts += [f"in {listed(when.where, 'or')}"] if when.where else []
    parts += [f"(counting {listed(when.against)})"] if when.against else []
    parts += ["without provocation"] if when.unprovoked else []
    parts += [f"after a refused demand ({when.after_demand})"] if when.after_demand else []
    parts += [f"in {when.conflict}"] if when.conflict else []
    parts += ["and it asks for help"] if when.request else []
    parts += [f"once {when.finding_by} has found so"] if when.finding_by else []
    parts += [f"{when.self_judged}"] if when.self_judged else []
    parts += [f"and only so far as {names(when.first.by)} {when.first.does}"] if when.first else []
    parts += [f"({when.describes})"] if when.describes else []
    return " ".join(parts)


_HAPPENINGS = {
    "armed attack": "suffers an armed attack",
    "invasion": "suffers an armed invasion",
    "war": "is at war",
    "war declared": "has war declared on it",
    "threat": "is threatened",
    "internal unrest": "suffers unrest within",
    "mobilisation": "faces a mobilisation",
    "forced to war": "is forced to make war",
    "violation": "a protected clause or zone is violated",
    "question": "a question about the commitments comes up",
    "always": "at any time",
    "act": "another state acts",
}
_STRIKES = frozenset(list(_HAPPENINGS)[:8])
_ATTACKS = frozenset({"armed attack", "invasion"})


def adversary_says(by: Adversary) -> str:
    """The adversary in words; empty where any state will do."""
    parts = [names(by.states)] if by.states else []
    parts += ["a great power"] if by.great_power else []
    parts += ["a state outside the treaty"] if by.outside else []
    parts += ["a European state"] if by.european else []
    parts += [by.defined] if by.defined else []
    parts += [adversary_says(item) for item in by.alternatives]
    words = listed([part for part in parts if part], "or")
    if by.supported_by:
        words += f" supported by {names(by.supported_by)}"
    if by.at_least > 1:
        words = f"{by.at_least} or more of {words or 'any states'}"
    if by.not_states:
        words += f" (not {names(by.not_states)})"
    if by.not_in:
        words += f" not then taking part in {by.not_in}"
    return words.strip()


def limits(item: Obligation) -> tuple[str, ...]:
    """What limits the obligation, one phrase each."""
    found = [f"under {law}" for law in item.under]
    found += [item.proviso] if item.proviso else []
    found += [exemption.says for exemption in item.exceptions]
    found += [f"{names(view.by)}: {view.says}" for view in item.understandings]
    return tuple(found)


def standing_says(title: str, standing: str, since: Any) -> str:
    """``title: in force since 4 December 2024``."""
    tail = f" since {day(since)}" if since is not None else ""
    return f"{title}: {standing}{tail}"


def with_names(text: str, actors: Sequence[str]) -> str:
    """The text with ids of these actors as names: ``PRK had ratified`` as ``North Korea had ratified``."""
    for actor in actors:
        if actor in text:
            text = _word(actor).sub(name(actor), text)
    return text


@cache
def _word(actor: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w:-]){re.escape(actor)}(?![\w:-])")


def source_says(treaty: Treaty, act: Act) -> str:
    """The act's source as a reader can find it: publisher of the source noted in the file, else its own words."""
    note = next((item for item in treaty.sources if item.id == act.source), None)
    return (note.publisher or note.title) if note else act.source
