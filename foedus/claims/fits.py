"""Whether a frame fits its sentence: the kinds of object and subject that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable

from foedus.claims.at_home import ABOUT_HOME, bill_at, chamber_told
from foedus.claims.context import Who, is_state
from foedus.claims.counts import NUMBER_OF
from foedus.claims.kinds import KINDS, Place
from foedus.claims.lexicon import Frame, heads
from foedus.claims.linking import TREATY_MAKERS
from foedus.claims.mention import Instrument
from foedus.claims.papers import rest, step_told
from foedus.claims.roles import Roles
from foedus.claims.scene import (
    BILL,
    DECISION,
    INSTRUMENTS,
    LEAVING,
    RATIFYING,
    SUSPENDING,
    Scene,
    mentions_in,
    words_of,
)
from foedus.model.acts import ActKind


def object_fits(scene: Scene, i: int, parts: Roles, frame: Frame, mention: Instrument | None, noun: bool) -> bool:
    text = words_of(scene.tree, parts.object_all | parts.object)
    if (
        frame.about and "bill" in frame.object and scene.tree.words[i].dep != "acl"
    ):  # "adopted a decree … to lift reservations", wherever the clause hangs
        text += " " + scene.tree.after(i)[:90]
    place = Place(scene, i, parts, mention, noun, frame, text)
    if frame.about and not any(ABOUT[kind](place) for kind in frame.about):
        return False
    return any(KINDS[kind](place) for kind in frame.object)


def _leaving(place: Place) -> bool:
    if {"notice", "letter"} & set(place.frame.object):
        return bool(LEAVING.search(rest(place)))
    # "the decree signed by …" only names it; what is signed "with Norway" is no law
    told_as = place.scene.tree.words[place.i].dep != "acl" and not place.parts.partners
    same_bill = told_as and (
        bool(BILL.search(place.own)) and not RATIFYING.search(place.text) and place.scene.context.bill == "leaving"
    )
    return bool(LEAVING.search(place.text)) or same_bill


def _suspending(place: Place) -> bool:
    told_as = place.scene.tree.words[place.i].dep != "acl" and not place.parts.partners
    same_bill = told_as and bool(BILL.search(place.own)) and place.scene.context.bill == "suspending"
    return bool(SUSPENDING.search(place.text)) or same_bill


def _in_sentence(pattern: str, flags: int = re.I) -> Callable[[Place], bool]:
    found = re.compile(pattern, flags)
    return lambda place: bool(found.search(place.scene.tree.sentence.text))


_UNDER = re.compile(r"\b(?:under|pursuant to|in accordance with|in line with|provided for (?:in|by)|against)\b", re.I)


def _named_after(place: Place) -> bool:
    """Is a treaty named after the words "under" or "pursuant to"?"""
    tree = place.scene.tree
    match = _UNDER.search(place.after)
    at = tree.words[place.i].end + (match.end() if match else 0)
    return any(m.start >= at and not m.excluded for m in place.scene.instruments)


_OLD_YEAR = re.compile(
    r"[^.;,]{0,40}?\b(?:in|on|of|from|to|since) (?:[\w.]+ ){0,3}?(?:\d{1,2}, ?)?(?:1[6-9]\d\d|20\d\d)\b"
)
_MEETINGS = frozenset(
    "talks negotiations discussions consultations meeting meetings visit summit round rounds mediation conference "
    "efforts months weeks days bargaining diplomacy".split()
)
_FAILING = re.compile(r"\b(?:fail\w*|not|cannot|never|refus\w+|unwilling|unable)\b|n['’]t\b", re.I)
_BREAKING = re.compile(r"\b(?:(?:is|was|are|were)|(?:will|would)|(?:decided|threatened|vowed|plans?) to) $", re.I)


_BARE_MEMBERSHIP = re.compile(r" for (?:full )?(?:membership|admission|accession)(?:[.,;]|$| last| in \w+ \d| too)")
_NTH_STATE = re.compile(
    r"\b(?:first|second|third|last|latest|\w+(?:th|st|nd|rd)) (?:member )?(?:state|country|nation|government) to $"
)
_VOTES = (ActKind.LEGISLATIVE_APPROVAL, ActKind.RATIFICATION, ActKind.LEGISLATIVE_REJECTION)
_TO_COME = re.compile(r"\b(?:will|shall|yet to|expected to|set to|due to)(?: only| then| now)? be(?: \w+ly)? $")
_ASSEMBLY = re.compile(
    r"[^.;]{0,120}?\b(?:by|at|in) (?:the |an? )?(?:[\w-]+ ){0,4}?"
    r"(?:General Assembly|United Nations|U\.?N\.?|[Cc]onference|consensus|delegates|plenary|[Ss]ummit)\b"
)


ABOUT: dict[str, Callable[[Place], bool]] = {
    **ABOUT_HOME,
    "leaving": _leaving,
    "joining": lambda place: (
        bool(re.search(r"\b(?:membership|accession|admission|join|entry)\b", place.after[:80]))
        and (bool(place.told) or KINDS["organisation"](place) or bool(_BARE_MEMBERSHIP.match(place.after)))
    ),
    "suspending": _suspending,
    "ratifying": lambda place: bool(RATIFYING.search(place.text)),
    "approving": lambda place: bool(place.told) and bool(re.search(r"\b(?:approv|accept|endors)\w+", place.text, re.I)),
    "under-article": _in_sentence(r"\bunder (?:nato(?:['’]s)? )?article\b"),
    "exchange-of-instruments": lambda place: bool(
        re.search(r"\bexchang\w+\b", place.text, re.I)
        and INSTRUMENTS.search(place.text)
        and not re.search(r"\bexchange of (?:diplomatic )?(?:notes|letters)\b", place.text, re.I)
    ),
    "instrument": lambda place: bool(place.told),
    "to-legislature": lambda place: chamber_told(place.scene, place.i) is not None,
    "abeyance": _in_sentence(r"\bin (?:abeyance|limbo|suspense|cold storage)\b|\bon (?:hold|ice)\b"),
    "invalid": _in_sentence(
        r"\b(?:null and void|void|invalid|null|nullified|dead|defunct|no longer (?:valid|binding))\b"
    ),
    "nth-state": lambda place: bool(_NTH_STATE.search(place.before)),
    "after-another": lambda place: bool(place.scene.past) and place.scene.past[-1].act in _VOTES,
    "failing": lambda place: bool(_FAILING.search(place.before[-70:])),
    "breaking-off": lambda place: bool(_BREAKING.search(place.before[-40:])),
    "assembly": lambda place: bool(_ASSEMBLY.match(place.after)),
    "to-come": lambda place: bool(_TO_COME.search(place.before)),
    "turned-down": lambda place: (
        not place.scene.tree.words[place.i].low.startswith(("turn", "vote"))
        or bool(re.match(r"[^.;]{0,40}?\bdown\b", place.after))
    ),
    "provisional": _in_sentence(r"\bprovisional(?:ly)?\b"),
    "changing": lambda place: bool(
        re.search(r"\b(?:modif|amend|revis|renegotiat|review|chang|alter)\w*", rest(place), re.I)
    ),
    "step": step_told,
    "to-depositary": lambda place: bool(re.search(r"\bdeposit(?:ar|or)(?:y|ies)\b", rest(place), re.I)),
    "under-treaty": lambda place: bool(_UNDER.search(place.after)) and bool(_named_after(place)),
    "old-year": lambda place: (
        place.mention is not None
        and place.mention.tree.words[place.mention.core].low in heads()
        and bool(_OLD_YEAR.match(place.after))
    ),
    "meeting-before": lambda place: (
        not _MEETINGS.isdisjoint(words_of(place.scene.tree, place.parts.subject).lower().split())
    ),
    "back-into": lambda place: bool(re.match(r" back (?:into|to|in)\b", place.after)),
    "no-longer": _in_sentence(r"\bno longer\b"),
    "reservation-word": lambda place: "reservation" in place.text.lower(),
    "decision": lambda place: (
        bool(DECISION.search(place.scene.tree.sentence.text)) or bool(DECISION.search(place.text))
    ),
}
"""What must stand below the object, or in the sentence."""


_ENVOYS = frozenset("representatives delegates delegations envoys negotiators diplomats ministers".split())
_COUNTED = re.compile(
    r"\b(?:\d+|all|dozens|[Tt]wo|[Tt]hree|[Tt]en|\w+teen|\w+ty) (?:\w+ ){0,2}?(?:countries|states|nations|members)\b",
    re.I,
)
_MEETING = re.compile(r"\b(?:[Cc]onference|[Aa]ssembly|[Ss]ummit|[Pp]lenary|[Ss]ession|COP\d*|by consensus)\b")
_GATHERING = re.compile(
    r"\b(?:[Cc]onference|(?:General )?Assembly(?: of)?|States Parties|[Pp]lenary|[Dd]elegates|[Cc]onferees|[Ss]ummit|"
    r"COP\d*|[Nn]egotiators|[Mm]eeting of (?:the )?[Pp]arties|[Mm]ember (?:states|countries|nations)|\d+ (?:countries|"
    r"states|nations)|[Cc]ouncil of Ministers|(?:[Ww]orld|[Mm]ember) governments|[Ww]orld(?: \w+)? [Mm]inisters|"
    r"[Rr]epresentatives (?:of|from) (?:\w+ ){0,3}?(?:countries|states|nations|governments)|"
    r"(?:world|African|Arab|Asian|Pacific|European|regional) leaders)\b"
)


def subject_fits(frame: Frame, subject: Who, parts: Roles, scene: Scene, noun: bool) -> bool:
    if subject.legislature and "legislature" in frame.not_subject:
        return False
    if not frame.subject:
        return True
    for kind in frame.subject:
        if kind == "legislature" and subject.legislature:
            return True
        if kind == "state" and subject.actors and not (subject.legislature and "legislature" in frame.not_subject):
            return True
        if kind == "pair" and (subject.both or len(subject.actors) == 2):
            return True
        if kind == "people" and _PEOPLE.search(words_of(scene.tree, parts.subject)):
            return True
        if kind == "bill-told" and bill_at(scene, parts.subject_head):
            return True
        if kind == "gathering" and _GATHERING.search(words_of(scene.tree, parts.subject)):
            return True
        if kind == "number" and parts.subject_head >= 0 and scene.tree.words[parts.subject_head].tag == "CD":
            return True  # "to date ten have ratified"
        if kind == "states-counted" and (
            _COUNTED.search(words_of(scene.tree, parts.subject)) or NUMBER_OF.search(scene.tree.sentence.text)
        ):
            head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
            if head not in _ENVOYS:
                return True  # "60 countries"; the representatives of 60 countries adopt it
        if kind == "gathering" and _MEETING.search(scene.tree.sentence.text):
            head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
            if head in ("ministers", "leaders", "members", "states", "countries", "delegations", "parties"):
                return True
        if kind == "head" and subject.head and subject.actors and not subject.legislature:
            return True
        if kind == "cabinet" and subject.actors and _CABINET.search(words_of(scene.tree, parts.subject)):
            return True
        if kind == "organisation" and subject.actors and not any(is_state(actor) for actor in subject.actors):
            return True
        if kind == "union" and subject.actors and set(subject.actors) <= TREATY_MAKERS and not subject.legislature:
            return True
        if kind == "collective" and subject.collective:
            return True
        if kind == "papers" and parts.subject_head >= 0 and _PAPERS.fullmatch(scene.tree.words[parts.subject_head].low):
            return bool(RATIFYING.search(words_of(scene.tree, parts.subject)))
        if kind == "term" and parts.subject_head >= 0 and scene.tree.words[parts.subject_head].low in _TERM:
            return True
        if kind == "delegates" and not subject.legislature and _delegates(scene, parts):
            return True
        if kind == "decision" and decided_act(scene, parts):
            return True
        if kind == "instrument" and _talks_head(scene, parts):
            continue  # "talks on the treaty ended": the talks did
        if kind == "instrument" and parts.subject_head >= 0 and scene.tree.words[parts.subject_head].low in _LAWS:
            continue  # "the law on the treaty entered into force": the law did
        if kind == "instrument" and (mentions_in(scene, parts.subject) or _points_at_treaty(scene, parts)):
            return True
    return False


_CABINET = re.compile(r"\b(?:cabinet|council of ministers)\b", re.I)
_PEOPLE = re.compile(r"\b(?:voters|electorate|citizens|people|public|referendum)\b", re.I)
_PAPERS = re.compile(r"instruments?|documents?")
_TERM = frozenset("extension renewal prolongation lease leases".split())
_DELEGATES = frozenset(
    "delegates delegations negotiators diplomats governments countries nations states parties members conference "
    "summit plenary assembly congress ministers leaders representatives participants signatories".split()
)


def _delegates(scene: Scene, parts: Roles) -> bool:
    """Those who make a text together: "delegates from 120 countries", "the conference", "WTO ministers"."""
    return parts.subject_head >= 0 and scene.tree.words[parts.subject_head].low in _DELEGATES


_LAWS = ("law", "bill", "decree", "legislation")
_EFFECT_OF = {
    "exits": "withdrawal",
    "withdrawals": "withdrawal",
    "departures": "withdrawal",
    "termination": "termination",
    "expiry": "termination",
    "membership": "accession",
    "admission": "accession",
    "withdrawal": "withdrawal",
    "exit": "withdrawal",
    "denunciation": "withdrawal",
    "departure": "withdrawal",
    "pullout": "withdrawal",
    "suspension": "suspension",
    "accession": "accession",
    "reservation": "reservation",
}


def decided_act(scene: Scene, parts: Roles) -> ActKind | None:
    """The act whose effect is told: "the withdrawal takes effect", "its decision took effect"."""
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    if head in _EFFECT_OF:
        return ActKind(_EFFECT_OF[head])
    if head not in ("decision", "move", "step", *_LAWS):
        return None
    below = words_of(scene.tree, scene.tree.subtree(parts.subject_head))
    ended = re.search(r"\bto (terminate|end|cancel|suspend)\b", below)
    if ended:
        return ActKind.SUSPENSION if ended[1] == "suspend" else ActKind.TERMINATION
    if head in _LAWS:  # a law on a treaty binds at home; one on leaving it lets it leave
        return ActKind.WITHDRAWAL if LEAVING.search(below) else None
    told = scene.decided if scene.decided in _EFFECT_OF.values() else None  # a decision to extend binds at home
    return ActKind.WITHDRAWAL if LEAVING.search(below) else told


def _talks_head(scene: Scene, parts: Roles) -> bool:
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    return head in ("talks", "negotiations", "discussions", "consultations", "round")


def _points_at_treaty(scene: Scene, parts: Roles) -> bool:
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    if head == "it" and scene.decided in (ActKind.WITHDRAWAL, ActKind.NOTIFICATION, ActKind.SUSPENSION):
        return False  # "… its withdrawal. It takes effect a year later": the leaving does
    return head in ("it", "which", "that") or not scene.tree.parsed
