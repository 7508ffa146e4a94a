"""A town with three employers, debts, a recovery and an insurance gap, and the people who report and sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from anxin.apps.cases.actions import ledger
from anxin.apps.cases.api import open_from_filing
from anxin.apps.intake.api import Said, receive
from anxin.apps.payroll.models import EmployerMonth, PayStatus, Recovery, Run, Shortfall
from anxin.apps.registry.models import Employer, Worker
from anxin.base.people.models import Account, Post
from anxin.kernel.clock import FixedClock
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.period import Month, Week
from anxin.project import middleware

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Half past nine on a Monday morning in Shanghai: the week before has just ended."""
WEEK = Week.of_day(ON).plus(-1)


def uscc(number):
    first = f"91330699MA{number:07d}"
    return first + uscc_check_digit(first)


@dataclass
class Books:
    """Writes what other apps would have found."""

    town: object
    run: Run
    made: int = 0

    def employer(self, place, *, focus="park", sector="manufacturing"):
        self.made += 1
        name = f"绍兴演示{self.made}号工厂（演示）"
        return Employer.objects.create(
            uscc=uscc(self.made), name=name, search=name, sector=sector, focus=focus, village=place,
            place_path=place.path, pay_day=15, opened_on=date(2020, 1, 1),
        )  # fmt: skip

    def worker(self):
        return Worker.objects.create(name="工人", place_path=self.town.east.path)

    def owes(self, employer, fen, *, month=202610, worker=None, seen=date(2026, 11, 18)):
        return Shortfall.objects.create(
            employer=employer, worker=worker or self.worker(), place_path=employer.place_path, month=month,
            due_date=Month.of_code(month).plus(1).first.replace(day=15), due_fen=fen, paid_fen=0, arrears_fen=fen,
            status=PayStatus.UNPAID, run=self.run, first_seen=seen,
        )  # fmt: skip

    def recovered(self, employer, fen, *, worker=None, on=date(2026, 11, 19)):
        return Recovery.objects.create(
            employer=employer, worker=worker or self.worker(), place_path=employer.place_path, month=202609,
            amount_fen=fen, on=on, run=self.run,
        )  # fmt: skip

    def month(self, employer, *, uninsured=0, workers=10, month=202610, bad=0):
        return EmployerMonth.objects.create(
            employer=employer, place_path=employer.place_path, month=month, workers=workers, uninsured=uninsured,
            due_date=date(2026, 11, 15), due_fen=workers * 500_000, paid_fen=workers * 500_000, unpaid=bad,
            handed_in_at=AT,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _monday_morning(monkeypatch):
    monkeypatch.setattr(middleware, "CLOCK", FixedClock(AT))


@pytest.fixture
def books(small_town):
    run = Run.objects.create(
        place_path=small_town.town.path, inputs_hash="0", rule_version="1", engine="test", as_of=ON, lines=0,
        payments=0, due_fen=0, paid_fen=0, arrears_fen=0, result_path="", at=AT,
    )  # fmt: skip
    return Books(small_town, run)


@pytest.fixture
def trouble(books):
    """East: one debtor, a worker with two unpaid months and one with one. West: a caterer, paid back and uninsured."""
    factory = books.employer(books.town.east)
    caterer = books.employer(books.town.west, focus="catering", sector="catering")
    builder = books.employer(books.town.west, focus="construction", sector="construction")
    worker = books.worker()
    books.owes(factory, 500_000, worker=worker)
    books.owes(factory, 400_000, worker=worker, month=202609, seen=date(2026, 10, 20))
    books.owes(factory, 300_000)
    books.owes(builder, 123_456)
    books.recovered(caterer, 250_000)
    books.month(factory, bad=2)
    books.month(caterer, uninsured=4)
    return books


@pytest.fixture
def as_(client, small_town):
    def log_in(role, place=None):
        account, fresh = Account.objects.get_or_create(username=f"p-{role}", defaults={"name": f"某{role}"})
        if fresh:
            Post.objects.create(account=account, role=role, place=place or small_town.town, valid_from=date(2020, 1, 1))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def case(small_town, books):
    factory = books.employer(small_town.east)
    words = "绍兴演示1号工厂欠我三个月工资一共一万八千元，厂在东头村，老板电话不接。"
    got = receive(said=Said(words=words, channel="web", employer_id=factory.pk), by=small_town.clerk, at=AT)
    made = open_from_filing(filing_id=got.filing, by=small_town.clerk, at=AT)
    worker = ledger.add_claimant(case_id=made.pk, name="张示例", phone_tail="0000", by=small_town.clerk, at=AT)
    ledger.write(
        case_id=made.pk, claimant_id=worker.pk, kind="claimed", amount_fen=1_800_000, on=date(2026, 11, 20), by=small_town.clerk, at=AT
    )  # fmt: skip
    return made
