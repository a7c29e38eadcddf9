"""Progress of long work as server-sent events: steps, then the page that is kept, or the fault in the one shape."""

from __future__ import annotations

import json
import random
from threading import Thread
from time import sleep
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from foedus.web.packed import pack
from foedus.web.pages.front import MOST_IN_ADDRESS
from tests.web.conftest import ARTICLE

COMPARE = "/compare?from=1914-07-01&to=1914-09-0{}"


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Name and data of each event; each is whole."""
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        name, _, data = block.partition("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def wait_for(client: TestClient, address: str) -> list[tuple[str, dict[str, Any]]]:
    answer = client.get("/api/progress/page", params={"address": address})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    return events(answer.text)


def long_article() -> str:
    """The example article with so much noise behind it that no address holds it."""
    letters = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz ", k=30_000))
    article = f"{ARTICLE}\n\n{letters}"
    assert len(pack(article)) > MOST_IN_ADDRESS
    return article


def test_a_comparison_tells_how_far_it_is_and_its_page_is_kept(client: TestClient) -> None:
    told = wait_for(client, COMPARE.format(1))
    assert told[-1] == ("done", {"address": COMPARE.format(1)})
    said = [data["says"] for name, data in told[:-1] if name == "step"]
    assert len(said) == len(told) - 1 > 3
    assert any(says.startswith("comparing treaties: 25 of ") for says in said)
    from foedus.api import compare_page

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was computed again")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_page, "compare_page", never)
        assert client.get(COMPARE.format(1), headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/scenario?attacker=AUH&target=SRB&on=1914-07-28&follow=1", "following the obliged, round by round"),
        ("/network?on=1913-03-03", "asking each treaty in force what it makes its parties owe"),
        (f"/brief?article={pack(ARTICLE)}&published=2024-11-13", "reading "),
    ],
)
def test_each_long_page_tells_what_it_is_at(client: TestClient, address: str, says: str) -> None:
    told = wait_for(client, address)
    assert told[-1][0] == "done"
    assert any(data["says"].startswith(says) for _, data in told[:-1])


def test_a_fault_comes_in_the_one_shape(client: TestClient) -> None:
    name, data = wait_for(client, "/compare?treaty=no-such&from=1914-01-01&to=1915-01-01")[-1]
    assert name == "fault"
    assert data["code"] == "FOE110"
    assert data["problems"][0]["message"] == data["message"]


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/compare", "//evil.example/compare", "/api/treaties", "/api/progress/page?address=/compare",
     "/review", "/style/foedus.css", "compare", "", "/../etc/passwd", "/static/../app.py", "javascript:alert(1)",
     "/compare\0"],
)  # fmt: skip
def test_only_pages_can_be_waited_for(client: TestClient, address: str) -> None:
    answer = client.get("/api/progress/page", params={"address": address})
    assert (answer.status_code, answer.json()["code"]) == (409, "FOE913")


def test_markup_and_tricks_in_an_address_stay_words(client: TestClient) -> None:
    for word in ("<script>alert(1)</script>", "\r\n\r\nevent: done\r\ndata: {}", "%0a%0aevent: x", "..%2f..%2fetc"):
        told = wait_for(client, f"/treaty/{quote(word, safe='')}")
        assert [name for name, _ in told if name != "step"] == ["fault"]
        assert told[-1][1]["code"] in ("FOE110", "FOE902")


def test_an_article_that_fits_leads_to_its_address(client: TestClient) -> None:
    form = {"article": ARTICLE, "published": "2024-11-12"}
    answer = client.post("/brief", data=form, headers={"accept": "text/event-stream"})
    name, data = events(answer.text)[-1]
    assert name == "done"
    assert data["address"].startswith("/brief?article=")
    assert client.get(data["address"]).text.count('<li id="claim-') == 6


def test_an_article_that_fits_no_address_comes_as_its_page(client: TestClient) -> None:
    form = {"article": long_article(), "published": "2024-11-12"}
    told = events(client.post("/brief", data=form, headers={"accept": "text/event-stream"}).text)
    assert any(data["says"].startswith("reading 3") for name, data in told if name == "step")
    assert told[-1][0] == "page"
    assert told[-1][1]["html"].count('<li id="claim-') == 6
    fault = client.post("/brief", data={**form, "published": "2024-13-01"}, headers={"accept": "text/event-stream"})
    assert events(fault.text)[-1][1]["code"] == "FOE003"


@pytest.mark.parametrize("article", [ARTICLE, long_article()], ids=["in an address", "too long for one"])
def test_a_form_sent_the_plain_way_is_heard_of_by_its_word(
    client: TestClient, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import foedus.web.progress as progress

    monkeypatch.setattr(progress, "_LONGEST", 6.0)
    told: list[tuple[str, dict[str, Any]]] = []
    word = f"word-{len(article)}"
    listener = Thread(target=lambda: told.extend(events(client.get(f"/api/progress/form/{word}").text)))
    listener.start()
    waiting = client.app.state.waiting  # type: ignore[attr-defined]
    while not waiting._listening:
        sleep(0.01)
    answer = client.post("/brief", data={"article": article, "published": "2024-11-14", "wait": word})
    listener.join(20)
    assert answer.text.count('<li id="claim-') == 6
    assert "wait=" not in str(answer.url)
    assert any(data["says"].startswith("reading ") for name, data in told if name == "step")
    assert waiting._listening == {}


def test_too_many_who_listen_are_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import foedus.web.progress as progress

    monkeypatch.setattr(progress, "_MOST", 0)
    for path in ("/api/progress/form/word-12345678", "/api/progress/page?address=/compare"):
        ((name, data),) = events(client.get(path).text)
        assert (name, data["code"]) == ("fault", "FOE909")
    assert client.get("/compare").status_code == 200


def test_without_events_the_page_comes_by_itself(client: TestClient) -> None:
    answer = client.post("/brief", data={"article": long_article(), "published": "2024-11-12"})
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.count('<li id="claim-') == 6


def test_a_panel_waited_for_is_sent_at_once(client: TestClient) -> None:
    pytest.importorskip("pyarrow", reason="panels need foedus[panels]")
    query = "first=2012&last=2012"
    told = events(client.get(f"/api/progress/panels/state-years?{query}").text)
    assert told[0][1]["says"] == "building state-years"
    assert told[-1][1]["rows"] > 150
    import foedus.web.routes.tables as tables

    def never(*_: object) -> None:
        raise AssertionError("it was made again")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "_made", never)
        assert len(client.get(f"/api/panels/state-years.csv?{query}").text.splitlines()) == told[-1][1]["rows"] + 1
        broken = events(client.get("/api/progress/panels/state-years?first=2011&last=2011").text)[-1]
        assert (broken[0], broken[1]["code"]) == ("fault", "FOE908")
    fault = events(client.get("/api/progress/panels/state-years?first=2012&last=2000").text)[-1]
    assert (fault[0], fault[1]["code"]) == ("fault", "FOE913")
