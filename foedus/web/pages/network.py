"""Network and map of a day: ties by kind, with a table that says the same as the picture."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from foedus.model.errors import FoedusError
from foedus.web.answer import answer, picture
from foedus.web.asked import Asked, AskedFor, address
from foedus.web.map_picture import map_svg
from foedus.web.pictures import network_svg
from foedus.web.world import shapes_file

router = APIRouter()

Kinds = Annotated[list[str], Query(max_length=12)]
OneTreaty = Annotated[str, Query(max_length=120)]
Year = Annotated[str, Query(max_length=4)]


@router.get("/network")
@router.get("/network{form}")
def network(
    request: Request,
    asked: AskedFor,
    kind: Kinds = [],  # noqa: B006 (FastAPI copies it)
    treaty: OneTreaty = "",
    year: Year = "",
    form: str = "",
) -> Response:
    """The ties of the day, or of the last day of a year of the slider."""
    from foedus.api.commitments import SECURITY

    page = _page(asked, kind, treaty, year)
    on: date = page["on"]
    title = f"Ties on {on.isoformat()}"
    if form in (".svg", ".png"):
        return picture(network_svg(title, page["ties"], page["kinds"]), form)
    same = address("/network", {"on": on.isoformat(), "known": asked.known, "kind": kind, "treaty": treaty})
    context = {
        **page, "title": "Network and map", "all_kinds": SECURITY, "chosen": kind, "days": asked.days,
        "last_year": asked.today.year, "same": same.partition("?")[2], "has_shapes": shapes_file() is not None,
    }  # fmt: skip

    def rows() -> list[dict[str, Any]]:
        return [{**tie, "articles": ", ".join(tie["articles"])} for tie in page["ties"]]

    return answer(request, "network.html", page if form == ".json" else context, form=form, rows=rows)


@router.get("/map")
@router.get("/map{form}")
def map_of(
    request: Request,
    asked: AskedFor,
    kind: Kinds = [],  # noqa: B006 (FastAPI copies it)
    treaty: OneTreaty = "",
    year: Year = "",
    form: str = "",
) -> Response:
    """The map alone: a picture, or its states as JSON and CSV. Its page is that of the network."""
    if not form:
        same = {"on": None if asked.is_today else asked.on.isoformat(), "known": asked.known, "kind": kind,
                "treaty": treaty, "year": year}  # fmt: skip
        return RedirectResponse(address("/network", same) + "#map-head", 307)
    page = _page(asked, kind, treaty, year)
    if form in (".svg", ".png"):
        about = f"{asked.session.treaty(treaty).title}: parties" if treaty else "Parties"
        return picture(map_svg(f"{about} on {page['on']}", page["states"], page["kinds"], page["counts"]), form)
    wanted = ("on", "known", "treaty", "kinds", "counts", "states")
    rows = [
        {"state": row["state"], "name": row["name"], "numeric": row["numeric"],
         **{item: row["partners"].get(item, 0) for item in page["kinds"]}}
        for row in page["states"]
    ]  # fmt: skip
    return answer(request, "network.html", {key: page[key] for key in wanted}, form=form, rows=rows)


def _page(asked: Asked, kind: list[str], treaty: str, year: str) -> dict[str, Any]:
    from foedus.api.network_page import network_page

    on = _last_day(year) or asked.on
    key = asked.session.treaty(treaty).id if treaty else None
    asked.tell("asking each treaty in force what it makes its parties owe")
    return network_page(asked.session, on, asked.known, kind, key)


def _last_day(year: str) -> date | None:
    if not year:
        return None
    if not year.isdecimal() or not 1 <= int(year) <= 9999:
        raise FoedusError("FOE003", f'"{year}" is no year', help="write it as 1914")
    return date(int(year), 12, 31)
