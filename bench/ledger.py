"""How fast and how large is a ledger? Ingest, record, past reads, search and size on disk, at 10k, 100k and 1M claims.

    python bench/ledger.py                      # SQLite, up to 100,000 claims
    python bench/ledger.py --claims 1000000 --store postgresql

Prints one table a store: what was asked, what was measured. The articles are made up, five claims each, of 250 words
from a vocabulary with the uneven frequencies of language, so that the index has common and rare words.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from foedus.ledger import Ledger, open_ledger
from foedus.model.claims import Claim, Evidence, Reading, TreatyMention
from foedus.model.documents import Document

ACTS = ("ratification", "signature", "exchange", "legislative_approval", "deposit", "withdrawal", "notification")
STATES = tuple("PRK RUS CHN USA JPN KOR BLR IRN SAU PAK FRA DEU GBR POL UKR TUR IND VNM PHL AUS".split())
SPEAKERS = ((), (), (), ("KCNA",), ("Russian Foreign Ministry",), ("unnamed: officials",), ("TASS", "Reuters"))
PER_DOCUMENT = 5
FIRST_DAY = date(2000, 1, 1)
BUSY = "busy-treaty"
BUSY_CLAIMS = 10_000


def articles(claims: int, seed: int = 7) -> Iterator[tuple[Document, Reading]]:
    """Made-up articles with ``claims`` claims in all; the first 10,000 and some beside are of one busy treaty."""
    chance = random.Random(seed)
    rare = [
        f"{a}{b}{c}" for a in ("ka", "ro", "mi", "tel") for b in ("sun", "vor", "dal", "qui", "pex") for c in range(500)
    ]
    common = "the of treaty ratified state said on and president minister signed monday pact defence parliament".split()
    weights = [1 / (place + 1) for place in range(len(common))]
    for number in range(claims // PER_DOCUMENT):
        words = chance.choices(common, weights, k=200) + chance.choices(rare, k=50)
        chance.shuffle(words)
        text = f"Report {number}. {' '.join(words)}"
        published = FIRST_DAY + timedelta(days=1100 + chance.randrange(8000))
        document = Document.of(
            text, name=f"{number}.txt", publisher=f"Paper {chance.randrange(300)}", published=published
        )
        treaty = BUSY if number * PER_DOCUMENT < BUSY_CLAIMS else f"treaty-{chance.randrange(2000)}"
        yield document, _reading(chance, document, treaty)


def _reading(chance: random.Random, document: Document, treaty: str) -> Reading:
    made = []
    for place in range(PER_DOCUMENT):
        start = chance.randrange(len(document.text) - 160)
        words = Evidence(document=document.id, start=start, end=start + 150, quote=document.text[start : start + 150])
        act, state = chance.choice(ACTS), chance.choice(STATES)
        made.append(
            Claim(
                treaty=treaty,
                act=act,
                actors=(state,),
                date=_day(chance, treaty, act, state) if place else None,
                source=chance.choice(SPEAKERS),
                evidence=words,
                rule="bench",
            )
        )
    mention = TreatyMention(ref=treaty, name=f"the treaty {treaty}", parties=("PRK", "RUS"))
    return Reading(document=document.id, treaties=(mention,), claims=tuple(made))


def _day(chance: random.Random, treaty: str, act: str, state: str) -> date:
    """The day claimed: each state does each act on one day, and one report in ten has it wrong by a day or two."""
    done = FIRST_DAY + timedelta(days=random.Random(f"{treaty} {act} {state}").randrange(1000))
    wrong = chance.choice((-1, 1, 2)) if chance.random() < 0.1 else 0
    return done + timedelta(days=wrong)


def ingest(ledger: Ledger, claims: int, seed: int = 7) -> tuple[float, float]:
    """Seconds, and seconds of this process's processor, in the ledger alone; a batch for each 500 articles."""
    spent, busy, waiting = 0.0, 0.0, []
    for one in articles(claims, seed):
        waiting.append(one)
        if len(waiting) == 500:
            seconds, own = _write(ledger, waiting)
            spent, busy, waiting = spent + seconds, busy + own, []
    seconds, own = _write(ledger, waiting)
    return spent + seconds, busy + own


def _write(ledger: Ledger, waiting: list[tuple[Document, Reading]]) -> tuple[float, float]:
    start, own = time.perf_counter(), time.process_time()
    with ledger.batch(author="bench") as batch:
        for document, reading in waiting:
            batch.add(document, reading)
    return time.perf_counter() - start, time.process_time() - own


class Took(NamedTuple):
    """Milliseconds: of the first, cold run; the median of all; the median of this process's own processor time."""

    first: float
    usual: float
    own: float

    def __str__(self) -> str:
        return f"{self.usual:.0f} ms (first {self.first:.0f}; the processor's own time {self.own:.0f})"


def best(deed: Callable[[], object], times: int = 5) -> Took:
    """How long it takes. The wall shows another program's load; the processor's own time leaves a server's work out."""
    found, own = [], []
    for _ in range(times):
        gc.collect()
        start, busy = time.perf_counter(), time.process_time()
        deed()
        found.append((time.perf_counter() - start) * 1000)
        own.append((time.process_time() - busy) * 1000)
    return Took(found[0], sorted(found)[times // 2], sorted(own)[times // 2])


SEARCHES: dict[str, dict[str, object]] = {
    "a common word": {"text": "treaty"},
    "two common words": {"text": "ratified parliament"},
    "a rare word": {"text": "kasun77"},
    "two rare words": {"text": "kasun77 rovor12"},
    "a phrase": {"text": '"the treaty of"'},
    "a beginning": {"text": "telpex*"},
    "a short beginning": {"text": "ka*"},
    "a letter to begin with": {"text": "t*"},
    "a beginning and a rare word": {"text": "ka* rovor12"},
    "a state": {"text": "ratified", "state": "PRK"},
    "a treaty": {"text": "pact", "treaty": "treaty-77"},
    "state, act and day": {
        "text": "signed", "state": "TUR", "act": "deposit", "since": date(2001, 3, 1), "until": date(2001, 3, 31),
    },
    "a publisher": {"text": "defence", "publisher": "Paper 7"},
    "a publisher's documents": {"text": "defence", "publisher": "Paper 7", "kinds": ("document",)},
    "filters only": {"state": "VNM", "act": "withdrawal"},
    "nothing to find": {"text": "nowhere"},
}  # fmt: skip


def measure(
    ledger: Ledger, claims: int, spent: tuple[float, float], size: float, asked: float | None
) -> list[tuple[str, ...]]:
    """The rows of one size."""
    rows: list[tuple[str, ...]] = [
        (f"ingest {claims:,} claims", f"≤ {asked:.0f} s" if asked else "", f"{spent[0]:.1f} s")
    ]
    rows.append(("of that the processor's own time", "", f"{spent[1]:.1f} s"))
    rows.append(
        ("size on disk", "", f"{size / 1e6:,.0f} MB, {size / claims:,.0f} bytes a claim with its share of text")
    )
    if claims >= BUSY_CLAIMS:
        rows.append(("record of a treaty with 10,000 claims", "≤ 100 ms", str(best(lambda: ledger.record(BUSY)))))
    head = ledger.head()
    assert head is not None
    some = f"treaty-{77}" if ledger.claims(treaty="treaty-77") else BUSY
    now = best(lambda: ledger.claims(treaty=some), 15).usual
    same = best(lambda: ledger.claims(treaty=some, known=head.recorded), 15).usual
    half = best(lambda: ledger.claims(treaty=some, known=head.seq // 2), 15).usual
    rows.append(("read of a treaty's claims, now", "", f"{now:.1f} ms"))
    rows.append(("the same as known at the newest batch", "≤ 2 times", f"{same:.1f} ms, {same / now:.2f} times"))
    rows.append(("the same as known at half the batches", "≤ 2 times", f"{half:.1f} ms, {half / now:.2f} times"))
    worst = 0.0
    for name, query in SEARCHES.items():
        took = best(lambda query=query: ledger.search(**query))  # type: ignore[misc]
        worst = max(worst, took.usual)
        rows.append((f"search: {name}", "≤ 200 ms", str(took)))
    rows.append(("search, the slowest of these", "≤ 200 ms", f"{worst:.0f} ms"))
    rows.append(("a look over every entry (verify)", "", f"{best(ledger.verify, 1).usual / 1000:.1f} s"))
    return rows


@contextmanager
def opened(store: str) -> Iterator[tuple[Ledger, Callable[[], float]]]:
    """A ledger on a store, and its size on disk."""
    if store == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ledger.sqlite"
            with open_ledger(path) as ledger:
                yield ledger, lambda: float(sum(file.stat().st_size for file in Path(folder).iterdir()))
        return
    from tests.contract.server import server

    with server() as here, open_ledger(here.url) as ledger:

        def size() -> float:
            with ledger.store.read() as cursor:
                return float(cursor.all("SELECT pg_database_size(current_database())")[0][0])

        yield ledger, size


ASKED = {("sqlite", 100_000): 20.0, ("postgresql", 100_000): 40.0}


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--store", choices=["sqlite", "postgresql", "both"], default="sqlite")
    options.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000])
    chosen = options.parse_args()
    for store in ("sqlite", "postgresql") if chosen.store == "both" else (chosen.store,):
        for claims in chosen.claims:
            with opened(store) as (ledger, size):
                spent = ingest(ledger, claims)
                print(f"\n{store}, {claims:,} claims")
                for name, asked, measured in measure(ledger, claims, spent, size(), ASKED.get((store, claims))):
                    print(f"  {name:45} {asked:12} {measured}", flush=True)


if __name__ == "__main__":
    main()
