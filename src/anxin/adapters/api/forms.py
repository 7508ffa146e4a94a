"""The form of a new key (接口密钥)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.adapters.api.permissions import OFFERED
from anxin.base.people.powers import label_of
from anxin.base.places.models import Place, PlaceKind
from anxin.base.places.queries import in_use
from anxin.base.scope import Scope
from anxin.ui.days import DayInput
from anxin.ui.sentences import spoken

USUALLY = timedelta(days=180)


class KeyForm(forms.Form):
    """For which system, with which powers, where, and until which day."""

    title = forms.CharField(
        label=_("名称"), max_length=80, help_text=_("哪个单位的哪个系统，例如：区人社局工资监测平台")
    )
    powers = forms.MultipleChoiceField(label=_("权限"), widget=forms.CheckboxSelectMultiple, choices=[])
    places = forms.ModelMultipleChoiceField(
        label=_("地域"),
        queryset=Place.objects.none(),
        to_field_name="path",
        help_text=_("只选所需的最小范围；选镇（街道）即含其下各村（社区）"),
    )
    last_day = forms.DateField(
        label=_("有效至（含当日）"),
        widget=DayInput(),
        help_text=_("最长一年"),
    )

    def __init__(self, *args: Any, scope: Scope, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = in_use(scope, on).exclude(kind=PlaceKind.GRID)
        self.fields["places"].queryset = found  # type: ignore[attr-defined]
        self.fields["powers"].choices = [(key, f"{spoken(label_of(key))}（{key}）") for key in OFFERED]  # type: ignore[attr-defined]
        self.fields["last_day"].initial = on + USUALLY
