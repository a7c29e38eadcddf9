"""``foedus archive read`` and ``load`` as a person runs them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.archive import archives


def run(*arguments: str | Path, code: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "foedus", *map(str, arguments)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def test_read_then_load_then_both_again(tmp_path: Path) -> None:
    archive = archives.parquet(tmp_path / "a.parquet", 60, text="body")
    out, ledger = tmp_path / "run", tmp_path / "l.sqlite"
    read = ("archive", "read", archive, "--out", out, "--text", "body", "--processes", "1", "--ledger", ledger)
    said, _ = run(*read, "--json")
    counts = json.loads(said)
    assert (counts["articles"], counts["kept"], counts["faults"]) == (60, 6, 0)
    assert not ledger.exists()
    before = archives.bytes_of(out)
    loaded = json.loads(run("archive", "load", out, "--ledger", ledger, "--json")[0])
    assert (loaded["documents"], loaded["copies"], loaded["added"]["document"]) == (6, 3, 3)
    again = json.loads(run("archive", "load", out, "--ledger", ledger, "--json")[0])
    assert again["added"] == {}
    assert json.loads(run(*read, "--json")[0]) == counts
    assert archives.bytes_of(out) == before


def test_faults_are_counted_and_end_with_status_1(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(archives.jsonl([*archives.rows(20), "no article"]))
    said, _ = run("archive", "read", tmp_path / "a.jsonl", "--out", tmp_path / "run", "--processes", "1", code=1)
    assert "20 articles" not in said
    assert "2 kept" in said
    assert "1 faults" in said


def test_wrong_use_is_told(tmp_path: Path) -> None:
    archive = archives.parquet(tmp_path / "a.parquet", 10)
    _, said = run("archive", "read", archive, "--out", tmp_path / "x", "--text", "txt", code=1)
    assert said.startswith("FOE821")
    _, said = run("archive", "read", archive, "--out", tmp_path / "x", "--engine", "hadoop", code=2)
    assert said.startswith("FOE004")
    _, said = run("archive", "load", tmp_path / "x", "--ledger", tmp_path / "l.sqlite", code=1)
    assert said.startswith("FOE827")
