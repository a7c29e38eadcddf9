"""``begin*`` in a query: the words of the ledger that begin so, each then found by its stem like any other word."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from foedus.ledger.finding import IndexRow, Term
from foedus.ledger.indexing import text_of
from foedus.ledger.store import Cursor

MOST = 500
"""How many words a beginning may stand for. With more it is so common that it is looked for in the texts themselves."""

TRIED = 600
"""How many texts are looked at for a beginning that many words have; where it is not common there, the index is."""

LONGEST = 60
"""Longest word that is kept, in code points."""

_AFTER = "\U0010ffff"


def heard(rows: Iterable[IndexRow], words: set[str]) -> Iterator[IndexRow]:
    """The same rows, with their words noted in ``words``."""
    for row in rows:
        words.update(row.text.split(" "))
        yield row


def worth_keeping(words: Iterable[str]) -> list[str]:
    """The words in order, without those too long to be words."""
    return sorted(word for word in words if 0 < len(word) <= LONGEST)


def spelled_out(cursor: Cursor, terms: Sequence[Term]) -> tuple[list[Term], list[Term]] | None:
    """The terms for the index, and those to look for in the texts themselves. None where no word begins as one must."""
    clear: list[Term] = []
    sought: list[Term] = []
    for term in terms:
        if not term.starts:
            clear.append(term)
            continue
        before, _, beginning = term.words.rpartition(" ")
        found = cursor.all(
            "SELECT word FROM words WHERE word >= ? AND word < ? ORDER BY word LIMIT ?",
            (beginning, beginning + _AFTER, MOST + 1),
        )
        if len(found) > MOST:
            sought.append(term)
        elif found:
            clear.append(replace(term, forms=tuple(f"{before} {word}".strip() for (word,) in found)))
        elif not term.without:
            return None
    return clear, sought


def fitting(cursor: Cursor, places: Sequence[tuple[int, str]], sought: Sequence[Term]) -> set[int]:
    """Of the places with their kinds (of documents themselves, not of their readings), those whose words fit."""
    kinds = dict(places)
    marks = ",".join("?" * len(kinds))
    patterns = [(re.compile(rf"(?:^| ){re.escape(term.words)}"), term.without) for term in sought]
    fit = set()
    for n, body in cursor.all(f"SELECT n, body FROM entries WHERE n IN ({marks})", list(kinds)):
        text = text_of(kinds[n], json.loads(body))
        if all((pattern.search(text) is None) is without for pattern, without in patterns):
            fit.add(n)
    return fit
