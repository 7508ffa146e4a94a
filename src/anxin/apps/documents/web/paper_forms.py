"""Forms of the pages of legal papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.documents.legal.facts import DocumentFacts
from anxin.apps.documents.legal.filling import choices_of
from anxin.apps.documents.legal.forms import Field, Form, Kind
from anxin.apps.documents.legal.values import to_fill
from anxin.apps.documents.models import Service
from anxin.ui.days import DayInput


class ManyFiles(forms.FileField):
    """Several files in one field; its value is a list."""

    class Widget(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=self.Widget(attrs={"multiple": True}), **more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        single = super().clean
        found = [single(one, initial) for one in (data if isinstance(data, list | tuple) else [data])]
        return [one for one in found if one]


class FillForm(forms.Form):
    """The blanks of one draft; which they are comes from the form of the paper and from what its facts know."""

    def __init__(self, *args: Any, kind: Form, facts: DocumentFacts, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        for one in to_fill(kind, facts):
            self.fields[one.name] = _blank(one, on, several=len(facts.complainants) > 1)


def _blank(field: Field, on: date, *, several: bool) -> forms.Field:
    told: dict[str, Any] = {"label": field.label + ("" if field.required else "（选填）"), "required": False}
    told["help_text"] = field.help
    if words := choices_of(field, on=on):
        return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in words)], **told)
    return forms.CharField(widget=_widget(field, several=several), **told)


def _widget(field: Field, *, several: bool) -> forms.Widget:
    """How a blank is filled; what is told of each person has room for several."""
    if field.kind is Kind.LONG:
        return forms.Textarea(attrs={"rows": 5})
    if field.kind is Kind.DATE:
        return DayInput()
    secret = {"data-secret": "", "autocomplete": "off"} if field.kind is Kind.PERSONAL else {}
    return forms.Textarea(attrs={"rows": 3, **secret}) if several and secret else forms.TextInput(attrs=secret)


class ServeForm(forms.Form):
    """How a paper was served."""

    method = forms.ChoiceField(label=_("送达方式"), choices=Service.Method.choices)
    on = forms.DateField(label=_("送达日期"), widget=DayInput())
    receiver = forms.CharField(
        label=_("受送达人或签收人"), max_length=100, widget=forms.TextInput(attrs={"data-secret": ""})
    )
    where = forms.CharField(label=_("送达地点"), max_length=200, required=False)
    note = forms.CharField(label=_("情况"), max_length=300, required=False)
    proofs = ManyFiles(label=_("送达凭证（可多选）"), required=False)


class TemplateForm(forms.Form):
    """An edited template."""

    file = forms.FileField(label=_("模板文件（.docx）"))
    note = forms.CharField(label=_("改了什么"), max_length=200, required=False)
