"""The actors among the words of a role: names, adjectives with an office, organs and their owners."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedus.claims.lexicon import data, words
from foedus.claims.linking import Treaty
from foedus.claims.memory import Context, Who, is_state, organ_key
from foedus.claims.names import LEGISLATIVE, Named
from foedus.claims.owners import owner
from foedus.claims.phrases import spans
from foedus.claims.pointing import NUMBERS, leading_country, owning_country, pair_before, point, said_before
from foedus.claims.roles import roles
from foedus.claims.state_rows import counted
from foedus.claims.subjects import PLANS
from foedus.claims.trees import Tree, Word
from foedus.model.actors import FormKind, OrganKind

__all__ = ["Context", "Who", "inside", "is_state", "text_of", "who"]

_PLACE_WORDS = frozenset("in at near from to through across inside outside around via into towards toward".split())


def inside(named: Sequence[Named], start: int, end: int) -> list[Named]:
    """The names within a stretch of the document."""
    return [item for item in named if item.start < end and item.end > start]


@dataclass(slots=True)
class _Row:
    """The words of a role while its actors are read off: its names, what is found so far."""

    tree: Tree
    indices: set[int]
    here: list[Named]
    named: Sequence[Named]
    context: Context
    treaty: Treaty | None
    found: dict[str, None] = field(default_factory=dict)
    organs: list[str] = field(default_factory=list)


def who(tree: Tree, indices: Iterable[int], named: Sequence[Named], context: Context, treaty: Treaty | None) -> Who:
    """The actors among a set of words: names, adjectives with an office, pronouns, "both countries", "lawmakers"."""
    order = sorted(set(indices))
    made = Who()
    if not order:
        return made
    low = " ".join(tree.words[i].low for i in order)
    if tree.words[order[-1]].text[:1].isupper() and (aside := _ASIDE.match(tree.after(order[-1])[:40])):
        low += f" {aside[1].lower()}"  # "the Folketuna (parliament)"
    in_row = set(order)
    here = [
        item
        for item in named
        for first in (tree.at(item.start, item.end),)
        if (first and set(first) <= in_row) or (first and first.start in in_row)
    ]
    row = _Row(tree, in_row, here, named, context, treaty)
    found = row.found
    chairs = _chairs(tree, here)
    for item in dict.fromkeys(here):
        if id(item) in chairs:
            continue
        if any(a <= item.start and item.end <= b for a, b in context.blocked):
            continue  # the Paris of the Paris Agreement, the nations of the United Nations Convention
        _take(row, item, made)
    _common_words(low, found, made)
    _point_up(row, order[0], low, made)
    if found and (lead := leading_country(low, context, treaty)) and lead not in found:
        found = {lead: None, **found}  # "the country, and fellow island states A and B"
    made.actors = tuple(found)
    if row.organs:
        made.organ = " and ".join(dict.fromkeys(row.organs))
    elif made.legislature:
        made.organ = _plain_organ(low)
    return made


def _point_up(row: _Row, first: int, low: str, made: Who) -> None:
    """Add whom the words only point to: a pronoun, "both countries", a chamber told without its state."""
    tree, named, context, treaty, found = row.tree, row.named, row.context, row.treaty, row.found
    if not found and _UNION_BODY.match(low) and (context.last_body or "EU") == "EU":
        found.update({"EU": None} if any(n.actor == "EU" for n in context.named) else {})
    if not found and _POINTS_UP.match(low):
        at = next(i for i in sorted(row.indices) if tree.words[i].low in _POINTERS)
        found.update(dict.fromkeys(_clause_above(row, at)))
    if not found and tree.words[first].low == "it" and context.voice is not None:
        found.update(dict.fromkeys(_told_between(tree, first, named, context)))
    if made.both and len(found) < 2 and (treaty is None or len(treaty.parties) != 2):
        found.update(dict.fromkeys(pair_before(tree, first, named)))
    if not found:
        found.update(dict.fromkeys(said_before(tree, first, named, context, treaty)))
    if not found or (made.both and len(found) < 2):
        point(low, found, made, context, treaty)
    if made.legislature and not found and (several := _PARLIAMENTS.search(low)):
        number = NUMBERS.get(several[1], 0)
        parties = tuple(treaty.parties) if treaty is not None else ()
        found.update(dict.fromkeys(parties if len(parties) == number else context.groups.get(number, ())))
        made.collective = not found
    elif made.legislature and not found and not any(0 < len(n.among) <= _FEW for n in row.here):
        state = owner(tree, first, _chamber_word(low), named, context, treaty, ())
        found.update({state: None} if state else {})


_ASIDE = re.compile(
    r" ?(?:\(|, |– |- )(?:the |its |[a-z]+['’]s )?(?:\w+ )?(parliament|legislature|congress|lower house|upper house)\b"
    r"(?! (?:of|speaker|chairman|chair|member|in)\b)(?=[),–]| -| [a-z])",
    re.I,
)


_UNION_BODY = re.compile(r"(?:the )?(?:council|commission)(?: today| also)?$")
_POINTERS = frozenset("it he she they its his her their".split())
_POINTS_UP = re.compile(
    r"(?:it|he|she|they)\b|(?:its|his|her|their) (?:own )?(?:countr|nation|state|government|parliament|lawmakers)|"
    r"(?:the )?(?:\w+ ){1,2}of (?:its|his|her|their)\b"
)
_MANY = frozenset(("they", "their"))


def _clause_above(row: _Row, at: int) -> tuple[str, ...]:
    """Whom a pronoun means by the clause above its own: "told Oman that it would sign": whoever told."""
    tree, word = row.tree, row.tree.words[at]
    for verb in tree.up(at) if tree.parsed else ():
        if not verb.tag.startswith("V"):
            continue
        parts = roles(tree, verb.i)
        subject = parts.direct if parts.passive and not parts.subject else parts.subject
        if not subject or at in subject or at in tree.subtree(min(subject)):
            continue
        told = who(tree, subject, row.named, row.context, row.treaty).actors
        if len(told) > 1 if word.low in _MANY else len(told) == 1:
            return told
    return ()


def _chamber_word(low: str) -> str:
    """Under which word a chamber told by plain words is remembered."""
    return next((word for word in low.split() if word in words("voices", "legislatures")), "")


def _told_between(tree: Tree, at: int, named: Sequence[Named], context: Context) -> list[str]:
    """ "The minister said Oman was ready and it would sign": the last state named after the word of speech."""
    verb = context.voice.verb if context.voice is not None else -1
    told = tree.words[verb].start if 0 <= verb < len(tree.words) else -1
    between = [
        n.actor
        for n in named
        if told < n.start
        and n.end <= tree.words[at].start
        and n.actor
        and is_state(n.actor)
        and not _told_to(tree, n, verb)
    ]
    return between[-1:]


_PARLIAMENTS = re.compile(r"\b(three|four|five|six|seven|eight|nine|ten|\d+) (?:\w+ )?(?:parliaments|legislatures)\b")


_CHAIRS = re.compile(
    r"\b(?:chair(?:man|woman|person)?|secretary[- ]general|president|head|commissioner|chief|presidency)"
    r"(?: of (?:the )?(?:[\w-]+ ){0,3})?$|\bof (?:the )?$",
    re.I,
)
_CHAIR_AFTER = re.compile(
    r"(?:['’]s)? (?:[A-Z][\w-]* |current |rotating )*(?:chair|president|secretary|commission)", re.I
)


def _chairs(tree: Tree, here: Sequence[Named]) -> set[int]:
    """Names of those who sit for an organisation: "the EAC chairman, Salva Kiir, President of South Sudan"."""
    base, found = tree.sentence.start, set()
    for number, item in enumerate(here):
        if item.kind not in (FormKind.ORGANISATION, FormKind.ACRONYM) or is_state(item.actor):
            continue
        lead = tree.sentence.text[max(0, item.start - base - 60) : item.start - base]
        rest = tree.sentence.text[item.end - base :]
        if not (_CHAIRS.search(lead) and re.search(r"\bchair|secretary|president|head|chief|commiss", lead, re.I)) and (
            not _CHAIR_AFTER.match(rest)
        ):
            continue
        holder = ""
        for later in here[number + 1 :]:
            if later.kind is FormKind.ORGAN and not later.actor:
                continue
            if holder and later.actor != holder:
                break
            gap = tree.sentence.text[item.end - base : later.start - base]
            if not holder and (re.search(r"\band\b|;", gap) or len(gap) > 90):
                break
            holder = later.actor
            found.add(id(later))
    return found


def _told_to(tree: Tree, name: Named, verb: int) -> bool:
    """ "Told Washington that it will …": the one told is not the one who will."""
    for at in tree.at(name.start, name.end):
        for word in (tree.words[at], *tree.up(at)):
            if word.head == verb:
                if word.dep in ("dobj", "dative", "iobj"):
                    return True
                break
            if word.dep not in ("appos", "compound", "poss", "conj", "amod", "nmod"):
                break
    return False


def _take(row: _Row, item: Named, made: Who) -> None:
    tree, here, found = row.tree, row.here, row.found
    first = tree.at(item.start, item.end)
    before = tree.words[first.start - 1].low if first and first.start > 0 else ""
    outside = tree.words[max(0, first.start - 2) : first.start] if first else []
    if any(word.low in ("not", "except", "excluding") for word in outside):
        return  # "sixty states, but not the United States, signed"
    if before == "the" and first.start > 1:
        before = tree.words[first.start - 2].low
    if _only_where(row, item, first, before, outside):
        return
    if item.kind in (FormKind.ORGANISATION, FormKind.ACRONYM) and not is_state(item.actor) and counted(tree, first):
        made.collective = True  # "fourteen OAU members": they, and not the OAU
        return
    if item.kind in (FormKind.ADJECTIVE, FormKind.DEMONYM) and not _with_office(tree, item, row.indices, here):
        return
    if item.kind is FormKind.ORGAN:
        made.legislature |= item.organ_kind in LEGISLATIVE
        if (
            not item.actor
            and not _beside(item, here)
            and item.text.lower().endswith(("ministers", "presidents", "premiers", "monarchs"))
        ):
            made.both = True  # "their foreign ministers": of both
            return
        if not (item.organ_kind is OrganKind.HEAD_OF_STATE and any(other.kind is FormKind.LEADER for other in here)):
            row.organs.append(item.organ or item.text)
        actor = _beside(item, here) or item.actor or _owner(row, item, first.start if first else 0)
        if actor:
            found[actor] = None
            row.context.last_organ_state[organ_key(item)] = actor
        return
    if item.kind is FormKind.LEADER:
        made.head |= item.organ_kind is OrganKind.HEAD_OF_STATE
        row.organs.append(item.person or item.text)
    if item.kind is FormKind.SEAT and item.organ:
        row.organs.append(item.organ)
    if item.actor:
        found[item.actor] = None


def _only_where(row: _Row, item: Named, first: range, before: str, outside: Sequence[Word]) -> bool:
    """Does the name only say where: "signed in Lusaka", "the ambassador to the United Nations"?"""
    tree, here = row.tree, row.here
    if (
        item.kind in (FormKind.STATE, FormKind.CAPITAL)
        and (before in _PLACE_WORDS or (item.kind is FormKind.CAPITAL and _in_places(tree, item, here)))
        and not _owns_next(tree, first)
        and not any(word.low in ("due", "thanks", "owing") for word in outside)
    ) and not ((before == "from" and item.kind is FormKind.STATE) or _governs_there(outside)):
        return True
    return (  # "the ambassador to the United Nations"
        item.kind in (FormKind.ORGANISATION, FormKind.ACRONYM)
        and before in ("to", "at")
        and bool(_SENT_TO.search(" ".join(w.low for w in tree.words[max(0, first.start - 9) : first.start])))
    )


def _in_places(tree: Tree, item: Named, here: Sequence[Named]) -> bool:
    """A capital in a row of towns: "lodged in London, Washington and Moscow"."""
    base, at = tree.sentence.start, item.start
    for other in reversed([n for n in here if n.kind is FormKind.CAPITAL and n.end < item.start]):
        if not re.fullmatch(r",? (?:and )?|, ", tree.sentence.text[other.end - base : at - base]):
            return False
        at = other.start
        if re.search(rf"\b(?:{'|'.join(_RULERS)}) in $", tree.sentence.text[: at - base], re.I):
            return False
        if re.search(r"\b(?:in|at|capitals|cities)(?:,| of| the)? $", tree.sentence.text[: at - base]):
            return True
    return bool(re.search(r"\b(?:capitals|cities|towns)(?:,| of)? $", tree.sentence.text[: at - base]))


def _owns_next(tree: Tree, span: range) -> bool:
    """ "After the US withdrawal", "in the US Senate": the preposition is that of the next noun."""
    return tree.parsed and bool(span) and tree.words[span[-1]].dep in ("compound", "nmod", "amod", "poss")


_SENT_TO = re.compile(r"\b(?:ambassador|representative|envoy|mission|observer|delegate|delegation)s?\b[^,;]*$")


def _governs_there(outside: Sequence[Word]) -> bool:
    """ "The governments in Lusaka and Lilongwe": a capital for its government."""
    return len(outside) == 2 and outside[1].low == "in" and outside[0].low in _RULERS


_RULERS = frozenset("government governments authorities officials administration parliament lawmakers rulers".split())


def _beside(item: Named, here: Sequence[Named]) -> str | None:
    """The state whose adjective, name or leader stands next to an organ: "North Korean Supreme Leader Kim Jong Un"."""
    near = [
        o
        for o in here
        if o.actor and o.kind is not FormKind.ORGAN and (0 <= item.start - o.end <= 4 or 0 <= o.start - item.end <= 4)
    ]
    if any(o.actor == item.actor for o in near):
        return item.actor
    return near[0].actor if near else None


def _owner(row: _Row, item: Named, at: int) -> str | None:
    """Whose "parliament": the state named in the same phrase, else the one that it must be of.

    A name that few organs bear ("House of Commons") goes only to one of those that bear it.
    """
    beside = next((other.actor for other in row.here if other.actor and other is not item), None)
    if beside is None and (told := owning_country(row.tree, min(row.indices), at, row.context, row.treaty)):
        return told
    among = item.among if 0 < len(item.among) <= _FEW else ()
    if beside is not None and (not among or beside in among):
        return beside
    return owner(row.tree, at, item.text, row.named, row.context, row.treaty, among)


_FEW = 4


def _with_office(tree: Tree, item: Named, in_row: set[int], here: Sequence[Named]) -> bool:
    """An adjective names its state only with an office or body beside it: "Russian President", not "Russian gas"."""
    if item.kind is FormKind.DEMONYM and item.text.endswith("s"):
        return True
    voices = words("voices", "states") | words("voices", "legislatures")
    first = tree.at(item.start, item.end)
    ahead = [
        tree.words[i].low
        for i in range(first.stop, min(first.stop + 7, len(tree.words)))
        if i in in_row or tree.words[i].low in ("and", "-")
    ]
    if any(word in voices for word in ahead) or (ahead and ahead[0] in PLANS):
        return True
    return any(
        other.start >= item.end and other.start - item.end < 40 and other.kind in (FormKind.LEADER, FormKind.ORGAN)
        for other in here
    )


def _common_words(low: str, found: dict[str, None], made: Who) -> None:
    row = set(low.split())
    if (
        row & words("voices", "legislatures")
        and not re.search(r"\bwhite house\b|\bhouse (?:leader|majority|speaker)\b|\blower (?:level|limit)", low)
        and (
            row
            & (
                words("voices", "legislatures")
                - {
                    "house",
                    "houses",
                    "chamber",
                    "lower",
                    "upper",
                    "deputies",
                    "representatives",
                    "assembly",
                    "chambers",
                }
            )
            or re.search(
                (
                    r"\b(?:lower|upper) (?:house|chamber)|\bhouse of|\bchamber of|"
                    r"\b(?:national|constituent|federal|legislative) assembly|['’]s assembly|\bboth "
                    r"(?:houses|chambers)|^(?:the )?(?:house|deputies|assembly|chamber)\b"
                ),
                low,
            )
        )
    ):
        made.legislature = True
    if row & words("voices", "heads"):
        made.head = True
    if (
        re.search(r"\b(?:\d+|nations|countries|states|dozens|hundreds|members?|delegations|leaders|world)\b", low)
        and not found
    ):
        made.collective = True
    if any(phrase in _HOUSES_OF_ONE.sub("", low) for phrase in words("pointing", "both")):
        made.both = True
    if made.legislature and _OF_STATES.search(low):
        made.legislature = False  # "the twelve countries and the European Parliament"


_HOUSES_OF_ONE = re.compile(r"\b(?:the two|both)(?: \w+)? (?:houses|chambers)\b")
"""Houses of one parliament, where "both" else means both states."""
_OF_STATES = re.compile(
    r"(?<!council of )(?<!united )\b(?:countries|states|governments|nations)\b|"
    r"\bmembers\b(?! of (?:the )?(?:\w+ )?(?:parliament|house))"
    r"(?<!duma members)(?<!senate members)(?<!parliament members)(?<!assembly members)"
)


def _plain_organ(low: str) -> str:
    labels = data("lexicon")["organs"]["labels"]
    for word in low.split():
        if word in labels:
            return str(labels[word])
    return "parliament"


def text_of(tree: Tree, indices: Iterable[int]) -> str:
    """The words of a set as text, in order."""
    return " ".join(
        tree.sentence.text[a - tree.sentence.start : b - tree.sentence.start] for a, b in spans(tree, indices)
    )
