"""Sources to parts: what one process reads at a time, with ids that stay the same from run to run."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedus.archive.from_batch import read_batch
from foedus.archive.rows import Chunk, Raw, articles, chunked, from_table
from foedus.archive.schema import Columns, How
from foedus.model.errors import FoedusError, did_you_mean

_LONGEST = 16 * 1024 * 1024  # bytes of one line or page, as for a single article
_ROWS = 5_000  # rows of a part: small row groups are taken together, large ones cut into slices
_SLICES = 40  # of one row group at most: for each, Arrow must pass over the rows before it
_BATCH = 1024
_KINDS = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".warc": "warc", ".wet": "warc"}
_PACKED = {".gz": "gzip", ".bz2": "bz2", ".zst": "zstd"}
_TEXTS = (".txt", ".html", ".htm", ".xhtml", ".md")
_BROKEN = (OSError, EOFError, ValueError, zlib.error, RuntimeError)


@dataclass(frozen=True, slots=True)
class Source:
    """One file of an archive, or the loose texts of a folder. ``name``: its path below what was given."""

    number: int
    path: str
    name: str
    kind: str
    size: int
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one process reads at a time: rows of a Parquet file, or a chunk that is sent along.

    ``groups``: row groups; ``start`` and ``stop``: rows counted from the first of them. ``share``: of all bytes.
    """

    id: str
    source: Source
    groups: tuple[int, ...] = ()
    first: int = 0
    start: int = 0
    stop: int = 0
    chunk: Chunk | None = None
    share: float = 0.0


def sources_of(path: str) -> list[Source]:
    """The sources of a file or folder (also ``s3://…``, ``hdfs://…``), in the order of their names.

    Raises `FoedusError` FOE001 where there is nothing, FOE820 where nothing in it is an archive or a text.
    """
    from pyarrow import fs

    system, base = _place(path)
    info = system.get_file_info(base)
    if info.type == fs.FileType.NotFound:
        raise FoedusError("FOE001", f"{path}: no such file or folder", help="check the path")
    if info.type == fs.FileType.File:
        found = [(base, base.rpartition("/")[2], info.size)]
    else:
        inside = system.get_file_info(fs.FileSelector(base, recursive=True))
        found = sorted(
            (item.path, item.path[len(base) :].lstrip("/"), item.size)
            for item in inside
            if item.type == fs.FileType.File and not item.base_name.startswith((".", "_"))
        )
    scheme = path.partition("://")[0] + "://" if "://" in path else ""
    sources = [
        Source(number, scheme + place, name, kind, size)
        for number, (place, name, size) in enumerate(item for item in found if kind_of(item[1]))
        if (kind := kind_of(name))
    ]
    loose = [(place, size) for place, name, size in found if name.lower().endswith(_TEXTS)]
    if loose:
        files = tuple(scheme + place for place, _ in loose)
        sources.append(Source(len(sources), path, ".", "folder", sum(size for _, size in loose), files))
    if not sources:
        raise FoedusError(
            "FOE820", f"{path}: nothing there is an archive", help="give Parquet, JSON lines, WARC or a folder of texts"
        )
    return sources


def kind_of(name: str) -> str | None:
    """``parquet``, ``jsonl`` or ``warc`` by a file's ending, else None."""
    low = name.lower()
    for ending in _PACKED:
        low = low.removesuffix(ending)
    return next((kind for ending, kind in _KINDS.items() if low.endswith(ending)), None)


def _place(path: str) -> tuple[Any, str]:
    from pyarrow import fs

    if "://" in path:
        system, base = fs.FileSystem.from_uri(path)
        return system, base
    return fs.LocalFileSystem(), str(Path(path))


def parts_of(source: Source, columns: Columns, skip: frozenset[str] = frozenset()) -> Iterator[Part]:
    """The parts of a source; those in ``skip`` are left out. Raises `FoedusError` FOE821 for missing columns."""
    if source.kind == "parquet":
        made: Iterable[Part] = _row_groups(source, columns)
    else:
        made = _chunk_parts(source)
    for part in made:
        if part.id not in skip:
            yield part


def _id(source: Source, number: int) -> str:
    return f"{source.number:05d}-{number:06d}"


def _row_groups(source: Source, columns: Columns) -> Iterator[Part]:
    try:
        with _parquet(source.path) as file:
            names = file.schema_arrow.names
            sizes = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    except _BROKEN as error:
        says = f"{source.name}: {_in_words(error)}"
        raise FoedusError("FOE824", says, help="fetch or write the file anew") from error
    if columns.text not in names:
        raise FoedusError(
            "FOE821",
            f'{source.name} has no column "{columns.text}"; it has {", ".join(names)}',
            help=did_you_mean(columns.text, names) or "name it with --text",
        )
    total, number, first, index = sum(sizes) or 1, 0, 0, 0
    while index < len(sizes):
        groups, rows = [index], sizes[index]
        while index + len(groups) < len(sizes) and rows + sizes[index + len(groups)] <= _ROWS:
            rows += sizes[index + len(groups)]
            groups.append(index + len(groups))
        step = rows if rows < 2 * _ROWS else max(_ROWS, -(-rows // _SLICES))
        for start in range(0, rows, step or 1):
            stop = min(rows, start + step)
            share = source.size * (stop - start) / total
            yield Part(_id(source, number), source, tuple(groups), first, start, stop, share=share)
            number += 1
        first += rows
        index += len(groups)


def _parquet(path: str) -> Any:
    import pyarrow.parquet as pq

    system, base = _place(path)
    return pq.ParquetFile(system.open_input_file(base))


def _chunk_parts(source: Source) -> Iterator[Part]:
    pieces = {"jsonl": _lines, "warc": _captures, "folder": _files}[source.kind](source)
    number, done, fault = 0, 0.0, None
    stopped: list[str] = []
    for chunk in chunked(source.kind, _until_broken(pieces, stopped)):
        yield Part(_id(source, number), source, chunk=chunk, share=source.size * max(0.0, chunk.done - done))
        number, done = number + 1, chunk.done
    fault = next(iter(stopped), None)
    if fault is not None:
        broken = Chunk(source.kind, number, (), 1.0, fault, source.name)
        yield Part(_id(source, number), source, chunk=broken)


def _until_broken(pieces: Iterator[tuple[Raw, float]], stopped: list[str]) -> Iterator[tuple[Raw, float]]:
    try:
        yield from pieces
    except _BROKEN as error:
        stopped.append(f"the file breaks off; what stood before was read: {_in_words(error)}")


def _in_words(error: BaseException) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:300]


def opened(path: str) -> tuple[Any, Any]:
    """The bytes of a file, unpacked, and the file below (for how far it was read)."""
    import pyarrow as pa

    system, base = _place(path)
    below: Any = io.BufferedReader(system.open_input_file(base))
    packing = _PACKED.get("." + base.rpartition(".")[2].lower())
    if packing == "gzip":
        return gzip.GzipFile(fileobj=below), below
    if packing == "bz2":
        import bz2

        return bz2.BZ2File(below), below
    if packing == "zstd":
        return io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(below, "r"), "zstd")), below
    return below, below


def _lines(source: Source) -> Iterator[tuple[Raw, float]]:
    stream, below = opened(source.path)
    size = source.size or 1
    number = 0
    with closing(below):
        while line := stream.readline(_LONGEST + 1):
            number += 1
            if len(line) > _LONGEST:
                while (rest := stream.readline(_LONGEST)) and not rest.endswith(b"\n"):
                    continue
                line = b"(a line of more than 16 MB)"
            if line.strip():
                yield (line, f"{source.name}:{number}", {}), min(1.0, below.tell() / size)


def _captures(source: Source) -> Iterator[tuple[Raw, float]]:
    """The pages of a WARC file, or the texts of a WET file. Needs the extra ``archive`` (FastWARC)."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise FoedusError("FOE825", "reading WARC needs FastWARC", help='pip install "foedus[archive]"') from error
    stream, below = opened(source.path)
    size = source.size or 1
    wanted = WarcRecordType.response | WarcRecordType.conversion
    with closing(below):
        for record in ArchiveIterator(stream, record_types=wanted, parse_http=True):
            http = record.http_headers
            if http is not None and (http.status_code != 200 or "text" not in (http.get("Content-Type") or "text")):
                continue
            body = record.reader.read(_LONGEST)
            url = record.headers.get("WARC-Target-URI")
            about: dict[str, str | None] = {"url": url, "id": record.headers.get("WARC-Record-ID")}
            if body.strip():
                yield (body, f"{source.name}@{record.stream_pos}", about), min(1.0, below.tell() / size)


def _files(source: Source) -> Iterator[tuple[Raw, float]]:
    total = len(source.files)
    for number, file in enumerate(source.files, 1):
        system, base = _place(file)
        with system.open_input_stream(base) as stream:
            data = stream.read(_LONGEST + 1)
        name = base.rpartition("/")[2]
        yield (data, name, {"id": name}), number / total


def read_part(part: Part, how: How) -> Iterator[Any]:
    """The record batches of `rows_out` that reading the part gives, in order; memory holds one batch at a time."""
    if part.chunk is not None:
        whole = articles(part.chunk, how.columns)
        for start in range(0, whole.num_rows, _BATCH):
            yield read_batch(whole.slice(start, _BATCH), how, part.id)
        return
    wanted = list(how.columns.to_dict().values())
    with _parquet(part.source.path) as file:
        names = [name for name in wanted if name in file.schema_arrow.names]
        at = 0
        for batch in file.iter_batches(batch_size=_BATCH, row_groups=list(part.groups), columns=names):
            low, high = max(part.start - at, 0), min(part.stop - at, batch.num_rows)
            if high > low:
                rows = from_table(batch.slice(low, high - low), how.columns, part.source.name, part.first + at + low)
                yield read_batch(rows, how, part.id)
            at += batch.num_rows
            if at >= part.stop:
                break


def fingerprint(source: Source) -> str:
    """A hash of a source's length, first and last megabyte: enough to see that it was changed between two runs."""
    digest = hashlib.sha256(str(source.size).encode())
    for path in source.files or (source.path,):
        system, base = _place(path)
        with system.open_input_file(base) as file:
            digest.update(file.read(1 << 20))
            file.seek(max(0, file.size() - (1 << 20)))
            digest.update(file.read(1 << 20))
    return digest.hexdigest()
