"""Holds off the collector of cycles where very many things are made that hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Hold off the collector: ten thousand testimonies or entries hold no cycle, and looking costs a fifth.

    Where threads overlap, the first to leave lets it run again.
    """
    held = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()
