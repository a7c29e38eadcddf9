"""How alike two states' portfolios of commitments are: S, Cohen's kappa, Scott's pi, Kendall's tau-b.

A portfolio is one state's commitment to every state of the system in a period, as a level: 0 none, 1 consultation or
entente, 2 neutrality or non-aggression, 3 defence (Signorino and Ritter 1999, who scale alliance types so). By default
a state counts as its own closest ally (level 3), as in that literature; ``own=None`` leaves the two states' own entries
out. All measures are made from one table for each pair, how often the first's level is *a* where the second's is *b*,
which matrix products give for all pairs of a period at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.choices import no_such
from foedus.panels.columns import Column
from foedus.panels.needs import load

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from foedus.panels.panel import Panel

    Floats = NDArray[np.float64]

LEVELS = {
    "cow_": {"defense": 3, "neutral": 2, "nonagg": 2, "entente": 1},
    "atop_": {"defense": 3, "offense": 3, "neutral": 2, "nonagg": 2, "consul": 1},
}
"""The level of each kind of pledge, by data set."""

Weights = Mapping[tuple[Any, int], float]
"""The weight (capabilities, say) of a state in a period: ``{(2, 1950): 0.28, …}``."""


def s_score(table: Floats, distance: str = "absolute") -> Floats:
    """Signorino and Ritter's S: ``1 − 2 Σ w·d(a, b) / (d_max Σ w)``, from −1 (as far apart as can be) to 1 (the same).

    ``table``: for each pair the (weighted) counts of level *a* against level *b*, in the last two axes. ``distance``:
    ``absolute`` |a − b| or ``squared`` (a − b)². Weighted S takes weighted counts. Not a number where a pair has no
    entry. Source: Signorino and Ritter (1999), equation 3; squared distances: Häge (2011).
    """
    np = load("numpy")
    far = _distances(table.shape[-1], distance)
    return 1 - 2 * _over((table * far).sum((-2, -1)), table.sum((-2, -1)) * np.max(far))


def kappa(table: Floats, distance: str = "squared") -> Floats:
    """Cohen's kappa with distances: ``1 − D_observed / D_expected``, chance agreement from each state's own levels.

    ``D_expected = Σ_a Σ_b p_i(a) p_j(b) d(a, b)``. 1 for the same portfolios, 0 for chance, below 0 for less.
    ``distance="nominal"`` is Cohen's (1960) own; the literature on alliances squares (Häge 2011). Not a number where
    both portfolios hold one and the same level only, since then agreement cannot be told from chance.
    """
    rows, columns, total = _margins(table)
    far = _distances(table.shape[-1], distance)
    return 1 - _over(_over((table * far).sum((-2, -1)), total), _expected(rows, columns, far))


def pi(table: Floats, distance: str = "squared") -> Floats:
    """Scott's pi with distances: as `kappa`, with chance agreement from the two states' levels taken together.

    ``D_expected = Σ_a Σ_b p(a) p(b) d(a, b)``, ``p = (p_i + p_j) / 2``. Never above kappa's value for the same pair.
    Source: Scott (1955); with distances Häge (2011). Not a number in the same case as kappa.
    """
    rows, columns, total = _margins(table)
    shared = (rows + columns) / 2
    far = _distances(table.shape[-1], distance)
    return 1 - _over(_over((table * far).sum((-2, -1)), total), _expected(shared, shared, far))


def tau_b(table: Floats) -> Floats:
    """Kendall's tau-b: ``(C − D) / √((n₀ − n₁)(n₀ − n₂))`` over pairs of portfolio entries.

    C and D are the concordant and discordant pairs of entries, n₀ all pairs, n₁ and n₂ those tied in either
    portfolio. From −1 to 1; not a number where a portfolio holds one level only. Source: Bueno de Mesquita (1975);
    for why it measures association and not likeness, Signorino and Ritter (1999).
    """
    np = load("numpy")
    size = table.shape[-1]
    agree = np.zeros(table.shape[:-2])
    for a in range(size):
        for b in range(size):
            above = table[..., a + 1 :, b + 1 :].sum((-2, -1)) - table[..., a + 1 :, :b].sum((-2, -1))
            agree = agree + table[..., a, b] * above
    total = table.sum((-2, -1))
    untied = [total**2 - (table.sum(axis) ** 2).sum(-1) for axis in (-1, -2)]
    spread = np.sqrt(untied[0] * untied[1]) / 2
    return np.clip(_over(agree, spread), -1, 1)  # type: ignore[no-any-return]


def _distances(size: int, kind: str) -> Floats:
    np = load("numpy")
    far = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    if kind == "absolute":
        return far  # type: ignore[no-any-return]
    if kind == "squared":
        return far**2  # type: ignore[no-any-return]
    if kind == "nominal":
        return (far > 0).astype(float)  # type: ignore[no-any-return]
    raise no_such(kind, "distance", ("absolute", "squared", "nominal"))


def _margins(table: Floats) -> tuple[Floats, Floats, Floats]:
    total = table.sum((-2, -1))
    return _over(table.sum(-1), total[..., None]), _over(table.sum(-2), total[..., None]), total


def _expected(rows: Floats, columns: Floats, far: Floats) -> Floats:
    return ((rows @ far) * columns).sum(-1)  # type: ignore[no-any-return]


def _over(top: Floats, below: Floats) -> Floats:
    """A quotient, not a number where nothing is below (rounding of weighted sums counts as nothing)."""
    np = load("numpy")
    some = below > 1e-12
    return np.where(some, top / np.where(some, below, 1.0), np.nan)  # type: ignore[no-any-return]


def tables(levels: NDArray[np.int64], size: int, weights: Floats | None = None) -> Floats:
    """For each two rows of a matrix of levels (−1 unknown), how often level *a* of one meets level *b* of the other.

    Entries that either does not know are left out. Shape: rows × rows × ``size`` × ``size``.
    """
    np = load("numpy")
    count = len(levels)
    found = np.empty((count, count, size, size))
    # Single precision halves the cost and counts of states are exact in it; weights are not.
    kind = np.float32 if weights is None else np.float64
    is_level = [(levels == level).astype(kind) for level in range(size)]
    for a in range(size):
        left = is_level[a] if weights is None else is_level[a] * weights[None, :]
        for b in range(size):
            found[:, :, a, b] = left @ is_level[b].T
    return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Measure:
    """One measure as a column: its name, what it says, how it comes from the tables, and what to cite."""

    name: str
    says: str
    cite: tuple[str, ...]
    weighted: bool
    of: Any


def _measures(weighted: bool) -> list[Measure]:
    s, chance = ("similarity_s",), ("similarity_chance",)
    found = [
        Measure("s_absolute", "S, absolute distances", s, False, lambda t: s_score(t, "absolute")),
        Measure("s_squared", "S, squared distances", (*s, *chance), False, lambda t: s_score(t, "squared")),
        Measure("kappa", "Cohen's kappa, squared distances", (*chance, "similarity_kappa"), False, kappa),
        Measure("pi", "Scott's pi, squared distances", (*chance, "similarity_pi"), False, pi),
        Measure("tau_b", "Kendall's tau-b", ("similarity_tau",), False, tau_b),
    ]
    if weighted:
        found += [
            Measure(
                "s_absolute_weighted", "S, absolute distances, weighted", s, True, lambda t: s_score(t, "absolute")
            ),
            Measure(
                "s_squared_weighted",
                "S, squared distances, weighted",
                (*s, *chance),
                True,
                lambda t: s_score(t, "squared"),
            ),
        ]
    return found


def columns(
    panel: Panel,
    prefix: str | None = None,
    *,
    levels: Mapping[str, int] | None = None,
    weights: Weights | None = None,
    own: int | None = 3,
    only: tuple[str, ...] | None = None,
    name: str | None = None,
) -> list[Column]:
    """The measures for every pair and period of a dyad table, as columns ``<prefix>s_absolute`` …

    ``prefix``: the source whose columns make the portfolios (``cow_`` or ``atop_``; by default the one the table has);
    ``levels`` maps columns to levels instead. ``weights``: by state and period, for weighted S. ``own``: a state's
    level to itself, None to leave it out. ``only``: these measures. ``name``: a prefix for the new columns.
    A period outside the source's coverage, or in which no weight of some state is known, gives missing values.
    Raises `FoedusError` FOE610, FOE612 or FOE613.
    """
    np = load("numpy")
    if panel.units.arity != 2:
        raise FoedusError("FOE613", "similarity is of two states", help="build the table with dyad_years()")
    of = _levels(panel, prefix, levels)
    top = max(*of.values(), own or 0)
    wanted = _chosen(_measures(weights is not None), only)
    values = {measure.name: np.full(len(panel), np.nan) for measure in wanted}
    index, period = panel.units.slice(0, len(panel))
    valued = _valued(panel, of)
    order = np.argsort(period, kind="stable")
    edge = np.searchsorted(period[order], np.arange(panel.units.calendar.first, panel.units.calendar.last + 2))
    for low, high in zip(edge[:-1].tolist(), edge[1:].tolist(), strict=True):
        rows = order[low:high]
        if len(rows) and (valued[rows] >= 0).any():
            _one_period(panel, index, rows, valued[rows], int(period[rows[0]]), top, own, weights, wanted, values)
    lead = name if name is not None else (next(iter(of)).partition("_")[0] + "_")
    note = "portfolios of " + ", ".join(f"{column} {level}" for column, level in of.items())
    return [
        Column(
            lead + m.name,
            values[m.name],
            np.isnan(values[m.name]),
            f"{m.says}; {note}",
            made_of=tuple(of),
            cite=m.cite,
            explain=_reason(m, note),
        )
        for m in wanted
    ]


def _reason(measure: Measure, note: str) -> Any:
    def explain(units: Any, row: int, keys: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        return f"{measure.says} over all states in the system in that period; {note}", ()

    return explain


def _chosen(known: list[Measure], only: tuple[str, ...] | None) -> list[Measure]:
    names = [measure.name for measure in known]
    for name in only or ():
        if name not in names:
            raise no_such(name, "measure here", names)
    return [measure for measure in known if only is None or measure.name in only]


def _levels(panel: Panel, prefix: str | None, levels: Mapping[str, int] | None) -> dict[str, int]:
    if levels is not None:
        for column in levels:
            panel.column(column)
        return dict(levels)
    lead = prefix or next((known for known in LEVELS if any(name.startswith(known) for name in panel.columns)), None)
    scale = LEVELS.get(lead or "") or LEVELS["atop_"]
    found = {f"{lead}{kind}": level for kind, level in scale.items() if f"{lead}{kind}" in panel.columns}
    if not found:
        raise FoedusError(
            "FOE610",
            "the table has no commitments to make portfolios of",
            help="add a source first (panels.cow, panels.atop), or name levels={column: level}",
        )
    return found


def _valued(panel: Panel, of: Mapping[str, int]) -> NDArray[np.int64]:
    """The highest level that a row's flags give; −1 where a missing flag could make it higher."""
    np = load("numpy")
    level, doubt = np.zeros(len(panel), np.int64), np.zeros(len(panel), np.int64)
    for column, height in of.items():
        coded = panel.coded(column)
        level = np.maximum(level, (coded == 1) * height)
        doubt = np.maximum(doubt, (coded < 0) * height)
    return np.where(doubt > level, -1, level)  # type: ignore[no-any-return]


def _one_period(
    panel: Panel,
    index: Any,
    rows: Any,
    valued: Any,
    period: int,
    top: int,
    own: int | None,
    weights: Weights | None,
    wanted: list[Measure],
    values: dict[str, Any],
) -> None:
    """All measures of all pairs of one period, written to their rows."""
    np = load("numpy")
    one, two = index[0][rows], index[1][rows]
    here = np.unique(np.concatenate((one, two)))
    left, right = np.searchsorted(here, one), np.searchsorted(here, two)
    matrix = np.full((len(here), len(here)), -1, dtype=np.int64)
    matrix[left, right] = valued
    if not panel.units.directed:
        matrix[right, left] = valued
    if own is not None:
        np.fill_diagonal(matrix, own)
    plain = tables(matrix, top + 1) if any(not m.weighted for m in wanted) else None
    heavy = None
    if weights is not None:
        codes = panel.units.members[here].tolist()
        mass = np.array([weights.get((code, period), np.nan) for code in codes])
        if not np.isnan(mass).any():
            heavy = tables(matrix, top + 1, mass)
    for measure in wanted:
        table = heavy if measure.weighted else plain
        if table is not None:
            values[measure.name][rows] = measure.of(table)[left, right]
