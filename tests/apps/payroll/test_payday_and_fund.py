"""The provident fund is no deduction of the employer's own; a pay day on a rest day is due the working day before."""

from __future__ import annotations

from datetime import date

import pytest

from anxin.apps.payroll.checking import working_days
from anxin.apps.payroll.models import Breach

from .conftest import HEAD, book, card, id_number
from .test_files import owed

pytestmark = pytest.mark.django_db


def test_the_provident_fund_is_taken_off_before_other_deductions_are_measured(desk, workshop):
    head = [*HEAD[:6], "公积金", "实发工资"]
    title = [["2026年9月工资发放表"], [f"编制单位：{workshop.name}"]]
    row = [1, "工人001", id_number(1), card(1), 22, 5000, 600, 3500]
    desk.hand_in(book(head, [row], title=title))
    assert owed() == [("工人001", 350_000, 3)]
    assert not Breach.objects.filter(kind="deduction").exists()


def test_rest_days_come_from_the_published_calendar_and_an_unpublished_year_has_none():
    known = working_days(date(2026, 10, 1))
    assert known is not None
    assert not known(date(2026, 10, 1))
    assert known(date(2026, 11, 23))
    assert working_days(date(2044, 1, 4)) is None
