"""Forms of the desk and of a filing's acts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.models import Channel, Identity, Kind
from anxin.base.places.choices import villages
from anxin.ui.days import DayInput

WORDS = forms.Textarea(attrs={"rows": 4})
DESK_CHANNELS = [choice for choice in Channel.choices if choice[0] not in ("web", "open311")]


def fen_of(amount: Decimal | None) -> int | None:
    """A sum as a form has it, in fen."""
    return None if amount is None else int(amount * 100)


def names_listed(text: str) -> list[str]:
    """Names one by one, however they were set apart."""
    return [one for one in re.split(r"[\s、，,;；]+", text) if one]


class DeskForm(forms.Form):
    """A call, a visit or a letter, typed while it happens: the keyboard alone suffices."""

    channel = forms.ChoiceField(label=_("来源"), choices=DESK_CHANNELS)
    external_id = forms.CharField(
        label=_("来源编号"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("12345 工单号、110 警情号，可不填")}),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    identity = forms.ChoiceField(label=_("身份公开程度"), choices=Identity.choices)
    words = forms.CharField(label=_("诉求内容"), widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}))
    employer_said = forms.CharField(
        label=_("单位"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "employers-known", "autocomplete": "off"}),
    )
    place_code = forms.ChoiceField(label=_("村（社区）"), required=False)
    address_said = forms.CharField(label=_("具体地点"), required=False, max_length=200)
    workers = forms.IntegerField(label=_("人数"), required=False, min_value=1, max_value=100_000)
    amount = forms.DecimalField(label=_("欠薪（元）"), required=False, min_value=0, max_digits=13, decimal_places=2)
    since = forms.DateField(label=_("欠薪起始"), required=False, widget=DayInput())
    name = forms.CharField(label=_("来访人"), required=False, max_length=40)
    phone = forms.CharField(label=_("电话"), required=False, max_length=20)
    reply_by = forms.DateField(label=_("要求反馈日期"), required=False, widget=DayInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place_code"]
        place.choices = [("", _("不清楚")), *villages()]


class ChatForm(forms.Form):
    """A chat out of QQ or WeChat, and the names in it that no rule can know."""

    chat = forms.CharField(
        label=_("聊天记录"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14, "autofocus": True})
    )
    names = forms.CharField(
        label=_("还要隐去的姓名"), required=False, max_length=400, help_text=_("聊天里提到的人，用顿号、逗号或空格隔开；发言人不用填")
    )  # fmt: skip

    def clean_names(self) -> list[str]:
        """The names one by one."""
        return names_listed(str(self.cleaned_data["names"]))


class CallFileForm(forms.Form):
    """An exchange's file of call records."""

    file = forms.FileField(label=_("通话记录文件"), help_text=_("从电话交换机导出的 Excel（.xlsx、.xls）或 CSV"))
    own_lines = forms.CharField(
        label=_("本单位号码"), required=False, max_length=200,
        help_text=_("文件没有“呼叫方向”列时用来分清呼入和呼出；几个号码用逗号分开"),
    )  # fmt: skip


class TransferForm(forms.Form):
    """The number that 12345 or 110 gave, and until when they want to hear."""

    external_id = forms.CharField(label=_("来源编号"), required=False, max_length=100)
    reply_by = forms.DateField(label=_("要求反馈日期"), required=False, widget=DayInput())


class ReplyForm(forms.Form):
    """What 12345 or 110 were told, and how."""

    words = forms.CharField(label=_("反馈内容"), widget=WORDS, max_length=5000)
    told = forms.CharField(
        label=_("接收人或方式"), max_length=80, widget=forms.TextInput(attrs={"placeholder": _("例如：12345 系统回填、电话告知接线员 023")})
    )  # fmt: skip


class ExplainForm(forms.Form):
    """A person's word on a missed call."""

    words = forms.CharField(label=_("怎样处理的"), max_length=200)


class UnderstandForm(forms.Form):
    """What a person confirms of a filing; what the machine read stands in fields that nobody filled, and says so."""

    def __init__(self, *args: Any, read: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = False
        if self.initial.get("employer_said"):
            # What the filer wrote is the filer's to correct.
            del self.fields["employer_said"]
        for name, value in (read or {}).items():
            if name in self.fields and self.initial.get(name) in (None, ""):
                # That one person speaks of themselves needs nobody's check.
                self.offered = self.offered or (name, value) != ("workers", 1)
                self.initial[name] = value
                self.fields[name].help_text = _("机器读出")

    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    employer = forms.CharField(
        label=_("用人单位（企业台账）"), required=False, max_length=80,
        help_text=_("信用代码或部分名称；不在台账的留空"),
    )  # fmt: skip
    employer_said = forms.CharField(label=_("所述单位"), required=False, max_length=200)
    workers = forms.IntegerField(label=_("人数"), required=False, min_value=1, max_value=100_000)
    amount = forms.DecimalField(label=_("欠薪（元）"), required=False, min_value=0, max_digits=13, decimal_places=2)
    since = forms.DateField(label=_("欠薪起始"), required=False, widget=DayInput())


class AssignForm(forms.Form):
    """Who shall handle it."""

    owner = forms.ChoiceField(label=_("承办人"))

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = owners


class WordsForm(forms.Form):
    """A message to the filer."""

    words = forms.CharField(label=_("留言"), widget=WORDS, max_length=5000)


class RevealForm(forms.Form):
    """Why somebody's identity is looked at."""

    reason = forms.CharField(label=_("查看原因"), max_length=200)
