"""What happens to clocks (时限), in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.referring import refer
from anxin.kernel.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class _OfClock(Event):
    clock: int
    kind: str
    of: str
    place: str
    due: datetime

    @property
    def subject(self) -> str:
        return self.of

    @property
    def place_path(self) -> str:
        return self.place

    @property
    def due_words(self) -> str:
        return f"{self.due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class ClockStarted(_OfClock):
    """An obligation began to run."""

    type: ClassVar[str] = "clocks.started"

    def in_words(self) -> str:
        return f"开始计时，{self.due_words} 到期"


@dataclass(frozen=True, slots=True)
class ClockStopped(_OfClock):
    """An obligation was met or fell away."""

    type: ClassVar[str] = "clocks.stopped"
    outcome: str
    late: bool

    def in_words(self) -> str:
        return "计时停止，已逾期" if self.late else "计时停止，未逾期"


@dataclass(frozen=True, slots=True)
class ClockPaused(_OfClock):
    """An obligation stands still (中止)."""

    type: ClassVar[str] = "clocks.paused"

    def in_words(self) -> str:
        return "中止计时"


@dataclass(frozen=True, slots=True)
class ClockResumed(_OfClock):
    """An obligation runs again after a pause."""

    type: ClassVar[str] = "clocks.resumed"

    def in_words(self) -> str:
        return f"恢复计时，{self.due_words} 到期"


@dataclass(frozen=True, slots=True)
class ClockMoved(_OfClock):
    """An obligation got another due instant: extended, or recomputed by a new law or calendar."""

    type: ClassVar[str] = "clocks.moved"
    before: datetime
    why: str = ""

    def in_words(self) -> str:
        before = f"{self.before.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        if self.why and self.before == self.due:
            return f"重算期限，到期仍为 {before}：{self.why}"
        if self.why:
            return f"重算期限，由 {before} 改为 {self.due_words}：{self.why}"
        return f"期限由 {before} 改为 {self.due_words}"


@dataclass(frozen=True, slots=True)
class ClockWarned(_OfClock):
    """Most of an obligation's time has passed."""

    type: ClassVar[str] = "clocks.warned"

    def in_words(self) -> str:
        return f"即将到期（{self.due_words}）"


@dataclass(frozen=True, slots=True)
class ClockExpired(_OfClock):
    """An obligation is late (逾期)."""

    type: ClassVar[str] = "clocks.expired"

    def in_words(self) -> str:
        return f"已逾期（{self.due_words} 到期）"


@dataclass(frozen=True, slots=True)
class ClockHandedOn(_OfClock):
    """A running obligation got another owner by itself, because the former one leaves."""

    type: ClassVar[str] = "clocks.handed_on"
    to: int

    def in_words(self) -> str:
        return f"改由{refer('people.account', self.to)}负责，{self.due_words} 到期"
