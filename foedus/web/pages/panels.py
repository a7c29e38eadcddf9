"""Panels: what treaties bind by state-year or dyad-year, chosen in a form and taken along as CSV or Parquet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from foedus.model.errors import FoedusError
from foedus.web.answer import answer
from foedus.web.asked import AskedFor, address

router = APIRouter()
UNITS = ("state-years", "dyad-years")
FORMS = ("csv", "parquet")
SYSTEMS = {"cow": "Correlates of War", "gw": "Gleditsch and Ward"}
Word = Annotated[str, Query(max_length=20)]
Year = Annotated[str, Query(max_length=4)]


@router.get("/panels")
@router.get("/panels{form}")
def panels(
    request: Request,
    asked: AskedFor,
    unit: Word = "dyad-years",
    first: Year = "1946",
    last: Year = "2018",
    kind: Annotated[list[str], Query(max_length=20)] = ["defence"],  # noqa: B006 (FastAPI copies it)
    system: Word = "cow",
    form: str = "",
) -> Response:
    """The form, and the address of the file that it describes."""
    from foedus.api.commitments import SECURITY

    asked_for = {"first": first, "last": last, "kinds": ",".join(kind), "system": system}
    files = {item: address(f"/api/panels/{unit}.{item}", asked_for) for item in FORMS} if unit in UNITS else {}
    page = {"unit": unit, "first": first, "last": last, "kinds": kind, "system": system, "files": files}
    context = {**page, "title": "Panels", "all_kinds": SECURITY, "units": UNITS, "systems": SYSTEMS, "all_forms": FORMS}
    return answer(request, "panels.html", page if form else context, form=form)


@router.get("/panels/file")
def panel_file(
    unit: Word = "",
    form: Word = "csv",
    first: Year = "1946",
    last: Year = "2018",
    kind: Annotated[list[str], Query(max_length=20)] = [],  # noqa: B006 (FastAPI copies it)
    system: Word = "cow",
) -> Response:
    """To the file, for forms sent without scripts. Raises `FoedusError` FOE913 for a unit or form that is none."""
    if unit not in UNITS or form not in FORMS:
        help_ = f"one of {', '.join(UNITS)}, as CSV or Parquet"
        raise FoedusError("FOE913", "there is no such panel", where="unit", help=help_)
    query = {"first": first, "last": last, "kinds": ",".join(kind), "system": system}
    return RedirectResponse(address(f"/api/panels/{unit}.{form}", query), 307)
