"""One search over treaties, states, documents and claims."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from foedus.actors import register
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus

MOST = 50


def search_page(
    session: Foedus, text: str, *, known: date | None = None, limit: int = 20, start: int = 0, batch: int | None = None
) -> dict[str, Any]:
    """Treaties and states whose names hold every word, then what the ledger holds with these words, newest first.

    ``start``: hits passed already; ``batch``: those recorded up to that batch of the ledger, so that pages of one
    search fit together.
    A query that the ledger's search cannot read is told in ``note``, with the rest still answered.
    """
    wanted = _plain(text).split()
    found: dict[str, Any] = {"q": text, "treaties": [], "states": [], "hits": [], "more": False, "note": None}
    if not wanted:
        return found
    found["treaties"] = _treaties(session, wanted, known)[:MOST]
    found["states"] = _states(wanted)[:MOST]
    if session.has_ledger:
        try:
            hits = session.ledger.search(text, known=known or batch, limit=start + limit)
        except FoedusError as error:
            found["note"] = error.problems[0].says
        else:
            found["hits"] = [_hit(item) for item in hits.hits[start:]]
            found["more"] = hits.more
    return found


def _treaties(session: Foedus, wanted: list[str], known: date | None) -> list[dict[str, Any]]:
    from foedus.api.records import ledger_treaties

    rows = []
    for treaty in (*session.atlas.values(), *ledger_treaties(session, known)):
        names = _searched((treaty.id, treaty.title, treaty.short or "", *treaty.names))
        if all(word in names for word in wanted):
            rows.append({"treaty": treaty.id, "title": treaty.short or treaty.title, "parties": list(treaty.parties),
                         "signed": session.signed_on(treaty)})  # fmt: skip
    return sorted(rows, key=lambda row: (row["signed"] or "9999", row["treaty"]))


@lru_cache(maxsize=5_000)
def _searched(names: tuple[str, ...]) -> str:
    """Names as they are searched, a line each: a word has no line's end in it."""
    return "\n".join(map(_plain, names))


def _states(wanted: list[str]) -> list[dict[str, Any]]:
    actors = register()
    rows = []
    for id in actors.ids():
        actor = actors.get(id)
        if actor is not None and any(all(word in text for word in wanted) for text in _names_of(id)):
            rows.append({"state": id, "name": actor.name})
    return sorted(rows, key=lambda row: (not _plain(row["name"]).startswith(wanted[0]), row["name"]))


@lru_cache(maxsize=5_000)
def _names_of(id: str) -> tuple[str, ...]:
    """The names of an actor as they are searched."""
    actor = register().get(id)
    if actor is None:
        return ()
    names = (id, actor.name, *getattr(actor, "names", ()), *getattr(actor, "demonyms", ()))
    return tuple(_plain(getattr(name, "name", None) or str(name)) for name in names)


def _hit(item: Any) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "id": item.id,
        "snippet": item.snippet,
        "treaty": item.treaty,
        "act": item.act,
        "date": item.date,
        "document": (item.document or "")[:16],
        "publisher": item.publisher or item.name,
        "published": str(item.published) if item.published else None,
        "n": item.n,
    }


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """Small letters without accents, for comparing names."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in split if not unicodedata.combining(char)).split())
