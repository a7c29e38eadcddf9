"""Who makes or holds a treaty by its verb: the makers of a new one, the other side of "with Japan"."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.claims.lexicon import every_form, triggers
from foedus.claims.memory import is_state
from foedus.claims.names import Named
from foedus.claims.phrases import phrase
from foedus.claims.trees import Tree

_MADE = every_form("sign ink conclude initial co-sign negotiate agree reach strike finalise finalize")
_KINDS = ("state", "organisation", "acronym", "adjective", "demonym", "leader")
_OUTSIDE = frozenset("in at near from of to on for with against through under by".split())
_OWNING = ("its", "their", "his", "her")


def makers_of(tree: Tree, core: int, first: int, named: Sequence[Named]) -> tuple[str, ...]:
    """ "Kenya and Chad signed an agreement on …": two or more that sign something new are whom it is between."""
    verb = _verb_over(tree, core)
    if verb is not None and tree.words[verb].low in _MADE:
        found = _doers(tree, verb, named)
        if len(found) >= 2:
            return found
    return _before_verb(tree, first, named)


def holder_of(tree: Tree, core: int, first: int, named: Sequence[Named]) -> str | None:
    """ "Peru ratified its pact with Chile": the one state or body that acts on a treaty told by its other party."""
    verb = _verb_over(tree, core)
    if verb is None:
        return None
    low = tree.words[verb].low
    owned = first > 0 and tree.words[first - 1].low in _OWNING
    acting = low in _MADE or any(part == "verb" for _, part, _ in triggers().get(low, ()))
    found = _doers(tree, verb, named) if owned or acting else ()
    return found[0] if len(found) == 1 else None


_EXCHANGED = every_form("exchange swap")


def exchangers_of(tree: Tree, core: int, named: Sequence[Named]) -> tuple[str, ...]:
    """ "Oman and Iran exchanged the instruments of ratification of the treaty": whom the treaty is between."""
    verb = tree.verb_over(core) if tree.parsed else None
    found = _doers(tree, verb, named) if verb is not None and tree.words[verb].low in _EXCHANGED else ()
    return found if len(found) == 2 else ()


def _verb_over(tree: Tree, core: int) -> int | None:
    """The verb whose object or passive subject the noun is, over a row of nouns."""
    if not tree.parsed:
        return None
    at = core
    for _ in range(4):
        word = tree.words[at]
        head = tree.words[word.head]
        if word.dep in ("dobj", "nsubjpass") and head.tag.startswith("V"):
            return head.i
        if word.dep == "pobj" and head.low in ("on", "to", "of", "from") and tree.words[head.head].tag.startswith("V"):
            return head.head
        if word.dep not in ("conj", "appos") or word.head == at:
            return None
        at = word.head
    return None


def _doers(tree: Tree, verb: int, named: Sequence[Named]) -> tuple[str, ...]:
    """The actors in the subject of the verb, or in what it is done by; of the verb above where it has none."""
    at = verb
    for _ in range(4):
        word = tree.words[at]
        agent = next((c for c in word.children if tree.words[c].dep == "agent"), None)
        heads = [c for c in (tree.words[agent].children if agent is not None else ()) if tree.words[c].dep == "pobj"]
        heads = heads or [c for c in word.children if tree.words[c].dep == "nsubj"]
        if heads:
            return _named_in(tree, phrase(tree, heads[0]), named)
        if word.dep not in ("xcomp", "conj", "advcl", "pcomp", "prep", "acomp", "oprd") or word.head == at:
            return ()
        at = word.head
    return ()


def _named_in(tree: Tree, row: set[int], named: Sequence[Named]) -> tuple[str, ...]:
    found = (n for n in named if n.actor and n.kind.value in _KINDS and row.intersection(tree.at(n.start, n.end)))
    return tuple(
        dict.fromkeys(n.actor for n in found if n.actor and (is_state(n.actor) or n.kind.value in _KINDS[1:3]))
    )


def _before_verb(tree: Tree, first: int, named: Sequence[Named]) -> tuple[str, ...]:
    """The same by word order alone."""
    verb = next((w.i for w in reversed(tree.words[:first]) if w.tag.startswith("V") or w.low in _MADE), None)
    if verb is None or tree.words[verb].low not in _MADE or first - verb > 6:
        return ()
    at = verb
    while at and tree.words[at - 1].tag.startswith(("VB", "MD", "RB", "TO")):
        at -= 1  # "have also signed", "are to sign"
    start = next((w.i + 1 for w in reversed(tree.words[:at]) if w.text in ";:" or w.tag.startswith(("VB", "W"))), 0)
    found: dict[str, None] = {}
    for item in named:
        span = tree.at(item.start, item.end)
        if not item.actor or not span or not start <= span.start < verb or item.kind.value not in _KINDS[:3]:
            continue
        before_it = tree.words[span.start - 1].low if span.start else ""
        if before_it == "the" and span.start > 1:
            before_it = tree.words[span.start - 2].low
        if before_it not in _OUTSIDE and not _owned(tree, span.stop):
            found[item.actor] = None
    return tuple(found) if len(found) >= 2 else ()


def _owned(tree: Tree, at: int) -> bool:
    """ "Through Qatar's mediation": a name that owns something told before the doers."""
    return (
        at < len(tree.words)
        and tree.words[at].low in ("'s", "’s")
        and tree.words[at - 1].i > 0
        and (tree.words[at - 2].low in _OUTSIDE if at >= 2 else False)
    )
