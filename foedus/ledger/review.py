"""What is open in a ledger: disagreements, hedged claims and records that may be one treaty, until a person decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from foedus.ledger.effects import Effects
from foedus.ledger.record import Law, weigh
from foedus.ledger.store import Cursor
from foedus.ledger.treaties import held_treaties
from foedus.ledger.weighing import testimonies
from foedus.model.claims import Certainty, Modality
from foedus.model.entries import HeldTreaty, Question, QuestionKind
from foedus.model.record import Conflict, Record

LawFor = Callable[[str], Law | None]
"""Gives the law of a treaty by its id, where anybody knows it."""

_HEDGED = (Certainty.BELIEVED, Certainty.SUSPECTED)
_ALIKE = 0.5
"""Share of the words of two names that must be the same for them to be asked about."""

_COMMON = frozenset(["the", "a", "of", "and", "on", "between", "treaty", "agreement", "pact", "accord", "deal", "with"])


def questions(
    cursor: Cursor, last: int, done: Effects, *, treaty: str | None = None, law_for: LawFor | None = None
) -> list[Question]:
    """The open questions of a treaty or of all, by treaty. One is closed when any claim of it was decided."""
    held = held_treaties(cursor, last, done)
    wanted = done.treaty(treaty) if treaty is not None else None
    found: list[Question] = []
    for one in held:
        if wanted is None or one.id == wanted:
            law = law_for(one.id) if law_for is not None else None
            record = weigh(one.id, testimonies(cursor, last, done, one.id), law=law)
            found += [*_disagreements(record, done), *_hedged(record, done)]
    return found + [item for item in _alike(held, done) if wanted in (None, item.treaty, item.into)]


def _decided(claims: Iterable[str], done: Effects) -> bool:
    return any(done.about.get(claim) for claim in claims)


def _disagreements(record: Record, done: Effects) -> Iterator[Question]:
    for conflict in record.conflicts:
        claims = tuple(dict.fromkeys(claim for saying in conflict.sayings for claim in saying.claims))
        if not _decided(claims, done):
            yield Question(QuestionKind(conflict.about), record.treaty, _asked(conflict), claims)


def _asked(conflict: Conflict) -> str:
    ask = {
        "day": "which day is right?",
        "whether": "was it done?",
        "law": "is the claim wrong, or is something not recorded?",
        "time": "is the day wrong, or was it only planned?",
    }[conflict.about]
    return f"{conflict.says}: {ask}"


def _hedged(record: Record, done: Effects) -> Iterator[Question]:
    for item in record.beside:
        if item.certainty in _HEDGED and item.modality == Modality.OCCURRED and not _decided(item.claims, done):
            by = f" by {', '.join(item.by)}" if item.by else ""
            says = (
                f"{item.kind.value.replace('_', ' ')}{by} is only {item.certainty} ({item.sources[0]}): does it count?"
            )
            yield Question(QuestionKind.HEDGED, record.treaty, says, item.claims)


def _alike(held: Sequence[HeldTreaty], done: Effects) -> Iterator[Question]:
    """Records opened from claims that have the parties and much of the name of another."""
    by_parties: dict[tuple[str, ...], list[HeldTreaty]] = {}
    for item in held:
        if item.parties:
            by_parties.setdefault(tuple(sorted(item.parties)), []).append(item)
    for group in by_parties.values():
        for one in group:
            others = [other for other in group if _asks(one, other) and not done.about.get(one.id)]
            best = max(others, key=lambda other: (_likeness(one, other), other.claims), default=None)
            if best is not None and _likeness(one, best) >= _ALIKE:
                says = f'is "{one.name}" ({one.id}) the same treaty as "{best.name}" ({best.id})?'
                yield Question(QuestionKind.SAME_TREATY, one.id, says, into=best.id)


def _asks(one: HeldTreaty, other: HeldTreaty) -> bool:
    """A provisional record is compared with every encoded treaty and with the provisional ones before it."""
    return one.id != other.id and one.is_provisional and (not other.is_provisional or other.id < one.id)


def _likeness(one: HeldTreaty, other: HeldTreaty) -> float:
    shares = [
        len(mine & theirs) / min(len(mine), len(theirs))
        for mine in map(_name_words, (one.name, *one.names))
        for theirs in map(_name_words, (other.name, *other.names))
        if mine and theirs
    ]
    return max(shares, default=0.0)


def _name_words(name: str) -> frozenset[str]:
    words = "".join(char if char.isalnum() else " " for char in name.casefold()).split()
    return frozenset(words) - _COMMON
