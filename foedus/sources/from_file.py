"""A file, or ``-`` for standard input, to a Document; a sidecar ``<name>.json`` may say when and where it appeared."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from foedus.model.documents import Document
from foedus.model.errors import FoedusError
from foedus.sources.decode import LARGEST, refuse_large
from foedus.sources.from_bytes import from_bytes


def from_file(path: str | Path, *, published: date | None = None) -> Document:
    """Read one article. Raises `FoedusError`: FOE001 no file, FOE201–FOE204 no article or a bad sidecar."""
    if str(path) == "-":
        return from_bytes(sys.stdin.buffer.read(LARGEST + 1), name="standard input", published=published)
    file = Path(path)
    try:
        with file.open("rb") as stream:
            refuse_large(file.stat().st_size, str(file))
            data = stream.read()
    except OSError as error:
        reason = "is a folder, not a file" if file.is_dir() else (error.strerror or str(error)).lower()
        raise FoedusError("FOE001", f"{file}: {reason}", help="check the path") from error
    extra = _sidecar(file)
    document = from_bytes(
        data,
        name=file.name,
        published=published or extra.get("published"),
        publisher=extra.get("publisher"),
        url=extra.get("url"),
    )
    if published is None and extra.get("published"):
        document = document.model_copy(update={"published_basis": "sidecar"})
    return document


def _sidecar(file: Path) -> dict[str, Any]:
    side = file.with_suffix(".json")
    if side == file or not side.is_file():
        return {}
    try:
        found = json.loads(side.read_text("utf-8"))
        day = found.get("published")
        found["published"] = date.fromisoformat(day[:10]) if day else None
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise FoedusError(
            "FOE204",
            f"the sidecar file cannot be read: {error}",
            where=str(side),
            help='write {"published": "2024-11-12"} or remove the file',
        ) from error
    return dict(found)
