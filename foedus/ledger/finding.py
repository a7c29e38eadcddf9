"""Searching: what of an entry is indexed, and a person's query as a small tree that both stores can follow.

Filters are searched as words of their own (facets), so that a filter narrows as fast as a word does.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from foedus.ledger.entry import Entry, fit
from foedus.model.errors import FoedusError

LONGEST = 300_000
"""How many code points of one text are indexed; PostgreSQL's index word list for a text has a limit."""

_YEARS = 40
"""A date open for longer than this carries no facet of its years; searches by day then look at the date itself."""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An entry for the index: its place, its words, and its facets as words."""

    n: int
    text: str
    facets: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word or, with several, a phrase. ``starts``: any word that begins so. ``without``: must not stand there."""

    words: str
    starts: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All ``terms`` must hold, and of each group of facets one."""

    terms: tuple[Term, ...] = ()
    facets: tuple[tuple[str, ...], ...] = ()


def index_row(n: int, entry: Entry) -> IndexRow:
    """What of an entry is searched."""
    content = json.loads(entry.body)
    text = " \n".join(part for part in _words(entry.kind, content) if part)
    return IndexRow(n, words_of(text[:LONGEST]), " ".join(sorted(set(_facets(entry, content)))))


def words_of(text: str) -> str:
    """The words of a text, parted by single spaces: where words part is decided here, not by the stores."""
    return " ".join(_WORD.findall(folded(text)))


_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """In small letters, without accents, and with nothing that a store cannot hold: Erdoğan is found as erdogan.

    Done here and not left to the stores, so that both find the same, whatever the server's locale.
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in parts if not unicodedata.combining(char)).replace("ı", "i")
    return fit(text.casefold())


def _words(kind: str, content: dict[str, object]) -> Iterable[str]:
    inner = content[kind] if kind in ("mention", "remark", "act") else content
    assert isinstance(inner, dict)
    evidence = inner.get("evidence", {})
    yield str(evidence.get("quote", "")) if isinstance(evidence, dict) else ""
    for name in _INDEXED.get(kind, ()):
        value = inner.get(name)
        yield from map(str, value) if isinstance(value, list) else [str(value or "")]


_INDEXED = {
    "document": ("title", "name", "publisher", "text"),
    "claim": ("organ", "condition", "source"),
    "provision": ("trigger", "response", "qualifiers", "fields", "source"),
    "remark": ("says", "source"),
    "mention": ("name", "names"),
    "act": ("source", "organ", "place", "text", "note"),
    "treaty": ("title", "short", "names"),
    "decision": ("reason", "author"),
}


def _facets(entry: Entry, content: dict[str, object]) -> Iterable[str]:
    yield facet("kind", entry.kind)
    for name, value in (("treaty", entry.treaty), ("act", entry.act), ("publisher", entry.publisher)):
        if value:
            yield facet(name, value)
    inner = content.get("act") if entry.kind == "act" else content
    if isinstance(inner, dict):
        for key in ("actors", "by", "parties"):
            states = inner.get(key, ())
            for state in states if isinstance(states, list) else ():
                yield facet("state", str(state))
    if entry.earliest and entry.latest:
        yield from _day_facets(date.fromisoformat(entry.earliest), date.fromisoformat(entry.latest))


def _day_facets(first: date, last: date) -> Iterable[str]:
    if last.year - first.year > _YEARS:
        yield facet("year", "open")
        return
    for year in range(first.year, last.year + 1):
        yield facet("year", str(year))


def facet(name: str, value: str) -> str:
    """A filter's value as a word of digits, which no stemmer changes."""
    digest = hashlib.blake2b(f"{name}:{value.casefold()}".encode("utf-8", "replace"), digest_size=6).digest()
    return f"{int.from_bytes(digest):015d}"


def years(since: date | None, until: date | None) -> tuple[str, ...]:
    """The facets of which an entry dated between the days has one; empty where the span is too wide to narrow."""
    if since is None or until is None or until.year - since.year > _YEARS:
        return ()
    return (*(facet("year", str(year)) for year in range(since.year, until.year + 1)), facet("year", "open"))


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
