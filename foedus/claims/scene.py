"""What one sentence holds while it is read, and what is found in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from foedus.claims.context import Context
from foedus.claims.dates import DateWords, find_dates, resolve
from foedus.claims.lexicon import words
from foedus.claims.linking import Treaty
from foedus.claims.mention import Instrument
from foedus.claims.names import Named
from foedus.claims.segments import dateline_length
from foedus.claims.speakers import Speaker
from foedus.claims.trees import Tree
from foedus.model.acts import ActKind
from foedus.model.claims import Certainty, Modality, When


@dataclass(slots=True)
class Found:
    """An act told by one word of one sentence, before it is weighed against the others."""

    act: ActKind
    treaty: Treaty
    actors: tuple[str, ...]
    organ: str | None
    when: When | None
    modality: Modality
    condition: str | None
    source: tuple[str, ...]
    certainty: Certainty
    start: int
    end: int
    rule: str
    noun: bool = False
    heading: bool = False
    own_date: bool = False
    tree: Tree | None = None
    trigger: int = -1
    collective: bool = False
    derived: bool = False
    speaker: str | None = None
    by_head: bool = False
    """Is the doer a head of state?"""


@dataclass
class Scene:
    """One sentence under reading: its tree, names, treaties, dates, voices."""

    tree: Tree
    named: Sequence[Named]
    instruments: Sequence[Instrument]
    of: dict[int, Treaty]
    treaties: Sequence[Treaty]
    context: Context
    speakers: Sequence[Speaker]
    published: date | None
    near: date | None = None
    quoted: Speaker | None = None
    decided: ActKind | None = None
    dateline: When | None = None
    day: When | None = None
    before: Sequence[tuple[Tree, date | None]] = ()
    """The sentences before, each with the exact day in mind at it."""
    lead: bool = False
    """Does the sentence stand under the dateline itself?"""
    past: Sequence[Found] = ()
    """The acts told by the four sentences before."""
    dates: list[DateWords] = field(default_factory=list)

    def __post_init__(self) -> None:
        text, start = self.tree.sentence.text, self.tree.sentence.start
        self.context.blocked = [(m.start, m.end) for m in self.instruments if m.titled]
        self.dates = [item for item in find_dates(text, start) if item.start >= start + dateline_length(text)]

    @property
    def told(self) -> date | None:
        """The first day of the last date told before, whatever its precision: "that month" counts from it."""
        for tree, near in reversed(self.before):
            row = [resolve(item, self.published, False, near).date for item in find_dates(tree.sentence.text)]
            if (last := next((day for day in reversed(row) if day is not None), None)) is not None:
                return last.earliest
        return None


LEAVING = re.compile(
    (
        r"\b(?:withdr[ae]w\w*|revo[ck]\w*|denounc\w*|leav(?:e|es|ing)|left|exit\w*|quit\w*|cancel\w*|"
        r"annul\w*|rescind\w*|terminat\w*|abrogat\w*|abandon\w*|renounc\w*|repudiat\w*|scrap\w*|ditch\w*|"
        r"(?:pull|walk|opt|back|drop)\w* out|tak\w+ (?:\w+ ){1,3}out of|"
        r"end(?:ing)? (?:the|its|their|an?|all|both|bilateral|two|three|four|five|\d+)? ?(?:\S+ ){0,6}?"
        r"(?:agreement|treaty|treatie|pact|accord|deal|convention)s?)\b"
    ),
    re.I,
)


SUSPENDING = re.compile(r"\b(?:suspen\w+|freez\w+|froze\w*)\b", re.I)


RATIFYING = re.compile(r"\bratif\w+\b", re.I)


INSTRUMENTS = re.compile(r"\b(?:instruments?|documents?|notes|papers|ratifications|letters)\b", re.I)


BILL = re.compile(r"\b(?:bills?|laws?|legislation|decrees?|act|order|resolution|measure|motion|document)\b", re.I)


DEPOSITARY = re.compile(
    (
        r"\b(?:United Nations|UN|U\.N\.|Secretary\s*-?\s*General|depositar?y|OAS|organi[sz]ation|"
        r"secretariat|partners?|allies|government|parties|states?|countries|members|signatories)\b"
    ),
    re.I,
)


BELONGING = re.compile(rf"\b(?:{'|'.join(sorted(words('scope', 'belonging')))})\b", re.I)


DECISION = re.compile(
    (
        r"\b(?:withdraw\w*|decision|intention|intent|ratif\w+|completion|complet\w+|procedures|leave|"
        r"leaving|denunciation|suspension)\b"
    ),
    re.I,
)


def mentions_in(scene: Scene, indices: set[int]) -> list[Instrument]:
    return [item for item in scene.instruments if item.core in indices and not item.excluded]


def is_behind(scene: Scene, i: int, between: re.Pattern[str]) -> bool:
    """Does a treaty stand behind a word, with nothing but these words between?"""
    start, base, text = scene.tree.words[i].end, scene.tree.sentence.start, scene.tree.sentence.text
    return any(
        not m.excluded and between.fullmatch(text[start - base : m.start - base]) is not None for m in scene.instruments
    )


def words_of(tree: Tree, indices: set[int]) -> str:
    return " ".join(tree.words[j].text for j in sorted(indices))
