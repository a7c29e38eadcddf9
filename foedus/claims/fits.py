"""Whether a frame fits its sentence: the kinds of object and subject that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.binding import organisation_of
from foedus.claims.context import Who, is_state
from foedus.claims.instruments import Instrument
from foedus.claims.lexicon import Frame, forms_of, words
from foedus.claims.roles import Roles
from foedus.claims.scene import (
    BELONGING,
    BILL,
    DECISION,
    DEPOSITARY,
    INSTRUMENTS,
    LEAVING,
    RATIFYING,
    SUSPENDING,
    Scene,
    mentions_in,
    words_of,
)
from foedus.claims.trees import Tree
from foedus.model.acts import ActKind


def object_fits(scene: Scene, i: int, parts: Roles, frame: Frame, mention: Instrument | None, noun: bool) -> bool:
    text = words_of(scene.tree, parts.object_all | parts.object)
    if frame.about and "bill" in frame.object:  # "adopted a decree … to lift reservations", wherever the clause hangs
        text += " " + scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:90]
    if frame.about and not any(_about(kind, text, scene, parts, frame.object) for kind in frame.about):
        return False
    return any(_kind_fits(kind, text, scene, i, parts, mention, noun, frame) for kind in frame.object)


def _about(kind: str, text: str, scene: Scene, parts: Roles, frame_objects: Sequence[str]) -> bool:
    match kind:
        case "leaving" if "notice" in frame_objects:
            return bool(LEAVING.search(_rest(scene, parts, text)))
        case "leaving":
            told_of = words_of(scene.tree, parts.object)
            same_bill = bool(BILL.search(told_of)) and not RATIFYING.search(text) and scene.context.bill == "leaving"
            return bool(LEAVING.search(text)) or same_bill
        case "suspending":
            return bool(SUSPENDING.search(text))
        case "ratifying":
            return bool(RATIFYING.search(text))
        case "exchange-of-instruments":
            return bool(re.search(r"\bexchang\w+\b", text, re.I) and INSTRUMENTS.search(text))
        case "instrument":
            return bool(mentions_in(scene, parts.object_all))
        case "legislature":
            return bool(words("voices", "legislatures") & set(text.lower().split()))
        case "abeyance" | "invalid" | "failing" | "assembly":
            return bool(_PHRASES[kind].search(scene.tree.sentence.text))
        case "provisional":
            near = scene.tree.words
            return any(w.low.startswith("provisional") for w in near) and bool(
                re.search(r"\bprovisional(?:ly)?\b", scene.tree.sentence.text, re.I)
            )
        case "changing":
            return bool(re.search(r"\b(?:modif|amend|revis|renegotiat|review)\w*", _rest(scene, parts, text), re.I))
        case "reservation-word":
            return "reservation" in text.lower()
        case "decision":
            return bool(DECISION.search(scene.tree.sentence.text)) or bool(DECISION.search(text))
    return False


_PHRASES = {
    "abeyance": re.compile(r"\bin (?:abeyance|limbo|suspense|cold storage)\b|\bon (?:hold|ice)\b", re.I),
    "invalid": re.compile(
        r"\b(?:null and void|void|invalid|null|nullified|dead|defunct|no longer (?:valid|binding))\b", re.I
    ),
    "failing": re.compile(r"\b(?:fail\w*|not|n['’]t|never|refus\w+|unwilling)\b", re.I),
    "assembly": re.compile(r"\b(?:General Assembly|United Nations|U\.?N\.?|conference|consensus|delegates|plenary)\b"),
}


def _rest(scene: Scene, parts: Roles, text: str) -> str:
    """The words of the object and those after it."""
    at = max(parts.object_heads, default=0)
    words_after = scene.tree.sentence.text[scene.tree.words[at].start - scene.tree.sentence.start :][:100]
    return f"{text} {words_after}"


_FORCE = re.compile(r"\s*(?:(?:\w+\s+){0,2}?(?:into|in|to)?\s*)?(?:\w+\s+)?(?:force|effect)\b", re.I)


def _kind_fits(
    kind: str, text: str, scene: Scene, i: int, parts: Roles, mention: Instrument | None, noun: bool, frame: Frame
) -> bool:
    for part in (_treaty_kinds, _paper_kinds, _other_kinds):
        fits = part(kind, text, scene, i, parts, mention, noun, frame)
        if fits is not None:
            return fits
    return False


def _treaty_kinds(
    kind: str, text: str, scene: Scene, i: int, parts: Roles, mention: Instrument | None, noun: bool, frame: Frame
) -> bool | None:
    """The treaty itself, an organisation, a draft, talks."""
    scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
    match kind:
        case "instrument":
            return _is_object(scene, parts, mention, noun) or (mention is not None and frame.subject == ("instrument",))
        case "draft":
            return (
                mention is not None
                and _is_object(scene, parts, mention, noun)
                and (mention.draft or frame.id != "draft-moved" or "draft" in text.lower() or "text" in text.lower())
            )
        case "to-treat":
            return bool(mentions_in(scene, parts.object_all)) or bool(
                re.search(
                    r"\b(?:treaty|pact|accord)\b",
                    scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:60],
                    re.I,
                )
            )
        case "talks":
            return (mention is not None and mention.core in parts.object_all) or bool(
                re.search(
                    r"\b(?:months|years|days|weeks|rounds?) of(?: \w+)? (?:negotiation|talk)",
                    scene.tree.sentence.text,
                    re.I,
                )
            )
        case "ties":
            return bool(re.search(r"\bties\b", words_of(scene.tree, parts.object), re.I))
        case "dues":
            return bool(
                re.search(r"\b(?:funding|contributions?|dues|payments?)\b", words_of(scene.tree, parts.object), re.I)
            )
        case "obligations":
            return bool(re.search(r"\b(?:obligations?|commitments?)\b", words_of(scene.tree, parts.object), re.I))
        case "organisation":
            return mention is None and bool(organisation_of(scene, parts.object | parts.object_all))
    return None


def _paper_kinds(
    kind: str, text: str, scene: Scene, i: int, parts: Roles, mention: Instrument | None, noun: bool, frame: Frame
) -> bool | None:
    """Laws, instruments and the words of leaving and ratifying."""
    head = scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
    match kind:
        case "pronoun":
            bare = frame.id not in ("agree-to", "sign")
            return (
                parts.pronoun in ("it", "them", "so", "which")
                and (bare or parts.passive)
                and (parts.pronoun != "which" or not bare)
            )
        case "none":
            nxt = scene.tree.words[i + 1].low if i + 1 < len(scene.tree.words) else ""
            if not noun and (
                nxt in ("back", "up", "off", "over", "out", "for", "behind") or _first_object(scene.tree, i)
            ):
                return False
            return not _real_objects(scene, parts) or (noun and mention is None)
        case "any":
            return True
        case "bill":
            return bool(BILL.fullmatch(head)) and not re.search(r"\bexchang", text[:60], re.I)
        case "bill-on-treaty":
            return bool(
                BILL.search(words_of(scene.tree, parts.object))
                and (RATIFYING.search(text) or mentions_in(scene, parts.object_all))
            )
        case "leaving":
            return bool(LEAVING.search(text))
        case "ratifying":
            own = words_of(scene.tree, parts.object)
            papers = head in ("instrument", "instruments", "documents") and frame.id == "decree-of-ratification"
            return bool(
                RATIFYING.match(head) or ((papers or BILL.fullmatch(head)) and RATIFYING.search(own))
            ) and not re.search(r"\bexchang", own, re.I)
        case "ratifying-process":
            own = words_of(scene.tree, parts.object)
            return bool(re.search(r"\bratification(?: process| procedures?| formalities)?\b", own, re.I))
        case "signature-word":
            return bool(re.search(r"\bsignature\b", text, re.I))
        case "instruments":
            near = (
                scene.tree.sentence.text[max(0, scene.tree.words[i].start - scene.tree.sentence.start - 60) :][:160]
                if noun
                else text
            )
            return bool(
                INSTRUMENTS.search(text)
                and (
                    RATIFYING.search(near)
                    or RATIFYING.search(scene.tree.sentence.text)
                    or re.search(r"\b(?:acceptance|accession|approval)\b", text)
                )
            )
    return None


_ASSENT = re.compile(
    r"\b(?:consent|approval|assent|nod|green light|go-? ?ahead|backing|blessing|support|endorsement|seal)\b", re.I
)
_TERMS = frozenset(
    "limit limits term terms provision provisions restriction restrictions cap caps clause clauses".split()
)


def _other_kinds(
    kind: str, text: str, scene: Scene, i: int, parts: Roles, mention: Instrument | None, noun: bool, frame: Frame
) -> bool | None:
    """Everything else that a frame may ask for."""
    scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
    match kind:
        case "belonging":
            return bool(BELONGING.search(words_of(scene.tree, parts.object))) and not re.search(
                r"\bfunding\b", text, re.I
            )
        case "reservation":
            return bool(re.search(r"\b(?:reservations?|declaration)\b", words_of(scene.tree, parts.object), re.I))
        case "depositary":
            return bool(DEPOSITARY.search(text))
        case "decision":
            after = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:120]
            return bool(DECISION.search(text)) or (
                noun and bool(re.search(r"\b(?:decision|intention|intent) to\b", after))
            )
        case "member":
            return bool(
                re.search(
                    r"\bmembers?\b|\bparty\b",
                    scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:40],
                    re.I,
                )
            )
        case "force":
            after = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :]
            low = scene.tree.words[i].low
            if low in forms_of("be") + forms_of("become"):
                return bool(
                    re.match(
                        r"\s*(?:now |already |still |not yet |fully |formally |legally )*"
                        r"(?:in (?:force|effect)|effective|operational|operative)\b|"
                        r"\s*(?:official|final)\b(?=[^.;]*\b(?:on|last|yesterday|today|in|after)\b)",
                        after,
                        re.I,
                    )
                )
            if low in forms_of("have"):
                return bool(re.match(r"\s*(?:an? )?(?:force|effect)\b", after, re.I))
            return bool(_FORCE.match(after))
        case "invalid":
            return bool(
                re.search(
                    r"\b(?:invalid|void|defunct|ineffective)\b",
                    scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:30],
                    re.I,
                )
            )
        case "declaration":
            return bool(
                re.search(r"\bdeclaration\b(?: \w+)? (?:under|pursuant|in terms|recogni[sz]ing|accepting)", text, re.I)
            )
        case "pen":
            after = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :]
            return bool(re.match(r"\s+(?:(?:his|her|its|their) )?pens? to paper\b", after))
        case "assent":
            return bool(_ASSENT.search(words_of(scene.tree, parts.object)))
        case "terms":
            head = scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
            return head in _TERMS and bool(mentions_in(scene, parts.object_all))
        case "ceasing":
            after = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :]
            return bool(
                re.match(
                    r"\s+(?:to (?:be (?:in force|valid|binding|effective)|have (?:any )?effect|apply|exist|operate)|"
                    r"operation|its effect)\b",
                    after,
                )
            )
        case "objection":
            return bool(re.search(r"\bobjections?\b", words_of(scene.tree, parts.object), re.I))
        case "notice":
            head = scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
            heads = {scene.tree.words[at].low for at in parts.object_heads}
            return head in ("notice", "notices", "notification") or bool(heads & {"notice", "notification"})
        case "suspension-word":
            return bool(re.search(r"\bsuspension\b", words_of(scene.tree, parts.object), re.I))
        case "party-word":
            after = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :]
            near = re.match(r"[^,.;]{0,40}?\b(?:part(?:y|ies)|signator(?:y|ies)) (?:to|of)\b", after, re.I)
            return bool(near) and not re.match(r"[^,.;]{0,40}?\bpolitical\b", after)
        case "candidacy":
            joining = re.search(r"\b(?:application|bid|membership|accession|entry|admission)\b", text, re.I)
            mine = parts.subject if not parts.passive else set()
            others = [
                n
                for n in scene.named
                if n.actor
                and is_state(n.actor)
                and not set(scene.tree.at(n.start, n.end)) & mine
                and set(scene.tree.at(n.start, n.end)) & (parts.object | parts.object_all)
            ]
            return bool(joining) and bool(others or re.search(r"\bnato\b", text, re.I))
        case "article":
            return bool(re.search(r"\barticles?\s+\w+|\bclause\b", text, re.I))
        case "loan":
            return bool(re.search(r"\bloan|credit|grant\b", text, re.I))
    return None


_TALKS = frozenset(
    "talk talks negotiation negotiations discussion discussions round rounds debate consultations".split()
)


def _is_object(scene: Scene, parts: Roles, mention: Instrument | None, noun: bool) -> bool:
    """Is the treaty itself acted on, and not only told of below a law or a decision?"""
    if mention is None:
        return False
    if noun or not scene.tree.parsed:
        return mention.core in parts.object or mention.core in parts.object_all
    if mention.core not in parts.object or parts.object_head < 0:
        return False
    if scene.tree.words[parts.object_head].low in _TALKS and mention.core != parts.object_head:
        return False  # "resumed talks on a treaty", "concluded free-trade negotiations": the talks are the object
    if mention.core in parts.object_heads or _joined(scene.tree, mention.core, parts.object_heads):
        return True
    head = scene.tree.words[parts.object_head].low
    if (
        scene.tree.words[mention.core].dep == "pobj"
        and scene.tree.words[scene.tree.words[mention.core].head].low != "of"
    ):
        return False
    return not (
        BILL.fullmatch(head)
        or RATIFYING.match(head)
        or LEAVING.match(head)
        or head in ("reservation", "reservations", "claims", "plans", "decision")
    )


def _real_objects(scene: Scene, parts: Roles) -> list[int]:
    """Objects that are no day, place or reign: "rejoined in 2021 under a new president" has none."""
    tree = scene.tree
    found = []
    for at in parts.object_heads:
        word = tree.words[at]
        dated = any(d.start <= word.start < d.end for d in scene.dates) or word.tag == "CD"
        around = word.dep == "pobj" and tree.words[word.head].low in (
            "in",
            "on",
            "at",
            "under",
            "after",
            "before",
            "during",
            "as",
            "for",
            "by",
        )
        if not dated and not around and word.low != "soon":
            found.append(at)
    return found


def _joined(tree: Tree, core: int, headed: Sequence[int]) -> bool:
    while tree.words[core].dep in ("conj", "appos", "nmod", "compound"):
        core = tree.words[core].head
        if core in headed:
            return True
    return False


def _first_object(tree: Tree, i: int) -> bool:
    """A plain object right after the verb: "left the room"."""
    return any(tree.words[c].dep in ("dobj", "oprd", "attr") for c in tree.words[i].children)


def subject_fits(frame: Frame, subject: Who, parts: Roles, scene: Scene, noun: bool) -> bool:
    if not frame.subject:
        return True
    for kind in frame.subject:
        if kind == "legislature" and subject.legislature:
            return True
        if kind == "state" and subject.actors and not (subject.legislature and "legislature" in frame.not_subject):
            return True
        if kind == "organisation" and subject.actors and not any(is_state(actor) for actor in subject.actors):
            return True
        if kind == "decision" and decided_act(scene, parts):
            return True
        if kind == "instrument" and (mentions_in(scene, parts.subject) or _points_at_treaty(scene, parts)):
            return True
    return False


_EFFECT_OF = {
    "withdrawal": "withdrawal",
    "exit": "withdrawal",
    "denunciation": "withdrawal",
    "departure": "withdrawal",
    "suspension": "suspension",
    "accession": "accession",
    "reservation": "reservation",
}


def decided_act(scene: Scene, parts: Roles) -> ActKind | None:
    """The act whose effect is told: "the withdrawal takes effect", "its decision took effect"."""
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    if head in _EFFECT_OF:
        return ActKind(_EFFECT_OF[head])
    return scene.decided if head in ("decision", "move", "step") else None


def _points_at_treaty(scene: Scene, parts: Roles) -> bool:
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    return head in ("it", "which", "that") or not scene.tree.parsed
