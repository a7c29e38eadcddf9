"""What separates ATOP's dyad-years made from the member file from those its makers publish, by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.panels.compare import Comparison, compare
from foedus.panels.datafile import DataFile
from foedus.panels.from_atop import KINDS, AtopMembers, atop
from foedus.panels.needs import load
from foedus.panels.periods import Calendar, Grain, Rule, ranges_of, spread

if TYPE_CHECKING:
    from foedus.panels.years import YearSource


NOWHERE = "no treaty of either file (added after the alliance file)"


@dataclass
class Residue:
    """The comparison, the last year that both files cover, and the differing rows and cells by kind."""

    comparison: Comparison
    last: int
    kinds: dict[str, int]

    @property
    def unknown(self) -> int:
        """Published rows of treaties that neither file names: added after both."""
        return self.kinds.get(f"missing rows: {NOWHERE}", 0)


def residue(members: Path, years: Path, alliances: Path | None = None) -> Residue:
    """Make directed dyad-years from the member file and compare them with the published ones over shared coverage.

    ``alliances``: an alliance file of the later edition, whose ``new5`` and ``rev5`` say which treaties that edition
    added or revised. All rows are compared, also those of states outside any state system.
    """
    np = load("numpy")
    spells: AtopMembers = atop(members)
    published: YearSource = atop(years)
    low = max(_year(spells.edition.first_day), int(published.year.min(initial=9999)))
    last = min(_year(spells.edition.last_day), int(published.year.max(initial=0)))
    ours, behind = _cells(spells, low, last)
    keep = (published.year >= low) & (published.year <= last)
    theirs = _table(published.one[keep], published.two[keep], published.year[keep], published.owes[keep])
    found = compare(ours, theirs, ("ccode1", "ccode2", "year"))
    key, other = _key(ours), _key(theirs)
    surplus, lacking = np.setdiff1d(key, other), np.setdiff1d(other, key)
    later = Later.read(alliances)
    counts: Counter[str] = Counter()
    counts.update(f"surplus rows: {later.of_surplus(behind[int(cell)])}" for cell in surplus)
    counts.update(f"missing rows: {later.of_missing(int(cell))}" for cell in lacking)
    counts.update(f"cells: {kind}" for kind in _cells_off(ours, theirs, behind, spells, later))
    return Residue(found, last, dict(sorted(counts.items(), key=lambda item: -item[1])))


def _cells(source: AtopMembers, low: int, last: int) -> tuple[Any, dict[int, set[int]]]:
    """Dyad-years out of the pledges (any day), and the treaties behind each."""
    np = load("numpy")
    p = source.pledges
    calendar = Calendar(Grain.YEAR, low, last)
    where, first, final = ranges_of(
        np.arange(len(p)), np.minimum(p.start, p.late), np.maximum(p.end, p.early), calendar, Rule.ANY_DAY
    )
    which, year = spread(first, final)
    spell = where[which]
    key = (p.giver[spell] * 10000 + p.taker[spell]) * 10000 + year
    cells, at = np.unique(key, return_inverse=True)
    owes = np.zeros((len(cells), len(KINDS)), dtype=np.int8)
    np.maximum.at(owes, at, p.owes[spell])
    treaty = np.array([int(str(name).partition(":")[2]) for name in p.treaty])
    pairs = np.unique(np.stack([key, treaty[spell]], axis=1), axis=0)
    behind: dict[int, set[int]] = {}
    for cell, number in pairs.tolist():
        behind.setdefault(cell, set()).add(number)
    pair = cells // 10000
    return _table(pair // 10000, pair % 10000, cells % 10000, owes), behind


def _table(one: Any, two: Any, year: Any, owes: Any) -> Any:
    pa = load("pyarrow")
    columns = {"ccode1": one, "ccode2": two, "year": year}
    return pa.table({**columns, **{kind.column: owes[:, n] for n, kind in enumerate(KINDS)}})


def _key(table: Any) -> Any:
    np = load("numpy")
    one, two, year = (np.asarray(table[name]) for name in ("ccode1", "ccode2", "year"))
    return (one * 10000 + two) * 10000 + year


def _year(day: int) -> int:
    np = load("numpy")
    return int(np.datetime64(day, "D").astype("M8[Y]").astype(int)) + 1970


@dataclass
class Later:
    """What an alliance file of a later edition says: treaties added and revised, and who was bound in which years."""

    added: set[int]
    revised: set[int]
    known: set[int]
    bound: dict[int, list[tuple[int, int, set[int]]]]

    @classmethod
    def read(cls, path: Path | None) -> Later:
        """Read ``new5``, ``rev5``, the years and the members; empty without a file."""
        found = cls(set(), set(), set(), {})
        if path is None:
            return found
        file = DataFile.read(path)
        file.need(("atopid", "begyr", "endyr", "mem1"), "ATOP's alliance file")
        number, begin, end = (file.ints(name).values for name in ("atopid", "begyr", "endyr"))
        names = [name for name in file.names if name.startswith("mem") and name[3:].isdigit()]
        members = [file.ints(name).values for name in names]
        found.known = set(number.tolist())
        for column, kind in (("new5", found.added), ("rev5", found.revised)):
            if column in file.names:
                kind.update(number[file.ints(column).filled(0) == 1].tolist())
        for row in range(file.rows):
            people = {int(column[row]) for column in members} - {0}
            found.bound.setdefault(int(number[row]), []).append((int(begin[row]), int(end[row]) or 9999, people))
        return found

    def of_missing(self, cell: int) -> str:
        """Why a published dyad-year does not come out of the member file."""
        pair, year = divmod(cell, 10000)
        both = set(divmod(pair, 10000))
        found = {
            treaty
            for treaty, phases in self.bound.items()
            if any(low <= year <= high and both <= people for low, high, people in phases)
        }
        if found & self.added:
            return "a treaty that the later edition added"
        if found & self.revised:
            return "a treaty that the later edition revised"
        if found:
            return "a treaty of both editions, with other members or years in the later one"
        return NOWHERE if self.known else "another edition"

    def of_surplus(self, treaties: set[int]) -> str:
        """Why a dyad-year of the member file is not published."""
        if treaties & self.revised:
            return "a treaty that the later edition revised"
        if self.known and not treaties & self.known:
            return "a treaty that the later edition dropped"
        return "members of a treaty at once by the member file, but not in the published years"


def _cells_off(ours: Any, theirs: Any, behind: dict[int, set[int]], spells: AtopMembers, later: Later) -> list[str]:
    """The kind of each differing cell of a row that both have."""
    np = load("numpy")
    key, other = _key(ours), _key(theirs)
    _, left, right = np.intersect1d(key, other, return_indices=True)
    c = spells.columns_of
    varying = (
        set(c["atopid"][spells.file.flags("obvary").filled(0) == 1].tolist())
        if "obvary" in spells.file.names
        else set()
    )
    phased = c["phase"] > 1
    changed = {(int(t), _year(int(d))) for t, d in zip(c["atopid"][phased], c["start"][phased], strict=True)}
    found: list[str] = []
    for kind in KINDS:
        off = np.asarray(ours[kind.column])[left] != np.asarray(theirs[kind.column])[right]
        for cell in key[left[off]].tolist():
            treaties, year = behind[cell], cell % 10000
            if treaties & varying:
                found.append("a member owes different partners different things (obvary)")
            elif any((treaty, year) in changed for treaty in treaties):
                found.append("a year in which a treaty changed phase")
            elif treaties & later.revised:
                found.append("a treaty that the later edition revised")
            else:
                found.append("coded otherwise in the published years")
    return found
