"""How an act is put: occurred, scheduled, conditional, proposed or denied; and how sure its teller is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from foedus.claims.lexicon import data, forms_of
from foedus.claims.roles import Roles
from foedus.claims.trees import Tree
from foedus.model.claims import Certainty, Modality


@dataclass(frozen=True, slots=True)
class Put:
    """The modality with the words of the condition, and whether the clause looks ahead."""

    modality: Modality
    condition: str | None = None
    forward: bool = False


@cache
def forms(table: str, key: str = "verbs") -> frozenset[str]:
    """All forms of the verbs of a list."""
    return frozenset(form for verb in data("manner")[table][key] for form in forms_of(verb))


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """A list as a set."""
    return frozenset(data("manner")[table][key])


_PAST = frozenset(("VBD", "VBN"))
_SPEECH_SKIP = 6


def put(tree: Tree, i: int, roles: Roles, noun: bool) -> Put:
    """The modality of the act told by the word ``i``."""
    lead = set(roles.lead)
    clause = _clause(tree, i)
    if _denied(tree, i, roles, lead, noun):
        return Put(Modality.DENIED)
    condition = _condition(tree, i, roles)
    ahead = _looks_ahead(tree, i, roles, lead)
    if condition and (ahead or lead & {"would", "could", "can", "may", "might"} or condition.startswith(("unless", "if"))):
        return Put(Modality.CONDITIONAL, condition, forward=True)
    wish = _wished(tree, i, roles, lead, noun)
    if wish == "strong":
        return Put(Modality.PROPOSED, forward=True)
    if ahead:
        return Put(Modality.SCHEDULED, forward=True)
    if wish:
        return Put(Modality.PROPOSED, forward=True)
    if not noun and tree.parsed and tree.words[i].tag == "VB" and "to" in lead and not _factive(roles):
        return Put(Modality.PROPOSED, forward=True)
    if clause and re.match(r"\s*let\b", clause, re.I):
        return Put(Modality.PROPOSED, forward=True)
    return Put(Modality.OCCURRED)


def _clause(tree: Tree, i: int) -> str:
    """The words of the sentence before the trigger, from the last clause mark."""
    base = tree.sentence.start
    before = tree.sentence.text[: tree.words[i].start - base]
    return re.split(r"[;:“”\"]|, (?:but|and|while|which)\b", before)[-1]


def _denied(tree: Tree, i: int, roles: Roles, lead: set[str], noun: bool) -> bool:
    if not noun and lead & {"not", "n't", "n’t", "never", "neither", "nor"}:
        return True
    before = " ".join(word.low for word in tree.words[max(0, i - 6) : i])
    if re.search(r"\b(?:yet|still) to(?: be)?(?: \w+ly)?(?: \w+ and)?$", before) or re.search(r"\b(?:awaits?|awaiting|pending|without|no)(?: its| the)?$", before):
        return True
    if re.search(r"\bno (?:plans?|intention|desire|wish) (?:to|of)\b", before) or re.search(r"\b(?:neither|no (?:state|country|one|nation))\b", before):
        return True
    nearest = _governors(roles)
    for word in nearest[:2]:
        if word.low in forms("denied"):
            return word.low not in forms_of("rule") or "out" in before
        if word.tag.startswith("V") and not noun and any(tree.words[c].dep == "neg" for c in word.children) and not _negates_other(word.low):
            return True
    return noun and bool(nearest) and any(tree.words[c].dep == "neg" for c in nearest[0].children) and nearest[0].tag.startswith("V")


def _negates_other(low: str) -> bool:
    """"did not say it would leave" denies the saying; "does not mean leaving" denies the act."""
    return low in forms("speech")


def _governors(roles: Roles) -> list:  # type: ignore[type-arg]
    """The words above the act up to the first verb of speech, which only tells it."""
    found = []
    for word in roles.chain[:_SPEECH_SKIP]:
        if word.low in forms("speech", "plain"):
            break
        found.append(word)
    return found


def _wished(tree: Tree, i: int, roles: Roles, lead: set[str], noun: bool) -> str:
    if lead & {"should", "must", "may", "might", "could", "let", "ought"}:
        return "strong"
    for word in _governors(roles)[:3]:
        low = word.low
        if low in forms("scheduled") and low not in ("set",):
            return ""
        if low in forms("proposed") or (low in listed("proposed", "nouns") and (noun or tree.words[i].tag in ("VB", "VBG", ""))):
            # "agreed to sign", "decided to leave" are still plans; "worked out", "called ... void" are not
            if low in forms_of("work") + forms_of("call") + forms_of("tell") + forms_of("support") and tree.words[i].tag != "VB":
                continue
            return "strong"
        if low in listed("proposed", "adjectives"):
            return "strong"
    if "would" in lead:
        return "weak"
    if not tree.parsed:
        window = [word.low for word in tree.words[max(0, i - 7) : i]]
        if set(window) & (forms("proposed") | listed("proposed", "nouns")) and "to" in window[-3:]:
            return "strong"
    return ""


def _looks_ahead(tree: Tree, i: int, roles: Roles, lead: set[str]) -> bool:
    if lead & listed("scheduled", "lead"):
        return True
    for word in _governors(roles)[:3]:
        if any(tree.words[c].low in listed("scheduled", "lead") and tree.words[c].dep == "aux" for c in word.children):
            return True
        if word.low in listed("scheduled", "adjectives") | forms("scheduled") and tree.words[i].tag in ("VB", "VBG", ""):
            return True
    before = " ".join(word.low for word in tree.words[max(0, i - 5) : i])
    return bool(re.search(r"\b(?:is|are|was|were) (?:due |set |about |scheduled |expected |poised |slated )?to(?: be)?(?: \w+ly)?$", before) or re.search(r"\b(?:will|shall|'ll|’ll)(?: \w+){0,3}$", before))


def _factive(roles: Roles) -> bool:
    """Verbs after which the act did come about: "became the first to ratify", "rushed to sign"."""
    return any(word.low in ("first", "last", "latest", "became", "becoming", "rushed", "managed", "began", "went", "one", "country", "countries", "only", "state", "nation", "become", "used", "helped", "came", "met", "gathered", "returned") for word in roles.chain[:2])


_MARK = re.compile(r"\b(if|unless|provided(?: that)?|as soon as|once|subject to|contingent on|on condition that|only after|pending)\b\s+([^,.;“”\"]{3,120})", re.I)


def _condition(tree: Tree, i: int, roles: Roles) -> str | None:
    """The words of a condition that the act hangs on, from its own clause."""
    text = tree.sentence.text
    at = tree.words[i].start - tree.sentence.start
    for match in _MARK.finditer(text):
        inside = match.start(2) <= at < match.end(2)
        if inside and match[1].lower() not in ("unless",):
            continue  # the act is itself the condition of something else
        if match[1].lower() in ("once", "pending") and match.start() < at and not match.start() == 0 and match[1].lower() == "once" and "," not in text[at:]:
            pass
        if match[1].lower() == "once" and not re.search(r"\b(?:has|have|is|are|exchange|ratif|complet|approv|parties|both)\w*", match[2]):
            continue
        return f"{match[1].lower()} {match[2].strip()}" if match[1].lower() in ("unless", "if", "subject to") else match[2].strip()
    return None


_HINGE = re.compile(
    r"\b(?:when|after|once|upon|following|from the (?:day|date|moment)(?: when| of| on which)?|on the (?:day|date) (?:when|of|on which)|as soon as|as and when|on)\b\s+((?:the |an |both |all |its |their )?[^,.;“”\"]{0,80}?(?:exchang|ratif|deposit|notif|approv|complet)[^,.;“”\"]{0,80})",
    re.I,
)


def hinge(tree: Tree, i: int) -> str | None:
    """The further act on which an entry into force waits ("from the day when both sides exchanged the instruments")."""
    match = _HINGE.search(tree.sentence.text, tree.words[i].start - tree.sentence.start)
    return match[1].strip() if match else None


def certainty_of(sentence: str, speakers: tuple[str, ...], believed: bool) -> Certainty:
    """How sure the teller is, by hedges in the sentence and by who speaks."""
    low = sentence.lower()
    hedges = data("manner")["hedges"]
    if any(phrase in low for phrase in hedges["suspected"]):
        return Certainty.SUSPECTED
    if believed or any(phrase in low for phrase in hedges["believed"]):
        return Certainty.BELIEVED
    if any(phrase in low for phrase in hedges["reported"]) or (speakers and is_media(speakers[0])):
        return Certainty.REPORTED
    return Certainty.STATED


def is_media(speaker: str) -> bool:
    """Is the speaker a newspaper, an agency or "reports"?"""
    low = speaker.lower()
    row = set(re.findall(r"[\w']+", low))
    media = listed("speech", "media")
    official = bool(row & {"ministry", "minister", "president", "government", "spokesman", "spokeswoman", "spokesperson", "official", "officials", "secretary"})
    return not official and (bool(row & media) or any(" " in name and name in low for name in media))
