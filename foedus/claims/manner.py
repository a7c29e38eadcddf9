"""The lists of manner.toml: words that help or govern the word of an act, in all their forms."""

from __future__ import annotations

from functools import cache

from foedus.claims.lexicon import data, forms_of


@cache
def forms(table: str, key: str = "verbs") -> frozenset[str]:
    """All forms of the verbs of a list."""
    return frozenset(form for verb in data("manner")[table][key] for form in forms_of(verb))


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """A list as a set."""
    return frozenset(data("manner")[table][key])


URGING = frozenset(
    form
    for verb in (
        "urge ask tell force invite order allow want expect encourage press persuade convince enable authorise "
        "authorize instruct direct compel help require oblige request push advise remind challenge implore empower "
        "mandate permit pressure lead prompt cause drive trigger"
    ).split()
    for form in forms_of(verb)
)
"""Verbs whose object does what follows: "urged Chad to sign"."""
CALLING = frozenset((*forms_of("call"), *forms_of("appeal"), *forms_of("plead")))
"""Verbs that call on somebody to do what follows."""
