"""How the explorer is served: what it reads, whether it may write or fetch, and its limits."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

VARIABLE = "FOEDUS_SERVE"
"""The environment variable by which ``foedus serve`` hands its settings to each worker."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Read-only and without network unless told otherwise.

    ``write``: tokens of editors may record and decide. ``tokens``: the file of their hashes. ``fetch``: articles may
    be fetched by address. ``hosts``: names by which the server is called (others are refused; empty: all).
    ``seconds``: longest wait for an answer; ``body_seconds``: for a whole body; ``per_minute``: answers a client may
    have computed in a minute, those that are kept already not counted.
    """

    ledger: str | None = None
    treaties: tuple[str, ...] = ()
    today: str | None = None
    write: bool = False
    tokens: str | None = None
    fetch: bool = False
    hosts: tuple[str, ...] = ()
    seconds: float = 30.0
    body_seconds: float = 10.0
    per_minute: int = 60_000

    @property
    def day(self) -> date | None:
        """The fixed default day, for demonstrations and tests."""
        return date.fromisoformat(self.today) if self.today else None

    def to_environment(self) -> None:
        """Hand the settings to the workers that are about to start."""
        os.environ[VARIABLE] = json.dumps(asdict(self))

    @classmethod
    def from_environment(cls) -> Settings:
        """The settings that were handed over; the default ones where none were."""
        found: dict[str, Any] = json.loads(os.environ.get(VARIABLE, "{}"))
        for key in ("treaties", "hosts"):
            found[key] = tuple(found.get(key, ()))
        return cls(**found)
