"""Forms of a warning's acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.apps.warning.models import Warning
from anxin.domain.risk.rules import Rule

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


class RuleFilter(forms.Form):
    """Which of the rules are looked for."""

    q = forms.CharField(label=_("规则、条件或来源里的字"), required=False, max_length=60)
    colour = forms.ChoiceField(
        label=_("级别"), required=False,
        choices=[("", _("全部")), ("red", _("红色")), ("orange", _("橙色")), ("yellow", _("黄色"))],
    )  # fmt: skip
    checked = forms.ChoiceField(
        label=_("来源核实"), required=False, choices=[("", _("全部")), ("yes", _("已核实")), ("no", _("未核实"))]
    )

    def keeps(self, rule: Rule, when: str, *, verified: bool) -> bool:
        """Whether a rule with its condition in words is among those looked for."""
        if not self.is_valid():
            return True
        told = self.cleaned_data
        text = f"{rule.title}{rule.why}{when}{rule.source.in_words()}"
        return (
            told["q"].strip() in text
            and told["colour"] in ("", rule.colour.value)
            and told["checked"] in ("", "yes" if verified else "no")
        )
