"""The API: readings with both clocks, pages by cursor, questions with a body, panels, and answers kept by version."""

from __future__ import annotations

import io

import pytest
from starlette.testclient import TestClient

from tests.web.conftest import ARTICLE, Writing


def test_status_on_two_days(client: TestClient) -> None:
    before = client.get("/api/status/prk-rus-2024?on=2024-11-12").json()
    after = client.get("/api/status/prk-rus-2024?on=2024-12-05").json()
    assert (before["in_force"], after["in_force"]) == ("no", "yes")
    assert after["since"] == "2024-12-04"
    assert before["missing"]


def test_what_was_not_known_is_not_said(client: TestClient) -> None:
    found = client.get("/api/status/prk-rus-2024?on=2024-12-05&known=2024-12-01").json()
    assert found["in_force"] != "yes"
    assert "2024-12-04" not in str(found["steps"])


def test_a_list_by_cursor_is_the_whole_list_once(client: TestClient) -> None:
    whole = client.get("/api/treaties?limit=1000&on=2024-01-01").json()
    found, cursor = [], ""
    while True:
        part = client.get(f"/api/treaties?limit=40&on=2024-01-01&cursor={cursor}").json()
        assert len(part["treaties"]) <= 40
        found += part["treaties"]
        cursor = part["next"]
        if not cursor:
            break
    assert found == whole["treaties"]
    assert len(found) == whole["count"]


def test_a_cursor_of_another_question_is_refused(client: TestClient) -> None:
    cursor = client.get("/api/treaties?limit=1&on=2024-01-01").json()["next"]
    answer = client.get(f"/api/treaties?limit=1&on=1914-01-01&cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (409, "FOE913")


def test_claims_carry_their_words(client: TestClient) -> None:
    rows = client.get("/api/claims?treaty=prk-rus-2024").json()["claims"]
    assert len(rows) == 6
    text = client.get(f"/api/documents/{rows[0]['document']}").json()["document"]["text"]
    for row in rows:
        start, end = row["span"]
        assert " ".join(text[start:end].split()) == row["quote"]


def test_brief_by_program(client: TestClient) -> None:
    found = client.post("/api/brief", json={"text": ARTICLE, "published": "2024-11-12"}).json()
    assert len(found["treaties"][0]["reported"]) == 6
    assert found["treaties"][0]["finding"]["in_force"] == "no"
    later = client.post("/api/brief?on=2024-12-05", json={"text": ARTICLE, "published": "2024-11-12"}).json()
    assert later["treaties"][0]["finding"]["in_force"] == "yes"


def test_assess_by_program(client: TestClient) -> None:
    event = {"kind": "attack", "by": ["DEU"], "on": ["BEL"], "date": "1914-08-04"}
    found = client.post("/api/assess", json={"scenario": {"on": "1914-08-04", "event": [event]}}).json()
    duties = {(d["state"], d["toward"], d["verdict"]) for d in found["duties"]}
    assert ("GBR", "BEL", "obliged") in duties
    assert ("DEU", "BEL", "breach") in duties


def test_assess_with_all_faults_at_once(client: TestClient) -> None:
    answer = client.post("/api/assess", json={"scenario": {"on": "x", "event": [{"kind": "dance"}]}})
    assert answer.status_code == 409
    assert len(answer.json()["problems"]) >= 2


def test_panels_as_csv_and_parquet(client: TestClient) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="panels need foedus[panels]")
    query = "first=2010&last=2011&kinds=defence"
    lines = client.get(f"/api/panels/state-years.csv?{query}").text.splitlines()
    table = parquet.read_table(io.BytesIO(client.get(f"/api/panels/state-years.parquet?{query}").content))
    assert len(lines) - 1 == table.num_rows > 300
    assert lines[0].split(",") == table.column_names


def test_progress_ends_with_done(client: TestClient) -> None:
    pytest.importorskip("pyarrow", reason="panels need foedus[panels]")
    events = client.get("/api/progress/panels/state-years?first=2010&last=2011").text
    assert events.startswith("event: step\n")
    assert "event: done\ndata: {" in events


def test_openapi_has_examples_and_one_error(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert {"/api/treaties", "/api/status/{key}", "/api/timeline/{key}", "/api/claims", "/api/documents", "/api/search",
            "/api/assess", "/api/brief"} <= set(described["paths"])  # fmt: skip
    assert described["paths"]["/api/assess"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    for path in described["paths"].values():
        for deed in path.values():
            assert deed["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith("/Refusal")


def test_an_answer_has_a_tag_and_is_not_sent_twice(client: TestClient) -> None:
    first = client.get("/api/status/nato?on=2000-01-01")
    again = client.get("/api/status/nato?on=2000-01-01", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/status/nato?on=2000-01-02")
    assert other.headers["etag"] != first.headers["etag"]


def test_what_is_recorded_shows_at_once(writing: Writing) -> None:
    path = "/api/claims?treaty=prk-rus-2024"
    first = writing.client.get(path)
    article = {"text": ARTICLE, "published": "2024-11-12"}
    added = writing.client.post("/api/documents", json=article, headers=writing.bearer("editor"))
    assert added.json()["claims"] == 6
    after = writing.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert after.status_code == 200
    assert len(after.json()["claims"]) == len(first.json()["claims"]) + 6
    again = writing.client.post("/api/documents", json=article, headers=writing.bearer("editor"))
    assert again.json()["added"] == 0


def test_head_gives_the_headers_alone(client: TestClient) -> None:
    answer = client.head("/about")
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 500


def test_answers_are_squeezed_for_those_who_ask(client: TestClient) -> None:
    squeezed = client.get("/treaties?on=2024-01-01", headers={"accept-encoding": "gzip"})
    plain = client.get("/treaties?on=2024-01-01", headers={"accept-encoding": "identity"})
    assert squeezed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert squeezed.text == plain.text


def test_a_search_by_cursor_is_the_whole_search_once_also_while_more_comes(writing: Writing) -> None:
    whole = writing.client.get("/api/search?q=Kim&limit=1000").json()["hits"]
    assert len(whole) > 1
    found, cursor = [], ""
    while True:
        part = writing.client.get(f"/api/search?q=Kim&limit=1&cursor={cursor}").json()
        found += part["hits"]
        cursor = part["next"]
        if len(found) == 1:
            article = {"text": "Kim Jong Un ratified the defence treaty with Russia.", "published": "2024-12-24"}
            writing.client.post("/api/documents", json=article, headers=writing.bearer("editor"))
        if not cursor:
            break
    assert [item["id"] for item in found] == [item["id"] for item in whole]
    assert len(writing.client.get("/api/search?q=Kim&limit=1000").json()["hits"]) > len(whole)
    first = writing.client.get("/api/search?q=Kim&limit=1").json()["next"]
    for wrong in (f"q=Putin&limit=1&cursor={first}", "q=Kim&cursor=AAAA", "q=Kim&cursor=WzFd"):
        answer = writing.client.get(f"/api/search?{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (409, "FOE913")


def test_duties_stand_by_article(client: TestClient) -> None:
    owed = client.get("/treaty/prk-rus-2024.json").json()["owed"]
    articles = [int(item["article"].partition(" ")[0]) for item in owed]
    assert articles == sorted(articles)
