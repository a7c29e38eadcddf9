"""Words that stand for a state told before: pronouns, "both sides", "the island nation", "the latter", "the bloc"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.lexicon import words
from foedus.claims.linking import Treaty
from foedus.claims.memory import APART_BEFORE, WHERE_BEFORE, Context, Who, is_state, pair_of_people
from foedus.claims.names import Named
from foedus.claims.owners import partner_of
from foedus.claims.parties import groups
from foedus.claims.state_rows import row_at
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind

_PRONOUNS = frozenset("he she it they we its their his her them i who which themselves itself our".split())
NUMBERS = (
    {"trio": 3}
    | {word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)}
    | {str(number): number for number in range(2, 11)}
)


def pair_before(tree: Tree, at: int, named: Sequence[Named]) -> tuple[str, ...]:
    """The two joined last before a word of the sentence: "hosted A and B, where the two leaders signed"."""
    before = [n for n in named if n.end <= tree.words[at].start and n.actor and is_state(n.actor)]
    for item in reversed(before):
        where = tree.at(item.start, item.end)
        row = row_at(tree, where.start, before) if where else ()
        row = row or pair_of_people(tree, item, before)
        if len(row) == 2:
            return row
    base, text = tree.sentence.start, tree.sentence.text
    both = tuple(dict.fromkeys(n.actor for n in before if not WHERE_BEFORE.search(text[: n.start - base])))
    return both if len(both) == 2 else ()  # "hosted the Slovak president, and both leaders signed"


def said_before(
    tree: Tree, at: int, named: Sequence[Named], context: Context, treaty: Treaty | None
) -> tuple[str, ...]:
    """Whom a pronoun means by the names before it in its own sentence."""
    word = tree.words[at].low
    before = [n for n in named if n.end <= tree.words[at].start and n.actor and is_state(n.actor)]
    if word in ("they", "them", "their"):
        if treaty is not None and len(treaty.parties) == 2:
            return ()
        rows = (row_at(tree, where.start, before) for n in reversed(before) if (where := tree.at(n.start, n.end)))
        row = next((row for row in rows if row), context.row)
        return row or ((before[-1].actor,) if before and word != "their" else ())
    if not before:
        return ()
    if word in ("its", "his", "her"):
        return (before[-1].actor,)
    if word in ("he", "she"):
        people = [n for n in before if n.kind is FormKind.LEADER]
        return (people[0].actor,) if people else ()
    low = " ".join(w.low for w in tree.words[at : at + 8])
    order = _ORDER.match(low)
    if order and len(row := pair_before(tree, at, named)) == 2:
        return (row[order[1].startswith("lat")],)
    if (word == "it" and context.voice is None) or _ONE.match(low):
        base = tree.sentence.start
        subjects = [n for n in before if not APART_BEFORE.search(tree.sentence.text[: n.start - base])]
        if subjects and word != "it":
            return (subjects[-1].actor,)
        return (subjects[0].actor,) if subjects else ()
    return ()


_ORDER = re.compile(
    r"(?:and )?the (former|latter|later)\b(?! (?:soviet|yugoslav|president|prime|minister|state|leader))"
)
"""The first or the last of two told before."""
_NOT_THIS = (
    "other|others|first|second|third|last|only|host|receiving|requesting|requested|same|sending|withdrawing|member|"
    "contracting"
)
_ONE = re.compile(
    rf"(?:the|this|that|his|her|our|its) (?:(?!(?:{_NOT_THIS})\b)[\w.-]+ ){{0,5}}?(?:country|nation|state|kingdom|"
    r"republic|sultanate|emirates?|principality|archipelago|island|federation|monarchy|neighbou?r|superpower)"
    r"\b(?! of| to| that)"
)
"""What stands for a state told before: "the tiny West African nation", "this Gulf kingdom"."""
_BLOC = re.compile(
    r"(?:the|this|that) (?:[\w.-]+ ){0,3}?(?:bloc|organi[sz]ation|alliance|grouping|union|body|trade group|community)\b"
)


def point(low: str, found: dict[str, None], made: Who, context: Context, treaty: Treaty | None) -> None:
    """Pronouns and "the country": the last one told; "both sides": the parties of the treaty."""
    if made.both and treaty is not None and len(treaty.parties) == 2:
        found.update(dict.fromkeys(treaty.parties))
        return
    if made.both and (pair := context.joined or context.pair) and len(pair) == 2:
        found.update(dict.fromkeys(pair))
        return
    if re.search(r"\b(?:troika|trio|threesome|quartet|quintet)\b", low) and len(context.group) > 2:
        found.update(dict.fromkeys(context.group))
        return
    group = next((g for g in groups() if g in low), None)
    if group is not None:
        found.update(dict.fromkeys(groups()[group]))
        return
    several = re.search(
        r"\b(?:the|these|those|all) (three|four|five|trio)\b(?: \w+)?(?: (?:countries|states|nations|governments))?",
        low,
    )
    if several and (row_told := context.groups.get(NUMBERS[several[1]])):
        found.update(dict.fromkeys(row_told))
        return
    if _BLOC.match(low) and context.last_body:
        found[context.last_body] = None
        return
    if (order := _ORDER.match(low)) and len(context.pair) == 2:
        found[context.pair[order[1].startswith("lat")]] = None
        return
    if _ONE.match(low) or any(re.search(rf"\b{re.escape(phrase)}\b", low) for phrase in words("pointing", "one")):
        state = _the_country(low, context, treaty)
        found.update({state: None} if state else {})
        return
    row = low.split()
    if row and row[0] in _PRONOUNS:
        found.update(dict.fromkeys(_pronoun(row[0], context, treaty)))


def _pronoun(word: str, context: Context, treaty: Treaty | None) -> tuple[str, ...]:
    if context.voice is not None and context.voice.actor and word in ("they", "their", "them"):
        others = tuple(p for p in treaty.parties if p != context.voice.actor) if treaty is not None else ()
        return others if len(others) == 1 else ()
    if context.voice is not None and context.voice.actor and word not in ("who", "which"):
        return (context.voice.actor,)
    if word in ("we", "our", "i", "us"):
        return (context.speaker.actor,) if context.speaker and context.speaker.actor else ()
    if word in ("they", "them") and treaty is not None and len(treaty.parties) != 2:
        return ()
    if word in ("they", "their", "them"):
        if treaty is not None and len(treaty.parties) == 2:
            return tuple(treaty.parties)
        return (context.last_state,) if context.last_state else ()
    if word in ("he", "she", "his", "her"):
        state = context.last_person_state or (context.speaker.actor if context.speaker else None) or context.last_state
        return (state,) if state else ()
    other = partner_of(treaty)
    state = next((a for a in (context.topic, context.last_state) if a and a not in other), None)
    return (state,) if state else ()


_JOINED = re.compile(r",? (?:and|along with|as well as|together with|joined by)\b|,$")


def leading_country(low: str, context: Context, treaty: Treaty | None) -> str | None:
    """The state meant by "the country" at the head of a row: "the country, and fellow island states A and B"."""
    match = _ONE.match(low)
    joined = match is not None and _JOINED.match(low.replace(" ,", ","), match.end())
    return _the_country(low, context, treaty) if joined else None


def owning_country(tree: Tree, first: int, at: int, context: Context, treaty: Treaty | None) -> str | None:
    """The state meant by "the Baltic country's parliament": the words from ``first`` on, the organ at ``at``."""
    low = " ".join(w.low for w in tree.words[first:at])
    match = _ONE.match(low)
    return _the_country(low, context, treaty) if match and low[match.end() :].startswith((" 's", " ’s")) else None


_REGIONS = {
    "baltic": ("EST", "LVA", "LTU"),
    "gulf": ("BHR", "KWT", "OMN", "QAT", "SAU", "ARE"),
    "nordic": ("DNK", "FIN", "ISL", "NOR", "SWE"),
    "scandinavian": ("DNK", "NOR", "SWE"),
}
_IN_GAZETTEER = {
    "african": "africa",
    "asian": "asia",
    "european": "europe",
    "balkan": "balkans",
    "caucasus": "caucasus",
    "caribbean": "caribbean",
    "pacific": "pacific",
    "american": "americas",
}


def _of_region(low: str, actor: str) -> bool:
    """May the state be the one of a region: "the Baltic country", "the West African nation"?"""
    from foedus.actors.places import gazetteer

    for word in low.split()[:6]:
        if word in _REGIONS:
            return actor in _REGIONS[word]
        if word in _IN_GAZETTEER:
            return actor in gazetteer().states_in.get(_IN_GAZETTEER[word], ())
    return True


def _the_country(low: str, context: Context, treaty: Treaty | None) -> str | None:
    """The one state in mind: whom the text spoke of last or most, never the partner of its treaty."""
    other = partner_of(treaty)
    parties = tuple(treaty.parties) if treaty is not None else ()
    row = (context.topic, context.last_state, *context.main_states[:2], *parties)
    return next((a for a in row if a and a not in other and _of_region(low, a)), None)
