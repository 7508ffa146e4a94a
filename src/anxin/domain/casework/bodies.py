"""Mediation bodies (调解组织): which of those on the register stands nearest to a case, by its employer and its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Where a body sits (劳动争议调解仲裁法 art. 10): in the firm, in the village or community, in the town."""

    FIRM = "firm"
    VILLAGE = "village"
    TOWN = "town"

    @property
    def term(self) -> str:
        return {
            "firm": "企业劳动争议调解委员会",
            "village": "村（社区）调解组织",
            "town": "乡镇（街道）调解组织",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Body:
    """One body on the register: its number, level and name, whose it is or where, and who mediates there."""

    number: int
    level: Level
    name: str
    place_path: str
    employer: int | None = None
    address: str = ""
    members: str = ""


def nearest_first(bodies: Iterable[Body], *, employer: int | None, place_path: str) -> list[Body]:
    """The bodies that may mediate in a case, the nearest first: the employer's own, that of the place, that of the town.

    Another firm's committee may not; a body of another village may, but comes last.
    """
    able = [one for one in bodies if one.level is not Level.FIRM or (employer is not None and one.employer == employer)]
    order = list(Level)
    return sorted(
        able, key=lambda one: (not place_path.startswith(_own(one, place_path)), order.index(one.level), one.number)
    )


def _own(one: Body, place_path: str) -> str:
    """The place a body looks after; a firm's committee goes with its employer wherever the case stands."""
    return place_path if one.level is Level.FIRM else one.place_path
