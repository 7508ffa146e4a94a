"""Who holds a job: a process by host, boot, number and start, so that one that is gone is known at once."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

LEASE = timedelta(seconds=60)
"""How long a holder on another machine is believed without a sign of life."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process as the claim of a job names it."""

    host: str
    pid: int
    started: str

    def __str__(self) -> str:
        return f"{self.host}|{self.pid}|{self.started}"


def this_process() -> Holder:
    """The holder that this process is; asked anew after a fork."""
    return Holder(_host(), os.getpid(), _start_of(os.getpid()) or "?")


def is_gone(holder: str, *, lease_until: datetime | None, at: datetime) -> bool:
    """Whether a job's holder has ended: seen directly on this machine, by its lease on any other.

    On this machine a living holder is never robbed, however long its transaction keeps the lease from being renewed;
    one that overruns its time ends itself.
    """
    host, _, rest = holder.partition("|")
    pid, _, started = rest.partition("|")
    if host == _host() and pid.isdecimal():
        return _start_of(int(pid)) != started
    return lease_until is None or lease_until < at


@cache
def _host() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{socket.gethostname()}/{boot.read_text().strip()[:8] if boot.exists() else ''}"


def _start_of(pid: int) -> str | None:
    """When a process started, in ticks since boot; the number alone may have been given to another process."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        state, *rest = stat.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state in "ZX" else rest[18]
