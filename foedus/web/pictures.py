"""Pictures as SVG without any script: a treaty's time, and the ties of a day. Plain values in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from math import cos, pi, sin
from typing import Any

_STYLE = """<style>
:root{--ground:#fdfcf9;--ink:#1d2026;--quiet:#575c66;--line:#d9d6cc;--yes:#1d6b3c;--no:#a3271b;--open:#7a5600;--soft:#8e949f;--untied:#ebe8dd;--absent:#bdbab1;
--defence:#8c2f39;--offence:#b3541e;--guarantee:#2d7d87;--neutrality:#4a6fa5;--nonaggression:#5b7f5b;--consultation:#7b6ba8}
@media (prefers-color-scheme:dark){:root{--ground:#16181d;--ink:#e8e6e0;--quiet:#a9adb6;--line:#363a43;--yes:#7fd19b;
--no:#f2958a;--open:#e3bd68;--soft:#7d838e;--untied:#262a32;--absent:#555a65;--defence:#e08a93;--offence:#e5a077;--guarantee:#79c3cc;--neutrality:#93b4e0;
--nonaggression:#9cc59c;--consultation:#b9aae0}}
text{font-family:system-ui,sans-serif;fill:var(--ink)} .q{fill:var(--quiet)}
</style>"""
_TONE = {
    "party": "--yes", "in force": "--yes", "provisional": "--yes", "withdrawing": "--open", "suspended": "--open",
    "withdrawn": "--no", "ended": "--no", "replaced": "--no", "cannot say": "--open",
}  # fmt: skip
_DASH = {
    "defence": "", "offence": "9 3", "guarantee": "6 3", "neutrality": "4 3",
    "nonaggression": "2 3", "consultation": "1 3",
}  # fmt: skip
_MOST_ROWS = 45


def head(width: float, height: float, title: str, says: str) -> list[str]:
    """The beginning of a picture: its size, its name, what it shows in words, the sheet and the ground."""
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(says)}</desc>',
        _STYLE,
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="var(--ground)"/>',
    ]


def timeline_svg(title: str, spells: Sequence[Mapping[str, Any]], names: Mapping[str, str], on: date) -> str:
    """A treaty's time: a bar for each spell of the treaty and of its states, and a line at the day asked about.

    ``spells``: rows of `foedus.api.status.timeline`; what begins before any known day is left out.
    """
    subjects = list(dict.fromkeys(str(row["subject"]) for row in spells))[:_MOST_ROWS]
    drawn = [row for row in spells if row["since"] and row["subject"] in subjects]
    first = min((date.fromisoformat(row["since"]) for row in drawn), default=on)
    last = max([on, *(date.fromisoformat(row["until"] or row["since"]) for row in drawn)])
    start, end = date(min(first, on).year, 1, 1), date(min(last.year + 1, 9999), 1, 1)
    left, width, row_height, top = 190.0, 960.0, 20.0, 56.0
    scale = (width - left - 24) / max((end - start).days, 1)

    def x(day: date) -> float:
        return left + (day - start).days * scale

    height = top + row_height * len(subjects) + 34
    says = "; ".join(f"{names.get(r['subject'], r['subject'])}: {r['standing']} since {r['since']}" for r in drawn[:60])
    parts = head(width, height, f"Timeline: {title}", says)
    parts.append(f'<text x="16" y="26" font-size="15" font-weight="600">{escape(_short(title, 90))}</text>')
    parts += [_tick(x(date(year, 1, 1)), top, height, year) for year in _years(start.year, end.year)]
    for number, subject in enumerate(subjects):
        y = top + number * row_height
        weight = ' font-weight="600"' if number == 0 else ""
        parts.append(
            f'<text x="{left - 10}" y="{y + 14}" font-size="12" text-anchor="end"{weight}>'
            f"{escape(_short(names.get(subject, subject), 26))}</text>"
        )
        for row in (row for row in drawn if row["subject"] == subject):
            since = date.fromisoformat(row["since"])
            until = min(date.fromisoformat(row["until"]), end) if row["until"] else end
            tone = _TONE.get(row["standing"], "--soft")
            tip = f"{names.get(subject, subject)}: {row['standing']}, {row['since']} to {row['until'] or 'now'}"
            strength = 0.85 if tone == "--yes" else 0.5
            parts.append(
                f'<rect x="{x(since):.1f}" y="{y + 3}" width="{max(x(until) - x(since), 2):.1f}" height="13" '
                f'fill="var({tone})" fill-opacity="{strength}"><title>{escape(tip)}</title></rect>'
            )
    parts.append(
        f'<path d="M{x(on):.1f} {top - 8}V{height - 28}" stroke="var(--ink)" stroke-dasharray="4 3"/>'
        f'<text x="{min(x(on), width - 60):.1f}" y="{height - 12}" font-size="12" text-anchor="middle">{on}</text>'
        "</svg>"
    )
    return "\n".join(parts)


def _tick(x: float, top: float, height: float, year: int) -> str:
    return (
        f'<path d="M{x:.1f} {top - 6}V{height - 30}" stroke="var(--line)"/>'
        f'<text x="{x:.1f}" y="{top - 11}" font-size="11" class="q" text-anchor="middle">{year}</text>'
    )


def _years(first: int, last: int) -> range:
    span = last - first
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50) if span / step <= 12), 100)
    return range(-(-first // step) * step, last + 1, step)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def network_svg(title: str, ties: Iterable[Mapping[str, Any]], kinds: Sequence[str]) -> str:
    """The ties of a day, a ring for each kind, so that no two kinds ever share a colour or a ring.

    ``ties``: rows with ``kind``, ``one`` and ``other``.
    """
    by_kind: dict[str, dict[tuple[str, str], None]] = {}
    for tie in ties:
        by_kind.setdefault(tie["kind"], {})[(tie["one"], tie["other"])] = None
    shown = [kind for kind in kinds if kind in by_kind]
    columns = 1 if len(shown) == 1 else 2
    cell = 480.0
    width = cell * columns
    height = 48 + cell * max(-(-len(shown) // columns), 1)
    says = "; ".join(f"{kind}: {len(by_kind[kind])} pairs" for kind in shown) or "no ties"
    parts = head(width, height, title, says)
    parts.append(f'<text x="16" y="30" font-size="16" font-weight="600">{escape(title)}</text>')
    if not shown:
        parts.append(
            '<text x="16" y="70" font-size="14" class="q">No tie of these kinds is encoded for that day.</text>'
        )
    for number, kind in enumerate(shown):
        x, y = (number % columns) * cell, 48 + (number // columns) * cell
        parts += _ring(kind, list(by_kind[kind]), x, y, cell)
    return "\n".join([*parts, "</svg>"])


def _ring(kind: str, pairs: list[tuple[str, str]], left: float, top: float, cell: float) -> list[str]:
    """One kind: its states around a ring, those with shared partners side by side, and a chord for each pair."""
    neighbours: dict[str, set[str]] = {}
    for one, other in pairs:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    order = _side_by_side(neighbours)
    mid_x, mid_y, radius = left + cell / 2, top + cell / 2 + 12, cell / 2 - 58
    turns = {state: 2 * pi * i / len(order) - pi / 2 for i, state in enumerate(order)}
    place = {state: (mid_x + radius * cos(turn), mid_y + radius * sin(turn)) for state, turn in turns.items()}
    faint = max(0.12, min(0.8, 60 / len(pairs)))
    dash = f' stroke-dasharray="{_DASH[kind]}"' if _DASH.get(kind) else ""
    path = "".join(
        f"M{place[a][0]:.0f} {place[a][1]:.0f}Q{mid_x:.0f} {mid_y:.0f} {place[b][0]:.0f} {place[b][1]:.0f}"
        for a, b in pairs
    )
    parts = [
        f'<text x="{left + 16}" y="{top + 18}" font-size="14" font-weight="600" style="fill:var(--{kind})">'
        f'{kind} <tspan class="q" font-weight="400">{len(order)} states, {len(pairs)} pairs</tspan></text>',
        f'<path d="{path}" fill="none" stroke="var(--{kind})" stroke-width="1.3" stroke-opacity="{faint:.2f}"{dash}/>',
    ]
    size = 11 if len(order) <= 60 else 8
    for i, (state, (x, y)) in enumerate(place.items()):
        angle = 360 * i / len(order) - 90
        turned, anchor, offset = (angle, "start", 7) if angle <= 90 else (angle + 180, "end", -7)
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="2.5" style="fill:var(--{kind})"/><text font-size="{size}" '
            f'text-anchor="{anchor}" transform="translate({x:.1f} {y:.1f}) rotate({turned:.1f})" x="{offset}" '
            f'y="{size * 0.36:.1f}">{escape(state)}</text>'
        )
    return parts


def _side_by_side(neighbours: Mapping[str, set[str]]) -> list[str]:
    """An order in which states of one alliance stand together: each next is the one that shares most with the last."""
    left = dict(sorted(neighbours.items()))
    order: list[str] = []
    while left:
        last = neighbours[order[-1]] | {order[-1]} if order else set()
        best = max(left, key=lambda state: (len(last & (left[state] | {state})), len(left[state]) if not order else 0))
        order.append(best)
        del left[best]
    return order


def png_of(svg: str) -> bytes | None:
    """The picture as PNG where the package for it (``foedus[plots]``) is installed, else None."""
    try:
        import vl_convert
    except ImportError:
        return None
    plain = _without_variables(svg)
    made: bytes = vl_convert.svg_to_png(plain, scale=2)
    return made


def _without_variables(svg: str) -> str:
    """Colours written out, for programs that know no CSS variables; in the light tones."""
    import re

    tones = dict(re.findall(r"(--[a-z]+):(#[0-9a-f]{6})", _STYLE.partition("@media")[0]))
    plain = re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)
    plain = plain.replace(' class="q"', f' fill="{tones["--quiet"]}"')
    plain = re.sub(r'style="fill:var\((--[a-z]+)\)"', lambda found: f'fill="{tones[found[1]]}"', plain)
    plain = re.sub(r"var\((--[a-z]+)\)", lambda found: tones[found[1]], plain)
    return plain if "font-family" in plain[:400] else plain.replace("<svg ", '<svg font-family="sans-serif" ', 1)
