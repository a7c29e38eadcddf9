"""Spark for real, on this machine: the same tables as one process gives, also after a killed worker and driver."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foedus.archive import parts
from foedus.archive.local import LocalRun
from tests.archive import archives

if not (os.environ.get("JAVA_HOME") or shutil.which("java")) and not os.environ.get("CI"):
    pytest.skip("no Java on this machine: apt install openjdk-17-jre-headless", allow_module_level=True)

from foedus.archive.spark import SparkRun, spark_session


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    session = spark_session()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Parquet, JSON lines with bad rows, and a cut archive, side by side."""
    import gzip

    made = tmp_path_factory.mktemp("archive") / "in"
    made.mkdir()
    archives.parquet(made / "a.parquet", 200)
    rows = archives.rows(240)[200:]
    (made / "b.jsonl").write_bytes(archives.jsonl([*rows, "no article", {"text": 7}]))
    packed = gzip.compress(archives.jsonl(archives.rows(20))) + gzip.compress(archives.jsonl(archives.rows(200)))
    (made / "c.jsonl.gz").write_bytes(packed[:-300])
    (made / "d.parquet").write_bytes(b"no parquet at all")
    return made


@pytest.fixture(scope="module")
def local(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("local") / "run"
    held, parts._ROWS = parts._ROWS, 50
    try:
        LocalRun(str(folder), out, archives.how(), processes=1).run()
    finally:
        parts._ROWS = held
    return out


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_ROWS", 50)


def same(out: Path, local: Path) -> None:
    """Both runs hold the same: claims, documents with who else carries them, faults, and the manifest to the byte."""
    for name in ("claims", "documents", "faults"):
        assert archives.table(out, name) == archives.table(local, name)
    assert (out / "manifest.json").read_text() == (local / "manifest.json").read_text()


def test_spark_gives_what_one_process_gives(spark: Any, folder: Path, local: Path, tmp_path: Path) -> None:
    report = SparkRun(str(folder), str(tmp_path / "run"), archives.how(), session=spark).run()
    same(tmp_path / "run", local)
    assert report.counts.faults == 3
    assert [problem.code for problem in report.problems] == ["FOE824"]
    assert max(row["publications"] for row in archives.table(tmp_path / "run", "claims")) >= 2


def killing(marker: str, how: Any) -> Any:
    """The reading, in which the first worker to begin kills itself once."""
    from foedus.archive.spark import reading

    read = reading(how)

    def deadly(batches: Any) -> Any:
        try:
            os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            yield from read(batches)
        else:
            os.kill(os.getpid(), signal.SIGKILL)

    return deadly


def test_a_killed_worker_changes_nothing(
    spark: Any, folder: Path, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyspark import cloudpickle

    from foedus.archive import spark as engine
    from tests.archive import test_spark

    cloudpickle.register_pickle_by_value(test_spark)  # the workers do not find the tests
    marker = str(tmp_path / "killed")
    deadly = killing(marker, archives.how())
    monkeypatch.setattr(engine, "reading", lambda how: deadly)
    SparkRun(str(folder), str(tmp_path / "run"), archives.how(), session=spark).run()
    assert Path(marker).exists()
    same(tmp_path / "run", local)


def test_a_driver_that_died_goes_on_after_its_last_portion(
    spark: Any, folder: Path, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(Exception):
        pass

    def die(self: SparkRun, portions: list[str]) -> dict[str, Any]:
        shutil.rmtree(portions[-1])  # the last portion was not committed
        raise Died

    first = SparkRun(str(folder), str(tmp_path / "run"), archives.how(), session=spark, portion=2)
    with monkeypatch.context() as patched:
        patched.setattr(SparkRun, "_finish", die)
        with pytest.raises(Died):
            first.run()
    kept = sorted((tmp_path / "run" / "rows").glob("portion-*/*.parquet"))
    before = [file.stat().st_mtime_ns for file in kept]
    seen: list[list[int]] = []
    finish = SparkRun._finish

    def looked(self: SparkRun, portions: list[str]) -> dict[str, Any]:
        seen.append([file.stat().st_mtime_ns for file in kept])
        return finish(self, portions)

    monkeypatch.setattr(SparkRun, "_finish", looked)
    SparkRun(str(folder), str(tmp_path / "run"), archives.how(), session=spark, portion=2).run()
    assert seen == [before]
    same(tmp_path / "run", local)
