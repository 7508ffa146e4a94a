"""Forms of the ledger of public-order matters, and how the lists handed in are read."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.analytics.readings import ColumnSpec, TableSpec
from anxin.apps.cases.actions.disorder import Row
from anxin.apps.cases.models import Disorder
from anxin.apps.cases.web.forms import VerbForm
from anxin.apps.cases.web.posting import CaseForm, ManyFiles
from anxin.base.actors import Actor
from anxin.base.batches.reading import read_table
from anxin.base.places.models import Place
from anxin.kernel.outcome import BadInput
from anxin.ui.days import DayInput

CLAIMS = TableSpec(
    kind="disorder_claims",
    label="主张名单",
    columns=(
        ColumnSpec("name", "姓名", "text", ("主张人", "工人姓名", "领款人"), required=True),
        ColumnSpec("number", "身份证号", "text", ("公民身份号码", "身份号码", "证件号码")),
        ColumnSpec("amount", "主张金额", "money", ("金额", "欠薪金额", "欠款金额", "应发金额"), required=True),
        ColumnSpec("account", "收款账号", "text", ("银行账号", "银行卡号", "账号")),
    ),
)
ATTENDANCE = TableSpec(
    kind="disorder_attendance",
    label="考勤名单",
    columns=(
        ColumnSpec("name", "姓名", "text", ("工人姓名", "人员姓名"), required=True),
        ColumnSpec("number", "身份证号", "text", ("公民身份号码", "身份号码", "证件号码")),
        ColumnSpec("days", "出勤天数", "int", ("出勤", "考勤天数", "工日", "天数"), required=True),
    ),
)


class ReportForm(CaseForm):
    """What is reported."""

    kind = forms.ChoiceField(label=_("类别"), choices=Disorder.Kind.choices)
    words = forms.CharField(
        label=_("经过"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写明发生了什么、多少人、用了什么方式。这里不写姓名，姓名在下一页登记，加密保存。"),
    )  # fmt: skip
    place = forms.ChoiceField(label=_("街道、村（社区）"))
    where = forms.CharField(label=_("地点"), max_length=200)
    happened_on = forms.DateField(label=_("发生日期"), widget=DayInput())
    reporter = forms.CharField(label=_("报告人"), max_length=80, help_text=_("谁报告的：单位、姓名或电话，加密保存"))
    employer = forms.CharField(
        label=_("涉及单位（企业台账）"), required=False, max_length=80,
        help_text=_("输入信用代码，或名称中的连续几个字；用于与工资表和银行流水比对"),
    )  # fmt: skip
    case = forms.IntegerField(
        label=_("关联案件"),
        required=False,
        min_value=1,
        help_text=_("案件页地址中的数字；没有的留空。案件页不会显示本事项"),
    )
    papers = ManyFiles(label=_("来源材料"), required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        places = Place.objects.filter(kind__in=("town", "village"), active_to=None).order_by("path")
        cast(Any, self.fields["place"]).choices = [
            (one.path, one.name) for one in places if actor.scope.covers(one.path)
        ]


class ReasonForm(CaseForm):
    """For what the names are needed."""

    reason = forms.CharField(label=_("用途"), max_length=200, min_length=4, help_text=_("例如：通知当事人陈述"))


class FindForm(ReasonForm):
    """Whom to look for, and for what."""

    words = forms.CharField(label=_("姓名或身份证号"), max_length=40)
    field_order = ("words", "reason")


class ListForm(CaseForm):
    """A list handed in."""

    file = forms.FileField(label=_("名单（Excel 或 CSV）"))


class SettlementForm(CaseForm):
    """A settlement of project money."""

    amount = forms.DecimalField(label=_("结算金额（元）"), min_value=0, max_digits=13, decimal_places=2)


class PapersForm(CaseForm):
    """Further sources."""

    papers = ManyFiles(label=_("材料"))


class NameForm(CaseForm):
    """Somebody who is concerned."""

    name = forms.CharField(label=_("当事人姓名"), max_length=40)


class TellForm(CaseForm):
    """How somebody was told."""

    how = forms.CharField(
        label=_("告知方式"), max_length=200, help_text=_("何时、以何方式告知了什么，例如：当面送达陈述通知书")
    )


class ReplyForm(CaseForm):
    """What somebody answers."""

    words = forms.CharField(label=_("陈述内容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    papers = ManyFiles(label=_("陈述原件"), required=False)


class WhyForm(CaseForm):
    """Why somebody is cleared."""

    why = forms.CharField(label=_("排除理由"), max_length=500)


class StepForm(VerbForm):
    """A verb of a matter; its note is for the file, nobody outside reads it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["note"].label = _("说明")


def read_list(given: Any, spec: TableSpec) -> tuple[list[Row], str]:
    """The rows of a list and the hash of the file; the file itself is not kept, because it is full of names and numbers."""
    content = given.read()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{Path(given.name).suffix.lower()}"
        path.write_bytes(content)
        reading = read_table(path, name=given.name, spec=spec)
    if reading.faults:
        raise BadInput("cases.list_faults", f"“{given.name}”没有读入：", list(reading.faults[:20]))
    return [_row(one) for one in reading.rows], hashlib.sha256(content).hexdigest()


def _row(one: Mapping[str, Any]) -> Row:
    return Row(
        name=one["name"], number=one.get("number") or "", amount_fen=one.get("amount"), account=one.get("account") or "",
        days=one.get("days"),
    )  # fmt: skip
