"""Triggers to acts: which frame a word opens, on which treaty, by whom, when, and how it is put."""

from __future__ import annotations

import re

from foedus.claims.apart import apart
from foedus.claims.at_home import chamber_told
from foedus.claims.binding import rebind, subject_before, treaty_of
from foedus.claims.context import Who, is_state, who
from foedus.claims.doers import maker_of, widen
from foedus.claims.drafts import Draft, finish
from foedus.claims.echoes import echoes
from foedus.claims.exclusions import by_firm, by_others
from foedus.claims.fits import object_fits, subject_fits
from foedus.claims.governed import DONE_BY_ABOVE, announced, begun, given, laid_before, of_instrument
from foedus.claims.lexicon import Frame, data, every_form, triggers
from foedus.claims.linking import Treaty
from foedus.claims.lists import listed_acts
from foedus.claims.mention import Instrument
from foedus.claims.modality import put
from foedus.claims.noun_manner import is_cleared
from foedus.claims.nouns import DRAWN, matters
from foedus.claims.parties import actors_in_row
from foedus.claims.phrases import phrase
from foedus.claims.roles import Roles, roles
from foedus.claims.scene import BILL, Found, Scene, words_of
from foedus.claims.senders import signatories
from foedus.claims.speakers import Speaker, in_quote, voice_of
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind


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
        is_noun_tag = word.tag.startswith("NN") or _noun_by_place(scene.tree, word.i)
        for frame, part, _base in options:
            if word.tag and (part == "verb") is is_noun_tag:
                continue
            if not _particles(scene.tree, word.i, frame):
                continue
            made = _open(scene, word.i, frame, part == "noun")
            if made is not None:
                found += made
                break
    made = apart(scene, found)
    return made + echoes(scene, made)


_REBEL = re.compile(
    r"\b(?:"
    + "|".join(data("lexicon")["not_treaties"]["armed_groups"])
    + r"|armed groups?|(?:Liberation|Patriotic|Resistance|National|People['’]s) (?:Front|Army|Forces|Movement)|"
    + r"Front for [A-Z]\w+|rebels?|Rebels?|insurgents?|guerrillas?|militants?|separatists?|faction(?:s|al)?|"
    + r"warlords?)\b"
)


def _whole(tree: Tree, i: int) -> str:
    """The word with what the parser cuts off before a hyphen: "re-enter", "rubber-stamped"."""
    if i >= 2 and tree.words[i - 1].text == "-" and tree.words[i - 2].low in _CUT_OFF:
        return f"{tree.words[i - 2].low}-{tree.words[i].low}"
    return tree.words[i].low


_CUT_OFF = frozenset(("re", "rubber"))


def _noun_by_place(tree: Tree, i: int) -> bool:
    """ "The coming into force of", "marathon talks on": a gerund with an article, a verb's form in a noun's place."""
    word = tree.words[i]
    if word.tag == "VBZ":
        return word.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
    return word.tag == "VBG" and any(tree.words[c].dep in ("det", "poss") for c in word.children)


def _is_modifier(tree: Tree, i: int) -> bool:
    """A trigger before the noun of another thing tells no act: "signing ceremony", "ratification bill"."""
    word = tree.words[i]
    return word.dep == "compound" or (word.dep == "amod" and word.tag in ("VBN", "VBG", "JJ"))


def _particles(tree: Tree, i: int, frame: Frame) -> bool:
    if not frame.particles:
        return True
    if frame.particles == ("outside",):  # "are now – officially and clearly – outside the framework"
        return any(word.low == "outside" for word in tree.words[i + 1 : i + 12])
    start = max(0, i - 4) if "longer" in frame.particles else i + 1  # "will no longer be", "is no longer"
    ahead = {word.low for word in tree.words[start : i + 6]}
    return bool(ahead & set(frame.particles))


def _open(scene: Scene, i: int, frame: Frame, noun: bool) -> list[Found] | None:
    tree = scene.tree
    parts = roles(tree, i, noun)
    if not noun:
        rebind(scene, i, parts)
        if "instrument" in frame.subject:
            subject_before(scene, i, parts)
    if _tells_none(scene, i, frame, parts, noun):
        return None
    treaty, mention = treaty_of(scene, i, parts, frame, noun)
    talked = mention is not None and mention.head == "talks" and frame.act != "negotiation"
    agreed_on = frame.act in _MAKING or (mention is not None and mention.head in DRAWN and frame.act in _CONSENTING)
    if mention is not None and mention.head in matters() and (talked or not agreed_on):
        return None  # "crossed the border", "ended the dispute": no treaty but where states agree on it
    if treaty is None or treaty.excluded or (noun and _CONSENTS.match(tree.words[i].low) and of_instrument(tree, i)):
        return None
    if not object_fits(scene, i, parts, frame, mention, noun):
        return None
    if not noun and by_others(tree, parts.subject_head):
        treaty.excluded = len(treaty.mentions) == 1 and not (mention is not None and mention.titled)
        return None  # "dozens of US companies have signed up to the pact"
    voice = voice_of(tree, i, scene.speakers) or _quoted_voice(scene, i)
    scene.context.voice = voice  # "Canada said it would …": the pronoun is the speaker's
    subject = who(tree, parts.subject, scene.named, scene.context, treaty)
    if frame.actors == "both" and _private(scene, parts, treaty, mention, noun):
        return None
    if not subject.actors and parts.subject_head >= 0 and tree.words[parts.subject_head].low in ("their", "its"):
        told = maker_of(scene, i, treaty)  # "the two submitted their applications to join"
        if len(told.actors) > 1 or (told.actors and tree.words[parts.subject_head].low == "its"):
            subject = told
    if noun and frame.act in ("ratification", "legislative_approval") and laid_before(tree, i):
        return []  # "I transmit for the consent of the Senate to its ratification": the verb tells it
    if frame.id == "signatory" and _joins_as(tree, i):
        return []  # "joined it as its 60th signatory": the verb tells it
    if frame.id == "notification-noun" and tree.words[i].dep == "dobj" and given(tree, i):
        return None  # "sent the UN formal notice": the verb tells it
    found = _subject_of(scene, i, frame, parts, (treaty, mention), subject) if noun else subject
    if found is None:
        return None
    subject = found
    if frame.id == "signatory" and not subject.actors and tree.words[i].dep == "appos":
        subject = who(tree, phrase(tree, tree.words[i].head) - tree.subtree(i), scene.named, scene.context, treaty)
    if not noun:
        widen(scene, i, parts, subject)
    if not subject.actors and parts.subject_head >= 0 and BILL.fullmatch(tree.words[parts.subject_head].low):
        subject = maker_of(scene, i, treaty)
    if not subject_fits(frame, subject, parts, scene, noun):
        return None
    manner = put(tree, i, parts, noun)
    if manner.dropped:
        return []
    made = finish(Draft(scene, i, frame, parts, treaty, mention, subject, manner, noun, voice))
    if made is None and frame.modality == "ahead":
        return None  # what has come about already is for the next frame
    return [] if made is None else made


def _only_capitals(scene: Scene, parts: Roles) -> bool:
    told = [n for n in scene.named if n.actor and set(scene.tree.at(n.start, n.end)) & parts.subject]
    return bool(told) and parts.subject_head < 0 and all(n.kind is FormKind.CAPITAL for n in told)


def _joins_as(tree: Tree, i: int) -> bool:
    above = tree.words[tree.words[i].head]
    return above.low == "as" and tree.words[above.head].low in _JOINS


_JOINS = every_form("join accede sign ratify")


def _private(scene: Scene, parts: Roles, treaty: Treaty, mention: Instrument | None, noun: bool) -> bool:
    """Is it companies or rebels that make it?"""
    acts = not noun and parts.subject_head >= 0 and by_firm(scene.tree, parts.subject, scene.named)
    if acts and not (mention is not None and mention.titled):
        treaty.excluded = len(treaty.mentions) == 1  # "Airbus and Kenya Airways signed an accord"
        return True
    if _REBEL.search(words_of(scene.tree, parts.subject | parts.partners)):
        treaty.excluded = True  # a peace with rebels is none between states
        return True
    return False


def _tells_none(scene: Scene, i: int, frame: Frame, parts: Roles, noun: bool) -> bool:
    """Words that the frame does not mean: "joined the pact's critics", "ceased to be in force", "left Rome"."""
    tree = scene.tree
    if frame.id == "agree-to" and {w.low for w in tree.words[i + 1 : i + 2]} & {"down", "off", "back", "out"}:
        return tree.words[i].low.startswith("str")  # "struck down the agreement"
    if noun and frame.id == "withdrawal-noun" and _of_things(scene, i):
        return True
    if noun:  # "a law on the country's withdrawal": the vote or signature on the law is the act
        return frame.act in ("withdrawal", "suspension") and _of_bill(tree, i)
    if (
        frame.id == "rejoin-bare"
        and tree.words[i].low.startswith("join")
        and not _JOINS_BARE.search(" ".join(w.low for w in tree.words[max(0, i - 3) : i]))
    ):
        return True
    if (
        frame.id == "in-force"
        and i >= 2
        and re.search(
            r"\b(?:cease[sd]?|ceasing|stop(?:s|ped)?)(?: to)?$", " ".join(w.low for w in tree.words[i - 2 : i])
        )
    ):
        return True
    if frame.id == "deposit" and not noun and _TO_CHAMBER.match(tree.after(i)):
        return True  # "submitted a package of papers to parliament for ratification"
    if frame.id in ("called-off", "withdraw-walk") and {tree.words[at].low for at in parts.object_heads} & _CEREMONIES:
        return True  # "called off the signing of the pact"
    leaver = tree.words[parts.subject_head].low if parts.subject_head >= 0 else ""
    if frame.id in ("withdraw", "withdraw-bare") and not parts.passive and leaver in _NOT_LEAVING:
        return True  # "troops must leave"
    if frame.id == "becomes-party" and _SIGNATORY.match(tree.after(i)):
        return True  # "became a signatory": it has signed
    if frame.id == "withdraw-from-it" and tree.words[i].low[:3] in ("lea", "lef") and not _LEFT_IT.match(tree.after(i)):
        return True  # "left it to the court"
    if frame.id in ("withdraw", "withdraw-bare") and _leaves_behind(scene, i, parts):
        return True
    if frame.id == "withdraw" and _leaves_elsewhere(scene, i, parts):
        return True
    if frame.id == "withdraw" and {tree.words[at].low for at in parts.object_heads} & _NOT_LEFT:
        return True
    _object_after(scene, i, parts)
    if (frame.passive == "no" and parts.passive) or (frame.passive == "yes" and not parts.passive):
        return True
    head = tree.words[tree.words[i].head]
    below = tree.words[i].dep in ("acl", "relcl") and head.i != i and BILL.fullmatch(head.low) is not None
    # "a bill revoking …": the vote on it is the act
    return frame.act in ("withdrawal", "suspension", "termination") and below and _decided_on(tree, head.i)


_JOINS_BARE = re.compile(r"\b(?:is|was|are|were|set|due|plans?|planned|wants?) to$|\b(?:never|n['’]t|ever|yet)$")
_SIGNATORY = re.compile(r" (?:an? |the |its )?(?:[\w-]+ ){0,2}?signator(?:y|ies)\b")
_LEFT_IT = re.compile(r" it(?:[.,;]| (?:again|in|on|last|next|this|after|two|three|a|\w+ years?)\b|$)")
_TO_CHAMBER = re.compile(
    r"[^;]{0,250}? (?:to|before) (?:the |its |their )?(?:\w+ ){0,3}?(?:[Pp]arliament|[Dd]uma|[Ss]enate|[Cc]ongress|"
    r"[Aa]ssembly|Rada|Knesset|Sejm|Diet|[Cc]hamber|[Ll]awmakers|[Ll]egislature)\b[^;]{0,40}? for (?:its )?"
    r"(?:ratification|approval|consent|consideration)\b"
)
_OF_TREATIES = re.compile(r"ratif|signature|member|participat|party|state|countr|nation|consent|instrument", re.I)


def _of_things(scene: Scene, i: int) -> bool:
    """ "The withdrawal of safety guarantees", "of the troops": what is withdrawn is no party and no consent."""
    tree = scene.tree
    if not tree.parsed:
        return False
    below = [c for p in tree.words[i].children if tree.words[p].low == "of" for c in tree.words[p].children]
    head = next((c for c in below if tree.words[c].dep == "pobj"), None)
    if head is None or _OF_TREATIES.search(tree.words[head].low):
        return False
    return not any(n.actor and head in tree.at(n.start, n.end) for n in scene.named) and not any(
        m.first <= head <= m.last for m in scene.instruments
    )


_VOTING = every_form("approve pass adopt back endorse vote sign issue promulgate enact reject defeat support clear")


def _decided_on(tree: Tree, bill: int) -> bool:
    """Is the bill voted on or signed? That tells the act; where it is only prepared, its words tell what is meant."""
    return next((w.low in _VOTING for w in tree.up(bill) if w.tag.startswith("V")), True)


def _subject_of(
    scene: Scene,
    i: int,
    frame: Frame,
    parts: Roles,
    about: tuple[Treaty, Instrument | None],
    subject: Who,
) -> Who | None:
    """Who does what a noun tells, where its own phrase does not say; None where the verb above tells the act."""
    tree, (treaty, mention) = scene.tree, about
    if frame.id == "chamber-ratification-noun" and not subject.legislature:
        subject = _chamber_below(scene, i, parts, subject)
    if not subject.actors:
        subject.actors = _of_whom(scene, i) or (_by_after(scene, mention) if mention is not None else ())
    if frame.act in ("signature", "accession", "ratification") and is_cleared(tree, i):
        told = maker_of(scene, i, treaty)  # "the cabinet approved the signing": of its own state
        if frame.act == "ratification" and told.legislature:
            return None  # the chamber's own approval
        subject = subject if subject.actors else told
    decided = frame.act in _DECIDED_ACTS or (frame.act in ("ratification", "signature") and _put_back(tree, i))
    if decided and not subject.actors and _decides(tree, i):
        told = maker_of(scene, i, treaty)  # "the Council approved the suspension of …": the Council suspends
        subject = told if told.actors and not told.legislature else subject

    done = frame.id in DONE_BY_ABOVE or (frame.id in ("ratification-noun", "accession-noun") and begun(tree, i))
    if done and not subject.actors and announced(tree, i):
        subject = maker_of(scene, i, treaty)
    if frame.id == "chamber-ratification-noun" and treaty.is_bilateral and not _names_anyone(scene, parts):
        subject.actors = treaty.all_parties if subject.legislature else subject.actors
    if frame.id == "vote-to-come" and not subject.legislature:
        subject = _chamber_near(scene, i) or maker_of(scene, i, treaty)
    if frame.id == "talks" and _only_capitals(scene, parts):
        subject.actors = ()  # "the Nairobi talks": where they are held
    speaks = frame.id == "talks" or (frame.id == "conclusion-of-talks" and _OF_TALKS.search(tree.sentence.text))
    if speaks and not subject.actors and not treaty.is_bilateral:
        subject = maker_of(scene, i, treaty)  # "the ministers announced the launch of talks": they talk
    subject.collective |= frame.counts
    if frame.id == "signatory":
        subject = signatories(scene, i, subject, treaty)
    leaves = frame.act in ("withdrawal", "suspension", "accession")
    if i + 1 < len(tree.words) and tree.words[i + 1].low in (("by",) if leaves else ("by", "from")):
        row = actors_in_row(tree, i + 2, scene.named, wide=True)  # a list, which the parser takes apart
        subject.actors = tuple(dict.fromkeys(row)) if len(row) > len(subject.actors) else subject.actors
    return subject


def _of_bill(tree: Tree, i: int) -> bool:
    """Is the noun what a law or bill is about: "law on the country's withdrawal"?"""
    head = tree.words[i].head
    if tree.words[i].dep != "pobj" or tree.words[head].low not in ("on", "for", "about", "concerning"):
        return False
    above = tree.words[tree.words[head].head]
    if above.tag.startswith("V") and head > 0:  # "passed a law on …", hung on the verb by the parse
        above = tree.words[head - 1]
    return above.tag.startswith("NN") and BILL.fullmatch(above.low) is not None


_DECIDED_ACTS = ("suspension", "extension", "termination", "amendment", "withdrawal", "resumption")
_DECIDING = every_form(
    "approve agree announce decide order sign declare suspend halt cancel revoke reverse rescind postpone delay defer "
    "seek propose want demand request urge retract withdraw undo"
)


def _decides(tree: Tree, i: int) -> bool:
    """Is the noun of an act the object of a deciding verb: "announced the termination of the pact"?"""
    word = tree.words[i]
    above = tree.words[word.head]
    if word.dep == "pobj" and above.low in ("on", "upon", "to"):
        above = tree.words[above.head]
    return word.dep in ("dobj", "nsubjpass", "pobj") and above.low in _DECIDING


_PUTTING_BACK = every_form("postpone delay defer cancel")


def _put_back(tree: Tree, i: int) -> bool:
    """ "Has delayed ratification of the pact": by whoever delays it."""
    word = tree.words[i]
    return word.dep == "dobj" and tree.words[word.head].low in _PUTTING_BACK


def _leaves_behind(scene: Scene, i: int, parts: Roles) -> bool:
    """ "Leaves the treaty ratified by five", "left to gather dust", "the text was withdrawn", "leaves on a visit"."""
    tree, word = scene.tree, scene.tree.words[i]
    treaty = next((m for m in scene.instruments if m.core in parts.object_heads), None)
    if word.low.startswith("withdr") and parts.passive and parts.object_head >= 0:
        gone = tree.words[parts.object_head]
        text = treaty is not None and treaty.core == gone.i
        return gone.dep == "nsubjpass" and (text or gone.low in ("text", "draft", "version", "bill"))
    if not word.low.startswith(("leav", "left")):
        return False
    if _SETS_OUT.match(tree.after(i)):
        return True
    if treaty is None:
        return word.tag == "VBN" and word.dep == "conj" and not any(tree.words[c].dep == "aux" for c in word.children)
    after = tree.words[treaty.last + 1] if treaty.last + 1 < len(tree.words) else None
    return after is not None and (after.tag == "VBN" or after.low in ("hanging", "intact", "unsigned"))


_SETS_OUT = re.compile(
    r" (?:today |tomorrow |[A-Z]\w+day )?on (?:an?|the|his|her|its|their) (?:[\w-]+ ){0,4}?"
    r"(?:visit|trip|tour|mission|flight|journey)\b"
)


def _leaves_elsewhere(scene: Scene, i: int, parts: Roles) -> bool:
    """ "Left Warsaw for the convention": what is left is the plain object, and no treaty."""
    tree = scene.tree
    plain = [c for c in tree.words[i].children if tree.words[c].dep == "dobj"]
    if not plain or not tree.words[i].low.startswith(("leav", "left", "exit", "quit", "abandon")):
        return False
    row = phrase(tree, plain[0])
    named = any(n.kind in _BODIES and n.actor and set(tree.at(n.start, n.end)) & row for n in scene.named)
    return not (named or any(m.core in tree.subtree(plain[0]) for m in scene.instruments)) and (
        tree.words[plain[0]].tag.startswith("NNP")
    )


_BODIES = (FormKind.ORGANISATION, FormKind.ACRONYM)
_OF_TALKS = re.compile(r"\b(?:conclusion|completion|finali[sz]ation) of\b[^;]{0,80}?\b(?:negotiations?|talks)\b")
_MAKING = ("negotiation", "signature", "initialling")
_CONSENTING = ("legislative_approval", "legislative_rejection", "ratification")
_CONSENTS = re.compile(r"ratif|accession|acceptance|approval|succession")
_NOT_LEFT = frozenset(
    (
        "application bid candidacy troops forces soldiers ambassador envoy envoys diplomats staff team objection "
        "request proposal offer claim claims complaint lawsuit bill motion nomination investment peacekeepers"
    ).split()
)
"""What may be withdrawn with no treaty being left."""
_CEREMONIES = frozenset("signing ceremony talks negotiations vote summit meeting round".split())
_NOT_LEAVING = frozenset(
    "troops forces soldiers personnel ambassador envoy diplomats inspectors staff peacekeepers monitors observers "
    "refugees migrants workers settlers fleet warships missiles aircraft".split()
)
"""Who may leave without a treaty being left."""
_SKIPPED = frozenset(
    "vote votes majority margin unanimity consensus acclamation today yesterday reading session sitting".split()
)


def _object_after(scene: Scene, i: int, parts: Roles) -> None:
    """ "Approved by a vote of 80 to 2 the treaty with Oman": an object cut off by what stands between."""
    tree = scene.tree
    if not tree.parsed or parts.passive or tree.words[i].dep in ("acl", "relcl"):
        return
    real = [
        at
        for at in parts.object_heads
        if tree.words[at].low not in _SKIPPED
        and not any(d.start <= tree.words[at].start < d.end for d in scene.dates)
        and not (tree.words[at].dep == "pobj" and tree.words[tree.words[at].head].low == "to")
    ]
    if any(tree.words[at].tag[:2] in ("NN", "PR") for at in real):
        return
    after = next((m for m in scene.instruments if m.first > i and not m.excluded), None)
    if after is None:
        return
    between = tree.words[i + 1 : after.first]
    if any(w.tag.startswith(("V", "MD")) or w.text in ";:" or (w.low == "that" and w.tag == "IN") for w in between):
        return  # "announced that a pact had been ended": a clause of its own
    before = tree.words[max(0, after.first - 2) : after.first]
    hung = (before and before[-1].tag == "IN") or tree.words[after.core].dep == "pobj"
    if hung and not any(w.low in ("herewith", "hereby") for w in before):
        return
    parts.object, parts.object_all = {after.core}, {after.core}
    parts.object_head, parts.object_heads = after.core, (after.core,)


def _of_whom(scene: Scene, i: int) -> tuple[str, ...]:
    """ "The US withdrawal", "Soviet ratification": the state whose name or adjective stands right before the noun."""
    tree = scene.tree
    if not tree.parsed:
        return ()
    own = {c for c in tree.words[i].children if tree.words[c].dep in ("amod", "compound", "nmod") and c < i}
    row = (n for n in scene.named if n.actor and is_state(n.actor) and set(tree.at(n.start, n.end)) & own)
    return tuple(dict.fromkeys(n.actor for n in row if n.actor and n.kind in _OWNERS))


_OWNERS = (FormKind.ADJECTIVE, FormKind.STATE)


def _by_after(scene: Scene, mention: Instrument) -> tuple[str, ...]:
    """ "The ratification of the convention by Ghana": who acts stands after the treaty."""
    tree, at = scene.tree, mention.last + 1
    for word in tree.words[at : at + 9]:  # over "with Kenya", "on visas"
        if word.low == "by" or word.tag.startswith(("VB", "MD", "W")) or word.text in ",;.":
            at = word.i
            break
    if at + 1 >= len(tree.words) or tree.words[at].low != "by":
        return ()
    return tuple(dict.fromkeys(actors_in_row(tree, at + 1, scene.named, wide=True)))


def _chamber_below(scene: Scene, i: int, parts: Roles, subject: Who) -> Who:
    """ "The approval of the Croatian parliament", "ratification by the Senate": the chamber after the noun."""
    tree = scene.tree
    for at in range(i + 1, min(i + 26, len(tree.words))):
        if tree.words[at].low == "by" or (at == i + 1 and tree.words[at].low in ("of", "from", "in")):
            row = {j for c in tree.words[at].children for j in phrase(tree, c)}
            told = who(tree, row, scene.named, scene.context, None)
            if told.legislature:
                parts.object -= row
                parts.object_all -= row
                parts.subject |= row
                return told
        if tree.words[at].tag.startswith("VB"):
            break
    return subject


def _names_anyone(scene: Scene, parts: Roles) -> bool:
    """Does the phrase of the chamber say whose it is, or only "parliamentary", "by parliaments"?"""
    tree = scene.tree
    return any(n.actor and set(tree.at(n.start, n.end)) & parts.subject for n in scene.named) or "its" in (
        words_of(tree, parts.subject).lower().split()
    )


def _chamber_near(scene: Scene, i: int) -> Who | None:
    """ "A vote on the treaty in the Slovenian parliament"."""
    row = chamber_told(scene, i)
    told = who(scene.tree, row, scene.named, scene.context, None) if row else None
    return told if told is not None and told.legislature else None


def _quoted_voice(scene: Scene, i: int) -> Speaker | None:
    """Inside a quotation whose speaker the sentence does not name: the one before, or the one the paragraph names."""
    if not in_quote(scene.tree, i):
        return None
    return scene.quoted or scene.context.speaker
