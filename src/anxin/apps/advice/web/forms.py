"""Forms of the office's answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.domain.advice.answers import Answer, topics
from anxin.ui.sentences import spoken


class AnswerForm(forms.Form):
    """An answer as it shall read."""

    name = forms.SlugField(
        label=_("编号"), max_length=40, help_text=_("小写字母、数字和短横线，例如 pay-when；发布后不再改")
    )
    topic = forms.ChoiceField(label=_("类别"))
    question = forms.CharField(label=_("问题"), max_length=120, help_text=_("写成来访人会问的一句话"))
    also = forms.CharField(
        label=_("其他问法"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("一行一种，帮助检索")
    )
    words = forms.CharField(
        label=_("解答"), widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("大白话。数字写成 {参数编号}，例如 {med_days}，由当天有效的规定填入；{since:参数编号} 是施行日"),
    )  # fmt: skip
    cites = forms.CharField(
        label=_("依据"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("法规参数编号，一行一个；解答里用到的不用再写"),
    )  # fmt: skip
    reason = forms.CharField(label=_("修改原因"), max_length=200, required=False)

    def __init__(self, *args: Any, known: Answer | None = None, **more: Any) -> None:
        if known:
            more["initial"] = {
                "name": known.id, "topic": known.topic, "question": known.question, "also": "\n".join(known.also),
                "words": known.words, "cites": "\n".join(known.cites),
            }  # fmt: skip
        super().__init__(*args, **more)
        field: Any = self.fields["topic"]
        field.choices = [(key, spoken(name)) for key, name in topics().items()]
        if known:
            self.fields["name"].disabled = True

    @property
    def answer(self) -> Answer:
        """What was written, as a value."""
        said = self.cleaned_data
        also, cites = ([one.strip() for one in said[key].splitlines() if one.strip()] for key in ("also", "cites"))
        return Answer(said["name"], said["topic"], said["question"], tuple(also), said["words"].strip(), tuple(cites))
