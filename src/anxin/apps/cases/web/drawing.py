"""A graph as a picture: three columns, employers, cases and persons, with lines between; drawn on the server as SVG."""

from __future__ import annotations

from dataclasses import dataclass

from anxin.apps.cases.graph import Graph, Kind, Node

WIDTH, ROW, TOP = 900, 34, 30
COLUMNS: dict[Kind, int] = {"employer": 140, "case": 450, "person": 760}


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its place on the picture."""

    node: Node
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line with its two ends."""

    x1: int
    y1: int
    x2: int
    y2: int
    tie: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws; the same stands as a table below it."""

    width: int
    height: int
    nodes: tuple[Placed, ...]
    strokes: tuple[Stroke, ...]
    table: tuple[tuple[Node, str, Node], ...]


def picture(graph: Graph) -> Picture:
    """Where everything stands; the same graph always gives the same picture."""
    placed = {
        node.key: Placed(node, COLUMNS[kind], TOP + order * ROW)
        for kind in COLUMNS
        for order, node in enumerate(graph.of(kind))
    }
    strokes = tuple(
        Stroke(placed[one.one].x, placed[one.one].y, placed[one.other].x, placed[one.other].y, one.tie)
        for one in graph.lines
    )
    table = tuple((placed[one.one].node, one.tie, placed[one.other].node) for one in graph.lines)
    height = max((one.y for one in placed.values()), default=TOP) + ROW
    return Picture(WIDTH, height, tuple(placed.values()), strokes, table)
