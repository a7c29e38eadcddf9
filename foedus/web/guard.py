"""What every answer carries and each request must keep to: headers against foreign code; limits on body, time, rate."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import OrderedDict
from html import escape
from typing import Any

from foedus.model.errors import codes
from foedus.web.settings import Settings

LARGEST_BODY = 2 * 1024 * 1024
_LONGEST_ADDRESS = 32 * 1024
_CLIENTS = 10_000  # whose rate is remembered

_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        b"connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # "no-referrer" would make browsers hide the origin of our own forms
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_log = logging.getLogger("foedus.web")


class Guard:
    """ASGI middleware: refuses what goes over a limit (FOE903, FOE906, FOE909, FOE912), and adds the headers.

    An error that nobody foresaw leaves as FOE908, in the one shape of error; its traceback goes to the log only.
    """

    def __init__(self, app: Any, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request through with its body counted, its time measured and its answer's headers set."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        passing = _Passing(receive, send, self.settings.body_seconds)
        refused = self._refused(scope)
        if refused is None:
            refused = await self._passed(scope, passing)
        if refused is not None and not passing.started:
            await _refuse(scope, send, *refused)

    async def _passed(self, scope: Any, passing: _Passing) -> tuple[int, str, str] | None:
        try:
            async with asyncio.timeout(self.settings.seconds + self.settings.body_seconds) as passing.clock:
                await self.app(scope, passing.receive, passing.send)
        except TimeoutError:
            return 503, "FOE906", "the answer took too long"
        except Exception:
            if passing.refused is None:
                _log.exception("%s %s", scope["method"], scope["path"])
                return 500, "FOE908", "the server broke on this request"
        return passing.refused

    def _refused(self, scope: Any) -> tuple[int, str, str] | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
        if self.settings.hosts and name.lower() not in self.settings.hosts:
            return 421, "FOE912", "the server is not called by this name"  # a foreign name bound to an inner address
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return 413, "FOE903", "the body is too large"
        if len(scope["query_string"]) + len(scope["path"]) > _LONGEST_ADDRESS:
            return 414, "FOE903", "the address is too long"
        if b"\0" in scope.get("raw_path", b"") or "\0" in scope["path"]:
            return 404, "FOE902", "there is no such page"
        if not self._has_left((scope.get("client") or ("",))[0]):
            return 429, "FOE909", "too many requests"
        return None

    def _has_left(self, client: str) -> bool:
        """Take one from the client's allowance, which fills evenly up to that of a quarter of a minute."""
        now, rate = time.monotonic(), self.settings.per_minute / 60
        most = max(self.settings.per_minute / 4, 1.0)
        left, since = self._left.pop(client, (most, now))
        left = min(most, left + (now - since) * rate)
        self._left[client] = (left - 1 if left >= 1 else left, now)
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return left >= 1


class _Passing:
    """One request on its way: its body counted and timed; its answer with headers added, or a refusal in its place."""

    def __init__(self, receive: Any, send: Any, seconds: float) -> None:
        self._receive, self._send = receive, send
        self._until = time.monotonic() + seconds
        self._taken = 0
        self._whole = False
        self.started = False
        self.refused: tuple[int, str, str] | None = None
        self.clock: asyncio.Timeout | None = None

    async def receive(self) -> Any:
        """The next part of the body; a disconnection where it is too large or too slow."""
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(self._until - time.monotonic(), 0.001))
        except TimeoutError:
            self.refused = (408, "FOE906", "the body came too slowly")
            return {"type": "http.disconnect"}
        self._taken += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._taken > LARGEST_BODY:
            self.refused = (413, "FOE903", "the body is too large")
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Any) -> None:
        """A part of the answer, unless the request has been refused meanwhile."""
        if self.refused is not None and not self.started:
            return
        if message["type"] == "http.response.start":
            self.started = True
            if self.clock is not None:
                self.clock.reschedule(None)  # what is streamed may take its time
            message = {**message, "headers": [*message["headers"], *_HEADERS]}
        await self._send(message)


async def _refuse(scope: Any, send: Any, status: int, code: str, says: str) -> None:
    """Answer in the one shape of error, as a page where a page was asked for."""
    next_step = codes()[code]["next"]
    wants_page = b"text/html" in dict(scope["headers"]).get(b"accept", b"") and not scope["path"].startswith("/api/")
    if wants_page:
        media = b"text/html; charset=utf-8"
        body = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Not answered · Foedus</title>'
            f'<link rel="stylesheet" href="/style/foedus.css"><main><h1>Not answered</h1><p>{code} {escape(says)}</p>'
            f'<p>{escape(next_step)}</p><p><a href="/">To the front page</a></p></main></html>'
        ).encode()
    else:
        media = b"application/json"
        problem = {"code": code, "message": says, "help": next_step, "place": scope["path"]}
        body = json.dumps({**problem, "problems": [problem]}).encode()
    headers = [
        (b"content-type", media),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        *([(b"retry-after", b"10")] if status in (429, 503) else []),
        *_HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
