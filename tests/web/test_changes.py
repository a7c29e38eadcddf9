"""The page of announced changes: what ``foedus watch`` told, chosen by the address; as page, JSON, CSV and Atom."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import foedus.api as api
from foedus.model.watching import Change
from foedus.web.app import create_app
from foedus.web.settings import Settings
from tests.web.conftest import TODAY

ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x0b]]>"


def told(session: api.Foedus, **fields: object) -> None:
    """Record a change as the watch does, behind a document of its own."""
    text = f"Report of {fields}"
    document = session.document(text.encode(), published=date(2024, 11, 12))
    whole = {"treaty": "north-atlantic", "title": "North Atlantic Treaty", "kind": "withdrawal", "says": "it changed",
             "on": "2024-11-13", "source": "Example World", "found": datetime(2024, 11, 13, 12, tzinfo=UTC),
             "document": document.id, **fields}  # fmt: skip
    with session.ledger.batch(author="watch") as batch:
        batch.add(document)
        batch.add_changes([Change.model_validate(whole)])


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server over a ledger with three plain changes and one with markup in every field."""
    ledger = tmp_path_factory.mktemp("changes") / "ledger.sqlite"
    session = api.open(ledger)
    told(session, state="TUR", says="Turkey: withdrawal notified; effective 2025-11-12", rule="nato:13",
         quotes=("Turkey has withdrawn",), url="https://example.org/turkey")  # fmt: skip
    told(session, kind="standing", treaty="prk-rus-2024", title="Partnership", says="consented → in force")
    told(session, kind="contested", treaty="prk-rus-2024", title="Partnership", says="reported in force; it is not")
    told(session, title=NASTY, says=NASTY, source=NASTY, rule=NASTY, quotes=(NASTY,), url="javascript:alert(1)",
         claims=(NASTY,), on=NASTY)  # fmt: skip
    session.ledger.close()
    with TestClient(create_app(settings=Settings(ledger=str(ledger), today=TODAY.isoformat()))) as client:
        yield client


def says(client: TestClient, query: str) -> list[str]:
    rows = client.get(f"/changes.json?{query}").json()["changes"]
    return [row["says"][:12] for row in rows]


def test_newest_first_and_chosen_by_state_treaty_kind_and_day(watched: TestClient) -> None:
    everything = says(watched, "")
    assert everything[1:] == ["reported in ", "consented → ", "Turkey: with"]
    assert says(watched, "state=Turkey")[-1] == "Turkey: with"
    assert says(watched, "state=RUS") == ["reported in ", "consented → "]
    assert says(watched, "treaty=prk-rus-2024&kind=standing") == ["consented → "]
    assert says(watched, "since=2999-01-01") == []
    assert says(watched, "known=2020-01-01") == []
    assert len(says(watched, "since=2024-01-01")) == 4


def test_page_csv_and_feed_say_the_same(watched: TestClient) -> None:
    page = watched.get("/changes?kind=withdrawal&state=TUR")
    assert "withdrawal notified; effective 2025-11-12" in page.text
    assert "nato:13" in page.text
    assert "Turkey has withdrawn" in page.text
    assert 'href="/changes.atom?state=TUR&amp;kind=withdrawal"' in page.text
    rows = list(csv.DictReader(io.StringIO(watched.get("/changes.csv?state=TUR").text)))
    assert [row["state"] for row in rows] == ["", "TUR"]
    answer = watched.get("/changes.atom?kind=withdrawal&state=TUR")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")][-1].startswith("North Atlantic")  # type: ignore[union-attr]
    for tag in ("id", "updated", "title", "author"):
        assert feed.find(f"{ATOM}{tag}") is not None
    own = next(link.attrib["href"] for link in feed.iter(f"{ATOM}link") if link.attrib["rel"] == "self")
    assert own == "http://testserver/changes.atom?state=TUR&kind=withdrawal"


def test_markup_in_every_field_is_text(watched: TestClient) -> None:
    answer = watched.get("/changes")
    assert answer.status_code == 200
    page = answer.text
    for raw in ("<script>alert", "<img src=x", 'href="javascript:'):
        assert raw not in page
    feed = ElementTree.fromstring(watched.get("/changes.atom").content)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert "<script>alert(1)</script>" in titles[0]
    assert not any(link.attrib["href"].startswith("javascript") for link in feed.iter(f"{ATOM}link"))


def test_the_front_page_names_the_newest_and_leads_to_them(watched: TestClient) -> None:
    page = watched.get("/").text
    change = watched.get("/changes.json").json()["changes"][-1]["change"]
    assert f'href="/changes#change-{change}"' in page
    assert "withdrawal notified; effective 2025-11-12" in page
    assert "<script>alert" not in page
    assert f'id="change-{change}"' in watched.get("/changes").text


def test_by_cursor_from_the_newest_also_while_more_come(tmp_path: Path) -> None:
    session = api.open(tmp_path / "l.sqlite")
    for number in range(5):
        told(session, says=f"change {number}")
    with TestClient(create_app(settings=Settings(ledger=str(tmp_path / "l.sqlite"), today="2025-01-15"))) as client:
        first = client.get("/api/changes?limit=2").json()
        assert [row["says"] for row in first["changes"]] == ["change 4", "change 3"]
        told(session, says="change 5")
        second = client.get(f"/api/changes?limit=2&cursor={first['next']}").json()
        assert [row["says"] for row in second["changes"]] == ["change 2", "change 1"]
        third = client.get(f"/api/changes?limit=2&cursor={second['next']}").json()
        assert ([row["says"] for row in third["changes"]], third["next"]) == (["change 0"], None)
        other = client.get(f"/api/changes?limit=2&kind=standing&cursor={first['next']}")
        assert (other.status_code, other.json()["code"]) == (409, "FOE913")
    session.ledger.close()


def test_nothing_announced_says_how_to_begin(client: TestClient, tmp_path: Path) -> None:
    assert "foedus watch FEEDS.toml --every 15m" in client.get("/changes").text
    assert "No change is announced for this choice" in client.get("/changes?state=MLI").text
    bare = TestClient(create_app(settings=Settings(ledger=str(tmp_path / "none.sqlite"), today="2025-01-15")))
    assert "it makes the ledger" in bare.get("/changes").text
    assert bare.get("/changes.csv").text == ""
    assert ElementTree.fromstring(bare.get("/changes.atom").content).find(f"{ATOM}entry") is None


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("state=Atlantis", 404, "FOE102"),
        ("treaty=no-such", 404, "FOE110"),
        ("kind=love", 422, "FOE905"),
        ("since=2024-13-01", 422, "FOE003"),
        ("known=x", 422, "FOE003"),
    ],
)
def test_what_cannot_be_asked(client: TestClient, query: str, status: int, code: str) -> None:
    answer = client.get(f"/changes.json?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
