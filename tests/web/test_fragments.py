"""Pieces written out at once: what they print, and that nothing in them is taken for markup."""

from __future__ import annotations

from datetime import date

from foedus.model.reasons import Reason
from foedus.model.truth import Truth
from foedus.web import fragments

DAY = date(2024, 12, 4)


def test_a_tree_is_open_at_its_first_level_only() -> None:
    leaf = Reason(rule="fact", says="done", holds=Truth.CANNOT_SAY)
    middle = Reason(rule="VCLT-16", says="given", holds=Truth.NO, because=(leaf,))
    found = str(fragments.tree(Reason(rule="VCLT-24", says="in force", because=(middle, leaf))))
    assert found.count("<details open>") == 1
    assert found.count("<details") == 2
    assert [found.count(sign) for sign in "✓✗?"] == [1, 1, 2]
    assert found.count("<li>") == found.count("</li>") == 4


def test_nothing_in_a_fragment_is_markup() -> None:
    bad = '<script>alert("x")</script>'
    made = [
        fragments.tree(Reason(rule=bad, says=bad)),
        fragments.state_link(bad, DAY),
        fragments.state_links([bad, bad], DAY),
        fragments.treaty_link(bad, DAY, bad),
        fragments.kind_mark(bad),
        fragments.options([{"id": bad, "name": bad}]),
    ]
    assert all("<script" not in str(item) and "&lt;script" in str(item) for item in made)
    assert not hasattr(fragments.few([bad]), "__html__")  # plain text, which the template escapes


def test_states_and_treaties_lead_to_their_day() -> None:
    link = '<a href="/state/FRA?on=2024-12-04">France</a>'
    assert str(fragments.state_link("FRA", DAY)) == link
    assert str(fragments.state_links(["FRA", "FRA"], DAY)) == f"{link}, {link}"
    assert str(fragments.treaty_link("abm", DAY)) == '<a href="/treaty/abm?on=2024-12-04">abm</a>'
    assert fragments.few(["FRA", "DEU"]) == "France and Germany"
    assert fragments.few(["FRA", "DEU", "ITA", "BEL", "ESP", "POL"]).endswith("and 2 more")
