"""Treaties: the list, and one treaty on a day with its road, parties, obligations, reasons, claims and links."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from foedus.model.treaty import Treaty
from foedus.web.answer import answer
from foedus.web.asked import AskedFor, split_form

router = APIRouter()


@router.get("/treaties")
@router.get("/treaties{form}")
def treaties(
    request: Request,
    asked: AskedFor,
    state: Annotated[str, Query(max_length=80)] = "",
    form: str = "",
) -> Response:
    """The treaties known, of a state or all, as they stand on the day."""
    from foedus.api.listing import list_treaties

    rows = list_treaties(asked.session, state=state or None, on=asked.on, known=asked.known)
    context = {"title": "Treaties", "rows": rows, "on": asked.on, "state": state, "days": asked.days}
    return answer(request, "treaties.html", context, form=form, rows=rows)


@router.get("/treaty/{key}")
def treaty(request: Request, asked: AskedFor, key: str) -> Response:
    """One treaty on the day, with why and why not."""
    from foedus.api.treaty_page import treaty_page

    name, form = split_form(key)
    page = treaty_page(asked.session, name, asked.on, asked.known)
    rows = page["party_rows"]
    found: Treaty = page["treaty"]
    first, last = _bounds(found, asked.on)
    context = {**page, "title": found.short or found.title, "days": asked.days, "first": first, "last": last}
    return answer(request, "treaty.html", context, form=form, rows=rows)


def _bounds(found: Treaty, on: date) -> tuple[date, date]:
    """The ends of the day slider: from the first act to the day asked about or the last act, a year on."""
    days = [act.date.earliest for act in found.acts if act.date] or [on]
    return min(*days, on), max(*days, on).replace(month=12, day=31)


PageContext = dict[str, Any]
