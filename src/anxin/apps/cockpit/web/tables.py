"""The list of running clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from anxin.base.actors import Actor
from anxin.base.clocks.models import Clock
from anxin.base.clocks.queries import only_late
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table

KINDS = (
    ("warning.check", _("预警核查")),
    ("warning.progress", _("预警处置反馈")),
    ("intake.surge", _("集中投诉")),
    ("intake.first_reply", _("首次答复")),
    ("intake.transfer_reply", _("转办反馈")),
    ("intake.call_back", _("未接来电回拨")),
    ("intake.privacy", _("个人信息申请")),
    ("cases.state", _("案件办理")),
    ("cases.limitation", _("仲裁时效")),
    ("cases.disorder", _("涉薪治安")),
    ("documents.return", _("村社周报")),
)


def running(viewer: Actor, names: Mapping[str, str], at: datetime) -> Table:
    """Clocks with whoever must act, by name; `names` says what an owner is called."""

    def owned(rows: QuerySet[Clock], whose: str) -> QuerySet[Clock]:
        return rows.filter(owner=f"person:{viewer.desk}") if whose == "me" else rows.filter(owner__startswith="role:")

    return Table(
        "clocks",
        columns=(
            Column("title", _("事项"), lambda row: spoken(row.title), url=lambda row: row.url),
            Column("left", _("剩余时间"), lambda row: "", template="cockpit/clock_cell.html", sort="due_at"),
            Column("due", _("期限"), lambda row: row.due_at, sort="due_at", shown=False),
            Column("owner", _("责任人"), lambda row: spoken(names.get(row.owner, "—"))),
        ),
        filters=(
            Filter("q", _("事项"), lambda rows, text: rows.filter(title__contains=text), kind="text", wide=True),
            Filter("kind", _("类别"), lambda rows, kind: rows.filter(kind__startswith=kind), choices=KINDS),
            Filter("late", _("期限"), lambda rows, _one: only_late(rows, at), choices=(("1", _("已超期")),)),
            Filter("owner", _("责任人"), owned, choices=(("me", _("我本人")), ("role", _("未分派到人")))),
        ),
        order=("due_at", "pk"),
        empty=_("没有正在计时的事项。"),
    )
