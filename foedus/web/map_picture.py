"""The map of a day as a picture: one map for each kind of tie, never all under one; states that were none greyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any

from foedus.web.pictures import head
from foedus.web.world import HEIGHT, WIDTH, Land, lands, sphere

_WIDE = 1000.0
_TOP = 66.0
_LINE = 140  # characters of a line of notes
Row = Mapping[str, Any]


def map_svg(title: str, states: Sequence[Row], kinds: Sequence[str], counts: Mapping[str, int]) -> str:
    """The map. ``states``: rows with ``state``, ``name``, ``numeric`` (ISO 3166-1) and ``partners`` by kind.

    ``counts``: pairs by kind. Raises `FoedusError` FOE914 where the shapes were not built.
    """
    world = lands()
    drawn = {land.numeric for land in world} - {None}
    shown = [kind for kind in kinds if counts.get(kind)] or list(kinds[:1])
    columns = 1 if len(shown) == 1 else 2
    cell = _WIDE / columns
    high = cell * HEIGHT / WIDTH + 40
    bottom = _TOP + high * -(-len(shown) // columns) + 14
    tied = [row for row in states if row["partners"]]
    notes = list(_notes([row["name"] for row in tied if row["numeric"] is None or int(row["numeric"]) not in drawn]))
    says = "; ".join(f"{row['name']}: {_ties(row)}" for row in tied) or "no ties"
    parts = head(_WIDE, bottom + 18 + 17 * len(notes), title, f"Parties, present borders. {says}.")
    parts += [
        f'<text x="16" y="28" font-size="16" font-weight="600">{escape(title)}</text>',
        '<text x="16" y="48" font-size="13" class="q">parties, present borders</text>',
        "<defs>",
        *(f'<path id="land-{number}" d="{land.path}"/>' for number, land in enumerate(world)),
        f'<path id="sphere" d="{sphere()}"/></defs>',
    ]
    rows = {int(row["numeric"]): row for row in states if row["numeric"] is not None and int(row["numeric"]) in drawn}
    for number, kind in enumerate(shown):
        left, top = number % columns * cell, _TOP + number // columns * high
        parts += _one(world, rows, kind, counts.get(kind, 0), left, top, cell)
    parts += _legend(bottom)
    for number, line in enumerate(notes):
        y = bottom + 22 + 17 * number
        parts.append(f'<text x="16" y="{y:.0f}" font-size="12" class="q">{escape(line)}</text>')
    return "\n".join([*parts, "</svg>"])


def _ties(row: Row) -> str:
    return ", ".join(f"{kind} with {count}" for kind, count in row["partners"].items())


def _one(
    world: Sequence[Land], rows: Mapping[int, Row], kind: str, pairs: int, left: float, top: float, width: float
) -> Iterator[str]:
    """The map of one kind: its name, then the lands in three layers, those with ties last."""
    scale = width / WIDTH
    tied = {number: row for number, row in rows.items() if row["partners"].get(kind)}
    yield (
        f'<rect x="{left + 16:.0f}" y="{top + 8:.0f}" width="12" height="12" style="fill:var(--{kind})"/>'
        f'<text x="{left + 34:.0f}" y="{top + 19:.0f}" font-size="14" font-weight="600">{kind} '
        f'<tspan class="q" font-weight="400">{len(tied)} states on the map, {pairs} pairs</tspan></text>'
        f'<g transform="translate({left:.0f} {top + 30:.0f}) scale({scale})" stroke="var(--ground)" '
        f'stroke-width="{0.4 / scale:.0f}"><use href="#sphere" fill="none" stroke="var(--line)"/>'
    )
    layers: dict[str, list[str]] = {"absent": [], "untied": [], kind: []}
    for number, land in enumerate(world):
        row = rows.get(land.numeric) if land.numeric is not None else None
        use = f'<use href="#land-{number}"'
        if row is None or land.numeric not in tied:
            layers["absent" if row is None else "untied"].append(f"{use}/>")
            continue
        count = row["partners"][kind]
        title = f"<title>{escape(row['name'])}: {kind} with {count}</title>"
        layers[kind].append(f"{use}>{title}</use>")
        if land.is_speck:
            x, y = land.middle
            layers[kind].append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{2.8 / scale:.0f}">{title}</circle>')
    for name, uses in layers.items():
        yield f'<g style="fill:var(--{name})">{"".join(uses)}</g>'
    yield "</g>"


def _legend(top: float) -> Iterator[str]:
    for x, tone, says in ((16, "untied", "no such tie"), (126, "absent", "not a state that day")):
        yield (
            f'<rect x="{x}" y="{top - 10:.0f}" width="12" height="12" style="fill:var(--{tone})" '
            f'stroke="var(--quiet)" stroke-width="0.6"/><text x="{x + 18}" y="{top:.0f}" font-size="12">{says}</text>'
        )


def _notes(shapeless: Sequence[str]) -> Iterator[str]:
    yield "The tie is of the state, not of every part of its land."
    if shapeless:
        yield from wrap(f"Not on the map, having no shape among present borders: {', '.join(shapeless)}.", _LINE)
    yield "Shapes: Natural Earth, public domain, through world-atlas."
