"""What a reader keeps in mind through a text: who was named last and first, who speaks, what the bill is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from foedus.claims.names import Named
from foedus.claims.speakers import Speaker
from foedus.claims.state_rows import row_at
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind


@dataclass(slots=True)
class Who:
    """The actors of a role and the organ through which they act."""

    actors: tuple[str, ...] = ()
    organ: str | None = None
    legislature: bool = False
    both: bool = False
    head: bool = False
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
    topic: str | None = None
    """Whom the sentence before spoke of first."""
    last_body: str | None = None
    row: tuple[str, ...] = ()
    """Two or more states that the sentence before began with."""
    joined: tuple[str, ...] = ()
    """The two states that the text joined last: "Israel and Jordan"."""
    home: str | None = None
    """The state from whose capital the text is reported."""
    _early: int = 0

    @classmethod
    def of(cls, named: Sequence[Named], home: str | None = None) -> Context:
        """A fresh memory; the states named most often come first in ``main_states``."""
        counted = Counter(item.actor for item in named if item.actor and item.kind is not FormKind.CAPITAL)
        ranked = [(a, n) for a, n in counted.most_common() if is_state(a)]
        alone = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= 3 * ranked[1][1])
        return cls(named, tuple(actor for actor, _ in ranked[:4]), one_state=alone, home=home)

    def _note_topic(self, names: Sequence[Named], tree: Tree | None) -> None:
        start = tree.sentence.start if tree is not None else 0
        self._early = start + _EARLY
        if tree is None or not names:
            return
        self.topic, self.row = None, ()
        for item in names:
            if item.start >= self._early:
                break
            lead = tree.sentence.text[: item.start - start]
            if not item.actor or not is_state(item.actor) or APART_BEFORE.search(lead):
                continue
            self.topic = item.actor
            at = tree.at(item.start, item.end)
            self.row = row_at(tree, at.start, names) if at else ()
            if not self.row:
                self.row = pair_of_people(tree, item, names)
            break

    def _note_pair(self, names: Sequence[Named], tree: Tree | None) -> None:
        for item in names if tree is not None else ():
            where = tree.at(item.start, item.end) if tree is not None and is_state(item.actor) else range(0)
            row = row_at(tree, where.start, names, acts=True) if tree is not None and where else ()
            self.joined = row if len(row) == 2 and all(map(is_state, row)) else self.joined

    def note(self, tree_named: Sequence[Named], tree: Tree | None = None) -> None:
        """Remember who a sentence named, and whom it spoke of first."""
        self._note_topic(tree_named, tree)
        states = tuple(dict.fromkeys(i.actor for i in tree_named if i.actor and is_state(i.actor)))
        self.group = states if len(states) > 2 or (len(states) == 2 and len(self.group) < 3) else self.group
        if len(states) > 2:
            self.groups[len(states)] = states
        if len(states) > 1:
            self._note_pair(tree_named, tree)
        led = False
        for item in tree_named:
            if item.actor and not is_state(item.actor) and item.kind in (FormKind.ORGANISATION, FormKind.ACRONYM):
                self.last_body = item.actor if item.actor != "UN" else self.last_body
            if item.actor and item.kind is FormKind.ORGAN and item.organ:
                self.last_organ_state[organ_key(item)] = item.actor
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
            if item.kind is FormKind.LEADER and not led:
                self.last_person_state, led = item.actor, item.start < self._early


_EARLY = 60
"""Within so many characters of a sentence's start, the first name is the one it speaks of."""
APART_BEFORE = re.compile(
    r"\b(?:in|at|near|from|to|with|for|between|against|of|than|by|via|over|under|outside|across|after|before|unlike)"
    r"(?: \w+){0,3}\s*$",
    re.I,
)


WHERE_BEFORE = re.compile(r"\b(?:in|at|near|across|inside|through|via)(?: the)? $", re.I)
"""Before a name that only says where: "signed in Norway by the two countries"."""
_PAIR_GAP = re.compile(r"(?:['’]s)?(?: [\w'’.-]+){0,3},? and (?:[\w'’.-]+ ){0,4}$")
_VERB_IN_GAP = re.compile(r"\b(?:\w+ed|met|held|said|told|saw|went|has|have|is|was|will|came|left)\b")


def pair_of_people(tree: Tree, first: Named, names: Sequence[Named]) -> tuple[str, ...]:
    """Two states joined through their people: "Merkel and Macron", "Kenya's president and his Ugandan counterpart"."""
    base = tree.sentence.start
    later = next((n for n in names if n.start >= first.end and n.actor and n.actor != first.actor), None)
    if later is None or not is_state(later.actor):
        return ()
    gap = tree.sentence.text[first.end - base : later.start - base]
    joined = _PAIR_GAP.match(gap) is not None and not _VERB_IN_GAP.search(gap)
    return (first.actor, later.actor) if joined else ()


@cache
def is_state(actor: str) -> bool:
    """A state of the register, no organisation and no territory."""
    from foedus.actors import register

    state = register().states.get(actor)
    return state is not None and state.member


def organ_key(item: Named) -> str:
    """Under which last word an organ is remembered: "parliament" of "Malian parliament"."""
    return item.text.lower().split()[-1]
