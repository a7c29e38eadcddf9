"""The explorer as a person uses it, in a browser: pointer, keyboard alone, narrow, dark, without scripts."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import foedus.api as api
from foedus.api.tokens import Tokens
from foedus.model.watching import Change
from tests.e2e.browser import ARGUMENTS, Visit, chromium, serving
from tests.e2e.test_main_job import foedus
from tests.shared import ROOT, SHARED

pytestmark = pytest.mark.skipif(
    chromium() is None and not os.environ.get("FOEDUS_REQUIRE_BROWSER"),
    reason="no Chromium here (Debian: apt install chromium); FOEDUS_REQUIRE_BROWSER=1 makes this a failure",
)
SAMPLE = ROOT / "examples" / "2024-11-12-sample-article.txt"
REAL = SHARED / "examples" / "2024-11-12-washington-examiner.txt"
ARTICLE = REAL if REAL.is_file() else SAMPLE
TREATY = "/treaty/prk-rus-2024?on=2024-11-12"
JULY = "/scenario?attacker=DEU&target=BEL&on=1914-08-04"
KURSK = "/scenario?attacker=UKR&target=RUS&where=kursk-oblast&on=2025-01-15"
PAGES = {
    "front": "/",
    "treaties": "/treaties?on=1914-07-01",
    "treaty": TREATY,
    "treaty with many parties": "/treaty/nato?on=2024-06-01",
    "states": "/states?on=1914-07-01",
    "state": "/state/RUS?on=1914-07-01",
    "network": "/network?on=1914-07-01",
    "scenario, empty": "/scenario",
    "scenario": KURSK,
    "compare": "/compare?from=2024-11-12&to=2024-12-05",
    "compare, empty": "/compare",
    "changes": "/changes",
    "changes, none of the choice": "/changes?state=FRA&kind=standing",
    "panels": "/panels",
    "search": "/search?q=korea",
    "search, empty": "/search",
    "review": "/review",
    "about": "/about",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ledger = tmp_path_factory.mktemp("explorer") / "ledger.sqlite"
    assert foedus("ingest", SAMPLE, ledger=ledger).returncode == 0
    announce(ledger)
    with serving(ledger, "--today", "2025-01-15", "--per-minute", "100000") as (found, _):
        yield found


def announce(ledger: Path) -> None:
    """What a watch would have announced: a withdrawal, with its rule and words."""
    session = api.open(ledger)
    text = "Turkey has withdrawn from the North Atlantic Treaty, its foreign ministry said on Tuesday."
    document = session.document(text.encode(), published=date(2024, 11, 12))
    change = Change(
        treaty="north-atlantic", title="North Atlantic Treaty", state="TUR", kind="withdrawal",
        says="Turkey: withdrawal notified; effective 2025-11-12", rule="north-atlantic:13", on="2024-11-13",
        document=document.id, source="Example World", quotes=("Turkey has withdrawn from the North Atlantic Treaty",),
        found=datetime(2024, 11, 13, 12, tzinfo=UTC),
    )  # fmt: skip
    with session.ledger.batch(author="watch") as batch:
        batch.add(document)
        batch.add_changes([change])
    session.ledger.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    with sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield found
        found.close()


@pytest.fixture
def visit(browser: Any, address: str) -> Iterator[Callable[..., Visit]]:
    opened = []

    def open_page(**options: Any) -> Visit:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        opened.append(context)
        return Visit(context.new_page(), address)

    yield open_page
    for context in opened:
        context.close()


def paste(one: Visit, article: Path) -> Any:
    page = one.go("/")
    page.fill("#article", article.read_text("utf-8"))
    page.fill("#published", "2024-11-12")
    page.get_by_role("button", name="Read it").click()
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_is_quiet_at_home_and_readable_by_all(visit: Callable[..., Visit], path: str) -> None:
    one = visit()
    one.go(path)
    one.check()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_on_a_small_screen_in_the_dark(visit: Callable[..., Visit], path: str) -> None:
    one = visit(viewport={"width": 390, "height": 800}, color_scheme="dark")
    one.go(path)
    one.check()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_without_scripts(visit: Callable[..., Visit], path: str) -> None:
    one = visit(java_script_enabled=False)
    page = one.go(path)
    assert page.locator("main h1").count() == 1
    one.check(scripts=False)


def test_the_article_pasted_gives_its_six_claims_and_the_slider_the_day_of_force(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = paste(one, ARTICLE)
    assert page.locator("ol.claims > li").count() == 6
    assert page.locator("article.text mark").count() >= 5
    assert "12 November 2024: not in force" in page.locator("#answer").inner_text()
    page.locator("ol.claims > li a").first.click()
    assert "#words-" in page.url
    one.check()
    page.locator("h2 a").first.click()
    page.wait_for_load_state("networkidle")
    assert "not in force on 12 November 2024" in page.locator("#standing").inner_text()
    page.focus("#day-range")
    for _ in range(23):
        page.keyboard.press("ArrowRight")
    page.locator("#standing", has_text="in force on 5 December 2024, since 4 December 2024").wait_for()
    assert "on=2024-12-05" in page.url
    page.keyboard.press("PageDown")
    page.locator("#standing", has_text="in force on 4 December 2024").wait_for()
    one.check()


def test_the_address_holds_the_brief(visit: Callable[..., Visit]) -> None:
    one = visit()
    there = paste(one, SAMPLE).url
    other = visit(java_script_enabled=False)
    page = other.go(there.removeprefix(other.address))
    assert page.locator("ol.claims > li").count() == 6


def test_1914_round_by_round(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/scenario")
    page.fill("#attacker", "Germany")
    page.fill("#target", "Belgium")
    page.fill("#on", "1914-08-04")
    page.check("text=round by round >> nth=0")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_load_state("networkidle")
    assert "Round 1" in page.locator("#answer").inner_text()
    britain = page.locator("#answer tr:has(td:first-child a:text-is('United Kingdom'))").first.inner_text()
    assert "obliged" in britain
    assert "belgium-1839" in britain
    one.check()


def test_a_switch_settles_what_was_open(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go(KURSK)
    row = (
        page.locator("#answer tr", has_text="North Korea")
        .filter(has_text="prk-rus-2024")
        .filter(has_text="defence")
        .first
    )
    assert "conditional" in row.inner_text()
    for name in ("state of war", "own law"):
        page.locator(".switch", has_text=name).filter(has_text="prk-rus-2024:4").locator("select").select_option(
            "suppose yes"
        )
    page.get_by_role("button", name="Ask again").click()
    page.wait_for_load_state("networkidle")
    assert "settle=yes" in page.url
    row = (
        page.locator("#answer tr", has_text="North Korea")
        .filter(has_text="prk-rus-2024")
        .filter(has_text="defence")
        .first
    )
    assert "conditional" not in row.inner_text()
    assert "obliged" in row.inner_text()
    one.check()


def test_a_scenario_file_goes_into_the_address(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/scenario")
    page.set_input_files("#file", ROOT / "cases" / "obligations" / "1914-belgium.toml")
    page.get_by_role("button", name="Load").click()
    page.wait_for_load_state("networkidle")
    assert "file=" in page.url
    assert page.locator("#answer table").count() >= 1
    one.check()


def test_two_centuries_by_keyboard(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/network?on=1913-12-31")
    page.focus("#year")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**year=1914*")
    page.wait_for_load_state("networkidle")
    assert "31 December 1914" in page.locator("main").inner_text()
    one.check()


def test_the_map_and_network_are_drawn(visit: Callable[..., Visit]) -> None:
    built()
    one = visit()
    page = one.go("/network?on=1960-01-01")
    page.wait_for_selector("#map svg[role=img] path", state="attached")
    page.wait_for_selector("#network canvas", state="attached")
    shades = page.evaluate(
        "new Set([...document.querySelectorAll('#map svg path')].map(p => p.getAttribute('fill'))).size"
    )
    assert shades >= 4
    one.go(TREATY).wait_for_selector("#timeline svg[role=img]")
    one.check()


def built() -> None:
    """Skip where the islands are not built: what they draw cannot be there."""
    if not (ROOT / "foedus" / "web" / "static" / "manifest.json").is_file():
        pytest.skip("the islands are not built (cd ui && npm install && npm run build)")


def test_the_map_shows_one_kind_at_a_time(visit: Callable[..., Visit]) -> None:
    built()
    one = visit()
    page = one.go("/network?on=1960-01-01")
    page.wait_for_selector("#map svg[role=img] path", state="attached")
    page.focus(".choice button >> text=neutrality")
    page.keyboard.press("Enter")
    assert page.locator(".choice button[aria-pressed=true]").inner_text() == "neutrality"
    assert "neutrality" in (page.locator("#map svg[role=img]").get_attribute("aria-label") or "")
    with page.expect_response("**/map.svg?*") as told:
        page.locator("#map-head ~ .shared a", has_text="SVG").click()
    assert told.value.headers["content-type"] == "image/svg+xml"


def test_without_scripts_the_map_is_the_servers_picture(visit: Callable[..., Visit]) -> None:
    built()
    one = visit(java_script_enabled=False)
    page = one.go("/network?on=1914-07-01")
    picture = page.locator("#map img")
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert (picture.get_attribute("src") or "").startswith("/map.svg?on=1914-07-01")
    assert page.request.get(one.address + "/map.svg?on=1914-07-01").status == 200
    one.check(scripts=False)


def test_a_long_wait_tells_what_is_done(visit: Callable[..., Visit]) -> None:
    built()
    one = visit()
    page = one.go("/compare")
    page.fill("#from", "1871-01-01")
    page.fill("#to", "2024-01-01")
    with page.expect_request("**/api/progress/page?*") as asked:
        page.get_by_role("button", name="Compare").click()
    assert "address=%2Fcompare%3Ftreaty%3D%26from%3D1871-01-01" in asked.value.url
    page.wait_for_url("**/compare?*from=1871-01-01*")
    page.locator("caption", has_text="changes from 1 January 1871").wait_for(timeout=60_000)
    one.check()


def test_an_article_too_long_for_an_address_is_heard_of_and_comes(visit: Callable[..., Visit]) -> None:
    built()
    one = visit()
    page = one.go("/")
    letters = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz ", k=30_000))
    page.fill("#article", SAMPLE.read_text("utf-8") + "\n\n" + letters)
    page.fill("#published", "2024-11-12")
    with page.expect_request("**/api/progress/form/*"):
        page.get_by_role("button", name="Read it").click()
    page.locator("ol.claims > li").nth(5).wait_for(timeout=60_000)  # the model is read first
    assert page.locator("ol.claims > li").count() == 6
    page.locator("article.text mark a").first.click()
    assert page.locator("li:target").count() == 1
    one.check()


def test_a_panel_is_made_and_saved(visit: Callable[..., Visit]) -> None:
    built()
    pytest.importorskip("pyarrow", reason="panels need foedus[panels]")
    one = visit(accept_downloads=True)
    page = one.go("/panels")
    page.select_option("#unit", "state-years")
    page.fill("#first", "2010")
    page.fill("#last", "2011")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Make the table").click()
    assert saved.value.suggested_filename == "state-years-2010-2011.csv"
    one.check()


def test_changes_lead_from_the_front_to_rule_words_and_feed(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.locator("main a[href='/changes']").click()
    page.wait_for_load_state("networkidle")
    told = page.locator("ol.changes li").first.inner_text()
    for part in ("withdrawal", "north-atlantic:13", "effective 2025-11-12", "Turkey has withdrawn", "Example World"):
        assert part in told
    page.fill("#state", "Turkey")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/changes?state=Turkey*")
    feed = page.locator("link[type='application/atom+xml']").get_attribute("href") or ""
    assert feed == "/changes.atom?state=Turkey"
    assert page.request.get(one.address + feed).text().count("<entry>") == 1
    one.check()


def test_an_editor_signs_in_decides_and_signs_out(browser: Any, tmp_path: Path) -> None:
    ledger, file = tmp_path / "ledger.sqlite", tmp_path / "tokens.json"
    session = api.open(ledger)
    for number, day in enumerate(("Nov. 11", "Nov. 10")):
        text = f"Report {number}\n\nNorth Korean leader Kim Jong Un ratified the defence treaty with Russia on {day}."
        session.ingest([session.document(text.encode(), published=date(2024, 11, 12 + number))], author="test")
    session.ledger.close()
    token = Tokens(file).add("anna", "editor")
    with serving(ledger, "--write", "--tokens", str(file), "--today", "2025-01-15") as (found, _):
        one = Visit(browser.new_page(), found)
        page = one.go("/review")
        page.fill("#token", token)
        page.get_by_role("button", name="Sign in").click()
        page.locator("text=Signed in as anna, editor").wait_for()
        assert "which day is right" in page.locator("main").inner_text()
        one.check()
        page.locator("input[name=reason]").first.fill("the agency gives the day")
        page.get_by_role("button", name="Accept").first.click()
        page.locator("text=Decided lately").wait_for()
        assert "the agency gives the day" in page.locator("main").inner_text()
        one.check()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(found + "/")
        one.check()
        page.close()


def test_by_keyboard_alone(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "article"
    page.keyboard.insert_text(SAMPLE.read_text("utf-8"))
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Read it":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/brief?article=*")
    assert page.locator("ol.claims > li").count() >= 5
    one.check()


def test_reasons_open_and_links_lead_on(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go(TREATY)
    assert page.locator("ul.tree li").count() >= 2
    page.locator("ul.claims blockquote a").first.click()
    page.wait_for_load_state("networkidle")
    assert "/document/" in page.url
    assert page.locator("li:target").count() == 1
    one.check()


def test_search_finds_treaties_states_and_reports(visit: Callable[..., Visit]) -> None:
    one = visit()
    page = one.go("/")
    page.fill("input[name=q]", "korea")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=korea")
    page.wait_for_load_state("networkidle")
    heads = page.locator("main h2").all_inner_texts()
    assert heads == ["Treaties", "States and organisations", "Reported"]
    one.check()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_also_as_json(visit: Callable[..., Visit], path: str) -> None:
    one = visit()
    stem, question, query = path.partition("?")
    answer = one.page.request.get(f"{one.address}{'/index' if stem == '/' else stem}.json{question}{query}")
    if stem == "/review":
        assert answer.status == 403
    else:
        assert answer.status == 200
    assert isinstance(json.loads(answer.text()), dict)
