"""What happens to the organisation, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class MemberAppointed(Event):
    """A grid member, labour assistant or park manager took up a place."""

    type: ClassVar[str] = "organisation.member_appointed"
    member: int
    kind: str
    place: str

    @property
    def subject(self) -> str:
        return f"organisation.member:{self.member}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "网格队伍任职"


@dataclass(frozen=True, slots=True)
class MemberEnded(Event):
    """A grid member, labour assistant or park manager left a place."""

    type: ClassVar[str] = "organisation.member_ended"
    member: int
    kind: str
    place: str

    @property
    def subject(self) -> str:
        return f"organisation.member:{self.member}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "网格队伍离任"


@dataclass(frozen=True, slots=True)
class ShiftsPlanned(Event):
    """Watches were put on the duty list."""

    type: ClassVar[str] = "organisation.shifts_planned"
    place: str
    count: int

    @property
    def subject(self) -> str:
        return f"organisation.duty:{self.place}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"排班 {self.count} 班次"


@dataclass(frozen=True, slots=True)
class OrganisationFilled(Event):
    """A whole organisation was taken over from another system."""

    type: ClassVar[str] = "organisation.filled"
    place: str
    units: int
    members: int
    shifts: int

    @property
    def subject(self) -> str:
        return f"organisation:{self.place}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"接入组织机构：成员单位 {self.units} 个，网格队伍 {self.members} 人，值班 {self.shifts} 班次"


@dataclass(frozen=True, slots=True)
class UnitChanged(Event):
    """A member unit's liaison person or duties changed."""

    type: ClassVar[str] = "organisation.unit_changed"
    unit: int
    place: str

    @property
    def subject(self) -> str:
        return f"organisation.unit:{self.unit}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "更新成员单位"
