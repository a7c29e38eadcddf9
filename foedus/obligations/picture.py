"""The graph of an assessment as an SVG drawing: one column a round, so that a war's spread reads from left to right."""

from __future__ import annotations

from collections.abc import Collection
from html import escape
from math import hypot

from foedus.model.duties import Assessment
from foedus.obligations.graph import Edge, Graph, graph_of

COLUMN, ROW, LEFT, TOP = 210, 92, 90, 110
BOX_W, BOX_H = 76, 36
STYLES = {
    "attacks": ("#b3261e", "", 2.6, "attacks"),
    "joins": ("#8a4b00", "", 2.0, "joins the war"),
    "breach": ("#b3261e", "2 4", 2.2, "breaks a pledge"),
    "obliged": ("#0b5cad", "", 2.0, "owes help, or neutrality"),
    "conditional": ("#0b5cad", "7 5", 1.6, "owes on a condition"),
    "cannot say": ("#6b6b6b", "3 3", 1.4, "cannot say"),
    "not_obliged": ("#7d7d7d", "1 5", 1.6, "owes nothing"),
}
"""Colour, dashes, width and legend of each kind of line; the dashes tell them apart without colour."""


def svg_of(assessment: Assessment, *, unowed: bool = False, kinds: Collection[str] = ()) -> str:
    """The drawing as SVG text, with a title and a description for readers who do not see it."""
    graph = graph_of(assessment, unowed=unowed, kinds=kinds)
    places = _places(graph)
    width = max((x for x, _ in places.values()), default=0) + LEFT + 70
    height = max((y for _, y in places.values()), default=0) + 150
    title = escape(assessment.title or assessment.scenario)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {max(width, 640)} {height}" '
        'font-family="system-ui, sans-serif" role="img" aria-labelledby="title desc">',
        f'<title id="title">{title}</title>',
        f'<desc id="desc">{escape(_described(graph))}</desc>',
        f'<rect width="{max(width, 640)}" height="{height}" fill="#ffffff"/>',
        f'<text x="24" y="34" font-size="19" font-weight="600" fill="#1a1a1a">{title}</text>',
        _markers(),
        *_headings(assessment, graph),
        *_lines(graph, places),
        *(_box(state, x, y) for state, (x, y) in places.items()),
        *_legend(graph, height - 34),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _described(graph: Graph) -> str:
    words = [f"{e.source} {e.kind} {e.target} {e.verdict} {e.rule}".strip() for e in graph.edges]
    return "; ".join(" ".join(line.split()) for line in words)


def _places(graph: Graph) -> dict[str, tuple[float, float]]:
    columns: dict[int, list[str]] = {}
    for state, number in graph.nodes.items():
        columns.setdefault(number, []).append(state)
    tallest = max((len(states) for states in columns.values()), default=1)
    found: dict[str, tuple[float, float]] = {}
    for position, (_, states) in enumerate(sorted(columns.items())):
        # Columns and rows are staggered so that lines between neighbours do not run through the boxes between them.
        offset = (tallest - len(states)) * ROW / 2 + (position % 3) * ROW / 3
        for row, state in enumerate(states):
            x = LEFT + position * COLUMN + (row % 2) * 46
            found[state] = (x, TOP + offset + row * ROW + 10)
    return found


def _headings(assessment: Assessment, graph: Graph) -> list[str]:
    days = {part.number: part.on for part in assessment.rounds}
    found = []
    for position, number in enumerate(sorted(set(graph.nodes.values()))):
        words = "the events" if number == 0 else f"round {number}"
        if number in days and len({*days.values()}) > 1:
            words += f" · {days[number]}"
        x = LEFT + position * COLUMN + 23
        found.append(f'<text x="{x}" y="72" font-size="13" text-anchor="middle" fill="#555">{words}</text>')
    return found


def _markers() -> str:
    heads = [
        f'<marker id="head-{_name(key)}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto-start-reverse"><path d="M0,0 L8,4 L0,8 z" fill="{style[0]}"/></marker>'
        for key, style in STYLES.items()
    ]
    return f"<defs>{''.join(heads)}</defs>"


def _name(key: str) -> str:
    return key.replace(" ", "-").replace("_", "-")


def _style_of(edge: Edge) -> str:
    if edge.kind == "attacks":
        return "attacks"
    return "joins" if edge.kind == "joins against" else edge.verdict


def _lines(graph: Graph, places: dict[str, tuple[float, float]]) -> list[str]:
    found = []
    seen: dict[frozenset[str], int] = {}
    for edge in graph.edges:
        if edge.source not in places or edge.target not in places:
            continue
        key = frozenset((edge.source, edge.target))
        seen[key] = seen.get(key, 0) + 1
        found.append(_curve(edge, places[edge.source], places[edge.target], seen[key]))
    return found


def _curve(edge: Edge, start: tuple[float, float], end: tuple[float, float], number: int) -> str:
    """A bent line from box to box; the more lines between two, the more each is bent."""
    (x1, y1), (x2, y2) = start, end
    length = hypot(x2 - x1, y2 - y1) or 1.0
    bend = (14 + 15 * number) * (1 if edge.source < edge.target else -1)
    cx = (x1 + x2) / 2 - (y2 - y1) / length * bend
    cy = (y1 + y2) / 2 + (x2 - x1) / length * bend
    sx, sy = _rim(x1, y1, cx, cy)
    ex, ey = _rim(x2, y2, cx, cy)
    style = _style_of(edge)
    colour, dashes, width, _ = STYLES[style]
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    tip = escape(" ".join(f"{edge.source} {edge.kind} {edge.target} {edge.verdict} {edge.rule}".split()))
    return (
        f'<path d="M{sx:.0f},{sy:.0f} Q{cx:.0f},{cy:.0f} {ex:.0f},{ey:.0f}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dash} marker-end="url(#head-{_name(style)})"><title>{tip}</title></path>'
    )


def _rim(x: float, y: float, toward_x: float, toward_y: float) -> tuple[float, float]:
    """The point on a box's rim toward another point."""
    dx, dy = toward_x - x, toward_y - y
    scale = min(
        (BOX_W / 2 + 3) / abs(dx) if dx else float("inf"), (BOX_H / 2 + 3) / abs(dy) if dy else float("inf"), 1.0
    )
    return x + dx * scale, y + dy * scale


def _box(state: str, x: float, y: float) -> str:
    return (
        f'<g><rect x="{x - BOX_W / 2:.0f}" y="{y - BOX_H / 2:.0f}" width="{BOX_W}" height="{BOX_H}" rx="7" '
        'fill="#f5f3ee" stroke="#3a3a3a"/>'
        f'<text x="{x:.0f}" y="{y + 5:.0f}" font-size="15" text-anchor="middle" fill="#1a1a1a">'
        f"{escape(state)}</text></g>"
    )


def _legend(graph: Graph, y: float) -> list[str]:
    used = {_style_of(edge) for edge in graph.edges}
    found, x = [], 24.0
    for key, (colour, dashes, width, words) in STYLES.items():
        if key in used:
            dash = f' stroke-dasharray="{dashes}"' if dashes else ""
            found.append(
                f'<line x1="{x}" y1="{y}" x2="{x + 34}" y2="{y}" stroke="{colour}" stroke-width="{width}"{dash}/>'
            )
            found.append(f'<text x="{x + 40}" y="{y + 4}" font-size="12" fill="#333">{words}</text>')
            x += 56 + 6.6 * len(words)
    return found
