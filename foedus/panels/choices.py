"""The error for a name that is none of those known."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.model.errors import FoedusError, did_you_mean


def no_such(text: object, what: str, known: Iterable[str]) -> FoedusError:
    """FOE612: ``text`` is no ``what``; with the nearest name, and all of them."""
    names = [str(name) for name in known]
    near = did_you_mean(str(text), names)
    return FoedusError("FOE612", f'"{text}" is no {what}', help=f"{near} one of {', '.join(names)}".strip())
