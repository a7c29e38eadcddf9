"""Which day of a sentence is the act's: not that of speech, not another act's."""

from __future__ import annotations

import re
from datetime import date, timedelta

from foedus.claims.dates import DateWords, resolve
from foedus.claims.lexicon import every_form, telling
from foedus.claims.modality import Put
from foedus.claims.rounds import TALKING
from foedus.claims.scene import BILL, Scene
from foedus.claims.speakers import Speaker
from foedus.claims.trees import Tree, Word
from foedus.model.acts import ActKind
from foedus.model.claims import Modality, When
from foedus.model.dates import PartialDate, partial_date


def inside_future(tree: Tree, i: int) -> bool:
    """An exchange told in the time clause of a sentence that looks ahead ("will take effect when … exchanged")."""
    before = tree.before(i)
    helps = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep in ("aux", "auxpass")}
    if re.search(
        r"\b(?:will|shall|is to)\b[^.;]*\b(?:from|on) the (?:day|date) (?:when|on which|that)\b", before, re.I
    ):
        return True  # "will take effect from the day when both sides exchanged them": a day to come
    if helps & {"was", "were", "had"} or (tree.words[i].tag == "VBD" and not helps):
        return False  # "will join in June after the protocol was signed in May"
    if _done_above(tree, i):
        return False  # "will take effect in June after Peru became the tenth to ratify"
    return bool(
        re.search(
            (
                r"\b(?:will|shall|is to|would)\b[^.;]*\b(?:when|after|once|upon|from the (?:day|date)|on the "
                r"(?:day|date)|as soon as|following)\b"
            ),
            before,
            re.I,
        )
    )


def _done_above(tree: Tree, i: int) -> bool:
    """Does a small verb hang on one that tells what has come about?"""
    at = tree.words[i]
    while at.tag == "VB" and at.dep in ("xcomp", "acl", "relcl", "advcl") and at.head != at.i:
        above = tree.words[at.head]
        while above.tag.startswith("NN") and above.dep in ("attr", "pobj", "prep", "dobj") and above.head != above.i:
            above = tree.words[above.head]
        if above.tag == "VBD" and above.low in ("became", "become"):
            return True
        at = above
    return False


def when_of(
    scene: Scene, i: int, forward: bool, noun: bool, modality: Modality, voice: Speaker | None
) -> tuple[When | None, bool]:
    tree = scene.tree
    mine: list[tuple[int, DateWords]] = []
    speech: DateWords | None = None
    for item in scene.dates:
        where = tree.at(item.start, item.end)
        if not where:
            continue
        owner = _owner(tree, where, i, scene, noun)
        named_by_it = any(m.start <= item.start and item.end <= m.end for m in scene.instruments)
        if named_by_it and not tree.words[i].low.startswith("agree"):
            continue  # "the treaty of 9 February 2000": the name's day, not the act's
        if where.start and tree.words[where.start - 1].low == "dated":
            continue  # "the protocol on Baikonur dated 10 December 1994"
        if _REFERENCE.search(tree.sentence.text, 0, item.start - tree.sentence.start):
            continue  # "has ratified (see our report of 20 June)"
        if owner == "speech":
            told = resolve(item, scene.published, False, scene.near).date
            if scene.published and told and told.earliest > scene.published and modality is not Modality.OCCURRED:
                owner = "trigger"  # a day to come is not the day on which it was said
            else:
                speech = speech or item
        if owner != "trigger" or (modality is Modality.OCCURRED and _to_come(scene, item)):
            continue
        mine.append((abs(where.start - i), item))
    row = [item for _, item in sorted(mine, key=lambda pair: pair[0])]
    if row and (when := _told(scene, i, row, forward, speech, modality)):
        return when, True
    if not mine and speech is None and modality is Modality.SCHEDULED and len(scene.dates) == 1 and scene.published:
        only = resolve(scene.dates[0], scene.published, True, scene.near)
        if only.date is not None and only.date.earliest >= scene.published:
            return only, True
    if speech is not None and modality in (Modality.OCCURRED, Modality.PROPOSED, Modality.DENIED):
        perfect = any(tree.words[c].low in ("has", "have", "'s", "’s") for c in tree.words[i].children)
        announced = (
            voice is not None
            and voice.announces
            and (noun or any(tree.words[c].low == "had" for c in tree.words[i].children))
        )
        if modality is not Modality.OCCURRED or perfect or announced or tree.words[i].tag in ("VBZ", "VBP"):
            return resolve(speech, scene.published, False, scene.near), False
    return None, False


def _to_come(scene: Scene, item: DateWords) -> bool:
    """ "Signed a treaty to build a dam by 2030": what has been done was not done on a day to come."""
    told = resolve(item, scene.published, False, scene.near).date
    if scene.published is None or told is None or told.is_exact:
        return False
    return told.earliest > scene.published


_REFERENCE = re.compile(r"\((?:[Ss]ee|cf\.)\s[^()]*$")


def _told(
    scene: Scene, i: int, mine: list[DateWords], forward: bool, speech: DateWords | None, modality: Modality
) -> When | None:
    """The day that the act's own date words tell, the nearest first; an offset only where no other names a day."""
    told = [
        (
            item,
            resolve(item, scene.published, forward or _may_come(scene, i, item, modality), _near(scene, item, speech)),
        )
        for item in mine
    ]
    if told[0][1].offset:
        told.sort(key=lambda pair: pair[1].date is None)
    item, first = told[0]
    within = next((pair for pair in told[1:] if _within(pair[1].date, first.date)), None)
    if within is not None:
        return within[1]  # "this year, parliament voted for it on August 21"
    if first.date is not None or not first.offset:
        return first if first.date is not None else None
    day = _reckoned(scene, i, item, first.offset)
    return first if day is None else first.model_copy(update={"date": day, "rule": "counted from a day told beside it"})


def _within(day: PartialDate | None, frame: PartialDate | None) -> bool:
    """Is it a day of the longer time told beside it?"""
    if day is None or frame is None or frame.is_exact or not day.is_exact:
        return False
    return frame.earliest <= day.earliest and day.latest <= frame.latest


def _may_come(scene: Scene, i: int, item: DateWords, modality: Modality) -> bool:
    """ "As early as April", "wants to sign it in June", "talks may resume in August": none of the wish's own."""
    tree = scene.tree
    if re.search(r"\bas (?:early|soon) as(?: in)? $", tree.sentence.text[: item.start - tree.sentence.start]):
        return True
    if modality is not Modality.PROPOSED or not tree.parsed or item.rule not in _OPEN:
        return False
    verb = next((w for w in tree.up(tree.at(item.start, item.end).start) if w.tag.startswith("V") or w.i == i), None)
    may = verb is not None and {tree.words[c].low for c in verb.children} & {"may", "might", "could", "would"}
    own = verb is not None and verb.i == i and verb.tag in ("VB", "VBG")
    return bool(may) or (own and item.rule != "weekday")  # "applied to join on Monday": the day of the wish


_OPEN = ("month", "day month", "month day", "weekday")


_SPAN = re.compile(r"P(\d+)([DW]) (after|before)")


def _reckoned(scene: Scene, i: int, item: DateWords, offset: str) -> PartialDate | None:
    """The day N days from one told in the sentence: "signed on 3 March, in force 30 days later", "came into effect on
    Monday, four days after it was signed"."""
    span = _SPAN.fullmatch(offset)
    anchors = [d for d in scene.dates if d is not item and d.rule not in _COUNTED and d.rule != "offset"]
    if span is None or len(anchors) != 1:
        return None
    told = resolve(anchors[0], scene.published, False, scene.near).date
    if told is None or told.day is None:
        return None
    back = span[3] == "before"
    if (item.parts.get("dir") or "").lower() not in ("later", "earlier"):
        at = scene.tree.at(item.start, item.end)
        mark = next((c for c in scene.tree.words[i].children if scene.tree.words[c].dep == "mark"), -1)
        if mark not in at or anchors[0].start > item.start:
            return None  # only "on Monday, four days after it was signed": the other act has the day
        back = not back
    days = int(span[1]) * (7 if span[2] == "W" else 1)
    return partial_date(told.day + timedelta(days=-days if back else days))


_COUNTED = ("told period", "month told year", "relative day")


def _near(scene: Scene, item: DateWords, speech: DateWords | None) -> date | None:
    """The day from which "the following year", "that day" are counted: told before in the sentence, or before it."""
    if item.rule in _COUNTED:
        before = [d for d in scene.dates if d.end <= item.start and d.rule not in _COUNTED]
        told = resolve(before[-1], scene.published, False, scene.near).date if before else None
        if told is not None and (item.rule != "relative day" or told.is_exact):
            return told.earliest
        return scene.near if item.rule == "relative day" else scene.told or scene.near
    said = resolve(speech, scene.published, False, scene.near).date if speech is not None else None
    return said.day if said is not None and said.day else scene.near


def _owner(tree: Tree, where: range, i: int, scene: Scene, noun: bool) -> str:
    """Whose date it is: the trigger's, a word of speech's, or another act's."""
    at = where.start
    if not tree.parsed:
        between = tree.words[min(at, i) : max(at, i)]
        return "other" if any(word.low in telling() for word in between[1:-1]) else "trigger"
    above = {word.i: depth for depth, word in enumerate([tree.words[i], *tree.up(i)])}
    nxt = tree.words[where.stop].low if where.stop < len(tree.words) else ""
    if any(j in above for j in where) or (nxt in ("when", "where") and 0 < i - where.stop < 9):
        return "trigger"  # "from December 4, when the instruments were exchanged"
    speech = {item.verb for item in scene.speakers}
    before = next(
        (w for w in reversed(tree.words[max(0, at - 3) : at]) if w.low not in ("on", "last", "early", "late")), None
    )
    if before is not None and before.i in speech and before.i != i:
        return "speech"  # "said on Saturday the United States would leave"
    for word in (tree.words[at], *tree.up(at)):
        if word.i == i:
            return "trigger"
        if word.i in speech:
            return "speech"
        if word.dep == "relcl" and word.head == i and noun and word.low in _LIGHT:
            return "trigger"  # "its entry into force, which will take place on May 3"
        if word.dep == "relcl" and word.i not in above and word.tag.startswith("V"):
            return "other"  # "its decision, which took effect on …": another happening's day
        if word.i not in above and word.dep == "conj" and word.i > i and _joined_apart(tree, word, i):
            return "other"  # "has ratified it, and its rules take effect in May"
        if word.i not in above and word.dep in ("advcl", "pcomp") and _tells_itself(tree, word):
            return "other"  # "comes months after the two fought in May"
        if (
            word.low in telling()
            and word.i != i
            and (word.tag.startswith("V") or (word.tag.startswith("NN") and not noun and word.i not in above))
        ):
            return _shared_date(tree, word, i, above, between=word.i < at < i)
        if word.i in above and word.tag.startswith("V") and _own_clause(tree, word, i, at):
            return "speech"  # "gave notice on Monday that it will end it": the day of the telling
        if word.i in above and word.tag.startswith("V") and _in_clause_of_time(tree, word, i, at):
            return "other"  # "will take effect on 29 April, after Fiji ratified it": the first one's day
        if word.i in above and word.tag.startswith("V") and _joined_below(tree, word, i) and word.i < at < i:
            return "other"  # "was backed in 2006 and signed in 2009": the first verb's own day
        if word.i in above and (word.tag.startswith("V") or word.dep == "ROOT"):
            light = (
                word.low in _LIGHT or (tree.words[i].low in TALKING and word.low in _OF_TALKS) or _there(tree, i, word)
            )
            return "trigger" if not noun or light else "other"
    return "other"


_ATTENDING = every_form("attend witness watch host oversee observe")


def _there(tree: Tree, i: int, verb: Word) -> bool:
    """ "Spoke at the signing on Monday", "attended the signing": what somebody was at has the same day."""
    word = tree.words[i]
    if word.dep == "dobj":
        return word.head == verb.i and verb.low in _ATTENDING
    return word.dep == "pobj" and tree.words[word.head].low in ("at", "during") and tree.words[word.head].head == verb.i


def _tells_itself(tree: Tree, word: Word) -> bool:
    """Is it a past verb with a subject of its own?"""
    told = word.tag == "VBD" or any(tree.words[c].low in ("has", "have", "had", "was", "were") for c in word.children)
    return told and any(tree.words[c].dep.startswith("nsubj") for c in word.children)


def _joined_apart(tree: Tree, word: Word, i: int) -> bool:
    """A verb joined to the trigger that tells another happening: with its own subject, of taking effect, or to come."""
    if not word.tag.startswith(("V", "MD")):
        return False
    below = [tree.words[c] for c in word.children]
    if any(w.dep.startswith("nsubj") for w in below):
        return True
    mine = {tree.words[c].low for c in tree.words[i].children}
    to_come = any(w.low in ("will", "shall") for w in below) or any(w.dep == "xcomp" and w.tag == "VB" for w in below)
    return any(w.low == "into" for w in below) or (to_come and not mine & {"will", "shall", "to"})


def _in_clause_of_time(tree: Tree, main: Word, i: int, at: int) -> bool:
    """Is the trigger in a clause with "after" or "since" that stands behind the day of the main verb?"""
    below = tree.words[i]
    for above in (below, *tree.up(i)):
        if above.i == main.i:
            break
        below = above
    if below.dep != "advcl" or not _tells_itself(tree, below) or below.i < main.i:
        return False
    marks = [tree.words[c] for c in below.children if tree.words[c].dep == "mark"]
    if below.i == i and below.tag == "VBD" and any(mark.low == "as" for mark in marks):
        return False  # "entered a union on Saturday as they signed a treaty": at one time
    return any(mark.low in ("after", "since", "because", "as", "before") and at < mark.i for mark in marks)


def is_perfect(tree: Tree, i: int) -> bool:
    return any(tree.words[c].low in ("has", "have") for c in tree.words[i].children)


def by_date(act: ActKind, modality: Modality, when: When | None, manner: Put, scene: Scene) -> Modality:
    """Leaving or suspending announced with no day is an intention; with a day it is on its way."""
    if act not in (ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.ACCESSION, ActKind.TERMINATION):
        return modality
    ahead = (
        when is not None and when.date is not None and (scene.published is None or when.date.latest > scene.published)
    )
    if (
        modality is Modality.SCHEDULED
        and not ahead
        and not manner.begun
        and act in (ActKind.WITHDRAWAL, ActKind.ACCESSION)
    ):
        return Modality.PROPOSED
    return modality


_OF_TALKS = frozenset(
    "begin begun start resume resumed resumes open opened broke broken collapsed ended concluded failed stalled "
    "launched continued".split()
)
_LIGHT = frozenset(
    (
        "went came entered held place hold took take takes occurred happened came come comes announced "
        "made scheduled was is follows followed completed set due planned began started effective effect"
    ).split()
)


def _own_clause(tree: Tree, word: Word, i: int, at: int) -> bool:
    """Is the trigger in a clause of its own with a subject, told by the verb that has the day?"""
    below = tree.words[i]
    for above in tree.up(i):
        if above.i == word.i:
            break
        below = above
    if below.dep not in ("ccomp", "acl") or (below.tag in ("VBN", "VBG", "VB") and below.i != i):
        return False
    own = any(tree.words[c].dep.startswith("nsubj") for c in below.children)
    that = any(tree.words[c].low == "that" and tree.words[c].dep == "mark" for c in below.children)
    return own and that and at < below.i


def _joined_below(tree: Tree, word: Word, i: int) -> bool:
    """Is the trigger joined to the verb by "and", with no clause between?"""
    at = tree.words[i]
    while at.dep == "conj" and at.head != at.i:
        if at.head == word.i:
            return True
        at = tree.words[at.head]
    return False


def _shared_date(tree: Tree, word: Word, i: int, above: dict[int, int], between: bool = False) -> str:
    """Whose day it is where another act's word stands above: a joined act shares a day told before both."""
    trigger = tree.words[i]
    if _object_of(tree, word, i):
        return "trigger"
    if trigger.dep == "conj" and trigger.head == word.i:
        own_subject = any(tree.words[c].dep.startswith("nsubj") for c in trigger.children)
        return "other" if own_subject or between else "trigger"
    if (
        i in {w.i for w in tree.up(word.i)}
        and word.dep in ("acl", "relcl", "pcomp", "xcomp")
        and BILL.fullmatch(tree.words[word.head].low)
    ):
        return "trigger"  # "passed the bill revoking … on 18 October"
    if word.i in above and above[word.i] <= 1 and trigger.dep in ("xcomp", "pcomp", "acl", "dobj", "nsubjpass"):
        return "trigger"
    return "other"


def _object_of(tree: Tree, word: Word, i: int) -> bool:
    """ "Voted for its ratification on 21 August", "a moratorium on implementing it in 2007": the parse hangs the day on
    what the act is about."""
    above = prep = tree.words[word.head]
    if word.dep == "pcomp" and (word.tag != "VBG" or prep.low != "on"):
        return False
    if word.dep in ("pobj", "pcomp"):
        above = tree.words[prep.head]
    elif not (word.tag.startswith("NN") and word.dep == "advcl"):
        return False  # "its consent to ratification": taken for a clause by the parse
    if above.i == i:
        return True
    trigger = tree.words[i]
    if trigger.dep == "conj":
        trigger = tree.words[trigger.head]
    beside = trigger.dep == "dobj" and trigger.head == above.i  # "provided its consent to ratification on …"
    below = above.dep in ("dobj", "conj") and above.head == i  # "declare a moratorium on …"
    return beside or below
