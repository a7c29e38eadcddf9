"""What a text's sentences together say of its treaties: short names used later, parties implied, organisations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from foedus.claims.context import is_state
from foedus.claims.exclusions import is_home
from foedus.claims.lexicon import data
from foedus.claims.linking import Treaty
from foedus.claims.mention import Instrument
from foedus.claims.names import Named
from foedus.claims.sameness import JOINING
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind
from foedus.model.claims import TreatyHandle

_KNOWN_SHORT = re.compile(r"\b(?:New )?[A-Z]{3,8}(?: [IVX]{1,3})?\b")


def short_names(
    forest: Sequence[Tree],
    by_tree: Sequence[Sequence[Named]],
    lists: Sequence[list[Instrument]],
    known: list[Treaty],
    of: dict[int, Treaty],
    handles: Sequence[TreatyHandle],
) -> None:
    """Find the short names of the treaties ("the CTBT", "AfCFTA") where they stand alone, and add them as mentions."""
    table: dict[str, Treaty] = {}
    for treaty in known:
        names = set(treaty.aliases)
        if treaty.handle is not None:
            names |= {name for name in treaty.handle.names if len(name) <= 12 and sum(c.isupper() for c in name) >= 2}
        for name in names | {word for item in treaty.mentions for word in _acronyms(item.name)}:
            table.setdefault(name, treaty)
    bodies = {item.text for row in by_tree for item in row}
    here = {name for tree in forest for name in _KNOWN_SHORT.findall(tree.sentence.text)} - bodies
    for treaty in known:
        for name in _bare_names(treaty, here, bodies):
            table.setdefault(name, treaty)
    for handle in handles if here else ():  # short names of the atlas stand alone, with no word "treaty" near
        for name in here.intersection(handle.names) - table.keys():
            home = next((t for t in known if t.handle is not None and t.handle.id == handle.id), None)
            if home is None:
                home = Treaty(handle=handle, aliases={name})
                known.append(home)
            table[name] = home
    if not table:
        return
    _add_names(table, forest, lists, of)


def _add_names(
    table: dict[str, Treaty],
    forest: Sequence[Tree],
    lists: Sequence[list[Instrument]],
    of: dict[int, Treaty],
) -> None:
    """Mentions for each place where one of the names stands."""
    pattern = re.compile(
        r"(?<![\w.])(" + "|".join(re.escape(n) for n in sorted(table, key=len, reverse=True)) + r")(?![\w])"
    )
    for tree, row in zip(forest, lists, strict=True):
        for match in pattern.finditer(tree.sentence.text):
            start = tree.sentence.start + match.start()
            end = tree.sentence.start + match.end()
            if any(item.start < end and start < item.end for item in row) or _bracketed(
                tree.sentence.text, match.start()
            ):
                continue
            where = tree.at(start, end)
            if not where:
                continue
            treaty = table[match[1]]
            if match[1].isupper():
                treaty.aliases.add(match[1])
            item = Instrument(
                tree, where.start, where.stop - 1, where.stop - 1, "treaty", match[1], frozenset(), points_back=True
            )
            row.append(item)
            treaty.mentions.append(item)
            of[id(item)] = treaty
        row.sort(key=lambda item: item.start)


def _bare_names(treaty: Treaty, here: set[str], bodies: set[str]) -> set[str]:
    """ "IWT" for the Indus Waters Treaty, "Falepili Union" for the Falepili Union treaty: its name without the noun."""
    found: set[str] = set()
    for item in treaty.mentions:
        if not item.titled and not item.plural and not item.tree.sentence.heading and item.core > item.first + 1:
            plain = "".join(w.text[0] for w in item.tree.words[item.first : item.core + 1]).upper()
            found |= {short for short in here if short == plain}  # "a reciprocal access agreement … the RAA"
        if not item.titled or item.plural or item.tree.sentence.heading:
            continue
        letters = "".join(w[0] for w in re.findall(r"\b[A-Z][a-z]+", item.name))
        found |= {short for short in here if len(short) > 2 and short == letters}
        words = item.tree.words[item.first : item.core]
        name = item.tree.text(item.first, item.core - 1) if len(words) > 1 and item.last == item.core else ""
        capitals = all(w.text[0].isupper() or w.text[0].isdigit() for w in words)
        if capitals and name and not item.parties and not any(body in name for body in bodies):
            found.add(name)
    return found


def _acronyms(name: str) -> list[str]:
    if name.isupper():
        return []  # a headline in capitals holds no short names
    return re.findall(r"\b(?:[A-Z]\.){2,}|\b[A-Z][A-Za-z]*[A-Z]{2,}[A-Za-z]*\b", name)


def _bracketed(text: str, at: int) -> bool:
    return text[max(0, at - 2) : at].strip().endswith(("(", "“", '"')) and "(" in text[max(0, at - 3) : at]


def imply_parties(
    forest: Sequence[Tree],
    by_tree: Sequence[Sequence[Named]],
    lists: Sequence[Sequence[Instrument]],
    of: dict[int, Treaty],
) -> None:
    """A treaty named without parties is between the two states that its first sentence, or the one before, names."""
    for number, row in enumerate(lists):
        for item in row:
            treaty = of.get(id(item))
            if (
                treaty is None
                or item.head == "convention"
                or treaty.parties
                or treaty.excluded
                or any(m.titled and m.head in ("convention", "charter") for m in treaty.mentions)
                or any(JOINING & {*m.own, *m.modifiers} for m in treaty.mentions)
            ):
                continue
            if not any(m is item for m in sorted(treaty.mentions, key=lambda m: m.start)[:_INTRODUCED]):
                continue
            if any((m.titled or _named_after(m)) and not m.parties for m in treaty.mentions):
                continue  # a titled treaty that names no party is open to many until the text says otherwise
            if _ONE_BY_ONE.search(item.tree.sentence.text):
                continue  # "Fiji has signed the treaty and so has Tonga": each for itself
            for names in (by_tree[number], by_tree[number - 1] if number else []):
                two = _BETWEEN_TWO.match(item.tree.sentence.text[item.end - item.tree.sentence.start :])
                told = [n for n in names if not _stands_between(item.tree, n) and not _past_clause(item, n)]
                kinds = (n for n in told if n.actor and (_counts(n) or (two and is_state(n.actor))))
                states = dict.fromkeys(n.actor for n in kinds)
                if len(states) == 2:
                    treaty.parties.update(states)
                    treaty.implied = True
                    break


_ONE_BY_ONE = re.compile(
    r"\bso (?:has|have|had|did)\b|"
    r"\b(?:while|but|though|whereas)\b[^.;]*\b(?:has|have|did|had) (?:not|yet|never)\b[.,;]?"
)


def imply_pair(known: Sequence[Treaty]) -> None:
    """ "A protocol to the treaty", "another agreement" in a text on two states alone: between those two."""
    told = [t for t in known if t.parties and not t.excluded]
    pairs = {frozenset(t.parties) for t in told}
    if len(pairs) != 1 or len(next(iter(pairs))) != 2:
        return
    pair = next(iter(pairs))
    for treaty in known:
        if treaty.parties or treaty.excluded or not treaty.mentions or treaty.handle is not None:
            continue
        apart = treaty.kind in ("protocol", "memorandum", "declaration") or any(
            m.new or m.below for m in treaty.mentions
        )
        plain = apart and not any(m.head in ("convention", "charter", "statute") for m in treaty.mentions)
        if plain and all(m.near <= pair for m in treaty.mentions):
            treaty.parties.update(dict.fromkeys(sorted(pair)))


def _stands_between(tree: Tree, item: Named) -> bool:
    """ "Under the auspices of the Union and the United States": who helps is no party."""
    at = item.start - tree.sentence.start
    return at > 0 and _HELPING.search(tree.sentence.text[max(0, at - 60) : at]) is not None


_OTHER_CLAUSE = re.compile(r"[,;] (?:but|while|although|though|whereas)\b")


def _past_clause(item: Instrument, name: Named) -> bool:
    """ "They announced an accord, but the deal stalled after Donald Trump's return": told of something else."""
    base = item.tree.sentence.start
    return name.start > item.end and bool(
        _OTHER_CLAUSE.search(item.tree.sentence.text, item.end - base, max(0, name.start - base))
    )


_HELPING = re.compile(
    r"\b(?:auspices of|(?:brokered|mediated|facilitated|hosted|moderated|sponsored) by|mediation (?:of|by)|presence of)"
    r"(?: (?:the|and|[A-Z][\w.]*),?)* $"
)
_BETWEEN_TWO = re.compile(
    r"[^.;,]{0,60}?\bbetween (?:the|both|their)(?: two)? (?:countries|nations|states|neighbou?rs|governments|sides)\b"
)
"""A treaty told as that of two states named beside it, if only by a demonym or an ambassador's adjective."""


_INTRODUCED = 2
"""In how many of its first mentions a text still says whose a treaty is."""


def imply_other(
    named: Sequence[Named],
    by_tree: Sequence[Sequence[Named]],
    lists: Sequence[Sequence[Instrument]],
    of: dict[int, Treaty],
) -> None:
    """ "Signed an agreement with Japan", in a report on one other state: that state is the other party."""
    counted = Counter(n.actor for n in named if n.actor and _counts(n) and is_state(n.actor))
    for names, row in zip(by_tree, lists, strict=True):
        for item in row:
            treaty = of.get(id(item))
            if treaty is None or treaty.excluded or not item.parties or set(item.parties) != set(treaty.parties):
                continue
            if item.titled or item.plural:
                continue
            ahead = " ".join(w.low for w in item.tree.words[item.last + 1 : item.last + 3])
            partners = set(treaty.parties)
            if not ahead.startswith("with") or not all(map(is_state, partners)):
                continue
            told = {n.actor for n in names if n.actor and _counts(n)} - partners
            before = {n.actor for n in names if n.actor in told and n.end <= item.start}
            homes = any(is_home(item.tree, n, names) for n in names if n.actor)
            if homes:
                continue
            if len(told) == 1 and before == told and not _JUDGING.search(item.tree.sentence.text):
                treaty.parties[told.pop()] = None
            elif not told and len(partners) == 1:
                others = [(count, actor) for actor, count in counted.items() if actor not in partners]
                if (hub := _hub(lists, partners)) is not None:
                    treaty.parties[hub] = None
                elif others and max(others)[0] >= 2 and sum(count == max(others)[0] for count, _ in others) == 1:
                    treaty.parties[max(others)[1]] = None


def _with_next(item: Instrument) -> bool:
    return any(w.low == "with" for w in item.tree.words[item.last + 1 : item.last + 3])


def _hub(lists: Sequence[Sequence[Instrument]], partners: set[str]) -> str | None:
    """ "Japan signed a treaty with Kenya. … A similar treaty with Ghana": one side of all that the text tells."""
    told = [m for row in lists for m in row if len(m.pair) == 2 and m.parties and _with_next(m)]
    pairs = [set(m.pair) - {m.parties[0]} for m in told]
    sides = {side for pair in pairs for side in pair} - partners
    return next(iter(sides)) if len(sides) == 1 else None


_JUDGING = re.compile(
    r"\b(?:critici|condemn|oppos|welcom|hail|slam|protest|object|warn|urg|prais|reject|denounc)\w*\b", re.I
)
"""Who judges an agreement of others is no party to it."""


def _named_after(item: Instrument) -> bool:
    """ "Paris climate agreement": a place's name makes it one of its own."""
    row = item.tree.words[item.first : item.core]
    return (
        any(w.text[0].isupper() and w.i > 0 and not w.low.startswith(("u.s", "us")) for w in row) and not item.parties
    )


def _counts(item: Named) -> bool:
    if item.kind is not FormKind.ORGANISATION and item.kind is not FormKind.ACRONYM and not is_state(item.actor):
        return False
    return item.kind in (FormKind.STATE, FormKind.ADJECTIVE, FormKind.ORGANISATION, FormKind.ACRONYM, FormKind.LEADER)


_JOINED = re.compile(
    r"\b(?:join\w*|leav\w+|left|quit\w*|exit\w*|withdr\w+|pull\w* out|member|membership|admi\w+|accession|expel\w+)"
    r"(?: (?:of|in|to|from))? (?:the )?$"
)


def organisations(text: str, named: Sequence[Named], known: Sequence[Treaty]) -> list[Treaty]:
    """Organisations that a text may speak of as their treaty ("withdraw from ECOWAS"), beside those already named."""
    made: dict[str, Treaty] = {}
    for item in named:
        if item.kind not in (FormKind.ORGANISATION, FormKind.ACRONYM) or not item.actor or item.actor in made:
            continue
        if item.actor == "UN" and not _JOINED.search(text[max(0, item.start - 40) : item.start]):
            continue  # it takes the notices of others, and is seldom what is left
        home = next((t for t in known if _founds(t, item, named)), None)
        if home is not None:
            home.organisation = item.actor
            made[item.actor] = home
        else:
            made[item.actor] = Treaty(organisation=item.actor)
    return [treaty for treaty in made.values() if not treaty.mentions]


_JOINING = re.compile(r"\b(?:accession|entry|membership|joining|admission)\b", re.I)


def _of_joining(mention: Instrument, names: set[str]) -> bool:
    """ "Protocol on China's entry to the WTO", "NATO accession protocol": by it the body is joined."""
    around = mention.name + mention.tree.sentence.text[mention.end - mention.tree.sentence.start :][:60]
    if mention.head not in ("protocol", "treaty", "agreement") or not _JOINING.search(around):
        return False
    joined = _JOINING.search(around)
    at = joined.start() if joined else 0
    return any(re.search(rf"\b{re.escape(name)}\b", around[max(0, at - 40) : at + 50]) for name in names)


_CREATES = re.compile(
    r"(?: \([^)]*\))?,? (?:which is |is )?(?:the (?:founding )?(?:treaty|charter|convention|agreement|pact|document) "
    r"(?:that|which) |which |that )?(?:has )?(?:created|establish(?:ed|es|ing)|founded|set up|governs|creating)"
    r" (?:the )?"
)
"""What follows the name of the treaty that made a body."""


def _joins(treaty: Treaty, item: Named, named: Sequence[Named]) -> bool:
    """ "Accession protocols", "membership application": the treaty by which the body told beside it is joined."""
    if (
        not any(JOINING & {*m.own, *m.modifiers} for m in treaty.mentions)
        or item.kind not in (FormKind.ORGANISATION, FormKind.ACRONYM)
        or item.actor == "UN"
    ):
        return False
    bodies = [n.actor for n in named if n.actor and n.kind in (FormKind.ORGANISATION, FormKind.ACRONYM)]
    rest = [actor for actor in bodies if actor != "UN"]
    return bool(rest) and max(set(rest), key=lambda a: (rest.count(a), -rest.index(a))) == item.actor


def _founds(treaty: Treaty, item: Named, named: Sequence[Named]) -> bool:
    """Is it the treaty of that organisation: "revised ECOWAS treaty", "Collective Security Treaty (CSTO)"?"""
    if item.text in treaty.aliases:
        return True
    texts = {n.text for n in named if n.actor == item.actor}
    if texts & treaty.aliases:
        return True
    full = [n.text.lower() for n in named if n.actor == item.actor]
    if _joins(treaty, item, named) or any(_of_joining(m, texts) for m in treaty.mentions):
        return True
    bare = bool(treaty.mentions) and all(m.points_back for m in treaty.mentions) and not treaty.aliases
    if bare and item.actor in data("lexicon")["founding"] and item.actor not in ("UN", "EU", "AU"):
        return True  # "withdrew from the court … had ratified the treaty": the one that made it
    founding: list[str] = data("lexicon")["founding"].get(item.actor, [])
    for mention in treaty.mentions:
        name = mention.name.lower()
        if any(told in name for told in founding):
            return True
        if mention.titled and any(text.startswith(name) and text != name for text in full):
            return True
        told = mention.tree.sentence.text[mention.end - mention.tree.sentence.start :][:120].lower()
        if "founding" in mention.own and item.actor in mention.parties:
            return True  # "the court's founding treaty"
        made = _CREATES.match(told)
        if made and any(told.startswith(text, made.end()) for text in [t.lower() for t in texts]):
            return True
        if (
            treaty.parties
            and set(treaty.parties) == {item.actor}
            and any(re.search(rf"\b{re.escape(text.lower())}\b", name) for text in texts)
        ):
            return True
    return False
