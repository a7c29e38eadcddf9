"""``evaluate texts``: clause readings of a folder of hand-read treaty texts, field by field, beside the floor.

The definitions are those of the folder's own scorer: a rule is whole when its kind, count, named states and delay
(and day, for a fixed date) all agree; a field that was not hand-read ("?") does not count; a second reading that the
row accepts counts. The floor of a field is the share that always answering its commonest value would get.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from foedus.model.errors import FoedusError

FIELDS = (
    "kind", "count", "named", "delay", "not_before", "whole rule", "later_joiner_delay", "withdrawal.after",
    "withdrawal.notice", "duration", "depositary", "reservations",
)  # fmt: skip
WHOLE = "whole rule"
_UNREAD = "?"

Row = Mapping[str, Any]


@dataclass(slots=True)
class FieldScore:
    """Right answers of all, and what always answering the commonest value would get."""

    right: int = 0
    of: int = 0
    floor: int = 0

    @property
    def share(self) -> float:
        """Right answers, as a share."""
        return self.right / self.of if self.of else 0.0

    @property
    def floor_share(self) -> float:
        """The floor, as a share."""
        return self.floor / self.of if self.of else 0.0

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "share": round(self.share, 4), "floor_share": round(self.floor_share, 4)}


@dataclass(slots=True)
class DateScore:
    """Days against official ones: exact, within 3 and within 31 days, answered, of all."""

    exact: int = 0
    within_3: int = 0
    within_31: int = 0
    answered: int = 0
    of: int = 0


@dataclass(slots=True)
class TextsReport:
    """The report: fields, all fields together, dates, parties, and each miss of a rule by treaty."""

    rows: int = 0
    fields: dict[str, FieldScore] = field(default_factory=dict)
    dates: dict[str, DateScore] = field(default_factory=dict)
    parties: tuple[int, int] = (0, 0)
    misses: list[dict[str, Any]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def all_fields(self) -> FieldScore:
        """All fields but the whole rule, added up."""
        found = [score for name, score in self.fields.items() if name != WHOLE]
        return FieldScore(sum(s.right for s in found), sum(s.of for s in found), sum(s.floor for s in found))

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        shown = {**self.fields, "all fields": self.all_fields}
        return {
            "rows": self.rows,
            "fields": {name: item.to_json() for name, item in shown.items()},
            "dates": {name: asdict(item) for name, item in self.dates.items()},
            "parties": {"exact": self.parties[0], "of": self.parties[1]},
            "misses": self.misses,
            "refused": self.refused,
        }

    def lines(self) -> list[str]:
        """The report for people: each field beside its floor, the dates, and every row with a field read wrongly."""
        found = [f"{'field':<20}{'right':>7}{'of':>6}{'share':>8}{'floor':>8}"]
        for name, item in [*self.fields.items(), ("all fields", self.all_fields)]:
            found.append(f"{name:<20}{item.right:>7}{item.of:>6}{item.share:>8.1%}{item.floor_share:>8.1%}")
        for name, day in self.dates.items():
            away = f"exact {day.exact}, within 3 days {day.within_3}, within 31 {day.within_31}"
            found.append(f"dates, {name}: {away}, answered {day.answered} of {day.of}")
        found.append(f"parties' dates: {self.parties[0]} of {self.parties[1]} exact")
        found += [f"{miss['id']}: {', '.join(miss['fields'])}" for miss in self.misses]
        return found + [f"{id} refused: {reason}" for id, reason in self.refused.items()]


def canonical(delay: Any) -> Any:
    """A delay as (months or days, unit, rounding), so that a year equals twelve months and a week seven days."""
    if delay is None or delay == _UNREAD:
        return delay
    n, unit = int(delay.get("n") or 0), str(delay.get("unit") or "day")
    if unit.startswith("year"):
        n, unit = n * 12, "month"
    elif unit.startswith("week"):
        n, unit = n * 7, "day"
    unit = "month" if unit.startswith("month") and n else "day"
    return (n, unit, delay.get("rounding") or None)


def _or_zero(delay: Any) -> Any:
    return (0, "day", None) if delay is None else canonical(delay)


def judged(row: Row, said: Row) -> Iterator[tuple[str, bool, Any]]:
    """Each field of a hand-read row: its name, whether the prediction agrees, and the hand-read value."""
    gold, rule = row["gold_rule"], said.get("rule") or {}
    accept = _Accept(row, rule)

    def match(name: str, wanted: Any, read: Callable[[Any], Any]) -> bool:
        if name not in rule and name != "kind":
            return False
        return bool(read(rule.get(name)) == wanted or accept(name, lambda other: read(rule.get(name)) == read(other)))

    parts: list[bool] = []
    plan: list[tuple[str, bool, Callable[[Any], Any]]] = [
        ("kind", True, lambda value: value),
        ("count", gold.get("count") is not None, lambda value: value),
        ("named", bool(gold.get("named")), lambda value: frozenset(value or ())),
        ("delay", gold.get("delay") not in (None, _UNREAD), _or_zero),
    ]
    for name, counts, read in plan:
        if counts:
            good = match(name, read(gold.get(name)), read)
            parts.append(good)
            yield name, good, read(gold.get(name))
    if gold.get("not_before"):
        yield "not_before", match("not_before", gold["not_before"], lambda value: value), gold["not_before"]
    if gold["kind"] == "fixed_date":
        parts.append(rule.get("date") == gold["date"] or accept("date", lambda other: rule.get("date") == other))
    yield (
        WHOLE,
        all(parts),
        (gold["kind"], gold.get("count"), frozenset(gold.get("named") or ()), _or_zero(gold.get("delay"))),
    )
    if gold["kind"] != "none":
        yield from _beside(row, said, accept)


class _Accept:
    """The second readings that a row allows."""

    def has(self, name: str, given: Any) -> bool:
        """Is the value one of the second readings, as it stands?"""
        return self(name, lambda other: bool(given == other))

    def __init__(self, row: Row, rule: Row) -> None:
        self.items, self.rule = row.get("accept") or [], rule

    def __call__(self, name: str, same: Callable[[Any], bool]) -> bool:
        return any(
            item["field"] == name
            and all(self.rule.get(key) == value for key, value in (item.get("needs") or {}).items())
            and same(item["value"])
            for item in self.items
        )


def _beside(row: Row, said: Row, accept: _Accept) -> Iterator[tuple[str, bool, Any]]:
    """The fields beside the rule: later joiners, withdrawal, duration, reservations, depositary."""
    if row["later_joiner_delay"] != _UNREAD:
        name, wanted = "later_joiner_delay", canonical(row["later_joiner_delay"])
        there = name in said
        good = there and (
            canonical(said[name]) == wanted or accept(name, lambda other: canonical(said[name]) == canonical(other))
        )
        yield name, good, wanted
    yield from _withdrawal(row["withdrawal"], said, accept)
    for name in ("duration", "reservations"):
        if row[name] not in (None, _UNREAD):
            given = said.get(name)
            yield name, given == row[name] or (name in said and accept.has(name, given)), row[name]
    if row["depositary"] != _UNREAD:
        wanted = frozenset(row["depositary"] or ())
        there = "depositary" in said
        good = there and (
            frozenset(said["depositary"] or ()) == wanted
            or accept("depositary", lambda other: frozenset(said["depositary"] or ()) == frozenset(other or ()))
        )
        yield "depositary", good, wanted


def _withdrawal(wanted: Any, said: Row, accept: _Accept) -> Iterator[tuple[str, bool, Any]]:
    given = said.get("withdrawal") or {}

    def other_half(key: str) -> Callable[[Any], bool]:
        def same(value: Any) -> bool:
            if value is None:
                return "withdrawal" in said and said["withdrawal"] is None
            return (
                given.get(key) is not None
                and value.get(key) is not None
                and _or_zero(given[key]) == _or_zero(value[key])
            )

        return same

    if wanted == _UNREAD:
        return
    if wanted is None:
        good = ("withdrawal" in said and said["withdrawal"] is None) or accept("withdrawal", other_half("notice"))
        yield "withdrawal.notice", good, None
        return
    for key in ("after", "notice"):
        if wanted.get(key) not in (None, _UNREAD):
            right = given.get(key) is not None and _or_zero(given[key]) == _or_zero(wanted[key])
            yield f"withdrawal.{key}", right or accept("withdrawal", other_half(key)), _or_zero(wanted[key])


def score(rows: Sequence[Row], predictions: Mapping[str, Row]) -> TextsReport:
    """Score predictions against hand-read rows."""
    report = TextsReport(rows=len(rows), fields={name: FieldScore() for name in FIELDS})
    commonest: dict[str, Counter[Any]] = {name: Counter() for name in FIELDS}
    for row in rows:
        said = predictions.get(row["treatyID"]) or {}
        if row.get("gold_rule"):
            wrong = []
            for name, good, wanted in judged(row, said):
                report.fields[name].of += 1
                report.fields[name].right += good
                commonest[name][wanted] += 1
                if not good:
                    wrong.append(name)
            if wrong:
                report.misses.append(
                    {"id": row["treatyID"], "fields": wrong, "hand_read": row["gold_rule"], "read": said.get("rule")}
                )
    for name, seen in commonest.items():
        report.fields[name].floor = max(seen.values(), default=0)
    _dates(report, rows, predictions)
    return report


def _dates(report: TextsReport, rows: Sequence[Row], predictions: Mapping[str, Row]) -> None:
    usable = [row for row in rows if row.get("usable") == "yes"]
    right = of = 0
    for row in usable:
        said = predictions.get(row["treatyID"]) or {}
        for name in ("usable", str(row.get("usable_class") or "other")):
            tally = report.dates.setdefault(name, DateScore())
            tally.of += 1
            away = _away(said.get("eif_date"), row.get("official_force"))
            if away is not None:
                tally.answered += 1
                tally.exact += away == 0
                tally.within_3 += away <= 3
                tally.within_31 += away <= 31
        for state, day in (row.get("official_party_force") or {}).items():
            of += 1
            right += (said.get("party_eif") or {}).get(state) == day
    report.parties = (right, of)


def _away(said: Any, official: Any) -> int | None:
    try:
        return abs((date.fromisoformat(said) - date.fromisoformat(official)).days)
    except (TypeError, ValueError):
        return None


def read_gold(folder: Path) -> list[dict[str, Any]]:
    """The hand-read rows of a folder. Raises `FoedusError` FOE705 where there are none."""
    file = next((folder / name for name in ("gold-open.json", "gold.json") if (folder / name).is_file()), None)
    if file is None:
        raise FoedusError(
            "FOE705",
            "there is no gold-open.json or gold.json",
            where=str(folder),
            help="point at a folder with hand-read rows",
        )
    try:
        rows = json.loads(file.read_text("utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise FoedusError("FOE705", f"not JSON: {error}", where=str(file)) from error
    return [row for row in rows if isinstance(row, dict) and row.get("treatyID")]


def evaluate_texts(
    folder: str | Path, predictions: Mapping[str, Row] | None = None, *, only: Sequence[str] = ()
) -> TextsReport:
    """Read the texts of a folder and score the readings against its hand-read rows.

    ``predictions``: given ones instead of reading anew. ``only``: these treaty ids. Raises `FoedusError` FOE705,
    FOE708.
    """
    root = Path(folder)
    rows = read_gold(root)
    if only:
        rows = [row for row in rows if row["treatyID"] in set(only)]
    refused: dict[str, str] = {}
    if predictions is None:
        from foedus.api.draft import predictions_of

        predictions, refused = predictions_of(root)
    report = score(rows, predictions)
    report.refused = refused
    return report
