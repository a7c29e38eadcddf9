"""The map as a picture: TopoJSON decoded and cut at the edge; a map for each kind; plain words without a build."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import foedus.web.map_picture as map_picture
import foedus.web.pages.network as network_page
from foedus.model.errors import FoedusError
from foedus.web.world import HEIGHT, WIDTH, lands, projected, shapes_file

SVG = "{http://www.w3.org/2000/svg}"
SQUARES: dict[str, tuple[str, list[tuple[float, float]]]] = {
    "40": ("Austria", [(10, 40), (20, 40), (20, 50), (10, 50), (10, 40)]),
    "643": ("Russia", [(170, 60), (-170, 60), (-170, 70), (170, 70), (170, 60)]),
    "10": ("Antarctica", [(-180, -70), (-90, -70), (0, -70), (90, -70), (180, -70)]),
    "442": ("Luxembourg", [(6.0, 49.5), (6.2, 49.5), (6.2, 49.7), (6.0, 49.7), (6.0, 49.5)]),
}


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A build whose world has four lands: one plain, one over the edge, one around the pole, one speck."""
    arcs = []
    for _, ring in SQUARES.values():
        whole = [(round(x * 100), round(y * 100)) for x, y in ring]
        arcs.append([whole[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole))])
    shapes = [
        {"type": "Polygon", "id": number, "arcs": [[index]], "properties": {"name": name}}
        for index, (number, (name, _)) in enumerate(SQUARES.items())
    ]
    shapes.append({"type": "Polygon", "arcs": [[~0]], "properties": {"name": "Nobody's"}})
    topology = {"type": "Topology", "arcs": arcs, "transform": {"scale": [0.01, 0.01], "translate": [0, 0]},
                "objects": {"countries": {"type": "GeometryCollection", "geometries": shapes}}}  # fmt: skip
    (tmp_path / "world.json").write_text(json.dumps(topology))
    (tmp_path / "manifest.json").write_text(
        json.dumps({"node_modules/world-atlas/countries-50m.json": {"file": "world.json"}})
    )
    return tmp_path


def points(path: str) -> list[list[tuple[int, int]]]:
    """The places of path data, ring by ring."""
    rings = []
    for part in path.split("M")[1:]:
        start, _, steps = part.rstrip("z").partition("l")
        x, y = map(int, start.split())
        ring = [(x, y)]
        numbers = [int(number) for number in steps.replace("-", " -").split()]
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            ring.append((x, y))
        rings.append(ring)
    return rings


def test_lands_stand_where_they_are(static: Path) -> None:
    found = {land.name: land for land in lands(static)}
    assert [land.numeric for land in found.values()] == [40, 643, 10, 442, None]
    (austria,) = points(found["Austria"].path)
    assert austria[0] == tuple(map(round, projected(10, 40)))
    assert len(points(found["Russia"].path)) == 2  # one part at either edge
    (pole,) = points(found["Antarctica"].path)
    assert {0, WIDTH} & {round(x - x % 10) for x, _ in pole} or min(x for x, _ in pole) < WIDTH / 4
    assert max(y for _, y in pole) == HEIGHT
    assert [land.name for land in found.values() if land.is_speck] == ["Luxembourg"]
    for land in found.values():
        for ring in points(land.path):
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)


def test_the_projection_keeps_areas(static: Path) -> None:
    """Ten degrees by ten at the equator and at 60 degrees: as their areas on the sphere."""

    def area(south: float, north: float) -> float:
        ring = [projected(x, y) for x, y in ((0, south), (5, south), (10, south), (10, north), (5, north), (0, north))]
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2

    from math import radians, sin

    on_sphere = (sin(radians(61)) - sin(radians(60))) / sin(radians(1))
    assert area(60, 61) / area(0, 1) == pytest.approx(on_sphere, rel=0.01)


def test_without_a_build_it_is_said_plainly(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shapes_file(tmp_path) is None
    with pytest.raises(FoedusError) as caught:
        lands(tmp_path)
    assert caught.value.code == "FOE914"
    monkeypatch.setattr(map_picture, "lands", lambda: lands(tmp_path))
    monkeypatch.setattr(network_page, "shapes_file", lambda: None)
    answer = client.get("/map.svg?on=1913-05-01")
    assert (answer.status_code, answer.json()["code"]) == (404, "FOE914")
    page = client.get("/network?on=1913-05-01")
    assert "FOE914" in page.text
    assert "/map.svg" not in page.text


def test_the_picture_has_a_map_for_each_kind(client: TestClient, static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_picture, "lands", lambda: lands(static))
    answer = client.get("/map.svg?on=1914-07-02")
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)
    said = " ".join(text.strip() for text in root.itertext())
    page = client.get("/map.json?on=1914-07-02").json()
    assert "parties, present borders" in said
    for kind, count in page["counts"].items():
        assert (f'fill:var(--{kind})"' in answer.text) == bool(count)
        assert not count or f"on the map, {count} pairs" in said
    assert "no such tie" in said
    assert "not a state that day" in said
    assert "Austria-Hungary" in said  # it has ties, and no shape today
    names = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert any(name.startswith("Russia: defence with") for name in names)
    assert root.find(f".//{SVG}circle") is not None  # Luxembourg, too small to see, guaranteed since 1867


def test_one_kind_and_one_treaty_and_their_table(
    client: TestClient, static: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_picture, "lands", lambda: lands(static))
    alone = client.get("/map.svg?on=1914-07-02&kind=neutrality").text
    assert "neutrality" in alone
    assert "defence" not in alone.partition("</style>")[2].partition("<desc")[0]
    treaty = client.get("/map.svg?on=2024-06-01&treaty=nato").text
    assert "North Atlantic Treaty: parties on 2024-06-01" in treaty
    rows = client.get("/map.csv?on=1914-07-02").text.splitlines()
    assert rows[0].startswith("state,name,numeric,defence,")
    assert not any(row.startswith("POL,") for row in rows)
    moved = client.get("/map?on=1914-07-02&kind=defence", follow_redirects=False)
    assert moved.headers["location"] == "/network?on=1914-07-02&kind=defence#map-head"


def test_as_png(client: TestClient, static: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("vl_convert", reason="PNG needs foedus[plots]")
    monkeypatch.setattr(map_picture, "lands", lambda: lands(static))
    assert client.get("/map.png?on=1914-07-02").content.startswith(b"\x89PNG\r\n")
