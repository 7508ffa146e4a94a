"""What happens to the robot's groups, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class _OfGroup(Event):
    group: int
    place: str

    @property
    def subject(self) -> str:
        return f"onebot.group:{self.group}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class GroupRegistered(_OfGroup):
    """A QQ group was registered to an employer or a park; the robot answers there from now on."""

    type: ClassVar[str] = "onebot.group_registered"
    employer: int | None
    park: int | None

    def in_words(self) -> str:
        return f"登记企业 QQ 群第{self.group}号"


@dataclass(frozen=True, slots=True)
class GroupRetired(_OfGroup):
    """The robot is silent in a group from now on."""

    type: ClassVar[str] = "onebot.group_retired"

    def in_words(self) -> str:
        return f"停用企业 QQ 群第{self.group}号"
