"""Similarity: worked examples by hand, bounds, symmetry, permutation, and agreement with slow formulas."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus import panels
from foedus.model.errors import FoedusError
from foedus.panels.similarity import kappa, pi, s_score, tables, tau_b
from tests.panels import files

PORTFOLIOS = st.integers(2, 9).flatmap(
    lambda size: st.tuples(*(st.lists(st.integers(0, 3), min_size=size, max_size=size) for _ in range(2)))
)


def pair(one: list[int], two: list[int], weights: list[float] | None = None) -> np.ndarray:
    mass = None if weights is None else np.array(weights)
    return tables(np.array([one, two]), 4, mass)[0, 1]


def test_s_by_hand() -> None:
    """Signorino and Ritter (1999): S = 1 − 2 Σ|a − b| / (3 n). Here |3−3| + |0−3| + |0−1| + |2−2| = 4, n = 4."""
    one, two = [3, 0, 0, 2], [3, 3, 1, 2]
    assert s_score(pair(one, two)) == pytest.approx(1 - 2 * 4 / 12)
    assert s_score(pair(one, two), "squared") == pytest.approx(1 - 2 * 10 / 36)


def test_weighted_s_by_hand() -> None:
    """Distances 3 and 1 on states that weigh 1 and 9: 1 − 2 (3·1 + 1·9) / (3·10) = 0.2."""
    assert s_score(pair([0, 0], [3, 1], [1.0, 9.0])) == pytest.approx(0.2)


def test_kappa_and_pi_by_hand() -> None:
    """Häge (2011), squared distances. Means 1 and 1.5, variances 1.5 and 2.25, observed disagreement 1.5.

    Expected for kappa: 1.5 + 2.25 + 0.25 = 4; for pi: 1.5 + 2.25 + 0.125 = 3.875.
    """
    one, two = [0, 0, 1, 3], [0, 0, 3, 3]
    observed = np.mean([0, 0, 4, 0])
    assert kappa(pair(one, two)) == pytest.approx(1 - observed / (np.var(one) + np.var(two) + 0.25))
    assert pi(pair(one, two)) == pytest.approx(1 - observed / (np.var(one) + np.var(two) + 0.125))


def test_cohens_own_kappa_by_hand() -> None:
    """Cohen (1960): agreement 0.75; by chance 0.5·0.25 + 0.5·0.75 = 0.5; kappa = 0.25 / 0.5."""
    one, two = [0, 0, 1, 1], [0, 1, 1, 1]
    assert kappa(pair(one, two), "nominal") == pytest.approx(0.5)


def test_tau_b_by_hand() -> None:
    """Six pairs of entries: two tied in the first, three in the second; three concordant, none discordant."""
    one, two = [0, 0, 1, 1], [0, 1, 1, 1]
    assert tau_b(pair(one, two)) == pytest.approx(2 / math.sqrt(4 * 3))


def test_what_cannot_be_told_from_chance_has_no_value() -> None:
    flat = pair([0, 0, 0], [0, 0, 0])
    assert s_score(flat) == 1
    assert np.isnan(kappa(flat))
    assert np.isnan(pi(flat))
    assert np.isnan(tau_b(flat))
    assert np.isnan(s_score(pair([-1, -1], [0, 1])))


@given(PORTFOLIOS)
@settings(max_examples=200, deadline=None)
def test_measures_equal_slow_formulas(portfolios: tuple[list[int], list[int]]) -> None:
    one, two = (np.array(item) for item in portfolios)
    table = pair(*portfolios)
    assert s_score(table) == pytest.approx(1 - 2 * np.abs(one - two).sum() / (3 * len(one)))
    expected = np.mean([(a - b) ** 2 for a in one for b in two])
    if expected > 0:
        assert kappa(table) == pytest.approx(1 - np.mean((one - two) ** 2) / expected)
    both = np.concatenate((one, two))
    chance = np.mean([(a - b) ** 2 for a in both for b in both])
    if chance > 0:
        assert pi(table) == pytest.approx(1 - np.mean((one - two) ** 2) / chance)
    pairs = [(i, j) for i in range(len(one)) for j in range(i)]
    signs = [(np.sign(one[i] - one[j]), np.sign(two[i] - two[j])) for i, j in pairs]
    spread = math.sqrt(sum(a != 0 for a, _ in signs) * sum(b != 0 for _, b in signs))
    if spread:
        assert tau_b(table) == pytest.approx(sum(int(a * b) for a, b in signs) / spread)


@given(PORTFOLIOS, st.randoms())
@settings(max_examples=100, deadline=None)
def test_symmetry_bounds_and_permutation(portfolios: tuple[list[int], list[int]], random: object) -> None:
    one, two = portfolios
    order = list(range(len(one)))
    random.shuffle(order)  # type: ignore[attr-defined]
    mixed = ([one[n] for n in order], [two[n] for n in order])
    for measure in (s_score, lambda t: s_score(t, "squared"), kappa, pi, tau_b):
        value = measure(pair(one, two))
        assert measure(pair(two, one)) == pytest.approx(value, nan_ok=True)
        assert measure(pair(*mixed)) == pytest.approx(value, nan_ok=True)
        assert np.isnan(value) or value <= 1 + 1e-12
        same = measure(pair(one, one))
        assert np.isnan(same) or same == pytest.approx(1)
    assert s_score(pair(one, two)) >= -1
    if not np.isnan(kappa(pair(one, two))):
        assert pi(pair(one, two)) <= kappa(pair(one, two)) + 1e-12


@pytest.fixture(name="panel")
def _panel(tmp_path: Path) -> panels.Panel:
    source = panels.atop(files.atop_members(tmp_path / "members.csv"))
    return panels.dyad_years("cow", 1950, 2018, states=[2, 200, 220, 365, 710]).add(source)


def test_columns_over_a_panel(panel: panels.Panel) -> None:
    """1950: levels of 2 are 3 3 3 0 0, of 200 3 3 3 0 0 (itself, 2 and 220 in a ring); of 365 0 0 0 3 0."""
    panel.similarity()
    keys = {"year": 1950}
    assert panel.why(ccode1=2, ccode2=200, column="atop_s_absolute", **keys).value == pytest.approx(1)
    assert panel.why(ccode1=2, ccode2=365, column="atop_s_absolute", **keys).value == pytest.approx(1 - 2 * 12 / 15)
    back = panel.why(ccode1=365, ccode2=2, column="atop_s_absolute", **keys).value
    assert back == pytest.approx(1 - 2 * 12 / 15)
    assert panel.why(ccode1=2, ccode2=200, column="atop_s_absolute", year=2018).value is None
    assert "Signorino" in panel.cite()
    assert "Scott" in panel.cite()


def test_without_own_entries_and_with_weights(panel: panels.Panel) -> None:
    even = {(code, year): 2.0 for code in (2, 200, 220, 365, 710) for year in range(1950, 2017)}
    panel.similarity(own=None, weights=even, only=("s_absolute", "s_absolute_weighted"))
    plain = panel.why(ccode1=2, ccode2=365, year=1950, column="atop_s_absolute").value
    heavy = panel.why(ccode1=2, ccode2=365, year=1950, column="atop_s_absolute_weighted").value
    # Left: the three states that both can pledge to (200, 220 and 710); 2 pledges defence to two of them.
    assert plain == heavy == pytest.approx(1 - 2 * 6 / 9)
    del even[710, 1950]
    panel.similarity(weights=even, only=("s_absolute_weighted",), name="lacking_")
    assert panel.why(ccode1=2, ccode2=365, year=1950, column="lacking_s_absolute_weighted").value is None


def test_wrong_questions(panel: panels.Panel) -> None:
    with pytest.raises(FoedusError, match="FOE612"):
        panel.similarity(only=("kapa",))
    with pytest.raises(FoedusError, match="FOE610"):
        panels.dyad_years("cow", 1950, 1951).similarity()
    with pytest.raises(FoedusError, match="FOE613"):
        panels.state_years("cow", 1950, 1951).similarity()
    with pytest.raises(FoedusError, match="FOE612"):
        s_score(pair([0], [1]), "cubed")
