"""Places: the real tree from province to village, invented grids (网格) below it, five invented parks (园区)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from anxin.project.demo.draws import rows
from anxin.project.demo.geometry import Cell, sketch

TOWN = "330602013"
_ABOVE = (
    ("33", "浙江省", "浙江", "province", ""),
    ("3306", "绍兴市", "绍兴", "city", "33"),
    ("330602", "越城区", "越城", "district", "3306"),
    (TOWN, "皋埠街道", "皋埠", "town", "330602"),
)
_PARKS = (
    ("演示东湖智造园", "330602013228"),
    ("演示樊江纺织园", "330602013217"),
    ("演示吼山小微园", "330602013205"),
    ("演示银桥科创园", "330602013004"),
    ("演示坝口物流园", "330602013234"),
)
_DEAD_GRIDS = (17, 44)
"""Places in the list of village grids of the two that were merged away and left employers behind."""


@dataclass(frozen=True, slots=True)
class GridSpot:
    """One grid: where it is drawn, whether it lives, and the park it watches if any."""

    code: str
    name: str
    village: int
    corners: tuple[tuple[float, float], ...]
    active: bool
    park: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """The land on which employers stand; grids of parks come last, in the order of the parks."""

    villages: tuple[Cell, ...]
    grids: tuple[GridSpot, ...]
    parks: tuple[tuple[str, int], ...]

    def village_at(self, short_name: str) -> int:
        """The number of a village by its short name."""
        return next(number for number, cell in enumerate(self.villages) if cell.short_name == short_name)

    def grids_of(self, village: int) -> list[int]:
        """The village's own grids, parks left out."""
        return [n for n, grid in enumerate(self.grids) if grid.village == village and grid.park is None]

    @property
    def first_park_grid(self) -> int:
        return len(self.grids) - len(self.parks)


def ground() -> Ground:
    """The land of the town; it does not depend on the seed."""
    cells = sketch()
    villages = tuple(cell for cell in cells if cell.kind != "grid")
    number_of = {cell.code: number for number, cell in enumerate(villages)}
    plain = [cell for cell in cells if cell.kind == "grid"]
    spots = [
        GridSpot(cell.code, cell.name, number_of[cell.parent], cell.corners, active=number not in _DEAD_GRIDS)
        for number, cell in enumerate(plain)
    ]
    parks = tuple((name, number_of[code]) for name, code in _PARKS)
    for park, (name, village) in enumerate(parks):
        corners = next(spot.corners for spot in reversed(spots) if spot.village == village)
        code = f"{villages[village].code}{901 + park}"
        spots.append(GridSpot(code, f"{name}网格", village, corners, active=True, park=park))
    return Ground(villages, tuple(spots), parks)


def _path(*codes: str) -> str:
    return "".join(f"{code}/" for code in codes)


def place_table(land: Ground) -> pa.Table:
    """Every place from the province down to the grid."""
    found: list[dict[str, Any]] = []
    above: list[str] = []
    for code, name, short, kind, parent in _ABOVE:
        above.append(code)
        found.append(_place(code, name, short, kind=kind, parent=parent, path=_path(*above), middle=(500.0, 350.0)))
    for cell in land.villages:
        path = _path(*above, cell.code)
        found.append(
            _place(cell.code, cell.name, cell.short_name, kind="village", parent=TOWN, path=path, middle=cell.middle)
        )
    for spot in land.grids:
        village = land.villages[spot.village].code
        middle = Cell("", "", "", "", "", spot.corners).middle
        path = _path(*above, village, spot.code)
        found.append(
            _place(
                spot.code,
                spot.name,
                spot.name,
                kind="grid",
                parent=village,
                path=path,
                active=spot.active,
                middle=middle,
            )
        )
    return rows("places", found)


def _place(
    code: str,
    name: str,
    short: str,
    *,
    kind: str,
    parent: str,
    path: str,
    middle: tuple[float, float],
    active: bool = True,
) -> dict[str, Any]:
    where = {"map_x": round(middle[0], 1), "map_y": round(middle[1], 1)}
    what = {"code": code, "name": name, "short_name": short, "kind": kind, "parent_code": parent, "path": path}
    return {**what, "active": active, **where}


def grid_table(land: Ground, members: list[int], assistants: list[int], as_of: date) -> pa.Table:
    """The grids with their member (网格员) and the labour assistant (协管员) of the village."""
    closed = as_of - timedelta(days=236)
    return rows(
        "grids",
        [
            {
                "code": spot.code,
                "name": spot.name,
                "village_code": land.villages[spot.village].code,
                "path": _path("33", "3306", "330602", TOWN, land.villages[spot.village].code, spot.code),
                "active": spot.active,
                "closed_on": None if spot.active else closed,
                "member_id": members[number] if spot.active else None,
                "assistant_id": assistants[spot.village],
                "park_id": None if spot.park is None else spot.park + 1,
            }
            for number, spot in enumerate(land.grids)
        ],
    )


def park_table(land: Ground, managers: list[int]) -> pa.Table:
    """The invented parks with their managers (园区管理员)."""
    return rows(
        "parks",
        [
            {
                "park_id": number + 1,
                "code": f"YS-P{number + 1:02d}",
                "name": name,
                "village_code": land.villages[village].code,
                "grid_code": land.grids[land.first_park_grid + number].code,
                "address": f"皋埠街道{land.villages[village].short_name}{name}",
                "manager_id": managers[number],
            }
            for number, (name, village) in enumerate(land.parks)
        ],
    )
