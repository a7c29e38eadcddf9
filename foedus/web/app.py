"""The application: pages and API over one session, read-only and on loopback unless told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from foedus import __version__
from foedus.model.errors import FoedusError, Problem, codes
from foedus.web.answer import answer
from foedus.web.guard import Guard

HERE = Path(__file__).parent
PAGES = ("front", "treaty", "state", "document", "about")
"""Modules of ``foedus.web.pages``; each has a ``router``."""

_STATUS = {"FOE110": 404, "FOE102": 404, "FOE907": 404, "FOE902": 404, "FOE903": 413, "FOE904": 403, "FOE203": 413}
"""HTTP statuses of error numbers; every other number is the asker's to mend: 422."""


def create_app(
    ledger: str | Path | None = None,
    *,
    treaties: Sequence[str | Path] = (),
    today: date | None = None,
) -> FastAPI:
    """The application over a ledger and the atlas. ``today`` fixes the default day (tests, demonstrations)."""
    import foedus.api as api

    app = FastAPI(
        title="Foedus",
        version=__version__,
        description="What states have promised each other: read, recorded, and reasoned about. No legal advice.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.session = api.open(ledger, treaties=treaties, today=today)
    app.state.fixed_today = today
    app.add_middleware(Guard)
    app.mount("/style", StaticFiles(directory=HERE / "style"), name="style")
    if (HERE / "static").is_dir():
        app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for name in PAGES:
        app.include_router(import_module(f"foedus.web.pages.{name}").router, include_in_schema=False)
    app.add_exception_handler(FoedusError, _foedus_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    return app


def _foedus_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, FoedusError)
    return _shown(request, error.problems, _STATUS.get(error.code, 422))


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = Problem(request.url.path, "FOE902", "there is no such page", "start at /")
    if error.status_code != 404:
        problem = Problem(request.url.path, "FOE905", str(error.detail).lower(), "check how the address is used")
    return _shown(request, [problem], error.status_code)


def _bad_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = [
        Problem(".".join(str(part) for part in fault["loc"]), "FOE905", str(fault["msg"]), "see /api/openapi.json")
        for fault in error.errors()
    ]
    return _shown(request, problems, 422)


def _shown(request: Request, problems: Sequence[Problem], status: int) -> Response:
    """One shape of error everywhere: ``code``, ``message``, ``help``, ``place``; ``problems`` lists all."""
    listed = [
        {"code": p.code, "message": p.says, "help": p.help or codes()[p.code]["next"], "place": p.where}
        for p in problems
    ]
    body: dict[str, Any] = {**listed[0], "problems": listed}
    wants_json = request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv"))
    if wants_json or "text/html" not in request.headers.get("accept", "text/html"):
        return JSONResponse(body, status)
    return answer(request, "error.html", {"title": "Not answered", "error": body, "status": status}, status=status)
