"""Fetching, politely: robots.txt, a pause per host, conditional requests, limits on size, time and redirects."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from foedus.model.errors import FoedusError
from foedus.model.version import __version__
from foedus.sources.addresses import vetted

AGENT = f"foedus/{__version__}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost. ``delay``: seconds between two requests to one host."""

    largest: int = 8 * 1024 * 1024
    seconds: float = 30.0
    redirects: int = 5
    delay: float = 1.0
    allow_private: bool = False
    robots: bool = True


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. ``body`` is None where the server says that nothing changed since last time."""

    url: str
    body: bytes | None
    media_type: str = ""
    etag: str | None = None
    modified: str | None = None


@dataclass
class Fetcher:
    """Fetches within its limits. ``clock`` and ``sleep`` can be replaced in tests."""

    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _trust: Any = None

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """The body at an address.

        Raises `FoedusError`: FOE803 refused address, FOE804 no answer, FOE805 an error status, FOE806 too large,
        FOE807 too many redirects, FOE808 robots.txt forbids it, FOE810 too slow.
        """
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified else {}
        seen: list[str] = []
        while True:
            if len(seen) > self.limits.redirects or url in seen:
                raise FoedusError("FOE807", f"{seen[0]}: redirected without end", help="check the address by hand")
            seen.append(url)
            if self.limits.robots and not self._allowed(url):
                raise FoedusError("FOE808", f"{url}: robots.txt asks not to fetch it", help="leave the feed out")
            answer = self._once(url, headers)
            if isinstance(answer, Fetched):
                return answer
            url = urljoin(url, answer)

    def _allowed(self, url: str) -> bool:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            parser = RobotFileParser()
            try:
                answer = self._once(f"{site}/robots.txt", {})
                text = answer.body.decode("utf-8", "replace") if isinstance(answer, Fetched) and answer.body else ""
                parser.parse(text.splitlines())
            except FoedusError as error:
                if error.code == "FOE803":
                    raise
                parser.parse([])  # no rules to be had: all is allowed (RFC 9309, 2.3.1.3)
            self._robots[site] = parser
        return self._robots[site].can_fetch(AGENT, url)

    def _once(self, url: str, headers: Mapping[str, str]) -> Fetched | str:
        """One request: what came back, or where it is redirected to."""
        import httpx

        address, host, port = vetted(url, allow_private=self.limits.allow_private)
        self._pause(host)
        parts = urlsplit(url)
        literal = f"[{address}]" if ":" in address else address
        target = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, ""))
        sent = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": AGENT, "Accept-Encoding": "gzip", **headers}
        try:
            with (
                httpx.Client(
                    timeout=self.limits.seconds, trust_env=False, follow_redirects=False, verify=self._certificates()
                ) as client,
                client.stream("GET", target, headers=sent, extensions={"sni_hostname": host}) as answer,
            ):
                if answer.is_redirect and "location" in answer.headers:
                    return str(answer.headers["location"])
                return self._taken(url, answer)
        except httpx.HTTPError as error:
            raise FoedusError("FOE804", f"{url}: {_in_words(error)}", help="it is tried again later") from error

    def _certificates(self) -> Any:
        """The certificates to trust, loaded once: it takes longer than a request."""
        if self._trust is None:
            import httpx

            self._trust = httpx.create_ssl_context(trust_env=False)
        return self._trust

    def _taken(self, url: str, answer: Any) -> Fetched:
        found = {
            "media_type": answer.headers.get("content-type", ""),
            "etag": answer.headers.get("etag"),
            "modified": answer.headers.get("last-modified"),
        }
        if answer.status_code == 304:
            return Fetched(url, None, **found)
        if answer.status_code >= 400:
            raise FoedusError(
                "FOE805", f"{url}: the server answers {answer.status_code}", help="it is tried again later"
            )
        started, body = self.clock(), bytearray()
        for chunk in answer.iter_bytes(65536):
            body += chunk
            if len(body) > self.limits.largest:
                limit = self.limits.largest // 1024 // 1024
                raise FoedusError("FOE806", f"{url}: more than {limit} MB", help="raise largest under [fetch]")
            if self.clock() - started > self.limits.seconds:
                raise FoedusError(
                    "FOE810", f"{url}: still sending after {self.limits.seconds:.0f} s", help="tried later"
                )
        return Fetched(url, bytes(body), **found)

    def _pause(self, host: str) -> None:
        wait = self._last.get(host, -1e9) + self.limits.delay - self.clock()
        if wait > 0:
            self.sleep(wait)
        self._last[host] = self.clock()


def _in_words(error: Exception) -> str:
    return str(error) or type(error).__name__
