"""Several treaties that one verb is done to: "signed a visa agreement and a memorandum on policing"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foedus.claims.dates import resolve
from foedus.claims.doers import actors_of
from foedus.claims.mention import Instrument
from foedus.claims.scene import Found, Scene
from foedus.claims.trees import Tree
from foedus.model.acts import ActKind
from foedus.model.claims import Modality, When

if TYPE_CHECKING:
    from foedus.claims.drafts import Draft

_OF_PAIRS = frozenset(
    (
        ActKind.SIGNATURE,
        ActKind.INITIALLING,
        ActKind.RATIFICATION,
        ActKind.LEGISLATIVE_APPROVAL,
        ActKind.ACCESSION,
        ActKind.WITHDRAWAL,
        ActKind.SUSPENSION,
        ActKind.NEGOTIATION,
    )
)


def joined_objects(draft: Draft, made: Found) -> list[Found]:
    """ "Signed a visa agreement and a memorandum on policing": each treaty of one breath has its own act."""
    scene, first, tree = draft.scene, draft.mention, draft.tree
    if first is None or draft.noun or draft.act not in _OF_PAIRS or not tree.parsed:
        return []
    found: list[Found] = []
    for other in scene.instruments:
        home = scene.of.get(id(other))
        if other.excluded or home is None or home is draft.treaty or other is first or home.excluded:
            continue
        if tree.words[draft.i].dep in ("acl", "relcl") and first.last < draft.i < other.first:
            continue  # "the treaty signed in 1989; the pact signed in 1994": each has its own clause
        joined = other.row >= 0 and other.row in (first.row, first.members)
        joined = joined or _conjoined(tree, other.core, first.core)
        if not joined or any(item.treaty is home for item in found):
            continue
        if draft.frame.actors == "both" and not home.all_parties and len(draft.actors) == 2:
            home.parties.update(dict.fromkeys(draft.actors))
        actors = draft.actors
        if other.parties and draft.frame.actors == "both":
            actors = actors_of(scene, draft.i, draft.frame, draft.parts, home, other, draft.subject, False) or actors
        joined_act = replace(made, treaty=home, actors=actors, derived=False)
        gap = [w.low for w in tree.words[first.last + 1 : other.first]]
        if "not" in gap and "only" not in gap:
            joined_act.modality = Modality.DENIED  # "the one, but not the other"
        if (day := _day_of(scene, first, other)) is not None:
            joined_act.when, joined_act.own_date = day, True
        found.append(joined_act)
    return found


def _day_of(scene: Scene, first: Instrument, other: Instrument) -> When | None:
    """ "Ratified the convention in 1990 and its protocol in 2002": each has its own day."""
    before = [d for d in scene.dates if first.end <= d.start < other.start]
    after = [d for d in scene.dates if other.end <= d.start < other.end + 12]
    return resolve(after[0], scene.published, False, scene.near) if before and after else None


def _conjoined(tree: Tree, later: int, first: int) -> bool:
    """Is the later noun joined to the first one by "and", straight or over another joined one?"""
    at = later
    while tree.words[at].dep in ("conj", "compound") and tree.words[at].head != at:
        at = tree.words[at].head
        if at == first:
            return True
    return False
