"""Saves what can be read of a damaged SQLite ledger into a new one, and says what could not."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.ledger.batch import write_link
from foedus.ledger.chain import LINK, link_hash, unpack
from foedus.ledger.entry import Entry, derived
from foedus.ledger.schema import BATCH_COLUMNS
from foedus.ledger.sqlite import SqliteStore
from foedus.model.entries import Added
from foedus.model.errors import FoedusError, Problem

_STEP = 256


def recover(damaged: Path, new: Path) -> tuple[Added, list[Problem]]:
    """Copy every batch that can be read whole, in order, up to the first that cannot; report the rest.

    Entries of later batches that can still be read are named in the problems, with the batch they belong to: a chain
    with a hole would not be one. Raises `FoedusError` FOE301 where ``new`` exists, FOE307 where nothing can be read.
    """
    if new.exists():
        raise FoedusError("FOE301", f'"{new}" is there already', where=str(new), help="name a file that is not")
    source = sqlite3.connect(f"{damaged.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    problems: list[Problem] = []
    counts: dict[str, int] = {}
    seq = None
    try:
        links = {row[0]: row for row in _rows(source, "batches", "seq", BATCH_COLUMNS, problems, str(damaged))}
        columns = ("n", "kind", "id", "body")
        entries = {row[0]: row for row in _rows(source, "entries", "n", columns, problems, str(damaged))}
    finally:
        source.close()
    if not links:
        raise FoedusError("FOE307", "no batch can be read", where=str(damaged), help="use a copy or an export")
    store = SqliteStore(new)
    with store.write() as cursor:
        for number in range(1, max(links) + 1):
            made = _whole(links.get(number), entries)
            if made is None:
                problems += _lost(number, links, entries, str(damaged))
                break
            write_link(cursor, links[number], made)
            seq = number
            for entry in made:
                counts[entry.kind] = counts.get(entry.kind, 0) + 1
    store.close()
    return Added(seq, counts), problems


def _rows(
    source: sqlite3.Connection, table: str, key: str, columns: tuple[str, ...], problems: list[Problem], where: str
) -> Iterator[tuple[Any, ...]]:
    """Every row that can be read, by steps of the key, going past what cannot."""
    last = _last(source, table, key)
    for start in range(1, last + 1, _STEP):
        yield from _span(source, table, key, columns, start, min(start + _STEP - 1, last))
    if last == 0:
        problems.append(Problem(where, "FOE307", f"nothing of the {table} can be read"))


def _last(source: sqlite3.Connection, table: str, key: str) -> int:
    try:
        return int(source.execute(f"SELECT max({key}) FROM {table}").fetchone()[0] or 0)
    except sqlite3.Error:
        pass
    # The last page cannot be read: feel for the last row by doubling, then by halves.
    low, high = 0, 1
    while _readable(source, table, key, high) and high < 1 << 40:
        low, high = high, high * 2
    return high if low else 0


def _readable(source: sqlite3.Connection, table: str, key: str, value: int) -> bool:
    try:
        return source.execute(f"SELECT 1 FROM {table} WHERE {key} = ?", (value,)).fetchone() is not None
    except sqlite3.Error:
        return False


def _span(
    source: sqlite3.Connection, table: str, key: str, columns: tuple[str, ...], start: int, end: int
) -> Iterator[tuple[Any, ...]]:
    sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {key} BETWEEN ? AND ?"
    try:
        yield from source.execute(sql, (start, end)).fetchall()
    except (sqlite3.Error, UnicodeDecodeError):
        if start == end:
            return
        middle = (start + end) // 2
        yield from _span(source, table, key, columns, start, middle)
        yield from _span(source, table, key, columns, middle + 1, end)


def _whole(link: tuple[Any, ...] | None, entries: dict[int, tuple[Any, ...]]) -> list[Entry] | None:
    """The entries of a batch, if all of them are there and are what its list says."""
    if link is None:
        return None
    fields = dict(zip(BATCH_COLUMNS, link, strict=True))
    try:
        if link_hash({name: fields[name] for name in LINK}) != fields["hash"]:
            return None
        listed = unpack(fields["manifest"])
        made = [derived(*entries[fields["first"] + i][1:]) for i in range(len(listed))]
    except (KeyError, ValueError, TypeError, zlib.error):
        return None
    same = all((entry.kind, entry.id, entry.hash) == line for entry, line in zip(made, listed, strict=True))
    return made if same else None


def _lost(
    number: int, links: dict[int, tuple[Any, ...]], entries: dict[int, tuple[Any, ...]], where: str
) -> list[Problem]:
    """What lies behind the first batch that cannot be read."""
    last = links[number - 1][BATCH_COLUMNS.index("last")] if number - 1 in links else 0
    behind = sorted(n for n in entries if n > last)
    says = f"batch {number} cannot be read whole; the new ledger ends before it"
    found = [Problem(where, "FOE307", says, "import an export, or ingest the documents again")]
    if behind:
        kinds: dict[str, int] = {}
        for n in behind:
            kinds[entries[n][1]] = kinds.get(entries[n][1], 0) + 1
        listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        found.append(Problem(where, "FOE307", f"behind it can still be read: {listed}", "ingest them again"))
    return found
