"""A session: the atlas, a ledger and a day called today, and the verbs that need all three."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedus.model.documents import Document
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.held import Held
    from foedus.api.lines import Lines
    from foedus.api.stretches import Stretches
    from foedus.ledger import Ledger
    from foedus.model.brief import Brief
    from foedus.model.claims import Reading, TreatyHandle
    from foedus.model.findings import Finding
    from foedus.model.treaty import Treaty
    from foedus.status import Timeline
    from foedus.treaties import Atlas


def default_ledger() -> str:
    """Where the ledger lies: ``FOEDUS_LEDGER``, else a file in the user's data folder."""
    if where := os.environ.get("FOEDUS_LEDGER"):
        return where
    from platformdirs import user_data_path

    return str(user_data_path("foedus", appauthor=False) / "ledger.sqlite")


class Foedus:
    """The atlas (with the user's ``treaties`` folders over it), a ledger, and ``today``.

    The ledger is opened when it is first needed; reading alone never creates one.
    """

    def __init__(
        self,
        ledger: str | Path | None = None,
        *,
        treaties: Sequence[str | Path] = (),
        today: date | None = None,
    ) -> None:
        self.where = str(ledger or default_ledger())
        self.folders = tuple(Path(folder) for folder in treaties)
        self.today = today or date.today()
        self._signed: dict[str, tuple[Treaty, str | None]] = {}

    @cached_property
    def atlas(self) -> Atlas:
        """The encoded treaties."""
        from foedus.treaties import atlas

        return atlas(*self.folders)

    @property
    def has_ledger(self) -> bool:
        """True when the ledger exists already."""
        return "://" in self.where or Path(self.where).exists()

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger, made if it is not there."""
        from foedus.ledger import open_ledger

        if "://" not in self.where:
            Path(self.where).parent.mkdir(parents=True, exist_ok=True)
        return open_ledger(self.where)

    def document(self, source: str | Path | bytes, *, published: date | None = None) -> Document:
        """A document from a path, bytes, or the text of an article itself.

        A string is a path when it is one line and such a file exists, else text.
        """
        from foedus.sources import from_bytes, from_file, from_text

        if isinstance(source, bytes):
            return from_bytes(source, published=published)
        if isinstance(source, Path) or _is_path(source):
            return from_file(source, published=published)
        return from_text(source, published=published)

    def handles(self) -> tuple[TreatyHandle, ...]:
        """What the reader must know of each treaty to link a text to it: the atlas, then the ledger's own records."""
        from foedus.api.handles import handles_of

        return handles_of(self)

    def read(self, source: str | Path | bytes | Document, *, published: date | None = None) -> Reading:
        """The claims of one article, in the shape of `Reading`."""
        from foedus.claims import read as read_document

        document = source if isinstance(source, Document) else self.document(source, published=published)
        return read_document(document, treaties=self.handles())

    def treaty(self, key: str, *, known: date | datetime | None = None) -> Treaty:
        """A treaty by id or name, from the atlas or as a provisional record from the ledger, with the ledger's acts.

        Raises `FoedusError` FOE110 where neither knows it.
        """
        from foedus.api.records import treaty_of

        return treaty_of(self, key, known=known)

    def status(self, key: str, *, on: date | None = None, known: date | None = None) -> Finding:
        """What the treaty is, and each state is to it, on a day (default today), as known on a day, with reasons."""
        return self.reckon(self.treaty(key, known=known), on or self.today, known=known)

    def reckon(
        self, treaty: Treaty, on: date, *, known: date | None = None, states: Sequence[str] | None = None
    ) -> Finding:
        """The standing of a treaty in hand, with the atlas and the register of actors around it."""
        from foedus.status import finding

        return finding(self.line(treaty, known=known), on, states)

    def line(self, treaty: Treaty, *, known: date | None = None) -> Timeline:
        """The timeline of a treaty in hand, laid out once and kept: for look-ups on many days."""
        return self._lines.of(treaty, known)

    def signed_on(self, treaty: Treaty) -> str | None:
        """The day of the first signature as an EDTF date; looked for once in each treaty of the atlas."""
        kept = self._signed.get(treaty.id)
        if kept is not None and kept[0] is treaty:
            return kept[1]
        day = min((act.date.edtf for act in treaty.acts if act.kind == "signature" and act.date), default=None)
        if treaty.id in self.atlas:
            self._signed[treaty.id] = (treaty, day)
        return day

    @cached_property
    def coverage(self) -> dict[str, Any]:
        """Counts of what the atlas holds."""
        from foedus.api.overview import of_the_atlas

        return of_the_atlas(self.atlas)

    @property
    def has_lines(self) -> bool:
        """True once timelines are kept: a session of one question needs none of the order they are kept in."""
        return "_lines" in self.__dict__

    @cached_property
    def _lines(self) -> Lines:
        from foedus.api.lines import Lines

        return Lines(self.atlas)

    @cached_property
    def held(self) -> Held:
        """What the ledger holds of treaties, kept until it grows."""
        from foedus.api.held import Held

        return Held(self)

    @cached_property
    def stretches(self) -> Stretches:
        """What each treaty is and whom it ties on a day, without reasons, kept for the days that say the same."""
        from foedus.api.stretches import Stretches

        return Stretches(self._lines)

    def brief(
        self,
        source: str | Path | bytes | Document,
        *,
        published: date | None = None,
        on: date | None = None,
        known: date | None = None,
    ) -> Brief:
        """The answer to one article: see `foedus.model.brief.Brief`. ``on`` defaults to the day of publication."""
        from foedus.api.from_article import brief_of

        document = source if isinstance(source, Document) else self.document(source, published=published)
        return brief_of(self, document, on=on, known=known)

    def ingest(self, documents: Sequence[Document], *, author: str = "foedus") -> list[dict[str, Any]]:
        """Read documents and record them: for each, all of its claims or none. Twice the same adds nothing."""
        from foedus.api.records import ingest

        return ingest(self, documents, author=author)


def _is_path(text: str) -> bool:
    if text == "-":
        return True
    if "\n" in text or len(text) > 1000:
        return False
    try:
        if Path(text).exists():
            return True
    except OSError:
        return False
    if len(text) < 256 and " " not in text.strip() and Path(text).suffix:
        raise FoedusError("FOE001", f"{text}: no such file", help="check the path")
    return False


def open(ledger: str | Path | None = None, *, treaties: Sequence[str | Path] = (), today: date | None = None) -> Foedus:
    """A session on a ledger (a path or ``postgresql://…``; default ``FOEDUS_LEDGER``) and the atlas."""
    return Foedus(ledger, treaties=treaties, today=today)


def read(source: str | Path | bytes, *, published: date | str | None = None) -> Reading:
    """The claims of one article; a string may be its text or a path."""
    return open().read(source, published=_as_day(published))


def brief(
    source: str | Path | bytes,
    *,
    published: date | str | None = None,
    on: date | str | None = None,
    known: date | str | None = None,
) -> Brief:
    """The answer to one article; a string may be its text or a path."""
    return open().brief(source, published=_as_day(published), on=_as_day(on), known=_as_day(known))


def _as_day(value: date | str | None) -> date | None:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise FoedusError("FOE003", f'"{value}" is no day', help="write it as 2024-11-12") from error
