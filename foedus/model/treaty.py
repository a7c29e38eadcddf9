"""The encoded treaty: identity, parties, final clauses, obligations, acts and links. One TOML file each."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812
from typing import Literal

from pydantic import Field, computed_field, model_validator

from foedus.model.acts import Act, Link, Names, Strict
from foedus.model.clauses import (
    Amendment,
    Consent,
    Duration,
    EntryIntoForce,
    Interpretation,
    Provisional,
    Reservations,
    Suspension,
    Termination,
    Territory,
    WeightTable,
    Withdrawal,
)
from foedus.model.dates import PartialDate
from foedus.model.obligations import Definition, Obligation, Region


class ExternalIds(Strict):
    """The treaty's number in other collections: ATOP, COW formal alliances, UN Treaty Series, and others by name."""

    atop: tuple[int, ...] = ()
    cow: tuple[int, ...] = ()
    unts: Names = ()
    other: dict[str, str] = {}


class SourceNote(Strict):
    """Where the file's facts come from: cited in our own words, with what it was used for."""

    id: str
    title: str
    publisher: str | None = None
    url: str | None = None
    date: PartialDate | None = None
    note: str | None = None


class Explained(Strict):
    """A difference from another data set, or a doubt, stated with the article or fact that decides it."""

    about: str
    says: str
    source: str | None = None


class Override(Strict):
    """A treaty's own article that displaces a default rule of the Vienna Convention."""

    rule: str
    article: str
    says: str


class Treaty(Strict):
    """A treaty as encoded.

    ``parties``: the states meant to be parties (for a closed treaty, all of them; for an open one, those whose acts
    the file carries). ``negotiating``: the states that drew it up, where others than ``parties``. ``complete``: False
    where the file does not carry every party's acts (status then says `cannot say` for those who may be parties).
    ``constitutes``: the organisation whose constituent instrument it is (VCLT 5): its members, as the register of
    actors dates them, are the parties of whom an incomplete file has no act. ``as_of``: the day up to which the file's
    acts are complete. ``record``: ``provisional`` for one opened from claims, not yet encoded.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    names: Names = ()
    short: str | None = None
    parties: Names
    negotiating: Names = ()
    adopted: PartialDate | None = None
    adopted_at: str | None = None
    depositary: Names = ()
    languages: Names = ()
    ids: ExternalIds = ExternalIds()
    secret: bool = False
    secret_until: Day | None = None
    complete: bool = True
    as_of: Day | None = None
    record: Literal["encoded", "provisional", "drafted"] = "encoded"
    counting: str | None = None
    note: str | None = None
    links: tuple[Link, ...] = ()
    replaces: Names = ()
    amends: Names = ()
    protocol_of: Names = ()
    constitutes: str | None = None

    consent: Consent | None = None
    entry_into_force: EntryIntoForce | None = None
    provisional_application: Provisional | None = None
    duration: Duration | None = None
    withdrawal: Withdrawal | None = None
    termination: Termination | None = None
    suspension: Suspension | None = None
    reservations: Reservations | None = None
    amendment: Amendment | None = None
    territory: Territory | None = None
    overrides: tuple[Override, ...] = Field(default=(), alias="override")
    interpretations: tuple[Interpretation, ...] = Field(default=(), alias="interpretation")
    lists: dict[str, tuple[str, ...]] = {}
    weights: dict[str, WeightTable] = {}

    regions: dict[str, Region] = {}
    definitions: dict[str, Definition] = {}
    obligations: tuple[Obligation, ...] = Field(default=(), alias="obligation")
    acts: tuple[Act, ...] = Field(default=(), alias="act")
    sources: tuple[SourceNote, ...] = Field(default=(), alias="source")
    explained: tuple[Explained, ...] = ()

    @model_validator(mode="after")
    def _obligation_ids_differ(self) -> Treaty:
        seen: set[str] = set()
        for item in self.obligations:
            key = item.id or item.article
            if key in seen:
                raise ValueError(f'two obligations are both "{key}": give one an id')
            seen.add(key)
        return self

    @computed_field  # type: ignore[prop-decorator]
    @property
    def is_bilateral(self) -> bool:
        """True for exactly two parties."""
        return len(self.parties) == 2

    def obligation(self, key: str) -> Obligation | None:
        """The obligation with that id or article."""
        return next((item for item in self.obligations if key in (item.id, item.article)), None)
