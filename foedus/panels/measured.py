"""Measures a piece of work: seconds, and the most memory that the process held meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Measured:
    """``seconds`` of wall time, ``peak_mb`` of resident memory at its peak, and how many ``rows`` were made."""

    seconds: float = 0.0
    peak_mb: float = 0.0
    rows: int = 0


@contextmanager
def measured() -> Iterator[Measured]:
    """Measure the body. On Linux the peak is that of the body; elsewhere, of the process so far."""
    found = Measured()
    _forget_peak()
    begin = time.perf_counter()
    try:
        yield found
    finally:
        found.seconds = round(time.perf_counter() - begin, 3)
        found.peak_mb = round(_peak(), 1)


def _forget_peak() -> None:
    """Ask Linux to start counting the peak anew (proc(5), clear_refs, 5)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak() -> float:
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
