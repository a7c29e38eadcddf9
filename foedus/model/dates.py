"""Partial dates as EDTF (ISO 8601-2): never more precise than the source.

Full days, months, years and intervals of them are read here directly, since they are nearly all there is;
every other EDTF form (seasons, decades, sets, unspecified digits) goes to the ``edtf`` library.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from foedus.model.errors import FoedusError
from foedus.model.truth import Truth

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
"""The number of each month by its English name and usual short forms, in small letters."""

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)\Z")
_FAR_PAST, _FAR_FUTURE = date.min, date.max


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: ``edtf`` text with the earliest and latest day it can mean."""

    edtf: str
    earliest: date
    latest: date

    @property
    def is_exact(self) -> bool:
        """True when it names one day, without ``~`` or ``?``."""
        return self.earliest == self.latest and self.edtf[-1] not in "~?%"

    @property
    def day(self) -> date | None:
        """The day, when exactly one is named (``~`` allowed), else None."""
        return self.earliest if self.earliest == self.latest else None

    def by(self, on: date) -> Truth:
        """Had this day come by the end of ``on``?"""
        if self.latest <= on:
            return Truth.YES
        return Truth.NO if self.earliest > on else Truth.CANNOT_SAY

    def __str__(self) -> str:
        return self.edtf

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _validated, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {
            "type": "string",
            "description": "EDTF date: 2024-11-12, 2024-11, 2024, 2024-06/2024-09, with ~ for about; "
            "in TOML a bare day is a date",
            "examples": ["2024-11-12", "2024-06", "2024-06/2024-09", "1951~"],
        }


def _validated(value: Any) -> PartialDate:
    try:
        return partial_date(value)
    except FoedusError as error:
        raise ValueError(error.problems[0].says) from error


def partial_date(value: PartialDate | date | str | int) -> PartialDate:
    """Read a day, month, year, interval or other EDTF form.

    Raises `FoedusError` FOE003 where the text is no EDTF date.
    """
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):
        day = date(value.year, value.month, value.day)
        return PartialDate(day.isoformat(), day, day)
    return _read(str(value).strip())


@lru_cache(maxsize=65536)
def _read(text: str) -> PartialDate:
    try:
        if "/" in text:
            first, last = text.split("/", 1)
            start = _FAR_PAST if first in ("", "..") else _read(first).earliest
            end = _FAR_FUTURE if last in ("", "..") else _read(last).latest
            if end < start:
                raise ValueError("the interval ends before it begins")
            return PartialDate(text, start, end)
        plain = _PLAIN.match(text)
        return _plain(text, plain) if plain else _other(text)
    except FoedusError:
        raise
    except Exception as error:
        raise FoedusError(
            "FOE003", f'"{text}" is no date', help="write 2024-11-12, 2024-11, 2024 or 2024-06/2024-09"
        ) from error


def _plain(text: str, match: re.Match[str]) -> PartialDate:
    year, month, day = int(match[1]), match[2], match[3]
    if day:
        only = date(year, int(month), int(day))
        return PartialDate(text, only, only)
    if month and int(month) <= 12:
        last = calendar.monthrange(year, int(month))[1]
        return PartialDate(text, date(year, int(month), 1), date(year, int(month), last))
    if month:
        return _other(text)
    return PartialDate(text, date(year, 1, 1), date(year, 12, 31))


def _other(text: str) -> PartialDate:
    """Rarer EDTF forms through the library, which costs a tenth of a second to load."""
    from edtf import parse_edtf

    parsed = parse_edtf(text)
    low, high = parsed.lower_strict(), parsed.upper_strict()
    return PartialDate(text, date(*low[:3]), date(*high[:3]))


def interval(start: date, end: date) -> PartialDate:
    """The interval from ``start`` to ``end``, named by the shortest EDTF text that means it."""
    if start == end:
        return partial_date(start)
    month_end = calendar.monthrange(end.year, end.month)[1]
    if (start.year, start.day) == (end.year, 1) and end.day == month_end:
        if start.month == end.month:
            return partial_date(f"{start:%Y-%m}")
        if (start.month, end.month) == (1, 12):
            return partial_date(f"{start:%Y}")
    return partial_date(f"{start.isoformat()}/{end.isoformat()}")


def add_months(day: date, months: int) -> date:
    """The same day number ``months`` later, or the last day of a shorter month (VCLT leaves the count to practice)."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
