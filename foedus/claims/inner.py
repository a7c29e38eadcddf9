"""What a word of signing or agreeing does when its object is itself an act: "agreed an extension of the treaty"."""

from __future__ import annotations

import re
from dataclasses import replace

from foedus.claims.lexicon import Frame, every_form, forms_of, heads
from foedus.claims.roles import Roles, vote_before
from foedus.claims.scene import BILL, Found
from foedus.claims.trees import Tree
from foedus.model.acts import ActKind
from foedus.model.claims import Modality

ENDINGS = (ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.TERMINATION)
_INNER = {
    "extension": ActKind.EXTENSION,
    "renewal": ActKind.EXTENSION,
    "prolongation": ActKind.EXTENSION,
    "rollover": ActKind.EXTENSION,
    "termination": ActKind.TERMINATION,
    "suspension": ActKind.SUSPENSION,
    "revision": ActKind.AMENDMENT,
    "modification": ActKind.AMENDMENT,
}
_MAKING = ("sign", "agree-to")


def inner_act(tree: Tree, i: int, act: ActKind, frame: Frame, parts: Roles) -> ActKind:
    """ "Signed the prolongation of the pact", "agreed on an extension": the act that the object names."""
    if act is ActKind.WITHDRAWAL and "bill" in frame.object and _ends(tree, i):
        return ActKind.TERMINATION
    if frame.id == "becomes-party" and re.search(r"\bby (?:way of )?succession\b", tree.sentence.text, re.I):
        return ActKind.SUCCESSION
    if frame.id not in _MAKING or parts.object_head < 0:
        return act
    return _INNER.get(tree.words[parts.object_head].low, act)


_ENDED = re.compile(r"\b(?:terminat|annul|cancel|end(?:s|ing|ed)?\b|void|abolish)\w*", re.I)
_LEFT = re.compile(
    r"\b(?:withdr[ae]w|denounc|leav|quit|exit|revo[ck]|rescind|pull|ratif|signature|accession|participat|member)\w*",
    re.I,
)


def _ends(tree: Tree, i: int) -> bool:
    """ "A decree terminating the agreement": the words of the law end it, and do not leave it."""
    after = tree.after(i)
    return bool(_ENDED.search(after)) and not _LEFT.search(after)


_NOT_YET = re.compile(
    r"\b(?:(?:way|procedures?|steps?|preparations?|process|review|consideration|examination|plans?|deadline|timetable|case|support|calls?|push|roadmap|draft|"
    r"proposals?|decisions?|talks|negotiations|referendum|conditions|question|issue|possibility|prospect|idea|option) "
    r"(?:for|of|to|towards?|on|about|regarding)|paving the way (?:for|to)|ahead of|toward|towards)"
    r"(?: the| its| their| an?| any)?(?: \S+){0,3}$"
)


def not_yet_noun(tree: Tree, i: int) -> bool:
    """ "Procedures for its withdrawal", "draft protocol on the extension": the noun names what is meant to come."""
    before = " ".join(w.low for w in tree.words[max(0, i - 9) : i])
    above = [w for w in list(tree.up(i))[:5] if w.tag.startswith("NN")]
    drafted = any(tree.words[c].low in ("draft", "proposed") for w in above for c in w.children)
    return drafted or bool(_NOT_YET.search(before))


def takes_effect(tree: Tree, i: int) -> bool:
    """ "The termination takes effect in May", "its decision to leave took effect": the verb tells it, with its day."""
    word = tree.words[i]
    if word.dep == "acl" and word.tag == "VB" and tree.words[word.head].low in ("decision", "move", "step"):
        word = tree.words[word.head]
    above = tree.words[word.head]
    ahead = {w.low for w in tree.words[above.i + 1 : above.i + 4]}
    return word.dep == "nsubj" and above.low in _TAKES and bool(ahead & {"effect", "force", "effective", "binding"})


_TAKES = every_form("take come enter go become")
_HAILED = every_form(
    "welcome hail mark celebrate announce formalise formalize note follow confirm praise applaud recognise "
    "recognize acknowledge witness occasion salute trigger commemorate see"
)


_MAY = frozenset("may might could can should must would will shall".split())


def supposed_noun(tree: Tree, i: int) -> bool:
    """ "Its entry into force may take two years": the noun is the subject of what may be."""
    word = tree.words[i]
    above = tree.words[word.head]
    if word.dep not in ("nsubj", "nsubjpass"):
        return False
    return any(tree.words[c].dep == "aux" and tree.words[c].low in _MAY for c in above.children)


def hailed(tree: Tree, i: int) -> bool:
    """ "Welcomed the entry into force", "on the occasion of its entry into force": it has come."""
    return any(w.low in _HAILED for w in list(tree.up(i))[:3]) and not supposed_noun(tree, i)


def out_of_line(tree: Tree, i: int) -> bool:
    """ "Should return to compliance", "in non-compliance", "out of compliance": what is said not to be kept."""
    before = " ".join(w.low for w in tree.words[max(0, i - 5) : i])
    return bool(re.search(r"\b(?:non -?|(?:to|into|towards?|out of|from)(?: full| strict)?)$", before))


def voted_for(tree: Tree, i: int) -> bool:
    """ "Voted to withdraw": a vote is not yet the leaving."""
    word = tree.words[i]
    above = tree.words[word.head]
    return word.tag in ("VB", "VBG") and (above.low in forms_of("vote") or vote_before(tree, i) is not None)


_NAMING = {ActKind.AMENDMENT: ("amend", "revis", "modif", "updat"), ActKind.TERMINATION: ("replac", "supersed")}


def names_itself(tree: Tree, i: int, act: ActKind) -> bool:
    """ "The protocol amending the convention": the words only say what the treaty is."""
    word = tree.words[i]
    wish = ("application", "bid", "plan", "initiative")
    small = word.tag == "VB" and word.dep == "acl" and heads().get(tree.words[word.head].low, "plan") not in wish
    if small and act in (ActKind.ACCESSION, ActKind.AMENDMENT):
        return True  # "a treaty to join the union"
    return (
        word.low.endswith("ing")
        and word.dep == "acl"
        and word.low.startswith(_NAMING.get(act, ("\0",)))
        and tree.words[word.head].low in heads()
    )


_WITH = re.compile(
    r"[^.;]{0,160}?\b(?:with|subject to|making|entering|attaching) (?:\w+ ){0,3}?reservations?\b(?! about| over)", re.I
)
_CONSENTS = (
    ActKind.RATIFICATION,
    ActKind.ACCESSION,
    ActKind.SIGNATURE,
    ActKind.ACCEPTANCE,
    ActKind.APPROVAL,
    ActKind.DEPOSIT,
)


def reserved(tree: Tree, i: int, made: Found) -> list[Found]:
    """ "Ratified it, with reservations": the reservation that goes with a consent (VCLT 19)."""
    if made.act not in _CONSENTS or made.noun or made.modality is not Modality.OCCURRED or not made.actors:
        return []
    after = tree.after(i)
    if not _WITH.match(after) or re.search(r"\bwith(?:out| no) reservations?\b", after, re.I):
        return []
    return [replace(made, act=ActKind.RESERVATION, rule=made.rule + "-with-reservation", organ=None)]


def hangs(tree: Tree, i: int) -> bool:
    """ "Cannot enter into force until (unless, without) …": it hangs on what follows."""
    rest = tree.after(i)
    return bool(re.match(r"[^.;]{0,60}?\b(?:until|unless|without|before)\b", rest))


def under_way(tree: Tree, i: int) -> bool:
    """ "Is leaving the statute": on its way, not done."""
    helps = [tree.words[c].low for c in tree.words[i].children if tree.words[c].dep in ("aux", "auxpass")]
    return tree.words[i].tag == "VBG" and bool(set(helps) & {"is", "are", "am", "was", "were", "'s", "’s", "'re"})


def owed(tree: Tree, i: int) -> bool:
    """ "Must be ratified by the Senate": a step on the way, nobody's wish."""
    before = " ".join(word.low for word in tree.words[max(0, i - 6) : i])
    return bool(
        re.search(r"\b(?:must|(?:needs?|has|have|required) to)(?: (?:first|still|now|also))? be(?: \w+ly)?$", before)
    )


def held_against(tree: Tree, i: int) -> bool:
    """ "Ready to punish Chad for breaking it", "its alleged breaches": what is held against it has been done."""
    word = tree.words[i]
    blamed = word.dep == "pcomp" and tree.words[word.head].low == "for"
    return blamed or any(tree.words[c].low in _ALLEGED for c in word.children)


_ALLEGED = ("alleged", "reported", "apparent")


def of_bill(tree: Tree, i: int) -> bool:
    """ "A bill denouncing the agreement": the words of the bill."""
    word = tree.words[i]
    if word.dep == "pcomp" and tree.words[word.head].low in ("on", "for"):  # "registered a draft law on leaving it"
        law = tree.words[tree.words[word.head].head]
        law = tree.words[word.head - 1] if law.tag.startswith("V") else law  # hung on the verb by the parse
        return BILL.fullmatch(law.low) is not None and any(tree.words[c].low == "draft" for c in law.children)
    return word.dep in ("acl", "relcl") and BILL.fullmatch(tree.words[word.head].low) is not None
