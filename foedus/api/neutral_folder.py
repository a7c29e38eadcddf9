"""A folder in the neutral notation, read: rules, acts, party dates and lists, with every fault of its rows.

A row that cannot be read is reported with its file and line and left out; only a folder without rules or acts is
refused as a whole.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from foedus.api.neutral_rules import Lists
from foedus.model.acts import Act, ActKind
from foedus.model.dates import partial_date
from foedus.model.errors import FoedusError

KINDS: Mapping[str, tuple[ActKind, dict[str, Any]]] = {
    "signature": (ActKind.SIGNATURE, {}),
    "definitive_signature": (ActKind.SIGNATURE, {"definitive": True}),
    "succession_to_signature": (ActKind.SIGNATURE, {"note": "succession to the signature of a predecessor"}),
    "ratification": (ActKind.RATIFICATION, {}),
    "ratification_act": (ActKind.RATIFICATION, {}),
    "acceptance": (ActKind.ACCEPTANCE, {}),
    "approval": (ActKind.APPROVAL, {}),
    "accession": (ActKind.ACCESSION, {}),
    "formal_confirmation": (ActKind.RATIFICATION, {"note": "formal confirmation by an organisation"}),
    "consent_to_be_bound": (ActKind.NOTIFICATION, {"of": "consent"}),
    "simplified_procedure": (ActKind.NOTIFICATION, {"of": "consent", "note": "simplified procedure"}),
    "succession": (ActKind.SUCCESSION, {}),
    "deposit_date": (ActKind.DEPOSIT, {"of": "ratification"}),
    "deposit": (ActKind.DEPOSIT, {"of": "ratification"}),
    "exchange_of_instruments": (ActKind.EXCHANGE, {"of": "ratification"}),
    "exchange": (ActKind.EXCHANGE, {"of": "ratification"}),
    "notification": (ActKind.NOTIFICATION, {"of": "completed procedures"}),
    "provisional_application": (ActKind.PROVISIONAL_APPLICATION, {}),
    "parliament_lower": (ActKind.LEGISLATIVE_APPROVAL, {"organ": "lower chamber"}),
    "parliament_upper": (ActKind.LEGISLATIVE_APPROVAL, {"organ": "upper chamber"}),
    "withdrawal_notice": (ActKind.WITHDRAWAL, {}),
    "withdrawal": (ActKind.WITHDRAWAL, {}),
    "denunciation": (ActKind.WITHDRAWAL, {}),
}
"""The notation's words for acts. `consent_to_be_bound` is an instrument that names no kind."""


@dataclass(slots=True)
class Folder:
    """A folder in the notation, read.

    ``rules``: rows with an id and a rule. ``parties``: rows with treaty, state and days that are days or empty.
    ``faults``: what could not be read, one sentence each. ``last_days``: source → the last day of any act it holds.
    """

    rules: list[dict[str, Any]]
    acts: dict[str, list[Act]]
    parties: list[dict[str, str]]
    lists: Lists
    faults: list[str]
    last_days: dict[str, date]


def read_folder(path: Path) -> Folder:
    """Read a folder. Raises `FoedusError` FOE426 where its two needed files are missing or malformed."""
    rules_file, acts_file = path / "gold_eif.json", path / "actions.csv"
    for needed in (rules_file, acts_file):
        if not needed.is_file():
            raise FoedusError("FOE426", f"{needed.name} is not in the folder", where=str(path))
    faults: list[str] = []
    rules = _read_rules(_json(rules_file), faults)
    lists = _json(path / "lists.json") if (path / "lists.json").is_file() else {}
    if not isinstance(lists, dict):
        faults.append("lists.json: it is no table of lists")
        lists = {}
    acts = _read_acts(acts_file, {str(rule["id"]) for rule in rules}, faults)
    parties_file = path / "party_eif.csv"
    parties = _read_parties(parties_file, faults) if parties_file.is_file() else []
    last_days: dict[str, date] = {}
    for items in acts.values():
        for act in items:
            name = act.source.split(":")[0]
            if act.date is not None and act.date.latest > last_days.get(name, date.min):
                last_days[name] = act.date.latest
    return Folder(rules, acts, parties, Lists(lists), faults, last_days)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise FoedusError("FOE426", f"not JSON: {error}", where=str(path)) from error


def _read_rules(found: Any, faults: list[str]) -> list[dict[str, Any]]:
    """The rows that have an id of their own and a rule; the rest is reported."""
    if isinstance(found, dict):
        found = found.get("treaties", list(found.values()))
    if not isinstance(found, list):
        raise FoedusError("FOE426", "gold_eif.json is no list of treaties")
    rules: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, row in enumerate(found, 1):
        id = str(row.get("id") or "") if isinstance(row, dict) else ""
        if not id:
            faults.append(f"gold_eif.json: treaty {number} has no id")
        elif id in seen:
            faults.append(f'gold_eif.json: treaty {number} repeats the id "{id}": the first is kept')
        else:
            seen.add(id)
            rules.append(row)
            official = row.get("official_eif")
            if official is not None and _iso_day(official) is None:
                faults.append(f'{id}: the official date "{official}" is no day and is not compared')
                row["official_eif"] = None
    return rules


def _rows(path: Path, needed: tuple[str, ...], faults: list[str]) -> Iterable[tuple[int, dict[str, str]]]:
    """Line and row of each row that holds every needed column, empty or not; nothing else gets through."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file, restval=None)
        lacking = [name for name in needed if name not in (reader.fieldnames or ())]
        if lacking:
            raise FoedusError("FOE426", f"{path.name} has no column {', '.join(lacking)}", where=str(path))
        for row in reader:
            if any(row[name] is None for name in needed):
                faults.append(f"{path.name}:{reader.line_num}: the row is cut short")
            else:
                yield reader.line_num, {name: (value or "").strip() for name, value in row.items() if name is not None}


def _read_acts(path: Path, known_treaties: set[str], faults: list[str]) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = defaultdict(list)
    strangers: dict[str, int] = {}
    kinds = {**{kind.value: (kind, dict[str, Any]()) for kind in ActKind}, **KINDS}
    for line, row in _rows(path, ("treaty_id", "state_iso3", "action", "date"), faults):
        known = kinds.get(row["action"])
        if known is None:
            faults.append(f'{path.name}:{line}: "{row["action"]}" is no act of the notation')
            continue
        if not row["state_iso3"]:
            faults.append(f"{path.name}:{line}: no state is named")
            continue
        kind, more = known
        try:
            day = partial_date(row["date"])
        except FoedusError:
            faults.append(f'{path.name}:{line}: "{row["date"]}" is no date')
            continue
        if row["treaty_id"] not in known_treaties:
            strangers[row["treaty_id"]] = strangers.get(row["treaty_id"], 0) + 1
            continue
        # Thousands of rows: the parts are checked above, so the value need not be validated again.
        by = (row["state_iso3"],)
        found[row["treaty_id"]].append(
            Act.model_construct(kind=kind, by=by, date=day, source=row.get("source", ""), **more)
        )
    faults += [f'{path.name}: {number} acts of "{id}", which gold_eif.json lacks' for id, number in strangers.items()]
    return found


def _read_parties(path: Path, faults: list[str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line, row in _rows(path, ("gold_id", "state_iso3", "action_date", "party_eif"), faults):
        if not row["state_iso3"] or not row["gold_id"]:
            faults.append(f"{path.name}:{line}: no treaty or no state is named")
        elif _iso_day(row["action_date"]) is None:
            faults.append(f'{path.name}:{line}: the consent\'s date "{row["action_date"]}" is no day')
        elif row["party_eif"] and _iso_day(row["party_eif"]) is None:
            faults.append(f'{path.name}:{line}: the official date "{row["party_eif"]}" is no day')
        else:
            found.append(row)
    return found


def _iso_day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
