"""Whether two mentions beside each other in a sentence tell one treaty twice."""

from __future__ import annotations

from foedus.claims.mention import Instrument
from foedus.claims.sameness import in_one_row


def is_apposed(a: Instrument, b: Instrument) -> bool:
    """ "The Rome statute, the court's founding treaty": one told twice, by the parse or by the commas alone."""
    if a.tree is not b.tree or a is b or in_one_row(a, b):
        return False
    first, later = sorted((a, b), key=lambda m: m.first)
    words = later.tree.words
    between = words[first.last + 1 : later.first]
    if any(w.low in _NAMING for w in between[:4]) and len(between) < 8 and between[-1].low in _ARTICLES:
        return not any(w.low in ("and", "which", "that") for w in between)  # "a trade pact on Friday known as the …"
    if later.new or later.titled or not between or not any(w.low in _ARTICLES for w in between):
        return False
    if words[later.core].dep == "appos" and words[later.core].head == first.core:
        return not any(w.low in ("and", "not") for w in between)
    closed = later.last + 1 >= len(words) or words[later.last + 1].text in ",.;)"
    named = all(w.low in _ARTICLES or w.text[0].isupper() for w in between[1:])
    fresh = any(w.low in ("a", "an") for w in between) and not first.titled
    return between[0].text == "," and len(between) < 6 and (closed or later.indefinite) and named and not fresh


_NAMING = frozenset("known called dubbed named titled entitled nicknamed".split())
_ARTICLES = frozenset(("the", "its", "their", "this", "'s", "’s", "a", "an"))


def retells(item: Instrument) -> bool:
    """ "… the Test Ban Treaty, a defeat on a pact he had fought for": a bare noun with a clause tells of the same."""
    bare = not (item.own or item.parties or item.year or item.new or item.titled)
    return bare and any(item.tree.words[c].dep == "relcl" for c in item.tree.words[item.core].children)
