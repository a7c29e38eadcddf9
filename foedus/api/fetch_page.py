"""An article fetched by its address, where the server may: inner addresses, detours to them and large files refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from foedus.model.documents import Document
from foedus.model.errors import FoedusError

if TYPE_CHECKING:
    from foedus.api.session import Foedus


def fetched(session: Foedus, url: str, is_allowed: bool, published: date | None = None) -> Document:
    """The document at an address. Raises `FoedusError` FOE904 where it is switched off, and those of the fetch."""
    if not is_allowed:
        raise FoedusError(
            "FOE904", "this server does not fetch", where="url", help="paste the text, or foedus serve --fetch"
        )
    from foedus.sources import from_bytes
    from foedus.sources.fetch import Fetcher, Limits

    found = Fetcher(Limits(seconds=15.0)).fetch(url)
    return from_bytes(found.body or b"", published=published, url=found.url)
