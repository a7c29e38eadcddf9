"""Which words of a sentence name a treaty: the plain nouns, those with a proof beside them, and short forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from foedus.claims.lexicon import data, every_form, heads
from foedus.claims.names import Named
from foedus.claims.rounds import TALKING
from foedus.claims.trees import Tree, Word

_TREATY = r"(?:treat(?:y|ies)|agreements?|conventions?|pacts?|accords?|protocols?|statute|charter|compact|covenant)"
_AMENDS = re.compile(rf"(?:to|of) (?:the|its|their|an?|this|that) (?:\S+ ){{0,8}}{_TREATY}\b")
_NAMES_ON = ("treaty", "agreement", "pact", "accord", "convention", "deal", "protocol", "memorandum")
_PAPERS = re.compile(r"of (?:ratification|acceptance|approval|accession)\b")
_PLACES = ("capital", "seat")


@cache
def loose() -> dict[str, str]:
    """Nouns that name a treaty only where somebody signs, concludes or ratifies it, singular and plural."""
    table: list[str] = data("lexicon")["instruments"]["by_making"]
    return {form: noun for noun in table for form in (noun, noun + "s")}


@cache
def letters() -> frozenset[str]:
    """Treaties called by letters alone ("NAFTA")."""
    return frozenset(data("lexicon")["instruments"]["letters"]["names"])


@cache
def shorts() -> dict[str, str]:
    """Short forms in capitals to the noun that they end in ("SOFA" → "agreement")."""
    table: dict[str, list[str]] = data("lexicon")["instruments"]["shorts"]
    return {form: noun for noun, row in table.items() for short in row for form in (short, short + "s")}


@cache
def _making() -> frozenset[str]:
    table = data("lexicon")["instruments"]
    return every_form(table["making"]) | frozenset(table["made"])


@cache
def _lows() -> frozenset[str]:
    return frozenset((*heads(), *loose(), *matters()))


def may_name(word: Word) -> bool:
    """Is the word one that can name a treaty at all? Asked first, of every word of a text."""
    return word.low in _lows() or word.text in shorts() or word.text in letters()


def may_hold(tree: Tree) -> bool:
    """Does the sentence hold any word that can name a treaty?"""
    return not tree.sentence.lows.isdisjoint(_naming())


@cache
def _naming() -> frozenset[str]:
    return frozenset(word.lower() for word in (*_lows(), *shorts(), *letters()))


def noun_of(tree: Tree, word: Word, named: Sequence[Named], proved: frozenset[str]) -> str | None:
    """The instrument noun that this word stands for, in the singular; None where it names no treaty.

    ``proved``: loose nouns that the text has shown elsewhere to name a treaty, which "the" may point back to.
    """
    if word.tag and not word.tag.startswith(("NN", "FW")) and not _taken_for_verb(tree, word):
        return None
    following = tree.words[word.i + 1] if word.i + 1 < len(tree.words) else None
    if word.text in shorts():
        leads = following is not None and following.low in heads()  # "the SOFA treaty"
        return None if leads or _inside_body(word, named) else shorts()[word.text]
    if word.text in letters() and not tree.sentence.text.isupper():
        ahead = [w.low for w in tree.words[word.i + 1 : word.i + 4]]
        numbered = ahead[1:2] if ahead[:1] in (["i"], ["ii"], ["iii"]) else ahead[2:3] if ahead[:1] == ["-"] else []
        return None if {*ahead[:1], *numbered} & heads().keys() else "treaty"
    head = heads().get(word.low)
    if head is None and word.low == "alliance" and any(n.start <= word.start < n.end for n in named if n.actor):
        return None  # "the alliance": NATO
    if head is None:
        return _loose_noun(tree, word, proved) or matter_noun(tree, word)
    if head == "amendment" and not _of_a_place(tree, word, named) and not _amends(tree, word):
        backs = "amendment" in proved and word.i and tree.words[word.i - 1].low in ("the", "this")
        return head if backs and not word.low.endswith("s") else None
    if following is not None and following.low in heads():
        if word.text[0].isupper() and following.text[0].isupper():
            return None  # the Energy Charter Treaty is a treaty
        if following.low in _NAMES_ON and word.text[0].islower() and word.low not in ("treaty", "protocol"):
            return None  # "accession agreement", "charter treaty": the last noun is the thing
    if head in ("area", "plan") and not word.text[0].isupper():
        return None  # "create a free trade area"
    if head == "document" and _PAPERS.match(" ".join(w.low for w in tree.words[word.i + 1 : word.i + 3])):
        return None  # "documents of ratification"
    if word.low in ("compact", "initiative") and following is not None and following.tag.startswith("NN"):
        return None  # "a compact car"
    return None if _inside_body(word, named) else head


def _taken_for_verb(tree: Tree, word: Word) -> bool:
    """ "Gave the green light to the fisheries deal": a noun that the parse tags as a verb in a noun's place."""
    before = tree.words[word.i - 1] if word.i else word
    placed = word.dep in ("acl", "pobj", "dobj", "nsubjpass") and word.tag in ("VBP", "VB")
    return placed and word.low in ("deal", "accord", "pact", "treaty") and before.tag[:2] in ("NN", "JJ", "HY")


def _inside_body(word: Word, named: Sequence[Named]) -> bool:
    """ "Collective Security Treaty Organization" is a body."""
    return any(
        item.kind.value in ("organisation", "organ")
        and item.start <= word.start
        and word.end <= item.end
        and item.start < word.start
        for item in named
    )


def _loose_noun(tree: Tree, word: Word, proved: frozenset[str]) -> str | None:
    noun = loose().get(word.low)
    if noun is None:
        return None
    ahead = " ".join(w.low for w in tree.words[word.i + 1 : word.i + 3])
    needs: dict[str, list[str]] = data("lexicon")["instruments"]["goes_on"]
    if noun in needs and not ahead.startswith(tuple(needs[noun])):
        return None
    leads: dict[str, list[str]] = data("lexicon")["instruments"]["goes_before"]
    if noun in leads and not {w.low for w in tree.words[max(0, word.i - 4) : word.i]} & set(leads[noun]):
        return None
    if ahead.split(" ")[0] in heads() or (word.i and tree.words[word.i - 1].low == "of"):
        return None  # "a partnership agreement", "memorandum of understanding"
    if word.text[0].isupper() and word.i and tree.words[word.i - 1].text[:1].isupper():
        return noun if noun in data("lexicon")["instruments"]["only_titled"] else None
    if noun in proved and word.i and tree.words[word.i - 1].low in ("the", "this", "that"):
        return noun
    return noun if is_made(tree, word.i) else None


def matter_noun(tree: Tree, word: Word) -> str | None:
    """ "Talks on their maritime boundary", "agreed on the demarcation": the matter stands for the treaty to be made."""
    if word.low in TALKING and tree.parsed:
        return "talks" if _named_talks(tree, word) else None
    noun = matters().get(word.low)
    if noun is None or not tree.parsed or word.text[0].isupper():
        return None
    needs: dict[str, list[str]] = data("lexicon")["instruments"]["by_talks_with"]
    if noun in needs and not {w.low for w in tree.words[max(0, word.i - 3) : word.i]} & set(needs[noun]):
        return None
    at = word.i
    for _ in range(8):
        row = tree.words[at]
        if row.dep not in ("conj", "dobj", "nsubjpass", "pobj", "prep", "xcomp", "pcomp") or row.head == at:
            return None
        if row.dep == "prep" and row.low not in ("on", "over", "about", "of", "for", "to", "regarding", "concerning"):
            return None
        at = row.head
        if tree.words[at].low in agreeing() or (noun in DRAWN and tree.words[at].low in _consenting()):
            return noun
    return None


DRAWN = ("demarcation", "delimitation")
"""What parliaments ratify and reject as the treaty itself: "ratified the border demarcation"."""


@cache
def _consenting() -> frozenset[str]:
    return every_form("ratify approve reject endorse")


def _named_talks(tree: Tree, word: Word) -> bool:
    """ "Free trade talks", "sea border negotiations": the words before say which treaty the talks are on."""
    table = data("lexicon")["instruments"]
    if word.low not in ("talks", "negotiations"):
        return False
    before = [w.low for w in tree.words[max(0, word.i - 3) : word.i] if w.text != "-"]
    return bool(before) and (before[-1] in table["talks_on"] or " ".join(before[-2:]) in table["talks_on_two"])


@cache
def matters() -> dict[str, str]:
    """Nouns of what is talked of that stand for the treaty to come, singular and plural."""
    table = data("lexicon")["instruments"]
    nouns: list[str] = [*table["by_talks"], *table["by_talks_with"], "talks", "negotiations"]
    plurals = ((noun, noun[:-1] + "ies" if noun.endswith("y") else noun + "s") for noun in nouns)
    return {form: forms[0] for forms in plurals for form in forms}


@cache
def agreeing() -> frozenset[str]:
    """Words after which a matter stands for the treaty to come."""
    return TALKING | every_form("agree negotiate renegotiate discuss settle resolve finalise finalize sign")


def is_made_by(word: Word) -> bool:
    """Does the word tell that a treaty is made: signed, concluded, ratified?"""
    return word.low in _making()


def is_made(tree: Tree, i: int) -> bool:
    """Is the noun the object of signing, concluding, ratifying?"""
    words = tree.words
    if not tree.parsed:
        return any(w.low in _making() for w in words[max(0, i - 8) : i])
    below = [*words[i].children, *(c for p in words[i].children if words[p].low == "of" for c in words[p].children)]
    below += [c for o in below if words[o].dep == "pobj" for c in words[o].children]
    if any(words[c].low in _making() for c in below if words[c].dep in ("acl", "relcl")):
        return True  # "a declaration of principles that the two signed"
    at, steps = i, 0
    while words[at].dep in ("conj", "appos", "dobj", "nsubjpass", "pobj", "prep", "oprd") and steps < 6:
        head = words[at].head
        if head == at or (words[at].dep == "prep" and words[at].low not in ("of", "on", "to", "into")):
            return False
        at, steps = head, steps + 1
        if words[at].tag.startswith("V") or words[at].low in _making():
            return words[at].low in _making()
    return False


def _amends(tree: Tree, word: Word) -> bool:
    """ "Amendments to the treaty", or a capital one that "the" points back to."""
    if _AMENDS.match(" ".join(w.low for w in tree.words[word.i + 1 : word.i + 14])):
        return True
    before = tree.words[word.i - 1].low if word.i else ""
    return word.text[0].isupper() and before == "the"


def _of_a_place(tree: Tree, word: Word, named: Sequence[Named]) -> bool:
    """Amendments known by the city where they were made: "Kigali Amendment", "Kampala amendments"."""
    if word.i == 0:
        return False
    return of_place(tree, word.i - 1, named)


def of_place(tree: Tree, i: int, named: Sequence[Named]) -> bool:
    """Is the word the name of a city?"""
    word = tree.words[i]
    return any(n.start <= word.start < n.end and n.kind.value in _PLACES for n in named)
