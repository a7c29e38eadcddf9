"""Whatever is written and decided, in whatever order: a read at any moment is what a plain list would say."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from foedus.ledger import Ledger, open_ledger
from foedus.ledger.record import record
from foedus.model.entries import Standing
from foedus.model.errors import FoedusError
from tests.contract.conftest import Place
from tests.contract.samples import Clock, article

TREATIES = ("p-one", "p-two", "p-three")
STATES = ("PRK", "RUS", "CHN")


@dataclass
class Told:
    """One claim or decision of the plain model, with the moment at which it was told."""

    at: datetime
    kind: str
    id: str
    document: str = ""
    treaty: str = ""
    actor: str = ""
    target: str = ""
    into: str = ""


@dataclass
class Plain:
    """The whole ledger as one list, read by going through it from the start."""

    told: list[Told] = field(default_factory=list)

    def standing(self, known: datetime) -> tuple[dict[str, Standing], dict[str, str]]:
        """Standing of claims and documents, and merges, by the plain rules."""
        heard = [item for item in self.told if item.at <= known and item.kind not in ("claim", "document")]
        void: set[str] = set()
        for item in reversed(heard):
            if item.kind == "reverse" and item.id not in void:
                void.add(item.target)
        standing: dict[str, Standing] = {}
        merged: dict[str, str] = {}
        names = {"reject": Standing.REJECTED, "accept": Standing.ACCEPTED, "retract": Standing.RETRACTED}
        for item in heard:
            if item.id in void:
                continue
            if item.kind in names:
                standing[item.target] = names[item.kind]
            elif item.kind == "merge":
                merged[item.target] = item.into
        return standing, merged

    def claims(self, known: datetime, treaty: str | None = None, state: str | None = None) -> list[tuple[str, str]]:
        """Ids and treaties of the claims that count."""
        standing, merged = self.standing(known)

        def final(id: str) -> str:
            while id in merged:
                id = merged[id]
            return id

        found = []
        for item in self.told:
            if item.kind != "claim" or item.at > known:
                continue
            mine = standing.get(item.id, Standing.OPEN)
            if standing.get(item.document) is Standing.RETRACTED or not mine.counts:
                continue
            if treaty is not None and final(item.treaty) != final(treaty):
                continue
            if state is None or state == item.actor:
                found.append((item.id, final(item.treaty)))
        return found

    def documents(self, known: datetime) -> list[str]:
        """Ids of the documents that were not retracted."""
        standing, _ = self.standing(known)
        listed = [item.id for item in self.told if item.kind == "document" and item.at <= known]
        return [id for id in listed if standing.get(id) is not Standing.RETRACTED]


class LedgerMachine(RuleBasedStateMachine):
    """Writes and decides at random, in a ledger and in the plain model; reads both at random moments."""

    where: str = ""

    @initialize()
    def begin(self) -> None:
        """An empty ledger."""
        self.clock = Clock()
        self.plain = Plain()
        self.number = 0
        self.folder = tempfile.TemporaryDirectory()
        self.ledger: Ledger = open_ledger(self.address(), clock=self.clock)

    def address(self) -> str:
        """A new place for each run."""
        return f"{self.folder.name}/ledger.sqlite"

    def _tell(self, kind: str, id: str, **fields: str) -> None:
        head = self.ledger.head()
        assert head is not None
        self.plain.told.append(Told(head.recorded, kind, id, **fields))

    @rule(
        claims=st.lists(
            st.tuples(st.sampled_from(TREATIES), st.sampled_from(STATES)), min_size=1, max_size=3, unique=True
        ),
        later=st.integers(-5, 50),
    )
    def report(self, claims: list[tuple[str, str]], later: int) -> None:
        """A new article with some claims; the clock may go back."""
        self.clock.pass_by(seconds=later)
        self.number += 1
        made: list[dict[str, Any]] = [
            {"act": "ratification", "treaty": treaty, "actors": (state,)} for treaty, state in claims
        ]
        document, reading = article(f"Report {self.number}.", *made)
        with self.ledger.batch(author="anna") as batch:
            batch.add(document, reading)
        self._tell("document", document.id)
        for claim in reading.claims:
            self._tell("claim", claim.id, document=document.id, treaty=claim.treaty, actor=claim.actors[0])

    @precondition(lambda self: self.number > 0)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """An article that is there already changes nothing."""
        before = self.ledger.head()
        number = data.draw(st.integers(1, self.number))
        from foedus.model.documents import Document

        known = self.ledger.document(Document.of(f"Report {number}.").id)
        assert known is not None
        with self.ledger.batch(author="bert") as batch:
            batch.add(known.value)
        assert not batch.added
        assert self.ledger.head() == before

    def _ids(self, *kinds: str) -> list[str]:
        return [item.id for item in self.plain.told if item.kind in kinds]

    @precondition(lambda self: self.number > 0)
    @rule(data=st.data(), kind=st.sampled_from(["accept", "reject", "retract", "reverse", "merge"]))
    def decide(self, data: st.DataObject, kind: str) -> None:
        """A decision about something there; one that cannot be is refused and leaves nothing."""
        sources = {"retract": ("document",), "reverse": ("accept", "reject", "retract", "merge", "reverse")}
        targets = list(TREATIES) if kind == "merge" else self._ids(*sources.get(kind, ("claim",)))
        if not targets:
            return
        target = data.draw(st.sampled_from(targets))
        into = data.draw(st.sampled_from(TREATIES)) if kind == "merge" else None
        before = self.ledger.head()
        self.clock.pass_by(seconds=1)
        try:
            made = self.ledger.decide(kind, target, author="anna", reason="at random", into=into)
        except FoedusError:
            assert self.ledger.head() == before
            return
        self._tell(kind, made.id, target=target, into=into or "")

    @rule(data=st.data())
    def look(self, data: st.DataObject) -> None:
        """Reads at a random moment, about everything, a treaty and a state."""
        end = self.clock.now + timedelta(seconds=60)
        moments = [item.at for item in self.plain.told] or [end]
        known = data.draw(st.sampled_from(moments)) + timedelta(microseconds=data.draw(st.integers(-1, 1)))
        treaty, state = data.draw(st.sampled_from(TREATIES)), data.draw(st.sampled_from(STATES))
        self._same(known)
        of_treaty = self.ledger.claims(treaty=treaty, known=known)
        assert [(item.id, item.value.treaty) for item in of_treaty] == self.plain.claims(known, treaty)
        assert [item.id for item in self.ledger.claims(state=state, known=known)] == [
            id for id, _ in self.plain.claims(known, state=state)
        ]
        assert self.ledger.record(treaty, known=known).on_record == record(treaty, of_treaty).on_record
        found = self.ledger.search(kinds=("claim",), treaty=treaty, known=known, limit=1000)
        assert [hit.id for hit in reversed(found.hits)] == [item.id for item in of_treaty]

    def _same(self, known: datetime) -> None:
        claims = self.ledger.claims(known=known)
        assert [(item.id, item.value.treaty) for item in claims] == self.plain.claims(known)
        assert [item.id for item in self.ledger.documents(known=known)] == self.plain.documents(known)

    @invariant()
    def now_is_known(self) -> None:
        """What is read without a moment is what was known after everything."""
        if self.plain.told:
            self._same(self.plain.told[-1].at)

    def teardown(self) -> None:
        """At the end nothing was changed, and the past is as it was."""
        if not hasattr(self, "ledger"):
            return
        assert self.ledger.verify().is_clean
        for item in self.plain.told:
            self._same(item.at)
        self.ledger.close()
        self.folder.cleanup()


def test_reads_at_random_moments_agree_with_a_plain_list(place: Place) -> None:
    runs = iter(range(10_000))

    class Here(LedgerMachine):
        def address(self) -> str:
            return place.address(f"run{next(runs)}")

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=25 if place.kind == "sqlite" else 10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_record_does_not_depend_on_the_order_of_ingest(place: Place, order: tuple[int, ...]) -> None:
    articles = [
        article("A.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-11", "source": ("KCNA",)}),
        article("B.", {"act": "ratification", "actors": ("PRK",), "date": "2024-11-12"}, publisher="Post"),
        article("C.", {"act": "ratification", "date": "2024-11"}, {"act": "exchange", "date": "2024-12-04"}),
    ]
    ledger = place.open()
    for number in order:
        with ledger.batch(author="anna") as batch:
            batch.add(*articles[number])
    assert ledger.record("prk-rus-2024") == record(
        "prk-rus-2024", sorted(ledger.claims(treaty="prk-rus-2024"), key=lambda item: item.id)
    )
    assert str(ledger.record("prk-rus-2024").on_record[0].act.date) == "2024-11-11"
