"""Claims into records: what is ingested, and what the claims taken together make of a treaty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.api.agreement import agreeing_acts
from foedus.model.acts import Act, ActKind
from foedus.model.claims import Claim, TreatyMention
from foedus.model.documents import Document
from foedus.model.entries import HeldTreaty, Recorded
from foedus.model.treaty import Treaty

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.api.status import Imported

_NOT_DECIDING = frozenset({ActKind.ENTRY_INTO_FORCE, ActKind.NEGOTIATION, ActKind.PERFORMANCE, ActKind.BREACH})
"""Claimed acts that never move an encoded treaty: entry into force is computed, the others change no status."""


def ingest(session: Foedus, documents: Sequence[Document], *, author: str) -> list[dict[str, Any]]:
    """Read and record each document: all of its claims or none. Returns a row for each, with what was added."""
    rows = []
    for document in documents:
        reading = session.read(document)
        with session.ledger.batch(author=author, note=f"ingest {document.name}".strip()) as batch:
            batch.add(document, reading)
        rows.append(
            {
                "document": document.id[:16],
                "name": document.name,
                "treaties": [mention.atlas or mention.ref for mention in reading.treaties],
                "claims": len(reading.claims),
                "provisions": len(reading.provisions),
                "added": sum(batch.added.counts.values()),
            }
        )
    return rows


def claims_table(session: Foedus, **wanted: Any) -> list[dict[str, Any]]:
    """What the ledger holds as rows: treaty, act, who, day, modality, voice, quote, source and when recorded."""
    from foedus.api.ledger import must_exist
    from foedus.api.words import claim_says

    must_exist(session)
    return [
        {
            "claim": item.id,
            "treaty": item.value.treaty,
            "says": claim_says(item.value),
            "act": item.value.act.value,
            "actors": list(item.value.actors),
            "organ": item.value.organ,
            "date": str(item.value.date) if item.value.date else None,
            "modality": item.value.modality.value,
            "certainty": item.value.certainty.value,
            "source": item.value.voice,
            "quote": " ".join(item.value.evidence.quote.split()),
            "span": [item.value.evidence.start, item.value.evidence.end],
            "document": (item.document or item.value.evidence.document)[:16],
            "publisher": item.publisher or item.name,
            "published": str(item.published) if item.published else None,
            "recorded": item.recorded.isoformat(timespec="seconds"),
        }
        for item in session.ledger.claims(**wanted)
    ]


def recorded_mentions(session: Foedus) -> Iterator[TreatyMention]:
    """The ledger's treaties that are not in the atlas, as mentions."""
    for held in session.ledger.treaties():
        if held.id not in session.atlas:
            yield TreatyMention(ref=held.id, name=held.name, parties=held.parties, names=held.names)


def ledger_treaties(session: Foedus, known: date | datetime | None = None) -> Iterator[Treaty]:
    """The ledger's treaties that are not in the atlas, as provisional records or as encoded there."""
    for held in session.held.treaties(known):
        if held.id not in session.atlas:
            yield treaty_of(session, held.id, known=known)


def treaty_of(session: Foedus, key: str, *, known: date | datetime | None = None) -> Treaty:
    """A treaty from the atlas, with the acts that the ledger adds to it; else a provisional record of the ledger's.

    Raises `FoedusError` FOE110 where neither knows it.
    """
    held = None
    if session.has_ledger and key not in session.atlas:
        held = next((item for item in session.held.treaties(known) if key in (item.id, *item.names)), None)
    if held is not None:
        return session.held.with_acts(held, known, lambda: _as_held(session, held, known))
    treaty = session.atlas.find(key)
    if not session.has_ledger or treaty.id not in session.held.ids():
        return treaty
    return session.held.with_acts(treaty, known, lambda: with_ledger_acts(session, treaty, known))


def _as_held(session: Foedus, held: HeldTreaty, known: date | datetime | None) -> Treaty:
    """A treaty that only the ledger has: as it was encoded there, else as its documents speak of it."""
    recorded = session.ledger.treaty(held.id, known=known)
    mention = TreatyMention(ref=held.id, name=held.name, parties=held.parties, names=held.names)
    return with_ledger_acts(session, recorded.value if recorded else _bare(mention), known)


def with_ledger_acts(session: Foedus, treaty: Treaty, known: date | datetime | None) -> Treaty:
    """The treaty with acts of the ledger that it has not: recorded ones, then those its claims make.

    An act made of claims is known from the day on which the ledger recorded the first of them.
    """
    from foedus.ledger.record import record

    extra = [item.value for item in session.ledger.acts(treaty.id, known=known)]
    claims = session.ledger.claims(treaty=treaty.id, known=known)
    if claims:
        made = record(treaty.id, claims, depositary=treaty.depositary)
        extra += [item.act for item in made.on_record if _adds(item.act, treaty, claims)]
    have = {act.id for act in treaty.acts}
    fresh = tuple(act for act in extra if act.id not in have)
    return treaty.model_copy(update={"acts": treaty.acts + fresh}) if fresh else treaty


def _adds(act: Act, treaty: Treaty, claims: Sequence[Recorded[Claim]]) -> bool:
    """True where the record of an encoded treaty does not have this act yet, and the act can move its status."""
    if treaty.record != "encoded":
        return True
    if act.kind in _NOT_DECIDING:
        return False
    behind = [item.value for item in claims if item.id in act.claims]
    return not any(agreeing_acts(claim, treaty.acts) for claim in behind)


def provisional_treaty(mention: TreatyMention, claims: Sequence[Claim], document: Document) -> Treaty:
    """A treaty that no file encodes, as far as one document's claims tell of it."""
    from foedus.ledger.record import record

    held = [_as_if_recorded(claim, index, document) for index, claim in enumerate(claims)]
    treaty = _bare(mention)
    return treaty.model_copy(update={"acts": tuple(item.act for item in record(treaty.id, held).on_record)})


def _as_if_recorded(claim: Claim, index: int, document: Document) -> Recorded[Claim]:
    day = document.published or date(1, 1, 1)
    return Recorded(
        id=claim.id,
        value=claim,
        n=index,
        batch=0,
        recorded=datetime(day.year, day.month, day.day),
        author="",
        document=document.id,
        publisher=document.publisher,
        name=document.name,
        published=document.published,
    )


def _bare(mention: TreatyMention) -> Treaty:
    return Treaty(
        id=mention.ref,
        title=mention.name,
        names=mention.names,
        parties=mention.parties,
        record="provisional",
        complete=False,
    )


def import_acts(session: Foedus, file: Path, *, author: str, dry: bool = False) -> Imported:
    """Acts in bulk from CSV into the ledger, as one batch; what does not fit is in the report's ``refused``.

    Acts of treaties of the atlas and of the ledger fit. ``dry`` only reports. Raises `FoedusError` FOE001 or FOE422
    for a file that cannot be read.
    """
    from foedus.api.status import import_acts as read_acts

    known = {**session.atlas, **{treaty.id: treaty for treaty in ledger_treaties(session)}}
    report = read_acts(file, known)
    if report.acts and not dry:
        with session.ledger.batch(author=author, note=f"import acts {file.name}") as batch:
            for treaty, acts in report.acts.items():
                batch.add_acts(treaty, acts)
    return report
