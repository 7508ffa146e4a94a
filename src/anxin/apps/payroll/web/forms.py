"""Forms of wages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.kernel.money import Fen, NotMoney, parse_yuan
from anxin.kernel.period import Month
from anxin.ui.days import DayInput


def _amount(text: str) -> Fen:
    try:
        amount = parse_yuan(text)
    except NotMoney as error:
        raise forms.ValidationError(_("不是一个金额，请写成 4,500.00 这样。")) from error
    if amount <= 0:
        raise forms.ValidationError(_("金额必须大于 0。"))
    return amount


class MoneyField(forms.CharField):
    """An amount in yuan, cleaned to fen."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return _amount(text) if text else None


class PaymentForm(forms.Form):
    """A cash or other payment for one worker's month, with its proof."""

    amount = MoneyField(label=_("支付金额（元）"), help_text=_("例如 4,500.00"))
    paid_on = forms.DateField(label=_("支付日期"), widget=DayInput())
    evidence = forms.FileField(label=_("凭证"), help_text=_("劳动者签收单、转账截图等照片或 PDF；没有凭证不能计入"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class DisputeForm(forms.Form):
    """A worker's objection to the amount due."""

    claimed = MoneyField(label=_("劳动者主张的应到账金额（元）"), help_text=_("例如 6,000.00"))
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 4}))
    evidence = forms.FileField(label=_("证据"), required=False, help_text=_("工资条、考勤记录、聊天记录等，可不传"))


class DecisionForm(forms.Form):
    """What verifying an objection came to."""

    upheld = forms.ChoiceField(
        label=_("核实结果"), choices=(("yes", _("成立，更正应到账金额")), ("no", _("不成立"))), widget=forms.RadioSelect
    )
    corrected = MoneyField(label=_("核定应到账金额（元）"), required=False)
    outcome = forms.CharField(label=_("核实经过及依据"), widget=forms.Textarea(attrs={"rows": 4}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("upheld") == "yes" and not data.get("corrected") and "corrected" not in self.errors:
            self.add_error("corrected", _("异议成立时，请填写核定的应到账金额。"))
        return data


KINDS = (("", _("自动判断")), ("payroll", _("工资表")), ("bank", _("银行流水、代发结果")), ("insurance", _("参保名单")))


class UploadForm(forms.Form):
    """What is told of files handed in together: kind, employer and month, only where the files do not say them."""

    kind = forms.ChoiceField(label=_("类别"), choices=KINDS, required=False)
    employer = forms.IntegerField(label=_("企业"), required=False)
    month = forms.CharField(label=_("工资月份"), required=False, widget=forms.TextInput(attrs={"type": "month"}))

    def clean_month(self) -> int | None:
        """A month as the bulk files write it."""
        return month_code(self.cleaned_data["month"])


def month_code(text: str) -> int | None:
    """The month that a form names, or None when it names none."""
    if not text.strip():
        return None
    try:
        return Month.parse(text).code
    except ValueError as error:
        raise forms.ValidationError(_("请写成 2026-10 这样。")) from error
