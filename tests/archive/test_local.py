"""One machine: the same claims with one process and two, after a killed worker and after a killed driver."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import foedus
from foedus.archive import parts
from foedus.archive.local import LocalRun, Progress
from foedus.claims import read
from foedus.model.errors import FoedusError
from foedus.sources import from_text
from tests.archive import archives


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a row group each, so that a small archive has many."""
    monkeypatch.setattr(parts, "_ROWS", 50)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archives.parquet(tmp_path_factory.mktemp("archive") / "news.parquet")


@pytest.fixture(scope="module")
def once(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run with one process, to which the others are held."""
    out = tmp_path_factory.mktemp("once") / "run"
    held, parts._ROWS = parts._ROWS, 50
    try:
        LocalRun(str(archive), out, archives.how(), processes=1).run()
    finally:
        parts._ROWS = held
    return out


def test_the_claims_are_those_of_reading_each_article_alone(once: Path) -> None:
    handles = foedus.open("/nowhere/x.sqlite").handles()
    alone = set()
    for row in archives.rows(400):
        from foedus.archive.from_batch import day_of

        document = from_text(
            row["text"],
            name=row["id"],
            published=day_of(row["published"]),
            publisher=row["publisher"],
            url=row["url"],
        )
        alone |= {claim.id for claim in read(document, treaties=handles).claims}
    assert len(alone) >= 40
    assert {row["claim"] for row in archives.table(once, "claims")} == alone


def test_two_processes_give_the_same_bytes(archive: Path, once: Path, tmp_path: Path) -> None:
    LocalRun(str(archive), tmp_path / "two", archives.how(), processes=2).run()
    assert archives.bytes_of(tmp_path / "two") == archives.bytes_of(once)


def test_a_killed_worker_changes_nothing(archive: Path, once: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if not killed and progress.articles >= 100:
            killed.append(progress.processes[0])
            os.kill(killed[0], signal.SIGKILL)

    LocalRun(str(archive), tmp_path / "run", archives.how(), processes=2, told=kill).run()
    assert killed
    assert archives.bytes_of(tmp_path / "run") == archives.bytes_of(once)


DRIVER = """
import sys
from pathlib import Path
from foedus.archive import parts
from foedus.archive.local import LocalRun
from tests.archive import archives
parts._ROWS = 50
if __name__ == "__main__":
    told = lambda progress: print(*progress.processes, flush=True)
    LocalRun(sys.argv[1], Path(sys.argv[2]), archives.how(), processes=2, told=told).run()
"""


def test_a_killed_driver_goes_on_where_it_stopped(archive: Path, once: Path, tmp_path: Path) -> None:
    script = tmp_path / "driver.py"
    script.write_text(DRIVER)
    root = Path(__file__).parents[2]
    driver = subprocess.Popen(
        [sys.executable, str(script), str(archive), str(tmp_path / "run")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert driver.stdout is not None
    for _ in range(2):
        workers = driver.stdout.readline().split()
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    assert workers
    assert _gone([int(pid) for pid in workers])
    assert not (tmp_path / "run" / "manifest.json").exists()
    with (tmp_path / "run" / "parts.jsonl").open("ab") as stream:
        stream.write(b'{"part": "00000-0000')  # as a kill in the middle of a line leaves it
    report = LocalRun(str(archive), tmp_path / "run", archives.how(), processes=2).run()
    assert 2 <= report.resumed < 8
    assert archives.bytes_of(tmp_path / "run") == archives.bytes_of(once)


def _gone(pids: list[int]) -> bool:
    """Do the driver's processes end by themselves, within some seconds?"""
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


def test_a_part_that_kills_each_process_is_a_fault_and_the_others_are_read(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from foedus.archive import local

    monkeypatch.setattr(local, "_work", _deadly)
    report = LocalRun(str(archive), tmp_path / "run", archives.how(), processes=1).run()
    assert report.counts.faults == 1
    (fault,) = archives.table(tmp_path / "run", "faults")
    assert (fault["part"], fault["code"]) == ("00000-000003", "FOE824")
    assert report.counts.articles == 350


def _deadly(part: parts.Part, folder: str) -> object:
    from foedus.archive import local

    if part.id == "00000-000003":
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    return local.Done(local.write_rows(part, local._how, Path(folder)), 0.0, 0)


def test_a_finished_run_is_left_as_it_is(archive: Path, once: Path) -> None:
    before = archives.bytes_of(once)
    report = LocalRun(str(archive), once, archives.how(), processes=1).run()
    assert report.resumed == 8
    assert archives.bytes_of(once) == before


def test_another_run_does_not_mix_in(archive: Path, once: Path, tmp_path: Path) -> None:
    other = archives.parquet(tmp_path / "news.parquet", 410)
    with pytest.raises(FoedusError) as caught:
        LocalRun(str(other), once, archives.how())
    assert caught.value.code == "FOE826"


def test_a_large_row_group_is_read_in_slices(tmp_path: Path) -> None:
    archive = archives.parquet(tmp_path / "one.parquet", 400, group=400)
    made = list(parts.parts_of(parts.sources_of(str(archive))[0], archives.how().columns))
    assert [(part.start, part.stop) for part in made] == [(start, start + 50) for start in range(0, 400, 50)]
    found = [row for part in made for batch in parts.read_part(part, archives.how()) for row in batch.to_pylist()]
    assert sum(row["articles"] or 0 for row in found) == 400
    kept = [row["id"] for row in found if row["kind"] == "kept"]
    assert kept == [f"a{number}" for number in range(0, 400, 10)]
