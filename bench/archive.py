"""What reading an archive costs: articles and megabytes a second a core, memory, a second process, Spark.

python bench/archive.py [--articles 10000 --articles 100000] [--spark] [--folder DIR]

Seconds of processors are measured inside the processes that read, so that other work on the machine does not enter
them; seconds of the wall do contain it. The corpus is generated (bench/corpus.py) into the folder and kept there.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import foedus
from foedus.archive.local import LocalRun, Report
from foedus.archive.parts import parts_of, sources_of
from foedus.archive.schema import How

sys.path.insert(0, str(Path(__file__).parent))
from corpus import write


def local(archive: Path, out: Path, how: How, processes: int) -> tuple[Report, float]:
    """A run from nothing; seconds of the wall."""
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    report = LocalRun(str(archive), out, how, processes=processes).run()
    return report, time.perf_counter() - started


def claims(out: Path) -> set[str]:
    """The ids of all claims of a run."""
    import pyarrow.dataset as ds

    files = sorted((out / "claims").glob("*.parquet"))
    return set(ds.dataset(files).to_table(columns=["claim"])["claim"].to_pylist()) if files else set()


def scan_only(archive: Path, how: How) -> tuple[int, float, float]:
    """Articles, and seconds of the processor for taking them out of the file and for scanning them."""
    import pyarrow.parquet as pq

    from foedus.archive.rows import from_table
    from foedus.claims.scan import scanner

    scan = scanner()
    seen, taking, scanning = 0, 0.0, 0.0
    for source in sources_of(str(archive)):
        assert list(parts_of(source, how.columns))
        started = time.process_time()
        for batch in pq.ParquetFile(source.path).iter_batches(1024):
            texts = from_table(batch, how.columns, "", 0).column("text").to_pylist()
            taking += time.process_time() - started
            started = time.process_time()
            for text in texts:
                scan.keeps(text)
            scanning += time.process_time() - started
            started = time.process_time()
            seen += len(texts)
    return seen, taking, scanning


def row(name: str, *values: Any) -> None:
    """One line of the table."""
    print(f"{name:34}" + "".join(f"{value:>14}" for value in values), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, action="append")
    parser.add_argument("--processes", type=int, action="append", help="how many; default both 1 and 2")
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "foedus-bench")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    how = How(treaties=foedus.open(chosen.folder / "none.sqlite").handles())
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; a core-second is one of the processor\n")
    for count in chosen.articles or [10_000, 100_000]:
        measure(chosen.folder, count, how, spark=chosen.spark, processes=chosen.processes or [1, 2])


def measure(folder: Path, count: int, how: How, *, spark: bool, processes: list[int]) -> None:
    """One size of corpus, with one process, two, and Spark."""
    archive = folder / f"corpus-{count}.parquet"
    if not archive.exists():
        write(archive, count)
    seen, taking, scanning = scan_only(archive, how)
    print(f"{seen:,} articles")
    row("  out of Parquet, µs an article", f"{taking / seen * 1e6:.1f}")
    row("  scan, µs an article", f"{scanning / seen * 1e6:.1f}")
    results = {many: local(archive, folder / f"local-{many}", how, many) for many in processes}
    for many, (report, wall) in results.items():
        counts, cpu = report.counts, report.seconds
        print(f"  {many} process{'es' if many > 1 else ''}")
        row("    articles / core-second", f"{counts.articles / cpu:,.0f}")
        row("    MB of text / core-second", f"{counts.bytes / cpu / 1e6:.1f}")
        row("    ms an article let through", f"{(cpu - taking - scanning) / counts.scanned_in * 1000:.1f}")
        row("    let through, kept, claims", counts.scanned_in, counts.kept, counts.claims)
        row("    wall s, core-s", f"{wall:.1f}", f"{cpu:.1f}")
        row("    peak MB a process, driver", report.peak // 2**20, _peak())
    if {1, 2} <= set(results):
        row("  speed-up of 2 (wall)", f"{results[1][1] / results[2][1]:.2f}")
        row("  same claims", claims(folder / "local-1") == claims(folder / "local-2"))
    if spark:
        out = folder / "spark"
        shutil.rmtree(out, ignore_errors=True)
        last = processes[-1]
        of_spark(archive, out, how, results[last][1])
        row("    same claims", claims(out) == claims(folder / f"local-{last}"))


def of_spark(archive: Path, out: Path, how: How, beside: float) -> None:
    """The same run on Spark in local mode, beside two processes of our own."""
    from foedus.archive.spark import SparkRun, spark_session

    started = time.perf_counter()
    session = spark_session()
    begun = time.perf_counter() - started
    started = time.perf_counter()
    report = SparkRun(str(archive), str(out), how, session=session).run()
    wall = time.perf_counter() - started
    print("  Spark, local mode")
    row("    start s, run s", f"{begun:.1f}", f"{wall:.1f}")
    row("    s more than 2 processes, a million", f"{(wall - beside) / report.counts.articles * 1e6:.0f}")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
