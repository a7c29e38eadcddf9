"""Scenario: who owes what to whom if this happens, with the open questions as switches; all of it in the address."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from foedus.web.answer import answer, picture
from foedus.web.asked import AskedFor, address
from foedus.web.packed import pack, unpack

router = APIRouter()
Text = Annotated[str, Query(max_length=400)]
MOST_IN_ADDRESS = 12_000  # characters of a packed file
MOST_ROWS = 60  # of a table on the page; the other forms have all
EXAMPLES = (
    ("Austria-Hungary attacks Serbia, followed round by round",
     {"attacker": "AUH", "target": "SRB", "on": "1914-07-28", "follow": "1", "assume": "1"}),
    ("Germany attacks Belgium", {"attacker": "DEU", "target": "BEL", "on": "1914-08-04"}),
    ("Ukraine acts in Kursk: does it draw in North Korea?",
     {"attacker": "UKR", "target": "RUS", "where": "kursk-oblast", "on": "2025-01-15"}),
    ("Germany attacks Poland", {"attacker": "DEU", "target": "POL", "on": "1939-09-01", "follow": "1"}),
)  # fmt: skip


@router.get("/scenario")
@router.get("/scenario{form}")
def scenario(
    request: Request,
    asked: AskedFor,
    attacker: Text = "",
    target: Text = "",
    where: Text = "",
    file: Annotated[str, Query(max_length=24_000)] = "",
    follow: Annotated[bool, Query()] = False,
    assume: Annotated[bool, Query()] = False,
    settle: Annotated[list[str], Query(max_length=200)] = [],  # noqa: B006 (FastAPI copies it)
    form: str = "",
) -> Response:
    """The form, and where something is supposed, its assessment."""
    from foedus.api.scenario_page import LARGEST_FILE, Supposed, choices, scenario_page
    from foedus.api.scenario_page import picture as drawn

    settled = tuple(item for item in settle if item)
    text = unpack(file, LARGEST_FILE) if file else ""
    supposed = Supposed(attacker, target, where, asked.on, asked.known, text, follow, assume, settled)
    fields: dict[str, Any] = {
        "attacker": attacker, "target": target, "where": where, "on": "" if file and asked.is_today else asked.on,
        "known": asked.known or "", "file": file, "follow": follow, "assume": assume, "settle": list(settled),
    }  # fmt: skip
    page = {} if supposed.is_empty else scenario_page(asked.session, supposed, asked.tell)
    found = page.pop("assessment", None)
    if form in (".svg", ".png") and found is not None:
        return picture(drawn(found), form)
    if form in (".json", ".csv"):
        rows = [{key: row[key] for key in row if key != "reason"} for row in page.get("duties", [])]
        return answer(request, "scenario.html", {"asked": fields, **page}, form=form, rows=rows)
    parts = {key: ("1" if value is True else value) for key, value in fields.items() if value not in ("", False, None)}
    context = {
        **page, **fields, "title": _title(page) or "Scenario", "same": address("/scenario", parts).partition("?")[2],
        "examples": [(says, address("/scenario", what)) for says, what in EXAMPLES], "choices": choices(asked.on),
        "most": MOST_ROWS, "has_answer": found is not None, "day": page.get("on", asked.on),
    }  # fmt: skip
    return answer(request, "scenario.html", context, rows=[] if found else None)


def _title(page: dict[str, Any]) -> str | None:
    if not page:
        return None
    from foedus.api.words import with_names

    sides = [state for pair in page["attacks"] for state in (pair["by"], pair["on"])]
    return with_names(page["scenario"].title or "Scenario", sides)


@router.post("/scenario")
async def load(request: Request, file: UploadFile, follow: Annotated[str, Form(max_length=5)] = "") -> RedirectResponse:
    """Put a scenario file into an address, and go there. Raises the `FoedusError` of its faults."""
    from foedus.api.read_scenario import scenario_from_toml
    from foedus.api.scenario_page import LARGEST_FILE
    from foedus.model.errors import FoedusError

    data = await file.read(LARGEST_FILE + 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FoedusError("FOE002", "the file is not UTF-8 text", help="save it as UTF-8") from error
    if len(data) > LARGEST_FILE or len(packed := pack(text)) > MOST_IN_ADDRESS:
        raise FoedusError("FOE903", "the scenario file is too large for an address", help="use foedus assess FILE")
    scenario_from_toml(text, (file.filename or "the file")[:80])
    return RedirectResponse(address("/scenario", {"file": packed, **({"follow": "1"} if follow else {})}), 303)
