"""Days as treaties write them: ``14 October 1963``, ``October 14, 1963``, ``the thirty-first day of October 1997``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from foedus.clauses.numbers import ORDINAL, number

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?:\d{4}|(?:one thousand|nineteen hundred|two thousand|eighteen hundred)(?:[ ,-]+(?:and|[a-z]+))*)"
DATE = re.compile(
    rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|{ORDINAL}) (?:day )?(?:of )?(?:the month of )?(?P<month>{_MONTH}),? ?(?:in the year "
    rf"|of the year |of )?(?P<year>{_YEAR})"
    rf"|(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}),? ?(?:in the year )?(?P<year2>{_YEAR})"
)
"""A day in folded text; read it with `day_of`."""


def day_of(found: re.Match[str]) -> date | None:
    """The day that `DATE` found; None where there is no such day."""
    day = number(found["day"] or found["day2"])
    month = _MONTHS.index(found["month"] or found["month2"]) + 1
    year = _year(found["year"] or found["year2"])
    try:
        return date(year, month, day or 0) if year else None
    except ValueError:
        return None


def _year(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    words = re.findall(r"[a-z]+", text)
    while words:
        value = number(" ".join(words))
        if value is not None and 1600 <= value <= 2200:
            return value
        words.pop()
    return None


def days(text: str) -> Iterator[tuple[re.Match[str], date]]:
    """Every day named in the text, with its place."""
    for found in DATE.finditer(text):
        day = day_of(found)
        if day:
            yield found, day
