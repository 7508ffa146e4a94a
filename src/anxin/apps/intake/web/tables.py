"""The lists of filings."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.models import Channel, Filing, Kind, PrivacyWish
from anxin.ui.tables import Act, Column, Filter, Table, choice_label

BEGINNING = 40


def beginning(row: Any) -> str:
    """The first words of a filing."""
    return str(row.words[:BEGINNING]) + ("…" if len(row.words) > BEGINNING else "")


def about(row: Any) -> str:
    """The employer of the register, or as it was said."""
    return row.employer.name if row.employer else (row.employer_said or "—")


def _state(rows: Any, value: str) -> Any:
    if value == "wish":
        return rows.filter(pk__in=PrivacyWish.objects.filter(granted=None).values("filing"))
    return rows.filter(answered_at=None, state=Filing.State.INBOX) if value == "silent" else rows.filter(state=value)


TWINS = {"phone": _("同一电话"), "employer": _("同一单位"), "": ""}
"""Why another open filing may be about the same matter."""

FILINGS = Table(
    "filings",
    columns=(
        Column("words", _("内容"), beginning),
        Column("about", _("单位"), about, sort="employer__name"),
        Column("kind", _("类别"), choice_label("kind"), sort="kind"),
        Column("channel", _("来源"), choice_label("channel"), sort="channel"),
        Column("workers", _("人数"), lambda r: r.workers or "—", align="right", sort="workers"),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("twin", _("疑似重复"), lambda r: TWINS[r.twin]),
        Column("answered", _("首次答复"), lambda r: r.answered_at or _("尚未答复"), sort="answered_at"),
        Column("owner", _("承办人"), lambda r: r.owner.name if r.owner else _("未分派")),
        Column("received", _("登记时间"), lambda r: r.received_at, sort="received_at"),
        Column("tail", _("回执尾号"), lambda r: r.code_tail, shown=False),
    ),
    filters=(
        Filter(
            "q", _("内容或单位"),
            lambda rows, text: rows.filter(Q(words__contains=text) | Q(employer_said__contains=text) | Q(employer__search__contains=text.lower())),
            kind="text", wide=True,
        ),
        Filter("state", _("状态"), _state, choices=[("silent", _("尚未答复")), ("wish", _("个人信息申请")), *Filing.State.choices]),
        Filter("kind", _("类别"), lambda rows, v: rows.filter(kind=v), choices=Kind.choices),
        Filter("channel", _("来源"), lambda rows, v: rows.filter(channel=v), choices=Channel.choices),
        Filter("since", _("登记自"), lambda rows, v: rows.filter(received_at__date__gte=v), kind="date"),
    ),
    order=("-received_at", "-pk"),
    row_url=lambda r: reverse("intake:detail", args=[r.pk]),
    export_power="intake.export",
    empty="没有符合条件的诉求。网页、电话、来访和其他平台来的诉求都在这里。",
)  # fmt: skip


STANDINGS = {"live": _("在用"), "lapsed": _("已过期"), "revoked": _("已停用")}
POSTERS = Table(
    "posters",
    columns=(
        Column("named", _("张贴处"), str),
        Column("scans", _("打开次数"), lambda r: r.scans, align="right", sort="scans"),
        Column("last", _("最近打开"), lambda r: r.last_scan_on or _("还没有"), sort="last_scan_on", export=lambda r: r.last_scan_on),
        Column("standing", _("状态"), lambda r: STANDINGS[r.standing], sort="standing"),
        Column("until", _("有效期至"), lambda r: r.valid_until or _("不限"), sort="valid_until", export=lambda r: r.valid_until),
        Column("printed", _("最近打印"), lambda r: r.printed_at, sort="printed_at"),
    ),
    filters=(
        Filter(
            "q", _("名称含"),
            lambda rows, text: rows.filter(Q(site__contains=text) | Q(park__name__contains=text) | Q(employer__search__contains=text.lower())),
            kind="text", wide=True,
        ),
        Filter("standing", _("状态"), lambda rows, v: rows.filter(standing=v), choices=list(STANDINGS.items())),
        Filter("opened", _("打开过"), lambda rows, v: rows.filter(scans__gt=0) if v == "1" else rows.filter(scans=0), kind="boolean"),
    ),
    order=("-scans", "-pk"),
    export_power="intake.export",
    empty="还没有打印过海报。打印后这里能看到每张海报被打开了多少次。",
    acts=(
        Act(_("停用所选"), lambda: reverse("intake:posters_act", args=["revoke"]), "intake.handle", _("停用后，扫这些海报只会打开空白表单。可以恢复。"), danger=True),
        Act(_("恢复所选"), lambda: reverse("intake:posters_act", args=["restore"]), "intake.handle"),
    ),
)  # fmt: skip
