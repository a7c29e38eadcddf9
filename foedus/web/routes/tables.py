"""The API's panels: state-years and dyad-years of what treaties bind, as CSV while it is made, or Parquet."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path as FilePath
from queue import Queue
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from foedus.model.errors import FoedusError
from foedus.web.asked import AskedFor
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


def _made(asked: Any, unit: str, first: int, last: int, kinds: str, system: str, tell: Any = None) -> Any:
    from foedus.api.panels import panel

    if last < first or last - first > MOST_YEARS:
        raise FoedusError("FOE913", f"the years {first} to {last} do not fit", where="last", help="first before last")
    add = [f"status={kinds}"] if kinds else []
    return panel(unit, system=system, first=str(first), last=str(last), add=add, session=asked.session, tell=tell)


@router.get("/panels/{unit}.{form}", summary="A panel as CSV (streamed) or Parquet", response_class=Response,
            responses={200: {"content": {"text/csv": {}, "application/vnd.apache.parquet": {}}}})  # fmt: skip
def panel_file(
    asked: AskedFor, unit: Unit, form: Literal["csv", "parquet"], first: Year = 1946, last: Year = 2018,
    kinds: Kinds = "defence", system: System = "cow",
) -> Response:  # fmt: skip
    """Day-exact; a year counts where any of its days does."""
    from foedus.api.panels import csv_lines

    table = _made(asked, unit, first, last, kinds, system)
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
async def panel_progress(
    asked: AskedFor, unit: Unit, first: Year = 1946, last: Year = 2018, kinds: Kinds = "defence",
    system: System = "cow",
) -> Response:  # fmt: skip
    """An event ``step`` for each thing that is done, then ``done`` with the number of rows, or ``fault``."""
    told: Queue[tuple[str, str]] = Queue()

    def work() -> None:
        try:
            table = _made(asked, unit, first, last, kinds, system, lambda says: told.put(("step", says)))
            told.put(("done", json.dumps({"rows": len(table)})))
        except FoedusError as error:
            problem = error.problems[0]
            told.put(("fault", json.dumps({"code": problem.code, "message": problem.says, "help": problem.help})))

    async def events() -> AsyncIterator[str]:
        task = asyncio.create_task(run_in_threadpool(work))
        while not task.done() or not told.empty():
            if told.empty():
                await asyncio.sleep(0.05)
                continue
            name, says = told.get()
            yield f"event: {name}\ndata: {says}\n\n"
        await task

    return StreamingResponse(events(), media_type="text/event-stream", headers=_STREAMED)
