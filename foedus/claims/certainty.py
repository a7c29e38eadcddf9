"""How sure the teller of an act is: by hedges in the sentence, and by who speaks."""

from __future__ import annotations

import re

from foedus.claims.lexicon import data
from foedus.claims.manner import listed
from foedus.model.claims import Certainty


def certainty_of(sentence: str, speakers: tuple[str, ...], believed: bool) -> Certainty:
    """How sure the teller is, by hedges in the sentence and by who speaks."""
    low = sentence.lower()
    hedges = data("manner")["hedges"]
    if any(phrase in low for phrase in hedges["suspected"]):
        return Certainty.SUSPECTED
    if believed or any(phrase in low for phrase in hedges["believed"]):
        return Certainty.BELIEVED
    if any(phrase in low for phrase in hedges["reported"]) or (speakers and is_media(speakers[0])):
        return Certainty.REPORTED
    return Certainty.STATED


def is_media(speaker: str) -> bool:
    """Is the speaker a newspaper, an agency or "reports"?"""
    low = speaker.lower()
    row = set(re.findall(r"[\w']+", low))
    media = listed("speech", "media")
    official = bool(
        row
        & {
            "ministry",
            "minister",
            "president",
            "government",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "official",
            "officials",
            "secretary",
        }
    )
    return not official and (bool(row & media) or any(" " in name and name in low for name in media))
