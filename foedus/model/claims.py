"""Claims: one source saying one thing about one treaty, tied to the words that say it."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict

from foedus.model.acts import ActKind
from foedus.model.dates import PartialDate


class Modality(StrEnum):
    """How the act is put."""

    OCCURRED = "occurred"
    SCHEDULED = "scheduled"
    CONDITIONAL = "conditional"
    PROPOSED = "proposed"
    DENIED = "denied"


class Certainty(StrEnum):
    """How sure the speaker is."""

    STATED = "stated"
    REPORTED = "reported"
    BELIEVED = "believed"
    SUSPECTED = "suspected"


class Evidence(BaseModel):
    """The words: sha256 of the source text, start and end in code points, and the words themselves."""

    model_config = ConfigDict(frozen=True)

    document: str
    start: int
    end: int
    quote: str


class When(BaseModel):
    """How a date was found: the words, the rule used, other readings, or an offset from another act.

    ``offset`` is symbolic until its anchor has a date: ``P30D after entry_into_force``.
    """

    model_config = ConfigDict(frozen=True)

    words: str
    rule: str
    date: PartialDate | None = None
    alternatives: tuple[PartialDate, ...] = ()
    offset: str | None = None


class TreatyMention(BaseModel):
    """A treaty as a text speaks of it. ``atlas`` is the id of the treaty it was linked to, if any."""

    model_config = ConfigDict(frozen=True)

    ref: str
    name: str
    parties: tuple[str, ...] = ()
    atlas: str | None = None
    names: tuple[str, ...] = ()
    is_known: bool = False


class TreatyHandle(BaseModel):
    """A treaty that a reader may link to: what is needed to recognise it, and no more.

    Built from the atlas and the ledger by whoever calls the reader. ``names``: other names and short forms.
    ``signed``: day of signature or adoption. ``ended``: day on which it ended, if it has.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    names: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    signed: PartialDate | None = None
    is_bilateral: bool = False
    ended: PartialDate | None = None


class Claim(BaseModel):
    """One source saying one thing about one treaty. Never changed; its ``id`` is the hash of its content.

    ``treaty``: id of the treaty in atlas or ledger, or of the provisional record. ``source``: speakers, nearest
    first; empty for the publication's own voice. ``rule``: which rule of the reader made it.
    """

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    treaty: str
    act: ActKind
    actors: tuple[str, ...] = ()
    organ: str | None = None
    date: PartialDate | None = None
    when: When | None = None
    modality: Modality = Modality.OCCURRED
    condition: str | None = None
    source: tuple[str, ...] = ()
    certainty: Certainty = Certainty.STATED
    evidence: Evidence
    rule: str = ""

    @cached_property
    def id(self) -> str:
        """Sixteen hex digits of the hash of what is claimed and where; the reader's rule does not enter it."""
        return content_id(self.model_dump(mode="json", exclude={"rule", "when"}))

    @property
    def voice(self) -> str:
        """``own``, or the chain of speakers as text: ``KCNA ← Associated Press``."""
        return " ← ".join(self.source) or "own"

    def to_label(self) -> dict[str, Any]:
        """The claim in the plain shape of the news labels."""
        return {
            "id": self.id,
            "treaty": self.treaty,
            "act": self.act.value,
            "actors": list(self.actors),
            "organ": self.organ,
            "date": str(self.date) if self.date else None,
            "modality": self.modality.value,
            "condition": self.condition,
            "source": self.voice,
            "certainty": self.certainty.value,
            "span": [self.evidence.start, self.evidence.end],
            "quote": self.evidence.quote,
            "rule": self.rule,
        }


class Provision(BaseModel):
    """A clause as a text reports it: kind, trigger, response, limits and fields, with the words."""

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    treaty: str
    kind: str
    trigger: str | None = None
    response: str | None = None
    qualifiers: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    certainty: Certainty = Certainty.STATED
    evidence: Evidence
    rule: str = ""

    @cached_property
    def id(self) -> str:
        """Sixteen hex digits of the hash of what is reported and where."""
        return content_id(self.model_dump(mode="json", exclude={"rule"}))


class Remark(BaseModel):
    """A hedged statement that is no claim about an act ("many experts believe"): kept as opinion, never as fact."""

    model_config = ConfigDict(frozen=True)

    treaty: str | None = None
    says: str
    source: tuple[str, ...] = ()
    certainty: Certainty
    evidence: Evidence


class Reading(BaseModel):
    """All that was read from one document."""

    model_config = ConfigDict(frozen=True)

    document: str
    name: str = ""
    treaties: tuple[TreatyMention, ...] = ()
    claims: tuple[Claim, ...] = ()
    provisions: tuple[Provision, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()

    def to_labels(self, id: str | None = None) -> dict[str, Any]:
        """The reading in the plain shape of the news labels: ``{id, treaties, claims, provisions}``."""
        return {
            "id": id or self.name or self.document[:12],
            "treaties": [
                {"ref": t.ref, "name": t.name, "parties": list(t.parties), "atlas": t.atlas} for t in self.treaties
            ],
            "claims": [claim.to_label() for claim in self.claims],
            "provisions": [_provision_label(item) for item in self.provisions],
        }


def _provision_label(item: Provision) -> dict[str, Any]:
    return {
        "id": item.id,
        "treaty": item.treaty,
        "kind": item.kind,
        "trigger": item.trigger,
        "response": item.response,
        "qualifiers": "; ".join(item.qualifiers) or None,
        "fields": list(item.fields),
        "source": " ← ".join(item.source) or "own",
        "certainty": item.certainty.value,
        "span": [item.evidence.start, item.evidence.end],
        "quote": item.evidence.quote,
    }


_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode


def content_id(content: Any) -> str:
    """Sixteen hex digits of the sha256 of the content as canonical JSON."""
    return hashlib.sha256(_CANONICAL(content).encode()).hexdigest()[:16]
