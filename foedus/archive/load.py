"""What a run kept into a ledger: a batch a part, all of it or none; a second time adds nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.claims import Reading
from foedus.model.documents import Document
from foedus.model.errors import FoedusError, Problem

if TYPE_CHECKING:
    from foedus.ledger import Ledger

_ABOUT = ("name", "publisher", "url", "published", "retrieved")


@dataclass
class Loaded:
    """``parts`` loaded, documents and copies in them, what was new in the ledger by kind, and parts refused."""

    parts: int = 0
    documents: int = 0
    copies: int = 0
    added: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def load(folder: Path, ledger: Ledger, *, author: str, told: Callable[[int, int], None] | None = None) -> Loaded:
    """Load the documents of a finished run and their claims.

    A copy (near-duplicate that says the same) becomes one more publication of the text that appeared first, so its
    claims are not made twice. A part at fault is refused whole, reported, and the others are loaded. ``told``: parts
    done, and of how many. Raises `FoedusError` FOE827 where the folder holds no finished run.
    """
    if not (folder / "manifest.json").is_file():
        raise FoedusError(
            "FOE827", f"{folder}: no finished run is there", help="foedus archive read … --out DIR goes on with it"
        )
    files = sorted((folder / "documents").glob("*.parquet"))
    loaded = Loaded()
    firsts = _firsts(files)
    for number, file in enumerate(files, 1):
        try:
            with ledger.batch(author=author, note=f"archive {folder.name} part {file.stem}") as batch:
                documents = copies = 0
                for row in _rows(file):
                    copies += not row["is_first"]
                    documents += 1
                    for document, reading in _entries(row, firsts):
                        batch.add(document, reading)
        except (FoedusError, ValueError, OSError) as error:
            says = error.problems[0].says if isinstance(error, FoedusError) else " ".join(str(error).split())[:300]
            loaded.problems.append(Problem(str(file), "FOE828", f"the part is refused: {says}", "read it again"))
            continue
        loaded.parts += 1
        loaded.documents += documents
        loaded.copies += copies
        loaded.added.update(batch.added.counts)
        if told is not None:
            told(number, len(files))
    return loaded


def _entries(row: dict[str, Any], firsts: dict[str, tuple[str, str]]) -> Iterator[tuple[Document, Reading | None]]:
    if row["is_first"]:
        yield Document.model_validate_json(row["document_json"]), Reading.model_validate_json(row["reading_json"])
        return
    if row["first"] not in firsts:
        raise FoedusError("FOE828", f"{row['where']} is a copy of a text in a part that cannot be read")
    document_json, reading_json = firsts[row["first"]]
    first = Document.model_validate_json(document_json)
    copy = Document.model_validate_json(row["document_json"])
    yield first, Reading.model_validate_json(reading_json)  # it may stand in another part: there twice adds nothing
    yield first.model_copy(update={name: getattr(copy, name) for name in _ABOUT}), None


def _firsts(files: list[Path]) -> dict[str, tuple[str, str]]:
    """The documents that have copies, with their readings."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    held: dict[str, tuple[str, str]] = {}
    names = ["first", "is_first", "document", "document_json", "reading_json"]
    wanted: set[str] = set()
    for file in files:
        try:
            table = pq.read_table(file, columns=["first", "is_first"])
        except (ValueError, OSError):
            continue  # told when it is its turn
        wanted.update(table.filter(pc.invert(table["is_first"]))["first"].to_pylist())
    for file in files if wanted else ():
        try:
            rows = pq.read_table(file, columns=names, filters=[("is_first", "=", True)]).to_pylist()
        except (ValueError, OSError):
            continue
        held.update(
            {row["first"]: (row["document_json"], row["reading_json"]) for row in rows if row["first"] in wanted}
        )
    return held


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as held:
        for batch in held.iter_batches(batch_size=1024):
            yield from batch.to_pylist()
