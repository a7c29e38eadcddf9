"""How many states have done an act: "37 members have ratified it", "13 ratifications", "the number of parties"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.claims.lexicon import every_form
from foedus.claims.trees import Tree

if TYPE_CHECKING:
    from foedus.claims.kinds import Place

NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_AT_LEAST = {"dozens": 24, "scores": 40, "hundreds": 200}
_MANY = (
    r"countries|states|nations|members|parties|governments|signatories|ratifications|signatures|accessions|acceptances"
)
COUNTED = re.compile(
    r"\b(\d+|dozens|scores|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)"
    r"(?:-\w+)? (?:(?:of|other|more|further|member|signatory|[A-Z][\w'’-]*|the|its) ){0,4}"
    rf"(?:{_MANY})\b|\bnumber of\b",
    re.I,
)
"""So many states, none of them named."""
NUMBER_OF = re.compile(
    rf"\b(?:number|total) of (?:[\w-]+ ){{0,3}}?(?:{_MANY}) (?:that|which|who|to|having)(?: have| has)?\b", re.I
)
_BRINGS = re.compile(r"\b(?:bring|rais|tak|push|increas)\w* to (\d+|\w+) the (?:total )?number\b|\bto (\d+)\b", re.I)


def number_told(text: str) -> int:
    """The number of states that a stretch of text counts; 0 where it counts none or not in figures.

    >>> number_told("To date, 19 nations and regions have ratified")
    19
    >>> number_told("brings to thirteen the number of nations that have signed")
    13
    """
    match = COUNTED.search(text)
    word = (match[1] or "") if match else ""
    if match is not None and not word:
        brings = _BRINGS.search(text)
        word = next((part for part in brings.groups() if part), "") if brings else ""
    return int(word) if word.isdigit() else (NUMBERS | _AT_LEAST).get(word.lower(), 0)


_STANDING = every_form("be have bring reach receive attract gather get count total boast collect garner rise stand") | {
    "with",
    "’s",
    "'s",
}
_NOT_YET = frozenset("will would must may can could should shall need needs needed require requires required".split())


def counted(place: Place) -> bool:
    """ "Has 82 signatories", "bringing the number of ratifications to 13": a total that stands, none still needed."""
    tree, word = place.scene.tree, place.scene.tree.words[place.i]
    if not tree.parsed or not word.low.endswith("s"):
        return False
    figure = any(tree.words[c].dep == "nummod" and tree.words[c].tag == "CD" for c in word.children)
    above = tree.words[word.head]
    total = above.low == "of" and tree.words[above.head].low in _TOTALS
    if not figure and not total:
        return False
    verb = tree.verb_over(place.i)
    if verb is None or tree.words[verb].low not in _STANDING:
        return False
    return not any(w.low in _NOT_YET for w in tree.words[max(0, verb - 3) : verb + 1])


_TOTALS = ("number", "total", "tally")


def of_total(tree: Tree, i: int) -> bool:
    """ "Brings to 13 the number of nations that have ratified it"."""
    word = tree.words[i]
    while word.dep == "conj" and word.head != word.i:
        word = tree.words[word.head]
    prep = tree.words[tree.words[word.head].head]
    return word.dep in ("relcl", "acl") and prep.low == "of" and tree.words[prep.head].low in _TOTALS
