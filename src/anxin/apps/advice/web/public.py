"""The workers' pages of the consultation (咨询): ask, read an answer, see which door is open; no log-in, no script needed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from anxin.apps.advice import queries
from anxin.apps.advice.asking import not_found
from anxin.domain.advice.answers import Answer, speaks_today, topics
from anxin.domain.advice.door import Told
from anxin.domain.advice.doors import doors
from anxin.kernel.clock import local_date
from anxin.kernel.money import fen_of
from anxin.ui.access import instant_of
from anxin.ui.days import DayInput

SHOWN_FIRST = ("owed-first", "owed-how-long", "owed-boss-gone", "ct-none", "lv-arrears", "st-contractor")
_EARLIEST = date(2000, 1, 1)


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask in one's own words, or choose among the topics. What was typed goes into no address and no log."""
    today = local_date(instant_of(request))
    asked = request.POST.get("asked", "").strip()[:200]
    known = queries.current()
    context: dict[str, Any] = {
        "title": _("有问题，先问问"),
        "asked": asked,
        "found": [queries.shown(one, on=today) for one in _answers(asked)],
        "common": [known[name] for name in SHOWN_FIRST if name in known],
        "topics": [(word, [one for one in known.values() if one.topic == name]) for name, word in topics().items()],
    }
    context["found"] = [one for one in context["found"] if one]
    if asked and not context["found"]:
        not_found(asked, on=today)
    return render(request, "advice/ask.html", context)


def _answers(asked: str) -> list[Answer]:
    """What answers a question; where none is found it may be a story, of which each clause is asked by itself."""
    return [hit.answer for hit in queries.find(asked)] or list(queries.fitting(asked))


def read(request: HttpRequest, name: str) -> HttpResponse:
    """One answer with its articles, as the law stood on the day of the facts; of today where it tells what to do now."""
    answer = queries.current().get(name)
    if answer is None:
        raise Http404
    today = local_date(instant_of(request))
    on = today if speaks_today(answer) else _day_asked(request, today)
    context = {
        "title": answer.question,
        "answer": answer,
        "of_today": speaks_today(answer),
        "told": queries.shown(answer, on=on),
        "on": on,
        "today": today,
        "near": [hit.answer for hit in queries.find(answer.question, most=4) if hit.answer.id != name][:3],
    }
    return render(request, "advice/read.html", context)


def _day_asked(request: HttpRequest, today: date) -> date:
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return on if _EARLIEST <= on <= today else today


class SituationForm(forms.Form):
    """What a worker tells to learn the next step; everything may be left out."""

    ended = forms.ChoiceField(
        label=_("还在那里上班吗？"), widget=forms.RadioSelect, initial="no",
        choices=[("no", _("还在上班")), ("yes", _("已经离开"))],
    )  # fmt: skip
    ended_on = forms.DateField(
        label=_("哪天离开的？"), required=False, widget=DayInput(), help_text=_("还在上班的不填")
    )
    last_claimed_on = forms.DateField(
        label=_("最近一次讨要、投诉，或老板答应付，是哪天？"), required=False, widget=DayInput()
    )
    amount = forms.DecimalField(
        label=_("欠您多少（元）"), required=False, min_value=0, max_value=10**9, decimal_places=2
    )
    months = forms.IntegerField(label=_("欠几个月"), required=False, min_value=0, max_value=600)
    workers = forms.IntegerField(label=_("一共多少人被欠"), required=False, min_value=0, max_value=100_000)
    total = forms.DecimalField(
        label=_("大家一共欠多少（元）"), required=False, min_value=0, max_value=10**11, decimal_places=2
    )
    says = forms.MultipleChoiceField(
        label=_("下面哪些是您的情况？"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[
            ("kept_claiming", _("离开以后一直在讨要，没有断过一年")),
            ("boss_gone", _("老板联系不上了")), ("on_site", _("在建筑工地干活")), ("iou", _("有老板写的工资欠条")),
            ("agreement", _("签过调解协议，到期没付")), ("filed_elsewhere", _("已经申请仲裁或起诉")),
            ("order_expired", _("劳动监察责令过，到期还没付")), ("in_need", _("现在生活有困难")),
            ("award_unpaid", _("仲裁或法院已经裁了、判了，对方没付")), ("bankrupt", _("法院已经受理单位破产")),
        ],
    )  # fmt: skip

    def told(self, on: date) -> Told:
        """The facts as the pure rules read them."""
        said = self.cleaned_data
        left = said["ended"] == "yes" and said["ended_on"]
        return Told(
            on=on,
            ended_on=said["ended_on"] if left else None,
            last_claimed_on=said["last_claimed_on"],
            amount_fen=None if said["amount"] is None else fen_of(said["amount"]),
            months=said["months"],
            workers=said["workers"],
            total_fen=None if said["total"] is None else fen_of(said["total"]),
            **dict.fromkeys(said["says"], True),
        )

    def clean(self) -> dict[str, Any]:
        """Somebody who left must say when, since the limitation runs from that day."""
        said = super().clean() or {}
        if said.get("ended") == "yes" and not said.get("ended_on") and "ended_on" not in self.errors:
            self.add_error("ended_on", _("请填离开的日期，时效从那天算起；记不清就填大概"))
        if "kept_claiming" in said.get("says", ()) and not said.get("last_claimed_on"):
            self.add_error("last_claimed_on", _("请填最近一次讨要的日期，时效从那天重新算"))
        return said


@never_cache
def next_step(request: HttpRequest) -> HttpResponse:
    """Which doors are open on the facts told, until when, and with which papers; nothing is kept."""
    today = local_date(instant_of(request))
    form = SituationForm(request.POST or None)
    found = doors(form.told(today), queries.law()) if request.method == "POST" and form.is_valid() else ()
    context = {"title": _("下一步怎么走"), "form": form, "doors": found, "today": today}
    return render(request, "advice/next.html", context, status=422 if form.errors else 200)
