"""Compare: two days, or two states of knowledge, and what changed between them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from foedus.web.answer import answer
from foedus.web.asked import AskedFor, day

router = APIRouter()
Day = Annotated[str, Query(max_length=10)]


@router.get("/compare")
@router.get("/compare{form}")
def compare(
    request: Request,
    asked: AskedFor,
    treaty: Annotated[str, Query(max_length=200)] = "",
    from_: Annotated[str, Query(alias="from", max_length=10)] = "",
    to: Day = "",
    known_from: Day = "",
    known_to: Day = "",
    form: str = "",
) -> Response:
    """The differences; nothing is computed before two moments are given."""
    from foedus.api.compare_page import compare_page

    before = (day(from_) or day(to) or asked.on, day(known_from))
    after = (day(to) or asked.on, day(known_to))
    page: dict[str, Any] = {"rows": []}
    if before != after:
        page = compare_page(asked.session, before, after, treaty or None, tell=asked.tell)
    fields = {"treaty": treaty, "from_": from_, "to": to, "known_from": known_from, "known_to": known_to}
    context = {**page, **fields, "title": "Compare", "is_empty": before == after, "before": before, "after": after,
               "on": after[0]}  # fmt: skip
    return answer(request, "compare.html", context, form=form, rows=page["rows"])
