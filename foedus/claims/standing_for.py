"""Who acts for whom: "on behalf of", "signed for Oman by its envoy", "a delegation led by", "as a witness"."""

from __future__ import annotations

import re

from foedus.claims.context import who
from foedus.claims.roles import Roles, roles
from foedus.claims.scene import Scene
from foedus.model.actors import FormKind

_ACTING_FOR = re.compile(r"\b(?:act(?:ing|s|ed)|speaking|signing) (?:on|in) behalf of (?:the )?", re.I)


_LED = frozenset("led headed represented chaired".split())


def sent_by(scene: Scene, i: int, parts: Roles) -> tuple[str, ...]:
    """ "A delegation led by Samoa's minister", "the President of the Council, acting on behalf of the Union"."""
    tree, head = scene.tree, parts.subject_head
    base = tree.sentence.start
    for match in _ACTING_FOR.finditer(tree.sentence.text, tree.words[head].end - base, tree.words[i].start - base):
        at = base + match.end()
        stood = [n.actor for n in scene.named if n.actor and n.start <= at < n.end]
        if stood or tree.sentence.text[match.end() :].startswith("Union"):
            return tuple(stood) or ("EU",)
    for led in (c for c in tree.words[head].children if tree.words[c].dep == "acl" and tree.words[c].low in _LED):
        told = who(tree, roles(tree, led).subject, scene.named, scene.context, None).actors
        if told and tree.words[head].low in _SENT:
            return told
    return ()


_SENT = frozenset("delegation team mission group party ministers officials negotiators envoys".split())


_BEHALF = re.compile(
    r"\b(?:on|in) behalf of (?:the )?(?:(?:government|people|republic|state|kingdom) of |\w+ side,? )?(?:the )?", re.I
)


_WITNESS = re.compile(
    r"^\W*(?:[\w-]+ ){0,4}?as (?:an? |the |official |formal )*(?:witness(?:es)?|guarantors?|mediators?|observers?|"
    r"facilitators?|hosts?|depositar(?:y|ies))\b"
)


def on_behalf(scene: Scene, i: int) -> tuple[str, ...]:
    """ "Signed on behalf of Russia", "… by A on behalf of Oman and B on behalf of Iran": those stood for."""
    found: dict[str, None] = {}
    rest = re.split(r"[;]|\bwhile\b|, (?:which|who)\b", scene.tree.after(i))[0]
    for match in _BEHALF.finditer(rest):
        at = scene.tree.words[i].end + match.end()
        found.update({n.actor: None for n in scene.named if n.actor and n.start <= at < n.end})
    found.update(dict.fromkeys(_stood_for(scene, i) if scene.tree.words[i].low.startswith(("sign", "initial")) else ()))
    return tuple(found)


_FOR = re.compile(r"(?:^|\band|,) for (?:the )?$")


def _stood_for(scene: Scene, i: int) -> list[str]:
    """ "Signed for Albania by its minister and for Italy by the ambassador", "who signed the treaty for Luxembourg"."""
    text, base = scene.tree.sentence.text, scene.tree.sentence.start
    end = scene.tree.words[i].end - base
    objects = [m.end - base for m in scene.instruments if m.start > scene.tree.words[i].start]
    return [
        n.actor
        for n in scene.named
        if n.actor
        and n.kind is FormKind.STATE
        and n.start - base > end
        and (
            _FOR.search(text[end : n.start - base])
            or any(
                re.fullmatch(r",? for (?:the )?", text[at : n.start - base]) for at in objects if at <= n.start - base
            )
        )
    ]


def is_witness(scene: Scene, i: int) -> bool:
    """ "Rubio signed as a witness": the one who looks on is no party."""
    return _WITNESS.match(scene.tree.after(i)) is not None
