"""Whom a treaty is between, by the words in and after its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from foedus.claims.lexicon import data, every_form
from foedus.claims.names import Named
from foedus.claims.trees import Tree

OFFICES = frozenset(
    (
        "president presidents premier premiers minister ministers leader leaders king queen emir sultan "
        "chancellor secretary ambassador ambassadors envoy envoys representative representatives official "
        "officials delegate delegates delegation delegations diplomat diplomats government governments "
        "counterpart counterparts head heads chief monarch side authorities negotiator negotiators "
        "commissioner parliament parliaments"
    ).split()
)
"""Who acts for the state told beside it."""
SOFT = OFFICES | frozenset(
    (
        "the a an its his her their both all of from for 's ’s ' ’ prime foreign defence defense trade "
        "finance interior justice energy transport culture economy environment fisheries agriculture health "
        "external affairs deputy vice acting then fellow former neighbour neighbours neighbor neighbors "
        "neighbouring neighboring ally allies partner partners state states nation nations country countries "
        "republic kingdom federation member members island nearby respective"
    ).split()
)
"""Words that may stand between the names of a row."""
_BACKED = re.compile(r"\s?[-–]\s?(?:backed|brokered|led|mediated|sponsored|hosted|supported|drafted|proposed|style)\b")
"""Who stands behind a treaty is not thereby a party to it."""


@cache
def groups() -> dict[str, list[str]]:
    """States known together by one name: "the two Koreas"."""
    table: dict[str, list[str]] = data("lexicon")["pointing"]["groups"]
    return table


@cache
def combining() -> dict[str, str]:
    """First halves of a joined adjective, each with its state: "Franco-" of "Franco-German"."""
    found: dict[str, str] = data("lexicon")["combining"]
    return found


_JOINED = re.compile(rf"\b({'|'.join(data('lexicon')['combining'])})[-–](?=[A-Z])", re.I)


def parties_of(tree: Tree, first: int, core: int, last: int, named: Sequence[Named]) -> tuple[str, ...]:
    """Parties in the noun phrase ("India-Mauritius treaty") and after it ("with Japan", "between A and B")."""
    all_words = tree.words
    found = _in_name(tree, first, core, last, named)
    at = last + 1
    known = next((w.i for w in all_words[at : at + 6] if w.low in ("known", "called", "dubbed")), None)
    closing = [w.i for w in all_words[known : known + 14] if w.text in ("”", '"', "''")] if known is not None else []
    if closing:  # "also known as the “123 Agreement,” between …"
        at = closing[-1] + 1
        at += at < len(all_words) and all_words[at].text == ","
    while at < len(all_words) and all_words[at].low == "(":  # over a bracketed short name
        close = next((w.i for w in all_words[at:] if w.low == ")"), at)
        at = close + 1
    if at < len(all_words) and all_words[at].low in ("signed", "concluded", "reached", "ratified"):
        at += 1
    elif [w.low for w in all_words[at : at + 2]] in ([",", "between"], ["–", "between"], ["—", "between"]):
        at += 1  # "a third treaty, between A and B"
    elif (given := _brokered(tree, at)) is not None:
        at = given  # "the grain deal brokered by A between B and C"
    if at < len(all_words) and all_words[at].low == "by" and _of_an_act(tree, first):
        pass  # "ratification of the convention by Ghana": who ratifies, not whom it is between
    elif at < len(all_words) and all_words[at].low == "with" and _lodged(tree, first):
        pass  # "deposited the treaty with the African Union": where it lies
    elif at < len(all_words) and all_words[at].low in ("with", "between", "among", "of", "by", "involving"):
        wide = all_words[at].low in ("between", "among", "involving")
        found += actors_in_row(tree, at + 1, named, wide=wide)
    elif (gap := _later_link(tree, last + 1)) is not None:
        found += actors_in_row(tree, gap + 1, named, wide=all_words[gap].low in ("between", "among"))
    if first > 0 and all_words[first - 1].low in ("'s", "’s"):
        found += [
            item.actor
            for item in named
            if item.actor and item.end == all_words[first - 1].start and item.kind.value != "leader"
        ]
    return tuple(dict.fromkeys(found))


def _in_name(tree: Tree, first: int, core: int, last: int, named: Sequence[Named]) -> list[str]:
    """Parties in the noun phrase itself: "India-Mauritius treaty", "inter-Korean accord"."""
    all_words = tree.words
    # what a plain treaty is about ("agreement on the Macao issue") is not whom it is between
    start, end = all_words[first].start, all_words[last if all_words[core].text[0].isupper() else core].end
    # a place in a name is where it was made, not who made it: "Paris Agreement", "Istanbul Convention"
    found = [
        item.actor
        for item in named
        if item.actor
        and item.start >= start
        and item.end <= end
        and (
            item.kind.value in ("state", "adjective", "demonym", "organisation", "acronym")
            or item.text.startswith("Government of ")
        )
        and item.actor != "UN"  # the roof under which it was made
        and not _BACKED.match(tree.sentence.text, item.end - tree.sentence.start)
    ]
    towns = [n for n in named if n.actor and n.kind.value == "capital" and start <= n.start and n.end <= end]
    for left, right in pairwise(towns):  # "the Delhi-Nairobi pact"
        if tree.sentence.text[left.end - tree.sentence.start : right.start - tree.sentence.start] in ("-", "–"):
            found += [town.actor for town in (left, right) if town.actor]
    joined = _JOINED.finditer(tree.sentence.text, start - tree.sentence.start, end - tree.sentence.start)
    found = [combining()[match[1].lower()] for match in joined] + found if found else found
    before = tree.sentence.text[start - tree.sentence.start : end - tree.sentence.start].lower()
    found = next((members[:] for name, members in groups().items() if name in before), found)
    one = len(set(found)) == 1 and all_words[core].low in ("convention", "charter", "covenant", "statute")
    if one and any(n.actor == found[0] and n.kind.value == "adjective" and n.start >= start for n in named):
        found = []  # "American Convention on Human Rights": of a continent
    return found


_BROKERING = every_form("broker mediate facilitate negotiate host arrange")


def _brokered(tree: Tree, at: int) -> int | None:
    """The "between" after "brokered by Turkey": who stands between is no party."""
    if at + 1 >= len(tree.words) or tree.words[at].low not in _BROKERING or tree.words[at + 1].low != "by":
        return None
    return next((w.i for w in tree.words[at + 2 : at + 12] if w.low == "between"), None)


def _of_an_act(tree: Tree, first: int) -> bool:
    """ "Ratification of", "accession to" before the treaty's noun."""
    before = [w.low for w in tree.words[max(0, first - 3) : first] if w.low not in ("the", "a", "an", "its", "this")]
    return (
        len(before) > 1
        and before[-1] in ("of", "to", "from")
        and before[-2].endswith(("tion", "sion", "ing", "ance", "al"))
    )


_LODGED = every_form("deposit register lodge file")


def _lodged(tree: Tree, first: int) -> bool:
    """Is the treaty, or its instrument, the object of depositing or registering?"""
    return any(w.low in _LODGED for w in tree.words[max(0, first - 9) : first])


_GOES_ON = frozenset(
    "and signed by favor favour instead amid despite after during because while before since until".split()
)
"""What ends the words of a treaty's own: "the pact in favour of closer ties with Moscow"."""


def _later_link(tree: Tree, at: int) -> int | None:
    """ "treaty on extradition between A and B": a "between" or "with" within eight words, before any verb."""
    for word in tree.words[at : at + 9]:
        if word.low in ("between", "with"):
            return word.i
        if (
            word.tag.startswith(("VB", "MD", "WDT", "WP"))
            or word.text in (",", ".", ";", ":", "“", '"', "”")
            or word.low in _GOES_ON
        ):
            return None
    return None


def actors_in_row(tree: Tree, at: int, named: Sequence[Named], wide: bool) -> list[str]:
    """The actors named in a row: "A, B and C", with articles, titles and adjectives between."""
    found: list[str] = []
    while at < len(tree.words):
        word = tree.words[at]
        hit = next((item for item in named if item.start <= word.start < item.end), None)
        if hit is not None and hit.actor:
            found.append(hit.actor)
            at = tree.at(hit.start, hit.end).stop
            continue
        joins = word.low in SOFT or word.low in (",", "and", "or", "&", "-", "(", ")") or word.text.istitle()
        if not joins or (
            word.low in (",", "and", "of")
            and not wide
            and found
            and not _actor_near(
                tree, at + 1, named, word.low == "and" and (len(found) > 1 or tree.words[at - 1].text != ",")
            )
        ):
            break
        at += 1
    return found


def _actor_near(tree: Tree, at: int, named: Sequence[Named], ends: bool) -> bool:
    """Does the row go on with an actor? ``ends``: "and" closes it, so that a verb after that actor is the row's own."""
    ahead = tree.words[at : at + 2]
    hits = [item for word in ahead for item in named if item.start <= word.start < item.end and item.actor]
    if not hits:
        return False
    after = tree.at(hits[0].start, hits[0].end).stop
    if ends:
        return True
    # "with Japan, and Russia said": an actor that has its own verb is no party
    return after >= len(tree.words) or not tree.words[after].tag.startswith(("VBD", "VBZ", "MD", "VBP"))


def not_given_to(tree: Tree, i: int, named: Sequence[Named]) -> tuple[str, ...]:
    """Those told, but for whom it goes to: "was handed to Paraguay, the depositary"."""
    made: dict[str, None] = {}
    for name in named:
        at = tree.at(name.start, name.end)
        goes = bool(at) and at.start > i and tree.words[at.start - 1].low in ("to", "with")
        if name.actor and not goes:
            made[name.actor] = None
    return tuple(made)
