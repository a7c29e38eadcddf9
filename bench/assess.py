"""How long scenarios take: one against all alliances in force, the cascade of 1914, ten thousand random ones.

python bench/assess.py FOLDER [--random 10000]

FOLDER holds ATOP's member file (atop4_member_level.csv); without one only the atlas is timed.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from foedus.actors import register
from foedus.actors.places import gazetteer
from foedus.api.assess import StatusBound, short_scenario
from foedus.api.import_atop import import_atop
from foedus.api.read_scenario import read_scenario
from foedus.obligations import Commitments, assess, follow, unfold
from foedus.treaties import Atlas

ROOT = Path(__file__).resolve().parent.parent
CRISIS = ROOT / "cases" / "obligations" / "1914-july-crisis.toml"


def best(work: Callable[[], object], times: int = 7) -> float:
    """The median of several runs in milliseconds, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)[times // 2]


def fresh(commitments: Commitments) -> Commitments:
    """The same commitments with nothing remembered about standings."""
    return Commitments(commitments.treaties, commitments.bound)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--random", type=int, default=10_000)
    chosen = options.parse_args()
    places = gazetteer()
    rows: list[tuple[str, float, str, str]] = []
    atlas = Atlas()
    encoded = Commitments(tuple(atlas.values()), StatusBound(dict(atlas)))
    sets = {"atlas": encoded}
    if chosen.folder:
        treaties, spells = import_atop(chosen.folder / "atop4_member_level.csv", _later(chosen.folder))
        sets["ATOP"] = Commitments(treaties, spells)
    one_1914 = short_scenario(["DEU"], ["RUS"], date(1914, 8, 1))
    one_2016 = short_scenario(["RUS"], ["POL"], date(2016, 6, 1))
    one_2018 = short_scenario(["RUS"], ["POL"], date(2018, 6, 1))
    crisis = read_scenario(CRISIS)
    for name, held in sets.items():
        rows.append((f"{name}: one attack, 1914", best(lambda h=held: assess(one_1914, h, places)), "ms", "≤ 50"))
        rows.append((f"{name}: one attack, 2016", best(lambda h=held: assess(one_2016, h, places)), "ms", "≤ 50"))
        rows.append((f"{name}: one attack, 2018", best(lambda h=held: assess(one_2018, h, places)), "ms", "≤ 50"))
        rows.append((f"{name}: cascade of 1914", best(lambda h=held: follow(crisis, h, places)), "ms", "≤ 200"))
        rows.append((f"{name}: July 1914 by days", best(lambda h=held: unfold(crisis, h, places)), "ms", "≤ 200"))
        start = time.perf_counter()
        _random(fresh(held), chosen.random)
        rows.append((f"{name}: {chosen.random} random scenarios", time.perf_counter() - start, "s", "≤ 180 for 10,000"))
    for what, number, unit, asked in rows:
        print(f"{what:44} {number:10.1f} {unit:3} asked {asked}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _later(folder: Path) -> Path | None:
    """ATOP's alliance file of version 5, which carries the members' spells to 2018."""
    file = folder / "atop5_alliance_level.csv"
    return file if file.exists() else None


def _random(held: Commitments, number: int) -> None:
    """Attacks of one state on another that both existed, on random days since 1816; the same ones every time."""
    dice = random.Random(1914)
    actors = register()
    states = list(actors.spells("cow"))
    for _ in range(number):
        day = date(dice.randint(1816, 2016), dice.randint(1, 12), dice.randint(1, 28))
        there = sorted({found for spell in states if (found := _then(spell.code, day))})
        attacker, target = dice.sample(there, 2)
        assess(short_scenario([attacker], [target], day), held, gazetteer())


_SEEN: dict[tuple[int, int], str | None] = {}


def _then(code: int, day: date) -> str | None:
    key = (code, day.year)
    if key not in _SEEN:
        found = register().cow(code, day)
        _SEEN[key] = found if found and register().check(found, day) is None else None
    found = _SEEN[key]
    return found if found and register().check(found, day) is None else None


if __name__ == "__main__":
    main()
