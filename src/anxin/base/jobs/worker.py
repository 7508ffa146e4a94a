"""Doing jobs: one after the other, each with one instant, until told to stop."""

from __future__ import annotations

import logging
import signal
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from anxin.base.eventlog import dispatch
from anxin.base.jobs import claiming
from anxin.base.jobs.handlers import JobContext, Progress, Registered, TryAgain, handler_of
from anxin.base.jobs.models import Job
from anxin.base.jobs.pulse import Held, Pulse
from anxin.base.jobs.queue import unpack
from anxin.kernel.clock import Clock, SystemClock
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.kernel.room import WORDS, is_full

logger = logging.getLogger("anxin.jobs")
IDLE = 0.5
TROUBLE_WAIT = 2.0


class StopWork(BaseException):
    """The worker was told to stop in the middle of a job; not an Exception, so that no handler swallows it."""


def run_until_idle(at: datetime, *, lanes: Collection[int] = claiming.ALL_LANES, limit: int = 10_000) -> int:
    """Do everything that is due at an instant, here and now; for tests, the demonstration and the command line."""
    for count in range(limit):
        job = claiming.claim(at=at, lanes=lanes)
        if job is None:
            return count
        perform(job, at=at, progress=_write_now(job, at))
    raise RuntimeError(f"more than {limit} jobs: some job keeps making new ones")


def work(
    *,
    clock: Clock | None = None,
    lanes: Collection[int] = claiming.ALL_LANES,
    once: bool = False,
    stopping: threading.Event | None = None,
    beat: Callable[[], None] = lambda: None,
) -> int:
    """Do jobs as they come until SIGTERM, or until nothing is due with `once`; answers with how many were done."""
    ticking, stop = clock or SystemClock(), stopping or threading.Event()
    pulse = Pulse(ticking)
    pulse.start()
    count = 0
    try:
        while not stop.is_set():
            beat()
            done = _one(ticking, lanes, pulse, stop)
            count += done
            if not done and once:
                break
            if not done:
                stop.wait(IDLE)
    except StopWork:
        pass
    finally:
        pulse.ended.set()
        pulse.join(timeout=2 * TROUBLE_WAIT)
    return count


@contextmanager
def stop_on_signals(stopping: threading.Event) -> Iterator[None]:
    """SIGTERM and SIGINT end the loop, and interrupt a job in hand, whose transaction is rolled back."""

    def stop(_number: int, _frame: object) -> None:
        if not stopping.is_set():
            stopping.set()
            raise StopWork

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except StopWork:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _one(clock: Clock, lanes: Collection[int], pulse: Pulse, stop: threading.Event) -> bool:
    close_old_connections()
    try:
        job = claiming.claim(at=clock.now(), lanes=lanes)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("the queue cannot be reached: %s", type(error).__name__)
        connection.close()
        time.sleep(TROUBLE_WAIT)
        return False
    if job is None:
        return False
    known = handler_of(job.kind)
    held = Held(job, known.timeout.total_seconds() if known else TROUBLE_WAIT)
    pulse.current = held
    try:
        perform(job, at=job.started_at or clock.now(), progress=held.tell, clock=clock)
    except StopWork:
        pulse.current = None
        claiming.give_back(job, at=clock.now())
        raise
    except (DatabaseError, InterfaceError) as error:
        # The database takes nothing down (a full disk, a long writer, a server gone).
        logger.warning("job %s could not be laid down: %s", job.pk, type(error).__name__)
        pulse.current = None
        _hand_back(job, error, clock, stop)
    finally:
        pulse.current = None
    return True


def _hand_back(job: Job, error: Exception, clock: Clock, stop: threading.Event) -> None:
    """Queue a job again that could not be laid down, as soon as the database answers.

    Nobody else would: to them its holder is alive and at work, and no job of the same key could ever begin.
    """
    while not stop.is_set():
        connection.close()
        time.sleep(TROUBLE_WAIT)
        try:
            if is_full(error):
                claiming.wait_for_room(job, at=clock.now(), error=f"{WORDS}有空间后会自动重试。")
            else:
                claiming.retry_or_bury(job, at=clock.now(), error="做完后未能记入数据库，已自动重新排队。")
        except (DatabaseError, InterfaceError) as again:
            error = again
        else:
            return


def perform(job: Job, *, at: datetime, progress: Progress, clock: Clock | None = None) -> None:
    """Do one claimed job and lay it down: done, refused, to be tried again, or buried."""
    known = handler_of(job.kind)
    if known is None:
        claiming.retry_or_bury(job, at=at, error=f"没有处理“{job.kind}”任务的程序，可能版本不一致。")
        return
    try:
        result = _run(known, job, at=at, progress=progress)
    except Exception as error:
        _lay_down(job, error, at=_end(clock, at))
    else:
        claiming.finish(job, at=_end(clock, at), result=result)


def _lay_down(job: Job, error: Exception, *, at: datetime) -> None:
    """What becomes of a job that was not done: a full disk is waited for, a refusal stands, anything else is tried again."""
    if is_full(error):
        logger.error("job %s (%s) found the disk full", job.pk, job.kind)
        _recover()
        claiming.wait_for_room(job, at=at, error=f"{WORDS}有空间后会自动重试。")
    elif isinstance(error, AnxinError):
        claiming.refuse(job, at=at, error=in_words(error))
    else:
        logger.error("job %s (%s) failed at attempt %s\n%s", job.pk, job.kind, job.attempts, _where(error))
        _recover()
        why = str(error) if isinstance(error, TryAgain) else type(error).__name__
        words = f"执行出错（{why}），第 {job.attempts} 次。"
        claiming.retry_or_bury(job, at=at, error=words, trace=_where(error))


def _run(known: Registered, job: Job, *, at: datetime, progress: Progress) -> dict[str, Any] | None:
    context = JobContext(
        id=job.pk,
        kind=job.kind,
        payload=job.payload,
        at=at,
        by=unpack(job.actor),
        attempt=job.attempts,
        progress=progress,
    )
    with dispatch.caused_by(job.causation), dispatch.correlated(job.correlation or f"job:{job.pk}"):
        return known.run(context)


def in_words(error: AnxinError) -> str:
    """A refusal as people read it, with every fault."""
    faults = [fault.in_words() for fault in error.faults] if isinstance(error, BadInput) else []
    return "\n".join([error.message, *faults])


def _where(error: Exception) -> str:
    """Where it broke, without the message: a database's message may quote a person's data."""
    return "".join(traceback.format_tb(error.__traceback__))[-4000:] + type(error).__name__


def _recover() -> None:
    """A broken connection must not spoil the next step; inside a test's own transaction it is left alone."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _end(clock: Clock | None, at: datetime) -> datetime:
    return clock.now() if clock else at


def _write_now(job: Job, at: datetime) -> Progress:
    def tell(done: int, total: int, message: str) -> None:
        claiming.renew(job, at=at, done=done, total=total, message=message)

    return tell
