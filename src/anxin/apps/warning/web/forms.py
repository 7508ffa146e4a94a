"""Forms of a warning's acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.warning.models import Warning

WORDS = forms.Textarea(attrs={"rows": 4})


class AssignForm(forms.Form):
    """Who shall check it."""

    owner = forms.ChoiceField(label=_("承办人"))

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = owners


class VerifyForm(forms.Form):
    """What was found."""

    finding = forms.ChoiceField(label=_("核查结论"), choices=Warning.Finding.choices)
    words = forms.CharField(label=_("核查情况"), widget=WORDS, help_text=_("到场时间、见到谁、查了什么"))


class WordsForm(forms.Form):
    """Something to be written down."""

    words = forms.CharField(label=_("内容"), widget=WORDS)


class CloseForm(forms.Form):
    """On what proof it is closed."""

    closing = forms.ChoiceField(label=_("办结依据"), choices=Warning.Closing.choices)
    evidence = forms.FileField(
        label=_("证据文件"), required=False, help_text=_("银行回单、劳动者确认、核查记录或移送回执")
    )
    note = forms.CharField(label=_("办结说明"), widget=WORDS)
