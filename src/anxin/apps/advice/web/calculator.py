"""The wage calculator (工资计算器) for everybody: the rules of `anxin law claim`, one question a screen; nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from anxin.apps.advice.queries import law
from anxin.domain.wages.claim import claim, trace
from anxin.domain.wages.claim_facts import Ending, HoursSystem, Standing
from anxin.domain.wages.claim_reading import facts_of, in_plain_words
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput
from anxin.kernel.period import Month
from anxin.ui.access import instant_of
from anxin.ui.days import DayInput

MOST_MONTHS = 36
USUAL = ("wage", "paid", "overtime_hours", "rest_day_hours", "holiday_hours", "overtime_paid", "deducted")
RARE = ("hourly", "part_time_hours", "regular")
"""What only those paid by the hour or the piece, hired by the hour or on probation tell; folded away for the others."""
CELLS = (*USUAL, *RARE)
PART = "part"
"""The box of a month that was not worked in full; no minimum wage is reckoned for it."""
_YUAN = {"wage", "paid", "overtime_paid", "deducted", "hourly", "regular"}


class JobForm(forms.Form):
    """The employment."""

    started_on = forms.DateField(label=_("哪天开始上班？"), required=False, widget=DayInput())
    ending = forms.ChoiceField(
        label=_("现在还在上班吗？"), widget=forms.RadioSelect, initial="",
        choices=[
            ("", _("还在上班")), (Ending.RESIGNED_FOR_ARREARS, _("因为欠薪离开")), (Ending.DISMISSED, _("被辞退")),
            (Ending.EXPIRED, _("合同到期")), (Ending.RESIGNED, _("自己辞职")), (Ending.DIED, _("本人去世，家人来算")),
        ], required=False,
    )  # fmt: skip
    ended_on = forms.DateField(label=_("哪天离开？"), required=False, widget=DayInput(), help_text=_("还在上班的不填"))
    contract = forms.ChoiceField(
        label=_("签书面劳动合同了吗？"), widget=forms.RadioSelect, initial="signed",
        choices=[("signed", _("签了")), ("late", _("后来才签")), ("none", _("没签"))],
    )  # fmt: skip
    contract_signed_on = forms.DateField(
        label=_("后来哪天签的？"), required=False, widget=DayInput(), help_text=_("“后来才签”的填")
    )

    last_claimed_on = forms.DateField(
        label=_("最近一次讨要、投诉，或老板答应付，是哪天？"), required=False, widget=DayInput(), help_text=_("没签合同的双倍工资有一年时效，从那天重新算")
    )  # fmt: skip
    counted_from = forms.DateField(
        label=_("是从别的单位被安排过来的吗？原来哪天入职？"), required=False, widget=DayInput(),
        help_text=_("单位让您换公司、岗位没变的填，工作年限一起算；不是的不填"),
    )  # fmt: skip
    hours_system = forms.ChoiceField(
        label=_("工时怎么算？"), widget=forms.RadioSelect, initial="standard", required=False,
        choices=[
            (HoursSystem.STANDARD, _("一天八小时，或者不清楚")), (HoursSystem.COMPREHENSIVE, _("按周期综合计算（单位有批文）")),
            (HoursSystem.IRREGULAR, _("不定时（单位有批文）")),
        ],
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Dates that belong together are there together."""
        said = super().clean() or {}
        if said.get("ending") and not said.get("ended_on") and "ended_on" not in self.errors:
            self.add_error("ended_on", _("请填离开的日期"))
        if said.get("contract") == "late" and not said.get("contract_signed_on"):
            self.add_error("contract_signed_on", _("请填签合同的日期"))
        return said


class PayForm(forms.Form):
    """The months in question, as a start for the table."""

    first = forms.CharField(label=_("从哪个月开始算？"), widget=forms.TextInput(attrs={"type": "month"}))
    count = forms.IntegerField(label=_("一共几个月？"), min_value=1, max_value=MOST_MONTHS, initial=1)
    wage = forms.DecimalField(
        label=_("说好每月多少工资（元）"), min_value=0, max_value=10**7, decimal_places=2, help_text=_("不含加班费")
    )
    paid = forms.DecimalField(
        label=_("每月实际拿到多少（元）"), min_value=0, max_value=10**7, decimal_places=2, initial=0
    )
    later_paid = forms.DecimalField(
        label=_("后来零散付过、没说是哪个月的，一共多少（元）"), required=False, min_value=0, max_value=10**7, decimal_places=2,
        help_text=_("先抵最早的欠款；已经算进每月的不要再填"),
    )  # fmt: skip
    order_expired = forms.BooleanField(label=_("劳动部门已责令限期支付，到期还没付"), required=False)
    order_deadline = forms.DateField(
        label=_("责令支付写的最后一天"), required=False, widget=DayInput(), help_text=_("责令过的填，只对那天以前应付的加付赔偿金")
    )  # fmt: skip

    def clean_first(self) -> str:
        try:
            return str(Month.parse(self.cleaned_data["first"]))
        except ValueError as problem:
            raise forms.ValidationError(_("请选月份，例如 2026-03")) from problem


def calculate(request: HttpRequest) -> HttpResponse:
    """Job, pay, the table of months, then what is owed; each step carries what was said before."""
    said = request.POST
    step = said.get("step", "")
    job, pay = JobForm(said if step else None), PayForm(said if "count" in said else None)
    if not step or not job.is_valid() or said.get("back") == "job":
        return _page(request, "job", job, said)
    if step == "job" or not pay.is_valid() or said.get("back") == "pay":
        return _page(request, "pay", pay, said)
    if step == "pay" or said.get("back") == "months":
        return _page(request, "months", pay, said, rows=_rows(pay, said))
    return _result(request, job, pay, said)


def _rows(pay: PayForm, said: Mapping[str, str]) -> list[dict[str, Any]]:
    first, found = Month.parse(pay.cleaned_data["first"]), []
    start = {"wage": str(pay.cleaned_data["wage"]), "paid": str(pay.cleaned_data["paid"])}
    for number in range(pay.cleaned_data["count"]):
        cells = [(name, said.get(f"{name}_{number}", start.get(name, ""))) for name in CELLS]
        part = bool(said.get(f"{PART}_{number}"))
        rare = [(name, value) for name, value in cells if name in RARE]
        found.append({
            "number": number, "month": str(first.plus(number)), "cells": cells, "usual": cells[: len(USUAL)], "rare": rare,
            "open": any(value for _name, value in rare), PART: part,
        })  # fmt: skip
    return found


_DAYS = ("started_on", "ended_on", "contract_signed_on", "last_claimed_on", "counted_from")


def _told(job: JobForm, pay: PayForm, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The facts as the file of `anxin law claim` has them, so that the command gives the same lines."""
    said = job.cleaned_data
    told: dict[str, Any] = {name: said[name].isoformat() for name in _DAYS if said[name]}
    if said["contract"] != "late":
        told.pop("contract_signed_on", None)
    if said["ending"]:
        told["ending"] = str(said["ending"])
    else:
        told.pop("ended_on", None)
    if said["contract"] == "none":
        told["no_contract"] = True
    if said["hours_system"] not in {"", HoursSystem.STANDARD}:
        told["hours_system"] = str(said["hours_system"])
    told |= _paid_and_ordered(pay.cleaned_data)
    told["months"] = [{"month": row["month"], **_cells(row)} for row in rows]
    return told


def _paid_and_ordered(said: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"order_expired_unpaid": True} if said["order_expired"] else {}
    if said["order_deadline"]:
        told["order_deadline"] = said["order_deadline"].isoformat()
    if said["later_paid"]:
        told["later_paid_yuan"] = str(said["later_paid"])
    return told


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    told = {f"{name}_yuan" if name in _YUAN else name: text.strip() for name, text in row["cells"] if text.strip()}
    return {**told, "full_month": False} if row[PART] else told


def _result(request: HttpRequest, job: JobForm, pay: PayForm, said: Mapping[str, str]) -> HttpResponse:
    rows, today = _rows(pay, said), local_date(instant_of(request))
    told = _told(job, pay, rows)
    try:
        found = claim(facts_of(told, on=today, place=settings.SETTINGS.town), law())
    except BadInput as problem:
        faults = in_plain_words(problem) or [problem.message]
        return _page(request, "months", pay, said, rows=rows, faults=faults)
    return _page(
        request, "result", pay, said, found=found, trace=trace(found), today=today,
        lines=[
            (_("应付"), [one for one in found.lines if one.standing is Standing.DUE]),
            (_("符合条件时才付，或还缺事实"), [one for one in found.lines if one.standing is not Standing.DUE]),
        ],
        facts_shown=[_shown(row) for row in rows],
        job_shown=_job(job, pay),
        due_yuan=f"{found.due_fen / 100:.2f}",
        facts=json.dumps({"on": today.isoformat(), **told}, ensure_ascii=False, indent=1),
        words=_in_words(found.due_fen, rows),
    )  # fmt: skip


_MORE = {
    "overtime_hours": "平时加班 {} 小时", "rest_day_hours": "休息日加班 {} 小时", "holiday_hours": "法定节日加班 {} 小时",
    "overtime_paid": "加班费已拿 {} 元", "deducted": "被扣 {} 元", "hourly": "每小时 {} 元", "part_time_hours": "小时工 {} 小时",
    "regular": "转正后 {} 元",
}  # fmt: skip


def _shown(row: dict[str, Any]) -> dict[str, str]:
    """A month's facts as they read on the printed sheet."""
    cells = {name: text.strip() for name, text in row["cells"]}
    more = [words.format(cells[name]) for name, words in _MORE.items() if cells[name]]
    return {
        "month": row["month"], "wage": cells["wage"] or "—", "paid": cells["paid"] or "0",
        "more": "；".join([*more, *(["没有上满班"] if row[PART] else [])]),
    }  # fmt: skip


def _more(pay: PayForm) -> list[str]:
    said = pay.cleaned_data
    return [
        f"后来付过 {said['later_paid']} 元" if said["later_paid"] else "",
        f"责令支付的最后一天 {said['order_deadline']}" if said["order_deadline"] else "",
        "责令到期没付" if said["order_expired"] else "",
    ]


def _job(job: JobForm, pay: PayForm) -> str:
    """The employment's facts as they read on the printed sheet."""
    said = job.cleaned_data
    choices = {name: dict(cast(Any, job.fields[name]).choices) for name in ("ending", "contract", "hours_system")}
    told = [
        f"入职 {said['started_on']}" if said["started_on"] else "",
        f"离开 {said['ended_on']}（{choices['ending'][said['ending']]}）" if said["ending"] else "还在上班",
        f"书面劳动合同：{choices['contract'][said['contract']]}",
        f"最近讨要 {said['last_claimed_on']}" if said["last_claimed_on"] else "",
        f"原单位入职 {said['counted_from']}" if said["counted_from"] else "",
        ""
        if said["hours_system"] in {"", HoursSystem.STANDARD}
        else str(choices["hours_system"][said["hours_system"]]),
        *_more(pay),
    ]
    return "；".join(one for one in told if one)


def _in_words(due_fen: int, rows: list[dict[str, Any]]) -> str:
    return f"{rows[0]['month']} 至 {rows[-1]['month']} 的工资没有付清，按计算器算出应付 {due_fen / 100:.2f} 元。"


STEPS = {"job": _("上班的情况"), "pay": _("工资"), "months": _("逐月核对"), "result": _("计算结果")}


def _page(request: HttpRequest, step: str, form: forms.Form, said: Mapping[str, str], **more: Any) -> HttpResponse:
    own = set(form.fields) if step in {"job", "pay"} else set()
    names = (*CELLS, PART)
    shown = {f"{name}_{row['number']}" for row in more.get("rows", []) for name in names} if step == "months" else set()
    known = {*JobForm.base_fields, *PayForm.base_fields}
    cells = {f"{name}_{number}" for name in names for number in range(MOST_MONTHS)}
    carried = [(name, said[name]) for name in said if name in (known | cells) - own - shown and said[name]]
    wrong = bool(form.errors) and bool(said.get("step"))
    context = {
        "title": STEPS[step], "step": step, "number": list(STEPS).index(step) + 1, "steps": len(STEPS), "form": form,
        "carried": carried, "office": False, **more,
    }  # fmt: skip
    status = 422 if wrong or more.get("faults") else 200
    answer = render(request, f"advice/calculator_{step}.html", context, status=status)
    # Steps are posted: only what the device itself may keep is there again when its back button is pressed.
    patch_cache_control(answer, private=True, no_cache=True, max_age=0)
    return answer
