"""The phrase of a noun, and the stretches of text that a set of words covers."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.claims.trees import Tree

_NP = tuple(
    ("compound amod poss nmod det nummod conj cc appos case punct quantmod npadvmod nounmod preconj predet").split()
)
_PEOPLE_OF = ("of", "from", "for", "in", "on", "to", "with")

_OFFICES = frozenset(
    "minister president premier ambassador chancellor secretary representative envoy king queen emir commissioner "
    "spokesman spokeswoman leader negotiator chairman head chief".split()
)
"""Who holds one is the person told beside it: "Jo Doe, Fiji's minister for trade"."""


def phrase(tree: Tree, head: int) -> set[int]:
    """A noun with its modifiers, its joined nouns, and the "of" phrases that say whose it is."""
    found, todo = set(), [head]
    while todo:
        at = todo.pop()
        if at in found:
            continue
        found.add(at)
        for child in tree.words[at].children:
            word = tree.words[child]
            if word.dep == "appos" and not word.tag.startswith("NNP") and word.low not in _OFFICES:
                continue  # "the CSTO, an alliance of six states": a description, not another actor
            if word.dep in _NP:
                todo.append(child)
            elif word.dep == "prep" and word.low in _PEOPLE_OF:
                found.add(child)
                todo.extend(c for c in word.children if tree.words[c].dep in ("pobj", "pcomp"))
    return found


def spans(tree: Tree, indices: Iterable[int]) -> list[tuple[int, int]]:
    """The stretches of the document that a set of words covers."""
    row = sorted(indices)
    found: list[tuple[int, int]] = []
    for i in row:
        word = tree.words[i]
        if found and word.start - found[-1][1] <= 2:
            found[-1] = (found[-1][0], word.end)
        else:
            found.append((word.start, word.end))
    return found
