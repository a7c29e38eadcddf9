"""Whether a mention brings a new treaty into the text or tells again of one that was told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from foedus.claims.extent import SOFT
from foedus.claims.lexicon import heads
from foedus.claims.mention import Instrument
from foedus.claims.names import Named
from foedus.claims.sameness import DESCRIBES, families, other_matter, stems
from foedus.claims.trees import Tree

_OPENS = frozenset("on to for about concerning regarding covering over".split())
_SKIPS = frozenset("with between among involving".split())
_CLOSES = frozenset("that which who in at by from as when while after before during if under said but".split())
_DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow week month year january "
    "february march april may june july august september october november december day".split()
)
_NO_MATTER = frozenset(
    "country countries state states nation nations side sides government governments way end part time issue issues "
    "matter matters area areas field fields number use".split()
)
_REACH = 18
"""How many words after the noun may tell what the treaty is about."""


def about_of(tree: Tree, last: int, named: Sequence[Named]) -> frozenset[str]:
    """What the words after a plain noun say that it does: "to build a dam", "banning mines", "with Laos on gas"."""
    opened, found = False, set()
    for word in tree.words[last + 1 : last + 1 + _REACH]:
        actor = any(n.start <= word.start < n.end for n in named)
        if word.text in ',.;:()“”"' or (word.low in _CLOSES and opened and word.low != "and"):
            break
        if not opened:
            if word.low in _OPENS or word.tag == "VBG":
                opened = True
            elif not (
                word.low in _SKIPS or word.low in _DATES or actor or word.low in SOFT or word.low in ("and", "the")
            ):
                break
        if opened and not actor and word.tag.startswith(("NN", "JJ", "VBG")) and _tells(word.low):
            found.add(word.low)
    return stems(found)


def _tells(low: str) -> bool:
    return (
        len(low) > 2
        and low.isalpha()
        and low not in SOFT
        and not (low in _DATES or low in _NO_MATTER or low in heads())
    )


def introduces(item: Instrument) -> bool:
    """ "Signed an agreement on gas": told as new, not as what another one is."""
    word = item.tree.words[item.core]
    return item.indefinite and not item.tree.sentence.heading and word.dep not in ("appos", "attr", "oprd")


_MODALS = frozenset("can could may might would should".split())


def only_hoped_for(item: Instrument) -> bool:
    """ "A deal can still be reached": a bare noun of what may come to be, which no "the deal" points back to."""
    bare = item.indefinite and not (item.own or item.parties or item.titled or item.year)
    verb = item.tree.words[item.tree.words[item.core].head]
    return bare and any(item.tree.words[c].low in _MODALS for c in verb.children)


def is_definite(item: Instrument) -> bool:
    """ "The new treaty", "its pact": one that the reader is taken to know."""
    return item.first > 0 and item.tree.words[item.first - 1].low in ("the", "this", "its", "their")


def tells_again(item: Instrument) -> bool:
    """ "The agreement with China": one told before, not one that is only then brought in."""
    bare = not (item.own or item.year or item.titled or item.new or item.indefinite or item.plural)
    return bare and is_definite(item) and not item.tree.sentence.heading


def brings_in(item: Instrument, mentions: Sequence[Instrument]) -> bool:
    """Does one of the two bring in a treaty of another matter than the other's: two agreements, told one by one?"""
    told = [m for m in mentions if not m.tree.sentence.heading and not m.points_back]
    if not told or item.tree.sentence.heading:
        return False
    mine, its = _matter((item,)), _matter(told)
    earlier = any(m.start < item.start for m in told)
    if introduces(item) and earlier and (_proper(item) - its or other_matter(mine, its)):
        return True  # "the nuclear pact … a Latin American treaty on proliferation"
    late = introduces(item) and earlier and bool(item.parties) and item.tree.sentence.paragraph > 1
    if late and all(introduces(m) and not set(m.parties) & set(item.parties) for m in told):
        return True  # "modernised an association accord … is also trying to seal a deal with Mercosur"
    if (mine & its) or families(mine) & families(its):
        return False
    if not mine:
        named = all(m.called and not m.parties for m in told)
        return introduces(item) and earlier and bool(item.parties) and named
    if not its or (mine | its) <= stems(DESCRIBES):
        return False
    if earlier:
        return introduces(item)
    return all(map(introduces, told)) and (introduces(item) or bool(item.parties))  # ranked, they come in any order


def _proper(item: Instrument) -> frozenset[str]:
    """The words of its own before the noun that are written large."""
    row = item.tree.words[item.first : item.core]
    return stems(w.low for w in row if w.text[0].isupper() and w.low in item.own)


def _matter(items: Iterable[Instrument]) -> frozenset[str]:
    return frozenset(word for m in items for word in (*stems(m.own), *m.about))


def pairs_clash(item: Instrument, mentions: Iterable[Instrument]) -> bool:
    """ "Peru's treaty with Chile" is not Bolivia's with Chile: both tell all that they are between."""
    mine = frozenset(item.pair)
    others = [frozenset(m.pair) for m in mentions if len(m.pair) == 2]
    return len(mine) == 2 and bool(others) and mine not in others


_OF_MANY = re.compile(r"\b(?:international|multilateral|global|world|worldwide|UN|U\.N\.|United Nations|European)\b")
_NOUNS_OF_MANY = frozenset(("treaty", "convention", "pact", "statute", "charter", "covenant"))


def told_by_kind(item: Instrument, mentions: Sequence[Instrument]) -> bool:
    """ "An international treaty on mercury … The Minamata Convention": described first and only then named."""
    if not introduces(item) or item.parties or item.new or not _OF_MANY.search(item.name):
        return False
    nouns = {m.head for m in mentions} | {item.head}
    named = any(m.titled for m in mentions) and not any(len(m.pair) == 2 for m in mentions)
    return (
        named
        and nouns <= _NOUNS_OF_MANY
        and all(m.start > item.start or m.tree.sentence.paragraph < 2 for m in mentions)
    )


def one_for_the_other(item: Instrument, mentions: Sequence[Instrument]) -> bool:
    """ "A new agreement … replaces the Cooperation Agreement": the new one is not what it replaces."""
    if item.new:
        return any(m.replaced for m in mentions)
    return item.replaced and any(m.new and introduces(m) for m in mentions)


def on_another(item: Instrument, mentions: Sequence[Instrument]) -> bool:
    """ "A protocol on the LBA" is not the LBA."""
    if item.head not in ("protocol", "amendment") or any(m.head == item.head for m in mentions):
        return False
    return item.last > item.core and item.tree.words[item.core + 1].low in ("to", "on", "of")
