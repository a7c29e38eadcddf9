"""Takes what a person asks, in Python, on the command line or on a page. Gives the answer: the parts joined.

Never computes law itself: each verb is a thin line through the stages below. The one place where they meet.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.api.session import Foedus, brief, open, read

_HOMES = dict.fromkeys(("Foedus", "open", "brief", "read"), "foedus.api.session")

__all__ = ["Foedus", "brief", "open", "read"]


def __getattr__(name: str) -> Any:
    """Load a verb when it is first used, so that ``foedus --help`` costs nothing of it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'foedus.api' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
