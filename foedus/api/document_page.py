"""A recorded document with its claims and masks: what its page shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from foedus.api.ledger import whole_id
from foedus.api.records import claims_table
from foedus.model.documents import Document
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def document_page(session: Foedus, key: str, known: date | None) -> dict[str, Any]:
    """The document of that id or beginning of one, where it appeared, and what was read from it.

    Raises `FoedusError` FOE907 where the ledger holds none.
    """
    if not session.has_ledger:
        raise _none(key)
    recorded = session.ledger.document(whole_id(session, "document", key), known=known)
    if recorded is None:
        raise _none(key)
    return {
        "document": recorded.value,
        "recorded": recorded.recorded,
        "known": known,
        "appearances": [item.value.model_dump(mode="json") for item in session.ledger.appearances(recorded.id)],
        "claims": claims_table(session, document=recorded.id, known=known),
        "remarks": [item.value.model_dump(mode="json") for item in session.ledger.remarks(document=recorded.id)],
    }


def pieces(document: Document, spans: list[tuple[int, int, Any]]) -> list[dict[str, Any]]:
    """The text cut at the edges of spans and masks: each piece with the keys of the spans it belongs to.

    ``anchors`` holds a key on its first piece only, so that an address can point at it.
    """
    import itertools

    edges = {0, len(document.text), *(edge for span in spans for edge in span[:2])}
    edges |= {edge for mask in document.masks for edge in (mask.start, mask.end)}
    seen: set[Any] = set()
    found = []
    for start, end in itertools.pairwise(sorted(edges)):
        keys = [key for first, last, key in spans if first <= start and end <= last]
        masked = next((mask.why for mask in document.masks if mask.start <= start and end <= mask.end), None)
        found.append(
            {
                "text": document.text[start:end],
                "claims": keys,
                "anchors": [key for key in keys if key not in seen],
                "masked": masked,
            }
        )
        seen |= set(keys)
    return found


def _none(key: str) -> FoedusError:
    return FoedusError("FOE907", f'the ledger holds no document "{key}"', help="foedus search finds documents")
