"""The last step on one machine: copies joined over all parts, then the tables of claims, documents and faults."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.archive.near import BANDS, band, joined, pairs_in
from foedus.archive.schema import FAULT, KEPT

TABLES = ("claims", "documents", "faults")
DOCUMENT = ("part", "where", "id", "document", "url", "publisher", "published")
"""Columns that name a document, in the tables of documents and of claims."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept document as the joining of copies sees it. ``place``: part and row, in the order of the archive."""

    place: tuple[str, int]
    where: str
    document: str
    published: str
    publication: str
    says: str
    sketch: bytes

    @property
    def order(self) -> tuple[str, str, str, str]:
        """The first of several is the one that appeared first."""
        return self.published, self.document, self.place[0], self.where


@dataclass(frozen=True, slots=True)
class Carried:
    """``first``: the document of which this one is a copy (itself, where it is none); ``publications``: how many
    independent ones carry the text."""

    first: str
    is_first: bool
    publications: int


def finish(rows: Path, out: Path) -> int:
    """Write the tables from the rows of all parts, and remove the rows. Gives the number of kept documents."""
    import pyarrow.parquet as pq

    files = sorted(rows.glob("*.parquet"))
    groups = carried(kept for file in files for kept in _kept(file))
    for name in TABLES:
        shutil.rmtree(out / name, ignore_errors=True)
        (out / name).mkdir()
    for file in files:
        table = pq.read_table(file)
        for name, made in tables(table, groups, file.stem).items():
            if made.num_rows:
                fresh = out / name / f".{file.name}.{os.getpid()}"
                pq.write_table(made, fresh, compression="zstd")
                os.replace(fresh, out / name / file.name)
    shutil.rmtree(rows)
    return len(groups)


def _kept(file: Path) -> Iterable[Kept]:
    import pyarrow.parquet as pq

    names = ["kind", "where", "document", "published", "publication", "says", "sketch"]
    for number, row in enumerate(pq.read_table(file, columns=names).to_pylist()):
        if row["kind"] == KEPT:
            day = row["published"] or "9999"
            place = (file.stem, number)
            rest = (row[name] for name in ("publication", "says", "sketch"))
            yield Kept(place, row["where"], row["document"], day, *rest)


def carried(found: Iterable[Kept]) -> dict[tuple[str, int], Carried]:
    """For each kept document the group it belongs to: near-duplicates that say the same. Keys are places."""
    kept = list(found)
    sketches = {item.document: (item.says, item.sketch) for item in kept}
    pairs: set[tuple[str, str]] = set()
    for number in range(BANDS):  # band by band, so that memory holds one band's buckets
        buckets: dict[tuple[str, bytes], list[tuple[str, bytes]]] = defaultdict(list)
        for id, (said, made) in sketches.items():
            buckets[said, band(made, number)].append((id, made))
        for bucket in buckets.values():
            if len(bucket) > 1:
                pairs.update(pairs_in(bucket))
    roots = joined(pairs)
    groups: dict[str, list[Kept]] = defaultdict(list)
    for item in kept:
        groups[roots.get(item.document, item.document)].append(item)
    made_of: dict[tuple[str, int], Carried] = {}
    for group in groups.values():
        first = min(group, key=lambda item: item.order)
        publications = len({item.publication for item in group})
        for item in group:
            made_of[item.place] = Carried(first.document, item is first, publications)
    return made_of


def tables(table: Any, groups: dict[tuple[str, int], Carried], part: str) -> dict[str, Any]:
    """The rows of one part as its three tables."""
    import pyarrow as pa

    rows = table.to_pylist()
    claims: list[dict[str, Any]] = []
    documents: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        if row["kind"] == FAULT:
            faults.append({name: row[name] for name in FAULTS})
            continue
        group = groups[part, number]
        more = {"first": group.first, "is_first": group.is_first, "publications": group.publications}
        about = {name: row[name] for name in DOCUMENT}
        documents.append({**about, **more, "document_json": row["document_json"], "reading_json": row["reading_json"]})
        claims += [{**claim, **about, **more} for claim in row["claims"]]
    return {
        "claims": pa.Table.from_pylist(claims, schema=_claims()),
        "documents": pa.Table.from_pylist(documents, schema=_documents()),
        "faults": pa.Table.from_pylist(faults, schema=pa.schema([(name, pa.string()) for name in FAULTS])),
    }


FAULTS = ("part", "where", "id", "url", "publisher", "published", "code", "fault", "help")
"""Columns of the table of faults."""


def _about() -> list[Any]:
    import pyarrow as pa

    last = [pa.field("first", pa.string()), pa.field("is_first", pa.bool_()), pa.field("publications", pa.int32())]
    return [*(pa.field(name, pa.string()) for name in DOCUMENT), *last]


def _claims() -> Any:
    import pyarrow as pa

    from foedus.archive.schema import claim_type

    return pa.schema([*list(claim_type()), *_about()])


def _documents() -> Any:
    import pyarrow as pa

    return pa.schema([*_about(), pa.field("document_json", pa.string()), pa.field("reading_json", pa.string())])
