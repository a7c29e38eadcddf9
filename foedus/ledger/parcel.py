"""A parcel: a ledger, or a treaty's part of one, on its way out of one ledger and into another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from foedus.ledger import chain, reads
from foedus.ledger.chain import LINK
from foedus.ledger.store import Cursor
from foedus.ledger.weighing import narrowed
from foedus.model.entries import Known
from foedus.model.errors import Problem

PARCEL = 1
"""The number of the format of parcels. A higher one is refused: this program would not understand all of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry on its way: ``line`` is its place in a file, for messages."""

    batch: int
    kind: str
    id: str
    content: dict[str, Any]
    line: int = 0


@dataclass
class Parcel:
    """``treaties``: ids for a part of a ledger, empty for a whole one. ``links``: the batches, oldest first."""

    treaties: tuple[str, ...] = ()
    links: list[dict[str, Any]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """True for a whole ledger, whose chain can be taken over as it is."""
        return not self.treaties

    def header(self) -> dict[str, Any]:
        """What stands first in every format."""
        return {
            "foedus": "ledger",
            "format": PARCEL,
            "treaties": list(self.treaties),
            "batches": len(self.links),
            "entries": len(self.items),
            "sha256": self.digest(),
        }

    def digest(self) -> str:
        """sha256 over the batches' own fields and the entries' kinds and ids, in order: shows a part that is lost."""
        digest = hashlib.sha256()
        for link in self.links:
            digest.update(f"{link.get('seq')} {link.get('hash')}\n".encode("utf-8", "replace"))
        for item in self.items:
            digest.update(f"{item.batch} {item.kind} {item.id}\n".encode("utf-8", "replace"))
        return digest.hexdigest()


def gather(cursor: Cursor, treaties: Iterable[str] = (), known: Known = None) -> Parcel:
    """What a ledger holds, whole or of some treaties with their documents and the decisions about them."""
    last = reads.ceiling(cursor, known)
    chosen = tuple(dict.fromkeys(treaties))
    places = _places(cursor, chosen, last) if chosen else None
    parcel = Parcel(chosen)
    used: set[int] = set()
    for n, batch, kind, id, body in cursor.each(
        "SELECT n, batch, kind, id, body FROM entries WHERE n <= ? ORDER BY n", (last,)
    ):
        if places is None or n in places:
            used.add(batch)
            parcel.items.append(Item(batch, kind, id, json.loads(body)))
    for row in cursor.all(f"SELECT {', '.join(LINK)} FROM batches WHERE last <= ? ORDER BY seq", (last,)):
        link = dict(zip(LINK, row, strict=True))
        if places is None or link["seq"] in used:
            parcel.links.append(link)
    return parcel


def _places(cursor: Cursor, treaties: tuple[str, ...], last: int) -> set[int]:
    """The places of a treaty's claims and acts, of their documents, and of the decisions about any of these."""
    done = reads.decided(cursor, last)
    places: set[int] = set()
    ids: set[str] = set()
    documents: set[int] = set()
    for treaty in treaties:
        ids |= set(done.parts(done.treaty(treaty)))
        where, values = narrowed(done, treaty, None)
        for n, id, document in cursor.all(
            f"SELECT e.n, e.id, e.document FROM entries e WHERE e.n <= ? AND {where}", (last, *values)
        ):
            places.add(n)
            ids.add(id)
            if document is not None:
                documents.add(document)
    for document in sorted(documents):
        places.add(document)
        rows = cursor.all(
            "SELECT n FROM entries WHERE document = ? AND kind IN ('appearance', 'reading') AND n <= ?",
            (document, last),
        )
        places |= {row[0] for row in rows}
        ids |= {row[0] for row in cursor.all("SELECT id FROM entries WHERE n = ?", (document,))}
    return places | _decisions(cursor, ids, last)


def _decisions(cursor: Cursor, ids: set[str], last: int) -> set[int]:
    """Decisions about the ids, and decisions about those, in the ledger's order (a reversal follows its target)."""
    places: set[int] = set()
    for n, id, body in cursor.all(
        "SELECT n, id, body FROM entries WHERE kind = 'decision' AND n <= ? ORDER BY n", (last,)
    ):
        content = json.loads(body)
        if content["target"] in ids or any(claim in ids for claim in content.get("claims", ())):
            places.add(n)
            ids.add(id)
    return places


_NUMBERS = ("seq", "format", "first", "last")


def link_fault(link: dict[str, Any]) -> str | None:
    """Why a batch of a parcel cannot be one, in words; None where it can."""
    missing = [name for name in LINK if name not in link]
    if missing:
        return f"a batch lacks {', '.join(missing)}"
    wrong = [name for name in _NUMBERS if not isinstance(link[name], int)]
    wrong += [name for name in LINK if name not in _NUMBERS and not isinstance(link[name], str)]
    if wrong:
        return f"a batch has no proper {', '.join(wrong)}"
    try:
        moment = chain.moment(link["recorded"])
    except ValueError:
        return f"batch {link['seq']} has no proper time ({link['recorded']})"
    return None if moment.tzinfo else f"batch {link['seq']} has a time without zone"
