"""One act, one claim: tellings of the same act become one, with its most exact day and most telling words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from foedus.claims.counts import COUNTED, number_told
from foedus.claims.inner import hailed
from foedus.claims.lexicon import every_form
from foedus.claims.linking import Treaty
from foedus.claims.rounds import verb_of
from foedus.claims.scene import Found
from foedus.model.acts import ActKind
from foedus.model.claims import Modality
from foedus.model.dates import PartialDate


def merged(found: Sequence[Found]) -> list[Found]:
    """The acts of a text without repetition, in the order of the words kept."""
    kept: list[Found] = []
    for item in sorted(found, key=_worth, reverse=True):
        if any(_same(item, other) for other in kept):
            _enrich(next(other for other in kept if _same(item, other)), item)
            continue
        kept.append(item)
    kept = [item for item in kept if not _covered(item, kept)]
    kept = [item for item in kept if not _told_in_passing(item, kept)]
    return sorted(kept, key=lambda item: (item.start, item.trigger))


def one_per_handle(found: Sequence[Found]) -> None:
    """Two names that the register knows as one treaty: "the Mine Ban Convention" and "the Ottawa Convention"."""
    first: dict[str, Treaty] = {}
    for item in found:
        handle = item.treaty.handle
        if handle is None or item.treaty.separate:
            continue
        home = first.setdefault(handle.id, item.treaty)
        if home is not item.treaty:
            home.parties.update(item.treaty.parties)
            item.treaty = home


_HEADS = re.compile(r"\b(?:president|king|queen|emir|monarch|head of state|sultan|grand duke)\b", re.I)


def signed_into_law(found: Sequence[Found]) -> list[Found]:
    """After a vote at home "it now needs the president's signature" means ratification by that state, still to come."""
    votes = [o for o in found if o.act is ActKind.LEGISLATIVE_APPROVAL and o.modality is Modality.OCCURRED]
    for item in found:
        if item.act is not ActKind.SIGNATURE or item.modality is Modality.OCCURRED or item.modality is Modality.DENIED:
            continue
        vote = next((o for o in votes if o.treaty is item.treaty and o.actors and o.start <= item.start), None)
        if vote is None or len(vote.actors) != 1:
            continue
        alone = item.actors == vote.actors and item.noun  # "following his signature"
        if not (alone or item.by_head or _HEADS.search(item.organ or "")):
            continue
        if item.actors and len(item.actors) == 1 and item.actors != vote.actors:
            continue
        item.act, item.actors = ActKind.RATIFICATION, vote.actors
        if item.modality is Modality.PROPOSED:
            item.modality = Modality.SCHEDULED
    return list(found)


def _worth(item: Found) -> tuple[int, ...]:
    """What makes a telling the one to keep: a verb, an exact day of its own, an organ, not a headline."""
    date = item.when.date if item.when else None
    exact = 0 if date is None else 3 if date.is_exact else 2 if len(str(date)) == 7 else 1
    return (
        not item.derived,
        not item.heading,
        bool(item.actors),
        _is_total(item),
        exact * item.own_date,
        not item.noun,
        bool(item.organ),
        exact,
        -item.start,
    )


_ONCE = frozenset(
    (ActKind.ENTRY_INTO_FORCE, ActKind.SIGNATURE, ActKind.RATIFICATION, ActKind.DEPOSIT, ActKind.EXCHANGE)
)


_BEGUN = every_form("begin start open launch resume commence restart")
_ENDED = every_form("end conclude collapse finish complete break fail finalise finalize")


def _phase(item: Found) -> str:
    """ "Talks began", "talks collapsed": two turns of one negotiation."""
    if item.rule != "talks" or item.tree is None or not item.tree.parsed:
        return ""
    verb = verb_of(item.tree, item.trigger)
    low = "" if verb is None else item.tree.words[verb].low
    return "begun" if low in _BEGUN else "ended" if low in _ENDED else ""


def _same(a: Found, b: Found) -> bool:
    if a.treaty is not b.treaty or a.act is not b.act:
        return False
    if {_phase(a), _phase(b)} == {"begun", "ended"}:
        return False
    if a.modality is not b.modality and not _weaker(a, b):
        return False
    if not _actors_same(a, b):
        return False
    if a.act is ActKind.RESERVATION and a.condition != b.condition:
        return False
    both = a.modality is b.modality is Modality.PROPOSED
    if both and a.source and b.source and a.source != b.source and a.own_date != b.own_date:
        return False
    if a.act is ActKind.LEGISLATIVE_APPROVAL and (a.own_date or b.own_date) and _other_chamber(a, b):
        return False
    if a.act in _ONCE and a.own_date is not b.own_date and set(a.actors) == set(b.actors):
        return True  # the day of the report or of speech gives way to the act's own day
    if a.modality is b.modality is Modality.PROPOSED and not (a.own_date and b.own_date):
        return True  # the day of saying it again
    done = a.modality is b.modality is Modality.OCCURRED
    if done and set(a.actors) == set(b.actors) != set() and not (a.own_date and b.own_date):
        return True  # a day that is only that of saying it
    return compatible(a.when.date if a.when else None, b.when.date if b.when else None)


_ANY_CHAMBER = frozenset("parliament mps lawmakers deputies members legislature legislators parliamentarians".split())


def _other_chamber(a: Found, b: Found) -> bool:
    """Two chambers of one state, each with its own vote: the State Duma and the Federation Council."""
    if not a.organ or not b.organ or a.modality is Modality.PROPOSED or b.modality is Modality.PROPOSED:
        return False
    mine, its = ({w.lower() for w in o.split() if w[0].isupper() or o.islower()} - {"and"} for o in (a.organ, b.organ))
    return not (mine & its or (mine | its) & _ANY_CHAMBER)


def others_any(item: Found, kept: Sequence[Found]) -> bool:
    """Is the same act of the same treaty told elsewhere, in whatever manner?"""
    return any(o is not item and o.treaty is item.treaty and o.act is item.act for o in kept)


def _weaker(a: Found, b: Found) -> bool:
    """A headline or a plan told again: "to sign" beside "signed", "will" beside "on condition"."""
    pair = {a.modality, b.modality}
    if pair == {Modality.SCHEDULED, Modality.CONDITIONAL}:
        return True
    if (a.heading or b.heading) and Modality.DENIED not in pair:
        return True
    return pair == {Modality.SCHEDULED, Modality.PROPOSED} and a.act is not ActKind.WITHDRAWAL


def _actors_same(a: Found, b: Found) -> bool:
    mine, its = set(a.actors), set(b.actors)
    if (a.collective and not mine) is not (b.collective and not its) and a.act is not ActKind.ENTRY_INTO_FORCE:
        return False  # "another 40 states have ratified it" is not the one whose ratification is awaited
    if mine == its:
        return True
    if not mine or not its:
        bare = b if mine else a
        return ((a.noun or b.noun) and not _is_total(bare)) or a.act is ActKind.ENTRY_INTO_FORCE
    if a.treaty.is_bilateral and a.act in (
        ActKind.SIGNATURE,
        ActKind.EXCHANGE,
        ActKind.NEGOTIATION,
        ActKind.TERMINATION,
        ActKind.INITIALLING,
    ):
        return bool(mine & its)
    return False


def compatible(a: PartialDate | None, b: PartialDate | None) -> bool:
    """May two dates mean the same day?"""
    if a is None or b is None:
        return True
    return a.earliest <= b.latest and b.earliest <= a.latest


def _enrich(kept: Found, item: Found) -> None:
    """Take from a second telling what the first does not say."""
    if kept.organ is None and item.organ is not None and not item.heading:
        kept.organ = item.organ
    if not item.own_date and set(item.actors) != set(kept.actors):
        return  # "announced the ratification on Tuesday" dates the announcement, and nobody's act
    if ((kept.when is None or kept.when.date is None) and item.when is not None and item.when.date is not None) or (
        kept.when and item.when and kept.when.date and item.when.date and _narrower(item.when.date, kept.when.date)
    ):
        kept.when = item.when
    if kept.condition is None and item.condition is not None and kept.modality is item.modality:
        kept.condition = item.condition


def _narrower(a: PartialDate, b: PartialDate) -> bool:
    return (a.latest - a.earliest) < (b.latest - b.earliest)


def _covered(item: Found, kept: Sequence[Found]) -> bool:
    """Already told by others: a joint act by its shares, a nameless one by a named one, a headline by the report."""
    date = item.when.date if item.when else None
    others = [
        o
        for o in kept
        if o is not item and o.treaty is item.treaty and o.act is item.act and o.modality is item.modality
        if {_phase(o), _phase(item)} != {"begun", "ended"}
    ]
    if len(item.actors) > 1 and item.act is not ActKind.SIGNATURE:
        shares = [
            set(o.actors)
            for o in others
            if set(o.actors) < set(item.actors) and compatible(date, o.when.date if o.when else None)
        ]
        if shares and set().union(*shares) == set(item.actors):
            return True
    if (
        not item.actors
        and not item.collective
        and (item.noun or item.treaty.is_bilateral or (len(item.treaty.parties) > 1 and not item.own_date))
        and others
        and not _total(item, others)
    ):
        return True
    if (
        item.rule == "reservation-lifted"
        and item.tree is not None
        and item.tree.words[item.trigger].dep == "pcomp"
        and others_any(item, kept)
    ):
        return True  # "by lifting reservations, it shows …": told in passing
    if not item.actors and any(_list_of(o, item) and compatible(date, o.when.date if o.when else None) for o in others):
        return True  # "50 states signed", and the list of them
    return item.heading and any(_reports(o, item) for o in kept if o is not item and not o.heading)


_TOLD_BY = {
    ActKind.LEGISLATIVE_APPROVAL: {ActKind.RATIFICATION},
    ActKind.RATIFICATION: {ActKind.LEGISLATIVE_APPROVAL, ActKind.DEPOSIT},
    ActKind.NEGOTIATION: {ActKind.SIGNATURE},
    ActKind.WITHDRAWAL: {ActKind.TERMINATION, ActKind.NOTIFICATION, ActKind.LEGISLATIVE_APPROVAL},
    ActKind.TERMINATION: {ActKind.WITHDRAWAL},
}
"""What a headline calls by a looser word than the report: it "approves" what the report says was ratified."""


def _reports(told: Found, item: Found) -> bool:
    """Does the report tell the act of the headline, in its own words and with its own treaty and doers?"""
    if told.act is not item.act and told.act not in _TOLD_BY.get(item.act, ()):
        return False
    if not told.actors and item.actors:
        return False
    if told.treaty is item.treaty:
        sure = told.modality in (item.modality, Modality.OCCURRED)
        mine, its = {*item.actors}, {*told.actors}
        return sure and (not mine or bool(its & mine) or (told.act is item.act and len(mine) == 1))
    apart = all(m.tree.sentence.heading for m in item.treaty.mentions)
    return apart and told.modality is item.modality and bool(_those(told) & _those(item))


def _those(item: Found) -> set[str]:
    return {*item.actors, *item.treaty.parties}


def _total(item: Found, others: Sequence[Found]) -> bool:
    """A total, beside the few who are named."""
    return _is_total(item) and not any(_list_of(o, item) for o in others)


def _list_of(told: Found, item: Found) -> bool:
    """Does a row of names tell all whom a total counts?"""
    if len(told.actors) <= 3:
        return False
    number = number_told(_around(item)) if not item.actors else 0
    return number <= len(told.actors) + 1


def _is_total(item: Found) -> bool:
    """ "37 members have deposited theirs": told of so many states, none of them named."""
    if item.act not in _ONE_BY_ONE or item.modality is not Modality.OCCURRED or item.tree is None or item.heading:
        return False
    return COUNTED.search(_around(item)) is not None


def _around(item: Found) -> str:
    if item.tree is None:
        return ""
    base = item.tree.sentence.start
    start, end = max(0, item.tree.words[item.trigger].start - base - 90), item.tree.words[item.trigger].end - base
    return item.tree.sentence.text[start : end + 40]


_ONE_BY_ONE = (
    ActKind.RATIFICATION, ActKind.DEPOSIT, ActKind.ACCESSION, ActKind.APPROVAL, ActKind.ACCEPTANCE, ActKind.SIGNATURE,
)  # fmt: skip
_ON_EXCHANGE = re.compile(
    r"\bon the (?:date|day) of (?:the )?[^.;]{0,60}?exchange\b|\bupon (?:the )?[^.;]{0,40}?exchange\b", re.I
)


def dated_by_exchange(found: list[Found]) -> list[Found]:
    """ "Ends on the date of the exchange of instruments": the day of that exchange, where the text gives it."""
    for item in found:
        if (
            (item.when is None or item.when.date is None)
            and item.tree is not None
            and _ON_EXCHANGE.search(item.tree.sentence.text)
        ):
            told = next(
                (
                    o
                    for o in found
                    if o.act is ActKind.EXCHANGE and o.modality is Modality.OCCURRED and o.when and o.when.date
                ),
                None,
            )
            if told is not None and item.act is not ActKind.EXCHANGE:
                item.when = told.when
    return found


def parties_seen(found: Sequence[Found]) -> None:
    """States that act on an open treaty count among the parties that the text names."""
    for item in found:
        treaty: Treaty = item.treaty
        for actor in item.actors:
            treaty.seen[actor] = None


def _told_in_passing(item: Found, kept: Sequence[Found]) -> bool:
    """An undated plan beside the act itself, and "agreed in June" beside the signature of June."""
    date = item.when.date if item.when else None
    if item.act is ActKind.TERMINATION and any(
        o.treaty is item.treaty and o.act is ActKind.WITHDRAWAL and o.modality is item.modality for o in kept
    ):
        return True  # one act told by both words
    if item.modality is Modality.PROPOSED and date is None:
        firm = (Modality.OCCURRED, Modality.SCHEDULED)
        return any(
            o is not item
            and o.treaty is item.treaty
            and o.act is item.act
            and o.modality in firm
            and (item.act is not ActKind.RESERVATION or o.condition == item.condition)
            and (set(o.actors) & set(item.actors) or not item.actors)
            for o in kept
        )
    told_as_news = item.tree is not None and hailed(item.tree, item.trigger)
    undated = item.modality is Modality.OCCURRED and date is None
    if item.act is ActKind.ENTRY_INTO_FORCE and item.noun and undated:
        ahead = [
            o
            for o in kept
            if o.treaty is item.treaty
            and o.act is item.act
            and o.modality in (Modality.SCHEDULED, Modality.CONDITIONAL)
        ]
        if any(o.own_date or not told_as_news for o in ahead):
            return True  # "its entry into force shows …", of a treaty that is to enter into force
    once = (ActKind.ENTRY_INTO_FORCE, ActKind.EXCHANGE, ActKind.SIGNATURE, ActKind.RATIFICATION, ActKind.DEPOSIT)
    if item.modality in (Modality.CONDITIONAL, Modality.SCHEDULED) and item.act in once and not item.own_date:
        return any(
            o.treaty is item.treaty
            and o.act is item.act
            and o.modality is Modality.OCCURRED
            and (set(o.actors) == set(item.actors) or not item.actors)
            for o in kept
        )  # what a text says is still to come, beside its having come
    if item.act is ActKind.NEGOTIATION and item.rule in ("agree-to", "brokered", "talks-brought"):
        return any(
            o.treaty is item.treaty
            and o.act is ActKind.SIGNATURE
            and o.modality is Modality.OCCURRED
            and compatible(date, o.when.date if o.when else None)
            for o in kept
        )
    return False
