"""Texts as parts of an address: squeezed, so that a page's address can hold all that it shows."""

from __future__ import annotations

import base64
import zlib

from foedus.model.errors import FoedusError


def pack(text: str) -> str:
    """A text in letters that an address can hold."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode("utf-8", "replace"), 9)).decode().rstrip("=")


def unpack(part: str, largest: int) -> str:
    """The text again; never more than ``largest`` bytes, however it was squeezed. Raises `FoedusError` FOE905."""
    try:
        squeezed = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        opened = zlib.decompressobj()
        data = opened.decompress(squeezed, largest)
        if opened.unconsumed_tail or not opened.eof:
            raise ValueError("too large or cut off")
        return data.decode()
    except (ValueError, zlib.error) as error:
        raise FoedusError("FOE905", "the address does not hold a whole text", help="send the text again") from error
