"""Acts of several requests in one transaction (合并提交): who finds the turn taken waits, and the next one does the work of all who wait.

A commit costs the same for one act as for eight, and a chain of events has one turn at a time anyway; under load the acts
that came meanwhile share both. Each caller still gets its own answer only after the commit, so nothing acknowledged is lost.
After the combining of Hendler, Incze, Shavit and Tzafrir, "Flat Combining and the Synchronization-Parallelism Tradeoff" (2010).
"""

from __future__ import annotations

import fcntl
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Condition
from typing import Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from anxin.kernel.outcome import AnxinError

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
MOST = 64
"""The most acts in one transaction, so that the turn is never held for long."""


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Asked, Answer]):
    asked: Asked
    answers: list[Answer]
    problem: BaseException | None = None

    @property
    def done(self) -> bool:
        return bool(self.answers) or self.problem is not None


class Together(Generic[Asked, Answer]):
    """One kind of act that may be done for several callers at once; `act` does all of them and answers each, in order.

    It always runs within a transaction, so it needs none of its own.
    """

    def __init__(self, act: Callable[[Sequence[Asked]], Sequence[Answer]]) -> None:
        self._act = act
        self._change = Condition()
        self._busy = False
        self._waiting: deque[_Waiting[Asked, Answer]] = deque()

    def do(self, asked: Asked) -> Answer:
        """Have it done, alone or with others; a caller within a transaction of its own is never mixed with others."""
        if connection.in_atomic_block:
            with transaction.atomic():
                return self._act([asked])[0]
        mine: _Waiting[Asked, Answer] = _Waiting(asked, [])
        with self._change:
            self._waiting.append(mine)
        while self._leads(mine):
            some: list[_Waiting[Asked, Answer]] = []
            try:
                with _turn_among_processes():
                    # Only now: those that came while another process had the turn are done with this one.
                    some = self._all_waiting()
                    self._run(some)
            except BaseException:
                self._withdraw(mine)
                raise
            finally:
                self._leave(some)
        if mine.problem is not None:
            raise mine.problem
        return mine.answers[0]

    def _leads(self, mine: _Waiting[Asked, Answer]) -> bool:
        """Wait until it is this caller's turn, or until another has done its act meanwhile."""
        with self._change:
            while self._busy and not mine.done:
                self._change.wait()
            if mine.done:
                return False
            self._busy = True
            return True

    def _all_waiting(self) -> list[_Waiting[Asked, Answer]]:
        with self._change:
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]

    def _withdraw(self, mine: _Waiting[Asked, Answer]) -> None:
        """A caller whose turn broke off hears of it, so nobody may do its act later."""
        with self._change:
            if mine in self._waiting:
                self._waiting.remove(mine)

    def _leave(self, some: Sequence[_Waiting[Asked, Answer]]) -> None:
        with self._change:
            for one in some:
                if not one.done:
                    one.problem = RuntimeError("the act that this one was done with broke off")
            self._busy = False
            self._change.notify_all()

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
def short_turn() -> Iterator[None]:
    """A short transaction of work in the background: it waits in one line with those who file, and none of them sleeps over its end."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _turn_among_processes(), transaction.atomic():
        yield


@contextmanager
def _turn_among_processes() -> Iterator[None]:
    """SQLite's writers ask again and again whether it is their turn; a lock of the system wakes the next one at once.

    Whoever waits for the turn holds the place of the next one meanwhile, so a process that has just had it cannot take it
    again before the other: without that, the unlucky half of the filers waits for several turns of the lucky.
    """
    if connection.vendor != "sqlite":
        yield
        return
    held = os.open(_lock_file("writing.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        place = os.open(_lock_file("writing-next.lock"), os.O_WRONLY | os.O_CREAT, 0o600)
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
