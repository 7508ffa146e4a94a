"""What happens to warnings, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event

_COLOURS = {"red": "红色", "orange": "橙色", "yellow": "黄色", "green": "正常"}


@dataclass(frozen=True, slots=True)
class LevelChanged(Event):
    """The rules moved an employer to another level."""

    type: ClassVar[str] = "warning.level_changed"
    employer: int
    place: str
    before: str
    after: str
    score: float
    rules: tuple[str, ...]
    rules_version: str

    @property
    def subject(self) -> str:
        return f"registry.employer:{self.employer}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"预警级别由{_COLOURS[self.before]}变为{_COLOURS[self.after]}"


@dataclass(frozen=True, slots=True)
class _OfWarning(Event):
    warning: int
    employer: int
    place: str

    @property
    def subject(self) -> str:
        return f"warning:{self.warning}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class WarningRaised(_OfWarning):
    """A warning was raised for a human to check."""

    type: ClassVar[str] = "warning.raised"
    level: str
    rules: tuple[str, ...]

    def in_words(self) -> str:
        return f"发出{_COLOURS[self.level]}预警"


@dataclass(frozen=True, slots=True)
class WarningMoved(_OfWarning):
    """An open warning went up or down a colour."""

    type: ClassVar[str] = "warning.moved"
    before: str
    after: str

    def in_words(self) -> str:
        return f"预警由{_COLOURS[self.before]}调整为{_COLOURS[self.after]}"


@dataclass(frozen=True, slots=True)
class WarningAssigned(_OfWarning):
    """A warning was given to somebody."""

    type: ClassVar[str] = "warning.assigned"
    owner: int

    def in_words(self) -> str:
        return "分派承办人"


@dataclass(frozen=True, slots=True)
class WarningTaken(_OfWarning):
    """Its owner began to check a warning."""

    type: ClassVar[str] = "warning.taken"

    def in_words(self) -> str:
        return "开始核查"


@dataclass(frozen=True, slots=True)
class WarningVerified(_OfWarning):
    """A person found out whether a warning is true."""

    type: ClassVar[str] = "warning.verified"
    finding: str

    def in_words(self) -> str:
        return {"true": "核查属实", "partly": "核查部分属实", "false": "核查为误报"}[self.finding]


@dataclass(frozen=True, slots=True)
class WarningAnswered(_OfWarning):
    """What was done about a warning was written down."""

    type: ClassVar[str] = "warning.answered"

    def in_words(self) -> str:
        return "填写处置反馈"


@dataclass(frozen=True, slots=True)
class WarningClosed(_OfWarning):
    """A warning was closed with evidence."""

    type: ClassVar[str] = "warning.closed"
    closing: str
    evidence: str

    def in_words(self) -> str:
        return "预警办结"


@dataclass(frozen=True, slots=True)
class WarningReopened(_OfWarning):
    """A closed warning was opened again."""

    type: ClassVar[str] = "warning.reopened"

    def in_words(self) -> str:
        return "预警重新打开"
