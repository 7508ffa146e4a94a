"""The left menu (左侧菜单) in the order of the work; a person sees only the rooms of their powers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from anxin.base.actors import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One door within a room."""

    label: object
    url_name: str
    power: str
    covers: str = ""
    """Other addresses of the same door, by what they begin with."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room of the office: key, label, icon, its doors, and the letter that jumps there after `g`.

    The first door that is open is the room's own address.
    """

    key: str
    label: object
    icon: str
    items: tuple[Item, ...]
    jump: str = ""


ROOMS: tuple[Room, ...] = (
    Room(
        "today",
        _("今日"),
        "today",
        (
            Item(_("工作台"), "cockpit:today", "cockpit.view"),
            Item(_("待办时限"), "cockpit:clocks", "cockpit.view"),
        ),
        "t",
    ),
    Room(
        "employers",
        _("企业"),
        "building",
        (
            Item(_("企业台账"), "registry:employers", "registry.view"),
            Item(_("劳动者"), "registry:workers", "registry.workers"),
            Item(_("工程项目"), "registry:projects", "registry.view"),
            Item(_("网格与盲区"), "organisation:grids", "organisation.view"),
            Item(_("导入"), "registry:imports", "registry.import"),
        ),
        "e",
    ),
    Room(
        "wages",
        _("工资"),
        "wallet",
        (
            Item(_("发放总览"), "payroll:home", "payroll.view"),
            Item(_("上传文件"), "payroll:upload", "payroll.upload"),
            Item(_("文件"), "payroll:files", "payroll.view"),
            Item(_("欠薪"), "payroll:arrears", "payroll.view"),
            Item(_("疑似违规"), "payroll:breaches", "payroll.view"),
            Item(_("工资异议"), "payroll:disputes", "payroll.view"),
            Item(_("手工登记"), "payroll:hand_payments", "payroll.view"),
            Item(_("比对记录"), "payroll:runs", "payroll.view"),
        ),
        "w",
    ),
    Room(
        "warnings",
        _("预警"),
        "bell",
        (
            Item(_("预警"), "warning:list", "warning.view"),
            Item(_("形势分析"), "warning:analysis", "warning.view"),
            Item(_("分类管理"), "warning:classes", "warning.view"),
            Item(_("外部信号"), "warning:signals", "warning.view"),
            Item(_("规则"), "warning:rules", "warning.view"),
        ),
        "y",
    ),
    Room(
        "complaints",
        _("诉求"),
        "inbox",
        (
            Item(_("收件箱"), "intake:inbox", "intake.view"),
            Item(_("登记诉求"), "intake:desk", "intake.receive"),
            Item(_("通话记录"), "intake:calls", "intake.view"),
            Item(_("打印海报"), "intake:posters", "intake.handle"),
            Item(_("到期信息清除"), "intake:wipings", "intake.wipe"),
            Item(_("企业 QQ 群"), "onebot:groups", "onebot.manage"),
            Item(_("政策解答"), "advice:answers", "advice.view"),
            Item(_("未答的问题"), "advice:gaps", "advice.view"),
        ),
        "c",
    ),
    Room(
        "cases",
        _("案件"),
        "folder",
        (
            Item(_("案件"), "cases:list", "cases.view"),
            Item(_("列名与移出"), "cases:listings", "cases.view"),
            Item(_("涉薪治安台账"), "cases:disorders", "cases.order"),
            Item(_("案卷与模板"), "cases:shelf", "cases.view"),
        ),
        "a",
    ),
    Room(
        "reports",
        _("报表"),
        "report",
        (
            Item(_("欠薪欠保周报"), "documents:reports", "documents.view"),
            Item(_("村社报送"), "documents:returns", "documents.view"),
            Item(_("法律文书"), "documents:papers", "documents.papers", "/office/documents/cases/"),
            Item(_("文书格式"), "documents:forms", "documents.papers"),
        ),
        "r",
    ),
    Room(
        "organisation",
        _("组织"),
        "people",
        (
            Item(_("领导小组与成员单位"), "organisation:units", "organisation.view"),
            Item(_("网格队伍"), "organisation:members", "organisation.view"),
            Item(_("调解组织"), "organisation:bodies", "organisation.view"),
            Item(_("值班"), "organisation:duty", "organisation.view"),
            Item(_("培训"), "organisation:trainings", "organisation.view"),
            Item(_("离岗交接"), "settings:hand_overs", "people.hand_over"),
        ),
        "o",
    ),
    Room(
        "settings",
        _("设置"),
        "gear",
        (
            Item(_("账号"), "settings:people", "people.view"),
            Item(_("地域"), "settings:places", "people.view"),
            Item(_("权限表"), "settings:powers", "people.view"),
            Item(_("接口密钥"), "keys:list", "api.manage"),
            Item(_("事件推送"), "webhooks:list", "webhooks.manage"),
            Item(_("法规参数"), "settings:law", "cockpit.view"),
            Item(_("受影响的期限"), "settings:affected", "clocks.recompute"),
            Item(_("公开页面语言"), "settings:languages", "languages.manage"),
            Item(_("后台任务"), "settings:jobs", "jobs.manage"),
            Item(_("审计日志"), "settings:audit", "audit.view"),
            Item(_("部署设置"), "settings:deployment", "settings.view"),
            Item(_("样式手册"), "ui:styleguide", "settings.view"),
        ),
        "s",
    ),
)


@dataclass(frozen=True, slots=True)
class Door:
    """A door as drawn: label, address, and whether it is the page shown."""

    label: object
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A room as drawn."""

    key: str
    label: object
    icon: str
    url: str
    current: bool
    doors: tuple[Door, ...]
    jump: str


def menu_for(actor: Actor | None, path: str) -> list[OpenRoom]:
    """The rooms and doors open to a person; what is not there yet or not allowed is not shown."""
    if actor is None:
        return []
    opened = [(room, _doors(room, actor)) for room in ROOMS]
    here = _here([one for _room, doors in opened for one in doors], path)
    found = []
    for room, doors in opened:
        drawn = tuple(Door(item.label, url, url == here) for item, url in doors)
        if drawn:
            now = any(door.current for door in drawn)
            found.append(OpenRoom(room.key, room.label, room.icon, drawn[0].url, now, drawn, room.jump))
    return found


def _doors(room: Room, actor: Actor) -> list[tuple[Item, str]]:
    return [(item, url) for item in room.items if actor.may(item.power) and (url := _url(item.url_name))]


def _here(doors: list[tuple[Item, str]], path: str) -> str:
    """The one door a page stands behind: the address that says most of it; the front door is only itself."""
    reach = [
        (prefix, url) for item, url in doors for prefix in (url, item.covers) if prefix and path.startswith(prefix)
    ]
    prefix, url = max(reach, key=lambda one: len(one[0]), default=("", ""))
    return "" if prefix == "/office/" and path != "/office/" else url


@cache
def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
