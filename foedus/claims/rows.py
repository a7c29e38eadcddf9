"""Treaties beside each other in one sentence: rows of them, and protocols before their parents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from foedus.claims.initials import initials
from foedus.claims.mention import Instrument
from foedus.claims.trees import Tree


def name_with_parents(tree: Tree, found: Sequence[Instrument]) -> None:
    """ "A protocol amending the 2010 agreement": named in full, and between the parties of its parent."""
    for item, parent in pairwise(found):
        gap = [w.low for w in tree.words[item.last + 1 : parent.first]]
        if item.head not in ("protocol", "amendment") or not gap or len(gap) > 6 or gap[0] not in _TO_PARENT:
            continue
        if any(w.tag.startswith(("VBD", "VBZ", "MD", "W")) for w in tree.words[item.last + 1 : parent.first]):
            continue
        item.below = True
        item.name = tree.text(item.first, parent.last)
        item.points_back = False
        item.parties = item.parties or parent.parties
        item.own, item.titled = item.own or parent.own, item.titled or parent.titled
    for parent, item in pairwise(found):  # "an agreement and a protocol to it"
        ahead = " ".join(w.low for w in tree.words[item.last + 1 : item.last + 3])
        if item.head in ("protocol", "amendment") and ahead.startswith(("to it", "thereto", "to them")):
            item.below, item.parties = True, item.parties or parent.parties
            item.name = f"{item.name} to the {parent.name}"

    _name_with_owner(tree, found)


_PARENTS = ("convention", "covenant", "treaty", "agreement", "statute")


def parents_by_letters(tree: Tree, found: Sequence[Instrument]) -> list[Instrument]:
    """ "The Optional Protocol to the Convention against Torture (CAT)": the letters are the convention's."""
    made: list[Instrument] = []
    for item in found:
        inner = next(
            (w for w in tree.words[item.core + 1 : item.last] if w.low in _PARENTS and w.text[0].isupper()), None
        )
        if item.head != "protocol" or not item.titled or inner is None or len(item.aliases) != 1:
            continue
        name, alias = tree.text(inner.i, item.last), item.aliases[0]
        if not initials(alias, name) or initials(alias, item.name):
            continue
        item.aliases = ()
        made.append(
            Instrument(
                tree, inner.i, item.last, inner.i, inner.low, name, item.own, aliases=(alias,), titled=True, called=True
            )
        )
    return made


def _name_with_owner(tree: Tree, found: Sequence[Instrument]) -> None:
    """ "The Disabilities Convention … its Optional Protocol": that of the convention told before it."""
    for number, item in enumerate(found):
        its = item.first > 0 and tree.words[item.first - 1].low == "its"
        before = [m for m in found[:number] if m.titled and m.own and m.head not in ("protocol", "amendment")]
        if its and before and item.head in ("protocol", "amendment") and not item.own and not item.below:
            item.below, item.own = True, before[-1].own
            item.name = f"{item.name} to the {before[-1].name}"


_TO_PARENT = frozenset("to of amending prolonging extending supplementing replacing modifying under".split())


_PLACED = frozenset("from to of on with in".split())
_BETWEEN = frozenset("the a an its their his her another two three also additional new separate both".split())


def number_rows(tree: Tree, found: Sequence[Instrument]) -> None:
    """Number the rows: "a treaty, an accord and the protocol" are three of one breath, each a treaty of its own."""
    joins = [_join(tree, a, b) for a, b in pairwise(found)]
    for at in range(len(joins) - 1, -1, -1):
        told = joins[at + 1 : at + 2] in (["and"], [","]) and found[at].plural and not found[at + 1].plural
        if joins[at] == "," and told:  # "two agreements, a treaty and a pact"
            found[at].members, joins[at] = found[at + 1].row, ""
        if joins[at] == "," and not (at + 1 < len(joins) and joins[at + 1]):
            joins[at] = ""  # a comma alone is an apposition
        if joins[at]:
            found[at].row = found[at + 1].row = found[at + 1].row if found[at + 1].row >= 0 else found[at].start


def _join(tree: Tree, a: Instrument, b: Instrument) -> str:
    """How a noun follows another: "and", "," or "" where a verb or a preposition stands between."""
    gap = list(tree.words[a.last + 1 : b.first])
    while gap and gap[-1].low in _BETWEEN:
        gap.pop()
    lead = [w.low for w in tree.words[max(0, a.first - 2) : a.first]]
    if len(gap) > 1 and gap[-1].low in _PLACED and gap[-1].low in lead and gap[-2].low in ("and", ","):
        gap.pop()  # "from the one in 2002, and from the other in 2019"
    if a.plural and gap and gap[-1].text in ("—", "–", ":", "-", "--", "(") and not any(w.tag == "VBD" for w in gap):
        return ","
    if not gap or len(gap) > 14 or any(w.text in ";:—" or w.tag.startswith(("VB", "MD", "W")) for w in gap[:-1]):
        return ""
    said = " ".join(w.low for w in gap)
    opens = b.first - 1 > gap[-1].i or tree.words[b.first].text[0].isupper() or b.plural
    if len(gap) > 1 and not opens:
        return ""  # "the 1982 income and capital tax treaty": one name
    if said.endswith(("and", "&", "as well as", "plus", "along with", "together with", "but not", "nor", "or")):
        return "and"
    return "," if gap[-1].text == "," else ""
