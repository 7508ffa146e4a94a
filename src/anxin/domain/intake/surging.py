"""When filings about one employer are many (集中投诉): which marks a count has reached, and when they are one matter."""

from __future__ import annotations

from dataclasses import dataclass

_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many filings within a day somebody is told, and from how many they are laid together."""

    tell: int
    together: int

    def __post_init__(self) -> None:
        if self.tell < 1 or self.together < 2:
            raise ValueError("a surge begins with at least one filing, a group with at least two")

    @property
    def marks(self) -> tuple[int, ...]:
        """The counts at which somebody is told: the first, each doubling of it, and the one that makes a group."""
        return tuple(sorted({self.tell * 2**step for step in range(_DOUBLINGS)} | {self.together}))

    def reached(self, before: int, after: int) -> tuple[int, ...]:
        """The marks that a count going from `before` to `after` has reached, each for the first time."""
        return tuple(mark for mark in self.marks if before < mark <= after)

    def is_group(self, count: int) -> bool:
        """Whether so many filings about one employer are laid together without waiting for a person."""
        return count >= self.together
