"""The lists of manner.toml: words that help or govern the word of an act, in all their forms."""

from __future__ import annotations

from functools import cache

from foedus.claims.lexicon import data, every_form


@cache
def forms(table: str, key: str = "verbs") -> frozenset[str]:
    """All forms of the verbs of a list."""
    return every_form(data("manner")[table][key])


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """A list as a set."""
    return frozenset(data("manner")[table][key])


URGING = every_form(
    "urge ask tell force invite order allow want expect encourage press persuade convince enable authorise "
    "authorize instruct direct compel help require oblige request push advise remind challenge implore empower "
    "mandate permit pressure lead prompt cause drive trigger"
)
"""Verbs whose object does what follows: "urged Chad to sign"."""
CALLING = every_form("call appeal plead")
"""Verbs that call on somebody to do what follows."""
