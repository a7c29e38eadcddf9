"""The day of publication, from the text itself: a line of its own near the top, or a dateline with a year."""

from __future__ import annotations

import re
from datetime import date

from foedus.model.dates import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DATE = (
    rf"(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH})\.?,?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2}))"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_LABEL = r"(?:(?:first\s+)?(?:published|posted|updated|date|issued|released)(?:\s+on|\s+at)?\s*:?\s*)?"
_ALONE = re.compile(rf"^\W*(?:by [^\d|]{{3,60}}[|,•·-]\s*)?{_LABEL}{_WEEKDAY}{_DATE}(?:[\s,|T•·-].{{0,40}})?$", re.I)
_DATELINE = re.compile(
    rf"^[A-Z][A-Z .'/-]{{2,40}},?\s+(?:\([^)]*\)\s*)?{_WEEKDAY}{_DATE}\s*(?:\([^)]*\)\s*)?[-–—:]", re.I
)
_ISO_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


def published_in(text: str) -> date | None:
    """The day that a dateline or a date line near the top gives with its year, else None.

    A dateline without a year ("WASHINGTON, March 26") settles no day and gives None.
    """
    lines = [line.strip() for line in text[:3000].splitlines() if line.strip()][:8]
    for line in lines:
        match = (_ALONE.match(line) if len(line) < 120 else None) or _DATELINE.match(line)
        if match and (day := _day(match)):
            return day
    return None


def _day(match: re.Match[str]) -> date | None:
    for index in "123":
        if match[f"y{index}"]:
            month = match[f"m{index}"]
            number = int(month) if month.isdigit() else MONTHS[month.lower()]
            try:
                return date(int(match[f"y{index}"]), number, int(match[f"d{index}"]))
            except ValueError:
                return None
    return None


def published_in_name(name: str) -> date | None:
    """The ISO date in a file's name (``2024-11-12-examiner.txt``), else None."""
    match = _ISO_IN_NAME.search(name)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
