"""What is said not to have come about, or to be no act at all: refusals, plans given up, mere conditions and goals."""

from __future__ import annotations

import re

from foedus.claims.lexicon import every_form, forms_of
from foedus.claims.manner import forms
from foedus.claims.trees import Tree, Word


def denied(tree: Tree, i: int, above: list[Word], lead: set[str], noun: bool) -> str:
    """How the words deny the act: "denied", "refused", "failed", "needless" (they tell no act at all), or ""."""
    before = " ".join(word.low for word in tree.words[max(0, i - 7) : i])
    if tree.words[i].low in ("enter", "come", "take", "go") and _STILL_NEEDED.search(
        tree.sentence.text[: _at(tree, i)]
    ):
        return "awaited"
    if not noun and _IN_ORDER.search(before) and _OWED.search(tree.after(i)):
        return "awaited"  # "in order for the pact to enter into force, four states must ratify it"
    if not noun and _UNLIKELY.search(tree.before(i)[-120:].rstrip()):
        return "denied"
    if _needless(tree, i, before, noun, lead):
        return "needless"
    if not noun and tree.words[i].dep in ("ccomp", "acl") and tree.words[tree.words[i].head].low in _DENYING:
        return "denied"  # "denied it was withdrawing", "dismissed reports that it had left"
    said_not = not noun and lead & {"not", "n't", "n’t", "never", "neither", "nor"}
    if (said_not and not _NOT_ONLY.search(tree.before(i)[-60:])) or _DENIED.search(before):
        return "denied"
    if not noun and _of_nothing(tree, i):
        return "denied"
    if not noun and above and above[0].low in _LACKING and "to" in lead:
        return "refused" if above[0].low == "refusal" else "denied"  # "its failure to ratify"
    if not noun and _in_vain(tree, i):
        return "denied"
    if not noun and _WAS_TO_HAVE.search(before):
        return "denied"
    if not noun and _WAS_TO.search(before) and _fell_through(tree, i):
        return "denied"
    if not noun and above and above[0].tag.startswith("NN") and _turned_down(tree, above[0]):
        return "denied"  # "the rejection of its bid to rejoin"
    if any(_given_up(tree, word, i) for word in above[:3]):
        if noun and tree.words[i].low in _TALKED and above[0].low in forms_of("break"):
            return "failed"  # talks broken off took place
        return "later" if PUT_OFF.search(tree.sentence.text) else "denied"
    return "" if noun and _as_reason(tree, i) else _by_governor(tree, above, before)


_NOT_ONLY = re.compile(r"(?:\bnot|n['’]t) (?:only|simply|merely|just|solely)\b[^,;.:]*$", re.I)
"""Before what is told all the same: "not only signed but ratified"."""
_VOTES_TO = re.compile(r"\b\d+ (?:votes? |in favou?r )?$")
"""Before the "to none" of a count."""
_UNLIKELY = re.compile(r"\b(?:unlikely|improbable|doubtful) (?:that\b[^,;.:]*|to(?: be)?(?: \w+ly)?)$", re.I)
_IN_ORDER = re.compile(r"\b(?:in order for|for)\b[^,;]*\bto$")
_OWED = re.compile(
    r"^ (?:into|in) (?:force|effect)[^.;]{0,40}, [^.;]*\b(?:must|needs?|have to|has to|required?|should)\b"
)


def _of_nothing(tree: Tree, i: int) -> bool:
    """ "None of the five has signed", "signed by nobody", "made no reservation": done by none, or to none."""
    for c in tree.words[i].children:
        word = tree.words[c]
        subject = word.dep in ("nsubj", "nsubjpass")
        if subject and {word.low, *(tree.words[j].low for j in word.children)} & {"none", "neither", "nobody"}:
            return True
        if word.dep == "dobj" and c > i and any(tree.words[j].low == "no" for j in word.children):
            return True
        if word.dep in ("agent", "prep") and word.low in ("by", "to") and not _VOTES_TO.search(tree.before(c)):
            told = next((tree.words[j].low for j in word.children if tree.words[j].dep == "pobj"), "")
            if told in ("nobody", "none", "neither") or (told == "one" and tree.words[c + 1].low == "no"):
                return True
    return False


_REFUSING = frozenset("rejection refusal abandonment collapse failure defeat withdrawal denial".split())


def _turned_down(tree: Tree, word: Word) -> bool:
    """Is the bid or plan what a rejection is of?"""
    above = tree.words[word.head]
    return word.dep == "pobj" and above.low == "of" and tree.words[above.head].low in _REFUSING


_WAS_TO_HAVE = re.compile(r"\b(?:was|were) (?:due |set |supposed |meant |scheduled )?to have(?: been)?(?: \w+ly)?$")
_TRIES = frozenset("attempt attempts bid bids effort efforts push drive try".split())
_VAIN = frozenset("failed unsuccessful abortive futile fruitless vain".split())
_FAILING = every_form("fail collapse falter founder flop stall")


def _in_vain(tree: Tree, i: int) -> bool:
    """ "A third attempt to renew the pact ended in failure", "a failed bid to extend it"."""
    word = tree.words[i]
    while word.dep in ("conj", "pcomp", "prep") and word.head != word.i:
        word = tree.words[word.head]
    tried = word if word.low in _TRIES else tree.words[word.head]
    if tried.low not in _TRIES:
        return False
    if any(tree.words[c].low in _VAIN for c in tried.children):
        return True
    above = tree.words[tried.head]
    rest = tree.sentence.text[_at(tree, above.i) :][:30]
    return tried.dep == "nsubj" and (above.low in _FAILING or bool(re.match(r"\w+ in failure\b", rest)))


def _as_reason(tree: Tree, i: int) -> bool:
    """ "Has not taken effect due to the withdrawal of Chad": the reason came about."""
    before = " ".join(word.low for word in tree.words[max(0, i - 9) : i])
    return bool(
        re.search(r"\b(?:due to|because of|owing to|in spite of|despite|since|following)(?: [\w'’.-]+){0,4}$", before)
    )


_DENYING = frozenset((*forms_of("deny"), "denial"))


PUT_OFF = re.compile(
    r"\b(?:postpone|postponed|postponing|delay(?:ed|s|ing)?|deferr?(?:ed|s|ing)?|rescheduled|shelved?|"
    r"put(?:s|ting)? off)\b[^.;]{0,80}?"
    r"\b(?:until|till|to|for) (?:the )?"
    r"(?:early |late |next |mid-?|end of |\d+ )*(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|week|month|year|spring|summer|autumn|\d{4}|\w+day)\b"
)
_STILL_NEEDED = re.compile(
    r"\b(?:more|further|another|additional|still|only|just)\b[^.;]{0,30}?\b(?:ratifications|acceptances|instruments|signatures|countries|states|approvals?|accessions)\b[^.;]{0,40}?"
    r"\b(?:are|is|still)\b[^.;]{0,20}?\b(?:needed|required|necessary)\b[^.;]{0,60}\bto\s*$"
)


def _at(tree: Tree, i: int) -> int:
    return tree.words[i].start - tree.sentence.start


_WAS_TO = re.compile(r"\b(?:was|were|been) [^,;]*\bto(?: be)?(?: \w+ly)?$")
_DENIED = re.compile(
    r"\b(?:rather than|instead of|short of)(?: \w+ly)?(?: being)?$|"
    r"\b(?:h[eo]ld(?:s|ing)? (?:off|back)(?: on| from)?|put(?:s|ting)? off|back(?:s|ed|ing)? away from|"
    r"sh(?:y|ies|ied|ying) away from)$|"
    r"\b(?:yet|still) to(?: be)?(?: \w+ly)?(?: \w+ and)?$|"
    r"\b(?:awaits?|awaiting|pending|without|no)(?: its| the| any| being)?"
    r"(?: further| new| more| fresh| other| direct)?$|"
    r"\bno (?:plans?|intention|desire|wish|need) (?:to|of)\b|\b(?:neither|no one)\b"
)


_UNABLE = frozenset("unable unwilling unlikely reluctant loath".split())
_NOT_RULED_OUT = re.compile(r"(?:\b(?:not|never|without|refus\w+ to|declin\w+ to)|n['’]t) (?:rul\w+|exclud\w+)\b")


def _by_governor(tree: Tree, above: list[Word], before: str) -> str:
    """By the verbs above: "refused to sign", "failed to ratify", "does not mean leaving"."""
    if any(word.low in ("rule", "ruled", "ruling") for word in above[:2]) and _NOT_RULED_OUT.search(before):
        return ""
    for word in above[:2]:
        if word.low in forms("denied"):
            if word.low in forms_of("rule") and ("out" not in before or _NOT_RULED_OUT.search(before)):
                continue
            if word.low in forms_of("refuse") + forms_of("decline"):
                return "refused"
            return "failed" if word.low in forms_of("fail") else "denied"
        if word.low in _UNABLE:
            return "denied"  # "were unable to sign it", "it is unlikely that they will"
        if word.dep == "advcl" and word.low == "denied":
            continue
        negated = any(tree.words[c].dep == "neg" for c in word.children)
        if word.tag.startswith("V") and negated and word.low not in forms("speech"):
            return "denied"  # "does not mean leaving"; but "did not say it would leave" denies only the saying
    return ""


_TILL = re.compile(
    r"\b(?:wait(?:s|ed|ing)? for|in order for|for it to|had to|order to)\b[^,;]*\bto(?: be)?$|\bhad to(?: be)?$|"
    r"\b(?:not|n't|n’t|would not|no) need\b|\bneed not\b|\bwithout (?:having|needing)\b"
)
_UNTIL_NOUN = re.compile(r"\b(?:until|till|pending|before|prior to|ahead of)(?: (?:the|its|their))?(?: [“”\"\w-]+)?$")
_CANNOT = re.compile(
    r"(?:\b(?:not|cannot|never|unable|impossible)|n['’]t)\b[^.;]{0,60}\bwithout(?: the| a)?(?: [\w'’.-]+){0,4}$", re.I
)
_UNTIL_IS = re.compile(r"\b(?:until|unless)(?: [\w'’-]+){1,5} (?:is|are|has been|have been)(?: \w+ly)?$")


_RUNNING_OUT = every_form("expire lapse end run")
_SUPPOSED = re.compile(
    r"\b(?:event|case) of(?: \w+){0,3}$|"
    r"\b(?:required|needed|necessary|enough|minimum)(?: [\w-]+){0,5}? for\b[^,;]*\bto(?: be)?$"
)
_BARRED = re.compile(
    r"\b(?:objections?|opposition|vetoe?s?|vetoed|resistance|referendum|plebiscite|block(?:s|ed|ing)?|"
    r"oppos(?:e|es|ed|ing)) (?:to |on |of |over )?(?:\S+ ){0,3}$"
)
"""What stands against an act, or asks the people about it, tells none."""


def _needless(tree: Tree, i: int, before: str, noun: bool, lead: set[str]) -> bool:
    """What must come first, or what would have to be: the words tell no act."""
    if lead & _RULING and _RULE.search(tree.sentence.text):
        return True  # "may be prolonged if neither party objects": a clause of the treaty, no act
    if _TILL.search(before) or _mere_goal(tree, i) or _disbelieved(tree, i) or _thought_of(tree, i):
        return True
    wide = " ".join(word.low for word in tree.words[max(0, i - 12) : i])
    if _SUPPOSED.search(wide) or ("have" in lead and lead & {"would", "could"}):
        return True  # "in the event of its termination", "would have come into force": it did not come to that
    if not noun and _NOT_SO.search(tree.before(i)[-60:]):
        return True
    if _BARRED.search(before + " ") and (noun or tree.words[i].tag == "VBG"):
        return True
    text = tree.before(i).rstrip()
    if re.search(r"\b(?:most|best|biggest|largest|first|worst|only|greatest|broadest)\b[^.;,]{0,40}\bever$", text):
        return True  # "the most comprehensive deal ever signed"
    if tree.words[i].tag == "VBG" and tree.words[i].dep == "conj" and tree.words[tree.words[i].head].dep == "pcomp":
        start = tree.words[i].head  # "as grounds for terminating or suspending it"
        before = " ".join(word.low for word in tree.words[max(0, start - 7) : start])
    if noun and _judged(tree, i):
        return True
    if (noun and _as_cause(tree, i)) or ((noun or tree.words[i].tag == "VBG") and _SHOULD_IT.search(before)):
        return True
    if re.search(r"\bno (?:\w+ )?(?:state|country|nation|government)s?\b[^,;]*$", before):
        return True  # "no country has ever left it"
    if noun and (_CANNOT.search(text) or (tree.words[i].low == "entry" and _UNTIL_NOUN.search(before))):
        return True  # "will not take effect without Peru's ratification", "applies until its entry into force"
    if not noun and _hindered(tree, i):
        return True  # "to stop the others from signing it"
    if tree.parsed and tree.words[i].dep == "pcomp" and tree.words[tree.words[i].head].low == "by":
        main = tree.words[tree.words[tree.words[i].head].head]
        if {tree.words[c].low for c in main.children} & {"would", "could", "might", "will"}:
            return True  # "by leaving the pact, it would …"
    if tree.words[i].tag in ("VBZ", "VBP") and not noun and tree.words[i].low not in _RUNNING_OUT:
        marks = {tree.words[c].low for c in tree.words[i].children if tree.words[c].dep == "mark"}
        if marks & {"until", "unless", "before"}:
            return True  # "cannot enter into force until China ratifies it"
    return not noun and bool(_UNTIL_IS.search(before))  # "does not bind us until it is ratified"


_NOT_SO = re.compile(r"(?:\bnot|n['’]t) necessarily(?: \w+){0,2} $|\bshould (?:never|not) have(?: been)? $", re.I)
"""Before what is only said not to follow, or to have been wrong: "is not necessarily leaving", "should never have"."""
_HINDERING = every_form("stop prevent block bar keep prohibit dissuade deter discourage stall restrain")


def _hindered(tree: Tree, i: int) -> bool:
    word = tree.words[i]
    prep = tree.words[word.head]
    return word.dep == "pcomp" and prep.low == "from" and tree.words[prep.head].low in _HINDERING


_RULING = frozenset("may can could shall will is are would".split())
_RULE = re.compile(
    r"\b(?:if|unless|provided(?: that)?) (?:neither|either|one|any|both)(?: of (?:the|them))?(?: \w+)?? "
    r"(?:part(?:y|ies)|sides?|countr(?:y|ies)|states?|signator(?:y|ies))\b|"
    r"\b(?:either|any|each|one) (?:contracting |of the )?"
    r"(?:party|parties|sides?|signatory|member(?: state)?|state|country) "
    r"(?:may|can|could|is (?:free|entitled)|has the right)\b",
    re.I,
)


_SHOULD_IT = re.compile(
    r"\b(?:event of|case of|risk of|threat of|possibility of|prospects? of|conditions? (?:for|of)|grounds for|"
    r"consequences of|implications of|requirements? (?:of|for)|cost of)(?: (?:the|a|an|its|any))?(?: \w+)?$"
)
_COMES = every_form(
    "take come be happen occur follow begin go resume start restart open reopen continue conclude"
) | frozenset(("be", "become", "place", "effective", "complete"))


def _as_cause(tree: Tree, i: int) -> bool:
    """ "Its withdrawal will affect", "the exit would not mean": what it leads to, not that it came about."""
    word = tree.words[i]
    above = tree.words[word.head]
    if not tree.parsed or word.dep != "nsubj" or above.low in _COMES:
        return False
    helps = {tree.words[c].low for c in above.children if tree.words[c].dep in ("aux", "neg")}
    return bool(helps & {"will", "would", "could", "might", "may", "not", "n't", "n’t", "wo"})


_WAY = re.compile(
    r"\b(?:way|ways|path|road|route|door|obstacles?|hurdles?|barriers?|impediments?|preconditions?|prerequisites?|"
    r"steps?|ground|groundwork|foundations?)(?: left)? (?:of|to|for|towards?)\b[^,;.]{0,40}$",
    re.I,
)
_STEPS_TAKEN = re.compile(
    r"\b(?:tak(?:e|es|ing|en)|took|launch\w*|start\w*|initiat\w*|begin\w*|began|begun|undertak\w*)"
    r"(?: the| its| their| formal| legal| concrete| first| necessary){0,3} (?:steps?|procedures?|process|moves?)"
    r"(?: to(?: \w+ly)?| of| for| towards?)$"
)
_NEEDED = re.compile(
    r"\b(?:majority|votes?|number|threshold|minimum|quorum|states|parties|countries|members|ratifications|signatures|"
    r"instruments|procedures?|formalities)\b[^,;.]{0,30}?\b(?:needed|required|necessary)\b[^,;.]{0,60}\b(?:to|for)\b"
    r"(?: \w+){0,3}$",
    re.I,
)


def _mere_goal(tree: Tree, i: int) -> bool:
    """ "Paved the way for its signing", "the votes needed to ratify it": where it should lead, no act."""
    before = tree.before(i).rstrip()
    if _STEPS_TAKEN.search(before[-60:]):
        return False  # "began taking steps to leave": it means to
    passive = tree.words[i].tag == "VBN" and any(tree.words[c].low in ("was", "were") for c in tree.words[i].children)
    if passive or tree.words[i].tag in ("VBD", "VBZ", "VBP"):
        return False
    return bool(_WAY.search(before[-80:]) or _NEEDED.search(before[-140:]))


_THOUGHT = re.compile(
    r"\b(?:mistake|error|blunder|folly|madness|crime|wrong|unwise|premature|impossible|difficult|hard|easy|easier|absurd|"
    r"foolish|suicidal|irresponsible|unthinkable|risky|dangerous|illegal|unconstitutional|disastrous)"
    r"(?: for [^,;.]{1,60})? (?:not )?to(?: \w+ly)?$",
    re.I,
)


def _thought_of(tree: Tree, i: int) -> bool:
    """ "It would be a mistake for Norway to leave": what is thought of it, no act."""
    before = tree.before(i).rstrip()
    return tree.words[i].tag == "VB" and bool(_THOUGHT.search(before[-120:]))


_HOLDING = every_form("see view regard describe consider")


def _judged(tree: Tree, i: int) -> bool:
    """ "We see ratification as critical": what is thought of it."""
    verb = tree.words[tree.words[i].head]
    return (
        tree.words[i].dep == "dobj" and verb.low in _HOLDING and any(tree.words[c].low == "as" for c in verb.children)
    )


_BELIEF = every_form("believe think imagine see")


def _disbelieved(tree: Tree, i: int) -> bool:
    """ "We do not believe that enough states have ratified it"."""
    return any(word.low in _BELIEF and any(tree.words[c].dep == "neg" for c in word.children) for word in tree.up(i))


_LACKING = frozenset("failure refusal inability unwillingness reluctance hesitation".split())
_FALLEN = re.compile(
    r"\b(?:but|however)\b[^.;]{0,80}\b(?:postponed|cancelled|canceled|called off|delayed|put off|fell through|"
    r"failed|did not (?:take place|happen|materiali[sz]e|attend|show up|turn up)|skipped|boycotted|stayed away|"
    r"walked out|pulled out at the last)\b",
    re.I,
)


def _fell_through(tree: Tree, i: int) -> bool:
    """ "Was due to be signed, but the ceremony was postponed"."""
    return bool(_FALLEN.search(tree.sentence.text, tree.words[i].end - tree.sentence.start))


_TALKED = frozenset("talks negotiations".split())
_UNDONE = every_form(
    "reverse revoke overturn drop abandon shelve scrap cancel rescind forgo postpone delay retract withdraw undo"
)
_AIMS = frozenset(
    "decision decisions plan plans threat threats intention bid idea push vote signing ceremony proposal "
    "proposals".split()
)
_PUT_BACK = every_form("postpone delay cancel defer")
_OFF = every_form("call put break")
_LEAVINGS = frozenset("withdrawal termination exit departure denunciation abrogation pullout".split())
_HALTED = _UNDONE | every_form("suspend halt stop freeze")


def _given_up(tree: Tree, word: Word, i: int) -> bool:
    """ "Reversed its decision to leave", "dropped plans to sign", "suspended the termination of the pact"."""
    if not word.tag.startswith("V"):
        return False
    below = [tree.words[c] for c in word.children if tree.words[c].dep in ("dobj", "nsubjpass")]
    called_off = word.low in _OFF and any(tree.words[c].low == "off" for c in word.children)
    if any(w.i == i and w.low in _LEAVINGS for w in below):
        return word.low in _HALTED or called_off
    if any(w.i == i and w.low in _PUT_OFF_NOUNS for w in below):
        return word.low in _PUT_BACK or called_off
    return (word.low in _UNDONE or called_off) and any(w.low in _AIMS for w in below)


_PUT_OFF_NOUNS = frozenset(
    "talks negotiations vote signing signature ceremony ratification approval accession entry".split()
)


_CAUSES = frozenset("after following since with despite because of to amid upon by given".split())


def by_the_way(tree: Tree, i: int) -> bool:
    """ "Has not come into force because of the US withdrawal": the denial above is none of the noun's."""
    word = tree.words[i]
    if word.dep != "pobj" or tree.words[word.head].low not in _CAUSES:
        return False
    prep = tree.words[word.head]
    if prep.low == "to":
        return tree.words[prep.i - 1].low in ("due", "owing", "thanks")
    return prep.low != "of" or tree.words[prep.i - 1].low in ("because", "result", "spite", "light", "wake")


def comes_before(tree: Tree, i: int) -> bool:
    """ "Following the signing of the accord, they will patrol": the signing has been."""
    word = tree.words[i]
    return word.dep == "pobj" and tree.words[word.head].low in ("following", "since", "despite")
