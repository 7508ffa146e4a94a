"""The living style guide (样式手册): every component with invented data, for those who build pages."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anxin.ui.access import instant_of, needs
from anxin.ui.charts import Chart, Series
from anxin.ui.days import DayInput
from anxin.ui.history import Entry

PAGES = {"public": "ui/sample_public.html", "print": "ui/sample_print.html"}
POWER = "settings.view"
ROWS = (
    ("绍兴演示云裳制衣有限公司（演示）", "东头村委会", "red", 128, 96_412_350, 0),
    ("绍兴演示水乡餐饮店（演示）", "西头社区居委会", "orange", 9, 4_380_000, 2),
    ("绍兴演示筑安建设有限公司（演示）", "东头村委会", "yellow", 41, 1_250_000, 9),
)
MONTHS = [202511, 202512, *range(202601, 202612)]
STATES = (("on_time", "足"), ("late", "迟"), ("short", "少"), ("unpaid", "欠"), ("missing", "缺"))


class SampleForm(forms.Form):
    """A form with every kind of field, one of them wrong."""

    name = forms.CharField(label="企业名称", help_text="与营业执照一致，例如：绍兴演示纺织有限公司", max_length=80)
    amount = forms.DecimalField(label="欠薪金额（元）", help_text="例如：12345.60")
    day = forms.DateField(label="约定发薪日", widget=DayInput())
    kind = forms.ChoiceField(label="类别", choices=(("1", "工业园区企业"), ("2", "餐饮企业"), ("3", "工程建设领域")))
    way = forms.ChoiceField(
        label="发放方式", choices=(("bank", "银行代发"), ("cash", "现金")), widget=forms.RadioSelect
    )
    urgent = forms.BooleanField(label="涉及十人以上", required=False)
    facts = forms.CharField(label="情况说明", widget=forms.Textarea, required=False)


@needs(POWER)
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages and keep the deployment."""
    now = instant_of(request)
    clocks = [
        (now - timedelta(days=2), now + timedelta(days=8), ("受理之日不计入", "遇周末顺延至下一个工作日")),
        (now - timedelta(days=9), now + timedelta(days=1, hours=3), ()),
        (now - timedelta(days=12), now - timedelta(days=2), ()),
    ]
    context = {
        "title": "样式手册",
        "rows": ROWS,
        "clocks": clocks,
        "squares": [
            {"month": month, "state": STATES[n % 5][0], "letter": STATES[n % 5][1]} for n, month in enumerate(MONTHS)
        ],
        "entries": [
            Entry(now, "比对完成：3 人少发，合计 8,000.00 元", "系统"),
            Entry(now - timedelta(hours=5), "收到工资表 1 份", "张经办"),
        ],
        "form": SampleForm({"name": "绍兴演示纺织有限公司", "amount": "一万二", "kind": "1", "way": "bank"}),
        "trend": _trend(),
    }
    return render(request, "ui/styleguide.html", context)


@needs(POWER)
def sample(request: HttpRequest, page: str) -> HttpResponse:
    """A page of another shell: the workers' and the printed one."""
    if page not in PAGES:
        raise Http404
    return render(
        request,
        PAGES[page],
        {"title": "欠薪欠保周报" if page == "print" else "您被拖欠了哪几个月的工资？", "rows": ROWS},
    )


def _trend() -> Chart:
    months = [f"{month % 100}月" for month in MONTHS]
    owed = [32.1, 18.4, 12.0, 9.5, 8.8, 10.2, 13.9, 15.0, 14.1, 18.8, 26.3, 40.2, 96.4]
    share = [95.1, 96.0, 97.4, 97.9, 98.0, 97.7, 97.0, 96.8, 97.1, 96.2, 95.0, 93.8, 91.2]
    return Chart(
        "trend", "欠薪金额与按时足额发放率", months,
        (Series("仍欠（万元）", owed, kind="bar", tone="orange"), Series("按时足额（%）", share, kind="line", tone="blue", right=True)),
        kind="bar", head="工资月", unit="万元", unit_right="%", urls=["?" for _ in months],
    )  # fmt: skip
