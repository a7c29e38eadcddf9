"""Pages: one context for HTML, JSON and CSV; addresses that hold their state; pictures with a twin in words."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import ARTICLE

LISTS = {
    "/treaties?on=1914-07-01": "treaty",
    "/states?on=1914-07-01": "state",
    "/network?on=1914-07-01": "kind",
    "/compare?from=2024-11-12&to=2024-12-05": "treaty",
    "/search?q=korea": "kind",
    "/scenario?attacker=DEU&target=BEL&on=1914-08-04": "state",
    "/treaty/nato?on=2024-06-01": "state",
    "/state/BLR?on=2024-06-01": "side",
}


def formed(path: str, form: str) -> str:
    stem, question, query = path.partition("?")
    return f"{stem}.{form}{question}{query}"


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_page_json_and_csv(client: TestClient, path: str) -> None:
    page, data, rows = client.get(path), client.get(formed(path, "json")), client.get(formed(path, "csv"))
    assert page.headers["content-type"].startswith("text/html")
    assert isinstance(data.json(), dict)
    found = list(csv.DictReader(io.StringIO(rows.text)))
    assert len(found) > 1
    assert LISTS[path] in found[0]


def test_a_form_that_a_page_has_not(client: TestClient) -> None:
    answer = client.get("/about.csv")
    assert answer.status_code == 404
    assert answer.json()["code"] == "FOE901"


def test_an_unknown_page_thing_and_day(client: TestClient) -> None:
    assert client.get("/nothing.json").json()["code"] == "FOE902"
    assert client.get("/treaty/no-such.json").status_code == 404
    assert client.get("/state/Atlantis.json").json()["code"] == "FOE102"
    assert client.get("/document/ffffffff.json").status_code == 404
    wrong = client.get("/treaties.json?on=2024-13-01")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "FOE003")
    assert client.get("/network.json?year=12x").json()["code"] == "FOE003"
    assert client.get("/network.json?kind=love").json()["code"] == "FOE905"


def test_the_brief_moves_into_an_address_that_holds_it(client: TestClient) -> None:
    answer = client.post("/brief", data={"article": ARTICLE, "published": "2024-11-12"})
    assert answer.status_code == 200
    assert "/brief?article=" in str(answer.url)
    assert answer.text.count('<li id="claim-') == 6
    assert "not in force" in answer.text
    later = client.get(f"{answer.url}&on=2024-12-05")
    assert "in force" in later.text
    assert ">not in force<" not in later.text


def test_a_long_article_is_answered_without_an_address(client: TestClient) -> None:
    import random

    noise = " ".join(f"{random.Random(7).random()}{number}" for number in range(3000))
    letters = "".join(random.Random(3).choices("abcdefghijklmnopqrstuvwxyz ", k=30_000))
    answer = client.post("/brief", data={"article": f"{ARTICLE}\n\n{letters}{noise[:10]}", "published": "2024-11-12"})
    assert answer.status_code == 200
    assert str(answer.url).endswith("/brief")
    assert answer.text.count('<li id="claim-') == 6


@pytest.mark.parametrize(
    "path",
    [
        "/network.svg?on=1914-07-01",
        "/network.svg?on=1816-01-01&kind=offence",
        "/treaty/nato.svg?on=2024-06-01",
        "/treaty/prk-rus-2024.svg",
        "/state/RUS.svg?on=1914-07-01",
        "/scenario.svg?attacker=DEU&target=BEL&on=1914-08-04&follow=1",
    ],
)
def test_a_picture_is_sound_and_says_what_it_shows(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)
    assert root.attrib["role"] == "img"
    names = [child.tag.rpartition("}")[2] for child in root]
    assert names[:2] == ["title", "desc"]
    assert all(child.text for child in list(root)[:2])


def test_a_picture_as_png(client: TestClient) -> None:
    pytest.importorskip("vl_convert", reason="PNG needs foedus[plots]")
    for path in ("/network.png?on=1914-07-01", "/scenario.png?attacker=DEU&target=BEL&on=1914-08-04"):
        assert client.get(path).content.startswith(b"\x89PNG\r\n")


def test_every_tie_of_the_picture_is_in_the_table(client: TestClient) -> None:
    page = client.get("/network.json?on=1914-07-01").json()
    told = {(row["treaty"], row["kind"]): row for row in page["treaties"]}
    for tie in page["ties"]:
        row = told[tie["treaty"], tie["kind"]]
        assert {tie["one"], tie["other"]} <= set(row["states"])
    assert sum(row["pairs"] for row in page["treaties"]) == len(page["ties"])


def test_states_that_did_not_exist_are_not_on_the_map(client: TestClient) -> None:
    ids = {row["state"] for row in client.get("/network.json?on=1914-07-01").json()["states"]}
    assert "AUH" in ids
    assert not {"POL", "IND", "ISR"} & ids


def test_an_open_question_settled_changes_the_verdict(client: TestClient) -> None:
    path = "/scenario.json?attacker=UKR&target=RUS&where=kursk-oblast&on=2025-01-15"

    def verdict(more: str = "") -> str:
        duties = client.get(path + more).json()["duties"]
        return next(d["verdict"] for d in duties if d["treaty"] == "prk-rus-2024" and d["kind"] == "defence")

    keys = [row["key"] for row in client.get(path).json()["switches"] if row["key"].endswith("@prk-rus-2024:4")]
    assert verdict() == "conditional"
    assert verdict("".join(f"&settle=yes:{key}" for key in keys)) == "obliged"
    assert verdict(f"&settle=no:{next(key for key in keys if key.startswith('state of war'))}") == "not_obliged"


def test_a_settled_question_keeps_its_switch(client: TestClient) -> None:
    path = "/scenario.json?attacker=UKR&target=RUS&where=kursk-oblast&on=2025-01-15"
    before = client.get(path).json()["switches"]
    after = client.get(f"{path}&settle=yes:{before[0]['key']}").json()["switches"]
    assert [row["key"] for row in after][: len(before)] == [row["key"] for row in before]
    assert after[0]["answer"] == "yes"
    assert after[0]["says"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("attacker=UKR&target=RUS&on=1800-01-01", "FOE504"),
        ("attacker=UKR&target=UKR&on=2024-01-01", "FOE502"),
        ("attacker=Atlantis&target=RUS&on=2024-01-01", "FOE102"),
        ("attacker=UKR&target=RUS&where=Nowhereland&on=2024-01-01", "FOE503"),
        ("attacker=UKR&target=RUS&on=2024-01-01&settle=maybe", "FOE905"),
        ("file=AAAA", "FOE905"),
    ],
)
def test_a_scenario_that_cannot_be(client: TestClient, query: str, code: str) -> None:
    answer = client.get(f"/scenario.json?{query}")
    assert answer.status_code in (404, 409, 422)
    assert answer.json()["code"] == code


def test_a_scenario_file_with_faults_names_its_lines(client: TestClient) -> None:
    bad = 'on = 1914-07-28\n[[event]]\nkind = "attack"\nby = ["AUX"]\non = ["SRB"]\n'
    answer = client.post("/scenario", files={"file": ("bad.toml", bad)}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert "bad.toml:4" in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "0001-12-31", "9999-12-31"])
@pytest.mark.parametrize("path", ["/treaty/nato", "/network", "/treaties", "/states", "/state/RUS", "/compare",
                                  "/scenario?attacker=RUS&target=USA", "/treaty/nato.svg"])  # fmt: skip
def test_the_ends_of_the_calendar(client: TestClient, path: str, day: str) -> None:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}on={day}", headers={"accept": "application/json"})
    assert answer.status_code in (200, 409)


def test_compare_finds_what_the_exchange_changed(client: TestClient) -> None:
    rows = client.get("/compare.json?treaty=prk-rus-2024&from=2024-11-12&to=2024-12-05").json()["rows"]
    assert {(row["state"], row["was"], row["now"]) for row in rows} == {
        (None, "consented", "in force"),
        ("PRK", "consented", "party"),
        ("RUS", "consented", "party"),
    }
    assert client.get("/compare.json?from=2024-12-06&to=2024-12-06").json()["rows"] == []


def test_a_treaty_can_be_taken_along(client: TestClient) -> None:
    assert 'id = "prk-rus-2024"' in client.get("/treaty/prk-rus-2024.toml").text
    assert client.get("/treaty/prk-rus-2024.bib").text.startswith("@misc{foedus-prk-rus-2024-")


def test_a_document_links_both_ways(client: TestClient) -> None:
    key = client.get("/api/documents").json()["documents"][0]["document"][:16]
    page = client.get(f"/document/{key}").text
    claim = client.get(f"/document/{key}.json").json()["claims"][0]["claim"]
    for anchor in (f'id="claim-{claim}"', f'href="#claim-{claim}"', f'id="words-{claim}"', f'href="#words-{claim}"'):
        assert anchor in page


def test_a_panel_is_chosen_in_a_form_that_leads_to_its_file(client: TestClient) -> None:
    page = client.get("/panels?unit=state-years&first=2010&last=2011&kind=defence&kind=neutrality")
    assert 'action="/panels/file"' in page.text
    assert client.get("/panels.json?unit=state-years&first=2010&last=2011").json()["files"]["csv"] == (
        "/api/panels/state-years.csv?first=2010&last=2011&kinds=defence&system=cow"
    )
    moved = client.get(
        "/panels/file?unit=state-years&form=parquet&first=2010&last=2011&kind=defence&kind=neutrality",
        follow_redirects=False,
    )
    assert moved.headers["location"] == (
        "/api/panels/state-years.parquet?first=2010&last=2011&kinds=defence%2Cneutrality&system=cow"
    )
    wrong = client.get("/panels/file?unit=..%2Fx&form=csv", headers={"accept": "application/json"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "FOE913")


def test_a_scenario_of_many_shows_what_is_owed_first_and_says_how_much_there_is(client: TestClient) -> None:
    path = "attacker=RUS&target=POL&on=2024-07-01"
    page = client.get(f"/scenario?{path}").text
    duties = client.get(f"/scenario.json?{path}").json()["duties"]
    assert len(duties) > 120
    assert page.count("<tr>") < 150
    assert "The first 60 of" in page


def test_about_has_its_figures_and_a_citation(client: TestClient) -> None:
    found = client.get("/about.json").json()["coverage"]
    assert sum(found["periods"].values()) <= found["treaties"]
    assert found["periods"]["1946 to 1991"] > 50
    page = client.get("/about").text
    assert "author = {{The Foedus authors}}," in page
    assert f">{found['acts']}</td>" in page


def test_a_list_of_treaties_keeps_apart_what_was_not_drawn_up_yet(client: TestClient) -> None:
    page = client.get("/treaties?on=1914-07-01").text
    before, _, after = page.partition("<details>")
    assert "/treaty/dual-alliance-1879?on=1914-07-01" in before
    assert "/treaty/prk-rus-2024?" in after
    assert "Austria-Hungary" in before


def test_a_document_names_its_masks(client: TestClient) -> None:
    key = client.get("/api/documents").json()["documents"][0]["document"][:16]
    page = client.get(f"/document/{key}").text
    assert "<h2>Masks</h2>" in page
    assert "Struck through" in page
