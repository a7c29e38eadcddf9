"""Three-valued truth: yes, no, cannot say (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Truth(StrEnum):
    """``yes``, ``no`` or ``cannot say``. Missing knowledge is never counted as ``no``."""

    YES = "yes"
    NO = "no"
    CANNOT_SAY = "cannot say"

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: compare it, do not use it as a condition")

    def __invert__(self) -> Truth:
        return {Truth.YES: Truth.NO, Truth.NO: Truth.YES}.get(self, Truth.CANNOT_SAY)

    def __and__(self, other: Truth) -> Truth:
        return all_of((self, other))

    def __or__(self, other: Truth) -> Truth:
        return any_of((self, other))

    @classmethod
    def of(cls, value: bool | None) -> Truth:
        """``True``, ``False`` and ``None`` as yes, no and cannot say."""
        return cls.CANNOT_SAY if value is None else (cls.YES if value else cls.NO)


def all_of(values: Iterable[Truth]) -> Truth:
    """no if any is no; else cannot say if any is; else yes (also for none at all)."""
    seen = set(values)
    if Truth.NO in seen:
        return Truth.NO
    return Truth.CANNOT_SAY if Truth.CANNOT_SAY in seen else Truth.YES


def any_of(values: Iterable[Truth]) -> Truth:
    """yes if any is yes; else cannot say if any is; else no (also for none at all)."""
    seen = set(values)
    if Truth.YES in seen:
        return Truth.YES
    return Truth.CANNOT_SAY if Truth.CANNOT_SAY in seen else Truth.NO
