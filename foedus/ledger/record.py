"""Claims under the rules of preference make the record: acts, what is said beside them, and every disagreement.

Pure: the same claims in any order give the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from foedus.ledger.preference import FAR, Preference, preference
from foedus.ledger.testimony import Said, Testimony, from_claim
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

    ``depositary``: ids or names of the treaty's depositaries, whose word stands first. ``law``: see `Law`. The same
    claim twice counts once.
    """
    once = {item.id: item for item in claims}
    return weigh(treaty, [from_claim(item) for item in once.values()], depositary=depositary, law=law)


def weigh(treaty: str, found: Sequence[Testimony], *, depositary: Iterable[str] = (), law: Law | None = None) -> Record:
    """The record that testimonies make: see `record`."""
    rules = preference()
    keepers = frozenset(depositary)
    counted, witnesses, others = _parted(found, rules)
    weighed = [_Weighed(about, witnesses, rules, keepers) for about in _groups(witnesses, rules)]
    denials = sorted((item for item in others if item.said.modality == Modality.DENIED), key=lambda item: item.id)
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
        claims=counted,
    )


_Witnesses = dict[Said, list[Testimony]]
"""Testimonies under what they say: what is said is looked at once, however many say it."""


def _parted(found: Sequence[Testimony], rules: Preference) -> tuple[int, _Witnesses, list[Testimony]]:
    """How many testimonies count; those that make an act; those that stand beside the record.

    A claim makes an act where it says that the act was done, and does not only believe or suspect it; a person's
    word settles it.
    """
    counted = 0
    together: _Witnesses = {}
    for item in found:
        if item.standing is Standing.OPEN or item.standing.counts:
            counted += 1
            if item.said in together:
                together[item.said].append(item)
            else:
                together[item.said] = [item]
    witnesses: _Witnesses = {}
    others: list[Testimony] = []
    for said, items in together.items():
        if not said.occurred:
            others += items
        elif said.certainty in rules.certainty:
            witnesses[said] = items
        else:
            settled = [item for item in items if item.standing is not Standing.OPEN]
            others += [item for item in items if item.standing is Standing.OPEN]
            if settled:
                witnesses[said] = settled
    return counted, witnesses, others


class _Cluster:
    """What is said about one act, and the days that are given."""

    def __init__(self, key: _Key, sayings: list[Said]) -> None:
        self.key = key
        self.sayings = sayings
        self.days = {said.date.edtf: said for said in sayings if said.date is not None}

    def fits(self, key: _Key, said: Said) -> bool:
        """Whether a claim that leaves out the actor or organ can be about this act."""
        if key[2] and self.key[2] != key[2]:
            return False
        return not self.days or said.date is None or any(_agree(said, day) for day in self.days.values())


def _groups(witnesses: Iterable[Said], rules: Preference) -> list[_Cluster]:
    """What is said about one act each, told apart by kind, actor and, for chambers, organ."""
    sure: dict[_Key, list[Said]] = {}
    vague: dict[_Key, list[Said]] = {}
    kinds = {act: (act in rules.joint, rules.key_of(act) == "organ") for act in {said.act for said in witnesses}}
    for said in witnesses:
        joint, each_organ = kinds[said.act]
        organ = (said.organ or "") if each_organ else ""
        for actor in ("",) if joint or not said.actors else dict.fromkeys(said.actors):
            lacks = (not joint and not actor) or (each_organ and not organ)
            (vague if lacks else sure).setdefault((said.act, actor, organ), []).append(said)
    clusters: dict[str, dict[str, list[_Cluster]]] = {}
    for key, group in sorted(sure.items()):
        of_actor = clusters.setdefault(key[0], {}).setdefault(key[1], [])
        of_actor.extend(_Cluster(key, part) for part in _acts_of(key[0], group, rules))
    for key, group in sorted(vague.items()):
        # Clusters of claims as vague as this one are made only after all of them were tried against the others.
        by_actor = clusters.setdefault(key[0], {})
        near = by_actor.get(key[1], []) if key[1] else [one for part in by_actor.values() for one in part]
        rest = [said for said in group if not _joins(key, said, near, rules)]
        by_actor.setdefault(key[1], []).extend(_Cluster(key, part) for part in _acts_of(key[0], rest, rules))
    return [
        cluster for _, by_actor in sorted(clusters.items()) for _, part in sorted(by_actor.items()) for cluster in part
    ]


def _acts_of(kind: str, group: list[Said], rules: Preference) -> list[list[Said]]:
    if not group:
        return []
    return [group] if rules.key_of(kind) == "once" else _by_day(group)


def _joins(key: _Key, said: Said, clusters: list[_Cluster], rules: Preference) -> bool:
    """Give a claim that leaves out the actor or organ to each act it fits; False where there is none.

    Of an act that may be done often, a claim without a day fits none in particular.
    """
    fits = [cluster for cluster in clusters if cluster.fits(key, said)]
    if said.date is None and len(fits) > 1 and rules.key_of(key[0]) == "often":
        return False
    for cluster in fits:
        cluster.sayings.append(said)
    return bool(fits)


def _by_day(group: Sequence[Said]) -> list[list[Said]]:
    """Claims of an act that may be done more than once, as one act for each day; undated ones join the only one."""
    dated = sorted((said for said in group if said.date is not None), key=_exact_first)
    clusters: dict[PartialDate, list[Said]] = {}
    first: list[Said] = []
    for said in dated:
        assert said.date is not None
        near = said if said.date in clusters else next((one for one in first if _agree(one, said)), None)
        if near is None:
            first.append(said)
            clusters[said.date] = [said]
        else:
            assert near.date is not None
            clusters[near.date].append(said)
    undated = [said for said in group if said.date is None]
    found = list(clusters.values())
    if undated and len(found) == 1:
        found[0].extend(undated)
    elif undated:
        found.append(undated)
    return found


def _exact_first(said: Said) -> tuple[int, str]:
    assert said.date is not None
    return (said.date.latest - said.date.earliest).days, said.date.edtf


def _agree(one: Said, other: Said) -> bool:
    """Whether both can be of the same day."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return True
    return one.first <= other.last and other.first <= one.last


class _Weighed:
    """The testimonies of one act in the order of preference, with the day that they give."""

    def __init__(self, about: _Cluster, witnesses: _Witnesses, rules: Preference, depositary: frozenset[str]) -> None:
        kind, actor, _ = about.key
        self.kind = ActKind(kind)
        self.rules = rules
        everyone = (one for said in about.sayings for one in said.actors) if kind in rules.joint else ()
        self.by = frozenset([actor] if actor else everyone)
        near, unknown = rules.shift["nearness"], FAR << rules.shift["nearness"]
        undecided = rules.decision(Standing.OPEN)
        speakers: dict[frozenset[str], dict[str, int]] = {}
        ranked = []
        for said in about.sayings:
            last = said.last
            acting = self.by or frozenset(said.actors)
            heard = speakers.setdefault(acting, {})
            fixed = rules.fixed(said)
            for item in witnesses[said]:
                id, _, report, standing, _ = item
                speaker = said.source[0] if said.source else (report.publisher or "")
                if speaker not in heard:
                    heard[speaker] = rules.speaker(speaker, depositary, acting)
                rank = (
                    fixed
                    + heard[speaker]
                    + (unknown if last is None or report.day is None else abs(report.day - last) << near)
                )
                rank += undecided if standing is Standing.OPEN else rules.decision(standing)
                ranked.append((rank, id, item))  # no two are of one id, so nothing after it is compared
        self._put(ranked)
        self.day = self._day()

    def _put(self, ranked: Iterable[tuple[int, str, Testimony]]) -> None:
        """Take the testimonies in, the preferred one first, and note those of a day after their own report."""
        ordered = sorted(ranked)
        self.ranks = [rank for rank, _, _ in ordered]
        self.items = [item for _, _, item in ordered]
        self.late = [item for item in self.items if _is_late(item.said.first, item.report.day)]

    def join(self, other: _Weighed) -> None:
        """Take in the testimonies of the same act by others; of an id in both, the better rank counts."""
        best: dict[str, tuple[int, str, Testimony]] = {}
        for one in (self, other):
            for rank, item in zip(one.ranks, one.items, strict=True):
                if item.id not in best or rank < best[item.id][0]:
                    best[item.id] = (rank, item.id, item)
        self.by |= other.by
        self._put(best.values())

    def _day(self) -> PartialDate | None:
        """The preferred claim's day, made more exact by those that fit into it; not one after its own report."""
        late = {item.id for item in self.late}
        days = (_days(item for item in self.items if item.id not in late) if late else []) or _days(self.items)
        chosen = days[0] if days else None
        for day in days:
            if chosen is not None and _within(day, chosen):
                chosen = day
        return chosen.date if chosen is not None else None

    @cached_property
    def agreeing(self) -> list[Testimony]:
        """The testimonies that fit the chosen day."""
        day = self.day
        if day is None:
            return self.items
        fits = {said: _fits(said, day) for said in {item.said for item in self.items}}
        return [item for item in self.items if fits[item.said]]

    @cached_property
    def voices(self) -> list[str]:
        """Who says so, the preferred one first."""
        return _voices(self.agreeing)

    def act(self, disputed: str | None) -> Act:
        """The act on record. It was known from the first day on which a claim of it was published."""
        agreeing = self.agreeing
        published = {item.report.published for item in agreeing}
        return Act(
            kind=self.kind,
            by=tuple(sorted(self.by)),
            date=self.day,
            known=min((day for day in published if day is not None), default=None),
            organ=next((item.said.organ for item in agreeing if item.said.organ), None),
            source="; ".join(self.voices[:_SHOWN]),
            claims=tuple([item.id for item in agreeing]),
            disputed=disputed,
        )

    def on_record(self, act: Act) -> ActOnRecord:
        """The act with what supports it."""
        best = self.agreeing[0]
        return ActOnRecord(
            act=act,
            preferred=best.id,
            why=self.rules.why(self.ranks[self.items.index(best) :]),
            claims=act.claims,
            sources=tuple(self.voices),
        )

    def disputes(self) -> list[Conflict]:
        """Days that cannot all be right, and acts said to be done after the report of them."""
        found = []
        apart: dict[str, list[Testimony]] = {}
        if len(self.agreeing) < len(self.items):
            held = {item.id for item in self.agreeing}
            for item in self.items:
                if item.id not in held:
                    apart.setdefault(str(item.said.date), []).append(item)
        if apart:
            dated = [item for item in self.agreeing if item.said.date is not None]
            sayings = [_saying(str(self.day), dated, preferred=True)]
            sayings += [_saying(day, items) for day, items in apart.items()]
            others = ", ".join(f"{day} ({_voices(items)[0]})" for day, items in apart.items())
            found.append(self._conflict("day", f"{self.named} on {self.day}; others say {others}", sayings))
        if self.late:
            day = str(self.late[0].said.date)
            says = f"{self.named} is reported as done before its day, {day}"
            found.append(self._conflict("time", says, [_saying(day, self.late)]))
        return found

    def denied_by(self, denials: Iterable[Testimony]) -> list[Conflict]:
        """Those who say that the act was not done."""
        day = self.day
        against = [
            item
            for item in denials
            if item.said.act == self.kind
            and (not item.said.actors or not self.by or self.by & set(item.said.actors))
            and (day is None or _fits(item.said, day))
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


def _days(items: Iterable[Testimony]) -> list[Said]:
    """Of each day that is given, one saying, the preferred claim's first."""
    found: dict[str, Said] = {}
    for said in dict.fromkeys([item.said for item in items]):
        if said.date is not None:
            found.setdefault(said.date.edtf, said)
    return list(found.values())


def _within(day: Said, other: Said) -> bool:
    """Whether the first day lies in the other."""
    if day.first is None or day.last is None or other.first is None or other.last is None:
        return False
    return other.first <= day.first and day.last <= other.last


def _is_late(done: int | None, told: int | None) -> bool:
    """Whether an act is said to have been done after the day on which that was published."""
    return done is not None and told is not None and done > told


def _fits(said: Said, day: PartialDate) -> bool:
    """Whether what is said can be of that day."""
    return said.date is None or (said.date.earliest <= day.latest and day.earliest <= said.date.latest)


def _together(found: Iterable[_Weighed], rules: Preference) -> list[_Weighed]:
    """Signatures of several on one day as the one act that they are."""
    kept: dict[tuple[object, ...], _Weighed] = {}
    for place, item in enumerate(found):
        key: tuple[object, ...] = (item.kind, item.day) if item.kind.value in rules.together else (item.kind, place)
        first = kept.setdefault(key, item)
        if first is not item:
            first.join(item)
    return list(kept.values())


def _against_law(act: Act, item: _Weighed, says: str) -> Conflict:
    return Conflict(
        about="law", kind=act.kind, by=act.by, says=says, sayings=(_saying(str(act.date or "done"), item.agreeing),)
    )


def _beside(others: Iterable[Testimony]) -> list[Beside]:
    groups: dict[tuple[str, tuple[str, ...], str, str, str], list[Testimony]] = {}
    for item in others:
        said = item.said
        key = (said.act, tuple(sorted(said.actors)), said.modality, said.certainty, str(said.date or ""))
        groups.setdefault(key, []).append(item)
    return [
        Beside(
            kind=ActKind(act),
            by=by,
            modality=modality,
            certainty=certainty,
            date=items[0].said.date,
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
    return list(dict.fromkeys([item.voice for item in items]))


def _order(act: Act) -> tuple[str, str, tuple[str, ...], str]:
    day = act.date or None
    return (day.earliest.isoformat() if day else "9999", act.kind, act.by, act.id)
