"""A claim reduced to what the record needs of it, so that ten thousand are weighed in a tenth of a second."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - `date` is a field's name here
from functools import lru_cache
from typing import NamedTuple

from foedus.model.claims import Claim
from foedus.model.dates import PartialDate, partial_date
from foedus.model.entries import Recorded, Standing

_FIELD, _ITEM = "\x1f", "\x1e"


class Testimony(NamedTuple):
    """Who says that which act was done, by whom, when, and how surely."""

    id: str
    act: str
    actors: tuple[str, ...]
    organ: str | None
    date: PartialDate | None
    modality: str
    certainty: str
    source: tuple[str, ...]
    publisher: str | None
    published: Day | None
    standing: Standing = Standing.OPEN
    name: str | None = None


def voice(source: tuple[str, ...], where: str | None) -> str:
    """Who says it and where: ``KCNA, in Gazette``."""
    where = where or "a document"
    return f"{' ← '.join(source)}, in {where}" if source else where


def facts(claim: Claim) -> str:
    """What the record needs of a claim, as one column of text."""
    parts = (
        _ITEM.join(claim.actors),
        claim.organ or "",
        str(claim.date or ""),
        claim.modality.value,
        claim.certainty.value,
        _ITEM.join(claim.source),
    )
    return _FIELD.join(part.replace(_FIELD, " ") for part in parts)


def from_facts(
    id: str, act: str, text: str, publisher: str | None, published: str | None, name: str | None
) -> Testimony:
    """The testimony that a row of the ledger holds."""
    day = _day(published) if published else None
    return Testimony(id, act, *_split(text), publisher, day, Standing.OPEN, name)


_day = lru_cache(maxsize=65536)(Day.fromisoformat)


@lru_cache(maxsize=65536)
def _split(
    text: str,
) -> tuple[tuple[str, ...], str | None, PartialDate | None, str, str, tuple[str, ...]]:
    """Actors, organ, date, modality, certainty and speakers; many claims of one act have the same."""
    actors, organ, day, modality, certainty, source = text.split(_FIELD)
    return (
        tuple(actors.split(_ITEM)) if actors else (),
        organ or None,
        partial_date(day) if day else None,
        modality,
        certainty,
        tuple(source.split(_ITEM)) if source else (),
    )


def actors_of(text: str) -> tuple[str, ...]:
    """The actors of a row of the ledger."""
    return _split(text)[0]


def from_claim(item: Recorded[Claim]) -> Testimony:
    """The testimony of a recorded claim, with corrections applied."""
    claim = item.value
    return Testimony(
        item.id,
        claim.act.value,
        claim.actors,
        claim.organ,
        claim.date,
        claim.modality.value,
        claim.certainty.value,
        claim.source,
        item.publisher,
        item.published,
        item.standing,
        item.name,
    )
