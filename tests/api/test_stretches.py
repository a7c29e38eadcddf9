"""What is looked up says what the whole reckoning says: lists, ties, comparisons, also as known on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from foedus.actors import register
from foedus.api import open as open_session
from foedus.api.commitments import SECURITY, commitments_on
from foedus.api.compare_page import compare_page
from foedus.api.listing import list_treaties
from foedus.api.network_page import network_page
from foedus.api.session import Foedus
from foedus.status import finding, lay_out

DAYS = [date(1914, 7, 28), date(1938, 10, 1), date(1969, 2, 3), date(2024, 12, 4)]
KNOWN = [None, date(1939, 1, 1), date(2024, 11, 12)]
ARTICLE = Path(__file__).parents[2] / "examples" / "2024-11-12-sample-article.txt"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Foedus:
    held = open_session(tmp_path_factory.mktemp("ledger") / "ledger.sqlite", today=date(2025, 1, 1))
    held.ingest([held.document(ARTICLE)])
    return held


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("on", DAYS)
def test_a_list_says_what_each_finding_says(session: Foedus, on: date, known: date | None) -> None:
    for row in list_treaties(session, on=on, known=known)[::5]:
        line = lay_out(session.atlas[row["treaty"]], known=known, treaties=session.atlas, register=register())
        whole = finding(line, on)
        assert (row["standing"], row["since"]) == (whole.standing.value, str(whole.since) if whole.since else None)


@pytest.mark.parametrize("on", DAYS)
def test_the_network_holds_each_pair_that_is_tied(session: Foedus, on: date) -> None:
    page = network_page(session, on, None)
    pairs = {(c.kind, *sorted((c.by, c.to)), c.treaty) for c in commitments_on(session, on) if c.by != c.to}
    assert {(t["kind"], t["one"], t["other"], t["treaty"]) for t in page["ties"]} == pairs
    for kind in SECURITY:
        assert page["counts"][kind] == len({pair[1:3] for pair in pairs if pair[0] == kind})
    partners = {row["state"]: row["partners"] for row in page["states"]}
    for state in ("FRA", "GBR", "DEU"):
        mine = {p[1] if p[2] == state else p[2] for p in pairs if p[0] == "defence" and state in p[1:3]}
        assert partners[state].get("defence", 0) == len(mine)


def test_the_page_of_one_treaty_or_kind_is_part_of_the_whole(session: Foedus) -> None:
    whole = network_page(session, DAYS[-1], None)
    part = network_page(session, DAYS[-1], None, ["defence"], "north-atlantic")
    assert part["ties"] == [t for t in whole["ties"] if t["treaty"] == "north-atlantic" and t["kind"] == "defence"]
    assert [row["treaty"] for row in part["treaties"]] == ["north-atlantic"]


@pytest.mark.parametrize("known", [(None, None), (None, date(2024, 11, 10)), (date(2024, 11, 13), None)])
def test_a_comparison_gives_the_findings_own_words(session: Foedus, known: tuple[date | None, date | None]) -> None:
    before, after = (date(2024, 11, 1), known[0]), (date(2024, 12, 5), known[1])
    rows = compare_page(session, before, after)["rows"]
    for row in rows:
        whole = session.status(row["treaty"], on=after[0], known=after[1])
        party = whole.party(row["state"]) if row["state"] else None
        assert row["now"] == (party.standing.value if party else whole.standing.value)
    own = [row for row in rows if row["treaty"] == "prk-rus-2024" and row["state"] is None]
    whole = session.status("prk-rus-2024", on=after[0], known=after[1])
    assert [(row["now"], bool(row["why"])) for row in own] in ([(whole.standing.value, True)], [])


def test_what_the_ledger_learns_is_seen_at_once(tmp_path: Path) -> None:
    held = open_session(tmp_path / "ledger.sqlite", today=date(2025, 1, 1))
    assert held.held.ids() == frozenset()
    first = held.treaty("prk-rus-2024")
    assert held.treaty("prk-rus-2024") is first
    held.ingest([held.document(ARTICLE)])
    assert "prk-rus-2024" in held.held.ids()
    again = held.treaty("prk-rus-2024", known=date(2030, 1, 1))
    assert held.treaty("prk-rus-2024", known=date(2030, 1, 1)) is again


def test_what_is_let_go_of_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held = open_session(today=date(2025, 1, 1))
    whole = [network_page(held, on, None) for on in DAYS]
    monkeypatch.setattr("foedus.api.stretches.MOST_LINES", 5)
    monkeypatch.setattr("foedus.api.stretches.MOST_TIES", 50)
    small = open_session(today=date(2025, 1, 1))
    assert [network_page(small, on, None) for on in DAYS] == whole
    assert len(small.stretches._kept) <= 5
    assert small.stretches._size <= 50
