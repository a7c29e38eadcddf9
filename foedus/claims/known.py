"""Which treaty of the atlas or the ledger a treaty of the text is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from foedus.claims.memory import is_state
from foedus.claims.sameness import CLASSES, DESCRIBES, JOINING, is_below, same_noun
from foedus.model.claims import TreatyHandle

if TYPE_CHECKING:
    from foedus.claims.linking import Treaty

GENERIC = frozenset(
    (
        "the of on a an and in for to with between from by at its new treaty agreement convention pact "
        "accord deal protocol treaties agreements republic "
        "federation democratic people peoples states united kingdom state union soviet socialist "
        "kingdom comprehensive landmark joint bilateral"
    ).split()
)
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65536)
def tokens(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    name = re.sub(r"\b(?:[A-Z]\.){2,}", lambda short: short[0].replace(".", ""), name)
    return frozenset(
        w for w in _WORD.findall(name.lower().replace("’s", "").replace("'s", "")) if w not in GENERIC and len(w) > 1
    )


def link(treaty: Treaty, handles: Iterable[TreatyHandle]) -> TreatyHandle | None:
    """The treaty of atlas or ledger that this is, by name, short name, parties and year; None where it is unsure."""
    best: tuple[float, TreatyHandle] | None = None
    called = {a.lower() for a in (*treaty.aliases, *_titles(treaty))}
    told = {word for m in treaty.mentions if not m.points_back for word in tokens(m.name)}
    states = {*treaty.parties, *treaty.near}
    for handle in handles:
        words, short = _words_of(handle.title, handle.names)
        if called.isdisjoint(short):  # most of the register has nothing in common with it: no need to weigh that
            if handle.is_bilateral and not states.issuperset(handle.parties):
                continue
            if not handle.is_bilateral and told.isdisjoint(words) and treaty.own - DESCRIBES:
                continue
        score = _likeness(treaty, handle)
        if score >= 1.0 and (best is None or score > best[0]):
            best = (score, handle)
    return best[1] if best else None


_OF_PARENT = re.compile(r"(?:\w+ ){0,4}?(?:Protocols?|Amendments?) (?:to|amending|relating to|on the \w+ of) the ")


@lru_cache(maxsize=8192)
def _names_of(title: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """All names of a treaty, and its short ones; a title's own words stand before its parties ("… between")."""
    every = (title, re.split(r"\s+(?:between|among)\s+", title)[0], *names)
    return every, frozenset(name.lower() for name in every if len(name) <= 12)


@lru_cache(maxsize=8192)
def _joiners(names: tuple[str, ...]) -> frozenset[str]:
    """Who joins by an accession protocol: "NATO accession protocol (FIN)"."""
    return frozenset(
        code
        for name in names
        if "accession" in name
        for row in re.findall(r"\(([A-Z, ]+)\)", name)
        for code in row.split(", ")
    )


@lru_cache(maxsize=8192)
def _words_of(title: str, names: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """All telling words of all names of a treaty, and its short names."""
    every, short = _names_of(title, names)
    return frozenset(word for name in every for word in tokens(name)), short


def _likeness(treaty: Treaty, handle: TreatyHandle) -> float:
    names, short = _names_of(handle.title, handle.names)
    if _OF_PARENT.match(handle.title) and not any(is_below(m) for m in treaty.mentions):
        names = tuple(name for name in names if not _OF_PARENT.match(name))  # the convention is not its protocol
    parties, theirs = set(treaty.parties), set(handle.parties)
    if treaty.kind and treaty.kind not in ("", *(CLASSES.get(w, "") for w in tokens_all(handle.title))):
        return 0.0
    told = parties if handle.is_bilateral else {party for party in parties if is_state(party)}
    joiners = _joiners(handle.names)
    if any(JOINING & {*m.own, *m.modifiers} for m in treaty.mentions) and "accession" not in tokens(handle.title):
        return 0.0  # the protocol of an accession is not the treaty acceded to
    if joiners and not joiners & {*treaty.parties, *treaty.near, *treaty.seen}:
        return 0.0  # the protocol by which another state joined
    if told and theirs and not told <= theirs | joiners:
        return 0.0  # the body that a treaty of many makes is told beside its members
    alias = any(a.lower() in short for a in (*treaty.aliases, *_titles(treaty)))
    words = [tokens(m.name) for m in treaty.mentions if not m.points_back]
    overlap = max((_shared(own, tokens(name)) for name in names for own in words), default=0.0)
    short_told = any(word in short for own in words for word in own)
    if overlap and not short_told and max(map(len, words)) == 1 and not same_noun(treaty.mentions, names):
        overlap = 0.0  # the Washington agreement is not the Washington Treaty
    dated = handle.signed is not None and treaty.years and str(handle.signed)[:4] not in treaty.years
    if dated and (handle.is_bilateral or not (alias or overlap >= 0.9)):
        return 0.0  # one state may sign the Rome Statute years after it was made
    if handle.is_bilateral:
        return _bilateral(treaty, handle, overlap, alias)
    if (
        not joiners
        and treaty.own
        and treaty.own <= DESCRIBES
        and not alias
        and not (overlap == 1.0 and parties & theirs)
    ):
        return 0.0  # "a peace treaty" is no name
    grouped = _by_group(treaty, handle)
    if not alias and overlap < 0.5:
        return grouped
    return max(grouped, 1.2 * alias + overlap + 0.3 * bool(joiners or parties & theirs))


def _titles(treaty: Treaty) -> list[str]:
    """The names that the text gives it, no plain noun among them."""
    return [m.name for m in treaty.mentions if m.titled and tokens(m.name)]


def _by_group(treaty: Treaty, handle: TreatyHandle) -> float:
    """A plain mention ("a charter", "the pact") is the treaty of the alliance or of all the parties told beside it.

    The text must name the group by the treaty's own name, or name each of three and more parties and no other state;
    and where both tell a year of signature, the years must be one.
    """
    if treaty.own - DESCRIBES or not treaty.mentions or any(m.draft for m in treaty.mentions):
        return 0.0
    if treaty.years and handle.signed is None:
        return 0.0
    if any(name in treaty.groups for name in _group_names(handle.title, handle.names)):
        return 1.1 + 0.2 * bool(treaty.years)
    theirs, told = set(handle.parties), set(treaty.parties) | set(treaty.seen)
    if 3 <= len(theirs) <= 12 and theirs == told and treaty.years and treaty.own <= tokens(handle.title):
        return 1.0
    return 0.0


@lru_cache(maxsize=8192)
def _group_names(title: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of a treaty that name a body ("Alliance of Sahel States"): told beside a charter, they say whose it is."""
    return tuple(
        name.lower()
        for name in (*names, *re.findall(r"(?:[Ee]stablishing|[Cc]reating|of) (?:the |an |a )?(.+)", title))
        if re.search(
            r"\b(?:alliance|union|organi[sz]ation|community|league|association|council|entente|bloc)\b", name, re.I
        )
    )


def _shared(own: frozenset[str], wanted: frozenset[str]) -> float:
    if not own or not wanted:
        return 0.0
    part = 0.9 if own <= wanted and len(own) >= 2 else 0.0
    return max(len(own & wanted) / len(wanted | own), part)


def _bilateral(treaty: Treaty, handle: TreatyHandle, overlap: float, alias: bool) -> float:
    """A treaty of two links only where both are told; a draft never by its parties alone."""
    theirs = set(handle.parties)
    if not theirs <= (set(treaty.parties) | treaty.near):
        return 1.2 * alias if alias and any(m.titled for m in treaty.mentions) else 0.0
    told = theirs <= set(treaty.parties)
    draft = any(m.draft for m in treaty.mentions)
    if draft and overlap < 0.9:
        return 0.0
    if not (alias or overlap >= 0.5 or (told and _plain(treaty, handle))):
        return 0.0
    ended = 0.3 if handle.ended is not None and not treaty.years else 0.0
    return 1.2 * alias + overlap + 1.0 - ended


def tokens_all(name: str) -> set[str]:
    """All words of a name, small."""
    return set(_WORD.findall(name.lower()))


_DEFENCE = frozenset(
    "defence defense military security alliance mutual strategic partnership assistance friendship".split()
)


def _plain(treaty: Treaty, handle: TreatyHandle) -> bool:
    """Only a general description ("a defence treaty") that suits the treaty: its parties may then say which it is."""
    title = tokens(" ".join((handle.title, *handle.names)))
    if not treaty.own or treaty.own <= _DEFENCE:
        return bool(title & _DEFENCE)
    return treaty.own <= DESCRIBES and bool(treaty.own & title)
