"""What a text says that a treaty says: defence, consultation, cooperation and the like, with trigger and response."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from foedus.claims.lexicon import data
from foedus.claims.linking import Treaty
from foedus.claims.segments import Sentence


@dataclass(slots=True)
class Clause:
    """A reported clause before it becomes a Provision."""

    treaty: Treaty
    kind: str
    trigger: str | None
    response: str | None
    qualifiers: tuple[str, ...]
    fields: tuple[str, ...]
    start: int
    end: int
    sentence: Sentence


_THREAT = re.compile(
    r"\b(?:attack\w*|invasion|invade[sd]?|aggression|war|threat\w*|hostilit\w+|assault\w*|incursions?)\b", re.I
)
_MARK = re.compile(
    r"\b(?:in (?:the )?case (?:of|that)|in case|if|in the event (?:of|that)|"
    r"in a (?:scenario|situation) (?:in which|where)|when|whenever|should|once|facing|faced with)\s+",
    re.I,
)
_TURNED = re.compile(
    r"\b(?P<trigger>(?:an |any )?(?:armed )?(?:attack|aggression|assault) (?:on|against) [^,;.“”\"]{3,90}?) "
    r"(?:shall |will |would |must |should |is |are )?(?:be )?(?P<response>(?:seen|regarded|considered|treated|deemed) "
    r"(?:as |to be )?an? (?:attack|act of aggression|aggression) (?:on|against) [^,;.“”\"]{2,60})",
    re.I,
)
"""An attack on one is an attack on all: the duty told without a conditional."""
_STOP = re.compile(r"[;:—“”\"]|(?<!\b[A-Z])\.(?!\w)|,")
_ANSWERS = re.compile(
    r"\s+(?:and )?(?:the other|both|each|they|it|all)\b[^,;.]{0,30}?\b(?:shall|will|must|would|is to|are to)\b"
)
_GIVE = (
    r"(?:provid|giv|render|offer|send|lend|extend|suppl|deliver)(?:e|es|ed|ing|y|ies)?\s+"
    r"(?:\S+\s+){0,6}?(?:assistance|help|aid|support|relief|backing)\b"
)
_RESPONSE = re.compile(
    r"\b(" + _GIVE + r"|provid\w+ (?:immediate |military|mutual|all|armed|any)\b|"
    r"com\w+ to (?:the|each other['’]s|one another['’]s|its|their|another['’]s|an? \w+['’]s) "
    r"(?:aid|assistance|help|rescue|defen[cs]e)|"
    r"(?:assist|aid|defend|help|support)(?:s|ing)? (?:each other|one another|the other|another)|"
    r"act (?:jointly|together|as one)|take (?:joint|collective|all necessary|immediate) (?:action|measures|steps)|"
    r"hold(?:ing)? (?:immediate |urgent )?consultations|consult\w*|"
    r"(?:not to|not|refrain from|never to) (?:enter(?:ing)? into|allow(?:ing)?|conclud(?:e|ing)|join(?:ing)?|"
    r"attack(?:ing)?|permit(?:ting)?|us(?:e|ing) force|resort(?:ing)? to)|"
    r"renounc\w+ (?:the use of )?(?:force|war)|(?:to )?establish |work (?:bilaterally|together|jointly)|"
    r"co-?operat\w+ (?:in|on|to|across|over)|expand\w* cooperation|remain neutral|stay neutral)",
    re.I,
)
_GOES_ON = re.compile(
    r",\s+(?:with|by|using|including|without|in line|in accordance|under|through|up to|and (?:not|to|with|by)\b)", re.I
)
_ASIDE = re.compile(
    r",(?P<closing>[”\"]?)\s+(?:according to|as |which|while|but|although|though|officials|"
    r"he|she|(?:[A-Z]\w+\s){1,4}(?:said|says|told|reported)|(?:the )?(?:\w+\s){1,4}(?:said|says|told|reported))\b"
)
_QUALIFIERS = (
    ("without delay", "without delay"),
    ("immediately", "immediately"),
    ("all available means", "all available means"),
    ("all means in its possession", "all means in its possession"),
    ("each other", "mutual"),
    ("either country", "mutual"),
    ("any one of the two sides", "mutual"),
    ("constitutional processes", "in line with constitutional processes"),
    ("article 51", "in line with Article 51 of the UN Charter"),
    ("under their laws", "in line with national laws"),
    ("mutual", "mutual"),
)


def clauses(sentences: Sequence[Sentence], treaty_at: Callable[[Sentence], Treaty | None]) -> list[Clause]:
    """The clauses that a text reports, each once; a second telling of a clause adds what the first leaves out."""
    found: list[Clause] = []
    for sentence in sentences:
        if sentence.heading:
            continue
        kind = kind_of(sentence.text)
        if kind is None:
            continue
        treaty = treaty_at(sentence)
        if treaty is None or treaty.excluded:
            continue
        made = _clause(sentence, kind, treaty)
        twin = next((old for old in found if old.treaty is treaty and old.kind == kind and _twins(old, made)), None)
        if twin is None:
            found.append(made)
        else:
            _join(twin, made)
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]]:
    """The words of duty, and each kind with the lists of words that it needs, as patterns."""
    table = data("provisions")
    duty = re.compile(r"\b(?:" + "|".join(map(re.escape, table["duty"]["words"])) + ")")
    kinds = tuple(
        (str(kind["id"]), tuple(re.compile(r"\b(?:" + "|".join(map(re.escape, row)) + r")\b") for row in kind["needs"]))
        for kind in table["kind"]
    )
    return duty, kinds


def kind_of(text: str) -> str | None:
    """The kind of clause that a sentence reports, or None where it reports none."""
    low = text.lower().replace("’", "'")
    duty, kinds = _patterns()
    if not duty.search(low):
        return None
    return next((id for id, needs in kinds if all(need.search(low) for need in needs)), None)


def _clause(sentence: Sentence, kind: str, treaty: Treaty) -> Clause:
    text = sentence.text
    low = text.lower()
    trigger = _trigger(text) if kind in ("defence", "consultation", "neutrality") else None
    response = _response(text, kind)
    turned = _TURNED.search(text) if kind == "defence" else None
    if turned is not None and (trigger is None or response is None):
        trigger, response = turned["trigger"], turned["response"]
    fields: tuple[str, ...] = ()
    if kind == "cooperation":
        fields = tuple(
            name
            for name, row in data("provisions")["fields"].items()
            if any(re.search(rf"\b{re.escape(word)}\b", low) for word in row)
        )
    qualifiers = tuple(dict.fromkeys(label for words, label in _QUALIFIERS if words in low))
    return Clause(
        treaty,
        kind,
        _clean(trigger) if trigger else None,
        _clean(response) if response else None,
        qualifiers,
        fields,
        sentence.start,
        sentence.end,
        sentence,
    )


def _trigger(text: str) -> str | None:
    """The words after "if", "in case" and the like up to the next mark, where they speak of a threat: never cut."""
    for mark in _MARK.finditer(text):
        stop = _STOP.search(text, mark.end())
        words = text[mark.end() : stop.start() if stop else len(text)]
        answer = _ANSWERS.search(words)
        if answer and _THREAT.search(words[: answer.start()]):
            words = words[: answer.start()]
        if _THREAT.search(words):
            return words
    return None


def _response(text: str, kind: str) -> str | None:
    """What is owed: from its verb to the end of the phrase or to the condition; whole words, as the text has them."""
    match = _RESPONSE.search(text)
    if match is None:
        return None
    start, end = match.start(), len(text)
    for mark in _MARK.finditer(text, match.end()):
        if kind != "cooperation" and _THREAT.search(text, mark.end()):
            end = mark.start()
            break
    aside = _ASIDE.search(text, match.end(), end)
    end = aside.end("closing") if aside and aside["closing"] else aside.start() if aside else end
    opened = 0
    for stop in _STOP.finditer(text, match.end(), end):
        sign = stop[0]
        if sign == "“" or (sign == '"' and not opened):
            opened = 1  # words quoted inside the phrase belong to it
        elif sign in '”"' and opened:
            opened = 0
        elif sign == "," and (kind in ("cooperation", "consultation") or _GOES_ON.match(text, stop.start())):
            continue
        else:
            end = stop.start()
            break
    return text[start:end]


def _clean(words: str) -> str:
    made = re.sub(r"\s+", " ", words).strip(" ,.;")
    if made.count("“") != made.count("”") or made.count('"') % 2:
        made = made.strip('“”"')
    return made


def _twins(a: Clause, b: Clause) -> bool:
    """Two tellings of one clause: one kind and, for cooperation, a field in common or none in either."""
    if a.kind != "cooperation":
        return True
    return bool(set(a.fields) & set(b.fields)) or (
        not a.fields and not b.fields and (a.response or "")[:30] == (b.response or "")[:30]
    )


def _join(kept: Clause, more: Clause) -> None:
    if more.trigger and more.response and len(more.trigger) > len(kept.trigger or ""):
        kept.trigger, kept.response = more.trigger, more.response  # what is owed goes with what it is owed on
    if more.trigger and len(more.trigger) > len(kept.trigger or ""):
        kept.trigger = more.trigger
    if more.response and len(more.response) > len(kept.response or ""):
        kept.response = more.response
    kept.qualifiers = tuple(dict.fromkeys((*kept.qualifiers, *more.qualifiers)))
    kept.fields = tuple(dict.fromkeys((*kept.fields, *more.fields)))
