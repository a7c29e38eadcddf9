"""Treaties as a sentence names them: the noun, its name, its parties, its year, and whether it points back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.claims.lexicon import data, heads, triggers
from foedus.claims.names import Named
from foedus.claims.nouns import is_made, loose, noun_of, of_place
from foedus.claims.parties import makers_of, parties_of
from foedus.claims.segments import dateline_length
from foedus.claims.trees import Tree, Word

_YEAR = re.compile(r"(1[6-9]\d\d|20\d\d)\Z")
_NOT_NAME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december on-site jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. mon. tue. wed. "
    "thu. fri. sat. sun. yesterday today tomorrow last next".split()
)
_STOP_LEFT = frozenset(
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
_LINKS_RIGHT = frozenset(
    "on of for to against between concerning in regarding and the or from by with amending into relating as at".split()
)
_TITLE_LINKS = frozenset("on of for to against concerning in regarding and the or from by relating as amending".split())
_ACRONYM = re.compile(r"[A-Z][A-Za-z.]*[A-Z][A-Za-z.]*|[A-Z]{2,}\Z")
_OLDER = frozenset("old previous former earlier original existing current present".split())
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
_SOFT = frozenset(
    (
        "new old current existing present proposed draft first second final landmark historic major key "
        "international comprehensive joint possible eventual planned controversial initial latest recent "
        "original separate similar said bilateral multilateral trilateral global regional so-called full "
        "legally legal valid binding formal special important significant big long-awaited official ratified signed "
        "understanding intent optional additional supplementary "
        "previous former future respective whole entire two three several many other same own former's "
        "american-backed cold war-era five-year amended amending revised newly binding such fair missile's "
        "existing final deep milestone last nine 10-year pending "
    ).split()
)


_OF_CITIES = frozenset("climate peace grain nuclear".split())
"""What may stand between a city and the noun: "Paris climate accord"."""


@dataclass(slots=True)
class Instrument:
    """One mention of a treaty. ``first``..``last`` are words of the tree; ``core`` the place of the noun.

    ``row``: the same number for all that stand in one row; ``members``: the row that spells out a set.
    """

    tree: Tree
    first: int
    last: int
    core: int
    head: str
    name: str
    own: frozenset[str]
    parties: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    year: str | None = None
    points_back: bool = False
    plural: bool = False
    draft: bool = False
    new: bool = False
    old: bool = False
    excluded: bool = False
    titled: bool = False
    known: str | None = None
    organisation: str | None = None
    modifiers: frozenset[str] = field(default_factory=frozenset)
    near: frozenset[str] = field(default_factory=frozenset)
    indefinite: bool = False
    called: bool = False
    below: bool = False
    row: int = -1
    members: int = -1

    @property
    def start(self) -> int:
        return self.tree.words[self.first].start

    @property
    def end(self) -> int:
        return self.tree.words[self.last].end


def instruments(tree: Tree, named: Sequence[Named], proved: frozenset[str] = frozenset()) -> list[Instrument]:
    """The treaties that a sentence names or points to, in order. ``proved``: see `nouns.noun_of`."""
    found: list[Instrument] = []
    last = -1
    for word in tree.words:
        if word.i <= last or (word.i == last + 2 and tree.words[last + 1].text == "("):
            continue  # "free trade agreement (FTA)": its short name
        head = noun_of(tree, word, named, proved)
        made = None if head is None else _instrument(tree, word, head, named, proved)
        if made is not None:
            found.append(made)
            last = made.last
    _in_rows(tree, found)
    _with_parents(tree, found)
    for item in found:  # "by signing conventions, agreements and protocols": treaties in general
        bare = item.plural and not item.own and not item.parties and not item.titled and not item.points_back
        if bare and sum(1 for m in found if m.row == item.row >= 0 and m.plural) > 1:
            item.excluded = True
    return found


def _with_parents(tree: Tree, found: Sequence[Instrument]) -> None:
    """ "A protocol amending the 2010 agreement": named in full, and between the parties of its parent."""
    for item, parent in zip(found, found[1:], strict=False):
        gap = [w.low for w in tree.words[item.last + 1 : parent.first]]
        if item.head not in ("protocol", "amendment") or not gap or len(gap) > 6 or gap[0] not in _TO_PARENT:
            continue
        if any(w.tag.startswith(("VBD", "VBZ", "MD", "W")) for w in tree.words[item.last + 1 : parent.first]):
            continue
        item.below = True
        item.name = tree.text(item.first, parent.last)
        item.points_back = False
        item.parties = item.parties or parent.parties


_TO_PARENT = frozenset("to of amending prolonging extending supplementing replacing modifying under".split())


_BETWEEN = frozenset("the a an its their his her another two three also additional new separate both".split())


def _in_rows(tree: Tree, found: Sequence[Instrument]) -> None:
    """Number the rows: "a treaty, an accord and the protocol" are three of one breath, each a treaty of its own."""
    joins = [_join(tree, a, b) for a, b in zip(found, found[1:], strict=False)]
    for at in range(len(joins) - 1, -1, -1):
        told = joins[at + 1 : at + 2] == ["and"] and found[at].plural and not found[at + 1].plural
        if joins[at] == "," and told:  # "two agreements, a treaty and a pact"
            found[at].members, joins[at] = found[at + 1].row, ""
        if joins[at] == "," and not (at + 1 < len(joins) and joins[at + 1]):
            joins[at] = ""  # a comma alone is an apposition
        if joins[at]:
            found[at].row = found[at + 1].row = found[at + 1].row if found[at + 1].row >= 0 else found[at].start


def _join(tree: Tree, a: Instrument, b: Instrument) -> str:
    """How a noun follows another: "and", "," or "" where a verb or a preposition stands between."""
    gap = list(tree.words[a.last + 1 : b.first])
    while gap and gap[-1].low in _BETWEEN:
        gap.pop()
    if not gap or len(gap) > 14 or any(w.text in ";:—" or w.tag.startswith(("VB", "MD", "W")) for w in gap[:-1]):
        return ""
    said = " ".join(w.low for w in gap)
    opens = b.first - 1 > gap[-1].i or tree.words[b.first].text[0].isupper() or b.plural
    if len(gap) > 1 and not opens:
        return ""  # "the 1982 income and capital tax treaty": one name
    if said.endswith(("and", "&", "as well as", "plus", "along with", "together with")):
        return "and"
    return "," if gap[-1].text == "," else ""


def _instrument(
    tree: Tree, word: Word, head: str, named: Sequence[Named], proved: frozenset[str]
) -> Instrument | None:
    all_words = tree.words
    first = _left(tree, word.i)
    last = _right(tree, word, named)
    before = [w.low for w in all_words[first : word.i]]
    table = data("lexicon")
    if not _stands(tree, word, head, first, named, proved):
        return None
    excluded = _excluded(tree, word, before) or _of_exchange(tree, word, head)
    parties = parties_of(tree, first, word.i, last, named)
    indefinite = first > 0 and all_words[first - 1].low in ("a", "an", "another")
    if not parties and indefinite:
        parties = makers_of(tree, first, word.i, named)
    excluded = excluded or bool(set(parties) & set(table["no_makers"]["bodies"])) or _with_armed(tree, last)
    text = tree.text(first, last)
    own = frozenset(_own_words(all_words[first : last + 1], head, named))
    titled = word.text[0].isupper() and (first < word.i or last > word.i)
    titled = titled or _capital_with_subject(tree, first, word.i, last, named) or _known_by_place(tree, word, named)
    aliases = _aliases(tree, last)
    years = [w.text for w in all_words[first : word.i] if _YEAR.match(w.text)]
    lead = [w.low for w in all_words[max(0, first - 3) : first]]
    if (not parties and lead[-1:] and lead[-1] in ("no", "any", "every", "all", "such")) or lead[-2:] in (
        ["as", "a"],
        ["as", "an"],
    ):
        excluded = True  # treaties in general: "no treaty shall be valid unless …"
    after = _year_after(tree, last)
    if after and after not in years:
        years.append(after)
    points_back = (
        not own and not titled and not [y for y in years if y != after] and _definite(tree, first) and not parties
    )
    soft = set(before)
    return Instrument(
        tree, first, last, word.i, head, text, own, parties, aliases, years[0] if years else None,
        points_back=points_back,
        plural=word.low != head and not word.low.endswith("memorandum"),
        draft="draft" in soft or "proposed" in soft,
        new=bool(soft & {"new", "another", "parallel"}) or (first > 0 and all_words[first - 1].low == "another"),
        old=bool(soft & _OLDER),
        excluded=excluded,
        titled=titled,
        modifiers=frozenset(soft),
        near=frozenset(n.actor for n in named if n.actor and n.kind.value == "state"),
        indefinite=indefinite,
        called=titled or _has_name(tree, first, word.i, named),
    )  # fmt: skip


def _stands(
    tree: Tree, word: Word, head: str, first: int, named: Sequence[Named], proved: frozenset[str]
) -> bool:
    """Has the noun beside it what it needs to name a treaty?"""
    table = data("lexicon")["instruments"]
    needs, named_only = head in table["only_with"], head in table["only_titled"]
    if not needs and not named_only:
        return True
    if first == word.i and _definite(tree, first):
        if head in table["pointing"] or (head in proved and word.text[0].isupper()):
            return True
    if loose().get(word.low) == head and (is_made(tree, word.i) or (not needs and not word.text[0].isupper())):
        return True
    if needs and any(w.low in table["only_with"][head] for w in tree.words[first : word.i]):
        return True
    return named_only and _named_before(tree, first, word.i, named)


def _named_before(tree: Tree, first: int, core: int, named: Sequence[Named]) -> bool:
    """ "Rome Statute", "Black Sea Grain Initiative": capital words before it, none of them a state's own name."""
    row = [w for w in tree.words[first:core] if w.text[:1].isupper()]
    states = [n for n in named if n.kind.value in ("state", "adjective", "organ", "leader")]
    own = [w for w in row if not any(n.start <= w.start < n.end for n in states)]
    return bool(own) and tree.words[core].text[:1].isupper() and own[-1].i == core - 1


_BY_PLACE = frozenset("amendment accord agreement protocol convention treaty pact statute charter memorandum declaration".split())


def _known_by_place(tree: Tree, word: Word, named: Sequence[Named]) -> bool:
    """ "The Kyoto protocol", "the Minsk agreements": the city before the noun makes a name in small letters too."""
    if word.i < 2 or word.low.rstrip("s") not in _BY_PLACE or not of_place(tree, word.i - 1, named):
        return False
    before = tree.words[word.i - 2]
    return before.text not in ("-", "–", "/") and before.low != "and"


def _has_name(tree: Tree, first: int, core: int, named: Sequence[Named]) -> bool:
    """ "Ribbentrop-Molotov pact", "START treaty": a proper name of its own before the noun, not that of a party."""
    return any(
        w.text[0].isupper() and w.i > 0 and not any(n.start <= w.start < n.end for n in named if n.actor)
        for w in tree.words[first:core]
    )


def _capital_with_subject(tree: Tree, first: int, core: int, last: int, named: Sequence[Named]) -> bool:
    """ "African charter on democracy": a name of a region before the noun and its subject after make a title."""
    if last <= core or tree.words[core + 1].low not in ("on", "for", "against") or first == core:
        return False
    lead = tree.words[first]
    return first > 0 and lead.text[:1].isupper() and not any(n.actor and n.start <= lead.start < n.end for n in named)


def _definite(tree: Tree, first: int) -> bool:
    return first > 0 and tree.words[first - 1].low in (
        "the",
        "this",
        "that",
        "its",
        "their",
        "said",
        "both",
        "today's",
        "these",
        "those",
        "such",
        "our",
    )


def _left(tree: Tree, core: int) -> int:
    """The first word of the noun phrase before the noun: adjectives, nouns, years, hyphened pairs."""
    at = core
    cut = tree.sentence.start + dateline_length(tree.sentence.text)
    while at > 0 and tree.words[at - 1].start >= cut:
        word = tree.words[at - 1]
        low = word.low
        if tree.sentence.heading and low in triggers() and low not in _SOFT and _verb_like(low):
            break  # "Chad, Mali Sign Border Treaty"
        if low == ")" and at >= 4 and tree.words[at - 3].low == "(" and _ACRONYM.fullmatch(tree.words[at - 2].text):
            at -= 3  # "African Continental Free Trade Area (AfCFTA) agreement"
            continue
        if (
            low in ("in", "of", "and", "for")
            and at >= 2
            and tree.words[at].text[0].isupper()
            and tree.words[at - 2].text[0].isupper()
            and tree.words[at - 2].tag != "PRP"
        ):
            at -= 1  # "Conventional Armed Forces in Europe treaty"
            continue
        if low in _STOP_LEFT and not (low in ("-", "–", "/") and at >= 2):
            if (
                low == "and"
                and at >= 2
                and tree.words[at].text[0].islower()
                and _is_modifier(tree, at - 2)
                and _is_modifier(tree, at - 3)
            ):
                at -= 1  # "defence and economic agreement"
                continue
            break
        if (
            word.tag.startswith(("VBD", "VBZ", "VBP", "MD", "RB", "IN", "DT", "PRP", "WDT", "CC", "TO"))
            and word.text[0].islower()
            and low not in _SOFT
        ):
            break
        if (not word.tag and (low in triggers() and low not in _SOFT)) or low in (
            "ratify",
            "ratifies",
            "ratified",
            "sign",
            "signs",
            "signed",
            "approves",
            "approve",
        ):
            break
        if word.tag == "NNS" and word.text[0].islower() and low not in _PLURAL_LEADS and not _leads(tree, word, core):
            break  # plural nouns before it belong to what stands before
        if word.tag == "VB" and word.text[0].islower() and not tree.words[at].text[0].islower():
            break
        if (
            word.tag in ("VB", "VBG", "VBN")
            and low in triggers()
            and low not in _SOFT
            and low not in ("amending", "missing")
        ):
            break
        at -= 1
    while at < core and tree.words[at].low in ("-", "–", "/", "_"):
        at += 1
    return at


_PLURAL_LEADS = frozenset("arms forces relations arms-control fisheries weapons missiles customs services".split())


def _leads(tree: Tree, word: Word, core: int) -> bool:
    """A plural that the parse hangs on the noun: "air services agreement"."""
    return word.dep in ("compound", "nmod") and word.head == core


def _verb_like(low: str) -> bool:
    return any(part == "verb" for _, part, _ in triggers()[low])


def _is_modifier(tree: Tree, i: int) -> bool:
    return i >= 0 and tree.words[i].low not in _STOP_LEFT and tree.words[i].tag[:2] in ("JJ", "NN", "")


def _right(tree: Tree, word: Word, named: Sequence[Named]) -> int:
    """The last word of a title that goes on after the noun: "Treaty on the Prohibition of Nuclear Weapons"."""
    all_words = tree.words
    last = at = word.i
    capital = word.text[0].isupper()
    while at + 1 < len(all_words):
        nxt = all_words[at + 1]
        low = nxt.low
        if low == "and" and _another_title(all_words, at + 2):
            break
        if low in _LINKS_RIGHT or (low in ("-", "–", ",") and capital):
            if low == "," and not (
                at + 2 < len(all_words)
                and all_words[at + 2].text[0].isupper()
                and capital
                and last == at
                and at > word.i
            ):
                break
            if low == "with" and last == word.i:
                break
            if (
                low in ("in", "at", "regarding", "concerning", "to", "for")
                and word.i + 2 <= at + 2 < len(all_words)
                and any(n.start == all_words[at + 2].start and n.actor for n in named)
            ):
                break  # "… Partnership Treaty in Moscow": where, not what
            if low == "by" and _names_actor(all_words[at + 2 : at + 4], named):
                break  # "ratification of the Minamata Convention by Ghana": who acts
            at += 1
            if at - last > 3:
                break
            continue
        if low in ("'s", "’s", "'", "’") and capital and at == last and last > word.i:
            at += 1
            last = at
            continue
        if nxt.text[0].isupper() and capital and low not in _NOT_NAME and (at > last or last > word.i):
            at += 1
            last = at
            continue
        break
    if (
        last == word.i
        and not capital
        and word.i + 1 < len(all_words)
        and all_words[word.i + 1].low in ("on", "against", "of")
    ):
        last = _plain_subject(tree, word.i + 1)
    return _trim(tree, word.i, last)


def _names_actor(row: Sequence[Word], named: Sequence[Named]) -> bool:
    """Does an actor's name begin here, or after "the"?"""
    ahead = [w for w in row if w.low != "the"][:1]
    return any(n.start == w.start and n.actor for w in ahead for n in named)


_OCCASIONS = frozenset("sidelines margins occasion eve day condition terms visit arrival site record track time".split())
"""What follows "on" and is no subject matter: "on the sidelines of the summit"."""


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


def _plain_subject(tree: Tree, at: int) -> int:
    """ "treaty on medium-range missiles": up to six plain words that say what it is about."""
    last = at
    lead = [w.low for w in tree.words[at + 1 : at + 3]]
    if tree.words[at].low == "on" and (_OCCASIONS & set(lead) or lead[:1] and lead[0] in ("his", "her", "their", "its")):
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
            or word.low
            in ("which", "that", "in", "with", "at", "by", "from", "is", "was", "between", "behalf", "calling", "terms")
        ):
            break
        if word.low in _NOT_NAME or word.text[0].isdigit() or word.text == "May":
            break
        ahead = [w.low for w in tree.words[word.i + 1 : word.i + 4]]
        if word.low == "and" and any(low in heads() for low in ahead):
            break  # "… and a protocol to it": another
        last = word.i
    return last if last > at else at - 1


def _trim(tree: Tree, core: int, last: int) -> int:
    while last > core and (tree.words[last].low in _LINKS_RIGHT or tree.words[last].low in ",-–"):
        last -= 1
    return last


def _excluded(tree: Tree, word: Word, before: list[str]) -> bool:
    table = data("lexicon")["not_treaties"]
    nxt = tree.words[word.i + 1].low if word.i + 1 < len(tree.words) else ""
    if word.low.startswith("convention") and set(before) & set(table["meetings"]):
        return True
    if "union" in before and any(w.text == "Union" for w in tree.words[: word.i]):
        before = [item for item in before if item != "union"]  # the Eurasian Economic Union's treaty is none of labour
    return bool(set(before) & set(table["before"])) or nxt in table["after"]


def _with_armed(tree: Tree, last: int) -> bool:
    """A peace with rebels is none between states."""
    row = [w.text for w in tree.words[last + 1 : last + 9]]
    if not row or row[0].lower() not in ("with", "between", "and"):
        return False
    groups = data("lexicon")["not_treaties"]["armed_groups"]
    return any(word in row for word in groups)


def _of_exchange(tree: Tree, word: Word, head: str) -> bool:
    """The protocol that records an exchange of instruments is part of the exchange, not another treaty."""
    ahead = " ".join(w.low for w in tree.words[word.i + 1 : word.i + 9])
    if (
        head == "protocol"
        and word.text[0].islower()
        and re.search(r"\bexchang\w+\b.*\binstruments?\b", tree.sentence.text)
    ):
        return True
    return head == "protocol" and bool(re.match(r"(?:on|of|for|recording|about) (?:the )?exchang", ahead))


_SIGNED_IN = re.compile(
    r"^,? ?(?:which |that )?(?:was |were |had been )?(?:first |originally |initially )?(?:signed|"
    r"concluded|dated|adopted|reached)\b[^.;]{0,60}?\b(1[6-9]\d\d|20\d\d)\b"
)


def _year_after(tree: Tree, last: int) -> str | None:
    """The year of signature told after the name: "concluded by Russia and North Korea on February 9, 2000"."""
    text = " ".join(w.text for w in tree.words[last + 1 : last + 18])
    match = _SIGNED_IN.match(text)
    if match is None:
        text = " ".join(w.text for w in tree.words[last + 1 : last + 30])
        match = _OF_YEAR.match(text)
    return match[1] if match else None


_OF_YEAR = re.compile(
    r"(?:(?!\b(?:signed|was|is|has|had|will|and|which|that|in)\b)[^,.;:]){0,150}?\b(?:of|dated|from) "
    r"(?:\d{1,2} )?(?:[A-Z][a-z]+\.? )?(?:\d{1,2} ?, )?(1[6-9]\d\d|20\d\d)\b"
)
"""A year that ends the name: "the agreement on joint defence of 19 December 1997"."""


def _own_words(row: Sequence[Word], head: str, named: Sequence[Named]) -> list[str]:
    """The words that tell this treaty from others: not the noun, not soft adjectives, not the parties' names."""
    found = []
    for word in row:
        low = word.low.strip("“”\"'’")
        low = low.replace(".", "") if _DOTTED.fullmatch(word.text) else low
        if (
            len(low) < 2
            or low in _SOFT
            or low in heads()
            or low in _LINKS_RIGHT
            or low in _STOP_LEFT
            or _YEAR.match(low)
        ):
            continue
        if any(item.start <= word.start and word.end <= item.end for item in named if _is_party(item, row, word, head)):
            continue
        if all(part in _SOFT for part in low.split("-")):
            continue
        if "-" in low and sum(word.start <= n.start and n.end <= word.end for n in named if n.actor) > 1:
            continue  # "U.S.-Soviet"
        found.append(low)
    return found


def _is_party(item: Named, row: Sequence[Word], word: Word, head: str) -> bool:
    """Does the name say whose treaty it is? A city right before the noun ("Ottawa Treaty") says which one it is."""
    if not item.actor:
        return False
    if item.kind.value not in ("capital", "seat"):
        return True
    following = next((w for w in row if w.i == word.i + 1), None)
    return not (following is not None and (following.low in heads() or following.low in _OF_CITIES))


def _aliases(tree: Tree, last: int) -> tuple[str, ...]:
    """Short names in brackets or after "known as": "(CTBT)", "(the Hanoi Convention)", "the "123 Agreement""."""
    text = "".join(word.text + " " for word in tree.words[last + 1 : last + 12])
    found = []
    close = next((w.i for w in tree.words[last + 1 : last + 12] if w.low == ")"), -1)
    if text.startswith("( "):
        inner = text[2:].split(")")[0].replace("[ 3 ]", "").strip(" \"“”'")
        inner = re.sub(r"^(?:the|or|known as)\s+", "", inner)
        if close > last + 3:
            inner = re.sub(r"\s*\[.*", "", inner)
        if _ACRONYM.fullmatch(inner) or re.fullmatch(r"(?:[A-Z] ?\. ?){2,}", inner):
            found.append(inner.replace(" ", ""))
        elif inner[:1].isupper() and len(inner) < 60:
            found.append(inner)
    known = re.match(
        (
            r",? ?(?:also |commonly |better |officially )*(?:known|referred to|called|dubbed)(?: as)?(?: the|"
            r" a)? [\"“'] ?([^\"”']{2,40}?) ?[\"”']"
        ),
        text,
    )
    if known:
        found.append(known[1].strip(" ,.;"))
    elif plain := _CALLED.match(text):
        found.append(plain[1].strip(" ,.;"))
    return tuple(found)


_CALLED = re.compile(
    r"(?:\([^)]*\) )?,? ?(?:which is |also |commonly |better |widely |officially |popularly |informally )*"
    r"(?:known|referred to|called|dubbed|nicknamed)(?: (?:simply|also))?(?: as)? (?:the |a )?(?:so-called )?"
    r"((?:[A-Z][\w.’'-]*(?: \d+)? )(?:(?:[A-Z][\w.’'-]*|of|on|for) )*"
    r"(?:treaty|agreement|convention|pact|accords?|deal|protocol|statute|charter)?)"
)
"""An unquoted short name: "commonly known as the Escazú agreement"."""
