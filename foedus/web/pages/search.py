"""Search: treaties, states, documents and claims by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from foedus.web.answer import answer
from foedus.web.asked import AskedFor

router = APIRouter()


@router.get("/search")
@router.get("/search{form}")
def search(
    request: Request, asked: AskedFor, q: Annotated[str, Query(max_length=300)] = "", form: str = ""
) -> Response:
    """What holds the words."""
    from foedus.api.search_page import search_page

    page = search_page(asked.session, q, known=asked.known)
    rows = [
        *({"kind": "treaty", "id": row["treaty"], "says": row["title"]} for row in page["treaties"]),
        *({"kind": "state", "id": row["state"], "says": row["name"]} for row in page["states"]),
        *({"kind": row["kind"], "id": row["id"], "says": row["snippet"]} for row in page["hits"]),
    ]
    return answer(request, "search.html", {**page, "title": "Search"}, form=form, rows=rows)
