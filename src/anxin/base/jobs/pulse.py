"""The pulse (心跳) of a worker: a thread of its own that renews the lease, writes progress and ends overrunning jobs.

It uses its own connection, so that progress can be seen while the job's own transaction is still open.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from dataclasses import dataclass, field

from django.db import DatabaseError, connection

from anxin.base.jobs import claiming
from anxin.base.jobs.models import Job
from anxin.kernel.clock import Clock

logger = logging.getLogger("anxin.jobs")
BEAT = 1.0
RENEW_AFTER = 15.0
OVERRUN_EXIT = 75


@dataclass(slots=True)
class Held:
    """The job in hand and how far it is."""

    job: Job
    timeout: float
    begun: float = field(default_factory=time.perf_counter)
    renewed: float = field(default_factory=time.perf_counter)
    progress: tuple[int, int, str] = (0, 0, "")
    written: tuple[int, int, str] = (0, 0, "")

    def tell(self, done: int, total: int, message: str) -> None:
        """Note the progress; the pulse writes it down."""
        self.progress = (done, total, message)


class Pulse(threading.Thread):
    """Beats once a second while a job is in hand."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(name="pulse", daemon=True)
        self.clock = clock
        self.current: Held | None = None
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(BEAT):
            current = self.current
            if current is not None:
                self._beat(current)
        connection.close()

    def _beat(self, current: Held) -> None:
        now = time.perf_counter()
        if now - current.begun > current.timeout:
            self._end_overrun(current)
        if current.progress == current.written and now - current.renewed < RENEW_AFTER:
            return
        done, total, message = progress = current.progress
        try:
            claiming.renew(current.job, at=self.clock.now(), done=done, total=total, message=message)
        except DatabaseError:
            # The job's own transaction holds the one writer of SQLite: the next beat tries again.
            connection.close()
            return
        current.written, current.renewed = progress, now

    def _end_overrun(self, current: Held) -> None:
        """A thread cannot be ended, a process can: the keeper starts another one and the job is tried again."""
        logger.error("job %s (%s) overran its %s s", current.job.pk, current.job.kind, current.timeout)
        os._exit(OVERRUN_EXIT)
