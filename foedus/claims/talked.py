"""Kinds of object in talks: what they are on, offered treaties, and those still under discussion."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foedus.claims.in_mind import on_last
from foedus.claims.roles import roles

if TYPE_CHECKING:
    from foedus.claims.kinds import Place


def to_treat(place: Place) -> bool:
    return bool(place.told or re.search(r"\b(?:treaty|pact|accord)\b", place.after[:60], re.I))


_OFFERED = re.compile(
    r"\s+(?:of|for|on)\b|\s+to (?:sign|conclude|negotiate|begin|start|draft|draw|make|work|replace|hold|open|resume)\b"
)


def offered_treaty(place: Place) -> bool:
    """ "A proposal for a treaty", "an offer to negotiate a pact"; a proposal to leave one is none."""
    return to_treat(place) and bool(_OFFERED.match(place.after))


_LONG_TALKS = re.compile(r"\b(?:months|years|days|weeks|rounds?) of(?: \w+)? (?:negotiation|talk)", re.I)


def talks(place: Place) -> bool:
    mention = place.mention
    below = mention is not None and (mention.core in place.parts.object_all or mention.core == place.i)
    long = bool(_LONG_TALKS.search(place.scene.tree.sentence.text))
    return below or long or (mention is None and on_last(place.scene, place.i))


def under_talks(place: Place) -> bool:
    """ "The accord has been under discussion since 2001"."""
    tree = place.scene.tree
    if not tree.parsed or place.i == 0 or tree.words[place.i - 1].low != "under":
        return False
    verb = tree.verb_over(place.i)
    hung = tree.words[tree.words[tree.words[place.i].head].head]
    if any(m.core == hung.i for m in place.scene.instruments):
        return True  # "the accord under negotiation"
    head = roles(tree, verb).subject_head if verb is not None else -1
    return any(m.core == head for m in place.scene.instruments) or (
        head >= 0 and tree.words[head].low == "it" and told_before(place)
    )


def told_before(place: Place) -> bool:
    """Did the sentence before name a treaty: "They agreed on a treaty. The two countries will sign it"?"""
    scene = place.scene
    if not scene.before or scene.before[-1][0].sentence.heading:
        return False
    start, stop = scene.before[-1][0].sentence.start, scene.tree.sentence.start
    return any(start <= m.start < stop for t in scene.treaties if not t.excluded for m in t.mentions)
