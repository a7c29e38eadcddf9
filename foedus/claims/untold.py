"""Words that have the form of an act and tell none: mere names of acts, rules in general, acts of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.claims.context import is_state
from foedus.claims.counts import of_total
from foedus.claims.inner import names_itself, takes_effect
from foedus.claims.lexicon import every_form
from foedus.claims.named_acts import only_names
from foedus.claims.scene import BILL
from foedus.claims.standing_for import is_witness
from foedus.claims.trees import Tree
from foedus.claims.unreal import tells_no_event
from foedus.model.acts import ActKind
from foedus.model.claims import Modality

if TYPE_CHECKING:
    from foedus.claims.drafts import Draft

LEAVING_ACTS = (ActKind.RESERVATION, ActKind.WITHDRAWAL, ActKind.SUSPENSION)


def tells_nothing(draft: Draft) -> bool:
    """Words that have the form of an act and tell none."""
    if not draft.noun and is_witness(draft.scene, draft.i):
        return True
    if draft.frame.counts or (not draft.actors and of_total(draft.tree, draft.i)):
        return False
    _owner_of_leaving(draft)
    return (
        only_names(draft)
        or tells_no_event(draft)
        or _by_its_frame(draft)
        or _by_its_clause(draft)
        or _by_nobody(draft)
        or (not draft.noun and _by_no_teller(draft))
    )


def _owner_of_leaving(draft: Draft) -> None:
    """Leaving with nobody named: by the speaker, or by the one state that the text is of."""
    if draft.act is ActKind.ACCESSION and not draft.actors and not draft.noun and _nobody_told(draft):
        told = draft.voice.actor if draft.voice is not None else None
        draft.actors = (told,) if told and is_state(told) else ()  # "he said that there were no plans to join"
        return
    if draft.actors or draft.act not in LEAVING_ACTS or draft.subject.collective:
        return
    if draft.parts.passive and (who_decides := _decider(draft)):
        draft.actors = who_decides  # "Chad has decided that the pact will be suspended"
        return
    said = draft.voice.actor if draft.voice is not None and draft.parts.passive else None
    if said is not None and is_state(said):
        draft.actors = (said,)  # "will be held in abeyance, New Delhi announced"
    else:
        draft.actors = draft.scene.context.main_states[:1] if draft.scene.context.one_state else ()


_DECIDING = every_form("decide resolve announce declare order rule agree propose")


def _decider(draft: Draft) -> tuple[str, ...]:
    """The states named in the subject of the deciding verb right above a passive clause."""
    words = draft.tree.words
    verb = words[words[draft.i].head]
    if words[draft.i].dep != "ccomp" or verb.low not in _DECIDING:
        return ()
    row = {j for c in verb.children if words[c].dep == "nsubj" for j in draft.tree.subtree(c)}
    told = (n.actor for n in draft.scene.named if n.actor and not row.isdisjoint(draft.tree.at(n.start, n.end)))
    return tuple(dict.fromkeys(filter(is_state, told)))


def _nobody_told(draft: Draft) -> bool:
    """No subject, or only the "there" of "there are no plans to join"."""
    head = draft.parts.subject_head
    return head < 0 or draft.tree.words[head].low in ("there", "plans", "plan", "intention", "question")


def _by_its_frame(draft: Draft) -> bool:
    tree, i, frame, act = draft.tree, draft.i, draft.frame, draft.act
    if frame.id in ("extend", "amend") and not draft.actors and not draft.parts.passive and _by_treaty(draft):
        return True  # "the protocol which prolongs the pact": what it says, not what is done
    if frame.id in ("changes-proposed", "instrument-reserves", "notice-of-change") and not draft.actors:
        return True
    bill = draft.mention is not None and draft.mention.head == "document"
    if frame.id == "nullify" and draft.modality is Modality.DENIED and not draft.subject.actors and draft.tag == "VB":
        return True  # "the vote does not invalidate the treaty": what it does not amount to
    if (
        frame.id == "signatory"
        and draft.tag == "NNS"
        and any(tree.words[c].dep == "poss" for c in tree.words[i].children)
    ):
        among = tree.words[tree.words[i].head].low == "among"  # "was among its first signatories"
        # "the tanks that its signatories may hold"
        return tree.words[i].dep in ("nsubj", "nsubjpass", "pobj", "dobj") and not among
    if frame.id == "review" and (tree.words[i].dep == "pcomp" or bill):
        return True  # "in reviewing the agreement, they found …"
    denied_breach = frame.id == "breach" and draft.manner.modality is Modality.DENIED
    unkept = frame.id == "kept-not" and draft.parts.passive and draft.modality is Modality.DENIED
    if act is ActKind.PERFORMANCE and ((not draft.actors and not unkept) or denied_breach):
        return True
    if frame.id == "notice-received" and draft.tag == "VBG" and tree.words[i].dep == "pcomp":
        return True  # "a year after receiving notice": whenever that is
    if act is ActKind.NOTIFICATION and draft.tag == "VBG" and _in_a_letter(tree, i):
        return True  # "a note informing the UN that …": the note is sent by another verb
    kept = draft.actors and draft.manner.modality is Modality.OCCURRED and draft.tag == "VBN"
    return frame.id == "kept-not" and draft.modality is not Modality.DENIED and not kept


def _by_its_clause(draft: Draft) -> bool:
    tree, i, act = draft.tree, draft.i, draft.act
    if names_itself(tree, i, act) or takes_effect(tree, i):
        return True
    if act is ActKind.ENTRY_INTO_FORCE and draft.tag == "VBG" and i and tree.words[i - 1].low in ("before", "without"):
        return True  # "must be ratified by ten before coming into effect"
    if act is ActKind.ENTRY_INTO_FORCE and (_of_the_law(tree, i) or _of_another_thing(draft)):
        return True
    papers = tree.words[i].dep == "acl" and tree.words[tree.words[i].head].low in ("documents", "instruments", "papers")
    if papers and act is ActKind.RATIFICATION:
        return True  # "documents ratifying the treaty were exchanged"
    above = tree.words[tree.words[i].head]
    if draft.frame.id == "ratify" and draft.tag == "VBG" and tree.words[i].dep == "acl" and above.low in _BILLS:
        return True  # "the bill ratifying the pact cleared parliament": what it is about
    bare = tree.words[i].dep == "acl" and act is ActKind.SIGNATURE and not draft.noun
    dated = draft.own_date or (draft.mention is not None and bool(draft.mention.year))  # "the 2018 accord, signed at …"
    if bare and not draft.actors and not dated and not draft.treaty.is_bilateral:
        return True  # "denounced three agreements concluded with the countries of the bloc"
    marks = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep == "mark"}
    ends = act is ActKind.TERMINATION and draft.own_date  # "six months before it expires in June"
    if "before" in marks and draft.tag in ("VBZ", "VBP") and not ends:
        return True  # "must be ratified before it takes effect"
    if act in _OWN_CONSENTS and not draft.actors and _once_done(tree, i):
        return True
    if act in _OWN_CONSENTS and not draft.actors and draft.modality is Modality.DENIED and tree.words[i].dep == "relcl":
        return True  # "all nations that have not ratified it": whoever they are
    if act in _OWN_CONSENTS and draft.modality is Modality.SCHEDULED and _of_all_treaties(draft):
        return True
    owed = draft.subject.legislature and bool(draft.actors)  # "only after parliament approves it": a vote to come
    if not draft.own_date and not owed and _in_time_clause(draft):
        return True
    if draft.frame.id in _NOTIFYING and _of_another(draft):
        return True
    if draft.frame.id == "becomes-party" and draft.tag == "VBG" and tree.words[i].dep == "advcl":
        return tree.words[tree.words[i].head].low in _DEPOSITING  # "deposited it, becoming the 70th party"
    if tree.words[i].dep in ("csubj", "csubjpass") or _in_general(draft):
        return True  # "terminating the treaty would …" tells what it would be like
    others = act is ActKind.WITHDRAWAL and draft.treaty.is_bilateral and not draft.treaty.implied
    # others "denounce" an agreement in the everyday sense
    return others and bool(draft.actors) and not _heirs(draft.actors) & _heirs(draft.treaty.all_parties)


_BILLS = ("bill", "bills", "motion", "resolution")


def _of_the_law(tree: Tree, i: int) -> bool:
    """ "Signed a law denouncing the treaty that came into force in June": the law came into force."""
    word = tree.words[i]
    if word.dep != "relcl":
        return False
    verb = tree.words[tree.words[word.head].head]
    return verb.dep == "acl" and BILL.fullmatch(tree.words[verb.head].low) is not None


_OTHERS = frozenset("rejection refusal ban vote sanctions veto tariffs tariff embargo ruling resolution budget".split())


def _of_another_thing(draft: Draft) -> bool:
    """ "The rejection of the agreement will take effect": what takes effect is not the agreement."""
    head = draft.parts.subject_head
    return head >= 0 and draft.tree.words[head].low in _OTHERS


_OWN_CONSENTS = (ActKind.RATIFICATION, ActKind.LEGISLATIVE_APPROVAL, ActKind.SIGNATURE, ActKind.APPROVAL)
_SUPPOSING = frozenset("once when until unless if whenever".split())


def _once_done(tree: Tree, i: int) -> bool:
    """ "Once ratified, it will …": a step supposed, with nobody to take it."""
    word = tree.words[i]
    while word.dep == "conj" and word.head != word.i and tree.words[word.head].tag == word.tag:
        word = tree.words[word.head]
    bare = word.tag == "VBN" and not any(tree.words[c].dep in ("aux", "auxpass") for c in word.children)
    lead = {tree.words[c].low for c in word.children if c < word.i} | {tree.words[word.i - 1].low if word.i else ""}
    return bare and bool(lead & _SUPPOSING)


def _of_all_treaties(draft: Draft) -> bool:
    """ "International treaties require ratification by parliament": a rule on treaties in general."""
    mention = draft.mention
    if not _REQUIRED.search(draft.tree.sentence.text):
        return False
    if (
        mention is None
        or not (mention.plural or mention.indefinite)
        or mention.titled
        or mention.parties
        or mention.points_back
    ):
        return False
    lead = {w.low for w in mention.tree.words[max(0, mention.first - 2) : mention.core]}
    return not lead & _SOME


_REQUIRED = re.compile(r"\b(?:require[sd]?|needs?|must|shall|has to|have to|subject to)\b")
_SOME = frozenset("the these those both two three four five six several its their all other new".split())


_NOTIFYING = ("notify", "notify-party", "told-the-depositary")
_COMING = frozenset(("will", "would", "may", "might", "'ll", "’ll"))
_DEPOSITING = every_form("deposit ratify submit lodge accede")


def _in_time_clause(draft: Draft) -> bool:
    """ "Once the treaty enters into force", "after all states submit their papers": the time of something else."""
    tree, i = draft.tree, draft.i
    step = draft.actors and draft.modality is Modality.SCHEDULED and draft.act is not ActKind.ENTRY_INTO_FORCE
    if tree.words[i].dep != "advcl" or step:
        return False
    main = {tree.words[c].low for c in tree.words[tree.words[i].head].children if tree.words[c].dep == "aux"}
    helps = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep == "aux"}
    ruled = bool(helps & {"has", "have"} and main & {"may", "can", "shall", "will"})  # "… after it has entered"
    if draft.tag not in ("VBZ", "VBP") and not ruled:
        return False
    marks = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep in ("mark", "advmod") and c < i}
    return bool(marks & {"after", "once", "when", "until", "till", "whenever"})


def _of_another(draft: Draft) -> bool:
    """ "Informed the embassy that the Netherlands had deposited its paper": news of another's act is no notice."""
    tree = draft.tree
    for c in tree.words[draft.i].children:
        if tree.words[c].dep != "ccomp":
            continue
        if draft.frame.id == "told-the-depositary" and {tree.words[j].low for j in tree.words[c].children} & _COMING:
            return True  # "told the United Nations that it would ratify": a word, no notice
        told = next((j for j in tree.words[c].children if tree.words[j].dep in ("nsubj", "nsubjpass")), None)
        if told is not None and tree.words[told].tag.startswith("NNP"):
            row = tree.subtree(told)
            names = {n.actor for n in draft.scene.named if n.actor and set(tree.at(n.start, n.end)) & row}
            return bool(names) and not names & set(draft.actors)
    return False


def _heirs(actors: Iterable[str]) -> set[str]:
    """The actors and the states that came after them: Russia may leave what the Soviet Union signed."""
    from foedus.actors import register

    states = register().states
    return set(actors) | {
        heir for actor in actors if actor in states for heir in (tie.successor for tie in states[actor].successors)
    }


_ENDS_ITSELF = (
    "expire", "runs-out", "ends-itself", "no-longer-in-force", "decision-in-force", "ceases-in-force", "loses-force",
    "no-longer-applies", "comes-to-an-end",
)  # fmt: skip


def _by_nobody(draft: Draft) -> bool:
    """An act of somebody, told of nobody: "no country has ever withdrawn"."""
    head, tree = draft.parts.subject_head, draft.tree
    if not draft.actors and draft.act in (ActKind.NOTIFICATION, ActKind.DEPOSIT) and not draft.noun:
        _sent_by_the_one(draft)
        if not draft.actors and draft.act is ActKind.NOTIFICATION:
            return True
    if draft.frame.id == "bill-passed" and not draft.actors:
        return True
    if draft.parts.passive or draft.noun:
        return False
    if not draft.actors and draft.act in _DONE_BY_SOME and draft.frame.id not in _ENDS_ITSELF:
        many = draft.subject.collective or (head >= 0 and tree.words[head].tag == "NNS")
        return not (many and draft.act in (ActKind.ACCESSION, ActKind.DEPOSIT, ActKind.INVOCATION))
    if head < 0 or not any(tree.words[c].low == "no" for c in tree.words[head].children):
        return False
    return not any(n.actor and tree.words[head].start <= n.start < tree.words[head].end for n in draft.scene.named)


_DONE_BY_SOME = (
    ActKind.WITHDRAWAL,
    ActKind.TERMINATION,
    ActKind.ACCESSION,
    ActKind.DEPOSIT,
    ActKind.NOTIFICATION,
    ActKind.INVOCATION,
)


def _sent_by_the_one(draft: Draft) -> None:
    """A notice or instrument with no sender named is that of the one state that the text is of."""
    context = draft.scene.context
    draft.actors = context.main_states[:1] if context.one_state else ()


def _in_a_letter(tree: Tree, i: int) -> bool:
    word = tree.words[i]
    above = tree.words[word.head]
    return word.dep == "acl" or (word.dep == "advcl" and above.low in ("received", "sent", "wrote", "receives", "got"))


def _by_treaty(draft: Draft) -> bool:
    """Is the subject itself a treaty, or the clause one of a treaty's noun?"""
    words, i = draft.tree.words, draft.i
    cores = {m.core for m in draft.scene.instruments}
    head = draft.parts.subject_head
    return head in cores or (words[i].dep in ("acl", "relcl") and words[i].head in cores) or head < 0


def _in_general(draft: Draft) -> bool:
    """ "A withdrawal takes effect a year after the depositary is notified": a rule, not an event."""
    tree, i = draft.tree, draft.i
    effect = draft.frame.id == "decision-in-force" and draft.tag == "VBZ"
    if (draft.modality is not Modality.OCCURRED and not effect) or not tree.parsed or tree.sentence.heading:
        return False
    word = tree.words[i]
    helps = [tree.words[c] for c in word.children if tree.words[c].dep in ("aux", "auxpass")]
    now = word.tag in ("VBZ", "VBP") or (helps and all(w.low in ("is", "are") for w in helps))
    if draft.noun:
        lead = [tree.words[c].low for c in word.children if tree.words[c].dep == "det"]
        above = tree.words[word.head]
        owned = lead or draft.actors or any(tree.words[c].dep == "poss" for c in word.children)
        indefinite = not owned or (bool(lead) and lead[0] in ("a", "an", "any"))
        return indefinite and above.tag in ("VBZ", "MD") and not draft.own_date
    if not now:
        return False
    if helps and word.dep in ("advcl", "relcl") and draft.parts.passive:
        return True
    head = draft.parts.subject_head
    if head < 0:
        return False
    lead = [tree.words[c].low for c in tree.words[head].children if tree.words[c].dep in ("det", "poss")]
    owned = lead or any(n.actor and n.end <= word.start for n in draft.scene.named)
    if effect and not owned:
        return True  # "withdrawal takes effect six months after the notice"
    return bool(lead) and lead[0] in ("a", "an", "any") and not draft.own_date


def _by_no_teller(draft: Draft) -> bool:
    """A wish, a refusal or a past act that nobody is said to have: "a framework to negotiate", "ever signed"."""
    tree, i = draft.tree, draft.i
    word = tree.words[i]
    if i and tree.words[i - 1].low == "ever" and word.dep in ("acl", "relcl"):
        return True  # "the largest pact ever signed"
    marks = {tree.words[c].low for c in word.children if tree.words[c].dep in ("mark", "advmod") and c < i}
    if i and tree.words[i - 1].low == "as" and word.dep == "advcl" and not draft.own_date:
        return True  # "as agreed in the pact"
    if _urged_to_do(draft) or _allowed(draft) or _laid_down(draft):
        return True
    if draft.own_date or (draft.actors and (draft.subject.actors or not draft.parts.passive)):
        return False
    if draft.modality is Modality.OCCURRED:
        return draft.parts.passive and word.dep == "advcl" and bool(marks & {"after", "when", "since", "once", "until"})
    if draft.actors or draft.parts.passive or draft.subject.collective or word.dep == "ROOT":
        return False
    if draft.modality is Modality.DENIED:
        return word.dep == "acl"  # "the refusal to ratify"
    return draft.modality is Modality.PROPOSED


_URGING = every_form("urge ask call invite encourage appeal press lobby remind implore persuade exhort")


_DEMANDING = every_form("demand insist ask recommend propose suggest require")


def _urged_to_do(draft: Draft) -> bool:
    """ "Urged all nations that had not yet ratified it": whom the call is for."""
    words, i = draft.tree.words, draft.i
    if draft.modality is not Modality.DENIED or draft.actors:
        return False
    if words[i].dep == "ccomp" and words[words[i].head].low in _DEMANDING:
        return True  # "demanded that the treaty not be ratified"
    if words[i].dep != "relcl":
        return False
    return any(word.low in _URGING for word in list(draft.tree.up(i))[1:4])


_UNDER_IT = re.compile(
    r"^\W*(?:under|according to|in accordance with|pursuant to)\b[^,;.]{0,80}?"
    r"\b(?:treaty|agreement|pact|convention|accord|protocol|article|statute|charter|rules|law)\b",
    re.I,
)


def _laid_down(draft: Draft) -> bool:
    """ "Under the treaty the decision is to be notified 48 hours before": what it lays down for whoever acts."""
    if draft.modality is Modality.OCCURRED or draft.own_date or draft.subject.actors or not draft.parts.passive:
        return False
    act = draft.act in (ActKind.NOTIFICATION, ActKind.WITHDRAWAL, ActKind.TERMINATION, ActKind.SUSPENSION)
    return act and bool(_UNDER_IT.match(draft.tree.sentence.text))


def _allowed(draft: Draft) -> bool:
    """ "Can be prolonged if neither objects", "may be terminated by either party": what the treaty allows."""
    if draft.act is ActKind.ENTRY_INTO_FORCE or draft.own_date or not draft.parts.passive:
        return False
    return not draft.subject.actors and bool({"may", "can"} & set(draft.parts.lead)) and draft.voice is None
