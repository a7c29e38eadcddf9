"""Scores of readings against labelled articles, and each miss and false claim with its sentence.

A label is met when act, set of actors and modality are equal and the treaties link; matching is one to one, the pair
that agrees in most else first. A label's ``accept`` lists other fair answers; an ``optional`` one counts neither way.
Treaties link by parties in common, or by name where a side names no party.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_GENERIC = frozenset(
    "the of on a an and in for to with between from by at its new treaty agreement convention pact "
    "accord deal protocol "
    "accords treaties agreements current present first international comprehensive draft".split()
)
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]+[A-Za-z]*\b")


def own_words(name: str | None) -> set[str]:
    """The words of a name that tell it from others."""
    return {word for word in _WORD.findall((name or "").lower()) if len(word) > 1 and word not in _GENERIC}


def _likeness(mine: Mapping[str, Any], its: Mapping[str, Any]) -> tuple[float, float]:
    a, b = set(mine.get("parties") or ()), set(its.get("parties") or ())
    parties = len(a & b) / len(a | b) if a | b else 0.0
    x, y = own_words(mine.get("name")), own_words(its.get("name"))
    names = len(x & y) / max(1, min(len(x), len(y))) if x and y else 0.0
    if set(_ACRONYM.findall(mine.get("name") or "")) & set(_ACRONYM.findall(its.get("name") or "")):
        names = max(names, 0.8)
    return parties, names


def linked(read: Sequence[Mapping[str, Any]], labelled: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Treaties read to treaties labelled, one to one, the likest first."""
    pairs = []
    for mine in read:
        for its in labelled:
            parties, names = _likeness(mine, its)
            bare = not (mine.get("parties") and its.get("parties"))
            if parties > 0 or names >= 0.8 or (bare and names >= 0.5):
                pairs.append((-(parties + names), -parties, str(mine["ref"]), str(its["ref"])))
    found: dict[str, str] = {}
    for *_, mine_ref, its_ref in sorted(pairs):
        if mine_ref not in found and its_ref not in found.values():
            found[mine_ref] = its_ref
    for its in labelled:  # "the pact" and no party: nothing to compare, so what is left pairs in order
        if str(its["ref"]) in found.values():
            continue
        for mine in read:
            vague = not own_words(mine.get("name")) or not own_words(its.get("name"))
            if str(mine["ref"]) not in found and vague and not (mine.get("parties") and its.get("parties")):
                found[str(mine["ref"])] = str(its["ref"])
                break
    return found


def _fair(label: Mapping[str, Any], key: str) -> list[Any]:
    return [label.get(key), *((label.get("accept") or {}).get(key) or ())]


def _source_words(text: str | None) -> str:
    return re.sub(r"^(?:unnamed:|the )\s*", "", (text or "own").lower().strip())


def same_source(mine: str | None, its: str | None) -> bool:
    """One voice: equal, or at least half of the shorter name's own words in common; own is only own."""
    a, b = _source_words(mine), _source_words(its)
    if a == b or "own" in (a, b):
        return a == b
    x, y = own_words(a), own_words(b)
    return bool(x and y) and len(x & y) / min(len(x), len(y)) >= 0.5


def _agree(claim: Mapping[str, Any], label: Mapping[str, Any]) -> dict[str, bool]:
    return {
        "date": claim.get("date") in _fair(label, "date"),
        "source": any(same_source(claim.get("source"), other) for other in _fair(label, "source")),
        "organ": (claim.get("organ") or "").lower() == (label.get("organ") or "").lower(),
    }


def matched(reading: Mapping[str, Any], gold: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Pairs of claim and label that say the same act, one to one."""
    links = linked(reading.get("treaties") or (), gold["treaties"])
    pairs = []
    for i, claim in enumerate(reading.get("claims") or ()):
        for k, label in enumerate(gold["claims"]):
            actors = [set(row or ()) for row in _fair(label, "actors")]
            if claim.get("act") not in _fair(label, "act") or claim.get("modality") not in _fair(label, "modality"):
                continue
            if set(claim.get("actors") or ()) not in actors or links.get(str(claim.get("treaty"))) not in _fair(
                label, "treaty"
            ):
                continue
            plain = (claim.get("act"), set(claim.get("actors") or ()), claim.get("modality")) == (
                label.get("act"), set(label.get("actors") or ()), label.get("modality"),
            )  # fmt: skip
            agree = _agree(claim, label)
            bonus = (
                4 * agree["date"]
                + 2 * agree["organ"]
                + agree["source"]
                + 3 * (links.get(str(claim.get("treaty"))) == label["treaty"])
            )
            pairs.append((not plain, -bonus, bool(label.get("optional")), i, k))
    taken: set[int] = set()
    met: set[int] = set()
    found = []
    for *_, i, k in sorted(pairs):
        if i not in taken and k not in met:
            taken.add(i)
            met.add(k)
            found.append((i, k))
    return found


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _prf(right: int, read: int, wanted: int) -> dict[str, Any]:
    precision = right / read if read else float(not wanted)
    recall = right / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "right": right, "read": read, "wanted": wanted,
        "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4),
    }  # fmt: skip


@dataclass
class NewsReport:
    """Scores over labelled articles, with each miss, false claim and difference."""

    articles: int = 0
    negatives: int = 0
    right: int = 0
    read: int = 0
    wanted: int = 0
    dates: int = 0
    sources: int = 0
    certain: int = 0
    pairs: int = 0
    false_on_negatives: int = 0
    false_in_force: int = 0
    acts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    rules: Counter[str] = field(default_factory=Counter)
    rules_right: Counter[str] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)
    false: list[dict[str, Any]] = field(default_factory=list)
    different: list[dict[str, Any]] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def add(self, reading: Mapping[str, Any], gold: Mapping[str, Any], text: str) -> None:
        """Count one article."""
        self.articles += 1
        claims = reading.get("claims") or ()
        self.rules.update(str(claim.get("rule")) for claim in claims)
        if gold["class"] == "negative":
            self.negatives += 1
            self.false_on_negatives += len(claims)
            for claim in claims:
                self._false(claim, gold["id"])
            return
        pairs = matched(reading, gold)
        free = {i for i, k in pairs if gold["claims"][k].get("optional")}
        hit = {k for _, k in pairs}
        of = {i: gold["claims"][k]["act"] for i, k in pairs}
        for i, claim in enumerate(claims):
            if i not in free:
                self.read += 1
                self.acts[of.get(i, claim["act"])][1] += 1
            if i not in of:
                self._false(claim, gold["id"])
        for k, label in enumerate(gold["claims"]):
            if not label.get("optional"):
                self.wanted += 1
                self.acts[label["act"]][2] += 1
                if k not in hit:
                    self._miss(label, gold["id"], text)
        for i, k in pairs:
            self.rules_right[str(claims[i].get("rule"))] += 1
            if i not in free:
                self._pair(claims[i], gold["claims"][k], gold["id"])

    def _pair(self, claim: Mapping[str, Any], label: Mapping[str, Any], article: str) -> None:
        agree = _agree(claim, label)
        self.right += 1
        self.pairs += 1
        self.acts[label["act"]][0] += 1
        self.dates += agree["date"]
        self.sources += agree["source"]
        self.certain += (claim.get("certainty") or "stated") == label.get("certainty", "stated")
        for key in ("date", "source"):
            if not agree[key]:
                self.different.append(
                    {
                        "article": article,
                        "act": label["act"],
                        "what": key,
                        "read": claim.get(key),
                        "label": label.get(key),
                    }
                )

    def _false(self, claim: Mapping[str, Any], article: str) -> None:
        if claim["act"] == "entry_into_force" and claim["modality"] == "occurred":
            self.false_in_force += 1
        keys = ("act", "actors", "modality", "date", "source", "rule")
        self.false.append({"article": article, **{key: claim.get(key) for key in keys}, "sentence": claim.get("quote")})

    def _miss(self, label: Mapping[str, Any], article: str, text: str) -> None:
        start, end = label["span"]
        keys = ("act", "actors", "modality", "date", "source")
        self.misses.append(
            {
                "article": article,
                **{key: label.get(key) for key in keys},
                "sentence": text[start:end] or label["anchor"],
            }
        )

    def to_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        total = sum(self.rules.values())
        return {
            "articles": self.articles,
            "negatives": self.negatives,
            "labels_without_text": self.absent,
            "claims": _prf(self.right, self.read, self.wanted),
            "dates_equal": _share(self.dates, self.pairs),
            "attribution_equal": _share(self.sources, self.pairs),
            "certainty_equal": _share(self.certain, self.pairs),
            "false_claims_per_hard_negative": _share(self.false_on_negatives, self.negatives),
            "false_in_force": self.false_in_force,
            "per_act": {
                act: _prf(*row) for act, row in sorted(self.acts.items(), key=lambda item: (-item[1][2], item[0]))
            },
            "rules": {
                rule: {"claims": count, "share": _share(count, total), "right": self.rules_right[rule]}
                for rule, count in self.rules.most_common()
            },
            "misses": self.misses,
            "false_claims": self.false,
            "different": self.different,
        }

    def lines(self) -> list[str]:
        """All of it, for people."""
        found = self.to_json()
        whole = found["claims"]
        rows = [
            (
                f"{self.articles} articles, {self.negatives} of them hard negatives; {len(self.absent)} labels "
                f"have no text"
            ),
            (
                f"claims: F1 {whole['f1']:.3f} (precision {whole['precision']:.3f}, recall "
                f"{whole['recall']:.3f}; {whole['right']} of {whole['wanted']} wanted, {whole['read']} read)"
            ),
            (
                f"dates equal {found['dates_equal']}, attribution {found['attribution_equal']}, certainty "
                f"{found['certainty_equal']}, of {self.pairs} matched"
            ),
            (
                f"false claims per hard negative {found['false_claims_per_hard_negative']}; false entries into "
                f"force {self.false_in_force}"
            ),
            "", "per act: right / read / wanted, F1",
        ]  # fmt: skip
        rows += [
            f"  {act:24} {row['right']:3} / {row['read']:3} / {row['wanted']:3}   {row['f1']:.3f}"
            for act, row in found["per_act"].items()
        ]
        rows += ["", "claims made by each rule: claims, share, right"]
        rows += [
            f"  {rule:28} {row['claims']:3}  {row['share']:.3f}  {row['right']:3}"
            for rule, row in found["rules"].items()
        ]
        for title, items in (
            ("misses", self.misses),
            ("false claims", self.false),
            ("different on matched claims", self.different),
        ):
            rows += ["", f"{title} ({len(items)})", *(f"  {_told(item)}" for item in items)]
        return rows


def _told(item: Mapping[str, Any]) -> str:
    parts: Iterable[str] = (
        f"{key}: {' '.join(value) if isinstance(value, list) else value}"
        for key, value in item.items()
        if value not in (None, [], "") and key != "sentence"
    )
    sentence = re.sub(r"\s+", " ", str(item["sentence"])).strip() if item.get("sentence") else ""
    return "; ".join(parts) + (f'\n      "{sentence}"' if sentence else "")
