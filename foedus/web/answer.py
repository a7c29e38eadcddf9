"""One context, three forms: every page's address also answers ``.json``, and a list's ``.csv``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from jinja2 import Environment, FileSystemLoader
from starlette.templating import Jinja2Templates

from foedus.model.errors import FoedusError
from foedus.web import fragments

TEMPLATES = Path(__file__).parent / "templates"
FRAGMENTS = ("tree", "state_link", "state_links", "few", "treaty_link", "kind_mark", "options")
"""Filters of `foedus.web.fragments`."""
Rows = Sequence[Mapping[str, Any]]


class _Pages(Environment):
    """Templates over rows: a name after a dot is a key of the row first, which most are, then an attribute."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of a name after a dot."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def templates() -> Jinja2Templates:
    """The page templates, with the words of the field as filters."""
    from foedus.api import words

    env = _Pages(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
                 auto_reload=False)  # fmt: skip
    made = Jinja2Templates(env=env)
    made.env.filters.update(day=words.day, on_day=words.on_day, name=words.name, names=words.names)
    made.env.filters.update({name: getattr(fragments, name) for name in FRAGMENTS})
    return made


def answer(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    form: str = "",
    rows: Rows | Callable[[], Rows] | None = None,
    status: int = 200,
) -> Response:
    """The page, or the same context as JSON, or its ``rows`` as CSV.

    ``form`` is the ending of the address: empty, ``.json`` or ``.csv``. ``rows`` may be what makes them. Raises
    `FoedusError` FOE901 for another, or for ``.csv`` where there is no list.
    """
    if form == ".json":
        return Plain(context, status)
    if form == ".csv" and rows is not None:
        return Response(_csv(rows() if callable(rows) else rows), status, media_type="text/csv; charset=utf-8")
    if form:
        raise FoedusError("FOE901", f'this page has no form "{form}"', help="leave the ending off, or use .json")
    address = request.url.path
    extra = {"path": address, "query": request.url.query, "has_csv": rows is not None,
             "islands": request.app.state.islands}  # fmt: skip
    return templates().TemplateResponse(request, template, {**context, **extra}, status)


def picture(svg: str, form: str) -> Response:
    """A picture as ``.svg``, or as ``.png`` where the package for it is installed. Raises `FoedusError` FOE901."""
    from foedus.web.pictures import png_of

    if form == ".svg":
        return Response(svg, media_type="image/svg+xml")
    png = png_of(svg)
    if png is None:
        raise FoedusError("FOE901", "PNG needs another package", help='use .svg, or pip install "foedus[plots]"')
    return Response(png, media_type="image/png")


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A cell that a spreadsheet shows and never runs: a leading =, +, - or @ gets an apostrophe before it."""
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


class Plain(JSONResponse):
    """JSON of a page's context: models dumped, days as text."""

    def render(self, content: Any) -> bytes:
        """The text of the context."""
        try:
            text = _dumped(content)
        except TypeError:  # a key that is no text
            text = _dumped(_plain(content))
        return text.encode()


def _dumped(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    """Values as JSON takes them: models dumped, days as text."""
    from pydantic import BaseModel
    from pydantic_core import to_jsonable_python

    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return to_jsonable_python(value, fallback=str)
