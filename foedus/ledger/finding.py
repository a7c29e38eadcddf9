"""Searching: what of an entry is indexed, and a person's query as a small tree that both stores can follow.

Filters are searched as words of their own (facets), so that a filter narrows as fast as a word does.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from foedus.ledger.entry import fit
from foedus.model.errors import FoedusError

_SEASON = 3
"""Months that a date may be open for and still be found by its months."""

_YEARS = 40
"""A date open for longer than this carries no facet of its years; searches by day then look at the date itself."""


class IndexRow(NamedTuple):
    """An entry for the index: its place, its words, and its facets as words."""

    n: int
    text: str
    facets: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word or, with several, a phrase. ``starts``: any word that begins so. ``without``: must not stand there.

    ``forms``: of one that ``starts``, the words or phrases that it stands for, where they are few enough to be named.
    """

    words: str
    starts: bool = False
    without: bool = False
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """All ``terms`` must hold, and of each group of facets one. ``among``: only at these places."""

    terms: tuple[Term, ...] = ()
    facets: tuple[tuple[str, ...], ...] = ()
    among: tuple[int, ...] | None = None


def words_of(text: str) -> str:
    """The words of a text, parted by single spaces: where words part is decided here, not by the stores."""
    if text.isascii():
        return " ".join(text.translate(_PLAIN).split())
    return " ".join(_WORD.findall(folded(text)))


_WORD = re.compile(r"[^\W_]+")
_PLAIN = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
"""The same for texts of English letters alone, several times as fast."""


def folded(text: str) -> str:
    """In small letters, without accents, and with nothing that a store cannot hold: Erdoğan is found as erdogan.

    Done here and not left to the stores, so that both find the same, whatever the server's locale.
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in parts if not unicodedata.combining(char)).replace("ı", "i")
    return fit(text.casefold())


@lru_cache(maxsize=65536)
def facet(name: str, value: str) -> str:
    """A filter's value as a word of digits, which no stemmer changes."""
    digest = hashlib.blake2b(f"{name}:{value.casefold()}".encode("utf-8", "replace"), digest_size=6).digest()
    return f"{int.from_bytes(digest):015d}"


@lru_cache(maxsize=65536)
def day_facets(first: str, last: str) -> tuple[str, ...]:
    """Years, and months where the date is open for no more than a season; a longer one is marked as wide."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if end.year - start.year > _YEARS:
        return (facet("year", "open"),)
    spanned = range(start.year, end.year + 1)
    months = _months(start, end)
    near = [facet("month", month) for month in months] if len(months) <= _SEASON else []
    return (*(facet("year", str(year)) for year in spanned), *(near or [facet("wide", str(year)) for year in spanned]))


def span_facets(since: date | None, until: date | None) -> tuple[str, ...]:
    """The facets of which an entry dated between the days has one; empty where the span is too wide to narrow."""
    if since is None or until is None or until.year - since.year > _YEARS:
        return ()
    spanned = range(since.year, until.year + 1)
    months = _months(since, until)
    if len(months) > _YEARS:
        return (*(facet("year", str(year)) for year in spanned), facet("year", "open"))
    wide = [facet("wide", str(year)) for year in spanned]
    return (*(facet("month", month) for month in months), *wide, facet("year", "open"))


def _months(first: date, last: date) -> list[str]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{place // 12}-{place % 12 + 1}" for place in range(start, end + 1)]


_TOKEN = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')


def parse(text: str) -> tuple[Term, ...]:
    """A query as written: words that must all stand, ``"a phrase"``, ``begin*``, ``-without``.

    Raises `FoedusError` FOE340 where a quotation mark is left open, or only words to leave out are given.
    """
    if text.count('"') % 2:
        raise FoedusError("FOE340", "a quotation mark is left open", where=text, help='write "exchange of instruments"')
    terms = []
    for without, phrase, word in _TOKEN.findall(text):
        starts = word.endswith("*")
        words = words_of(phrase or word)
        if words:
            terms.append(Term(words, starts, bool(without)))
    if terms and all(term.without for term in terms):
        raise FoedusError("FOE340", "the query only says what to leave out", where=text, help="add a word to look for")
    return tuple(terms)
