"""A browser over a server of our own; console errors, requests that leave the machine and axe findings are faults."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.shared import ROOT

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str | None:
    """The browser: ``FOEDUS_CHROMIUM``, else Debian's (apt install chromium)."""
    return os.environ.get("FOEDUS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def axe() -> str:
    """The text of axe-core: from ``ui/node_modules`` where they are installed, else from the test package."""
    file = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        import axe_playwright_python

        file = Path(axe_playwright_python.__file__).parent / "axe.min.js"
    return file.read_text("utf-8")


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(ledger: Path | str, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """``foedus serve`` over a ledger; its address and process, once it answers."""
    port = free_port()
    words = [sys.executable, "-m", "foedus", "serve", "--port", str(port), "--ledger", str(ledger), *options]
    process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        await_answer(address, process)
        yield address, process
    finally:
        process.terminate()
        process.wait(10)


def await_answer(address: str, process: subprocess.Popen[bytes], seconds: float = 20) -> float:
    """Wait for the first answer; how long it took, in seconds."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(f"{address}/about", timeout=5).read()
        except OSError:
            time.sleep(0.02)
        else:
            return time.monotonic() - started
    raise AssertionError("the server does not answer")


@dataclass
class Visit:
    """One page under watch."""

    page: Any
    address: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        host = urlsplit(self.address).netloc
        self.page.on(
            "console", lambda said: self.faults.append(f"console: {said.text}") if said.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("request", lambda sent: self._check(sent.url, host))
        self.page.set_default_timeout(30_000)

    def _check(self, url: str, host: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != host:
            self.faults.append(f"outside: {url}")

    def go(self, path: str) -> Any:
        """Open a page and wait until it is quiet."""
        answer = self.page.goto(self.address + path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        return self.page

    def check(self, *, scripts: bool = True) -> None:
        """No fault so far, nothing wider than the screen, and no finding of axe."""
        assert not self.faults, self.faults
        if not scripts:
            return
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url}: {wide} px wider than the screen"
        self.page.evaluate(axe())
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
        told = [
            f"{item['id']}: {node['target']} {node['failureSummary']}" for item in found for node in item["nodes"][:3]
        ]
        assert not told, f"{self.page.url}\n" + "\n".join(told)
