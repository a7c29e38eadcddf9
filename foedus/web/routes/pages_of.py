"""Lists a page at a time, by a cursor that stays true while the ledger grows; and the one shape of error."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel

from foedus.model.errors import FoedusError
from foedus.web.asked import Asked


class Fault(BaseModel):
    """One fault: number, message, the next step, and the place."""

    code: str
    message: str
    help: str
    place: str


class Refusal(Fault):
    """The one shape of error: the first fault, and all of them under ``problems``."""

    problems: list[Fault]


_SAYS = {
    400: "A body that cannot be read",
    401: "No valid token",
    403: "Not allowed",
    404: "No such thing",
    408: "Too slow a body",
    409: "What is asked cannot be so",
    413: "Too large",
    414: "Too long an address",
    422: "A value that does not fit",
    429: "Too many requests",
    503: "Too slow",
}
ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": Refusal, "description": says} for code, says in _SAYS.items()
}

Cursor = Annotated[str, Query(max_length=300, description="``next`` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Rows at most.")]


def page_of(
    name: str,
    rows: Sequence[Any],
    cursor: str,
    limit: int,
    asked: Asked,
    *,
    of: Sequence[str] = (),
    newest: bool = False,
) -> dict[str, Any]:
    """``limit`` rows after the cursor, with the cursor of the next page.

    The cursor holds the number of rows passed and the days it was made for, so that it cannot be used for others; with
    ``of`` also what else was asked for. ``newest``: the list grows at its head, and the cursor moves on with it.
    Raises `FoedusError` FOE913 for a cursor that is none, or another question's.
    """
    about = [name, asked.on.isoformat(), str(asked.known or ""), *of]
    start = _opened(cursor, about) if cursor else 0
    if newest and cursor:
        start = max(len(rows) - start, 0)  # it counts from the tail, which stays
    found = list(rows[start : start + limit])
    more = start + limit < len(rows)
    return {
        "on": asked.on.isoformat(),
        "known": asked.known.isoformat() if asked.known else None,
        name: found,
        "count": len(rows),
        "next": packed([*about, len(rows) - start - limit if newest else start + limit]) if more else None,
    }


def packed(parts: list[Any]) -> str:
    """A cursor that holds these."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def place_of(cursor: str, about: list[str]) -> tuple[int, int]:
    """The batch and the number of rows passed that a search's cursor holds. Raises `FoedusError` FOE913."""
    try:
        batch = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[-2]
    except (ValueError, TypeError, IndexError, KeyError):
        batch = None
    if not isinstance(batch, int) or isinstance(batch, bool) or batch < 0:
        return 0, _opened("", about)
    return batch, _opened(cursor, [*about, batch])


def _opened(cursor: str, about: Sequence[Any]) -> int:
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        start = parts[-1]
        if parts[:-1] != list(about) or not isinstance(start, int) or isinstance(start, bool) or start < 0:
            raise ValueError(cursor)
    except (ValueError, TypeError, IndexError, KeyError) as error:
        help_ = "use next of the page before, with the same days"
        raise FoedusError("FOE913", "the cursor is not one of this list", where="cursor", help=help_) from error
    return start
