"""Pictures of a panel, with Altair: commitments over time, the network of a period, a state's commitments as spans.

Colours are Okabe and Ito's, which are told apart by all kinds of colour vision; kinds also differ by dash or shape.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from foedus.model.errors import FoedusError
from foedus.panels.choices import no_such
from foedus.panels.needs import load

if TYPE_CHECKING:
    from foedus.panels.panel import Panel

KINDS = ("commitments", "network", "spans")
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")


def chart(panel: Panel, kind: str = "commitments", **options: Any) -> Any:
    """An `altair.Chart` of the panel.

    - ``commitments``: how many pairs (or states) hold each flag, period by period; where nothing is known there is a
      gap, not a zero. ``columns``: these flags only.
    - ``network``: the states of one ``period`` and who is tied to whom by ``column``.
    - ``spans``: one ``state``'s commitments, partner by partner, as bars over time; ``columns``: these flags only.

    ``chart.save("x.svg")`` writes it. Raises `FoedusError` FOE601 without Altair, FOE610 or FOE612 for wrong names.
    """
    makers: dict[str, Any] = {"commitments": _commitments, "network": _network, "spans": _spans}
    if kind not in makers:
        raise no_such(kind, "picture", KINDS)
    made = makers[kind](panel, **options)
    return made.configure_view(strokeWidth=0).configure_axis(grid=False, domainColor="#888", tickColor="#888")


def _flags(panel: Panel, columns: list[str] | None) -> list[str]:
    np = load("numpy")
    if columns:
        return [panel.column(name).name for name in columns]
    found = [
        name
        for name, column in panel.columns.items()
        if column.values.dtype == np.int8 and name != "microstate" and not name.endswith("_partners")
    ]
    if not found:
        raise FoedusError(
            "FOE610", "the table has no flags to draw", help="add a source first (panels.atop, panels.cow)"
        )
    return found


def _time(panel: Panel, period: int) -> str:
    """A period as a date that Vega reads the same in every time zone."""
    label = panel.units.calendar.label(period)
    return label + {4: "-01-01", 7: "-01"}.get(len(label), "")


def _scale(names: list[str]) -> Any:
    return load("altair").Scale(domain=names, range=[COLOURS[n % len(COLOURS)] for n in range(len(names))])


def _commitments(panel: Panel, columns: list[str] | None = None, width: int = 640, height: int = 320) -> Any:
    altair, np = load("altair"), load("numpy")
    names = _flags(panel, columns)
    calendar = panel.units.calendar
    periods = panel.units.periods().astype(np.int64) - calendar.first
    size = calendar.last - calendar.first + 1
    rows = []
    for name in names:
        coded = panel.coded(name)
        held = np.bincount(periods[coded == 1], minlength=size)
        known = np.bincount(periods[coded >= 0], minlength=size)
        rows += [
            {"time": _time(panel, calendar.first + n), "kind": name, "count": int(held[n]) if known[n] else None}
            for n in range(size)
        ]
    what = {1: "states", 2: "pairs of states"}.get(panel.units.arity, "groups of states")
    way = "directed " if panel.units.directed else ""
    return (
        altair.Chart(
            altair.Data(values=rows),
            width=width,
            height=height,
            title=f"Commitments by kind: {way}{what} that hold each",
        )
        .mark_line()
        .encode(
            x=altair.X("time:T", title=None),
            y=altair.Y("count:Q", title=f"{way}{what}"),
            color=altair.Color("kind:N", title="kind", scale=_scale(names)),
            strokeDash=altair.StrokeDash("kind:N", title="kind", scale=altair.Scale(domain=names)),
            tooltip=[
                altair.Tooltip("kind:N"),
                altair.Tooltip("time:T", format="%Y-%m"),
                altair.Tooltip("count:Q", format=","),
            ],
        )
    )


def _network(panel: Panel, column: str, period: Any, size: int = 560) -> Any:
    from foedus.panels.networks import graph

    altair, networkx = load("altair"), load("networkx")
    panel.column(column)
    number = panel.units.calendar.number(period)
    made = graph(panel, column, number)
    if made is None:
        raise FoedusError(
            "FOE607", f"nothing is known of {column} in {period}", help="choose a period within its coverage"
        )
    linked = made.subgraph([state for state, degree in made.degree if degree])
    place = networkx.spring_layout(linked, seed=7, k=1.6 / max(len(linked), 1) ** 0.5, iterations=80)
    names = dict(zip(panel.units.system.codes.tolist(), panel.units.system.abbs, strict=True))
    lines = [
        {"x": float(place[one][0]), "y": float(place[one][1]), "x2": float(place[two][0]), "y2": float(place[two][1])}
        for one, two in linked.edges
    ]
    nodes = [
        {"x": float(x), "y": float(y), "state": names.get(state) or str(state), "partners": int(made.degree[state])}
        for state, (x, y) in place.items()
    ]
    blank = {"axis": None, "scale": altair.Scale(zero=False, nice=False)}
    edges = (
        altair.Chart(altair.Data(values=lines))
        .mark_rule(color="#999", opacity=0.35)
        .encode(x=altair.X("x:Q", **blank), y=altair.Y("y:Q", **blank), x2="x2:Q", y2="y2:Q")
    )
    base = altair.Chart(altair.Data(values=nodes)).encode(x=altair.X("x:Q", **blank), y=altair.Y("y:Q", **blank))
    dots = base.mark_circle(color=COLOURS[0], opacity=1).encode(
        size=altair.Size("partners:Q", title="partners"), tooltip=["state:N", "partners:Q"]
    )
    labels = base.mark_text(dy=-9, fontSize=9).encode(text="state:N")
    alone = len(made) - len(linked)
    title = (
        f"{column} in {panel.units.calendar.label(number)}: {len(linked)} states linked, {alone} without any partner"
    )
    return altair.layer(edges, dots, labels, title=title, width=size, height=size)


def _spans(panel: Panel, state: Any, columns: list[str] | None = None, width: int = 640) -> Any:
    altair, np = load("altair"), load("numpy")
    names = _flags(panel, columns)
    units, calendar = panel.units, panel.units.calendar
    if units.arity != 2:
        raise FoedusError("FOE613", "spans are between two states", help="build the table with dyad_years()")
    at = int(units.position(np.array([state]))[0])
    if at < 0:
        raise FoedusError("FOE606", f"{state} is no state of this table", help="name one of its codes")
    index, period = units.slice(0, len(units))
    mine = np.flatnonzero((index[0] == at) | ((index[1] == at) if not units.directed else False))
    other = np.where(index[0][mine] == at, index[1][mine], index[0][mine])
    called = dict(zip(units.system.codes.tolist(), units.system.labels, strict=True))
    rows = []
    for name in names:
        held = panel.coded(name)[mine] == 1
        for partner, first, last in _runs(other[held], period[mine][held]):
            code = units.members[partner].item()
            rows.append(
                {
                    "partner": called.get(code) or str(code),
                    "kind": name,
                    "from": _time(panel, first),
                    "to": _time(panel, last + 1),
                    "last": calendar.label(last),
                }
            )
    return (
        altair.Chart(
            altair.Data(values=rows),
            width=width,
            height=altair.Step(7, **{"for": "offset"}),
            title=f"Commitments of {called.get(state) or state}, partner by partner",
        )
        .mark_bar(height=5)
        .encode(
            x=altair.X("from:T", title=None),
            x2="to:T",
            y=altair.Y("partner:N", title=None, sort=altair.EncodingSortField("from", op="min")),
            yOffset=altair.YOffset("kind:N", sort=names),
            color=altair.Color("kind:N", title="kind", scale=_scale(names)),
            tooltip=["partner:N", "kind:N", altair.Tooltip("from:T", format="%Y-%m"), "last:N"],
        )
    )


def _runs(partner: Any, period: Any) -> list[tuple[int, int, int]]:
    """Unbroken runs of periods for each partner."""
    np = load("numpy")
    if not len(partner):
        return []
    order = np.lexsort((period, partner))
    partner, period = partner[order], period[order]
    cut = np.flatnonzero((np.diff(partner) != 0) | (np.diff(period) != 1)) + 1
    edge = np.concatenate(([0], cut, [len(partner)]))
    return [(int(partner[a]), int(period[a]), int(period[b - 1])) for a, b in pairwise(edge.tolist())]
