"""The kinds of object that a frame may ask for: one small question each about the words that the act is done to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from foedus.claims.at_home import AT_HOME, bill_on_treaty, chamber_told
from foedus.claims.binding import organisation_of
from foedus.claims.counts import counted
from foedus.claims.lexicon import Frame, forms_of, heads, words
from foedus.claims.mention import Instrument
from foedus.claims.names import LEGISLATIVE
from foedus.claims.nouns import matters
from foedus.claims.papers import LATER
from foedus.claims.roles import Roles
from foedus.claims.scene import (
    BELONGING,
    BILL,
    DECISION,
    DEPOSITARY,
    LEAVING,
    RATIFYING,
    Scene,
    mentions_in,
    words_of,
)
from foedus.claims.talked import offered_treaty, talks, to_treat, told_before, under_talks
from foedus.claims.trees import Tree


@dataclass(frozen=True, slots=True)
class Place:
    """A trigger with its partners, and the words around it that the questions look at."""

    scene: Scene
    i: int
    parts: Roles
    mention: Instrument | None
    noun: bool
    frame: Frame
    text: str

    @property
    def head(self) -> str:
        """The main word of the object."""
        return self.scene.tree.words[self.parts.object_head].low if self.parts.object_head >= 0 else ""

    @property
    def own(self) -> str:
        """The words of the object's own phrase."""
        return words_of(self.scene.tree, self.parts.object)

    @property
    def before(self) -> str:
        """The sentence up to the trigger."""
        tree = self.scene.tree
        return tree.before(self.i)

    @property
    def after(self) -> str:
        """The rest of the sentence."""
        tree = self.scene.tree
        return tree.after(self.i)

    @property
    def told(self) -> list[Instrument]:
        """Treaties named in the object and below it."""
        return mentions_in(self.scene, self.parts.object_all)


def _in_object(pattern: str) -> Callable[[Place], bool]:
    found = re.compile(pattern, re.I)
    return lambda place: bool(found.search(place.own))


def _in_text(pattern: str) -> Callable[[Place], bool]:
    found = re.compile(pattern, re.I)
    return lambda place: bool(found.search(place.text))


def _follows(pattern: str) -> Callable[[Place], bool]:
    found = re.compile(pattern, re.I)
    return lambda place: bool(found.match(place.after))


_ITS_TALKS = re.compile(r"(?: \([^)]*\))?(?: [\w-]+){0,3} (?:talks|negotiations)\b")


def _instrument(place: Place) -> bool:
    if (
        place.frame.id == "sign"
        and place.mention is not None
        and place.scene.tree.words[place.i].low.startswith("conclu")
    ):
        rest = place.scene.tree.sentence.text[place.mention.end - place.scene.tree.sentence.start :]
        if _ITS_TALKS.match(rest):
            return False  # "concluded the trade agreement talks": no signature
    ruled = place.mention is not None and place.frame.subject == ("instrument",)
    return _is_object(place.scene, place.parts, place.mention, place.noun) or ruled


def _draft(place: Place) -> bool:
    if place.mention is None or not _is_object(place.scene, place.parts, place.mention, place.noun):
        return False
    named = "draft" in place.text.lower() or "text" in place.text.lower()
    return place.mention.draft or place.frame.id != "draft-moved" or named


def _organisation(place: Place) -> bool:
    tree = place.scene.tree
    told = {j for j in place.parts.object if not _modifies(tree, j)}  # "NATO's command", "NATO inspections"
    return place.mention is None and bool(organisation_of(place.scene, told))


_BODIES = re.compile(
    r"alliance|bloc|organi[sz]ation|union|cartel|court|pact|treaty|agency|body|community|group(?:ing)?|member\w*|zone|area|"
    r"convention|commission|forum|council|statute|framework|system|market|league|accord|charter|grain|deal|club"
)
"""What a body's short name may stand before and still be left or joined: "the NATO alliance"."""


def _modifies(tree: Tree, j: int) -> bool:
    """Does the name only say whose or of what kind another thing is: "NATO's command", "NATO inspections"?"""
    if j + 1 < len(tree.words) and tree.words[j + 1].low in ("'s", "’s"):
        return True
    word = tree.words[j]
    head = tree.words[word.head]
    if word.dep not in ("compound", "nmod", "amod") or head.i < j or not head.text[:1].islower():
        return False
    named = head.low in heads() or _BODIES.match(head.low) or BELONGING.match(head.low)
    return head.tag.startswith("NN") and not named


def _pronoun(place: Place) -> bool:
    told = any(m.core < place.i and not m.excluded for m in place.scene.instruments) or told_before(place)
    bare = place.frame.id not in ("agree-to", "sign") or (place.frame.id == "sign" and told)
    pronoun, passive = place.parts.pronoun, place.parts.passive
    return pronoun in ("it", "them", "so", "which") and (bare or passive) and (pronoun != "which" or not bare)


_APART = ("back", "up", "off", "over", "out", "for", "behind")


def _none(place: Place) -> bool:
    row = place.scene.tree.words
    following = row[place.i + 1].low if place.i + 1 < len(row) else ""
    if not place.noun and (following in _APART or _first_object(place.scene.tree, place.i)):
        return False
    return not _real_objects(place.scene, place.parts) or (place.noun and place.mention is None)


def _ratifying(place: Place) -> bool:
    papers = place.head in ("instrument", "instruments", "documents") and place.frame.id == "decree-of-ratification"
    on_paper = (papers or bool(BILL.fullmatch(place.head))) and bool(RATIFYING.search(place.own))
    return (bool(RATIFYING.match(place.head)) or on_paper) and not re.search(r"\bexchang", place.own, re.I)


def _decision(place: Place) -> bool:
    told = place.noun and re.search(r"\b(?:decision|intention|intent) to\b", place.after[:120])
    return bool(DECISION.search(place.text) or told)


_FORCE = re.compile(
    r"\s*(?:(?:\w+\s+){0,2}?(?:into|in|to)?\s*)?(?:\w+\s+)?(?:force|effect|provisional application)\b", re.I
)
_IN_FORCE = re.compile(
    r"\s*(?:now |already |still |not yet |fully |formally |legally )*"
    r"(?:in (?:force|effect)|effective|operational|operative|(?:legally )?binding|(?:international )?law)\b|"
    r"\s*(?:official|final)\b(?=[^.;]*\b(?:on|last|yesterday|today|in|after)\b)",
    re.I,
)


_IS_IN_FORCE = re.compile(
    r"\s*(?:now |already |still |not yet |not |fully |formally |legally |provisionally )*"
    r"(?:in (?:force|effect)\b|effective (?:from|as of|as from|on|since|immediately)\b)",
    re.I,
)
"""A state of things, where "becomes binding" is a change."""


def _force(place: Place) -> bool:
    low = place.scene.tree.words[place.i].low
    if low in forms_of("become"):
        return bool(_IN_FORCE.match(place.after))
    if low in forms_of("be"):
        return bool(_IS_IN_FORCE.match(place.after))
    if low in forms_of("have"):
        return bool(re.match(r"\s*(?:an? )?(?:force|effect)\b", place.after, re.I))
    return bool(_FORCE.match(place.after))


_TERMS = frozenset(
    "limit limits term terms provision provisions restriction restrictions cap caps clause clauses".split()
)


def _terms(place: Place) -> bool:
    return place.head in _TERMS and bool(place.told)


_PARTY = re.compile(r"[^,.;]{0,40}?\b(?:part(?:y|ies)|signator(?:y|ies)) (?:to|of)\b", re.I)


def _party_word(place: Place) -> bool:
    return bool(_PARTY.match(place.after)) and not re.match(r"[^,.;]{0,40}?\bpolitical\b", place.after)


_JOINING = ("accession", "adherence", "adhesion", "membership", "entry", "joining")
"""A chamber that approves its state's own one consents to be bound."""


def _chamber(place: Place) -> bool:
    if words("voices", "legislatures") & set(place.own.lower().split()):
        return True
    told = [n for n in place.scene.named if n.organ_kind in LEGISLATIVE]
    return any(set(place.scene.tree.at(n.start, n.end)) & place.parts.object for n in told)


_MARGIN = r"(?: \w+ly)?(?: (?:by )?(?:\d+|a (?:vote|margin) of \d+)[^,;]{0,40}?)?"
_VOTED_FOR = re.compile(rf"{_MARGIN},? (?:for|in favou?r of)\b", re.I)
_VOTED_ON = re.compile(r"(?: \w+ly)?(?: up)?(?: (?:today|tomorrow|later|again|\w+day))? (?:on|over|about)\b", re.I)


def _voted_for(place: Place) -> bool:
    return bool(_VOTED_FOR.match(place.after)) and bool(place.told or RATIFYING.search(place.text))


def _voted_on(place: Place) -> bool:
    low = place.scene.tree.words[place.i].low
    if low in forms_of("vote") + forms_of("decide") + forms_of("deliberate"):
        straight = bool(_VOTED_ON.match(place.after))
    elif low in forms_of("take"):
        straight = bool(re.match(r" up\b", place.after))
    else:
        straight = True
    matter = _instrument(place) or _ratifying(place) or bill_on_treaty(place) or LATER["candidacy"](place)
    matter = matter or (place.parts.pronoun == "it" and told_before(place)) or bool(_TO_RATIFY.match(place.after))
    return straight and (matter or (bool(place.told) and bool(_VOTED_ON.match(place.after))))


_TO_RATIFY = re.compile(r"[^,.;]{0,30}?\b(?:on )?whether (?:or not )?to (?:ratify|approve)\b")


_CHANGES = frozenset("amendment amendments protocol convention statute annex".split())


def _change(place: Place) -> bool:
    told = place.mention is not None and place.mention.head in _CHANGES and _instrument(place)
    return told and place.scene.tree.words[place.i].dep != "pcomp"  # "by accepting it, …": in passing


def _new_treaty(place: Place) -> bool:
    """A treaty that is not there yet: "a pact", "a new convention"."""
    mention = place.mention
    if mention is None or mention.draft or not _instrument(place):
        return False
    tree = mention.tree
    lead = {tree.words[c].low for c in tree.words[mention.core].children if tree.words[c].dep in ("det", "amod")}
    return bool(lead & {"a", "an", "new", "another"})


_DECLARATION = re.compile(r"\bdeclaration\b(?: \w+)? (?:under|pursuant|in terms|recogni[sz]ing|accepting)", re.I)


_JOINING_CLAUSE = re.compile(r" (?:the )?(?:[A-Z][\w'’.-]+(?:,| and|,? and)? )+(?:joining|acceding to|entering)\b")
""" "Approves Sweden and Finland joining NATO"."""
_DRAFTS = frozenset("draft drafts text texts version versions proposal proposals amendments".split())


def _somebody(place: Place) -> bool:
    """A state or body named as the one that is told."""
    scene, parts = place.scene, place.parts
    return any(n.actor and set(scene.tree.at(n.start, n.end)) & parts.object for n in scene.named)


def _ceremony(place: Place) -> bool:
    tree = place.scene.tree
    before = tree.words[place.i - 1].low if place.i else ""
    told = bool(place.told) or to_treat(place)
    told = told or any(m.core < place.i and not m.excluded for m in place.scene.instruments)
    return before in ("signing", "signature") and told


def _in_chamber(place: Place) -> bool:
    """ "Parliamentary approval", "approval in the National Assembly"."""
    by_word = re.search(r"\b(?:parliamentary|legislative|congressional|senatorial)\b", place.own, re.I)
    return by_word is not None or chamber_told(place.scene, place.i) is not None


_assent = _in_object(
    r"\b(?:consent|concurrence|imprimatur|approval|assent|nod|green light|go ?-? ?ahead|thumbs up|backing|blessing|"
    r"support|endorsement|seal)\b"
)


KINDS: dict[str, Callable[[Place], bool]] = {
    **LATER,
    **AT_HOME,
    "any": lambda place: True,
    # the treaty itself, an organisation, a draft, talks
    "instrument": _instrument,
    "final-text": lambda place: place.mention is not None and not place.mention.draft and _instrument(place),
    "draft": _draft,
    "text-itself": lambda place: (
        place.mention is not None and not place.mention.draft and place.mention.core in place.parts.object_heads
    ),
    "matter": lambda place: place.mention is not None and place.mention.head in matters() and _instrument(place),
    "drafts": lambda place: place.head in _DRAFTS and bool(place.told),
    "to-treat": to_treat,
    "offered-treaty": offered_treaty,
    "talks": talks,
    "under-talks": under_talks,
    "counted": counted,
    "organisation": _organisation,
    "pronoun": _pronoun,
    "none": _none,
    "own-joining": lambda place: place.head in _JOINING and bool(place.told),
    "joining-clause": lambda place: (
        place.parts.object_head < 0 and place.mention is not None and bool(_JOINING_CLAUSE.match(place.after))
    ),
    # laws, papers, words of leaving and ratifying
    "leaving": lambda place: bool(LEAVING.search(place.text)),
    "ratifying": _ratifying,
    "ratifying-process": _in_object(
        r"\bratification(?: process| procedures?| formalities)?\b|"
        r"\b(?:domestic|internal|national|constitutional|legal|necessary|intra-?state|state)\b.{0,30}?"
        r"\b(?:procedures?|formalities|requirements)\b"
    ),
    "signature-word": _in_text(r"\bsignatures?\b"),
    "depositary": lambda place: bool(DEPOSITARY.search(place.text)),
    "decision": _decision,
    # what stands with a treaty
    "ties": _in_object(r"\bties\b"),
    "dues": _in_object(r"\b(?:funding|contributions?|dues|payments?)\b"),
    "obligations": _in_object(r"\b(?:obligations?|commitments?)\b"),
    "reservation": _in_object(
        r"\b(?:reservations?|declaration)\b(?! of (?:war|independence|intent|principles|support))"
    ),
    "declaration": lambda place: bool(_DECLARATION.search(f"{place.text} {place.after}")),
    "objection": _in_object(r"\bobjections?\b"),
    "suspension-word": _in_object(r"\bsuspension\b"),
    "terms": _terms,
    "change": _change,
    "new-treaty": _new_treaty,
    "chamber": _chamber,
    "voted-for": _voted_for,
    "voted-on": _voted_on,
    "somebody": _somebody,
    "differences": _in_object(r"\b(?:differences|disagreements|outstanding issues|sticking points|obstacles)\b"),
    "talked-of": _follows(
        r"\s+of (?:the )?(?:\w+ )?(?:negotiations?|talks)\b[^.;]{0,60}\b(?:treaty|agreement|pact|FTA)\b"
    ),
    "finishing": _follows(r"\s+(?:the |their )?(?:final |finishing )+touches (?:to|on)\b"),
    "goes-for": _follows(
        r"\s+(?:\w+ )?(?:to|before) (?:the |its |their |a )?(?:[\w-]+ ){0,4}?(?:[Ss]enate|[Pp]arliaments?|[Cc]ongress|"
        r"[Aa]ssembly|[Dd]uma|[Bb]undestag|[Bb]undesrat|Rada|Diet|Knesset|Sejm|[Cc]hambers?|[Hh]ouses?|[Ll]awmakers|"
        r"[Ll]egislatures?|MPs|deputies|senators)\b|"
        r"\s+(?:\w+ )?(?:to|before)\b[^.;]{0,80}?\b(?:for (?:its |a |an |the |final )*(?:ratification|approval|consent|"
        r"vote|debate|consideration|assent|passage)|to be (?:ratified|approved))\b"
    ),
    "goes-to-head": _follows(
        r"\s+(?:\w+ )?to\b[^.;]{0,40}?\b(?:[Pp]resident|[Kk]ing|[Qq]ueen|[Ee]mir|monarch|head of state)\b[^.;]{0,60}?"
        r"\bfor (?:his |her |its |the |final )*(?:ratification|signature|approval|assent|promulgation)\b"
    ),
    "ceremony-of-signing": _ceremony,
    "for-signature": _follows(r"\s+(?:\w+ )?(?:for|to) (?:the )?signature\b"),
    "consultation": _in_object(r"\b(?:consultations?|meetings?|talks|session|summit)\b"),
    "assent": _assent,
    "assent-of-chamber": lambda place: _assent(place) and _chamber(place),
    "assent-by-chamber": lambda place: _assent(place) and (_chamber(place) or _in_chamber(place)),
    # what follows the verb
    "force": _force,
    "member": _follows(r".{0,40}?\b(?:members?|party)\b"),
    "party-word": _party_word,
    "invalid": _follows(
        r"(?: now| already| therefore| thus| no longer in force and)?(?: null and| legally| automatically)* "
        r"(?:invalid|void|null|defunct|ineffective)\b"
    ),
    "pen": _follows(r"\s+(?:(?:his|her|its|their) )?(?:pens? to paper|(?:own )?names? (?:to|on|under))\b"),
    "ceasing": _follows(
        r"\s+(?:to (?:be (?:in force|valid|binding|effective)|have (?:any )?effect|apply|exist|operate)|"
        r"operation|its effect|(?:taking|having)(?: an| any)? effect|being (?:in force|valid|binding)|applying)\b"
    ),
}


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
    head_noun = scene.tree.words[parts.object_head].low
    if mention.head in matters() and head_noun in ("consensus", "understanding", "compromise", "agreement"):
        return True  # "reached consensus on their border"
    if mention.core in parts.object_heads:
        return not _of_a_player(scene.tree, mention, parts)
    if _modifies(scene.tree, mention.core) and scene.tree.words[scene.tree.words[mention.core].head].low not in _OF_IT:
        return False  # "cancelled ANZUS exercises"
    if _joined(scene.tree, mention.core, parts.object_heads):
        return True
    if mention.first <= parts.object_head <= mention.last:
        return True  # "the Law of the Sea Convention"
    head = scene.tree.words[parts.object_head].low
    if (
        scene.tree.words[mention.core].dep == "pobj"
        and scene.tree.words[scene.tree.words[mention.core].head].low != "of"
    ):
        return False
    return not (BILL.fullmatch(head) or RATIFYING.match(head) or LEAVING.match(head) or head in _NOT_IT)


def _of_a_player(tree: Tree, mention: Instrument, parts: Roles) -> bool:
    """ "Signed the defender on a five-year deal": who is signed is a person."""
    first = tree.words[parts.object_head]
    if first.i == mention.core or first.dep != "dobj" or tree.words[mention.core].dep != "pobj":
        return False
    prep = tree.words[tree.words[mention.core].head]
    return prep.low in ("on", "to") and prep.head == first.head and first.tag.startswith("NNP")


_OF_IT = frozenset(
    "text terms provisions part parts clause clauses article articles draft document documents copy copies talks "
    "package extension ratification signing withdrawal termination suspension amendment amendments renewal".split()
)
"""What of a treaty stands for it: "the treaty text"."""
_NOT_IT = frozenset(
    "reservation reservations claims plans decision misuse abuse future fate importance benefits anniversary spirit "
    "violation violations breach breaches purpose approval approvals consent passage support backing vote votes review "
    "reviews use uses thanks budget office call calls notice notices rejection criticism opponents critics supporters "
    "goals aims objectives deadline study studies report reports complaint complaints proposal proposals".split()
)
"""What is told of a treaty and is not the treaty."""


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
