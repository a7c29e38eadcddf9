"""Takes spells (states in a system, members of treaties). Gives tables of units and periods, each cell with its source.

Never writes zero for what nobody coded, never asks the clock which year is the last, never ships others' data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from foedus.panels.build import (
        dyad_years,
        k_ads,
        member_spells,
        state_years,
        states,
        treaty_years,
        triads,
    )
    from foedus.panels.from_atop import atop
    from foedus.panels.from_cow import cow
    from foedus.panels.from_status import status
    from foedus.panels.panel import Panel
    from foedus.panels.systems import system
    from foedus.panels.table import Table
    from foedus.panels.wars import cow_wars

_HOMES = {
    "Panel": "panel",
    "Table": "table",
    "atop": "from_atop",
    "cow": "from_cow",
    "cow_wars": "wars",
    "dyad_years": "build",
    "k_ads": "build",
    "member_spells": "build",
    "state_years": "build",
    "states": "build",
    "status": "from_status",
    "system": "systems",
    "treaty_years": "build",
    "triads": "build",
}

__all__ = [
    "Panel",
    "Table",
    "atop",
    "cow",
    "cow_wars",
    "dyad_years",
    "k_ads",
    "member_spells",
    "state_years",
    "states",
    "status",
    "system",
    "treaty_years",
    "triads",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that asking for help loads no library."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'foedus.panels' has no attribute {name!r}")
    value = getattr(import_module(f"foedus.panels.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
