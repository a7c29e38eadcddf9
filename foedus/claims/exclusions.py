"""Agreements that are none between states: of companies and clubs, of cities and schools, of peoples inside a state."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.lexicon import data, words
from foedus.claims.memory import is_state
from foedus.claims.mention import Instrument
from foedus.claims.names import Named
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind

_PRIVATE = re.compile(
    r"(?<!customs )(?<!monetary )(?<!economic )\b(?:"
    + "|".join(re.escape(word) for word in data("lexicon")["not_treaties"]["private"])
    + r")\b"
)
"""Lower case only: the European Union is no trade union."""


def exclude(forest: Sequence[Tree], by_tree: Sequence[Sequence[Named]], lists: Sequence[Sequence[Instrument]]) -> None:
    """Mark what a text's words show to be made by companies, clubs, unions, cities or peoples inside a state."""
    _exclude_owned(forest, by_tree, lists)
    for tree, names, row in zip(forest, by_tree, lists, strict=True):
        if row and _PRIVATE.search(tree.sentence.text):
            bodies = any(n.actor and n.kind is FormKind.ACRONYM and not is_state(n.actor) for n in names)
            states = {n.actor for n in names if n.actor and is_state(n.actor)}
            for item in row:
                firm = (
                    item.titled
                    or len(item.parties) > 1
                    or item.points_back
                    or (item.head == "convention" and bodies)
                    or (item.head == "treaty" and len(states) > 1)  # "entered a union as they signed a treaty"
                )
                item.excluded = item.excluded or not firm
    _exclude_peoples(forest, lists)
    _exclude_sport(forest, lists)
    _exclude_armed(forest, by_tree, lists)
    _exclude_parts(forest, by_tree, lists)
    _exclude_pointers(lists)


_PARTS = re.compile(r"\b(?:" + "|".join(data("lexicon")["not_treaties"]["parts_of_states"]) + r")(?!\w)")
_FEDERAL = frozenset(("USA", "CAN", "AUS"))
_LOOSE_HEADS = frozenset(("compact", "pact", "agreement", "accord", "deal", "memorandum"))


def _exclude_parts(
    forest: Sequence[Tree], by_tree: Sequence[Sequence[Named]], lists: Sequence[Sequence[Instrument]]
) -> None:
    """A compact of the states of a union, of provinces, of governors: none of them is a state by itself."""
    items = [item for row in lists for item in row]
    if not items:
        return
    compact = any(item.head == "compact" for item in items)
    apart = 0
    for number, row in enumerate(lists):
        near = slice(max(0, number - 1), number + 2)
        parts = {word for tree in forest[near] for word in _PARTS.findall(tree.sentence.text)} if row else set()
        states = {n.actor for names in by_tree[near] for n in names if n.actor and is_state(n.actor)} - _FEDERAL
        if states or not (parts and (compact or len(parts) > 1)):
            continue
        for item in row:
            if item.head in _LOOSE_HEADS and len(item.parties) < 2:
                item.excluded = True
                apart += 1
    if apart / len(items) >= 0.3:  # the whole report is of them
        for item in items:
            item.excluded |= item.plural or (item.head in _LOOSE_HEADS and len(item.parties) < 2)


_SPORT = frozenset(data("lexicon")["not_treaties"]["sport"])
_OF_CLUBS = (*_LOOSE_HEADS, "treaty", "contract", "extension", "document", "paper")


def _exclude_sport(forest: Sequence[Tree], lists: Sequence[Sequence[Instrument]]) -> None:
    """A report full of clubs, leagues and goals: its deals are those of players."""
    if not any(lists) or len({word for tree in forest for word in tree.sentence.lows & _SPORT}) < 4:
        return
    if any(item.titled or len(item.parties) > 1 for row in lists for item in row):
        return
    for item in (item for row in lists for item in row):
        item.excluded |= item.head in _OF_CLUBS


_MATTERS = frozenset(data("lexicon")["not_treaties"]["before"])


def _exclude_pointers(lists: Sequence[Sequence[Instrument]]) -> None:
    """ "The accord" after an agreement that is none between states, with no other told before, is that one."""
    last: Instrument | None = None
    for item in (item for row in lists for item in row):
        if not item.excluded and item.points_back and last is not None and not item.plural and len(item.near) < 2:
            item.excluded = True
        elif item.excluded and not item.plural and item.modifiers & _MATTERS:
            last = item
        elif not item.excluded:
            return  # from here on the words may point to a treaty


_ARMED = re.compile(
    r"\b(?:"
    + "|".join(data("lexicon")["not_treaties"]["armed_groups"])
    + r"|[Rr]ebels?|[Ii]nsurgents?|[Gg]uerrillas?|(?:[Aa]rmed|[Mm]ilitant|[Rr]ebel) (?:groups?|movements?|factions?)|"
    r"Liberation (?:Front|Army|Movement)|Revolutionary (?:United )?(?:Front|Armed Forces)|(?:former )?combatants)\b"
)


def _exclude_armed(
    forest: Sequence[Tree], by_tree: Sequence[Sequence[Named]], lists: Sequence[Sequence[Instrument]]
) -> None:
    """A peace with armed groups is none between states: their words stand beside it, and no second state does."""
    row = [(tree, names, item) for tree, names, items in zip(forest, by_tree, lists, strict=True) for item in items]
    if not row or any(len(item.parties) > 1 for _, _, item in row):
        return
    armed = alone = 0
    for tree, names, item in row:
        if not _ARMED.search(tree.sentence.text) or item.titled:
            continue
        armed += 1
        states = {n.actor for n in names if n.actor and n.kind.value in ("state", "adjective", "demonym", "capital")}
        item.excluded = item.excluded or len(states) < 2
        alone += item.excluded
    if alone and armed > 1 and armed / len(row) >= 0.3:  # the whole report is of them
        for _, _, item in row:
            item.excluded = item.excluded or not item.titled


def _exclude_peoples(forest: Sequence[Tree], lists: Sequence[Sequence[Instrument]]) -> None:
    """Agreements with peoples inside a state are no treaties here; their words stand near the noun."""
    tribal = total = 0
    for number, row in enumerate(lists):
        near = " ".join(tree.sentence.text for tree in forest[max(0, number - 1) : number + 2])
        total += len(row)
        if row and _TRIBAL.search(near):
            tribal += len(row)
            for item in row:
                item.excluded = True
    if total and tribal / total >= 0.4:  # the whole report is of them
        for row in lists:
            for item in row:
                item.excluded = item.excluded or len(item.parties) < 2


_TRIBAL = re.compile(
    r"\b(?:" + "|".join(re.escape(word) for word in data("lexicon")["not_treaties"]["tribal"]) + r")\b", re.I
)


def _exclude_owned(
    forest: Sequence[Tree], by_tree: Sequence[Sequence[Named]], lists: Sequence[Sequence[Instrument]]
) -> None:
    """ "France's Airbus signed a partnership with Kenya Airways": the states are told only as homes of the makers."""
    firm = frozenset(data("lexicon")["instruments"]["strong"]) - {"pact"}
    private = 0
    for tree, names, row in zip(forest, by_tree, lists, strict=True):
        told = [n for n in names if n.actor and n.kind.value in ("state", "adjective", "demonym", "capital", "acronym")]
        told = [n for n in told if is_state(n.actor)]  # "the WTO's Ministerial Conference" is the WTO itself
        if not row or not told or not all(is_home(tree, item, names) for item in told):
            continue
        for item in row:
            if item.head not in firm and not item.points_back and not (item.titled and item.parties):
                item.excluded = True
                private += 1
    if private and all(i.excluded or i.points_back for row in lists for i in row):
        for row in lists:
            for item in row:
                item.excluded = True  # the whole report is of them


_HOUSES = frozenset(data("lexicon")["not_treaties"]["houses"])
_OF_HOUSES = re.compile(
    r"\b(?:university|college|bank|city|port|museum|institute|diocese|church|club|hospital|chamber of commerce|academy|"
    r"municipality|mayor|town|school)(?: \w+)? (?:of|in)(?: the)?(?: city of)?(?: [A-Z]\w+ in)? $",
    re.I,
)


_FIRM = (
    _HOUSES
    | {w.lower() for w in data("lexicon")["not_treaties"]["companies"]}
    | frozenset(
        "firm firms giant giants maker makers operator operators producer producers supplier conglomerate".split()
    )
)


def by_firm(tree: Tree, row: set[int], names: Sequence[Named]) -> bool:
    """Are those who act companies: "Airbus and Kenya Airways", "the Russian gas firm Gazprom"?"""
    if {tree.words[j].low for j in row}.isdisjoint(_FIRM):
        return False
    told = [n for n in names if n.actor and not row.isdisjoint(tree.at(n.start, n.end))]
    return all(is_home(tree, n, names) or _adjective(n) for n in told)


_FIRM_NOUNS = frozenset(
    "company firm group giant maker operator producer supplier conglomerate airline utility carmaker university "
    "club broadcaster".split()
)
_DOERS = frozenset(data("lexicon")["not_treaties"]["doers"])
_COUNTS = frozenset("dozen dozens hundreds scores number group handful majority two three four five six".split())


def by_others(tree: Tree, head: int) -> bool:
    """Are those who act no state's voice, whatever adjective they bear: "dozens of US companies", "Kenyan farmers"?"""
    if head < 0:
        return False
    word = tree.words[head]
    if word.low in _COUNTS or word.tag == "CD":  # "dozens of companies"
        below = [j for c in word.children if tree.words[c].low == "of" for j in tree.words[c].children]
        word = next((tree.words[j] for j in below if tree.words[j].dep == "pobj"), word)
    if word.low not in _DOERS or word.text[0].isupper():
        return False
    return not any(tree.words[c].dep in ("conj", "appos") for c in word.children)


def _adjective(item: Named) -> bool:
    return item.kind.value in ("adjective", "demonym") and not item.text.endswith("s")


def is_home(tree: Tree, item: Named, names: Sequence[Named]) -> bool:
    """Is the state named only as the home of a company, school or city: "Ukraine's Naftogaz", "Kenya Airways"?"""
    base = tree.sentence.start
    before, after = tree.sentence.text[: item.start - base], tree.sentence.text[item.end - base :]
    if _OF_HOUSES.search(before):
        return True
    if (owned := re.match(r"['’]s? ((?:[a-z-]+ ){0,3}[a-z-]+)", after)) and set(owned[1].split()) & _FIRM_NOUNS:
        return True  # "Chad's state oil company"
    match = re.match(r"(?:['’]s?)? ((?:[\w-]+ ){0,2}?)([A-Z][\w-]*)", after)
    if match is None:
        return False
    at = item.end + match.start(2)
    if any(n.start <= at < n.end for n in names if n.kind.value in ("organ", "leader", "organisation", "state")):
        return False
    owner = after.startswith(("'s ", "’s ", "' ", "’ "))
    between = {w.lower() for w in match[1].split()}
    if between & (words("voices", "states") | words("voices", "legislatures")):
        return False
    low = match[2].lower()
    if low in _HOUSES:
        return True
    return owner and low not in words("voices", "states") | words("voices", "legislatures")
