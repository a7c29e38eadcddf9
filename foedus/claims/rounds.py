"""Who talks with whom, and about what: the places around "talks", "a round of negotiations", "held talks"."""

from __future__ import annotations

from foedus.claims.trees import Tree

TALKING = frozenset(
    "talk talks negotiation negotiations discussion discussions consultation consultations dialogue".split()
)
_ROUNDS = frozenset(
    "round rounds series session sessions set day days week weeks month months year years bout phase stage hours "
    "start launch beginning opening resumption completion conclusion end".split()
)
_ABOUT = frozenset("of on for to in into about over regarding concerning towards toward around with between".split())
_FAR = frozenset("on about over concerning regarding with between".split())
"""Of these, what may hang on the verb: "held talks on Friday with Chad about a treaty", not "ended in Geneva"."""
_WITH = frozenset(("with", "between", "among"))


def base_of(tree: Tree, i: int) -> int:
    """The noun that stands for the talks in their clause: "round" of "a second round of talks"."""
    at = i
    while tree.words[at].dep == "pobj" and tree.words[tree.words[at].head].low == "of":
        above = tree.words[tree.words[tree.words[at].head].head]
        if above.low not in _ROUNDS or above.i >= at:
            break
        at = above.i
    return at


def verb_of(tree: Tree, i: int) -> int | None:
    """The verb whose object or subject the talks are: "held" of "held a second round of talks"."""
    at = base_of(tree, i)
    word = tree.words[at]
    above = tree.words[word.head]
    return above.i if word.dep in ("dobj", "nsubj", "nsubjpass") and above.tag.startswith("V") else None


def around(tree: Tree, i: int) -> tuple[list[int], list[int]]:
    """What the talks are about, and whom they are with: nouns below the talks, their round and their verb."""
    verb = verb_of(tree, i)
    row = dict.fromkeys((i, base_of(tree, i), *(() if verb is None else (verb,))))
    matter: list[int] = []
    partners: list[int] = []
    for at in row:
        for child in tree.words[at].children:
            word = tree.words[child]
            hung = word.low in _FAR and child > at if at == verb else word.low in _ABOUT
            if word.dep not in ("prep", "agent") or not hung:
                continue
            below = [c for c in word.children if tree.words[c].dep in ("pobj", "pcomp")]
            (partners if word.low in _WITH else matter).extend(c for c in below if c not in row)
    return matter, partners
