"""How far the name of a treaty reaches to the left and right of its noun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.lexicon import heads, triggers
from foedus.claims.names import Named
from foedus.claims.segments import dateline_length
from foedus.claims.trees import Tree, Word

_NOT_NAME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december on-site jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. wed. "
    "thu. fri. sat. sun. jan feb mar apr jun jul aug sept oct nov dec yesterday today tomorrow last next".split()
)
STOP_LEFT = frozenset(
    (
        "the a an its his her their our this that these those any some no every each both all such of "
        "in on to for with from by at as and or but "
        "is are was were be been has have had will would could should may might must which who whom "
        "than into under about between against after before "
        "'s ’s , ; : ( ) “ ” \" ' ‘ ’ — – - . ? ! not never only also when while if unless because "
        "since called so-called via without over said says "
        "ending separate another more most what it he she they we i you per pct out up down off yet "
        "either neither nor then"
    ).split()
)
LINKS_RIGHT = frozenset(
    "on of for to against between concerning in regarding and the or from by with amending into relating as at".split()
)
ACRONYM = re.compile(r"[A-Z][A-Za-z.]*[A-Z][A-Za-z.]*|[A-Z]{2,}\Z")
SOFT = frozenset(
    (
        "new old current existing present proposed draft first second final landmark historic major key "
        "international comprehensive joint possible eventual planned controversial initial latest recent "
        "original separate similar said bilateral multilateral trilateral global regional so-called full "
        "legally legal valid binding formal special important significant big long-awaited official ratified signed "
        "understanding intent optional additional supplementary "
        "previous former prior preceding expired expiring outgoing superseded outdated future "
        "respective whole entire two three several many other same own former's "
        "american-backed cold war-era five-year amended amending revised newly binding such fair missile's "
        "existing final deep milestone last nine 10-year pending "
    ).split()
)


def left_of(tree: Tree, core: int) -> int:
    """The first word of the noun phrase before the noun: adjectives, nouns, years, hyphened pairs."""
    at = core
    cut = tree.sentence.start + dateline_length(tree.sentence.text)
    while at > 0 and tree.words[at - 1].start >= cut:
        word = tree.words[at - 1]
        if tree.sentence.heading and word.low in triggers() and word.low not in SOFT and _verb_like(word.low):
            break  # "Chad, Mali Sign Border Treaty"
        if step := _step_left(tree, at):
            at -= step
            continue
        if _ends_left(tree, at, core):
            break
        at -= 1
    while at < core and tree.words[at].low in ("-", "–", "/", "_"):
        at += 1
    return at


def _step_left(tree: Tree, at: int) -> int:
    """How many words before ``at`` belong to the name though they are no modifiers: "in", "of the", a bracket."""
    row = tree.words
    word, low = row[at - 1], row[at - 1].low
    if low in ("of", "the", "in", "on") and _act_before(row, at - 1):
        return 0  # "Ratification of the Treaty", "Canada in Accord on …"
    if low == ")" and at >= 4 and row[at - 3].low == "(" and ACRONYM.fullmatch(row[at - 2].text):
        return 3  # "African Continental Free Trade Area (AfCFTA) agreement"
    if word.text in ("I", "II", "III") and at >= 2 and ACRONYM.fullmatch(row[at - 2].text):
        return 1  # "START I treaty"
    placed = low == "the" and at >= 3 and row[at - 2].low == "of" and row[at - 3].text[0].isupper()
    if placed and row[at].text[0].isupper():
        return 2  # "Law of the Sea Convention"
    capitals = at >= 2 and row[at].text[0].isupper() and row[at - 2].text[0].isupper() and row[at - 2].tag != "PRP"
    if low == "of" and at >= 2 and row[at - 2].low == "status" and row[at].low == "forces":
        return 1  # "status of forces agreement"
    if low in ("in", "of", "and", "for") and capitals:
        other = low == "and" and (ACRONYM.fullmatch(row[at - 2].text) or row[at - 2].low in heads())
        return 0 if other else 1  # "Conventional Armed Forces in Europe treaty"
    if low == "," and at >= 2 and row[at - 2].low in SOFT and row[at].tag.startswith(("JJ", "CD")):
        return 1  # "the new, 10-year treaty"
    plain = low == "and" and at >= 2 and row[at].text[0].islower()
    return int(plain and _is_modifier(tree, at - 2) and _is_modifier(tree, at - 3))  # "defence and economic agreement"


def _act_before(row: Sequence[Word], at: int) -> bool:
    """Does "of the" hang on the noun of an act: "Ratification of the", "Signing of"?"""
    at -= row[at].low == "the"
    if at < 1 or row[at].low not in ("of", "in", "on"):
        return False
    return any(part == "noun" for _, part, _ in triggers().get(row[at - 1].low, ()))


_SAID = frozenset("ratify ratifies ratified sign signs signed approves approve".split())


def _ends_left(tree: Tree, at: int, core: int) -> bool:
    """Does the word before ``at`` stand outside the name?"""
    word, low = tree.words[at - 1], tree.words[at - 1].low
    small = word.text[0].islower()
    if low in STOP_LEFT and not (low in ("-", "–", "/") and at >= 2):
        return True
    outside = ("VBD", "VBZ", "VBP", "MD", "RB", "IN", "DT", "PRP", "WDT", "CC", "TO")
    if word.tag.startswith(outside) and small and low not in SOFT:
        return True
    told = low in triggers() and low not in SOFT
    if (not word.tag and told) or low in _SAID:
        return True
    if word.tag == "NNS" and small and low not in _PLURAL_LEADS and not _leads(tree, word, core):
        return True  # plural nouns before it belong to what stands before
    if word.tag == "VB" and small and not tree.words[at].text[0].islower():
        return True
    return word.tag in ("VB", "VBG", "VBN") and told and low not in ("amending", "missing")


_PLURAL_LEADS = frozenset("arms forces relations arms-control fisheries weapons missiles customs services".split())


def _leads(tree: Tree, word: Word, core: int) -> bool:
    """A plural that the parse hangs on the noun: "air services agreement"."""
    return word.dep in ("compound", "nmod") and word.head == core


def _verb_like(low: str) -> bool:
    return any(part == "verb" for _, part, _ in triggers()[low])


def _is_modifier(tree: Tree, i: int) -> bool:
    return i >= 0 and tree.words[i].low not in STOP_LEFT and tree.words[i].tag[:2] in ("JJ", "NN", "")


def right_of(tree: Tree, word: Word, named: Sequence[Named]) -> int:
    """The last word of a title that goes on after the noun: "Treaty on the Prohibition of Nuclear Weapons"."""
    all_words = tree.words
    last = at = word.i
    opens = word.i == 0 or (word.i == 1 and not all_words[0].text[0].isalnum())
    capital = word.text[0].isupper() and not (opens and _plain_after(all_words, word.i))
    while at + 1 < len(all_words):
        nxt = all_words[at + 1]
        low = nxt.low
        paired = "between" in [w.low for w in all_words[word.i + 1 : at + 1] if w.low in ("between", "and")][-1:]
        clause = low == "and" and not paired and _new_clause(all_words, at + 2, named)
        if clause or (low == "and" and _another_title(all_words, at + 2)):
            break  # but "the Transport Agreement between India and Nepal was signed"
        if low in LINKS_RIGHT or (low in ("-", "–", ",") and capital):
            if _ends_right(tree, word, at, last, named):
                break
            at += 1
            if at - last > 3:
                break
            continue
        if low in ("'s", "’s", "'", "’") and capital and at == last and last > word.i:
            at += 1
            last = at
            continue
        founding = low in _FOUNDING or bool(word.text in _NUMBERED and re.fullmatch(r"I{1,3}|IV|[-–]?\d", nxt.text))
        named_on = at > last or last > word.i or founding
        if nxt.text[0].isupper() and capital and low not in _NOT_NAME and named_on:
            at += 1
            last = at
            continue
        break
    if (
        last == word.i
        and not capital
        and word.i + 1 < len(all_words)
        and all_words[word.i + 1].low in ("on", "against", "of")
        and not (word.low.startswith(("protocol", "amendment")) and _parent_ahead(all_words, word.i + 1))
    ):
        last = _whole_name(tree, _plain_subject(tree, word.i + 1, named), named)
    return _trim(tree, word.i, last)


def _whole_name(tree: Tree, last: int, named: Sequence[Named]) -> int:
    """ "On joining the Shanghai Cooperation Organization": no name is cut in two."""
    word = tree.words[last]
    return next((tree.at(n.start, n.end).stop - 1 for n in named if n.start <= word.start and word.end < n.end), last)


def _plain_after(all_words: Sequence[Word], i: int) -> bool:
    """ "Agreement on the new protocol was reached": the capital is the sentence's, no name follows."""
    row = all_words[i + 1 : i + 4]
    if len(row) < 3 or row[0].low not in ("on", "about", "over"):
        return False
    return row[1].low in ("a", "an", "the") and row[2].text[0].islower()


def _ends_right(tree: Tree, word: Word, at: int, last: int, named: Sequence[Named]) -> bool:
    """Does the linking word after ``at`` lead out of the name: to a place, to who acts, to another matter?"""
    row, low = tree.words, tree.words[at + 1].low
    more = at + 2 < len(row)
    if low == "," and not (more and _goes_on(row, at + 2) and word.text[0].isupper() and last == at > word.i):
        return True
    if low == "with" and last == word.i:
        return True
    placed = low in ("in", "at", "regarding", "concerning", "to", "for") and word.i + 2 <= at + 2 and more
    if placed and (_names_actor(row[at + 2 : at + 4], named) or (low == "in" and last == word.i)):
        return True  # "… Partnership Treaty in Moscow": where, not what
    if low == "at" and more and row[at + 2].low != "sea":
        return True
    if (
        low == "to"
        and last == word.i < at + 1
        and not _PARENTED.search(word.low)
        and not (row[at + 2].tag.startswith("VB") and not row[at + 2].text.isupper())
    ):
        return True  # "submitted the Agreement to Chairperson X": to whom
    # "ratification of the Minamata Convention by Ghana": who acts
    return low in ("by", "with") and _names_actor(row[at + 2 : at + 4], named)


def _goes_on(row: Sequence[Word], at: int) -> bool:
    """ "Friendship, Cooperation, and Partnership": the row of a title goes on after its comma."""
    return row[at].text[0].isupper() or (row[at].low == "and" and at + 1 < len(row) and row[at + 1].text[0].isupper())


_PARENTED = re.compile(r"(?:protocol|amendment|annex|supplement|addend|declaration)")


def _parent_ahead(row: Sequence[Word], at: int) -> bool:
    """ "Protocols of the Nuclear-Free Zone Treaty": the treaty that they belong to is told next."""
    if row[at].low != "of":
        return False
    for word in row[at + 1 : at + 10]:
        if word.low in heads():
            return True
        if word.text in ",.;:" or word.tag.startswith(("VB", "MD", "W")):
            return False
    return False


def _new_clause(row: Sequence[Word], at: int, named: Sequence[Named]) -> bool:
    """ "… and Finland left the other": an actor with a verb of its own."""
    hit = next((n for n in named if n.actor and at < len(row) and n.start == row[at].start), None)
    if hit is None:
        return False
    after = next((w for w in row[at:] if w.start >= hit.end), None)
    return after is not None and after.tag.startswith(("VBD", "VBZ", "VBP", "MD"))


def _names_actor(row: Sequence[Word], named: Sequence[Named]) -> bool:
    """Does an actor's name begin here, or after "the"?"""
    ahead = [w for w in row if w.low != "the"][:1]
    return any(n.start == w.start and (n.actor or n.organ) for w in ahead for n in named)


_OCCASIONS = frozenset(
    "sidelines margins occasion eve day condition terms visit arrival site record track time".split()
)
"""What follows "on" and is no subject matter: "on the sidelines of the summit"."""


_FOUNDING = frozenset("establishing creating concerning governing banning prohibiting relating amending".split())
_NUMBERED = frozenset(("SALT", "START"))


def _another_title(row: Sequence[Word], at: int) -> bool:
    """ "… and the Convention on the Rights of the Child": a title of its own begins."""
    if at < len(row) and row[at].low in ("the", "its", "their", "a", "an"):
        at += 1
    for word in row[at : at + 8]:
        if word.low in heads() and word.text[0].isupper():
            return True
        if not word.text[0].isupper() and word.text != "-" and word.low not in ("of", "for", "on"):
            return False
    return False


_AFTER_SUBJECT = frozenset(
    "which that in with at by from is was between behalf calling terms during after before when while if as since "
    "following amid despite because until unless".split()
)


def _plain_subject(tree: Tree, at: int, named: Sequence[Named]) -> int:
    """ "treaty on medium-range missiles": up to six plain words that say what it is about."""
    last = at
    if tree.words[at].low == "of" and _names_actor(tree.words[at + 1 : at + 3], named):
        return at - 1  # "the border treaty of Ghana and Togo"
    lead = [w.low for w in tree.words[at + 1 : at + 3]]
    if tree.words[at].low == "on" and (
        _OCCASIONS & set(lead) or (lead[:1] and lead[0] in ("his", "her", "their", "its"))
    ):
        return at - 1
    for word in tree.words[at + 1 : at + 12]:
        if (
            word.text == ","
            and any(w.low == "and" for w in tree.words[word.i + 1 : word.i + 5])
            and not any(w.tag.startswith(("V", "W", "M")) for w in tree.words[word.i + 1 : word.i + 5])
        ):
            continue  # "treaty of friendship, good neighbourliness and cooperation"
        if (
            word.text[0] in ',.;:()"“”'
            or word.tag.startswith(("VBD", "VBZ", "MD", "WDT", "TO"))
            or word.low in _AFTER_SUBJECT
        ):
            break
        apart = word.text in "-–—" and word.start > tree.words[word.i - 1].end  # a dash between thoughts
        if apart or word.low in _NOT_NAME or word.text[0].isdigit() or word.text == "May":
            break
        ahead = [w.low for w in tree.words[word.i + 1 : word.i + 4]]
        if word.low == "and" and any(low in heads() for low in ahead):
            break  # "… and a protocol to it": another
        last = word.i
    return last if last > at else at - 1


def _trim(tree: Tree, core: int, last: int) -> int:
    while last > core and (tree.words[last].low in LINKS_RIGHT or tree.words[last].low in ",-–"):
        last -= 1
    return last
