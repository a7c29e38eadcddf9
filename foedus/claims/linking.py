"""Which mentions are one treaty, and which treaty of the atlas or ledger it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from foedus.claims.instruments import Instrument
from foedus.claims.sameness import (
    DESCRIBES,
    both_joining,
    in_one_row,
    is_below,
    name_words,
    names_clash,
    other_matter,
    quiet_headings,
    same_noun,
    set_beside_one,
    stems,
)
from foedus.model.claims import TreatyHandle

_GENERIC = frozenset(
    (
        "the of on a an and in for to with between from by at its new treaty agreement convention pact "
        "accord deal protocol treaties agreements republic "
        "federation democratic people peoples states united kingdom state union soviet socialist "
        "kingdom comprehensive landmark joint bilateral"
    ).split()
)
_CLASS = {
    "protocol": "protocol",
    "amendment": "protocol",
    "memorandum": "memorandum",
    "mou": "memorandum",
    "declaration": "declaration",
    "letter": "letter",
    "statement": "declaration",
    "communique": "declaration",
    "communiqué": "declaration",
}
_WORD = re.compile(r"[^\W_]+")


_TREATY_MAKERS = frozenset(("EU", "EC"))
"""Organisations that conclude treaties with states as one party among two; others lend a treaty their roof."""
_BODIES = frozenset(("COE", "ITC", "ICO", "ISO", "WHO", "WTO", "IMO", "ILO", "ICC", "CIS", "OAS", "OAU"))


@dataclass(eq=False)
class Treaty:
    """One treaty as the text speaks of it: all its mentions, its parties, and what is known of it."""

    mentions: list[Instrument] = field(default_factory=list)
    parties: dict[str, None] = field(default_factory=dict)
    seen: dict[str, None] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    near: set[str] = field(default_factory=set)
    kind: str = ""
    handle: TreatyHandle | None = None
    separate: bool = False
    organisation: str | None = None
    excluded: bool = False
    implied: bool = False
    groups: set[str] = field(default_factory=set)

    @property
    def order(self) -> int:
        """Where the text first names it."""
        return min((item.start for item in self.mentions), default=0)

    @property
    def told(self) -> int:
        """Where the text first names it, headlines apart."""
        return min((m.start for m in self.mentions if not m.tree.sentence.heading), default=1 << 40)

    @property
    def is_bilateral(self) -> bool:
        """Two parties by the words of the text, or by the register of treaties."""
        if self.handle is not None and self.handle.parties:
            return self.handle.is_bilateral
        bodies = {
            party for party in self.parties if party not in _TREATY_MAKERS and (len(party) != 3 or party in _BODIES)
        }
        return len(self.parties) == 2 and not self.organisation and not bodies

    @property
    def all_parties(self) -> tuple[str, ...]:
        """The parties that the text names or implies."""
        if self.handle is not None and self.handle.is_bilateral:
            return self.handle.parties
        return tuple(dict.fromkeys((*self.parties, *self.seen, *((self.organisation,) if self.organisation else ()))))

    @property
    def name(self) -> str:
        """The fullest name that the text gives it."""

        def worth(item: Instrument) -> tuple[int, int, int]:
            return (item.titled, len(item.own), -item.start)

        if not self.mentions:
            return self.organisation or ""
        best = max(self.mentions, key=worth)
        name = re.sub(r"\s+", " ", best.name).strip("“”\"' ")
        alias = next((a for a in sorted(self.aliases, key=len) if a.lower() not in name.lower()), None)
        return f"{name} ({alias})" if alias else name

    def takes(self, item: Instrument) -> bool:
        """May this mention be of this treaty?"""
        if item.known and self.handle and item.known != self.handle.id:
            return False
        if item.known and self.handle and item.known == self.handle.id:
            return True
        if self.aliases & set(item.aliases) or item.name.strip("“”\"' ") in self.aliases:
            return True
        if set(item.aliases) & {m.name.strip("“”\"' ") for m in self.mentions}:
            return True
        if any(_initials(short, m.name) for short in _shorts(item.name) for m in self.mentions if _long(m)):
            return True
        if _long(item) and any(_initials(short, item.name) for m in self.mentions for short in _shorts(m.name)):
            return True
        if self._beside(item) or any(in_one_row(item, m) for m in self.mentions):
            return False
        if both_joining(item, self.mentions) and _parties_agree(set(item.parties), set(self.parties)):
            return True
        kind = kind_of(item)
        if kind != self.kind and not (item.points_back and not kind):
            return False
        if item.year and self.years and item.year not in self.years:
            return False
        if item.indefinite and len(item.near) > 1 and len(self.near) > 1 and not self.near & item.near:
            return False  # "a border treaty" of two states, beside one told of two others
        if not _parties_agree(set(item.parties), set(self.parties)):
            return False
        if item.indefinite and len(item.parties) > 1 < len(self.parties) and set(item.parties) != set(self.parties):
            return False  # "Kenya and Chad signed an accord" is not that of Kenya, Chad and Mali
        return self._names_agree(item)

    def _beside(self, item: Instrument) -> bool:
        """ "An agreement that opens the way for a 1991 treaty": two of one sentence, one of them new, are two."""
        for mention in self.mentions:
            if mention.tree is not item.tree or mention is item:
                continue
            first, later = sorted((mention, item), key=lambda m: m.first)
            fresh = item.indefinite or mention.indefinite or item.new is not mention.new
            if not fresh or later.first - first.last <= 2:
                continue
            word = later.tree.words[later.core]
            if word.dep not in ("appos", "attr") and not (set(item.own) & mention.own):
                return True
        return False

    def _names_agree(self, item: Instrument) -> bool:
        mine, its = stems(self.own), stems(item.own)
        if set_beside_one(item, self.mentions):
            return False
        if not mine or not its:
            return True
        if names_clash(item, self.mentions):
            return False
        if mine & its:
            return True
        both = len(set(item.parties) & set(self.parties)) >= 2
        specific = item.titled and any(m.titled for m in self.mentions)
        if other_matter(mine, its):
            return False
        if both and not specific:
            return not (len(its) >= 2 and len(mine) >= 2)
        if len(item.parties) > 1 and not self.parties and any(m.head == "convention" for m in self.mentions):
            return False  # an agreement of two beside a convention of many
        # a plain description ("a landmark defence pact") may be of a titled treaty with parties in common
        near = bool(set(item.parties) & set(self.parties)) or not item.parties or not self.parties
        return near and not item.titled and len(its) <= 2 and not self.separate and bool(item.own & DESCRIBES)

    def add(self, item: Instrument) -> None:
        """Take the mention in."""
        self.mentions.append(item)
        self.near |= item.near
        self.groups |= {name.lower().removeprefix("the ") for name in _GROUP.findall(item.tree.sentence.text)}
        self.aliases |= set(item.aliases)
        self.own |= item.own | {word for alias in item.aliases if " " in alias for word in name_words(alias)}
        if item.year:
            self.years.add(item.year)
        for party in item.parties:
            self.parties[party] = None
        self.kind = self.kind or kind_of(item)


def _long(item: Instrument) -> bool:
    return len(re.findall(r"\b[A-Z][a-z]+", item.name)) >= 3


def _shorts(name: str) -> list[str]:
    return [w.replace(".", "") for w in re.findall(r"\b(?:[A-Z]\.){2,}|\b[A-Z]{3,}\b", name)]


def _initials(short: str, name: str) -> bool:
    """Is the short name made of the initials of the long one: INF, CFE, CTBT? One word may be left out."""
    if short in name:
        return False
    letters = "".join(w[0] for w in re.findall(r"[A-Z][a-z]+", name))
    rest = iter(letters)
    return (
        len(short) >= 3
        and letters[:1] == short[0]
        and len(letters) - len(short) <= 2
        and all(char in rest for char in short)
    )


_GROUP = re.compile(
    r"\b(?:[A-Z]\w+ )*(?:Alliance|Union|Organi[sz]ation|Community|League|Association|Council|Entente|Bloc)"
    r"(?: (?:of|for)(?: the)? [A-Z]\w+(?:(?: of| and| the| for)* [A-Z]\w+)*)?"
)


def kind_of(item: Instrument) -> str:
    """Protocols, memoranda and declarations stand apart from the treaties they go with."""
    kind = _CLASS.get(item.head, "")
    if is_below(item):
        return kind
    if kind == "protocol" and item.titled and not item.modifiers & {"optional", "additional", "amending"} and item.own:
        return ""  # "Kyoto Protocol": a treaty in its own right
    return kind


def _parties_agree(a: set[str], b: set[str]) -> bool:
    if not a or not b:
        return True
    return a <= b or b <= a or len(a & b) >= 2


def gather(found: Sequence[Instrument], handles: Sequence[TreatyHandle]) -> tuple[list[Treaty], dict[int, Treaty]]:
    """Treaties of a text, and for each mention (by id) the treaty it is of. Names before mere pointing words."""
    treaties: list[Treaty] = []
    of: dict[int, Treaty] = {}
    quiet_headings(found)
    ranked = sorted(found, key=lambda item: (-_strength(item), item.start))
    for item in ranked:
        if item.points_back or item.excluded:
            continue
        home = _home(item, treaties)
        if home is None:
            home = Treaty(separate=item.new and not _definite_new(item))
            treaties.append(home)
        home.add(item)
        of[id(item)] = home
        if home.handle is None:
            home.handle = link(home, handles)
    for item in found:
        if item.points_back and not item.excluded:
            home = _below(item, found, treaties, of) if item.head == "protocol" else None
            home = home or (_older(item, treaties) if item.old else None) or _pointed(item, treaties)
            if home is None:
                home = Treaty()
                treaties.append(home)
            home.mentions.append(item)
            home.kind = home.kind or kind_of(item)
            of[id(item)] = home
    return sorted(treaties, key=lambda treaty: treaty.order), of


def _definite_new(item: Instrument) -> bool:
    return item.first > 0 and item.tree.words[item.first - 1].low in ("the", "this", "its", "their")


def _strength(item: Instrument) -> int:
    return (
        8 * bool(item.known)
        + 4 * item.titled
        + 2 * bool(item.aliases)
        + min(len(item.parties), 2)
        + min(len(item.own), 2)
    )


def _home(item: Instrument, treaties: Sequence[Treaty]) -> Treaty | None:
    if item.new and not _definite_new(item) and not item.titled and any(t.told < item.start for t in treaties):
        return None
    fits = [treaty for treaty in treaties if treaty.takes(item)]
    if not fits:
        return None

    def closeness(treaty: Treaty) -> tuple[int, int, int]:
        return (len(treaty.own & item.own), len(set(treaty.parties) & set(item.parties)), len(treaty.mentions))

    return max(fits, key=closeness)


def _older(item: Instrument, treaties: list[Treaty]) -> Treaty | None:
    """ "The previous treaty" in a text on a new one: an older one told, else one of the same parties, not the new."""
    told = [t for t in treaties if not t.excluded and any(m.start < item.start for m in t.mentions)]
    fresh = [t for t in told if any(m.new for m in t.mentions)]
    if not fresh:
        return None
    past = [t for t in told if t not in fresh and t.kind == fresh[-1].kind]
    past = [t for t in past if t.years or any(m.old for m in t.mentions)] or past
    if past:
        return max(past, key=lambda t: t.order)
    if item.modifiers & {"existing", "current", "present"}:
        return None  # "the current deal" may be the new one
    made = Treaty(parties=dict(fresh[-1].parties), separate=True)
    treaties.append(made)
    return made


_ITS_PARENT = frozenset("to of which that amending prolonging extending attached".split())


def _below(
    item: Instrument, found: Sequence[Instrument], treaties: list[Treaty], of: dict[int, Treaty]
) -> Treaty | None:
    """ "The protocol which prolongs the treaty", "the protocol to the accord": not the treaty told beside it."""
    if item.head in {m.head for t in treaties for m in t.mentions if m.start < item.start}:
        return None
    after = item.tree.words[item.last + 1].low if item.last + 1 < len(item.tree.words) else ""
    if after not in _ITS_PARENT:
        return None
    parent = next((m for m in found if m.tree is item.tree and 0 < m.first - item.last < 8), None)
    if parent is None or parent.excluded:
        return None
    same = next((t for t in treaties if t.kind == "protocol"), None)
    if same is None:
        same = Treaty()
        treaties.append(same)
        if (home := of.get(id(parent))) is not None:
            same.parties.update(home.parties)
    return same


def _pointed(item: Instrument, treaties: Sequence[Treaty]) -> Treaty | None:
    """The treaty that "the agreement" points to: the last one told before, of its kind where it says a kind."""
    kind = kind_of(item)
    if item.year and (dated := [t for t in treaties if item.year in t.years]):
        return dated[0]
    before = [t for t in treaties if t.order < item.start and (not kind or t.kind == kind or item.head == "protocol")]
    if kind and any(t.kind == kind for t in before):
        before = [t for t in before if t.kind == kind]
    elif not kind and any(not t.kind for t in before):
        before = [t for t in before if not t.kind]
    if item.new and any(t.separate for t in before):
        before = [t for t in before if t.separate]
    if not before:
        return treaties[0] if treaties and not kind else None

    def nearness(treaty: Treaty) -> int:
        return (
            max(m.start for m in treaty.mentions if m.start < item.start)
            if any(m.start < item.start for m in treaty.mentions)
            else -1
        )

    same_word = [t for t in before if any(m.head == item.head and not m.points_back for m in t.mentions)]
    if same_word and not any(m.head == item.head for m in max(before, key=nearness).mentions):
        before = same_word  # "the deal" is the one called a deal
    main = max(before, key=lambda t: len(t.mentions))
    near = max(before, key=nearness)
    if near is not main and len(near.mentions) == 1 and len(main.mentions) > 1 and not near.mentions[0].first <= 1:
        return main  # a treaty told in passing is not what the next sentence speaks of
    near_words = {m.head for m in near.mentions}
    if near is not main and item.head not in near_words and item.head in {m.head for m in main.mentions}:
        return main
    return near


@lru_cache(maxsize=65536)
def tokens(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    name = re.sub(r"\b(?:[A-Z]\.){2,}", lambda short: short[0].replace(".", ""), name)
    return frozenset(
        w for w in _WORD.findall(name.lower().replace("’s", "").replace("'s", "")) if w not in _GENERIC and len(w) > 1
    )


def link(treaty: Treaty, handles: Iterable[TreatyHandle]) -> TreatyHandle | None:
    """The treaty of atlas or ledger that this is, by name, short name, parties and year; None where it is unsure."""
    best: tuple[float, TreatyHandle] | None = None
    for handle in handles:
        score = _likeness(treaty, handle)
        if score >= 1.0 and (best is None or score > best[0]):
            best = (score, handle)
    return best[1] if best else None


@lru_cache(maxsize=8192)
def _names_of(title: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """All names of a treaty, and its short ones; a title's own words stand before its parties ("… between")."""
    every = (title, re.split(r"\s+(?:between|among)\s+", title)[0], *names)
    return every, frozenset(name.lower() for name in every if len(name) <= 12)


def _likeness(treaty: Treaty, handle: TreatyHandle) -> float:
    names, short = _names_of(handle.title, handle.names)
    parties, theirs = set(treaty.parties), set(handle.parties)
    if treaty.kind and treaty.kind not in ("", *(_CLASS.get(w, "") for w in tokens_all(handle.title))):
        return 0.0
    if parties and theirs and not parties <= theirs:
        return 0.0
    if treaty.years and handle.signed is not None and not any(year == str(handle.signed)[:4] for year in treaty.years):
        return 0.0
    alias = any(a.lower() in short for a in treaty.aliases)
    words = [tokens(m.name) for m in treaty.mentions if not m.points_back]
    overlap = max((_shared(own, tokens(name)) for name in names for own in words), default=0.0)
    if overlap and max(map(len, words)) == 1 and not same_noun(treaty.mentions, names):
        overlap = 0.0  # the Washington agreement is not the Washington Treaty
    if handle.is_bilateral:
        return _bilateral(treaty, handle, overlap, alias)
    if treaty.own and treaty.own <= DESCRIBES and not alias and overlap < 1.0:
        return 0.0  # "a peace treaty" is no name
    grouped = _by_group(treaty, handle)
    if not alias and overlap < 0.5:
        return grouped
    return max(grouped, 1.2 * alias + overlap + 0.3 * bool(parties & theirs))


def _by_group(treaty: Treaty, handle: TreatyHandle) -> float:
    """A plain mention ("a charter", "the pact") is the treaty of the alliance or of all the parties told beside it.

    The text must name the group by the treaty's own name, or name each of three and more parties and no other state;
    and where both tell a year of signature, the years must be one.
    """
    if treaty.own - DESCRIBES or not treaty.mentions or any(m.draft for m in treaty.mentions):
        return 0.0
    if treaty.years and handle.signed is None:
        return 0.0
    if any(name in treaty.groups for name in _group_names(handle.title, handle.names)):
        return 1.1 + 0.2 * bool(treaty.years)
    theirs, told = set(handle.parties), set(treaty.parties) | set(treaty.seen)
    if 3 <= len(theirs) <= 12 and theirs == told and treaty.years and treaty.own <= tokens(handle.title):
        return 1.0
    return 0.0


@lru_cache(maxsize=8192)
def _group_names(title: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """Names of a treaty that name a body ("Alliance of Sahel States"): told beside a charter, they say whose it is."""
    return tuple(
        name.lower()
        for name in (*names, *re.findall(r"(?:[Ee]stablishing|[Cc]reating|of) (?:the |an |a )?(.+)", title))
        if re.search(
            r"\b(?:alliance|union|organi[sz]ation|community|league|association|council|entente|bloc)\b", name, re.I
        )
    )


def _shared(own: frozenset[str], wanted: frozenset[str]) -> float:
    if not own or not wanted:
        return 0.0
    part = 0.9 if own <= wanted and len(own) >= 2 else 0.0
    return max(len(own & wanted) / len(wanted | own), part)


def _bilateral(treaty: Treaty, handle: TreatyHandle, overlap: float, alias: bool) -> float:
    """A treaty of two links only where both are told; a draft never by its parties alone."""
    theirs = set(handle.parties)
    if not theirs <= (set(treaty.parties) | treaty.near):
        return 1.2 * alias if alias and any(m.titled for m in treaty.mentions) else 0.0
    told = theirs <= set(treaty.parties)
    draft = any(m.draft for m in treaty.mentions)
    if draft and overlap < 0.9:
        return 0.0
    if not (alias or overlap >= 0.5 or (told and _plain(treaty, handle))):
        return 0.0
    ended = 0.3 if handle.ended is not None and not treaty.years else 0.0
    return 1.2 * alias + overlap + 1.0 - ended


def tokens_all(name: str) -> set[str]:
    """All words of a name, small."""
    return set(_WORD.findall(name.lower()))


_DEFENCE = frozenset(
    "defence defense military security alliance mutual strategic partnership assistance friendship".split()
)


def _plain(treaty: Treaty, handle: TreatyHandle) -> bool:
    """Only a general description ("a defence treaty") that suits the treaty: its parties may then say which it is."""
    title = tokens(" ".join((handle.title, *handle.names)))
    if not treaty.own or treaty.own <= _DEFENCE:
        return bool(title & _DEFENCE)
    return treaty.own <= DESCRIBES and bool(treaty.own & title)


def provisional_id(treaty: Treaty, year: str | None) -> str:
    """A stable id for a treaty that no register knows: parties, year and the first words of its name."""
    parties = "-".join(sorted(party.lower() for party in treaty.parties)[:3])
    own = [
        w
        for w in _WORD.findall(treaty.name.lower())
        if w not in _GENERIC and not w.isdigit() and w.isascii() and len(w) > 2
    ]
    label = "-".join(own[:3]) or treaty.kind or "treaty"
    pieces = ["new", *([parties] if parties else []), *([year] if year else []), label]
    made = re.sub(r"[^a-z0-9-]+", "-", "-".join(pieces)).strip("-")
    return made if len(made) <= 80 else made[:70] + hashlib.sha256(made.encode()).hexdigest()[:8]
