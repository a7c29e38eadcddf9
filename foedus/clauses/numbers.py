"""Numbers as treaties write them: figures, words, ordinals, and both at once (``thirty (30)``)."""

from __future__ import annotations

import re
from functools import lru_cache

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINAL = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
).split()

WORTH: dict[str, int] = {
    **{word: value for value, word in enumerate(_SMALL)},
    **{word: 10 * place for place, word in enumerate(_TENS, 2)},
    **{word: value for value, word in enumerate(_ORDINAL, 1)},
    **{word[:-1] + "ieth": 10 * place for place, word in enumerate(_TENS, 2)},
    "hundred": 100,
    "hundredth": 100,
    "thousand": 1000,
    "thousandth": 1000,
    "a": 1,
    "an": 1,
    "both": 2,
    "last": 0,
}

_CARDINALS = [*_SMALL[1:], *_TENS, "hundred", "thousand"]
_ORDINALS = [*_ORDINAL, *(word[:-1] + "ieth" for word in _TENS), "hundredth"]


def _words(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_LED = rf"(?:{_words(_CARDINALS)}(?:[ -](?:and )?))"
CARDINAL = (
    rf"(?:\d{{1,4}}(?:,\d{{3}})*(?! ?(?:per cent|%))|(?:one |a )?hundred(?: and)?(?: {_words(_CARDINALS)})*"
    rf"|{_LED}{{0,4}}{_words(_CARDINALS)})(?: ?\([^)]{{1,24}}\))?"
)
"""Pattern text for a cardinal number, with the figure in brackets that often follows it."""
ORDINAL = rf"(?:\d{{1,3}} ?(?:st|nd|rd|th)\b|{_LED}{{0,4}}{_words(_ORDINALS)})(?: ?\(\d{{1,3}}(?:st|nd|rd|th)?\))?"
"""Pattern text for an ordinal number."""


@lru_cache(maxsize=4096)
def number(text: str) -> int | None:
    """The value of a number in figures or words, cardinal or ordinal; None where it is no number.

    >>> number("twenty-two"), number("thirty (30)"), number("ninetieth"), number("1st")
    (22, 30, 90, 1)
    """
    plain = re.sub(r"\([^)]*\)", " ", text.lower()).strip()
    figure = re.match(r"(\d[\d,]*)", plain)
    if figure:
        return int(figure[1].replace(",", ""))
    total = part = 0
    seen = False
    for word in re.split(r"[ -]+", plain):
        if word == "and" or not word:
            continue
        if word not in WORTH:
            return None
        seen = True
        worth = WORTH[word]
        if worth == 100:
            part = max(part, 1) * 100
        elif worth == 1000:
            total, part = total + max(part, 1) * 1000, 0
        else:
            part += worth
    return total + part if seen else None


_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}

FRACTION = (
    r"(?:(?:an? |simple |absolute )*majority|one[- ]half|half|(?:one|two|three|four|five|six|seven|nine)[- ]"
    r"(?:thirds?|quarters?|fourths?|fifths?|sixths?|eighths?|tenths?)|\d ?/ ?\d{1,2})"
)
"""Pattern text for a fraction (``two-thirds``, ``a majority``, ``3/4``)."""


def fraction(text: str) -> str | None:
    """The fraction as ``"2/3"``; a majority is ``"1/2"`` (the caller marks that more than it is needed)."""
    figure = re.search(r"(\d) ?/ ?(\d{1,2})", text)
    if figure:
        return f"{figure[1]}/{figure[2]}"
    if "majority" in text or "half" in text:
        return "1/2"
    words = re.split(r"[ -]", text)
    if len(words) < 2 or words[0] not in WORTH:
        return None
    below = _FRACTIONS.get(words[1].rstrip("s"))
    return f"{WORTH[words[0]]}/{below}" if below else None
