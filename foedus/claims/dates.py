"""The project's own resolver of news dates: interval, precision, rule, other readings; offsets stay symbolic.

Rules of the resolver, after what users of date parsers ask for and none gives (the weekday of publication means that
day; the past is meant unless the sentence looks ahead; "a day after" counts from an act, not from publication).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from foedus.model.claims import When
from foedus.model.dates import MONTHS, PartialDate, add_months, interval, partial_date

WEEKDAYS = {name: i for i, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_COUNT = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
_ORDINAL = {
    word: number
    for number, word in enumerate(
        "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
    )
} | {"fifteenth": 15, "twentieth": 20, "thirtieth": 30, "sixtieth": 60, "ninetieth": 90, "hundredth": 100}

# months are written with a capital in news; "may" and "march" are words without one
_M = "|".join(sorted((m.capitalize() for m in MONTHS), key=len, reverse=True))
_MU = "|".join(sorted((m.upper() for m in MONTHS if len(m) > 3), key=len, reverse=True))
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_Y = r"(?:1[6-9]\d\d|20\d\d)"
_W = "|".join(w.capitalize() for w in WEEKDAYS)
_UNIT = r"(?P<unit>day|week|month|year|hour|decade)s?"
_N = r"(?P<n>\d+|" + "|".join(_COUNT) + ")"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<y>{_Y})-(?P<mm>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])"),
    ("numeric", rf"(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})[/.](?P<y>{_Y})"),
    ("offset", (
        rf"(?:on\s+)?(?:the\s+)?(?P<ord>{'|'.join(_ORDINAL)}|\d+(?:st|nd|rd|"
        rf"th))\s+{_UNIT}\s+(?P<dir>after|following|from|before)"
    )),
    ("offset", (
        rf"(?:(?P<within>within)\s+)?{_N}\s+(?:calendar\s+|working\s+)?{_UNIT}\s+(?P<dir>after|following|"
        rf"before|later|earlier|of\s+(?:its|the))\b"
    )),
    ("within", rf"(?P<within>within|in)\s+(?:the\s+next\s+)?{_N}\s+{_UNIT}(?!\s+(?:of|ago))"),
    ("ago", rf"{_N}\s+(?:and\s+a\s+half\s+)?{_UNIT}\s+(?:ago|earlier|back)\b"),
    ("early year", (
        rf"(?:(?:in|at|by)\s+)?(?:the\s+)?(?:start|beginning|end|middle|spring|summer|autumn|fall|winter|first half|"
        rf"second half|first quarter|second quarter|third quarter|fourth quarter|course)\s+of\s+"
        rf"(?:(?P<m>{_M})\s+)?(?P<y>{_Y})"
    )),
    ("season", (
        rf"(?:in\s+)?(?:the\s+)?(?:early\s+|late\s+)?(?:spring|summer|autumn|fall|winter)\s+(?:of\s+)?(?P<y>{_Y})"
    )),
    ("early month", (
        rf"(?:start|beginning|end|middle|course|first half|second half|first week|last week|eve)\s+of\s+(?P<m>{_M})\b"
        rf"(?!\s+\d)"
    )),
    ("day of week", rf"(?P<w>{_W})\s+(?:the\s+)?(?P<d>{_D})(?:st|nd|rd|th)\b(?!\s+(?:of\s+)?(?:{_M}))"),
    ("day month", (
        rf"(?:(?P<w>{_W}),?\s+)?(?:the\s+)?(?P<d>{_D})(?:st|nd|rd|th)?"
        rf"(?:\s?[-–/]\s?{_D}(?:st|nd|rd|th)?|\s+(?:and|to)\s+{_D}(?:st|nd|rd|th)?)?(?:\s+of)?\s+(?P<m>{_M}|"
        rf"{_MU})\.?(?:,?\s+(?P<y>{_Y}))?(?!\d)"
    )),
    ("month day", (
        rf"(?:(?P<w>{_W}),?\s+|(?P<rel>next|coming)\s+)?(?P<m>{_M}|{_MU})\.?\s+(?:the\s+)?(?P<d>{_D})(?:st|nd|rd|th)?(?!\d|,\d|"
        rf"\s*%|-year)(?:,?\s+(?P<y>{_Y}))?"
    )),
    ("month year", rf"(?:(?P<part>early|late|mid)[-\s]+)?(?P<m>{_M}|{_MU})\.?,?\s+(?:of\s+)?(?P<y>{_Y})"),
    ("month rel year", rf"(?P<m>{_M})\s+(?:of\s+)?(?P<rel>last|this|next)\s+year"),
    ("month rel year", rf"(?P<rel>last|this|next)\s+year,?\s+in\s+(?P<m>{_M})\b"),
    ("month told year", rf"(?P<m>{_M})\s+(?:of\s+)?(?P<rel>that|the\s+same|the\s+following|the\s+next)\s+year"),
    ("month", (
        rf"(?:(?P<rel>last|this|next|this\s+past|coming)\s+)?(?:(?P<part>early|late|"
        rf"mid)[-\s]+)?(?P<m>{_M})\b\.?(?!['’]s\s+[A-Z])"
    )),
    ("weekday", (
        rf"(?:(?P<rel>last|this|next|this\s+past|coming|the\s+following|"
        rf"previous)\s+)?(?P<w>{_W})(?:\s+(?:night|morning|afternoon|evening))?\b"
    )),
    ("weekend", r"(?P<rel>last|this|next|over\s+the|the)\s+weekend"),
    ("relative day", (
        r"(?P<word>today|yesterday|tomorrow|tonight|last\s+night|the\s+day\s+before\s+yesterday|"
        r"the\s+previous\s+day|the\s+(?:following|next)\s+day|the\s+same\s+day|(?:on\s+)?that\s+day|"
        r"a\s+day\s+earlier|this\s+(?:morning|afternoon|evening))\b"
    )),
    ("told period", (
        r"(?:(?:early|late|later|earlier)\s+)?(?:in\s+)?(?P<rel>the\s+following|the\s+next|the\s+same|that|"
        r"the\s+preceding|the\s+previous)\s+(?P<unit>month|year)\b|the\s+(?P<unit2>month|year)\s+(?P<rel2>after|before)\b(?!\s+(?:last|next))"
    )),
    ("period", (
        r"(?:(?P<part>earlier|later|late|early)\s+)?(?P<rel>this|last|next|the\s+current|"
        r"previous)\s+(?P<unit>week|month|year)\b(?!['’]s)"
    )),
    ("period", r"(?:since|from)\s+(?P<rel>the)\s+(?:start|beginning)\s+of\s+the\s+(?P<unit>month|year)\b"),
    ("range of years", rf"(?P<y>{_Y})\s*[-–]\s*(?P<y2>{_Y})"),
    ("year", (
        rf"(?P<prep>in|since|by|until|till|from|of|during|early|late|before|after|around|"
        rf"about)\s+(?P<y>{_Y})(?![-–]\d|\s*[-–]?[a-z]*\s*(?:treat|agree|pact|accord|conven|deal|"
        rf"protocol))\b"
    )),
)  # fmt: skip
_FINDERS = tuple((rule, re.compile(pattern)) for rule, pattern in _PATTERNS)
_INSENSITIVE = frozenset(
    (
        "offset",
        "within",
        "ago",
        "relative day",
        "period",
        "weekend",
        "told period",
        "decade",
        "year",
        "season",
        "early year",
    )
)
"""These may open a sentence in capitals; the names of months and days are capital words everywhere."""
_FINDERS = tuple(
    (rule, re.compile(rf"(?<![\w-]){pattern}", re.I if rule in _INSENSITIVE else 0)) for rule, pattern in _PATTERNS
)
_ANY = re.compile(
    rf"{_M}|{_MU}|{_W}|\d{{4}}|today|yesterday|tomorrow|tonight|night|week|month|year|decade|\bday|hour|weekend|this ",
    re.I,
)


_HINTS = tuple(
    "jan feb mar apr may jun jul aug sep oct nov dec 16 17 18 19 20".split()
    + "night day week month year decade hour tomorrow this".split()
)
"""Letters of which one stands in every date: looking for these is cheaper than for the dates."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words of a date in a text, by offset, before the sentence around them says which way they look."""

    start: int
    end: int
    words: str
    rule: str
    parts: dict[str, str | None]

    @property
    def is_anchored(self) -> bool:
        """True where the words name a year themselves."""
        return bool(self.parts.get("y"))


def find_dates(text: str, base: int = 0) -> list[DateWords]:
    """The date expressions of ``text``, longest reading first, none overlapping; ``base`` is added to offsets."""
    found = _find(text)
    return [replace(item, start=base + item.start, end=base + item.end) for item in found] if base else list(found)


@lru_cache(maxsize=512)  # each sentence is looked at in two passes and from its neighbours
def _find(text: str) -> tuple[DateWords, ...]:
    low = text.lower()
    if not any(hint in low for hint in _HINTS) or not _ANY.search(text):
        return ()
    taken: list[tuple[int, int]] = []
    found = []
    for rule, finder in _FINDERS:
        for match in finder.finditer(text):
            start, end = match.span()
            if any(start < last and end > first for first, last in taken):
                continue
            if rule == "month" and not _is_month(text, match):
                continue
            taken.append((start, end))
            found.append(DateWords(start, end, match[0], rule, match.groupdict()))
    return tuple(sorted(found, key=lambda item: item.start))


def _is_month(text: str, match: re.Match[str]) -> bool:
    """A bare month needs a word before it that wants a time; "March" and "May" also start sentences and names."""
    if match["rel"] or match["part"]:
        return True
    before = text[: match.start()].rstrip().rsplit(" ", 1)[-1].lower().strip('(“"‘,')
    return before in {
        "in", "since", "by", "until", "till", "from", "of", "during", "through", "before", "after", "to", "for", "and",
        "early", "late", "mid", "between", "around", "the", "s",
    } or (
        match["m"] not in {"May", "March", "Mar", "August"} and text[match.end() :][:2] not in ("", " 2")
    )  # fmt: skip


def resolve(found: DateWords, published: date | None, forward: bool = False, near: date | None = None) -> When:
    """The meaning of date words against the day of publication.

    ``forward``: the sentence looks ahead. ``near``: a day just told in the text, to which "the previous day" or a
    date without a year refers. Unresolvable words keep their words and get no date.
    """
    days, rule, other, offset = _meaning(found, published, forward, near)
    return When(words=found.words.strip(), rule=rule, date=days, alternatives=other, offset=offset)


_Meaning = tuple[PartialDate | None, str, tuple[PartialDate, ...], str | None]


def _meaning(found: DateWords, published: date | None, forward: bool, near: date | None) -> _Meaning:
    parts = found.parts
    try:
        match found.rule:
            case "iso":
                return partial_date(f"{parts['y']}-{parts['mm']}-{parts['d']}"), "iso day", (), None
            case "numeric":
                return _numeric(parts)
            case "offset" | "within":
                return _offset(found)
            case "ago":
                return _ago(parts, published)
            case "day month" | "month day":
                return _month_day(parts, published, forward, near)
            case "month year":
                return _month(int(parts["y"] or 0), MONTHS[(parts["m"] or "").lower()]), "month with year", (), None
            case "month" | "month rel year":
                return _bare_month(parts, published, forward)
            case "told period":
                return _told_period(parts, near)
            case "month told year":
                year = _told_period({"unit": "year", "rel": parts["rel"]}, near)[0]
                month = MONTHS[(parts["m"] or "").lower()]
                return _month(int(str(year)), month) if year else None, "month of the year just told", (), None
            case "early year" if not parts["m"]:
                return partial_date(str(parts["y"])), "part of a year", (), None
            case "early year":
                return _month(int(parts["y"] or 0), MONTHS[(parts["m"] or "").lower()]), "part of a month", (), None
            case "season":
                return partial_date(str(parts["y"])), "season of a year", (), None
            case "early month":
                return _bare_month({**parts, "rel": None, "part": ""}, published, forward)
            case "day of week":
                return _day_of_week(parts, published, forward)
            case "weekday":
                return _weekday(parts, published, forward)
            case "weekend":
                return _weekend(parts, published)
            case "relative day":
                return _relative_day((parts["word"] or "").lower(), published, near)
            case "period":
                return _period(parts, published)
            case "range of years":
                return partial_date(f"{parts['y']}/{parts['y2']}"), "range of years", (), None
            case "year":
                return partial_date(str(parts["y"])), f"year after “{parts['prep']}”", (), None
    except ValueError:  # 31 June and the like: words that name no day
        return None, "no such day", (), None
    return None, found.rule, (), None


def _month(year: int, month: int) -> PartialDate:
    return partial_date(f"{year:04d}-{month:02d}")


def _numeric(parts: dict[str, str | None]) -> _Meaning:
    a, b, year = int(parts["a"] or 0), int(parts["b"] or 0), int(parts["y"] or 0)
    readings = [date(year, m, d) for d, m in ((a, b), (b, a)) if 1 <= m <= 12 and 1 <= d <= 31]
    first, *rest = dict.fromkeys(readings)
    return partial_date(first), "day, month and year in numbers", tuple(map(partial_date, rest)), None


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else _COUNT.get(text.lower(), _ORDINAL.get(text.lower(), 1))


def _told_period(parts: dict[str, str | None], near: date | None) -> _Meaning:
    """ "Later that month", "the following year", "the year after": counted from the day told before."""
    if near is None:
        return None, "period of an unknown day", (), None
    unit = (parts["unit"] or parts["unit2"] or "").lower()
    rel = (parts["rel"] or parts["rel2"] or "").lower().removeprefix("the ").strip()
    step = {"following": 1, "next": 1, "after": 1, "preceding": -1, "previous": -1, "before": -1}.get(rel, 0)
    if unit == "year":
        return partial_date(f"{near.year + step:04d}"), "year counted from the day just told", (), None
    there = add_months(near.replace(day=1), step)
    return _month(there.year, there.month), "month counted from the day just told", (), None


def _day_of_week(parts: dict[str, str | None], published: date | None, forward: bool) -> _Meaning:
    """ "Friday the 12th": the nearest such day, past unless the sentence looks ahead."""
    if published is None:
        return None, "day without a month, no day of publication", (), None
    wanted, day = WEEKDAYS[(parts["w"] or "").lower()], int(parts["d"] or 0)
    for step in (0, 1, 2, -1) if forward else (0, -1, -2, 1):
        there = add_months(published.replace(day=1), step)
        try:
            found = there.replace(day=day)
        except ValueError:
            continue
        if found.weekday() == wanted and (found <= published or forward):
            return partial_date(found), "weekday and day of the month", (), None
    return None, "no such day", (), None


_ISO_UNIT = {"day": "D", "week": "W", "month": "M", "year": "Y"}


def _offset(found: DateWords) -> _Meaning:
    parts = found.parts
    count = _number(parts.get("ord") or parts.get("n") or "1")
    unit = (parts["unit"] or "day").lower()
    if unit == "decade":
        count, unit = count * 10, "year"
    span = f"PT{count}H" if unit == "hour" else f"P{count}{_ISO_UNIT[unit]}"
    way = "before" if (parts.get("dir") or "").lower() in ("before", "earlier") else "after"
    limit = "within " if parts.get("within") else ""
    return None, "offset from another act", (), f"{limit}{span} {way}"


def _ago(parts: dict[str, str | None], published: date | None) -> _Meaning:
    if published is None:
        return None, "before an unknown day", (), None
    count, unit = _number(parts["n"] or "1"), (parts["unit"] or "day").lower()
    if unit in ("day", "hour"):
        return partial_date(published - timedelta(days=count if unit == "day" else 0)), "days ago", (), None
    if unit == "week":
        near = published - timedelta(weeks=count)
        around = interval(near - timedelta(days=3), near + timedelta(days=3))
        return _month(near.year, near.month), "month of weeks ago", (around,), None
    if unit == "month":
        near = add_months(published, -count)
        return _month(near.year, near.month), "months ago", (), None
    count *= 10 if unit == "decade" else 1
    return partial_date(f"{published.year - count:04d}"), "years ago", (), None


def _month_day(parts: dict[str, str | None], published: date | None, forward: bool, near: date | None) -> _Meaning:
    month, day = MONTHS[(parts["m"] or "").lower()], int(parts["d"] or 0)
    if parts["y"]:
        return partial_date(date(int(parts["y"]), month, day)), "day, month and year", (), None
    anchor = published or near
    if anchor is None:
        return None, "day without a year, no day of publication", (), None
    years = [
        year for year in (anchor.year - 1, anchor.year, anchor.year + 1) if not (month == 2 and day == 29 and year % 4)
    ]
    days = [date(year, month, day) for year in years]
    if parts.get("w"):  # a weekday beside the day settles the year
        days = [item for item in days if item.weekday() == WEEKDAYS[(parts["w"] or "").lower()]] or days
    if forward or parts.get("rel"):
        ahead = [item for item in days if item >= anchor]
        chosen, rule = (ahead[0], "next such day, the sentence looks ahead") if ahead else (days[-1], "latest such day")
        if (chosen - anchor).days > 330:  # ten days ago told with "will": the near past is likelier than next year
            chosen, rule = days[-2] if len(days) > 1 else chosen, "nearest such day"
    else:
        # a day or two of time zones may lie between the event's and the paper's calendar
        back = [item for item in days if item <= anchor + timedelta(days=2)]
        chosen, rule = (back[-1], "last such day") if back else (days[0], "only such day")
    other = tuple(partial_date(item) for item in days if item != chosen and abs((item - anchor).days) < 300)
    return partial_date(chosen), rule, other, None


def _bare_month(parts: dict[str, str | None], published: date | None, forward: bool) -> _Meaning:
    if published is None:
        return None, "month without a year, no day of publication", (), None
    month, rel = MONTHS[(parts["m"] or "").lower()], (parts.get("rel") or "").lower()
    year = published.year
    if "y" not in parts and "part" not in parts:  # "June last year"
        year += {"last": -1, "this": 0, "next": 1}[rel]
        return _month(year, month), f"month of {rel} year", (), None
    if rel == "this":
        return _month(year, month), "month of the year of publication", (), None
    if rel == "next" or rel == "coming" or (forward and rel not in ("last", "this past")):
        year += month < published.month
        return _month(year, month), "next such month, the sentence looks ahead", (), None
    year -= month > published.month or (rel in ("last", "this past") and month == published.month)
    return _month(year, month), "last such month", (), None


def _weekday(parts: dict[str, str | None], published: date | None, forward: bool) -> _Meaning:
    if published is None:
        return None, "weekday without a day of publication", (), None
    wanted, rel = WEEKDAYS[(parts["w"] or "").lower()], (parts.get("rel") or "").lower()
    back = published - timedelta(days=(published.weekday() - wanted) % 7)
    ahead = published + timedelta(days=(wanted - published.weekday()) % 7)
    if rel in ("next", "coming", "the following"):
        day = ahead if ahead > published else ahead + timedelta(days=7)
        return partial_date(day), "next such weekday", (), None
    if rel in ("last", "this past", "previous") and back == published:
        back -= timedelta(days=7)
    if back == published:
        return partial_date(published), "the weekday of publication is that day", (), None
    if forward and rel not in ("last", "this past"):
        return partial_date(ahead), "coming weekday, the sentence looks ahead", (partial_date(back),), None
    return partial_date(back), "last such weekday", (), None


def _weekend(parts: dict[str, str | None], published: date | None) -> _Meaning:
    if published is None:
        return None, "weekend without a day of publication", (), None
    rel = (parts["rel"] or "").lower()
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    if rel == "next":
        saturday += timedelta(days=7)
    elif rel == "last" and published.weekday() >= 5:
        saturday -= timedelta(days=7)
    sunday = saturday + timedelta(days=1)
    if saturday.month == sunday.month:  # a weekend is told as its month, as no day of the two is named
        return _month(saturday.year, saturday.month), "month of the weekend", (interval(saturday, sunday),), None
    return partial_date(f"{saturday.year:04d}"), "year of the weekend", (interval(saturday, sunday),), None


_DAYS_OFF = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2}


def _relative_day(word: str, published: date | None, near: date | None) -> _Meaning:
    word = " ".join(word.split())
    word = word.removeprefix("on ")
    if word in ("that day", "the previous day", "a day earlier", "the following day", "the next day", "the same day"):
        step = {"the previous day": -1, "a day earlier": -1, "the same day": 0, "that day": 0}.get(word, 1)
        if near is None:
            return None, "offset from another act", (), f"P{abs(step)}D {'before' if step < 0 else 'after'}"
        return partial_date(near + timedelta(days=step)), "counted from the day just told", (), None
    if published is None:
        return None, "no day of publication", (), None
    return partial_date(published + timedelta(days=_DAYS_OFF.get(word, 0))), "counted from publication", (), None


def _period(parts: dict[str, str | None], published: date | None) -> _Meaning:
    if published is None:
        return None, "no day of publication", (), None
    rel, unit = (parts["rel"] or "").lower(), (parts["unit"] or "").lower()
    rel = "this" if rel == "the" else rel  # "since the beginning of the year"
    step = {"last": -1, "previous": -1, "next": 1}.get(rel, 0)
    if unit == "year":
        return partial_date(f"{published.year + step:04d}"), f"{rel} year", (), None
    if unit == "month":
        near = add_months(published.replace(day=1), step)
        return _month(near.year, near.month), f"{rel} month", (), None
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
    sunday = monday + timedelta(days=6)
    # a week is told as the month in which it began, with the week itself as the closer reading
    return _month(monday.year, monday.month), f"month of {rel} week", (interval(monday, sunday),), None
