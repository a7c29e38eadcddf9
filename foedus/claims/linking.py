"""Which mentions are one treaty, and which treaty of the atlas or ledger it is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from foedus.claims.apposed import is_apposed, retells
from foedus.claims.initials import find_signs, initials, is_long, shorts, signs_clash
from foedus.claims.known import GENERIC, link
from foedus.claims.mention import Instrument
from foedus.claims.novelty import (
    brings_in,
    introduces,
    is_definite,
    on_another,
    one_for_the_other,
    only_hoped_for,
    pairs_clash,
    tells_again,
    told_by_kind,
)
from foedus.claims.sameness import (
    CLASSES,
    DESCRIBES,
    both_amend,
    both_joining,
    families,
    in_one_row,
    is_below,
    kinds_apart,
    matters_apart,
    name_words,
    named_by_parties,
    names_clash,
    other_matter,
    quiet_headings,
    set_beside_one,
    several_with,
    stems,
    untitled_matter,
)
from foedus.model.claims import TreatyHandle

_WORD = re.compile(r"[^\W_]+")


TREATY_MAKERS = frozenset(("EU", "EC"))
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
            party for party in self.parties if party not in TREATY_MAKERS and (len(party) != 3 or party in _BODIES)
        }
        many = any(re.search(r"\b[Mm]ultilateral\b", m.name) or several_with(m) for m in self.mentions)
        return len(self.parties) == 2 and not self.organisation and not bodies and not many

    @property
    def all_parties(self) -> tuple[str, ...]:
        """The parties that the text names or implies."""
        if self.handle is not None and self.handle.is_bilateral:
            return self.handle.parties
        return tuple(dict.fromkeys((*self.parties, *self.seen, *((self.organisation,) if self.organisation else ()))))

    @property
    def name(self) -> str:
        """The fullest name that the text gives it."""

        def worth(item: Instrument) -> tuple[int, int, int, int]:
            return (item.titled, len(item.own), 0 if item.own else len(item.modifiers), -item.start)

        if not self.mentions:
            return self.organisation or ""
        best = max(self.mentions, key=worth)
        name = re.sub(r"\s+", " ", best.name).strip("“”\"' ")
        alias = next(
            (a for a in sorted(self.aliases, key=lambda a: (len(a), a)) if a.lower() not in name.lower()), None
        )
        return f"{name} ({alias})" if alias else name

    def takes(self, item: Instrument) -> bool:
        """May this mention be of this treaty?"""
        if item.known and self.handle and item.known != self.handle.id:
            return False
        if item.known and self.handle and item.known == self.handle.id:
            return True
        if matters_apart(item, self.mentions) or kinds_apart(item, self.mentions) or signs_clash(item, self.mentions):
            return False
        if self.aliases & set(item.aliases) or item.name.strip("“”\"' ") in self.aliases:
            return True
        if on_another(item, self.mentions) or one_for_the_other(item, self.mentions):
            return False
        if self.aliases & set(shorts(item.name)):
            return True
        if set(item.aliases) & {m.name.strip("“”\"' ") for m in self.mentions}:
            return True
        if any(initials(short, m.name) for short in shorts(item.name) for m in self.mentions if is_long(m)):
            return True
        if is_long(item) and any(initials(short, item.name) for m in self.mentions for short in shorts(m.name)):
            return True
        if any(is_apposed(item, m) for m in self.mentions):
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
        if self._of_other_age(item) or self._signed_else(item):
            return False
        if item.indefinite and len(item.near) > 1 and len(self.near) > 1 and not self.near & item.near:
            return False  # "a border treaty" of two states, beside one told of two others
        if pairs_clash(item, self.mentions) or not _parties_agree(set(item.parties), set(self.parties)):
            return False
        fresh = item.below and item.indefinite and any(m.below and m.indefinite for m in self.mentions)
        if fresh and set(item.parties) != set(self.parties):
            return False  # "a protocol to the agreement", and a protocol to another one
        if item.indefinite and len(item.parties) > 1 < len(self.parties) and set(item.parties) != set(self.parties):
            return False  # "Kenya and Chad signed an accord" is not that of Kenya, Chad and Mali
        return self._names_agree(item)

    @property
    def is_new(self) -> bool:
        """Does the text tell it from an older one: "a new tax treaty"?"""
        return any(m.new for m in self.mentions) and not self.is_old

    @property
    def is_old(self) -> bool:
        """Does the text tell it from a newer one: "the former agreement"?"""
        return any(m.old for m in self.mentions)

    def _of_other_age(self, item: Instrument) -> bool:
        """ "The former tax treaty" is not the new one, nor is "a 1966 agreement"."""
        if item.old or (item.year and item.indefinite and not item.new and not self.years):
            return self.is_new
        return item.new and self.is_old and not any(m.new for m in self.mentions)

    def _signed_else(self, item: Instrument) -> bool:
        """ "The 2015 nuclear accord" is not the treaty that the register knows as signed in 1968."""
        if not item.year or item.titled or self.years or self.handle is None or self.handle.signed is None:
            return False
        signed = int(str(self.handle.signed)[:4])
        return not signed - 2 <= int(item.year) <= signed + 9

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
            if retells(later):
                continue
            if word.dep not in ("appos", "attr") and not (set(item.own) & mention.own):
                return True
        return False

    def _names_agree(self, item: Instrument) -> bool:
        mine, its = stems(self.own), stems(item.own)
        if both_amend(item, self.mentions):
            return True
        if set_beside_one(item, self.mentions) or brings_in(item, self.mentions):
            return False
        if named_by_parties(item, self.mentions):
            return False
        if not mine or not its:
            return True
        if told_by_kind(item, self.mentions):
            return True
        if names_clash(item, self.mentions):
            return False
        if mine & its:
            return True
        both = len(set(item.parties) & set(self.parties)) >= 2
        specific = item.titled and any(m.titled for m in self.mentions)
        if other_matter(mine, its) or untitled_matter(item, self.mentions):
            return False
        if both and not specific:
            return not (len(its) >= 2 and len(mine) >= 2)
        if len(item.pair) > 1 and not self.parties and any(m.head == "convention" for m in self.mentions):
            return False  # an agreement of two beside a convention of many
        # a plain description ("a landmark defence pact") may be of a titled treaty with parties in common
        near = bool(set(item.parties) & set(self.parties)) or not item.parties or not self.parties
        return near and not item.titled and len(its) <= 3 and not self.separate and self._one_matter(item)

    def _one_matter(self, item: Instrument) -> bool:
        """Is it a plain description, or one of the same subject: "a zero-tariff agreement" of the free trade pact?"""
        return bool(item.own & DESCRIBES) or bool(families(item.own) & families(self.own))

    def add(self, item: Instrument) -> None:
        """Take the mention in."""
        self.kind = self.kind if self.mentions else kind_of(item)
        self.mentions.append(item)
        self.near |= item.near
        self.groups |= {name.lower().removeprefix("the ") for name in _GROUP.findall(item.tree.sentence.text)}
        self.aliases |= set(item.aliases)
        self.own |= item.own | {word for alias in item.aliases if " " in alias for word in name_words(alias)}
        if item.year:
            self.years.add(item.year)
        for party in (*item.parties, *item.pair):
            self.parties[party] = None


_GROUP = re.compile(
    r"\b(?:[A-Z]\w+ )*(?:Alliance|Union|Organi[sz]ation|Community|League|Association|Council|Entente|Bloc)"
    r"(?: (?:of|for)(?: the)? [A-Z]\w+(?:(?: of| and| the| for)* [A-Z]\w+)*)?"
)


def kind_of(item: Instrument) -> str:
    """Protocols, memoranda and declarations stand apart from the treaties they go with."""
    kind = CLASSES.get(item.head, "")
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
    find_signs(found)
    ranked = sorted(found, key=lambda item: (-_strength(item), item.tree.sentence.heading, item.start))
    for item in ranked:
        if item.points_back or item.excluded:
            continue
        home = _home(item, treaties)
        if home is None:
            home = Treaty(separate=item.new and not is_definite(item))
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
            home.kind = home.kind if home.mentions else kind_of(item)
            home.mentions.append(item)
            if item.year and not home.years:
                home.years.add(item.year)
            of[id(item)] = home
    for treaty in treaties:
        treaty.handle = link(treaty, handles)
    for treaty in treaties:  # "another treaty" is not the one already known
        if treaty.separate and any(o.handle is treaty.handle for o in treaties if o is not treaty):
            treaty.handle = None
    return sorted(treaties, key=lambda treaty: treaty.order), of


def _strength(item: Instrument) -> int:
    if item.tree.sentence.heading and not item.own and not item.known:
        return -1  # "approves treaty with Ukraine": what the text below is of
    return (
        8 * bool(item.known)
        + 4 * item.titled
        + 2 * bool(item.aliases)
        + min(len(item.parties), 2)
        + min(len(item.own), 2)
    )


def _home(item: Instrument, treaties: Sequence[Treaty]) -> Treaty | None:
    fits = [treaty for treaty in treaties if treaty.takes(item)]
    if item.new and not is_definite(item) and not item.titled and any(t.told < item.start for t in treaties):
        fits = [
            t
            for t in fits
            if (t.is_new and item.own and stems(item.own) & stems(t.own))
            or any(is_apposed(item, m) for m in t.mentions)
        ]  # "a new base treaty", again; "a new trade deal known as the …"
    if item.replaced and (item.indefinite or item.year):  # "replaces a 1970 treaty": not the one that replaces it
        fits = [treaty for treaty in fits if item.year and item.year in treaty.years]
    elif item.replaced:  # "it replaces the Cooperation Agreement"
        fits = [t for t in fits if t.is_old or not any(m.new or introduces(m) for m in t.mentions)]
    if not fits:
        return None

    if item.year and not item.own and not item.parties and not any(item.year in t.years for t in fits):
        # "the ABM treaty … the 1972 treaty": the one told right before
        near = [m for t in fits for m in t.mentions if 0 < item.start - m.start < _RIGHT_BEFORE]
        if near:
            last = max(near, key=lambda m: m.start)
            return next(t for t in fits if any(m is last for m in t.mentions))

    if tells_again(item) and (earlier := [t for t in fits if t.told < item.start]):
        fits = earlier

    def closeness(treaty: Treaty) -> tuple[bool, bool, int, int, int, int]:
        other = all(m.plural is not item.plural for m in treaty.mentions)  # a set is not one of its members
        return (
            not all(map(_in_passing, treaty.mentions)),
            not other,
            len(treaty.own & item.own),
            len(set(treaty.parties) & set(item.parties)),
            len(item.near.intersection(treaty.parties)) if item.parties else 0,
            len(treaty.mentions),
        )

    return max(fits, key=closeness)


_RIGHT_BEFORE = 300
"""Characters within which a bare year points back."""


def _older(item: Instrument, treaties: list[Treaty]) -> Treaty | None:
    """ "The previous treaty" in a text on a new one: an older one told, else one of the same parties, not the new."""
    told = [t for t in treaties if not t.excluded and any(m.start < item.start for m in t.mentions)]
    fresh = [t for t in told if any(m.new for m in t.mentions)]
    if not fresh:
        return None
    if later := [t for t in treaties if t.is_old and not t.excluded and t.kind == fresh[-1].kind]:
        return min(later, key=lambda t: abs(t.order - item.start))
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
    if item.new and any(t.separate or t.is_new for t in before):
        before = [t for t in before if t.separate or t.is_new]
    before = [t for t in before if not all(map(only_hoped_for, t.mentions))] or before
    whole = [t for t in before if item.plural or not all(m.plural for m in t.mentions if not m.points_back)]
    before = whole or before
    titled = [t for t in before if any(m.titled and m.head == item.head for m in t.mentions)]
    if titled and item.tree.words[item.core].text[0].isupper() and item.first:
        before = titled  # "the Agreement", written large: one of that name
    if not before:
        # "the pact" may look ahead to its name, never to "a 1983 treaty" that is only then brought in
        first = treaties[0] if treaties and not kind else None
        return None if first is None or all(m.indefinite for m in first.mentions) else first

    same_word = [t for t in before if any(m.head == item.head and not m.points_back for m in t.mentions)]
    passing = bool(same_word) and all(len(t.mentions) == 1 and _in_passing(t.mentions[0]) for t in same_word)
    if passing and any(len(t.mentions) > 1 for t in before):
        same_word = []  # "Spain, which ceded the Rock in the Treaty of Utrecht": what the text is not of
    if same_word and not any(m.head == item.head for m in max(before, key=lambda t: _nearness(t, item)).mentions):
        before = same_word  # "the deal" is the one called a deal
    main = max(before, key=lambda t: len(t.mentions))
    near = max(before, key=lambda t: _nearness(t, item))
    if near is main or _spoken_of(near, main, item) or _just_told(near, item):
        return near
    if len(near.mentions) == 1 and len(main.mentions) > 1 and not near.mentions[0].first <= 1:
        return main  # a treaty told in passing is not what the next sentence speaks of
    if item.head not in {m.head for m in near.mentions} and item.head in {m.head for m in main.mentions}:
        return main
    return near


def _in_passing(item: Instrument) -> bool:
    """Is it told only in a clause that hangs on a noun: "Spain, which ceded the Rock in the Treaty of Utrecht, …"?"""
    tree = item.tree
    within = next((w for w in (tree.words[item.core], *tree.up(item.core)) if w.dep in ("relcl", "acl", "ROOT")), None)
    return within is not None and within.dep == "relcl" and tree.words[item.core].dep == "pobj"


def _nearness(treaty: Treaty, item: Instrument) -> int:
    """Where it was last told before; "the agreements" tell of no single one."""
    return max(
        (m.start for m in treaty.mentions if m.start < item.start and not (m.plural and m.points_back)), default=-1
    )


def _just_told(near: Treaty, item: Instrument) -> bool:
    """ "They signed an agreement to build a dam. … The agreement …": the one brought in right before; "this pact"."""
    last = max((m for m in near.mentions if m.start < item.start), key=lambda m: m.start)
    if item.first > 0 and item.tree.words[item.first - 1].low in ("this", "these"):
        return last.head == item.head or item.start - last.start < _RIGHT_BEFORE
    fresh = introduces(last) and bool(last.pair) and not (last.replaced or last.old or last.year)
    return fresh and not item.plural and last.head == item.head and item.start - last.start < 2 * _RIGHT_BEFORE


_IN_FOCUS = frozenset(("dobj", "nsubj", "nsubjpass", "attr"))


def _spoken_of(near: Treaty, main: Treaty, item: Instrument) -> bool:
    """Is the last treaty told the one in focus: the only one of that noun, or what the sentence before was about?"""
    names = {m.head for m in near.mentions if not m.points_back}
    others = {m.head for m in main.mentions if not m.points_back}
    if item.head in names and item.head not in others:
        return True
    last = max((m for m in near.mentions if m.start < item.start), key=lambda m: m.start)
    here, there = item.tree.sentence, last.tree.sentence
    follows = here.paragraph == there.paragraph and here.start - there.end < 4
    return follows and not item.plural and last.tree.words[last.core].dep in _IN_FOCUS


def provisional_id(treaty: Treaty, year: str | None) -> str:
    """A stable id for a treaty that no register knows: parties, year and the first words of its name."""
    parties = "-".join(sorted(party.lower() for party in treaty.parties)[:3])
    own = [
        w
        for w in _WORD.findall(treaty.name.lower())
        if w not in GENERIC and not w.isdigit() and w.isascii() and len(w) > 2
    ]
    label = "-".join(own[:3]) or treaty.kind or "treaty"
    pieces = ["new", *([parties] if parties else []), *([year] if year else []), label]
    made = re.sub(r"[^a-z0-9-]+", "-", "-".join(pieces)).strip("-")
    return made if len(made) <= 80 else made[:70] + hashlib.sha256(made.encode()).hexdigest()[:8]
