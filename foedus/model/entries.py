"""Entries: what the ledger holds beside claims, and what it says about each thing it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from foedus.model.claims import content_id
from foedus.model.errors import Problem

Day = date
Known = datetime | date | int | None
"""What was recorded by a moment, by the end of a day (UTC), or up to and with a batch's number. None: everything."""

T = TypeVar("T")


class Standing(StrEnum):
    """What people have decided about an entry. ``open``: nothing yet."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"
    RETRACTED = "retracted"
    SUPERSEDED = "superseded"

    @property
    def counts(self) -> bool:
        """True where the entry still counts in a record."""
        return self in (Standing.OPEN, Standing.ACCEPTED, Standing.CORRECTED)


@dataclass(frozen=True, slots=True)
class Recorded(Generic[T]):
    """Something as the ledger holds it.

    ``id``: its content hash as recorded (a corrected claim keeps the id of what was recorded). ``value``: the thing,
    with corrections by people applied. ``original``: the thing as recorded, where a correction changed it.
    ``n``: its place in the ledger. ``recorded``, ``batch``, ``author``: when, in which batch and by whom it was
    written. ``document``, ``publisher``, ``name``, ``published``: the source text behind it, where it has one.
    ``decisions``: ids of the decisions that stand about it.
    """

    id: str
    value: T
    n: int
    batch: int
    recorded: datetime
    author: str
    document: str | None = None
    publisher: str | None = None
    name: str | None = None
    published: date | None = None
    standing: Standing = Standing.OPEN
    decisions: tuple[str, ...] = ()
    original: T | None = None


class Batch(BaseModel):
    """One link of the chain: who wrote what, when, with which program, and the hash of the batch before it.

    ``first`` and ``last``: places of its entries. ``content``: hash of the list of its entries (kind, id and hash of
    each). ``hash``: hash of all of these together; the next batch names it as ``previous``.
    """

    model_config = ConfigDict(frozen=True)

    seq: int
    previous: str
    author: str
    note: str = ""
    recorded: datetime
    program: str
    format: int
    first: int
    last: int
    content: str
    hash: str


class Appearance(BaseModel):
    """Where and when a text appeared. One text may appear with several publishers (an agency's report)."""

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    document: str
    publisher: str | None = None
    url: str | None = None
    published: date | None = None
    name: str = ""
    title: str | None = None
    retrieved: datetime | None = None

    @cached_property
    def id(self) -> str:
        """Hash of which text appeared where and when; the file's name and day of retrieval do not enter it."""
        return content_id([self.document, self.publisher, self.url, str(self.published or "")])


class DecisionKind(StrEnum):
    """What a person can decide about what was recorded."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    MERGE = "merge"
    SPLIT = "split"
    RETRACT = "retract"
    SUPERSEDE = "supersede"
    REVERSE = "reverse"


class Decision(BaseModel):
    """A decision by a person about something recorded; itself an entry, undone only by another (``reverse``).

    ``target``: id of the claim (accept, reject, correct, supersede), document (retract), treaty (merge, split) or
    decision (reverse). ``into``: the treaty merged into, or the one that ``claims`` are split off to. ``changes``:
    the fields of the claim that are corrected, with their new values.
    """

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    kind: DecisionKind
    target: str = Field(min_length=1)
    author: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    made: datetime
    into: str | None = None
    claims: tuple[str, ...] = ()
    changes: dict[str, Any] = {}

    @cached_property
    def id(self) -> str:
        """Hash of the whole decision, with its moment: the same may be decided again after a reversal."""
        return content_id(self.model_dump(mode="json"))


@dataclass(frozen=True, slots=True)
class HeldTreaty:
    """A treaty of which the ledger holds something.

    ``id``: the atlas's id or that of the provisional record; ``is_provisional``: no encoded treaty is known for it;
    ``merged``: ids of records merged into it; ``claims``, ``acts``, ``documents``: how many of each it has.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    atlas: str | None = None
    is_provisional: bool = True
    merged: tuple[str, ...] = ()
    claims: int = 0
    acts: int = 0
    documents: int = 0
    first_recorded: datetime | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What a batch added, by kind (``claim``: 6, ``document``: 1 …); empty where all of it was there before."""

    batch: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> int:
        return self.counts.get(kind, 0)

    def __bool__(self) -> bool:
        return any(self.counts.values())


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of a search: what it is, the words around the first match, and where it comes from."""

    kind: str
    id: str
    snippet: str
    treaty: str | None
    act: str | None
    date: str | None
    document: str | None
    publisher: str | None
    name: str | None
    published: Day | None
    recorded: datetime
    standing: Standing
    n: int


@dataclass(frozen=True, slots=True)
class Found:
    """The finds, newest first; ``more`` where there are others after them."""

    hits: tuple[Hit, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look over the whole ledger found. ``head``: number and hash of the newest batch, worth writing down."""

    batches: int
    entries: int
    head: str | None
    problems: tuple[Problem, ...] = ()

    @property
    def is_clean(self) -> bool:
        """True where nothing was changed, removed or slipped in."""
        return not self.problems


class QuestionKind(StrEnum):
    """What can be open in a ledger."""

    DAY = "day"
    WHETHER = "whether"
    LAW = "law"
    TIME = "time"
    HEDGED = "hedged"
    SAME_TREATY = "same treaty"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person may decide.

    ``says``: the question in words; ``claims``: the claims it is about; ``into``: for two records that may be one
    treaty, the other one.
    """

    kind: QuestionKind
    treaty: str
    says: str
    claims: tuple[str, ...] = ()
    into: str | None = None


def utc_now() -> datetime:
    """The clock that a ledger uses where it is given no other."""
    return datetime.now(UTC)
