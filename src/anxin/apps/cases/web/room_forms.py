"""The forms of the mediation room (调解室): a sitting, its minutes, the facts for the calculator, the agreement with its parts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.actions.mediating import Part
from anxin.apps.cases.web.posting import CaseForm, ManyFiles
from anxin.domain.casework.bodies import Body
from anxin.domain.casework.ledger import in_parts
from anxin.domain.wages.claim_facts import Ending
from anxin.domain.wages.claim_line import months_of
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.outcome import BadInput, Fault
from anxin.law.parameters import LawBook
from anxin.ui.days import DayInput

REGISTERED = "#"
"""Before the number of a body that is on the register."""
ENDINGS = {
    Ending.RESIGNED_FOR_ARREARS: _("因欠薪辞职"),
    Ending.DISMISSED: _("被解除"),
    Ending.EXPIRED: _("合同到期"),
    Ending.RESIGNED: _("自行辞职"),
    Ending.DIED: _("劳动者去世"),
}


class SittingForm(CaseForm):
    """When, where, before whom."""

    day = forms.DateField(label=_("日期"), widget=DayInput())
    hour = forms.TimeField(label=_("时间"), widget=forms.TimeInput(attrs={"type": "time"}))
    where = forms.CharField(label=_("地点"), max_length=200)
    body = forms.ChoiceField(
        label=_("调解组织"), help_text=_("先列本企业、本村（社区）、本街道已登记的；没有登记的选最后几项。")
    )
    mediators = forms.CharField(label=_("调解员"), max_length=120)
    told_how = forms.CharField(label=_("如何通知双方"), required=False, max_length=200)

    def __init__(self, *args: Any, law: LawBook, on: date, known: list[Body], **more: Any) -> None:
        first = known[0] if known else None
        near = (
            {"body": f"{REGISTERED}{first.number}", "where": first.address, "mediators": first.members[:120]}
            if first
            else {"body": law.get("med_bodies", on=on).value[-1]}  # none is registered: the town, whose room this is
        )
        super().__init__(*args, initial=near, **more)
        registered = [(f"{REGISTERED}{one.number}", f"{one.name}（{one.level.term}）") for one in known]
        others = [(one, _("没有登记的：%(kind)s") % {"kind": one}) for one in law.get("med_bodies", on=on).value]
        cast(Any, self.fields["body"]).choices = [*registered, *others]

    def registered(self) -> int | None:
        """The number of the body on the register that was chosen; none for a body that is not on it."""
        chosen = str(self.cleaned_data["body"])
        return int(chosen.removeprefix(REGISTERED)) if chosen.startswith(REGISTERED) else None

    def starts_at(self) -> datetime:
        """The instant in Shanghai that was meant."""
        told = self.cleaned_data
        return datetime.combine(told["day"], told["hour"], tzinfo=SHANGHAI)


class MinutesForm(CaseForm):
    """What was said, and the signed paper."""

    words = forms.CharField(label=_("笔录"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    papers = ManyFiles(label=_("签字笔录"))


class CancelForm(CaseForm):
    """Why a sitting is called off."""

    why = forms.CharField(label=_("取消原因"), max_length=200)


class FactsForm(CaseForm):
    """The facts from which the calculator finds what is due."""

    claimant = forms.ChoiceField(label=_("主张人"))
    started_on = forms.DateField(label=_("入职"), required=False, widget=DayInput())
    ended_on = forms.DateField(label=_("离职"), required=False, widget=DayInput())
    ending = forms.ChoiceField(
        label=_("离职原因"), required=False, choices=[("", "—"), *((one.value, term) for one, term in ENDINGS.items())]
    )
    no_contract = forms.BooleanField(label=_("没有签订书面合同"), required=False)
    contract_signed_on = forms.DateField(label=_("后来补签合同的日期"), required=False, widget=DayInput())
    counted_from = forms.DateField(label=_("从别的单位安排过来的，原单位入职"), required=False, widget=DayInput())
    last_claimed_on = forms.DateField(label=_("最近一次讨要或投诉"), required=False, widget=DayInput())
    later_paid = forms.DecimalField(
        label=_("没有说明月份的付款（元）"), required=False, min_value=0, max_digits=11, decimal_places=2, help_text=_("先抵最早的欠款")
    )  # fmt: skip
    order_expired_unpaid = forms.BooleanField(label=_("责令限期支付已到期未付"), required=False)
    order_deadline = forms.DateField(label=_("责令支付的最后一天"), required=False, widget=DayInput())
    average_wage = forms.DecimalField(
        label=_("当地上年度职工月平均工资（元）"), required=False, min_value=0, max_digits=9, decimal_places=2,
        help_text=_("只影响高工资的经济补偿封顶，可不填"),
    )  # fmt: skip
    months = forms.CharField(
        label=_("各月工资"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个月：月份 应发 已拿到，例如 2026-03 6000 2000；有加班、扣款的接着写：平时10 休息日8 节日8 加班费500 扣200 时薪25 小时工60 转正5000 不满月"),
    )  # fmt: skip

    def __init__(self, *args: Any, names: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["claimant"]).choices = list(names.items())

    def facts(self) -> dict[str, Any]:
        """The facts as the calculator reads them."""
        told = self.cleaned_data
        found: dict[str, Any] = {"months": months_of(told["months"])}
        for key in (
            "started_on",
            "ended_on",
            "contract_signed_on",
            "counted_from",
            "last_claimed_on",
            "order_deadline",
        ):
            if told[key]:
                found[key] = told[key].isoformat()
        if told["ending"]:
            found["ending"] = told["ending"]
        for key in ("no_contract", "order_expired_unpaid"):
            if told[key]:
                found[key] = True
        for key in ("average_wage", "later_paid"):
            if told[key] is not None:
                found[f"{key}_yuan"] = str(told[key])
        return found


class AgreementForm(CaseForm):
    """The agreement: for each worker an amount, the days it is paid on, and a reason where it is less than due."""

    signed_on = forms.DateField(label=_("签订日期"), widget=DayInput())
    file = forms.FileField(label=_("签字协议"))
    rest_due = forms.BooleanField(
        label=_("协议约定任何一期逾期，其余各期一并到期"), required=False, help_text=_("以签字协议写明的为准；没有写明的不要勾选。"),
    )  # fmt: skip

    def __init__(self, *args: Any, names: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.names = names
        for number, name in names.items():
            self.fields[f"amount-{number}"] = forms.DecimalField(
                label=_("%(name)s 协议金额（元）") % {"name": name}, required=False, max_digits=13, decimal_places=2
            )
            self.fields[f"days-{number}"] = forms.CharField(
                label=_("%(name)s 付款日") % {"name": name}, required=False, max_length=2000,
                help_text=_("一期写一个日期；多期用空格隔开则平均分期，也可写作 2026-12-31:5000 2027-01-31:3000"),
            )  # fmt: skip
            self.fields[f"reason-{number}"] = forms.CharField(
                label=_("%(name)s 金额与应得或台账不同的原因") % {"name": name}, required=False, max_length=200
            )

    def parts(self) -> list[Part]:
        """What each worker agrees to; a worker without an amount is left out and will be asked for."""
        told = self.cleaned_data
        return [
            Part(
                number, int(told[f"amount-{number}"] * 100),
                _parts(name, int(told[f"amount-{number}"] * 100), told[f"days-{number}"]), told[f"reason-{number}"],
            )
            for number, name in self.names.items()
            if told[f"amount-{number}"]
        ]  # fmt: skip


def _parts(name: str, amount_fen: int, words: str) -> tuple[tuple[date, int], ...]:
    said = words.replace("，", " ").replace(",", " ").replace("：", ":").split()
    try:
        if any(":" in one for one in said):
            pairs = [one.split(":", 1) for one in said]
            return tuple((date.fromisoformat(day), int(Decimal(sum_) * 100)) for day, sum_ in pairs)
        return tuple(in_parts(amount_fen, [date.fromisoformat(one) for one in said]))
    except (ValueError, InvalidOperation) as problem:
        fault = Fault(name, words or "没有付款日", "付款日写作 2026-12-31，分期金额写作 2026-12-31:5000")
        raise BadInput("cases.parts_unclear", "协议没有登记：", [fault]) from problem
