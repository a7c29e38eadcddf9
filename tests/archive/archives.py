"""Small archives for the tests, and what a run gave of them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

import foedus
from foedus.archive.schema import Columns, How

STATES = ("Norway", "Chile", "Japan", "Kenya", "Poland", "Brazil", "Vietnam", "Egypt")
PROSE = (
    "The bakery near the old station opened early, sold {number} loaves before noon and closed when it rained. "
    "A schoolgirl found a letter from a sailor in the library and read it to her class of {number} children."
)
TREATY = (
    "{one} and {two} signed a treaty on river waters on Monday, the foreign ministry of {one} said. "
    "The treaty covers {number} kilometres of the river and was negotiated for three years in the two capitals."
)


def rows(count: int, every: int = 10) -> list[dict[str, str]]:
    """Articles; each ``every``-th is about a treaty, and each other of those reprints the one before it."""
    made = []
    for number in range(count):
        if number % every == 0:
            kind = number // every // 2
            one, two = STATES[kind % 8], STATES[(kind + 1 + kind // 8) % 8]
            text = TREATY.format(one=one, two=two, number=kind) + f" Edition {number}."
        else:
            text = PROSE.format(number=number)
        host = f"paper{number % 7}.example"
        made.append(
            {
                "id": f"a{number}",
                "text": text,
                "published": f"2021-03-{1 + number // every // 2 % 28:02d}",
                "url": f"https://{host}/{number}",
                "publisher": f"Paper {number % 7}",
            }
        )
    return made


def parquet(file: Path, count: int = 400, group: int = 50, **columns: str) -> Path:
    """An archive as Parquet with many row groups."""
    named = [{columns.get(key, key): value for key, value in row.items()} for row in rows(count)]
    pq.write_table(pa.Table.from_pylist(named), file, row_group_size=group)
    return file


def jsonl(lines: Iterable[Any]) -> bytes:
    """JSON lines; a string stands as it is."""
    return b"".join((line if isinstance(line, str) else json.dumps(line)).encode() + b"\n" for line in lines)


def how(**columns: str) -> How:
    """How to read, with the treaties of the atlas alone."""
    handles = foedus.open("/nowhere/ledger.sqlite").handles()
    return How(Columns(**columns), handles)


def table(out: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one table of a run, in an order that no engine decides."""
    files = sorted((out / name).glob("*.parquet"))
    found = ds.dataset(files).to_table().to_pylist() if files else []
    keys = ("part", "where", "claim", "document")
    return sorted(found, key=lambda row: [str(row.get(key)) for key in keys])


def bytes_of(out: Path) -> dict[str, bytes]:
    """Every file of a run with its bytes."""
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted(out.rglob("*")) if file.is_file()}
