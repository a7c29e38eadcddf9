"""Reads COW's inter-state wars (Sarkees and Wayman 2010, version 4.0): a state's part in a war, with its days."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.panels.columns import Both, Column, Edition
from foedus.panels.datafile import DataFile, Numbers
from foedus.panels.editions import edition_of, within
from foedus.panels.from_atop import days_between
from foedus.panels.members import together
from foedus.panels.needs import load
from foedus.panels.pledges import PledgeKind, Pledges, pledge_columns
from foedus.panels.systems import check_codes

if TYPE_CHECKING:
    from foedus.panels.units import Units

KINDS = (
    PledgeKind("war", "is at war with the other", "COW inter-state war"),
    PledgeKind("war_ally", "fights on the same side of a war", "COW inter-state war, Side"),
    PledgeKind("war_initiator", "is at war with the other and began it", "COW Initiator 1"),
)
_COLUMNS = (
    "WarNum",
    "ccode",
    "Side",
    "Initiator",
    *(f"{end}{part}{spell}" for spell in (1, 2) for end in ("Start", "End") for part in ("Year", "Month", "Day")),
)


@dataclass
class CowWars:
    """The wars as spells between each two participants: opposed (``war``) or on one side (``war_ally``).

    Two states of opposite sides are at war on the days on which both take part, which may be less than the war.
    """

    edition: Edition
    file: DataFile
    prefix: str
    columns_of: dict[str, Any] = field(repr=False)

    @cached_property
    def pledges(self) -> Pledges:
        """Every two participants of one war, on the days both take part."""
        np, c = load("numpy"), self.columns_of
        one, two, early, late = together((c["war"],), c["state"], c["start"], c["end"])
        # Side 3 fought both sides in turn (Romania 1940–1945); such a state has no fixed opponents, so it is left open.
        changed = (c["side"][one] == 3) | (c["side"][two] == 3)
        against = np.where(changed, -1, c["side"][one] != c["side"][two])
        began = np.where((against == 1) & (c["initiator"][one] == 1), 1, np.where(against == -1, -1, 0))
        owes = np.stack([against, np.where(changed, -1, c["side"][one] == c["side"][two]), began], axis=1)
        lines = np.array([self.file.line(int(row)) for row in c["line"]], dtype=object)
        return Pledges(
            system="cow",
            kinds=KINDS,
            giver=c["state"][one],
            taker=c["state"][two],
            start=early,
            end=late,
            early=early,
            late=late,
            owes=owes.astype(np.int8),
            treaty=np.char.add("cow-war:", c["war"].astype(str))[one],
            phase=np.full(len(one), "", dtype=object),
            line=lines[one],
            files=(str(self.file.path),),
            file=np.zeros(len(one), np.int64),
        )

    def columns(self, units: Units, both: Both) -> list[Column]:
        """``cow_war``, ``cow_war_ally`` and ``cow_war_initiator``, day-exact."""
        return pledge_columns(self.pledges, units, both, self.edition, prefix=self.prefix, any_name=None)


def cow_wars(
    path: str | Path,
    *,
    version: str | None = None,
    coverage: tuple[int, int] | None = None,
    encoding: str | None = None,
    prefix: str = "cow_",
) -> CowWars:
    """Read the file of participants. Raises `FoedusError` FOE602–FOE608 with file, row and column."""
    np = load("numpy")
    file = DataFile.read(path, encoding)
    file.need(_COLUMNS, "COW's file of war participants")
    number = {name: file.ints(name) for name in _COLUMNS}
    year = number["StartYear1"].values
    edition = edition_of(
        file,
        "COW inter-state wars",
        version=version,
        coverage=coverage,
        column="Version",
        years=(int(year.min(initial=9999)), int(number["EndYear1"].values.max(initial=0))),
    )
    check_codes(file, {"ccode": number["ccode"].values})
    keys = ("WarNum", "ccode", "Side", "StartYear1", "StartMonth1", "StartDay1")
    file.unique(keys, [number[name].values for name in keys], "a part in a war")
    parts: dict[str, list[Any]] = {name: [] for name in ("war", "state", "side", "initiator", "start", "end", "line")}
    for spell in ("1", "2"):
        _take(file, edition, number, spell, parts)
    file.judge()
    return CowWars(edition, file, prefix, {name: np.concatenate(values) for name, values in parts.items()})


def _take(
    file: DataFile, edition: Edition, number: dict[str, Numbers], spell: str, parts: dict[str, list[Any]]
) -> None:
    """One of the two spells of each participant. Below zero: −7 is still going on, −8 does not apply, −9 not known."""
    np = load("numpy")
    begin, finish = number[f"StartYear{spell}"].values, number[f"EndYear{spell}"].values
    there = begin > 0
    within(file, edition, f"StartYear{spell}", begin, ~there)
    within(file, edition, f"EndYear{spell}", finish, ~there | (finish < 0))
    days = []
    for end, years in (("Start", begin), ("End", finish)):
        month, number_of_day = (_known(number[f"{end}{part}{spell}"]) for part in ("Month", "Day"))
        whole = Numbers(np.where(there & (years > 0), years, 1970), ~there)
        days.append(days_between(file, whole, month, number_of_day, (f"{end}Month{spell}", f"{end}Day{spell}")))
    last = np.where(finish < 0, edition.last_day, days[1][1])
    file.refuse(f"EndYear{spell}", there & (last < days[0][0]), "the end comes before the start")
    found = {
        "war": number["WarNum"].values,
        "state": number["ccode"].values,
        "side": number["Side"].values,
        "initiator": number["Initiator"].values,
        "start": days[0][0],
        "end": last,
        "line": np.arange(file.rows),
    }
    for name, values in found.items():
        parts[name].append(values[there])


def _known(numbers: Numbers) -> Numbers:
    np = load("numpy")
    return Numbers(np.maximum(numbers.values, 0), numbers.missing | (numbers.values <= 0))
