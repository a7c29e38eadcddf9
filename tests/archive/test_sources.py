"""Every kind of source gives the same claims; a bad one, or a bad row, is reported and the rest is read."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from foedus.archive import parts
from foedus.archive.rows import chunked
from foedus.archive.schema import KEPT, Columns, How
from foedus.model.errors import FoedusError
from tests.archive import archives

HOW = archives.how()


def read(path: Path, how: How = HOW) -> list[dict[str, object]]:
    """All rows that reading the archive gives, in this process."""
    return [
        row
        for source in parts.sources_of(str(path))
        for part in parts.parts_of(source, how.columns)
        for batch in parts.read_part(part, how)
        for row in batch.to_pylist()
    ]


def claims(rows: list[dict[str, object]]) -> set[str]:
    return {claim["claim"] for row in rows if row["kind"] == KEPT for claim in row["claims"]}  # type: ignore[attr-defined]


def faults(rows: list[dict[str, object]]) -> list[tuple[object, object]]:
    return [(row["where"], row["code"]) for row in rows if row["kind"] == "fault"]


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    found = claims(read(archives.parquet(tmp_path_factory.mktemp("p") / "a.parquet", 60)))
    assert found
    return found


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.jsonl.bz2", "a.jsonl.zst"])
def test_json_lines_however_packed(name: str, expected: set[str], tmp_path: Path) -> None:
    plain = archives.jsonl(archives.rows(60))
    pack = {"gz": gzip.compress, "bz2": bz2.compress, "zst": lambda data: pa.compress(data, "zstd", asbytes=True)}
    (tmp_path / name).write_bytes(pack.get(name.rpartition(".")[2], bytes)(plain))
    found = read(tmp_path / name)
    assert claims(found) == expected
    assert faults(found) == []


def test_columns_by_other_names(expected: set[str], tmp_path: Path) -> None:
    archive = archives.parquet(tmp_path / "a.parquet", 60, text="body", published="day", publisher="paper")
    assert claims(read(archive, archives.how(text="body", published="day", publisher="paper"))) == expected


def test_a_day_as_a_date_column(expected: set[str], tmp_path: Path) -> None:
    table = pa.Table.from_pylist(archives.rows(60))
    days = table["published"].cast(pa.date32())
    pq.write_table(
        table.set_column(table.schema.get_field_index("published"), "published", days), tmp_path / "a.parquet"
    )
    assert claims(read(tmp_path / "a.parquet")) == expected


def test_a_folder_of_archives_and_loose_texts(expected: set[str], tmp_path: Path) -> None:
    rows = archives.rows(60)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "one.jsonl").write_bytes(archives.jsonl(rows[:20]))
    pq.write_table(pa.Table.from_pylist(rows[20:]), tmp_path / "two.parquet")
    (tmp_path / "deep" / "2024-11-12-river.txt").write_text(archives.TREATY.format(one="Fiji", two="Peru", number=7))
    (tmp_path / ".hidden.jsonl").write_text("not read")
    found = read(tmp_path)
    assert claims(found) > expected
    (loose,) = [row for row in found if row["kind"] == KEPT and row["id"] == "2024-11-12-river.txt"]
    assert loose["published"] == "2024-11-12"


def test_web_captures(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(["<p>" + archives.rows(1)[0]["text"] + "</p>", "<p>Bread is dear.</p>"]))
    (kept,) = [row for row in read(tmp_path / "a.warc.gz") if row["kind"] == KEPT]
    assert kept["url"] == "https://paper.example/0"
    assert kept["publication"] == "paper.example"


def warc(pages: list[str]) -> bytes:
    """A web archive, one gzip member a record, as crawlers write it."""
    packed = b""
    for number, page in enumerate(pages):
        html = f"<!doctype html><html><body><article><h1>News</h1>{page}</article></body></html>".encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(html) + html
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/{number}\r\n"
            f"WARC-Date: 2024-11-12T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        packed += gzip.compress(head.encode() + http + b"\r\n\r\n")
    return packed


@pytest.mark.parametrize("ending", ["gz", "bz2"])
def test_a_cut_archive_is_reported_and_what_stood_before_is_read(ending: str, tmp_path: Path) -> None:
    pack = {"gz": gzip.compress, "bz2": bz2.compress}[ending]
    # two members, the second cut: blocks of bz2 hold far more than this archive
    whole = pack(archives.jsonl(archives.rows(40))) + pack(archives.jsonl(archives.rows(400)))
    (tmp_path / f"a.jsonl.{ending}").write_bytes(whole[: -len(whole) // 4])
    found = read(tmp_path / f"a.jsonl.{ending}")
    assert faults(found) == [(f"a.jsonl.{ending}", "FOE824")]
    assert len(claims(found)) >= 2


def test_rows_that_are_no_articles(tmp_path: Path) -> None:
    good = archives.rows(1)[0]
    lines = [
        "{not json",
        "[1, 2]",
        {"id": "x"},
        {"text": 7},
        {**good, "published": "the other day"},
        "[" * 100_000,
        {**good, "published": "2021-02-30"},
        {**good, "published": None},
        "",
        good,
    ]
    (tmp_path / "a.jsonl").write_bytes(archives.jsonl(lines) + b'\xff\xfe{"text"\n')
    found = read(tmp_path / "a.jsonl")
    assert faults(found) == [(f"a.jsonl:{line}", "FOE822") for line in (1, 2, 3, 4, 5, 6, 7, 11)]
    assert len([row for row in found if row["kind"] == KEPT]) == 2


def test_a_missing_column_lists_those_there_are(tmp_path: Path) -> None:
    archive = archives.parquet(tmp_path / "a.parquet", 10)
    with pytest.raises(FoedusError, match='has no column "txt"; it has id, text') as caught:
        read(archive, How(Columns(text="txt")))
    assert caught.value.code == "FOE821"
    assert "did you mean text?" in str(caught.value)


def test_what_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    for path, code in ((tmp_path, "FOE820"), (tmp_path / "none", "FOE001")):
        with pytest.raises(FoedusError) as caught:
            parts.sources_of(str(path))
        assert caught.value.code == code


def test_a_damaged_file_among_others_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    from foedus.archive.local import LocalRun

    folder = tmp_path / "in"
    folder.mkdir()
    archives.parquet(folder / "good.parquet", 20)
    (folder / "bad.parquet").write_bytes(b"PAR1 no such thing PAR1")
    report = LocalRun(str(folder), tmp_path / "out", HOW, processes=1).run()
    assert [problem.code for problem in report.problems] == ["FOE824"]
    assert report.counts.kept == 2


def test_chunks_are_the_same_on_every_run_and_bounded() -> None:
    pieces = [((bytes(size), f"x:{size}", {}), 0.5) for size in (10, 900, 200, 1, 1, 1, 2000, 5)]
    made = [[len(piece[0]) for piece in chunk.pieces] for chunk in chunked("jsonl", pieces, most=3, bytes_most=1000)]
    assert made == [[10, 900], [200, 1, 1], [1], [2000], [5]]


def test_an_endless_line_costs_no_memory(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wb", compresslevel=1) as stream:
        for _ in range(40):
            stream.write(b"x" * (1 << 20))
        stream.write(b"\n" + archives.jsonl(archives.rows(1)))
    found = read(tmp_path / "a.jsonl.gz")
    assert faults(found) == [("a.jsonl.gz:1", "FOE822")]
    assert [row["id"] for row in found if row["kind"] == KEPT] == ["a0"]
