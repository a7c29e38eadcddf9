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
