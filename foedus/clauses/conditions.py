"""From the parts of the clause to the project's clause language, and to the neutral words of the evaluation."""

from __future__ import annotations

import re
from typing import Any

from foedus.clauses.entry import Entry
from foedus.clauses.leaving import Lasting, Leaving
from foedus.clauses.names import neutral
from foedus.clauses.numbers import number
from foedus.clauses.rules import compiled
from foedus.model.clauses import Delay

_REACH = r"(?P<n>\d[\d.,]*|«num») ?(?:per ?cent|percent|%)"


def condition(entry: Entry, depositaries: tuple[str, ...]) -> dict[str, Any] | None:
    """The condition as a table of the treaty file (`foedus.model.clauses.Condition`); None where it is unknown."""
    named = list(depositaries if entry.named_are_depositaries else entry.named)
    kind = entry.kind
    if kind in ("none", "other"):
        return None
    if kind == "fixed_date" and entry.day:
        extra = (
            "last_notification"
            if "notification" in entry.evidence
            else "exchange"
            if "exchange" in entry.evidence
            else None
        )
        parts: list[dict[str, Any]] = [{"on": entry.day}]
        if extra:
            parts.append({extra: "procedures completed" if extra == "last_notification" else "ratification"})
        if named:
            parts.append({"named": named})
        return parts[0] if len(parts) == 1 else {"all": parts}
    simple: dict[str, dict[str, Any]] = {
        "signature": {"signature": "all"},
        "signature_count": {"signature": entry.count or "all"},
        "exchange": {
            "exchange": "notes" if "letters" in entry.evidence and "exchange" not in entry.evidence else "ratification"
        },
        "notification": {
            "last_notification": "procedures completed" if "procedures" in entry.evidence else "acceptance"
        },
        "named": {"named": named},
        "deposit_all": {"consents": "all"},
        "by_reference": {"entry_of": _other_treaty(entry.reference or "another treaty")},
    }
    if kind in simple:
        if kind == "deposit_all" and len(named) > 1:
            return {"named": named}
        return simple[kind]
    return _counted(entry, named)


def _counted(entry: Entry, named: list[str]) -> dict[str, Any]:
    parts: list[dict[str, Any]] = []
    if entry.groups:
        parts += [{"consents": count, "note": who} for count, who in entry.groups]
    elif entry.count:
        parts.append({"consents": entry.count})
    if entry.share:
        among = _among(entry.among or "")
        share: dict[str, Any] = {"share": entry.share} | ({"among": among} if among else {"note": entry.among})
        parts.append(share | ({"more_than": True} if entry.majority else {}))
    if named:
        parts.append({"named": named})
    if entry.subset:
        parts.append({"consents": entry.subset[0], "note": f"of them {entry.subset[1]}"})
    if entry.threshold and not (entry.subset and entry.subset[1][:20] in entry.threshold):
        parts.append(_weight(entry.threshold))
    return parts[0] if len(parts) == 1 else {"all": parts}


def _other_treaty(words: str) -> str:
    """The other treaty as it is named ("convention on shared lakes"); where no name stands there, the words."""
    words = " ".join(words.split())
    named = re.search(
        r"\b(?:the|that) ((?:[a-z'-]+ ){0,6}?(?:convention|treaty|agreement|protocol|act|charter|statute)\b.*)", words
    )
    return re.split(r" (?:enters?|comes?|has|shall|is)\b", named[1])[0] if named else words


def _among(words: str) -> str | None:
    if "signator" in words:
        return "signatories"
    if re.search(r"contracting (?:states|parties)", words):
        return "contracting states"
    return "parties" if re.search(r"\bparties", words) else None


def _weight(words: str) -> dict[str, Any]:
    """A share of a measure. Its table of values is for a person to supply: the text does not carry it."""
    measure = re.search(
        r"tonnage|tons|emissions?|consumption|production|exports?|imports?|votes?|capacity|catch"
        r"|contributions?|shipping",
        words,
    )
    name = {"tons": "tonnage", "shipping": "tonnage"}.get(measure[0], measure[0].rstrip("s")) if measure else "measure"
    share = compiled(_REACH).search(words)
    units = re.search(r"(\d[\d,]{2,})", words)
    if share:
        return {"weight": name, "reach": float(number(share["n"]) or 0)}
    return {
        "weight": name,
        "reach": float(units[1].replace(",", "")) if units else 0.0,
        "percent": False,
        "note": words,
    }


def delay_table(delay: Delay) -> dict[str, Any]:
    """A delay as a table of the treaty file, only with what is set."""
    return delay.model_dump(exclude_defaults=True, by_alias=True)


def span_table(n: int, unit: str) -> dict[str, Any]:
    """A length of time as a table of the treaty file."""
    return {f"{unit}s": n}


def reading(
    entry: Entry,
    leaving: Leaving | None,
    lasting: Lasting | None,
    depositaries: tuple[str, ...] | None,
    reservations: str | None,
) -> dict[str, Any]:
    """The clauses in the neutral words of evaluation files; what the text does not provide is null or silent."""
    named = (depositaries or ()) if entry.named_are_depositaries else entry.named
    rule = {
        "kind": entry.kind,
        "count": entry.count,
        "named": [neutral(id) for id in named],
        "delay": entry.delay.neutral if entry.delay else {"n": 0, "unit": "day", "rounding": None},
        "not_before": entry.not_before.isoformat() if entry.not_before else None,
        "nb_mode": entry.not_before_mode,
        "date": entry.day.isoformat() if entry.day else None,
        "fraction": entry.share,
        "threshold": entry.threshold,
        "reference": entry.reference,
    }
    withdrawal = None
    if leaving:
        after = leaving.after.neutral if leaving.after else {"n": 0, "unit": "year"}
        withdrawal = {"after": after, "notice": leaving.notice.neutral if leaving.notice else None}
    return {
        "rule": rule,
        "later_joiner_delay": entry.later.neutral if entry.later else None,
        "withdrawal": withdrawal,
        "duration": _duration(lasting),
        "depositary": [neutral(id) for id in depositaries] if depositaries else None,
        "reservations": reservations or "silent",
    }


def _duration(lasting: Lasting | None) -> str:
    if lasting is None:
        return "not_stated"
    if lasting.span:
        n, unit = lasting.span
        return f"{n}y" if unit == "year" else f"{n // 12}y" if n % 12 == 0 else f"{n}m"
    return "unlimited" if lasting.value == "unlimited" else "other"
