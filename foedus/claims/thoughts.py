"""Acts that are only thought of, asked, aimed at or laid down: "there is little hope that …", "will you ratify it?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.claims.lexicon import every_form, forms_of
from foedus.claims.trees import Word
from foedus.model.acts import ActKind

if TYPE_CHECKING:
    from foedus.claims.drafts import Draft


def only_thought(draft: Draft) -> bool:
    """Is the act open to choose, hoped or feared, the aim of another act, a duty in general, beaten, or asked about?"""
    return (
        _left_open(draft)
        or _there_is_hope(draft)
        or _what_it_is_for(draft)
        or _must_be(draft)
        or _voted_down(draft)
        or _asked(draft)
    )


_CHOICES = frozenset("decision decisions choice question right power prerogative matter".split())
_EXERCISING = every_form("exercise use invoke waive reserve have retain keep renounce")
_LIES = re.compile(
    r"\b(?:is|was|are|were|be|remains?|left) (?:\w+ )?(?:up to|for|in the hands of|a matter for|open)\b|"
    r"\b(?:rest(?:s|ed)?|lies?|lay|depend(?:s|ed)?|belong(?:s|ed)?|hinge[sd]?) (?:\w+ )?(?:with|on|to|upon)\b"
)


def _left_open(draft: Draft) -> bool:
    """ "The decision to resume it is up to the president": nobody has decided."""
    words = draft.tree.words
    word = words[draft.i]
    noun = words[word.head]
    if word.tag == "VB" and word.dep in ("acl", "relcl") and noun.low in ("right", "power", "ability", "freedom"):
        return words[noun.head].low not in _EXERCISING  # "the right to suspend it is laid down in article 9"
    if word.tag != "VB" or noun.low not in _CHOICES or noun.dep not in ("nsubj", "nsubjpass"):
        return False
    verb = words[noun.head].start - draft.tree.sentence.start
    return _LIES.search(draft.tree.sentence.text, max(0, verb - 9), verb + 41) is not None


_HOPES = frozenset(
    "hope hopes optimism doubt doubts fear fears confidence chance chances likelihood prospect expectation "
    "expectations worry worries concern concerns speculation sign signs guarantee".split()
)
_FEARING = every_form("fear worry doubt wonder speculate") | {
    "concerns",
    "speculation",
    "suspicion",
}
_MAY = frozenset("will would could may might can wo".split())


def _there_is_hope(draft: Draft) -> bool:
    """ "There was little optimism that it would be renewed": what is felt, by nobody."""
    words = draft.tree.words
    word = words[draft.i]
    noun = words[word.head]
    if word.dep not in ("acl", "ccomp", "relcl") or draft.own_date:
        return False
    if not {words[c].low for c in word.children if words[c].dep == "aux"} & _MAY:
        return False
    if noun.low in _FEARING:
        return True  # "Chile fears that Peru may leave"
    verb = words[noun.head]
    return noun.low in _HOPES and noun.dep in ("attr", "nsubj") and any(words[c].dep == "expl" for c in verb.children)


def _what_it_is_for(draft: Draft) -> bool:
    """ "A protocol for Chad to join the bloc", "invited Chad to join it": the aim of the act that is told."""
    words = draft.tree.words
    word = words[draft.i]
    if draft.act is not ActKind.ACCESSION or draft.noun or word.tag != "VB":
        return False
    above = words[word.head]
    if above.low in _INVITING and above.tag in ("VB", "VBD", "VBN", "VBZ", "VBP"):
        return any(words[c].dep in ("dobj", "nsubj") and c > above.i for c in (*above.children, *word.children))
    marked = any(words[c].dep == "mark" and words[c].low == "for" for c in word.children)
    if _PAPER_FOR.search(draft.tree.before(draft.i)[-100:]):
        return True
    papers = {m.core for m in draft.scene.instruments}
    if marked:
        return word.head in papers or any(w.i in papers for w in list(draft.tree.up(draft.i))[:2]) or _signing(above)
    return False


def _signing(word: Word) -> bool:
    return word.low.startswith(("sign", "approv", "ratif", "endors"))


_PAPER_FOR = re.compile(
    r"\b(?:protocol|treaty|agreement|accord|pact|deal|documents?|papers?) for (?:the )?(?:[\w’'.-]+ ){1,5}to $", re.I
)
_INVITING = frozenset(forms_of("invite"))


def _must_be(draft: Draft) -> bool:
    """ "Sets out the measures that must be adopted by the parties": what is to be adopted is not the treaty."""
    words = draft.tree.words
    word = words[draft.i]
    if word.dep != "relcl" or not draft.parts.passive or draft.own_date:
        return False
    if word.head in {m.core for m in draft.scene.instruments}:
        return False
    return bool(
        {words[c].low for c in word.children if words[c].dep == "aux"} & {"must", "shall", "should", "can", "may"}
    )


_TRIES = frozenset("attempt attempts effort efforts motion motions move moves bid bids proposal proposals".split())
_BEATEN = frozenset("rejected defeated blocked thrown dismissed voted struck".split())


def _voted_down(draft: Draft) -> bool:
    """ "Attempts to modify the text were rejected": nothing came of them."""
    words = draft.tree.words
    noun = words[words[draft.i].head]
    if draft.act is not ActKind.AMENDMENT or noun.low not in _TRIES:
        return False
    return noun.dep == "nsubjpass" and words[noun.head].low in _BEATEN


def _asked(draft: Draft) -> bool:
    """ "Will you ratify it?", "why did Chad sign the pact?": a question."""
    words = draft.tree.words
    word = words[draft.i]
    if draft.noun or not re.match(r"[^.!;]*\?", draft.tree.after(draft.i)):
        return False
    owner = next((c for c in word.children if words[c].dep in ("nsubj", "nsubjpass")), None)
    helped = [c for c in word.children if words[c].dep in ("aux", "auxpass")]
    return owner is not None and bool(helped) and helped[0] < owner < draft.i
