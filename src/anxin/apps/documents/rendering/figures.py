"""How a figure of the report is written on paper."""

from __future__ import annotations

from anxin.apps.documents.weekly import INDICATORS, MONEY, Line
from anxin.kernel.money import yuan


def written(key: str, value: int) -> str:
    """A figure as printed: amounts in yuan with two decimals, counts as they are, nothing for zero (以“—”表示)."""
    if value == 0:
        return "—"
    return yuan(value) if key in MONEY else f"{value:,}"


def row(line: Line) -> list[str]:
    """A line's figures in the order of the columns."""
    return [written(one.key, line.figures.get(one.key, 0)) for one in INDICATORS]


def groups() -> list[tuple[str, int]]:
    """The group headings above the columns with how many columns each spans."""
    spans: list[tuple[str, int]] = []
    for one in INDICATORS:
        if spans and spans[-1][0] == one.group:
            spans[-1] = (one.group, spans[-1][1] + 1)
        else:
            spans.append((one.group, 1))
    return spans
