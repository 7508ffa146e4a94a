"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry.models import Employer, Park, Sector
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.kernel.ids import is_uscc
from anxin.kernel.money import NotMoney, parse_yuan, yuan
from anxin.ui.days import DayInput


class EmployerForm(forms.Form):
    """The particulars of an employer."""

    name = forms.CharField(label=_("企业名称"), max_length=120)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=18, required=False, help_text=_("18 位，末位为校验码")
    )
    sector = forms.ChoiceField(label=_("行业"), choices=[("", _("请选择")), *Sector.choices])
    village = forms.ModelChoiceField(Place.objects.none(), label=_("村（社区）"), empty_label=_("请选择"))
    grid = forms.ModelChoiceField(Place.objects.none(), label=_("网格"), required=False, empty_label=_("未划入网格"))
    park = forms.ModelChoiceField(Park.objects.none(), label=_("园区"), required=False, empty_label=_("不在园区"))
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    head_count = forms.IntegerField(label=_("用工人数"), min_value=0, required=False)
    contract_count = forms.IntegerField(label=_("已签劳动合同人数"), min_value=0, required=False)
    insured_count = forms.IntegerField(label=_("参保人数"), min_value=0, required=False)
    pay_day = forms.IntegerField(
        label=_("约定发薪日"), min_value=1, max_value=31, required=False, help_text=_("次月几日")
    )
    registered_capital = forms.CharField(label=_("注册资本（元）"), required=False, help_text=_("例如 1,000,000.00"))
    legal_person = forms.CharField(label=_("法定代表人"), max_length=60, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(
        label=_("联系电话"),
        max_length=20,
        required=False,
        help_text=_("不改请留空"),
        widget=forms.TextInput(attrs={"data-secret": "1"}),
    )
    opened_on = forms.DateField(label=_("成立日期"), required=False, widget=DayInput())
    closed_on = forms.DateField(label=_("注销日期"), required=False, widget=DayInput())

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(within(scope, "path"))
        fields: Any = self.fields
        fields["village"].queryset = Place.objects.filter(kind=PlaceKind.VILLAGE).filter(_holds(scope))
        fields["grid"].queryset = places.filter(kind=PlaceKind.GRID)
        fields["park"].queryset = Park.objects.within(scope)
        if not self.initial:
            fields["contact_phone"].help_text = ""

    def clean_uscc(self) -> str:
        """A credit code must have the right check digit."""
        code = str(self.cleaned_data["uscc"]).strip().upper()
        if code and not is_uscc(code):
            raise forms.ValidationError(_("信用代码的校验位不对，请对照营业执照核对。"))
        return code

    def clean_registered_capital(self) -> int | None:
        """An amount in yuan, kept in fen."""
        text = str(self.cleaned_data["registered_capital"]).strip()
        if not text:
            return None
        try:
            return parse_yuan(text)
        except NotMoney as error:
            raise forms.ValidationError(_("不是一个金额，请写成 1,000,000.00 这样。")) from error

    def particulars(self) -> dict[str, Any]:
        """What the act takes."""
        kept = {
            k: v for k, v in self.cleaned_data.items() if k not in {"village", "grid", "park", "registered_capital"}
        }
        return {**kept, "registered_capital_fen": self.cleaned_data["registered_capital"]}


def _holds(scope: Scope) -> Any:
    """Villages within reach, or above a reach that is a grid."""
    above = Q()
    for path in scope.paths:
        codes = path.strip("/").split("/")
        if len(codes) > 5:
            above |= Q(code=codes[4])
    return within(scope, "path") | above if above else within(scope, "path")


def initial_of(employer: Employer) -> dict[str, Any]:
    """The form's first values for an employer on the register."""
    copied = ("name", "sector", "address", "head_count", "contract_count", "insured_count", "pay_day", "legal_person")
    more = ("contact_name", "opened_on", "closed_on", "village", "grid", "park")
    values = {name: getattr(employer, name) for name in (*copied, *more)}
    capital = employer.registered_capital_fen
    return {**values, "uscc": employer.uscc or "", "registered_capital": yuan(capital) if capital else ""}


class UploadForm(forms.Form):
    """A file to be imported."""

    file = forms.FileField(label=_("文件"), help_text=_("Excel（.xlsx、.xls）或 CSV"))
