"""``evaluate status``: a folder of real treaties in the neutral notation, computed and compared with official dates.

Reads ``gold_eif.json`` and ``actions.csv``; ``party_eif.csv`` and ``lists.json`` where they are there. Nothing in the
computation looks at the official dates, the status or the diagnosis of a row: these only sort the report.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedus.actors import register
from foedus.api.neutral_folder import Folder, read_folder
from foedus.api.neutral_rules import Bodies, Lists, delay_of, translate
from foedus.model.acts import Act, ActKind
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty
from foedus.status import Timeline, lay_out
from foedus.status.deeds import Deed
from foedus.status.entry import party_entry
from foedus.status.missing import account
from foedus.status.moments import LAST, Moment, of_day
from foedus.status.succession import day_of_succession
from foedus.status.words import condition_words


@dataclass(frozen=True, slots=True)
class TreatyResult:
    """A treaty's computed and official date; ``why`` the reason, or what a difference comes from."""

    id: str
    computed: str | None
    official: str | None
    why: str
    status: str = ""
    actions_origin: str = ""
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class PartyResult:
    """A party's computed and official date; ``why`` names the rule, or the fault of the source."""

    id: str
    state: str
    computed: str | None
    official: str | None
    why: str = ""
    agrees: bool = False


@dataclass(slots=True)
class Report:
    """All results, with the faults of the folder itself."""

    treaties: list[TreatyResult] = field(default_factory=list)
    parties: list[PartyResult] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """``{"treaties": [...], "parties": [...]}``, dates ISO or null."""
        return {
            "treaties": [asdict(item) for item in self.treaties],
            "parties": [asdict(item) for item in self.parties],
            "faults": self.faults,
        }

    def by_status(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(status, origin) → (agreeing, all)."""
        found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for item in self.treaties:
            cell = found[(item.status, item.actions_origin)]
            cell[0] += item.agrees
            cell[1] += 1
        return {key: (value[0], value[1]) for key, value in sorted(found.items())}

    def by_party(self) -> dict[str, tuple[int, int, Counter[str]]]:
        """treaty → (agreeing, all, reasons of the differences)."""
        found: dict[str, tuple[int, int, Counter[str]]] = {}
        for item in self.parties:
            good, every, reasons = found.get(item.id, (0, 0, Counter()))
            if not item.agrees:
                reasons[item.why.split(":")[0]] += 1
            found[item.id] = (good + item.agrees, every + 1, reasons)
        return found


def evaluate_status(path: Path) -> Report:
    """Compute every treaty's and every party's date of a folder and compare them with the official ones."""
    folder = read_folder(path)
    report = Report(faults=folder.faults)
    bodies = Bodies(folder.lists, register())
    treaties, notes = encode(folder, report.faults)
    by_slug = {item.id: item for item in treaties.values()}
    lines = {id: lay_out(item, treaties=by_slug, register=bodies) for id, item in treaties.items()}
    rows = {str(rule["id"]): rule for rule in folder.rules}
    for id, rule in rows.items():
        if id in lines:
            report.treaties.append(_treaty_result(rule, lines[id], notes[id], _as_of(folder, id)))
        else:
            why = next((fault for fault in report.faults if fault.startswith(f"{id}:")), "not encoded")
            report.treaties.append(_result(rule, None, f"cannot say: {why}"))
    report.parties = _party_results(folder, lines, rows)
    return report


def encode(folder: Folder, faults: list[str]) -> tuple[dict[str, Treaty], dict[str, list[str]]]:
    """Every treaty of a folder in the clause language, and what could not be carried over, by id."""
    treaties: dict[str, Treaty] = {}
    notes: dict[str, list[str]] = {}
    slugs = {str(rule["id"]): _slug(str(rule["id"])) for rule in folder.rules}
    lists = Lists(folder.lists.data, slugs)
    for rule in folder.rules:
        id = str(rule["id"])
        try:
            treaties[id], notes[id] = encode_one(rule, folder.acts.get(id, []), lists, slugs)
        except FoedusError as error:
            faults.append(f"{id}: {error.problems[0].says}")
        except KeyError as error:
            faults.append(f"{id}: the rule cannot be read: {error.args[0]} is missing")
        except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
            faults.append(f"{id}: the rule cannot be read: {str(error).splitlines()[0]}")
    return treaties, notes


def encode_one(
    row: Mapping[str, Any], acts: Sequence[Act], lists: Lists, slugs: Mapping[str, str]
) -> tuple[Treaty, list[str]]:
    """One treaty of the notation in the clause language."""
    rule = row["rule"]
    if not isinstance(rule, dict) or not isinstance(rule.get("all_of"), list):
        raise FoedusError("FOE426", 'the rule has no list "all_of" of conditions')
    states = _states(acts)
    made = translate(rule, lists, states)
    notes = list(made.notes)
    if row.get("actions_complete") is False:
        _critical_only(made.condition, len(states["consented"]), notes)
    clause: dict[str, Any] = {
        "article": str(row.get("article") or "") or None,
        "when": made.condition,
        "delay": delay_of(rule.get("delay")),
        "later": {"delay": delay_of(rule.get("later"))} if rule.get("later") is not None else None,
        "not_before": _day(rule.get("not_before")),
        "on_if_met": _day(rule.get("fixed_date_if_met")),
        "binds_all": bool(rule.get("binds_all")),
    }
    if rule.get("parent_floor"):
        _parent_floor(str(rule["parent_floor"]), clause, slugs, notes)
    treaty = Treaty.model_validate(
        {
            "id": _slug(str(row["id"])),
            "title": str(row.get("title", row["id"])),
            "parties": sorted(states["all"]) if row.get("kind") == "bilateral" or _mutual(made.condition) else (),
            "consent": _consent(row, made.condition),
            "entry_into_force": clause,
            "lists": made.lists,
            "weights": made.weights,
        }
    )
    return treaty.model_copy(update={"acts": tuple(acts)}), notes


def _parent_floor(parent: str, clause: dict[str, Any], slugs: Mapping[str, str], notes: list[str]) -> None:
    """Not before the parent's entry into force: computed if the folder holds the parent, else from ``parents.toml``."""
    known = next((slugs[id] for id in (parent, f"mtdsg-{parent}") if id in slugs), None)
    if known:
        clause["not_before_entry_of"] = known
        return
    text = files("foedus.api").joinpath("parents.toml").read_text("utf-8")
    day = tomllib.loads(text).get(parent.removeprefix("mtdsg-"))
    if day is None:
        notes.append(f"the parent {parent} is not in the folder: its floor is not applied")
        return
    clause["not_before"] = max(day, clause["not_before"] or day)
    notes.append(f"the parent {parent} entered into force on {day}")


def _mutual(condition: Mapping[str, Any]) -> bool:
    """An exchange, a last notification or signature by all is an act of all who take part."""
    return bool({"exchange", "last_notification", "signature"} & set(condition))


def _consent(row: Mapping[str, Any], condition: Mapping[str, Any]) -> dict[str, Any] | None:
    if _mutual(condition):
        return None
    return {
        "by": ["ratification", "acceptance", "approval", "accession", "deposit"],
        "succession_counts": bool(row.get("succession_counted")),
    }


def _critical_only(condition: dict[str, Any], recorded: int, notes: list[str]) -> None:
    """Where the folder holds only the acts that decided, the last of them is the one that met the condition."""
    number = condition.get("consents")
    if isinstance(number, int) and number > recorded > 0:
        notes.append(f"only {recorded} of {number} consents are recorded, the deciding ones")
        condition["consents"] = recorded


def _states(acts: Sequence[Act]) -> dict[str, list[str]]:
    every = {state for act in acts for state in act.by}
    signed = {state for act in acts if act.kind is ActKind.SIGNATURE for state in act.by}
    consented = {
        state
        for act in acts
        if act.kind not in (ActKind.SIGNATURE, ActKind.PROVISIONAL_APPLICATION, ActKind.LEGISLATIVE_APPROVAL)
        or act.definitive
        for state in act.by
    }
    return {"all": sorted(every), "signed": sorted(signed), "consented": sorted(consented)}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", text.casefold()).strip("-") or "x"


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _iso(moment: Moment | None) -> str | None:
    return moment.lo.isoformat() if moment is not None and moment.hi != LAST and moment.exact else None


def _as_of(folder: Folder, id: str) -> date | None:
    """The day up to which the sources of a treaty's acts go: the last day of any act that they hold."""
    names = {act.source.split(":")[0] for act in folder.acts.get(id, ())} - {"patch"}
    days = [folder.last_days[name] for name in names if name in folder.last_days]
    return max(days, default=None)


def _treaty_result(row: Mapping[str, Any], line: Timeline, notes: list[str], as_of: date | None) -> TreatyResult:
    entry = line.entry
    words = condition_words(entry.condition, line.setting)
    if entry.moment is None:
        until = as_of or date.max
        missing = "; ".join(item.says for item in account(entry.condition, line.setting, until, entry.rule).missing)
        why = f"not in force by the acts recorded: {words} needed, missing {missing or 'a condition'}"
        if as_of is not None:
            why = f"{why}; after {as_of}, the last day of the source, cannot say"
    elif entry.moment.exact is None:
        why = f"cannot say without {'; '.join(entry.lacks) or _bounds(entry.moment)}"
    else:
        decided = ", ".join(sorted({deed.state for deed in entry.deciders})) or "the clause"
        met = entry.trigger.partial() if entry.trigger else "?"
        why = f"{words}: met {met} with {decided}"
    return _result(row, entry.moment, "; ".join([why, *notes]))


def _bounds(moment: Moment) -> str:
    """What a date that is known only in part leaves open."""
    if moment.hi == LAST:
        return f"a day that is not known: not before {moment.lo}"
    return f"a day that is only partly known: between {moment.lo} and {moment.hi}"


def _result(row: Mapping[str, Any], moment: Moment | None, why: str) -> TreatyResult:
    computed, official = _iso(moment), row.get("official_eif")
    agrees = computed == official and not why.startswith("cannot say")
    if not agrees and not why.startswith("cannot say"):
        why = f"{why}; {_treaty_difference(row, computed, official)}"
    status, origin = str(row.get("status", "")), str(row.get("actions_origin", ""))
    return TreatyResult(str(row["id"]), computed, official, why, status, origin, agrees)


def _treaty_difference(row: Mapping[str, Any], computed: str | None, official: str | None) -> str:
    said = row.get("diagnosis") or row.get("note")
    tail = f" (the source's own diagnosis: {said})" if said else ""
    if computed is None:
        return f"official {official}: the acts recorded end before the condition is met{tail}"
    if official is None:
        return f"officially not in force{tail}"
    days = (date.fromisoformat(computed) - date.fromisoformat(official)).days
    return f"{days:+d} days from the official date{tail}"


def _party_results(
    folder: Folder, lines: Mapping[str, Timeline], rules: Mapping[str, Mapping[str, Any]]
) -> list[PartyResult]:
    from foedus.api.party_differences import Source, explain

    found: list[PartyResult] = []
    sources: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in folder.parties:
        sources[(row["gold_id"], row.get("source_id", ""))].append(row)
    for (id, name), rows in sources.items():
        line = lines.get(id)
        if line is None:
            found += [
                PartyResult(id, r["state_iso3"], None, r["party_eif"] or None, "cannot say: not encoded") for r in rows
            ]
            continue
        source = Source.of(name, line, rows, rules[id], folder.acts.get(id, ()))
        for row in rows:
            computed = _iso(_party_moment(row, line))
            official = row["party_eif"] or None
            agrees = computed == official
            why = "" if agrees else explain(row, computed, official, source)
            found.append(PartyResult(id, row["state_iso3"], computed, official, why, agrees))
    return found


def _party_moment(row: Mapping[str, str], line: Timeline) -> Moment | None:
    """Entry into force for a state that consented on the row's day; a successor is bound from its succession."""
    day = date.fromisoformat(row["action_date"])
    history = line.histories.get(row["state_iso3"])
    clause = line.treaty.entry_into_force
    if clause is not None and clause.binds_all:
        return line.entry.moment
    if history is not None:
        deeds = [deed for deed in history.life.consents if deed.lo == day]
        if deeds and all(deed.kind is ActKind.SUCCESSION for deed in deeds):
            return _successor(deeds[0], line)
    return party_entry(of_day(day), line.entry, line.setting)[0]


def _successor(deed: Deed, line: Timeline) -> Moment | None:
    start, entry = day_of_succession(deed, line.setting), line.entry.moment
    return None if entry is None else Moment(max(start.lo, entry.lo), max(start.hi, entry.hi))
