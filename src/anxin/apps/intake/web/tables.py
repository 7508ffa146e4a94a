"""The lists of filings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.models import TRANSFERRED, Channel, Filing, Kind, PrivacyWish, TransferReply, Twin
from anxin.apps.intake.queries import OWED, news
from anxin.ui.tables import Act, Column, Filter, Table, choice_label, ends, leads_to

BEGINNING = 40
SILENT, UNOWNED = _("尚未答复"), _("未分派")


def beginning(row: Any) -> str:
    """The first words of a filing."""
    return str(row.words[:BEGINNING]) + ("…" if len(row.words) > BEGINNING else "")


def about(row: Any) -> str:
    """The employer of the register, or as it was said."""
    return row.employer.name if row.employer else (row.employer_said or "—")


def _state(rows: Any, value: str) -> Any:
    if value == "wish":
        return rows.filter(pk__in=PrivacyWish.objects.filter(granted=None).values("filing"))
    if value == "news":
        return news(rows)
    return rows.filter(answered_at=None, state=Filing.State.INBOX) if value == "silent" else rows.filter(state=value)


def _handed_over(rows: Any, value: str) -> Any:
    """Matters of 12345 and 110 by whether they have been told anything."""
    told = Exists(TransferReply.objects.filter(filing=OuterRef("pk")))
    rows = rows.filter(channel__in=TRANSFERRED)
    return rows.filter(told) if value == "told" else rows.filter(~told)


def _repeats(row: Any) -> Any:
    """How many filings may be about the same matter."""
    return _("可能重复 %(n)s") % {"n": row.repeats} if row.repeats else ""


def _repeated(rows: Any, value: str) -> Any:
    twins = Twin.objects.filter(apart_at=None, other__joined_to=None).values("of")
    waiting = rows.filter(state=Filing.State.INBOX)
    return waiting.filter(pk__in=twins) if value == "1" else waiting.exclude(pk__in=twins)


def _owned(rows: Any, value: str) -> Any:
    """Those that nobody has, or that somebody has."""
    return rows.filter(owner=None) if value == "none" else rows.exclude(owner=None)


FILINGS = Table(
    "filings",
    columns=(
        Column("words", _("内容"), beginning, typed=True),
        Column("about", _("单位"), about, sort="employer__name"),
        Column("kind", _("类别"), choice_label("kind"), sort="kind"),
        Column("channel", _("来源"), choice_label("channel"), sort="channel"),
        Column("workers", _("人数"), lambda r: r.workers or "—", align="right", sort="workers", export=lambda r: r.workers),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("repeats", _("疑似重复"), _repeats, export=lambda r: r.repeats, url=lambda r: reverse("intake:compare", args=[r.pk]) if r.repeats else ""),
        Column("answered", _("首次答复"), lambda r: r.answered_at or SILENT, sort="answered_at"),
        Column("owner", _("承办人"), lambda r: r.owner.name if r.owner else UNOWNED),
        Column("received", _("登记时间"), lambda r: r.received_at, sort="received_at"),
        Column("number", _("来源编号"), lambda r: r.external_id or "—", sort="external_id", shown=False),
        Column("reply_by", _("要求反馈日期"), lambda r: r.reply_by or "—", sort="reply_by", shown=False),
        Column("tail", _("回执尾号"), lambda r: r.code_tail, shown=False),
    ),
    filters=(
        Filter(
            "q", _("内容或单位"),
            lambda rows, text: rows.filter(Q(words__contains=text) | Q(employer_said__contains=text) | Q(employer__search__contains=text.lower())),
            kind="text", wide=True,
        ),
        Filter("state", _("状态"), _state, choices=[("silent", _("尚未答复")), ("news", _("当事人新留言")), ("wish", _("个人信息申请")), *Filing.State.choices]),
        Filter("kind", _("类别"), lambda rows, v: rows.filter(kind=v), choices=Kind.choices),
        Filter("channel", _("来源"), lambda rows, v: rows.filter(channel=v), choices=Channel.choices),
        Filter("owner", _("承办人"), _owned, choices=[("none", _("未分派")), ("some", _("已分派"))]),
        Filter("repeated", _("疑似重复"), _repeated, kind="boolean", rare=True),
        Filter("transfer", _("转办反馈"), _handed_over, choices=[("owed", _("待反馈")), ("told", _("已反馈"))], rare=True),
        Filter("number", _("来源编号"), lambda rows, v: rows.filter(external_id__contains=v), kind="text", rare=True),
        Filter("since", _("登记自"), lambda rows, v: rows.filter(received_at__date__gte=v), kind="date", rare=True),
    ),
    order=("-received_at", "-pk"),
    row_url=leads_to("intake:detail"),
    export_power="intake.export",
    empty=_("没有符合条件的诉求。网页、电话、来访和其他平台来的诉求都在这里。"),
    usual={"state": Filing.State.INBOX},
    acts=(
        Act(_("所选由我承办"), lambda: reverse("intake:share", args=["take"]), "intake.handle"),
        Act(_("所选退回未分派"), lambda: reverse("intake:share", args=["back"]), "intake.handle"),
    ),
)  # fmt: skip

LAID_ASIDE = replace(FILINGS, acts=(Act(_("所选移入收件箱"), lambda: reverse("intake:release"), "intake.handle"),))
"""The same list where only those laid aside stand in it: many that came at once are looked at and let in together."""


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
    empty=_("还没有打印过海报。打印后这里能看到每张海报被打开了多少次。"),
    acts=(
        Act(_("停用所选"), lambda: reverse("intake:posters_act", args=["revoke"]), "intake.handle", _("停用后，扫这些海报只会打开空白表单。可以恢复。"), danger=True),
        Act(_("恢复所选"), lambda: reverse("intake:posters_act", args=["restore"]), "intake.handle"),
    ),
)  # fmt: skip


def _outcome(row: Any) -> Any:
    """What a call came to, as people say it."""
    if row.answered:
        return _("接听") if row.incoming else _("已接通")
    if not row.incoming:
        return _("未接通")
    return row.get_ended_display() or (_("未接，待回拨") if row.number_hash else _("未接，无号码"))


def _came_to(rows: Any, value: str) -> Any:
    return rows.filter(OWED) if value == "owed" else rows.filter(incoming=True, answered=value == "answered")


def length(seconds: int | None) -> str:
    """A length as minutes and seconds."""
    if seconds is None:
        return "—"
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def _days(rows: Any, value: str) -> Any:
    first, last = ends(value)
    rows = rows.filter(started_at__date__gte=first) if first else rows
    return rows.filter(started_at__date__lte=last) if last else rows


CALLS = Table(
    "calls",
    columns=(
        Column("started", _("开始时间"), lambda r: r.started_at, sort="started_at"),
        Column("way", _("方向"), lambda r: _("呼入") if r.incoming else _("呼出"), sort="incoming"),
        Column("number", _("号码尾号"), lambda r: f"…{r.number_tail}" if r.number_tail else _("无号码")),
        Column("outcome", _("结果"), _outcome),
        Column("seconds", _("时长"), lambda r: length(r.seconds), align="right", sort="seconds", export=lambda r: r.seconds),
        Column("extension", _("分机"), lambda r: r.extension or "—", sort="extension"),
        Column("filing", _("诉求"), lambda r: beginning(r.filing) if r.filing else "—", typed=True, url=lambda r: reverse("intake:detail", args=[r.filing_id]) if r.filing_id else ""),
        Column("recording", _("录音文件"), lambda r: r.recording or "—", shown=False),
    ),
    filters=(
        Filter("day", _("日期"), _days, kind="period"),
        Filter("outcome", _("呼入结果"), _came_to, choices=[("answered", _("接听")), ("missed", _("未接")), ("owed", _("未接，待回拨"))]),
        Filter("way", _("方向"), lambda rows, v: rows.filter(incoming=v == "in"), choices=[("in", _("呼入")), ("out", _("呼出"))]),
        Filter("filed", _("已有诉求"), lambda rows, v: rows.filter(filing__isnull=v != "1"), kind="boolean"),
        Filter("tail", _("号码尾号"), lambda rows, v: rows.filter(number_tail=v), kind="text"),
        Filter("extension", _("分机"), lambda rows, v: rows.filter(extension=v), kind="text"),
    ),
    order=("-started_at", "-pk"),
    row_url=lambda r: reverse("intake:call", args=[r.pk]),
    export_power="intake.export",
    empty=_("没有符合条件的通话。从电话交换机导出通话记录（Excel 或 CSV），在“导入通话记录”里上传。"),
)  # fmt: skip
