"""States told in a row: lists after "include", rows that the parse takes apart, "along with", totals with examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.claims.counts import NUMBERS
from foedus.claims.names import Named
from foedus.claims.parties import OFFICES, SOFT, actors_in_row
from foedus.claims.trees import Tree, Word
from foedus.model.actors import FormKind

COLLECTIVE = frozenset("countries states nations members signatories parties governments others".split())
_LIST = re.compile(
    r"(?:\binclud(?:e|es|ed|ing)|\bsuch as|\bnamely|\bamong (?:them|which)(?: (?:are|were))?|"
    r"\b(?P<be>are|were|remain)|:|\s[–—-]|--|\()\s*(?<=[\s(-])(?:the |both )?"
)
_BESIDE = re.compile(
    r"(?:\b(?:along|together|in company) with|\bas well as|\balongside|\bjoined by|\bfollowed by)\s+(?:the )?"
)
_IN_ROW = (FormKind.STATE, FormKind.ACRONYM, FormKind.ORGANISATION)
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


def _opens_list(tree: Tree, at: int) -> bool:
    after = tree.words[at + 1].text if at + 1 < len(tree.words) else ""
    return tree.words[at].low in COLLECTIVE and after in ("–", "—", "-", "--", ":") and _number(tree, at) is not None


_OTHERS = re.compile(
    r"(?:as well as|together with|along with|and) (?:[\w-]+ ){0,4}?"
    r"(?:non-)?(?:countries|states|nations|members|signatories|others)(?: \(|:|,? [–—-]+|--)\s*(?:the )?"
)
"""A second list of the same sentence: "… as well as four others – C and D"."""


def listed(tree: Tree, head: int, i: int, named: Sequence[Named]) -> Listed | None:
    """ "Countries that have yet to ratify it include A, B and C", "three states – A, B and C – signed".

    ``head`` is the noun that acts ("countries"), ``i`` the word of the act. A number greater than the list tells that
    the list gives only examples.
    """
    if head >= 0 and tree.words[head].low not in COLLECTIVE:  # "six Association of A Nations (A) member states – B, C"
        head = next((w.i for w in tree.words[head : min(i, head + 14)] if _opens_list(tree, w.i)), -1)
    if head < 0:
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
            if (told is None or told <= len(row)) and (other := _OTHERS.search(tree.sentence.text, match.end())):
                word = next((w.i for w in tree.words if w.start >= base + other.end()), -1)
                row = tuple(dict.fromkeys((*row, *actors_in_row(tree, word, named, wide=True))))
            return Listed(row, told is not None and told > len(row))
    return None


def _number(tree: Tree, head: int) -> int | None:
    """How many the noun says that they are: "eight member states", "53 countries"."""
    for word in reversed(tree.words[max(0, head - 5) : head]):
        if word.low.isdigit():
            return int(word.low)
        if word.low in NUMBERS:
            return NUMBERS[word.low]
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


def row_at(tree: Tree, at: int, named: Sequence[Named], acts: bool = False) -> tuple[str, ...]:
    """The whole row of states that holds the word ``at``, told by their names, people or capitals.

    "Tbilisi, Baku and Tashkent", "BiH and Serbia", "President A of Chad, B's prime minister and their counterpart from
    C", "A, and fellow island states B and C, as well as D". Empty where the name stands alone, or where what stands
    around it is no row ended by "and". ``acts``: the word is known to be in the subject of a verb.
    """
    units = _units(tree, named)
    here = next((n for n, (_, first, last) in enumerate(units) if first <= at <= last), None)
    if here is None:
        return ()
    first = last = here
    joins: list[str] = []
    while first > 0 and (join := _join(tree, units[first - 1][2], units[first][1])):
        joins.insert(0, join)
        first -= 1
    while last + 1 < len(units) and (join := _join(tree, units[last][2], units[last + 1][1])):
        joins.append(join)
        last += 1
    while joins and joins[-1] == ",":  # a comma after the row opens something else
        joins.pop()
        last -= 1
    while joins and first < here and joins[0] == "," and _only_where(tree, units[first], units[here], acts):
        joins.pop(0)  # "in Vienna, Iran and Oman signed", "in the presence of the Pope, Chad and Mali signed"
        first += 1
    if not joins or last < here:
        return ()
    row = units[first : last + 1]
    if len({name.kind is FormKind.CAPITAL for name, _, _ in row}) > 1:
        return ()
    if _PLACE_BEFORE.search(tree.before(row[0][1])):
        return ()
    return tuple(dict.fromkeys(name.actor for name, _, _ in row))


_MEMBERS = frozenset("member members states countries nations governments parties signatories partners".split())
_COUNTING = frozenset("dozen dozens several most many number all both some".split())


def counted(tree: Tree, span: range) -> bool:
    """A number before the body's name and its members after it: "60 NATO member states", "all EU and NATO states"."""
    if not span:
        return False
    if span.stop < len(tree.words) and tree.words[span.stop].low in _NEWCOMERS:
        return True  # "NATO newcomers Slovakia and Latvia"
    lead, after = tree.words[max(0, span.start - 4) : span.start], span.stop
    if after + 1 < len(tree.words) and tree.words[after].low in ("'s", "’s"):  # "36 of the OAU's 53 members"
        lead, after = [*lead, tree.words[after + 1]], after + 2
    if after < len(tree.words) and tree.words[after].low in ("and", "or"):
        rest = tree.words[after + 1 : after + 5]
        names = next((n for n, w in enumerate(rest) if not w.text[:1].isupper()), len(rest))
        after += 1 + names if names else 0
    number = any(w.tag == "CD" or w.low in _COUNTING for w in lead)
    return number and any(w.low in _MEMBERS for w in tree.words[after : after + 2])


_NEWCOMERS = frozenset("newcomer newcomers entrants hopefuls aspirants applicants".split())
_Unit = tuple[Named, int, int]
_NAMING = (*_IN_ROW, FormKind.CAPITAL, FormKind.ADJECTIVE, FormKind.LEADER, FormKind.SEAT, FormKind.ORGAN)


def _units(tree: Tree, named: Sequence[Named]) -> list[_Unit]:
    """The actors of the sentence in order, each with its first and last word: "Chad's President A" is one."""
    found: list[_Unit] = []
    for item in named:
        span = tree.at(item.start, item.end) if item.actor and item.kind in _NAMING else range(0)
        body = item.kind in (FormKind.ORGANISATION, FormKind.ACRONYM)
        if not span or (body and counted(tree, span)):
            continue
        if found and found[-1][0].actor == item.actor and _soft(tree, found[-1][2] + 1, span.start):
            found[-1] = (found[-1][0], found[-1][1], span.stop - 1)
        elif item.kind is not FormKind.ADJECTIVE or _heads_office(tree, span.stop):
            found.append((item, span.start, span.stop - 1))
    return found


def _heads_office(tree: Tree, at: int) -> bool:
    """ "The Kenyan president": an adjective with an office after it names its state."""
    ahead = [w.low for w in tree.words[at : at + 4]]
    return bool(ahead) and any(
        low in OFFICES for low in ahead[: 1 + next((n for n, low in enumerate(ahead) if low not in SOFT), 3)]
    )


def _soft(tree: Tree, first: int, stop: int) -> bool:
    """Only titles, names and small words between: no verb, comma or "and"."""
    row = tree.words[first:stop]
    return len(row) < 9 and all(
        w.low in SOFT or w.text in ("(", ")", "-") or w.text[:1].isupper() or w.tag == "CD" for w in row
    )


def _join(tree: Tree, last: int, first: int) -> str:
    """How two units of a row are joined: "and", "," or "" where they are not."""
    gap = tree.words[last + 1 : first]
    opens = next((w.i for w in gap if w.low in _JOINING), None)
    if opens is None or not _soft(tree, last + 1, opens):
        return ""
    stop = opens
    while stop < first and (tree.words[stop].low in _JOINING or tree.words[stop].low in ("with", "well", "by")):
        stop += 1
    lead = [w.tag for w in tree.words[stop:first]]
    aside = lead.index(",") if "," in lead and set(lead[: lead.index(",")]) <= {"RB", "RBS", "RBR", "JJ"} else -1
    if not _soft(tree, stop + aside + 1, first):  # "A, B and, most recently, C"
        return ""
    told = [w.low for w in tree.words[opens:stop]]
    return "," if set(told) <= {",", ";"} else "and"


_JOINING = frozenset(", ; and & as along together joined plus alongside".split())


def _only_where(tree: Tree, unit: _Unit, other: _Unit, acts: bool) -> bool:
    """Is the unit only what stands before the row: a place, or any name after a preposition?"""
    where = acts or (unit[0].kind is FormKind.CAPITAL and other[0].kind is not FormKind.CAPITAL)
    lead = tree.before(unit[1])
    return where and bool(_PLACE_BEFORE.search(lead))


def row_in(tree: Tree, indices: set[int], named: Sequence[Named]) -> tuple[str, ...]:
    """The row of states that a phrase opens or lies in: from its first name on."""
    for name, first, _ in _units(tree, named):
        if first in indices and name.actor:
            return row_at(tree, first, named)
    return ()


_DAY = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday morning afternoon evening night on last early late".split()
)


def _of_day(word: Word) -> bool:
    """Is the word of a day between doer and verb: "Peru on 14 May ratified it"?"""
    return word.low in _DAY or (word.tag == "CD" and word.low.isdigit())


def row_before(tree: Tree, i: int, named: Sequence[Named]) -> tuple[str, ...]:
    """The row of states that ends where the verb begins, for a verb that the parse leaves without a subject."""
    at = i - 1
    while at >= 0 and (
        _of_day(tree.words[at])
        or (
            tree.words[at].tag in ("RB", "MD", "VBD", "VBZ", "VBP", "VBN")
            and tree.words[at].low not in ("said", "says")
        )
    ):
        at -= 1
    name = next((n for n in named if n.actor and at >= 0 and n.start <= tree.words[at].start < n.end), None)
    if name is None or name.kind not in (*_IN_ROW, FormKind.CAPITAL):
        return ()
    row = row_at(tree, at, named, acts=True)
    before = tree.sentence.text[: name.start - tree.sentence.start]
    if not row and any(last < at and _join(tree, last, at) == "and" for _, _, last in _units(tree, named)):
        return ()  # "the treaty between A and B": a row, but not of those who act
    return row or (() if _PLACE_BEFORE.search(before) else (name.actor,))
