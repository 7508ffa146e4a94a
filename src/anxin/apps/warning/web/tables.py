"""The lists of warnings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry.api import FOCUS_NAMES
from anxin.apps.warning.models import Level, Warning
from anxin.apps.warning.queries import GATHERING, MASS
from anxin.base.places.choices import villages
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, choice_label

COLOURS = [choice for choice in Level.choices if choice[0] != "green"]
KIND_NAMES = {
    "power": "用电", "water": "用水", "tax_late": "税款逾期", "lawsuit": "被诉", "head_change": "人数变化", "registry": "经营异常",
    "complaint": "投诉举报", "call_110": "110警情", "call_12345": "12345工单", "patrol": "巡查", "gathering": "聚集讨薪", "post": "舆情",
    "enquiry": "咨询",
}  # fmt: skip


def first_reason(row: Any) -> str:
    """The worst reason of a warning in words."""
    return spoken(row.reasons[0]["words"]) if row.reasons else "—"


def _state(rows: Any, value: str) -> Any:
    return rows.exclude(state=Warning.State.CLOSED) if value == "open_all" else rows.filter(state=value)


WARNINGS = Table(
    "warnings",
    columns=(
        Column("employer", _("企业"), lambda r: r.employer.name, sort="employer__name"),
        Column(
            "level",
            _("级别"),
            lambda r: "",
            template="warning/level_cell.html",
            sort="score",
            export=choice_label("level"),
        ),
        Column("why", _("原因"), first_reason),
        Column("village", _("村（社区）"), lambda r: r.employer.village.name, sort="employer__village__code"),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("owner", _("承办人"), lambda r: r.owner.name if r.owner else _("未分派")),
        Column(
            "due",
            _("核查期限"),
            lambda r: "",
            template="warning/due_cell.html",
            sort="due_at",
            export=lambda r: r.due_at,
        ),
        Column("raised", _("发出时间"), lambda r: r.raised_at, sort="raised_at", shown=False),
    ),
    filters=(
        Filter(
            "q", _("企业"), lambda rows, t: rows.filter(employer__search__contains=t.lower()), kind="text", wide=True
        ),
        Filter("level", _("级别"), lambda rows, v: rows.filter(level=v), choices=COLOURS),
        Filter("state", _("状态"), _state, choices=[("open_all", _("未办结")), *Warning.State.choices]),
        Filter(
            "focus", _("重点领域"), lambda rows, v: rows.filter(employer__focus=v), choices=list(FOCUS_NAMES.items())
        ),
        Filter("village", _("村（社区）"), lambda rows, v: rows.filter(employer__village__code=v), choices=villages),
        Filter(
            "owner",
            _("承办人"),
            lambda rows, v: rows.filter(owner__isnull=v == "none"),
            choices=(("none", _("未分派")), ("some", _("已分派"))),
        ),
    ),
    order=("-score", "due_at", "pk"),
    row_url=lambda r: reverse("warning:detail", args=[r.pk]),
    export_power="warning.export",
    empty=_("没有符合条件的预警。预警由规则在每次比对后和每天夜间自动研判发出。"),
)

CLASSES = Table(
    "classes",
    columns=(
        Column("employer", _("企业"), lambda r: r.employer.name, sort="employer__name"),
        Column("klass", _("分类"), lambda r: spoken(f"{r.klass} 类"), sort="klass"),
        Column(
            "level",
            _("级别"),
            lambda r: "",
            template="warning/level_cell.html",
            sort="level",
            export=choice_label("level"),
        ),
        Column("why", _("分类理由"), lambda r: spoken("；".join(r.klass_why)) or "—"),
        Column("since", _("分类自"), lambda r: r.klass_since, sort="klass_since"),
        Column(
            "visits",
            _("巡查间隔"),
            lambda r: spoken(f"每 {r.visits_every_days} 天") if r.visits_every_days else "—",
            align="right",
        ),
        Column("review", _("复核日"), lambda r: r.review_on, sort="review_on"),
    ),
    filters=(
        Filter(
            "q", _("企业"), lambda rows, t: rows.filter(employer__search__contains=t.lower()), kind="text", wide=True
        ),
        Filter("klass", _("分类"), lambda rows, v: rows.filter(klass=v), choices=[(k, f"{k} 类") for k in "ABCD"]),
        Filter("level", _("级别"), lambda rows, v: rows.filter(level=v), choices=Level.choices),
        Filter(
            "focus", _("重点领域"), lambda rows, v: rows.filter(employer__focus=v), choices=list(FOCUS_NAMES.items())
        ),
    ),
    order=("-klass", "-score", "pk"),
    row_url=lambda r: reverse("warning:employer", args=[r.employer_id]),
    export_power="warning.export",
)

SIGNALS = Table(
    "signals",
    columns=(
        Column(
            "employer",
            _("企业"),
            lambda r: r.employer.name,
            url=lambda r: reverse("warning:employer", args=[r.employer_id]),
        ),
        Column("kind", _("信号"), lambda r: spoken(KIND_NAMES.get(r.kind, r.kind)), sort="kind"),
        Column("on", _("发生日"), lambda r: r.on, sort="on"),
        Column("value", _("数值"), lambda r: f"{r.value:g}", align="right", sort="value", export=lambda r: r.value),
        Column("source", _("来源"), lambda r: spoken(r.source)),
        Column("note", _("说明"), lambda r: r.note, typed=True),
    ),
    filters=(
        Filter(
            "q", _("企业"), lambda rows, v: rows.filter(employer__search__contains=v.lower()), kind="text", wide=True
        ),
        Filter("kind", _("信号"), lambda rows, v: rows.filter(kind=v), choices=list(KIND_NAMES.items())),
        Filter(
            "focus", _("重点领域"), lambda rows, v: rows.filter(employer__focus=v), choices=list(FOCUS_NAMES.items())
        ),
        Filter("since", _("起始日"), lambda rows, v: rows.filter(on__gte=v), kind="date"),
        Filter(
            "mass",
            _("群体性事件"),
            lambda rows, v: rows.filter(kind=GATHERING, value__gte=MASS),
            choices=(("1", _("只看群体性事件")),),
        ),
    ),
    order=("-on", "pk"),
    export_power="warning.export",
)
