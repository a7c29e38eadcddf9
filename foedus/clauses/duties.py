"""A first draft of the obligations: help, neutrality, no attack, consultation, guarantees, cooperation.

The kinds ``defence``, ``neutrality``, ``nonaggression`` and ``consultation`` are meant in the sense of the ATOP data
set (Leeds and others 2002). What is drafted is only what the words say: trigger, response, timing, extent, limits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from foedus.clauses.names import state_ids
from foedus.clauses.rules import Rule, compiled, first, rules, table
from foedus.clauses.sentences import Sentence, Text

_MOST = {"cooperation": 6, "consultation": 4}
_HAPPENINGS = (
    ("armed attack", r"armed attack|attack(?:ed|s)?\b|aggress|belligerent action"),
    ("invasion", r"invasion|invaded"),
    ("war", r"state of war|at war\b|war with|declares? war|involved in (?:a )?war|hostilities"),
    ("threat", r"threat|menace|danger|endanger|jeopardi"),
)
_FIELDS = (
    "trade economy industry agriculture food fisheries energy nuclear science technology space culture education "
    "health environment transport communications tourism defence military security finance investment training "
    "research customs forestry water meteorology sport information law migration terrorism crime disarmament mining"
).split()


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation as drafted: its table for the treaty file, the sentence and the rule."""

    table: dict[str, Any]
    sentence: Sentence
    rule: Rule
    start: int
    end: int


@cache
def _against(rule_name: str, pattern: str) -> re.Pattern[str]:
    del rule_name
    return compiled(pattern)


def read(text: Text) -> list[Duty]:
    """The obligations of the first text of the file, in order; at most a few of each loose kind."""
    found: list[Duty] = []
    count: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for sentence in text.holding(table("duty_words")["open"]):
        piece = sentence.piece
        if (
            piece is None
            or piece.kind not in ("article", "body")
            or sentence.component
            or "annex" in piece.id
            or len(sentence.text) > 2500
        ):
            continue
        for rule in rules("duty"):
            kind = rule.gives["kind"]
            match = rule.pattern.search(sentence.text)
            if not match or _against(rule.name, rule.gives["not"]).search(sentence.text):
                continue
            if (kind, piece.id) in seen or count.get(kind, 0) >= _MOST.get(kind, 12):
                continue
            if kind == "cooperation" and not _fields(match["fields"]):
                continue
            if (
                kind != "cooperation"
                and any(item.sentence is sentence and item.table["kind"] in ("defence", "neutrality") for item in found)
                and kind not in ("neutrality", "nonaggression")
            ):
                continue
            seen.add((kind, piece.id))
            count[kind] = count.get(kind, 0) + 1
            found.append(
                Duty(
                    _table(kind, sentence.text, match, piece.number or "?"), sentence, rule, match.start(), match.end()
                )
            )
    return found


def _table(kind: str, words: str, match: re.Match[str], article: str) -> dict[str, Any]:
    row: dict[str, Any] = {"article": article, "kind": kind}
    when = _trigger(kind, words)
    if when:
        row["when"] = when
    row["owes"] = _response(kind, words, match)
    under = [rule.gives["gives_under"] for rule in rules("duty.under") if rule.pattern.search(words)]
    if under and kind in ("defence", "consultation", "neutrality"):
        row["under"] = under
    return row


def _trigger(kind: str, words: str) -> dict[str, Any] | None:
    if kind in ("nonaggression", "no_hostile_alliance", "territory_denial", "guarantee", "cooperation"):
        return None
    what = [name for name, pattern in _HAPPENINGS if re.search(pattern, words)]
    if kind == "defence":
        what = [name for name in what if name != "threat"] or what
    if kind == "consultation" and "threat" in what:
        what = ["threat"]
    if not what:
        return {"what": "question"} if kind == "consultation" else None
    when: dict[str, Any] = {"what": what[0] if len(what) == 1 else what, "on": "party"}
    by = re.search(
        r"\b(?:by|with|against) ((?:any |a |an |another |one or more |several )(?:third |other "
        r"|foreign |european )*(?:state or states|state|states|power or powers|power|powers"
        r"|part(?:y|ies)|countr(?:y|ies))[a-z ]{0,30})",
        words,
    )
    named = list(state_ids(words[by.start() : by.start() + 90])) if by else []
    if not named:  # "attacked by Germany or by any State allied with it"
        struck_by = re.findall(
            r"(?:attack|aggression|war)[a-z ]{0,20}? (?:by|with|of|on the part of) ([^.;,]{3,60})", words
        )
        named = list(state_ids(" ".join(struck_by)))
    if named:
        when["by"] = {"states": named}
    elif by and ("third" in by[1] or "not a party" in words):
        when["by"] = {"outside": True}
    struck = next((name for name in ("armed attack", "invasion") if name in what), None)
    if struck and "state of war" in words:
        when["what"], when["puts"] = struck, "state of war"
    if re.search(r"unprovoked|without provocation", words):
        when["unprovoked"] = True
    if re.search(r"(?:at|upon|on) (?:the |its |their )*request|if (?:so )?requested", words) and kind == "defence":
        when["request"] = True
    return when


def _response(kind: str, words: str, match: re.Match[str]) -> dict[str, Any]:
    what = {
        "neutrality": "neutrality" if "neutral" in words else "no assistance to the attacker",
        "nonaggression": "no attack" if re.search(r"attack|aggress|invade", match[0]) else "no threat or use of force",
        "consultation": "consultation",
        "guarantee": "guarantee",
        "no_hostile_alliance": "no alliance or grouping directed against the other",
        "territory_denial": "no use of one's territory against the other",
        "cooperation": "cooperation",
    }.get(kind) or ("military and other assistance" if re.search(r"military", words) else "assistance")
    owes: dict[str, Any] = {"what": what}
    if kind == "neutrality":
        level = re.search(r"(benevolent|strict|absolute) neutrality", words)
        if level:
            owes["level"] = level[1]
    for key in ("extent", "timing", "discretion"):
        hit = first(f"duty.{key}", words) if kind in ("defence", "consultation") else None
        if hit and not (key != "timing" and kind == "consultation"):
            owes[key] = hit[1][0].strip()
    if kind == "cooperation":
        owes["fields"] = _fields(match["fields"])
    return owes


def _fields(words: str) -> list[str]:
    stems = {
        "economy": "econom",
        "industry": "industr",
        "agriculture": "agricultur",
        "science": "scien",
        "technology": "technolog",
        "culture": r"\bcultur",
        "education": "educat",
        "environment": "environment",
        "health": "health",
        "defence": "defen[cs]e",
        "nuclear": "nuclear|atomic",
        "finance": "financ",
        "fisheries": "fish",
        "forestry": "forest",
        "law": r"legal|judicial",
        "security": r"\bsecurity",
        "terrorism": "terroris",
        "meteorology": "meteorolog",
        "communications": "communication",
        "transport": "transport",
        "information": r"information",
    }
    return [name for name in _FIELDS if re.search(stems.get(name, name), words)]
