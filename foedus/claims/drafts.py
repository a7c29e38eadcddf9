"""From a fitting frame to an act: its manner, its day, its doers, and whether it tells anything at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.claims.binding import told_in
from foedus.claims.certainty import certainty_of, is_media
from foedus.claims.conditions import hinge
from foedus.claims.context import Who, is_state
from foedus.claims.dating import by_date, inside_future, is_perfect, when_of
from foedus.claims.denials import PUT_OFF
from foedus.claims.doers import actors_of, asker, one_person, told_party, undoer
from foedus.claims.fits import decided_act
from foedus.claims.inner import (
    ENDINGS,
    hailed,
    hangs,
    held_against,
    inner_act,
    not_yet_noun,
    of_bill,
    out_of_line,
    owed,
    reserved,
    under_way,
    voted_for,
)
from foedus.claims.joined import joined_objects
from foedus.claims.lexicon import Frame
from foedus.claims.linking import Treaty
from foedus.claims.lists import by_agents, each_other, not_by, spells
from foedus.claims.mention import Instrument
from foedus.claims.modality import Put
from foedus.claims.parties import not_given_to
from foedus.claims.roles import Roles
from foedus.claims.scene import Found, Scene, words_of
from foedus.claims.speakers import Speaker
from foedus.claims.standing_for import on_behalf
from foedus.claims.steps import at_once, decided, not_yet, planned_day, stands_long, still_to, supposed_step, whoever
from foedus.claims.trees import Tree
from foedus.claims.untold import tells_nothing
from foedus.model.acts import ActKind
from foedus.model.claims import Modality, When

_OF_MEMBERS = (ActKind.ACCESSION, ActKind.WITHDRAWAL, ActKind.SUSPENSION)


@dataclass(slots=True)
class Draft:
    """An act in the making: what was found for it, and what is settled step by step."""

    scene: Scene
    i: int
    frame: Frame
    parts: Roles
    treaty: Treaty
    mention: Instrument | None
    subject: Who
    manner: Put
    noun: bool
    voice: Speaker | None
    act: ActKind = ActKind.SIGNATURE
    actors: tuple[str, ...] = ()
    modality: Modality = Modality.OCCURRED
    condition: str | None = None
    when: When | None = None
    own_date: bool = False

    @property
    def tree(self) -> Tree:
        """The sentence."""
        return self.scene.tree

    @property
    def tag(self) -> str:
        """The part of speech of the trigger."""
        return self.tree.words[self.i].tag


def finish(draft: Draft) -> list[Found] | None:
    """The act, or several where agents or years tell several; None where the words tell none after all."""
    scene, i = draft.scene, draft.i
    draft.act = (decided_act(scene, draft.parts) if draft.frame.id == "decision-in-force" else None) or ActKind(
        draft.frame.act
    )
    draft.actors = actors_of(scene, i, draft.frame, draft.parts, draft.treaty, draft.mention, draft.subject, draft.noun)
    if draft.act is ActKind.SIGNATURE and not draft.noun and _INTO_LAW.match(draft.tree.after(i)):
        draft.act, told = ActKind.RATIFICATION, draft.subject.actors  # by the head of state, at home
        home = scene.context.main_states[:1] if scene.context.one_state else ()
        draft.actors = told if len(told) == 1 else home
    if not _settle_manner(draft):
        return None
    _settle_day(draft)
    if draft.frame.id == "in-compliance" and out_of_line(draft.tree, draft.i):
        draft.modality = Modality.DENIED
    if draft.frame.id in ("breach-noun", "in-compliance") and not draft.actors:
        draft.actors = undoer(scene, i)
    if tells_nothing(draft):
        return None
    _settle_doers(draft)
    if not draft.actors and draft.frame.id == "breach-noun":
        return None
    if draft.frame.id == "talks" and not draft.actors:
        draft.actors = _named_first(draft)
    alone = draft.frame.id == "talks" and len(draft.actors) == 1 and is_state(draft.actors[0])
    if alone and (draft.mention is None or not _by_name(draft)):
        return None
    _settle_tense(draft)
    made_by_word = draft.act in (ActKind.EXTENSION, ActKind.AMENDMENT) or draft.frame.id == "dispute-settled"
    if made_by_word and _agreed(draft):
        draft.modality = Modality.OCCURRED  # a treaty is extended by agreeing on it
        draft.when, draft.own_date = when_of(scene, i, False, False, draft.modality, draft.voice)
    made = _made(draft)
    joined = joined_objects(draft, made)
    if joined and draft.mention is not None and draft.mention.members >= 0:
        return joined  # "two agreements, a treaty and a pact": the two, and no third
    row = [one for part in by_agents(scene, i, made) for split in spells(part) for one in each_other(scene, i, split)]
    return row + joined + reserved(draft.tree, i, made) + not_by(scene, i, made, draft.parts)


_INTO_LAW = re.compile(r"[^.;,]{0,70}? into law\b")


def _agreed(draft: Draft) -> bool:
    """Governed by a past "agreed": "agreed to extend the deal"."""
    above = draft.parts.chain[0] if draft.parts.chain else None
    done = above is not None and above.low == "agreed" and above.tag in ("VBD", "VBN")
    return done and draft.modality is Modality.SCHEDULED and draft.manner.condition is None


def _named_first(draft: Draft) -> tuple[str, ...]:
    """Who talks, where the parse does not tell: the two that the sentence names before the talks, places apart."""
    tree, i = draft.tree, draft.i
    row: dict[str, None] = {}
    for item in draft.scene.named:
        if (
            not item.actor
            or item.start >= tree.words[i].start
            or item.kind.value not in ("state", "acronym", "organisation")
        ):
            continue
        before = tree.sentence.text[: item.start - tree.sentence.start].rstrip().lower()
        if not re.search(r"\b(?:in|at|near|from|to|of|for)(?: the)?$", before):
            row[item.actor] = None
    return tuple(row) if len(row) == 2 else ()


def _by_name(draft: Draft) -> bool:
    """Is the one who talks named as the subject, its partner being no state or not told?"""
    head = draft.parts.subject_head
    if head < 0 or draft.tree.words[draft.i].dep != "dobj":
        return False
    return any(
        n.actor for n in draft.scene.named if draft.tree.at(n.start, n.end) and head in draft.tree.at(n.start, n.end)
    )


def _settle_manner(draft: Draft) -> bool:
    """Act, modality and condition; False where the words are the condition of a force to come."""
    i, tree, frame, manner = draft.i, draft.tree, draft.frame, draft.manner
    voted = not draft.noun and draft.tag != "VBG" and bool(_TALLY.search(tree.sentence.text))
    draft.act = inner_act(tree, i, draft.act, frame, draft.parts)  # "failed to agree on an extension"
    if tree.words[i].low.startswith("conclu") and _IN_PRINCIPLE.search(tree.sentence.text):
        draft.act = ActKind.NEGOTIATION if draft.act is ActKind.SIGNATURE else draft.act
    draft.act, draft.modality, draft.condition = _turned(draft.act, manner.modality, manner.condition, manner, voted)
    nouns = (*ENDINGS, ActKind.EXTENSION, ActKind.AMENDMENT)
    if draft.noun and draft.act in nouns and draft.modality is Modality.OCCURRED and not_yet_noun(tree, i):
        draft.modality = Modality.PROPOSED
    chain = draft.parts.chain
    chamber = draft.act in (ActKind.LEGISLATIVE_APPROVAL, ActKind.LEGISLATIVE_REJECTION)
    if draft.modality is Modality.PROPOSED and chain and decided(draft, chain[0], chamber):
        draft.modality = Modality.OCCURRED  # "parliament's decision to reject the pact"
    if at_once(draft):
        draft.modality = Modality.OCCURRED
    if voted_for(tree, i) and draft.modality in (Modality.OCCURRED, Modality.PROPOSED) and not draft.noun:
        _voted(draft)
    if draft.act in ENDINGS and "bill" not in frame.object and of_bill(tree, i):
        draft.modality = Modality.PROPOSED  # "is working on a bill denouncing the agreement"
    elif _ended_by_chamber(draft):
        _voted(draft)
    if not _manner_of_frame(draft):
        return False
    if frame.id in ("expire", "runs-out") and draft.modality is Modality.PROPOSED:
        draft.modality = Modality.SCHEDULED  # a term that runs out is nobody's wish
    if _was_let(draft):
        draft.modality = Modality.OCCURRED
    going = draft.act in (ActKind.WITHDRAWAL, ActKind.TERMINATION, ActKind.ACCESSION, ActKind.RATIFICATION)
    if going and draft.modality is Modality.OCCURRED and under_way(tree, i):
        draft.modality = Modality.SCHEDULED
    if draft.modality is Modality.PROPOSED and planned_day(draft):
        draft.modality = Modality.SCHEDULED
    consents = (ActKind.RATIFICATION, ActKind.LEGISLATIVE_APPROVAL)
    if draft.act in consents and draft.modality is Modality.PROPOSED and draft.parts.passive and owed(tree, i):
        draft.modality = Modality.SCHEDULED
    return _manner_of_clause(draft)


_IN_PRINCIPLE = re.compile(r"\bconclu\w+ (?:[\w-]+ ){0,6}?in principle\b")
"""Talks that have ended, and no signature."""


def _manner_of_clause(draft: Draft) -> bool:
    """What the clause around the act says of it: inside a future, of itself, still to come."""
    scene, i, tree, frame = draft.scene, draft.i, draft.tree, draft.frame
    if draft.act is ActKind.ENTRY_INTO_FORCE:
        _manner_of_force(draft)
    elif supposed_step(draft):
        draft.modality = Modality.SCHEDULED
    elif inside_future(tree, i):
        ends = draft.act is ActKind.TERMINATION  # "will not be renewed when it lapses in May"
        dated = (draft.noun or ends) and when_of(scene, i, True, draft.noun, Modality.SCHEDULED, draft.voice)[1]
        step = draft.act is ActKind.DEPOSIT or (draft.act is ActKind.NOTIFICATION and not whoever(draft))
        if draft.act is not ActKind.EXCHANGE and not dated and not (step and draft.actors):
            return False
        draft.modality = Modality.SCHEDULED
    if frame.id == "decision-in-force" and draft.tag == "VBZ" and not tree.sentence.heading:
        draft.modality = Modality.SCHEDULED if draft.modality is Modality.OCCURRED else draft.modality
    alone = frame.id in ("nullify", "declared-void") or ("bill" in frame.object and draft.act is ActKind.TERMINATION)
    if alone and not draft.treaty.is_bilateral:
        if not draft.actors:
            return False
        if len(draft.actors) == 1:
            draft.act = ActKind.WITHDRAWAL  # one alone can undo a treaty of many for itself only
    ends = draft.act in (ActKind.ENTRY_INTO_FORCE, ActKind.TERMINATION)
    now = draft.tag in ("VBZ", "VBP") and not tree.sentence.heading and not _was_let(draft)
    if ends and draft.modality is Modality.OCCURRED and now:
        coming = when_of(scene, i, True, draft.noun, Modality.SCHEDULED, draft.voice)[0]
        day, today = coming.date if coming else None, scene.published
        open_day = frame.id in ("expire", "runs-out") and (day is None or today is None)
        if open_day or (day and today and day.earliest > today):
            draft.modality = Modality.SCHEDULED  # "expires on 5 February", said in January
    return True


def _was_let(draft: Draft) -> bool:
    """ "Let it expire", "allowed it to lapse": it has."""
    above = draft.parts.chain[:1]
    ends = draft.frame.id in ("expire", "runs-out")
    return ends and bool(above) and above[0].low in ("let", "allowed") and above[0].tag in ("VBD", "VBN")


def _ended_by_chamber(draft: Draft) -> bool:
    """ "The lower house denounced the agreement": its vote; the state's notice has yet to follow."""
    ends = draft.frame.id in ("withdraw", "terminate", "nullify") and draft.modality is Modality.OCCURRED
    return ends and draft.subject.legislature and not draft.parts.passive


def _voted(draft: Draft) -> None:
    """ "The Duma voted to extend it": the vote of a chamber is its approval; another's vote is only a plan."""
    if draft.subject.legislature and draft.act in (*ENDINGS, ActKind.EXTENSION, ActKind.AMENDMENT, ActKind.ACCESSION):
        leaving = draft.act in (ActKind.WITHDRAWAL, ActKind.TERMINATION)
        draft.condition = "concerns withdrawal" if leaving else draft.condition
        draft.condition = "concerns suspension" if draft.act is ActKind.SUSPENSION else draft.condition
        draft.act, draft.modality = ActKind.LEGISLATIVE_APPROVAL, Modality.OCCURRED
        draft.actors = draft.subject.actors
    elif draft.act in ENDINGS:
        draft.modality = Modality.PROPOSED


def _manner_of_frame(draft: Draft) -> bool:
    """What the frame itself says of the modality; False where its words then tell nothing."""
    frame = draft.frame
    if frame.id == "signatory" and draft.tree.words[draft.i].dep == "appos":
        draft.modality = Modality.OCCURRED  # "Fiji, a signatory since 2001, has never ratified it"
    if frame.modality == "open":  # a vote that was held is told by its outcome
        called_off = draft.noun and draft.modality is Modality.DENIED  # "postponed the vote"
        if not draft.noun and draft.modality is Modality.DENIED and still_to(draft):
            draft.modality = Modality.SCHEDULED
            return True  # "has still to vote on it"
        if (draft.modality is Modality.DENIED and not called_off) or (
            draft.modality is Modality.OCCURRED and not _debates(draft)
        ):
            return False
        draft.modality = Modality.PROPOSED if draft.modality is Modality.OCCURRED else draft.modality
    elif frame.modality == "wished":  # a noun that tells no act by itself, only what is called for
        return draft.modality in (Modality.PROPOSED, Modality.SCHEDULED) and bool(draft.subject.actors)
    elif frame.modality == "delayed":  # "put off ratification until June"
        draft.modality = Modality.SCHEDULED if PUT_OFF.search(draft.tree.sentence.text) else Modality.DENIED
    elif frame.modality == "made":  # "will meet at its request": the request itself has been made
        draft.modality = Modality.OCCURRED if draft.modality is Modality.SCHEDULED else draft.modality
    elif frame.modality == "ahead":  # what has been opened tells nobody's act
        owed_yet = draft.modality is Modality.DENIED and draft.act is ActKind.RATIFICATION
        return draft.modality is Modality.SCHEDULED or owed_yet
    elif draft.manner.modality is Modality.DENIED and frame.id in ("put-to-chamber", "goes-to-chamber"):
        draft.modality = Modality.DENIED  # "was not put before the Senate"
    elif frame.modality and (
        draft.act is not ActKind.PERFORMANCE
        or draft.modality is not Modality.PROPOSED
        or "failing" in frame.about
        or held_against(draft.tree, draft.i)
    ):
        draft.modality = Modality(frame.modality)
    return True


def _manner_of_force(draft: Draft) -> None:
    """Force is nobody's proposal; it hangs on steps, stands, or has not come yet."""
    tree, i = draft.tree, draft.i
    if draft.modality is Modality.PROPOSED:
        draft.modality = Modality.CONDITIONAL  # "can enter into force"
    if draft.tag == "VB" and draft.modality is Modality.OCCURRED and "to" in draft.parts.lead:
        draft.modality = Modality.CONDITIONAL  # "all is ready for it to go into force"
    if draft.modality is not Modality.DENIED and not_yet(draft):
        draft.modality = Modality.DENIED
    if draft.modality is Modality.DENIED and hangs(tree, i):
        draft.modality = Modality.CONDITIONAL
    if draft.noun and draft.modality is not Modality.DENIED and hailed(tree, i):
        draft.modality = Modality.OCCURRED  # "pleased to recognise its entry into force"
        return
    stands = tree.words[i].low in _STANDS
    rule = draft.tag in ("VBZ", "VBP") and not tree.sentence.heading and not stands  # "takes effect once ratified"
    if (draft.manner.forward or rule) and (waits := hinge(tree, i)):
        draft.modality, draft.condition = Modality.CONDITIONAL, waits


_STANDS = ("is", "are", "has", "have", "’s", "'s")
"""Verbs of a state of things: "is now in force": it has come."""


def _debates(draft: Draft) -> bool:
    """A bill before a chamber, not yet decided."""
    return not draft.noun and not draft.tree.words[draft.i].low.startswith(("vot", "decid"))


def _settle_day(draft: Draft) -> None:
    scene = draft.scene
    ahead = draft.modality in (Modality.SCHEDULED, Modality.CONDITIONAL)
    rest = draft.tree.after(draft.i)
    if draft.modality is Modality.PROPOSED and re.search(
        r"\b(?:from|effective|by|starting) (?:[A-Z][a-z]+\.? \d|\d+ [A-Z])", rest
    ):
        ahead = True  # "decided to suspend it from 7 December"
    draft.when, draft.own_date = when_of(scene, draft.i, ahead, draft.noun, draft.modality, draft.voice)
    date = draft.when.date if draft.when else None
    if draft.frame.id == "notice-received" and not draft.own_date:
        draft.when = None  # the day of saying that it came is not the day on which it came
    if draft.modality is Modality.SCHEDULED and date and scene.published and date.latest < scene.published:
        draft.when, draft.own_date = None, False  # a day gone by is not the planned one


def _settle_doers(draft: Draft) -> None:
    voice, treaty = draft.voice, draft.treaty
    if not draft.noun and (behalf := on_behalf(draft.scene, draft.i)):
        signs = draft.frame.actors == "both" and all(map(is_state, draft.actors))
        bodies = not any(map(is_state, draft.actors))  # "Mr Juncker, who signed it for Luxembourg"
        draft.actors = tuple(dict.fromkeys((*draft.actors, *behalf))) if signs else behalf if bodies else draft.actors
    if draft.act is ActKind.EXTENSION and draft.modality is Modality.DENIED:
        mine = draft.subject.actors or ((voice.actor,) if voice is not None and voice.actor else ())
        if not mine and one_person(draft.tree, draft.parts) and not (draft.subject.both or draft.subject.collective):
            mine = draft.scene.context.main_states[:1]  # "the President has decided not to renew it"
        if len(mine) == 1 and is_state(mine[0]) and not draft.parts.passive:
            draft.actors = mine  # "Moscow will not renew the pact with Tokyo": one alone refuses
    sent = draft.act in (ActKind.NOTIFICATION, ActKind.DEPOSIT) and draft.parts.passive
    if sent and not draft.actors and voice and voice.actor and is_state(voice.actor):
        draft.actors = (voice.actor,)  # "the notices will be sent, the ministry said": its own
    if sent and not draft.actors and not draft.noun:  # "its instrument was lodged by Ambassador N.": the one state told
        here = tuple(filter(is_state, not_given_to(draft.tree, draft.i, draft.scene.named)))
        home = draft.scene.context.home if voice is not None and not here else None
        draft.actors = here if len(here) == 1 else (home,) if home else ()
    if draft.act is ActKind.TERMINATION and draft.frame.id == "decision-in-force" and treaty.is_bilateral:
        draft.actors = treaty.all_parties
    if treaty.organisation in draft.actors and len(draft.actors) > 1 and draft.act in _OF_MEMBERS:
        draft.actors = tuple(a for a in draft.actors if a != treaty.organisation)
    planned = draft.parts.passive and draft.modality is not Modality.OCCURRED and draft.frame.actors == "both"
    if not draft.actors and planned and not treaty.is_bilateral and voice and voice.actor and is_state(voice.actor):
        draft.actors = (voice.actor,)  # "he said the accord would be signed": by the state he speaks for
    if draft.frame.id in ("notify-party", "notify") and draft.actors:
        told_party(draft.scene, draft.parts, treaty, draft.actors)
    if draft.parts.passive and draft.modality is Modality.PROPOSED and draft.act in _ASKED_FOR:
        draft.actors = draft.actors or asker(draft.scene, draft.i, draft.parts, treaty)
    alone = draft.mention is not None and draft.mention.parties and len(treaty.parties) == 1 and len(draft.actors) == 1
    if alone and is_state(draft.actors[0]):
        treaty.parties[draft.actors[0]] = None  # "ratified its pact with Japan": who ratifies is the other party


_ASKED_FOR = (ActKind.AMENDMENT, ActKind.TERMINATION, ActKind.SUSPENSION, ActKind.EXTENSION)


def _leads(draft: Draft) -> bool:
    """The main verb of the sentence under a dateline that gives the day, where it tells no other."""
    word = draft.tree.words[draft.i]
    main = word.dep == "ROOT" or (word.dep == "conj" and draft.tree.words[word.head].dep == "ROOT")
    return draft.scene.lead and main and word.tag == "VBD" and not draft.scene.dates


def _settle_tense(draft: Draft) -> None:
    """What tense, dateline and scene say of modality and day."""
    scene, i, tree = draft.scene, draft.i, draft.tree
    if draft.act is ActKind.ENTRY_INTO_FORCE and re.search(
        r"\bprovisional(?:ly)?\b", tree.sentence.text[max(0, tree.words[i].start - tree.sentence.start - 16) :][:60]
    ):
        draft.act = ActKind.PROVISIONAL_APPLICATION
    agreed = draft.frame.id == "agree-to" and tree.words[i].low.startswith("agree")
    done = draft.modality is Modality.OCCURRED
    if agreed and done and draft.mention is not None and told_in(tree, draft.mention, i):
        draft.act = ActKind.SIGNATURE
    present = draft.tag in ("VBZ", "VBP") and not any(tree.words[c].dep == "aux" for c in tree.words[i].children)
    undated = draft.act is ActKind.ENTRY_INTO_FORCE and draft.modality is Modality.OCCURRED and draft.when is None
    stands = tree.words[i].low in _STANDS
    if undated and present and not stands and not tree.sentence.heading:
        draft.modality = Modality.SCHEDULED  # "as and when it comes into force": nobody says that it has
    if (
        draft.act is ActKind.ENTRY_INTO_FORCE
        and draft.modality is Modality.CONDITIONAL
        and draft.own_date
        and draft.when is not None
        and draft.when.date is not None
        and (draft.when.date.is_exact or draft.condition is None)
    ):
        draft.modality = Modality.SCHEDULED  # a day is set: what it hung on is met
    open_day = draft.when is None and draft.modality is Modality.OCCURRED and not draft.noun
    if open_day and scene.day is not None and draft.tag == "VBD":
        draft.when, draft.own_date = scene.day, True
    elif open_day and scene.dateline is not None and not stands_long(draft) and (is_perfect(tree, i) or _leads(draft)):
        draft.when = scene.dateline
    if draft.frame.id in ("becomes-member", "becomes-party", "admitted", "decision-in-force", "leaving-begun"):
        _settle_condition(draft)
        return  # "will become the 32nd ally": that is on its way, with or without a day
    turned = by_date(draft.act, draft.modality, draft.when, draft.manner, scene)
    if turned is not draft.modality:
        draft.modality = turned
        draft.when, draft.own_date = when_of(scene, i, False, draft.noun, turned, draft.voice)
    _settle_condition(draft)


def _settle_condition(draft: Draft) -> None:
    frame, tree = draft.frame, draft.tree
    if draft.act is ActKind.RESERVATION and re.search(r"\bdeclaration\b", words_of(tree, draft.parts.object), re.I):
        draft.condition = "withdrawal of general declaration"
    elif frame.condition and (draft.act is not ActKind.WITHDRAWAL or draft.modality is Modality.OCCURRED):
        draft.condition = frame.condition


def _made(draft: Draft) -> Found:
    sentence, voice = draft.tree.sentence, draft.voice
    if draft.frame.id == "breach" and voice is None:
        voice = _accuser(draft.tree, draft.i, draft.scene)
    source = _chain_of(voice, draft.scene)
    return Found(
        act=draft.act,
        treaty=draft.treaty,
        actors=draft.actors,
        organ=draft.subject.organ,
        when=draft.when,
        modality=draft.modality,
        condition=draft.condition,
        source=source,
        certainty=certainty_of(sentence.text, source, bool(voice and voice.believes)),
        start=sentence.start,
        end=sentence.end,
        rule=draft.frame.id,
        noun=draft.noun,
        heading=sentence.heading,
        own_date=draft.own_date,
        tree=draft.tree,
        trigger=draft.i,
        collective=draft.subject.collective,
        speaker=voice.actor if voice is not None else None,
        by_head=draft.subject.head,
    )


_TALLY = re.compile(
    r"\b\d+ (?:votes?|lawmakers|deputies|senators|MPs|members)\b|\b\d+ (?:in favou?r|against)\b|\b\d+ ?[-–] ?\d+\b|"
    r"\bvoted\b|\b(?:two-thirds|required|necessary) majority\b"
)
"""Votes counted: a treaty that a chamber "did not ratify" in a count was turned down."""


def _turned(
    act: ActKind, modality: Modality, condition: str | None, manner: Put, voted: bool
) -> tuple[ActKind, Modality, str | None]:
    """A refusal by a chamber is a rejection; talks that failed took place; keeping denied is breach."""
    if act is ActKind.LEGISLATIVE_APPROVAL and (manner.refused or (manner.modality is Modality.DENIED and voted)):
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
