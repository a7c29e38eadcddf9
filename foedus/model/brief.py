"""The answer to one article, complete: what the one page of ``foedus brief`` is printed from."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812

from pydantic import BaseModel, ConfigDict

from foedus.model.claims import Claim, Provision, Remark, TreatyMention
from foedus.model.findings import Finding, Step


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class ReportedClaim(_Value):
    """A claim of the article with its number on the page, and the acts of the atlas or ledger that it agrees with."""

    number: int
    id: str
    says: str
    claim: Claim
    agrees_with: tuple[str, ...] = ()
    note: str | None = None


class ReportedProvision(_Value):
    """A clause as the article reports it, and the article of the treaty that it is about, where that is encoded."""

    number: int
    id: str
    provision: Provision
    article: str | None = None


class Owed(_Value):
    """What a treaty's clause makes one party owe, in plain words, and whether it is owed on the day."""

    article: str
    kind: str
    says: str
    owed_by: tuple[str, ...]
    owed_to: tuple[str, ...]
    trigger: str | None = None
    response: str
    extent: str | None = None
    timing: str | None = None
    limits: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    from_day: str | None = None
    disputed: str | None = None
    note: str | None = None


class Beside(_Value):
    """Another treaty between the same parties: how it stands on the day, and its tie to this one."""

    treaty: str
    title: str
    standing: str
    tie: str | None = None
    says: str


class DomesticRoad(_Value):
    """A state's own road to ratification: the organ of each step, by the constitution's article, and how far it is."""

    state: str
    constitution: str
    steps: tuple[Step, ...]
    note: str | None = None


class TreatyBrief(_Value):
    """Everything the brief says about one treaty."""

    mention: TreatyMention
    treaty: str
    title: str
    parties: tuple[str, ...]
    is_encoded: bool
    reported: tuple[ReportedClaim, ...] = ()
    provisions: tuple[ReportedProvision, ...] = ()
    finding: Finding | None = None
    why: tuple[str, ...] = ()
    roads: tuple[DomesticRoad, ...] = ()
    owed: tuple[Owed, ...] = ()
    beside: tuple[Beside, ...] = ()
    open: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class BriefDocument(_Value):
    """The article: hash, name, title, day and where the day came from."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    published: Day | None
    published_basis: str | None
    language: str
    masked: tuple[tuple[int, int, str], ...] = ()


class Brief(_Value):
    """The answer to one article. ``treaties`` is empty for a text on no treaty, and ``says`` then says so."""

    document: BriefDocument
    on: Day
    on_basis: str
    known: Day | None = None
    says: str
    treaties: tuple[TreatyBrief, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()
    disclaimer: str = "Foedus computes from the sources shown; it is no legal advice."
