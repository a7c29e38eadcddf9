"""How far long work is, as server-sent events: ``step`` while it goes on, then ``done``, ``page`` or ``fault``.

Format: HTML Living Standard, 9.2. Whoever cannot or will not listen asks for the page itself and waits.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from foedus.model.errors import FoedusError, codes
from foedus.model.telling import Tell

HEADERS = {"x-streamed": "yes", "cache-control": "no-store", "x-accel-buffering": "no"}
PAGES = frozenset(
    ("brief", "changes", "compare", "map", "network", "scenario", "search", "state", "states", "treaties", "treaty")
)
"""First words of the addresses that can be waited for."""
_TICK = 1.0  # seconds after which it is told again that the work goes on
_LONGEST = 120.0  # seconds that a form is listened to
_MOST = 2000  # addresses and forms that are listened to at once
Event = tuple[str, Mapping[str, Any]]
_log = logging.getLogger("foedus.web")


class Telling:
    """What the work tells while it is done; ``problems`` are those of the answer, where it is an error."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[str] = asyncio.Queue()
        self.problems: list[dict[str, Any]] = []

    def tell(self, says: str) -> None:
        """Say what is being done now, from any thread."""
        self._loop.call_soon_threadsafe(self._told.put_nowait, says)

    async def events(self, work: Awaitable[Event]) -> AsyncIterator[str]:
        """The events until the work is done, and its last one."""
        task = asyncio.ensure_future(work)
        began, says = self._loop.time(), "begun"
        while True:
            heard = asyncio.ensure_future(self._told.get())
            await asyncio.wait({task, heard}, timeout=_TICK, return_when=asyncio.FIRST_COMPLETED)
            if heard.done():
                says = heard.result()
            else:
                heard.cancel()
                if task.done():
                    break
            yield _written("step", {"says": says, "seconds": round(self._loop.time() - began, 1)})
        try:
            yield _written(*await task)
        except Exception:
            _log.exception("work that was waited for")
            yield _written(*fault([_refusal("FOE908", "")]))


class Waiting:
    """Who listens to which work: by the address of its page, or by a word that came with a form."""

    def __init__(self) -> None:
        self._listening: dict[str, list[Telling]] = {}

    @contextmanager
    def listening(self, key: str) -> Iterator[Telling]:
        """Listen while the block runs. Raises `FoedusError` FOE909 where too many do."""
        if len(self._listening) >= _MOST:
            raise FoedusError("FOE909", "too many are waiting", help="ask for the page itself")
        telling = Telling()
        self._listening.setdefault(key, []).append(telling)
        try:
            yield telling
        finally:
            for name in [name for name, held in self._listening.items() if telling in held]:
                self._listening[name] = [item for item in self._listening[name] if item is not telling]
                if not self._listening[name]:
                    del self._listening[name]

    def tell(self, key: str, says: str) -> None:
        """Tell all who listen to the key; from any thread."""
        for telling in tuple(self._listening.get(key, ())):
            telling.tell(says)

    def pass_on(self, key: str, other: str) -> None:
        """Who listens to one key hears the other too."""
        for telling in tuple(self._listening.get(key, ())):
            self._listening.setdefault(other, []).append(telling)


def key_of(path: str, query: str) -> str:
    """What a page is listened to by."""
    return f"{path}?{query}"


def of_form(request: Request, word: str) -> Response:
    """What is told about the form that was sent with the word, until whoever asked has gone."""

    return _listened(request, form_key(word), lambda telling: _long_enough())


def _listened(request: Request, key: str, work: Callable[[Telling], Awaitable[Event]]) -> Response:
    async def events() -> AsyncIterator[str]:
        try:
            with request.app.state.waiting.listening(key) as telling:
                async for event in telling.events(work(telling)):
                    yield event
        except FoedusError as error:
            yield _written(*fault(plain(error)))

    return StreamingResponse(events(), media_type="text/event-stream", headers=HEADERS)


def form_key(word: str) -> str:
    """What a form is listened to by."""
    return f"form {word}"


async def _long_enough() -> Event:
    await asyncio.sleep(_LONGEST)
    return "done", {}


def _written(name: str, data: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def fault(problems: list[dict[str, Any]]) -> Event:
    """The last event of work that failed, in the one shape of error."""
    return "fault", {**problems[0], "problems": problems}


def plain(error: FoedusError) -> list[dict[str, Any]]:
    """The problems of an error as they are sent."""
    return [
        {"code": p.code, "message": p.says, "help": p.help or codes()[p.code]["next"], "place": p.where}
        for p in error.problems
    ]


def streamed(work: Callable[[Tell], Event]) -> Response:
    """The events of work that runs in a thread of its own and is handed what it tells by."""

    async def events() -> AsyncIterator[str]:
        telling = Telling()

        def guarded() -> Event:
            try:
                return work(telling.tell)
            except FoedusError as error:
                return fault(plain(error))

        async for event in telling.events(run_in_threadpool(guarded)):
            yield event

    return StreamingResponse(events(), media_type="text/event-stream", headers=HEADERS)


def of_page(request: Request, address: str) -> Response:
    """The events of a page being made; it is kept, so that its address answers at once when it is ``done``.

    Raises `FoedusError` FOE913 where the address is not that of a page.
    """
    parts = urlsplit(address)
    first = parts.path[1:].partition("/")[0].partition(".")[0]
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or first not in PAGES or "\0" in address:
        raise FoedusError("FOE913", "the address is not that of a page", where="address", help="as /compare?from=…")
    return _listened(request, key_of(unquote(parts.path), parts.query), partial(_made, request, address))


async def _made(request: Request, address: str, telling: Telling) -> Event:
    """Let the application answer the address as if it were asked from outside, and keep the answer."""
    path, query = urlsplit(address).path, urlsplit(address).query
    headers = [(b"accept", b"text/html"), (b"host", request.headers.get("host", "").encode("latin-1"))]
    kept = ("asgi", "http_version", "scheme", "server", "client", "root_path")
    scope = {
        **{key: request.scope[key] for key in kept if key in request.scope},
        "type": "http", "method": "GET", "path": unquote(path), "raw_path": path.encode("utf-8", "replace"),
        "query_string": query.encode("utf-8", "replace"), "headers": headers, "foedus.telling": telling,
    }  # fmt: skip
    status, asked = 500, False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            await asyncio.Event().wait()  # nobody hangs up
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = int(message["status"])

    await request.app(scope, receive, send)
    if status < 400:
        return "done", {"address": address}
    return fault(telling.problems or [_refusal("FOE906" if status == 503 else "FOE908", path)])


def _refusal(code: str, place: str) -> dict[str, Any]:
    entry = codes()[code]
    return {"code": code, "message": entry["title"].lower(), "help": entry["next"], "place": place}
