"""How an act is put: occurred, scheduled, conditional, proposed or denied; and how sure its teller is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.claims.conditions import condition_of
from foedus.claims.denials import by_the_way, comes_before, denied
from foedus.claims.lexicon import every_form, forms_of
from foedus.claims.manner import forms, listed
from foedus.claims.noun_manner import noun_put
from foedus.claims.roles import Roles
from foedus.claims.tenses import finite, wished_done
from foedus.claims.trees import Tree, Word
from foedus.model.claims import Modality


@dataclass(frozen=True, slots=True)
class Put:
    """The modality with the words of the condition, and whether the clause looks ahead.

    ``dropped``: the words tell no act at all ("if they ratify …", "need not be ratified").
    """

    modality: Modality
    condition: str | None = None
    forward: bool = False
    dropped: bool = False
    refused: bool = False
    begun: bool = False
    failed: bool = False


_SPEECH_SKIP = 6


def put(tree: Tree, i: int, roles: Roles, noun: bool) -> Put:
    """The modality of the act told by the word ``i``."""
    lead = set(roles.lead)
    if _supposed(tree, i, lead):
        return Put(Modality.CONDITIONAL, dropped=True)
    if not noun and wished_done(tree, i):
        return Put(Modality.PROPOSED, forward=True)
    above = [] if finite(tree, i, noun) or _answered(tree, i) else _governors(roles)
    no = denied(tree, i, [] if noun and by_the_way(tree, i) else above, lead, noun)
    if no == "later":  # "postponed until October"
        return Put(Modality.SCHEDULED, forward=True)
    if no == "awaited":  # "three more ratifications are needed for it to enter into force"
        return Put(Modality.CONDITIONAL, forward=True)
    if no:
        return Put(Modality.DENIED, refused=no == "refused", failed=no == "failed", dropped=no == "needless")
    if _only_meant(tree, i, noun):
        return Put(Modality.PROPOSED, forward=True)
    condition = condition_of(tree, i)
    ahead = _looks_ahead(tree, i, above, lead)
    if ahead and noun and comes_before(tree, i):
        return Put(Modality.OCCURRED, dropped=tree.words[i].low == "signature")
    if (
        condition
        and (
            ahead
            or lead & {"would", "could", "can", "may", "might"}
            or (condition.startswith("unless") and tree.words[i].tag != "VBD")
        )
        and not _past(tree, i)
    ):
        return Put(Modality.CONDITIONAL, condition, forward=True)
    if noun and any(tree.words[c].low in _PLANNED for c in tree.words[i].children):
        return Put(Modality.PROPOSED, forward=True)
    if noun and (told := noun_put(tree, i, above)):
        return Put(told, forward=True)
    if not (noun and _comes_first(tree, i)) and _wished(tree, i, above, lead, noun):
        return Put(Modality.PROPOSED, forward=True)
    if ahead:
        begun = any(w.low in forms_of("begin") + forms_of("start") for w in above)
        return Put(Modality.SCHEDULED, forward=True, begun=begun)
    if (
        not noun
        and tree.words[i].tag == "VB"
        and "to" in lead
        and not _factive(roles)
        and not re.search(r"\bonly to$", _before(tree, i))
        and not _one_in_a_row(tree, i)
    ):
        return Put(Modality.PROPOSED, forward=True)
    if re.match(r"let\b", _clause(tree, i).strip(), re.I):
        return Put(Modality.PROPOSED, forward=True)
    return Put(Modality.OCCURRED)


_AS_ISSUE = re.compile(
    r"\b(?:issue|question|possibility|prospect|idea|option|matter|subject|topic|point)s? of(?: [\w'’.-]+){0,3}\s*$",
    re.I,
)
"""What is only talked of: "the issue of Chad's leaving the bloc"."""


def _only_meant(tree: Tree, i: int, noun: bool) -> bool:
    """An act that is talked of, to be seen to, or to be had: nobody has done it yet."""
    if not noun and tree.words[i].tag == "VBG" and _AS_ISSUE.search(tree.before(i)):
        return True
    return (tree.parsed and _to_be_ensured(tree, i)) or (not noun and _to_have_done(tree, i))


def _to_have_done(tree: Tree, i: int) -> bool:
    """ "Its best to have the treaty ratified", "hopes to see it signed": what is meant to come."""
    word = tree.words[i]
    verb = tree.words[word.head]
    if (
        word.tag != "VBN"
        or word.dep not in ("ccomp", "xcomp", "acl", "advcl")
        or verb.low not in ("have", "get", "see")
    ):
        return False
    if any(tree.words[c].dep in ("aux", "auxpass") for c in word.children):
        return False
    if verb.tag == "VBG":
        return any(w.low in _HARD_WORK for w in tree.words[max(0, verb.i - 4) : verb.i])
    return verb.tag == "VB" and any(tree.words[c].low == "to" for c in verb.children)


_HARD_WORK = frozenset("battle fight struggle trouble difficulty difficulties task challenge hope hopes chance".split())
""" "An uphill battle getting it ratified", "has little hope of seeing it signed"."""
_ENSURING = every_form("ensure guarantee") | {"sure"}


def _to_be_ensured(tree: Tree, i: int) -> bool:
    """ "We must ensure that the procedures are completed": what has still to be seen to."""
    below = tree.words[i]
    for word in tree.up(i):
        if word.low in _ENSURING:
            helps = {tree.words[c].low for at in (word, tree.words[word.head]) for c in at.children}
            return below.i > word.i and bool(helps & {"must", "should", "need", "needs", "to", "let"})
        if word.dep in ("relcl", "advcl", "ROOT"):
            break
        below = word
    return False


_ANSWERING = every_form(
    "retaliate sanction punish criticise criticize condemn blame praise thank accuse congratulate fault rebuke "
    "fine sue hail commend denounce apologise apologize reprimand penalise penalize"
) | {"against", "sanctions", "retaliation", "criticism", "action", "measures", "tariffs"}


def _answered(tree: Tree, i: int) -> bool:
    """ "Retaliate against Chad for breaking it", "praised Peru for ratifying it": what is answered has been done."""
    word = tree.words[i]
    prep = tree.words[word.head]
    if word.tag != "VBG" or word.dep != "pcomp" or prep.low != "for":
        return False
    lead = {w.low for w in tree.words[max(0, prep.i - 8) : prep.i]}
    return bool(lead & _ANSWERING) and "call" not in {w.low for w in tree.words[max(0, prep.i - 1) : prep.i]}


def _past(tree: Tree, i: int) -> bool:
    """ "Which was signed in 1999": done, whatever the rest of the sentence hangs on."""
    helps = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep in ("aux", "auxpass")}
    return tree.words[i].tag == "VBN" and bool(helps & {"was", "were"}) and "be" not in helps


def _one_in_a_row(tree: Tree, i: int) -> bool:
    """ "Becomes the latest country to join", "the 60th state to ratify": it did."""
    before = " ".join(word.low for word in tree.words[max(0, i - 10) : i])
    return bool(
        re.search(
            r"\b(?:first|second|third|latest|last|only|newest|\d+(?:st|nd|rd|th)|\w+(?:ieth|teenth))\b"
            r"[^,;]{0,50}\bto(?: \w+ly)?$",
            before,
        )
    ) and not re.search(r"\b(?:will|would|could|may|might|set|due|about|hopes?|wants?|next)\b", before)


def _clause(tree: Tree, i: int) -> str:
    """The words of the sentence before the trigger, from the last clause mark."""
    base = tree.sentence.start
    before = tree.sentence.text[: tree.words[i].start - base]
    return re.split(r"[;:“”\"]|, (?:but|and|while|which)\b", before)[-1]


def _governors(roles: Roles) -> list[Word]:
    """The words above the act up to the first verb of speech, which only tells it."""
    found = []
    for word in roles.chain[:_SPEECH_SKIP]:
        if word.low in forms("speech", "plain"):
            break
        found.append(word)
    return found


def _comes_first(tree: Tree, i: int) -> bool:
    """ "After the ratification by Chad, 20 more are needed": what stands above is said of something else."""
    word = tree.words[i]
    return word.dep == "pobj" and tree.words[word.head].low in ("after", "following", "since", "with", "despite")


def _wished(tree: Tree, i: int, above: list[Word], lead: set[str], noun: bool) -> bool:
    if lead & {"should", "must", "may", "might", "could", "can", "let", "ought"}:
        return True
    bare = tree.words[i].tag in ("VB", "VBG", "") or _small_passive(tree, i)
    if _done_by_decree(tree, i):
        return False
    if bare and any(
        tree.words[c].low in ("could", "may", "might", "should") for word in above[:1] for c in word.children
    ):
        return True  # "could follow suit, withdrawing …"
    for word in above[:3]:
        low = word.low
        if low in forms("scheduled") and low != "set":
            return False
        if noun and word is above[0] and tree.words[i].dep == "nsubj" and low not in forms_of("consider"):
            break  # "withdrawal requires a year's notice": nobody asks for it
        if (low in forms("proposed") and word.tag.startswith("V")) or (
            low in listed("proposed", "nouns") and (noun or bare)
        ):
            if low in forms_of("consider") and tree.words[i].low == "be":
                continue  # "will consider its withdrawal to be effective": holds it so
            # "worked out", "called void", "supported by" are no plans; "called for revising" is one
            if re.search(r"\bcall(?:s|ed|ing)? for(?: \w+ly)?$", _before(tree, i)):
                return True
            if (
                low in forms_of("work") + forms_of("call") + forms_of("tell") + forms_of("support")
                and tree.words[i].tag != "VB"
                and word.tag.startswith("V")
                and not (noun and tree.words[i].dep == "dobj")
                and not _small_passive(tree, i)
            ):
                continue
            return True
        if low in listed("proposed", "adjectives") and bare:
            return True
        if finite(tree, word.i, False) and word.tag.startswith("V"):
            break
    if not tree.parsed:
        window = [word.low for word in tree.words[max(0, i - 7) : i]]
        return bool(set(window) & (forms("proposed") | listed("proposed", "nouns"))) and "to" in window[-3:]
    return False


def _small_passive(tree: Tree, i: int) -> bool:
    """ "To be ratified": the small verb, in the passive."""
    helps = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep in ("aux", "auxpass")}
    return tree.words[i].tag == "VBN" and {"to", "be"} <= helps


_DECREES = re.compile(r"(?:decision|decree|law|order|ruling|resolution|act|regulation|legislation)s?\Z")


def _done_by_decree(tree: Tree, i: int) -> bool:
    """ "Adopted a decision suspending the pact", "the law ratifying it": done with the paper, not meant by it."""
    word = tree.words[i]
    if word.tag != "VBG" or word.dep != "acl" or not _DECREES.match(tree.words[word.head].low):
        return False
    paper = tree.words[word.head]
    above = tree.words[paper.head]
    if paper.dep == "dobj":
        return above.tag in ("VBD", "VBN") or any(tree.words[c].low in ("has", "have") for c in above.children)
    return paper.dep in ("nsubj", "nsubjpass", "pobj")


def _looks_ahead(tree: Tree, i: int, above: list[Word], lead: set[str]) -> bool:
    if lead & listed("scheduled", "lead") or "would" in lead:
        return True
    if (
        above
        and above[0].low in ("have", "has")
        and "to" in lead
        and {tree.words[c].low for c in above[0].children} & {"will", "would"}
    ):
        return True  # "would first have to submit": on its way
    for word in above[:4]:
        if any(
            (tree.words[c].low in listed("scheduled", "lead") or tree.words[c].low == "would")
            and tree.words[c].dep == "aux"
            for c in word.children
        ):
            return True
        small = tree.words[i].tag in ("VB", "VBG", "") or _small_passive(tree, i)
        if small and word.low in listed("scheduled", "adjectives") | forms("scheduled"):
            return True
    before = " ".join(word.low for word in tree.words[max(0, i - 5) : i])
    if re.search(
        r"\b(?:look(?:s|ed|ing)? forward|looking ahead) to\b", " ".join(w.low for w in tree.words[max(0, i - 9) : i])
    ):
        return True
    gap = tree.before(i)
    if re.search(r"\b(?:as and when|once|until)\b[^,.;]{0,40}$", gap) and re.search(r"\b(?:will|shall)\b", gap):
        return True
    if tree.parsed and tree.words[i].dep in ("advcl", "relcl") and tree.words[i].head != i:
        marks = {tree.words[c].low for c in tree.words[i].children if c < i}
        main = {tree.words[c].low for c in tree.words[tree.words[i].head].children}
        helps = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep in ("aux", "auxpass")}
        told = tree.words[i].tag == "VBD" or bool(helps & {"was", "were", "had"})  # "after it was signed in May"
        if marks & {"when", "once", "until", "after"} and main & {"will", "shall"} and not told:
            return True
    return _ahead_in_words(tree, i, above, lead, before)


def _ahead_in_words(tree: Tree, i: int, above: list[Word], lead: set[str], before: str) -> bool:
    """Turns of phrase that look ahead: "the pact to be signed", "before it is signed by", "has to be ratified"."""
    if re.search(r"\blook(?:s|ed|ing)? forward to(?: [\w'’]+){0,3}$", before):
        return True
    if tree.words[i].dep in ("acl", "relcl") and {"to", "be"} <= {tree.words[c].low for c in tree.words[i].children}:
        return True  # "the pact to be signed by the two sides"
    if re.search(r"\bbefore(?: [\w'’-]+){1,6} (?:is|are)$", before) and _agent_after(tree, i):
        return True  # "before it is signed by the two presidents"
    row = tree.words[i]
    if tree.parsed and "to" in lead and row.tag == "VB" and row.dep == "ROOT":
        return any(tree.words[c].dep == "nsubj" for c in row.children)  # a headline: "India, Japan to sign a pact"
    if "to" in lead and row.tag == "VB" and above and _goes(tree, above[0], i):
        return True
    if re.search(r"\b(?:has|have|needs?|remains?|requires?)(?: \w+)? to be(?: \w+ly)?$", before):
        return True  # "still has to be ratified": a step on the way
    return bool(
        re.search(
            r"\b(?:is|are|was|were) (?:due |set |about |scheduled |expected |poised |slated )?to(?: be)?(?: \w+ly)?$",
            before,
        )
        or _modal_near(tree, i)
        or re.search(r"\b(?:agreement|treaty|pact|accord|deal|protocol) to be$", before)
    )


def _modal_near(tree: Tree, i: int) -> bool:
    """ "Will soon sign"; in "the political will to sign" it is a noun."""
    row = tree.words[max(0, i - 5) : i]
    return any(
        w.low in ("will", "shall", "'ll", "’ll") and not w.tag.startswith("NN") and tree.words[i].i - w.i <= 4
        for w in row
        if all(x.text.isalnum() for x in tree.words[w.i + 1 : i])
    )


_GOING = every_form("fly travel arrive head") | {"flew"}


def _agent_after(tree: Tree, i: int) -> bool:
    return i + 1 < len(tree.words) and tree.words[i + 1].low == "by"


def _goes(tree: Tree, verb: Word, i: int) -> bool:
    """ "Flew to Canberra to sign it", "is in Canberra to sign it"."""
    if verb.low in _GOING:
        return True
    between = {w.low for w in tree.words[verb.i + 1 : i]}
    return verb.low in ("is", "are") and bool(between & {"in", "at"}) and "if" not in between


_CHANCES = frozenset("opportunity occasion chance honour honor liberty".split())
_TAKING = frozenset("took taken used seized had".split())
_LEADING_TO_IT = frozenset(
    "first voted votes vote voting second third last latest became becoming rushed proceeded chose managed began went "
    "one country countries only state nation become used helped prompted led forced caused drove compelled came met "
    "gathered returned summoned visited".split()
)


def _factive(roles: Roles) -> bool:
    """Verbs after which the act did come about: "became the first to ratify", "took the opportunity to sign"."""
    above = [word.low for word in roles.chain[:2]]
    if len(above) == 2 and above[0] in _CHANCES and above[1] in _TAKING:
        return True
    return not _LEADING_TO_IT.isdisjoint(above)


_PLANNED = frozenset(
    (
        "planned proposed possible threatened intended potential eventual pending impending swift early "
        "speedy imminent looming"
    ).split()
)


def _before(tree: Tree, i: int) -> str:
    return " ".join(word.low for word in tree.words[max(0, i - 4) : i])


def _supposed(tree: Tree, i: int, lead: set[str]) -> bool:
    """Inside an if-clause: a supposition, no act."""
    if "whether" in lead and "to" in lead and tree.parsed and tree.words[tree.words[i].head].low in forms("proposed"):
        return False  # "is considering whether to sign"
    if lead & {"if", "whether", "unless"}:
        return True
    if not tree.parsed:
        return False
    first = next(
        (tree.words[c] for c in tree.words[i].children if tree.words[c].dep.startswith(("aux", "nsubj"))), None
    )
    if first is not None and first.low in ("had", "should", "were") and tree.words[i].dep == "advcl":
        return True  # "had Kenya ratified it"
    for word in (tree.words[i], *tree.up(i)):
        if any(tree.words[c].low in ("if", "whether", "unless") and tree.words[c].dep == "mark" for c in word.children):
            return True
        if word.dep in ("advcl", "ROOT", "relcl", "ccomp"):
            break
    return False
