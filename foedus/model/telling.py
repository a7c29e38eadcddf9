"""Saying what long work is at, to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[str], None]
"""Hears in a few words what is being done now; may be called from any thread."""


def silent(says: str) -> None:
    """Nobody waits to hear."""
