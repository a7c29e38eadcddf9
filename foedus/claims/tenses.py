"""Whether the word of an act carries its own tense, or shares that of a wish or a proposal above it."""

from __future__ import annotations

from foedus.claims.lexicon import every_form
from foedus.claims.trees import Tree

_SUBJUNCTIVE = every_form("propose suggest recommend demand urge insist request ask")

_WANTING = every_form("want need prefer like")


def wished_done(tree: Tree, i: int) -> bool:
    """ "Would like to see an agreement signed", "hopes to have it ratified": a wish, for all the participle."""
    word = tree.words[i]
    if word.tag == "VBD" and word.dep == "ccomp" and tree.words[word.head].low in _WANTING:
        return True  # the parse takes "want the pact ratified" for "want that the pact ratified"
    if word.tag != "VBN" or word.dep not in ("acl", "ccomp", "oprd", "xcomp") or word.head == word.i:
        return False
    above = tree.words[word.head]
    if above.tag.startswith("NN") and above.dep in ("dobj", "nsubj"):
        above = tree.words[above.head]
    if above.low in _WANTING and not any(tree.words[c].dep.startswith("aux") for c in word.children):
        return True  # "most people want the pact ratified"
    helped = {tree.words[c].low for c in above.children if tree.words[c].dep == "aux"}
    return above.low in ("see", "have", "get") and above.tag == "VB" and bool(helped & {"to", "would", "could"})


def finite(tree: Tree, i: int, noun: bool) -> bool:
    """Does the trigger carry its own tense? Then what governs its clause says nothing of whether it came about."""
    word = tree.words[i]
    if noun or not tree.parsed:
        return False
    if word.tag in ("VBP", "VB") and word.dep == "ccomp" and tree.words[word.head].low in _SUBJUNCTIVE:
        return False  # "proposed that the bloc conclude a treaty"
    if word.tag == "VBP" and word.dep == "ccomp" and tree.words[word.head].low in ("see", "let", "have", "make"):
        return False  # "will see the parties deposit": the small verb has the tense
    if word.tag in ("VBD", "VBZ", "VBP"):
        return True
    if (
        word.tag == "VBN"
        and word.dep in ("acl", "amod")
        and not any(tree.words[c].dep.startswith("aux") for c in word.children)
    ):
        return True  # "the protocol, signed in Cairo, will establish": done
    helped = [tree.words[c] for c in word.children if tree.words[c].dep in ("aux", "auxpass")]
    return any(w.tag in ("VBD", "VBZ", "VBP", "MD") for w in helped)
