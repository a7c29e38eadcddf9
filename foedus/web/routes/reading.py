"""The API's readings: treaties, status, timeline, claims, documents, search, each with ``on`` and ``known``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from foedus.web.answer import answer
from foedus.web.asked import AskedFor, OptionalDay
from foedus.web.routes.pages_of import ERRORS, Cursor, Limit, packed, page_of, place_of

router = APIRouter(tags=["reading"], responses=ERRORS)
Key = Annotated[str, Path(max_length=200, description="Id or name of a treaty.", examples=["prk-rus-2024"])]


@router.get("/treaties", summary="Treaties as they stand on a day")
def treaties(
    asked: AskedFor,
    state: Annotated[str, Query(max_length=80, description="Only those of a state.", examples=["RUS"])] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """One row a treaty: id, title, parties, day signed, standing and since when."""
    from foedus.api.listing import list_treaties

    rows = list_treaties(asked.session, state=state or None, on=asked.on, known=asked.known)
    return page_of("treaties", rows, cursor, limit, asked)


@router.get("/status/{key}", summary="What a treaty is, and each state is to it, on a day, with reasons")
def status(request: Request, asked: AskedFor, key: Key) -> Response:
    """The whole finding: standing, parties, road, what is missing, what would change it, and the tree of reasons."""
    found = asked.session.status(key, on=asked.on, known=asked.known)
    return answer(request, "", found.model_dump(mode="json"), form=".json")


@router.get("/timeline/{key}", summary="A treaty's history as spells of time")
def timeline(
    asked: AskedFor,
    key: Key,
    state: Annotated[str, Query(max_length=80, description="Only the spells of a state.")] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """Rows of subject, standing, since and until (the first day on which it no longer holds)."""
    from foedus.api.listing import actor_id
    from foedus.api.status import timeline as spells

    who = actor_id(state) if state else None
    return page_of("spells", spells(asked.session, key, state=who, known=asked.known), cursor, limit, asked)


@router.get("/claims", summary="What the ledger's sources say, with their words")
def claims(
    asked: AskedFor,
    treaty: Annotated[str, Query(max_length=200)] = "",
    document: Annotated[str, Query(max_length=80)] = "",
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """Claims with quote, span in the document (code points), voice and when they were recorded."""
    from foedus.api.ledger import whole_id
    from foedus.api.records import claims_table

    if not asked.session.has_ledger:
        return page_of("claims", [], cursor, limit, asked)
    wanted: dict[str, Any] = {"known": asked.known}
    if treaty:
        wanted["treaty"] = asked.session.treaty(treaty, known=asked.known).id
    if document:
        wanted["document"] = whole_id(asked.session, "document", document)
    return page_of("claims", claims_table(asked.session, **wanted), cursor, limit, asked)


_CHANGE = {
    "on": "2024-01-30", "known": None, "count": 1, "next": None,
    "changes": [{
        "change": "5f0f3a52c9f5e0b1", "announced": "2024-01-30T12:00:00+00:00", "kind": "withdrawal",
        "treaty": "ecowas-1993", "title": "ECOWAS Revised Treaty", "state": "MLI", "name": "Mali",
        "says": "Mali: withdrawal notified; effective 2025-01-29", "on": "2024-01-30", "rule": "VCLT 54(a)",
        "quotes": ["Mali has withdrawn from the treaty"], "source": "Example World",
        "url": "https://example.org/a", "document": "3f1c0a9b2d4e5f60", "day_before": "2024-01-29", "claims": [],
    }],
}  # fmt: skip


@router.get("/changes", summary="The changes that matter, as foedus watch announced them, newest first",
            responses={200: {"content": {"application/json": {"example": _CHANGE}}}})  # fmt: skip
def changes(
    asked: AskedFor,
    state: Annotated[str, Query(max_length=80, description="Of a state, or of its treaties.", examples=["MLI"])] = "",
    treaty: Annotated[str, Query(max_length=200, description="Id or name of a treaty.")] = "",
    kind: Annotated[
        Literal["", "standing", "party", "withdrawal", "contested", "new treaty"], Query(examples=["withdrawal"])
    ] = "",
    since: Annotated[OptionalDay, Query(description="Announced on this day or later.")] = None,
    cursor: Cursor = "",
    limit: Limit = 100,
) -> dict[str, Any]:
    """Each with what changed, the rule, the day in law, the words behind it and their source."""
    from foedus.api.changes_page import announced

    rows = announced(asked.session, state=state, treaty=treaty, kind=kind, since=since, known=asked.known)
    of = [state, treaty, kind, str(since or "")]
    return page_of("changes", rows, cursor, limit, asked, of=of, newest=True)


@router.get("/documents", summary="The documents of the ledger")
def documents(asked: AskedFor, cursor: Cursor = "", limit: Limit = 100) -> dict[str, Any]:
    """Id, title, publisher, day of publication and of recording."""
    held = asked.session.ledger.documents(known=asked.known) if asked.session.has_ledger else []
    rows = [
        {
            "document": item.id,
            "title": item.value.title or item.name,
            "publisher": item.publisher,
            "published": str(item.published) if item.published else None,
            "recorded": item.recorded.isoformat(),
        }
        for item in held
    ]
    return page_of("documents", rows, cursor, limit, asked)


@router.get("/documents/{key}", summary="A document with its text, claims and masks")
def document(request: Request, asked: AskedFor, key: Annotated[str, Path(max_length=80)]) -> Response:
    """The document of that id, or the beginning of one that only it has."""
    from foedus.api.document_page import document_page

    return answer(request, "", document_page(asked.session, key, asked.known), form=".json")


@router.get("/search", summary="Treaties, states, documents and claims by words")
def search(
    request: Request,
    asked: AskedFor,
    q: Annotated[str, Query(max_length=300, description='Words, "a phrase", begin*, -without.', examples=["Kursk"])],
    cursor: Cursor = "",
    limit: Limit = 20,
) -> Response:
    """What holds the words: claims and documents newest first, by the page; treaties and states with each."""
    from foedus.api.search_page import search_page

    about = ["search", q, str(asked.known or "")]
    head = asked.session.ledger.head() if asked.session.has_ledger else None
    batch, start = place_of(cursor, about) if cursor else (head.seq if head else 0, 0)
    found = search_page(asked.session, q, known=asked.known, limit=limit, start=start, batch=batch)
    found["next"] = packed([*about, batch, start + limit]) if found["more"] else None
    return answer(request, "", found, form=".json")


@router.get("/commitments/{state}", summary="What a state owes and is owed on a day")
def commitments(
    asked: AskedFor, state: Annotated[str, Path(max_length=80, examples=["BLR"])]
) -> dict[str, list[dict[str, Any]]]:
    """Commitments by kind, weightiest first."""
    from foedus.api.commitments import commitments_of
    from foedus.api.listing import actor_id

    return commitments_of(asked.session, actor_id(state, asked.on), asked.on, known=asked.known)
