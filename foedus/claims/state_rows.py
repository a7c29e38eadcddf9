"""States told in a row: lists after "include", rows that the parse takes apart, "along with", totals with examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.claims.names import Named
from foedus.claims.parties import actors_in_row
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind

COLLECTIVE = frozenset("countries states nations members signatories parties governments others".split())
_LIST = re.compile(
    r"(?:\binclud(?:e|es|ed|ing)|\bsuch as|\bnamely|\bamong (?:them|which)(?: (?:are|were))?|"
    r"\b(?P<be>are|were|remain)|:|\s[–—-]|\()\s+(?:the |both )?"
)
_BESIDE = re.compile(
    r"(?:\b(?:along|together|in company) with|\bas well as|\balongside|\bjoined by|\bfollowed by)\s+(?:the )?"
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_IN_ROW = (FormKind.STATE, FormKind.ACRONYM, FormKind.ORGANISATION)
_JOINS = re.compile(r"\s*(?:\([^)]{1,12}\)\s*)?(,|,? and|,? &|;)\s+(?:the )?")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|with|for|between|against|of|than|by|toward|towards|via|over|under|outside|across)"
    r"(?: the)?\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The states that a list names, and whether the text counts more of them than it lists."""

    actors: tuple[str, ...]
    more: bool = False


def listed(tree: Tree, head: int, i: int, named: Sequence[Named]) -> Listed | None:
    """ "Countries that have yet to ratify it include A, B and C", "three states – A, B and C – signed".

    ``head`` is the noun that acts ("countries"), ``i`` the word of the act. A number greater than the list tells that
    the list gives only examples.
    """
    if head < 0 or tree.words[head].low not in COLLECTIVE:
        return None
    base = tree.sentence.start
    first = tree.words[head].end
    inside = i in tree.subtree(head)
    for match in _LIST.finditer(tree.sentence.text, first - base):
        at = base + match.end()
        name = next((n for n in named if n.actor and n.start == at and n.kind in _IN_ROW), None)
        if name is None or tree.sentence.text[name.end - base : name.end - base + 1] in ("-", "–", "'", "’"):
            continue
        if match["be"] and not inside:
            continue
        word = next((w.i for w in tree.words if w.start >= at), -1)
        row = tuple(dict.fromkeys(actors_in_row(tree, word, named, wide=True)))
        if row:
            told = _number(tree, head)
            return Listed(row, told is not None and told > len(row))
    return None


def _number(tree: Tree, head: int) -> int | None:
    """How many the noun says that they are: "eight member states", "53 countries"."""
    for word in reversed(tree.words[max(0, head - 5) : head]):
        if word.low.isdigit():
            return int(word.low)
        if word.low in _NUMBERS:
            return _NUMBERS[word.low]
        if word.low in ("dozen", "dozens", "scores", "hundreds"):
            return 12
    return None


def beside(tree: Tree, head: int, i: int, named: Sequence[Named]) -> tuple[str, ...]:
    """Those who do it too: "Bolivia, along with Uruguay, signed"."""
    if head < 0 or head >= i:
        return ()
    base = tree.sentence.start
    found: list[str] = []
    for match in _BESIDE.finditer(tree.sentence.text, tree.words[head].end - base, tree.words[i].start - base):
        word = next((w.i for w in tree.words if w.start >= base + match.end()), -1)
        if word >= 0 and any(n.actor and n.start == tree.words[word].start for n in named):
            found += actors_in_row(tree, word, named, wide=False)
    return tuple(dict.fromkeys(found))


def row_at(tree: Tree, at: int, named: Sequence[Named]) -> tuple[str, ...]:
    """The whole row of states or capitals that holds the word ``at``: "Tbilisi, Baku and Tashkent", "BiH and Serbia".

    Empty where the name stands alone, or where what stands around it is no row ended by "and".
    """
    kinds = (*_IN_ROW, FormKind.CAPITAL)
    names = [n for n in named if n.actor and n.kind in kinds]
    here = next((n for n, name in enumerate(names) if name.start <= tree.words[at].start < name.end), None)
    if here is None:
        return ()
    base, text = tree.sentence.start, tree.sentence.text
    first = last = here
    joins: list[str] = []
    while first > 0 and (join := _JOINS.fullmatch(text[names[first - 1].end - base : names[first].start - base])):
        joins.insert(0, join[1])
        first -= 1
    while last + 1 < len(names) and (
        join := _JOINS.fullmatch(text[names[last].end - base : names[last + 1].start - base])
    ):
        joins.append(join[1])
        last += 1
    while joins and "and" not in joins[-1] and "&" not in joins[-1]:  # a comma after the row opens something else
        joins.pop()
        last -= 1
    if not joins or last < here:
        return ()
    row = names[first : last + 1]
    if len({n.kind is FormKind.CAPITAL for n in row}) > 1 or _PLACE_BEFORE.search(text[: row[0].start - base]):
        return ()
    return tuple(dict.fromkeys(n.actor for n in row))


def row_before(tree: Tree, i: int, named: Sequence[Named]) -> tuple[str, ...]:
    """The row of states that ends where the verb begins, for a verb that the parse leaves without a subject."""
    at = i - 1
    while at >= 0 and (
        tree.words[at].tag in ("RB", "MD", "VBD", "VBZ", "VBP", "VBN") and tree.words[at].low not in ("said", "says")
    ):
        at -= 1
    name = next((n for n in named if n.actor and at >= 0 and n.start <= tree.words[at].start < n.end), None)
    if name is None or name.kind not in (*_IN_ROW, FormKind.CAPITAL):
        return ()
    row = row_at(tree, at, named)
    before = tree.sentence.text[: name.start - tree.sentence.start]
    return row or (() if _PLACE_BEFORE.search(before) else (name.actor,))
