"""Short names made of the first letters of a long one."""

from __future__ import annotations

import re

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
    letters = re.findall(r"\b([A-Z])[a-z]|\b(of|on|the|and|for|to|in)\b", name)
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
