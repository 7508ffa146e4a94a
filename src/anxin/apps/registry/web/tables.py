"""The lists of the register."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry.models import EmployerStatus, Focus, Sector
from anxin.base.batches.models import ImportBatch
from anxin.base.places.choices import villages
from anxin.kernel.ids import mask_name
from anxin.kernel.money import yuan
from anxin.ui.formatting import percent
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, choice_label


def _words(rows, text):  # type: ignore[no-untyped-def]
    for word in text.lower().split():
        rows = rows.filter(search__contains=word)
    return rows


EMPLOYERS = Table(
    "employers",
    columns=(
        Column("name", _("企业"), lambda r: r.name, sort="name"),
        Column("uscc", _("统一社会信用代码"), lambda r: r.uscc or "—", sort="uscc"),
        Column("focus", _("重点领域"), choice_label("focus"), sort="focus"),
        Column("village", _("村（社区）"), lambda r: r.village.name, sort="village__code"),
        Column("grid", _("网格"), lambda r: r.grid.name if r.grid else "—", sort="grid__code"),
        Column("park", _("园区"), lambda r: r.park.name if r.park else "—", shown=False),
        Column("heads", _("用工人数"), lambda r: r.head_count, sort="head_count", align="right"),
        Column("rate", _("劳动合同签订率"), lambda r: percent(r.contract_rate), align="right"),
        Column("payday", _("约定发薪日"), lambda r: spoken(f"次月 {r.pay_day} 日") if r.pay_day else "—", shown=False),
        Column("address", _("地址"), lambda r: r.address, shown=False, typed=True),
        Column("status", _("状态"), choice_label("status"), sort="status"),
    ),
    filters=(
        Filter("q", _("名称、拼音、信用代码"), _words, kind="text", wide=True),
        Filter("focus", _("重点领域"), lambda rows, v: rows.filter(focus=v), choices=Focus.choices),
        Filter("sector", _("行业"), lambda rows, v: rows.filter(sector=v), choices=Sector.choices),
        Filter("status", _("状态"), lambda rows, v: rows.filter(status=v), choices=EmployerStatus.choices),
        Filter("village", _("村（社区）"), lambda rows, v: rows.filter(village__code=v), choices=villages),
        Filter(
            "grid",
            _("网格"),
            lambda rows, v: rows.filter(grid__isnull=v == "none"),
            choices=(("none", _("无网格")), ("some", _("有网格"))),
        ),
    ),
    order=("name", "pk"),
    row_url=lambda r: reverse("registry:employer", args=[r.pk]),
    export_power="registry.export",
    empty=_("没有符合条件的企业。可到“导入”用 Excel 批量登记，或点“登记企业”。"),
)

WORKERS = Table(
    "workers",
    columns=(
        Column("name", _("姓名"), lambda r: mask_name(r.name), sort="name"),
        Column("id", _("身份证号"), lambda r: f"**************{r.id_tail}" if r.id_tail else "—"),
        Column("phone", _("手机号"), lambda r: f"*******{r.phone_tail}" if r.phone_tail else "—"),
    ),
    order=("pk",),
    row_url=lambda r: reverse("registry:worker", args=[r.pk]),
    empty=_("没有符合条件的劳动者。请输入完整姓名或完整身份证号。"),
    none_found=_("没有符合条件的劳动者。请输入完整姓名或完整身份证号。"),
)

PEOPLE = Table(
    "people",
    columns=(
        Column("name", _("姓名"), lambda r: mask_name(r.worker.name)),
        Column("post", _("岗位"), lambda r: r.post or "—", sort="post", typed=True),
        Column("from", _("入职"), lambda r: r.started_on, sort="started_on"),
        Column("until", _("离职"), lambda r: r.ended_on or _("在职"), sort="ended_on", export=lambda r: r.ended_on),
    ),
    filters=(
        Filter("post", _("岗位"), lambda rows, v: rows.filter(post__contains=v), kind="text", wide=True),
        Filter(
            "state",
            _("状态"),
            lambda rows, v: rows.filter(ended_on__isnull=v == "here"),
            choices=(("here", _("在职")), ("gone", _("已离职"))),
        ),
    ),
    order=("-started_on", "-pk"),
    row_url=lambda r: reverse("registry:worker", args=[r.worker_id]),
    export_power="registry.export",
    empty=_("没有符合条件的劳动者。导入工资表或职工名册后会出现在这里。"),
)

PROJECTS = Table(
    "projects",
    columns=(
        Column("name", _("项目"), lambda r: r.name, sort="name"),
        Column("code", _("项目编号"), lambda r: r.code, sort="code"),
        Column(
            "contractor",
            _("施工总承包单位"),
            lambda r: r.contractor.name,
            url=lambda r: reverse("registry:employer", args=[r.contractor_id]),
        ),
        Column("owner", _("建设单位"), lambda r: r.owner_name or "—", typed=True),
        Column("place", _("村（社区）"), lambda r: r.place.name, sort="place__code"),
        Column(
            "price",
            _("合同价（元）"),
            lambda r: yuan(r.price_fen) if r.price_fen else "—",
            sort="price_fen",
            align="right",
        ),
        Column(
            "account", _("专用账户"), lambda r: {True: _("已设"), False: _("未设"), None: _("未知")}[r.special_account]
        ),
        Column("deposit", _("保证金（元）"), lambda r: yuan(r.deposit_fen) if r.deposit_fen else "—", align="right"),
    ),
    filters=(
        Filter(
            "q",
            _("项目或总包"),
            lambda rows, t: rows.filter(Q(name__contains=t) | Q(contractor__name__contains=t)),
            kind="text",
            wide=True,
        ),
        Filter(
            "account",
            _("专用账户"),
            lambda rows, v: rows.filter(special_account=v == "yes"),
            choices=(("yes", _("已设")), ("no", _("未设"))),
        ),
    ),
    order=("code",),
    export_power="registry.export",
    empty=_("没有符合条件的工程项目。"),
)

KIND_NAMES: dict[str, str] = {
    "employers": "企业名单", "workers": "职工名册", "projects": "工程项目", "parks": "园区", "employments": "用工关系",
    "accounts": "工资账户", "parties": "分包与班组", "grids": "网格队伍", "people": "人员",
    "mediation": "调解组织",
}  # fmt: skip

BATCHES = Table(
    "batches",
    columns=(
        Column("file", _("文件"), lambda r: r.file_name, typed=True),
        Column("kind", _("类别"), lambda r: spoken(KIND_NAMES.get(r.kind, r.kind)), sort="kind"),
        Column("created", _("新增"), lambda r: r.created, align="right", sort="created"),
        Column("changed", _("更新"), lambda r: r.changed, align="right"),
        Column("unchanged", _("未变"), lambda r: r.unchanged, align="right"),
        Column("state", _("状态"), choice_label("state")),
        Column("at", _("导入时间"), lambda r: r.at, sort="at"),
    ),
    filters=(Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=ImportBatch.State.choices),),
    order=("-at", "-pk"),
    row_url=lambda r: reverse("registry:batch", args=[r.pk]),
    empty=_("还没有导入过文件。"),
)
