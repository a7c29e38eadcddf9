"""Takes a Treaty, its Acts and a day. Gives what binds whom on that day, and why, as a Finding; or all its spells.

Never reads a file (its own tables apart), a store, the clock or the network: today is an argument.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.status.from_acts import finding, reckon
    from foedus.status.phases import Spell
    from foedus.status.setting import Register
    from foedus.status.timeline import Timeline, lay_out, spells

_HOMES = {
    "finding": "foedus.status.from_acts",
    "reckon": "foedus.status.from_acts",
    "Spell": "foedus.status.phases",
    "Register": "foedus.status.setting",
    "Timeline": "foedus.status.timeline",
    "lay_out": "foedus.status.timeline",
    "spells": "foedus.status.timeline",
}

__all__ = ["Register", "Spell", "Timeline", "finding", "lay_out", "reckon", "spells"]


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: a list of standings needs none of the reasons."""
    if name not in _HOMES:
        raise AttributeError(f"module 'foedus.status' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
