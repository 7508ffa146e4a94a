"""A month on one line, as a clerk types it."""

from __future__ import annotations

import pytest

from anxin.domain.wages.claim_line import months_of
from anxin.kernel.outcome import BadInput

PLAIN = {"month": "2026-03", "wage_yuan": "6000", "paid_yuan": "2000"}


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("2026-03 6000 2000", {}),
        ("2026-03，6000，2000", {}),
        ("2026-03 6000 2000 平时10 休息日：8 节日=8.5", {"overtime_hours": "10", "rest_day_hours": "8", "holiday_hours": "8.5"}),
        ("2026-03 6000 2000 加班费500 扣200 不满月", {"overtime_paid_yuan": "500", "deducted_yuan": "200", "full_month": False}),
        (
            "2026-03 6000 2000 时薪25 小时工60 转正7000",
            {"hourly_yuan": "25", "part_time_hours": "60", "regular_yuan": "7000"},
        ),
    ],
)  # fmt: skip
def test_a_line_tells_the_month_the_wage_what_came_and_by_name_what_else_there_was(line, more):
    assert months_of(f"\n{line}\n") == [{**PLAIN, **more}]


def test_what_did_not_come_may_be_left_out():
    assert months_of("2026-03 6000 平时4") == [{**PLAIN, "paid_yuan": "0", "overtime_hours": "4"}]


def test_every_line_that_is_no_month_is_named():
    with pytest.raises(BadInput) as refused:
        months_of("2026-03 6000\n2026-04\n2026-05 1 2 3 4\n2026-06 6000 平时1 平时2")
    assert [one.where for one in refused.value.faults] == ["各月工资第 2 行", "各月工资第 3 行", "各月工资第 4 行"]
