"""Which treaty a word of an act is about: its object, the antecedent of its clause, or the one in mind."""

from __future__ import annotations

import re

from foedus.claims.lexicon import Frame
from foedus.claims.linking import Treaty
from foedus.claims.mention import Instrument
from foedus.claims.roles import Roles
from foedus.claims.scene import BILL, LEAVING, Scene, mentions_in
from foedus.claims.trees import Tree


def treaty_of(scene: Scene, i: int, parts: Roles, frame: Frame, noun: bool) -> tuple[Treaty | None, Instrument | None]:
    places = [parts.object, parts.object_all]
    if noun and (own := next((m for m in scene.instruments if m.core == i and not m.excluded), None)) is not None:
        return scene.of.get(id(own)), own  # "free trade talks": the talks say themselves what they are on
    if frame.id == "agree-to":
        _agreed_in(scene, i, parts)
    if "instrument" in frame.subject:
        places = [parts.subject, parts.object, *places]
    if set(frame.object) & {"instruments", "force"}:
        places = places[:1] if "force" in frame.object else []
    for place in places:
        row = mentions_in(scene, place)
        if "changes" in frame.object:  # "amendments to the pact": the pact's
            row = [m for m in row if m.head != "amendment" or m.titled]
        if row:
            done_to = [m for m in row if parts.passive and m.core == parts.object_head]
            best = min(done_to or row, key=lambda item: abs(item.core - i))
            return scene.of.get(id(best)), best
    if (hit := _above_object(scene, parts)) is not None:
        return scene.of.get(id(hit)), hit
    organisation = _organisation_told(scene, i, parts, frame)
    if organisation is not None:
        return organisation, None
    if frame.act == "notification":
        if (body := _body_left(scene, i)) is not None:
            return body, None
        named_here = {n.actor for n in scene.named} - {"UN"}  # to whom notices go, not what is left
        left = next((t for t in scene.treaties if t.organisation in named_here and t.seen and not t.mentions), None)
        if left is not None and not scene.instruments:
            return left, None  # an organisation that the text has told somebody to leave
        if (known := salient(scene, i)) is not None:
            return known, None
    loose = (
        frame.act == "notification"
        or bool(set(frame.about) & {"leaving", "suspending"})
        or bool(set(frame.object) & {"organisation", "belonging", "ties", "dues", "obligations", "member"})
        or (frame.implicit and not any(t.mentions and not t.excluded for t in scene.treaties))
    )
    if (
        parts.pronoun
        or frame.implicit
        or noun
        or not scene.tree.parsed
        or set(frame.object) - {"instrument", "organisation", "draft"}
    ):
        return salient(scene, i, loose), None
    return None, None


def _agreed_in(scene: Scene, i: int, parts: Roles) -> None:
    """ "In the November deal, both agreed …": what was agreed on is that deal."""
    if mentions_in(scene, parts.object_all) or not scene.tree.words[i].low.startswith("agree"):
        return
    told = next((m for m in scene.instruments if not m.excluded and told_in(scene.tree, m, i)), None)
    if told is not None:
        parts.object = {*parts.object, told.core}
        parts.object_heads = (*parts.object_heads, told.core)
        parts.object_head = told.core


def _above_object(scene: Scene, parts: Roles) -> Instrument | None:
    """ "The first of its kind that Tokyo has signed", said of an agreement."""
    for at in parts.object_heads:
        for word in scene.tree.up(at):
            hit = next((m for m in scene.instruments if m.core == word.i and not m.excluded), None)
            if hit is not None and scene.tree.parsed:
                parts.object = {*parts.object, hit.core}
                parts.object_heads = (*parts.object_heads, hit.core)
                return hit
            if word.dep not in ("appos", "pobj", "prep") and scene.tree.words[at].dep != "appos":
                break
    return None


_LEFT = re.compile(
    rf"{LEAVING.pattern}(?: its (?:membership|participation))?(?: (?:from|of|in|out of))?(?: the)?\s*$", re.I
)


def _body_left(scene: Scene, i: int) -> Treaty | None:
    """ "Notified the United Nations that it is withdrawing from the ICC": the body right after the words of leaving."""
    text, base = scene.tree.sentence.text, scene.tree.sentence.start
    start = scene.tree.words[i].end
    for item in scene.named:
        home = next((t for t in scene.treaties if t.organisation is not None and t.organisation == item.actor), None)
        if home is not None and item.start > start and _LEFT.search(text[start - base : item.start - base]):
            return home
    return None


def _organisation_told(scene: Scene, i: int, parts: Roles, frame: Frame) -> Treaty | None:
    """The organisation that a frame of joining and leaving speaks of, in its object or where its words say."""
    asked = set(frame.object)
    if frame.id == "decision-in-force":  # "the accession of Croatia to the Union took effect"
        return organisation_of(scene, parts.subject)
    if asked & {"organisation", "belonging", "candidacy", "organisation-itself", "no-longer-party"}:
        return organisation_of(scene, parts.object_all | parts.object)
    if "admission" in asked:
        body = organisation_of(scene, set(range(i + 1, len(scene.tree.words)))) or organisation_of(scene, parts.subject)
        return body or (_last_body(scene) if _AS_MEMBERS.match(scene.tree.after(i)) else None)
    if "member-of" in asked:
        told = parts.object_all | parts.object
        near = organisation_of(scene, told)
        if near is None and told:  # "joined the WTO, becoming its 143rd member"
            near = organisation_of(scene, set(range(max(told))))
        return near
    return None


_BODY = frozenset("organization organisation bloc alliance court grouping union commission agency".split())


def _body_meant(scene: Scene, indices: set[int]) -> Treaty | None:
    """ "Does not intend to leave the organization": the body told last."""
    words = scene.tree.words
    for j in indices:
        told = words[j].low in _BODY and j > 0 and words[j - 1].low in ("the", "this")
        if told and words[j].dep in ("dobj", "pobj") and words[j].text[0].islower():
            named = [n.actor for n in scene.named if n.actor and n.end <= words[j].start]
            bodies = {t.organisation: t for t in scene.treaties if t.organisation}
            last = next((a for a in reversed(named) if a in bodies), scene.context.last_body)
            return bodies.get(last) if last else None
    return None


_AS_MEMBERS = re.compile(r" as (?:an? |the )?(?:\w+ )?members?\b(?! of)")


def _last_body(scene: Scene) -> Treaty | None:
    """ "Two more were admitted as full members in May": the body told last."""
    last = scene.context.last_body
    return next((t for t in scene.treaties if t.organisation is not None and t.organisation == last), None)


def organisation_of(scene: Scene, indices: set[int]) -> Treaty | None:
    """The organisation left, joined or suspended from stands for the treaty that made it."""
    for treaty in scene.treaties:
        if treaty.organisation is None:
            continue
        for item in scene.named:
            if item.actor == treaty.organisation and any(j in indices for j in scene.tree.at(item.start, item.end)):
                return treaty
    return _body_meant(scene, indices)


def salient(scene: Scene, i: int, loose: bool = False) -> Treaty | None:
    """The treaty in mind at this word: the subject of its sentence, one named before it, else the last or main one."""
    here = [item for item in scene.instruments if not item.excluded]
    if here:
        tree = scene.tree
        subjects = [
            m
            for m in here
            if tree.parsed and tree.words[m.core].dep.startswith("nsubj") and m.core != i and _over(tree, m.core, i)
        ]
        before = subjects or [item for item in here if item.core < i] or here
        return scene.of.get(id(min(before, key=lambda item: abs(item.core - i))))
    at = scene.tree.words[i].start
    known = [t for t in scene.treaties if not t.excluded and any(m.start < at for m in t.mentions)]
    if not known:
        known = [t for t in scene.treaties if not t.excluded and t.mentions]
    alone = not any(t.mentions and not t.excluded for t in scene.treaties)
    organisation = (
        None
        if not loose and not alone
        else next(
            (
                t
                for t in sorted(scene.treaties, key=lambda t: t.organisation == "UN")  # which receives notices
                if t.organisation and not t.mentions and any(n.actor == t.organisation for n in scene.named)
            ),
            None,
        )
    )
    if organisation is not None and (loose or not known):
        return organisation if loose else None
    if not known:
        return next((t for t in scene.treaties if t.organisation), None) if loose else None
    main = max(known, key=lambda t: (len(t.mentions), -t.order))
    last = max(known, key=lambda t: max((m.start for m in t.mentions if m.start < at), default=-1))
    return main if len(main.mentions) > 2 * len(last.mentions) else last


_DUE = re.compile(
    r",? (?:(?:which|that) )?(?:(?:is|are|was|were) )?(?:now |currently )?"
    r"(?:due|set|scheduled|expected|slated|about) to "
)


_GOES = frozenset("entered came took went became expired lapsed ended ran".split())


def subject_before(scene: Scene, i: int, parts: Roles) -> None:
    """ "The 1986 Cocoa Agreement, due to expire in May": the treaty right before, wherever the parse hangs it."""
    base, text = scene.tree.sentence.start, scene.tree.sentence.text
    for item in scene.instruments:
        if item.last < i and _DUE.fullmatch(text[item.end - base : scene.tree.words[i].start - base]):
            parts.subject, parts.subject_head = {item.core}, item.core
            return
    word = scene.tree.words[i]
    if word.dep == "acl" and word.low in _GOES and any(m.core == word.head for m in scene.instruments):
        parts.subject, parts.subject_head, parts.passive = {word.head}, word.head, False
        return  # "The pact, which sets the border, entered into force", its verb hung on it as a participle
    which = next((c for c in scene.tree.words[i].children if scene.tree.words[c].low in ("which", "that")), None)
    if which is None or mentions_in(scene, parts.subject) or which > i:
        return
    before = [m for m in scene.instruments if m.last < which and which - m.last < 12 and not m.excluded]
    if before:  # "a pact with Russia, which expires in May": no state expires
        core = before[-1].core
        parts.subject, parts.subject_head = {core}, core


def rebind(scene: Scene, i: int, parts: Roles) -> None:
    """ "Instruments of the Treaty, which was signed …": the clause is of the treaty named last before it."""
    tree = scene.tree
    _whole_title(scene, parts)
    _after_its_treaty(scene, i, parts)
    _done_to_its_subject(scene, i, parts)
    if not tree.parsed or not parts.passive:
        return
    if tree.words[i].dep == "acl" and BILL.fullmatch(tree.words[tree.words[i].head].low):
        return  # "a law signed by the president": the law is signed
    if (
        tree.words[i].tag == "VBN"
        and not mentions_in(scene, parts.object)
        and (tree.words[i].dep == "acl" or tree.words[tree.words[i].head].dep == "acl")
    ):
        near = [m for m in scene.instruments if m.last < i and i - m.last < 13 and not m.excluded]
        if near:  # "plans to leave the Convention, negotiated in … and signed in …"
            core = near[-1].core
            parts.object, parts.object_all = {core}, {core}
            parts.object_head, parts.object_heads = core, (core,)
            return
    which = next((w.i for w in tree.words[max(0, i - 4) : i] if w.low in ("which", "that")), None)
    if which is None:
        return
    near = [m for m in scene.instruments if m.last < which and which - m.last < 16 and not m.excluded]
    if near and near[-1].core not in parts.object_heads:
        core = near[-1].core
        parts.object, parts.object_all = {core}, {core}
        parts.object_head, parts.object_heads = core, (core,)


def _whole_title(scene: Scene, parts: Roles) -> None:
    """ "The Convention on Human Rights, which Peru ratified": the clause hangs on the last word of the title."""
    for at in parts.object_heads:
        named = next((m for m in scene.instruments if m.titled and m.core < at <= m.last and not m.excluded), None)
        if named is not None:
            parts.object, parts.object_all = {*parts.object, named.core}, {*parts.object_all, named.core}
            parts.object_heads = (*parts.object_heads, named.core)


_NO_TREATY_DOES = frozenset("signed initialled initialed inked concluded ratified negotiated agreed adopted".split())


def _done_to_its_subject(scene: Scene, i: int, parts: Roles) -> None:
    """ "The pact, initialled in May, is secret", where the parse takes the participle for what the pact did."""
    tree, word = scene.tree, scene.tree.words[i]
    if word.low not in _NO_TREATY_DOES or parts.passive or word.tag not in ("VBD", "VBN") or parts.direct:
        return
    if any(tree.words[c].dep in ("aux", "dobj", "ccomp", "xcomp") for c in word.children):
        return
    core = next((m.core for m in scene.instruments if m.core == parts.subject_head and not m.excluded), None)
    if core is None:
        return
    parts.object, parts.object_all, parts.subject = {core}, {core}, set()
    parts.object_head, parts.object_heads, parts.subject_head = core, (core,), -1
    parts.passive = True


_GAP = re.compile(r"(?: (?:between|with|among) [^,;.()]{1,60})?\s*[,(–-]\s*(?:(?:first|newly|just|\w+ly) )?")


def _after_its_treaty(scene: Scene, i: int, parts: Roles) -> None:
    """ "The previous treaty, agreed upon in May": a participle right after the treaty is done to it."""
    tree, word = scene.tree, scene.tree.words[i]
    if not tree.parsed or word.tag not in ("VBN", "VBD") or mentions_in(scene, parts.object):
        return
    below = [tree.words[c].dep for c in word.children]
    if {"nsubj", "dobj", "aux", "auxpass", "nsubjpass"} & set(below):
        return
    base, text = tree.sentence.start, tree.sentence.text
    near = [m for m in scene.instruments if m.last < i and not m.excluded]
    if not near or not _GAP.fullmatch(text[near[-1].end - base : word.start - base]):
        return
    if any(BILL.fullmatch(w.low) for w in tree.words[max(0, near[-1].first - 6) : near[-1].first]):
        return  # "the law ratifying the statute, signed in May"
    core = near[-1].core
    parts.object, parts.object_all = {core}, {core}
    parts.object_head, parts.object_heads = core, (core,)
    parts.passive = True


def told_in(tree: Tree, mention: Instrument, i: int) -> bool:
    """ "In the November deal, both agreed …", "memoranda in which they agreed …": what was agreed was signed."""
    before = tree.words[mention.first - 2].low if mention.first >= 2 else ""
    start = tree.words[0].low if mention.first <= 3 else ""
    return (mention.last < i and tree.words[i].dep == "relcl" and tree.words[i].head == mention.core) or (
        mention.last < i and "in" in (before, start)
    )


def _over(tree: Tree, subject: int, i: int) -> bool:
    """Does the subject belong to the trigger's own verb or one above it?"""
    above = {i, *(word.i for word in tree.up(i))}
    return tree.words[subject].head in above
