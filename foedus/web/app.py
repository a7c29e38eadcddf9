"""The application: pages and API over one session, read-only and on loopback unless told otherwise."""

from __future__ import annotations

import gc
import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.routing import Match

from foedus.model.errors import FoedusError, Problem, codes
from foedus.model.version import __version__
from foedus.web.answer import answer
from foedus.web.guard import Guard
from foedus.web.kept import Kept
from foedus.web.progress import Waiting
from foedus.web.settings import Settings

HERE = Path(__file__).parent
PAGES = (
    "front", "treaty", "state", "document", "network", "scenario", "compare", "changes", "panels", "search",
    "review", "about",
)  # fmt: skip
"""Modules of ``foedus.web.pages``; each has a ``router``."""
API = ("reading", "asking", "tables", "writing")
"""Modules of ``foedus.web.routes``: the addresses under ``/api``; each has a ``router``."""

_STATUS = {
    "FOE003": 422, "FOE102": 404, "FOE110": 404, "FOE203": 413, "FOE320": 404, "FOE803": 403, "FOE901": 404,
    "FOE902": 404, "FOE903": 413, "FOE904": 403, "FOE905": 422, "FOE906": 503, "FOE907": 404, "FOE909": 429,
    "FOE910": 401, "FOE911": 403, "FOE914": 404,
}  # fmt: skip
"""HTTP statuses of error numbers: 422 for what does not have the form described. Every other number is 409: the form is
right, and what is asked cannot be so (a state before its time, a file with faults)."""


def create_app(
    ledger: str | Path | None = None,
    *,
    treaties: Sequence[str | Path] = (),
    today: date | None = None,
    settings: Settings | None = None,
) -> FastAPI:
    """The application over a ledger and the atlas. ``today`` fixes the default day (tests, demonstrations).

    ``settings`` says the rest, and instead of the other arguments where it is given.
    """
    import foedus.api as api

    if settings is None:
        settings = Settings(
            ledger=str(ledger) if ledger else None,
            treaties=tuple(map(str, treaties)),
            today=today.isoformat() if today else None,
        )
    app = FastAPI(
        title="Foedus",
        version=__version__,
        description="What states have promised each other: read, recorded, and reasoned about. No legal advice.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.settings = settings
    app.state.session = api.open(settings.ledger, treaties=settings.treaties, today=settings.day)
    app.state.fixed_today = settings.day
    app.state.waiting = Waiting()
    app.state.islands = islands(HERE / "static")
    app.state.version = version_of(app.state.session, settings)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Kept, version=app.state.version)
    app.mount("/style", StaticFiles(directory=HERE / "style"), name="style")
    if (HERE / "static").is_dir():
        app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    for name in PAGES:
        app.include_router(import_module(f"foedus.web.pages.{name}").router, include_in_schema=False)
    for name in API:
        app.include_router(import_module(f"foedus.web.routes.{name}").router, prefix="/api")
    app.add_exception_handler(FoedusError, _foedus_error)
    app.add_exception_handler(OverflowError, _beyond)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _bad_request)
    return app


def from_environment() -> FastAPI:
    """The application as ``foedus serve`` starts it in each worker, the register and the reader's words warm."""
    made = create_app(settings=Settings.from_environment())
    sys.setswitchinterval(0.0005)  # a request waits for the warming thread at most this long
    gc.set_threshold(100_000, 50, 1000)  # a look through all that is kept stops every answer for a tenth of a second
    gc.freeze()
    Thread(target=_warmed, args=(made.state.session,), daemon=True).start()
    return made


def _warmed(session: Any) -> None:
    """Read what the answers after the first need, so that they come quickly too."""
    time.sleep(1.0)  # the first answer goes before
    for treaty in session.atlas.values():
        session.reckon(treaty, session.today)
        time.sleep(_LET_PASS)
    for treaty in session.atlas.values():
        for _ in session.stretches.prepare(treaty):
            time.sleep(_LET_PASS)
    gc.freeze()


_LET_PASS = 0.001
"""Seconds between two steps of the warming in which requests pass."""


def version_of(session: Any, settings: Settings) -> Callable[[], str]:
    """What all answers hang on: the head of the ledger's chain, the atlas as loaded, the program and the day."""
    digest = hashlib.blake2b(digest_size=8)
    for key, file in session.atlas.files.items():
        digest.update(key.encode() + file.read_bytes())
    loaded = f"{__version__} {digest.hexdigest()}"

    def version() -> str:
        head = session.ledger.head() if session.has_ledger else None
        return f"{loaded} {head.hash if head else 'empty'} {settings.today or date.today()}"

    return version


def islands(static: Path) -> dict[str, str]:
    """The built scripts by name, from Vite's manifest; empty where they were not built, and pages do without."""
    manifest = static / "manifest.json"
    if not manifest.is_file():
        return {}
    found = json.loads(manifest.read_text("utf-8"))
    return {Path(source).stem: f"/static/{item['file']}" for source, item in found.items() if item.get("isEntry")}


def _foedus_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, FoedusError)
    return _shown(request, error.problems, _STATUS.get(error.code, 409))


def _beyond(request: Request, error: Exception) -> Response:
    """A reckoning that left the calendar: counting back from the year 1 or on from 9999."""
    problem = Problem(request.url.path, "FOE913", "the day lies at an end of the calendar", "ask about another day")
    return _shown(request, [problem], 409)


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    problem = Problem(request.url.path, "FOE902", "there is no such page", "start at /")
    if error.status_code != 404:
        problem = Problem(request.url.path, "FOE905", str(error.detail).lower(), "check how the address is used")
    answered = _shown(request, [problem], error.status_code)
    answered.headers.update(error.headers or {})
    if error.status_code == 405:
        answered.headers["allow"] = ", ".join(_methods(request))
    return answered


def _methods(request: Request) -> list[str]:
    """The methods of an address, of all its routes together."""
    found = [route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in found for method in getattr(route, "methods", None) or ()})


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
    if telling := request.scope.get("foedus.telling"):
        telling.problems = listed
    wants_json = request.url.path.startswith("/api/") or request.url.path.endswith((".json", ".csv"))
    if wants_json or "text/html" not in request.headers.get("accept", "text/html"):
        return JSONResponse(body, status)
    return answer(request, "error.html", {"title": "Not answered", "error": body, "status": status}, status=status)
