"""What happens in the mediation room, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from anxin.apps.cases.events.matter import OfCase
from anxin.kernel.clock import SHANGHAI


@dataclass(frozen=True, slots=True)
class SittingSet(OfCase):
    """A sitting was scheduled, or called off (调解排期)."""

    type: ClassVar[str] = "cases.sitting_set"
    sitting: int
    starts: datetime
    on: bool

    def in_words(self) -> str:
        return f"{'排定' if self.on else '取消'}调解会 {self.starts.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class MinutesKept(OfCase):
    """The minutes of a sitting were kept (调解笔录)."""

    type: ClassVar[str] = "cases.minutes_kept"
    sitting: int
    files: tuple[str, ...]

    def in_words(self) -> str:
        return "登记调解笔录"


@dataclass(frozen=True, slots=True)
class ClaimCalculated(OfCase):
    """What a worker is owed was calculated (计算应得款项)."""

    type: ClassVar[str] = "cases.claim_calculated"
    claimant: int
    due_yuan: str
    trace: str

    def in_words(self) -> str:
        return f"计算应得款项 {self.due_yuan} 元"


@dataclass(frozen=True, slots=True)
class AgreementRecorded(OfCase):
    """A mediation agreement was checked and recorded (登记调解协议)."""

    type: ClassVar[str] = "cases.agreement_recorded"
    procedure: int
    amount_yuan: str
    given_up_yuan: str
    file: str

    def in_words(self) -> str:
        return f"登记调解协议 {self.amount_yuan} 元，比应得少 {self.given_up_yuan} 元"


@dataclass(frozen=True, slots=True)
class RestFellDue(OfCase):
    """A part of a plan was missed, and what was left of the plan fell due as agreed (其余各期一并到期)."""

    type: ClassVar[str] = "cases.rest_fell_due"
    procedure: int
    parts: int
    amount_yuan: str

    def in_words(self) -> str:
        return f"一期逾期，其余 {self.parts} 期 {self.amount_yuan} 元按约定一并到期"
