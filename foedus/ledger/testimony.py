"""A claim reduced to what the record needs of it, so that ten thousand are weighed in a twentieth of a second."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - `date` is a field's name here
from functools import lru_cache
from typing import NamedTuple

from foedus.model.claims import Claim, Modality
from foedus.model.dates import PartialDate, partial_date
from foedus.model.entries import Recorded, Standing

_FIELD, _ITEM = "\x1f", "\x1e"


class Said:
    """What is said: which act was done, by whom, when, how surely, and through whom. Many claims say the same.

    ``occurred``: put as a fact of the past. ``first``, ``last``: the days of ``date`` as ordinals, None without one.
    Two of the same content are not equal: what is made from one ledger's rows is told apart by its row's text.
    """

    __slots__ = ("act", "actors", "certainty", "date", "first", "last", "modality", "occurred", "organ", "source")

    def __init__(
        self,
        act: str,
        actors: tuple[str, ...],
        organ: str | None,
        date: PartialDate | None,
        modality: str,
        certainty: str,
        source: tuple[str, ...],
    ) -> None:
        self.act = act
        self.actors = actors
        self.organ = organ
        self.date = date
        self.modality = modality
        self.certainty = certainty
        self.source = source
        self.occurred = modality == Modality.OCCURRED
        self.first = date.earliest.toordinal() if date is not None else None
        self.last = date.latest.toordinal() if date is not None else None


class Report(NamedTuple):
    """The document that says it: ``where`` is its publisher or else its name, ``day`` its day as an ordinal."""

    publisher: str | None
    where: str | None
    published: Day | None
    day: int | None


class Testimony(NamedTuple):
    """One claim: what is said, in which report, what people decided about it, and its `voice`."""

    id: str
    said: Said
    report: Report
    standing: Standing
    voice: str


@lru_cache(maxsize=65536)
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
        claim.modality,
        claim.certainty,
        _ITEM.join(claim.source),
    )
    text = _FIELD.join(parts)
    return text if text.count(_FIELD) < len(parts) else _FIELD.join([part.replace(_FIELD, " ") for part in parts])


@lru_cache(maxsize=65536)
def said(act: str, text: str) -> Said:
    """What a row of the ledger says: its act and its column of facts."""
    actors, organ, day, modality, certainty, source = text.split(_FIELD)
    return Said(
        act,
        tuple(actors.split(_ITEM)) if actors else (),
        organ or None,
        partial_date(day) if day else None,
        modality,
        certainty,
        tuple(source.split(_ITEM)) if source else (),
    )


def report(publisher: str | None, published: str | None, name: str | None) -> Report:
    """The report that a document's row holds."""
    day = _day(published) if published else None
    return Report(publisher, publisher or name, day, day.toordinal() if day is not None else None)


_day = lru_cache(maxsize=65536)(Day.fromisoformat)


def actors_of(text: str) -> tuple[str, ...]:
    """The actors of a row of the ledger."""
    actors = text.partition(_FIELD)[0]
    return tuple(actors.split(_ITEM)) if actors else ()


def from_claim(item: Recorded[Claim]) -> Testimony:
    """The testimony of a recorded claim, with corrections applied."""
    claim, day, where = item.value, item.published, item.publisher or item.name
    return Testimony(
        item.id,
        Said(
            claim.act.value, claim.actors, claim.organ, claim.date, claim.modality.value, claim.certainty.value,
            claim.source,
        ),
        Report(item.publisher, where, day, day.toordinal() if day is not None else None),
        item.standing,
        voice(claim.source, where),
    )  # fmt: skip
