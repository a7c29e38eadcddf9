"""Whether two names, or a name and a description, can be of one treaty."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from foedus.claims.instruments import Instrument
from foedus.claims.lexicon import data

DESCRIBES = frozenset(data("lexicon")["kinds_of_treaty"]["words"])
"""Words that say what a treaty is about and give it no name."""
_PARENT = re.compile(
    r"\b(?:to|of|amending|on|in)\b.*\b(?:treat(?:y|ies)|conventions?|covenants?|agreements?|pacts?|statute|charter)\b",
    re.I | re.S,
)
_FORMS = {"defense": "defence", "co-operation": "cooperation", "nonproliferation": "proliferation", "co": ""}
_EMPTY = frozenset("non anti counter co inter".split())


def stems(words: Iterable[str]) -> frozenset[str]:
    """The words of a name in one spelling: hyphens parted, plurals cut."""
    found = set()
    for word in words:
        for part in _FORMS.get(word, word).split("-"):
            part = _FORMS.get(part, part)
            if len(part) > 3 and part.endswith("s") and not part.endswith("ss"):
                part = part[:-1]
            if len(part) > 1 and part not in _EMPTY:
                found.add(part)
    return frozenset(found)


@cache
def _families() -> dict[str, int]:
    """Words of subject matter to the number of their family."""
    rows: list[list[str]] = data("lexicon")["kinds_of_treaty"]["families"]
    return {stem: number for number, row in enumerate(rows) for word in row for stem in stems([word])}


def families(words: Iterable[str]) -> frozenset[int]:
    """The subject matters that the words tell: defence, trade, extradition …"""
    table = _families()
    return frozenset(table[stem] for stem in stems(words) if stem in table)


def other_matter(a: Iterable[str], b: Iterable[str]) -> bool:
    """An extradition treaty is not the trade pact of the same two states."""
    mine, its = families(a), families(b)
    return bool(mine and its and not mine & its)


def is_below(item: Instrument) -> bool:
    """A protocol or amendment that names the treaty it belongs to."""
    if item.head not in ("protocol", "amendment"):
        return False
    rest = item.tree.text(item.core, item.last)
    return bool(_PARENT.search(rest))


def names_clash(item: Instrument, other: Instrument) -> bool:
    """Two titles of two treaties: a protocol and its parent, or each with a word of its own that the other lacks."""
    if is_below(item) is not is_below(other) and item.own and other.own:
        return True
    if not (item.titled and other.titled):
        return False
    mine, its = stems(item.own), stems(other.own)
    return bool(mine - its) and bool(its - mine)


def in_one_row(a: Instrument, b: Instrument) -> bool:
    """ "A treaty and a pact", "two agreements, a treaty and a pact": told apart in one breath, they are not one."""
    if a.row >= 0 and a.row == b.row:
        return True
    return (a.members >= 0 and a.members == b.row) or (b.members >= 0 and b.members == a.row)


_NOUNS = (
    frozenset(("treaty", "pact", "convention", "covenant", "charter")),
    frozenset(("agreement", "accord", "deal", "pact", "arrangement", "compact")),
    frozenset(("protocol", "amendment")),
)


def same_noun(mentions: Iterable[Instrument], names: Iterable[str]) -> bool:
    """Do the nouns of the mentions go with a noun of the names: "Paris accord" with "Paris Agreement"?"""
    told = {item.head for item in mentions}
    wanted = {word.rstrip("s") for name in names for word in re.findall(r"[a-z]+", name.lower())}
    return bool(told & wanted) or any(told & row and wanted & row for row in _NOUNS)
