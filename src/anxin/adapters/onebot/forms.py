"""The form of a group (企业 QQ 群)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.adapters.onebot.models import parks
from anxin.base.scope import Scope


class GroupForm(forms.Form):
    """Which group, and whose."""

    number = forms.CharField(
        label=_("群号"), max_length=12, help_text=_("只保存加密摘要和末三位，登记后不再显示"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-secret": ""}),
    )  # fmt: skip
    label = forms.CharField(label=_("群名称"), max_length=80)
    employer = forms.CharField(
        label=_("用人单位"), max_length=120, required=False, help_text=_("统一社会信用代码或全称；园区的群不填")
    )
    park: Any = forms.ModelChoiceField(label=_("园区"), queryset=None, required=False, empty_label=_("不是园区的群"))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["park"].queryset = parks(scope)  # type: ignore[attr-defined]
