"""Whose organ a bare "parliament", "the Senate", "the president" is: never that of the other party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from foedus.claims.linking import Treaty
from foedus.claims.memory import APART_BEFORE, Context, is_state
from foedus.claims.names import LEGISLATIVE, Named, finder
from foedus.claims.segments import Sentence, dateline_length
from foedus.claims.trees import Tree
from foedus.model.actors import FormKind

_MEETING_TOWNS = frozenset("Brussels Geneva Vienna Hague Strasbourg York Nations Luxembourg Montreal".split())
"""Where organisations sit: a report from there is not of that state."""
_KINDS = (FormKind.CAPITAL, FormKind.STATE)


def home_of(rows: Sequence[Sentence], on: date | None) -> str | None:
    """The state from whose capital the report comes: "TOKYO (Kyodo) —", "Mbabane, Swaziland:"."""
    for row in rows[:6]:
        cut = dateline_length(row.text)
        if not cut:
            continue
        words = row.text[:cut].split("(")[0].title()
        if _MEETING_TOWNS & set(words.replace(",", " ").split()):
            return None
        told = {n.actor for n in finder().find(words, on) if n.actor and n.kind in _KINDS}
        return told.pop() if len(told) == 1 else None
    return None


def owner(
    tree: Tree,
    at: int,
    organ: str,
    named: Sequence[Named],
    context: Context,
    treaty: Treaty | None,
    among: Sequence[str],
) -> str | None:
    """Whose the ``organ`` at the word ``at`` is, where its own phrase does not say.

    ``among``: the few that have one of that name, or empty.
    """
    key = organ.lower().split()[-1] if organ else ""
    parties = set(treaty.parties) if treaty is not None else set()
    other = partner_of(treaty)
    row = [actor for actor in _candidates(tree, at, key, named, context) if actor not in other]
    if among:
        return next((actor for actor in row if actor in among), None)
    bears = bearers().get("Parliament" if key == organ.lower() == "parliament" else organ, frozenset())
    for pool in (parties if treaty is not None and treaty.is_bilateral else (), bears):
        own = next((actor for actor in row if actor in pool and (not bears or actor in bears)), None)
        if own is not None:
            return own
    return next(iter(row), None)


@cache
def bearers() -> dict[str, frozenset[str]]:
    """The states that have a chamber of that name: "House of Representatives", "Senate", "National Assembly"."""
    from foedus.actors import register

    found: dict[str, set[str]] = {}
    for text, forms in register().surface_forms().items():
        held = {form.actor for form in forms if form.organ_kind in LEGISLATIVE and form.actor}
        if held and text not in _EVERYWHERE and (text[:1].isupper() or text == "parliament"):
            found.setdefault(text.title() if text == "parliament" else text, set()).update(held)
    return {text: frozenset(held) for text, held in found.items()}


_EVERYWHERE = frozenset(("Congress", "Assembly", "House"))


def partner_of(treaty: Treaty | None) -> set[str]:
    """The state that the text tells as the other side: "a pact with Peru" is told from its partner's view."""
    if treaty is None:
        return set()
    told = {
        m.parties[0]
        for m in treaty.mentions
        if len(m.parties) == 1 and any(w.low == "with" for w in m.tree.words[m.last + 1 : m.last + 9])
    }
    return told if len(told) == 1 else set()


def _candidates(tree: Tree, at: int, key: str, named: Sequence[Named], context: Context) -> Iterator[str]:
    """The states it may be of, the likeliest first."""
    if key in ("council", "commission") and context.last_body == "EU":
        yield "EU"
    if context.voice is not None and context.voice.actor and is_state(context.voice.actor):
        yield context.voice.actor  # "parliament has approved it, Kenya's foreign minister said"
    if (told := context.last_organ_state.get(key)) is not None:
        yield told
    start = tree.sentence.start
    before = [
        n
        for n in named
        if n.actor
        and n.end <= tree.words[at].start
        and is_state(n.actor)
        and not APART_BEFORE.search(tree.sentence.text[: n.start - start])
        and not any(a <= n.start and n.end <= b for a, b in context.blocked)
    ]
    if len({n.actor for n in before}) == 1:
        yield before[0].actor
    if context.home is not None:
        yield context.home
    yield from context.main_states[:4]
    if context.topic is not None:
        yield context.topic
    if context.last_state is not None:
        yield context.last_state
