"""How quick the main job is, and how large an install: prints a table of asked against measured.

usage: python bench/main_job.py [--article PATH] [--size]
``--size`` makes a fresh virtual environment, installs the core with its reader, and weighs it (minutes).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "2024-11-12-sample-article.txt"
STATUS = ["status", "prk-rus-2024", "--on", "2024-11-12"]


def command(*arguments: str) -> float:
    """Median seconds of five runs of ``foedus`` with these arguments, as whole processes."""
    runs = []
    for _ in range(6):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "foedus", *arguments], capture_output=True, check=True)
        runs.append(time.perf_counter() - started)
    return statistics.median(runs[1:])


def warm(article: Path) -> float:
    """Median seconds of a brief in a process that has read one already."""
    import foedus

    session = foedus.open(ledger=Path(tempfile.mkdtemp()) / "none.sqlite")
    text = article.read_text("utf-8")
    runs = []
    for number in range(12):
        started = time.perf_counter()
        session.brief(session.document(f"{text}\n\nEdition {number}."))
        runs.append(time.perf_counter() - started)
    return statistics.median(runs[2:])


def install_size() -> float:
    """Megabytes of a fresh environment with the core and its reader, less the empty environment."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        empty = _weight(Path(folder))
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", str(ROOT)], check=True)
        return _weight(Path(folder)) - empty


def _weight(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--article", type=Path, default=SAMPLE)
    parser.add_argument("--size", action="store_true")
    options = parser.parse_args()
    rows = [
        ("foedus --help", "≤ 0.3 s", f"{command('--help'):.2f} s"),
        ("foedus status", "≤ 0.5 s", f"{command(*STATUS):.2f} s"),
        ("foedus brief, cold", "≤ 3 s", f"{command('brief', str(options.article)):.2f} s"),
        ("foedus.brief, warm", "≤ 50 ms", f"{warm(options.article) * 1000:.0f} ms"),
    ]
    if options.size:
        rows.append(("core install with the reader", "≤ 400 MB", f"{install_size():.0f} MB"))
    for name, asked, measured in rows:
        print(f"{name:<32}{asked:>12}{measured:>12}")


if __name__ == "__main__":
    main()
