"""What is watched, whom it is told, and what changed: the file ``FEEDS.toml`` and the news it makes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from foedus.model.acts import Names, Strict


class Feed(Strict):
    """One RSS or Atom feed. ``full``: read the page each item links to, not only the feed's own words."""

    url: str
    name: str | None = None
    full: bool = True


class Alerts(Strict):
    """Which changes are told: of these states, treaties and kinds of obligation; empty means any."""

    states: Names = ()
    treaties: Names = ()
    kinds: Names = ()


class Out(Strict):
    """Where changes go. ``secret_env``: name of the environment variable with the key that signs a webhook's body."""

    kind: Literal["text", "jsonl", "atom", "webhook"]
    path: str | None = None
    url: str | None = None
    secret_env: str | None = None


class FetchRules(Strict):
    """Limits on fetching: bytes, seconds, seconds between requests to one host."""

    largest: int = Field(default=8 * 1024 * 1024, gt=0)
    seconds: float = Field(default=30.0, gt=0)
    redirects: int = Field(default=5, ge=0)
    delay: float = Field(default=1.0, ge=0)
    allow_private: bool = False
    robots: bool = True


class Watching(Strict):
    """The whole file: ``[[feed]]``, ``[alerts]``, ``[[out]]``, ``[fetch]``."""

    feeds: tuple[Feed, ...] = Field(alias="feed", min_length=1)
    alerts: Alerts = Alerts()
    outs: tuple[Out, ...] = Field(default=(), alias="out")
    fetch: FetchRules = FetchRules()


class Change(BaseModel):
    """Something that matters: a standing that changed, a withdrawal with its day, a report the law contradicts.

    ``rule``: by which it follows. ``on``: the day in law. ``claims`` and ``quotes``: what the source says, in words.
    """

    model_config = ConfigDict(frozen=True)

    treaty: str
    title: str
    state: str | None = None
    kind: Literal["standing", "party", "withdrawal", "contested", "new treaty"]
    says: str
    rule: str | None = None
    on: str
    document: str
    source: str
    url: str | None = None
    claims: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    found: datetime

    @property
    def id(self) -> str:
        """Sixteen hex digits of what changed, whoever told it: the same change is told once."""
        return hashlib.sha256(f"{self.treaty}|{self.state}|{self.kind}|{self.says}".encode()).hexdigest()[:16]
