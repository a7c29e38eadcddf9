"""The atlas against ATOP: kinds, conditions, begin and end year, members; and how much of ATOP it covers.

ATOP (Leeds, Ritter, Mitchell & Long 2002) is read from the user's copy: the alliance file of version 5, the member
file of 4.01 and the directed dyad-years of 5.1. ATOP dates an alliance from its signature.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.api.commitments import commitments_on, is_conditional
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty

if TYPE_CHECKING:
    from foedus.api.session import Foedus

KINDS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
"""ATOP's variables and the kinds they name."""

_ENDS = {"atop5_alliance_level.csv": 2018, "atop4_member_level.csv": 2016}


@dataclass(frozen=True, slots=True)
class Coded:
    """What one file says of one alliance."""

    kinds: Mapping[str, bool]
    conditional: bool
    begins: int
    ends: int | None
    members: frozenset[int]


def evaluate_atlas(session: Foedus, folder: Path) -> dict[str, Any]:
    """Compare every treaty that names an ATOP id with both files; count ATOP's defence dyad-years it covers.

    A difference counts as explained where the treaty's file says so under ``explained`` with ``about`` naming ATOP
    and the value. Raises `FoedusError` FOE001 where no file is there.
    """
    by_id: dict[int, list[Treaty]] = defaultdict(list)
    for treaty in session.atlas.values():
        for number in treaty.ids.atop:
            by_id[number].append(treaty)
    compared = equal = explained = 0
    differences: list[dict[str, Any]] = []
    for name, coded in _files(folder):
        for number, theirs in coded.items():
            if number not in by_id:
                continue
            ours = _ours(session, by_id[number], _ENDS[name])
            for value, mine, other in _values(ours, theirs):
                compared += 1
                if mine == other:
                    equal += 1
                    continue
                why = _explanation(by_id[number], value)
                explained += why is not None
                differences.append(
                    {
                        "treaties": [treaty.id for treaty in by_id[number]],
                        "atop": number,
                        "file": name,
                        "value": value,
                        "ours": mine,
                        "theirs": other,
                        "explained": why,
                    }
                )
    return {
        "compared": compared,
        "equal": equal,
        "share": round(equal / compared, 4) if compared else None,
        "explained": explained,
        "treaties": sum(bool(treaty.ids.atop) for treaty in session.atlas.values()),
        "coverage": _coverage(session, folder),
        "differences": differences,
    }


def _files(folder: Path) -> Iterator[tuple[str, dict[int, Coded]]]:
    readers = {"atop5_alliance_level.csv": _alliances, "atop4_member_level.csv": _members}
    found = [name for name in readers if (folder / name).is_file()]
    if not found:
        raise FoedusError("FOE001", f"{folder}: neither {' nor '.join(readers)} is there", help="check the folder")
    for name in found:
        with (folder / name).open(encoding="utf-8", errors="replace", newline="") as stream:
            yield name, readers[name](list(csv.DictReader(stream)))


def _alliances(rows: Sequence[Mapping[str, str]]) -> dict[int, Coded]:
    return {
        int(row["atopid"]): Coded(
            kinds={ours: _flag(row[theirs]) for theirs, ours in KINDS.items()},
            conditional=_flag(row["conditio"]),
            begins=int(row["begyr"]),
            ends=_end(row["endyr"]),
            members=frozenset(int(row[f"mem{n}"]) for n in range(1, 60) if row.get(f"mem{n}")),
        )
        for row in rows
    }


def _members(rows: Sequence[Mapping[str, str]]) -> dict[int, Coded]:
    by_id: dict[int, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        by_id[int(row["atopid"])].append(row)
    return {
        number: Coded(
            kinds={ours: any(_flag(row[theirs]) for row in group) for theirs, ours in KINDS.items()},
            conditional=any(_flag(row["conditio"]) for row in group),
            begins=min(int(row["yrent"]) for row in group),
            ends=_last_exit(group),
            members=frozenset(int(row["member"]) for row in group),
        )
        for number, group in by_id.items()
    }


def _flag(text: str) -> bool:
    return text.strip() not in ("", "0", "NA")


def _end(text: str) -> int | None:
    return int(text) or None if text.strip() not in ("", "NA") else None


def _last_exit(rows: Iterable[Mapping[str, str]]) -> int | None:
    exits = [_end(row["yrexit"]) for row in rows]
    return None if None in exits else max(year for year in exits if year is not None)


def _ours(session: Foedus, treaties: Sequence[Treaty], last_year: int) -> Coded:
    clauses = [item for treaty in treaties for item in treaty.obligations if item.kind.value in KINDS.values()]
    kinds = {item.kind.value for item in clauses}
    return Coded(
        kinds={kind: kind in kinds for kind in KINDS.values()},
        conditional=any(is_conditional(item) for item in clauses),
        begins=min(_begin(treaty) for treaty in treaties),
        ends=_our_end(session, treaties, last_year),
        members=frozenset(
            code for treaty in treaties for state in treaty.parties if (code := _cow(state, treaty)) is not None
        ),
    )


def _begin(treaty: Treaty) -> int:
    """The year of the first signature, else of any first act: what ATOP calls the beginning."""
    days = [act.date.earliest for act in treaty.acts if act.date and act.kind == "signature"]
    days = days or [act.date.earliest for act in treaty.acts if act.date]
    return min(days, default=date.max).year


def _our_end(session: Foedus, treaties: Sequence[Treaty], last_year: int) -> int | None:
    ends = []
    for treaty in treaties:
        finding = session.reckon(treaty, date(last_year, 12, 31))
        ends.append(finding.ended_on.latest.year if finding.ended_on else None)
    return None if None in ends else max(year for year in ends if year is not None)


def _cow(state: str, treaty: Treaty) -> int | None:
    """The state's COW number on any day on which it acts for the treaty."""
    actors = register()
    days = [act.date.latest for act in treaty.acts if act.date and state in act.by]
    days += [act.date.latest for act in treaty.acts if act.date]
    return next((code for day in days if (code := actors.cow_of(state, day)) is not None), None)


def _values(ours: Coded, theirs: Coded) -> Iterator[tuple[str, Any, Any]]:
    for kind in KINDS.values():
        yield kind, ours.kinds[kind], theirs.kinds[kind]
    yield "conditions", ours.conditional, theirs.conditional
    yield "begin", ours.begins, theirs.begins
    yield "end", ours.ends, theirs.ends
    yield "members", sorted(ours.members), sorted(theirs.members)


def _explanation(treaties: Sequence[Treaty], value: str) -> str | None:
    for treaty in treaties:
        for item in treaty.explained:
            about = item.about.lower()
            if "atop" in about and (value in about or about.strip() == "atop"):
                return item.says
    return None


def _coverage(session: Foedus, folder: Path) -> dict[str, Any] | None:
    """Share of ATOP's directed defence dyad-years that the atlas has: in 2018, and since 1946."""
    file = folder / "atop5.1_directed_dyad_year.parquet"
    if not file.is_file():
        return None
    import pyarrow.parquet as pq

    table = pq.read_table(file).to_pydict()
    wanted: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for one, other, year, pledge in zip(
        table["ccode1"], table["ccode2"], table["year"], table["atop_defense"], strict=True
    ):
        if pledge == 1 and year >= 1946:
            wanted[int(year)].add((int(one), int(other)))
    have = {year: _dyads(session, date(year, 7, 1)) for year in wanted}
    total = sum(map(len, wanted.values()))
    met = sum(len(wanted[year] & have[year]) for year in wanted)
    return {
        "defence_dyads_2018": len(wanted[2018]),
        "covered_2018": len(wanted[2018] & have[2018]),
        "share_2018": round(len(wanted[2018] & have[2018]) / max(1, len(wanted[2018])), 4),
        "defence_dyad_years_since_1946": total,
        "covered_since_1946": met,
        "share_since_1946": round(met / max(1, total), 4),
    }


def _dyads(session: Foedus, on: date) -> set[tuple[int, int]]:
    actors = register()
    pairs = {(item.by, item.to) for item in commitments_on(session, on, kinds=("defence",))}
    code = {state: actors.cow_of(state, on) for pair in pairs for state in pair}
    return {(a, b) for one, other in pairs if (a := code[one]) is not None and (b := code[other]) is not None}
