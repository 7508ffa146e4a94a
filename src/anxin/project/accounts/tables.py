"""The list of accounts."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.base.people.powers import ROLE_NAMES
from anxin.ui.punctuation import written
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table

STATES = (("active", _("使用中")), ("disabled", _("已停用")), ("idle", _("没有任职")))


def _state(rows: Any, value: str) -> Any:
    if value == "idle":
        return rows.filter(posts__isnull=True)
    return rows.filter(is_active=value == "active")


def _posts(row: Any) -> str:
    return (
        written("；").join(
            f"{spoken(post.get_role_display())}{written('（')}{post.place.name}{written('）')}"
            for post in row.running_posts
        )
        or "—"
    )


PEOPLE = Table(
    name="people",
    columns=(
        Column("username", _("用户名"), lambda row: row.username, sort="username"),
        Column("name", _("姓名"), lambda row: row.name, sort="name"),
        Column("posts", _("现任"), _posts),
        Column("state", _("状态"), lambda row: _("使用中") if row.is_active else _("已停用"), sort="is_active"),
        Column(
            "last", _("最近登录"), lambda row: row.last_login and row.last_login.strftime("%Y-%m-%d"), sort="last_login"
        ),
    ),
    filters=(
        Filter(
            "q",
            _("用户名或姓名"),
            lambda rows, v: rows.filter(Q(username__icontains=v) | Q(name__icontains=v)),
            kind="text",
        ),
        Filter(
            "role", _("角色"), lambda rows, v: rows.filter(posts__role=v).distinct(), choices=list(ROLE_NAMES.items())
        ),
        Filter("state", _("状态"), _state, choices=STATES),
    ),
    order=("username",),
    row_url=lambda row: reverse("settings:person", args=[row.pk]),
    export_power="people.view",
)
