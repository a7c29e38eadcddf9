"""Who says it: speakers of a sentence and the chains across sentences ("KCNA said", "he added", quotes)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from foedus.claims.certainty import is_media
from foedus.claims.manner import forms
from foedus.claims.names import Named
from foedus.claims.phrases import phrase
from foedus.claims.trees import Tree, Word
from foedus.model.actors import FormKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice: its label, the word of speech, the state it speaks for, and whether it only believes."""

    label: str
    verb: int
    actor: str | None = None
    believes: bool = False
    announces: bool = False
    accuses: bool = False


_PRONOUNS = frozenset("he she it they who we i".split())
_ACCORDING = re.compile(
    (
        r"\b(?:according to|as per|in the words of|as (?:reported|translated|relayed|quoted) by|citing|"
        r"quoted by)\s+(?:an? |the |its |a source in )?([^,.;()“”\"]{2,80})"
    ),
    re.I,
)
_ACCORDED = frozenset("according per words by citing".split())
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*\.?\s+){0,3}[A-ZÀ-Þ][\w'’-]+")
_TITLE = re.compile(
    (
        r"^(?:(?:the|a|an|its|their|his|her|russian|former|then|acting|top|senior|chief|new|deputy|vice|"
        r"prime|foreign|defen[cs]e|first|state|white house|kremlin|[A-Z][a-z]+(?:ian|ese|ish|an|i))\s+)*"
        r"(?:president|prime minister|premier|minister|secretary(?: of state)?|spokes(?:man|woman|"
        r"person)|ambassador|chancellor|leader|commissioner|chairman|officer in charge|king|mr|mrs|ms|dr|"
        r"sen|gen)\b\.?\s*(?:of state\s+)?"
    ),
    re.I,
)


def speakers(tree: Tree, named: Sequence[Named], last: Speaker | None, person: Speaker | None = None) -> list[Speaker]:
    """The voices of one sentence, in order of their words of speech. Pronouns take the last voice before."""
    found: list[Speaker] = []
    said, text = forms("speech"), tree.sentence.text
    spoken = not tree.sentence.lows.isdisjoint(said)
    for word in tree.words if spoken else ():
        if word.low not in said or (word.tag and not word.tag.startswith("VB")):
            continue
        who = _subject(tree, word)
        if who is None:
            continue
        made = _speaker(tree, who, word, named, found[-1] if found else last, person)
        if made is not None:
            found.append(made)
    found += _according(tree, named, last)
    if ("report" in text or "writes" in text) and not any(is_media(item.label) for item in found):
        for match in _OUTLET.finditer(tree.sentence.text):
            where = tree.at(tree.sentence.start + match.start(2), tree.sentence.start + match.end(2))
            if where:
                found.append(Speaker(match[1].strip(), where.start, None))
    return found


_SAID_BEFORE = frozenset(
    [
        *"him her it them statement report ministry agency minister spokesman spokeswoman announcement".split(),
        "prime minister",
    ]
)
"""Whoever is quoted so was named before."""
_REASON = re.compile(
    r"(?:[\w-]+ ){0,2}?(?:threats?|concerns?|fears?|risks?|dangers?|needs?|lack|failures?|violations?|breach\w*|"
    r"reasons?|security|pressure|changes?|damage|attacks?|aggression|interference|costs?|tensions?|delays?)\b"
)
"""What is cited as a reason says nothing: "citing the threat from Russia"."""
_BY_RULE = re.compile(
    r"(?:article|paragraph|section|the (?:treaty|agreement|constitution|law|text|document)|law|treaty|"
    r"international law|domestic|japan's domestic|tradition)",
    re.I,
)


def _according(tree: Tree, named: Sequence[Named], last: Speaker | None) -> list[Speaker]:
    """Those whom the sentence names after "according to", "citing", "as reported by"."""
    found: list[Speaker] = []
    base = tree.sentence.start
    if tree.sentence.lows.isdisjoint(_ACCORDED):
        return found
    for match in _ACCORDING.finditer(tree.sentence.text):
        label = _label(match[1])
        at = tree.at(base + match.start(), base + match.start() + 2)
        if label.lower() in _SAID_BEFORE:
            if last is None:
                continue
            label = last.label
        if match[0].startswith("citing") and _REASON.match(match[1]):
            continue
        if label and not _PAPER.search(match[1]) and not _BY_RULE.match(match[1]):
            actor = _actor_in(named, base + match.start(1), base + match.end(1))
            found.append(Speaker(label, at.start if at else 0, actor))
    return found


_PAPER = re.compile(
    r"^(?:[\w-]+ ){0,6}?(?:treaty|agreement|pact|convention|accord|protocol|charter|deal|terms|schedule|plan)\b"
    r"(?! (?:secretariat|office|organi[sz]ation))",
    re.I,
)
"""What is done "according to the agreement" is said by nobody."""
_OUTLET = re.compile(r"((?:[A-Z][\w.'’-]*\s)+)(reports|reported|writes)\b,?\s*(?:citing|,|\.|$)")


_STOPS = frozenset("in on at during after when as told adding who while before to following by with and".split())


def _after_quote(tree: Tree, word: Word) -> set[int] | None:
    """The words after a verb of speech that follows a closing quotation mark: "…," said President Duque."""
    before = tree.sentence.text[: word.start - tree.sentence.start].rstrip()
    if not before.endswith(("”", '"', "’’", "''", "»")):
        return None
    row: set[int] = set()
    for w in tree.words[word.i + 1 : word.i + 12]:
        if w.text in ',.;:“"(' or w.low in _STOPS or w.tag.startswith(("VBD", "VBZ", "VBP")):
            break
        row.add(w.i)
    return row or None


def _before_comma(tree: Tree, word: Word) -> set[int] | None:
    """The name right before the verb where the parse gives it no subject: "the minister, Jo Doe, said"."""
    if word.tag not in ("VBD", "VBZ") or word.dep not in ("ROOT", "ccomp", "conj", "parataxis"):
        return None
    at = word.i - 1
    if at >= 0 and tree.words[at].text == ",":
        at -= 1
    row: set[int] = set()
    while at >= 0 and tree.words[at].text[:1].isupper() and tree.words[at].tag.startswith("NNP"):
        row.add(at)
        at -= 1
    return row if len(row) > 1 else None


def _subject(tree: Tree, word: Word) -> set[int] | None:
    """The words of the one who speaks, by the parse, by the quotation mark before the verb, else by word order."""
    if tree.parsed and any(tree.words[c].dep.startswith("nsubj") and c > word.i for c in word.children):
        return phrase(tree, next(c for c in word.children if tree.words[c].dep.startswith("nsubj") and c > word.i))
    if word.low == "citing":
        return None  # "left it, citing threats": its reason, which the text tells
    told = _after_quote(tree, word)
    if told is not None:
        return told
    if tree.parsed:
        for child in word.children:
            if tree.words[child].dep in ("nsubj", "nsubjpass"):
                return phrase(tree, child)
        if word.dep == "conj":
            head = tree.words[word.head]
            if head.dep == "ccomp" and tree.words[head.head].low in forms("speech"):
                head = tree.words[head.head]  # "said the US would leave, accusing …": the one who said it accuses
            for child in head.children:
                if tree.words[child].dep == "nsubj":
                    return phrase(tree, child)
        if word.dep in ("advcl", "xcomp", "acl") and word.tag == "VBG":
            head = tree.words[word.head]
            if head.dep == "ccomp" and tree.words[head.head].low in forms("speech"):
                head = tree.words[head.head]  # "said the US would leave, accusing …": the one who said it accuses
            for child in head.children:
                if tree.words[child].dep == "nsubj":
                    return phrase(tree, child)
        return _before_comma(tree, word)
    before = [w for w in tree.words[: word.i] if w.text not in "“”\"'"]
    row: set[int] = set()
    for w in reversed(before):
        if w.text in ",;:" and row:
            break
        if w.low in ("that", "which", "and", "but") and row:
            break
        if w.text == ",":
            continue
        row.add(w.i)
        if len(row) > 8:
            break
    if row and any(tree.words[i].text[0].isupper() or tree.words[i].low in _PRONOUNS for i in row):
        return row
    after = {w.i for w in tree.words[word.i + 1 : word.i + 6]}
    return after or None


_SAME_VOICE = re.compile(
    r"(?:the|this|that) (?:official|minister|ministry|agency|president|spokes\w+|source|statement|paper|newspaper|"
    r"leader|ambassador|diplomat|report|department|prime minister|commissioner|premier|group|alliance|outlet)$"
)
_NO_VOICE = frozenset(
    ("there", "this", "that", "which", "what", "that which", "treaty", "the treaty", "the agreement", "the document",
     "the accord", "the pact", "the text")
)  # fmt: skip
_ACCUSING = frozenset(("accused", "accuses", "accuse", "accusing", "contending", "alleged", "alleges"))


def _speaker(
    tree: Tree, who: set[int], verb: Word, named: Sequence[Named], last: Speaker | None, person: Speaker | None
) -> Speaker | None:
    row = sorted(who)
    text = tree.text(row[0], row[-1])
    low = text.lower().strip()
    start, end = tree.words[row[0]].start, tree.words[row[-1]].end
    if low in _PRONOUNS or _SAME_VOICE.match(low):
        before = _voice_meant(low, start, named, last, person)
        if before is not None:
            return _speaking(before.label, verb, before.actor)
        if low in _PRONOUNS and (last is None or low in ("we", "i")):
            return None
    if low in _NO_VOICE:
        return None
    label = _label_in(text, named, start, end)
    if not label or not _can_speak(label):
        return None
    return _speaking(label, verb, _actor_in(named, start, end))


def _speaking(label: str, verb: Word, actor: str | None) -> Speaker:
    return Speaker(
        label, verb.i, actor, verb.low in forms_believe(), verb.low in forms_announce(), verb.low in _ACCUSING
    )


def _voice_meant(
    low: str, start: int, named: Sequence[Named], last: Speaker | None, person: Speaker | None
) -> Speaker | None:
    """Whom "he", "it" or "the ministry" stands for: the leader named before, the person in mind, the last voice."""
    if low in ("he", "she"):
        people = [n for n in named if n.kind is FormKind.LEADER and n.person and n.end <= start]
        if people:
            return Speaker(people[-1].person or people[-1].text, -1, people[-1].actor)
        if person is not None and (last is None or not _is_person(last.label)):
            return person
    return None if low in ("we", "i") else last


_MUTE = frozenset(
    "article section paragraph clause provision annex discussions talks step move decision ratification signing treaty "
    "agreement convention accord pact protocol deal accession withdrawal vote voting meeting summit negotiations plan "
    "history experience development developments text map event events result results fact issue problem situation "
    "today day week time year years move measure measures policy principle principles idea question visit ceremony "
    "adoption approval conclusion entry process progress failure success crisis war conflict attack data figures "
    "wording language title negotiation reading passage signature termination suspension denunciation exit".split()
)
"""Heads of phrases that say nothing by themselves, though a verb of speech may stand after them."""
_OWN = re.compile(
    r"(?:our|this|the) (?:own )?(?:correspondents?|reporters?|newsroom|staff)\b|^(?:our )?correspondents?\b|"
    r"(?:what|which|that|who|whoever|you|he|she|they|it)\b",
    re.I,
)


def _can_speak(label: str) -> bool:
    """Is it a voice: a person, a body or a paper, not "Article 6 of the convention", "further discussions"?"""
    if _OWN.match(label) or len(label) > 110:
        return False
    head = re.split(r"\s+(?:of|on|for|from|to|with|between|in|by|that|which)\s+", label, maxsplit=1)[0]
    last = re.findall(r"[\w'’-]+", head.lower())
    if not last:
        return False
    word = last[-1] if not last[-1].isdigit() or len(last) == 1 else last[-2]
    return word not in _MUTE and not (last[0] in _MUTE and len(last) < 3)


def _is_person(label: str) -> bool:
    """A voice that "he" or "she" can mean: a name, no ministry and no newspaper."""
    return (
        label[:1].isupper()
        and not is_media(label)
        and not re.search(
            (
                r"\b(?:ministry|department|office|house|kremlin|government|council|union|nations|nato|"
                r"organi[sz]ation|commission|community|party|committee|embassy)\b"
            ),
            label,
            re.I,
        )
        and label.upper() != label
    )


def forms_believe() -> frozenset[str]:
    """Verbs of belief."""
    return frozenset(
        (
            "believe",
            "believes",
            "believed",
            "expect",
            "expects",
            "expected",
            "think",
            "thinks",
            "thought",
            "hope",
            "hopes",
            "predict",
            "predicts",
            "predicted",
        )
    )


def forms_announce() -> frozenset[str]:
    """Verbs by which a state makes its own act known."""
    return frozenset(
        (
            "announce",
            "announces",
            "announced",
            "announcing",
            "declare",
            "declares",
            "declared",
            "confirm",
            "confirms",
            "confirmed",
            "decreed",
        )
    )


def _label_in(text: str, named: Sequence[Named], start: int, end: int) -> str:
    inside = [item for item in named if item.start >= start and item.end <= end]
    people = [item for item in inside if item.kind is FormKind.LEADER and item.person]
    first = _NAMED_FIRST.match(text)
    other = first is not None and all(item.start >= start + first.end() for item in people)
    if people and not (first is not None and other):
        return people[-1].person or people[-1].text
    if re.search(r"\bour\b|\btoday\b", text) and len(text) < 4:
        return ""
    apposed = _APPOSED.match(text.strip(" ,"))
    if apposed and not _IS_BODY.search(apposed[1]):
        return apposed[2]
    return _label(text)


_NAMED_FIRST = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?(?:[A-ZÀ-Þ][a-zà-ÿ'’-]+ ){1,2}[A-ZÀ-Þ][a-zà-ÿ'’-]+(?=, (?:a|an|the|who|[A-Z]))"
)
"""A name before its apposition: "Ana Doe, an adviser to President X": she speaks, not the president."""


_APPOSED = re.compile(
    r"([^,]*\b(?i:minister|head|chief|chair\w*|secretary|director|spokes\w+|ambassador|envoy|adviser|advisor|deputy|"
    r"president|leader|commissioner|representative|negotiator|official|speaker|governor|general|counsel|lawmaker|"
    r"senator|expert|analyst|professor|member)\b[^,]*), ((?:[A-ZÀ-Þ][\w'’.-]+ ){1,3}[A-ZÀ-Þ][\w'’-]+)$",
)
_IS_BODY = re.compile(r"\b(?:ministry|agency|newspaper)\b", re.I)
_AFTER_TITLE = re.compile(
    r".*\b(?:[Mm]inister|[Pp]resident|[Pp]remier|[Ss]ecretary(?: of [Ss]tate)?|[Ss]pokes(?:man|woman|person)|"
    r"[Aa]mbassador|[Cc]hancellor|[Cc]ommissioner|[Cc]hair(?:man|woman|person)?|[Dd]irector|[Cc]hief|[Ee]nvoy|[Ss]enator|"
    r"[Nn]egotiator|[Ll]eader|[Ss]peaker|[Gg]eneral|[Aa]dvis[eo]r|[Oo]fficial|[Rr]epresentative|MEP|MP|[Ll]awmaker)\s"
    r"((?:[A-ZÀ-Þ][\w'’.-]+ ){1,3}[A-ZÀ-Þ][\w'’-]+)$"
)


def _label(text: str) -> str:
    """A voice's name without its article, titles and trailing clauses."""
    text = re.sub(r"\s+", " ", text.split(",")[0].strip(" “”\"'"))
    text = re.split(r"\s+(?:who|which|that|on|said|after|in an?|during|speaking|at)\s+", text)[0]
    text = re.sub(r"^(?:the|a|an|its|their|his|her)\s+", "", text, flags=re.I)
    text = re.split(r"(?<!of)(?<!for)(?<!and)\s+the\s+(?=[A-Z])", text)[0]
    if (named := _AFTER_TITLE.match(text)) and not re.search(r"\b(?:Ministry|Office|Department|Council)\b", named[1]):
        return named[1]
    bare = _TITLE.sub("", text)
    names = _NAME.fullmatch(bare.strip())
    if bare != text and names and len(bare.split()) >= 2:
        return bare.strip()
    return text.strip()


def _actor_in(named: Sequence[Named], start: int, end: int) -> str | None:
    """The first actor of the stretch; an office that several have ("Secretary of State") goes to the state told."""
    here = [item for item in named if item.actor and item.start < end and item.end > start]
    if here and here[0].kind is FormKind.ORGAN:
        told = (n for n in here if n.kind in (FormKind.STATE, FormKind.ADJECTIVE))
        return next(told, here[0]).actor
    return here[0].actor if here else None


def _dated_clause(tree: Tree, verb: Word) -> bool:
    """Is it a clause of time before the words of speech?"""
    return any(tree.words[c].low in ("when", "while", "as", "since") for c in verb.children)


def voice_of(tree: Tree, i: int, found: Sequence[Speaker]) -> Speaker | None:
    """The voice that tells the act at word ``i``: the nearest word of speech above it, else one that frames it."""
    if not found:
        return None
    by_verb = {item.verb: item for item in found}
    if not tree.parsed:
        return found[-1]
    below = tree.words[i]
    for word in tree.up(i):
        if word.i in by_verb and below.dep == "advcl" and below.i < word.i and _dated_clause(tree, below):
            return None  # "when diplomats applauded its adoption, few expected …": told by the text
        joined = below.dep == "conj" and word.tag.startswith("V") and not _inside_quote(tree, i)
        if word.i in by_verb and not joined:
            return by_verb[word.i]
        below = word
    for item in reversed(found):
        verb = tree.words[item.verb]
        if verb.low in ("according", "as", "citing", "quoted"):
            return item
        # "…, KCNA said" may hang on the act
        if verb.dep in ("parataxis", "ccomp", "dep") and (verb.head < 0 or i in tree.subtree(verb.head)):
            return item
    for item in found:
        verb = tree.words[item.verb]
        if verb.dep == "advcl" and any(tree.words[c].low == "as" for c in verb.children) and verb.i not in (i,):
            return item  # "as the spokesperson noted, …"
    root = tree.words[found[-1].verb]
    quoted = _inside_quote(tree, i)
    if quoted:
        return found[-1]
    if root.dep == "ROOT" and tree.words[i].i not in tree.subtree(root.i):
        return found[-1]
    return None


def _inside_quote(tree: Tree, i: int) -> bool:
    text = tree.sentence.text
    at = tree.words[i].start - tree.sentence.start
    open_quote = tree.sentence.open_quote
    for char in text[:at]:
        if char in "“«":
            open_quote = True
        elif char in "”»":
            open_quote = False
        elif char == '"':
            open_quote = not open_quote
    return open_quote


def in_quote(tree: Tree, i: int) -> bool:
    """Does the word stand inside quotation marks, counting those opened in a sentence before?"""
    return _inside_quote(tree, i)
