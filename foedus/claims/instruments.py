"""Treaties as a sentence names them: the noun, its name, its parties, its year, and whether it points back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.extent import ACRONYM, LINKS_RIGHT, SOFT, STOP_LEFT, left_of, right_of
from foedus.claims.lexicon import data, every_form, heads
from foedus.claims.makers import exchangers_of, holder_of, makers_of
from foedus.claims.memory import is_state
from foedus.claims.mention import Instrument
from foedus.claims.names import Named
from foedus.claims.nouns import is_made, is_made_by, letters, loose, matters, may_hold, may_name, noun_of, of_place
from foedus.claims.novelty import about_of
from foedus.claims.parties import actors_in_row, parties_of
from foedus.claims.rows import name_with_parents, number_rows, parents_by_letters
from foedus.claims.sameness import DESCRIBES, families
from foedus.claims.trees import Tree, Word

_YEAR = re.compile(r"(1[6-9]\d\d|20\d\d)\Z")
_REPLACING = every_form("replace supersede succeed")
_OTHER = frozenset("new another parallel similar comparable separate".split())
_OLDER = frozenset(
    "old older previous former earlier original existing current present prior preceding expired expiring outgoing "
    "superseded outdated".split()
)
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?")
_OF_CITIES = frozenset("climate peace grain nuclear".split())
"""What may stand between a city and the noun: "Paris climate accord"."""


_GENERAL = frozenset("international multilateral such any all other foreign global".split())
_COUNTED = frozenset("two three four five six seven eight nine ten both several".split())


def instruments(tree: Tree, named: Sequence[Named], proved: frozenset[str] = frozenset()) -> list[Instrument]:
    """The treaties that a sentence names or points to, in order. ``proved``: see `nouns.noun_of`."""
    if not may_hold(tree):
        return []
    found: list[Instrument] = []
    last = -1
    for word in filter(may_name, tree.words):
        if word.i <= last or (word.i == last + 2 and tree.words[last + 1].text == "("):
            continue  # "free trade agreement (FTA)": its short name
        head = noun_of(tree, word, named, proved)
        made = None if head is None else _instrument(tree, word, head, named, proved)
        if made is not None:
            found.append(made)
            last = made.last
    if any(item.head not in matters() for item in found):
        found = [item for item in found if item.head not in matters()]  # the treaty itself is told beside its matter
    found = _with_others(tree, found, named)
    number_rows(tree, found)
    name_with_parents(tree, found)
    found = sorted((*found, *parents_by_letters(tree, found)), key=lambda item: item.start)
    general = {m.row for m in found if m.excluded and m.row >= 0 and m.head != "protocol"}
    for item in found:  # "any agreement, pact or accord"
        item.excluded = item.excluded or (item.row in general and not item.own and not item.parties)
    for item in found:  # "by signing conventions, agreements and protocols": treaties in general
        bare = (
            item.plural
            and not _COUNTED & item.modifiers
            and not item.own
            and not item.parties
            and not item.titled
            and not item.points_back
        )
        if bare and sum(1 for m in found if m.row == item.row >= 0 and m.plural) > 1:
            item.excluded = True
    return found


_ONE = frozenset("one ones that those".split())


def _with_others(tree: Tree, found: list[Instrument], named: Sequence[Named]) -> list[Instrument]:
    """ "The treaty with Spain … and the one with Italy", "… signed one in May": another treaty of that kind."""
    made = list(found)
    for word in tree.words[1:-2] if found else ():
        before = [m for m in found if m.last < word.i]
        if word.low not in _ONE or not before or before[-1].excluded:
            continue
        like, beside = before[-1], tree.words[word.i + 1].low
        row = actors_in_row(tree, word.i + 2, named, wide=False) if beside in ("with", "between") else []
        parties = tuple(dict.fromkeys(row))
        if not (parties and like.parties) and not _one_made(tree, word):
            continue
        pair = parties or makers_of(tree, word.i, word.i, named)
        name = f"{like.head} {tree.text(word.i + 1, word.i + 2)}" if not parties else like.head
        made.append(
            Instrument(
                tree, word.i, word.i, word.i, like.head, name, like.own, pair, indefinite=True,
                plural=word.low in ("ones", "those"), modifiers=like.modifiers - _OLDER, new=True,
                old=word.i > 0 and tree.words[word.i - 1].low in _REPLACING, pair=pair if len(pair) > 1 else (),
            )
        )  # fmt: skip
    return sorted(made, key=lambda item: item.start)


def _one_made(tree: Tree, word: Word) -> bool:
    """ "Mali and Chad signed one in May", "would replace one signed in 1997"."""
    if word.low != "one" or tree.words[word.i + 1].low in ("of", "that", "-"):
        return False
    signed = any(tree.words[c].dep == "acl" and is_made_by(tree.words[c]) for c in word.children)
    head = tree.words[word.head]
    return signed or (word.dep == "dobj" and is_made_by(head))


def _instrument(tree: Tree, word: Word, head: str, named: Sequence[Named], proved: frozenset[str]) -> Instrument | None:
    all_words = tree.words
    first, last = left_of(tree, word.i), right_of(tree, word, named)
    before = [w.low for w in all_words[first : word.i]]
    if not _stands(tree, word, head, first, named, proved):
        return None
    parties = parties_of(tree, first, word.i, last, named)
    such = first > 1 and all_words[first - 2].low == "such"  # "such a pact": the one told before
    indefinite = first > 0 and all_words[first - 1].low in ("a", "an", "another") and not such
    if not parties and indefinite:
        parties = makers_of(tree, word.i, first, named)
    own = frozenset(_own_words(all_words[first : last + 1], head, named))
    titled = word.text[0].isupper() and (first < word.i or last > word.i or word.text in letters())
    titled = titled or _capital_with_subject(tree, first, word.i, last, named) or _known_by_place(tree, word, named)
    if titled and not own and last > word.i:  # "Agreement between the Government of A and … B on civil aviation"
        own = about_of(tree, last, named)
    years = [w.text for w in all_words[first : word.i] if _YEAR.match(w.text)]
    after = _year_after(tree, last)
    start = _row_start(tree, first)
    lead = [w.low for w in all_words[max(0, start - 3) : start]]
    soft, definite = set(before), _definite(tree, first)
    excluded = _is_none(tree, word, head, last, before, parties) or _in_general(before, lead, bool(parties))
    excluded = excluded or (not (own or parties or titled or definite) and _many(word, soft))
    return Instrument(
        tree, first, last, word.i, head, tree.text(first, last), own, parties, _aliases(tree, last),
        years[0] if years else after,
        points_back=(such or definite) and not (own or titled or parties or any(y != after for y in years)),
        plural=word.low != head and word.low.endswith(("s", "memoranda")) and word.text not in letters(),
        draft="draft" in soft or "proposed" in soft,
        new=bool(soft & _OTHER) or (first > 0 and all_words[first - 1].low == "another"),
        old=bool(soft & _OLDER),
        excluded=excluded,
        titled=titled,
        modifiers=frozenset(soft) | (frozenset(("accession",)) if _to_join(tree, last) else frozenset()),
        near=frozenset(n.actor for n in named if n.actor and n.kind.value == "state"),
        indefinite=indefinite,
        replaced=any(low in _REPLACING for low in lead[-2:]),
        called=titled or (not indefinite and _has_name(tree, first, word.i, named)),
        about=frozenset() if titled and head != "protocol" else about_of(tree, last, named),
        pair=_pair(tree, word, first, last, parties, named),
    )  # fmt: skip


def _row_start(tree: Tree, first: int) -> int:
    """Where a row of modifiers begins: "any third-party security or defence agreements"."""
    while first > 2 and tree.words[first - 1].low == "or":
        first -= 2
        while first > 0 and tree.words[first - 1].tag.startswith(("JJ", "NN", "HYPH", ":")):
            first -= 1
    return first


def _pair(
    tree: Tree, word: Word, first: int, last: int, parties: tuple[str, ...], named: Sequence[Named]
) -> tuple[str, ...]:
    """All that it is between, where the sentence says so: both sides, or the other side and who acts on it."""
    if not parties and word.low not in ("convention", "conventions"):
        return exchangers_of(tree, word.i, named)
    if len(parties) != 1:
        return parties
    told = any(w.low == "with" for w in tree.words[last + 1 : last + 3])
    holder = holder_of(tree, word.i, first, named) if told else None
    return (*parties, holder) if holder is not None and holder not in parties else ()


def _is_none(tree: Tree, word: Word, head: str, last: int, before: list[str], parties: Sequence[str]) -> bool:
    """Do the words beside the noun, or whom it is between, show that it is no treaty?"""
    table = data("lexicon")
    excluded = _excluded(tree, word, before) or _of_exchange(tree, word, head)
    of_states = set(before) & set(table["not_treaties"]["of_states"])
    if excluded and of_states and len({p for p in parties if is_state(p)}) > 1:
        excluded = False  # "Mexico and Guatemala signed a labour agreement": between states, whatever its matter
    return excluded or bool(set(parties) & set(table["no_makers"]["bodies"])) or _with_armed(tree, last)


def _in_general(before: list[str], lead: list[str], between: bool) -> bool:
    """Treaties in general: "no treaty shall be valid unless …", "as a treaty"; but "ratified all three protocols"."""
    if not (set(before) & _COUNTED) and not between and lead[-1:] and lead[-1] in ("no", "any", "every", "all", "such"):
        return True
    return lead[-2:] in (["as", "a"], ["as", "an"])


def _many(word: Word, soft: set[str]) -> bool:
    """ "Will not sign international agreements that harm it": agreements of any kind."""
    return word.low.endswith("s") and bool(soft & _GENERAL) and not soft & _COUNTED


def _stands(tree: Tree, word: Word, head: str, first: int, named: Sequence[Named], proved: frozenset[str]) -> bool:
    """Has the noun beside it what it needs to name a treaty?"""
    table = data("lexicon")["instruments"]
    needs, named_only = head in table["only_with"], head in table["only_titled"]
    if not needs and not named_only:
        return True
    backs = head in table["pointing"] or (head in proved and (named_only or word.text[0].isupper()))
    if backs and first == word.i and _definite(tree, first):
        return True
    if named_only and any(w.low == "founding" for w in tree.words[first : word.i]):
        return True  # "the founding statute of the court"
    if loose().get(word.low) == head and (is_made(tree, word.i) or (not needs and not word.text[0].isupper())):
        return True
    if needs and any(w.low in table["only_with"][head] for w in tree.words[first : word.i]):
        return True
    return named_only and (_named_before(tree, first, word.i, named) or _known_by_place(tree, word, named))


def _named_before(tree: Tree, first: int, core: int, named: Sequence[Named]) -> bool:
    """ "Rome Statute", "Black Sea Grain Initiative": capital words before it, none of them a state's own name."""
    row = [w for w in tree.words[first:core] if w.text[:1].isupper()]
    states = [n for n in named if n.kind.value in ("state", "adjective", "organ", "leader")]
    own = [w for w in row if not any(n.start <= w.start < n.end for n in states)]
    return bool(own) and tree.words[core].text[:1].isupper() and own[-1].i == core - 1


_BY_PLACE = frozenset(
    "amendment accord agreement protocol convention treaty pact statute charter memorandum declaration".split()
)


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


_OF_BASES = re.compile(
    r"\b(?:(?:air|naval|military|army|navy) bases?|airbase|airfield|cosmodrome|enclave|islands?)\b", re.I
)


def _excluded(tree: Tree, word: Word, before: list[str]) -> bool:
    table = data("lexicon")["not_treaties"]
    nxt = tree.words[word.i + 1].low if word.i + 1 < len(tree.words) else ""
    if word.low.startswith("convention") and set(before) & set(table["meetings"]):
        return True
    if word.low.startswith("convention"):
        before = [item for item in before if item not in ("labour", "labor", "employment")]  # those of the ILO
    if "union" in before and word.low.startswith("treat"):
        before = [item for item in before if item != "union"]  # no labour union makes a treaty
    if "union" in before and any(w.text == "Union" for w in tree.words[: word.i]):
        before = [item for item in before if item != "union"]  # the Eurasian Economic Union's treaty is none of labour
    if "lease" in before and _OF_BASES.search(tree.sentence.text):
        before = [item for item in before if item != "lease"]  # "the lease agreement on the air base"
    private = bool(set(before) & set(table["before"])) and not set(before) & set(table["despite"])
    return private or nxt in table["after"]


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
    if _RATIFIED_TEXTS.search(tree.before(word.i)):
        return False
    if (
        head == "protocol"
        and word.text[0].islower()
        and re.search(r"\bexchang\w+\b.*\binstruments?\b", tree.sentence.text)
    ):
        return True
    return head == "protocol" and bool(re.match(r"(?:on|of|for|recording|about) (?:the )?exchang", ahead))


_RATIFIED_TEXTS = re.compile(
    r"\b(?:instruments?|documents?) (?:of (?:\w+ )?ratification |ratifying )(?:of|to|for|the)\b"
)
"""The protocol is what the exchanged instruments ratify."""
_TO_JOIN = re.compile(
    r" (?:[\w/.]+ )?(?:to (?:make|admit|let|allow|bring|welcome)|(?:making|admitting|allowing|letting)|"
    r"(?:that|which) (?:would|will) (?:make|admit|let|allow))\b[^.;]{0,90}?"
    r"\b(?:members? of|into|join|membership of)(?: the)? [A-Z]"
)


def _to_join(tree: Tree, last: int) -> bool:
    """ "Ratified an agreement to make the country the 33rd member of NATO": the treaty by which it joins."""
    return bool(_TO_JOIN.match(tree.sentence.text, tree.words[last].end - tree.sentence.start))


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
    found: list[str] = []
    for at, word in enumerate(row):
        low = word.low.strip("“”\"'’")
        before = row[at - 1].text if at else ""
        if found and _ORDINAL.fullmatch(word.text) and before in (*letters(), "-", "–"):
            found[-1] += str(_ORDINALS.get(word.text, word.text))  # START II, START-2
            continue
        if before == "New" and word.text.isupper() and len(low) > 2:
            found.append("new" + low)  # New START is not START
            continue
        low = low.replace(".", "") if _DOTTED.fullmatch(word.text) else low
        if len(low) < 2 or low in SOFT or low in heads() or low in LINKS_RIGHT or low in STOP_LEFT or _YEAR.match(low):
            continue
        if any(item.start <= word.start and word.end <= item.end for item in named if _is_party(item, row, word, head)):
            continue
        if all(part in SOFT for part in low.split("-")):
            continue
        if _judges(word, low):
            continue
        if "-" in low and sum(word.start < n.end and n.start < word.end for n in named if n.actor) > 1:
            continue  # "U.S.-Soviet"
        found.append(low)
    return found


def _judges(word: Word, low: str) -> bool:
    """Does a small adjective, participle or number say nothing of the matter: "flawed", "founding", "further"?"""
    if low.isdigit() or low in _UNITS or low in ("government", "governments"):
        return True
    if not word.text[0].islower() or not word.tag.startswith(("JJ", "VB", "CD", "RB")):
        return False
    return not (low in DESCRIBES or low in _MATTERS or families((low,)) or "-" in low)


_UNITS = frozenset("year month day week point page nation party country state way level era stage".split())
"""Nouns of a length, a number or a manner: "10-year treaty", "two-way pact", "five-nation treaty"."""
_MATTERS = frozenset(data("lexicon")["kinds_of_treaty"]["matters"])
_ORDINAL = re.compile(r"I{1,3}|IV|[1-9]")
_ORDINALS = {"I": 1, "II": 2, "III": 3, "IV": 4}


def _is_party(item: Named, row: Sequence[Word], word: Word, head: str) -> bool:
    """Does the name say whose treaty it is? A city right before the noun ("Ottawa Treaty") says which one it is."""
    if not item.actor or (item.actor == "UN" and head == "charter"):
        return False  # "the UN Charter": what it is called
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
        if ACRONYM.fullmatch(inner) or re.fullmatch(r"(?:[A-Z] ?\. ?){2,}", inner):
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
