"""Short names made of the first letters of a long one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from foedus.claims.mention import Instrument


def is_long(item: Instrument) -> bool:
    """A name of three words and more, written large."""
    return len(re.findall(r"\b[A-Z][a-z]+", item.name)) >= 3


def shorts(name: str) -> list[str]:
    """The short names inside a name: "CTBT", "C.T.B.T."."""
    return [w.replace(".", "") for w in re.findall(r"\b(?:[A-Z]\.){2,}|\b[A-Z]{3,}\b", name)]


def initials(short: str, name: str) -> bool:
    """Is the short name made of the initials of the long one: INF, CFE, GSOMIA? One word may be left out."""
    if short in name or len(short) < 3:
        return False
    letters = re.findall(r"\b([A-Z])[a-z]|\b(of|on|the|and|for|to|in|against)\b", name)
    if not letters or letters[0][0] != short[0]:
        return False
    at = missed = 0
    for number, (large, small) in enumerate(letters):
        char = short[at : at + 1]
        told = (large and char == large) or (
            small and char == small[0].upper() and not any(later == char for later, _ in letters[number:][:2])
        )
        if told:
            at += 1
        else:
            missed += bool(large)
    return at == len(short) and missed <= 2


def find_signs(found: Sequence[Instrument]) -> None:
    """Give each long name the short names of the text that are its own: "CPTPP" or "TPP"."""
    told = {short for m in found if not m.excluded for name in (m.name, *m.aliases) for short in shorts(name)}
    if len(told) < 2:
        return
    for item in found:
        if is_long(item) or item.aliases or item.name in told:
            item.signs = frozenset(
                short for short in told if short in item.aliases or item.name == short or initials(short, item.name)
            )


def signs_clash(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "The Trans-Pacific Partnership (TPP)" is not the one that the text calls by the letters of a longer name."""
    if len(item.signs) != 1:
        return False
    mine = next(iter(item.signs))
    told = frozenset[str]().union(*(m.signs for m in mentions))
    return bool(told) and mine not in told and all(_inside(mine, other) for other in told)


def _inside(a: str, b: str) -> bool:
    """Does one end as the other: TPP and CPTPP, START and New START?"""
    return a != b and (a.endswith(b) or b.endswith(a))
