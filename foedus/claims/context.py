"""What a reader keeps in mind through a text: who was named last, who speaks, which state "the country" is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foedus.claims.lexicon import data, words
from foedus.claims.linking import Treaty
from foedus.claims.names import LEGISLATIVE, Named
from foedus.claims.roles import spans
from foedus.claims.speakers import Speaker
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind, OrganKind

_PLACE_WORDS = frozenset("in at near from to through across inside outside around via into towards toward".split())
_PRONOUNS = frozenset("he she it they we its their his her them i who which themselves itself our".split())


_NUMBERS = {"three": 3, "trio": 3, "four": 4, "five": 5}


@dataclass(slots=True)
class Who:
    """The actors of a role and the organ through which they act."""

    actors: tuple[str, ...] = ()
    organ: str | None = None
    legislature: bool = False
    both: bool = False
    head: bool = False
    cabinet: bool = False
    collective: bool = False


@dataclass
class Context:
    """Memory while reading one text from top to bottom."""

    named: Sequence[Named]
    main_states: tuple[str, ...] = ()
    last_state: str | None = None
    last_person_state: str | None = None
    last_organ_state: dict[str, str] = field(default_factory=dict)
    speaker: Speaker | None = None
    voice: Speaker | None = None
    pair: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    groups: dict[int, tuple[str, ...]] = field(default_factory=dict)
    one_state: bool = False
    bill: str = ""
    blocked: list[tuple[int, int]] = field(default_factory=list)
    person: Speaker | None = None

    @classmethod
    def of(cls, named: Sequence[Named]) -> Context:
        """A fresh memory; the states named most often come first in ``main_states``."""
        counted = Counter(item.actor for item in named if item.actor and item.kind is not FormKind.CAPITAL)
        ranked = [(a, n) for a, n in counted.most_common() if is_state(a)]
        alone = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1])
        return cls(named, tuple(actor for actor, _ in ranked[:4]), one_state=alone)

    def note(self, tree_named: Sequence[Named]) -> None:
        """Remember who a sentence named."""
        states = tuple(dict.fromkeys(i.actor for i in tree_named if i.actor and is_state(i.actor)))
        self.group = states if len(states) > 2 or (len(states) == 2 and len(self.group) < 3) else self.group
        if len(states) > 2:
            self.groups[len(states)] = states
        for item in tree_named:
            if not item.actor or not is_state(item.actor):
                continue
            self.pair = (*(p for p in self.pair if p != item.actor), item.actor)[-2:]
            if item.kind in (
                FormKind.STATE,
                FormKind.ADJECTIVE,
                FormKind.ORGANISATION,
                FormKind.ACRONYM,
            ):
                self.last_state = item.actor
            if item.kind is FormKind.LEADER:
                self.last_person_state = item.actor
            if item.kind is FormKind.ORGAN and item.organ:
                self.last_organ_state[_organ_key(item)] = item.actor


def is_state(actor: str) -> bool:
    """A state of the register, no organisation and no territory."""
    from foedus.actors import register

    state = register().states.get(actor)
    return state is not None and state.member


def inside(named: Sequence[Named], start: int, end: int) -> list[Named]:
    """The names within a stretch of the document."""
    return [item for item in named if item.start < end and item.end > start]


def who(tree: Tree, indices: Iterable[int], named: Sequence[Named], context: Context, treaty: Treaty | None) -> Who:
    """The actors among a set of words: names, adjectives with an office, pronouns, "both countries", "lawmakers"."""
    row = sorted(set(indices))
    made = Who()
    if not row:
        return made
    low = " ".join(tree.words[i].low for i in row)
    in_row = set(row)
    here = [
        item
        for item in named
        for first in (tree.at(item.start, item.end),)
        if (first and set(first) <= in_row) or (first and first.start in in_row)
    ]
    found: dict[str, None] = {}
    organs: list[str] = []
    for item in dict.fromkeys(here):
        if any(a <= item.start and item.end <= b for a, b in context.blocked):
            continue  # the Paris of the Paris Agreement, the nations of the United Nations Convention
        _take(tree, item, in_row, found, organs, made, here, context)
    _common_words(low, found, made)
    if not found and tree.words[row[0]].low == "it" and context.voice is not None:
        told = tree.words[context.voice.verb].start if 0 <= context.voice.verb < len(tree.words) else -1
        between = [
            n.actor
            for n in named
            if told < n.start
            and n.end <= tree.words[row[0]].start
            and n.actor
            and is_state(n.actor)
            and not _told_to(tree, n, context.voice.verb)
        ]
        if between:
            found[between[-1]] = None
    if not found and tree.words[row[0]].low in ("they", "them") and (treaty is None or len(treaty.parties) != 2):
        before = [n.actor for n in named if n.end <= tree.words[row[0]].start and n.actor and is_state(n.actor)]
        if before:
            found[before[-1]] = None
    if not found and tree.words[row[0]].low in ("its", "his", "her", "their"):
        before = [n.actor for n in named if n.end <= tree.words[row[0]].start and n.actor and is_state(n.actor)]
        if before and tree.words[row[0]].low != "their":
            found[before[-1]] = None
    if not found or (made.both and len(found) < 2):
        _point(low, found, made, context, treaty)
    if made.legislature and not found and not any(0 < len(n.among) <= _FEW for n in here):
        state = context.last_state or (context.main_states[0] if context.main_states else None)
        if state:
            found[state] = None
    made.actors = tuple(found)
    if organs:
        made.organ = " and ".join(dict.fromkeys(organs))
    elif made.legislature:
        made.organ = _plain_organ(low)
    return made


def _told_to(tree: Tree, name: Named, verb: int) -> bool:
    """ "Told Washington that it will …": the one told is not the one who will."""
    return any(
        tree.words[at].head == verb and tree.words[at].dep in ("dobj", "dative", "iobj")
        for at in tree.at(name.start, name.end)
    )


def _take(
    tree: Tree,
    item: Named,
    in_row: set[int],
    found: dict[str, None],
    organs: list[str],
    made: Who,
    here: Sequence[Named],
    context: Context,
) -> None:
    first = tree.at(item.start, item.end)
    before = tree.words[first.start - 1].low if first and first.start > 0 else ""
    outside = tree.words[max(0, first.start - 2) : first.start] if first else []
    if any(word.low in ("not", "except", "excluding") for word in outside):
        return  # "sixty states, but not the United States, signed"
    if before == "the" and first.start > 1:
        before = tree.words[first.start - 2].low
    if (
        item.kind in (FormKind.STATE, FormKind.CAPITAL, FormKind.SEAT)
        and before in _PLACE_WORDS
        and item.kind is not FormKind.SEAT
    ) and not (before == "from" and item.kind is FormKind.STATE):
        return
    if item.kind in (FormKind.ADJECTIVE, FormKind.DEMONYM) and not _with_office(tree, item, in_row, here):
        return
    if item.kind is FormKind.ORGAN:
        made.legislature |= item.organ_kind in LEGISLATIVE
        made.cabinet |= item.organ_kind is OrganKind.CABINET
        if (
            not item.actor
            and not _beside(item, here)
            and item.text.lower().endswith(("ministers", "presidents", "premiers", "monarchs"))
        ):
            made.both = True  # "their foreign ministers": of both
            return
        if not (item.organ_kind is OrganKind.HEAD_OF_STATE and any(other.kind is FormKind.LEADER for other in here)):
            organs.append(item.organ or item.text)
        actor = _beside(item, here) or item.actor or _owner(item, here, context)
        if actor:
            found[actor] = None
            context.last_organ_state[_organ_key(item)] = actor
        return
    if item.kind is FormKind.LEADER:
        made.head |= item.organ_kind is OrganKind.HEAD_OF_STATE
        organs.append(item.person or item.text)
    if item.kind is FormKind.SEAT and item.organ:
        organs.append(item.organ)
    if item.actor:
        found[item.actor] = None


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


def _owner(item: Named, here: Sequence[Named], context: Context) -> str | None:
    """Whose "parliament": the state named beside it, else the one that this organ was named with, else the last.

    A name that few organs bear ("House of Commons") goes only to one of those that bear it.
    """
    beside = [other.actor for other in here if other.actor and other is not item]
    told = [*beside[:1], context.last_organ_state.get(_organ_key(item)), *context.main_states[:4], context.last_state]
    if 0 < len(item.among) <= _FEW:
        return next((actor for actor in told if actor in item.among), None)
    return next((actor for actor in told if actor), None)


_FEW = 4


def _organ_key(item: Named) -> str:
    return item.text.lower().split()[-1]


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
    if any(word in voices for word in ahead):
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
                - {"house", "chamber", "lower", "upper", "deputies", "representatives", "assembly", "chambers"}
            )
            or re.search(
                (
                    r"\b(?:lower|upper) (?:house|chamber)|\bhouse of|\bchamber of|\bnational assembly|\bboth "
                    r"(?:houses|chambers)|^(?:the )?(?:house|deputies|assembly|chamber)\b"
                ),
                low,
            )
        )
    ):
        made.legislature = True
    if row & words("voices", "heads"):
        made.head = True
    if re.search(r"\bcabinet\b|council of ministers", low):
        made.cabinet = True
    if (
        re.search(r"\b(?:\d+|nations|countries|states|dozens|hundreds|members?|delegations|leaders|world)\b", low)
        and not found
    ):
        made.collective = True
    if any(phrase in low for phrase in words("pointing", "both")):
        made.both = True
    if made.legislature and re.search(
        r"\b(?:countries|states|governments|nations)\b|\bmembers\b(?! of (?:the )?(?:\w+ )?(?:parliament|house))"
        r"(?<!duma members)(?<!senate members)(?<!parliament members)(?<!assembly members)",
        low,
    ):
        made.legislature = False  # "the twelve countries and the European Parliament"


def _point(low: str, found: dict[str, None], made: Who, context: Context, treaty: Treaty | None) -> None:
    """Pronouns and "the country": the last one told; "both sides": the parties of the treaty."""
    if made.both and treaty is not None and len(treaty.parties) == 2:
        found.update(dict.fromkeys(treaty.parties))
        return
    if made.both and len(context.pair) == 2:
        found.update(dict.fromkeys(context.pair))
        return
    if re.search(r"\b(?:troika|trio|threesome|quartet|quintet)\b", low) and len(context.group) > 2:
        found.update(dict.fromkeys(context.group))
        return
    several = re.search(
        r"\b(?:the|these|those|all) (three|four|five|trio)\b(?: \w+)?(?: (?:countries|states|nations|governments))?",
        low,
    )
    if several and (row_told := context.groups.get(_NUMBERS[several[1]])):
        found.update(dict.fromkeys(row_told))
        return
    if any(re.search(rf"\b{re.escape(phrase)}\b", low) for phrase in words("pointing", "one")):
        state = context.last_state
        if state:
            found[state] = None
        return
    row = low.split()
    if row and row[0] in _PRONOUNS:
        found.update(dict.fromkeys(_pronoun(row[0], context, treaty)))


def _pronoun(word: str, context: Context, treaty: Treaty | None) -> tuple[str, ...]:
    if context.voice is not None and context.voice.actor and word in ("they", "their", "them"):
        others = tuple(p for p in treaty.parties if p != context.voice.actor) if treaty is not None else ()
        return others if len(others) == 1 else ()
    if context.voice is not None and context.voice.actor and word not in ("who", "which"):
        return (context.voice.actor,)
    if word in ("we", "our", "i", "us"):
        return (context.speaker.actor,) if context.speaker and context.speaker.actor else ()
    if word in ("they", "them") and treaty is not None and len(treaty.parties) != 2:
        return ()
    if word in ("they", "their", "them"):
        if treaty is not None and len(treaty.parties) == 2:
            return tuple(treaty.parties)
        return (context.last_state,) if context.last_state else ()
    if word in ("he", "she", "his", "her"):
        state = context.last_person_state or (context.speaker.actor if context.speaker else None) or context.last_state
        return (state,) if state else ()
    return (context.last_state,) if context.last_state else ()


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
