"""Acts of several callers share a transaction: each gets its own answer, and nobody suffers for another's fault."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from anxin.base import together as module
from anxin.base.places.models import Place
from anxin.base.together import MOST, Together, short_turn
from anxin.kernel.outcome import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)


class Desk:
    """Doubles numbers, slowly, and notes who came together; odd ones out are refused."""

    def __init__(self, refuse=()):
        self.batches, self.refuse = [], set(refuse)

    def __call__(self, some):
        assert connection.in_atomic_block
        time.sleep(0.01)
        if self.refuse & set(some):
            raise RuleBroken("test.refused", "不行")
        self.batches.append(list(some))
        return [one * 2 for one in some]


def at_once(desk, numbers):
    """Every number from a thread of its own, all starting together; answers or problems in order."""
    together, ready = Together(desk), Barrier(len(numbers))

    def one(number):
        try:
            ready.wait()
            return together.do(number)
        except RuleBroken as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(numbers)) as pool:
        return list(pool.map(one, numbers))


def test_each_caller_gets_its_own_answer_and_several_share_a_transaction():
    desk = Desk()
    assert at_once(desk, range(16)) == [number * 2 for number in range(16)]
    assert sorted(number for batch in desk.batches for number in batch) == list(range(16))
    assert len(desk.batches) < 16
    assert max(len(batch) for batch in desk.batches) <= MOST


def test_one_that_is_refused_takes_nobody_along():
    found = at_once(desk := Desk(refuse={5}), range(8))
    assert [str(one) if isinstance(one, RuleBroken) else one for one in found] == [0, 2, 4, 6, 8, "不行", 12, 14]
    assert sorted(number for batch in desk.batches for number in batch) == [0, 1, 2, 3, 4, 6, 7]


def test_a_caller_within_a_transaction_of_its_own_is_not_mixed_with_others():
    together = Together(desk := Desk())
    with transaction.atomic():
        assert together.do(3) == 6
    assert desk.batches == [[3]]


def test_an_unforeseen_fault_reaches_every_caller_and_leaves_no_one_waiting():
    def broken(some):
        raise ZeroDivisionError

    together = Together(broken)
    with pytest.raises(ZeroDivisionError):
        together.do(1)
    with pytest.raises(ZeroDivisionError):
        together.do(2)


def test_those_who_come_while_another_process_has_the_turn_are_done_in_one_transaction(monkeypatch):
    free = Event()

    @contextmanager
    def turn():
        free.wait(5)
        yield

    monkeypatch.setattr(module, "_turn_among_processes", turn)
    together = Together(desk := Desk())

    def one(number):
        try:
            return together.do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(one, number) for number in range(6)]
        while len(together._waiting) < 6:
            time.sleep(0.001)
        free.set()
        assert [each.result() for each in found] == [0, 2, 4, 6, 8, 10]
    assert [sorted(batch) for batch in desk.batches] == [[0, 1, 2, 3, 4, 5]]


def test_a_turn_that_cannot_be_had_is_told_and_the_act_is_never_done(monkeypatch):
    def no_turn():
        raise OSError("the lock file is gone")

    together = Together(desk := Desk())
    with monkeypatch.context() as patched:
        patched.setattr(module, "_turn_among_processes", no_turn)
        with pytest.raises(OSError, match="lock file"):
            together.do(1)
    assert together.do(2) == 4
    assert desk.batches == [[2]]


def test_work_in_the_background_waits_in_the_same_line_and_is_undone_as_a_whole():
    filed = Event()

    def file():
        try:
            return Together(Desk()).do(4)
        finally:
            filed.set()
            connection.close()

    def break_off(pool):
        with short_turn():
            Place.objects.create(code="99", name="某地", kind="province", path="99/")
            waiting.append(pool.submit(file))
            assert connection.vendor != "sqlite" or not filed.wait(0.05)
            raise ZeroDivisionError

    waiting = []
    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(ZeroDivisionError):
            break_off(pool)
        assert waiting[0].result() == 8
    assert not Place.objects.filter(code="99").exists()


def test_within_a_transaction_a_short_turn_waits_for_nobody(monkeypatch):
    monkeypatch.setattr(module, "_turn_among_processes", None)
    with transaction.atomic(), short_turn():
        Place.objects.create(code="99", name="某地", kind="province", path="99/")
    assert Place.objects.filter(code="99").exists()
