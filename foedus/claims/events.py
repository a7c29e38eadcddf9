"""Triggers to acts: which frame a word opens, on which treaty, by whom, when, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.binding import rebind, subject_before, treaty_of
from foedus.claims.context import Who, who
from foedus.claims.doers import maker_of, widen
from foedus.claims.drafts import Draft, finish
from foedus.claims.fits import chamber_told, object_fits, subject_fits
from foedus.claims.lexicon import Frame, data, forms_of, triggers
from foedus.claims.lists import ellipses, listed_acts
from foedus.claims.mention import Instrument
from foedus.claims.modality import is_cleared, put
from foedus.claims.parties import actors_in_row
from foedus.claims.roles import Roles, phrase, roles
from foedus.claims.scene import BILL, Found, Scene, words_of
from foedus.claims.speakers import Speaker, in_quote, voice_of
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind
from foedus.model.acts import ActKind
from foedus.model.claims import Modality


def acts_in(scene: Scene) -> list[Found]:
    """All acts that a sentence tells, one for each word that opens a fitting frame."""
    found: list[Found] = listed_acts(scene)
    if found:
        return found
    table = triggers()
    for word in scene.tree.words:
        options = table.get(_whole(scene.tree, word.i))
        if not options or _is_modifier(scene.tree, word.i):
            continue
        is_noun_tag = word.tag.startswith("NN") or _gerund_noun(scene.tree, word.i)
        for frame, part, _base in options:
            if word.tag and (part == "verb") is is_noun_tag:
                continue
            if not _particles(scene.tree, word.i, frame):
                continue
            made = _open(scene, word.i, frame, part == "noun")
            if made is not None:
                found += made
                break
    return _apart(scene, found) + ellipses(scene, found)


_REBEL = re.compile(
    r"\b(?:"
    + "|".join(data("lexicon")["not_treaties"]["armed_groups"])
    + r"|rebels?|Rebels?|insurgents?|guerrillas?|militants?|separatists?|faction(?:s|al)?|warlords?)\b"
)


def _apart(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """Nouns that only say what a verb of the same sentence acts on tell nothing of their own."""
    verbs = [f for f in found if not f.noun]
    notices = [f for f in found if f.act is ActKind.NOTIFICATION]
    kept = []
    for item in found:
        if item.noun and any(
            (v.act in (ActKind.RESUMPTION, ActKind.OBJECTION) or _told_by_verb(item, v)) and v.treaty is item.treaty
            for v in verbs
        ):
            continue  # "lifted its suspension", "objected to the reservation"
        if item.rule == "reservation-made" and any(v.rule == "reservation-lifted" for v in verbs):
            continue  # "withdrew the reservation made upon ratification"
        if _of_the_same(scene, item, verbs):
            continue  # "will become the 124th party to join the statute"
        if item.act in _VOTED and _put_to_vote(item, found):
            continue  # "adopted a bill authorising the president to ratify", "postponed the vote on ratifying"
        if item.noun and item.act is ActKind.RATIFICATION and any(v.rule == "ratification-revoked" for v in verbs):
            continue  # "withdrew its ratification"
        if item.rule == "ratification-completed" and any(n.trigger < item.trigger for n in notices):
            continue  # "notified it that it had completed its procedures"
        votes = (ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION, ActKind.RATIFICATION)
        if (
            item.noun
            and item.act is ActKind.ACCESSION
            and any(v.act in votes and v.treaty is item.treaty for v in verbs)
        ):
            continue  # "ratified Sweden's accession": what is ratified
        takes_effect = [v for v in verbs if v.rule == "decision-in-force" and v is not item and v.act is item.act]
        if takes_effect and (item.noun or any(_below(item, v) for v in takes_effect)):
            continue  # "the withdrawal takes effect"
        own = item.rule in ("exchange-noun", "in-force-noun", "talks", "progress", "offer-noun")
        if (
            item.noun
            and not own
            and not item.actors
            and not item.own_date
            and any(v.treaty is item.treaty for v in verbs)
        ):
            continue
        told = next(
            (
                n
                for n in notices
                if n is not item and n.treaty is item.treaty and (n.trigger < item.trigger or item.noun)
            ),
            None,
        )
        if (
            told is not None
            and item.act in _NOTIFIED
            and (item.noun or item.modality is not Modality.OCCURRED or _now_doing(scene, item.trigger))
        ):
            if not told.own_date and item.own_date and item.modality is Modality.OCCURRED:
                told.when, told.own_date = item.when, True  # "notified it of its withdrawal on 27 January"
            if item.modality is not Modality.SCHEDULED or not item.own_date:
                continue
        kept.append(item)
    return kept


_VOTED = (ActKind.RATIFICATION, ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.TERMINATION)


def _below(item: Found, other: Found) -> bool:
    """Does the word of one act hang below that of the other?"""
    return item.tree is not None and item.tree.parsed and other.trigger in {w.i for w in item.tree.up(item.trigger)}


def _put_to_vote(item: Found, found: Sequence[Found]) -> bool:
    """Does the word of the act only say what a chamber decided on: "voted to leave", "a bill to ratify it"?"""
    if item.tree is None or not item.tree.parsed:
        return False
    if item.act is ActKind.RATIFICATION and (item.own_date or item.modality is Modality.OCCURRED):
        return False
    above = {word.i for word in item.tree.up(item.trigger)}
    decides = (ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION)
    return any(o.act in decides and o.treaty is item.treaty and o.trigger in above for o in found)


def _of_the_same(scene: Scene, item: Found, verbs: Sequence[Found]) -> bool:
    """Does a small verb below another only say again what that one tells?"""
    if item.noun or scene.tree.words[item.trigger].tag != "VB":
        return False
    return any(v.act is item.act and v.treaty is item.treaty and v is not item and _below(item, v) for v in verbs)


def _told_by_verb(item: Found, verb: Found) -> bool:
    """The same act, told by the verb of the sentence and named again by a noun."""
    asked = verb.rule in ("notice-of-change", "changes-proposed", "changes-agreed")  # "seeks modification of it"
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


def _whole(tree: Tree, i: int) -> str:
    """The word with a prefix that the parser cuts off: "re-enter"."""
    if i >= 2 and tree.words[i - 1].text == "-" and tree.words[i - 2].low == "re":
        return "re-" + tree.words[i].low
    return tree.words[i].low


def _gerund_noun(tree: Tree, i: int) -> bool:
    """ "The coming into force of", "the depositing of": a gerund with an article is a noun."""
    return tree.words[i].tag == "VBG" and any(tree.words[c].dep in ("det", "poss") for c in tree.words[i].children)


def _is_modifier(tree: Tree, i: int) -> bool:
    """A trigger before the noun of another thing tells no act: "signing ceremony", "ratification bill"."""
    word = tree.words[i]
    return word.dep == "compound" or (word.dep == "amod" and word.tag in ("VBN", "VBG", "JJ"))


def _particles(tree: Tree, i: int, frame: Frame) -> bool:
    if not frame.particles:
        return True
    if frame.particles == ("outside",):  # "are now – officially and clearly – outside the framework"
        return any(word.low == "outside" for word in tree.words[i + 1 : i + 12])
    start = max(0, i - 4) if "longer" in frame.particles else i + 1  # "will no longer be", "is no longer"
    ahead = {word.low for word in tree.words[start : i + 6]}
    return bool(ahead & set(frame.particles))


def _open(scene: Scene, i: int, frame: Frame, noun: bool) -> list[Found] | None:
    tree = scene.tree
    parts = roles(tree, i, noun)
    if not noun:
        rebind(scene, i, parts)
        if "instrument" in frame.subject:
            subject_before(scene, i, parts)
        if (
            frame.id == "rejoin-bare"
            and tree.words[i].low.startswith("join")
            and not re.search(
                r"\b(?:is|was|are|were|set|due|plans?|planned|wants?) to$",
                " ".join(w.low for w in tree.words[max(0, i - 3) : i]),
            )
        ):
            return None
        if (
            frame.id == "in-force"
            and i >= 2
            and re.search(r"\b(?:cease[sd]?|ceasing)(?: to)?$", " ".join(w.low for w in tree.words[i - 2 : i]))
        ):
            return None
        if frame.id == "withdraw" and _leaves_elsewhere(scene, i, parts):
            return None
        if frame.id == "withdraw" and {tree.words[at].low for at in parts.object_heads} & _NOT_LEFT:
            return None
        _object_after(scene, i, parts)
        if (frame.passive == "no" and parts.passive) or (frame.passive == "yes" and not parts.passive):
            return None
        if (
            frame.act in ("withdrawal", "suspension")
            and tree.words[i].dep in ("acl", "relcl")
            and tree.words[i].head != i
            and BILL.fullmatch(tree.words[tree.words[i].head].low)
        ):
            return None  # "a bill revoking …": the vote or signature on the bill is the act
    elif frame.act in ("withdrawal", "suspension") and _of_bill(tree, i):
        return None  # "a law on the country's withdrawal": the vote or signature on the law is the act
    treaty, mention = treaty_of(scene, i, parts, frame, noun)
    if treaty is None or treaty.excluded or (noun and _CONSENTS.match(tree.words[i].low) and _of_instrument(tree, i)):
        return None
    voice = voice_of(tree, i, scene.speakers) or _quoted_voice(scene, i)
    scene.context.voice = voice  # "Canada said it would …": the pronoun is the speaker's
    subject = who(tree, parts.subject, scene.named, scene.context, treaty)
    if frame.actors == "both" and _REBEL.search(words_of(tree, parts.subject | parts.partners)):
        treaty.excluded = True  # a peace with rebels is none between states
        return None
    if not subject.actors and parts.subject_head >= 0 and tree.words[parts.subject_head].low in ("their", "its"):
        told = maker_of(scene, i, treaty)  # "the two submitted their applications to join"
        if len(told.actors) > 1 or (told.actors and tree.words[parts.subject_head].low == "its"):
            subject = told
    if noun and frame.act in ("ratification", "legislative_approval") and _laid_before(tree, i):
        return []  # "I transmit for the consent of the Senate to its ratification": the verb tells it
    if noun and frame.id == "chamber-ratification-noun" and not subject.legislature:
        subject = _chamber_below(scene, i, parts, subject)
    if frame.id == "signatory" and not subject.actors and tree.words[i].dep == "appos":
        subject = who(tree, phrase(tree, tree.words[i].head) - tree.subtree(i), scene.named, scene.context, treaty)
    if noun and not subject.actors and mention is not None:
        subject.actors = _by_after(scene, mention)
    if noun and frame.act in ("signature", "accession", "ratification") and is_cleared(tree, i):
        told = maker_of(scene, i, treaty)  # "the cabinet approved the signing": of its own state
        if frame.act == "ratification" and told.legislature:
            return None  # the chamber's own approval
        subject = subject if subject.actors else told
    if noun and frame.act in _DECIDED_ACTS and not subject.actors and _decides(tree, i):
        told = maker_of(scene, i, treaty)  # "the Council approved the suspension of …": the Council suspends
        subject = told if told.actors and not told.legislature else subject

    if noun and frame.id in _DONE_BY_ABOVE and not subject.actors and _announced(tree, i):
        subject = maker_of(scene, i, treaty)
    if frame.id == "notification-noun" and tree.words[i].dep == "dobj" and _given(tree, i):
        return None  # "sent the UN formal notice": the verb tells it
    if frame.id == "chamber-ratification-noun" and treaty.is_bilateral and not _names_anyone(scene, parts):
        subject.actors = treaty.all_parties if subject.legislature else subject.actors
    if noun and frame.id == "vote-to-come" and not subject.legislature:
        subject = _chamber_near(scene, i) or maker_of(scene, i, treaty)
    if noun and frame.id == "talks" and not subject.actors and not treaty.is_bilateral:
        subject = maker_of(scene, i, treaty)  # "the ministers announced the launch of talks": they talk
    if not noun and not parts.passive:
        widen(scene, i, parts, subject)
    leaves = frame.act in ("withdrawal", "suspension", "accession")
    if noun and i + 1 < len(tree.words) and tree.words[i + 1].low in (("by",) if leaves else ("by", "from")):
        row = actors_in_row(tree, i + 2, scene.named, wide=True)  # a list, which the parser takes apart
        subject.actors = tuple(dict.fromkeys(row)) if len(row) > len(subject.actors) else subject.actors
    if not subject.actors and parts.subject_head >= 0 and BILL.fullmatch(tree.words[parts.subject_head].low):
        subject = maker_of(scene, i, treaty)
    if not object_fits(scene, i, parts, frame, mention, noun) or not subject_fits(frame, subject, parts, scene, noun):
        return None
    manner = put(tree, i, parts, noun)
    if manner.dropped:
        return []
    made = finish(Draft(scene, i, frame, parts, treaty, mention, subject, manner, noun, voice))
    return [] if made is None else made


def _of_bill(tree: Tree, i: int) -> bool:
    """Is the noun what a law or bill is about: "law on the country's withdrawal"?"""
    head = tree.words[i].head
    if tree.words[i].dep != "pobj" or tree.words[head].low not in ("on", "for", "about", "concerning"):
        return False
    above = tree.words[tree.words[head].head]
    if above.tag.startswith("V") and head > 0:  # "passed a law on …", hung on the verb by the parse
        above = tree.words[head - 1]
    return above.tag.startswith("NN") and BILL.fullmatch(above.low) is not None


_DECIDED_ACTS = ("suspension", "extension", "termination", "amendment", "withdrawal", "resumption")
_DECIDING = frozenset(
    form
    for verb in ("approve", "agree", "announce", "decide", "order", "sign", "declare", "suspend", "halt", "cancel",
                 "revoke", "reverse", "rescind", "postpone", "delay", "defer", "seek", "propose", "want", "demand",
                 "request", "urge")
    for form in forms_of(verb)
)  # fmt: skip


def _decides(tree: Tree, i: int) -> bool:
    """Is the noun of an act the object of a deciding verb: "announced the termination of the pact"?"""
    word = tree.words[i]
    above = tree.words[word.head]
    if word.dep == "pobj" and above.low in ("on", "upon", "to"):
        above = tree.words[above.head]
    return word.dep in ("dobj", "nsubjpass", "pobj") and above.low in _DECIDING


def _leaves_elsewhere(scene: Scene, i: int, parts: Roles) -> bool:
    """ "Left Warsaw for the convention": what is left is the plain object, and no treaty."""
    tree = scene.tree
    plain = [c for c in tree.words[i].children if tree.words[c].dep == "dobj"]
    if not plain or not tree.words[i].low.startswith(("leav", "left", "exit", "quit", "abandon")):
        return False
    row = phrase(tree, plain[0])
    named = any(n.kind in _BODIES and n.actor and set(tree.at(n.start, n.end)) & row for n in scene.named)
    return not (named or any(m.core in tree.subtree(plain[0]) for m in scene.instruments)) and (
        tree.words[plain[0]].tag.startswith("NNP")
    )


_BODIES = (FormKind.ORGANISATION, FormKind.ACRONYM)
_CONSENTS = re.compile(r"ratif|accession|acceptance|approval|succession")
_NOT_LEFT = frozenset(
    (
        "application bid candidacy troops forces soldiers ambassador envoy envoys diplomats staff team objection "
        "request proposal offer claim claims complaint lawsuit bill motion nomination investment peacekeepers"
    ).split()
)
"""What may be withdrawn with no treaty being left."""
_SKIPPED = frozenset(
    "vote votes majority margin unanimity consensus acclamation today yesterday reading session sitting".split()
)


def _object_after(scene: Scene, i: int, parts: Roles) -> None:
    """ "Approved by a vote of 80 to 2 the treaty with Oman": an object cut off by what stands between."""
    tree = scene.tree
    if not tree.parsed or parts.passive or tree.words[i].dep in ("acl", "relcl"):
        return
    dated = {w.i for w in tree.words if any(d.start <= w.start < d.end for d in scene.dates)}
    real = [
        at
        for at in parts.object_heads
        if tree.words[at].low not in _SKIPPED
        and at not in dated
        and not (tree.words[at].dep == "pobj" and tree.words[tree.words[at].head].low == "to")
    ]
    if any(tree.words[at].tag[:2] in ("NN", "PR") for at in real):
        return
    after = next((m for m in scene.instruments if m.first > i and not m.excluded), None)
    if after is None or any(w.tag.startswith(("V", "MD")) or w.text in ";:" for w in tree.words[i + 1 : after.first]):
        return
    before = tree.words[max(0, after.first - 2) : after.first]
    hung = (before and before[-1].tag == "IN") or tree.words[after.core].dep == "pobj"
    if hung and not any(w.low in ("herewith", "hereby") for w in before):
        return
    parts.object, parts.object_all = {after.core}, {after.core}
    parts.object_head, parts.object_heads = after.core, (after.core,)


def _by_after(scene: Scene, mention: Instrument) -> tuple[str, ...]:
    """ "The ratification of the convention by Ghana": who acts stands after the treaty."""
    tree, at = scene.tree, mention.last + 1
    if at + 1 >= len(tree.words) or tree.words[at].low != "by":
        return ()
    return tuple(dict.fromkeys(actors_in_row(tree, at + 1, scene.named, wide=True)))


def _chamber_below(scene: Scene, i: int, parts: Roles, subject: Who) -> Who:
    """ "The approval of the Croatian parliament", "ratification by the Senate": the chamber after the noun."""
    tree = scene.tree
    for at in range(i + 1, min(i + 9, len(tree.words))):
        if tree.words[at].low == "by" or (at == i + 1 and tree.words[at].low in ("of", "from", "in")):
            row = {j for c in tree.words[at].children for j in phrase(tree, c)}
            told = who(tree, row, scene.named, scene.context, None)
            if told.legislature:
                parts.object -= row
                parts.object_all -= row
                return told
        if tree.words[at].tag.startswith("VB"):
            break
    return subject


_LAID = re.compile(r"\b(?:transmit|submit|send|sent|refer)\w*\b", re.I)


def _laid_before(tree: Tree, i: int) -> bool:
    """Is the noun what a treaty is laid before a chamber for?"""
    text, at = tree.sentence.text, tree.words[i].start - tree.sentence.start
    return bool(
        _LAID.search(text)
        and re.search(r"(?:\bfor\b|\bview to\b)[^.;]{0,60}$", text[:at])
        and re.search(r"\b(?:advice and consent|consent|approval|ratification)\b", text[max(0, at - 40) : at + 40])
    )


def _names_anyone(scene: Scene, parts: Roles) -> bool:
    """Does the phrase of the chamber say whose it is, or only "parliamentary", "by parliaments"?"""
    tree = scene.tree
    return any(n.actor and set(tree.at(n.start, n.end)) & parts.subject for n in scene.named) or "its" in (
        words_of(tree, parts.subject).lower().split()
    )


def _chamber_near(scene: Scene, i: int) -> Who | None:
    """ "A vote on the treaty in the Slovenian parliament"."""
    row = chamber_told(scene, i)
    told = who(scene.tree, row, scene.named, scene.context, None) if row else None
    return told if told is not None and told.legislature else None


_DONE_BY_ABOVE = frozenset(("withdrawal-noun", "termination-noun", "extension-noun", "revision-noun"))
_ANNOUNCING = frozenset(
    form
    for verb in (
        "announce declare confirm suspend halt delay postpone cancel reverse complete begin start initiate order "
        "launch seek consider plan threaten propose prepare approve request demand ask call urge offer want revoke"
    ).split()
    for form in forms_of(verb)
)
_GIVING = frozenset(
    form for verb in "give serve issue send file submit deliver hand".split() for form in forms_of(verb)
)


def _announced(tree: Tree, i: int) -> bool:
    """ "Announced the withdrawal", "called for a revision": by whoever announces or calls."""
    word = tree.words[i]
    above = tree.words[word.head]
    if word.dep == "pobj" and above.low == "for":
        above = tree.words[above.head]
    return word.dep in ("dobj", "pobj") and above.low in _ANNOUNCING


def _given(tree: Tree, i: int) -> bool:
    return tree.words[tree.words[i].head].low in _GIVING


def _of_instrument(tree: Tree, i: int) -> bool:
    """ "instruments of ratification": the word tells no act of its own."""
    return bool(
        re.search(r"(?:instruments?|documents?|exchange) of$", " ".join(w.low for w in tree.words[max(0, i - 2) : i]))
    )


def _quoted_voice(scene: Scene, i: int) -> Speaker | None:
    """Inside a quotation whose speaker the sentence does not name: the one before, or the one the paragraph names."""
    if not in_quote(scene.tree, i):
        return None
    return scene.quoted or scene.context.speaker
