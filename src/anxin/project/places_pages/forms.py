"""Forms of the acts upon places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.base.places.models import Place


class NewPlaceForm(forms.Form):
    """A place below another one."""

    code = forms.CharField(label=_("代码"), max_length=24, help_text=_("例如 330602013201001"))
    title = forms.CharField(label=_("名称"), max_length=80)


class RenameForm(forms.Form):
    """Another name for a place."""

    title = forms.CharField(label=_("新名称"), max_length=80)


class OtherPlaceForm(forms.Form):
    """Another place: the one that takes over, or the new parent."""

    other = forms.ModelChoiceField(
        label=_("地域"), queryset=Place.objects.none(), required=False, empty_label=_("请选择")
    )

    def __init__(self, *args: Any, among: Any, required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = among  # type: ignore[attr-defined]
        self.fields["other"].required = required
