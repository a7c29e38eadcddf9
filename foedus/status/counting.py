"""Counting time as depositaries do: conventions are data (``counting.toml``), each with its source."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from foedus.model.clauses import Delay, Span
from foedus.model.dates import add_months
from foedus.model.errors import FoedusError, did_you_mean
from foedus.model.treaty import Treaty
from foedus.status.moments import LAST


@dataclass(frozen=True, slots=True)
class Convention:
    """How a depositary counts: what it adds to a count of days or months, and what it does at month ends."""

    id: str
    title: str
    source: str
    days_added: int = 0
    months_added: int = 0
    month_end: str = "clip"


@cache
def conventions() -> dict[str, Convention]:
    """Every counting convention by id."""
    return {key: Convention(key, **value) for key, value in _data()["convention"].items()}


@cache
def _data() -> dict[str, Any]:
    import tomllib

    return tomllib.loads(files("foedus.status").joinpath("counting.toml").read_text("utf-8"))


@cache
def _by_depositary() -> dict[str, str]:
    return {name.casefold(): str(value) for name, value in _data()["depositaries"].items()}


def convention(treaty: Treaty) -> Convention:
    """The convention of the clause, else of the treaty, else of its depositary, else the default.

    Raises `FoedusError` FOE401 for a convention that is not in ``counting.toml``.
    """
    clause = treaty.entry_into_force
    named = (clause.counting if clause else None) or treaty.counting
    if named is None:
        known = _by_depositary()
        named = next((known[item.casefold()] for item in treaty.depositary if item.casefold() in known), None)
    if named is None:
        named = str(_data()["default"])
    found = conventions().get(named)
    if found is None:
        raise FoedusError(
            "FOE401",
            f'"{named}" is no counting convention',
            where=treaty.id,
            help=did_you_mean(named, conventions()) or f"known: {', '.join(conventions())}",
        )
    return found


def after(day: date, delay: Delay, by: Convention) -> date:
    """The day on which something takes effect, ``delay`` after ``day``, counted by a convention.

    Years and months first, then weeks and days, then the rounding of ``then``. A count of months that falls on a
    day the month has not takes its last day, or the first of the next under ``month_end = "carry"``.
    """
    try:
        result = _count(day, delay, by)
    except (OverflowError, ValueError):
        return LAST
    return _rounded(result, delay.then)


def _count(day: date, delay: Delay, by: Convention) -> date:
    months = delay.years * 12 + delay.months
    days = delay.weeks * 7 + delay.days
    result = day
    if months:
        result = add_months(day, months)
        if by.month_end == "carry" and result.day < day.day:
            result += timedelta(days=1)
    # VCLT is silent on counting. A delay that is stated in months and days at once is already exact.
    extra = 0
    if delay.inclusive is None:
        extra = by.days_added if days and not months else by.months_added if months and not days else 0
        if delay.then is not None:
            extra = 0
    elif delay.inclusive and (days or months):
        extra = -1
    return result + timedelta(days=days + extra)


def _rounded(day: date, then: str | None) -> date:
    if then is None:
        return day
    if then == "first day of next month":
        return add_months(day.replace(day=1), 1)
    if then == "first day of month":
        return day.replace(day=1)
    if then == "first day of next year":
        return date(day.year + 1, 1, 1)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_span(day: date, span: Span) -> date:
    """``span`` after ``day``: the same day of the month, or the last of a shorter one."""
    try:
        return add_months(day, span.years * 12 + span.months) + timedelta(days=span.weeks * 7 + span.days)
    except (OverflowError, ValueError):
        return LAST


def say_delay(delay: Delay) -> str:
    """A delay in words: ``3 months, then the first day of the next month``."""
    parts = [
        f"{number} {unit if number != 1 else unit[:-1]}"
        for number, unit in (
            (delay.years, "years"),
            (delay.months, "months"),
            (delay.weeks, "weeks"),
            (delay.days, "days"),
        )
        if number
    ]
    words = " and ".join(parts) or "at once"
    return f"{words}, then the {delay.then}" if delay.then else words
