"""Takes the pictures of the explorer's pages into this folder: python docs/screens/take.py [ADDRESS].

Without an address it starts a server of its own over an empty ledger in a temporary folder and records the example.
Needs the package playwright and a Chromium (Debian: apt install chromium).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import UTC, date, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ARTICLE = ROOT / "examples" / "2024-11-12-sample-article.txt"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
KURSK = "/scenario?attacker=UKR&target=RUS&where=kursk-oblast&on=2025-01-15"
PAGES = {
    "front": "/",
    "treaty": "/treaty/prk-rus-2024?on=2024-12-05",
    "treaty-open": "/treaty/nato?on=2024-06-01",
    "state": "/state/BLR?on=2024-11-12",
    "network": "/network?on=1914-07-01",
    "scenario": KURSK,
    "scenario-1914": "/scenario?attacker=AUH&target=SRB&on=1914-07-28&follow=1&assume=1",
    "compare": "/compare?from=2024-11-12&to=2024-12-05",
    "changes": "/changes",
    "panels": "/panels",
    "search": "/search?q=korea",
    "about": "/about",
}


def serving(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server over a fresh ledger that holds the example article."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ledger = str(folder / "ledger.sqlite")
    foedus = [sys.executable, "-m", "foedus"]
    subprocess.run([*foedus, "ingest", str(ARTICLE), "--ledger", ledger], check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*foedus, "serve", "--port", str(port), "--ledger", ledger, "--today", "2025-01-15", "--per-minute", "100000"]
    )
    announce(ledger)
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(address + "/about", timeout=5).read()
            return server, address
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server did not start")


def announce(ledger: str) -> None:
    """What a watch over a feed would have announced."""
    import foedus.api as api
    from foedus.model.watching import Change

    session = api.open(ledger)
    text = "Turkey has withdrawn from the North Atlantic Treaty, its foreign ministry said on Tuesday."
    document = session.document(text.encode(), published=date(2024, 11, 12))
    said = {"on": "2024-11-12", "source": "Example World", "document": document.id}
    told = (
        {"treaty": "prk-rus-2024", "title": "DPRK–Russia partnership treaty of 2024", "kind": "contested",
         "says": "reported in force; by its final clauses it is not: ratified by both, the exchange of instruments of "
         "ratification is missing", "rule": "prk-rus-2024:22", "quotes": ["the treaty has entered into force"]},
        {"treaty": "north-atlantic", "title": "NATO", "kind": "withdrawal", "state": "TUR",
         "says": "Turkey: withdrawal notified; effective 2025-11-12", "rule": "north-atlantic:13",
         "quotes": ["Turkey has withdrawn from the North Atlantic Treaty"], "url": "https://example.org/turkey"},
    )  # fmt: skip
    with session.ledger.batch(author="watch") as batch:
        batch.add(document)
        found = [datetime(2024, 11, 12 + day, 12, tzinfo=UTC) for day in range(len(told))]
        batch.add_changes(
            [Change.model_validate({**said, **one, "found": at}) for one, at in zip(told, found, strict=True)]
        )
    session.ledger.close()


def take(address: str) -> None:
    """Each page wide, two in the dark, and two on a small screen."""
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("FOEDUS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)

        def one(name: str, path: str, width: int, scheme: str = "light", full: bool = True) -> None:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(address + path, wait_until="networkidle")
            page.wait_for_timeout(600)
            page.screenshot(path=HERE / f"{name}.png", full_page=full, clip=None)
            context.close()

        for name, path in PAGES.items():
            one(name, path, 1200, full=name in ("front", "about", "compare", "search", "changes", "panels"))
        for name in ("treaty", "network", "scenario"):
            one(f"{name}-dark", PAGES[name], 1200, "dark", False)
        for name in ("front", "treaty", "network", "scenario"):
            one(f"{name}-390", PAGES[name], 390, full=False)
        plain = browser.new_page(viewport={"width": 1200, "height": 1000}, java_script_enabled=False)
        plain.goto(address + PAGES["network"])
        plain.locator("#map-head").scroll_into_view_if_needed()
        plain.locator("#map img").wait_for()
        plain.wait_for_timeout(1500)
        plain.locator("section[aria-labelledby=map-head]").screenshot(path=HERE / "map.png")
        page = browser.new_page(viewport={"width": 1200, "height": 1100})
        page.set_default_timeout(60_000)
        page.goto(address)
        page.fill("#article", ARTICLE.read_text("utf-8"))
        page.fill("#published", "2024-11-12")
        page.click("text=Read it")
        page.wait_for_url("**/brief?*")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=HERE / "brief.png")
        page.goto(address + "/search?q=Kim")
        page.click("main .claims a >> nth=0")
        page.screenshot(path=HERE / "document.png")
        browser.close()


def main() -> None:
    """Take them all."""
    if len(sys.argv) > 1:
        take(sys.argv[1])
        return
    with tempfile.TemporaryDirectory() as folder:
        server, address = serving(Path(folder))
        try:
            take(address)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
