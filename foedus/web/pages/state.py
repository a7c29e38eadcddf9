"""States: the list of a day, and one state with what it owes and is owed, its road to ratification and its acts."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from foedus.web.answer import answer
from foedus.web.asked import AskedFor, split_form

router = APIRouter()


@router.get("/states")
@router.get("/states{form}")
def states(request: Request, asked: AskedFor, form: str = "") -> Response:
    """The states of the day."""
    from foedus.api.state_page import states_list

    rows = states_list(asked.session, asked.on)
    context = {"title": "States", "rows": rows, "on": asked.on, "days": asked.days}
    return answer(request, "states.html", context, form=form, rows=rows)


@router.get("/state/{key}")
def state(request: Request, asked: AskedFor, key: str) -> Response:
    """One state on the day."""
    from foedus.api.state_page import state_page

    name, form = split_form(key)
    page = state_page(asked.session, name, asked.on, asked.known)
    rows = [{"side": side, **row} for side, items in page["commitments"].items() for row in items]
    context = {**page, "title": page["actor"].name, "days": asked.days}
    return answer(request, "state.html", context, form=form, rows=rows)
