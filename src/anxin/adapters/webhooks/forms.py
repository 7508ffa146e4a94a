"""The form of a subscription (推送订阅)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.adapters.webhooks.kinds import KINDS
from anxin.adapters.webhooks.ports import Key
from anxin.ui.sentences import spoken_lazy


class SubscriptionForm(forms.Form):
    """For which key, where to, and which events."""

    key = forms.ChoiceField(label=_("接口密钥"), help_text=_("只推送该密钥权限和地域之内的事件；密钥吊销后不再推送"))
    url = forms.CharField(
        label=_("接收地址"), max_length=500, help_text=_("https:// 开头；政务内网可用 http://"),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("事件"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.type, spoken_lazy(f"{one.label}（{one.type}）")) for one in KINDS.values()],
    )

    def __init__(self, *args: Any, keys: Iterable[Key], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [(str(one.id), f"{one.name} #{one.id}") for one in keys]  # type: ignore[attr-defined]
