"""Whether two names, or a name and a description, can be of one treaty."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from foedus.claims.lexicon import data, heads
from foedus.claims.mention import Instrument

DESCRIBES = frozenset(data("lexicon")["kinds_of_treaty"]["words"])
"""Words that say what a treaty is about and give it no name."""
CLASSES = {
    "protocol": "protocol",
    "amendment": "protocol",
    "memorandum": "memorandum",
    "mou": "memorandum",
    "declaration": "declaration",
    "letter": "letter",
    "statement": "declaration",
    "communique": "declaration",
    "communiqué": "declaration",
}
"""Protocols, memoranda and declarations stand apart from the treaties they go with."""
_PARENT = re.compile(
    r"\b(?:to|of|amending|on|in)\b.*\b(?:treat(?:y|ies)|conventions?|covenants?|agreements?|pacts?|statute|charter)\b",
    re.I | re.S,
)
_FORMS = {"defense": "defence", "co-operation": "cooperation", "nonproliferation": "proliferation", "co": ""}
_EMPTY = frozenset("non anti counter co inter".split())


def stems(words: Iterable[str]) -> frozenset[str]:
    """The words of a name in one spelling: hyphens parted, plurals cut."""
    found = set()
    for word in words:
        for part in _FORMS.get(word, word).split("-"):
            part = _FORMS.get(part, part)
            if len(part) > 5 and part.endswith("ies"):
                part = part[:-3] + "y"
            if len(part) > 3 and part.endswith("s") and not part.endswith("ss"):
                part = part[:-1]
            if len(part) > 1 and part not in _EMPTY:
                found.add(part)
    return frozenset(found)


@cache
def _families() -> dict[str, frozenset[int]]:
    """Words of subject matter to the numbers of their families: "arms" are of defence and of disarmament."""
    rows: list[list[str]] = data("lexicon")["kinds_of_treaty"]["families"]
    table: dict[str, frozenset[int]] = {}
    for number, row in enumerate(rows):
        for stem in stems(row):
            table[stem] = table.get(stem, frozenset()) | {number}
    return table


def families(words: Iterable[str]) -> frozenset[int]:
    """The subject matters that the words tell: defence, trade, extradition …"""
    table = _families()
    return frozenset(number for stem in stems(words) for number in table.get(stem, ()))


def other_matter(a: Iterable[str], b: Iterable[str]) -> bool:
    """An extradition treaty is not the trade pact of the same two states."""
    mine, its = families(a), families(b)
    return bool(mine and its and not mine & its)


_IN_TITLE = frozenset(("extradition", "fisheries", "tax", "visa", "readmission", "prisoner", "aviation"))
"""Matters that the title of a treaty on them says."""


def untitled_matter(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "An extradition treaty" is not the "Motor Vehicles Agreement": its title would say so."""
    titles = [m for m in mentions if m.called and len(stems(m.own)) > 1]
    mine = families(item.own & _IN_TITLE)
    return bool(mine) and not item.called and bool(titles) and not any(mine & families(m.own) for m in titles)


def name_words(name: str) -> frozenset[str]:
    """The telling words of a short name: "the Escazú agreement" → escazú."""
    plain = (word.strip(".,").lower() for word in name.split())
    return stems(word for word in plain if word not in heads() and word not in ("the", "of", "on", "for", "and"))


def is_below(item: Instrument) -> bool:
    """A protocol or amendment that names the treaty it belongs to."""
    if item.below or item.head not in ("protocol", "amendment"):
        return item.below
    if item.head == "amendment":
        return True
    rest = item.tree.text(item.core, item.last)
    return bool(_PARENT.search(rest))


def names_clash(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """Is it the name of another treaty than these: a protocol beside its parent, or a title with words of its own?"""
    told = [m for m in mentions if m.own]
    if item.own and any(is_below(item) is not is_below(m) for m in told):
        return True
    own = [word for m in told for word in m.own]
    if described_apart(item, told) and not families(item.own) & families(own):
        return True
    titles = [stems(m.own) for m in told if m.called] + [name_words(a) for m in told for a in m.aliases]
    mine = stems(item.own)
    if len(item.pair) == 2 and any(set(m.pair) == set(item.pair) and families(stems(m.own) & mine) for m in told):
        return False  # "the Chad-Niger Boundary Delimitation Treaty", "the Treaty … concerning Lake Boundaries"
    return item.called and bool(titles) and all(mine - its and its - mine for its in titles)


def both_amend(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "The Kigali Amendment", "the amendment to the Montreal Protocol": named by its place, told by its parent."""
    told = [m for m in mentions if not m.points_back]
    if item.head != "amendment" or not told or any(m.head != "amendment" for m in told):
        return False
    return not item.called or not any(m.called for m in told)


def named_by_parties(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "The United States-Mexico-Canada Agreement" is named by its parties alone, unlike one with words of its own."""
    told = [m for m in mentions if m.own]
    mine = item.called and not item.own and len(item.parties) > 1
    return mine and bool(told) and all(m.called and not m.parties for m in told)


def set_beside_one(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "Agreements on visas" are not the agreement on visas; the plural of a title (Abraham Accords) may be."""
    told = [m for m in mentions if not m.points_back and not m.tree.sentence.heading]
    if item.tree.sentence.heading or not told:
        return False
    if all(item.plural is not m.plural and _of_several(item, m) for m in told):
        return True  # "agreements with Canada, France and Portugal", and the one with France
    if item.plural and not item.called and not item.own and all(m.called and not m.plural for m in told):
        return True  # "two international conventions", and one of them
    if item.called or any(m.called for m in told) or item.tree.sentence.heading:
        return False
    return bool(told) and all(item.plural is not m.plural for m in told)


def _of_several(a: Instrument, b: Instrument) -> bool:
    """Is the plural one with three or more states, the other of two?"""
    many, one = (a, b) if a.plural else (b, a)
    return len(many.parties) > 2 and len(one.parties) == 2


def described_apart(item: Instrument, told: Iterable[Instrument]) -> bool:
    """Two long descriptions, each with words that the other lacks: "on the status of", "on fishing in the sea"."""
    mine = stems(item.own)
    others = [stems(m.own) for m in told]
    return bool(others) and all(_apart(mine, its) for its in others)


def _apart(mine: frozenset[str], its: frozenset[str]) -> bool:
    shared, least = len(mine & its), min(len(mine), len(its))
    if not mine - its or not its - mine or not shared:
        return False
    if least >= 3:
        return shared / least < 0.75
    return least == 2 and not (mine ^ its) & stems(DESCRIBES)


JOINING = frozenset(("accession", "membership", "enlargement"))
"""Words of a treaty by which a body is joined."""


def both_joining(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "Protocols of accession", "the accession document": one and the same joining of one body."""
    mine = JOINING & {*item.own, *item.modifiers}
    return bool(mine) and any(JOINING & {*m.own, *m.modifiers} for m in mentions)


def quiet_headings(found: Iterable[Instrument]) -> None:
    """In a headline of capitals every word looks like a name: only those that the text repeats are one."""
    items = list(found)
    body = frozenset(stem for m in items if not m.tree.sentence.heading for stem in stems(m.own))
    titles = frozenset(stem for m in items if not m.tree.sentence.heading and m.called for stem in stems(m.own))
    if not any(not m.tree.sentence.heading and not m.points_back for m in items):
        return
    for item in items:
        if item.tree.sentence.heading and item.tree.sentence.text.isupper() and not item.own:
            item.called = item.titled = False  # "TALKS END IN ACCORD"
        if not item.tree.sentence.heading or not item.own:
            continue
        item.own = frozenset(word for word in item.own if stems([word]) & body)
        item.called = item.called and bool(stems(item.own) & titles)
        item.titled = item.titled and item.called


def kinds_apart(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "The tax agreement (DTA) with Iraq", "the DTA with Oman": letters of a kind of treaty, whose pairs differ."""
    told = [m for m in mentions if m.parties]
    if not item.parties or not told or not _of_a_kind(item) or not any(map(_of_a_kind, told)):
        return False
    mine = set(item.pair or item.parties)
    return all(_parted(mine, set(m.pair or m.parties)) for m in told)


def matters_apart(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """Two protocols to one convention, "on the sale of children" and "on children in armed conflict"."""
    told = [m.about for m in mentions if m.head == "protocol" and m.about]
    mine = item.about - item.own if item.head == "protocol" and item.titled else frozenset()
    return bool(mine and told) and all(not (mine - about) < mine for about in told)


def several_with(item: Instrument) -> bool:
    """ "Tax treaties with Finland and the United States": each is of one of them and a third."""
    ahead = item.tree.words[item.last + 1 : item.last + 2]
    return item.plural and len(item.parties) > 1 and bool(ahead) and ahead[0].low == "with"


def _parted(a: set[str], b: set[str]) -> bool:
    return a != b if len(a) == len(b) else not (a <= b or b <= a)


def _of_a_kind(item: Instrument) -> bool:
    """Is it called by letters that many treaties share: a BIT, the DTAs?"""
    return not _letters_of_kinds().isdisjoint((item.tree.words[item.core].text.rstrip("s"), *item.aliases))


@cache
def _letters_of_kinds() -> frozenset[str]:
    short: dict[str, list[str]] = data("lexicon")["instruments"]["shorts"]
    return frozenset(letters for row in short.values() for letters in row)


def in_one_row(a: Instrument, b: Instrument) -> bool:
    """ "A treaty and a pact", "two agreements, a treaty and a pact": told apart in one breath, they are not one."""
    if a.row >= 0 and a.row == b.row:
        return True
    return (a.members >= 0 and a.members == b.row) or (b.members >= 0 and b.members == a.row)


_NOUNS = (
    frozenset(("treaty", "pact", "convention", "covenant", "charter")),
    frozenset(("agreement", "accord", "deal", "pact", "arrangement", "compact")),
    frozenset(("protocol", "amendment")),
)


def same_noun(mentions: Iterable[Instrument], names: Iterable[str]) -> bool:
    """Do the nouns of the mentions go with a noun of the names: "Paris accord" with "Paris Agreement"?"""
    told = {item.head for item in mentions}
    wanted = {word.rstrip("s") for name in names for word in re.findall(r"[a-z]+", name.lower())}
    return bool(told & wanted) or any(told & row and wanted & row for row in _NOUNS)
