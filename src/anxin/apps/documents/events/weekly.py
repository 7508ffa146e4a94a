"""What happens to weekly returns and reports, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event


@dataclass(frozen=True, slots=True)
class ReturnsOpened(Event):
    """The returns of a week were asked of every village."""

    type: ClassVar[str] = "documents.returns_opened"
    week: str
    place: str
    villages: int

    @property
    def subject(self) -> str:
        return f"documents.week:{self.week}"

    @property
    def place_path(self) -> str:
        return self.place

    def in_words(self) -> str:
        return f"布置 {self.week} 周报，共 {self.villages} 个村（社区）"


@dataclass(frozen=True, slots=True)
class _OfReturn(Event):
    return_id: int
    week: str
    place: str

    @property
    def subject(self) -> str:
        return f"documents.return:{self.return_id}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class ReturnFiled(_OfReturn):
    """A village filed its return; `nil` when it had nothing to report."""

    type: ClassVar[str] = "documents.return_filed"
    nil: bool
    late: bool

    def in_words(self) -> str:
        return f"{'零报告' if self.nil else '报送周报'}（{self.week}）{'，逾期' if self.late else ''}"


@dataclass(frozen=True, slots=True)
class ReturnChased(_OfReturn):
    """A missing return was chased."""

    type: ClassVar[str] = "documents.return_chased"
    times: int

    def in_words(self) -> str:
        return f"第 {self.times} 次催报（{self.week}）"


@dataclass(frozen=True, slots=True)
class _OfReport(Event):
    report: int
    week: str
    version: int
    place: str
    snapshot_sha256: str

    @property
    def subject(self) -> str:
        return f"documents.report:{self.report}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class ReportComposed(_OfReport):
    """The town's report of a week was composed from a snapshot."""

    type: ClassVar[str] = "documents.report_composed"

    def in_words(self) -> str:
        return f"编制 {self.week} 周报第 {self.version} 版"


@dataclass(frozen=True, slots=True)
class ReportSigned(_OfReport):
    """The town's report of a week was signed and issued."""

    type: ClassVar[str] = "documents.report_signed"

    def in_words(self) -> str:
        return f"签发 {self.week} 周报第 {self.version} 版"


@dataclass(frozen=True, slots=True)
class ReportSuperseded(_OfReport):
    """A signed report was superseded by a corrected one; it stays as it was."""

    type: ClassVar[str] = "documents.report_superseded"

    def in_words(self) -> str:
        return f"{self.week} 周报第 {self.version} 版已被更正版取代"
