"""A batch of articles to a batch of what they claim: one pure function, the same on one machine and on a cluster."""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from foedus.archive.near import sketch
from foedus.archive.says import says
from foedus.archive.schema import COUNT, FAULT, KEPT, How, rows_out
from foedus.model.claims import Claim, Reading
from foedus.model.documents import Document
from foedus.model.errors import FoedusError

Row = dict[str, Any]


def read_batch(batch: Any, how: How, part: str = "") -> Any:
    """Read a record batch of articles (`rows_in`); gives a record batch of `rows_out`.

    A row for each document that claims something, for each article that could not be read, and last one with the
    counts of the batch. Depends on nothing but its arguments and the installed reader; the same batch gives the same
    bytes. The scan, then the model, are loaded once a process.
    """
    import pyarrow as pa

    rows = list(_rows(batch, how))
    for row in rows:
        row["part"] = part
    return pa.RecordBatch.from_pylist(rows, schema=rows_out())


def _rows(batch: Any, how: How) -> Iterator[Row]:
    from foedus.claims.scan import scanner

    scan = scanner()
    digest = hashlib.sha256()
    scanned_in = size = 0
    texts = batch.column("text").to_pylist()
    rest = {name: batch.column(name).to_pylist() for name in batch.schema.names if name != "text"}
    for number, text in enumerate(texts):
        about = {name: column[number] for name, column in rest.items()}
        digest.update(repr((about["id"], about["url"], about["published"], about["publisher"])).encode())
        digest.update(text or b"\x00")
        size += len(text or b"")
        if about["fault"] is not None or text is None:
            code, _, says_what = (about["fault"] or "FOE822|there is no text").partition("|")
            yield _fault(about, code, says_what, "mend it if it matters; the rest was read")
            continue
        if not scan.keeps(text):
            continue
        scanned_in += 1
        yield from _article(text, about, how)
    yield {
        "kind": COUNT,
        "articles": len(texts),
        "scanned_in": scanned_in,
        "bytes": size,
        "input_hash": digest.hexdigest(),
    }


def _article(text: bytes, about: Row, how: How) -> Iterator[Row]:
    from foedus.claims import read
    from foedus.claims.trees import forgetting

    try:
        document = _document(text, about)
        with forgetting(how.on_model):
            reading = read(document, treaties=how.treaties, on_model=how.on_model)
        row = _kept(document, reading, about) if reading.claims or reading.provisions else None
    except FoedusError as error:
        problem = error.problems[0]
        yield _fault(about, problem.code, problem.says, problem.help)
        return
    except Exception as error:  # an article that breaks the reader must not lose the other thousands of its part
        yield _fault(about, "FOE823", f"the reader failed: {type(error).__name__}: {error}"[:500], "report the article")
        return
    if row is not None:
        yield row


def _document(text: bytes, about: Row) -> Document:
    from foedus.sources import from_bytes, from_text

    fields: Row = {"name": about["id"] or "", "publisher": about["publisher"], "url": about["url"]}
    try:
        fields["published"] = day_of(about["published"])
    except ValueError as error:
        says_what = f'"{about["published"]}" is no day of publication'
        raise FoedusError("FOE822", says_what, help="write it as 2024-11-12") from error
    if about["encoded"]:
        return from_bytes(text, **fields)
    return from_text(text.decode("utf-8", "surrogatepass"), **fields)


def day_of(value: str | None) -> date | None:
    """The day of publication; of a month or year alone its last day, so that what the text tells lies before it.

    Raises ValueError where it is no date.
    """
    if not value or not value.strip():
        return None
    head = value.strip()[:10]
    if len(head) == 8 and head.isdigit():
        return date(int(head[:4]), int(head[4:6]), int(head[6:]))
    parts = [int(part) for part in head.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def _kept(document: Document, reading: Reading, about: Row) -> Row:
    return {
        "kind": KEPT,
        "where": about["where"],
        "id": about["id"],
        "document": document.id,
        "url": document.url,
        "publisher": document.publisher,
        "published": str(document.published) if document.published else None,
        "publication": publication(document, about),
        "says": says([*reading.claims, *reading.provisions]),
        "sketch": sketch(document.text),
        "claims": [_claim(claim) for claim in reading.claims],
        "document_json": document.model_dump_json(),
        "reading_json": reading.model_dump_json(),
    }


def publication(document: Document, about: Row) -> str:
    """Who published: the publisher's name, else the address's host, else the place in the archive."""
    from urllib.parse import urlsplit

    if document.publisher:
        return document.publisher.casefold().strip()
    host = (urlsplit(document.url).hostname if document.url else None) or ""
    return host.removeprefix("www.") or about["where"] or document.id


def _claim(claim: Claim) -> Row:
    """The claim in the shape of the labels, with plain columns for its id and its place."""
    row = claim.to_label()
    start, end = row.pop("span")
    return {"claim": row.pop("id"), **row, "start": start, "end": end}


def _fault(about: Row, code: str, says_what: str, help: str) -> Row:
    kept = {name: about.get(name) for name in ("where", "id", "url", "publisher", "published")}
    return {"kind": FAULT, **kept, "code": code, "fault": says_what, "help": help}
