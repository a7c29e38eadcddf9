"""Talks that name no treaty: whether they are on the one that the text has just told of."""

from __future__ import annotations

from foedus.claims.binding import salient
from foedus.claims.context import is_state
from foedus.claims.lexicon import every_form, forms_of
from foedus.claims.rounds import around, base_of, verb_of
from foedus.claims.sameness import stems
from foedus.claims.scene import Scene
from foedus.claims.trees import Tree

_TURNS = every_form(
    "begin start open launch resume commence restart end conclude collapse finish complete break fail continue "
    "stall deadlock suspend halt reopen drag last proceed progress plan schedule hold be have falter founder stick"
)
"""What is told of talks on a treaty: that they began, went on, or came to nothing."""
_FAILED = every_form("break collapse fail stall founder falter stick deadlock suspend halt")
_TO_A_HALT = frozenset("impasse deadlock stalemate standstill breakdown halt conclusion end".split())
_AHEAD = frozenset("due set scheduled expected likely slated to".split())
_STANDING = frozenset("negotiations round rounds".split())
_NEAR = 2
_OPEN = frozenset("matter issue subject question it this that them one text terms details wording point points".split())


def on_last(scene: Scene, i: int) -> bool:
    """Are the talks those on the treaty in mind: told at most two sentences ago, with the same talkers and matter?"""
    tree = scene.tree
    if not tree.parsed or not _takes_a_turn(tree, i):
        return False
    if scene.instruments and tree.words[i].low != "negotiations":
        return False
    treaty = salient(scene, i)
    if treaty is None or treaty.excluded:
        return False
    if any(m.last == i - 1 or (m.titled and m.last < i) for m in scene.instruments if not m.excluded):
        return _matter_fits(tree, i, set(treaty.own))  # "the Escazu Agreement, on which negotiations ended in 2018"
    if len(treaty.all_parties) == 1:
        return False
    first = scene.before[-_NEAR:][0][0].sentence.start if scene.before else tree.sentence.start
    if not any(m.start >= first and not m.excluded for m in treaty.mentions if m.start < tree.words[i].start):
        return False
    here = {n.actor for n in scene.named if n.actor and is_state(n.actor) and n.kind.value in ("state", "adjective")}
    return here <= set(treaty.all_parties) and _matter_fits(tree, i, set(treaty.own))


def _takes_a_turn(tree: Tree, i: int) -> bool:
    """ "Talks resumed", "held a third round of talks", "marks the completion of negotiations"."""
    base = tree.words[base_of(tree, i)]
    if base.i != i and base.low in _TURN_NOUNS:
        return True
    hung = next((c for c in base.children if tree.words[c].dep == "acl" and tree.words[c].tag != "VBG"), None)
    verb = hung if (own := verb_of(tree, i)) is None else own  # "negotiations commenced in 2009", as a participle
    if verb is None:
        return False
    after = tree.words[verb + 1 : verb + 6]
    if any(w.low in _TO_A_HALT for w in after) and tree.words[verb].dep != "amod":
        return True  # "negotiations reached an impasse"
    if tree.words[verb].low not in _TURNS:
        return False
    if any(w.low in _TURNS and _AHEAD & {p.low for p in after[: w.i - verb - 1]} for w in after):
        return True  # "are due to begin soon"
    loose = tree.words[verb].low in forms_of("hold") + forms_of("be") + forms_of("have")
    return not loose or bool({tree.words[i].low, base.low} & _STANDING)


_TURN_NOUNS = frozenset("start launch beginning opening resumption completion conclusion end".split())


def _matter_fits(tree: Tree, i: int, own: set[str]) -> bool:
    """Is what the talks are said to be about what the treaty is about, or left open?"""
    matter, partners = around(tree, i)
    verb = verb_of(tree, i)
    if verb is not None and tree.words[verb].low in _FAILED:  # "broke down over sugar": why, not on what
        matter = [
            at for at in matter if not (tree.words[at].head > verb and tree.words[tree.words[at].head].low == "over")
        ]
    told = {
        tree.words[j].low
        for at in matter
        if at not in partners
        for j in tree.subtree(at)
        if tree.words[j].tag[:2] == "NN"
    }
    told -= {w.low for w in tree.words if w.tag == "NNP"}
    return not told or bool(told & _OPEN) or bool(stems(told) & stems(own)) or (not own and len(told) < 4)
