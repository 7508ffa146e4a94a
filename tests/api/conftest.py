"""Two towns with an employer, a worker who is owed wages, a warning, a file, a report, a clock and a filing in each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from anxin.adapters.api.permissions import OFFERED
from anxin.adapters.api.tokens import issue
from anxin.apps.documents.api import compose
from anxin.apps.intake.models import Filing
from anxin.apps.payroll.models import EmployerDebt, EmployerMonth, PayStatus, Run, Shortfall, WageFile
from anxin.apps.registry.models import Employer, Employment, Worker
from anxin.apps.warning.models import Assessment, Warning
from anxin.base import clocks
from anxin.base.actors import system
from anxin.kernel.clock import SystemClock
from anxin.kernel.ids import uscc_check_digit
from anxin.kernel.period import Week

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
MARK = "外镇机密"
"""Stands in every text of the other town; whoever finds it in an answer has found a leak."""


def uscc(number):
    first = f"91330699MA{number:07d}"
    return first + uscc_check_digit(first)


@dataclass
class Side:
    """What stands in one town."""

    town: Any
    village: Any
    employer: Any
    worker: Any
    warning: Any
    file: Any
    report: Any
    clock: Any
    filing: Any
    shortfall: Any


def fill(town, village, number, mark):
    """One of everything, written straight into the tables that the rooms fill."""
    path = village.path
    employer = Employer.objects.create(
        uscc=uscc(number), name=f"绍兴{mark}{number}号制衣有限公司（演示）", search=f"绍兴{mark}{number}号制衣 {uscc(number).lower()}",
        sector="manufacturing", focus="park", village=village, place_path=path, pay_day=15, head_count=40,
        address=f"{mark}路1号", opened_on=date(2020, 1, 1), legal_person=f"{mark}法人",
    )  # fmt: skip
    worker = Worker.objects.create(name=f"{mark}工人", place_path=path, id_tail=f"{number:04d}", id_hash=f"h{number}")
    Employment.objects.create(worker=worker, employer=employer, started_on=date(2025, 1, 1))
    run = Run.objects.create(
        place_path=town.path, inputs_hash="0", rule_version="1", engine="test", as_of=AT.date(), lines=1, payments=0,
        due_fen=500_000, paid_fen=0, arrears_fen=500_000, result_path="", at=AT,
    )  # fmt: skip
    EmployerMonth.objects.create(
        employer=employer, place_path=path, month=202610, due_date=date(2026, 11, 15), workers=40, unpaid=1,
        due_fen=500_000, arrears_fen=500_000, handed_in_at=AT,
    )  # fmt: skip
    shortfall = Shortfall.objects.create(
        employer=employer, worker=worker, place_path=path, month=202610, due_date=date(2026, 11, 15), due_fen=500_000,
        paid_fen=0, arrears_fen=500_000, status=PayStatus.UNPAID, run=run, first_seen=date(2026, 11, 16),
    )  # fmt: skip
    EmployerDebt.objects.create(
        employer=employer,
        place_path=path,
        fen=500_000,
        workers=1,
        since=202610,
        months=1,
        oldest_due=date(2026, 11, 15),
    )
    Assessment.objects.create(
        employer=employer, place_path=path, as_of=AT.date(), level="red", score=80, klass="D", rules_version="1"
    )
    warning = Warning.objects.create(
        employer=employer, place_path=path, level="red", peak="red", reasons=[{"rule": "r", "words": f"{mark}欠薪"}],
        turn_green=[], score=80, raised_at=AT, due_at=AT + timedelta(days=1),
    )  # fmt: skip
    file = WageFile.objects.create(
        place_path=path, kind="payroll", state="doubtful", file_name=f"{mark}十月工资.xlsx", sha256=f"{number:064d}",
        employer=employer, month=202610, by="person:1", at=AT,
    )  # fmt: skip
    clock = clocks.start(
        kind="warning.check", title=f"核查{mark}预警", subject=f"warning:{warning.pk}", place_path=path,
        due_at=AT + timedelta(days=1), by=system("test"), at=AT,
    )  # fmt: skip
    filing = Filing.objects.create(
        place_path=path, code_hash=f"c{number}", code_sealed="x", code_tail="0000", channel="web", employer=employer,
        words=f"{mark}老板欠我两个月工资，电话 138 0000 {number:04d}，身份证 11010519491231{number:04d}", happened_at=AT, received_at=AT,
        by="person:1", phone_tail=f"{number:04d}", amount_fen=500_000, employer_said=mark,
    )  # fmt: skip
    report = compose(town=town, week=Week.of_day(AT.date()), by=system("test"), at=AT)
    return Side(town, village, employer, worker, warning, file, report, clock, filing, shortfall)


@pytest.fixture
def data_dir(tmp_path, settings):
    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    return tmp_path


@pytest.fixture
def own(small_town, data_dir):
    return fill(small_town.town, small_town.east, 1, "本镇")


@pytest.fixture
def other(small_town, data_dir):
    from anxin.base.places.models import Place

    return fill(Place.objects.get(pk=small_town.elsewhere.parent_id), small_town.elsewhere, 9, MARK)


@pytest.fixture
def key(small_town):
    """Issues a living key; the clerk's side unless another place is named."""

    def make(*powers, place=None, by=None):
        at = SystemClock().now()
        _, text = issue(
            name="测试系统", powers=powers or OFFERED, places=((place or small_town.town).path,),
            expires_at=at + timedelta(days=30), by=by or system("test"), at=at,
        )  # fmt: skip
        return text

    return make


@dataclass
class Machine:
    """Another system: its client and its key."""

    client: Any
    text: str

    def ask(self, path, **query):
        return self.client.get(f"/api/v1{path}", query, headers=self._headers())

    def send(self, path, body=None, **more):
        headers = self._headers() | more.pop("headers", {})
        if body is not None:
            more = {"data": body, "content_type": "application/json"} | more
        return self.client.post(f"/api/v1{path}", headers=headers, **more)

    def _headers(self):
        return {"Authorization": f"Bearer {self.text}"} if self.text else {}


@pytest.fixture
def machine(client, key):
    def make(*powers, place=None, text=None):
        return Machine(client, key(*powers, place=place) if text is None else text)

    return make
