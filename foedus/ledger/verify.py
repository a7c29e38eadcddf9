"""Looks over the whole ledger: finds any row that was changed, removed or slipped in, and says which."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from foedus.ledger.chain import GENESIS, content_hash, link_hash, unpack
from foedus.ledger.entry import Entry, derived
from foedus.ledger.schema import BATCH_COLUMNS, ENTRY_COLUMNS
from foedus.ledger.store import Cursor, Row, Store
from foedus.model.entries import Verified
from foedus.model.errors import FoedusError, Problem

_BATCHES = f"SELECT {', '.join(BATCH_COLUMNS)} FROM batches ORDER BY seq"
_ENTRIES = f"SELECT {', '.join(ENTRY_COLUMNS)} FROM entries WHERE n BETWEEN ? AND ? ORDER BY n"
_COLUMNS = ("treaty", "act", "earliest", "latest", "publisher", "name", "facts")
_HELP = "compare with a copy or an export; write the head down after each look"


def verify(store: Store, *, head: str | None = None) -> Verified:
    """Check every link of the chain and every entry against it.

    ``head``: number and hash of a batch noted earlier (``17:3fa9…``, the hash may be shortened); without one, the
    loss of whole batches at the very end cannot be seen.
    """
    with store.read() as cursor:
        look = _Look(cursor, store.where)
        problems = sorted({*look.problems(), *look.noted(head)}, key=lambda item: (item.where, item.code, item.says))
        last = look.links[-1] if look.links else None
        return Verified(
            batches=len(look.links),
            entries=look.entries,
            head=f"{last['seq']}:{last['hash']}" if last else None,
            problems=tuple(problems),
        )


class _Look:
    """One pass over the chain and, batch by batch, over the entries."""

    def __init__(self, cursor: Cursor, where: str) -> None:
        self.cursor = cursor
        self.where = where
        self.entries = 0
        self.links: list[dict[str, Any]] = []
        self.documents: dict[int, str] = {}

    def problems(self) -> Iterator[Problem]:
        """Every fault, in the order of the ledger."""
        try:
            unsound = self.cursor.unsound()
        except FoedusError as error:
            unsound = [error.problems[0].says]
        for says in unsound:
            yield Problem(self.where, "FOE307", f"the database says: {says}", _HELP)
        seq, previous, last = 0, GENESIS, 0
        for row in self.cursor.all(_BATCHES):
            link = dict(zip(BATCH_COLUMNS, row, strict=True))
            self.links.append(link)
            if link["seq"] != seq + 1:
                yield self._fault("FOE312", link, f"batch {seq + 1} is missing before batch {link['seq']}")
            elif link["previous"] != previous:
                yield self._fault("FOE310", link, f"batch {link['seq']} does not follow from the one before it")
            elif link["first"] != last + 1:
                yield self._fault("FOE310", link, f"batch {link['seq']} begins at {link['first']}, not at {last + 1}")
            if link_hash(link) != link["hash"]:
                yield self._fault(
                    "FOE310", link, f"what batch {link['seq']} says of itself (author, time, note …) was changed"
                )
            yield from self._contents(link)
            seq, previous, last = link["seq"], link["hash"], link["last"]
        yield from self._outside(last)

    def noted(self, head: str | None) -> Iterator[Problem]:
        """Whether the chain still runs through the batch that was noted."""
        if head is None:
            return
        number, _, digest = head.partition(":")
        there = next((link for link in self.links if str(link["seq"]) == number), None)
        if there is None:
            yield Problem(self.where, "FOE312", f"batch {number}, noted earlier, is missing", _HELP)
        elif not digest or not there["hash"].startswith(digest):
            yield Problem(self.where, "FOE310", f"batch {number} is not the one noted earlier", _HELP)

    def _contents(self, link: dict[str, Any]) -> Iterator[Problem]:
        """The entries of one batch against its list."""
        try:
            listed = unpack(bytes(link["manifest"]))
        except (ValueError, zlib.error):
            listed = []
        text = "\n".join(" ".join(line) for line in listed)
        if content_hash(text) != link["content"] or len(listed) != link["last"] - link["first"] + 1:
            yield self._fault("FOE310", link, f"the list of entries of batch {link['seq']} was changed")
        try:
            rows = {row[0]: row for row in self.cursor.all(_ENTRIES, (link["first"], link["last"]))}
        except FoedusError as error:
            yield self._fault(
                "FOE311", link, f"entries of batch {link['seq']} cannot be read: {error.problems[0].says}"
            )
            return
        for place, (kind, id, digest) in enumerate(listed, start=link["first"]):
            row = rows.pop(place, None)
            self.entries += 1
            if row is None:
                yield self._fault("FOE312", link, f"{kind} {id} (entry {place}) was removed")
            else:
                yield from self._entry(link, row, kind, id, digest)
        for place, row in rows.items():
            yield self._fault("FOE313", link, f"{row[2]} {row[3]} (entry {place}) was slipped in")

    def _entry(self, link: dict[str, Any], row: Row, kind: str, id: str, digest: str) -> Iterator[Problem]:
        """One row against the hash in the list, and its columns against its body."""
        held = dict(zip(ENTRY_COLUMNS, row, strict=True))
        named = f"{kind} {id} (entry {held['n']})"
        if (held["kind"], held["id"]) != (kind, id):
            yield self._fault("FOE312", link, f"{named} was removed")
            yield self._fault("FOE313", link, f"{held['kind']} {held['id']} (entry {held['n']}) was slipped in")
            return
        if Entry(kind, id, held["body"]).hash != digest:
            yield self._fault("FOE311", link, f"{named} was changed")
            return
        if kind == "document":
            self.documents[held["n"]] = id
        try:
            made = derived(kind, id, held["body"])
        except (ValidationError, ValueError, KeyError):
            yield self._fault("FOE311", link, f"{named} cannot be understood")
            return
        wrong = [name for name in _COLUMNS if getattr(made, name) != held[name]]
        if held["batch"] != link["seq"]:
            wrong.append("batch")
        if made.document is not None and self.documents.get(held["document"]) != made.document:
            wrong.append("document")
        if wrong:
            columns = ", ".join(wrong)
            yield self._fault("FOE311", link, f"{named} was changed beside its body: {columns}")

    def _outside(self, last: int) -> Iterator[Problem]:
        """Entries that no batch lists."""
        for n, kind, id in self.cursor.all("SELECT n, kind, id FROM entries WHERE n > ? OR n < 1 ORDER BY n", (last,)):
            yield Problem(self.where, "FOE313", f"{kind} {id} (entry {n}) was slipped in: no batch lists it", _HELP)

    def _fault(self, code: str, link: dict[str, Any], says: str) -> Problem:
        return Problem(f"{self.where} batch {link['seq']}", code, says, _HELP)
