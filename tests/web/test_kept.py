"""Answers that are kept: whole ones only, each made once, and none for another state of the ledger."""

from __future__ import annotations

import asyncio
from typing import Any

from foedus.web.kept import Kept

START = {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/javascript")]}


class Script:
    """An application that answers with a script; the first ``broken`` times whoever asks hangs up before its end."""

    def __init__(self, broken: int = 0) -> None:
        self.broken, self.made = broken, 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.made += 1
        await send(START)
        if self.made <= self.broken:
            await send({"type": "http.response.body", "body": b"export ", "more_body": True})
            return
        await send({"type": "http.response.body", "body": b"export ", "more_body": True})
        await send({"type": "http.response.body", "body": b"{}"})


def asked(kept: Kept, times: int) -> list[bytes]:
    """The bodies of so many requests for one address, one after the other."""

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def one() -> bytes:
        body = bytearray()

        async def send(message: Any) -> None:
            body.extend(message.get("body", b""))

        scope = {"type": "http", "method": "GET", "path": "/static/assets/x.js", "query_string": b"", "headers": []}
        await kept(scope, nothing, send)
        return bytes(body)

    async def several() -> list[bytes]:
        return [await one() for _ in range(times)]

    return asyncio.run(several())


def test_a_whole_answer_is_made_once() -> None:
    app = Script()
    assert asked(Kept(app, lambda: "1"), 3) == [b"export {}"] * 3
    assert app.made == 1


def test_half_an_answer_is_never_kept() -> None:
    """A browser that leaves a page while a script comes must not leave half of it to all others."""
    app = Script(broken=1)
    assert asked(Kept(app, lambda: "1"), 3)[1:] == [b"export {}"] * 2
    assert app.made == 2


def test_another_state_of_the_ledger_is_another_answer() -> None:
    app, versions = Script(), iter("112")
    kept = Kept(app, lambda: next(versions))
    for _ in range(3):
        kept._looked = -1e9
        asked(kept, 1)
    assert app.made == 2
