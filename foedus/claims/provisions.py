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


_TRIGGER = re.compile(
    (
        r"\b(?:in case|if|in the event (?:of|that)|in a scenario in which|when|should|whenever|"
        r"once)\s+((?:a |an |any |either |one |of |the )?[^,;“”\"]{4,140}?(?:attack\w*|invasion|invaded|"
        r"aggression|war|threat\w*|states)[^,;.“”\"]{0,60})"
    ),
    re.I,
)
_RESPONSE = re.compile(
    (
        r"\b(provid\w+ (?:immediate |military|mutual|all|armed|any)[^,.;“”\"]{3,140}|com\w+ to (?:the|"
        r"each other's|its|their) (?:aid|defen[cs]e)[^,.;”\"]{0,60}|(?:assist|defend|help|support) each "
        r"other[^,.;”\"]{0,60}|hold consultations[^.;”\"]{0,120}|consult\w*[^.;”\"]{0,100}|(?:not to|"
        r"not) (?:enter into|allow|conclude|join|attack|permit)[^.;”\"]{3,140}|(?:to )?establish "
        r"[^.;]{5,100}|work (?:bilaterally|together)[^.;]{3,160}|cooperat\w+ (?:in|on|to)[^.;]{3,160}|"
        r"remain neutral[^.;]{0,60})"
    ),
    re.I,
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
    trigger = _TRIGGER.search(text) if kind in ("defence", "consultation", "neutrality") else None
    response = _RESPONSE.search(text)
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
        _clean(trigger[1]) if trigger else None,
        _clean(response[1]) if response else None,
        qualifiers,
        fields,
        sentence.start,
        sentence.end,
        sentence,
    )


def _clean(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(' ,.;“”"')


def _twins(a: Clause, b: Clause) -> bool:
    """Two tellings of one clause: one kind and, for cooperation, a field in common or none in either."""
    if a.kind != "cooperation":
        return True
    return bool(set(a.fields) & set(b.fields)) or (
        not a.fields and not b.fields and (a.response or "")[:30] == (b.response or "")[:30]
    )


def _join(kept: Clause, more: Clause) -> None:
    if more.trigger and len(more.trigger) > len(kept.trigger or ""):
        kept.trigger = more.trigger
    if more.response and len(more.response) > len(kept.response or ""):
        kept.response = more.response
    kept.qualifiers = tuple(dict.fromkeys((*kept.qualifiers, *more.qualifiers)))
    kept.fields = tuple(dict.fromkeys((*kept.fields, *more.fields)))
