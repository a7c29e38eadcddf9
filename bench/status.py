"""How fast status is reckoned: all treaties of a folder, a point query, and many synthetic treaties to spells.

Run: python bench/status.py [--folder DIR] [--sizes 5000,10000,50000]
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from array import array
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from foedus.model.acts import Act, ActKind
from foedus.model.clauses import Condition, Consent, Delay, EntryIntoForce, LaterParties, Span, Withdrawal
from foedus.model.dates import partial_date
from foedus.model.treaty import Treaty
from foedus.status import lay_out, reckon, spells

STATES = tuple(a + b + c for a in "ABCDEFGH" for b in "AEIOU" for c in "KLMNP")
ACTS = 30
_RATIFIED = (ActKind.RATIFICATION, ActKind.ACCESSION, ActKind.ACCEPTANCE, ActKind.APPROVAL)


def synthetic(number: int, seed: int = 1) -> Iterator[Treaty]:
    """Treaties of thirty acts each: signatures, consents, a few withdrawals; a hundred shapes of final clauses."""
    dice = random.Random(seed)
    clauses = [_clause(dice) for _ in range(100)]
    consent = Consent(by=_RATIFIED)
    leaving = Withdrawal(article="20", notice=Span(months=12), earliest=Span(years=2))
    for index in range(number):
        start = date(1950, 1, 1) + timedelta(days=dice.randrange(25000))
        yield Treaty.model_construct(
            id=f"t-{index}",
            title=f"Treaty {index}",
            parties=(),
            consent=consent,
            entry_into_force=clauses[index % 100],
            withdrawal=leaving,
            acts=tuple(_acts(dice, start)),
        )


def _clause(dice: random.Random) -> EntryIntoForce:
    number = dice.randrange(2, 12)
    when = Condition(consents=number)
    if dice.random() < 0.2:
        when = Condition(all=(when, Condition(consents=2, among={"states": list(STATES[:60])})))  # type: ignore[arg-type]
    delay = Delay(days=dice.choice((0, 30, 90))) if dice.random() < 0.7 else Delay(months=3)
    return EntryIntoForce(article="18", when=when, delay=delay, later=LaterParties(delay=delay))


def _acts(dice: random.Random, start: date) -> Iterator[Act]:
    states = dice.sample(STATES, 15)
    for place in range(ACTS):
        state = states[place % 15]
        if place < 14:
            kind, day = ActKind.SIGNATURE, start + timedelta(days=dice.randrange(200))
        elif place < ACTS - 1:
            kind, day = dice.choice(_RATIFIED), start + timedelta(days=200 + dice.randrange(4000))
        else:
            kind, day = ActKind.WITHDRAWAL, start + timedelta(days=5000 + dice.randrange(4000))
        yield Act.model_construct(kind=kind, by=(state,), date=partial_date(day), source="synthetic")


def bulk(number: int) -> tuple[int, float, float]:
    """Spells, seconds in the engine, seconds in all, for so many synthetic treaties into a column table."""
    treaty_column, subject, standing = array("l"), array("H"), array("B")
    start, end = array("l"), array("l")
    subjects: dict[str, int] = {}
    standings: dict[str, int] = {}
    spent, begun = 0.0, time.perf_counter()
    for index, treaty in enumerate(synthetic(number)):
        before = time.perf_counter()
        for spell in spells(treaty):
            treaty_column.append(index)
            key = spell.subject if len(spell.subject) == 3 else ""
            subject.append(subjects.setdefault(key, len(subjects)))
            standing.append(standings.setdefault(spell.standing, len(standings)))
            start.append(spell.start.toordinal())
            end.append(spell.end.toordinal() if spell.end else 0)
        spent += time.perf_counter() - before
    return len(start), spent, time.perf_counter() - begun


def folder(path: Path) -> None:
    """All treaties of a folder in the neutral notation, at its own size and filled up to 28,000 acts."""
    from foedus.api.evaluate_status import encode
    from foedus.api.neutral_folder import read_folder

    read = read_folder(path)
    treaties, _ = encode(read, [])
    by_slug = {treaty.id: treaty for treaty in treaties.values()}
    acts = sum(len(treaty.acts) for treaty in treaties.values())
    rounds = max(1, round(28000 / max(acts, 1)))
    for times in sorted({1, rounds}):
        begun = time.perf_counter()
        for _ in range(times):
            for treaty in treaties.values():
                spells(treaty, treaties=by_slug)
        spent = time.perf_counter() - begun
        row(f"folder, {len(treaties) * times} treaties, {acts * times} acts", f"{spent:.2f} s", "1 s at 28,000 acts")
    largest = max(treaties.values(), key=lambda treaty: len(treaty.acts))
    point("point query, largest treaty of the folder, all states", largest)
    state = next(act.by[0] for act in largest.acts if act.by)
    point("point query, largest treaty of the folder, one state", largest, (state,))


def point(words: str, treaty: Treaty, states: tuple[str, ...] | None = None) -> None:
    """A warm question about one day."""
    reckon(treaty, date(2000, 1, 1), states=states)
    begun = time.perf_counter()
    for place in range(50):
        reckon(treaty, date(1990, 1, 1) + timedelta(days=100 * place), states=states)
    row(words, f"{(time.perf_counter() - begun) / 50 * 1000:.2f} ms", "5 ms")


def row(what: str, measured: str, asked: str) -> None:
    """One line of the table."""
    print(f"{what:<62} {measured:>14}   asked {asked}")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).resolve().parent.parent.parent / "shared"
    options.add_argument("--folder", default=os.environ.get("FOEDUS_SHARED", str(beside)) + "/data/status")
    options.add_argument("--sizes", default="5000,10000,50000")
    given = options.parse_args()
    if Path(given.folder).is_dir():
        folder(Path(given.folder))
    treaty = next(synthetic(1))
    lay_out(treaty)
    point("point query, synthetic treaty of 30 acts", treaty)
    for size in (int(item) for item in given.sizes.split(",")):
        number, engine, every = bulk(size)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        words = f"{engine:.1f} s ({every:.1f} with making)"
        row(f"{size} treaties x {ACTS} acts to {number} spells, {memory:.0f} MB", words, "60 s and 1 GB at 50,000")


if __name__ == "__main__":
    main()
