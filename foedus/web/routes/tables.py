"""The API's panels: state-years and dyad-years of what treaties bind, as CSV while it is made, or Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from foedus.model.errors import FoedusError
from foedus.model.telling import Tell, silent
from foedus.web.asked import Asked, AskedFor
from foedus.web.progress import Event, of_form, of_page, streamed
from foedus.web.routes.pages_of import ERRORS

router = APIRouter(tags=["panels"], responses=ERRORS)
MOST_YEARS = 250
Unit = Annotated[Literal["state-years", "dyad-years"], Path(description="What a row is.")]
Year = Annotated[int, Query(ge=1816, le=2100)]
Kinds = Annotated[
    str, Query(max_length=120, pattern=r"^[a-z_]*(,[a-z_]+)*$", description="Kinds of obligation, with commas.")
]
System = Annotated[Literal["cow", "gw"], Query(description="Whose list of states.")]
_STREAMED = {"x-streamed": "yes", "cache-control": "no-store"}


def _held(
    request: Request, asked: Asked, unit: str, first: int, last: int, kinds: str, system: str, tell: Tell = silent
) -> Any:
    """The panel, or the one made last where it is the same: who waited for it asks for its file next."""
    state = request.app.state
    key = (unit, first, last, kinds, system, state.version())
    held = getattr(state, "last_panel", None)
    if held is None or held[0] != key:
        held = state.last_panel = (key, _made(asked, unit, first, last, kinds, system, tell))
    return held[1]


def _made(asked: Asked, unit: str, first: int, last: int, kinds: str, system: str, tell: Tell) -> Any:
    from foedus.api.panels import panel

    if last < first or last - first > MOST_YEARS:
        raise FoedusError("FOE913", f"the years {first} to {last} do not fit", where="last", help="first before last")
    add = [f"status={kinds}"] if kinds else []
    return panel(unit, system=system, first=str(first), last=str(last), add=add, session=asked.session, tell=tell)


@router.get("/panels/{unit}.{form}", summary="A panel as CSV (streamed) or Parquet", response_class=Response,
            responses={200: {"content": {"text/csv": {}, "application/vnd.apache.parquet": {}}}})  # fmt: skip
def panel_file(
    request: Request, asked: AskedFor, unit: Unit, form: Literal["csv", "parquet"], first: Year = 1946,
    last: Year = 2018, kinds: Kinds = "defence", system: System = "cow",
) -> Response:  # fmt: skip
    """Day-exact; a year counts where any of its days does."""
    from foedus.api.panels import csv_lines

    table = _held(request, asked, unit, first, last, kinds, system)
    request.app.state.last_panel = None  # it is large: let go of it
    name = f'attachment; filename="{unit}-{first}-{last}.{form}"'
    headers = {**_STREAMED, "content-disposition": name}
    if form == "csv":
        return StreamingResponse(csv_lines(table), media_type="text/csv; charset=utf-8", headers=headers)
    folder = tempfile.TemporaryDirectory(prefix="foedus-")
    file = FilePath(folder.name) / "panel.parquet"
    table.write(file)
    return StreamingResponse(_sent(file, folder), media_type="application/vnd.apache.parquet", headers=headers)


def _sent(file: FilePath, folder: Any) -> Iterator[bytes]:
    with folder, file.open("rb") as held:
        while part := held.read(1 << 16):
            yield part


@router.get("/progress/panels/{unit}", summary="How far a panel is, as server-sent events", response_class=Response,
            responses={200: {"content": {"text/event-stream": {}}}})  # fmt: skip
def panel_progress(
    request: Request, asked: AskedFor, unit: Unit, first: Year = 1946, last: Year = 2018, kinds: Kinds = "defence",
    system: System = "cow",
) -> Response:  # fmt: skip
    """An event ``step`` for each thing that is done, then ``done`` with the number of rows, or ``fault``.

    The panel is held for a while, so that its file is sent at once afterwards.
    """

    def work(tell: Tell) -> Event:
        return "done", {"rows": len(_held(request, asked, unit, first, last, kinds, system, tell))}

    return streamed(work)


@router.get("/progress/page", summary="How far a page is, as server-sent events", response_class=Response,
            responses={200: {"content": {"text/event-stream": {}}}})  # fmt: skip
def page_progress(
    request: Request,
    address: Annotated[
        str,
        Query(description="A page's own address.", examples=["/compare?from=1914-07-01&to=1914-08-04"]),
    ],
) -> Response:
    """An event ``step`` with ``says`` and ``seconds`` at least once a second, then ``done`` with the address, which
    answers at once; or ``fault`` in the one shape of error.
    """
    return of_page(request, address)


@router.get("/progress/form/{word}", summary="How far a form is, as server-sent events", response_class=Response,
            responses={200: {"content": {"text/event-stream": {}}}}, include_in_schema=False)  # fmt: skip
def form_progress(
    request: Request, word: Annotated[str, Path(min_length=8, max_length=40, pattern=r"^[A-Za-z0-9-]+$")]
) -> Response:
    """What is told about a form of the explorer that was sent with this word, until its page is there."""
    return of_form(request, word)
