"""Feeds on loopback: read once, copies joined, changes told once; every bad feed reported while the others go on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import foedus
from foedus.api.tell import signed
from foedus.api.watch import Memory, Watcher, watching_from
from foedus.model.errors import FoedusError
from foedus.model.watching import Alerts, Watching
from foedus.sources.addresses import vetted
from tests.api.feed_server import Handler, Site, serving

NOW = datetime(2024, 11, 13, 12, 0, tzinfo=UTC)
DAY = "Tue, 12 Nov 2024 08:00:00 GMT"
SIGNED = (
    "Chile and Fiji signed a treaty on the protection of migrating whales in Suva on Monday, the foreign ministry "
    "of Chile said. The treaty on migrating whales took three years to negotiate and covers the whole south Pacific."
)
ORDINARY = (
    "The price of bread rose again this week in the markets of the capital, traders said, as rain kept {} lorries away."
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def watcher(
    site: Site, tmp_path: Path, *paths: str, outs: list[dict[str, str]] | None = None, **fetch: object
) -> Watcher:
    """A watcher over paths of the site; inner addresses allowed, no pauses."""
    rules = {"allow_private": True, "delay": 0, "seconds": 3, **fetch}
    watching = Watching.model_validate(
        {"feed": [{"url": site.url + path} for path in paths], "fetch": rules, "out": outs or []}
    )
    session = foedus.open(tmp_path / "ledger.sqlite", today=NOW.date())
    return Watcher(session, watching, Memory.open(tmp_path / "state.json"), now=lambda: NOW)


def test_five_hundred_items_a_third_copies_read_twice(site: Site, tmp_path: Path) -> None:
    items = []
    for number in range(500):
        if number % 3 == 0:
            items.append((f"i{number}", f"Whales {number}", f"{SIGNED} Edition {number}.", DAY))
        else:
            items.append((f"i{number}", f"Bread {number}", ORDINARY.format(number) + f" Report {number * 7919}.", DAY))
    site.feed("/feed", items)
    watch = watcher(site, tmp_path, "/feed")
    first = watch.round()
    assert first.items == 500
    assert first.faults == []
    again = Watcher(watch.session, watch.watching, Memory.open(tmp_path / "state.json"), now=lambda: NOW).round()
    assert (again.items, again.claims, again.changes) == (0, 0, [])
    whales = [claim for claim in watch.session.ledger.claims() if "CHL" in claim.value.actors]
    assert len({claim.document for claim in whales}) == 1
    assert len([claim for claim in whales if claim.value.act == "signature"]) == 1
    publications = watch.session.ledger.appearances(whales[0].document or "")
    assert len(publications) == 167
    assert first.copies == 166
    assert [change.kind for change in first.changes if change.treaty == whales[0].value.treaty].count("new treaty") == 1


def test_a_correction_is_no_copy(site: Site, tmp_path: Path) -> None:
    ratified = f"{SIGNED} The parliament of Fiji has ratified the treaty."
    other = ratified.replace("has ratified", "has not ratified")
    site.feed("/feed", [("a", "Whales", ratified, DAY), ("b", "Whales", other, DAY), ("c", "Whales!", ratified, DAY)])
    report = watcher(site, tmp_path, "/feed").round()
    assert (report.read, report.copies) == (2, 1)


def test_a_change_is_told_by_every_way_once(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_KEY", "secret")
    outs = [
        {"kind": "text", "path": str(tmp_path / "out.txt")},
        {"kind": "jsonl", "path": str(tmp_path / "out.jsonl")},
        {"kind": "atom", "path": str(tmp_path / "out.atom")},
        {"kind": "webhook", "url": f"{site.url}/hook", "secret_env": "DESK_KEY"},
        {"kind": "webhook", "url": "http://127.0.0.1:9/dead"},
    ]
    site.feed("/feed", [("w", "Whales", SIGNED, DAY)])
    watch = watcher(site, tmp_path, "/feed", outs=outs)
    report = watch.round()
    assert report.changes
    assert [fault.code for fault in report.faults] == ["FOE813"]
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [change.id for change in report.changes]
    assert (tmp_path / "out.atom").read_text().count("<entry>") == len(report.changes)
    (path, headers, body) = site.posted[0]
    assert path == "/hook"
    assert headers["X-Foedus-Signature"] == "sha256=" + signed(body, os.environ["DESK_KEY"])
    assert watch.round().changes == []
    assert len((tmp_path / "out.txt").read_text().splitlines()) == len(report.changes)


def test_a_withdrawal_is_told_with_its_day_and_the_rules_choose(site: Site, tmp_path: Path) -> None:
    told = "{} has withdrawn from the North Atlantic Treaty, its foreign ministry said on Tuesday."
    items = [(who, f"{who} leaves", told.format(who), DAY) for who in ("Turkey", "Norway")]
    site.feed("/feed", items)
    watch = watcher(site, tmp_path, "/feed")
    watch.watching = watch.watching.model_copy(update={"alerts": Alerts(states=("TUR",), kinds=("defence",))})
    (change,) = watch.round().changes
    assert (change.state, change.kind) == ("TUR", "withdrawal")
    assert change.says == "Turkey: withdrawal notified; effective 2025-11-12"


def endless(handler: Handler) -> None:
    handler.send_response(302)
    handler.send_header("Location", handler.path + "x" if len(handler.path) < 60 else "/loop")
    handler.end_headers()


def gigabyte(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/rss+xml")
    handler.end_headers()
    for _ in range(16_384):
        handler.wfile.write(b"x" * 65536)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><title>&b;</title></channel></rss>"
)


def test_bad_feeds_are_reported_and_the_good_one_is_read(site: Site, tmp_path: Path) -> None:
    site.feed("/good", [("w", "Whales", SIGNED, DAY)])
    for path in ("/loop", *("/loop" + "x" * n for n in range(1, 60))):
        site.pages[path] = endless
    site.pages["/huge"] = gigabyte
    site.text("/bomb", BOMB, "application/rss+xml")
    site.text("/notxml", "<html><p>no feed <b>at all</html>")
    site.text("/private", BOMB)
    paths = ("/dead", "/loop", "/huge", "/bomb", "/notxml", "/good")
    report = watcher(site, tmp_path, *paths, largest=1_000_000).round()
    assert {fault.where.rpartition("/")[2]: fault.code for fault in report.faults} == {
        "dead": "FOE805",
        "loop": "FOE807",
        "huge": "FOE806",
        "bomb": "FOE809",
        "notxml": "FOE809",
    }
    assert report.read == 1


def test_a_failed_feed_waits_longer_each_time(site: Site, tmp_path: Path) -> None:
    watch = watcher(site, tmp_path, "/dead")
    watch.round()
    watch.round()
    assert site.asked["/dead"] == 1
    assert watch.memory.feeds[site.url + "/dead"]["next"] > NOW.isoformat()


def test_conditional_requests_and_robots(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", [("w", "Whales", SIGNED, DAY)], ETag='"v1"')
    known = site.pages["/feed"]

    def conditional(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == '"v1"':
            handler.send_response(304)
            handler.end_headers()
        else:
            known(handler)

    site.pages["/feed"] = conditional
    site.text("/robots.txt", "User-agent: *\nDisallow: /secret\n", "text/plain")
    watch = watcher(site, tmp_path, "/feed", "/secret/feed")
    assert [fault.code for fault in watch.round().faults] == ["FOE808"]
    assert watch.round().items == 0
    assert site.asked["/secret/feed"] == 0


def test_a_day_in_the_future_is_told_and_today_is_taken(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", [("w", "Whales", SIGNED, "Sat, 12 Nov 2044 08:00:00 GMT")])
    watch = watcher(site, tmp_path, "/feed")
    assert [fault.code for fault in watch.round().faults] == ["FOE812"]
    (document,) = watch.session.ledger.documents()
    assert document.value.published == NOW.date()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://10.0.0.1/x",
        "http://169.254.169.254/latest",
        "http://[::ffff:192.168.0.1]/x",
        "http://0.0.0.0/x",
        "file:///etc/passwd",
        "gopher://127.0.0.1/x",
        "http:///x",
    ],
)
def test_inner_addresses_are_refused(url: str) -> None:
    with pytest.raises(FoedusError) as caught:
        vetted(url, allow_private=False)
    assert caught.value.code in ("FOE803", "FOE804")


def test_the_file_of_feeds_is_checked_whole(tmp_path: Path) -> None:
    file = tmp_path / "FEEDS.toml"
    file.write_text(
        '[[feed]]\nurl = "https://example.org/feed"\nfool = 1\n[fetch]\ndelay = -1\n[[out]]\nkind = "fax"\n'
    )
    with pytest.raises(FoedusError) as caught:
        watching_from(file)
    assert [(problem.where.rpartition(":")[2], problem.says.split('"')[1]) for problem in caught.value.problems] == [
        ("3", "feed.0.fool"),
        ("5", "fetch.delay"),
        ("7", "out.0.kind"),
    ]


def test_what_is_told_is_in_the_ledger_once_with_rule_and_words(site: Site, tmp_path: Path) -> None:
    told = "Turkey has withdrawn from the North Atlantic Treaty, its foreign ministry said on Tuesday."
    site.feed("/feed", [("t", "Turkey leaves", told, DAY)])
    watch = watcher(site, tmp_path, "/feed")
    (change,) = watch.round().changes
    (held,) = watch.session.ledger.changes()
    assert held.value == change
    assert change.rule
    assert any("Turkey has withdrawn" in quote for quote in change.quotes)
    with watch.session.ledger.batch(author="watch") as batch:
        batch.add_changes([change.model_copy(update={"source": "another paper"})])
    assert len(watch.session.ledger.changes()) == 1
    assert watch.session.ledger.verify().is_clean
    out = tmp_path / "out.jsonl"
    watch.session.ledger.export(out)
    with foedus.open(tmp_path / "other.sqlite").ledger as other:
        other.take_in(out, author="test")
        assert [item.value for item in other.changes()] == [change]
