"""Claims under the rules of preference make the record: acts, what is said beside them, and every disagreement.

Pure: the same claims in any order give the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from foedus.ledger.preference import Preference, preference
from foedus.ledger.testimony import Testimony, from_claim, voice
from foedus.model.acts import Act, ActKind
from foedus.model.claims import Claim, Modality
from foedus.model.dates import PartialDate
from foedus.model.entries import Recorded, Standing
from foedus.model.record import ActOnRecord, Beside, Conflict, Record, Saying

Law = Callable[[Act], str | None]
"""Says in words how an act contradicts the law, or None. Given by a caller that knows the law; the record does not."""

_Key = tuple[str, str, str]
_SHOWN = 5
"""How many sources an act names; its claims name all."""


def record(
    treaty: str,
    claims: Iterable[Recorded[Claim]],
    *,
    depositary: Iterable[str] = (),
    law: Law | None = None,
) -> Record:
    """The record of a treaty from its recorded claims.

    ``depositary``: ids or names of the treaty's depositaries, whose word stands first. ``law``: see `Law`.
    """
    return weigh(treaty, [from_claim(item) for item in claims], depositary=depositary, law=law)


def weigh(treaty: str, found: Sequence[Testimony], *, depositary: Iterable[str] = (), law: Law | None = None) -> Record:
    """The record that testimonies make: see `record`."""
    rules = preference()
    keepers = frozenset(depositary)
    counted = [item for item in found if item.standing is Standing.OPEN or item.standing.counts]
    witnesses: list[Testimony] = []
    others: list[Testimony] = []
    for item in counted:
        (witnesses if makes_an_act(item, rules) else others).append(item)
    weighed = [_Weighed(key, group, rules, keepers) for key, group in _groups(witnesses, rules)]
    denials = sorted((item for item in others if item.modality == Modality.DENIED), key=lambda item: item.id)
    made: list[ActOnRecord] = []
    conflicts: list[Conflict] = []
    for group in _together(weighed, rules):
        disputes = [*group.disputes(), *group.denied_by(denials)]
        act = group.act("; ".join(conflict.says for conflict in disputes) or None)
        if law is not None and (says := law(act)):
            disputes.append(_against_law(act, group, says))
        made.append(group.on_record(act))
        conflicts += [conflict.model_copy(update={"act": act.id}) for conflict in disputes]
    made.sort(key=lambda one: _order(one.act))
    return Record(
        treaty=treaty,
        on_record=tuple(made),
        beside=tuple(_beside(others)),
        conflicts=tuple(sorted(conflicts, key=lambda one: (one.kind, one.by, one.about, one.says))),
        claims=len(counted),
    )


def makes_an_act(item: Testimony, rules: Preference) -> bool:
    """Whether a claim says that an act was done, and not only believed or suspected; a person's word settles it."""
    if item.modality != Modality.OCCURRED:
        return False
    return item.certainty in rules.certainty or item.standing in (Standing.ACCEPTED, Standing.CORRECTED)


class _Cluster:
    """The testimonies about one act, and the days that they give."""

    def __init__(self, key: _Key, items: list[Testimony]) -> None:
        self.key = key
        self.items = items
        self.days = {item.date.edtf: item.date for item in items if item.date is not None}

    def fits(self, key: _Key, item: Testimony) -> bool:
        """Whether a claim that leaves out the actor or organ can be about this act."""
        if key[2] and self.key[2] != key[2]:
            return False
        return not self.days or item.date is None or any(_agree(item.date, day) for day in self.days.values())


def _groups(witnesses: Sequence[Testimony], rules: Preference) -> list[tuple[_Key, list[Testimony]]]:
    """The testimonies about one act each, told apart by kind, actor and, for chambers, organ."""
    sure: dict[_Key, list[Testimony]] = {}
    vague: dict[_Key, list[Testimony]] = {}
    kinds = {act: (act in rules.joint, rules.key_of(act) == "organ") for act in {item.act for item in witnesses}}
    for item in witnesses:
        joint, each_organ = kinds[item.act]
        organ = (item.organ or "") if each_organ else ""
        for actor in ("",) if joint or not item.actors else item.actors:
            lacks = (not joint and not actor) or (each_organ and not organ)
            (vague if lacks else sure).setdefault((item.act, actor, organ), []).append(item)
    clusters: dict[str, dict[str, list[_Cluster]]] = {}
    for key, group in sorted(sure.items()):
        of_actor = clusters.setdefault(key[0], {}).setdefault(key[1], [])
        of_actor.extend(_Cluster(key, part) for part in _acts_of(key[0], group, rules))
    for key, group in sorted(vague.items()):
        # Clusters of claims as vague as this one are made only after all of them were tried against the others.
        by_actor = clusters.setdefault(key[0], {})
        near = by_actor.get(key[1], []) if key[1] else [one for part in by_actor.values() for one in part]
        rest = [item for item in group if not _joins(key, item, near, rules)]
        by_actor.setdefault(key[1], []).extend(_Cluster(key, part) for part in _acts_of(key[0], rest, rules))
    return [
        (cluster.key, cluster.items)
        for _, by_actor in sorted(clusters.items())
        for _, part in sorted(by_actor.items())
        for cluster in part
    ]


def _acts_of(kind: str, group: list[Testimony], rules: Preference) -> list[list[Testimony]]:
    if not group:
        return []
    return [group] if rules.key_of(kind) == "once" else _by_day(group)


def _joins(key: _Key, item: Testimony, clusters: list[_Cluster], rules: Preference) -> bool:
    """Give a claim that leaves out the actor or organ to each act it fits; False where there is none.

    Of an act that may be done often, a claim without a day fits none in particular.
    """
    fits = [cluster for cluster in clusters if cluster.fits(key, item)]
    if item.date is None and len(fits) > 1 and rules.key_of(key[0]) == "often":
        return False
    for cluster in fits:
        cluster.items.append(item)
    return bool(fits)


def _by_day(group: Sequence[Testimony]) -> list[list[Testimony]]:
    """Claims of an act that may be done more than once, as one act for each day; undated ones join the only one."""
    dated = sorted((item for item in group if item.date is not None), key=_exact_first)
    clusters: dict[PartialDate, list[Testimony]] = {}
    for item in dated:
        assert item.date is not None
        near = next((day for day in clusters if _agree(day, item.date)), None)
        clusters.setdefault(near or item.date, []).append(item)
    undated = [item for item in group if item.date is None]
    found = list(clusters.values())
    if undated and len(found) == 1:
        found[0].extend(undated)
    elif undated:
        found.append(undated)
    return found


def _exact_first(item: Testimony) -> tuple[int, PartialDate | None, str]:
    assert item.date is not None
    return (item.date.latest - item.date.earliest).days, None, item.date.edtf


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether both can be the same day."""
    return one is None or other is None or (one.earliest <= other.latest and other.earliest <= one.latest)


class _Weighed:
    """The testimonies of one act in the order of preference, with the day that they give."""

    def __init__(self, key: _Key, group: Sequence[Testimony], rules: Preference, depositary: frozenset[str]) -> None:
        self.kind = ActKind(key[0])
        joint = key[0] in rules.joint
        self.by = frozenset([key[1]] if key[1] else (a for item in group for a in item.actors) if joint else ())
        self.rules = rules
        ranked = []
        classes: dict[str, str] = {}
        for item in {item.id: item for item in group}.values():
            speaker = item.source[0] if item.source else (item.publisher or "")
            source = classes.get(speaker)
            if source is None:
                source = rules.source(speaker, depositary, self.by or frozenset(item.actors))
                if self.by:
                    classes[speaker] = source
            ranked.append((rules.rank(item, source), item.id, source, item))
        ranked.sort()  # no two of one id, so nothing after it is compared
        self.ranks = [entry[0] for entry in ranked]
        self.items = [entry[3] for entry in ranked]
        self.source = ranked[0][2]
        self.day = self._day()

    def _day(self) -> PartialDate | None:
        """The preferred claim's day, made more exact by those that fit into it; not one after its own report."""
        late = {item.id for item in _late(self.items)}
        sound = [item for item in self.items if item.id not in late] if late else self.items
        days = _days(sound) or _days(self.items)
        chosen = days[0] if days else None
        for day in days[1:]:
            if chosen is not None and chosen.earliest <= day.earliest and day.latest <= chosen.latest:
                chosen = day
        return chosen

    @cached_property
    def agreeing(self) -> list[Testimony]:
        """The testimonies that fit the chosen day."""
        return [item for item in self.items if item.date is self.day or _agree(item.date, self.day)]

    @cached_property
    def voices(self) -> list[str]:
        """Who says so, the preferred one first."""
        return _voices(self.agreeing)

    def act(self, disputed: str | None) -> Act:
        """The act on record. It was known from the first day on which a claim of it was published."""
        agreeing = self.agreeing
        published = [item.published for item in agreeing if item.published is not None]
        return Act(
            kind=self.kind,
            by=tuple(sorted(self.by)),
            date=self.day,
            known=min(published, default=None),
            organ=next((item.organ for item in agreeing if item.organ), None),
            source="; ".join(self.voices[:_SHOWN]),
            claims=tuple(item.id for item in agreeing),
            disputed=disputed,
        )

    def on_record(self, act: Act) -> ActOnRecord:
        """The act with what supports it."""
        best = self.agreeing[0]
        return ActOnRecord(
            act=act,
            preferred=best.id,
            why=self.rules.why(best, self.source, self.ranks),
            claims=act.claims,
            sources=tuple(self.voices),
        )

    def disputes(self) -> list[Conflict]:
        """Days that cannot all be right, and acts said to be done after the report of them."""
        found = []
        apart: dict[str, list[Testimony]] = {}
        if len(self.agreeing) < len(self.items):
            for item in self.items:
                if not _agree(item.date, self.day):
                    apart.setdefault(str(item.date), []).append(item)
        if apart:
            sayings = [_saying(str(self.day), [one for one in self.agreeing if one.date is not None], preferred=True)]
            sayings += [_saying(day, items) for day, items in apart.items()]
            others = ", ".join(f"{day} ({_voices(items)[0]})" for day, items in apart.items())
            found.append(self._conflict("day", f"{self.named} on {self.day}; others say {others}", sayings))
        if late := _late(self.items):
            says = f"{self.named} is reported as done before its day, {late[0].date}"
            found.append(self._conflict("time", says, [_saying(str(late[0].date), late)]))
        return found

    def denied_by(self, denials: Iterable[Testimony]) -> list[Conflict]:
        """Those who say that the act was not done."""
        against = [
            item
            for item in denials
            if item.act == self.kind
            and (not item.actors or not self.by or self.by & set(item.actors))
            and _agree(item.date, self.day)
        ]
        if not against:
            return []
        sayings = [_saying("done", self.agreeing, preferred=True), _saying("not done", against)]
        return [self._conflict("whether", f"{self.named}: denied by {_voices(against)[0]}", sayings)]

    @property
    def named(self) -> str:
        """The act in words: ``ratification by RUS``."""
        by = f" by {', '.join(sorted(self.by))}" if self.by else ""
        return f"{self.kind.value.replace('_', ' ')}{by}"

    def _conflict(self, about: str, says: str, sayings: Iterable[Saying]) -> Conflict:
        return Conflict(about=about, kind=self.kind, by=tuple(sorted(self.by)), says=says, sayings=tuple(sayings))


def _days(items: Iterable[Testimony]) -> list[PartialDate]:
    """Each day that is given, once, the preferred claim's first."""
    return list({item.date.edtf: item.date for item in items if item.date is not None}.values())


def _late(items: Iterable[Testimony]) -> list[Testimony]:
    """Claims that an act occurred on a day after the claim was published: they have its day wrong."""
    return [
        item
        for item in items
        if item.date is not None and item.published is not None and item.date.earliest > item.published
    ]


def _together(found: Iterable[_Weighed], rules: Preference) -> list[_Weighed]:
    """Signatures of several on one day as the one act that they are."""
    kept: dict[tuple[object, ...], _Weighed] = {}
    for place, item in enumerate(found):
        key: tuple[object, ...] = (item.kind, item.day) if item.kind.value in rules.together else (item.kind, place)
        first = kept.setdefault(key, item)
        if first is not item:
            first.by |= item.by
            both = {(rank, one.id): one for rank, one in zip(first.ranks, first.items, strict=True)}
            both |= {(rank, one.id): one for rank, one in zip(item.ranks, item.items, strict=True)}
            once = {
                one.id: (rank, one) for (rank, _), one in sorted(both.items(), key=lambda pair: pair[0], reverse=True)
            }
            ordered = sorted(once.values(), key=lambda pair: (pair[0], pair[1].id))
            first.ranks = [rank for rank, _ in ordered]
            first.items = [one for _, one in ordered]
    return list(kept.values())


def _against_law(act: Act, item: _Weighed, says: str) -> Conflict:
    return Conflict(
        about="law", kind=act.kind, by=act.by, says=says, sayings=(_saying(str(act.date or "done"), item.agreeing),)
    )


def _beside(others: Iterable[Testimony]) -> list[Beside]:
    groups: dict[tuple[str, tuple[str, ...], str, str, str], list[Testimony]] = {}
    for item in others:
        key = (item.act, tuple(sorted(item.actors)), item.modality, item.certainty, str(item.date or ""))
        groups.setdefault(key, []).append(item)
    return [
        Beside(
            kind=ActKind(act),
            by=by,
            modality=modality,
            certainty=certainty,
            date=items[0].date,
            claims=tuple(sorted(item.id for item in items)),
            sources=tuple(_voices(sorted(items, key=lambda item: item.id))),
        )
        for (act, by, modality, certainty, _), items in sorted(groups.items())
    ]


def _saying(value: str, items: Sequence[Testimony], *, preferred: bool = False) -> Saying:
    return Saying(
        value=value,
        claims=tuple(item.id for item in items),
        sources=tuple(_voices(items)),
        preferred=preferred,
    )


def _voices(items: Iterable[Testimony]) -> list[str]:
    return [voice(*key) for key in dict.fromkeys([(item.source, item.publisher or item.name) for item in items])]


def _order(act: Act) -> tuple[str, str, tuple[str, ...], str]:
    day = act.date or None
    return (day.earliest.isoformat() if day else "9999", act.kind, act.by, act.id)
