"""The schematic map (示意图): thirty cells for the villages, cut into their grids, in a plane of 1000 × 700.

True boundaries of the villages were not to be had, and the district's has no licence, so nothing here claims to lie
where it is drawn. `python -m anxin.project.demo.geometry` writes the sketch of `anxin.base.places` anew.
"""

from __future__ import annotations

import csv
import json
import math
import random
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Any

from anxin.base.places.maps import sketch_text

Point = tuple[float, float]
Polygon = tuple[Point, ...]
_OUTLINE: Polygon = (
    (60, 120), (240, 20), (520, 5), (800, 40), (950, 160), (995, 360), (940, 560), (780, 680), (500, 697), (220, 660), (60, 540), (5, 330),
)  # fmt: skip
_COLUMNS = (5, 6, 8, 6, 5)
_GRIDS_OF = (2, 3, 2, 1, 3, 2, 4, 2, 2, 3, 1, 2, 3, 2, 2, 4, 2, 3, 2, 1, 2, 3, 2, 2, 3, 2, 4, 2, 2, 3)


@dataclass(frozen=True, slots=True)
class Cell:
    """A village or a grid on the sketch; convex, so that a mean of corners lies inside."""

    code: str
    name: str
    short_name: str
    kind: str
    parent: str
    corners: Polygon

    @property
    def middle(self) -> Point:
        return _middle(self.corners)


def village_names() -> list[tuple[str, str]]:
    """Code and official name of the 26 villages and 4 communities."""
    text = files(__package__).joinpath("data/villages.csv").read_text(encoding="utf-8")
    return [(row["code"], row["name"]) for row in csv.DictReader(text.splitlines())]


def short_name(name: str) -> str:
    """The name as people say it: 上蒋村, 东湖社区."""
    return name.replace("村委会", "村").replace("社区居委会", "社区")


@lru_cache(maxsize=1)
def sketch() -> tuple[Cell, ...]:
    """The villages and grids of the stored drawing."""
    raw = json.loads(sketch_text())
    return tuple(_cell(feature) for feature in raw["features"])


def _cell(feature: dict[str, Any]) -> Cell:
    corners = tuple((float(x), float(y)) for x, y in feature["geometry"]["coordinates"][0][:-1])
    facts = feature["properties"]
    return Cell(facts["code"], facts["name"], facts["short_name"], facts["kind"], facts["parent"], corners)


def draw() -> dict[str, Any]:
    """The whole drawing as GeoJSON, always the same."""
    dice = random.Random(330_602_013)  # noqa: S311 -- a drawing, not a secret
    features = []
    villages = village_names()
    for number, ((code, name), corners) in enumerate(zip(villages, _voronoi(_spots(dice), _OUTLINE), strict=True)):
        short = short_name(name)
        kind = "community" if "社区" in name else "village"
        features.append(_feature(code, name, short=short, kind=kind, parent=code[:9], corners=corners))
        spots = [_inside(dice, corners) for _ in range(_GRIDS_OF[number])]
        for place, part in enumerate(_voronoi(spots, corners), start=1):
            label = f"{short}第{place}网格"
            features.append(_feature(f"{code}{place:03d}", label, short=label, kind="grid", parent=code, corners=part))
    return {"type": "FeatureCollection", "name": "皋埠街道示意图", "note": "示意图，非实际边界", "features": features}


def _feature(code: str, name: str, *, short: str, kind: str, parent: str, corners: Polygon) -> dict[str, Any]:
    ring = [[round(x, 1), round(y, 1)] for x, y in (*corners, corners[0])]
    facts = {"code": code, "name": name, "short_name": short, "kind": kind, "parent": parent}
    return {"type": "Feature", "properties": facts, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _spots(dice: random.Random) -> list[Point]:
    spots = []
    for row, count in enumerate(_COLUMNS):
        for column in range(count):
            width = 900 / count
            x = 50 + width * (column + 0.5) + dice.uniform(-0.2, 0.2) * width
            spots.append((x, 80 + 135 * row + dice.uniform(-28, 28)))
    return spots


def _voronoi(spots: list[Point], frame: Polygon) -> list[Polygon]:
    """The part of a convex frame that lies nearest to each spot, found by cutting with every bisector."""
    cells = []
    for spot in spots:
        cell = frame
        for other in spots:
            if other != spot:
                cell = _cut(cell, spot, other)
        cells.append(cell)
    return cells


def _cut(cell: Polygon, spot: Point, other: Point) -> Polygon:
    normal = (other[0] - spot[0], other[1] - spot[1])
    middle = ((other[0] + spot[0]) / 2, (other[1] + spot[1]) / 2)
    sides = [(x - middle[0]) * normal[0] + (y - middle[1]) * normal[1] for x, y in cell]
    kept: list[Point] = []
    for place, (corner, side) in enumerate(zip(cell, sides, strict=True)):
        following, beyond = cell[(place + 1) % len(cell)], sides[(place + 1) % len(cell)]
        if side <= 0:
            kept.append(corner)
        if (side < 0 < beyond) or (beyond < 0 < side):
            part = side / (side - beyond)
            kept.append((corner[0] + part * (following[0] - corner[0]), corner[1] + part * (following[1] - corner[1])))
    return tuple(kept)


def _inside(dice: random.Random, corners: Polygon) -> Point:
    """A point well inside a convex polygon."""
    weights = [dice.random() + 0.15 for _ in corners]
    total = math.fsum(weights)
    x = math.fsum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)) / total
    y = math.fsum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)) / total
    return x, y


def _middle(corners: Polygon) -> Point:
    return sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners)


def write_sketch() -> None:
    """Store the drawing where the map of the places is read from."""
    text = json.dumps(draw(), ensure_ascii=False, separators=(",", ":")).replace(
        '{"type":"Feature",', '\n{"type":"Feature",'
    )
    with as_file(files("anxin.base.places")) as folder:
        (folder / "data" / "sketch.geojson").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_sketch()
