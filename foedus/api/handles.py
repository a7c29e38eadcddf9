"""What the reader must know of each treaty, from the atlas and the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from foedus.model.claims import TreatyHandle
from foedus.model.treaty import Treaty

if TYPE_CHECKING:
    from foedus.api.session import Foedus

_kept: WeakKeyDictionary[Foedus, tuple[object, tuple[TreatyHandle, ...]]] = WeakKeyDictionary()
"""The handles of each session, with what they were made from: atlas and newest batch of the ledger."""


def handles_of(session: Foedus) -> tuple[TreatyHandle, ...]:
    """A handle for every treaty of the atlas, then for the ledger's provisional records.

    Kept for the session, and made anew only when another batch has reached its ledger.
    """
    from foedus.api.records import recorded_mentions

    head = session.ledger.head() if session.has_ledger else None
    made_from = (id(session.atlas), head.hash if head is not None else None)
    kept = _kept.get(session)
    if kept is not None and kept[0] == made_from:
        return kept[1]
    found = [handle_of(treaty) for treaty in session.atlas.values()]
    if session.has_ledger:
        found += [
            TreatyHandle(id=mention.ref, title=mention.name, names=mention.names, parties=mention.parties)
            for mention in recorded_mentions(session)
        ]
    made = tuple(found)
    _kept[session] = (made_from, made)
    return made


def handle_of(treaty: Treaty) -> TreatyHandle:
    """A treaty as the reader sees it."""
    signed = [act.date for act in treaty.acts if act.kind == "signature" and act.date]
    ended = [act.date for act in treaty.acts if act.kind in ("termination", "replacement") and act.date]
    return TreatyHandle(
        id=treaty.id,
        title=treaty.title,
        names=tuple(name for name in (treaty.short, *treaty.names) if name),
        parties=treaty.parties,
        signed=min((day.earliest for day in signed), default=None),
        ended=min((day.latest for day in ended), default=None),
        is_bilateral=treaty.is_bilateral,
    )
