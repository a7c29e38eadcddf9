"""A web server on loopback for the tests of feeds: good feeds, and every bad one a desk meets."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Page = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's table of pages; counts what was asked."""

    def do_GET(self) -> None:
        """Serve a page, 404 without one."""
        site: Any = self.server
        site.asked[self.path] += 1
        page = site.pages.get(self.path)
        with suppress(BrokenPipeError, ConnectionResetError):
            if page is None:
                self.send_error(404)
            else:
                page(self)

    def do_POST(self) -> None:
        """Keep a webhook's body and headers."""
        site: Any = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        site.posted.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.end_headers()

    def give(self, body: bytes, media_type: str = "text/html", **headers: str) -> None:
        """Answer 200 with a body."""
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Site:
    """A running server: its address, pages, and what was asked of it."""

    def __init__(self) -> None:
        self.server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.pages = {}
        self.server.asked = Counter()
        self.server.posted = []
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    @property
    def pages(self) -> dict[str, Page]:
        """Path to what answers it."""
        return self.server.pages  # type: ignore[no-any-return]

    @property
    def asked(self) -> Counter[str]:
        """How often each path was asked for."""
        return self.server.asked  # type: ignore[no-any-return]

    @property
    def posted(self) -> list[tuple[str, dict[str, str], bytes]]:
        """Path, headers and body of every POST."""
        return self.server.posted  # type: ignore[no-any-return]

    def text(self, path: str, body: str, media_type: str = "text/html", **headers: str) -> None:
        """Serve a text at a path."""
        self.pages[path] = lambda handler: handler.give(body.encode(), media_type, **headers)

    def feed(self, path: str, items: list[tuple[str, str, str, str]], **headers: str) -> None:
        """Serve an RSS feed of (id, title, text, day as RFC 822); each item's page holds its text."""
        entries = []
        for key, title, text, day in items:
            self.text(f"/page/{key}", f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
                                      f"<p>{text}</p></article></body></html>")  # fmt: skip
            entries.append(
                f"<item><guid>{key}</guid><link>{self.url}/page/{key}</link><title>{title}</title>"
                f"<description>{text}</description><pubDate>{day}</pubDate></item>"
            )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{"".join(entries)}</channel></rss>'
        self.text(path, body, "application/rss+xml", **headers)


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a port of its own, until the block ends."""
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
