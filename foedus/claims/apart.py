"""Which acts of one sentence are one: a noun and its verb, a vote and what it is on, a notice and what it tells."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.claims.scene import Found, Scene
from foedus.model.acts import ActKind
from foedus.model.claims import Modality


def apart(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """Nouns that only say what a verb of the same sentence acts on tell nothing of their own."""
    verbs = [f for f in found if not f.noun]
    notices = [f for f in found if f.act is ActKind.NOTIFICATION]
    return [
        item
        for item in found
        if not _by_its_verb(scene, item, verbs)
        and not _by_its_effect(item, verbs)
        and not (item.act in _VOTED and _put_to_vote(item, found))
        and not _in_the_notice(scene, item, notices)
    ]


_VOTES = (ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION, ActKind.RATIFICATION)
_OWN_NOUNS = ("exchange-noun", "in-force-noun", "talks", "progress", "offer-noun")


def _by_its_verb(scene: Scene, item: Found, verbs: Sequence[Found]) -> bool:
    """Does a verb of the sentence tell what the word would tell: "lifted its suspension"?"""
    if item.rule == "reservation-made" and any(v.rule == "reservation-lifted" for v in verbs):
        return True  # "withdrew the reservation made upon ratification"
    if _of_the_same(scene, item, verbs):
        return True  # "will become the 124th party to join the statute"
    if not item.noun or item.rule.endswith("-counted"):
        return False
    if item.act in _LODGED and any(v.act is ActKind.DEPOSIT and _below(item, v) for v in verbs):
        return True  # "filed their acceptances"
    if item.act is ActKind.RATIFICATION and any(v.rule == "chamber-puts-off" and _below(item, v) for v in verbs):
        return True  # "parliament delayed ratification"
    same = [v for v in verbs if v.treaty is item.treaty]
    if any(v.act in (ActKind.RESUMPTION, ActKind.OBJECTION) or _told_by_verb(item, v) for v in same):
        return True  # "lifted its suspension", "objected to the reservation"
    if item.act is ActKind.RATIFICATION and any(v.rule == "ratification-revoked" for v in verbs):
        return True  # "withdrew its ratification"
    if item.act is ActKind.ACCESSION and any(v.act in _VOTES for v in same):
        return True  # "ratified Sweden's accession": what is ratified
    return item.rule not in _OWN_NOUNS and not item.actors and not item.own_date and bool(same)


def _by_its_effect(item: Found, verbs: Sequence[Found]) -> bool:
    """ "The withdrawal takes effect": one act."""
    told = [v for v in verbs if v.rule == "decision-in-force" and v is not item and v.act is item.act]
    return bool(told) and (item.noun or any(_below(item, v) for v in told))


def _in_the_notice(scene: Scene, item: Found, notices: Sequence[Found]) -> bool:
    """ "Notified it of its withdrawal": the notice is the act, and has the day of what it tells."""
    if item.rule == "ratification-completed" and any(n.trigger < item.trigger for n in notices):
        return True  # "notified it that it had completed its procedures"
    told = next(
        (n for n in notices if n is not item and n.treaty is item.treaty and (n.trigger < item.trigger or item.noun)),
        None,
    )
    if told is not None and item.act is ActKind.ENTRY_INTO_FORCE:
        return item.modality is Modality.CONDITIONAL and not item.own_date  # "that it had done all for this"
    loose = item.noun or item.modality is not Modality.OCCURRED or _now_doing(scene, item.trigger)
    if told is None or item.act not in _NOTIFIED or not loose or _beside(item, told):
        return False
    if not told.own_date and item.own_date and item.modality is Modality.OCCURRED:
        told.when, told.own_date = item.when, True  # "notified it of its withdrawal on 27 January"
    return item.modality is not Modality.SCHEDULED or not item.own_date


def _beside(item: Found, notice: Found) -> bool:
    """ "Has sent no notice and does not intend to leave": a second verb, joined to that of the notice."""
    if item.noun or item.tree is None or not item.tree.parsed:
        return False
    words = item.tree.words
    return any(w.dep == "conj" and w.head == notice.trigger for w in (words[item.trigger], *item.tree.up(item.trigger)))


_LODGED = (ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.ACCESSION, ActKind.APPROVAL)
_VOTED = (
    ActKind.RATIFICATION,
    ActKind.WITHDRAWAL,
    ActKind.SUSPENSION,
    ActKind.TERMINATION,
    ActKind.EXTENSION,
    ActKind.AMENDMENT,
    ActKind.ACCESSION,
)


def _below(item: Found, other: Found) -> bool:
    """Does the word of one act hang below that of the other?"""
    return item.tree is not None and item.tree.parsed and other.trigger in {w.i for w in item.tree.up(item.trigger)}


def _put_to_vote(item: Found, found: Sequence[Found]) -> bool:
    """Does the word of the act only say what a chamber decided on: "voted to leave", "a bill to ratify it"?"""
    if item.tree is None or not item.tree.parsed:
        return False
    if item.rule in ("expire", "runs-out", "ends-itself"):
        return False  # "voted it down two months before it was due to expire"
    if item.act is ActKind.RATIFICATION and (item.own_date or item.modality is Modality.OCCURRED):
        return False
    above = {word.i for word in item.tree.up(item.trigger)}
    decides = (ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION)
    return any(o.act in decides and o.treaty is item.treaty and o.trigger in above for o in found)


def _of_the_same(scene: Scene, item: Found, verbs: Sequence[Found]) -> bool:
    """Does a small verb below another only say again what that one tells?"""
    word = scene.tree.words[item.trigger]
    if item.noun or not (word.tag == "VB" or (word.tag == "VBG" and word.dep in ("pcomp", "acl"))):
        return False  # "adopted the law on ratifying it"
    same = [v for v in verbs if v.act is item.act and v.treaty is item.treaty and v is not item and _below(item, v)]
    return any(
        set(item.actors) <= set(v.actors) for v in same
    )  # "ratified the pact, which Chad has yet to ratify": two


def _told_by_verb(item: Found, verb: Found) -> bool:
    """The same act, told by the verb of the sentence and named again by a noun."""
    asked = verb.rule in ("notice-of-change", "changes-proposed", "changes-agreed")  # "seeks modification of it"
    asked = asked or (item.act is ActKind.LEGISLATIVE_APPROVAL and _below(item, verb))  # "won its approval"
    return verb.act is item.act and (asked or (not item.own_date and set(item.actors) <= set(verb.actors)))


_NOTIFIED = (
    ActKind.WITHDRAWAL,
    ActKind.SUSPENSION,
    ActKind.RESERVATION,
    ActKind.TERMINATION,
    ActKind.ACCEPTANCE,
    ActKind.ACCESSION,
    ActKind.RATIFICATION,
    ActKind.AMENDMENT,
)
"""What a notice tells is no second act, unless it is told as done or has its own day."""


def _now_doing(scene: Scene, i: int) -> bool:
    """ "That it was withdrawing": what the notice says, in the making."""
    tree = scene.tree
    helped = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep == "aux"}
    return tree.words[i].tag == "VBG" and bool(helped & {"is", "are", "was", "were", "be"})
