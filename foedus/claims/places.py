"""Names that do not act: a city's state, a meeting's place, a bygone union, a namesake of a leader."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from foedus.claims.lexicon import data
from foedus.claims.names import Named
from foedus.model.actors import FormKind

_CITY = r"[A-ZÀ-Þ][\w'’.-]+(?:[ -](?:de |del |la |el |al-|of |es |and )?[A-ZÀ-Þ][\w'’.-]+){0,3}"
_IN_CITY = re.compile(
    rf"\b(?:in|at|near|from|outside|around|to|of|city|town|capital|and) (?:the )?({_CITY}), (?:the )?$"
)
_AFTER_PLACE = re.compile(
    r"(?:$|[.;:)”\"]|,? (?:on|in|at|during|last|this|next|after|before|earlier|between|from|to|late|early|today|"
    r"yesterday|when|where|which|with|by|for|ahead|while|under|as|following)\b|"
    r",? (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|,? \d|, (?:and )?[a-z])"
)
_MEETS = r"(?:summit|conference|congress|meeting|session|forum|ceremony|gathering|round|talks|airport|hotel|palace)s?"
_BEFORE_MEETING = re.compile(
    r"(?: \([^)]{2,30}\)|\))? (?:(?-i:[A-Z])[\w-]* |\w+-\w+ |ministerial |extraordinary |annual |first |second )?"
    rf"{_MEETS}\b",
    re.I,
)
_TOWN_BEFORE = re.compile(r"[A-ZÀ-Þ][\w'’-]+ \($")
_LIST_AFTER = re.compile(r",? and [A-Z]")


def only_places(text: str, named: Sequence[Named]) -> list[Named]:
    """The names of a text without those that only say where: "in Entebbe, Uganda on Friday", "the Lome (Togo) Summit".

    A state after a town's name is the town's; a state or capital before a meeting's word is its place. A state that
    goes on with a verb, or stands in a row of states, is kept: "In Vienna, Iran and six powers signed".
    """
    named = [item for item in named if not _of_greater(text, item) and not _of_another_body(text, item)]
    kept = [item for i, item in enumerate(named) if not _is_place(text, item, named[i - 1] if i else None)]
    kept = _brussels([item for item in kept if not _bygone(text, item)])
    return [item for item in kept if not (item.kind is FormKind.LEADER and _namesake(text, item))]


def _of_greater(text: str, item: Named) -> bool:
    """A part of the name of a place that acts for nobody: New Mexico, British Columbia, the Gulf of Oman."""
    return any(
        text.endswith(lead, 0, item.start) and text.startswith(rest, item.end) for lead, rest in _around(item.text)
    )


def _of_another_body(text: str, item: Named) -> bool:
    """ "Premier League": a short name of a body that ends a longer one."""
    return item.text == "League" and bool(_WORD_BEFORE.search(text[max(0, item.start - 30) : item.start]))


@cache
def _around(name: str) -> tuple[tuple[str, str], ...]:
    """What stands before and after a name in the places that hold it."""
    places: list[str] = data("lexicon")["places"]["greater"]
    return tuple((lead, rest) for place in places for lead, held, rest in [place.partition(name)] if held)


def _brussels(named: Sequence[Named]) -> list[Named]:
    """Brussels acts for the Union, unless the text is on Belgium too."""
    own = {item.actor for item in named if item.text != "Brussels"}
    if "BEL" in own or not any(item.text == "Brussels" for item in named):
        return list(named)
    union = "EC" if "EC" in own and "EU" not in own else "EU"
    return [replace(item, actor=union) if item.text == "Brussels" and item.actor == "BEL" else item for item in named]


_BEFORE_BYGONE = re.compile(r"\b(?:former|ex-|ex |post-|late |pre-|then-)\s?$", re.I)
_AFTER_BYGONE = re.compile(r"[- ](?:era|style|built|made|designed|born|occupied|controlled|dominated|trained)\b")


def _after_bygone(text: str, item: Named) -> bool:
    """ "Soviet-era", "Russian occupied"; but "Kenya made a reservation" is an act."""
    match = _AFTER_BYGONE.match(text[item.end : item.end + 14])
    return match is not None and (match[0].startswith("-") or item.kind is not FormKind.STATE)


_OFFICE_AFTER = re.compile(r" (?:[Pp]resident|[Pp]rime|[Ff]oreign|[Ll]eader|[Mm]inister)")


def _bygone(text: str, item: Named) -> bool:
    """ "The former Soviet republic", "a Soviet-era treaty", "Russian-occupied": a word for a time or a maker."""
    if item.kind not in (FormKind.ADJECTIVE, FormKind.DEMONYM, FormKind.STATE):
        return False
    before = item.kind is not FormKind.STATE and _BEFORE_BYGONE.search(text[max(0, item.start - 9) : item.start])
    if before and _OFFICE_AFTER.match(text[item.end : item.end + 12]):
        return False  # "former Polish president": his state still
    return bool(before) or _after_bygone(text, item)


_TITLES = frozenset(
    "president minister premier chancellor king queen emir sultan mr mrs ms dr leader secretary general chairman "
    "chairwoman sheikh prince princess taoiseach sir lord lady monsieur comrade marshal colonel presidents ministers "
    "kanzler captain speaker ayatollah mullah pope emperor the and or as with by of for after when while but if "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_COMMON = frozenset(
    "Major Park Rice Wade Hunt Ford Cook Bush Bishop Baker Brown Taylor Miller Carter Cameron Hague".split()
)
"""Surnames that are words or other people's names: a title or the full name must tell whose they are."""
_WORD_BEFORE = re.compile(r"([A-ZÀ-Þ][\w.-]*)[ ]$")
_NAME_AFTER = re.compile(r" ([A-ZÀ-Þ][a-zà-ÿ'’-]+)(?=,| [a-z]|['’]s\b)")


def _namesake(text: str, item: Named) -> bool:
    """A surname that is part of another's name: "Ali Sabry", "Kojo Oppong Nkrumah" are none of the leaders."""
    if " " in item.text.strip():
        return False
    titled = _WORD_BEFORE.search(text[max(0, item.start - 30) : item.start])
    if (len(item.text) < 4 or item.text in _COMMON) and not (titled and titled[1].strip(".").lower() in _TITLES):
        return item.person is None or item.person not in text  # "No country …", "Key points"
    before = _WORD_BEFORE.search(text[max(0, item.start - 30) : item.start])
    if before and len(before[1]) > 3 and before[1].endswith(".") and before[1].strip(".").lower() not in _TITLES:
        before = None  # the end of the sentence before
    if before and before[1].strip(".").lower() not in _TITLES and not before[1].endswith(("s'", "'s")):
        first = item.person.split()[0] if item.person else ""
        plain = before[1].isupper() or before[1] == first or _is_adjective(before[1])
        if not plain:
            return True
    after = _NAME_AFTER.match(text[item.end : item.end + 40])
    return after is not None and after[1].lower() not in _TITLES and not _is_adjective(after[1])


def _is_adjective(word: str) -> bool:
    """ "Russian Putin", "Trump Tuesday": a state's word, or a day."""
    return word.endswith(("ian", "ese", "ish", "day", "ean"))


def _is_place(text: str, item: Named, before: Named | None) -> bool:
    if item.kind not in (FormKind.STATE, FormKind.CAPITAL):
        return False
    lead, rest = text[max(0, item.start - 70) : item.start], text[item.end : item.end + 60].replace("\n", " ")
    if _BEFORE_MEETING.match(rest) and not rest.startswith((" talks", " and")):
        return not re.search(r"\b(?:and|between|-)\s?$", lead)
    if item.kind is not FormKind.STATE:
        return False
    if _TOWN_BEFORE.search(lead) and rest.startswith(")"):
        return before is None or before.end < item.start - 2 or before.kind is FormKind.CAPITAL
    city = _IN_CITY.search(lead)
    if city is None or (before is not None and before.kind is FormKind.STATE and before.end >= item.start - 6):
        return False  # "in Angola, Mozambique and Zambia": a row of states
    own = before is not None and before.kind is FormKind.CAPITAL and before.actor == item.actor
    near = before is not None and before.kind is FormKind.CAPITAL and before.end >= item.start - 6
    if _LIST_AFTER.match(rest) or (near and not own):
        return False  # "In Vienna, Iran and six powers", "in Geneva, Iran said"
    if re.match(r"[;.,]? ?\band [A-Z]", rest):
        return False
    return bool(_AFTER_PLACE.match(rest)) or (own and rest.startswith(","))
