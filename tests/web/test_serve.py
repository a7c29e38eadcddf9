"""``foedus serve`` as a process: from one command, on loopback, several workers, and nothing lost when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.contract.server import NoServerError, server
from tests.e2e.browser import await_answer, free_port, serving
from tests.shared import ROOT
from tests.web.conftest import ARTICLE


def get(address: str) -> dict[str, object]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        found: dict[str, object] = json.loads(answer.read())
        return found


def record(address: str, token: str, text: str) -> dict[str, object]:
    body = json.dumps({"text": text, "published": "2024-11-12"}).encode()
    headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    with urllib.request.urlopen(
        urllib.request.Request(f"{address}/api/documents", body, headers), timeout=60
    ) as answer:
        found: dict[str, object] = json.loads(answer.read())
        return found


def token(file: Path) -> str:
    words = [sys.executable, "-m", "foedus", "token", "add", "anna", "--tokens", str(file), "--json"]
    return str(json.loads(subprocess.run(words, capture_output=True, cwd=ROOT, check=True).stdout)["token"])


def test_killed_and_started_again_it_has_lost_nothing(tmp_path: Path) -> None:
    ledger, file = tmp_path / "ledger.sqlite", tmp_path / "tokens.json"
    key = token(file)
    options = ("--write", "--tokens", str(file))
    with serving(ledger, *options) as (address, process):
        assert record(address, key, ARTICLE)["claims"] == 6
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    with serving(ledger, *options) as (address, _):
        assert get(f"{address}/api/claims")["count"] == 6
        assert get(f"{address}/api/documents")["count"] == 1


def all_workers_show(ledger: Path | str, file: Path) -> None:
    """Two workers over one ledger: what one records the other shows, and twice the same adds nothing."""
    key = token(file)
    with serving(ledger, "--write", "--tokens", str(file), "--workers", "2") as (address, _):
        get(f"{address}/api/documents")
        assert record(address, key, ARTICLE)["claims"] == 6
        assert record(address, key, ARTICLE)["added"] == 0
        time.sleep(0.5)  # a worker looks at the ledger's head five times a second
        assert {get(f"{address}/api/documents?limit={n}")["count"] for n in range(1, 30)} == {1}
        assert get(f"{address}/api/claims")["count"] == 6


def test_what_one_worker_records_all_show(tmp_path: Path) -> None:
    all_workers_show(tmp_path / "ledger.sqlite", tmp_path / "tokens.json")


def test_the_same_on_postgresql(tmp_path: Path) -> None:
    try:
        with server() as postgres:
            all_workers_show(postgres.url, tmp_path / "tokens.json")
    except NoServerError as gap:
        if os.environ.get("FOEDUS_REQUIRE_POSTGRES"):
            raise
        pytest.skip(str(gap))


def test_it_listens_on_loopback_and_tells_its_address(tmp_path: Path) -> None:
    port = free_port()
    words = [sys.executable, "-m", "foedus", "serve", "--port", str(port), "--ledger", str(tmp_path / "l.sqlite")]
    process = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE)
    try:
        await_answer(f"http://127.0.0.1:{port}", process)
        listening = subprocess.run(["ss", "-ltn"], capture_output=True, text=True).stdout
        assert f"0.0.0.0:{port}" not in listening
        assert f"*:{port}" not in listening
    finally:
        process.terminate()
        _, said = process.communicate(timeout=10)
    assert f"http://127.0.0.1:{port}/ (read-only)" in said.decode()
    assert not (tmp_path / "l.sqlite").exists()


def test_a_port_that_is_none_and_a_wrong_day() -> None:
    for words in (["--port", "0"], ["--today", "tomorrow"]):
        done = subprocess.run(
            [sys.executable, "-m", "foedus", "serve", *words], capture_output=True, cwd=ROOT, text=True, timeout=30
        )
        assert done.returncode == 2
        assert "FOE004" in done.stderr
        assert "Traceback" not in done.stderr
