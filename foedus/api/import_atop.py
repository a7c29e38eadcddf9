"""ATOP's member-phase codings as treaties with obligations, and wars of other data sets as scenarios.

ATOP: Leeds, Ritter, Mitchell & Long (2002), member file of version 4.01 and alliance files of 4.01 and 5. Wars:
Correlates of War inter-state wars 4.0 (Sarkees & Wayman 2010). The files are the user's copies; what a coding cannot
say (which adversary, which place, which conflict) stays `cannot say`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from foedus.actors import register
from foedus.model.dates import PartialDate, partial_date
from foedus.model.errors import FoedusError
from foedus.model.obligations import Adversary, Direction, Obligation, ObligationKind, Response, Trigger
from foedus.model.scenarios import Scenario
from foedus.model.treaty import ExternalIds, SourceNote, Treaty
from foedus.obligations.spells import Spell, Spells

KINDS = {
    "defense": ObligationKind.DEFENCE,
    "offense": ObligationKind.OFFENCE,
    "neutral": ObligationKind.NEUTRALITY,
    "nonagg": ObligationKind.NONAGGRESSION,
    "consul": ObligationKind.CONSULTATION,
}
PREFIX = {"defense": "defco", "offense": "offco", "neutral": "neuco", "consul": "conco", "nonagg": ""}
OWES = {
    "defense": "help an ally that is attacked",
    "offense": "help an ally in a war that it begins",
    "neutral": "stay neutral while the ally is at war",
    "nonagg": "use no force against an ally",
    "consul": "consult with the ally in a crisis",
}
SIDE = ("notaiden", "dipaid", "terrres", "seppeace")
END = date(2016, 12, 31)
"""The last day that version 4.01 of the member file covers."""

END_5 = date(2018, 12, 31)
"""The last day that version 5 of the alliance file covers."""

UNKNOWN = {"loc": "place", "con": "conflict", "dem": "demand"}
"""Conditions whose content the codings do not give, by the end of their name, and what they are about."""


@dataclass(frozen=True, slots=True)
class MemberPhase:
    """One row of the member file: what one member pledges in one phase, with every condition coded."""

    alliance: int
    member: int
    phase: int
    since: PartialDate
    until: PartialDate | None
    codes: Mapping[str, int]

    def has(self, name: str) -> bool:
        """Is the variable coded 1?"""
        return self.codes.get(name) == 1


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV. Raises `FoedusError` FOE001 or FOE508 where it cannot be read as one."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except OSError as error:
        raise FoedusError(
            "FOE001", f"{file}: {(error.strerror or 'unreadable').lower()}", help="check the path"
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise FoedusError("FOE508", "this is no CSV in UTF-8", where=str(file)) from error
    if not rows:
        raise FoedusError("FOE508", "the file has no rows", where=str(file))
    return rows


def need(rows: Sequence[Mapping[str, str]], columns: Iterable[str], file: Path) -> None:
    """Raise `FoedusError` FOE508 that names every column that is missing."""
    missing = [name for name in columns if name not in rows[0]]
    if missing:
        raise FoedusError("FOE508", f"columns are missing: {', '.join(missing)}", where=str(file))


def member_phases(file: Path) -> list[MemberPhase]:
    """Every row of ATOP's member file. Raises `FoedusError` FOE508 for a missing column or a bad number."""
    rows = read_rows(file)
    need(rows, ("atopid", "member", "phase", "yrent", "moent", "dayent", "yrexit", "moexit", "dayexit", *KINDS), file)
    found = []
    for number, row in enumerate(rows, start=2):
        codes: dict[str, int] = {}
        for name, value in row.items():
            try:
                codes[name] = int(float(value)) if value not in ("", "NA", None) else -9
            except ValueError as error:
                raise FoedusError("FOE508", f'{name}: "{value}" is no number', where=f"{file}:{number}") from error
        since = when(codes["yrent"], codes["moent"], codes["dayent"])
        until = when(codes["yrexit"], codes["moexit"], codes["dayexit"]) if codes["yrexit"] > 0 else None
        found.append(MemberPhase(codes["atopid"], codes["member"], codes["phase"], since, until, codes))
    return found


def when(year: int, month: int, day: int) -> PartialDate:
    """A day, month or year as coded; a month or day of 0 or below is not known."""
    if month <= 0:
        return partial_date(f"{year:04d}")
    if day <= 0:
        return partial_date(f"{year:04d}-{month:02d}")
    return partial_date(date(year, month, day))


def state_of(code: int, on: date) -> str:
    """The state id of a COW code on a day, or of the nearest spell outside it (1815, exile); ``COW123`` for none."""
    found = register().cow(code, on)
    return found if found is not None else _nearest(code, on)


@cache
def _nearest(code: int, on: date) -> str:
    days = [s.start or on for s in register().spells("cow") if s.code == code]
    near = min(days, key=lambda day: abs((day - on).days), default=None)
    return (register().cow(code, near) if near else None) or f"COW{code}"


def import_atop(members: Path, alliances: Path | None = None) -> tuple[tuple[Treaty, ...], Spells]:
    """Treaties ``atop-1350`` with obligations for each phase, and the spells of their members.

    ``alliances``: the alliance file, for what only it has: whether it is secret, and, in version 5, whether an alliance
    that was open in 2016 stood to the end of 2018; may be absent.
    """
    rows = member_phases(members)
    names = _alliance_rows(alliances) if alliances is not None else {}
    by_id: dict[int, list[MemberPhase]] = defaultdict(list)
    for row in rows:
        by_id[row.alliance].append(row)
    treaties = tuple(_treaty(number, items, names.get(number, {})) for number, items in sorted(by_id.items()))
    spells = {f"atop-{number}": _spells(items, names.get(number, {})) for number, items in by_id.items()}
    return treaties, Spells(spells, "ATOP 4.01")


def _alliance_rows(file: Path) -> dict[int, dict[str, str]]:
    rows = read_rows(file)
    need(rows, ("atopid", "begyr", "pubsecr"), file)
    return {int(row["atopid"]): row for row in rows}


def _spells(items: Iterable[MemberPhase], alliance: Mapping[str, str]) -> list[Spell]:
    """The members' spells; where an alliance file of version 5 is at hand, open ones are carried to its last day."""
    last, as_of = _later_end(alliance)
    return [
        Spell(
            state_of(row.member, row.since.earliest),
            row.since,
            row.until or last,
            as_of if row.until is None and last is None else None,
        )
        for row in items
    ]


def _later_end(alliance: Mapping[str, str]) -> tuple[PartialDate | None, date]:
    """What version 5 says of an alliance that version 4.01 left open: its end since 2016, or that it still stood."""
    try:
        if float(alliance.get("version", "") or 0) < 5:
            return None, END
        year, month, day = (int(float(alliance.get(name, "") or 0)) for name in ("endyr", "endmo", "endday"))
    except ValueError:
        return None, END
    return (when(year, month, day), END) if year > END.year else (None, END if year > 0 else END_5)


def _treaty(number: int, items: list[MemberPhase], alliance: Mapping[str, str]) -> Treaty:
    parties = tuple(dict.fromkeys(state_of(row.member, row.since.earliest) for row in items))
    cow = {row.codes.get("cow4id", -9) for row in items} | {row.codes.get("cowid", -9) for row in items}
    secret = alliance.get("pubsecr", "") == "2"
    return Treaty(
        id=f"atop-{number}",
        title=f"ATOP alliance {number} ({', '.join(parties[:4])}{' …' if len(parties) > 4 else ''})",
        parties=parties,
        ids=ExternalIds(atop=(number,), cow=tuple(sorted(code for code in cow if code > 0))),
        secret=secret,
        complete=False,
        as_of=END,
        obligation=tuple(_obligations(items)),
        source=(SourceNote(id="atop", title="ATOP member-level codings 4.01 (Leeds, Ritter, Mitchell & Long 2002)"),),
    )


def _obligations(items: list[MemberPhase]) -> Iterator[Obligation]:
    """One obligation for each kind, phase and set of conditions, from the members that share it to all members."""
    phases: dict[int, list[MemberPhase]] = defaultdict(list)
    for row in items:
        phases[row.phase].append(row)
    for phase, rows in sorted(phases.items()):
        everyone = {state_of(row.member, row.since.earliest) for row in rows}
        for variable, kind in KINDS.items():
            groups: dict[tuple[tuple[str, int], ...], list[MemberPhase]] = defaultdict(list)
            for row in rows:
                if row.has(variable):
                    groups[_conditions(row, variable)].append(row)
            for number, group in enumerate(groups.values(), start=1):
                yield _obligation(variable, kind, phase, number, group, everyone)


def _conditions(row: MemberPhase, variable: str) -> tuple[tuple[str, int], ...]:
    prefix = PREFIX[variable]
    wanted = {name: value for name, value in row.codes.items() if prefix and name.startswith(prefix)}
    extra = {name: row.codes.get(name, 0) for name in ("olimob", "obvary", "statthr1", "statthr2", "specthrt")}
    return tuple(sorted({**wanted, **extra}.items()))


def _obligation(
    variable: str, kind: ObligationKind, phase: int, number: int, group: list[MemberPhase], everyone: set[str]
) -> Obligation:
    first = group[0]
    from_ = tuple(sorted({state_of(row.member, row.since.earliest) for row in group}))
    to = tuple(sorted(everyone))
    # Phases of one alliance are told apart by their days; phase 0 is an alliance that never changed.
    since = min(row.since.earliest for row in group) if phase else None
    ends = [row.until.latest for row in group if row.until is not None]
    until = max(ends) if phase and len(ends) == len(group) else None
    return Obligation(
        id=f"{variable}-{phase}-{number}",
        article=f"{variable} (phase {phase})" if phase else variable,
        kind=kind,
        owed=(Direction(from_=from_, to=to),),
        when=_trigger(variable, first),
        owes=Response(what=OWES[variable]),
        since=since,
        until=until,
        also=tuple(name for name in SIDE if first.codes.get(name, 0) > 0),
        note="members owe different partners different things (obvary)" if first.has("obvary") else None,
    )


def _trigger(variable: str, row: MemberPhase) -> Trigger | None:
    """The casus as coded: happening, adversary, provocation, request; and the names of conditions not given."""
    if variable == "nonagg":
        return None
    prefix = PREFIX[variable]
    what = {
        "defense": ("armed attack",),
        "offense": ("war",),
        "neutral": ("armed attack",) if row.has("neucoatt") else ("war",),
        "consul": ("threat", "armed attack"),
    }[variable]
    unknown = [about for end, about in UNKNOWN.items() if row.has(prefix + end)]
    unknown += ["limit"] if row.has("olimob") else []
    unknown += ["partner"] if row.has("obvary") else []
    return Trigger(
        what=what,
        by=_adversary(prefix, row),
        unprovoked=row.has(prefix + "npr"),
        request=row.has("concoreq") and variable == "consul",
        unknown=tuple(unknown),
    )


def _adversary(prefix: str, row: MemberPhase) -> Adversary:
    """A named adversary is given where the threat is specified (statthr1, statthr2); else only that there is one."""
    number = 2 if row.has(prefix + "num") else 1
    if not row.has(prefix + "adv"):
        return Adversary(at_least=number)
    day = row.since.earliest
    named = [state_of(code, day) for code in (row.codes.get("statthr1", 0), row.codes.get("statthr2", 0)) if code > 0]
    if not named:
        return Adversary(at_least=number, unknown="ATOP codes an adversary and does not name it")
    return Adversary(at_least=number, states=_with_successors(named))


def _with_successors(states: Iterable[str]) -> tuple[str, ...]:
    """The named states and those that carry them on, so that Russia's pledge of 1920 still finds the Soviet Union."""
    found: dict[str, None] = {}
    waiting = list(states)
    while waiting:
        state = waiting.pop(0)
        if state not in found:
            found[state] = None
            waiting += [tie.successor for tie in register().successors(state) if tie.kind == "continuation"]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Fighter:
    """A state in a war, by COW: its side, whether it began, and one spell of fighting."""

    war: int
    name: str
    state: int
    side: int
    began: bool
    since: PartialDate
    until: PartialDate | None
    where: int


def cow_fighters(file: Path) -> list[Fighter]:
    """The participants of COW's inter-state wars, one row for each spell. Raises `FoedusError` FOE508."""
    rows = read_rows(file)
    need(rows, ("WarNum", "WarName", "ccode", "Side", "StartYear1", "StartMonth1", "StartDay1", "Initiator"), file)
    found: list[Fighter] = []
    for row in rows:
        for spell in ("1", "2"):
            year = int(row.get(f"StartYear{spell}") or -8)
            if year <= 0:
                continue
            since = when(year, int(row[f"StartMonth{spell}"]), int(row[f"StartDay{spell}"]))
            end = int(row.get(f"EndYear{spell}") or -8)
            until = when(end, int(row[f"EndMonth{spell}"]), int(row[f"EndDay{spell}"])) if end > 0 else None
            where = int(row.get("WhereFought") or 0)
            began = row["Initiator"] == "1"
            found.append(
                Fighter(
                    int(row["WarNum"]), row["WarName"], int(row["ccode"]), int(row["Side"]), began, since, until, where
                )
            )
    return found


def import_cow_wars(file: Path) -> tuple[Scenario, ...]:
    """Each war as a scenario: initiators attack the first day's other side; later entries join their own side."""
    wars: dict[int, list[Fighter]] = defaultdict(list)
    for fighter in cow_fighters(file):
        wars[fighter.war].append(fighter)
    return tuple(_war(number, items) for number, items in sorted(wars.items()))


def _war(number: int, items: list[Fighter]) -> Scenario:
    items = sorted(items, key=lambda item: (item.since.earliest, not item.began))
    first = items[0].since.earliest
    starters = [item for item in items if item.began] or items[:1]
    side = starters[0].side
    events: list[dict[str, Any]] = []
    at_first = {item.state for item in items if item.since.earliest == first}
    targets = [item for item in items if item.side != side and item.state in at_first]
    targets = targets or [item for item in items if item.side != side][:1]
    attackers = [item for item in items if item.side == side and item.state in at_first] or starters
    common = {"conflict": items[0].name}
    hit = [state_of(item.state, item.since.earliest) for item in targets]
    for item in attackers:
        who = state_of(item.state, item.since.earliest)
        events.append({"kind": "attack", "by": [who], "on": [t for t in hit if t != who], "date": item.since, **common})
    done = {(item.state, item.since.edtf) for item in (*attackers, *targets)}
    for item in items:
        if (item.state, item.since.edtf) in done:
            continue
        foes = [state_of(o.state, o.since.earliest) for o in items if o.side != item.side and _fighting(o, item)]
        allies = [state_of(o.state, o.since.earliest) for o in items if o.side == item.side and _fighting(o, item)]
        who = state_of(item.state, item.since.earliest)
        foes = [state for state in dict.fromkeys(foes) if state != who]
        if foes:
            joins = [state for state in dict.fromkeys(allies) if state != who]
            events.append({"kind": "joining", "by": [who], "on": foes, "joins": joins, "date": item.since, **common})
    source = "Correlates of War, inter-state wars 4.0 (Sarkees & Wayman 2010)"
    title = f"{items[0].name} (COW {number})"
    return Scenario.model_validate({"id": f"cow-war-{number}", "title": title, "event": events, "source": [source]})


def _fighting(other: Fighter, item: Fighter) -> bool:
    """Was the other already in the war when this one came in, and not yet out of it?"""
    if other is item or other.since.earliest > item.since.latest:
        return False
    return other.until is None or other.until.latest >= item.since.earliest


def write_atop(members: Path, alliances: Path | None, out: Path | None) -> dict[str, int]:
    """Import ATOP and, with ``out``, write one JSON file an alliance; how many rows, treaties, obligations."""
    treaties, _ = import_atop(members, alliances)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for treaty in treaties:
            text = treaty.model_dump_json(exclude_defaults=True, by_alias=True, indent=1)
            (out / f"{treaty.id}.json").write_text(text, "utf-8")
    return {
        "rows": len(member_phases(members)),
        "treaties": len(treaties),
        "obligations": sum(len(treaty.obligations) for treaty in treaties),
        "conditional obligations": sum(_is_conditional(o) for treaty in treaties for o in treaty.obligations),
    }


def _is_conditional(item: Obligation) -> bool:
    when_ = item.when
    if when_ is None:
        return False
    by = when_.by
    return bool(by.states or by.unknown or by.at_least > 1 or when_.unprovoked or when_.request or when_.unknown)


def write_wars(file: Path, out: Path | None) -> list[dict[str, Any]]:
    """Import wars and, where ``out`` is given, write one scenario file a war; a row for each."""
    rows = []
    for war in import_cow_wars(file):
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{war.id}.toml").write_text(scenario_toml(war), "utf-8")
        first = war.events[0]
        rows.append(
            {
                "id": war.id,
                "title": war.title,
                "first": str(first.date),
                "by": list(first.by),
                "on": list(first.on),
                "events": len(war.events),
            }
        )
    return rows


def scenario_toml(scenario: Scenario) -> str:
    """A scenario as the text of a scenario file."""
    lines = [
        f"id = {_toml(scenario.id)}",
        f"title = {_toml(scenario.title or scenario.id)}",
        f"source = {_toml(list(scenario.sources))}",
    ]
    for event in scenario.events:
        lines += ["", "[[event]]", f"kind = {_toml(event.kind.value)}"]
        for name in ("by", "on", "joins"):
            if getattr(event, name):
                lines.append(f"{name} = {_toml(list(getattr(event, name)))}")
        if event.date is not None:
            lines.append(f"date = {event.date if event.date.is_exact else _toml(str(event.date))}")
        if event.conflict:
            lines.append(f"conflict = {_toml(event.conflict)}")
    return "\n".join(lines) + "\n"


def _toml(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
