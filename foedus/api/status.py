"""The verbs of status: status, timeline, diff, upcoming, what-if, import of acts, and the schema of treaty files."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.api.listing import actor_id
from foedus.model.acts import Act, ActKind
from foedus.model.clauses import Span
from foedus.model.dates import PartialDate, partial_date
from foedus.model.errors import FoedusError, Problem, did_you_mean
from foedus.model.findings import Finding, Step
from foedus.model.treaty import Treaty
from foedus.status import Spell, finding, lay_out
from foedus.status.check import require_no_conflict
from foedus.status.counting import add_span
from foedus.status.road import upcoming as certain
from foedus.status.suspension import Suspended

if TYPE_CHECKING:
    from foedus.api.session import Foedus

_SHORT = {
    "accepts": ActKind.ACCEPTANCE,
    "acceded": ActKind.ACCESSION,
    "accedes": ActKind.ACCESSION,
    "denounces": ActKind.WITHDRAWAL,
    "denunciation": ActKind.WITHDRAWAL,
    "exchanges": ActKind.EXCHANGE,
    "notice": ActKind.WITHDRAWAL,
    "ratifies": ActKind.RATIFICATION,
    "resumes": ActKind.RESUMPTION,
    "signs": ActKind.SIGNATURE,
    "suspends": ActKind.SUSPENSION,
    "withdraws": ActKind.WITHDRAWAL,
}


def status(
    session: Foedus,
    key: str,
    *,
    on: date | None = None,
    known: date | None = None,
    states: Sequence[str] | None = None,
    what_if: Sequence[str] = (),
) -> Finding:
    """What a treaty is, and each state is to it, on a day (default: the session's today), with reasons.

    ``what_if``: acts supposed, as in ``"RUS exchange 2024-12-01"``; the answer equals that with the act recorded.
    Raises `FoedusError` FOE110 for an unknown treaty, FOE102 for an unknown state, FOE403 for a state that was not
    there on that day, FOE427 for a supposed act that cannot be read, FOE419 for two
    rules of the treaty that conflict.
    """
    treaty = session.treaty(key, known=known)
    states = _asked(treaty, states, on or session.today) if states else None
    acts = (*treaty.acts, *(act for text in what_if for act in supposed(text, treaty)))
    require_no_conflict(treaty)
    line = lay_out(
        treaty,
        acts=acts if what_if else None,
        known=known,
        treaties=session.atlas.around(treaty.id),
        register=register(),
    )
    return finding(line, on or session.today, states)


def _asked(treaty: Treaty, states: Sequence[str], on: date) -> tuple[str, ...]:
    """The ids of the states asked about, by id or name.

    Raises `FoedusError` FOE102 for no actor, FOE403 for one that did not exist on that day and has no part in the
    treaty: the Soviet Union in 1995 is a slip, Russia was meant.
    """
    found = []
    for text in states:
        id = text if text in treaty.parties else actor_id(text, on)
        fault = register().check(id, on)
        if fault is not None and id not in treaty.parties and not any(id in act.by for act in treaty.acts):
            raise FoedusError("FOE403", fault.says, help=fault.help)
        found.append(id)
    return tuple(found)


def supposed(text: str, treaty: Treaty) -> tuple[Act, ...]:
    """An act written as ``STATE[,STATE] ACT [of WHAT] DAY``; ``all`` stands for every party.

    Supposing an exchange by one party supposes it of all of them, since an exchange takes two.
    Raises `FoedusError` FOE427 where a part is missing or unknown.
    """
    match = re.fullmatch(r"\s*(\S+)\s+([\w ]+?)(?:\s+of\s+([\w ]+?))?(?:\s+on)?\s+(\d{4}\S*)\s*", text)
    if match is None:
        raise FoedusError("FOE427", f'"{text}" is no supposed act', help='write it as "RUS exchange 2024-12-01"')
    who, word, of, day = match.groups()
    key = word.strip().casefold().replace(" ", "_")
    kind = _SHORT.get(key)
    if kind is None:
        known = [item.value for item in ActKind]
        if key not in known:
            raise FoedusError("FOE427", f'"{word}" is no act', help=did_you_mean(key, [*known, *_SHORT]))
        kind = ActKind(key)
    states = treaty.parties if who == "all" else tuple(_actor(item) for item in who.split(","))
    if kind is ActKind.EXCHANGE:
        states = tuple(dict.fromkeys((*states, *treaty.parties)))
    try:
        when = partial_date(day)
    except FoedusError as error:
        raise FoedusError("FOE427", f'"{day}" is no date', help="write it as 2024-12-01") from error
    return (Act(kind=kind, by=states, date=when, of=of, source="supposed"),)


def _actor(word: str) -> str:
    actors = register()
    if actors.get(word) is not None:
        return word
    found = actors.find(word)
    if len(found) == 1:
        return found[0]
    raise FoedusError("FOE427", f'"{word}" is no actor', help=did_you_mean(word.upper(), actors.ids()))


def timeline(session: Foedus, key: str, *, state: str | None = None, known: date | None = None) -> list[dict[str, Any]]:
    """The spells of a treaty, and of its states, as rows: subject, standing, since, until, act and rule."""
    treaty = session.treaty(key, known=known)
    require_no_conflict(treaty)
    state = state if state is None or state in treaty.parties else actor_id(state)
    line = lay_out(treaty, known=known, treaties=session.atlas.around(treaty.id), register=register())
    spells = list(line.treaty_spells) if state is None else []
    for subject in sorted(line.state_spells):
        if state is None or subject == state:
            spells += line.state_spells[subject]
    rows = [spell_row(spell) for spell in spells if spell.start.year > 1]
    return rows + [row for pause in line.suspensions for row in _between(pause, state)]


def _between(pause: Suspended, state: str | None) -> list[dict[str, Any]]:
    """A suspension between some members only (ANZUS since 1986), a row for each pair that includes the state."""
    return [
        {
            "subject": f"{pause.by}-{other}",
            "standing": "suspended",
            "since": str(pause.start.partial()),
            "until": str(pause.end.partial()) if pause.end else None,
            "rule": pause.rule,
            "act": pause.deed.act.kind.value,
            "act_id": pause.deed.act.id,
        }
        for other in pause.toward
        if state is None or state in (pause.by, other)
    ]


def spell_row(spell: Spell) -> dict[str, Any]:
    """A spell as a row; ``until`` is the first day on which it no longer holds."""
    return {
        "subject": spell.subject,
        "standing": spell.standing,
        "since": spell.start.isoformat() if spell.start != date.min else None,
        "until": spell.end.isoformat() if spell.end else None,
        "rule": spell.rule,
        "act": spell.deed.act.kind.value if spell.deed else None,
        "act_id": spell.deed.act.id if spell.deed else None,
    }


def diff(session: Foedus, key: str, start: date, end: date, *, known: date | None = None) -> list[dict[str, Any]]:
    """What changed between two days: each subject whose standing differs, with both standings and what did it."""
    if end < start:
        raise FoedusError("FOE004", f"the later day {end} lies before {start}", help="give the earlier day first")
    treaty = session.treaty(key, known=known)
    require_no_conflict(treaty)
    line = lay_out(treaty, known=known, treaties=session.atlas.around(treaty.id), register=register())
    before, after = finding(line, start), finding(line, end)
    rows = []
    if before.standing != after.standing:
        rows.append(_changed(treaty.id, before.standing.value, after.standing.value, after.since, after.why.says))
    for then, now in zip(before.parties, after.parties, strict=True):
        if then.standing != now.standing:
            rows.append(_changed(now.state, then.standing.value, now.standing.value, now.since, now.reason.says))
    was = {(item.one, item.other): item.effect for item in before.pairs}
    now_so = {(item.one, item.other): item for item in after.pairs}
    for pair in sorted(was.keys() | now_so.keys()):
        new = now_so.get(pair)
        old, fresh = was.get(pair, "as the treaty reads"), new.effect if new else "as the treaty reads"
        if old != fresh:
            since, why = (new.since, new.reason.says) if new else (None, "what stood between them was taken back")
            rows.append(_changed("-".join(pair), old, fresh, since, why))
    for one in after.versions:
        if one.treaty not in {item.treaty for item in before.versions}:
            rows.append(_changed(one.treaty, "not in force", "amendment in force", one.since, one.reason.says))
    return rows


def _changed(subject: str, before: str, after: str, since: PartialDate | None, why: str) -> dict[str, Any]:
    return {"subject": subject, "from": before, "to": after, "since": str(since) if since else None, "why": why}


def upcoming(
    session: Foedus, within: str = "1y", *, on: date | None = None, known: date | None = None, key: str | None = None
) -> list[dict[str, Any]]:
    """Changes that are already certain on a day, within a time from it (``1y``, ``6m``, ``30d``), soonest first.

    A withdrawal that takes effect, a term that runs out, an entry into force whose day is fixed.
    Raises `FoedusError` FOE004 for a time that cannot be read.
    """
    day = on or session.today
    until = add_span(day, _span(within))
    chosen = [session.treaty(key, known=known)] if key else list(session.atlas.values())
    rows = []
    for treaty in chosen:
        line = lay_out(treaty, known=known, treaties=session.atlas.around(treaty.id), register=register())
        rows += [_coming(treaty.id, step) for step in certain(line, day, until)]
    return sorted(rows, key=lambda row: (row["on"], row["treaty"], row["says"]))


def _coming(treaty: str, step: Step) -> dict[str, Any]:
    return {"on": str(step.on), "treaty": treaty, "says": step.says, "by": list(step.by), "rule": step.article}


def _span(text: str) -> Span:
    match = re.fullmatch(r"\s*(\d+)\s*(d|w|m|y|days?|weeks?|months?|years?)\s*", text)
    if match is None:
        raise FoedusError("FOE004", f'"{text}" is no length of time', help="write 1y, 6m, 3w or 30d")
    unit = {"d": "days", "w": "weeks", "m": "months", "y": "years"}[match[2][0]]
    return Span.model_validate({unit: int(match[1])})


@dataclass(slots=True)
class Imported:
    """What an import read: the acts by treaty, and every row refused, with its line and why."""

    acts: dict[str, list[Act]] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)
    rows: int = 0

    @property
    def accepted(self) -> int:
        """How many acts were read."""
        return sum(len(items) for items in self.acts.values())

    def to_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "treaties": {key: len(items) for key, items in sorted(self.acts.items())},
            "refused": [problem.to_dict() for problem in self.refused],
        }


_COLUMNS = {
    "treaty": ("treaty", "treaty_id"),
    "state": ("state", "state_iso3", "actor", "by"),
    "act": ("act", "action", "kind"),
    "date": ("date", "day"),
    "source": ("source",),
}


def import_acts(path: Path, treaties: Mapping[str, Treaty] | None = None) -> Imported:
    """Read acts in bulk from CSV: the columns treaty, state, act, date, source, and optionally of, known, effective.

    Every row is either an act or refused with line and reason: an unknown act, actor, treaty (where ``treaties`` is
    given) or date, a state that did not exist on that day, a row given twice.
    Raises `FoedusError` FOE001 for a missing file, FOE422 where a needed column is missing.
    """
    if not path.is_file():
        raise FoedusError("FOE001", f"{path}: no such file", help="check the path")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FoedusError("FOE422", "the file is not UTF-8 text", where=str(path)) from error
    reader = csv.DictReader(io.StringIO(text))
    columns = _columns(reader.fieldnames or (), path)
    found = Imported()
    seen: set[str] = set()
    for line, row in enumerate(reader, 2):
        found.rows += 1
        where = f"{path.name}:{line}"
        try:
            treaty, act = _row_act(row, columns, treaties)
        except FoedusError as error:
            found.refused += [Problem(where, item.code, item.says, item.help) for item in error.problems]
            continue
        key = f"{treaty}|{act.id}"
        if key in seen:
            found.refused.append(Problem(where, "FOE422", "the same act stands in an earlier row"))
            continue
        seen.add(key)
        found.acts.setdefault(treaty, []).append(act)
    return found


_OF_THE_TREATY = frozenset(
    {
        ActKind.ADOPTION,
        ActKind.AMENDMENT,
        ActKind.ENTRY_INTO_FORCE,
        ActKind.EXTENSION,
        ActKind.REPLACEMENT,
        ActKind.TERMINATION,
    }
)
"""Acts that may be told of the treaty as a whole, without saying by whom."""


def _columns(header: Iterable[str], path: Path) -> dict[str, str]:
    there = {name.strip().casefold(): name for name in header}
    found = {}
    for column, names in _COLUMNS.items():
        match = next((there[name] for name in names if name in there), None)
        if match is None and column != "source":
            says = f'the column "{column}" is missing; found: {", ".join(there) or "none"}'
            raise FoedusError("FOE422", says, where=str(path), help="columns: treaty, state, act, date, source")
        if match is not None:
            found[column] = match
    found.update({name: there[name] for name in ("of", "known", "effective", "predecessor") if name in there})
    return found


def _row_act(
    row: Mapping[str, str | None], columns: Mapping[str, str], treaties: Mapping[str, Treaty] | None
) -> tuple[str, Act]:
    values = {key: (row.get(name) or "").strip() for key, name in columns.items()}
    problems: list[Problem] = []
    if treaties is not None and values["treaty"] not in treaties:
        near = did_you_mean(values["treaty"], treaties)
        problems.append(Problem("", "FOE110", f'"{values["treaty"]}" is no treaty of the atlas', near))
    word = values["act"].casefold().replace(" ", "_")
    kind = _SHORT.get(word) or (ActKind(word) if word in set(ActKind) else None)
    if kind is None:
        near = did_you_mean(word, [item.value for item in ActKind])
        problems.append(Problem("", "FOE422", f'"{values["act"]}" is no act', near))
    days: dict[str, PartialDate] = {}
    for name in ("date", "known", "effective"):
        if values.get(name):
            try:
                days[name] = partial_date(values[name])
            except FoedusError as error:
                problems += error.problems
    if "date" not in days and not values["date"]:
        problems.append(Problem("", "FOE415", "the row has no date"))
    states = tuple(part.strip() for part in re.split(r"[,;]", values["state"]) if part.strip())
    if not states and kind not in _OF_THE_TREATY:
        problems.append(Problem("", "FOE422", "the row names no state"))
    for state in states:
        fault = _actor_fault(state, days.get("date"))
        problems += [fault] if fault else []
    if problems or kind is None:
        raise FoedusError.of(problems)
    known = days["known"].earliest if "known" in days else None
    return values["treaty"], Act(
        kind=kind,
        by=states,
        date=days.get("date"),
        known=known,
        effective=days.get("effective"),
        of=values.get("of") or None,
        predecessor=values.get("predecessor") or None,
        source=values.get("source", ""),
    )


def _actor_fault(state: str, day: PartialDate | None) -> Problem | None:
    actors = register()
    if actors.get(state) is None:
        return actors.check(state)
    if day is None or actors.exists(state, day.earliest) or actors.exists(state, day.latest):
        return None
    found = actors.check(state, day.latest)
    return Problem("", "FOE403", found.says, found.help) if found else None


def schema() -> dict[str, Any]:
    """The JSON Schema of a treaty file, made from the types, for editors and checkers."""
    made = Treaty.model_json_schema(by_alias=True, mode="validation")
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "Foedus treaty file"
    return made
