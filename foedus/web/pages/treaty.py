"""Treaties: the list, and one treaty on a day with its road, parties, obligations, reasons, claims and links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import PlainTextResponse

from foedus.model.treaty import Treaty
from foedus.web.answer import answer, picture
from foedus.web.asked import Asked, AskedFor, address, split_form

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
    same = address("", {"on": asked.on, "known": asked.known}).removeprefix("?")
    context = {"title": "Treaties", "rows": rows, "on": asked.on, "known": asked.known, "state": state,
               "days": asked.days, "same": same}  # fmt: skip
    return answer(request, "treaties.html", context, form=form, rows=rows)


@router.get("/treaty/{key}")
def treaty(request: Request, asked: AskedFor, key: str) -> Response:
    """One treaty on the day, with why and why not."""
    from foedus.api.treaty_page import party_table, treaty_file, treaty_page

    name, form = split_form(key)
    if form == ".toml":
        return PlainTextResponse(treaty_file(asked.session, name))
    if form in (".svg", ".png"):
        return picture(_timeline(asked, name), form)
    page = treaty_page(asked.session, name, asked.on, asked.known)
    if form == ".bib":
        return PlainTextResponse(page["cite"]["bibtex"])
    rows = party_table(page["party_rows"])
    found: Treaty = page["treaty"]
    first, last = _bounds(found, asked.on)
    own = address(f"/treaty/{found.id}", {}).removeprefix("/")
    before, after = _beside(page["moments"], asked.on.isoformat())
    context = {
        **page, "title": found.short or found.title, "days": asked.days, "first": first, "last": last, "own": own,
        "moment_before": before, "moment_after": after, "same": address("", {"on": asked.on, "known": asked.known}),
    }  # fmt: skip
    return answer(request, "treaty.html", context, form=form, rows=rows)


def _timeline(asked: Asked, key: str) -> str:
    """The treaty's time as a picture, its own spells first, then those of its states."""
    from foedus.api.status import timeline
    from foedus.api.words import name
    from foedus.web.pictures import timeline_svg

    found = asked.session.treaty(key, known=asked.known)
    spells = timeline(asked.session, found.id, known=asked.known)
    names = {row["subject"]: name(row["subject"]) for row in spells} | {found.id: "the treaty"}
    return timeline_svg(found.short or found.title, spells, names, asked.on)


def _beside(moments: Sequence[str], on: str) -> tuple[str | None, str | None]:
    """The moments before and after a day: the steps of the slider for those without scripts."""
    return max((day for day in moments if day < on), default=None), min(
        (day for day in moments if day > on), default=None
    )


def _bounds(found: Treaty, on: date) -> tuple[date, date]:
    """The ends of the day slider: from the first act to the day asked about or the last act, a year on."""
    days = [act.date.earliest for act in found.acts if act.date] or [on]
    return min(*days, on), max(*days, on).replace(month=12, day=31)
