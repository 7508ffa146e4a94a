"""A worker planted with a name, numbers and a telephone that stand nowhere else: none of them gets into links, logs or events."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import openpyxl
import pytest

from anxin.apps.cases.actions import case as cases
from anxin.apps.cases.actions.ledger import add_claimant
from anxin.apps.intake.api import Said, receive
from anxin.apps.payroll import api as payroll
from anxin.apps.registry.models import Employer, Worker
from anxin.base.eventlog.models import EventRow
from anxin.base.files.store import put
from anxin.base.jobs.worker import run_until_idle
from anxin.base.people.models import Account, Post
from anxin.kernel.ids import id_check_digit, mask_numbers, uscc_check_digit
from anxin.project.masking import MaskingFormatter

from .addresses import addresses

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
NAME, PHONE, CARD = "钱绝密", "15012345678", "6228480399900007777"
FIRST = "33069919900101777"
NUMBER = FIRST + id_check_digit(FIRST)
SECRETS = (NAME, PHONE, CARD, NUMBER)


@pytest.fixture
def planted(small_town, settings, tmp_path):
    """The worker in a payroll, a filing and a case."""
    from dataclasses import replace

    settings.SETTINGS = replace(settings.SETTINGS, data_dir=tmp_path)
    first = "91330699MA0007777"
    employer = Employer.objects.create(
        uscc=first + uscc_check_digit(first), name="绍兴演示保密制衣有限公司（演示）", search="绍兴演示保密制衣有限公司",
        sector="manufacturing", focus="park", village=small_town.east, place_path=small_town.east.path, pay_day=15,
        opened_on=date(2020, 1, 1),
    )  # fmt: skip
    book = openpyxl.Workbook()
    book.active.append([f"{employer.name}2026年9月工资表"])
    book.active.append(["序号", "姓名", "身份证号", "银行卡号", "应发工资", "实发工资"])
    book.active.append([1, NAME, NUMBER, CARD, 5000, 5000])
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    by = small_town.clerk
    stored = put(stream, name="九月.xlsx", by=by, at=NOW)
    payroll.receive(
        sha256=stored.sha256, file_name="九月.xlsx", kind="payroll", place_path=small_town.town.path, by=by, at=NOW,
        employer_id=employer.pk, month=None,
    )  # fmt: skip
    run_until_idle(NOW)
    assert Worker.objects.filter(name=NAME).exists()
    said = Said(
        words="欠我三个月工资，一共一万八千元。", channel="web", name=NAME, phone=PHONE, employer_id=employer.pk
    )
    filing = receive(said=said, by=by, at=NOW).filing
    case = cases.open_from_filing(filing_id=filing, by=by, at=NOW)
    add_claimant(case_id=case.pk, name=NAME, phone_tail=PHONE[-4:], by=by, at=NOW)
    return {"filing": filing, "case": case.pk, "employer": employer.pk}


@dataclass
class Numbers:
    """What fills an address: any number will do here."""

    pk: int = 7001
    seq: int = 7001
    sha256: str = "0" * 64


def spoken(text):
    return [one for one in SECRETS if one in text]


def test_no_event_tells_who_the_worker_is(planted):
    assert EventRow.objects.count() > 5
    for row in EventRow.objects.all():
        assert not spoken(f"{row.payload} {row.subject} {row.actor}"), row.type


@pytest.mark.parametrize("role", ["clerk", "head", "leader", "audit_admin", "security_admin"])
def test_no_link_of_any_page_and_no_line_of_the_log_tells_who_the_worker_is(planted, client, small_town, caplog, role):
    account = Account.objects.create_account(f"some-{role}", name="某人", password="long enough 2026")
    Post.objects.create(account=account, role=role, place=small_town.town, valid_from=date(2020, 1, 1))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    own = [f"/office/cases/{planted['case']}/", f"/office/intake/{planted['filing']}/"]
    own += [f"/office/payroll/employers/{planted['employer']}/", f"/office/registry/employers/{planted['employer']}/"]
    caplog.set_level(logging.DEBUG)
    seen = 0
    for url in [*own, *(one.at(Numbers()) for one in addresses())]:
        answer = client.get(url)
        if answer.status_code != 200 or answer.streaming:
            continue
        seen += 1
        text = answer.content.decode("utf-8", "replace")
        for link in re.findall(r'(?:href|src|action|hx-get|hx-post)="([^"]*)"', text):
            assert not spoken(link), (url, link)
        assert NUMBER not in text, url
        assert CARD not in text, url
    assert seen > 4
    formatter = MaskingFormatter()
    for record in caplog.records:
        if not record.name.startswith("django.db"):
            assert not spoken(formatter.format(record)), record


@pytest.mark.parametrize(
    "written", [NUMBER, CARD, PHONE, "6228 4803 9990 0007 777", "150-1234-5678", f"x{NUMBER.lower()}y"]
)
def test_a_number_that_reaches_the_log_is_masked_however_it_is_written(written):
    assert re.search(r"\d{9}", re.sub(r"[ -]", "", mask_numbers(f"error: {written}."))) is None
