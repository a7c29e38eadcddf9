"""Changes that matter: what ``foedus watch`` announced, chosen by the address; also as an Atom feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from foedus.web.answer import answer
from foedus.web.asked import AskedFor, address, day

router = APIRouter()
MOST_ROWS = 200  # on the page; the other forms and the API have all


@router.get("/changes")
@router.get("/changes{form}")
def changes(
    request: Request,
    asked: AskedFor,
    state: Annotated[str, Query(max_length=80)] = "",
    treaty: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    form: str = "",
) -> Response:
    """The changes announced, newest first."""
    from foedus.api.changes_page import KINDS, announced

    rows = announced(asked.session, state=state, treaty=treaty, kind=kind, since=day(since), known=asked.known)
    fields = {"state": state, "treaty": treaty, "kind": kind, "since": since, "known": asked.known}
    if form == ".atom":
        return _feed(request, rows, fields)
    page = {**fields, "changes": rows, "count": len(rows)}
    if form:
        return answer(request, "changes.html", page, form=form, rows=rows)
    context = {
        **page, "title": "Changes that matter", "changes": rows[:MOST_ROWS], "kinds": KINDS,
        "is_chosen": any(fields.values()), "feed": address("/changes.atom", fields),
        "has_ledger": asked.session.has_ledger,
    }  # fmt: skip
    return answer(request, "changes.html", context, rows=rows)


def _feed(request: Request, rows: list[dict[str, Any]], fields: Mapping[str, Any]) -> Response:
    from foedus.web.atom import changes_feed

    base = str(request.base_url).rstrip("/")
    own, page = (base + address(path, fields) for path in ("/changes.atom", "/changes"))
    return Response(changes_feed(rows, own=own, page=page, base=base), media_type="application/atom+xml")
