"""Words of an act that lay down, suppose or describe: what a treaty provides for, whoever has signed, in which case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.claims.lexicon import every_form
from foedus.claims.thoughts import only_thought
from foedus.claims.trees import Tree, Word
from foedus.model.acts import ActKind
from foedus.model.claims import Modality

if TYPE_CHECKING:
    from foedus.claims.drafts import Draft

_CONSENTS = (
    ActKind.SIGNATURE,
    ActKind.RATIFICATION,
    ActKind.LEGISLATIVE_APPROVAL,
    ActKind.APPROVAL,
    ActKind.ACCEPTANCE,
    ActKind.ACCESSION,
    ActKind.DEPOSIT,
    ActKind.NOTIFICATION,
)


def tells_no_event(draft: Draft) -> bool:
    """Does the clause lay down, suppose or describe, so that no act of anybody's is told?"""
    if not draft.tree.parsed:
        return False
    return (
        _whoever_has(draft)
        or _counted_from(draft)
        or _holds_of_it(draft)
        or _in_such_a_case(draft)
        or _under_which(draft)
        or _by_law(draft)
        or _by_at_least(draft)
        or _everyday(draft)
        or _papers_about(draft)
        or (draft.frame.id == "out-of-line" and _PURPOSE.match(draft.tree.after(draft.i)) is not None)
        or only_thought(draft)
    )


_TERM = re.compile(r"\bthe (?:\d+(?:st|nd|rd|th)|\w+ieth|\w+th) (?:day|month) $")
"""A term before the word that it runs from: "on the 90th day following"."""
_MEMBERS = frozenset("countries states nations members parties governments those".split())


def _whoever_has(draft: Draft) -> bool:
    """ "Bars trade with countries that have not ratified it": whoever they are."""
    word = draft.tree.words[draft.i]
    if word.dep != "relcl" or draft.actors or draft.own_date or draft.act not in _CONSENTS:
        return False
    head = draft.tree.words[word.head]
    if head.low not in _MEMBERS or head.dep in ("attr", "ROOT"):
        return False
    return not any(draft.tree.words[c].tag == "CD" or draft.tree.words[c].low in _SUMS for c in head.children)


_SUMS = frozenset("all many most several some few both".split())
_FROM = frozenset("after following upon from within of since on".split())


def _counted_from(draft: Draft) -> bool:
    """ "Sixty days after ratification by six members": a term that runs from nobody's act."""
    words = draft.tree.words
    word = words[draft.i]
    if not draft.noun or draft.actors or draft.subject.actors or draft.act not in _CONSENTS:
        return False
    ahead = draft.modality in (Modality.SCHEDULED, Modality.CONDITIONAL)
    term = _TERM.search(draft.tree.before(word.head)) is not None
    return (ahead or term) and word.dep == "pobj" and words[word.head].low in _FROM


def _holds_of_it(draft: Draft) -> bool:
    """ "Most agree the deal is limited": what they agree on is a thought about it."""
    if draft.frame.id != "agree-to" or draft.mention is None or draft.mention.tree is not draft.tree:
        return False
    words = draft.tree.words
    core = words[draft.mention.core]
    verb = words[core.head]
    return core.dep in ("nsubj", "nsubjpass") and verb.dep == "ccomp" and verb.head == draft.i and verb.tag != "VB"


_CASES = frozenset("case cases event circumstances circumstance situation situations".split())
_DAYS = frozenset("date day moment".split())


def _in_such_a_case(draft: Draft) -> bool:
    """ "In cases where the two cannot reach agreement", "after the date on which both have deposited theirs"."""
    tree = draft.tree
    for word in (tree.words[draft.i], *tree.up(draft.i)):
        if word.dep not in ("relcl", "acl", "ccomp"):
            if word.dep not in ("nsubj", "nsubjpass", "conj", "xcomp", "pobj", "dobj", "prep", "pcomp"):
                return False
            continue
        head = tree.words[word.head]
        if head.low in _CASES:
            return True
        if draft.act is ActKind.EXCHANGE:
            return False  # "from the day on which they exchange instruments": the exchange is on its way
        if head.low in _DAYS and _relative_of(tree, word) == "on" and not draft.own_date:
            return bool(re.search(r"\b(?:shall|will|would|enters?|takes?|comes?)\b", tree.before(head.i)))
    return False


def _relative_of(tree: Tree, word: Word) -> str:
    """The preposition before the "which" that opens a clause: "under which", "on which"."""
    for c in word.children:
        if tree.words[c].dep == "prep" and any(tree.words[j].low == "which" for j in tree.words[c].children):
            return tree.words[c].low
        if tree.words[c].low == "whereby":
            return "under"
    return ""


def _under_which(draft: Draft) -> bool:
    """ "Under which signatories agree not to test": what the treaty lays down."""
    tree = draft.tree
    cores = {m.core for m in draft.scene.instruments}
    for word in (tree.words[draft.i], *tree.up(draft.i)):
        if word.dep != "relcl":
            continue
        if _relative_of(tree, word) not in ("under", "by", "in") or word.head not in cores:
            return False
        helps = {tree.words[c].low for c in word.children if tree.words[c].dep in ("aux", "auxpass")}
        return word.tag in ("VBZ", "VBP") or bool(helps & {"will", "would", "shall", "may", "must", "is", "are"})
    return False


_RULES = frozenset("law laws constitution rules rule statute charter act regulations legislation convention".split())
_ASKING = every_form("require need demand oblige")


def _by_law(draft: Draft) -> bool:
    """ "Swiss law requires ratification by the cantons": a rule, on any treaty."""
    words = draft.tree.words
    word = words[draft.i]
    verb = words[word.head]
    if draft.actors or word.dep not in ("dobj", "ccomp", "xcomp") or verb.low not in _ASKING:
        return False
    return any(words[c].dep == "nsubj" and words[c].low in _RULES for c in verb.children)


_AT_LEAST = re.compile(
    r"\s*(?:\w+ ){0,2}?(?:by|of) (?:at least|a minimum of|no fewer than|any|a majority of|half of|two-thirds of)\b"
)


def _by_at_least(draft: Draft) -> bool:
    """ "Must be ratified by at least fifty states", "needed six ratifications": the threshold of the treaty's force."""
    verb = draft.tree.words[draft.tree.words[draft.i].head]
    numbered = any(draft.tree.words[c].dep == "nummod" for c in draft.tree.words[draft.i].children)
    if draft.noun and numbered and verb.low in ("needed", "required") and not draft.actors:
        return True
    if draft.actors or draft.own_date or draft.act not in _CONSENTS or draft.modality is Modality.OCCURRED:
        return False
    return _AT_LEAST.match(draft.tree.after(draft.i)) is not None


_AS_BAD = re.compile(r"[^.;,]{0,60}?\b(?:as an?\b|as (?:\w+ly )?(?:illegal|invalid|null|void|unfair)|again\b)")


def _everyday(draft: Draft) -> bool:
    """ "Denounced the pact as illegal", "denounced the deal", "withdrew the treaty from the agenda": no leaving."""
    if draft.act is not ActKind.WITHDRAWAL or draft.noun:
        return False
    low = draft.tree.words[draft.i].low
    if low.startswith("denounc"):
        loose = draft.mention is not None and draft.mention.head == "deal"  # what is denounced by a notice is a treaty
        return loose or bool(_AS_BAD.match(draft.tree.after(draft.i)))
    taken_back = low.startswith("withdr") and draft.frame.id == "withdraw" and not draft.parts.passive
    return taken_back and draft.mention is not None and draft.mention.core in draft.parts.direct


_PURPOSE = re.compile(r"[^.;]{0,60}\bobject and purpose\b")
_PAPERS = frozenset("document documents papers letter letters note notes statement notification notice".split())


def _papers_about(draft: Draft) -> bool:
    """ "Submitted documents regarding its withdrawal": the paper is sent; the leaving has its own day."""
    words = draft.tree.words
    word = words[draft.i]
    prep = words[word.head]
    if not draft.noun or word.dep != "pobj" or prep.low not in ("regarding", "concerning", "about", "on"):
        return False
    before = {w.low for w in words[max(0, prep.i - 6) : prep.i]}
    return draft.act in (ActKind.WITHDRAWAL, ActKind.TERMINATION, ActKind.SUSPENSION) and bool(before & _PAPERS)
