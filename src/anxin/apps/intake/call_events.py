"""What happens with the call records of the exchange (通话记录)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event

_ENDED = {"back": "已通话", "filing": "已登记诉求", "word": "经办人说明"}


@dataclass(frozen=True, slots=True)
class _OfCalls(Event):
    batch: int
    place: str

    @property
    def subject(self) -> str:
        return f"intake.calls:{self.batch}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class CallsImported(_OfCalls):
    """Call records of the exchange were taken in (导入通话记录)."""

    type: ClassVar[str] = "intake.calls_imported"
    sha256: str
    calls: int
    known: int
    missed: int

    def in_words(self) -> str:
        return f"导入通话记录 {self.calls} 条，未接 {self.missed} 条"


@dataclass(frozen=True, slots=True)
class CallsUndone(_OfCalls):
    """A file of call records was taken back whole (撤销通话记录)."""

    type: ClassVar[str] = "intake.calls_undone"
    calls: int

    def in_words(self) -> str:
        return f"撤销通话记录 {self.calls} 条"


@dataclass(frozen=True, slots=True)
class MissedCallEnded(Event):
    """A missed call is owed nothing any more (未接来电了结): rung back, filed, or explained by a person."""

    type: ClassVar[str] = "intake.missed_call_ended"
    call: int
    place: str
    how: str

    @property
    def subject(self) -> str:
        return f"intake.call:{self.call}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"未接来电了结：{_ENDED[self.how]}"
