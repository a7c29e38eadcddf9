"""How quickly the explorer starts and answers: python bench/web.py [--readers 50] [--seconds 4] [--workers 1].

Starts ``foedus serve`` over a ledger with the example article and the full atlas, then asks for its pages on loopback:
each page by many readers at once as fast as they can (wrk, Debian: apt install wrk; else a client of our own, which
shares the processors with the server), each kind of page at addresses that nobody asked for yet (processor time a page,
then many readers at once), and people who pause between pages.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT / "examples" / "2024-11-12-sample-article.txt"
PAGES = {
    "front": "/",
    "treaties": "/treaties?on=2024-11-12",
    "treaty": "/treaty/prk-rus-2024?on=2024-11-12",
    "treaty, 32 parties": "/treaty/nato?on=2024-06-01",
    "states": "/states?on=2024-11-12",
    "state": "/state/RUS?on=2024-11-12",
    "network": "/network?on=2024-11-12",
    "scenario": "/scenario?attacker=UKR&target=RUS&where=kursk-oblast&on=2025-01-15",
    "compare": "/compare?from=2024-11-12&to=2024-12-05",
    "search": "/search?q=korea",
    "about": "/about",
}

STATES = "RUS USA GBR FRA DEU PRK JPN CHN TUR ITA POL EGY BRA IRN IND ROU GRC ESP".split()


def day(choice: random.Random) -> str:
    """A day of the last two centuries."""
    return f"{choice.randint(1820, 2024)}-{choice.randint(1, 12):02}-{choice.randint(1, 28):02}"


def between(choice: random.Random) -> str:
    """Two days of them."""
    first, last = sorted((day(choice), day(choice)))
    return f"from={first}&to={last}"


def attack(choice: random.Random) -> str:
    """One state attacks another, on a day on which both were there."""
    one, other = choice.sample([state for state in STATES if state not in ("PRK", "RUS", "DEU", "IND")], 2)
    on = f"{choice.randint(1956, 2024)}-0{choice.randint(1, 9)}-{choice.randint(10, 28)}"
    return f"attacker={one}&target={other}&on={on}"


READS_AHEAD = 8  # seconds after which the server has made what all days have in common
KEYS = sorted(file.stem for file in (ROOT / "foedus" / "treaties" / "atlas").glob("*.toml"))
UNSEEN = {
    "treaty": lambda choice: f"/treaty/{choice.choice(KEYS)}?on={day(choice)}",
    "treaties": lambda choice: f"/treaties?on={day(choice)}",
    "treaties, known": lambda choice: f"/treaties?on={day(choice)}&known={day(choice)}",
    "states": lambda choice: f"/states?on={day(choice)}",
    "state": lambda choice: f"/state/{choice.choice(STATES)}?on={day(choice)}",
    "network": lambda choice: f"/network?on={day(choice)}",
    "network, picture": lambda choice: f"/network.svg?on={day(choice)}",
    "network, JSON": lambda choice: f"/network.json?on={day(choice)}",
    "scenario": lambda choice: f"/scenario?{attack(choice)}",
    "compare": lambda choice: f"/compare?{between(choice)}",
    "search": lambda choice: f"/search?q={choice.choice(KEYS)}+{choice.randint(1, 99999)}",
}
"""Kinds of pages, each with an address that nobody asked for yet."""


def start(ledger: Path, workers: int) -> tuple[subprocess.Popen[bytes], str, float]:
    """A server, its address, and the seconds until its first answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "foedus", "serve", "--port", str(port), "--ledger", str(ledger)]
    words += ["--workers", str(workers), "--per-minute", "10000000"]
    began = time.perf_counter()
    server = subprocess.Popen(words, stderr=subprocess.DEVNULL, cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    while time.perf_counter() - began < 30:
        try:
            urllib.request.urlopen(f"{address}/about", timeout=10).read()
        except OSError:
            time.sleep(0.01)
        else:
            return server, address, time.perf_counter() - began
    raise SystemExit("the server did not start")


def fetch(url: str) -> tuple[float, bytes]:
    """One page: seconds, and the body as it was sent (squeezed)."""
    began = time.perf_counter()
    asked = urllib.request.Request(url, headers={"accept": "text/html", "accept-encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        body = answer.read()
    return time.perf_counter() - began, body


def by_wrk(url: str, readers: int, seconds: int, script: Path | None = None) -> tuple[float, float, float]:
    """Median and 99th percentile in ms, and requests a second. ``script`` gives wrk each request's address."""
    words = ["wrk", "-t1", f"-c{readers}", f"-d{seconds}s", "--latency", "-H", "Accept: text/html",
             "-H", "Accept-Encoding: gzip", *(["-s", str(script)] if script else []), url]  # fmt: skip
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)

    def of(share: str) -> float:
        number, unit = re.search(rf"{share}%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]
        return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]

    return of("50"), of("99"), float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]


async def people(address: str, paths: list[str], readers: int, seconds: float, pause: float) -> list[float]:
    """``readers`` at once, each with a connection of its own and ``pause`` seconds between pages; ms of each answer."""
    host, port = address.removeprefix("http://").split(":")
    until, took = time.perf_counter() + seconds, []
    choice = random.Random(1)
    left = list(paths) if len(paths) > 100 else []  # each address once

    async def one() -> None:
        read, write = await asyncio.open_connection(host, int(port))
        await asyncio.sleep(choice.random() * pause)
        while time.perf_counter() < until:
            path = left.pop() if left else choice.choice(paths)
            began = time.perf_counter()
            write.write(
                f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            )
            head = await read.readuntil(b"\r\n\r\n")
            if head[9:12] not in (b"200", b"404"):
                raise SystemExit(f"{path}: {head[:100]!r}")
            await read.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))  # type: ignore[index]
            took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(pause * (0.5 + choice.random()))
        write.close()

    await asyncio.gather(*(one() for _ in range(readers)))
    return took


def spread(values: list[float]) -> tuple[float, float]:
    """Median and 99th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]


def unseen(count: int, seed: int, *kinds: str) -> list[str]:
    """Different addresses that nobody asked for yet, of these kinds in turn (all kinds where none is named)."""
    choice = random.Random(seed)
    chosen = [UNSEEN[kind] for kind in kinds or UNSEEN]
    found: dict[str, None] = {}
    while len(found) < count:
        found[chosen[len(found) % len(chosen)](choice)] = None
    return list(found)


def processor_ms(server: subprocess.Popen[bytes]) -> float:
    """Processor time that the server and its workers took so far, in ms; 0 where the system does not tell."""
    try:
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(server.pid)], capture_output=True, text=True
        ).stdout
        parts = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (server.pid, *children.split())
        ]
    except OSError:
        return 0.0
    return sum(int(part[11]) + int(part[12]) for part in parts) * 1000 / os.sysconf("SC_CLK_TCK")


def cold(server: subprocess.Popen[bytes], address: str, readers: int, seconds: int) -> None:
    """Each kind of page where no two readers ask for the same address and nobody asked for it before."""
    has_wrk = shutil.which("wrk") is not None
    print(f"\naddresses never asked for, {readers} readers at once without pause; processor time of one page alone")
    print(f"{'page':<20}{'cpu ms':>10}{'median ms':>11}{'99th ms':>10}{'a second':>10}")
    for number, kind in enumerate(UNSEEN):
        few = unseen(40, 100 + number, kind)
        began = processor_ms(server)
        for path in few:
            fetch(address + path)
        each = (processor_ms(server) - began) / len(few)
        half, most, rate = at_once(address, unseen(400 * seconds, 200 + number, kind), readers, seconds, has_wrk)
        print(f"{kind:<20}{each:>10.1f}{half:>11.1f}{most:>10.1f}{rate:>10.0f}")


def at_once(address: str, paths: list[str], readers: int, seconds: int, has_wrk: bool) -> tuple[float, float, float]:
    """Median and 99th percentile in ms and answers a second, each address asked for once."""
    if not has_wrk:
        took = asyncio.run(people(address, paths, readers, seconds, 0))
        return *spread(took), len(took) / seconds
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "addresses.lua"
        listed = ",".join(f'"{path}"' for path in paths)
        script.write_text(
            f"local paths = {{{listed}}}\nlocal n = 0\n"
            "request = function() n = n + 1; return wrk.format('GET', paths[(n - 1) % #paths + 1]) end\n"
        )
        return by_wrk(address, readers, seconds, script)


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readers", type=int, default=50)
    asked.add_argument("--seconds", type=int, default=4)
    asked.add_argument("--workers", type=int, default=1)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.sqlite"
        ingest = [sys.executable, "-m", "foedus", "ingest", str(ARTICLE), "--ledger", str(ledger)]
        subprocess.run(ingest, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        starts = []
        for _ in range(3):
            server, address, took = start(ledger, options.workers)
            starts.append(took)
            server.send_signal(signal.SIGKILL) if len(starts) < 3 else None
        print(f"start to first answer: {', '.join(f'{took:.2f}' for took in starts)} s; workers: {options.workers}; "
              f"processors: {os.cpu_count()}")  # fmt: skip
        try:
            tables(address, options.readers, options.seconds)
            time.sleep(READS_AHEAD)
            cold(server, address, options.readers, options.seconds)
            crowds(address, options.readers, options.seconds)
            print(f"memory of the server at its most: {memory(server):.0f} MB")
            first_paint(address)
        finally:
            server.terminate()
            server.wait()


def first_paint(address: str) -> None:
    """When a browser first shows each page, in ms; left out where there is no browser."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print("first paint: not measured (apt install chromium; pip install playwright)")
        return
    ask = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in ("front", "treaty", "network", "scenario"):
            page = browser.new_context().new_page()
            sent: list[int] = []
            page.on("response", lambda answer, sent=sent: sent.append(int(answer.headers.get("content-length", 0))))
            page.goto(address + PAGES[name], wait_until="networkidle")
            size = sum(sent) / 1024
            print(f"first paint of {name}: {page.evaluate(ask):.0f} ms; all requests with islands: {size:.0f} KB")
        browser.close()


def tables(address: str, readers: int, seconds: int) -> None:
    """The three measurements of a running server."""
    has_wrk = shutil.which("wrk") is not None
    print(f"\n{readers} readers at once without pause ({'wrk' if has_wrk else 'own client'})")
    print(f"{'page':<20}{'first ms':>10}{'median ms':>11}{'99th ms':>10}{'a second':>10}{'sent KB':>9}{'plain KB':>10}")
    for name, path in PAGES.items():
        first, body = fetch(address + path)
        if has_wrk:
            half, most, rate = by_wrk(address + path, readers, seconds)
        else:
            took = asyncio.run(people(address, [path], readers, seconds, 0))
            half, most, rate = *spread(took), len(took) / seconds
        plain = len(gzip.decompress(body)) / 1024
        print(
            f"{name:<20}{first * 1000:>10.0f}{half:>11.1f}{most:>10.1f}{rate:>10.0f}"
            f"{len(body) / 1024:>9.1f}{plain:>10.1f}"
        )


def crowds(address: str, readers: int, seconds: int) -> None:
    """People who pause between pages."""
    print()
    for name, paths, pause in (
        ("people, pages seen before", list(PAGES.values()), 1.0),
        ("people, each page a treaty and day never asked for", unseen(4000, 2, "treaty"), 1.0),
        ("people, each page of any kind and never asked for", unseen(4000, 3), 1.0),
    ):
        half, most = spread(asyncio.run(people(address, paths, readers, 3 * seconds, pause)))
        print(f"{readers} {name}, {pause:.0f} s between pages: median {half:.1f} ms, 99th {most:.1f} ms")


def memory(server: subprocess.Popen[bytes]) -> float:
    """The server's largest memory so far in MB; 0 where the system does not tell."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{server.pid}/status").read_text())
    except OSError:
        found = None
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
