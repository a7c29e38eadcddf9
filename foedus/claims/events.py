"""Triggers to acts: which frame a word opens, on which treaty, by whom, when, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from foedus.claims.context import Context, Who, who
from foedus.claims.dates import DateWords, find_dates, resolve
from foedus.claims.instruments import Instrument
from foedus.claims.lexicon import Frame, triggers, words
from foedus.claims.linking import Treaty
from foedus.claims.modality import Put, certainty_of, hinge, put
from foedus.claims.names import Named
from foedus.claims.roles import Roles, roles
from foedus.claims.speakers import Speaker, in_quote, voice_of
from foedus.claims.trees import Tree
from foedus.model.acts import ActKind
from foedus.model.actors import FormKind
from foedus.model.claims import Certainty, Modality, When


@dataclass(slots=True)
class Found:
    """An act told by one word of one sentence, before it is weighed against the others."""

    act: ActKind
    treaty: Treaty
    actors: tuple[str, ...]
    organ: str | None
    when: When | None
    modality: Modality
    condition: str | None
    source: tuple[str, ...]
    certainty: Certainty
    start: int
    end: int
    rule: str
    noun: bool = False
    heading: bool = False
    own_date: bool = False
    tree: Tree | None = None
    trigger: int = -1
    collective: bool = False
    derived: bool = False


@dataclass
class Scene:
    """One sentence under reading: its tree, names, treaties, dates, voices."""

    tree: Tree
    named: Sequence[Named]
    instruments: Sequence[Instrument]
    of: dict[int, Treaty]
    treaties: Sequence[Treaty]
    context: Context
    speakers: Sequence[Speaker]
    published: date | None
    near: date | None = None
    dates: list[DateWords] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dates = find_dates(self.tree.sentence.text, self.tree.sentence.start)


LEAVING = re.compile(r"\b(?:withdr[ae]w\w*|revo[ck]\w*|denounc\w*|leav(?:e|es|ing)|left|exit\w*|quit\w*|cancel\w*|annul\w*|rescind\w*|terminat\w*|abrogat\w*|pull\w* out)\b", re.I)
SUSPENDING = re.compile(r"\b(?:suspen\w+|freez\w+|froze\w*)\b", re.I)
RATIFYING = re.compile(r"\bratif\w+\b", re.I)
INSTRUMENTS = re.compile(r"\b(?:instruments?|documents?|notes|papers|ratifications|letters)\b", re.I)
BILL = re.compile(r"\b(?:bill|law|legislation|decree|act|order|resolution|measure|motion|document)\b", re.I)
DEPOSITARY = re.compile(r"\b(?:United Nations|UN|U\.N\.|Secretary-General|Secretary General|depositar?y|OAS|organi[sz]ation|secretariat|partners?|allies|government|parties|state)\b", re.I)
BELONGING = re.compile(rf"\b(?:{'|'.join(sorted(words('scope', 'belonging')))})\b", re.I)
DECISION = re.compile(r"\b(?:withdraw\w*|decision|intention|intent|ratif\w+|completion|complet\w+|procedures|leave|leaving|denunciation|suspension)\b", re.I)


def acts_in(scene: Scene) -> list[Found]:
    """All acts that a sentence tells, one for each word that opens a fitting frame."""
    found: list[Found] = []
    table = triggers()
    for word in scene.tree.words:
        options = table.get(word.low)
        if not options or _is_modifier(scene.tree, word.i, options):
            continue
        is_noun_tag = word.tag.startswith("NN")
        for frame, part, _base in options:
            if word.tag and part == "verb" and is_noun_tag and word.low not in ("initialled",):
                continue
            if word.tag and part == "noun" and not is_noun_tag:
                continue
            if not _particles(scene.tree, word.i, frame):
                continue
            made = _open(scene, word.i, frame, part == "noun")
            if made is not None:
                found.append(made)
                break
    return found


def _is_modifier(tree: Tree, i: int, options: Sequence[tuple[Frame, str, str]]) -> bool:
    """A trigger inside a name or before a noun of another thing tells no act: "signing ceremony", "ratification bill"."""
    word = tree.words[i]
    if word.dep == "compound":
        return True
    if word.dep == "amod" and word.tag in ("VBN", "VBG", "JJ"):
        return True
    return False


def _particles(tree: Tree, i: int, frame: Frame) -> bool:
    if not frame.particles:
        return True
    ahead = {word.low for word in tree.words[i + 1 : i + 6]}
    return bool(ahead & set(frame.particles))


def _open(scene: Scene, i: int, frame: Frame, noun: bool) -> Found | None:
    tree = scene.tree
    parts = roles(tree, i, noun)
    treaty, mention = _treaty(scene, i, parts, frame, noun)
    if treaty is None or treaty.excluded:
        return None
    subject = who(tree, parts.subject, scene.named, scene.context, treaty)
    if not subject.actors and parts.subject_head >= 0 and BILL.fullmatch(tree.words[parts.subject_head].low):
        subject = _maker_of(scene, i, treaty)
    if not _object_fits(scene, i, parts, frame, mention, noun) or not _subject_fits(frame, subject, parts, scene, noun):
        return None
    manner = put(tree, i, parts, noun)
    return _fill(scene, i, frame, parts, treaty, mention, subject, manner, noun)


def _maker_of(scene: Scene, i: int, treaty: Treaty) -> Who:
    """Whoever signed or passed the law that does the act: "signed the bill, which ratified the treaty"."""
    for word in scene.tree.up(i):
        if word.tag.startswith("V"):
            above = roles(scene.tree, word.i)
            return who(scene.tree, above.subject, scene.named, scene.context, treaty)
    return Who()


# ---- which treaty -------------------------------------------------------------------------------------------------------


def _mentions_in(scene: Scene, indices: set[int]) -> list[Instrument]:
    return [item for item in scene.instruments if item.core in indices and not item.excluded]


def _treaty(scene: Scene, i: int, parts: Roles, frame: Frame, noun: bool) -> tuple[Treaty | None, Instrument | None]:
    tree = scene.tree
    places = [parts.object, parts.object_all]
    if "instrument" in frame.subject:
        places = [parts.subject, parts.object, *places]
    for place in places:
        row = _mentions_in(scene, place)
        if row:
            best = min(row, key=lambda item: abs(item.core - i))
            return scene.of.get(id(best)), best
    organisation = _organisation(scene, parts.object_all | parts.object) if "organisation" in frame.object else None
    if organisation is not None:
        return organisation, None
    if parts.pronoun or frame.implicit or noun or set(frame.object) & {"bill", "ratifying", "instruments", "leaving", "reservation", "depositary", "belonging", "force", "none", "decision", "any", "bill-on-treaty"}:
        return _salient(scene, i), None
    if not tree.parsed:
        return _salient(scene, i), None
    return None, None


def _organisation(scene: Scene, indices: set[int]) -> Treaty | None:
    """The organisation left, joined or suspended from stands for the treaty that made it."""
    for treaty in scene.treaties:
        if treaty.organisation is None:
            continue
        for item in scene.named:
            if item.actor == treaty.organisation and any(j in indices for j in scene.tree.at(item.start, item.end)):
                return treaty
    return None


def _salient(scene: Scene, i: int) -> Treaty | None:
    """The treaty in mind at this word: one named in the sentence, else the last before, the main one first."""
    here = [item for item in scene.instruments if not item.excluded]
    if here:
        before = [item for item in here if item.core < i] or here
        return scene.of.get(id(min(before, key=lambda item: abs(item.core - i))))
    at = scene.tree.words[i].start
    known = [t for t in scene.treaties if not t.excluded and any(m.start < at for m in t.mentions)]
    if not known:
        known = [t for t in scene.treaties if not t.excluded and (t.organisation or t.mentions)]
    if not known:
        return None
    main = max(known, key=lambda t: (len(t.mentions), -t.order))
    last = max(known, key=lambda t: max((m.start for m in t.mentions if m.start < at), default=-1))
    return main if len(main.mentions) > 2 * len(last.mentions) else last


# ---- does the frame fit --------------------------------------------------------------------------------------------------


def _object_fits(scene: Scene, i: int, parts: Roles, frame: Frame, mention: Instrument | None, noun: bool) -> bool:
    text = _words_of(scene.tree, parts.object_all | parts.object)
    if frame.about and not any(_about(kind, text, scene, parts) for kind in frame.about):
        return False
    return any(_kind_fits(kind, text, scene, i, parts, mention, noun, frame) for kind in frame.object)


def _about(kind: str, text: str, scene: Scene, parts: Roles) -> bool:
    match kind:
        case "leaving":
            return bool(LEAVING.search(text))
        case "suspending":
            return bool(SUSPENDING.search(text))
        case "ratifying":
            return bool(RATIFYING.search(text))
        case "exchange-of-instruments":
            return bool(re.search(r"\bexchang\w+\b", text, re.I) and INSTRUMENTS.search(text))
        case "instrument":
            return bool(_mentions_in(scene, parts.object_all))
        case "reservation-word":
            return "reservation" in text.lower()
        case "decision":
            return bool(DECISION.search(_rest(scene.tree, parts))) or bool(DECISION.search(text))
    return False


def _rest(tree: Tree, parts: Roles) -> str:
    return tree.sentence.text


def _kind_fits(kind: str, text: str, scene: Scene, i: int, parts: Roles, mention: Instrument | None, noun: bool, frame: Frame) -> bool:
    head = scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
    match kind:
        case "instrument":
            return mention is not None and (mention.core in parts.object or mention.core in parts.object_all or (frame.subject == ("instrument",)))
        case "organisation":
            return mention is None and bool(_organisation(scene, parts.object | parts.object_all))
        case "pronoun":
            return parts.pronoun in ("it", "them", "so")
        case "none":
            return parts.object_head < 0 or head in ("soon",) or (noun and mention is None)
        case "any":
            return True
        case "bill":
            return bool(BILL.search(_words_of(scene.tree, parts.object)))
        case "bill-on-treaty":
            return bool(BILL.search(_words_of(scene.tree, parts.object)) and (RATIFYING.search(text) or _mentions_in(scene, parts.object_all)))
        case "leaving":
            return bool(LEAVING.search(text))
        case "ratifying":
            return bool(RATIFYING.search(_words_of(scene.tree, parts.object)))
        case "signature-word":
            return bool(re.search(r"\bsignature\b", text, re.I))
        case "instruments":
            near = scene.tree.sentence.text[max(0, scene.tree.words[i].start - scene.tree.sentence.start - 60) :][:160] if noun else text
            return bool(INSTRUMENTS.search(text) and (RATIFYING.search(near) or RATIFYING.search(scene.tree.sentence.text) or re.search(r"\b(?:acceptance|accession|approval)\b", text)))
        case "belonging":
            return bool(BELONGING.search(_words_of(scene.tree, parts.object))) and not re.search(r"\bfunding\b", text, re.I)
        case "reservation":
            return bool(re.search(r"\b(?:reservations?|declaration)\b", _words_of(scene.tree, parts.object), re.I))
        case "depositary":
            return bool(DEPOSITARY.search(text))
        case "decision":
            return bool(DECISION.search(text) or DECISION.search(scene.tree.sentence.text))
        case "member":
            return bool(re.search(r"\bmembers?\b|\bparty\b", scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:40], re.I))
        case "force":
            return bool(re.match(r"\s*(?:(?:\w+\s+){0,2}?(?:into|in|to)?\s*)?(?:\w+\s+)?(?:force|effect)\b", scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :], re.I))
        case "invalid":
            return bool(re.search(r"\b(?:invalid|void|defunct|ineffective)\b", scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:30], re.I))
        case "article":
            return bool(re.search(r"\barticles?\s+\w+|\bclause\b", text, re.I))
        case "loan":
            return bool(re.search(r"\bloan|credit|grant\b", text, re.I))
    return False


def _words_of(tree: Tree, indices: set[int]) -> str:
    return " ".join(tree.words[j].text for j in sorted(indices))


def _subject_fits(frame: Frame, subject: Who, parts: Roles, scene: Scene, noun: bool) -> bool:
    if not frame.subject:
        return True
    for kind in frame.subject:
        if kind == "legislature" and subject.legislature:
            return True
        if kind == "state" and subject.actors:
            return True
        if kind == "instrument" and (_mentions_in(scene, parts.subject) or _points_at_treaty(scene, parts)):
            return True
    return False


def _points_at_treaty(scene: Scene, parts: Roles) -> bool:
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    return head in ("it", "which", "that") or not scene.tree.parsed


# ---- filling in --------------------------------------------------------------------------------------------------------------


def _fill(scene: Scene, i: int, frame: Frame, parts: Roles, treaty: Treaty, mention: Instrument | None, subject: Who, manner: Put, noun: bool) -> Found | None:
    tree = scene.tree
    act = ActKind(frame.act)
    voice = voice_of(tree, i, scene.speakers)
    actors = _actors(scene, frame, parts, treaty, mention, subject, voice, noun)
    if actors is None:
        return None
    modality, condition = manner.modality, manner.condition
    if frame.modality:
        modality = Modality(frame.modality)
    if act is ActKind.ENTRY_INTO_FORCE and manner.forward and (waits := hinge(tree, i)):
        modality, condition = Modality.CONDITIONAL, waits
    if act is ActKind.EXCHANGE and _inside_future(tree, i):
        modality = Modality.SCHEDULED
    when, own_date = _when(scene, i, manner.forward or modality is Modality.SCHEDULED, voice, noun, modality)
    if act is ActKind.WITHDRAWAL and modality is Modality.SCHEDULED and not (when and when.date):
        modality = Modality.PROPOSED  # "will withdraw" with no day is an intention
    if act is ActKind.WITHDRAWAL and frame.condition and modality is Modality.OCCURRED:
        condition = frame.condition
    elif frame.condition and act is not ActKind.WITHDRAWAL:
        condition = frame.condition
    source = (voice.label,) if voice is not None else ()
    certainty = certainty_of(tree.sentence.text, source, bool(voice and voice.believes))
    start, end = _stretch(tree, i)
    return Found(
        act, treaty, actors, subject.organ, when, modality, condition, source, certainty, start, end, frame.id,
        noun=noun, heading=tree.sentence.heading, own_date=own_date, tree=tree, trigger=i, collective=subject.collective,
    )  # fmt: skip


def _actors(scene: Scene, frame: Frame, parts: Roles, treaty: Treaty, mention: Instrument | None, subject: Who, voice: Speaker | None, noun: bool) -> tuple[str, ...] | None:
    mine = subject.actors
    if frame.actors == "parties":
        return tuple(treaty.all_parties) if treaty.is_bilateral else ()
    if frame.actors == "mover":
        moved = who(scene.tree, parts.object - _treaty_words(scene, parts.object), scene.named, scene.context, None).actors
        moved = tuple(a for a in moved if a != treaty.organisation)
        return (moved[:1] or mine) if moved and set(moved) & set(mine) else (mine or moved)
    if frame.actors == "adopter":
        return mine
    if frame.actors == "both":
        partners = who(scene.tree, parts.partners, scene.named, scene.context, None).actors
        row = tuple(dict.fromkeys((*mine, *partners, *(mention.parties if mention else ()))))
        if mention is not None and len(row) >= 2 and not treaty.handle and (mine or partners):
            for party in row:
                treaty.parties[party] = None
        if treaty.is_bilateral and not subject.collective:
            return treaty.all_parties
        return row or mine
    if not mine and mention is not None and mention.parties and noun:
        return ()
    return mine


def _treaty_words(scene: Scene, indices: set[int]) -> set[int]:
    found: set[int] = set()
    for item in scene.instruments:
        if item.core in indices:
            found |= set(range(item.first, item.last + 1))
    return found


def _inside_future(tree: Tree, i: int) -> bool:
    """An exchange told in the time clause of a sentence that looks ahead ("will take effect when … exchanged")."""
    before = tree.sentence.text[: tree.words[i].start - tree.sentence.start]
    return bool(re.search(r"\b(?:will|shall|is to|would)\b[^.;]*\b(?:when|after|once|upon|from the (?:day|date)|on the (?:day|date)|as soon as|following)\b", before, re.I))


def _stretch(tree: Tree, i: int) -> tuple[int, int]:
    return tree.sentence.start, tree.sentence.end


def _when(scene: Scene, i: int, forward: bool, voice: Speaker | None, noun: bool, modality: Modality) -> tuple[When | None, bool]:
    tree = scene.tree
    best: tuple[int, DateWords] | None = None
    speech: DateWords | None = None
    for item in scene.dates:
        where = tree.at(item.start, item.end)
        if not where:
            continue
        owner = _owner(tree, where.start, i, scene)
        if owner == "speech":
            speech = speech or item
            continue
        if owner == "other":
            continue
        distance = abs(where.start - i)
        if best is None or distance < best[0]:
            best = (distance, item)
    if best is not None:
        when = resolve(best[1], scene.published, forward, scene.near)
        if when.date is not None or when.offset:
            return when, True
    if speech is not None and modality in (Modality.OCCURRED, Modality.PROPOSED, Modality.DENIED):
        tense = tree.words[i].tag
        perfect = any(tree.words[c].low in ("has", "have", "had", "'s", "’s") for c in tree.words[i].children)
        if modality is not Modality.OCCURRED or perfect or tense in ("VBZ", "VBP") or noun:
            return resolve(speech, scene.published, False, scene.near), False
    return None, False


def _owner(tree: Tree, at: int, i: int, scene: Scene) -> str:
    """Whose date it is: the trigger's, a word of speech's, or another act's."""
    if not tree.parsed:
        between = tree.words[min(at, i) : max(at, i)]
        return "other" if any(word.low in triggers() for word in between[1:-1]) else "trigger"
    chain = [tree.words[at], *tree.up(at)]
    above = {word.i: depth for depth, word in enumerate([tree.words[i], *tree.up(i)])}
    speech = {item.verb for item in scene.speakers}
    for word in chain:
        if word.i == i:
            return "trigger"
        if word.i in speech:
            return "speech" if word.i in above or True else "other"
        if word.low in triggers() and word.tag.startswith("V") and word.i != i:
            joined = tree.words[i].dep == "conj" and tree.words[i].head == word.i
            if word.i in above and not joined:
                return "trigger" if above[word.i] <= 1 and tree.words[i].dep in ("xcomp", "dobj", "nsubjpass", "nsubj", "pobj", "acl") else "other"
            return "trigger" if joined else "other"
        if word.i in above and (word.tag.startswith("V") or word.dep == "ROOT"):
            return "trigger"
    return "other"
