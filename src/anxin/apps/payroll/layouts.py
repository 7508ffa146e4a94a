"""The words under which the mapping screen shows what a payroll's columns mean (列含义), in the order of the reader's keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

MEANINGS: tuple[tuple[str, Any], ...] = (
    ("name", _("姓名")),
    ("id_number", _("身份证号")),
    ("due", _("应发工资")),
    ("paid", _("实发工资")),
    ("bank_account", _("银行卡号")),
    ("month", _("工资月份")),
    ("employer_name", _("单位名称")),
    ("employer_code", _("信用代码")),
    ("base", _("基本工资")),
    ("overtime", _("加班工资")),
    ("insurance", _("社保个人合计")),
    ("pension", _("养老个人")),
    ("medical", _("医疗个人")),
    ("unemployment", _("失业个人")),
    ("housing_fund", _("住房公积金个人")),
    ("tax", _("个人所得税")),
    ("deductions", _("扣款合计")),
    ("attendance_days", _("出勤天数")),
    ("day_rate", _("日工资")),
    ("pay_date", _("发放日期")),
    ("phone", _("手机号")),
    ("department", _("部门班组")),
    ("post", _("岗位工种")),
    ("bank_name", _("开户银行")),
    ("employee_no", _("工号")),
    ("year", _("年份")),
    ("remark", _("备注")),
)
KNOWN = frozenset(key for key, _label in MEANINGS)


def corrected(
    sheet: Mapping[str, Any], chosen: Mapping[str, str], *, header_rows: Sequence[int], skip: bool
) -> dict[str, Any]:
    """What a clerk changed about a sheet, in the form that the reader takes; empty when nothing was changed.

    `chosen` gives each column letter its meaning; where two letters claim one meaning, the first from the left has it.
    """
    if skip:
        return {"skip": True}
    columns: dict[str, str] = {}
    for letter, key in chosen.items():
        if key in KNOWN:
            columns.setdefault(key, letter)
    read = {key: letter for key, letter in sheet["columns"].items() if letter}
    same_rows = list(header_rows) == list(sheet["header_rows"])
    if (columns == read or not chosen) and same_rows:
        return {}
    return {"header_rows": list(header_rows), **({"columns": columns} if columns != read and chosen else {})}
