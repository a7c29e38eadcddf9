"""What an address asks for: the session, a day, what was known; each with a clear word where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, WithJsonSchema

from foedus.model.errors import FoedusError
from foedus.model.telling import Tell, silent
from foedus.web.progress import key_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The session, the day in law (default today), and the day of knowledge (default: all that is known).

    ``tell`` says what long work is at, to whoever asked through ``foedus.web.progress``.
    """

    session: Any
    on: date
    known: date | None
    is_today: bool
    today: date
    tell: Tell = silent

    @property
    def days(self) -> dict[str, str]:
        """The days as an address holds them; today and all-known are left out."""
        found = {} if self.is_today else {"on": self.on.isoformat()}
        return found | ({"known": self.known.isoformat()} if self.known else {})


def day(text: str | None) -> date | None:
    """A day of an address; None for an empty one. Raises `FoedusError` FOE003."""
    if not text:
        return None
    try:
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise FoedusError("FOE003", f'"{text}" is no day', help="write it as 2024-11-12") from error


OptionalDay = Annotated[
    date | None,
    BeforeValidator(day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}),
]
"""A day of an address; forms send an empty one for none."""


def asked(
    request: Request,
    on: Annotated[OptionalDay, Query(description="The day in law, as 2024-11-12; today where it is left out.")] = None,
    known: Annotated[OptionalDay, Query(description="Only what was known by the end of this day.")] = None,
) -> Asked:
    """Read the days of an address. Raises `FoedusError` FOE003 where one is none."""
    session = request.app.state.session
    today = request.app.state.fixed_today or date.today()
    key = key_of(request.scope["path"], request.scope["query_string"].decode("latin-1"))
    return Asked(session, on or today, known, on is None, today, partial(request.app.state.waiting.tell, key))


AskedFor = Annotated[Asked, Depends(asked)]
"""A parameter of a page: what its address asks for."""


def address(path: str, parts: Mapping[str, Any]) -> str:
    """An address with its state: ``parts`` without the empty ones, lists as repeated names."""
    kept = {key: value for key, value in parts.items() if value not in (None, "", [], ())}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def split_form(name: str) -> tuple[str, str]:
    """``prk-rus-2024.json`` as ``("prk-rus-2024", ".json")``."""
    for form in (".json", ".csv", ".svg", ".png", ".toml", ".bib"):
        if name.endswith(form):
            return name.removesuffix(form), form
    return name, ""
