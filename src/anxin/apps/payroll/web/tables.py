"""The lists of wages."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.payroll.models import Breach, Dispute, FileKind, PayStatus, WageFile
from anxin.apps.registry.api import FOCUS_NAMES
from anxin.base.places.models import Place, PlaceKind, within
from anxin.base.scope import Scope
from anxin.kernel.ids import mask_name
from anxin.kernel.money import NotMoney, parse_yuan, yuan
from anxin.kernel.period import Month
from anxin.ui.formatting import month
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, choice_label

EXPORT = "payroll.export"
FOCUS = tuple(FOCUS_NAMES.items())


def in_yuan(fen: int | None) -> float | None:
    """An amount as a spreadsheet's number; exact to the fen below ten thousand million yuan."""
    return None if fen is None else round(fen / 100, 2)


def villages(scope: Scope) -> list[tuple[str, str]]:
    """The villages and communities within reach, for a filter."""
    found = Place.objects.filter(within(scope, "path"), kind=PlaceKind.VILLAGE)
    return list(found.values_list("path", "name"))


def _month_is(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    try:
        return rows.filter(month=Month.parse(text).code)
    except ValueError:
        return rows.none()


def _month_from(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    try:
        return rows.filter(month__gte=Month.parse(text).code)
    except ValueError:
        return rows.none()


def _at_least(field: str, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    try:
        return rows.filter(**{f"{field}__gte": parse_yuan(text)})
    except NotMoney:
        return rows.none()


def _named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    for word in text.lower().split():
        rows = rows.filter(employer__search__contains=word)
    return rows


def _usual(scope: Scope) -> tuple[Filter, ...]:
    return (
        Filter("q", _("企业名称、拼音、代码"), _named, kind="text", wide=True),
        Filter("focus", _("重点领域"), lambda rows, v: rows.filter(employer__focus=v), choices=FOCUS),
        Filter(
            "village",
            _("村（社区）"),
            lambda rows, v: rows.filter(place_path__startswith=v),
            choices=villages(scope),
        ),
        Filter("month", _("工资月份"), _month_is, kind="month"),
    )


def arrears(scope: Scope) -> Table:
    """Employers that still owe wages (欠薪企业)."""
    return Table(
        "arrears",
        columns=(
            Column("name", _("企业"), lambda r: r["employer__name"], sort="employer__name"),
            Column("village", _("村（社区）"), lambda r: r["employer__village__name"], sort="employer__village__code"),
            Column("focus", _("重点领域"), lambda r: FOCUS_NAMES.get(r["employer__focus"], ""), sort="employer__focus"),
            Column("workers", _("欠薪人数"), lambda r: r["workers"], sort="workers", align="right"),
            Column(
                "fen",
                _("欠薪（元）"),
                lambda r: yuan(r["fen"]),
                sort="fen",
                align="right",
                export=lambda r: in_yuan(r["fen"]),
            ),
            Column("since", _("最早欠薪月"), lambda r: month(r["since"]), sort="since"),
            Column("months", _("欠薪月数"), lambda r: r["months"], sort="months", align="right"),
            Column("oldest", _("最早应发日"), lambda r: r["oldest_due"], sort="oldest_due"),
        ),
        filters=(
            *_usual(scope),
            Filter(
                "status",
                _("情况"),
                lambda rows, v: rows.filter(status=int(v)) if v in {"2", "3"} else rows,
                choices=(("3", _("未发")), ("2", _("少发"))),
            ),
            Filter("min", _("欠薪不少于（元）"), lambda rows, v: _at_least("fen", rows, v), kind="text"),
        ),
        order=("-fen", "employer_id"),
        row_url=lambda r: reverse("payroll:employer", args=[r["employer_id"]]),
        export_power=EXPORT,
        empty=_("目前没有欠薪。上传工资表和银行流水后，系统自动比对；有欠发的企业会列在这里。"),
    )


def arrears_workers(scope: Scope) -> Table:
    """Worker-months that were not paid in full and on time (欠薪明细)."""
    return Table(
        "arrears_workers",
        columns=(
            Column("worker", _("劳动者"), lambda r: mask_name(r.worker.name)),
            Column("id", _("身份证尾号"), lambda r: f"…{r.worker.id_tail}" if r.worker.id_tail else "—"),
            Column("employer", _("企业"), lambda r: r.employer.name, sort="employer__name"),
            Column("month", _("工资月份"), lambda r: month(r.month), sort="month"),
            Column("status", _("情况"), choice_label("status"), sort="status"),
            Column(
                "due", _("应到账（元）"), lambda r: yuan(r.due_fen), sort="due_fen", align="right",
                export=lambda r: in_yuan(r.due_fen),
            ),
            Column(
                "paid", _("已到账（元）"), lambda r: yuan(r.paid_fen), sort="paid_fen", align="right",
                export=lambda r: in_yuan(r.paid_fen),
            ),
            Column(
                "arrears", _("欠付（元）"), lambda r: yuan(r.arrears_fen), sort="arrears_fen", align="right",
                export=lambda r: in_yuan(r.arrears_fen),
            ),
            Column("due_date", _("应发日"), lambda r: r.due_date, sort="due_date"),
            Column("late", _("迟发天数"), lambda r: r.days_late or "", sort="days_late", align="right"),
        ),
        filters=(
            *_usual(scope),
            Filter("since", _("自工资月份"), _month_from, kind="month"),
            Filter("status", _("情况"), lambda rows, v: rows.filter(status=int(v)) if v in {"1", "2", "3"} else rows, choices=[(str(code), label) for code, label in PayStatus.choices[1:4]]),
            Filter("min", _("欠付不少于（元）"), lambda rows, v: _at_least("arrears_fen", rows, v), kind="text"),
        ),
        order=("-arrears_fen", "pk"),
        row_url=lambda r: reverse("payroll:worker_month", args=[r.employer_id, r.month, r.worker_id]),
        export_power=EXPORT,
        empty=_("没有符合条件的欠薪明细。"),
    )  # fmt: skip


def arrears_people(scope: Scope) -> Table:
    """Persons to whom wages are still owed (被欠薪人员)."""
    return Table(
        "arrears_people",
        columns=(
            Column("worker", _("劳动者"), lambda r: mask_name(r["worker__name"])),
            Column("id", _("身份证尾号"), lambda r: f"…{r['worker__id_tail']}" if r["worker__id_tail"] else "—"),
            Column("employer", _("企业"), _firms_of, sort="firm_name"),
            Column("months", _("欠薪月数"), lambda r: r["months"], sort="months", align="right"),
            Column("since", _("最早欠薪月"), lambda r: month(r["since"]), sort="since"),
            Column("fen", _("欠薪（元）"), lambda r: yuan(r["fen"]), sort="fen", align="right", export=lambda r: in_yuan(r["fen"])),
        ),
        filters=(*_usual(scope), Filter("min", _("欠薪不少于（元）"), lambda rows, v: _at_least("fen", rows, v), kind="text")),
        order=("-fen", "worker_id"),
        row_url=_person_url,
        export_power=EXPORT,
        empty=_("目前没有人被欠薪。"),
    )  # fmt: skip


def _firms_of(row: Any) -> str:
    more = row["firms"] - 1
    return spoken(f"{row['firm_name']}等 {row['firms']} 家") if more else str(row["firm_name"])


def _person_url(row: Any) -> str:
    """The evidence of the oldest month owed; the person's own page where several employers owe."""
    if row["firms"] > 1:
        return reverse("registry:worker", args=[row["worker_id"]])
    return reverse("payroll:worker_month", args=[row["firm"], row["since"], row["worker_id"]])


def of_month(scope: Scope, code: int) -> Table:
    """Every employer's wage month: who has handed in, who has paid, who has not."""
    states = {
        "missing": lambda rows: rows.filter(handed_in=False),
        "paid": lambda rows: rows.filter(handed_in=True, bad=0, late=0),
        "late": lambda rows: rows.filter(handed_in=True, bad=0, late__gt=0),
        "owing": lambda rows: rows.filter(handed_in=True, bad__gt=0),
        "in": lambda rows: rows.filter(handed_in=True),
    }
    return Table(
        "payroll_month",
        columns=(
            Column("name", _("企业"), lambda r: r.name, sort="name"),
            Column("village", _("村（社区）"), lambda r: r.village.name, sort="village__code"),
            Column("focus", _("重点领域"), choice_label("focus"), sort="focus"),
            Column("state", _("情况"), _month_state),
            Column("lines", _("工资人数"), lambda r: r.lines, sort="lines", align="right"),
            Column("bad", _("欠发人数"), lambda r: r.bad, sort="bad", align="right"),
            Column("due", _("应到账（元）"), lambda r: _or_dash(r.due_fen), sort="due_fen", align="right", export=lambda r: in_yuan(r.due_fen)),
            Column("paid", _("已到账（元）"), lambda r: _or_dash(r.paid_fen), sort="paid_fen", align="right", export=lambda r: in_yuan(r.paid_fen)),
            Column("arrears", _("欠付（元）"), lambda r: _or_dash(r.arrears_fen), sort="arrears_fen", align="right", export=lambda r: in_yuan(r.arrears_fen)),
            Column("due_date", _("应发日"), lambda r: r.due_date, sort="due_date"),
        ),
        filters=(
            Filter("q", _("企业名称、拼音、代码"), lambda rows, v: rows.filter(search__contains=v.lower()), kind="text", wide=True),
            Filter(
                "state",
                _("情况"),
                lambda rows, v: states[v](rows) if v in states else rows,
                choices=(("missing", _("未交工资表")), ("in", _("已交工资表")), ("paid", _("已足额")), ("late", _("迟发")), ("owing", _("有欠发"))),
            ),
            Filter("focus", _("重点领域"), lambda rows, v: rows.filter(focus=v), choices=FOCUS),
            Filter("village", _("村（社区）"), lambda rows, v: rows.filter(place_path__startswith=v), choices=villages(scope)),
        ),
        order=("name", "pk"),
        row_url=lambda r: reverse("payroll:employer_month", args=[r.pk, code]),
        export_power=EXPORT,
        empty=_("没有符合条件的企业。"),
    )  # fmt: skip


def _or_dash(fen: int | None) -> str:
    return "—" if fen is None else yuan(fen)


def _month_state(row: Any) -> Any:
    if not row.handed_in:
        return _("未交工资表")
    if row.bad:
        return _("有欠发")
    return _("迟发") if row.late else _("已足额")


FILES = Table(
    "wage_files",
    columns=(
        Column("name", _("文件"), lambda r: r.file_name, typed=True),
        Column("kind", _("类别"), choice_label("kind"), sort="kind"),
        Column("employer", _("企业"), lambda r: r.employer.name if r.employer else "—"),
        Column("month", _("月份"), lambda r: month(r.month), sort="month"),
        Column("rows", _("行数"), lambda r: r.rows or "—", sort="rows", align="right", export=lambda r: r.rows),
        Column(
            "amount",
            _("金额（元）"),
            lambda r: yuan(r.amount_fen) if r.amount_fen else "—",
            sort="amount_fen",
            align="right",
            export=lambda r: in_yuan(r.amount_fen),
        ),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("at", _("收到时间"), lambda r: r.at, sort="at"),
    ),
    filters=(
        Filter("q", _("文件名或企业"), lambda rows, v: rows.filter(file_name__contains=v) | rows.filter(employer__name__contains=v), kind="text", wide=True),
        Filter("kind", _("类别"), lambda rows, v: rows.filter(kind=v), choices=FileKind.choices),
        Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=WageFile.State.choices),
        Filter("month", _("工资月份"), _month_is, kind="month"),
    ),
    order=("-at", "-pk"),
    row_url=lambda r: reverse("payroll:file", args=[r.pk]),
    export_power=EXPORT,
    empty=_("还没有文件。点“上传文件”，把工资表和银行流水一起拖进来即可。"),
)  # fmt: skip


def breaches(scope: Scope) -> Table:
    """Suspected breaches of wage and insurance rules, with the law they rest on."""
    return Table(
        "breaches",
        columns=(
            Column("employer", _("企业"), lambda r: r.employer.name, sort="employer__name"),
            Column("kind", _("类别"), choice_label("kind"), sort="kind"),
            Column("worker", _("劳动者"), lambda r: mask_name(r.worker.name)),
            Column("month", _("月份"), lambda r: month(r.month), sort="month"),
            Column(
                "amount",
                _("涉及金额（元）"),
                lambda r: yuan(r.amount_fen) if r.amount_fen else "—",
                sort="amount_fen",
                align="right",
                export=lambda r: in_yuan(r.amount_fen),
            ),
            Column("words", _("情况"), lambda r: spoken(r.facts.get("words", ""))),
            Column("law", _("依据"), lambda r: r.law + ("" if r.verified_law else "（未核实）"), typed=True),
            Column("sure", _("把握"), choice_label("sure"), sort="sure"),
        ),
        filters=(
            *_usual(scope),
            Filter("kind", _("类别"), lambda rows, v: rows.filter(kind=v), choices=Breach.Kind.choices),
            Filter("sure", _("把握"), lambda rows, v: rows.filter(sure=v), choices=Breach.Sure.choices),
        ),
        order=("-month", "employer_id", "pk"),
        row_url=lambda r: reverse("payroll:worker_month", args=[r.employer_id, r.month, r.worker_id]),
        export_power=EXPORT,
        empty=_("没有疑似违规。低于最低工资、未参保、超期发薪、超额扣款会在比对后列在这里。"),
    )


RUNS = Table(
    "runs",
    columns=(
        Column("at", _("完成时间"), lambda r: r.at, sort="at"),
        Column("as_of", _("截至"), lambda r: r.as_of, sort="as_of"),
        Column("lines", _("工资行数"), lambda r: r.lines, align="right"),
        Column("payments", _("付款笔数"), lambda r: r.payments, align="right"),
        Column("due", _("应到账（元）"), lambda r: yuan(r.due_fen), align="right", export=lambda r: in_yuan(r.due_fen)),
        Column("paid", _("已到账（元）"), lambda r: yuan(r.paid_fen), align="right", export=lambda r: in_yuan(r.paid_fen)),
        Column("arrears", _("欠薪（元）"), lambda r: yuan(r.arrears_fen), align="right", export=lambda r: in_yuan(r.arrears_fen)),
        Column("inputs", _("输入指纹"), lambda r: r.inputs_hash[:12], shown=False),
        Column("rules", _("规则版本"), lambda r: r.rule_version, shown=False),
        Column("engine", _("计算引擎"), lambda r: r.engine, shown=False),
    ),
    order=("-at", "-pk"),
    export_power=EXPORT,
    empty=_("还没有比对。有文件生效后，系统自动比对；也可点“重新比对”。"),
)  # fmt: skip

DISPUTES = Table(
    "disputes",
    columns=(
        Column("worker", _("劳动者"), lambda r: mask_name(r.worker.name)),
        Column("employer", _("企业"), lambda r: r.employer.name, sort="employer__name"),
        Column("month", _("工资月份"), lambda r: month(r.month), sort="month"),
        Column(
            "claimed",
            _("主张应发（元）"),
            lambda r: yuan(r.claimed_due_fen),
            sort="claimed_due_fen",
            align="right",
            export=lambda r: in_yuan(r.claimed_due_fen),
        ),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("at", _("登记时间"), lambda r: r.at, sort="at"),
    ),
    filters=(
        Filter("q", _("企业名称、拼音、代码"), _named, kind="text", wide=True),
        Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=Dispute.State.choices),
        Filter("month", _("工资月份"), _month_is, kind="month"),
    ),
    order=("-at", "-pk"),
    row_url=lambda r: reverse("payroll:dispute", args=[r.pk]),
    export_power=EXPORT,
    empty=_("没有工资异议。劳动者对应发金额有异议时，在其当月工资依据页登记。"),
)

HAND_PAYMENTS = Table(
    "hand_payments",
    columns=(
        Column("worker", _("劳动者"), lambda r: mask_name(r.worker.name)),
        Column("employer", _("企业"), lambda r: r.employer.name, sort="employer__name"),
        Column("month", _("工资月份"), lambda r: month(r.month), sort="month"),
        Column(
            "amount",
            _("金额（元）"),
            lambda r: yuan(r.amount_fen),
            sort="amount_fen",
            align="right",
            export=lambda r: in_yuan(r.amount_fen),
        ),
        Column("paid_on", _("支付日期"), lambda r: r.paid_on, sort="paid_on"),
        Column("state", _("状态"), lambda r: _("已撤销") if r.revoked_at else _("有效")),
        Column(
            "evidence",
            _("凭证"),
            lambda r: _("查看凭证"),
            url=lambda r: reverse("payroll:evidence", args=["payment", r.pk]),
        ),
        Column("act", _("操作"), lambda r: "", template="payroll/revoke_link.html", export=lambda r: ""),
    ),
    filters=(
        Filter("q", _("企业名称、拼音、代码"), _named, kind="text", wide=True),
        Filter("month", _("工资月份"), _month_is, kind="month"),
        Filter(
            "state",
            _("状态"),
            lambda rows, v: rows.filter(revoked_at__isnull=v == "valid"),
            choices=(("valid", _("有效")), ("revoked", _("已撤销"))),
        ),
    ),
    order=("-at", "-pk"),
    export_power=EXPORT,
    empty=_("没有手工登记的支付。企业以现金等方式支付工资时，在该劳动者当月工资依据页登记并上传凭证。"),
)
