"""Acts told by what stands around them: steps to come, plans with a day, decisions that do what they decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.claims.dating import when_of
from foedus.claims.inner import ENDINGS
from foedus.claims.lexicon import every_form
from foedus.claims.trees import Word
from foedus.model.acts import ActKind
from foedus.model.claims import Modality

if TYPE_CHECKING:
    from foedus.claims.drafts import Draft

_DECIDING = frozenset(("decision", "vote", "decided", "voted", "resolved"))


def decided(draft: Draft, above: Word, chamber: bool) -> bool:
    """ "Parliament's decision to reject the pact", "decided to suspend it": deciding it is doing it."""
    if above.low not in _DECIDING or draft.noun:
        return False
    helped = {draft.tree.words[c].low for c in above.children}
    if helped & {"will", "would", "may", "could", "should", "to", "if"} and above.tag.startswith("V"):
        return False
    return (
        (chamber and draft.subject.legislature)
        or (chamber and not above.tag.startswith("V"))
        or (draft.act is ActKind.SUSPENSION and above.tag in ("VBD", "VBN"))
    )


_AT_ONCE = re.compile(
    r"\b(?:with|take|takes|taking) immediate effect\b|\beffective immediately\b|\bforthwith\b|\bhereby\b"
)


def at_once(draft: Draft) -> bool:
    """ "Its decision to suspend the pact with immediate effect", "decided that it will be held in abeyance at once"."""
    tree = draft.tree
    ahead = draft.modality in (Modality.PROPOSED, Modality.SCHEDULED)
    if draft.act not in ENDINGS or not ahead or draft.manner.condition:
        return False
    near = list(tree.up(draft.i))[:2]
    told = next((w.low for w in near if w.low in _DECIDED), "")
    if not told or any(w.tag.startswith("V") and {tree.words[c].low for c in w.children} & _OPEN for w in near):
        return False
    no_longer = draft.frame.id == "no-longer-keeps" and told == "decided"
    return no_longer or _AT_ONCE.search(tree.sentence.text) is not None


_DECIDED = frozenset("decision decided announced announcement declared resolved ordered".split())
_OPEN = frozenset("will would may might could should if not never n't".split())


def still_to(draft: Draft) -> bool:
    before = " ".join(w.low for w in draft.tree.words[max(0, draft.i - 4) : draft.i])
    return bool(re.search(r"\b(?:yet|still) (?:has |have )?to(?: \w+ly)?$", before))


def whoever(draft: Draft) -> bool:
    """ "60 days after they notify it": whoever they will be."""
    head = draft.parts.subject_head
    return head >= 0 and draft.tree.words[head].low == "they"


def supposed_step(draft: Draft) -> bool:
    """ "Can take effect only after parliament approves it": the step is still to come."""
    word = draft.tree.words[draft.i]
    if draft.noun or word.tag not in ("VBZ", "VBP") or draft.modality is not Modality.OCCURRED or not draft.actors:
        return False
    marks = {draft.tree.words[c].low for c in word.children if c < draft.i}
    if whoever(draft):
        return False
    if word.dep == "relcl":
        return "when" in marks and draft.act in _STEPS  # "the date when it receives the instrument is …"
    return word.dep == "advcl" and bool(marks & {"after", "once", "when", "until"}) and draft.act in _STEPS


_STEPS = (ActKind.RATIFICATION, ActKind.LEGISLATIVE_APPROVAL, ActKind.NOTIFICATION, ActKind.DEPOSIT, ActKind.SIGNATURE)


def not_yet(draft: Draft) -> bool:
    """ "Is not yet in force": the "not" stands after the verb."""
    tree, i = draft.tree, draft.i
    return tree.words[i].low in ("is", "are", "was", "were") and any(
        w.low in ("not", "n't", "n’t", "never") for w in tree.words[i + 1 : i + 3]
    )


_SET_PLANS = every_form("plan prepare")


def planned_day(draft: Draft) -> bool:
    """ "Plans to sign the pact on Friday", "came for the exchange on Monday": with its day it is on its way."""
    scene, i, tree = draft.scene, draft.i, draft.tree
    made = (ActKind.SIGNATURE, ActKind.INITIALLING, ActKind.EXCHANGE, ActKind.DEPOSIT)
    above = [w.low for w in draft.parts.chain[:1]]
    near = draft.parts.chain[0].low in ("close", "closer") if above else False
    goal = draft.noun and tree.words[i].dep == "pobj" and tree.words[tree.words[i].head].low == "for"
    if draft.act not in made or not (goal or near or (not draft.noun and any(low in _SET_PLANS for low in above))):
        return False
    when, own = when_of(scene, i, True, False, Modality.SCHEDULED, draft.voice)
    return own and when is not None and when.date is not None and (when.date.is_exact or bool(when.offset))


def stands_long(draft: Draft) -> bool:
    """ "Has already entered into force", "108 countries have signed": done before the day of the report."""
    return draft.subject.collective or any(
        draft.tree.words[c].low in ("already", "previously") for c in draft.tree.words[draft.i].children
    )
