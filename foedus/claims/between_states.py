"""Whether an act's treaty is one between states, and whether the register's treaty is the one told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.context import is_state
from foedus.claims.lexicon import data
from foedus.claims.nouns import letters
from foedus.claims.sameness import JOINING
from foedus.claims.scene import Found
from foedus.model.acts import ActKind

_KNOWN_BY = re.compile(
    r"^(?!.*\b[Mm]erger\b)[A-Z]\w+(?: [A-Z]\w+)* (?:[Aa]ccords?|[Aa]greements|[Pp]rotocols?|[Cc]harter|[Cc]ovenant)$"
)
"""The Minsk agreements, the Dayton accords, the Kyoto protocol: known by their name."""


_NAMED_NOUNS = frozenset(("accord", "protocol", "covenant", "statute", "charter"))


_WORLD = frozenset(("world", "global", "worldwide", "multilateral", "un-backed"))
"""A deal of the whole world is one between states, whoever is named."""


def unlink(found: Sequence[Found]) -> None:
    """A treaty of two signed in a year that the text tells is not that of another year in the register."""
    for item in found:
        handle, date = item.treaty.handle, item.when.date if item.when else None
        if handle is None or handle.signed is None or not handle.is_bilateral or date is None:
            continue
        told = str(date)[:4]
        if item.act == "signature" and item.modality == "occurred" and told != str(handle.signed)[:4]:
            item.treaty.years.add(told)
            item.treaty.handle = None


def is_treaty(item: Found, acts: Sequence[Found]) -> bool:
    """Is the agreement one between states? Strong nouns with a state's act are; weak ones need two states or a name."""
    treaty = item.treaty
    if treaty.handle is not None or (treaty.organisation and not treaty.mentions):
        return bool(item.actors or not item.noun or (item.act in _OF_ITSELF and item.own_date))
    states = set(treaty.parties).union(*(o.actors for o in acts if o.treaty is treaty))
    states |= {o.speaker for o in acts if o.treaty is treaty and o.act in _LATER and o.speaker and is_state(o.speaker)}
    if states & set(data("lexicon")["no_makers"]["bodies"]):
        return False  # loans and programmes
    if any(o.treaty is treaty and o.act == "adoption" and o.actors and not any(map(is_state, o.actors)) for o in acts):
        return True  # adopted by an organisation
    titled = any((m.titled and (m.own or m.known)) or _WORLD & {*m.own, *m.modifiers} for m in treaty.mentions)
    strong = data("lexicon")["instruments"]["strong"]
    if any(mention.head in strong or mention.name in letters() for mention in treaty.mentions):
        return bool(states) or item.collective or titled or item.act in _OF_ITSELF
    if any(
        (o.act in _SWAPPED or ((o.act in _CONSENTS or _by_word(o)) and o.actors)) and o.treaty is treaty for o in acts
    ):
        consented = {m.head for m in treaty.mentions} & _CONSENTED
        if consented and all(map(is_state, states)):
            return True
    by_many = item.act in _OF_ITSELF or bool(_WORLD & {w for m in treaty.mentions for w in m.modifiers})
    by_many = by_many or any(_KNOWN_BY.search(m.name) for m in treaty.mentions if m.titled or m.called)
    by_many = by_many or any(o.collective for o in acts if o.treaty is treaty)
    titled = titled or any(m.called and m.head in _NAMED_NOUNS for m in treaty.mentions)
    titled = titled or any(JOINING & {*m.own, *m.modifiers} and m.head == "protocol" for m in treaty.mentions)
    own = {word for m in treaty.mentions for word in (*m.own, *m.modifiers)}
    if (states or item.act in _OF_ITSELF) and (_ONLY_STATES & own or own >= _FREE_TRADE):
        return True
    if titled and own & _OF_MANY and not item.noun:
        return True
    return len(states) >= 2 or (titled and (bool(states) or by_many))


_LATER = ("performance", "termination", "withdrawal", "suspension", "extension", "resumption", "notification")
"""Acts in a treaty's life of which the other party speaks: "Oman said Iran had broken the accord"."""
_FREE_TRADE = frozenset(("free", "trade"))
_OF_MANY = frozenset("international united nations multilateral".split())
_ONLY_STATES = frozenset(data("lexicon")["kinds_of_treaty"]["only_states"])


def _by_word(item: Found) -> bool:
    """ "Ratified", "acceded", "passed the bill ratifying it": said of treaties alone, whoever does it."""
    if item.act is ActKind.LEGISLATIVE_APPROVAL and item.tree is not None:
        return bool(_TO_RATIFY.search(item.tree.sentence.text))
    told = item.tree.words[item.trigger].low if item.tree is not None and item.trigger >= 0 else ""
    return told.startswith(("ratif", "acced", "concurr"))


_TO_RATIFY = re.compile(r"\b(?:on|for) (?:the )?ratif(?:ication of|ying)\b")
_SWAPPED = ("deposit", "exchange")
"""Papers that only states lodge and swap, whoever is told to."""
_CONSENTS = ("ratification", "deposit", "exchange")
_CONSENTED = frozenset(("agreement", "accord", "protocol", "memorandum"))
"""What a state ratifies is one between states, be its noun weak."""
_OF_ITSELF = ("entry_into_force", "adoption", "termination", "extension")
"""Acts that a text tells of the treaty itself, with nobody as doer."""
