"""The project's own status engine as a source: who is bound to what, day by day, with the conditions of each clause.

What no published panel carries: which article, under which conditions, by which act, known when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from foedus.actors import register
from foedus.model.obligations import Obligation, ObligationKind, Trigger
from foedus.model.standings import PartyStanding
from foedus.model.treaty import Treaty
from foedus.panels.choices import no_such
from foedus.panels.columns import UNKNOWN, Both, Column, Edition
from foedus.panels.needs import load
from foedus.panels.pledges import PledgeKind, Pledges, pledge_columns
from foedus.panels.version import version

if TYPE_CHECKING:
    from foedus.panels.units import Units

_BOUND = frozenset({PartyStanding.PARTY.value, PartyStanding.WITHDRAWING.value, PartyStanding.PROVISIONAL.value})
"""The standings in which a state is bound (VCLT 26, 25; a withdrawing state until its notice runs out, 70(1)(b))."""
_EPOCH = 719163
_FAR = (date(1, 1, 1).toordinal() - _EPOCH, date(9999, 12, 31).toordinal() - _EPOCH)

CONDITIONS = ("adversary", "place", "conflict", "number", "demand", "unprovoked", "request")
"""What an obligation may depend on, in the words of ATOP's variables."""


class _Bound(NamedTuple):
    """A state bound (1) or perhaps bound (`UNKNOWN`) by a treaty between two days, by an act."""

    state: str
    start: int
    end: int
    value: int
    act: str


class _Owed(NamedTuple):
    """One pledge of one state to another, before it becomes a place in the arrays."""

    giver: str
    taker: str
    start: int
    end: int
    value: int
    kind: int
    treaty: str
    clause: str
    acts: str
    file: str
    conditions: frozenset[str]


def conditions_of(when: Trigger | None) -> frozenset[str]:
    """What a trigger makes an obligation depend on (ATOP ``defcoadv``, ``defcoloc``, ``defcocon``, ``defconum``,
    ``defcodem``, ``defconpr``, ``concoreq``)."""
    if when is None:
        return frozenset()
    by = when.by
    named = (
        by.states or by.supported_by or by.alternatives or by.great_power or by.european or by.defined or by.not_states
    )
    held = {
        "adversary": bool(named),
        "place": bool(when.where),
        "conflict": bool(when.conflict),
        "number": by.at_least > 1,
        "demand": bool(when.after_demand),
        "unprovoked": when.unprovoked,
        "request": when.request,
    }
    return frozenset(name for name, there in held.items() if there)


def status(
    kind: str | Sequence[str] = "defence",
    *,
    treaties: Iterable[Treaty] | None = None,
    known: date | None = None,
    through: date | None = None,
    prefix: str = "status_",
    conditions: bool = True,
) -> StatusSource:
    """Obligations of one or several kinds, by the treaties of the atlas (or ``treaties``), as columns on any day.

    ``kind``: ``defence``, ``offence``, ``neutrality``, ``nonaggression``, ``consultation``, ``guarantee`` … ``known``:
    only acts made known by that day. ``through``: the last day that may be asked about; by default the latest day of
    an act in the treaties. ``conditions``: also ``…_unconditional`` and ``…_if_<condition>``. A cell is 0 where no
    treaty given pledges it: the atlas is a choice of treaties, and the description says so.
    Raises `FoedusError` FOE612 for an unknown kind.
    """
    kinds = [kind] if isinstance(kind, str) else list(kind)
    known_kinds = [item.value for item in ObligationKind]
    for name in kinds:
        if name not in known_kinds:
            raise no_such(name, "kind of obligation", known_kinds)
    given = _atlas() if treaties is None else {treaty.id: treaty for treaty in treaties}
    first, last = _span(given.values())
    whose = "of the atlas" if treaties is None else "as given"
    note = f"{len(given)} treaties {whose}: 0 says that none of them pledges it, not that no treaty does"
    end = min(through.toordinal() - _EPOCH, _FAR[1]) if through else last
    known_note = (f"as known on {known}",) if known else ()
    edition = Edition(
        "status",
        "Foedus status",
        version(),
        first,
        end,
        ("atlas",) if treaties is None else ("treaties",),
        ("foedus",),
        (note, *known_note),
    )
    return StatusSource(edition, tuple(kinds), given, known, prefix, conditions)


def _atlas() -> Mapping[str, Treaty]:
    from foedus.treaties import atlas

    return {**atlas()}


def _span(treaties: Iterable[Treaty]) -> tuple[int, int]:
    dates = [act.date for treaty in treaties for act in treaty.acts if act.date]
    days = [day for known in dates for day in (known.earliest, known.latest) if date.min < day < date.max]
    days += [treaty.as_of for treaty in treaties if treaty.as_of]
    if not days:
        return _FAR
    return date(1816, 1, 1).toordinal() - _EPOCH, max(days).toordinal() - _EPOCH


@dataclass
class StatusSource:
    """Commitments by the status engine: each obligation between each two states while both are bound."""

    edition: Edition
    kinds: tuple[str, ...]
    treaties: Mapping[str, Treaty]
    known: date | None
    prefix: str
    conditions: bool
    _members: list[tuple[str, _Bound]] = field(default_factory=list, repr=False)

    @cached_property
    def pledges(self) -> Pledges:
        """Every pledge as a spell, in the register's own ids."""
        owed = [item for treaty in self.treaties.values() for item in self._of(treaty)]
        return _pledges(owed, self.kinds)

    def columns(self, units: Units, both: Both) -> list[Column]:
        """``status_<kind>`` and, with conditions, ``status_<kind>_unconditional`` and ``status_<kind>_if_…``."""
        return pledge_columns(
            self.pledges, units, both, self.edition, prefix=self.prefix, any_name=None, with_conditions=self.conditions
        )

    def member_spells(self) -> dict[str, Any]:
        """Each state's spells of being bound by each treaty that owes one of the kinds."""
        np = load("numpy")
        rows = [
            (treaty.id, bound)
            for treaty in self.treaties.values()
            if any(item.kind.value in self.kinds for item in treaty.obligations)
            for bound in _bound(treaty, self.treaties, self.known)[0]
        ]
        start = np.array([max(bound.start, self.edition.first_day) for _, bound in rows], dtype=np.int64)
        end = np.array([min(bound.end, self.edition.last_day) for _, bound in rows], dtype=np.int64)
        return {
            "treaty": [treaty for treaty, _ in rows],
            "state": [bound.state for _, bound in rows],
            "start": start,
            "end": end,
            "early": start,
            "late": end,
            "bound": np.array([bound.value for _, bound in rows], dtype=np.int8),
            "act": [bound.act for _, bound in rows],
        }

    def _of(self, treaty: Treaty) -> Iterator[_Owed]:
        items = [item for item in treaty.obligations if item.kind.value in self.kinds]
        if not items:
            return
        bound, suspended = _bound(treaty, self.treaties, self.known)
        by: dict[str, list[_Bound]] = {}
        for spell in bound:
            by.setdefault(spell.state, []).append(spell)
        for item in items:
            kind = self.kinds.index(item.kind.value)
            for giver, taker in _pairs(item, by):
                for mine, theirs in product(by.get(giver, ()), _takers(item, treaty, taker, by)):
                    yield from _owed(treaty, item, kind, mine, theirs, suspended)


def _takers(item: Obligation, treaty: Treaty, taker: str, by: Mapping[str, Sequence[_Bound]]) -> Sequence[_Bound]:
    """When the one who is owed something counts: while bound; a state that is no party, always (VCLT 36).

    A party that is not bound is owed nothing, unless the clause is for the good of any state.
    """
    if item.owed == "any state" or (item.directions and taker not in treaty.parties and taker not in by):
        return (_Bound(taker, *_FAR, 1, ""),)
    return by.get(taker, ())


def _pairs(item: Obligation, by: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if item.directions:
        yield from ((one, two) for way in item.directions for one in way.from_ for two in way.to if one != two)
    else:
        others = register().states if item.owed == "any state" else by
        yield from ((one, two) for one in by for two in others if one != two)


def _owed(
    treaty: Treaty,
    item: Obligation,
    kind: int,
    mine: _Bound,
    theirs: _Bound,
    suspended: list[tuple[str, str, int, int]],
) -> Iterator[_Owed]:
    start = max(mine.start, theirs.start, _day(item.since, _FAR[0]))
    end = min(mine.end, theirs.end, _day(item.until, _FAR[1]))
    spells = [(start, end)]
    for one, two, begin, until in suspended:
        if {one, two} == {mine.state, theirs.state}:
            spells = [
                piece for low, high in spells for piece in ((low, min(high, begin - 1)), (max(low, until + 1), high))
            ]
    value = 1 if mine.value == theirs.value == 1 else UNKNOWN
    acts = ", ".join(f"act {act}" for act in dict.fromkeys((mine.act, theirs.act)) if act)
    for low, high in spells:
        if low <= high:
            yield _Owed(
                mine.state,
                theirs.state,
                low,
                high,
                value,
                kind,
                treaty.id,
                f"article {item.article}",
                acts,
                f"treaties/{treaty.id}.toml",
                conditions_of(item.when),
            )


def _bound(
    treaty: Treaty, treaties: Mapping[str, Treaty], known: date | None
) -> tuple[list[_Bound], list[tuple[str, str, int, int]]]:
    """When each state is bound, and which pairs have suspended the treaty between them (VCLT 57, 60)."""
    from foedus.status import lay_out

    line = lay_out(treaty, known=known, treaties=treaties, register=register())
    found = []
    for state, spells in line.state_spells.items():
        for spell in spells:
            value = _value(spell.standing, spell.may_be)
            if value:
                end = _FAR[1] if spell.end is None else spell.end.toordinal() - _EPOCH - 1
                act = spell.deed.act.id if spell.deed else ""
                found.append(_Bound(state, spell.start.toordinal() - _EPOCH, end, value, act))
    between = [
        (
            item.by,
            other,
            item.start.lo.toordinal() - _EPOCH,
            item.end.hi.toordinal() - _EPOCH - 1 if item.end else _FAR[1],
        )
        for item in line.suspensions
        for other in item.toward
        if not item.articles
    ]
    return found, between


def _value(standing: str, may_be: Sequence[str]) -> int:
    """1 bound, 0 not, `UNKNOWN` where that hangs on which of the possible standings it was, or nothing is known."""
    possible = may_be or (standing,)
    if standing == PartyStanding.CANNOT_SAY.value and not may_be:
        return UNKNOWN
    count = sum(item in _BOUND for item in possible)
    return UNKNOWN if 0 < count < len(possible) else int(count > 0)


def _day(day: date | None, otherwise: int) -> int:
    return day.toordinal() - _EPOCH if day else otherwise


def _pledges(owed: list[_Owed], kinds: tuple[str, ...]) -> Pledges:
    np = load("numpy")
    count = len(owed)
    owes = np.zeros((count, len(kinds)), dtype=np.int8)
    owes[np.arange(count), [item.kind for item in owed]] = [item.value for item in owed]
    start = np.array([item.start for item in owed], dtype=np.int64)
    end = np.array([item.end for item in owed], dtype=np.int64)
    files = tuple(dict.fromkeys(item.file for item in owed))
    place = {name: n for n, name in enumerate(files)}
    texts = {
        name: np.array([getattr(item, name) for item in owed], dtype=object if name != "giver" else None)
        for name in ("treaty", "clause", "acts")
    }
    conditions = {
        (number, name): np.array([item.kind == number and name in item.conditions for item in owed], dtype=bool)
        for number in range(len(kinds))
        for name in CONDITIONS
        if any(item.kind == number and name in item.conditions for item in owed)
    }
    return Pledges(
        system="own",
        kinds=tuple(PledgeKind(kind, f"owes {kind}", kind) for kind in kinds),
        giver=np.array([item.giver for item in owed], dtype="U8"),
        taker=np.array([item.taker for item in owed], dtype="U8"),
        start=start,
        end=end,
        early=start,
        late=end,
        owes=owes,
        treaty=texts["treaty"],
        phase=np.full(count, "", dtype=object),
        line=texts["acts"],
        files=files,
        file=np.array([place[item.file] for item in owed], dtype=np.int64),
        clauses=texts["clause"],
        conditions=conditions,
    )
