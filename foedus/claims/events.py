"""Triggers to acts: which frame a word opens, on which treaty, by whom, when, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.binding import rebind, told_in, treaty_of
from foedus.claims.context import Who, is_state, who
from foedus.claims.dating import by_date, inside_future, is_perfect, when_of
from foedus.claims.doers import actors_of, maker_of, on_behalf, undoer
from foedus.claims.fits import decided_act, object_fits, subject_fits
from foedus.claims.instruments import Instrument
from foedus.claims.lexicon import Frame, triggers
from foedus.claims.linking import Treaty
from foedus.claims.lists import by_agents, ellipses, listed_acts, spells
from foedus.claims.modality import Put, certainty_of, hinge, is_media, put
from foedus.claims.parties import actors_in_row
from foedus.claims.roles import Roles, roles
from foedus.claims.scene import BILL, RATIFYING, Found, Scene, words_of
from foedus.claims.speakers import Speaker, in_quote, voice_of
from foedus.claims.trees import Tree
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
        is_noun_tag = word.tag.startswith("NN")
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


def _apart(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """Nouns that only say what a verb of the same sentence acts on tell nothing of their own."""
    verbs = [f for f in found if not f.noun]
    notices = [f for f in found if f.act is ActKind.NOTIFICATION]
    kept = []
    for item in found:
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
            (n for n in notices if n is not item and n.trigger < item.trigger and n.treaty is item.treaty), None
        )
        if (
            told is not None
            and item.act in (ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.RESERVATION)
            and (item.noun or item.modality is not Modality.OCCURRED)
        ):
            if not told.own_date and item.own_date and item.modality is Modality.OCCURRED:
                told.when, told.own_date = item.when, True  # "notified it of its withdrawal on 27 January"
            if item.modality is not Modality.SCHEDULED or not item.own_date:
                continue
        kept.append(item)
    return kept


def _whole(tree: Tree, i: int) -> str:
    """The word with a prefix that the parser cuts off: "re-enter"."""
    if i >= 2 and tree.words[i - 1].text == "-" and tree.words[i - 2].low == "re":
        return "re-" + tree.words[i].low
    return tree.words[i].low


def _is_modifier(tree: Tree, i: int) -> bool:
    """A trigger before the noun of another thing tells no act: "signing ceremony", "ratification bill"."""
    word = tree.words[i]
    return word.dep == "compound" or (word.dep == "amod" and word.tag in ("VBN", "VBG", "JJ"))


def _particles(tree: Tree, i: int, frame: Frame) -> bool:
    if not frame.particles:
        return True
    ahead = {word.low for word in tree.words[i + 1 : i + 6]}
    return bool(ahead & set(frame.particles))


def _open(scene: Scene, i: int, frame: Frame, noun: bool) -> list[Found] | None:
    tree = scene.tree
    parts = roles(tree, i, noun)
    if not noun:
        rebind(scene, i, parts)
        if (
            frame.id == "rejoin-bare"
            and tree.words[i].low.startswith("join")
            and not re.search(
                r"\b(?:is|was|are|were|set|due|plans?|planned|wants?) to$",
                " ".join(w.low for w in tree.words[max(0, i - 3) : i]),
            )
        ):
            return None
        if (frame.passive == "no" and parts.passive) or (frame.passive == "yes" and not parts.passive):
            return None
        if (
            frame.act in ("withdrawal", "suspension")
            and tree.words[i].dep in ("acl", "relcl")
            and tree.words[i].head != i
            and BILL.fullmatch(tree.words[tree.words[i].head].low)
        ):
            return None  # "a bill revoking …": the vote or signature on the bill is the act
    treaty, mention = treaty_of(scene, i, parts, frame, noun)
    if treaty is None or treaty.excluded or (noun and RATIFYING.match(tree.words[i].low) and _of_instrument(tree, i)):
        return None
    voice = voice_of(tree, i, scene.speakers) or _quoted_voice(scene, i)
    scene.context.voice = voice  # "Canada said it would …": the pronoun is the speaker's
    subject = who(tree, parts.subject, scene.named, scene.context, treaty)
    if noun and i + 1 < len(tree.words) and tree.words[i + 1].low in ("by", "from"):
        row = actors_in_row(tree, i + 2, scene.named, wide=True)  # a list, which the parser takes apart
        subject.actors = tuple(dict.fromkeys(row)) if len(row) > len(subject.actors) else subject.actors
    if not subject.actors and parts.subject_head >= 0 and BILL.fullmatch(tree.words[parts.subject_head].low):
        subject = maker_of(scene, i, treaty)
    if not object_fits(scene, i, parts, frame, mention, noun) or not subject_fits(frame, subject, parts, scene, noun):
        return None
    manner = put(tree, i, parts, noun)
    if manner.dropped:
        return []
    made = _fill(scene, i, frame, parts, treaty, mention, subject, manner, noun, voice)
    return [] if made is None else made


def _fill(
    scene: Scene,
    i: int,
    frame: Frame,
    parts: Roles,
    treaty: Treaty,
    mention: Instrument | None,
    subject: Who,
    manner: Put,
    noun: bool,
    voice: Speaker | None,
) -> list[Found] | None:
    tree = scene.tree
    act = (decided_act(scene, parts) if frame.id == "decision-in-force" else None) or ActKind(frame.act)
    actors = actors_of(scene, i, frame, parts, treaty, mention, subject, noun)
    modality, condition = manner.modality, manner.condition
    act, modality, condition = _turned(frame, act, modality, condition, manner, tree, i)
    if frame.modality and not (act is ActKind.PERFORMANCE and modality is Modality.PROPOSED):
        modality = Modality(frame.modality)
    if act is ActKind.ENTRY_INTO_FORCE and manner.forward and (waits := hinge(tree, i)):
        modality, condition = Modality.CONDITIONAL, waits
    if act is not ActKind.ENTRY_INTO_FORCE and inside_future(tree, i):
        if act is not ActKind.EXCHANGE and not (act is ActKind.DEPOSIT and actors):
            return None  # the condition of the force to come
        modality = Modality.SCHEDULED
    if (
        act in (ActKind.ENTRY_INTO_FORCE, ActKind.TERMINATION)
        and modality is Modality.OCCURRED
        and tree.words[i].tag in ("VBZ", "VBP")
        and not tree.sentence.heading
    ):
        coming = when_of(scene, i, True, noun, Modality.SCHEDULED, voice)[0]
        if coming and coming.date and scene.published and coming.date.earliest > scene.published:
            modality = Modality.SCHEDULED  # "expires on 5 February", said in January
    when, own_date = when_of(scene, i, modality in (Modality.SCHEDULED, Modality.CONDITIONAL), noun, modality, voice)
    if modality is Modality.SCHEDULED and when and when.date and scene.published and when.date.latest < scene.published:
        when, own_date = None, False  # a day gone by is not the planned one
    if frame.id == "breach-noun" and not actors:
        actors = undoer(scene, i)
    if act is ActKind.PERFORMANCE and (
        (noun and not actors) or (frame.id == "breach" and manner.modality is Modality.DENIED)
    ):
        return None
    if not actors and act in (ActKind.RESERVATION, ActKind.WITHDRAWAL, ActKind.SUSPENSION) and not subject.collective:
        actors = scene.context.main_states[:1] if scene.context.one_state else ()
    if noun and ((not own_date and not subject.actors and _loose_noun(tree, i)) or _below_other(tree, i)):
        return None
    if (
        not actors
        and not noun
        and act in (ActKind.WITHDRAWAL, ActKind.TERMINATION)
        and not parts.passive
        and frame.id != "expire"
    ):
        return None  # "terminating the treaty would …": nobody does it
    if (
        act is ActKind.WITHDRAWAL
        and not treaty.implied
        and treaty.is_bilateral
        and actors
        and not set(actors) & set(treaty.all_parties)
    ):
        return None  # others "denounce" an agreement in the everyday sense
    if (
        frame.id == "kept-not"
        and modality is not Modality.DENIED
        and not (actors and manner.modality is Modality.OCCURRED and tree.words[i].tag == "VBN")
    ):
        return None
    if not actors and not noun and (behalf := on_behalf(scene, i)):
        actors = behalf
    if (
        not actors
        and parts.passive
        and modality is not Modality.OCCURRED
        and not treaty.is_bilateral
        and voice
        and voice.actor
        and is_state(voice.actor)
        and frame.actors == "both"
    ):
        actors = (voice.actor,)  # "he said the accord would be signed": by the state he speaks for
    if frame.id == "breach-noun" and not actors:
        return None
    if frame.id == "talks" and len(actors) == 1:
        return None
    if tree.words[i].dep in ("csubj", "csubjpass"):
        return None  # "terminating the treaty would …" tells what it would be like
    if (
        frame.id == "agree-to"
        and tree.words[i].low.startswith("agree")
        and mention is not None
        and told_in(tree, mention, i)
    ):
        act = ActKind.SIGNATURE
    if (
        act is ActKind.ENTRY_INTO_FORCE
        and modality is Modality.OCCURRED
        and when is None
        and tree.words[i].tag in ("VBZ", "VBP")
        and not tree.sentence.heading
        and not any(tree.words[c].dep == "aux" for c in tree.words[i].children)
    ):
        modality = Modality.SCHEDULED  # "as and when it comes into force": nobody says that it has
    if (
        when is None
        and scene.day is not None
        and modality is Modality.OCCURRED
        and not noun
        and tree.words[i].tag == "VBD"
    ):
        when, own_date = scene.day, True
    if (
        when is None
        and scene.dateline is not None
        and modality is Modality.OCCURRED
        and not noun
        and is_perfect(tree, i)
    ):
        when = scene.dateline
    if (
        mention is not None
        and mention.parties
        and len(treaty.parties) == 1
        and len(actors) == 1
        and is_state(actors[0])
    ):
        treaty.parties[actors[0]] = None  # "ratified its pact with Japan": the one that ratifies is the other party
    turned = by_date(act, modality, when, manner, scene)
    if turned is not modality:
        modality = turned
        when, own_date = when_of(scene, i, False, noun, modality, voice)
    if act is ActKind.RESERVATION and re.search(r"\bdeclaration\b", words_of(tree, parts.object), re.I):
        condition = "withdrawal of general declaration"
    elif frame.condition and (act is not ActKind.WITHDRAWAL or modality is Modality.OCCURRED):
        condition = frame.condition
    if frame.id == "breach" and voice is None and (blamer := _accuser(tree, i, scene)):
        voice = blamer
    source = _chain_of(voice, scene)
    certainty = certainty_of(tree.sentence.text, source, bool(voice and voice.believes))
    made = Found(
        act,
        treaty,
        actors,
        subject.organ,
        when,
        modality,
        condition,
        source,
        certainty,
        tree.sentence.start,
        tree.sentence.end,
        frame.id,
        noun=noun,
        heading=tree.sentence.heading,
        own_date=own_date,
        tree=tree,
        trigger=i,
        collective=subject.collective,
    )
    return [split for part in by_agents(scene, i, made) for split in spells(part)]


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


def _below_other(tree: Tree, i: int) -> bool:
    """A noun of action inside another: "withdrawal of the ratification", "notification of its suspension"."""
    for word in list(tree.up(i))[:3]:
        if word.tag.startswith("V"):
            return word.low.startswith("exchang") or (
                word.low in ("revoking", "revoke", "revoked", "cancelling", "canceling", "cancel")
            )
        if re.match(r"(?:withdrawal|revocation|cancel|notif|exchange)", word.low):
            return True
    return False


def _loose_noun(tree: Tree, i: int) -> bool:
    """ "Linked it to the signing", "ahead of ratification": a noun that only names the act."""
    word = tree.words[i]
    return word.dep == "pobj" and tree.words[word.head].low in (
        "to",
        "for",
        "before",
        "until",
        "about",
        "toward",
        "towards",
        "pending",
        "ahead",
        "against",
        "than",
        "as",
        "on",
    )


def _turned(
    frame: Frame, act: ActKind, modality: Modality, condition: str | None, manner: Put, tree: Tree, i: int
) -> tuple[ActKind, Modality, str | None]:
    """A refusal by a chamber is a rejection; talks that failed took place; keeping denied is breach."""
    if act is ActKind.LEGISLATIVE_APPROVAL and manner.refused:
        return ActKind.LEGISLATIVE_REJECTION, Modality.OCCURRED, condition
    if act is ActKind.NEGOTIATION and manner.failed:
        return act, Modality.OCCURRED, "ended without agreement"
    return act, modality, condition


def _chain_of(voice: Speaker | None, scene: Scene) -> tuple[str, ...]:
    """The speaker, then the medium of the same sentence that passes the word on."""
    if voice is None:
        return ()
    passes = next((o.label for o in scene.speakers if o.label != voice.label and is_media(o.label)), None)
    return (voice.label, passes) if passes else (voice.label,)


def _accuser(tree: Tree, i: int, scene: Scene) -> Speaker | None:
    above = {word.i for word in tree.up(i)}
    return next((item for item in scene.speakers if item.accuses and item.verb in above), None)
