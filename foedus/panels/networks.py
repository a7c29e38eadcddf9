"""Network measures: who is how central in the web of one kind of commitment, period by period (with networkx)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.choices import no_such
from foedus.panels.columns import Both
from foedus.panels.needs import load
from foedus.panels.table import Table, made_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foedus.panels.panel import Panel

MEASURES = ("degree", "betweenness", "eigenvector", "component", "component_size", "community")
CITE = ("network_degree", "network_eigenvector", "network_communities", "networkx")


def graph(panel: Panel, column: str, period: int) -> Any:
    """The undirected graph of one period: a node for each state in the system, an edge where the flag is 1.

    In a directed table an edge stands where either direction is 1 (or, with ``undirected="both"``, both are). Pairs
    whose flag is missing make no edge; `measures` gives no values for a period in which nothing is known.
    """
    return next(graphs(panel, column, period, period))[1]


def graphs(panel: Panel, column: str, first: int | None = None, last: int | None = None) -> Iterator[tuple[int, Any]]:
    """Each period (or from ``first`` to ``last``) with its graph; None where the flag is missing for all pairs."""
    np, networkx = load("numpy"), load("networkx")
    if panel.units.arity != 2:
        raise FoedusError("FOE613", "a network is made of pairs of states", help="build the table with dyad_years()")
    coded = panel.coded(column)
    index, periods = panel.units.slice(0, len(panel))
    calendar = panel.units.calendar
    low, high = first or calendar.first, last or calendar.last
    codes = panel.units.members
    order = np.argsort(periods, kind="stable")
    edge = np.searchsorted(periods[order], np.arange(low, high + 2))
    for number, period in enumerate(range(low, high + 1)):
        rows = order[edge[number] : edge[number + 1]]
        if not len(rows) or (coded[rows] < 0).all():
            yield period, None
            continue
        made = networkx.Graph()
        made.add_nodes_from(codes[np.unique(index[0][rows])].tolist())
        made.add_nodes_from(codes[np.unique(index[1][rows])].tolist())
        held = rows[coded[rows] == 1]
        pairs = list(zip(codes[index[0][held]].tolist(), codes[index[1][held]].tolist(), strict=True))
        if panel.units.directed and panel.both is Both.BOTH:
            there = set(pairs)
            pairs = [(one, two) for one, two in pairs if (two, one) in there]
        made.add_edges_from(pairs)
        yield period, made


def measures(panel: Panel, column: str, only: tuple[str, ...] | None = None) -> Table:
    """One row a state and period, with the state's place in the network of one column of flags.

    - ``degree``: number of partners (Freeman 1978). 0 for a state without any.
    - ``betweenness``: share of shortest paths between other states that run through it, from 0 to 1 (Freeman 1978).
    - ``eigenvector``: centrality by the leading eigenvector of the adjacency matrix (Bonacich 1972), scaled to unit
      length within each component and to the component's share of states; 0 for a state without partners. (Over the
      whole graph it would be zero outside the largest component, whatever happens there.)
    - ``component``: the lowest code in the set of states that are linked, directly or through others;
      ``component_size``: how many they are.
    - ``community``: the lowest code in its community, by greedy modularity (Clauset, Newman and Moore 2004), which
      has no element of chance.

    Periods outside the source's coverage have missing values, not zeros. Raises `FoedusError` FOE610, FOE612, FOE613.
    """
    wanted = MEASURES if only is None else tuple(only)
    for name in wanted:
        if name not in MEASURES:
            raise no_such(name, "network measure", MEASURES)
    pa = load("pyarrow")
    key = panel.units.system.key
    found: dict[str, list[Any]] = {name: [] for name in (key, "period", *wanted)}
    for period, made in graphs(panel, column):
        if made is None:
            _unknown(panel, period, key, wanted, found)
            continue
        values = {name: _MAKERS[name](made) for name in wanted}
        for state in sorted(made.nodes):
            found[key].append(state)
            found["period"].append(panel.units.calendar.label(period))
            for name in wanted:
                found[name].append(values[name][state])
    period_name = panel.units.calendar.grain.value
    columns = {key: found[key], period_name: _periods(found["period"]), **{name: found[name] for name in wanted}}
    about = {
        **made_by(),
        **panel.describe(),
        "unit": f"state-{period_name} in the network of {column}",
        "measures": list(wanted),
    }
    about.pop("rows")
    return Table(pa.table(columns), about, (*panel.units.system.cite, *_cited(panel, column), *CITE))


def _cited(panel: Panel, column: str) -> tuple[str, ...]:
    edition = panel.column(column).edition
    return edition.cite if edition else ()


def _periods(labels: list[str]) -> list[Any]:
    return [int(label) if len(label) == 4 else label for label in labels]


def _unknown(panel: Panel, period: int, key: str, wanted: tuple[str, ...], found: dict[str, list[Any]]) -> None:
    """Rows for the states of a period of which nothing is known: every measure missing."""
    from foedus.panels.units import cut

    np = load("numpy")
    units = cut(panel.units, period, period)
    if not len(units):
        return
    for state in np.unique(np.concatenate([units.members[part] for part in units.index])).tolist():
        found[key].append(state)
        found["period"].append(panel.units.calendar.label(period))
        for name in wanted:
            found[name].append(None)


def _betweenness(made: Any) -> dict[Any, float]:
    values: dict[Any, float] = load("networkx").betweenness_centrality(made)
    return values


def _eigenvector(made: Any) -> dict[Any, float]:
    """The leading eigenvector of each component, found exactly (the matrices are small), never by iteration."""
    np, networkx = load("numpy"), load("networkx")
    values = dict.fromkeys(made.nodes, 0.0)
    for part in networkx.connected_components(made):
        if len(part) > 1:
            states = sorted(part)
            _, vectors = np.linalg.eigh(networkx.to_numpy_array(made, nodelist=states, weight=None))
            leading = np.abs(vectors[:, -1]) * len(part) / len(made)
            values.update(zip(states, leading.tolist(), strict=True))
    return values


def _component(made: Any) -> dict[Any, Any]:
    return {state: min(part) for part in load("networkx").connected_components(made) for state in part}


def _component_size(made: Any) -> dict[Any, int]:
    return {state: len(part) for part in load("networkx").connected_components(made) for state in part}


def _community(made: Any) -> dict[Any, Any]:
    networkx = load("networkx")
    values = {state: state for state in made.nodes}
    linked = made.subgraph([state for state, degree in made.degree if degree])
    if linked.number_of_edges():
        for part in networkx.community.greedy_modularity_communities(linked):
            values.update(dict.fromkeys(part, min(part)))
    return values


_MAKERS: dict[str, Any] = {
    "degree": lambda made: dict(made.degree),
    "betweenness": _betweenness,
    "eigenvector": _eigenvector,
    "component": _component,
    "component_size": _component_size,
    "community": _community,
}
