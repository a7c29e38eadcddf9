"""``foedus draft``: a treaty text, or a folder of them, to drafts; with acts, on to the day; and a person's review."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from foedus.api.evaluate_texts import evaluate_texts
from foedus.clauses import draft as drafted
from foedus.clauses import toml, treaty, value_of
from foedus.model.documents import Document
from foedus.model.drafts import Correction, Draft
from foedus.model.errors import FoedusError
from foedus.model.treaty import Treaty

SUFFIXES = (".txt", ".text", ".html", ".htm", ".pdf", ".md")

__all__ = [
    "as_toml",
    "as_treaty",
    "document_of",
    "draft",
    "draft_folder",
    "drafts_of",
    "evaluate_texts",
    "explain",
    "review",
]


def document_of(path: str | Path) -> Document:
    """A treaty text as a Document: text, HTML, or the text layer of a PDF.

    Raises `FoedusError`: FOE001 no such file, FOE701 empty, FOE704 bytes that are no text, FOE203 too large.
    """
    file = Path(path)
    if str(path) != "-" and file.is_file() and file.read_bytes()[:5] == b"%PDF-":
        return _from_pdf(file)
    from foedus.sources import from_file

    try:
        return from_file(path)
    except FoedusError as error:
        # the sources speak of articles; here the file is a treaty text
        if error.code == "FOE201":
            raise FoedusError(
                "FOE701", "the file is empty", where=str(path), help="give the text of the treaty"
            ) from error
        if error.code == "FOE202":
            raise FoedusError(
                "FOE704", error.problems[0].says, where=str(path), help="convert it to UTF-8 text"
            ) from error
        raise


def _from_pdf(file: Path) -> Document:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise FoedusError(
            "FOE704",
            "this is a PDF, and the PDF reader is not installed",
            where=str(file),
            help="pip install 'foedus[pdf]', or give the text",
        ) from error
    try:
        pages = [page.extract_text() or "" for page in PdfReader(file).pages]
    except (PyPdfError, ValueError, KeyError, OSError, RecursionError) as error:
        raise FoedusError(
            "FOE704", f"the PDF cannot be read: {error}", where=str(file), help="give the text of the treaty"
        ) from error
    text = "\n".join(pages)
    if not text.strip():
        raise FoedusError(
            "FOE701", "the PDF holds no text layer", where=str(file), help="run text recognition on the scan first"
        )
    return Document.of(text, name=file.name, media_type="application/pdf")


def draft(source: str | Path | Document) -> Draft:
    """The draft of one treaty text, from a path (``-`` for standard input) or a Document.

    Raises `FoedusError` FOE701, FOE702 and FOE704, each with what to do.
    """
    document = source if isinstance(source, Document) else document_of(source)
    return drafted(document.model_copy(update={"title": None}))


def as_toml(found: Draft) -> str:
    """The draft as a treaty file, the article and words above each value."""
    return toml(found)


def as_treaty(found: Draft) -> Treaty:
    """The draft as a Treaty. Raises `FoedusError` FOE707 where the values do not stand together."""
    return treaty(found)


def explain(found: Draft, path: str | None = None) -> list[str]:
    """Why each value, or those under ``path``, stands in the draft: the rule, its meaning, the article, the words."""
    lines: list[str] = []
    for value in found.values:
        if path and not (value.path == path or value.path.startswith(path + ".")):
            continue
        words = " ".join(value.quote.split())
        lines.append(f"{value.path} = {_shown(value.value)}")
        lines.append(f"  because {value.says} [{value.rule}]")
        lines.append(f'  {value.article or "text"} {value.start}-{value.end}: "{words[:400]}"')
        if value.review:
            lines.append(f"  {value.review.said} by {value.review.by} on {value.review.on.isoformat()}")
    if not path:
        lines += [f"{name}: not stated, or not read" for name in found.unread]
        lines += [f"note: {note}" for note in found.notes]
    return lines


def _shown(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def review(
    found: Draft,
    index: int,
    said: Literal["accepted", "corrected", "rejected"],
    *,
    by: str,
    on: date,
    value: str | None = None,
    note: str | None = None,
) -> Draft:
    """The draft with what a person said of value number ``index``; the drafted value and its words stay beside it.

    ``value``: the corrected value as TOML writes it (``{ consents = 20 }``, ``"GBR"``). Raises `FoedusError` FOE707
    where it is no TOML value, or where the treaty file would no longer be valid with it.
    """
    old = found.values[index]
    correction = Correction(said=said, by=by, on=on, value=value_of(value) if value is not None else None, note=note)
    values = list(found.values)
    values[index] = old.model_copy(update={"review": correction})
    made = found.model_copy(update={"values": tuple(values)})
    treaty(made)
    return made


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a folder: the treaty's id and the file."""

    id: str
    file: Path


def texts_of(folder: Path) -> list[Text]:
    """The texts of a folder: by its ``treaties.csv`` and gold file where they name them, else every text file.

    Raises `FoedusError` FOE001 where there is no folder, FOE708 where it holds no texts.
    """
    if not folder.is_dir():
        raise FoedusError("FOE001", f"{folder}: is no folder", help="check the path")
    inner = folder / "texts" if (folder / "texts").is_dir() else folder
    named = {row["file"]: row["id"] for row in _named(folder)}
    files = sorted(file for file in inner.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())
    found = [Text(named.get(file.name, file.stem), file) for file in files if file.name.lower() != "readme.md"]
    if not found:
        raise FoedusError("FOE708", f"{folder} holds no texts", help=f"files end in {', '.join(SUFFIXES)}")
    return found


def _named(folder: Path) -> Iterator[dict[str, str]]:
    table = folder / "treaties.csv"
    if table.is_file():
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("text_file") and row.get("treatyID"):
                    yield {"file": row["text_file"], "id": row["treatyID"]}
    for gold in sorted(folder.glob("gold*.json")):
        for row in json.loads(gold.read_text("utf-8")):
            if row.get("text_file") and row.get("treatyID"):
                yield {"file": row["text_file"], "id": row["treatyID"]}


@dataclass(slots=True)
class Drafts:
    """The drafts of a folder by treaty id, and the files that could not be read, with the reason."""

    drafts: dict[str, Draft]
    refused: dict[str, str]


def drafts_of(folder: str | Path, *, processes: int = 1) -> Drafts:
    """Draft every text of a folder; a file that cannot be read is named with its reason and stops nothing."""
    texts = texts_of(Path(folder))
    found = Drafts({}, {})
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            results = list(pool.map(_try, texts, chunksize=4))
    else:
        results = [_try(text) for text in texts]
    for text, result in zip(texts, results, strict=True):
        if isinstance(result, Draft):
            found.drafts[text.id] = result
        else:
            found.refused[text.id] = result
    return found


def _try(text: Text) -> Draft | str:
    try:
        return draft(text.file)
    except FoedusError as error:
        return str(error.problems[0])


def draft_folder(
    folder: str | Path, *, acts: str | Path | None = None, processes: int = 1
) -> dict[str, dict[str, Any]]:
    """Predictions for every text of a folder, in the shape of its scorer.

    ``acts``: a CSV of acts; by default the folder's own ``actions.csv`` where it has one. With acts, ``eif_date`` and
    ``party_eif`` are computed by the status engine from the drafted clauses.
    """
    return predictions_of(Path(folder), acts=acts, processes=processes)[0]


def predictions_of(
    root: Path, *, acts: str | Path | None = None, processes: int = 1
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The predictions of a folder, and the files that could not be read with the reason."""
    from foedus.api.draft_dates import dates_of, read_acts, signature_days

    found = drafts_of(root, processes=processes)
    file = Path(acts) if acts else root / "actions.csv"
    table = read_acts(file).acts if file.is_file() else {}
    signed = signature_days(root)
    predictions: dict[str, dict[str, Any]] = {}
    for id, item in found.drafts.items():
        predictions[id] = prediction(item)
        if id in table or id in signed:
            predictions[id] |= dates_of(item, table.get(id, []), signed.get(id))
    return predictions, found.refused


def prediction(found: Draft) -> dict[str, Any]:
    """One draft's clause reading in the neutral words of the evaluation."""
    return dict(found.reading)


def counts(found: Mapping[str, Draft]) -> Sequence[tuple[str, int]]:
    """How many drafts have each kind of entry into force, most frequent first."""
    kinds: dict[str, int] = {}
    for item in found.values():
        kind = str(item.reading.get("rule", {}).get("kind", "none"))
        kinds[kind] = kinds.get(kind, 0) + 1
    return sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
