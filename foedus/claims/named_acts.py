"""Nouns of acts that only name one: "the ratification is vital", "ahead of the signing", "a view to ratification"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.claims.inner import hailed
from foedus.claims.lexicon import every_form, forms_of
from foedus.claims.scene import BILL
from foedus.claims.trees import Tree
from foedus.model.claims import Modality

if TYPE_CHECKING:
    from foedus.claims.drafts import Draft


def only_names(draft: Draft) -> bool:
    """A noun that only names an act, or tells it with neither day nor doer."""
    tree, i, frame = draft.tree, draft.i, draft.frame
    if not draft.noun:
        return False
    if frame.id == "conclusion-of-talks" and tree.words[i].dep in ("attr", "appos"):
        return True  # "the ratification is the conclusion of the agreement": what another act amounts to
    done = draft.modality is Modality.OCCURRED
    loose = tree.words[i].dep not in ("dobj", "nsubjpass") and not _agreed(tree, i)
    if frame.id == "extension-noun" and done and loose:
        return True  # "a draft protocol on the extension of …"
    if frame.id in ("offer-noun", "withdrawal-noun") and not draft.actors and not draft.scene.context.one_state:
        return True
    if frame.id == "withdrawal-noun" and _of_troops(draft):
        return True
    if not draft.own_date and not draft.actors and draft.modality is Modality.PROPOSED:
        return True  # "to promote the signature of the protocol": by nobody
    if frame.id == "deposit" and not draft.own_date and not (draft.actors or draft.subject.actors):
        return True  # "thirty days after the deposit of the tenth instrument"
    if frame.id == "in-compliance":
        return done  # that somebody complies is no act
    if frame.id == "conclusion-of-talks" and len(draft.actors) < 2:
        return True
    if frame.id == "signing-noun" and _of_papers(draft):
        return True
    if _below_other(tree, i) or _unowned(draft) or _on_the_way(draft):
        return True
    if not draft.own_date and _judged(draft) and (done or draft.modality is Modality.SCHEDULED):
        return True
    return not draft.own_date and (_loose(draft) or (done and _in_passing(draft)))


def _agreed(tree: Tree, i: int) -> bool:
    """ "Agreed to a two-month extension", "signed off on the renewal"."""
    word = tree.words[i]
    above = tree.words[tree.words[word.head].head]
    return word.dep == "pobj" and tree.words[word.head].low in ("to", "on", "upon") and above.low in _AGREEING


_AGREEING = every_form("agree consent assent sign")
_CONSENTS = frozenset(
    ("signing-noun", "ratification-noun", "chamber-ratification-noun", "accession-noun", "withdrawal-noun",
     "expiry-noun", "extension-noun", "participation-suspended-noun", "conclusion-of-talks")
)  # fmt: skip
_COMING = frozenset("takes comes enters becomes follows stems results marks ends concludes".split())


def _judged(draft: Draft) -> bool:
    """ "The ratification is essential", "its exit undermines trust": the subject of what is thought of it."""
    words, i = draft.tree.words, draft.i
    while words[i].dep == "conj" and words[words[i].head].tag.startswith("NN"):
        i = words[i].head
    above = words[words[i].head]
    if draft.frame.id not in _CONSENTS or words[i].dep != "nsubj":
        return False
    if above.low in ("is", "are", "was", "were", "remains", "be"):
        return any(words[c].dep in ("acomp", "attr") and words[c].low not in _ARRIVED for c in above.children)
    headline = above.tag == "VB" and draft.tree.sentence.heading
    ahead = {words[c].low for c in above.children if words[c].dep == "aux"} & {"will", "would", "could", "might", "may"}
    if ahead and above.low not in _HAPPENING and draft.modality is not Modality.DENIED:
        return any(words[c].dep == "dobj" for c in above.children)  # "ratification will create jobs"
    return headline or (above.tag in ("VBZ", "VBP") and above.low not in _COMING)


_HAPPENING = frozenset("be take follow come happen occur start begin end mark conclude go proceed complete".split())
_ARRIVED = frozenset("complete final official effective imminent due over done likely under part subject".split())
_HEADS_OF = frozenset(
    "announcement news notice notification anniversary day date time occasion ceremony result wake act moment hour eve "
    "month months week weeks year years day days round rounds process culmination end".split()
)
"""What may stand before "of" where the act itself is told: "the announcement of its withdrawal"."""
_LOOSE = frozenset("to for before until about toward towards pending ahead against than as on".split())
_DURING = frozenset("upon at through within over during regarding concerning".split())
_AIMS = frozenset("for before until toward towards ahead against regarding concerning within".split())
_GOALS = frozenset("view prelude commitment step alternative condition path obstacle way opposition".split())


def _loose(draft: Draft) -> bool:
    """ "Linked it to the signing": with nobody as doer."""
    word = draft.tree.words[draft.i]
    above = draft.tree.words[draft.tree.words[word.head].head].low
    if draft.modality is Modality.PROPOSED and above in _PREPARING and draft.treaty.is_bilateral:
        return False  # "are preparing for the signing of a treaty between the two"
    return word.dep == "pobj" and draft.tree.words[word.head].low in _LOOSE and not draft.subject.actors


_PREPARING = frozenset((*forms_of("prepare"), "preparations", "authorisation", "authorization", "mandate", "approval"))


def _in_passing(draft: Draft) -> bool:
    """ "The benefits of ratification", "ahead of its ratification", "the review of its exit": the act is only named."""
    words = draft.tree.words
    word = words[draft.i]
    while word.dep == "conj" and words[word.head].tag.startswith("NN"):
        word = words[word.head]
    if word.dep != "pobj":
        return False
    prep = words[word.head]
    above = words[prep.head]
    if draft.frame.id in _CONSENTS:
        if prep.low == "of":
            return above.low not in _HEADS_OF and not above.low.startswith("announc")
        if prep.low in _AIMS or (prep.low == "to" and above.low in _GOALS):
            return True
    return prep.low in _DURING and not draft.subject.actors


def _of_papers(draft: Draft) -> bool:
    """ "The signing of the instrument of ratification": no signature of the treaty."""
    words = draft.tree.words
    below = [j for c in words[draft.i].children if words[c].low == "of" for j in words[c].children]
    return any(words[j].low.startswith(("instrument", "bill", "law", "decree")) for j in below)


_TROOPS = frozenset("troop troops force forces soldier soldiers military army personnel peacekeepers missiles".split())
_MARCHED = re.compile(
    r"\b(?:troops?|forces|soldiers?|peacekeepers?|personnel)\b[^.;]{0,60}\b(?:withdr\w+|pull\w*)\b|"
    r"\b(?:withdr\w+|pull\w*)\b[^.;]{0,40}\b(?:troops?|forces|soldiers?|peacekeepers?|personnel)\b",
    re.I,
)


def _of_troops(draft: Draft) -> bool:
    """ "The withdrawal of its troops", "the pullout", where troops are what is pulled out."""
    tree, i = draft.tree, draft.i
    below = tree.subtree(i) | {i}
    if any(tree.words[j].low in _TROOPS for j in below):
        return True
    if draft.mention is not None and draft.mention.core in below:
        return False
    told = [tree, *(before for before, _near in draft.scene.before[-4:])]
    return any(_MARCHED.search(t.sentence.text) for t in told)


def _unowned(draft: Draft) -> bool:
    """ "The adoption of it will serve …", "its entry into force demonstrates": a noun with neither day nor doer."""
    above = draft.tree.words[draft.tree.words[draft.i].head]
    present = above.tag == "VBZ" and above.low not in (*_COMING, "is")
    if draft.own_date and not (present and draft.tree.words[draft.i].dep == "nsubj"):
        return False
    if draft.frame.id == "accession-noun" and not draft.actors:
        return True
    if draft.frame.id == "adoption-noun":
        return not draft.actors or draft.modality is not Modality.OCCURRED
    if draft.frame.id == "in-force-noun":
        return draft.modality is Modality.OCCURRED and not hailed(draft.tree, draft.i)
    loose = draft.modality is Modality.OCCURRED and draft.tree.words[draft.i].dep == "nsubj" and present
    return loose and draft.frame.id in ("withdrawal-noun", "expiry-noun", "extension-noun", "amendment-noun")


_OPENING = every_form("allow enable permit facilitate trigger hasten")
_JUDGING = every_form("defend criticise criticize condemn justify discuss debate question slam")
_MAY = frozenset("could would may might can will".split())


def _on_the_way(draft: Draft) -> bool:
    """ "Following the ratification, trade could start", "this will allow ratification": by nobody, on no day."""
    words = draft.tree.words
    word = words[draft.i]
    if draft.actors or draft.own_date or draft.frame.id not in _CONSENTS:
        return False
    above = words[word.head]
    if word.dep == "pobj" and above.low in ("following", "after", "upon", "once", "on"):
        main = words[above.head]
        return bool({words[c].low for c in main.children if words[c].dep == "aux"} & (_MAY - {"will"}))
    opened = above.low in _OPENING and above.tag in ("VB", "VBZ", "VBG")
    return word.dep == "dobj" and (opened or above.low in _JUDGING)


_TAKING_BACK = every_form("withdraw retract rescind annul")
"""What is done to a signature already given: the verb tells the act."""


def _below_other(tree: Tree, i: int) -> bool:
    """A noun of action inside another: "withdrawal of the ratification", "notification of its suspension"."""
    for word in list(tree.up(i))[:3]:
        if word.tag.startswith("V"):
            return word.low.startswith("exchang") or (
                word.low in ("revoking", "revoke", "revoked", "cancelling", "canceling", "cancel")
                or (tree.words[i].low.startswith("signature") and word.low in _TAKING_BACK)
            )
        if re.match(r"(?:withdrawal|revocation|cancel|notif|exchange)", word.low):
            return True
        if BILL.fullmatch(word.low) and word.low not in ("document", "act") and word.i < i:
            return True  # "passed a law on the withdrawal": the vote is the act
    return False
