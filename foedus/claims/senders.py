"""Whose paper is handed in: who sends a notice, who lodges an instrument."""

from __future__ import annotations

import re

from foedus.claims.context import Who, is_state, who
from foedus.claims.lexicon import Frame, forms_of
from foedus.claims.linking import Treaty
from foedus.claims.names import Named
from foedus.claims.phrases import phrase
from foedus.claims.roles import Roles, roles
from foedus.claims.scene import Scene
from foedus.claims.state_rows import listed, row_at

_FROM = re.compile(r"[^.;]{0,80}?\bfrom (?:the )?$")


def sender(scene: Scene, i: int, frame: Frame, parts: Roles, mine: tuple[str, ...], treaty: Treaty) -> tuple[str, ...]:
    """Whose paper it is: "Brazil's instrument was received", "notice from Latvia"; else who hands it in."""
    tree = scene.tree
    takes = tree.words[i].low.startswith(("receiv", "got", "get"))
    owner = owner_below(scene, parts) or _owner_in(scene, parts.object_all)
    if takes or parts.passive:
        base, start = tree.sentence.start, tree.words[i].end
        sent = next(
            (
                n
                for n in scene.named
                if n.actor and n.start > start and _FROM.match(tree.sentence.text[start - base : n.start - base])
            ),
            None,
        )
        if sent is not None:
            row = row_at(tree, tree.at(sent.start, sent.end).start, scene.named)
            owner = row or owner or ((sent.actor,) if sent.actor else ())
    if takes:
        other = tuple(a for a in treaty.all_parties if a not in mine) if treaty.is_bilateral and len(mine) == 1 else ()
        return owner or _from_whom(scene, i) or (other if len(other) == 1 else ())
    states = tuple(a for a in mine if is_state(a))
    mine = states or mine  # "the United States Ambassador to the United Nations": of the state
    if not mine and not owner and parts.passive and (signed := _signed_by(scene, parts) or _signed_before(scene, i)):
        return signed
    if frame.actors == "depositor":
        if parts.passive and parts.pronoun and not (owner or mine):  # "X signed the instrument; it was deposited"
            before = (n.actor for n in scene.named if n.actor and is_state(n.actor) and n.start < tree.words[i].start)
            return tuple(dict.fromkeys(before))[:1] or scene.context.main_states[:1]
        return owner or mine
    if not mine and parts.passive and (agent := _after_by(scene, i)):
        return agent
    if not mine and not owner and parts.passive:
        told = tree.words[i].end
        later = [n for n in scene.named if n.actor and n.start > told and _owns(scene, n)]
        owner = (later[0].actor,) if later else ()
    return mine or owner


def _from_whom(scene: Scene, i: int) -> tuple[str, ...]:
    """ "Has yet to receive notification from the three countries": those told before."""
    tree = scene.tree
    prep = next((w for w in tree.words[i + 1 : i + 12] if w.low == "from"), None)
    told = next((c for c in prep.children if tree.words[c].dep == "pobj"), None) if prep is not None else None
    return () if told is None else who(tree, phrase(tree, told), scene.named, scene.context, None).actors


def _after_by(scene: Scene, i: int) -> tuple[str, ...]:
    """The name after "by", where the parse hangs it on another noun."""
    text, base = scene.tree.sentence.text, scene.tree.sentence.start
    start = scene.tree.words[i].end - base
    named = [
        n for n in scene.named if n.actor and re.search(r"\bby (?:the )?$", text[start : max(start, n.start - base)])
    ]
    return (named[0].actor,) if named else ()


def _signed_before(scene: Scene, i: int) -> tuple[str, ...]:
    """ "Chad's minister signed the instrument, and it was deposited": whoever signed it."""
    tree = scene.tree
    head = tree.words[tree.words[i].head]
    if tree.words[i].dep != "conj" or not head.low.startswith("sign"):
        return ()
    made = who(tree, roles(tree, head.i).subject, scene.named, scene.context, None).actors
    return made if len(made) == 1 else ()


def _signed_by(scene: Scene, parts: Roles) -> tuple[str, ...]:
    """ "The instrument signed by the President will be sent": of that president's state."""
    tree = scene.tree
    for head in parts.object_heads[:1]:
        for c in tree.words[head].children:
            if tree.words[c].dep == "acl" and tree.words[c].low in ("signed", "issued", "executed"):
                return who(tree, roles(tree, c).subject, scene.named, scene.context, None).actors
    return ()


def _owner_in(scene: Scene, indices: set[int]) -> tuple[str, ...]:
    """The first name in the phrase that owns what follows: "Chile's withdrawal"."""
    tree = scene.tree
    cores = {m.core for m in scene.instruments}
    for item in scene.named:
        here = tree.at(item.start, item.end)
        if not item.actor or not here or not set(here) <= indices or not _owns(scene, item):
            continue
        if tree.parsed and {tree.words[j].head for j in here} & cores:
            continue  # "NATO's founding treaty": whose treaty, not whose instrument
        return (item.actor,)
    return ()


def _owns(scene: Scene, item: Named) -> bool:
    end = item.end - scene.tree.sentence.start
    return item.kind.value in ("state", "organisation", "acronym", "capital") and bool(
        re.match(r"['’]s?\b", scene.tree.sentence.text[end : end + 3])
    )


def owner_below(scene: Scene, parts: Roles) -> tuple[str, ...]:
    """ "The deposit of Ecuador's instrument", "notification from Chile": the owner stands in the phrase below."""
    tree = scene.tree
    cores = {m.core for m in scene.instruments}
    for j in sorted(parts.object):
        if tree.parsed and tree.words[j].head in cores and tree.words[j].dep == "poss":
            continue  # "an instrument of ratification of Fiji's accession protocol": whose treaty it is
        nxt = tree.words[j + 1].low if j + 1 < len(tree.words) else ""
        before = tree.words[j - 1].low if j else ""
        if before == "the" and j > 1:
            before = tree.words[j - 2].low
        if any(m.first <= j <= m.last for m in scene.instruments):
            continue  # "withdrawal from the Ottawa convention": what is left
        hit = next((n for n in scene.named if n.actor and n.start <= tree.words[j].start < n.end), None)
        if hit is not None and (nxt in ("'s", "’s") or before == "from"):
            return (hit.actor,)
    return ()


def signatories(scene: Scene, i: int, subject: Who, treaty: Treaty) -> Who:
    """ "Signatories include Bahrain and Oman", "a new signatory was Tunisia": those told after the verb."""
    tree, above = scene.tree, scene.tree.words[scene.tree.words[i].head]
    if above.low in forms_of("include"):
        row = listed(tree, i, i, scene.named)
        subject.actors = row.actors if row is not None and not row.more else subject.actors
    attr = [c for c in above.children if tree.words[c].dep == "attr" and c > i]
    clause = any(tree.words[c].dep == "relcl" for c in tree.words[i].children)
    if above.low == "as" and above.dep == "prep" and not subject.actors:  # "welcomed Tonga as the latest signatory"
        verb = roles(tree, above.head)
        return who(tree, verb.direct or verb.subject, scene.named, scene.context, treaty)
    if above.low == "among" and tree.words[above.head].low in ("is", "was", "are", "were"):
        return who(tree, roles(tree, above.head).subject, scene.named, scene.context, treaty)  # "was among the first …"
    if tree.words[i].dep == "nsubj" and attr and not clause:
        return who(tree, phrase(tree, attr[0]), scene.named, scene.context, treaty)
    return subject
