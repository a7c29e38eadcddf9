"""How quick the reader is, over generated prose with one treaty article in a hundred: asked against measured.

usage: python bench/read.py [--articles N] [--sample N] [--million]

One core, CPU seconds. The ordinary articles are made of plain sentences without any treaty; the treaty articles of the
project's own reading cases. The whole mix is read both ways in one run: by the stages, and by the full spaCy pipeline
on every article followed by the reader. ``--million`` reads 1,000,000 articles and watches the memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from foedus.api.reading import read
from foedus.claims.scan import AhoCorasick, Hyperscan, Scanner
from foedus.claims.trees import MODEL, model
from foedus.model.documents import Document

ROOT = Path(__file__).resolve().parent.parent
DAY = date(2024, 11, 12)
WHO = "farmers,teachers,two brothers,the mayor,a nurse,engineers,visitors,the band,neighbours,pupils,doctors".split(",")
DID = "painted,repaired,watched,visited,described,measured,cleaned,planted,carried,photographed,opened,sold".split(",")
WHAT = (
    "the old bridge,a row of trees,the new library,some boats,a garden,the market,long roads,the school,a museum".split(
        ","
    )
)
WHERE = "in Norway,near the coast,in Kenya,by the river,in the valley,outside Lima,in the hills,in Osaka,at home".split(
    ","
)
WHEN = "on Monday,last spring,in June,for years,at dawn,during the holidays,in 2019,every week,at the weekend".split(
    ","
)


def prose(chance: random.Random) -> str:
    """An ordinary article of about three hundred words."""
    rows = []
    for _ in range(24):
        row = [chance.choice(part) for part in (WHO, DID, WHAT, WHERE, WHEN)]
        rows.append(
            " ".join(row).capitalize() + f" and {chance.choice(WHO)} {chance.choice(DID)} {chance.choice(WHAT)}."
        )
    return "\n".join(" ".join(rows[at : at + 4]) for at in range(0, 24, 4))


def told(chance: random.Random, texts: list[str]) -> str:
    """A treaty article: three cases among ordinary paragraphs."""
    return "\n".join([*chance.sample(texts, 3), prose(chance)])


def corpus(count: int, seed: int = 7) -> Iterator[str]:
    """``count`` articles, one in a hundred on a treaty."""
    texts = [
        case["text"]
        for file in sorted((ROOT / "cases" / "claims").glob("*.toml"))
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
        if case["expect"]
    ]
    chance = random.Random(seed)
    for number in range(count):
        yield told(chance, texts) if number % 100 == 50 else prose(chance)


def scan_speed(engine: Scanner, data: list[bytes]) -> tuple[float, int]:
    """Megabytes a CPU second, and how many articles are kept."""
    started = time.process_time()
    kept = sum(engine.keeps(text) for text in data)
    return sum(map(len, data)) / 1e6 / (time.process_time() - started), kept


def staged(texts: list[str], engine: Scanner) -> tuple[float, float, int, list[list[str]]]:
    """CPU seconds of the whole, milliseconds an article kept, articles kept, and the claims' ids by article."""
    started = time.process_time()
    kept = [number for number, text in enumerate(texts) if engine.keeps(text.encode())]
    scanned = time.process_time()
    claims: list[list[str]] = [[] for _ in texts]
    for number in kept:
        claims[number] = [claim.id for claim in read(Document.of(texts[number], published=DAY)).claims]
    done = time.process_time()
    return done - started, 1000 * (done - scanned) / max(1, len(kept)), len(kept), claims


def everything(texts: list[str]) -> tuple[float, list[list[str]]]:
    """CPU seconds of the full pipeline on every article (parse, names, lemmas), and the claims read from each."""
    import importlib

    full = importlib.import_module(MODEL).load()
    claims: list[list[str]] = []
    started = time.process_time()
    for _ in full.pipe(texts, batch_size=32):
        pass
    parsed = time.process_time() - started
    for text in texts:
        claims.append([claim.id for claim in read(Document.of(text, published=DAY)).claims])
    return parsed, claims


def flat_memory(count: int, engine: Scanner) -> tuple[float, float]:
    """Megabytes in use after the first tenth and at the end of a stream of ``count`` articles."""
    early = 0.0
    for number, text in enumerate(corpus(count)):
        if engine.keeps(text.encode()):
            read(Document.of(text, published=DAY))
        if number == count // 10:
            early = _memory()
    return early, _memory()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1e6)


def main() -> None:
    """Measure and print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--articles", type=int, default=4000)
    options.add_argument("--sample", type=int, default=400, help="articles that the full pipeline reads too")
    options.add_argument("--million", action="store_true", help="watch the memory over 1,000,000 articles")
    given = options.parse_args()
    texts = list(corpus(given.articles))
    data = [text.encode() for text in texts]
    rows: list[tuple[str, str, str]] = []
    portable: Scanner = AhoCorasick()
    try:
        engine: Scanner = Hyperscan()
    except ImportError:
        engine = portable
    model()
    read(Document.of("Chad and Niger signed a border treaty on Friday.", published=DAY))  # warm
    speed, kept = scan_speed(engine, data * 5)
    rows.append((f"scan, {engine.name}", "≥ 200 MB/CPU-s", f"{speed:.0f} MB/CPU-s"))
    rows.append(("scan, portable engine", "–", f"{scan_speed(portable, data)[0]:.0f} MB/CPU-s"))
    rows.append(("articles kept", "1 % are on treaties", f"{100 * kept / (5 * len(data)):.2f} %"))
    whole, each, number, _ = staged(texts, engine)
    rows.append(("a kept article", "≤ 15 ms", f"{each:.1f} ms ({number} read)"))
    sample = texts[: given.sample]
    quick, _, _, mine = staged(sample, engine)
    slow, theirs = everything(sample)
    ratio = (slow / len(sample)) / (whole / len(texts))
    rows.append(("whole mix against full spaCy on all", "≥ 20 times", f"{ratio:.0f} times"))
    rows.append(("claims equal both ways", "yes", "yes" if mine == theirs else "NO"))
    early, late = flat_memory(1_000_000 if given.million else given.articles * 5, engine)
    many = "1,000,000" if given.million else f"{given.articles * 5:,}"
    rows.append((f"memory over {many} articles", "flat", f"{early:.0f} → {late:.0f} MB"))
    del quick
    wide = [max(len(row[at]) for row in rows) for at in range(3)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)))


if __name__ == "__main__":
    main()
