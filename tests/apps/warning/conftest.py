"""An employer with wage months, debts and signals, written straight into the tables that other apps fill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from anxin.apps.payroll.actions.sums import sum_debts
from anxin.apps.payroll.models import EmployerMonth, PayStatus, Recovery, Run, Shortfall
from anxin.apps.registry.models import Employer, Employment, Worker
from anxin.apps.warning.api import Observed, observe, reassess
from anxin.apps.warning.models import Warning
from anxin.base.actors import Actor, system
from anxin.base.people.models import Account
from anxin.base.scope import Scope
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.period import Month

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Half past nine on a Monday morning in Shanghai."""


def uscc(number):
    first = f"91330699MA{number:07d}"
    return first + uscc_check_digit(first)


@dataclass
class Scene:
    """Makes employers and what is known of them."""

    town: object
    run: Run
    clerk: Actor
    made: int = 0

    def employer(self, *, place=None, sector="manufacturing", **more):
        self.made += 1
        place = place or self.town.east
        name = f"绍兴演示{self.made}号工厂（演示）"
        fields = {"pay_day": 15, "head_count": 40, "contract_count": 40, "opened_on": date(2020, 1, 1)} | more
        return Employer.objects.create(
            uscc=uscc(self.made), name=name, search=name, sector=sector, focus="park", village=place,
            place_path=place.path, **fields,
        )  # fmt: skip

    def month(self, employer, code, **more):
        due = Month.of_code(code).plus(1).first.replace(day=15)
        workers = more.pop("workers", 40)
        values = {
            "due_date": due,
            "workers": workers,
            "due_fen": workers * 500_000,
            "paid_fen": workers * 500_000,
        } | more
        return EmployerMonth.objects.create(
            employer=employer, place_path=employer.place_path, month=code, handed_in_at=AT, **values
        )

    def months(self, employer, count, *, last=202610, **more):
        for back in range(count):
            self.month(employer, Month.of_code(last).plus(-back).code, **more)

    def worker(self, employer, *, left=None):
        worker = Worker.objects.create(name="工人", place_path=employer.place_path)
        Employment.objects.create(worker=worker, employer=employer, started_on=date(2025, 1, 1), ended_on=left)
        return worker

    def owes(self, employer, fen, *, month=202610, worker=None, paid=0, open_now=None):
        worker = worker or self.worker(employer)
        left = fen if open_now is None else open_now
        status = PayStatus.UNPAID if not paid else PayStatus.SHORT
        due = Month.of_code(month).plus(1).first.replace(day=15)
        short = Shortfall.objects.create(
            employer=employer, worker=worker, place_path=employer.place_path, month=month, due_date=due,
            due_fen=fen + paid, paid_fen=paid + fen - left, arrears_fen=left,
            status=status if left else PayStatus.LATE, run=self.run, first_seen=due,
        )  # fmt: skip
        sum_debts([employer.pk])
        return short

    def recovered(self, short, fen, on):
        Recovery.objects.create(
            employer=short.employer, worker=short.worker, place_path=short.place_path, month=short.month, amount_fen=fen,
            on=on, run=self.run,
        )  # fmt: skip

    def pays_all(self, employer):
        Shortfall.objects.filter(employer=employer).update(arrears_fen=0, status=PayStatus.LATE)
        sum_debts([employer.pk])

    def hears(self, employer, kind, value=1.0, *, on=ON, known_on=None, source="某部门", times=1):
        seen = [
            Observed(employer.pk, kind, on, known_on or on, value, source if times == 1 else f"{source}:{n}")
            for n in range(times)
        ]
        observe(observed=seen, place_path=self.town.town.path, by=self.clerk, at=AT)

    def judge(self, *, on=ON, at=None, employers=None):
        ids = None if employers is None else [one.pk for one in employers]
        return reassess(employer_ids=ids, as_of=on, by=system("test"), at=at or AT + timedelta(days=(on - ON).days))

    def warning(self, employer):
        return Warning.objects.filter(employer=employer).order_by("pk").last()


@pytest.fixture
def scene(small_town):
    account = Account.objects.create_account("clerk1", name="张经办", password="anxin-demo-2026")
    clerk = Actor(f"person:{account.pk}", account.name, Scope((small_town.town.path,)), frozenset({"*"}))
    run = Run.objects.create(
        place_path=small_town.town.path, inputs_hash="0", rule_version="1", engine="test", as_of=ON, lines=0, payments=0,
        due_fen=0, paid_fen=0, arrears_fen=0, result_path="", at=AT,
    )  # fmt: skip
    return Scene(replace(small_town, clerk=clerk), run, clerk)
