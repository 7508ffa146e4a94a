"""What happens to the organisation, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer
from anxin.domain.casework.bodies import Level


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
class ShiftHandedOn(Event):
    """A watch to come went to another person (值班交接)."""

    type: ClassVar[str] = "organisation.shift_handed_on"
    shift: int
    place: str
    to: int

    @property
    def subject(self) -> str:
        return f"organisation.duty:{self.place}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"一个班次改由{refer('people.account', self.to)}值班"


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


@dataclass(frozen=True, slots=True)
class SeatChanged(Event):
    """A seat of the leading group was given, changed or ended."""

    type: ClassVar[str] = "organisation.seat_changed"
    seat: int
    place: str
    ended: bool

    @property
    def subject(self) -> str:
        return f"organisation.seat:{self.seat}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "领导小组成员离任" if self.ended else "更新领导小组席位"


@dataclass(frozen=True, slots=True)
class MemberReinstated(Event):
    """The end of a term was taken back (撤销离任)."""

    type: ClassVar[str] = "organisation.member_reinstated"
    member: int
    place: str

    @property
    def subject(self) -> str:
        return f"organisation.member:{self.member}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "撤销离任"


@dataclass(frozen=True, slots=True)
class ShiftRemoved(Event):
    """A watch was taken off the duty list (取消排班)."""

    type: ClassVar[str] = "organisation.shift_removed"
    shift: int
    place: str

    @property
    def subject(self) -> str:
        return f"organisation.duty:{self.place}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "取消一个班次"


@dataclass(frozen=True, slots=True)
class TrainingHeld(Event):
    """A training was recorded (培训记录)."""

    type: ClassVar[str] = "organisation.training_held"
    training: int
    place: str
    attended: int

    @property
    def subject(self) -> str:
        return f"organisation.training:{self.training}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"登记培训，{self.attended} 人参加"


@dataclass(frozen=True, slots=True)
class MediationBodyKept(Event):
    """A mediation body came onto the register, or what it says of one was corrected (登记、修改调解组织)."""

    type: ClassVar[str] = "organisation.mediation_body_kept"
    body: int
    place: str
    level: str
    fresh: bool

    @property
    def subject(self) -> str:
        return f"organisation.body:{self.body}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"{'登记' if self.fresh else '修改'}{Level(self.level).term}"


@dataclass(frozen=True, slots=True)
class MediationBodyEnded(Event):
    """A mediation body was dissolved, or that was taken back (撤销、恢复调解组织)."""

    type: ClassVar[str] = "organisation.mediation_body_ended"
    body: int
    place: str
    ended: bool

    @property
    def subject(self) -> str:
        return f"organisation.body:{self.body}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return "撤销调解组织" if self.ended else "恢复调解组织"
