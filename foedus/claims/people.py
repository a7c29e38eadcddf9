"""Ministers and envoys whom a text names with office and state once, and by surname afterwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from foedus.claims.names import Named
from foedus.model.actors import FormKind

_NAME = r"((?:(?:[A-ZÀ-Þ][\w'’-]+|[A-Z]\.) ){1,3}[A-ZÀ-Þ][a-zà-ÿ'’-]{2,})"
_OFFICE = (
    r"(?:[Mm]inister|[Pp]resident|[Pp]remier|[Ss]ecretary|[Aa]mbassador|[Cc]hancellor|[Rr]epresentative|[Ee]nvoy|"
    r"[Nn]egotiator|[Cc]ommissioner|[Ss]pokes(?:man|woman|person)|[Cc]ounterpart|[Dd]iplomat)"
)
# "Estonian defence minister Hanno Pevkur", "Fiji's minister for trade, Jo Doe"
_OFFICE_THEN_NAME = re.compile(
    rf"(?:['’]s)?(?: (?:[a-z-]+|[A-Z][a-z]+|and|of|for))"
    rf"{{0,5}}? ?{_OFFICE}(?: (?:for|of) [A-Za-z ,]{{3,40}}?)?,? {_NAME}"
)
# "Jo Doe, the foreign minister of " before the state's name
_NAME_THEN_OFFICE = re.compile(
    rf"{_NAME}, (?:who is )?(?:the |then )?(?:[\w-]+ ){{0,4}}?{_OFFICE}(?: [\w ]{{0,25}})? of (?:the )?$"
)
# "Jo Doe, Fiji's minister for trade"
_NAME_THEN_STATE = re.compile(rf"{_NAME}, (?:the )?$")
_HAS_OFFICE = re.compile(rf"(?:['’]s)?(?: [\w-]+){{0,4}}? ?{_OFFICE}\b")
_NOT_NAMES = frozenset("The This That Foreign Prime Defence Defense United State Affairs Minister President".split())


def with_people(text: str, named: Sequence[Named]) -> list[Named]:
    """The names of a text with those of people whose state the text has told, wherever they stand again.

    A surname that two states' people share means neither; one that another name already covers is left alone.
    """
    named = by_the_state_told(text, named)
    holders = _holders(text, named)
    if not holders:
        return named
    taken = [(n.start, n.end) for n in named]
    found: list[Named] = []
    for surname, (actor, person) in holders.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(surname)}(?![\w-])", text):
            start, end = match.span()
            if actor and not any(a < end and start < b for a, b in taken):
                found.append(Named(start, end, match[0], actor, FormKind.LEADER, person=person))
    return sorted((*named, *found), key=lambda item: item.start)


_THE_ALLIANCE = re.compile(
    r"\b(?:the|this) ((?:(?:[Ww]estern|military|defen[cs]e|(?:trans)?[Aa]tlantic|nuclear|political|security|-) ?)*"
    r"[Aa]lliance)\b(?! (?:of|with|between|for)\b)"
)


def with_alliance(text: str, named: Sequence[Named]) -> list[Named]:
    """The names of a text with "the alliance" where it can only be NATO, named and the only body of that kind."""
    nato = next((n for n in named if n.actor == "NATO"), None)
    if nato is None or "lliance" not in text:
        return list(named)
    found = [
        Named(*match.span(1), match[1], nato.actor, FormKind.ORGANISATION)
        for match in _THE_ALLIANCE.finditer(text)
        if not any(n.start < match.end(1) and match.start(1) < n.end for n in named)
    ]
    return sorted((*named, *found), key=lambda item: item.start)


_TITLES_BETWEEN = re.compile(
    r"(?:['’]s)?(?: (?:the |then |late |outgoing |acting |deputy |vice |prime |foreign |defen[cs]e |finance |trade )*"
    r"(?:(?:[Pp]rime |[Ff]oreign |[Vv]ice[- ]|[Dd]eputy |[Dd]efen[cs]e |[Ff]inance |[Tt]rade |[Ss]upreme |[Cc]rown )*"
    r"(?:[Kk]ing|[Qq]ueen|[Ee]mir|[Ss]ultan|[Pp]rince|[Pp]resident|[Pp]remier|[Mm]inister|[Cc]hancellor|[Ll]eader|"
    r"[Ss]ecretary|[Aa]mbassador|[Ss]heikh|[Gg]eneral)(?: of [Ss]tate)?)?)? ?"
)
_TELLING = (FormKind.STATE, FormKind.ADJECTIVE, FormKind.DEMONYM, FormKind.ORGAN)


def by_the_state_told(text: str, named: Sequence[Named]) -> list[Named]:
    """Leaders of one name: "Jordan's King Abdullah", "Soviet foreign minister Shevardnadze" are of the state told."""
    told: dict[str, str] = {}
    for item in named:
        if item.kind is not FormKind.LEADER:
            continue
        before = next((n for n in named if n.kind in _TELLING and n.actor and 0 <= item.start - n.end < 40
                       and _TITLES_BETWEEN.fullmatch(text[n.end : item.start])), None)  # fmt: skip
        if before is None or before.actor == item.actor:
            continue
        if before.kind is not FormKind.STATE or text[before.end : before.end + 1] in ("'", "’"):
            told.setdefault(item.person or item.text, before.actor)
    if not told:
        return list(named)
    return [
        replace(item, actor=told[who])
        if item.kind is FormKind.LEADER and (who := item.person or item.text) in told
        else item
        for item in named
    ]


def _holders(text: str, named: Sequence[Named]) -> dict[str, tuple[str, str]]:
    holders: dict[str, tuple[str, str]] = {}
    for item in named:
        if not item.actor or item.kind not in (FormKind.STATE, FormKind.ADJECTIVE, FormKind.ORGAN):
            continue
        person = _person_near(text, item)
        if person is None:
            continue
        surname = person.split()[-1].removesuffix("'s").removesuffix("’s")
        known = holders.get(surname)
        holders[surname] = (item.actor if known is None or known[0] == item.actor else "", person)
    return holders


def _person_near(text: str, item: Named) -> str | None:
    """The person whose office stands with the state's name, if any."""
    rest, lead = text[item.end : item.end + 110], text[max(0, item.start - 110) : item.start]
    if item.kind is FormKind.STATE and not rest.startswith(("'s", "’s")):
        match = _NAME_THEN_OFFICE.search(lead)
        return _clean(match[1]) if match else None
    match = _NAME_THEN_STATE.search(lead)
    if match is not None and _HAS_OFFICE.match(rest):
        return _clean(match[1])
    if item.kind is FormKind.ORGAN:
        after = re.match(rf",? {_NAME}", rest)
        return _clean(after[1]) if after and re.search(rf"{_OFFICE}$", item.text) else None
    match = _OFFICE_THEN_NAME.match(rest)
    return _clean(match[1]) if match else None


def _clean(name: str) -> str | None:
    row = name.split()
    while row and row[0] in _NOT_NAMES:
        row.pop(0)
    return " ".join(row) if len(row) > 1 and not any(w in _NOT_NAMES for w in row) else None
