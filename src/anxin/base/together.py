"""Acts of several requests in one transaction (合并提交): who finds the turn taken waits, and the next one does the work of all who wait.

A commit costs the same for one act as for eight, and a chain of events has one turn at a time anyway; under load the acts
that came meanwhile share both. Each caller still gets its own answer only after the commit is on the disk, so nothing
acknowledged is lost; the turn itself does not wait for the disk.
After the combining of Hendler, Incze, Shavit and Tzafrir, "Flat Combining and the Synchronization-Parallelism Tradeoff" (2010).
"""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from anxin.base.flushing import Unflushed
from anxin.kernel.outcome import AnxinError

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST = 64
"""The most acts in one transaction, so that the turn is never held for long."""


def _locked() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    answers: list[Answer] = field(default_factory=list)
    problem: BaseException | None = None
    settled: bool = False
    """Whether it was answered or refused for good."""
    called: Lock = field(default_factory=_locked)
    """Let go to call this one alone: to lead, or to take its answer along."""


class Together(Generic[Asked, Answer]):
    """One kind of act that may be done for several callers at once; `act` does all of them and answers each, in order.

    It always runs within a transaction, so it needs none of its own.
    """

    def __init__(self, act: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        self._act = act
        self._change = Lock()
        self._busy = False
        self._waiting: deque[_Waiting[Asked, Answer]] = deque()

    def do(self, asked: Asked) -> Answer:
        """Have it done, alone or with others; a caller within a transaction of its own is never mixed with others."""
        if connection.in_atomic_block:
            with transaction.atomic():
                return self._act([asked])[0]
        mine: _Waiting[Asked, Answer] = _Waiting(asked)
        if not self._comes_first(mine):
            mine.called.acquire()
        while not mine.settled:
            self._lead(mine)
            if not mine.settled:
                mine.called.acquire()
        if mine.problem is not None:
            raise mine.problem
        return mine.answers[0]

    def _comes_first(self, mine: _Waiting[Asked, Answer]) -> bool:
        with self._change:
            self._waiting.append(mine)
            free, self._busy = not self._busy, True
            return free

    def _lead(self, mine: _Waiting[Asked, Answer]) -> None:
        """Do what waits in one turn; the next one leads while this work goes to the disk, and only then is it answered."""
        some: list[_Waiting[Asked, Answer]] = []
        unflushed = Unflushed()
        try:
            with unflushed.commits(), _turn_among_processes():
                # Only now: those that came while another process had the turn are done with this one.
                some = self._all_waiting()
                self._run(some)
        except BaseException:
            self._withdraw(mine)
            raise
        finally:
            try:
                self._settle(some, unflushed)
            finally:
                self._hand_over()

    def _all_waiting(self) -> list[_Waiting[Asked, Answer]]:
        with self._change:
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]

    def _withdraw(self, mine: _Waiting[Asked, Answer]) -> None:
        """A caller whose turn broke off hears of it, so nobody may do its act later."""
        with self._change:
            if mine in self._waiting:
                self._waiting.remove(mine)

    def _hand_over(self) -> None:
        with self._change:
            self._busy = bool(self._waiting)
            if self._busy:
                self._waiting[0].called.release()

    def _settle(self, some: Iterable[_Waiting[Asked, Answer]], unflushed: Unflushed) -> None:
        """Tell each how its act ended, once it is on the disk; what does not get there was not done for anybody."""
        try:
            unflushed.flush()
        except OSError:
            for one in some:
                one.answers.clear()
            raise
        finally:
            for one in some:
                if not one.answers and one.problem is None:
                    one.problem = RuntimeError("the act that this one was done with broke off")
                one.settled = True
                one.called.release()

    def _run(self, some: Sequence[_Waiting[Asked, Answer]]) -> None:
        """All in one transaction; where one is refused, each by itself, so that nobody suffers for another's fault."""
        try:
            with transaction.atomic():
                answers = self._act([one.asked for one in some])
        except (AnxinError, DatabaseError) as problem:
            if len(some) == 1:
                some[0].problem = problem
                return
            for one in some:
                self._run([one])
        else:
            for one, answer in zip(some, answers, strict=True):
                one.answers.append(answer)


@contextmanager
def _turn_among_processes() -> Iterator[None]:
    """SQLite's writers ask again and again whether it is their turn; a lock of the system wakes the next one at once.

    Whoever waits for the turn holds the place of the next one meanwhile, so a process that has just had it cannot take it
    again before the other: without that, the unlucky half of the filers waits for several turns of the lucky.
    """
    if connection.vendor != "sqlite":
        yield
        return
    held = os.open(_lock_file("writing.lock"), os.O_WRONLY | os.O_CREAT)
    try:
        place = os.open(_lock_file("writing-next.lock"), os.O_WRONLY | os.O_CREAT)
        try:
            fcntl.flock(place, fcntl.LOCK_EX)
            fcntl.flock(held, fcntl.LOCK_EX)
        finally:
            os.close(place)
        yield
    finally:
        os.close(held)


@cache
def _lock_file(name: str) -> str:
    return str(settings.SETTINGS.data_dir / name)
