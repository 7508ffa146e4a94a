"""The processes behind the pages (后台进程): the clock-keeper (守时进程), and workers by lane."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from anxin.base.jobs import schedules, worker
from anxin.base.jobs.holding import this_process
from anxin.base.jobs.models import KeeperBeat, Lane
from anxin.kernel.clock import Clock, SystemClock

logger = logging.getLogger("anxin.keeper")
TICK = 1.0
BEAT_EVERY = 30.0

WORKERS: dict[str, tuple[Lane, ...]] = {
    "worker-urgent": (Lane.URGENT,),
    "worker-normal": (Lane.URGENT, Lane.NORMAL),
    "worker-bulk": (Lane.URGENT, Lane.NORMAL, Lane.BULK),
}
"""An urgent job never waits behind an import: one worker does nothing else, and one leaves bulk work alone."""

GIVES_WAY = 10
"""How nice (`nice(2)`) the worker of bulk jobs is: whoever files or looks something up meanwhile comes first."""

CLOCK = "clock-keeper"


def roles() -> dict[str, Callable[[], None]]:
    """What the server runs beside the pages, by name."""
    return {CLOCK: keep_time, **{name: _worker(name) for name in WORKERS}}


def keep_time(clock: Clock | None = None) -> None:
    """Put schedules to work as their slots come, until told to stop."""
    ticking, stopping = clock or SystemClock(), threading.Event()
    beat = Beat(CLOCK, ticking)
    with worker.stop_on_signals(stopping):
        while not stopping.is_set():
            _tick(ticking, beat)
            stopping.wait(TICK)
    connection.close()


def _tick(clock: Clock, beat: Beat) -> None:
    close_old_connections()
    try:
        schedules.tick(clock.now())
        beat()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("schedules wait for the database: %s", type(error).__name__)
        connection.close()


def _worker(name: str) -> Callable[[], None]:
    def run() -> None:
        clock, stopping = SystemClock(), threading.Event()
        if Lane.BULK in WORKERS[name]:
            os.nice(GIVES_WAY)
        with worker.stop_on_signals(stopping):
            worker.work(clock=clock, lanes=WORKERS[name], stopping=stopping, beat=Beat(name, clock))
        connection.close()

    return run


class Beat:
    """Writes down now and then that a process lives, for the health page."""

    def __init__(self, role: str, clock: Clock) -> None:
        self.role, self.clock, self.last = role, clock, float("-inf")

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self.last < BEAT_EVERY:
            return
        self.last = now
        try:
            KeeperBeat.objects.update_or_create(
                holder=str(this_process()), defaults={"role": self.role, "at": self.clock.now()}
            )
        except (DatabaseError, InterfaceError):
            connection.close()
