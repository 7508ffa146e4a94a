"""What the machine interface says: one shape per kind of answer. Amounts are integer fen (分), months are "2026-10"."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

Id = Annotated[int, Field(ge=1, le=2**53)]
Words = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]
MonthText = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="如 2026-10")]
Level = Literal["red", "orange", "yellow", "green"]
Focus = Literal["park", "catering", "construction", "other"]
WarningState = Literal["open", "checking", "verified", "closed"]
Finding = Literal["true", "partly", "false"]
Closing = Literal["bank", "worker", "false_alarm", "referred"]
FileKind = Literal["payroll", "bank", "insurance"]
FileState = Literal["received", "doubtful", "live", "refused", "undone"]
FilingState = Literal["inbox", "case", "answered", "joined", "aside"]


class Named(Schema):
    """Something by number and name."""

    id: int
    name: str


class PlaceOut(Schema):
    """A place (地域)."""

    code: str
    name: str
    kind: str
    parent: str | None
    path: str


class MeOut(Schema):
    """What the key may do, and where."""

    id: str
    name: str
    powers: list[str]
    places: list[PlaceOut]


class EmployerOut(Schema):
    """An employer (用人单位) as lists show it."""

    id: int
    uscc: str | None
    name: str
    sector: str
    focus: Focus
    status: Literal["active", "closed"]
    place: str
    village: str
    head_count: int | None


class DebtOut(Schema):
    """What an employer still owes (仍欠)."""

    fen: int
    workers: int
    since: MonthText
    months: int


class MonthOut(Schema):
    """One month of the pay history (发薪史)."""

    month: MonthText
    state: Literal["on_time", "late", "short", "unpaid", "missing"]
    workers: int
    bad: int
    due_fen: int
    paid_fen: int
    arrears_fen: int
    max_late: int


class AssessmentOut(Schema):
    """How the rules see an employer (研判)."""

    level: Level
    score: float
    klass: str
    as_of: date


class EmployerDetail(EmployerOut):
    """An employer with what the key's powers let it know of its wages and warnings; null where the power is missing."""

    address: str
    contract_count: int | None
    insured_count: int | None
    pay_day: int | None
    opened_on: date | None
    closed_on: date | None
    debt: DebtOut | None
    history: list[MonthOut] | None
    assessment: AssessmentOut | None


class EmployerDebt(DebtOut):
    """An employer that owes wages (欠薪企业)."""

    employer: Named
    focus: Focus
    village: str
    oldest_due: date


class WorkerOut(Schema):
    """A worker, masked: never a whole name or number."""

    name: str
    identity: str


class ArrearsOut(Schema):
    """A worker's month that was not paid in full (欠薪明细)."""

    id: int
    employer: Named
    worker: WorkerOut
    month: MonthText
    due_date: date
    due_fen: int
    paid_fen: int
    arrears_fen: int
    status: Literal["short", "unpaid"]


class WageFileOut(Schema):
    """A file handed in, and how far it is."""

    id: int
    kind: FileKind
    state: FileState
    file_name: str
    sha256: str
    employer: Named | None
    month: MonthText | None
    rows: int
    amount_fen: int
    message: str
    received_at: datetime
    settled_at: datetime | None


class WageFileDetail(WageFileOut):
    """A file with the faults for which it was refused."""

    faults: list[dict[str, Any]]


class WarningOut(Schema):
    """A warning (预警)."""

    id: int
    employer: Named
    level: Level
    peak: Level
    state: WarningState
    score: float
    reasons: list[Any]
    place: str
    raised_at: datetime
    due_at: datetime
    owner: str | None


class WarningDetail(WarningOut):
    """A warning with what was found, done and proved."""

    turn_green: list[Any]
    finding: Finding | None
    verification: str
    verified_at: datetime | None
    feedback: str
    closing: Closing | None
    closing_note: str
    closed_at: datetime | None
    debt: DebtOut | None


class FindingSent(Schema):
    """Whether a warning is true, and how that was found out."""

    finding: Finding
    words: Words


class WordsSent(Schema):
    """What was done (处置反馈)."""

    words: Words


class ClosingSent(Schema):
    """With what a warning is closed."""

    closing: Closing
    note: Words


class WageFileSent(Schema):
    """What a file is, where that is known; what is not said is read from the file."""

    kind: FileKind
    employer: Id | None = None
    month: MonthText | None = None
    place: Short | None = None


class Page(Schema):
    """The cursor of the next page; null on the last one."""

    next: str | None


class Places(Page):
    """A page of places."""

    items: list[PlaceOut]


class Employers(Page):
    """A page of employers."""

    items: list[EmployerOut]


class Debts(Page):
    """A page of debts."""

    items: list[EmployerDebt]


class Arrears(Page):
    """A page of worker-months."""

    items: list[ArrearsOut]


class WageFiles(Page):
    """A page of files."""

    items: list[WageFileOut]


class Warnings(Page):
    """A page of warnings."""

    items: list[WarningOut]
