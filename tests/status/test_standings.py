"""What is read off a timeline without reasons is what the finding says, on every day of the atlas that changes one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from foedus.actors import register
from foedus.status import Timeline, finding, lay_out
from foedus.status.standings import changes, state_on, states_on, treaty_on
from foedus.treaties import atlas

KEYS = sorted(atlas())
DAY = timedelta(days=1)


def _days(key: str) -> tuple[Timeline, list[date]]:
    line = lay_out(atlas()[key], treaties=atlas(), register=register())
    found = changes(line)
    near = {day + step for day in (found[:6] + found[-6:]) for step in (-DAY, timedelta(), DAY)}
    return line, sorted(near | {date(1900, 1, 1), date(2020, 6, 1)})


@pytest.mark.parametrize("key", KEYS[::7])
def test_standings_are_those_of_the_finding(key: str) -> None:
    line, days = _days(key)
    for on in days:
        whole = finding(line, on)
        assert treaty_on(line, on) == (whole.standing, whole.since)
        told = [(p.state, p.standing, p.since, p.bound, p.suspended_toward) for p in whole.parties]
        assert [tuple(item) for item in states_on(line, on)] == told
        stranger = finding(line, on, ["ZZZ"]).parties[0]
        found = state_on(line, "ZZZ", on)
        assert (found.standing, found.bound) == (stranger.standing, stranger.bound)


@pytest.mark.parametrize("key", KEYS)
def test_nothing_changes_between_two_changes(key: str) -> None:
    """A stretch's first and last day, and one between, have the same standings."""
    line = lay_out(atlas()[key], treaties=atlas(), register=register())
    days = [date(1700, 1, 1), *changes(line), date(2100, 1, 1)]
    for start, end in pairwise(days):
        last = end - DAY
        between = start + (last - start) // 2
        first = (treaty_on(line, start), states_on(line, start))
        assert first == (treaty_on(line, last), states_on(line, last))
        assert first == (treaty_on(line, between), states_on(line, between))
