"""States, organisations, organs and leaders in a text: word-bounded, longest first, by the actor register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from foedus.model.actors import Form, FormKind, OrganKind

LEGISLATIVE = frozenset({OrganKind.LEGISLATURE, OrganKind.CHAMBER})


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named in the text: where, who, in what capacity."""

    start: int
    end: int
    text: str
    actor: str
    kind: FormKind
    organ: str | None = None
    organ_kind: OrganKind | None = None
    person: str | None = None
    office: str | None = None
    risky: bool = False
    among: tuple[str, ...] = ()
    """Whose organ it may be, where several have one of that name on the day."""


class ActorFinder:
    """Finds the surface forms of the register in a text.

    A form holds only in its time; a form shared by several actors goes to the one that is not risky, else to the
    first. Matching is by Aho-Corasick over all forms, then by word bounds, longest first.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        import ahocorasick_rs

        table: dict[str, list[Form]] = {}
        for form in forms:
            for text in _spellings(form):
                table.setdefault(text, []).append(form)
        self._forms = table
        self._texts = list(table)
        # "President" is the organ of many: it names no state by itself
        self._shared = {
            text for text, held in table.items() if len({f.actor for f in held if f.kind is FormKind.ORGAN}) > 1
        }
        # "parliament", "head of state", "emir": the few states that list such a word are not all that have one
        self._plain = {
            text.lower() for text, held in table.items() if any(f.kind is FormKind.ORGAN and not f.actor for f in held)
        }
        self._automaton: Any = ahocorasick_rs.AhoCorasick(self._texts, implementation=ahocorasick_rs.Implementation.DFA)

    def find(self, text: str, on: date | None = None) -> list[Named]:
        """All names in ``text``, in order, none overlapping."""
        straight = text.replace("’", "'").replace("\u00a0", " ")
        hits = [
            (start, end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(straight, overlapping=True)
            if _bounded(straight, start, end)
        ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        found: list[Named] = []
        last = -1
        for start, end, index in hits:
            if start < last:
                continue
            form = _choose(self._forms[self._texts[index]], on)
            if form is None:
                continue
            last = end
            own = form.kind is FormKind.ORGAN and self._texts[index].lower() not in self._plain
            among = self._owners(index, on) if own else ()
            shared = form.kind is FormKind.ORGAN and (
                not own or (self._texts[index] in self._shared and len(among) != 1)
            )
            found.append(
                Named(
                    start,
                    end,
                    text[start:end],
                    "" if shared else _actor(form, on),
                    form.kind,
                    text[start:end] if shared or (form.kind is FormKind.ORGAN and form.risky) else form.organ,
                    form.organ_kind,
                    form.person,
                    form.office,
                    form.risky,
                    among if shared else (),
                )
            )
        return _two_congos(found)

    def _owners(self, index: int, on: date | None) -> tuple[str, ...]:
        """Who has an organ of that name on the day."""
        forms = [f for f in self._forms[self._texts[index]] if f.kind is FormKind.ORGAN and f.actor]
        held = [f for f in forms if f.holds(on)]
        return tuple(dict.fromkeys(f.actor for f in held or forms))


def _two_congos(found: list[Named]) -> list[Named]:
    """Beside the Democratic Republic of the Congo, a bare "Congo" is the other one."""
    if not any(item.actor == "COD" and len(item.text) > 5 for item in found):
        return found
    return [replace(item, actor="COG") if item.text == "Congo" else item for item in found]


def _spellings(form: Form) -> Sequence[str]:
    text = form.text.replace("’", "'")
    if form.kind is FormKind.ORGAN and not form.case_sensitive:
        return tuple(dict.fromkeys((text, text.lower(), text.title(), text.capitalize())))
    if form.kind in (FormKind.STATE, FormKind.ORGANISATION) and len(text) > 4:
        return (text, text.upper())  # headlines in capitals; never small letters: "turkey", "chad", "jordan"
    return (text,)


def _bounded(text: str, start: int, end: int) -> bool:
    if start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        return False
    if end < len(text) and text[end].isalnum() and text[end - 1] != ".":
        return False
    return not (end < len(text) and text[end] == "." and text[end + 1 : end + 2].isalpha() and text[end - 1].isupper())


def _actor(form: Form, on: date | None) -> str:
    """Whom the form means: nobody yet for an organ name that many share, the predecessor of one not yet there."""
    if form.kind is FormKind.ORGAN and form.risky:
        return ""
    if on is None or not form.actor:
        return form.actor
    from foedus.actors import register

    body = register().get(form.actor)
    if body is None or body.existed(on) or (body.exists[0].start or on) <= on:
        return form.actor  # one that has ended is still named for what it did
    before = register().stood_for(form.actor, on)
    return before[0] if len(before) == 1 else form.actor


_BYGONE = 60
"""Years after which a state's adjective means something else: "Central American", "Sardinian"."""


def _long_gone(form: Form, on: date) -> bool:
    """An adjective or capital of a state that ended long ago: its name alone still means it."""
    if form.kind not in (FormKind.ADJECTIVE, FormKind.DEMONYM, FormKind.CAPITAL) or form.end is None:
        return False
    return on.year - form.end.year > _BYGONE


def _choose(forms: Sequence[Form], on: date | None) -> Form | None:
    if on is not None:
        forms = [form for form in forms if not _long_gone(form, on)]
    held = [form for form in forms if form.holds(on)]
    # a name out of its time still names its bearer ("Soviet" in a text of 2018), if nobody else bears it now
    pool = held or list(forms)
    # with no day to go by, it means the one that still bears it: "Austria"
    return min(pool, key=lambda f: (f.risky, not f.actor, on is None and f.end is not None)) if pool else None


@cache
def finder() -> ActorFinder:
    """The finder over the whole register, built once a process."""
    from foedus.actors import register

    return ActorFinder(form for forms in register().surface_forms().values() for form in forms)
