"""Nouns of acts below a verb that tells who acts, or the act itself: "announced the withdrawal", "gave notice"."""

from __future__ import annotations

import re

from foedus.claims.lexicon import every_form
from foedus.claims.trees import Tree

DONE_BY_ABOVE = frozenset(
    ("withdrawal-noun", "expiry-noun", "extension-noun", "amendment-noun", "participation-suspended-noun")
)
_ANNOUNCING = every_form(
    "announce declare confirm suspend halt delay postpone cancel reverse complete begin start initiate order "
    "launch seek consider plan threaten propose prepare approve request demand ask call urge offer want revoke"
)
_GIVING = every_form("give serve issue send file submit deliver hand")


def announced(tree: Tree, i: int) -> bool:
    """ "Announced the withdrawal", "called for a revision": by whoever announces or calls."""
    word = tree.words[i]
    above = tree.words[word.head]
    if word.dep == "pobj" and above.low == "for":
        above = tree.words[above.head]
    return word.dep in ("dobj", "pobj") and above.low in _ANNOUNCING


_BEGINNING = every_form("begin start initiate launch complete")


def begun(tree: Tree, i: int) -> bool:
    """ "Started the ratification process": by whoever starts it."""
    return tree.words[i].dep == "dobj" and tree.words[tree.words[i].head].low in _BEGINNING


def given(tree: Tree, i: int) -> bool:
    return tree.words[tree.words[i].head].low in _GIVING


_LAID = re.compile(r"\b(?:transmit|submit|send|sent|refer)\w*\b", re.I)


_CONSENTED_TO = re.compile(r"\b(?:gave|gives?|given|provided?) [^,.;]{0,30}\bconsent (?:to|for) (?:the |its )?$")


def laid_before(tree: Tree, i: int) -> bool:
    """Is the noun what a treaty is laid before a chamber for?"""
    text, at = tree.sentence.text, tree.words[i].start - tree.sentence.start
    if _CONSENTED_TO.search(text[:at]):
        return True  # "gave its advice and consent to ratification": the giving is the act
    return bool(
        _LAID.search(text)
        and re.search(r"(?:\bfor\b|\bview to\b)[^.;]{0,60}$", text[:at])
        and re.search(r"\b(?:advice and consent|consent|approval|ratification)\b", text[max(0, at - 40) : at + 40])
    )


def of_instrument(tree: Tree, i: int) -> bool:
    """ "instruments of ratification": the word tells no act of its own."""
    return bool(
        re.search(r"(?:instruments?|documents?|exchange) of$", " ".join(w.low for w in tree.words[max(0, i - 2) : i]))
    )
