"""What happens to wage files, runs and hand records, in words.

Amounts are text with separators (1,234.50): eleven bare digits would be refused by the log as a telephone number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.kernel.period import Month

_KINDS = {"payroll": "工资表", "bank": "银行流水", "insurance": "参保名单"}


@dataclass(frozen=True, slots=True)
class _OfFile(Event):
    file: int
    kind: str
    place: str

    @property
    def subject(self) -> str:
        return f"payroll.file:{self.file}"

    @property
    def place_path(self) -> str:
        return self.place

    @property
    def label(self) -> str:
        return _KINDS.get(self.kind, self.kind)


@dataclass(frozen=True, slots=True)
class FileReceived(_OfFile):
    """A wage file arrived and is safely stored."""

    type: ClassVar[str] = "payroll.file_received"
    sha256: str
    employer: int | None

    def in_words(self) -> str:
        return f"收到{self.label}"


@dataclass(frozen=True, slots=True)
class FileDoubted(_OfFile):
    """A wage file was read but needs a person to settle its doubts."""

    type: ClassVar[str] = "payroll.file_doubted"
    doubts: int

    def in_words(self) -> str:
        return f"{self.label}有 {self.doubts} 处疑问，待核对"


@dataclass(frozen=True, slots=True)
class FileSettled(_OfFile):
    """A wage file counts from now on."""

    type: ClassVar[str] = "payroll.file_settled"
    rows: int
    amount_yuan: str
    months: tuple[int, ...]

    def in_words(self) -> str:
        return f"{self.label}生效：{self.rows} 行，合计 {self.amount_yuan} 元"


@dataclass(frozen=True, slots=True)
class FileRefused(_OfFile):
    """A wage file could not be read."""

    type: ClassVar[str] = "payroll.file_refused"
    reason: str

    def in_words(self) -> str:
        return f"{self.label}未能读取（{self.reason}）"


@dataclass(frozen=True, slots=True)
class FileUndone(_OfFile):
    """A wage file was taken back as a whole."""

    type: ClassVar[str] = "payroll.file_undone"

    def in_words(self) -> str:
        return f"撤销{self.label}"


@dataclass(frozen=True, slots=True)
class _OfRun(Event):
    run: int
    place: str

    @property
    def subject(self) -> str:
        return f"payroll.run:{self.run}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class FindingsMoved(_OfRun):
    """A part of what a comparison of a large town found was written; `changed` names the employers whose figures moved with it."""

    type: ClassVar[str] = "payroll.findings_moved"
    left: int
    changed: tuple[int, ...]

    def in_words(self) -> str:
        return f"比对结果写入一部分：{len(self.changed)} 家企业，还剩 {self.left} 部分"


@dataclass(frozen=True, slots=True)
class Reconciled(_OfRun):
    """Payrolls and payments were compared; `changed` names the employers whose figures moved, with the last part if there were some."""

    type: ClassVar[str] = "payroll.reconciled"
    inputs_hash: str
    lines: int
    payments: int
    arrears_yuan: str
    changed: tuple[int, ...]

    def in_words(self) -> str:
        return f"比对完成：工资 {self.lines} 行、付款 {self.payments} 笔，欠薪 {self.arrears_yuan} 元"


@dataclass(frozen=True, slots=True)
class _ByHand(Event):
    record: int
    employer: int
    worker: int
    month: int
    place: str

    @property
    def month_words(self) -> str:
        return Month.of_code(self.month).in_words()

    @property
    def subject(self) -> str:
        return f"registry.employer:{self.employer}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class HandPaymentRecorded(_ByHand):
    """A cash or other payment was recorded by hand, with evidence."""

    type: ClassVar[str] = "payroll.hand_payment_recorded"
    amount_yuan: str

    def in_words(self) -> str:
        return f"登记{self.month_words}工资的现金等支付 {self.amount_yuan} 元"


@dataclass(frozen=True, slots=True)
class HandPaymentRevoked(_ByHand):
    """A payment recorded by hand was taken back."""

    type: ClassVar[str] = "payroll.hand_payment_revoked"

    def in_words(self) -> str:
        return f"撤销登记的{self.month_words}工资支付"


@dataclass(frozen=True, slots=True)
class DisputeOpened(_ByHand):
    """A worker objects to what a payroll says is due."""

    type: ClassVar[str] = "payroll.dispute_opened"

    def in_words(self) -> str:
        return f"登记对{self.month_words}工资的异议"


@dataclass(frozen=True, slots=True)
class DisputeClosed(_ByHand):
    """An objection was verified: upheld or rejected."""

    type: ClassVar[str] = "payroll.dispute_closed"
    upheld: bool

    def in_words(self) -> str:
        return f"对{self.month_words}工资的异议{'成立，已更正应发金额' if self.upheld else '不成立'}"
