"""Takes an article, a treaty text or a register. Gives what binds whom on a day, and why. Never legal advice.

The public names are few and listed in ``__all__``; everything else is reached through them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from foedus.model.version import __version__

if TYPE_CHECKING:
    from foedus.api.session import brief, open, read
    from foedus.model.errors import FoedusError

_HOMES = {
    "brief": "foedus.api.session",
    "open": "foedus.api.session",
    "read": "foedus.api.session",
    "FoedusError": "foedus.model.errors",
}

__all__ = ["FoedusError", "__version__", "brief", "open", "read"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``import foedus`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'foedus' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
