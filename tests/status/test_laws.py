"""What must always hold, whatever the treaty and the acts."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.api.status import supposed
from foedus.model.acts import Act
from foedus.model.treaty import Treaty
from foedus.model.truth import Truth
from foedus.status import Spell, lay_out, reckon, spells
from foedus.status.conditions import met
from foedus.status.conditions_by_day import met_by_day
from foedus.status.phases import BINDING

STATES = ("AUT", "BEL", "CHE", "DNK", "ESP", "FRA")
START = date(2000, 1, 1)
DAYS = st.integers(0, 3000).map(lambda number: START + timedelta(days=number))
MONTHS = DAYS.map(lambda day: day.strftime("%Y-%m"))
SPANS = DAYS.flatmap(lambda a: DAYS.map(lambda b: f"{min(a, b)}/{max(a, b)}"))
DATES = st.one_of(DAYS.map(str), DAYS.map(str), MONTHS, SPANS)
KINDS = st.sampled_from(
    (
        "signature",
        "ratification",
        "accession",
        "withdrawal",
        "deposit",
        "legislative_approval",
        "notification",
        "exchange",
        "suspension",
        "resumption",
        "provisional_application",
        "succession",
        "termination",
        "extension",
        "declaration",
        "reservation",
        "objection",
        "breach",
        "entry_into_force",
        "adoption",
    )
)


@st.composite
def acts(draw: st.DrawFn, dates: st.SearchStrategy[str] = DATES) -> dict[str, Any]:
    kind = draw(KINDS)
    act: dict[str, Any] = {"kind": kind, "by": draw(st.lists(st.sampled_from(STATES), max_size=2, unique=True))}
    act["date"] = draw(dates)
    if kind == "withdrawal":
        act["of"] = draw(st.sampled_from((None, None, None, "ratification", "signature", "withdrawal", "reservation")))
    if kind in ("suspension", "objection"):
        act["toward"] = draw(st.lists(st.sampled_from(STATES), max_size=1))
    if draw(st.booleans()):
        act["known"] = draw(DAYS)
    if draw(st.integers(0, 5)) == 0:
        act["effective"] = draw(dates)
    return act


CONDITIONS = st.recursive(
    st.one_of(
        st.integers(1, 5).map(lambda n: {"consents": n}),
        st.just({"consents": "all", "among": list(STATES[:3])}),
        st.just({"named": ["AUT", "FRA"]}),
        st.sampled_from(("1/2", "2/3")).map(lambda share: {"share": share, "among": list(STATES)}),
        st.sampled_from((20.0, 50.0)).map(lambda reach: {"weight": "w", "reach": reach}),
        st.just({"signature": "all"}),
        st.just({"exchange": "ratification"}),
        st.just({"last_notification": "completed procedures"}),
        DAYS.map(lambda day: {"on": day}),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=2).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=2, max_size=2).map(lambda parts: {"any": parts}),
    ),
    max_leaves=3,
)
DELAYS = st.sampled_from(
    ({}, {"days": 30}, {"months": 3}, {"months": 1, "then": "first day of next month"}, {"days": 90, "inclusive": True})
)


@st.composite
def treaties(draw: st.DrawFn, dates: st.SearchStrategy[str] = DATES) -> Treaty:
    entry: dict[str, Any] = {"article": "9", "when": draw(CONDITIONS), "delay": draw(DELAYS)}
    if draw(st.booleans()):
        entry["later"] = {"delay": draw(DELAYS)}
    if draw(st.integers(0, 3)) == 0:
        entry["not_before"] = draw(DAYS)
    made: dict[str, Any] = {
        "id": "t",
        "title": "t",
        "parties": STATES[: draw(st.integers(2, 6))],
        "entry_into_force": entry,
        "weights": {"w": {"source": "made up", "values": dict.fromkeys(STATES, 10.0)}},
        "act": draw(st.lists(acts(dates), max_size=10)),
    }
    if draw(st.booleans()):
        made["withdrawal"] = {"notice": draw(DELAYS.filter(lambda d: "then" not in d and "inclusive" not in d))}
    if draw(st.integers(0, 3)) == 0:
        made["duration"] = {"term": {"years": draw(st.integers(1, 5))}}
    if draw(st.integers(0, 3)) == 0:
        made["as_of"] = draw(DAYS)
    made["complete"] = draw(st.integers(0, 4)) > 0
    return Treaty.model_validate(made)


def table(found: tuple[Spell, ...]) -> list[tuple[str, str, date, date | None]]:
    return [(spell.subject, spell.standing, spell.start, spell.end) for spell in found]


often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@often
@given(treaties())
def test_a_status_is_a_partition_of_time(treaty: Treaty) -> None:
    by_subject: dict[str, list[Spell]] = {}
    for spell in spells(treaty):
        by_subject.setdefault(spell.subject, []).append(spell)
    for cells in by_subject.values():
        assert cells[0].start == date.min
        assert cells[-1].end is None
        for one, following in pairwise(cells):
            assert one.end == following.start
            assert one.start < following.start
            told = (one.standing, one.deed, one.binding) != (following.standing, following.deed, following.binding)
            assert told or following.rule == "as of"


@often
@given(treaties(), DAYS)
def test_a_point_query_is_a_look_up_in_the_partition(treaty: Treaty, on: date) -> None:
    found = reckon(treaty, on)
    cells = {
        spell.subject: spell.standing
        for spell in spells(treaty)
        if spell.start <= on and (spell.end is None or on < spell.end)
    }
    assert found.standing == cells["t"]
    for item in found.parties:
        assert item.standing == cells[item.state]


@often
@given(treaties(), st.randoms(use_true_random=False))
def test_the_order_of_acts_changes_nothing(treaty: Treaty, dice: Any) -> None:
    shuffled = list(treaty.acts)
    dice.shuffle(shuffled)
    assert table(spells(treaty)) == table(spells(treaty, acts=shuffled))


@often
@given(treaties(), acts(), DAYS)
def test_an_act_never_changes_what_was_known_before_it(treaty: Treaty, extra: dict[str, Any], known: date) -> None:
    act = Act.model_validate({**extra, "known": known + timedelta(days=1)})
    before = spells(treaty, known=known)
    assert table(before) == table(spells(treaty, acts=(*treaty.acts, act), known=known))


@often
@given(treaties(), st.sampled_from(("ratifies", "withdraws", "signs", "exchange")), st.sampled_from(STATES), DAYS, DAYS)
def test_what_if_equals_adding_the_act(treaty: Treaty, verb: str, state: str, day: date, on: date) -> None:
    [act] = supposed(f"{state} {verb} {day}", treaty)
    added = treaty.model_copy(update={"acts": (*treaty.acts, act)})
    assert reckon(treaty, on, acts=added.acts) == reckon(added, on)


@often
@given(treaties())
def test_order_of_days_and_day_by_day_agree(treaty: Treaty) -> None:
    setting = lay_out(treaty).setting
    if any(life.leaves for life in setting.record.lives.values()):
        return
    entry = treaty.entry_into_force
    assert entry is not None
    quick, slow = met(entry.when, setting).moment, met_by_day(entry.when, setting).moment
    assert quick == slow, (entry.when, treaty.acts, treaty.parties)


@often
@given(treaties(), DAYS)
def test_every_answer_has_its_reasons(treaty: Treaty, on: date) -> None:
    found = reckon(treaty, on)
    assert found.why.says
    assert all(reason.rule and reason.says for reason in found.why.walk())
    assert all(item.reason.says for item in found.parties)
    if found.in_force.value == "no" and found.standing.value in ("signed", "consented", "drawn up"):
        assert found.missing or found.upcoming or found.would_change


@often
@given(treaties(DAYS.map(str)), DAYS)
def test_exact_days_leave_doubt_only_where_the_law_does(treaty: Treaty, on: date) -> None:
    """With every day known and every act there, only a silent treaty's withdrawal (56) or a lost term leaves doubt."""
    doubtful = treaty.as_of is not None or not treaty.complete
    leaving = any(act.kind in ("withdrawal", "termination", "succession") for act in treaty.acts)
    if doubtful or leaving:
        return
    assert reckon(treaty, on).standing.value != "cannot say"


@often
@given(treaties())
def test_what_binds_in_doubt_is_what_all_possible_standings_have_in_common(treaty: Treaty) -> None:
    """A cell of doubt names what may be; whether it binds is said only where all of those agree."""
    for spell in spells(treaty):
        if spell.standing != "cannot say":
            assert spell.may_be == ()
        elif spell.rule != "as of":
            assert len(spell.may_be) > 1
            agreed = {word in BINDING for word in spell.may_be}
            assert (spell.binding is Truth.CANNOT_SAY) == (len(agreed) == 2)
            assert agreed == {True, False} or (spell.binding is Truth.YES) == (agreed == {True})


@often
@given(treaties(), DAYS)
def test_nothing_binds_before_the_first_day_that_entry_into_force_can_have(treaty: Treaty, on: date) -> None:
    entry = lay_out(treaty).entry.moment
    as_of = treaty.as_of
    if (entry is None or entry.lo > on) and (as_of is None or on <= as_of):
        found = reckon(treaty, on)
        assert found.in_force is Truth.NO
        assert all(party.bound is Truth.NO for party in found.parties)
