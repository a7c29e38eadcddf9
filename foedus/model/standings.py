"""The words for what a treaty is, and what a state is to it, on a day."""

from __future__ import annotations

from enum import StrEnum


class TreatyStanding(StrEnum):
    """What the treaty is on the day."""

    NOT_YET = "not yet drawn up"
    DRAWN_UP = "drawn up"
    SIGNED = "signed"
    CONSENTED = "consented"
    IN_FORCE = "in force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    REPLACED = "replaced"
    CANNOT_SAY = "cannot say"


class PartyStanding(StrEnum):
    """What a state is to the treaty on the day."""

    NONE = "none"
    NEGOTIATING = "negotiating"
    SIGNATORY = "signatory"
    CONSENTED = "consented"
    PARTY = "party"
    PROVISIONAL = "provisional"
    SUSPENDED = "suspended"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    NEVER = "never"
    CANNOT_SAY = "cannot say"
