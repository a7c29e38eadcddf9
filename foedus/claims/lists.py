"""Acts told in lists: "Signed on 20 September: …", one agent after another, "a member in 2006–2012"."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from functools import cache

from foedus.claims.binding import salient
from foedus.claims.context import who
from foedus.claims.dates import resolve
from foedus.claims.lexicon import words
from foedus.claims.names import LEGISLATIVE
from foedus.claims.parties import actors_in_row
from foedus.claims.roles import Roles
from foedus.claims.scene import Found, Scene
from foedus.model.acts import ActKind
from foedus.model.claims import Certainty, Modality
from foedus.model.dates import partial_date


def _listed_states(scene: Scene, start: int) -> tuple[str, ...]:
    """The states of a list; a misspelt name goes to the one name that is near it."""
    from foedus.actors import register

    text = scene.tree.sentence.text[start - scene.tree.sentence.start :]
    found: dict[str, None] = {}
    at = start
    for part in re.split(r"(,| and )", text):
        here = [n for n in scene.named if n.actor and n.start < at + len(part) and n.end > at]
        name = part.strip(" .,")
        if here:
            found.update(dict.fromkeys(n.actor for n in here))
        elif len(name) > 4 and name[0].isupper():
            near = difflib.get_close_matches(name, _state_names(), n=1, cutoff=0.82)
            found.update(dict.fromkeys(register().find(near[0])[:1] if near else ()))
        at += len(part)
    return tuple(found)


@cache
def _state_names() -> tuple[str, ...]:
    from foedus.actors import register

    return tuple(state.name for state in register().states.values() if state.member)


LIST_HEAD = re.compile(r"^(?:\W*)(signed|ratified|acceded|approved|accepted|deposited)\b([^:]{0,40}):\s", re.I)


_LISTED = {
    "signed": "signature",
    "ratified": "ratification",
    "acceded": "accession",
    "approved": "approval",
    "accepted": "acceptance",
    "deposited": "deposit",
}


def listed_acts(scene: Scene) -> list[Found]:
    """ "Signed on 20 September: Algeria, Austria …": a list under the word of the act."""
    match = LIST_HEAD.match(scene.tree.sentence.text)
    treaty = salient(scene, 0) if match else None
    if match is None or treaty is None:
        return []
    start = scene.tree.sentence.start + match.end()
    actors = _listed_states(scene, start)
    if not actors:
        return []
    when = next((resolve(d, scene.published, False, scene.near) for d in scene.dates if d.end <= start), None)
    return [
        Found(
            ActKind(_LISTED[match[1].lower()]),
            treaty,
            actors,
            None,
            when,
            Modality.OCCURRED,
            None,
            (),
            Certainty.STATED,
            scene.tree.sentence.start,
            scene.tree.sentence.end,
            "list-heading",
            own_date=when is not None,
            tree=scene.tree,
            trigger=0,
        )
    ]


def _and_chamber(scene: Scene, i: int) -> list[int]:
    """Each "and" before another chamber with its own day: "by the Duma on 3 May and the Senate on 10 May"."""
    tree = scene.tree
    low = words("voices", "legislatures")
    found = []
    for word in tree.words[i + 1 :]:
        if word.low != "and" or tree.words[min(word.i + 1, len(tree.words) - 1)].low == "by":
            continue
        row = tree.words[word.i + 1 : word.i + 6]
        named = any(n.organ_kind in LEGISLATIVE and any(n.start <= w.start < n.end for w in row) for n in scene.named)
        verb = any(w.tag.startswith(("VBD", "VBZ", "MD")) for w in row)
        ahead = tree.words[min(word.i + 12, len(tree.words) - 1)].end
        dated = any(word.start < d.start < ahead for d in scene.dates)
        if (named or any(w.low in low or w.low == "council" for w in row)) and dated and not verb:
            found.append(word.i)
    return found


def by_agents(scene: Scene, i: int, made: Found) -> list[Found]:
    """ "Approved by the Duma on 18 October and by the Council on 25 October": one act an agent with its own day."""
    tree = scene.tree
    marks = [w.i for w in tree.words[i + 1 :] if w.low == "by" and w.dep in ("agent", "conj", "prep")]
    marks += [at for at in _and_chamber(scene, i) if marks]
    marks.sort()
    if made.act not in (ActKind.LEGISLATIVE_APPROVAL, ActKind.RATIFICATION) or len(marks) < 2:
        return [made]
    found = []
    for number, at in enumerate(marks):
        last = marks[number + 1] if number + 1 < len(marks) else len(tree.words)
        one = who(tree, range(at + 1, last), scene.named, scene.context, made.treaty)
        day = next((d for d in scene.dates if tree.words[at].start < d.start < tree.words[last - 1].end), None)
        if day is None or not (one.legislature or (one.head and made.act is ActKind.RATIFICATION)):
            return [made, *_chambers_too(scene, marks[1:], made)]
        when = resolve(day, scene.published, False, scene.near)
        act = ActKind.LEGISLATIVE_APPROVAL if one.legislature else made.act
        actors = one.actors or made.actors
        found.append(replace(made, act=act, organ=one.organ, actors=actors, when=when, own_date=True))
    return found


def _chambers_too(scene: Scene, marks: list[int], made: Found) -> list[Found]:
    """ "Must be approved by the member states, and also by the US House": the chamber's own approval beside theirs."""
    if made.act is not ActKind.RATIFICATION:
        return []
    words = scene.tree.words
    found = []
    for at in marks:
        end = next((w.i for w in words[at + 1 :] if w.text in ",;.()" or w.low in ("and", "which")), len(words))
        one = who(scene.tree, range(at + 1, end), scene.named, scene.context, made.treaty)
        if one.legislature and one.actors:
            act = ActKind.LEGISLATIVE_APPROVAL
            found.append(replace(made, act=act, organ=one.organ, actors=one.actors, collective=False))
    return found


def each_other(scene: Scene, i: int, made: Found) -> list[Found]:
    """ "Accused each other of breaching it": each is said to have done it."""
    before = scene.tree.before(i)
    if made.act is not ActKind.PERFORMANCE or len(made.actors) != 2 or not _EACH_OTHER.search(before):
        return [made]
    return [replace(made, actors=(actor,)) for actor in made.actors]


_EACH_OTHER = re.compile(r"\b(?:each other|one another|the other) (?:of|for)\b[^.;,]{0,30}$")


def spells(made: Found) -> list[Found]:
    """ "Returned in 2006–2012": joined at the first year and left at the last."""
    if (
        made.act is not ActKind.ACCESSION
        or made.when is None
        or made.when.date is None
        or "/" not in str(made.when.date)
    ):
        return [made]
    first, last = str(made.when.date).split("/")
    joined = replace(made, when=made.when.model_copy(update={"date": partial_date(first)}))
    left = replace(
        made,
        act=ActKind.WITHDRAWAL,
        when=made.when.model_copy(update={"date": partial_date(last)}),
        rule="end-of-membership",
    )
    return [joined, left]


_BUT_NOT_BY = re.compile(r"[^.;:]{0,80}?\b(?:but|though) not(?: yet)? by (?:the )?$")


def not_by(scene: Scene, i: int, made: Found, parts: Roles) -> list[Found]:
    """ "Has been ratified by Peru but not by Brazil": the second one has not."""
    if made.modality is not Modality.OCCURRED or made.noun or not parts.passive:
        return []
    text, base = scene.tree.sentence.text, scene.tree.sentence.start
    start = scene.tree.words[i].end - base
    other = [n.actor for n in scene.named if n.actor and _BUT_NOT_BY.match(text[start : max(start, n.start - base)])]
    if not other:
        return []
    first = next(n for n in scene.named if n.actor == other[0] and n.start - base > start)
    at = scene.tree.at(first.start, first.end).start
    row = tuple(dict.fromkeys((other[0], *actors_in_row(scene.tree, at, scene.named, wide=False))))
    return [replace(made, actors=row, modality=Modality.DENIED, when=None, own_date=False, organ=None)]
