"""How a noun of an act is put by the words above it: "the signing is expected", "approved the signing"."""

from __future__ import annotations

import re

from foedus.claims.lexicon import every_form, forms_of
from foedus.claims.trees import STEPPED, Tree, Word
from foedus.model.claims import Modality

_CLEARED = every_form("approve authorise authorize clear okay sanction recommend endorse back")
_AWAITED = frozenset("expected due scheduled planned set slated awaited pending anticipated likely".split())
_BEGUN = every_form("start begin open launch resume hold")
_STARTING = every_form("start begin launch initiate")
_SPOKEN = ("negotiation", "negotiations", "signing", "notification")


def noun_put(tree: Tree, i: int, above: list[Word]) -> Modality | None:
    """How a noun of an act is put by its verb: "the signing is expected", "approved the signing", "agreed to start"."""
    word = tree.words[i]
    if not above or not tree.parsed:
        return None
    verb = above[0]
    if word.dep == "dobj" and verb.low in _STARTING and STEPPED.match(word.low) and word.low not in _SPOKEN:
        return Modality.SCHEDULED  # "began the withdrawal process": on its way
    wished = word.low in _PLANNED_NOUNS and verb.low in _WISHING
    if wished and word.dep in ("dobj", "pobj", "nsubjpass"):
        return Modality.PROPOSED  # "seeks an extension of the treaty"
    if word.dep in ("attr", "conj") and _next_step(tree, verb):
        return Modality.SCHEDULED  # "the next step is the notification of the UN"
    if _needed(tree, i, above):
        return Modality.SCHEDULED
    if _in_proposal(tree, i):
        return Modality.PROPOSED
    if is_cleared(tree, i) and verb.tag != "VB" and word.low in _CLEARABLE:
        return Modality.PROPOSED  # leave to sign
    if word.dep == "dobj" and verb.low in _RECEIVING and verb.tag in ("VB", "VBG"):
        return Modality.PROPOSED  # "with a view to receiving the consent of the Senate"
    if word.dep in ("dobj", "pobj") and verb.low in _PROVIDING and verb.tag in ("VBZ", "VBP", "VBD", "VBG"):
        return Modality.SCHEDULED  # "the deal includes Iran's ratification of the protocol"
    if (
        word.dep == "nsubj"
        and verb.low in ("is", "are")
        and any(tree.words[c].dep == "xcomp" and tree.words[c].tag == "VB" for c in verb.children)
    ):
        return Modality.SCHEDULED  # "negotiations are to begin"
    if _to_come_in_clause(tree, word):
        return Modality.SCHEDULED
    helps = {tree.words[c].low for c in verb.children if tree.words[c].dep == "aux"}
    if word.dep in ("nsubj", "nsubjpass") and helps & {"may", "might", "could"}:
        return Modality.PROPOSED
    if word.dep in ("nsubj", "nsubjpass"):
        told = {verb.low} | {tree.words[c].low for c in verb.children if tree.words[c].dep in ("acomp", "attr", "oprd")}
        return Modality.SCHEDULED if told & _AWAITED else None
    agreed = tree.words[verb.head].low in forms_of("agree") + forms_of("decide") + forms_of("plan")
    if word.dep == "dobj" and verb.low in _BEGUN and verb.tag == "VB" and verb.dep in ("xcomp", "advcl") and agreed:
        return Modality.SCHEDULED
    if (
        word.dep == "dobj"
        and verb.tag == "VB"
        and verb.low not in _GREETING
        and any(tree.words[c].low == "to" for c in verb.children)
    ):
        return Modality.PROPOSED  # "to secure its ratification", "to add their signatures"
    return None


def _to_come_in_clause(tree: Tree, word: Word) -> bool:
    """ "Its entry into force, which will take place on 3 May"."""
    below = [
        c
        for c in tree.subtree(word.i)
        if tree.words[c].dep == "relcl" and tree.words[c].head in _with_force(tree, word)
    ]
    return any(
        tree.words[c].low in ("take", "occur", "happen", "follow", "come")
        and any(tree.words[a].low in ("will", "shall") for a in tree.words[c].children)
        for c in below
    )


def _with_force(tree: Tree, word: Word) -> set[int]:
    """The noun and what hangs on it by "into", "of": "entry into force"."""
    return {word.i} | {c for p in word.children if tree.words[p].dep == "prep" for c in tree.words[p].children}


_PROPOSALS = frozenset("proposal proposals recommendation recommendations".split())


def _in_proposal(tree: Tree, i: int) -> bool:
    """ "Adopted proposals for decisions on the signing and application of the pact": laid before those who decide."""
    for word in tree.up(i):
        if word.low in _PROPOSALS:
            return True
        if word.tag.startswith("V"):
            return False
    return False


_PLANNED_NOUNS = frozenset(
    "extension renewal prolongation termination suspension revision modification withdrawal accession".split()
)
_WISHING = every_form("seek propose want demand request urge suggest consider recommend favour")


def _next_step(tree: Tree, verb: Word) -> bool:
    """Is the subject of the verb the next step: "the next steps are …"?"""
    owner = next((tree.words[c] for c in verb.children if tree.words[c].dep == "nsubj"), None)
    return (
        owner is not None
        and owner.low in ("step", "steps", "stage", "stages")
        and any(tree.words[c].low in ("next", "final", "last", "remaining") for c in owner.children)
    )


_CLEARABLE = ("signing", "signature", "accession", "ratification", "application")


def is_cleared(tree: Tree, i: int) -> bool:
    """Is the noun the object of a leave to do it: "approved the signing"?"""
    word = tree.words[i]
    while word.dep == "conj" and word.head != word.i:  # "approved the signing and ratification"
        word = tree.words[word.head]
    above = tree.words[word.head]
    if not tree.parsed or word.head == word.i:
        return False
    if word.dep == "pobj" and above.low in ("for", "to"):  # "gave its approval for the signing"
        return tree.words[above.head].low in _LEAVE or (
            tree.words[above.head].tag.startswith("V")
            and any(tree.words[c].low in _LEAVE for c in tree.words[above.head].children)
        )
    return (word.dep == "dobj" and above.low in _CLEARED) or (word.dep == "nsubjpass" and above.low in _CLEARED)


_LEAVE = frozenset(
    "approval nod consent ahead clearance mandate permission authorisation authorization light assent".split()
)
"""Nouns of a leave given: "the nod", "the go-ahead", "the green light"."""
_GREETING = frozenset(
    "recognise recognize welcome hail celebrate mark note announce confirm see thank congratulate commend applaud "
    "acknowledge report commemorate observe witness attend".split()
)
_RECEIVING = every_form("receive obtain secure win get gain")
_PROVIDING = every_form("include provide envisage foresee stipulate involve")
_NEEDING = every_form("need require await seek")


def _needed(tree: Tree, i: int, above: list[Word]) -> bool:
    """ "Still requires ratification by the Senate", "is subject to approval by parliament": an act owed."""
    if not above or not tree.parsed:
        return False
    if tree.words[i].dep == "dobj" and above[0].low in _NEEDING:
        return True
    before = " ".join(word.low for word in tree.words[max(0, i - 6) : i])
    return bool(re.search(r"\bsubject to(?: \w+){0,3}$|\bpending(?: \w+){0,2}$", before))
