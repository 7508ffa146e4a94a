"""The colours of a warning (预警级别): red, orange, yellow, and green for none; and the classes A to D of employers."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: 红 over 橙 over 黄 over 绿. Other places use cards with other meanings, so the word is always shown too."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"

    @property
    def rank(self) -> int:
        """Green 0 to red 3, for comparison and for storage.

        >>> Level.RED.rank > Level.YELLOW.rank
        True
        """
        return _RANKS[self]

    @property
    def label(self) -> str:
        """The colour as it stands on the screen."""
        return _LABELS[self]


_RANKS = {Level.GREEN: 0, Level.YELLOW: 1, Level.ORANGE: 2, Level.RED: 3}
_LABELS = {Level.RED: "红色", Level.ORANGE: "橙色", Level.YELLOW: "黄色", Level.GREEN: "正常"}


def worst(levels: Iterable[Level]) -> Level:
    """The highest colour among some; green when there is none.

    >>> worst([Level.YELLOW, Level.RED]).value, worst([]).value
    ('red', 'green')
    """
    return max(levels, key=_RANKS.__getitem__, default=Level.GREEN)


class Klass(StrEnum):
    """The class of an employer (分类管理): A is trusted, D is watched most closely."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def rank(self) -> int:
        """A 0 to D 3."""
        return "ABCD".index(self.value)
