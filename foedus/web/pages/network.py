"""Network and map of a day: ties by kind, with a table that says the same as the picture."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from foedus.model.errors import FoedusError
from foedus.web.answer import answer, picture
from foedus.web.asked import AskedFor, address
from foedus.web.pictures import network_svg

router = APIRouter()


@router.get("/network")
@router.get("/network{form}")
def network(
    request: Request,
    asked: AskedFor,
    kind: Annotated[list[str], Query(max_length=12)] = [],  # noqa: B006 (FastAPI copies it)
    treaty: Annotated[str, Query(max_length=120)] = "",
    year: Annotated[str, Query(max_length=4)] = "",
    form: str = "",
) -> Response:
    """The ties of the day, or of the last day of a year of the slider."""
    from foedus.api.commitments import SECURITY
    from foedus.api.network_page import network_page

    on = _last_day(year) or asked.on
    key = asked.session.treaty(treaty).id if treaty else None
    page = network_page(asked.session, on, asked.known, kind, key)
    title = f"Ties on {on.isoformat()}"
    if form in (".svg", ".png"):
        return picture(network_svg(title, page["ties"], page["kinds"]), form)
    same = address("/network", {"on": on.isoformat(), "known": asked.known, "kind": kind, "treaty": treaty})
    context = {
        **page, "title": "Network and map", "all_kinds": SECURITY, "chosen": kind, "days": asked.days,
        "last_year": asked.today.year, "same": same.partition("?")[2],
    }  # fmt: skip
    rows = [{**tie, "articles": ", ".join(tie["articles"])} for tie in page["ties"]]
    return answer(request, "network.html", page if form == ".json" else context, form=form, rows=rows)


def _last_day(year: str) -> date | None:
    if not year:
        return None
    if not year.isdecimal() or not 1 <= int(year) <= 9999:
        raise FoedusError("FOE003", f'"{year}" is no year', help="write it as 1914")
    return date(int(year), 12, 31)
