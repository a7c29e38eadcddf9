"""What every format checks alike when it reads: the header, the shape of an entry, and that nothing is cut."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foedus.ledger.entry import MODELS
from foedus.ledger.parcel import PARCEL, Item, Parcel, link_fault
from foedus.model.errors import FoedusError, Problem


class Reader:
    """Collects a parcel and every fault on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parcel = Parcel()
        self.header: dict[str, Any] | None = None

    def fault(self, code: str, says: str, line: int = 0, help: str = "") -> None:
        """Note a fault at a line of the file."""
        place = f"{self.path}:{line}" if line else str(self.path)
        self.parcel.problems.append(Problem(place, code, says, help))

    def begin(self, header: Any) -> None:
        """The header. A file that is no export, or of a newer program, is refused at once: nothing in it is sure."""
        if not isinstance(header, dict) or header.get("foedus") != "ledger":
            raise FoedusError(
                "FOE330", "the file is no export of a ledger", where=str(self.path), help="foedus export writes one"
            )
        number = header.get("format")
        if not isinstance(number, int) or number > PARCEL:
            raise FoedusError(
                "FOE303", f"the export has format {number}, newer than this program, which knows up to {PARCEL}",
                where=str(self.path), help="update foedus; nothing was imported",
            )  # fmt: skip
        self.header = header
        treaties = header.get("treaties", [])
        if isinstance(treaties, list) and all(isinstance(item, str) for item in treaties):
            self.parcel.treaties = tuple(treaties)
        else:
            self.fault("FOE330", "the header's list of treaties is none", 1)

    def link(self, link: Any, line: int = 0) -> None:
        """One batch."""
        says = link_fault(link) if isinstance(link, dict) else "a batch is no table"
        if says:
            self.fault("FOE330", says, line)
        else:
            self.parcel.links.append(link)

    def item(self, batch: Any, kind: Any, id: Any, content: Any, line: int = 0) -> None:
        """One entry."""
        if kind not in MODELS:
            self.fault("FOE330", f'"{kind}" is no kind of entry', line)
        elif not isinstance(batch, int) or not isinstance(id, str) or not isinstance(content, dict):
            self.fault("FOE330", f"the {kind} lacks its batch, id or body", line)
        else:
            self.parcel.items.append(Item(batch, kind, id, content, line))

    def text(self, text: str, line: int = 0) -> Any:
        """JSON inside a cell; None, with a fault, where it is none."""
        try:
            return json.loads(text)
        except (ValueError, TypeError, RecursionError):
            self.fault("FOE330", "not valid JSON", line)
            return None

    def end(self) -> Parcel:
        """The parcel, when all was read. Raises FOE330 where there was no header."""
        if self.header is None:
            raise FoedusError("FOE330", "the file is empty", where=str(self.path), help="foedus export writes one")
        for name, found in (("batches", len(self.parcel.links)), ("entries", len(self.parcel.items))):
            stated = self.header.get(name)
            if stated != found and not self.parcel.problems:
                self.fault("FOE331", f"the file is cut or was added to: {found} {name} of {stated}", help="export anew")
        if not self.parcel.problems and self.header.get("sha256") != self.parcel.digest():
            self.fault("FOE331", "the file was changed: its entries are not those that it says it has")
        return self.parcel


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers. Raises `FoedusError` FOE001, FOE330 where it is none."""
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from enumerate(file, start=1)
    except UnicodeDecodeError as error:
        raise FoedusError("FOE330", "the file is not UTF-8 text", where=str(path)) from error
    except OSError as error:
        raise FoedusError("FOE001", f"the file cannot be read ({error.strerror})", where=str(path)) from error
