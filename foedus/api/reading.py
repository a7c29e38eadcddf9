"""Reading: one article, very many, and the reader against labels."""

from __future__ import annotations

import calendar
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.api.news_scores import NewsReport
from foedus.model.claims import Reading, TreatyHandle
from foedus.model.documents import Document
from foedus.model.errors import FoedusError, Problem

if TYPE_CHECKING:
    from foedus.api.session import Foedus

TEXTS = (".txt", ".html", ".htm", ".xhtml", ".md")
"""Endings of the files that are read from a folder."""


def read(document: Document, *, treaties: Sequence[TreatyHandle] = (), on_model: bool = True) -> Reading:
    """The claims of one document. ``treaties``: what mentions may link to (`Foedus.handles`)."""
    from foedus.claims import read as read_document

    return read_document(document, treaties=treaties, on_model=on_model)


@dataclass
class ReadReport:
    """What a run over many articles did: read, skipped as read before, and what could not be read."""

    read: int = 0
    claims: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The counts and the problems, for programs."""
        return {
            "read": self.read,
            "claims": self.claims,
            "skipped": self.skipped,
            "problems": [problem.to_dict() for problem in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Item:
    """One article to read: its id, and how to get its document when its turn comes."""

    id: str
    where: str
    load: Callable[[], Document]


def items(paths: Sequence[str | Path], session: Foedus, published: date | None = None) -> Iterator[Item | Problem]:
    """The articles in files, folders and JSONL files; a path that is none is a problem, and the others go on."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for file in sorted(f for f in path.rglob("*") if f.suffix.lower() in TEXTS and f.is_file()):
                yield _file(file, session, published)
        elif path.suffix.lower() in (".jsonl", ".ndjson") and path.is_file():
            yield from _lines(path, session, published)
        elif path.is_file() or str(given) == "-":
            yield _file(path, session, published)
        else:
            yield Problem(str(path), "FOE001", "there is no such file or folder", "check the path")


def _file(path: Path, session: Foedus, published: date | None) -> Item:
    return Item(path.stem, str(path), lambda: session.document(path, published=published))


def _lines(path: Path, session: Foedus, published: date | None) -> Iterator[Item | Problem]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            where = f"{path}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                text, id = row["text"], str(row.get("id") or f"{path.stem}-{number}")
                if not isinstance(text, str):
                    raise TypeError("text is no string")
                day = published or day_of(row.get("published"))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                yield Problem(
                    where,
                    "FOE204",
                    f"the line is no article: {error}",
                    'write {"id": …, "text": …, "published": "2024-11-12"}',
                )
                continue
            yield Item(_safe(id), where, _from_text(text, id, day, row))


def _from_text(text: str, id: str, day: date | None, row: dict[str, Any]) -> Callable[[], Document]:
    def load() -> Document:
        from foedus.sources import from_text

        return from_text(text, name=id, published=day, publisher=row.get("publisher"), url=row.get("url"))

    return load


def _safe(id: str) -> str:
    return "".join(char if char.isalnum() or char in "-_." else "_" for char in id)[:150] or "article"


def day_of(value: object) -> date | None:
    """A day as labels and sidecars give it; of a month or year alone, its last day, so that what it tells lies before.

    Raises ValueError where it is no date.
    """
    if not value:
        return None
    parts = [int(part) for part in str(value)[:10].split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def read_many(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    session: Foedus,
    published: date | None = None,
    again: bool = False,
    on_model: bool = True,
    told: Callable[[int, str], None] | None = None,
) -> ReadReport:
    """Read every article and write one ``<id>.json`` each into ``out``.

    An article whose file is there already is skipped, so a run that was cut off goes on where it stopped; ``again``
    reads all anew. A file appears whole or not at all. A bad article becomes a problem of the report and the others
    go on. ``told`` is called with the number done and the name of each.
    """
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    report = ReadReport()
    handles = session.handles()
    for number, item in enumerate(items(paths, session, published), 1):
        if isinstance(item, Problem):
            report.problems.append(item)
            continue
        target = folder / f"{item.id}.json"
        if told is not None:
            told(number, item.where)
        if target.exists() and not again:
            report.skipped += 1
            continue
        try:
            reading = read(item.load(), treaties=handles, on_model=on_model)
        except FoedusError as error:
            report.problems += [Problem(p.where or item.where, p.code, p.says, p.help) for p in error.problems]
            continue
        _write(target, labels(reading, item.id))
        report.read += 1
        report.claims += len(reading.claims)
    return report


def labels(reading: Reading, id: str) -> dict[str, Any]:
    """A reading as it is written to a file: the labels' shape, and what the reader noted."""
    made = reading.to_labels(id)
    made["remarks"] = [
        {"says": r.says, "certainty": r.certainty.value, "span": [r.evidence.start, r.evidence.end]}
        for r in reading.remarks
    ]
    made["document"] = reading.document
    made["notes"] = list(reading.notes)
    return made


def _write(target: Path, content: dict[str, Any]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    os.replace(part, target)


def evaluate_news(gold: str | Path, texts: str | Path, *, session: Foedus, on_model: bool = True) -> NewsReport:
    """The reader on labelled articles: scores, shares of rules, every miss and false claim with its sentence.

    ``gold``: a folder of label files; ``texts``: a folder of ``<id>.txt``. Labels without a text are
    named, not counted.
    Raises `FoedusError` FOE001 where a folder is missing or holds no labels.
    """
    held = sorted(Path(gold).glob("*.json"))
    if not held or not Path(texts).is_dir():
        missing = texts if held else gold
        raise FoedusError(
            "FOE001", f"{missing}: no labels or texts there", help="give the folder of <id>.json, then that of <id>.txt"
        )
    from foedus.sources import from_text

    report = NewsReport()
    handles = session.handles()
    for file in held:
        label = json.loads(file.read_text("utf-8"))
        article = Path(texts) / f"{label['id']}.txt"
        if not article.is_file():
            report.absent.append(label["id"])
            continue
        text = article.read_text("utf-8")
        document = from_text(text, name=label["id"], published=day_of(label.get("published")))
        report.add(read(document, treaties=handles, on_model=on_model).to_labels(label["id"]), label, text)
    return report
