"""From a draft and recorded acts to the days: entry into force overall and for each party, with the chain of words.

The clause comes from the draft, the acts from a file, the days from the status engine; nothing here decides law.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from foedus.actors import register
from foedus.clauses import table
from foedus.clauses.names import neutral
from foedus.model.acts import Act, ActKind
from foedus.model.dates import PartialDate, partial_date
from foedus.model.drafts import Draft
from foedus.model.errors import FoedusError, Problem
from foedus.model.treaty import Treaty
from foedus.status import Timeline, lay_out
from foedus.status.entry import party_entry
from foedus.status.moments import LAST, Moment, of_day
from foedus.status.words import condition_words

_CONSENTS = (ActKind.RATIFICATION, ActKind.ACCEPTANCE, ActKind.APPROVAL, ActKind.ACCESSION, ActKind.DEPOSIT)
_COLUMNS = {
    "treaty": ("treaty", "treatyID", "treaty_id"),
    "state": ("state", "state_iso3", "by"),
    "act": ("act", "action", "kind"),
    "date": ("date",),
}
_SKIPPED = ("end",)
_NO_TABLE = (
    "the share by weights has no table of values, so only a day before which the treaty is not in force can be said"
)


@dataclass(slots=True)
class ActsFile:
    """Acts by treaty id ("" where the file names none), and the rows refused, each with its line and reason."""

    acts: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))
    refused: list[Problem] = field(default_factory=list)


def read_acts(file: Path) -> ActsFile:
    """Acts from a CSV with the columns treaty (optional), state, act (or action) and date.

    Raises `FoedusError` FOE706 where a needed column is missing; rows that do not fit are refused one by one.
    """
    found = ActsFile()
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns = {
                key: next((name for name in names if name in (reader.fieldnames or ())), None)
                for key, names in _COLUMNS.items()
            }
            for key in ("state", "act", "date"):
                if columns[key] is None:
                    raise FoedusError(
                        "FOE706",
                        f'no column "{key}"',
                        where=str(file),
                        help="name the columns treaty, state, act, date",
                    )
            for line, row in enumerate(reader, 2):
                _row(found, row, columns, f"{file.name}:{line}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FoedusError("FOE706", f"cannot be read: {error}", where=str(file)) from error
    return found


def _row(found: ActsFile, row: dict[str, str], columns: dict[str, str | None], where: str) -> None:
    said = {key: (row.get(name) or "").strip() if name else "" for key, name in columns.items()}
    if said["act"] in _SKIPPED:
        return
    try:
        kind = ActKind(said["act"])
    except ValueError:
        found.refused.append(
            Problem(where, "FOE706", f'"{said["act"]}" is no act', "see the table of acts in the vocabulary")
        )
        return
    try:
        day = partial_date(said["date"])
    except FoedusError:
        found.refused.append(Problem(where, "FOE706", f'"{said["date"]}" is no date'))
        return
    if not said["state"]:
        found.refused.append(Problem(where, "FOE706", "the row names no state"))
        return
    found.acts[said["treaty"]].append(Act(kind=kind, by=(said["state"],), date=day, source=row.get("source") or where))


def signature_days(folder: Path) -> dict[str, date]:
    """The day of signature of each treaty, from the folder's ``treaties.csv``, where it gives one."""
    file = folder / "treaties.csv"
    if not file.is_file():
        return {}
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row.get("treatyID") and row.get("signature")]
    return {row["treatyID"]: date.fromisoformat(row["signature"][:10]) for row in rows}


@dataclass(slots=True)
class Chain:
    """The way from the words of the clause to the day: entry into force, each party's, and the steps in words."""

    treaty: Treaty
    entry: PartialDate | None
    parties: dict[str, PartialDate]
    steps: list[str]
    line: Timeline | None = None

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "treaty": self.treaty.id,
            "entry_into_force": str(self.entry) if self.entry else None,
            "parties": {state: str(day) for state, day in sorted(self.parties.items())},
            "chain": self.steps,
        }


def chain(found: Draft, acts: Sequence[Act], signed: date | None = None) -> Chain:
    """Compute entry into force, overall and for each party, from a draft and acts, and say how.

    ``signed``: the day of signature where the acts do not record it.
    """
    steps = _from_words(found)
    treaty, used, told = _ready(found, list(acts), signed)
    steps += told
    if treaty.entry_into_force is None:
        steps.append("no entry-into-force clause was read, so no day can be said")
        return Chain(treaty, None, {}, steps)
    line = lay_out(treaty, acts=used, treaties={treaty.id: treaty}, register=register())
    entry = line.entry
    words = condition_words(entry.condition, line.setting)
    if entry.moment is None or entry.moment.hi == LAST:
        steps.append(
            f"not met by the acts recorded: {words} needed"
            + (f"; missing {', '.join(entry.lacks)}" if entry.lacks else "")
        )
        return Chain(treaty, None, {}, steps, line)
    decided = sorted({deed.state for deed in entry.deciders})
    met = entry.trigger.partial() if entry.trigger else None
    steps.append(f"{words}: met on {met}" + (f" with {', '.join(decided)}" if decided else ""))
    if _NO_TABLE in told:
        steps.append(f"cannot say: not before {entry.moment.partial()}; supply the table of values in [weights]")
        return Chain(treaty, None, {}, steps, line)
    steps.append(f"in force on {entry.moment.partial()} by {entry.rule}")
    return Chain(treaty, entry.moment.partial(), _parties(line, used), steps, line)


def _from_words(found: Draft) -> list[str]:
    steps = []
    for value in found.values:
        if value.path.startswith("entry_into_force.") and not value.path.endswith(".article"):
            words = " ".join(value.quote.split())
            steps.append(
                f'{value.article or "text"}: "{words[:240]}" gives {value.path} = {value.accepted} [{value.rule}]'
            )
    return steps


def _ready(found: Draft, acts: list[Act], signed: date | None) -> tuple[Treaty, list[Act], list[str]]:
    """The treaty and the acts as the clause needs them, and what was done to make them so."""
    told: list[str] = []
    content = table(found)
    clause = content.get("entry_into_force", {})
    when = clause.get("when", {})
    everyone = {state for act in acts for state in act.by}
    _same_codes(content, everyone)
    content["parties"] = _who(content["parties"], acts)
    _simplify(clause, told)
    for part in when.get("all", [when]):
        if "share" in part and "among" not in part:
            part["among"] = content["parties"]
            told.append("the group of which a share must consent is taken to be the parties named, or all that acted")
        if "last_notification" in part or "exchange" in part:
            acts = _as_notified(acts, "exchange" if "exchange" in part else "notification", told)
        if "signature" in part and signed and not any(act.kind is ActKind.SIGNATURE for act in acts):
            by = tuple(content["parties"])
            acts = [
                *acts,
                Act(kind=ActKind.SIGNATURE, by=by, date=partial_date(signed), source="day of signature given"),
            ]
            told.append(
                f"the acts record no signature; the treaty's day of signature {signed} is taken for all parties"
            )
    if "consents" in when or any("consents" in part for part in when.get("all", [])):
        # the file of acts calls every consent a ratification, whatever the clause allows
        content["consent"] = {"by": [kind.value for kind in _CONSENTS]}
    content["complete"] = True
    return Treaty.model_validate(content), acts, told


def _same_codes(content: dict[str, Any], everyone: set[str]) -> None:
    """Files of acts know only today's codes: the Soviet Union acts as RUS there."""

    def same(id: str) -> str:
        return neutral(id) if id not in everyone and neutral(id) in everyone else id

    content["parties"] = [same(id) for id in content["parties"]]
    when = content.get("entry_into_force", {}).get("when", {})
    for part in [when, *when.get("all", [])]:
        if "named" in part:
            part["named"] = [same(id) for id in part["named"]]


def _who(named: Sequence[str], acts: Sequence[Act]) -> list[str]:
    """The parties that the clause counts: those the text names, as far as they acted, else those who acted."""
    everyone = {state for act in acts for state in act.by}
    if not everyone:
        return list(named)
    both = [id for id in named if id in everyone]
    if len(both) > 1:
        return both
    signed = sorted({state for act in acts if act.kind is ActKind.SIGNATURE for state in act.by})
    return signed if len(signed) > 1 else sorted(everyone)


def _simplify(clause: dict[str, Any], told: list[str]) -> None:
    """Leave out what no act can show: weights without a table, notes, groups known only by words."""
    when = clause.get("when", {})
    parts = when.get("all")
    if not parts:
        if "weight" in when:
            told.append(_NO_TABLE)
        return
    kept = [part for part in parts if "weight" not in part]
    if len(kept) < len(parts):
        told.append(_NO_TABLE)
    clause["when"] = {"all": kept} if len(kept) > 1 else kept[0] if kept else when
    when.clear() if clause["when"] is not when else None
    when.update(clause["when"])
    clause["when"] = when


def _as_notified(acts: list[Act], what: str, told: list[str]) -> list[Act]:
    """Consents recorded as ratifications, read as the notifications or the exchange that the clause speaks of."""
    consents = [act for act in acts if act.kind in _CONSENTS and act.date]
    if not consents or any(act.kind.value == what for act in acts):
        return acts
    needed = "an exchange" if what == "exchange" else "notifications"
    told.append(f"the acts record consents where the clause needs {needed}: each is read as such")
    others = [act for act in acts if act not in consents]
    if what == "notification":
        return others + [
            act.model_copy(update={"kind": ActKind.NOTIFICATION, "of": "procedures completed"}) for act in consents
        ]
    last = max(consents, key=lambda act: act.date.latest if act.date else date.min)
    by = tuple(sorted({state for act in consents for state in act.by}))
    return [*others, Act(kind=ActKind.EXCHANGE, by=by, date=last.date, of="ratification", source=last.source)]


def _parties(line: Timeline, acts: Sequence[Act]) -> dict[str, PartialDate]:
    found: dict[str, PartialDate] = {}
    clause = line.treaty.entry_into_force
    closed = clause is not None and clause.when.head in ("signature", "exchange", "last_notification", "on")
    for act in acts:
        if act.date is None or (act.kind not in _CONSENTS and not closed):
            continue
        for state in act.by:
            day = act.date.day
            moment: Moment | None = (
                line.entry.moment if closed else party_entry(of_day(day), line.entry, line.setting)[0] if day else None
            )
            if (
                moment is not None
                and moment.hi != LAST
                and (state not in found or moment.partial().earliest < found[state].earliest)
            ):
                found[state] = moment.partial()
    return found


def dates_of(found: Draft, acts: Sequence[Act], signed: date | None) -> dict[str, Any]:
    """``eif_date`` and ``party_eif`` as ISO days for the evaluation; nothing where a day cannot be said exactly."""
    made = chain(found, acts, signed)
    day = made.entry.day if made.entry else None
    parties = {state: moment.day.isoformat() for state, moment in made.parties.items() if moment.day}
    return {"eif_date": day.isoformat() if day else None, "party_eif": parties}


def acts_for(found: Draft, file: Path, treaty: str | None = None) -> tuple[list[Act], list[Problem]]:
    """The acts of one treaty in a file: under ``treaty``, its id or its text's name, or all where it names no treaty.

    Raises `FoedusError` FOE706 where the file holds no acts for it.
    """
    read = read_acts(file)
    names = {_same(name) for name in ((treaty,) if treaty else (found.treaty_id, found.name, Path(found.name).stem))}
    keys = [key for key in read.acts if key and _same(key) in names] or [key for key in read.acts if not key]
    if not keys and len(read.acts) == 1:
        keys = list(read.acts)
    if not keys:
        raise FoedusError(
            "FOE706",
            f'no acts for "{found.treaty_id}"',
            where=str(file),
            help=f"name one with --treaty; the file holds acts for {', '.join(sorted(read.acts)[:5])}…",
        )
    return [act for key in keys for act in read.acts[key]], read.refused


def _same(name: str) -> str:
    """A name without case and marks; file names write a colon as "(colon)"."""
    return "".join(c for c in name.casefold().replace("colon", "") if c.isalnum())
