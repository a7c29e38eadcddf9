"""The runner of reading cases: a sentence or short text, its day, and the claims a careful reader makes of it.

Keys of a case: ``text``, ``published`` (a day, or left out), ``expect``: the claims wanted, no more and no fewer, each
with ``act``, ``by`` (the actors), ``how`` (the modality, ``occurred`` where left out) and, where they matter, ``on``
(the date; "" for none), ``said_by`` (a part of the speaker's name, ``own`` for the publication), ``organ``, ``given``
(a part of the condition), ``treaty`` (a part of its name), ``sure`` (the certainty). ``clauses``: kinds of provisions
wanted. ``bad = true`` marks a trap: words of treaty law that tell no act on a treaty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from foedus.api.reading import day_of, read
from foedus.model.claims import Claim, Reading
from foedus.model.documents import Document

_KEYS = frozenset(("act", "by", "how", "on", "said_by", "organ", "given", "treaty", "sure"))


def run_claims(path: Path, file: Mapping[str, Any], case: Mapping[str, Any]) -> list[str]:
    """Run one case; returns the ways in which it fails."""
    published = day_of(case.get("published", file.get("published")))
    reading = read(Document.of(str(case["text"]), published=published, name=path.stem))
    faults = [f'"{key}" is no key of an expected claim' for want in case["expect"] for key in set(want) - _KEYS]
    left = list(reading.claims)
    missing = []
    for want in case["expect"]:
        fits = [claim for claim in left if _same_act(claim, want)]
        if not fits:
            missing.append(want)
            continue
        best = min(fits, key=lambda claim: len(_differences(claim, want, reading)))
        left.remove(best)
        faults += _differences(best, want, reading)
    faults += [f"not read: {_said(want)}" for want in missing]
    faults += [
        (
            f"read beside: {claim.act.value} by {' '.join(claim.actors) or 'nobody'}, "
            f"{claim.modality.value}, {claim.date} [{claim.rule}]"
        )
        for claim in left
    ]
    return faults + _spans(reading, str(case["text"])) + _clauses(reading, case.get("clauses"))


def _same_act(claim: Claim, want: Mapping[str, Any]) -> bool:
    by = want.get("by", ())
    actors = {by} if isinstance(by, str) else set(by)
    return (
        claim.act.value == want["act"]
        and set(claim.actors) == actors
        and claim.modality.value == want.get("how", "occurred")
    )


def _differences(claim: Claim, want: Mapping[str, Any], reading: Reading) -> list[str]:
    names = next((m.name for m in reading.treaties if m.ref == claim.treaty), "")
    held = {
        "on": str(claim.date or ""),
        "said_by": claim.voice,
        "organ": claim.organ or "",
        "given": claim.condition or "",
        "treaty": names,
        "sure": claim.certainty.value,
    }
    found = []
    for key, value in held.items():
        if key not in want:
            continue
        exact = key in ("on", "sure") or want[key] == "own"
        if (value != str(want[key])) if exact else (str(want[key]).lower() not in value.lower()):
            found.append(f'{_said(want)}: {key} is "{value}", wanted "{want[key]}"')
    return found


def _said(want: Mapping[str, Any]) -> str:
    by = want.get("by", ())
    return f"{want['act']} by {by if isinstance(by, str) else ' '.join(by) or 'nobody'}, {want.get('how', 'occurred')}"


def _spans(reading: Reading, text: str) -> list[str]:
    return [
        f"{claim.act.value}: the span is not the quoted words"
        for claim in reading.claims
        if text[claim.evidence.start : claim.evidence.end] != claim.evidence.quote
    ]


def _clauses(reading: Reading, wanted: Sequence[str] | None) -> list[str]:
    if wanted is None:
        return []
    found = sorted(item.kind for item in reading.provisions)
    return (
        []
        if found == sorted(wanted)
        else [f"clauses read: {', '.join(found) or 'none'}; wanted: {', '.join(sorted(wanted))}"]
    )
