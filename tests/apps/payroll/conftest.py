"""A workshop with a payroll and a bank statement, written as real workbooks and read by the real readers."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from anxin.apps.payroll import api
from anxin.apps.payroll.models import WageFile
from anxin.apps.registry.models import Employer
from anxin.base.files.store import put
from anxin.base.jobs.worker import run_until_idle
from anxin.kernel.ids import id_check_digit, uscc_check_digit

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
HEAD = ["序号", "姓名", "身份证号", "银行卡号", "出勤天数", "应发工资", "实发工资"]
BANK_HEAD = ["交易流水号", "交易日期", "付款账号", "付款户名", "收款账号", "收款户名", "交易金额", "摘要", "交易结果"]


def uscc(number):
    first = f"91330699MA{number:07d}"
    return first + uscc_check_digit(first)


def id_number(number):
    first = f"33069919900101{number:03d}"
    return first + id_check_digit(first)


def card(number):
    return f"62284803999{number:08d}"


def person(number, *, due=5000, paid=5000, name=None, with_id=True, account=None):
    return [
        number, name or f"工人{number:03d}", id_number(number) if with_id else "", account or card(number), 22, due, paid,
    ]  # fmt: skip


def book(head, rows, *, title=None):
    target = openpyxl.Workbook()
    sheet = target.active
    for line in title or ():
        sheet.append(line)
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    target.save(stream)
    target.close()
    stream.seek(0)
    return stream


def payroll(employer, people, *, month="2026年9月"):
    return book(HEAD, people, title=[[f"{month}工资发放表"], [f"编制单位：{employer.name}"]])


def transfer(number, amount, *, day="2026-10-12", memo="2026年9月工资", txn=None, result="成功", account=None):
    return [
        txn or f"T{number:05d}", day, "330100000001", "某某公司", account or card(number), f"工人{number:03d}", amount, memo,
        result,
    ]  # fmt: skip


def statement(rows):
    return book(BANK_HEAD, rows)


@dataclass
class Desk:
    """The clerk's desk: hand files in, let the machine work, look at what counts."""

    town: object
    root: Path
    at: datetime = NOW
    sent: list = field(default_factory=list)

    def hand_in(self, stream, *, name="九月工资.xlsx", kind="payroll", employer=None, month=None, by=None, work=True):
        by = by or self.town.clerk
        stored = put(stream, name=name, by=by, at=self.at)
        file, fresh = api.receive(
            sha256=stored.sha256, file_name=name, kind=kind, place_path=self.town.town.path, by=by, at=self.at,
            employer_id=employer.pk if employer else None, month=month,
        )  # fmt: skip
        self.sent.append(fresh)
        if work:
            self.work()
        return WageFile.objects.get(pk=file.pk)

    def work(self):
        self.at += timedelta(seconds=1)
        return run_until_idle(self.at)

    def undo(self, file):
        api.undo(file_id=file.pk, lake_root=self.root, by=self.town.clerk, at=self.at)
        self.work()


@pytest.fixture
def data_dir(tmp_path, settings):
    from dataclasses import replace

    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    return tmp_path


@pytest.fixture
def desk(small_town, data_dir):
    return Desk(small_town, data_dir / "lake")


def employer_at(place, number, *, pay_day=15, name=None):
    return Employer.objects.create(
        uscc=uscc(number), name=name or f"绍兴演示{number}号制衣有限公司（演示）", search=f"绍兴演示{number}号制衣 {uscc(number).lower()}",
        sector="manufacturing", focus="park", village=place, place_path=place.path, pay_day=pay_day, opened_on=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture
def workshop(small_town):
    return employer_at(small_town.east, 1)


@pytest.fixture
def elsewhere(small_town):
    return employer_at(small_town.elsewhere, 9)
