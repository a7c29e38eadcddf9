"""Feeds into the ledger, and the changes that matter out: each item read once, copies joined, faults told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.api.changes import changes, findings, matters
from foedus.api.tell import tell
from foedus.archive.says import says
from foedus.model.claims import Claim, Provision, Reading, TreatyHandle
from foedus.model.documents import Document
from foedus.model.errors import FoedusError, Problem
from foedus.model.watching import Change, Feed, Watching

if TYPE_CHECKING:
    from foedus.api.session import Foedus
    from foedus.archive.near import Near
    from foedus.sources.fetch import Fetcher
    from foedus.sources.from_feed import Item

_REMEMBERED = 20_000  # item ids kept a feed: far more than any feed shows at once
_LONGEST_PAUSE = timedelta(hours=12)


@dataclass
class Report:
    """One round: items new to us, read, copies of known texts, changes told, and what could not be read and why."""

    feeds: int = 0
    items: int = 0
    read: int = 0
    copies: int = 0
    claims: int = 0
    changes: list[Change] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "feeds": self.feeds,
            "items": self.items,
            "read": self.read,
            "copies": self.copies,
            "claims": self.claims,
            "changes": [{"id": change.id, **change.model_dump(mode="json")} for change in self.changes],
            "faults": [fault.to_dict() for fault in self.faults],
        }


@dataclass
class Memory:
    """What is remembered between rounds, in a file beside FEEDS.toml, written whole or not at all."""

    file: Path
    feeds: dict[str, dict[str, Any]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, file: Path) -> Memory:
        """Read the file, or start anew. Raises `FoedusError` FOE811 where it cannot be read."""
        if not file.exists():
            return cls(file)
        try:
            found = json.loads(file.read_text("utf-8"))
            return cls(file, dict(found["feeds"]), list(found["told"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FoedusError(
                "FOE811",
                f"what was remembered cannot be read: {error}",
                where=str(file),
                help="mend or remove the file",
            ) from error

    def save(self) -> None:
        """Write it to a file of its own first, so that a kill leaves the old or the new, never a half."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(json.dumps({"feeds": self.feeds, "told": self.told}, ensure_ascii=False), "utf-8")
        os.replace(fresh, self.file)


class Watcher:
    """A session's watch over feeds. ``now`` gives the moment, so that tests can set it."""

    def __init__(
        self,
        session: Foedus,
        watching: Watching,
        memory: Memory,
        *,
        fetcher: Fetcher | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        from foedus.sources.fetch import Fetcher, Limits

        self.session, self.watching, self.memory, self.now = session, watching, memory, now
        self.fetcher = fetcher or Fetcher(Limits(**watching.fetch.model_dump()))
        self._near: Near | None = None
        self._handles: tuple[TreatyHandle, ...] | None = None

    def round(self, progress: Callable[[str], None] = lambda text: None) -> Report:
        """Go once through all feeds. A feed or item that fails is told, and the others go on."""
        report = Report()
        self._handles = None
        for feed in self.watching.feeds:
            progress(feed.url)
            report.feeds += 1
            memory = self.memory.feeds.setdefault(feed.url, {"seen": []})
            if memory.get("next", "") > self.now().isoformat():
                continue
            try:
                self._feed(feed, memory, report)
                memory.update(failures=0, next="")
            except FoedusError as error:
                report.faults += [Problem(p.where or feed.url, p.code, p.says, p.help) for p in error.problems]
                self._back_off(memory)
            self.memory.save()
        self._tell(report)
        return report

    def _back_off(self, memory: dict[str, Any]) -> None:
        memory["failures"] = int(memory.get("failures", 0)) + 1
        pause = min(_LONGEST_PAUSE, timedelta(minutes=5) * 2 ** (memory["failures"] - 1))
        memory["next"] = (self.now() + pause).isoformat()

    def _feed(self, feed: Feed, memory: dict[str, Any], report: Report) -> None:
        from foedus.sources.from_feed import from_feed

        fetched = self.fetcher.fetch(feed.url, etag=memory.get("etag"), modified=memory.get("modified"))
        if fetched.body is None:
            return
        title, items = from_feed(fetched.body, feed.url)
        seen = set(memory["seen"])
        for item in items:
            if item.id in seen:
                continue
            seen.add(item.id)
            report.items += 1
            try:
                self._item(feed, title, item, report)
            except FoedusError as error:
                report.faults += [Problem(p.where or item.url, p.code, p.says, p.help) for p in error.problems]
            memory["seen"] = [*memory["seen"], item.id][-_REMEMBERED:]
        memory.update(etag=fetched.etag, modified=fetched.modified)

    def _item(self, feed: Feed, title: str, item: Item, report: Report) -> None:
        document = self._document(feed, title, item, report)
        reading = self._read(document)
        near = self._met()
        original = near.find(document.text)
        if original is not None and self._copy(document, reading, original):
            report.copies += 1
            return
        near.add(document.id, document.text)
        on = self.now().date()
        before = findings(self.session, [mention.atlas or mention.ref for mention in reading.treaties], on)
        with self.session.ledger.batch(author="watch", note=item.url or feed.url) as batch:
            batch.add(document, reading)
        if any(mention.atlas is None for mention in reading.treaties):
            self._handles = None  # the next text may speak of the treaty that this one brought
        report.read += 1
        report.claims += len(reading.claims)
        report.changes += changes(self.session, document, reading, before, on=on, found=self.now())

    def _read(self, document: Document) -> Reading:
        """The reading, with the handles of atlas and ledger kept until the ledger gets a new treaty."""
        from foedus.claims import read

        if self._handles is None:
            self._handles = self.session.handles()
        return read(document, treaties=self._handles)

    def _document(self, feed: Feed, title: str, item: Item, report: Report) -> Document:
        from foedus.sources import from_bytes, from_text

        day = item.published.date() if item.published else None
        if day is not None and day > (self.now() + timedelta(days=1)).date():
            report.faults.append(Problem(item.url, "FOE812", f"it says that it appeared on {day}", "today is taken"))
            day = self.now().date()
        about: dict[str, Any] = {
            "published": day,
            "publisher": feed.name or title or None,
            "url": item.url or None,
            "retrieved": self.now(),
            "name": item.title,
        }
        if feed.full and item.url:
            try:
                page = self.fetcher.fetch(item.url)
                if page.body:
                    return from_bytes(page.body, **about)
            except FoedusError as error:
                report.faults += [Problem(p.where or item.url, p.code, p.says, p.help) for p in error.problems]
        return from_text(f"<html><body><p>{item.title}</p><p>{item.text}</p></body></html>", **about)

    def _met(self) -> Near:
        """The texts the ledger holds, as an index for copies; made once."""
        if self._near is None:
            from foedus.archive.near import Near

            self._near = Near()
            for recorded in self.session.ledger.documents():
                self._near.add(recorded.value.id, recorded.value.text)
        return self._near

    def _copy(self, document: Document, reading: Reading, original: str) -> bool:
        """Count another publication of a text the ledger has: no claim is made twice.

        A text that is nearly the same but says something else ("has not ratified") is no copy: False.
        """
        ledger = self.session.ledger
        held = ledger.document(original)
        if held is None:
            return False
        said: list[Claim | Provision] = [item.value for item in ledger.claims(document=original, everything=True)]
        said += [item.value for item in ledger.provisions(document=original, everything=True)]
        if says(said) != says([*reading.claims, *reading.provisions]):
            return False
        where = {name: getattr(document, name) for name in ("name", "publisher", "url", "published", "retrieved")}
        with ledger.batch(author="watch", note=f"copy of {original[:12]}") as batch:
            batch.add(held.value.model_copy(update=where), None)
        return True

    def _tell(self, report: Report) -> None:
        told = set(self.memory.told)
        fresh = []
        for change in report.changes:
            if change.id not in told and matters(self.session, change, self.watching.alerts):
                told.add(change.id)
                fresh.append(change)
        report.changes = fresh
        with self.session.ledger.batch(author="watch", note="changes announced") as batch:
            batch.add_changes(fresh)
        self.memory.told += [change.id for change in fresh]
        report.faults += tell(fresh, self.watching.outs, self.now())
        self.memory.save()


def watching_from(file: Path) -> Watching:
    """Read FEEDS.toml. Raises `FoedusError` with all its faults, each with its line (FOE001, FOE002, FOE101)."""
    import tomllib

    from pydantic import ValidationError

    try:
        text = file.read_text("utf-8")
        return Watching.model_validate(tomllib.loads(text))
    except OSError as error:
        raise FoedusError("FOE001", f"{file}: {(error.strerror or '').lower()}", help="check the path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FoedusError("FOE002", str(error), where=str(file), help="strings need quotes") from error
    except ValidationError as error:
        raise FoedusError.of(list(_faults(error, text, file))) from error


def _faults(error: Any, text: str, file: Path) -> Iterator[Problem]:
    """One problem a fault, in the order of the file; not the list that is "empty" because its entry was at fault."""
    from foedus.treaties.places_in_toml import line_at, lines_of

    lines = lines_of(text)
    found = [(fault["loc"], fault["msg"]) for fault in error.errors()]
    for loc, says_what in sorted(found, key=lambda item: line_at(lines, item[0])):
        if any(other[: len(loc)] == loc and len(other) > len(loc) for other, _ in found):
            continue
        path = ".".join(map(str, loc))
        place = f"{file}:{line_at(lines, loc)}"
        yield Problem(place, "FOE101", f'"{path}": {says_what[:1].lower()}{says_what[1:]}', "see docs/feeds.md")
