"""The lists of the settings room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import in_words
from anxin.base.jobs.handlers import label_of
from anxin.base.jobs.models import JobState, Lane
from anxin.base.people.models import Account
from anxin.base.places.models import Place
from anxin.kernel.clock import local_midnight, midnight_after
from anxin.ui.history import OUTSIDE
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, choice_label

PERSON = "person:"

JOBS = Table(
    "jobs",
    columns=(
        Column("id", _("编号"), lambda r: r.pk, sort="id"),
        Column("kind", _("任务"), lambda r: spoken(label_of(r.kind)), sort="kind"),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("message", _("进度"), lambda r: r.message or r.error.partition("\n")[0] or "—"),
        Column("attempts", _("次数"), lambda r: r.attempts, align="right", sort="attempts"),
        Column("created", _("提交时间"), lambda r: r.created_at, sort="created_at"),
        Column("finished", _("结束时间"), lambda r: r.finished_at, sort="finished_at"),
        Column("lane", _("通道"), choice_label("lane"), sort="lane", shown=False),
        Column("by", _("经办"), lambda r: r.by, sort="by", shown=False),
    ),
    filters=(
        Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=JobState.choices),
        Filter(
            "lane",
            _("通道"),
            lambda rows, v: rows.filter(lane=v) if v.isdecimal() else rows,
            choices=[(str(code), label) for code, label in Lane.choices],
        ),
        Filter("kind", _("任务"), lambda rows, v: rows.filter(kind__startswith=v), kind="text"),
    ),
    order=("-id",),
    row_url=lambda r: reverse("settings:job", args=[r.pk]),
    export_power="jobs.manage",
)


def with_names(rows: QuerySet[EventRow]) -> QuerySet[EventRow]:
    """Events with the name of who acted and of the place, found by the database for the page shown."""
    number = Cast(Substr(OuterRef("actor"), len(PERSON) + 1), BigIntegerField())
    account = Account.objects.filter(pk=number).values("name")[:1]
    place = Place.objects.filter(path=OuterRef("place_path")).values("name")[:1]
    return rows.annotate(
        who=Coalesce(Case(When(actor__startswith=PERSON, then=Subquery(account))), "actor"),
        where=Coalesce(Subquery(place), Value("")),
    )


def _actor(rows: Any, words: str) -> Any:
    known = [f"{PERSON}{pk}" for pk in Account.objects.filter(name__contains=words).values_list("pk", flat=True)[:50]]
    return rows.filter(Q(actor__in=known) | Q(on_behalf_of__in=known) | Q(actor__startswith=words))


def _since(rows: Any, day: str) -> Any:
    return rows.filter(happened_at__gte=local_midnight(date.fromisoformat(day))) if _is_day(day) else rows


def _until(rows: Any, day: str) -> Any:
    if not _is_day(day):
        return rows
    return rows.filter(happened_at__lt=midnight_after(date.fromisoformat(day)))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


ROOMS = (
    ("people.", _("账号与登录")), ("registry.", _("企业台账")), ("organisation.", _("组织")), ("payroll.", _("工资")),
    ("warning.", _("预警")), ("documents.", _("报表")), ("clocks.", _("时限")), ("vault.", _("查看原文与密钥")),
    ("files.", _("文件")), ("jobs.", _("后台任务")), ("places.", _("地域")), ("audit.", _("审计")),
)  # fmt: skip

EVENTS = Table(
    "events",
    columns=(
        Column(
            "at",
            _("发生时间"),
            lambda r: r.happened_at,
            sort="happened_at",
            export=lambda r: f"{r.happened_at:%Y-%m-%d %H:%M:%S}",
        ),
        Column("what", _("事项"), lambda r: ("【演练】" if r.drill else "") + spoken(in_words(r))),
        Column("who", _("经办"), lambda r: OUTSIDE.get(r.who.partition(":")[0], r.who), sort="actor"),
        Column("where", _("地域"), lambda r: r.where or "—", sort="place_path"),
        Column("subject", _("对象"), lambda r: r.subject, sort="subject"),
        Column("type", _("类型"), lambda r: r.type, sort="type", shown=False),
        Column("recorded", _("记录时间"), lambda r: r.recorded_at, sort="recorded_at", shown=False),
        Column("behalf", _("代"), lambda r: r.on_behalf_of or "—", shown=False),
        Column("number", _("链内序号"), lambda r: f"{r.chain}#{r.chain_seq}", shown=False),
    ),
    filters=(
        Filter("since", _("从"), _since, kind="date"),
        Filter("until", _("到"), _until, kind="date"),
        Filter("room", _("类别"), lambda rows, v: rows.filter(type__startswith=v), choices=ROOMS),
        Filter("who", _("经办"), _actor, kind="text"),
        Filter("subject", _("对象"), lambda rows, v: rows.filter(subject__startswith=v), kind="text"),
    ),
    order=("-seq",),
    row_url=lambda r: reverse("settings:event", args=[r.pk]),
    export_power="audit.view",
)
