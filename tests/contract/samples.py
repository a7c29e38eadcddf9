"""Small articles with their readings, made for the ledger's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from foedus.ledger import Ledger
from foedus.model.claims import Claim, Evidence, Provision, Reading, Remark, TreatyMention
from foedus.model.documents import Document
from foedus.model.entries import Added

START = datetime(2024, 11, 12, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that the test sets; it stands still until told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**time)
        return self.now


def article(text: str, *claims: dict[str, Any], publisher: str = "Gazette", published: str | None = "2024-11-12",
            treaty: str = "prk-rus-2024", parties: tuple[str, ...] = ("PRK", "RUS"), **fields: Any,
            ) -> tuple[Document, Reading]:  # fmt: skip
    """An article whose every claim quotes the whole text; by default one claim: ratified by PRK on 2024-11-11."""
    document = Document.of(text, name=fields.pop("name", f"{publisher}.txt"), publisher=publisher, published=published)
    words = Evidence(document=document.id, start=0, end=len(text), quote=text)
    usual: dict[str, Any] = {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11"}
    made = [Claim(**{"treaty": treaty, "evidence": words, **claim}) for claim in (claims or (usual,))]
    named = dict.fromkeys(claim.treaty for claim in made) or {treaty: None}
    return document, Reading(
        document=document.id,
        treaties=tuple(TreatyMention(ref=id, name=f"the treaty {id}", parties=parties) for id in named),
        claims=tuple(made),
        **fields,
    )


def add(ledger: Ledger, text: str, *claims: dict[str, Any], author: str = "anna", **fields: Any) -> list[str]:
    """Record an article as one batch; the ids of its claims."""
    document, reading = article(text, *claims, **fields)
    with ledger.batch(author=author) as batch:
        batch.add(document, reading)
    return [claim.id for claim in reading.claims]


def put(ledger: Ledger, *articles: tuple[Document, Reading], author: str = "anna") -> Added:
    """Record articles as one batch; what was added."""
    with ledger.batch(author=author) as batch:
        for one in articles:
            batch.add(*one)
    return batch.added


def provision(document: Document, treaty: str = "prk-rus-2024") -> Provision:
    """A clause as the document reports it."""
    words = Evidence(document=document.id, start=0, end=len(document.text), quote=document.text)
    return Provision(treaty=treaty, kind="defence", trigger="an armed attack", response="military aid", evidence=words)


def remark(document: Document, treaty: str = "prk-rus-2024") -> Remark:
    """A hedged statement."""
    words = Evidence(document=document.id, start=0, end=len(document.text), quote=document.text)
    return Remark(treaty=treaty, says="many believe it", certainty="believed", evidence=words)
