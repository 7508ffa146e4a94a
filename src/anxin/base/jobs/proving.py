"""The nightly proof of the event log (验证审计链), and the one an auditor asks for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.eventlog.verifying import verify
from anxin.base.jobs.handlers import JobContext, handles

PROVE = "audit.verify"
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class LogProved(Event):
    """The whole log was read and its hashes computed anew."""

    type: ClassVar[str] = "audit.verified"
    events: int
    faults: int

    @property
    def subject(self) -> str:
        return "audit.log"

    @property
    def place_path(self) -> str:
        return ""

    def in_words(self) -> str:
        if self.faults:
            return f"验证审计链：{self.events} 个事件中有 {self.faults} 处被破坏"
        return f"验证审计链：{self.events} 个事件完好"


@handles(PROVE, label="验证审计链", max_attempts=2, timeout=timedelta(hours=2))
def run(job: JobContext) -> dict[str, object]:
    """Prove the log, keep what was found as the job's result, and record that it was done."""
    verdict = verify()
    record(LogProved(events=verdict.events, faults=len(verdict.faults)), by=job.by, at=job.at)
    faults = [asdict(fault) for fault in verdict.faults[:MOST_SHOWN]]
    return {"ok": verdict.sound, "events": verdict.events, "faults": faults, "more": len(verdict.faults) > MOST_SHOWN}
