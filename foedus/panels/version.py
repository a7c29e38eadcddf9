"""The version of the project, which every table carries."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """The installed version."""
    from importlib.metadata import version as installed

    return installed("foedus")
