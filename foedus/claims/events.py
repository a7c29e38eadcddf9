"""Triggers to acts: which frame a word opens, on which treaty, by whom, when, and how it is put."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from foedus.claims.context import Context, Who, is_state, who
from foedus.claims.dates import DateWords, find_dates, resolve
from foedus.claims.instruments import Instrument, actors_in_row
from foedus.claims.lexicon import Frame, telling, triggers, words
from foedus.claims.linking import Treaty
from foedus.claims.modality import Put, certainty_of, hinge, is_media, put
from foedus.claims.names import Named
from foedus.claims.roles import Roles, roles
from foedus.claims.segments import dateline_length
from foedus.claims.speakers import Speaker, in_quote, voice_of
from foedus.claims.trees import Tree, Word
from foedus.model.acts import ActKind
from foedus.model.actors import FormKind
from foedus.model.claims import Certainty, Modality, When
from foedus.model.dates import partial_date


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
    quoted: Speaker | None = None
    decided: ActKind | None = None
    dateline: When | None = None
    day: When | None = None
    dates: list[DateWords] = field(default_factory=list)

    def __post_init__(self) -> None:
        text, start = self.tree.sentence.text, self.tree.sentence.start
        self.context.blocked = [(m.start, m.end) for m in self.instruments if m.titled]
        self.dates = [item for item in find_dates(text, start) if item.start >= start + dateline_length(text)]


LEAVING = re.compile(
    r"\b(?:withdr[ae]w\w*|revo[ck]\w*|denounc\w*|leav(?:e|es|ing)|left|exit\w*|quit\w*|cancel\w*|annul\w*|rescind\w*|terminat\w*|abrogat\w*|pull\w* out)\b",
    re.I,
)
SUSPENDING = re.compile(r"\b(?:suspen\w+|freez\w+|froze\w*)\b", re.I)
RATIFYING = re.compile(r"\bratif\w+\b", re.I)
INSTRUMENTS = re.compile(r"\b(?:instruments?|documents?|notes|papers|ratifications|letters)\b", re.I)
BILL = re.compile(r"\b(?:bill|law|legislation|decree|act|order|resolution|measure|motion|document)\b", re.I)
DEPOSITARY = re.compile(
    r"\b(?:United Nations|UN|U\.N\.|Secretary\s*-?\s*General|depositar?y|OAS|organi[sz]ation|secretariat|partners?|allies|government|parties|state)\b",
    re.I,
)
BELONGING = re.compile(rf"\b(?:{'|'.join(sorted(words('scope', 'belonging')))})\b", re.I)
DECISION = re.compile(
    r"\b(?:withdraw\w*|decision|intention|intent|ratif\w+|completion|complet\w+|procedures|leave|leaving|denunciation|suspension)\b",
    re.I,
)


def acts_in(scene: Scene) -> list[Found]:
    """All acts that a sentence tells, one for each word that opens a fitting frame."""
    found: list[Found] = listed_acts(scene)
    if found:
        return found
    table = triggers()
    for word in scene.tree.words:
        options = table.get(_whole(scene.tree, word.i))
        if not options or _is_modifier(scene.tree, word.i):
            continue
        is_noun_tag = word.tag.startswith("NN")
        for frame, part, _base in options:
            if word.tag and (part == "verb") is is_noun_tag:
                continue
            if not _particles(scene.tree, word.i, frame):
                continue
            made = _open(scene, word.i, frame, part == "noun")
            if made is not None:
                found += made
                break
    return _apart(scene, found) + ellipses(scene, found)


def _apart(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """Nouns that only say what a verb of the same sentence acts on tell nothing of their own."""
    verbs = [f for f in found if not f.noun]
    notices = [f for f in found if f.act is ActKind.NOTIFICATION]
    kept = []
    for item in found:
        own = item.rule in ("exchange-noun", "in-force-noun", "talks", "progress", "offer-noun")
        if item.noun and not own and not item.actors and not item.own_date and any(v.treaty is item.treaty for v in verbs):
            continue
        told = next((n for n in notices if n is not item and n.trigger < item.trigger and n.treaty is item.treaty), None)
        if told is not None and item.act in (ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.RESERVATION) and (item.noun or item.modality is not Modality.OCCURRED):
            if not told.own_date and item.own_date and item.modality is Modality.OCCURRED:
                told.when, told.own_date = item.when, True  # "notified it of its withdrawal on 27 January"
            if item.modality is not Modality.SCHEDULED or not item.own_date:
                continue
        kept.append(item)
    return kept


_ECHO = frozenset("did does do has have had".split())


def ellipses(scene: Scene, found: Sequence[Found]) -> list[Found]:
    """ "While Russia ratified it, neither the United States nor China ever did": the verb is the one before."""
    words_ = scene.tree.words
    made = []
    for word in words_:
        after = words_[word.i + 1 : word.i + 3]
        if word.low not in _ECHO or (after and after[0].text not in ".,;”\"" and after[0].low not in ("so", "not", "n't")):
            continue
        if after and after[0].low in ("not", "n't") and len(after) > 1 and after[1].text not in ".,;”\"":
            continue
        told = [f for f in found if f.trigger < word.i and not f.noun and f.act in (ActKind.RATIFICATION, ActKind.SIGNATURE, ActKind.ACCESSION, ActKind.WITHDRAWAL)]
        start = max((w.i for w in words_[: word.i] if w.text in ",;" or w.low in ("but", "while")), default=-1)
        row = range(start + 1, word.i)
        actors = who(scene.tree, row, scene.named, scene.context, None).actors
        if not told or not actors or told[-1].trigger > start:
            continue
        low = {words_[j].low for j in row} | {w.low for w in after}
        denied = bool(low & {"neither", "never", "not", "n't", "no"})
        made.append(replace(told[-1], actors=actors, organ=None, when=None, own_date=False, trigger=word.i, modality=Modality.DENIED if denied else Modality.OCCURRED, rule=told[-1].rule + "-echo"))
    return made


def _whole(tree: Tree, i: int) -> str:
    """The word with a prefix that the parser cuts off: "re-enter"."""
    if i >= 2 and tree.words[i - 1].text == "-" and tree.words[i - 2].low == "re":
        return "re-" + tree.words[i].low
    return tree.words[i].low


def _is_modifier(tree: Tree, i: int) -> bool:
    """A trigger inside a name or before a noun of another thing tells no act: "signing ceremony", "ratification bill"."""
    word = tree.words[i]
    return word.dep == "compound" or (word.dep == "amod" and word.tag in ("VBN", "VBG", "JJ"))


def _particles(tree: Tree, i: int, frame: Frame) -> bool:
    if not frame.particles:
        return True
    ahead = {word.low for word in tree.words[i + 1 : i + 6]}
    return bool(ahead & set(frame.particles))


def _open(scene: Scene, i: int, frame: Frame, noun: bool) -> list[Found] | None:
    tree = scene.tree
    parts = roles(tree, i, noun)
    if not noun:
        _rebind(scene, i, parts)
        if frame.id == "rejoin-bare" and tree.words[i].low.startswith("join") and not re.search(r"\b(?:is|was|are|were|set|due|plans?|planned|wants?) to$", " ".join(w.low for w in tree.words[max(0, i - 3) : i])):
            return None
        if (frame.passive == "no" and parts.passive) or (frame.passive == "yes" and not parts.passive):
            return None
        if frame.act in ("withdrawal", "suspension") and tree.words[i].dep in ("acl", "relcl") and tree.words[i].head != i and BILL.fullmatch(tree.words[tree.words[i].head].low):
            return None  # "a bill revoking …": the vote or signature on the bill is the act
    treaty, mention = _treaty(scene, i, parts, frame, noun)
    if treaty is None or treaty.excluded or (noun and RATIFYING.match(tree.words[i].low) and _of_instrument(tree, i)):
        return None
    voice = voice_of(tree, i, scene.speakers) or _quoted_voice(scene, i)
    scene.context.voice = voice  # "Canada said it would …": the pronoun is the speaker's
    subject = who(tree, parts.subject, scene.named, scene.context, treaty)
    if noun and i + 1 < len(tree.words) and tree.words[i + 1].low in ("by", "from"):
        row = actors_in_row(tree, i + 2, scene.named, wide=True)  # a list, which the parser takes apart
        subject.actors = tuple(dict.fromkeys(row)) if len(row) > len(subject.actors) else subject.actors
    if not subject.actors and parts.subject_head >= 0 and BILL.fullmatch(tree.words[parts.subject_head].low):
        subject = _maker_of(scene, i, treaty)
    if not _object_fits(scene, i, parts, frame, mention, noun) or not _subject_fits(frame, subject, parts, scene, noun):
        return None
    manner = put(tree, i, parts, noun)
    if manner.dropped:
        return []
    made = _fill(scene, i, frame, parts, treaty, mention, subject, manner, noun, voice)
    return [] if made is None else made


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
    places = [parts.object, parts.object_all]
    if frame.id == "agree-to" and not _mentions_in(scene, parts.object_all) and scene.tree.words[i].low.startswith("agree"):
        told = next((m for m in scene.instruments if not m.excluded and _in_it(scene.tree, m, i)), None)
        if told is not None:
            parts.object = {*parts.object, told.core}
            parts.object_heads = (*parts.object_heads, told.core)
            parts.object_head = told.core
    if "instrument" in frame.subject:
        places = [parts.subject, parts.object, *places]
    if set(frame.object) & {"instruments", "force"}:
        places = places[:1] if "force" in frame.object else []
    for place in places:
        row = _mentions_in(scene, place)
        if row:
            best = min(row, key=lambda item: abs(item.core - i))
            return scene.of.get(id(best)), best
    for at in parts.object_heads:  # "the first of its kind that Tokyo has signed", said of an agreement
        for word in scene.tree.up(at):
            hit = next((m for m in scene.instruments if m.core == word.i and not m.excluded), None)
            if hit is not None and scene.tree.parsed:
                parts.object = {*parts.object, hit.core}
                parts.object_heads = (*parts.object_heads, hit.core)
                return scene.of.get(id(hit)), hit
            if word.dep not in ("appos", "pobj", "prep") and scene.tree.words[at].dep != "appos":
                break
    organisation = _organisation(scene, parts.object_all | parts.object) if set(frame.object) & {"organisation", "belonging"} else None
    if organisation is not None:
        return organisation, None
    if frame.act == "notification":
        named_here = {n.actor for n in scene.named}
        left = next((t for t in scene.treaties if t.organisation in named_here and t.seen and not t.mentions), None)
        if left is not None and not scene.instruments:
            return left, None  # an organisation that the text has told somebody to leave
        if (known := _salient(scene, i)) is not None:
            return known, None
    loose = frame.act == "notification" or bool(set(frame.object) & {"organisation", "belonging", "ties", "dues", "obligations", "member"}) or (frame.implicit and not any(t.mentions and not t.excluded for t in scene.treaties))
    if parts.pronoun or frame.implicit or noun or not scene.tree.parsed or set(frame.object) - {"instrument", "organisation", "draft"}:
        return _salient(scene, i, loose), None
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


def _salient(scene: Scene, i: int, loose: bool = False) -> Treaty | None:
    """The treaty in mind at this word: the subject of its sentence, one named before it, else the last or main one."""
    here = [item for item in scene.instruments if not item.excluded]
    if here:
        tree = scene.tree
        subjects = [m for m in here if tree.parsed and tree.words[m.core].dep.startswith("nsubj") and m.core != i and _over(tree, m.core, i)]
        before = subjects or [item for item in here if item.core < i] or here
        return scene.of.get(id(min(before, key=lambda item: abs(item.core - i))))
    at = scene.tree.words[i].start
    known = [t for t in scene.treaties if not t.excluded and any(m.start < at for m in t.mentions)]
    if not known:
        known = [t for t in scene.treaties if not t.excluded and t.mentions]
    alone = not any(t.mentions and not t.excluded for t in scene.treaties)
    organisation = None if not loose and not alone else next((t for t in scene.treaties if t.organisation and not t.mentions and any(n.actor == t.organisation for n in scene.named)), None)
    if organisation is not None and (loose or not known):
        return organisation if loose else None
    if not known:
        return next((t for t in scene.treaties if t.organisation), None) if loose else None
    main = max(known, key=lambda t: (len(t.mentions), -t.order))
    last = max(known, key=lambda t: max((m.start for m in t.mentions if m.start < at), default=-1))
    return main if len(main.mentions) > 2 * len(last.mentions) else last


# ---- does the frame fit --------------------------------------------------------------------------------------------------


def _object_fits(scene: Scene, i: int, parts: Roles, frame: Frame, mention: Instrument | None, noun: bool) -> bool:
    text = _words_of(scene.tree, parts.object_all | parts.object)
    if frame.about and "bill" in frame.object:  # "adopted a decree … to lift reservations", wherever the clause hangs
        text += " " + scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:90]
    if frame.about and not any(_about(kind, text, scene, parts) for kind in frame.about):
        return False
    return any(_kind_fits(kind, text, scene, i, parts, mention, noun, frame) for kind in frame.object)


def _about(kind: str, text: str, scene: Scene, parts: Roles) -> bool:
    match kind:
        case "leaving":
            told_of = _words_of(scene.tree, parts.object)
            same_bill = bool(BILL.search(told_of)) and not RATIFYING.search(text) and scene.context.bill == "leaving"
            return bool(LEAVING.search(text)) or same_bill
        case "suspending":
            return bool(SUSPENDING.search(text))
        case "ratifying":
            return bool(RATIFYING.search(text))
        case "exchange-of-instruments":
            return bool(re.search(r"\bexchang\w+\b", text, re.I) and INSTRUMENTS.search(text))
        case "instrument":
            return bool(_mentions_in(scene, parts.object_all))
        case "legislature":
            return bool(words("voices", "legislatures") & set(text.lower().split()))
        case "reservation-word":
            return "reservation" in text.lower()
        case "decision":
            return bool(DECISION.search(_rest(scene.tree, parts))) or bool(DECISION.search(text))
    return False


def _rest(tree: Tree, parts: Roles) -> str:
    return tree.sentence.text


def _kind_fits(
    kind: str, text: str, scene: Scene, i: int, parts: Roles, mention: Instrument | None, noun: bool, frame: Frame
) -> bool:
    head = scene.tree.words[parts.object_head].low if parts.object_head >= 0 else ""
    match kind:
        case "instrument":
            return _is_object(scene, parts, mention, noun) or (mention is not None and frame.subject == ("instrument",))
        case "draft":
            return mention is not None and _is_object(scene, parts, mention, noun) and (mention.draft or frame.id != "draft-moved" or "draft" in text.lower() or "text" in text.lower())
        case "to-treat":
            return bool(_mentions_in(scene, parts.object_all)) or bool(re.search(r"\b(?:treaty|pact|accord)\b", scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:60], re.I))
        case "talks":
            return mention is not None and mention.core in parts.object_all or bool(re.search(r"\b(?:months|years|days|weeks|rounds?) of(?: \w+)? (?:negotiation|talk)", scene.tree.sentence.text, re.I))
        case "ties":
            return bool(re.search(r"\bties\b", _words_of(scene.tree, parts.object), re.I))
        case "dues":
            return bool(re.search(r"\b(?:funding|contributions?|dues|payments?)\b", _words_of(scene.tree, parts.object), re.I))
        case "obligations":
            return bool(re.search(r"\b(?:obligations?|commitments?)\b", _words_of(scene.tree, parts.object), re.I))
        case "organisation":
            return mention is None and bool(_organisation(scene, parts.object | parts.object_all))
        case "pronoun":
            return parts.pronoun in ("it", "them", "so") and (frame.id != "agree-to" or parts.passive)
        case "none":
            nxt = scene.tree.words[i + 1].low if i + 1 < len(scene.tree.words) else ""
            if not noun and (nxt in ("back", "up", "off", "over", "out", "for", "behind") or _first_object(scene.tree, i)):
                return False
            return not _real_objects(scene, parts) or (noun and mention is None)
        case "any":
            return True
        case "bill":
            return bool(BILL.fullmatch(head)) and not re.search(r"\bexchang", text[:60], re.I)
        case "bill-on-treaty":
            return bool(
                BILL.search(_words_of(scene.tree, parts.object))
                and (RATIFYING.search(text) or _mentions_in(scene, parts.object_all))
            )
        case "leaving":
            return bool(LEAVING.search(text))
        case "ratifying":
            own = _words_of(scene.tree, parts.object)
            papers = head in ("instrument", "instruments", "documents") and frame.id == "decree-of-ratification"
            return bool(RATIFYING.match(head) or ((papers or BILL.fullmatch(head)) and RATIFYING.search(own))) and not re.search(r"\bexchang", own, re.I)
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
        case "belonging":
            return bool(BELONGING.search(_words_of(scene.tree, parts.object))) and not re.search(
                r"\bfunding\b", text, re.I
            )
        case "reservation":
            return bool(re.search(r"\b(?:reservations?|declaration)\b", _words_of(scene.tree, parts.object), re.I))
        case "depositary":
            return bool(DEPOSITARY.search(text))
        case "decision":
            after = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:120]
            return bool(DECISION.search(text)) or (noun and bool(re.search(r"\b(?:decision|intention|intent) to\b", after)))
        case "member":
            return bool(
                re.search(
                    r"\bmembers?\b|\bparty\b",
                    scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:40],
                    re.I,
                )
            )
        case "force":
            return bool(
                re.match(
                    r"\s*(?:(?:\w+\s+){0,2}?(?:into|in|to)?\s*)?(?:\w+\s+)?(?:force|effect)\b",
                    scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :],
                    re.I,
                )
            )
        case "invalid":
            return bool(
                re.search(
                    r"\b(?:invalid|void|defunct|ineffective)\b",
                    scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :][:30],
                    re.I,
                )
            )
        case "article":
            return bool(re.search(r"\barticles?\s+\w+|\bclause\b", text, re.I))
        case "loan":
            return bool(re.search(r"\bloan|credit|grant\b", text, re.I))
    return False


def _is_object(scene: Scene, parts: Roles, mention: Instrument | None, noun: bool) -> bool:
    """Is the treaty itself acted on, and not only told of below a law or a decision?"""
    if mention is None:
        return False
    if noun or not scene.tree.parsed:
        return mention.core in parts.object or mention.core in parts.object_all
    if mention.core not in parts.object or parts.object_head < 0:
        return False
    if mention.core in parts.object_heads or _joined(scene.tree, mention.core, parts.object_heads):
        return True
    head = scene.tree.words[parts.object_head].low
    if scene.tree.words[mention.core].dep == "pobj" and scene.tree.words[scene.tree.words[mention.core].head].low != "of":
        return False
    return not (BILL.fullmatch(head) or RATIFYING.match(head) or LEAVING.match(head) or head in ("reservation", "reservations", "claims", "plans", "decision"))


def _real_objects(scene: Scene, parts: Roles) -> list[int]:
    """Objects that are no day, place or reign: "rejoined in 2021 under a new president" has none."""
    tree = scene.tree
    found = []
    for at in parts.object_heads:
        word = tree.words[at]
        dated = any(d.start <= word.start < d.end for d in scene.dates) or word.tag == "CD"
        around = word.dep == "pobj" and tree.words[word.head].low in ("in", "on", "at", "under", "after", "before", "during", "as", "for", "by")
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


def _words_of(tree: Tree, indices: set[int]) -> str:
    return " ".join(tree.words[j].text for j in sorted(indices))


def _subject_fits(frame: Frame, subject: Who, parts: Roles, scene: Scene, noun: bool) -> bool:
    if not frame.subject:
        return True
    for kind in frame.subject:
        if kind == "legislature" and subject.legislature:
            return True
        if kind == "state" and subject.actors and not (subject.legislature and "legislature" in frame.not_subject):
            return True
        if kind == "decision" and _decided(scene, parts):
            return True
        if kind == "instrument" and (_mentions_in(scene, parts.subject) or _points_at_treaty(scene, parts)):
            return True
    return False


_EFFECT_OF = {"withdrawal": "withdrawal", "exit": "withdrawal", "denunciation": "withdrawal", "departure": "withdrawal", "suspension": "suspension", "accession": "accession", "reservation": "reservation"}


def _decided(scene: Scene, parts: Roles) -> ActKind | None:
    """The act whose effect is told: "the withdrawal takes effect", "its decision took effect"."""
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    if head in _EFFECT_OF:
        return ActKind(_EFFECT_OF[head])
    return scene.decided if head in ("decision", "move", "step") else None


def _points_at_treaty(scene: Scene, parts: Roles) -> bool:
    head = scene.tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    return head in ("it", "which", "that") or not scene.tree.parsed


# ---- filling in --------------------------------------------------------------------------------------------------------------


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


def _fill(
    scene: Scene, i: int, frame: Frame, parts: Roles, treaty: Treaty, mention: Instrument | None, subject: Who, manner: Put, noun: bool, voice: Speaker | None
) -> list[Found] | None:
    tree = scene.tree
    act = (_decided(scene, parts) if frame.id == "decision-in-force" else None) or ActKind(frame.act)
    actors = _actors(scene, i, frame, parts, treaty, mention, subject, noun)
    modality, condition = manner.modality, manner.condition
    act, modality, condition = _turned(frame, act, modality, condition, manner, tree, i)
    if frame.modality and not (act is ActKind.PERFORMANCE and modality is Modality.PROPOSED):
        modality = Modality(frame.modality)
    if act is ActKind.ENTRY_INTO_FORCE and manner.forward and (waits := hinge(tree, i)):
        modality, condition = Modality.CONDITIONAL, waits
    if act is not ActKind.ENTRY_INTO_FORCE and _inside_future(tree, i):
        if act is not ActKind.EXCHANGE and not (act is ActKind.DEPOSIT and actors):
            return None  # the condition of the force to come
        modality = Modality.SCHEDULED
    if act in (ActKind.ENTRY_INTO_FORCE, ActKind.TERMINATION) and modality is Modality.OCCURRED and tree.words[i].tag in ("VBZ", "VBP") and not tree.sentence.heading:
        coming = _when(scene, i, True, noun, Modality.SCHEDULED, voice)[0]
        if coming and coming.date and scene.published and coming.date.earliest > scene.published:
            modality = Modality.SCHEDULED  # "expires on 5 February", said in January
    when, own_date = _when(scene, i, modality in (Modality.SCHEDULED, Modality.CONDITIONAL), noun, modality, voice)
    if modality is Modality.SCHEDULED and when and when.date and scene.published and when.date.latest < scene.published:
        when, own_date = None, False  # a day gone by is not the planned one
    if frame.id == "breach-noun" and not actors:
        actors = _undoer(scene, i)
    if act is ActKind.PERFORMANCE and ((noun and not actors) or (frame.id == "breach" and manner.modality is Modality.DENIED)):
        return None
    if not actors and act in (ActKind.RESERVATION, ActKind.WITHDRAWAL, ActKind.SUSPENSION) and not subject.collective:
        actors = scene.context.main_states[:1] if scene.context.one_state else ()
    if noun and ((not own_date and not subject.actors and _loose_noun(tree, i)) or _below_other(tree, i)):
        return None
    if not actors and not noun and act in (ActKind.WITHDRAWAL, ActKind.TERMINATION) and not parts.passive and frame.id != "expire":
        return None  # "terminating the treaty would …": nobody does it
    if act is ActKind.WITHDRAWAL and not treaty.implied and treaty.is_bilateral and actors and not set(actors) & set(treaty.all_parties):
        return None  # others "denounce" an agreement in the everyday sense
    if frame.id == "kept-not" and modality is not Modality.DENIED and not (actors and manner.modality is Modality.OCCURRED and tree.words[i].tag == "VBN"):
        return None
    if not actors and not noun and (behalf := _on_behalf(scene, i)):
        actors = behalf
    if not actors and parts.passive and modality is not Modality.OCCURRED and not treaty.is_bilateral and voice and voice.actor and is_state(voice.actor) and frame.actors == "both":
        actors = (voice.actor,)  # "he said the accord would be signed": by the state he speaks for
    if frame.id == "breach-noun" and not actors:
        return None
    if frame.id == "talks" and len(actors) == 1:
        return None
    if tree.words[i].dep in ("csubj", "csubjpass"):
        return None  # "terminating the treaty would …" tells what it would be like
    if frame.id == "agree-to" and tree.words[i].low.startswith("agree") and mention is not None and _in_it(tree, mention, i):
        act = ActKind.SIGNATURE
    if act is ActKind.ENTRY_INTO_FORCE and modality is Modality.OCCURRED and when is None and tree.words[i].tag in ("VBZ", "VBP") and not tree.sentence.heading and not any(tree.words[c].dep == "aux" for c in tree.words[i].children):
        modality = Modality.SCHEDULED  # "as and when it comes into force": nobody says that it has
    if when is None and scene.day is not None and modality is Modality.OCCURRED and not noun and tree.words[i].tag == "VBD":
        when, own_date = scene.day, True
    if when is None and scene.dateline is not None and modality is Modality.OCCURRED and not noun and _perfect(tree, i):
        when = scene.dateline
    if mention is not None and mention.parties and len(treaty.parties) == 1 and len(actors) == 1 and is_state(actors[0]):
        treaty.parties[actors[0]] = None  # "ratified its pact with Japan": the one that ratifies is the other party
    turned = _by_date(act, modality, when, manner, scene)
    if turned is not modality:
        modality = turned
        when, own_date = _when(scene, i, False, noun, modality, voice)
    if act is ActKind.RESERVATION and re.search(r"\bdeclaration\b", _words_of(tree, parts.object), re.I):
        condition = "withdrawal of general declaration"
    elif frame.condition and (act is not ActKind.WITHDRAWAL or modality is Modality.OCCURRED):
        condition = frame.condition
    if frame.id == "breach" and voice is None and (blamer := _accuser(tree, i, scene)):
        voice = blamer
    source = _chain_of(voice, scene)
    certainty = certainty_of(tree.sentence.text, source, bool(voice and voice.believes))
    made = Found(
        act, treaty, actors, subject.organ, when, modality, condition, source, certainty, tree.sentence.start, tree.sentence.end, frame.id,
        noun=noun, heading=tree.sentence.heading, own_date=own_date, tree=tree, trigger=i, collective=subject.collective,
    )  # fmt: skip
    return [split for part in _by_agents(scene, i, made) for split in _spell(part)]


def _actors(scene: Scene, i: int, frame: Frame, parts: Roles, treaty: Treaty, mention: Instrument | None, subject: Who, noun: bool) -> tuple[str, ...]:
    mine = subject.actors
    if frame.actors == "parties":
        return tuple(treaty.all_parties) if treaty.is_bilateral else ()
    if frame.actors == "mover":
        return _mover(scene, parts, treaty, mine)
    if frame.actors == "both":
        partners = who(scene.tree, parts.partners, scene.named, scene.context, None).actors
        row = tuple(dict.fromkeys((*mine, *partners, *(mention.parties if mention else ()))))
        if mention is not None and len(row) >= 2 and not treaty.handle and (mine or partners) and not noun and not _open_to_all(mention):
            for party in row:
                treaty.parties[party] = None
        if treaty.implied and parts.passive and mine and not set(mine) <= set(treaty.parties):
            return mine
        if treaty.implied and parts.passive and len(mine) == 1 and "of" not in mine and subject.collective is False and frame.id == "agree-to":
            return mine
        if treaty.is_bilateral and not subject.collective:
            return treaty.all_parties
        if not mine and noun:
            return ()
        return row if mine or len(row) > 1 else ()
    if noun and not mine:
        return _owner_below(scene, parts)
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
    return bool(
        re.search(
            r"\b(?:will|shall|is to|would)\b[^.;]*\b(?:when|after|once|upon|from the (?:day|date)|on the (?:day|date)|as soon as|following)\b",
            before,
            re.I,
        )
    )


def _stretch(tree: Tree, i: int) -> tuple[int, int]:
    return tree.sentence.start, tree.sentence.end


def _when(scene: Scene, i: int, forward: bool, noun: bool, modality: Modality, voice: Speaker | None) -> tuple[When | None, bool]:
    tree = scene.tree
    best: tuple[int, DateWords] | None = None
    speech: DateWords | None = None
    for item in scene.dates:
        where = tree.at(item.start, item.end)
        if not where:
            continue
        owner = _owner(tree, where, i, scene, noun)
        if owner == "speech":
            told = resolve(item, scene.published, False, scene.near).date
            if scene.published and told and told.earliest > scene.published and modality is not Modality.OCCURRED:
                owner = "trigger"  # a day to come is not the day on which it was said
            else:
                speech = speech or item
        if owner != "trigger":
            continue
        distance = abs(where.start - i)
        if best is None or distance < best[0]:
            best = (distance, item)
    if best is not None:
        near = resolve(speech, scene.published, False, scene.near).date if speech is not None else None
        when = resolve(best[1], scene.published, forward, near.day if near is not None and near.day else scene.near)
        if when.date is not None or when.offset:
            return when, True
    if best is None and speech is None and modality is Modality.SCHEDULED and len(scene.dates) == 1 and scene.published:
        only = resolve(scene.dates[0], scene.published, True, scene.near)
        if only.date is not None and only.date.earliest >= scene.published:
            return only, True
    if speech is not None and modality in (Modality.OCCURRED, Modality.PROPOSED, Modality.DENIED):
        perfect = any(tree.words[c].low in ("has", "have", "'s", "’s") for c in tree.words[i].children)
        announced = voice is not None and voice.announces and (noun or any(tree.words[c].low == "had" for c in tree.words[i].children))
        if modality is not Modality.OCCURRED or perfect or announced or tree.words[i].tag in ("VBZ", "VBP"):
            return resolve(speech, scene.published, False, scene.near), False
    return None, False


def _owner(tree: Tree, where: range, i: int, scene: Scene, noun: bool) -> str:
    """Whose date it is: the trigger's, a word of speech's, or another act's."""
    at = where.start
    if not tree.parsed:
        between = tree.words[min(at, i) : max(at, i)]
        return "other" if any(word.low in telling() for word in between[1:-1]) else "trigger"
    above = {word.i: depth for depth, word in enumerate([tree.words[i], *tree.up(i)])}
    nxt = tree.words[where.stop].low if where.stop < len(tree.words) else ""
    if any(j in above for j in where) or (nxt in ("when", "where") and 0 < i - where.stop < 9):
        return "trigger"  # "from December 4, when the instruments were exchanged"
    speech = {item.verb for item in scene.speakers}
    before = next((w for w in reversed(tree.words[max(0, at - 3) : at]) if w.low not in ("on", "last", "early", "late")), None)
    if before is not None and before.i in speech and before.i != i:
        return "speech"  # "said on Saturday the United States would leave"
    for word in (tree.words[at], *tree.up(at)):
        if word.i == i:
            return "trigger"
        if word.i in speech:
            return "speech"
        if word.dep == "relcl" and word.i not in above and word.tag.startswith("V"):
            return "other"  # "its decision, which took effect on …": another happening's day
        if word.low in telling() and word.i != i and (word.tag.startswith("V") or (word.tag.startswith("NN") and not noun and word.i not in above)):
            return _shared_date(tree, word, i, above)
        if word.i in above and (word.tag.startswith("V") or word.dep == "ROOT"):
            return "trigger" if not noun or word.low in _LIGHT or above[word.i] <= 1 and word.low in _LIGHT else "other"
    return "other"


def _of_instrument(tree: Tree, i: int) -> bool:
    """ "instruments of ratification": the word tells no act of its own."""
    return bool(re.search(r"(?:instruments?|documents?|exchange) of$", " ".join(w.low for w in tree.words[max(0, i - 2) : i])))


def _rebind(scene: Scene, i: int, parts: Roles) -> None:
    """ "exchange of instruments of the Treaty, which was signed …": the clause is of the treaty named last before it."""
    tree = scene.tree
    if not tree.parsed or not parts.passive:
        return
    if tree.words[i].tag == "VBN" and not _mentions_in(scene, parts.object) and (tree.words[i].dep == "acl" or tree.words[tree.words[i].head].dep == "acl"):
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


def _quoted_voice(scene: Scene, i: int) -> Speaker | None:
    """Inside a quotation whose speaker the sentence does not name: the one before, or the one the paragraph names."""
    if not in_quote(scene.tree, i):
        return None
    return scene.quoted or scene.context.speaker


LIST_HEAD = re.compile(r"^(?:\W*)(signed|ratified|acceded|approved|accepted|deposited)\b([^:]{0,40}):\s", re.I)


_LISTED = {"signed": "signature", "ratified": "ratification", "acceded": "accession", "approved": "approval", "accepted": "acceptance", "deposited": "deposit"}


def listed_acts(scene: Scene) -> list[Found]:
    """ "Signed on 20 September: Algeria, Austria …": a list under the word of the act."""
    match = LIST_HEAD.match(scene.tree.sentence.text)
    treaty = _salient(scene, 0) if match else None
    if match is None or treaty is None:
        return []
    start = scene.tree.sentence.start + match.end()
    actors = _listed_states(scene, start)
    if not actors:
        return []
    when = next((resolve(d, scene.published, False, scene.near) for d in scene.dates if d.end <= start), None)
    return [
        Found(
            ActKind(_LISTED[match[1].lower()]), treaty, actors, None, when, Modality.OCCURRED, None, (), Certainty.STATED,
            scene.tree.sentence.start, scene.tree.sentence.end, "list-heading", own_date=when is not None, tree=scene.tree, trigger=0,
        )
    ]  # fmt: skip


def _in_it(tree: Tree, mention: Instrument, i: int) -> bool:
    """ "In the November deal, both agreed …", "memoranda in which they agreed …": what was agreed was signed."""
    before = tree.words[mention.first - 2].low if mention.first >= 2 else ""
    start = tree.words[0].low if mention.first <= 3 else ""
    return (mention.last < i and tree.words[i].dep == "relcl" and tree.words[i].head == mention.core) or (mention.last < i and "in" in (before, start))


def _perfect(tree: Tree, i: int) -> bool:
    return any(tree.words[c].low in ("has", "have") for c in tree.words[i].children)


def _below_other(tree: Tree, i: int) -> bool:
    """A noun of action inside another: "withdrawal of the ratification", "notification of its suspension", "exchange ratifications"."""
    for word in list(tree.up(i))[:3]:
        if word.tag.startswith("V"):
            return word.low.startswith("exchang") or (word.low in ("revoking", "revoke", "revoked", "cancelling", "canceling", "cancel"))
        if re.match(r"(?:withdrawal|revocation|cancel|notif|exchange)", word.low):
            return True
    return False


def _on_behalf(scene: Scene, i: int) -> tuple[str, ...]:
    """ "Signed on behalf of Russia": the one stood for."""
    rest = scene.tree.sentence.text[scene.tree.words[i].end - scene.tree.sentence.start :]
    match = re.match(r"[^.;]{0,30}?\bon behalf of (?:the )?", rest)
    if match is None:
        return ()
    at = scene.tree.words[i].end + match.end()
    return tuple(n.actor for n in scene.named if n.actor and n.start <= at < n.end)


def _loose_noun(tree: Tree, i: int) -> bool:
    """ "Linked it to the signing", "ahead of ratification": a noun that only names the act."""
    word = tree.words[i]
    return word.dep == "pobj" and tree.words[word.head].low in ("to", "for", "before", "until", "about", "toward", "towards", "pending", "ahead", "against", "than", "as", "on")


def _by_agents(scene: Scene, i: int, made: Found) -> list[Found]:
    """ "Approved by the Duma on 18 October and by the Council on 25 October": one act an agent with its own day."""
    tree = scene.tree
    marks = [w.i for w in tree.words[i + 1 :] if w.low == "by" and w.dep in ("agent", "conj", "prep")]
    if made.act is not ActKind.LEGISLATIVE_APPROVAL or len(marks) < 2:
        return [made]
    found = []
    for number, at in enumerate(marks):
        last = marks[number + 1] if number + 1 < len(marks) else len(tree.words)
        one = who(tree, range(at + 1, last), scene.named, scene.context, made.treaty)
        day = next((d for d in scene.dates if tree.words[at].start < d.start < tree.words[last - 1].end), None)
        if not one.legislature or day is None:
            return [made]
        when = resolve(day, scene.published, False, scene.near)
        found.append(replace(made, organ=one.organ, actors=one.actors or made.actors, when=when, own_date=True))
    return found


_UNDOING = frozenset("undo commit committed deny denied denies admit admitted end ended continue continued correct".split())


def _undoer(scene: Scene, i: int) -> tuple[str, ...]:
    """Whose breach it is that one cannot undo, denies or admits."""
    head = scene.tree.words[i].head
    if head < 0 or scene.tree.words[head].low not in _UNDOING:
        return ()
    return who(scene.tree, roles(scene.tree, head).subject, scene.named, scene.context, None).actors


def _spell(made: Found) -> list[Found]:
    """ "Returned in 2006–2012": joined at the first year and left at the last."""
    if made.act is not ActKind.ACCESSION or made.when is None or made.when.date is None or "/" not in str(made.when.date):
        return [made]
    first, last = str(made.when.date).split("/")
    joined = replace(made, when=made.when.model_copy(update={"date": partial_date(first)}))
    left = replace(made, act=ActKind.WITHDRAWAL, when=made.when.model_copy(update={"date": partial_date(last)}), rule="end-of-membership")
    return [joined, left]


def _turned(frame: Frame, act: ActKind, modality: Modality, condition: str | None, manner: Put, tree: Tree, i: int) -> tuple[ActKind, Modality, str | None]:
    """A refusal by a chamber is a rejection; talks that failed took place; keeping denied is breach."""
    if act is ActKind.LEGISLATIVE_APPROVAL and manner.refused:
        return ActKind.LEGISLATIVE_REJECTION, Modality.OCCURRED, condition
    if act is ActKind.NEGOTIATION and manner.failed:
        return act, Modality.OCCURRED, "ended without agreement"
    return act, modality, condition


def _by_date(act: ActKind, modality: Modality, when: When | None, manner: Put, scene: Scene) -> Modality:
    """Leaving or suspending announced with no day is an intention; with a day it is on its way."""
    if act not in (ActKind.WITHDRAWAL, ActKind.SUSPENSION, ActKind.ACCESSION, ActKind.TERMINATION):
        return modality
    ahead = when is not None and when.date is not None and (scene.published is None or when.date.latest > scene.published)
    if modality is Modality.SCHEDULED and not ahead and not manner.begun and act in (ActKind.WITHDRAWAL, ActKind.ACCESSION):
        return Modality.PROPOSED
    return modality


def _chain_of(voice: Speaker | None, scene: Scene) -> tuple[str, ...]:
    """The speaker, then the medium of the same sentence that passes the word on."""
    if voice is None:
        return ()
    passes = next((o.label for o in scene.speakers if o.label != voice.label and is_media(o.label)), None)
    return (voice.label, passes) if passes else (voice.label,)


def _accuser(tree: Tree, i: int, scene: Scene) -> Speaker | None:
    above = {word.i for word in tree.up(i)}
    return next((item for item in scene.speakers if item.accuses and item.verb in above), None)


def _open_to_all(mention: Instrument) -> bool:
    """ "signed the African Continental Free Trade Area agreement": a title with "the" was there before these signed."""
    before = mention.tree.words[mention.first - 1].low if mention.first else ""
    return before == "the" and not mention.parties and len(re.findall(r"\b[A-Z]\w+", mention.name)) >= 2


def _mover(scene: Scene, parts: Roles, treaty: Treaty, mine: tuple[str, ...]) -> tuple[str, ...]:
    """Who leaves: the one withdrawn ("withdraw the US from"), else the one who withdraws."""
    moved = who(scene.tree, parts.direct - _treaty_words(scene, parts.direct), scene.named, scene.context, None).actors
    moved = tuple(a for a in moved if a != treaty.organisation)
    return moved if moved and (not mine or set(moved) & set(mine)) else mine


def _owner_below(scene: Scene, parts: Roles) -> tuple[str, ...]:
    """ "The deposit of Ecuador's instrument", "notification from the United States": the owner stands in the phrase below."""
    tree = scene.tree
    for j in sorted(parts.object):
        nxt = tree.words[j + 1].low if j + 1 < len(tree.words) else ""
        before = tree.words[j - 1].low if j else ""
        hit = next((n for n in scene.named if n.actor and n.start <= tree.words[j].start < n.end), None)
        if hit is not None and (nxt in ("'s", "’s") or before == "from"):
            return (hit.actor,)
    return ()


_LIGHT = frozenset("went came entered held place hold took take takes occurred happened came come comes announced made scheduled was is follows followed completed set due planned began started effective effect".split())


def _shared_date(tree: Tree, word: Word, i: int, above: dict[int, int]) -> str:
    trigger = tree.words[i]
    if trigger.dep == "conj" and trigger.head == word.i:
        own_subject = any(tree.words[c].dep.startswith("nsubj") for c in trigger.children)
        return "other" if own_subject else "trigger"
    if i in {w.i for w in tree.up(word.i)} and word.dep in ("acl", "relcl", "pcomp", "xcomp") and BILL.fullmatch(tree.words[word.head].low):
        return "trigger"  # "passed the bill revoking … on 18 October"
    if word.i in above and above[word.i] <= 1 and trigger.dep in ("xcomp", "pcomp", "acl", "dobj", "nsubjpass"):
        return "trigger"
    return "other"


def _over(tree: Tree, subject: int, i: int) -> bool:
    """Does the subject belong to the trigger's own verb or one above it?"""
    above = {i, *(word.i for word in tree.up(i))}
    return tree.words[subject].head in above
