"""What must be refused or shown as text: script, detours, floods, forged forms and tokens, inner addresses, SQL."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from foedus.api.tokens import Tokens
from foedus.model.errors import FoedusError
from foedus.web.app import create_app
from foedus.web.guard import LARGEST_BODY, Guard
from foedus.web.settings import Settings
from tests.web.conftest import ARTICLE, Writing

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}{% include '/etc/passwd' %}",
    "</textarea><script>alert(1)</script>",
)
SQL = (
    "'; DROP TABLE entries; --",
    "' OR '1'='1",
    '" UNION SELECT * FROM entries --',
    "1) OR 1=1 --",
    "%' ESCAPE '",
    "x' AND (SELECT COUNT(*) FROM sqlite_master) > 0 --",
)
PARAMETERS = {
    "/treaties": ("state", "on", "known"),
    "/states": ("on", "known"),
    "/network": ("kind", "treaty", "year", "on", "known"),
    "/scenario": ("attacker", "target", "where", "file", "settle", "follow"),
    "/compare": ("treaty", "from", "to", "known_from", "known_to"),
    "/search": ("q", "known"),
    "/brief": ("article", "published"),
    "/treaty/nato": ("on", "known"),
    "/state/RUS": ("on", "known"),
    "/review": ("known",),
    "/map.svg": ("kind", "treaty", "year", "on", "known"),
    "/changes": ("state", "treaty", "kind", "since", "known"),
    "/changes.atom": ("state", "treaty", "kind", "since", "known"),
    "/panels": ("unit", "first", "last", "kind", "system"),
    "/panels/file": ("unit", "form", "first", "kind"),
    "/api/changes": ("state", "treaty", "kind", "since", "known", "cursor", "limit"),
    "/api/progress/page": ("address",),
    "/api/progress/panels/state-years": ("first", "kinds", "system"),
    "/api/treaties": ("state", "on", "known", "cursor", "limit"),
    "/api/timeline/nato": ("state", "cursor"),
    "/api/claims": ("treaty", "document", "cursor"),
    "/api/documents": ("known", "cursor"),
    "/api/search": ("q", "limit"),
    "/api/panels/state-years.csv": ("first", "kinds", "system"),
}
IN_PATH = ("/treaty/{}", "/state/{}", "/document/{}", "/api/status/{}", "/api/documents/{}", "/api/commitments/{}",
           "/api/panels/{}.csv", "/api/progress/panels/{}",
           "/api/progress/form/{}", "/map.{}", "/changes.{}", "/panels/{}",
           "/style/{}", "/static/{}", "/{}")  # fmt: skip
CASES = [(path, name) for path, names in PARAMETERS.items() for name in names]


def is_only_text(answer: Any, word: str) -> bool:
    """The word stands nowhere in the answer as markup."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return True
    return "<script>alert" not in answer.text and "<img src=x" not in answer.text and "<svg onload" not in answer.text \
        and 'href="javascript:' not in answer.text and "49{%" not in answer.text  # fmt: skip


@pytest.mark.parametrize(("path", "name"), CASES)
@pytest.mark.parametrize("word", SCRIPTS)
def test_script_in_a_parameter_is_refused_or_text(client: TestClient, path: str, name: str, word: str) -> None:
    answer = client.get(path, params={name: word}, headers={"accept": "text/html"})
    assert answer.status_code < 500
    assert is_only_text(answer, word)


@pytest.mark.parametrize("path", IN_PATH)
@pytest.mark.parametrize("word", [*SCRIPTS, *SQL])
def test_script_and_sql_in_a_path(client: TestClient, path: str, word: str) -> None:
    answer = client.get(path.format(quote(word, safe="")), headers={"accept": "text/html"})
    assert 400 <= answer.status_code < 500
    assert is_only_text(answer, word)


@pytest.mark.parametrize("word", SCRIPTS)
def test_script_in_an_article_is_text(client: TestClient, word: str) -> None:
    answer = client.post("/brief", data={"article": f"{ARTICLE}\n\n{word} {word}", "published": "2024-11-12"})
    assert answer.status_code == 200
    assert is_only_text(answer, word)


@pytest.mark.parametrize("word", SCRIPTS)
def test_script_in_a_scenario_file_is_text(client: TestClient, word: str) -> None:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    event = '[[event]]\nkind = "attack"\nby = ["DEU"]\non = ["BEL"]\ndate = 1914-08-04\n'
    toml = f'title = "{escaped}"\non = 1914-08-04\nnote = "{escaped}"\n{event}'
    answer = client.post("/scenario", files={"file": ("x.toml", toml)})
    assert answer.status_code == 200
    assert is_only_text(answer, word)
    picture = client.get(str(answer.url).replace("/scenario?", "/scenario.svg?"))
    assert "<script>alert" not in picture.text
    assert "<img src" not in picture.text


@pytest.mark.parametrize("word", SCRIPTS)
def test_script_in_a_recorded_document_and_a_reason_is_text(writing: Writing, word: str) -> None:
    text = f"{word}\n\nKim Jong Un ratified the defence treaty with Russia on Nov. 9, {word}."
    writing.client.post(
        "/api/documents", json={"text": text, "published": "2024-11-12"}, headers=writing.bearer("editor")
    )
    mark = writing.sign_in()
    review = writing.client.get("/review")
    claim = review.text.partition('name="target" value="')[2].partition('"')[0]
    form = {"kind": "accept", "target": claim, "reason": word, "mark": mark}
    assert writing.client.post("/review", data=form).status_code == 200
    for path in ("/", "/review", "/search?q=ratified", "/treaty/prk-rus-2024"):
        answer = writing.client.get(path)
        assert answer.status_code == 200
        assert is_only_text(answer, word)


@pytest.mark.parametrize(("path", "name"), CASES)
@pytest.mark.parametrize("word", SQL)
def test_sql_in_a_parameter_is_a_word_like_any(client: TestClient, path: str, name: str, word: str) -> None:
    answer = client.get(path, params={name: word})
    assert answer.status_code < 500


def test_the_ledger_is_whole_after_all_this(client: TestClient) -> None:
    assert client.app.state.session.ledger.verify().is_clean  # type: ignore[attr-defined]
    assert len(client.get("/api/claims").json()["claims"]) == 6


def test_a_cell_of_a_table_is_never_a_formula(client: TestClient) -> None:
    from foedus.web.answer import _csv

    text = _csv([{"a": "=1+1", "b": "@SUM(A1)", "c": "-2", "d": "+3", "e": "fine"}])
    assert text.splitlines()[1] == "'=1+1,'@SUM(A1),'-2,'+3,fine"


@pytest.mark.parametrize(
    "path",
    [
        "/style/../app.py",
        "/style/..%2fapp.py",
        "/style/%2e%2e/app.py",
        "/style/....//app.py",
        "/static/..%2f..%2fapi%2fsession.py",
        "/treaty/..%2f..%2fetc%2fpasswd",
        "/treaty/..%2f..%2fpyproject.toml",
        "/treaty/%2e%2e%2fnato.toml",
        "/treaty/nato%00.toml",
        "/document/..%2f..%2fledger.sqlite",
        "/state/..%5c..%5cx",
        "//evil.example/x",
        "/api/panels/..%2f..%2fx.csv",
        "/map.svg/..%2f..%2fapp.py",
        "/map.json%2f..%2f..%2fapp.py",
        "/changes.atom%00",
        "/changes.%2e%2e%2fapp.py",
        "/panels/..%2ffile",
        "/api/progress/page?address=/style/..%2fapp.py",
        "/api/progress/page?address=%2f%2fevil.example%2fcompare",
    ],
)
def test_path_tricks_lead_nowhere(client: TestClient, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    assert 400 <= answer.status_code < 500
    assert "import " not in answer.text
    assert "root:" not in answer.text


def test_panels_read_no_file_of_the_server(client: TestClient) -> None:
    for kinds in ("defence,atop=/etc/passwd", "../x", "status=/etc/passwd", "nokind"):
        answer = client.get("/api/panels/state-years.csv", params={"kinds": kinds, "first": 2000, "last": 2001})
        assert answer.status_code in (409, 422)


def test_every_answer_keeps_foreign_code_out(client: TestClient) -> None:
    for path in ("/", "/about.json", "/nothing", "/api/treaties", "/style/foedus.css", "/network.svg", "/map.svg",
                 "/changes.atom", "/api/progress/page?address=/compare"):  # fmt: skip
        headers = client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"].partition("style-src")[0]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_no_page_has_script_in_itself(client: TestClient) -> None:
    for path in ("/", "/treaty/nato", "/network", "/scenario", "/compare", "/search", "/review", "/changes", "/panels"):
        text = client.get(path).text
        assert "<script>" not in text
        assert " onclick=" not in text
        assert "http://" not in text.replace("http://www.w3.org", "")


# Size, time and rate


def test_a_body_too_large_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/brief", content=b"article=" + b"x" * LARGEST_BODY)
    assert (answer.status_code, answer.json()["code"]) == (413, "FOE903")


def test_a_body_too_large_without_a_length_is_refused_on_the_way(client: TestClient) -> None:
    def parts() -> Any:
        yield b"article="
        for _ in range(40):
            yield b"x" * 100_000

    answer = client.post("/brief", content=parts(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["code"]) == (413, "FOE903")


def test_an_article_longer_than_may_be_is_refused(client: TestClient) -> None:
    assert client.post("/api/brief", json={"text": "x" * 200_001}).status_code == 422


def test_an_address_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/search?q=" + "x" * 40_000).status_code == 414


def test_a_squeezed_bomb_is_not_opened(client: TestClient) -> None:
    from foedus.web.packed import pack

    answer = client.get("/brief", params={"article": pack("x" * 5_000_000)}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "FOE905")


def ask(guard: Guard, receive: Any, **scope: Any) -> int:
    """Run one request through the guard alone; the status of the answer."""
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": [], "client": ("x", 1)}
    asyncio.run(guard({**whole, **scope}, receive, send))
    return int(sent[0]["status"])


def test_a_body_too_slow_is_refused() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    async def drip() -> dict[str, Any]:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"x", "more_body": True}

    assert ask(Guard(app, Settings(body_seconds=0.2)), drip) == 408


def test_an_answer_too_slow_is_given_up() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(60)

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    assert ask(Guard(app, Settings(seconds=0.1, body_seconds=0.1)), nothing) == 503


def test_a_fault_nobody_foresaw_tells_nothing() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("secret")

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    assert ask(Guard(app, Settings()), nothing) == 500


def test_too_many_requests_of_one_client(recorded: Path) -> None:
    with TestClient(create_app(settings=Settings(ledger=str(recorded), per_minute=40))) as few:
        codes = [few.get(f"/search?q=word{number}").status_code for number in range(30)]
        assert codes[:10] == [200] * 10
        assert codes[-1] == 429
        assert few.get("/search?q=word1").status_code == 200  # kept already: costs nothing


def test_another_name_is_not_answered_to(recorded: Path) -> None:
    settings = Settings(ledger=str(recorded), hosts=("127.0.0.1", "localhost", "::1"))
    with TestClient(create_app(settings=settings), base_url="http://127.0.0.1:8000") as local:
        assert local.get("/about").status_code == 200
        assert local.get("/about?x", headers={"host": "evil.example"}).status_code == 421
        assert local.get("/about?y", headers={"host": "[::1]:8000"}).status_code == 200


def test_waiting_for_a_page_counts_as_asking_for_it(recorded: Path) -> None:
    with TestClient(create_app(settings=Settings(ledger=str(recorded), per_minute=40))) as few:
        ways = "/api/progress/page?address=/search%3Fq%3Dword{}"
        found = [few.get(ways.format(number)) for number in range(30)]
        assert any(answer.status_code == 429 or "event: fault" in answer.text for answer in found)


@pytest.mark.parametrize("word", SCRIPTS)
def test_script_in_an_article_that_is_waited_for_is_text(client: TestClient, word: str) -> None:
    form = {"article": f"{ARTICLE}\n\n{word}\n\nevent: done\ndata: {{}}\n\n", "published": "2024-11-12"}
    answer = client.post("/brief", data=form, headers={"accept": "text/event-stream"})
    blocks = answer.text.removesuffix("\n\n").split("\n\n")
    assert all(block.startswith("event: ") and block.count("\n") == 1 for block in blocks)
    assert is_only_text(client.get(json.loads(blocks[-1].partition("data: ")[2])["address"]), word)


def test_the_form_of_another_site_is_known_and_our_own_is_not_hidden(client: TestClient) -> None:
    """Under no-referrer a browser sends "Origin: null" from our own forms, and no editor could sign in."""
    assert client.get("/review").headers["referrer-policy"] == "same-origin"


# Who may write


def test_a_read_only_server_takes_no_token(client: TestClient) -> None:
    for path, body in (
        ("/api/documents", {"text": "x"}),
        ("/api/decisions", {"kind": "accept", "target": "x", "reason": "y"}),
    ):
        answer = client.post(path, json=body, headers={"authorization": "Bearer foedus_x"})
        assert (answer.status_code, answer.json()["code"]) == (403, "FOE904")
    assert client.post("/sign-in", data={"token": "x"}).status_code == 403


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer foedus_wrong", "Basic YTpi", "Bearer ' OR 1=1 --"])
def test_a_bad_token_writes_nothing(writing: Writing, header: str) -> None:
    before = writing.client.get("/api/documents").json()["count"]
    headers = {"authorization": header} if header else {}
    answer = writing.client.post("/api/documents", json={"text": ARTICLE}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "FOE910")
    assert writing.client.get("/api/documents").json()["count"] == before


def test_a_reader_may_not_write(writing: Writing) -> None:
    answer = writing.client.post("/api/documents", json={"text": ARTICLE}, headers=writing.bearer("reader"))
    assert (answer.status_code, answer.json()["code"]) == (403, "FOE904")
    writing.sign_in("reader")
    assert 'action="/review"' not in writing.client.get("/review").text


def test_a_withdrawn_token_and_its_session_are_worthless(writing: Writing) -> None:
    mark = writing.sign_in()
    Tokens(writing.file).withdraw("editor")
    answer = writing.client.post("/api/documents", json={"text": ARTICLE}, headers=writing.bearer("editor"))
    assert answer.status_code == 401
    form = {"kind": "accept", "target": "x", "reason": "y", "mark": mark}
    assert writing.client.post("/review", data=form).status_code == 401


def test_tokens_are_kept_as_hashes_for_the_owner_alone(writing: Writing) -> None:
    text = writing.file.read_text("utf-8")
    assert not any(token in text for token in writing.tokens.values())
    assert writing.file.stat().st_mode & 0o077 == 0


def test_a_token_for_a_role_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FoedusError) as caught:
        Tokens(tmp_path / "t.json").add("anna", "king")
    assert caught.value.code == "FOE004"


def test_a_forged_session_is_nobody(writing: Writing) -> None:
    writing.sign_in()
    whole = writing.client.cookies["foedus_session"]
    name, until, signed = whole.split(".")
    forged = f"YWRtaW5pc3RyYXRvcg==.{until}.{signed}", f"{name}.99999999999.{signed}", f"{name}.1.{signed}", "x", ".."
    for value in forged:
        answer = writing.client.get("/review.json", headers={"cookie": f"foedus_session={value}"})
        assert answer.status_code in (401, 403) or value == whole


def test_a_form_without_the_sessions_mark_is_refused(writing: Writing) -> None:
    mark = writing.sign_in()
    claim = writing.client.get("/review").text.partition('name="target" value="')[2].partition('"')[0]
    form = {"kind": "accept", "target": claim, "reason": "because"}
    for given in ("", "x", mark[:-1]):
        assert writing.client.post("/review", data={**form, "mark": given}).status_code == 403
    foreign = {"origin": "https://evil.example"}
    assert writing.client.post("/review", data={**form, "mark": mark}, headers=foreign).status_code == 403
    cross = {"sec-fetch-site": "cross-site"}
    assert writing.client.post("/review", data={**form, "mark": mark}, headers=cross).status_code == 403
    assert not writing.client.get("/api/documents").json()["next"]
    assert writing.client.post("/review", data={**form, "mark": mark}).status_code == 200
    assert "because" in writing.client.get("/review").text


def test_the_cookie_alone_never_writes_through_the_api(writing: Writing) -> None:
    writing.sign_in()
    assert writing.client.post("/api/documents", json={"text": ARTICLE}).status_code == 401


def test_the_cookie_is_for_the_server_alone(writing: Writing) -> None:
    answer = writing.client.post("/sign-in", data={"token": writing.tokens["editor"]}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_what_a_signed_in_person_sees_is_not_kept_for_others(writing: Writing) -> None:
    writing.sign_in()
    assert writing.client.get("/review").headers["cache-control"] == "no-store"
    writing.client.cookies.clear()
    assert 'name="mark"' not in writing.client.get("/review").text


def test_a_decision_needs_a_reason(writing: Writing) -> None:
    mark = writing.sign_in()
    answer = writing.client.post("/review", data={"kind": "accept", "target": "abcd", "reason": " ", "mark": mark})
    assert answer.status_code == 422


# Fetching


def test_a_server_fetches_only_if_switched_on(client: TestClient) -> None:
    answer = client.post("/api/brief", json={"url": "https://example.org/a"})
    assert (answer.status_code, answer.json()["code"]) == (403, "FOE904")
    assert client.post("/brief/address", data={"url": "https://example.org/a"}).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:22/",
        "http://[::1]/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://127.0.0.1/",
        "//127.0.0.1/",
        "not an address",
    ],
)
def test_inner_addresses_are_never_fetched(recorded: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    app = create_app(settings=Settings(ledger=str(recorded), fetch=True))
    client = TestClient(app)
    answer = client.post("/api/brief", json={"url": url})
    assert answer.status_code in (403, 409)
    assert answer.json()["code"] in ("FOE803", "FOE804")


def test_a_detour_to_an_inner_address_is_not_followed(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from foedus.sources.fetch import Fetcher

    def detour(self: Fetcher, url: str, headers: Any) -> str:
        from foedus.sources.addresses import vetted

        if "outside.example" not in url:
            vetted(url, allow_private=self.limits.allow_private)
            raise AssertionError("the inner address was asked")
        return "http://127.0.0.1:9/secret"

    monkeypatch.setattr(Fetcher, "_once", detour)
    monkeypatch.setattr(Fetcher, "_allowed", lambda self, url: True)
    client = TestClient(create_app(settings=Settings(ledger=str(recorded), fetch=True)))
    answer = client.post("/api/brief", json={"url": "https://outside.example/a"})
    assert (answer.status_code, answer.json()["code"]) == (403, "FOE803")
