"""Kinds of object in the steps that a state takes at home: the bill on a treaty, its readings, what is put off."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from foedus.claims.lexicon import words
from foedus.claims.names import LEGISLATIVE
from foedus.claims.scene import BILL, LEAVING, RATIFYING, Scene, is_behind, mentions_in
from foedus.claims.trees import Word
from foedus.model.acts import ActKind

if TYPE_CHECKING:
    from foedus.claims.kinds import Place

_PAPERS = frozenset("text package".split())
_MOVED = frozenset(
    (
        ActKind.SIGNATURE,
        ActKind.RATIFICATION,
        ActKind.LEGISLATIVE_APPROVAL,
        ActKind.LEGISLATIVE_REJECTION,
        ActKind.ACCESSION,
        ActKind.DEPOSIT,
        ActKind.APPROVAL,
        ActKind.ACCEPTANCE,
        ActKind.AMENDMENT,
        ActKind.EXTENSION,
    )
)
"""Acts after which "the bill" is the one on that treaty."""
_NOTIFIED = (ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.TERMINATION, ActKind.EXTENSION)
_OTHER_MATTER = frozenset("on for about concerning banning allowing requiring making regulating".split())


def bill_at(scene: Scene, head: int) -> bool:
    """Is the word "the law", "the motion", "the text", said of the treaty that the sentences before told of?"""
    if head < 0:
        return False
    tree, word = scene.tree, scene.tree.words[head]
    if _numbered_bill(scene, head):
        return _moved_before(scene)
    if not word.text.islower() and not (head == 0 and word.tag.startswith("NN")):
        return False
    if not (BILL.fullmatch(word.low) or word.low in _PAPERS):
        return False
    if any(m.core == head and not m.excluded for m in scene.instruments):
        return False
    below = [tree.words[c] for c in word.children]
    own = " ".join(tree.words[j].low for j in sorted(tree.subtree(head)) if j != head)
    if _CARRIES.search(own) and word.low != "document":
        return bool(mentions_in(scene, tree.subtree(head))) or _moved_before(scene)
    if not any(w.low in ("the", "this", "that", "both", "its") and w.dep in ("det", "poss") for w in below):
        return False
    if RATIFYING.search(own):
        return True
    if any(w.low in _OTHER_MATTER or w.dep in ("compound", "relcl") or _says_what(w) for w in below if w.i != head):
        return False  # "the law on immigration", "the tax bill"
    if mentions_in(scene, tree.subtree(head)) or LEAVING.search(own):
        return False
    return _moved_before(scene)


_CARRIES = re.compile(
    r"\b(?:implementing|enabling|ratifying|enacting|relevant|corresponding|necessary|appropriate|accompanying)\b"
    r"(?! (?:the |its |their )?(?:sanctions|reforms?|policy|rules|programme|program|budget))|"
    r"\b(?:to implement|to enact|to give effect to|giv\w+ effect to|put\w* \w+(?: \w+)? into (?:law|effect|force))\b"
)
"""What a bill does that carries a treaty: "the implementing legislation", "a bill to give effect to it"."""
_NUMBER = re.compile(r"\b(?:H\.? ?R\.?|[Bb]ill(?: [Nn]o\.?)?|[Bb]ill [Nn]umber) ?\d+\b")


def _numbered_bill(scene: Scene, head: int) -> bool:
    """ "H.R. 5430", "Bill No. 44"."""
    word, sentence = scene.tree.words[head], scene.tree.sentence
    if not (word.low in ("h.r.", "hr", "bill", "no", "no.", ".") or word.tag == "CD"):
        return False
    at = word.start - sentence.start
    match = _NUMBER.search(sentence.text, max(0, at - 9), at + 20)
    return match is not None and match.start() <= at < match.end()


def of_congress(scene: Scene, head: int) -> bool:
    """Is it a bill of the Congress of the United States, by its letters?"""
    return head >= 0 and _numbered_bill(scene, head) and scene.tree.words[head].low in ("h.r.", "hr")


def _moved_before(scene: Scene) -> bool:
    """Did the sentences before tell of a treaty on its way, so that "the bill" is the one on it?"""
    about = scene.context.bill == "ratifying" or any(f.act in _MOVED and not f.heading for f in scene.past)
    return about and scene.context.bill not in ("leaving", "suspending")


def _says_what(word: Word) -> bool:
    """Does a clause say what the bill is about? "The bill submitted by the president" only says whose it is."""
    return word.dep == "acl" and word.tag != "VBN"


_PROPOSED_LAW = re.compile(
    r"\b(?:proposals?|draft) (?:for|of) (?:an? |the )?(?:\w+ )?(?:decision|law|bill|act|regulation|resolution)\b", re.I
)


def _bill(place: Place) -> bool:
    heads = {place.scene.tree.words[at].low for at in place.parts.object_heads if at in place.parts.direct}
    moved = place.head in ("proposal", "draft", "proposals") and _PROPOSED_LAW.search(place.text) is not None
    return (moved or any(BILL.fullmatch(word) for word in (place.head, *heads))) and not re.search(
        r"\bexchang", place.text[:60], re.I
    )


_ONLY_URGING = re.compile(
    r"\b(?:urg|call|condemn|ask|demand|support|oppos|criticis|criticiz|recommend|welcom)(?:s|ed|ing)\b", re.I
)


def bill_on_treaty(place: Place) -> bool:
    if not BILL.search(place.own) or _ONLY_URGING.search(place.text):
        return False  # "a resolution urging the President to uphold the treaty"
    return bool(RATIFYING.search(place.text) or place.told or entitled(place))


def _bill_told(place: Place) -> bool:
    return any(bill_at(place.scene, at) for at in place.parts.object_heads[:1])


def _tallied(place: Place) -> bool:
    """The treaty itself, voted on by counted votes or in a reading: "was approved by 59 votes to 3"."""
    told = place.mention is not None and place.mention.core in place.parts.object
    return told and bool(re.search(r"\b\d+ (?:votes|deputies|lawmakers|senators|MPs)\b|\breading\b", place.after))


_VOTE = frozenset("vote votes debate decision approval consideration".split())


def _vote_word(place: Place) -> bool:
    return place.head in _VOTE and bool(place.told or RATIFYING.search(place.text) or _bill_below(place))


def _bill_below(place: Place) -> bool:
    return any(bill_at(place.scene, j) for j in place.parts.object_all)


def _put_off(place: Place) -> bool:
    low = place.scene.tree.words[place.i].low
    return not low.startswith("put") or bool(re.match(r"\s+off\b", place.after))


_NUMBERED = re.compile(r"\b(?:first|second|third|final|1st|2nd|3rd)(?: and \w+)?$")


def _numbered_reading(place: Place) -> bool:
    tree = place.scene.tree
    return bool(_NUMBERED.search(" ".join(w.low for w in tree.words[max(0, place.i - 3) : place.i])))


_REFERENDUM = re.compile(
    r"[^.;,]{0,70}?\b(?:in|by|at|through|via) (?:an? |the |its |their )?(?:\w+ ){0,2}?"
    r"(?:referend(?:um|ums|a)|plebiscites?|popular vote|polls)\b",
    re.I,
)


def _referendum(place: Place) -> bool:
    """ "Approved it in a referendum"; a charter that voters approve is a constitution."""
    home = place.mention is not None and place.mention.head in ("charter", "constitution")
    return not home and _REFERENDUM.match(place.after) is not None


_FOR_CONSENT = re.compile(
    r"\b(?:advice and consent|consent|approval|consideration) (?:of|by) ((?:the |both )?(?:\w+ ){0,2}?"
    r"(?:Senate|Congress|[Pp]arliament|[Hh]ouses?|Assembly|Duma|Diet))\b"
)


def chamber_told(scene: Scene, i: int) -> set[int] | None:
    """The words after "to" or "before" that name a chamber: "submitted it to the State Duma"."""
    tree = scene.tree
    consent = _FOR_CONSENT.search(tree.sentence.text)
    if consent is not None and tree.words[i].low.startswith(("transmit", "submit", "send", "sent")):
        told = tree.at(tree.sentence.start + consent.start(1), tree.sentence.start + consent.end(1))
        return set(told) or None  # "I transmit herewith, for the advice and consent of the Senate, …"
    low = words("voices", "legislatures") - {"lower", "upper", "house", "representatives", "deputies"}
    for word in tree.words[i + 1 : i + 30]:
        if word.low not in ("to", "before", "in", "into", "at") and tree.words[word.i - 1].low != "agenda":
            continue
        row = tree.words[word.i + 1 : word.i + 8]
        for at in row:
            organ = any(n.organ_kind in LEGISLATIVE and n.start <= at.start < n.end for n in scene.named)
            if organ or at.low in low:
                return {w.i for w in tree.words[word.i + 1 : at.i + 4]}
            if at.text in ",;." or (at.tag.startswith(("V", "IN")) and at.low != "of"):
                break
    return None


_WHERE = re.compile(r"\s+(?:\w+ly )?(?:\w+ ){0,4}?(?:in|at|through)\b", re.I)


def _in_house(place: Place) -> bool:
    """The treaty, passed with no doer but a chamber told as the place: "was approved in the upper house"."""
    told = place.parts.pronoun == "it" or (place.mention is not None and place.mention.core in place.parts.object)
    if not told or not _WHERE.match(place.after):
        return False
    row = chamber_told(place.scene, place.i)
    return row is not None and min(row) - place.i < 12


_TITLE = re.compile(r" [“\"][Oo]n (?:the )?(?:\w+ of (?:the )?)?$")


def entitled(place: Place) -> bool:
    """ "The draft law “On the approval of the Agreement …”", its title hung elsewhere by the parse."""
    at = place.parts.object_head
    return at >= 0 and is_behind(place.scene, at, _TITLE)


_BY_TALLY = re.compile(
    r"\s+(?:\w+ly )?(?:by|on|with|in) (?:an? )?(?:[\w-]+,? ){0,3}?(?:(?:vote|margin|tally) of )?\d+\b|"
    r",? \d+ ?[-–] ?\d+\b|\s+unanimously\b|\s+by (?:an? )?(?:[\w-]+,? ){0,3}?(?:majority|acclamation|show of hands)\b"
)


def _given_to(place: Place) -> bool:
    """ "Gave the green light to the deal": the treaty that the verb's own "to" or "for" governs."""
    tree = place.scene.tree
    hung = [c for c in tree.words[place.i].children if tree.words[c].low in ("to", "for") and c > place.i]
    return any(mentions_in(place.scene, tree.subtree(c)) for c in hung) if tree.parsed else False


AT_HOME: dict[str, Callable[[Place], bool]] = {
    "by-tally": lambda place: bool(_BY_TALLY.match(place.after)),
    "bill": _bill,
    "bill-on-treaty": bill_on_treaty,
    "bill-told": _bill_told,
    "tallied": _tallied,
    "vote-word": _vote_word,
    "in-house": _in_house,
}


ABOUT_HOME: dict[str, Callable[[Place], bool]] = {
    "given-to": _given_to,
    "bill-told": _bill_told,
    "to-it": lambda place: bool(place.scene.past) and re.match(r"\s+it\b", place.after) is not None,
    "to-ratifying": lambda place: bool(re.match(r"[^.;]{0,60}?\b(?:to|for) (?:the |its )?ratif", place.after)),
    "deposit-before": lambda place: any(f.act is ActKind.DEPOSIT for f in place.scene.past),
    "step-before": lambda place: any(f.act in _NOTIFIED for f in place.scene.past),
    "put-off": _put_off,
    "numbered-reading": _numbered_reading,
    "referendum": _referendum,
}
"""What must stand below the object, or in the sentence."""
