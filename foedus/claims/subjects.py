"""Who does what a verb tells: its own subject, that of a verb above it, or the owner of a noun over it."""

from __future__ import annotations

from foedus.claims.lexicon import every_form
from foedus.claims.manner import CALLING, URGING
from foedus.claims.trees import Tree

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_BLAMING = every_form("blame criticise criticize condemn censure rebuke fault")
"""Verbs whose object did what follows "for": "blamed Chad for violating it"."""


def subject_of(tree: Tree, i: int, depth: int = 0) -> int | None:
    """The word that does what the verb ``i`` tells, its own or that of a verb above; None where nobody is told."""
    words = tree.words
    own = [child for child in words[i].children if words[child].dep in _SUBJECTS]
    if own:  # "Recall, the document was signed": the one nearest to the verb
        passive = [child for child in own if child < i and words[child].dep == "nsubjpass"]
        first = passive[-1] if len(passive) > 1 else own[0]
        inner = next((c for c in words[first].children if words[c].dep == "nsubj" and words[c].tag == "PRP"), None)
        return first if inner is None else inner  # "making it the second country to ratify": it
    if words[i].low in ("became", "becomes", "become"):  # "Nauru became the 100th state": a name taken for an adverb
        before = next((c for c in words[i].children if words[c].dep == "npadvmod" and c < i), None)
        if before is not None and words[before].tag.startswith("NNP"):
            return before
    if depth > 5:
        return None
    head = words[i].head
    if head == i or head < 0:
        return None
    dep = words[i].dep
    if dep in ("conj", "xcomp", "advcl", "ccomp", "dep", "prep", "parataxis", "acomp"):
        if dep == "xcomp":  # "urged Russia to ratify": the one urged acts
            told = next((c for c in words[head].children if words[c].dep in ("dobj", "iobj") and c < i), None)
            if told is not None and words[head].low in URGING:
                return told
            if words[head].low in CALLING and (called := _called_on(tree, head, i)) is not None:
                return called
        if dep == "conj" and words[i].tag == "VBG" and words[head].tag.startswith("NN"):
            owner = next((c for c in words[head].children if words[c].tag == "NNP"), None)
            if owner is not None:
                return owner  # "Hungary signing and depositing": the parse takes the first for a noun
        if words[head].tag.startswith("JJ") and words[head].dep in ("amod", "acl", "appos", "relcl"):
            return words[head].head  # "an agreement, due to expire in May"
        if dep == "advcl" and words[i].tag == "VBG" and words[head].low.startswith("look"):
            called = _called_on(tree, head, i)  # "we look forward to Hungary ratifying it"
            if called is not None:
                return called
        if words[head].tag.startswith("V") or words[head].dep in ("prep", "pcomp", "ROOT", "conj", "acomp"):
            return subject_of(tree, head, depth + 1)
    if dep == "pcomp":
        return _over_preposition(tree, i, depth)
    if dep in ("acl", "relcl") and words[i].tag in ("VBG", "VB"):
        return _by_noun(tree, i, depth)
    return None


def _over_preposition(tree: Tree, i: int, depth: int) -> int | None:
    """ "Accused Russia of breaching": the one accused acts; "on the issue of leaving": whoever the verb above is of."""
    words = tree.words
    head = words[i].head
    verb = words[head].head
    while words[verb].dep in ("pobj", "prep") and words[verb].head != verb:
        verb = words[verb].head  # "would not back down on the issue of leaving"
    told = next((c for c in words[verb].children if words[c].dep == "dobj" and c < i), None)
    if told is not None and words[told].low == "other" and words[told - 1].low == "each":
        return subject_of(tree, verb, depth + 1)  # "accused each other of breaking it"
    if told is not None and (words[head].low == "of" or (words[head].low == "for" and words[verb].low in _BLAMING)):
        return told
    if words[verb].dep in ("advmod", "acomp", "prt", "oprd") and words[verb].head != verb:
        verb = words[verb].head  # "stopped short of invoking"
    while words[verb].tag.startswith("NN") and words[verb].head != verb:  # "on the issue of denouncing it"
        owner = next((c for c in words[verb].children if words[c].dep == "poss"), None)
        if owner is not None:
            return owner
        verb = words[verb].head
        if words[verb].dep == "prep":
            verb = words[verb].head
    against = words[head].low == "for" and _against(tree, head)
    return against or (subject_of(tree, verb, depth + 1) if verb != head else None)


_DECIDED = frozenset("decision decree order resolution move step law directive".split())


def _against(tree: Tree, prep: int) -> int | None:
    """ "Took action against Chad for breaking it": the one proceeded against did it."""
    words = tree.words
    row = [w for w in words[max(0, prep - 6) : prep] if w.low == "against" and w.dep == "prep"]
    return next((c for w in row for c in w.children if words[c].dep == "pobj"), None)


def _by_noun(tree: Tree, i: int, depth: int) -> int | None:
    """Who does what a clause below a noun tells: "a bill revoking", "plans to withdraw", "the first to sign"."""
    words, head = tree.words, tree.words[i].head
    if words[i].tag == "VBG" and words[head].low in _DECIDED and words[words[head].head].tag.startswith("V"):
        return subject_of(tree, words[head].head, depth + 1)  # "adopted a decision suspending it"
    # "a bill revoking", "plans to withdraw": the noun's own owner or the verb above it acts
    owner = next((c for c in words[head].children if words[c].dep == "poss"), None)
    verb = words[head].head
    while words[verb].dep == "prep" and words[verb].head != verb and words[verb].low in ("of", "about", "on"):
        verb = words[verb].head
    if owner is not None and words[owner].low in ("their", "its") and words[verb].tag.startswith("V"):
        told = subject_of(tree, verb, depth + 1)  # "they signalled their intention", "told Peru of its decision"
        return told if told is not None else owner
    if owner is not None:
        return owner
    if words[head].low in PLANS and any(
        words[c].tag == "JJ" and words[c].text[0].isupper() for c in words[head].children
    ):
        return head  # "decried the Russian threat to leave": the Russians'
    by = next((c for c in words[head].children if words[c].low == "by" and c < i), None)
    if by is not None and words[i].tag == "VB":  # "the decision by Chad to leave"
        return next((c for c in words[by].children if words[c].dep == "pobj"), None)
    one = head  # "is one of two countries to adopt", "was the first to sign"
    while words[one].dep in ("conj", "pobj", "prep"):
        one = words[one].head
    if words[i].tag == "VB" and words[one].dep == "attr":
        verb = words[one].head
        return next((c for c in words[verb].children if words[c].dep in ("nsubj", "npadvmod") and c < verb), None)
    above = words[head].head
    if words[i].tag == "VB" and above != head and words[above].tag.startswith("V"):
        return subject_of(tree, above, depth + 1)
    return head


PLANS = frozenset(
    "threat threats plan plans decision bid request offer refusal move attempt effort efforts proposal intention "
    "pledge promise vow failure announcement".split()
)
"""What a state makes of an act to come."""


def _called_on(tree: Tree, verb: int, i: int) -> int | None:
    """ "Called on parliament to reject it", "appealed to Chad to sign": the one after the preposition acts."""
    for child in tree.words[verb].children:
        word = tree.words[child]
        if child < i and word.dep == "prep" and word.low in ("on", "upon", "to", "for"):
            return next((c for c in word.children if tree.words[c].dep == "pobj"), None)
    return None


def antecedent(tree: Tree, i: int) -> int | None:
    """The noun that the nearest relative clause above ``i`` hangs on."""
    for word in (tree.words[i], *tree.up(i)):
        if word.dep == "relcl":
            return word.head
    return None


_ENDS_ROW = frozenset(', ; : ( ) – — -- " “ ”'.split())


def lost_subject(tree: Tree, i: int) -> tuple[int, set[int]] | None:
    """The noun phrase right before a finite verb that the parse leaves with no subject, its asides jumped over.

    "In June at Green Tree, New York, A and B signed", where the parse makes A and B a part of New York.
    """
    words, verb = tree.words, tree.words[i]
    helps = [c for c in verb.children if words[c].dep in ("aux", "auxpass") and c < i]
    finite = verb.tag in ("VBD", "VBZ", "VBP") or any(words[c].tag in ("VBD", "VBZ", "VBP", "MD") for c in helps)
    if not finite or verb.dep not in ("ROOT", "ccomp"):
        return None
    at = min([i, *helps, *(c for c in verb.children if c < i and words[c].dep in ("advmod", "neg") and c > i - 4)]) - 1
    if at >= 0 and words[at].text == ",":
        opens = next((w.i for w in reversed(words[:at]) if w.text == ","), -1)
        if opens < 1 or (words[opens + 1].low not in ("which", "who", "that") and words[opens + 1].tag[:2] != "VB"):
            return None
        at = opens - 1
    first = at
    while first >= 0 and words[first].text not in _ENDS_ROW and words[first].tag[:2] not in ("VB", "MD", "WD", "WP"):
        first -= 1
    row = set(range(first + 1, at + 1))
    while row and words[min(row)].tag in ("CC", "RB"):
        row.discard(min(row))
    heads = [j for j in sorted(row) if words[j].head not in row and words[j].tag[:2] in ("NN", "PR")]
    if not row or not heads or words[min(row)].tag in ("IN", "TO"):
        return None
    return heads[-1], row
