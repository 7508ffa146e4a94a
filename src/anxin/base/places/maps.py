"""The map of the villages (示意图): a deployment's own outlines, or the sketch that ships; drawn without tiles."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings

from anxin.kernel.outcome import BadInput, Fault

OWN = Path("map") / "villages.geojson"
"""Where a deployment lays its own outlines, below its data directory: features with `code` and `short_name`."""
LEVELS = ("village", "community")


def sketch_text() -> str:
    """The sketch that ships, as GeoJSON text."""
    return files(__package__).joinpath("data/sketch.geojson").read_text(encoding="utf-8")


def village_map() -> dict[str, Any]:
    """The outlines of villages and communities as GeoJSON, with a note when they are only a sketch."""
    own = settings.SETTINGS.data_dir / OWN
    return _read(own, own.stat().st_mtime_ns) if own.is_file() else _shipped()


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    return _villages(json.loads(sketch_text()))


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    try:
        return _villages(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as problem:
        fault = Fault(str(OWN), "不是含 code 和 short_name 的 GeoJSON", "请更正或移走该文件，系统将改用示意图")
        raise BadInput("places.map_unreadable", "自备地图无法读取。", [fault]) from problem


def _villages(drawn: dict[str, Any]) -> dict[str, Any]:
    """Only the villages: grids lie within them and would cover them."""
    kept = [one for one in drawn["features"] if one["properties"].get("kind", "village") in LEVELS]
    for one in kept:
        one["properties"]["short_name"], one["properties"]["code"]
    return {"type": "FeatureCollection", "note": drawn.get("note", ""), "features": kept}
