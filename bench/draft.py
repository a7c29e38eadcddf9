"""How long treaty texts take to draft, and how well the clauses of hand-read ones are read.

python bench/draft.py FOLDER [--only IDS] [--size 5]

FOLDER is in the shape of docs/drafting.md (texts/, gold-open.json). Without one, only made-up texts are timed: a long
treaty of so many million characters, and texts built to be slow (no full stops, thousands of headings, long numbers).
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

from foedus.api.draft import draft, predictions_of, texts_of
from foedus.api.evaluate_texts import evaluate_texts
from foedus.model.documents import Document
from foedus.model.errors import FoedusError

CHAPTER = (
    "Article {n}. The Parties shall keep the waters of the lake clean and shall tell each other of every spill. "
    "They shall meet each year in the month of May, at a place that they agree upon, and keep minutes of the meeting. "
)
CLOSE = (
    "Article {n}. This Convention shall enter into force on the ninetieth day after the deposit of the tenth "
    "instrument of ratification. Any Party may withdraw upon one year's notice. "
)


def long_treaty(size: int) -> str:
    """A treaty of about ``size`` characters, with its final clauses at the end."""
    parts: list[str] = []
    length = n = 0
    while length < size:
        n += 1
        part = CHAPTER.format(n=n)
        parts.append(part)
        length += len(part)
    return "".join([*parts, CLOSE.format(n=n + 1)])


def slow_texts(size: int) -> dict[str, str]:
    """Texts built to make patterns slow."""
    once = {
        "no full stops": "this treaty shall enter into force and ",
        "only denunciations": "any party may denounce the convention by notice; ",
        "only numbers": "the one hundred and twenty ",
        "only headings": "Article 1\nThe Parties shall\n",
        "only deposits": "the instruments of ratification shall be deposited with the ",
    }
    return {name: words * (size // len(words)) for name, words in once.items()}


def timed(text: str) -> tuple[float, str]:
    """Seconds to draft a text, and the kind of clause read or the number of the refusal."""
    start = time.perf_counter()
    try:
        said = str(draft(Document.of(text, name="bench")).reading["rule"]["kind"])
    except FoedusError as error:
        said = error.code
    return time.perf_counter() - start, said


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--only", type=Path, help="score only the ids in this file")
    options.add_argument("--size", type=float, default=5, help="millions of characters of the made-up texts")
    given = options.parse_args()
    timed("This Treaty shall enter into force upon signature by both Parties.")
    size = int(given.size * 1_000_000)
    print(f"{'text':<22}{'characters':>12}{'seconds':>9}  read")
    for name, text in {"a long treaty": long_treaty(size), **slow_texts(size)}.items():
        seconds, said = timed(text)
        print(f"{name:<22}{len(text):>12,}{seconds:>9.2f}  {said}")
    if given.folder:
        folder(given.folder, given.only)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def folder(path: Path, only: Path | None) -> None:
    """Time a folder of texts on one core, then score its readings."""
    texts = texts_of(path)
    start = time.process_time()
    for text in texts:
        draft(text.file)
    print(f"\n{len(texts)} texts drafted in {time.process_time() - start:.1f} s of one core")
    ids = only.read_text("utf-8").split() if only else ()
    report = evaluate_texts(path, predictions_of(path)[0], only=ids)
    print("\n" + "\n".join(report.lines()))


if __name__ == "__main__":
    main()
