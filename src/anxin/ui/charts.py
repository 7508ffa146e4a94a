"""Charts and maps (图) as data: drawn by ECharts from a JSON script, with the same data as a table below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Number = int | float | None
ChartKind = Literal["line", "bar", "map"]


@dataclass(frozen=True, slots=True)
class Series:
    """One line or row of bars; `tone` is a colour token (red, orange, green, blue), `right` uses the right axis."""

    name: str
    values: Sequence[Number]
    kind: Literal["line", "bar"] | None = None
    tone: str = ""
    stack: str = ""
    right: bool = False
    area: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with its title, its labels (months, villages) and its series; `urls` opens the rows behind a label.

    A map takes `geojson` whose features carry the labels in `name_property`; no tiles are ever fetched.
    """

    key: str
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    kind: ChartKind = "line"
    head: str = ""
    unit: str = ""
    unit_right: str = ""
    urls: Sequence[str] = ()
    geojson: Mapping[str, Any] | None = None
    name_property: str = "name"

    def __post_init__(self) -> None:
        lengths = {len(one.values) for one in self.series} | {len(self.labels)}
        if len(lengths) != 1 or (self.urls and len(self.urls) != len(self.labels)):
            raise ValueError("every series has one value for each label, and every label one address or none has")

    def as_data(self) -> dict[str, Any]:
        """What the drawing script reads."""
        found: dict[str, Any] = {
            "kind": self.kind,
            "unit": self.unit,
            "unit_right": self.unit_right,
            "labels": list(self.labels),
            "urls": list(self.urls),
            "series": [_plain(one) for one in self.series],
        }
        if self.geojson is not None:
            found |= {"geojson": dict(self.geojson), "name_property": self.name_property}
        return found

    def rows(self) -> list[dict[str, Any]]:
        """The same data as a table, one row a label."""
        return [
            {
                "label": label,
                "url": self.urls[order] if self.urls else "",
                "values": [one.values[order] for one in self.series],
            }
            for order, label in enumerate(self.labels)
        ]


def _plain(one: Series) -> dict[str, Any]:
    kept = {"kind": one.kind, "tone": one.tone, "stack": one.stack}
    flags = {"right": one.right, "area": one.area, "dashed": one.dashed}
    return {"name": one.name, "values": list(one.values), **{k: v for k, v in {**kept, **flags}.items() if v}}
