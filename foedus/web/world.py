"""The lands of today's world as paths: world-atlas's TopoJSON, brought by npm at build, decoded and projected once.

Format: https://github.com/topojson/topojson-specification. Projection: Equal Earth (Šavrič, Patterson and Jenny 2018,
International Journal of Geographical Information Science 33:3), which keeps areas true.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import asin, cos, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

from foedus.model.errors import FoedusError

WIDTH, HEIGHT = 10_000, 4_867
"""The whole world in units of its own; whole numbers are fine enough for a picture of a thousand pixels."""
STATIC = Path(__file__).parent / "static"
_SHAPES = "world-atlas/countries-50m.json"
_STEP = 7.0  # units between two points that are kept
_SPECK = 45.0  # units: a land smaller than this is marked by a dot too
_A = (1.340264, -0.081106, 0.000893, 0.003796)
_SCALE = WIDTH / 2 / (pi / (sqrt(3) / 2 * _A[0]))

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Land:
    """One land: ISO 3166-1 number (None where it has none), name, its outline as SVG path data, middle, and size."""

    numeric: int | None
    name: str
    path: str
    middle: Point
    is_speck: bool


def shapes_file(static: Path = STATIC) -> Path | None:
    """Where the build put the shapes; None where it did not."""
    manifest = static / "manifest.json"
    if not manifest.is_file():
        return None
    found = json.loads(manifest.read_text("utf-8"))
    file = next((static / item["file"] for source, item in found.items() if source.endswith(_SHAPES)), None)
    return file if file and file.is_file() else None


def lands(static: Path = STATIC) -> tuple[Land, ...]:
    """All lands. Raises `FoedusError` FOE914 where the shapes were not built."""
    file = shapes_file(static)
    if file is None:
        help_ = "install a built package, or cd ui && npm install && npm run build; the tables say the same"
        raise FoedusError("FOE914", "the map's shapes were not built here", help=help_)
    return _lands(file)


@lru_cache(maxsize=2)
def _lands(file: Path) -> tuple[Land, ...]:
    topology = json.loads(file.read_text("utf-8"))
    arcs = [_thinned(arc) for arc in _decoded(topology)]
    made = [_land(shape, arcs) for shape in topology["objects"]["countries"]["geometries"]]
    seen = {land.numeric for land in made if land is not None and not land.is_speck}
    return tuple(
        replace(land, is_speck=land.is_speck and land.numeric not in seen) for land in made if land is not None
    )


def _decoded(topology: Any) -> Iterator[list[Point]]:
    """The arcs as degrees: each point is given as the step from the one before it, in whole units."""
    (scale_x, scale_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + left, y * scale_y + low))
        yield points


def _thinned(arc: list[Point]) -> list[Point]:
    """The arc without points too near to the last one kept; its ends stay, so that neighbours still meet."""
    kept, last = [arc[0]], projected(*arc[0])
    for point in arc[1:-1]:
        here = projected(*point)
        if abs(here[0] - last[0]) + abs(here[1] - last[1]) >= _STEP:
            kept.append(point)
            last = here
    if arc[0] == arc[-1] and len(kept) < 3:
        return arc  # an island of its own, too small for steps
    return [*kept, arc[-1]]


def projected(longitude: float, latitude: float) -> Point:
    """Degrees as a place on the picture."""
    turn = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = turn * turn
    sixth = square * square * square
    a, b, c, d = _A
    x = radians(longitude) * cos(turn) / (sqrt(3) / 2 * (a + 3 * b * square + sixth * (7 * c + 9 * d * square)))
    y = turn * (a + b * square + sixth * (c + d * square))
    return WIDTH / 2 + x * _SCALE, HEIGHT / 2 - y * _SCALE


def _land(shape: Any, arcs: Sequence[list[Point]]) -> Land | None:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [
        [projected(*point) for point in part]
        for polygon in polygons
        for ring in polygon
        for part in _cut(_ring(ring, arcs))
    ]
    drawn = [ring for ring in rings if len(ring) > 2]
    if not drawn:
        return None
    largest = max(drawn, key=lambda ring: abs(_area(ring)))
    wide, high = (max(p[i] for p in largest) - min(p[i] for p in largest) for i in (0, 1))
    middle = tuple((max(p[i] for p in largest) + min(p[i] for p in largest)) / 2 for i in (0, 1))
    number = shape.get("id")
    return Land(
        numeric=int(number) if number is not None else None,
        name=shape["properties"]["name"],
        path="".join(map(_path, drawn)),
        middle=(middle[0], middle[1]),
        is_speck=max(wide, high) < _SPECK,
    )


def _ring(numbers: Iterable[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Arcs joined to a ring; a negative number is an arc walked backward. Longitudes run on past 180."""
    found: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        for longitude, latitude in arc[1:] if found else arc:
            if found:
                longitude += 360 * round((found[-1][0] - longitude) / 360)
            found.append((longitude, latitude))
    return found


def _cut(ring: list[Point]) -> Iterator[list[Point]]:
    """The ring cut where it runs over the edge of the map; one that goes around a pole is closed along it."""
    if abs(ring[-1][0] - ring[0][0]) > 180:
        pole = 90.0 if sum(point[1] for point in ring) > 0 else -90.0
        ring = [*ring, (ring[-1][0], pole), (ring[0][0], pole)]
    west, east = min(point[0] for point in ring), max(point[0] for point in ring)
    for turn in (-360, 0, 360):
        if west + turn < 180 and east + turn > -180:
            moved = [(longitude + turn, latitude) for longitude, latitude in ring]
            if west + turn < -180 or east + turn > 180:
                moved = _along_edge(_clipped(_clipped(moved, -180, 1), 180, -1))
            yield moved


def _clipped(ring: list[Point], edge: float, side: int) -> list[Point]:
    """The part of the ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    found: list[Point] = []
    for here, there in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        is_in, was_in = (there[0] - edge) * side >= 0, (here[0] - edge) * side >= 0
        if is_in != was_in:
            share = (edge - here[0]) / (there[0] - here[0])
            found.append((edge, here[1] + share * (there[1] - here[1])))
        if is_in:
            found.append(there)
    return found


def _along_edge(ring: list[Point]) -> list[Point]:
    """Points put between those that lie far apart on the map's edge, which is curved."""
    found: list[Point] = []
    for here, there in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        found.append(here)
        steps = int(abs(there[1] - here[1]) / 2) if abs(here[0]) == abs(there[0]) == 180 else 0
        for step in range(1, steps):
            share = step / steps
            found.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
    return found


def _area(ring: Sequence[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _path(ring: Sequence[Point]) -> str:
    """SVG path data in whole units, each point as the step from the last."""
    x, y = round(ring[0][0]), round(ring[0][1])
    parts = [f"M{x} {y}l"]
    for point in ring[1:]:
        step_x, step_y = round(point[0]) - x, round(point[1]) - y
        if step_x or step_y:
            parts.append(f"{step_x}{' ' if step_y >= 0 else ''}{step_y} ")
            x, y = x + step_x, y + step_y
    return "".join(parts).rstrip() + "z"


def sphere() -> str:
    """The outline of the whole world as path data."""
    turns = [n * 3.0 for n in range(-30, 31)]
    edge = [projected(-180, turn) for turn in turns] + [projected(180, turn) for turn in reversed(turns)]
    return _path(edge)
