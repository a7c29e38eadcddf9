"""States: the list of a day, and one state with what it owes and is owed, its road to ratification and its acts."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from foedus.web.answer import answer, picture
from foedus.web.asked import AskedFor, address, split_form
from foedus.web.pictures import network_svg

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
    from foedus.api.commitments import SECURITY
    from foedus.api.listing import actor_id
    from foedus.api.network_page import around
    from foedus.api.state_page import state_page

    name, form = split_form(key)
    if form in (".svg", ".png"):
        ties = around(asked.session, actor_id(name, asked.on), asked.on, asked.known)
        return picture(network_svg(f"Ties of {name} on {asked.on}", ties, SECURITY), form)
    page = state_page(asked.session, name, asked.on, asked.known)
    page["ties"] = around(asked.session, page["id"], asked.on, asked.known)
    rows = [{"side": side, **row} for side, items in page["commitments"].items() for row in items]
    same = address("", {"on": asked.on, "known": asked.known})
    context = {**page, "title": page["actor"].name, "days": asked.days, "same": same}
    return answer(request, "state.html", context, form=form, rows=rows)
