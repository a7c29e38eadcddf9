"""Answers kept until the ledger, the day or the atlas changes: what was asked once is not computed again."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool

_LOOK_AGAIN = 0.2  # seconds between two looks at the ledger's head
_LARGEST_KEPT = 4 * 1024 * 1024
_LONG = 100_000  # bytes, from which on squeezing takes longer than handing it to another thread
_LEVEL = 4
"""How hard a body is squeezed: half the time of the usual 6 for a twentieth more to send."""
_TEXT = (b"text/", b"application/json", b"image/svg", b"application/javascript")


@dataclass(slots=True)
class _Answer:
    """An answer as it leaves: status, headers without length, body plain and squeezed."""

    version: str
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    squeezed: bytes | None
    etag: bytes


@dataclass
class Kept:
    """ASGI middleware. Keeps answers to GET without a cookie or token, by address, form and ``version``.

    ``version`` names the state of everything answers hang on: the head of the ledger's chain, the atlas, the day. An
    answer made for another version is never sent. Each answer carries an ETag; who has it already gets 304.
    """

    app: Any
    version: Callable[[], str]
    largest: int = 64 * 1024 * 1024
    _held: OrderedDict[tuple[str, bytes, bool], _Answer] = field(default_factory=OrderedDict)
    _size: int = 0
    _making: dict[tuple[str, bytes, bool], asyncio.Lock] = field(default_factory=dict)
    _now: str = ""
    _looked: float = -1e9

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send what is kept, or let it be made and keep it."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            self._looked = -1e9  # a write may follow: look again
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if b"cookie" in headers or b"authorization" in headers or b"text/event-stream" in headers.get(b"accept", b""):
            await self.app({**scope, "method": "GET"} if scope["method"] == "HEAD" else scope, receive, send)
            return
        is_page = b"text/html" in headers.get(b"accept", b"text/html") or b"*/*" in headers.get(b"accept", b"")
        key = (scope["path"], scope["query_string"], is_page)
        version = await self._version()
        answer = self._held.get(key)
        if answer is None or answer.version != version:
            lock = self._making.setdefault(key, asyncio.Lock())
            async with lock:
                answer = self._held.get(key)
                if answer is None or answer.version != version:
                    answer = await self._made(scope, receive, send, key, version)
            if not lock.locked():
                self._making.pop(key, None)
            if answer is None:
                return  # it was streamed on
        else:
            self._held.move_to_end(key)
        await _sent(answer, headers, scope["method"], send)

    async def _version(self) -> str:
        if time.monotonic() - self._looked > _LOOK_AGAIN:
            self._looked = time.monotonic()
            self._now = await run_in_threadpool(self.version)
        return self._now

    async def _made(
        self, scope: Any, receive: Any, send: Any, key: tuple[str, bytes, bool], version: str
    ) -> _Answer | None:
        """Let the answer be made.

        None where it was sent on already, being too large to keep or not to be kept; and where it broke off because
        whoever asked hung up: half a script, kept, would be all that anybody gets.
        """
        start: dict[str, Any] = {}
        body = bytearray()
        streaming = is_whole = False

        async def taken(message: Any) -> None:
            nonlocal streaming, is_whole
            if message["type"] == "http.response.start":
                start.update(message)
                streaming = _is_stream(message)
                if streaming:
                    await send(message)
            elif streaming:
                await send(message)
            else:
                body.extend(message.get("body", b""))
                is_whole = not message.get("more_body", False)
                if len(body) > _LARGEST_KEPT:
                    streaming = True
                    await send(start)
                    await send({"type": "http.response.body", "body": bytes(body), "more_body": True})
                    if not message.get("more_body"):
                        await send({"type": "http.response.body", "body": b""})

        await self.app({**scope, "method": "GET"}, receive, taken)
        if streaming or not is_whole:
            return None
        if len(body) > _LONG:  # others are answered meanwhile
            answer = await run_in_threadpool(_answer, start, bytes(body), version, scope["path"])
        else:
            answer = _answer(start, bytes(body), version, scope["path"])
        if answer.status == 200 and b"no-store" not in dict(answer.headers).get(b"cache-control", b""):
            self._keep(key, answer)
        return answer

    def _keep(self, key: tuple[str, bytes, bool], answer: _Answer) -> None:
        old = self._held.pop(key, None)
        self._size += _weight(answer) - (_weight(old) if old else 0)
        self._held[key] = answer
        while self._size > self.largest:
            _, gone = self._held.popitem(last=False)
            self._size -= _weight(gone)


def _is_stream(message: Any) -> bool:
    headers = dict(message["headers"])
    return headers.get(b"content-type", b"").startswith(b"text/event-stream") or headers.get(b"x-streamed") == b"yes"


def _weight(answer: _Answer) -> int:
    return len(answer.body) + len(answer.squeezed or b"") + 1000


def _answer(start: dict[str, Any], body: bytes, version: str, path: str) -> _Answer:
    dropped = (b"content-length", b"etag", b"last-modified")
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
    names = dict(headers)
    if b"cache-control" not in names:
        is_named_by_hash = path.startswith("/static/assets/")
        headers.append((b"cache-control", b"max-age=31536000, immutable" if is_named_by_hash else b"no-cache"))
    headers.append((b"vary", b"accept, accept-encoding, cookie"))
    squeezable = len(body) > 600 and names.get(b"content-type", b"").startswith(_TEXT)
    squeezed = gzip.compress(body, _LEVEL, mtime=0) if squeezable else None
    etag = b'W/"' + hashlib.blake2b(body + version.encode(), digest_size=12).hexdigest().encode() + b'"'
    return _Answer(version, start["status"], headers, body, squeezed, etag)


async def _sent(answer: _Answer, asked: dict[bytes, bytes], method: str, send: Any) -> None:
    headers = [*answer.headers]
    if answer.status == 200:
        headers.append((b"etag", answer.etag))
        if answer.etag in [tag.strip() for tag in asked.get(b"if-none-match", b"").split(b",")]:
            kept = [pair for pair in headers if pair[0] != b"content-type"]
            await send({"type": "http.response.start", "status": 304, "headers": kept})
            await send({"type": "http.response.body", "body": b""})
            return
    body = answer.body
    if answer.squeezed is not None and b"gzip" in asked.get(b"accept-encoding", b""):
        body = answer.squeezed
        headers.append((b"content-encoding", b"gzip"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
