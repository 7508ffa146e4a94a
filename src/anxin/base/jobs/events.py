"""What happens to jobs that people must look at, in words; ordinary runs leave no event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anxin.base.eventlog.event import Event
from anxin.base.jobs.handlers import label_of


@dataclass(frozen=True, slots=True)
class _OfJob(Event):
    job: int
    kind: str
    place: str

    @property
    def subject(self) -> str:
        return f"jobs.job:{self.job}"

    @property
    def place_path(self) -> str:
        return self.place


@dataclass(frozen=True, slots=True)
class JobDied(_OfJob):
    """A job was given up after all its attempts and waits for a person (死信)."""

    type: ClassVar[str] = "jobs.died"
    attempts: int

    def in_words(self) -> str:
        return f"任务“{label_of(self.kind)}”{self.attempts} 次执行均未成功，等待人工处理"


@dataclass(frozen=True, slots=True)
class JobRetried(_OfJob):
    """A person put a failed job back into the queue."""

    type: ClassVar[str] = "jobs.retried"

    def in_words(self) -> str:
        return f"重新执行任务“{label_of(self.kind)}”"


@dataclass(frozen=True, slots=True)
class JobClosed(_OfJob):
    """A person closed a failed job without running it again, and said why."""

    type: ClassVar[str] = "jobs.closed"
    reason: str

    def in_words(self) -> str:
        return f"关闭任务“{label_of(self.kind)}”：{self.reason}"
