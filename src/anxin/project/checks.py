"""What is checked before serving (启动检查) and while serving (就绪检查)."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection

from anxin.base.jobs import queries as jobs
from anxin.base.jobs.models import KeeperBeat
from anxin.project.sqlite import sound

FREE_MB = 500
VENDOR = ("vendor/htmx.min.js", "vendor/echarts.min.js", "ui/app.css")


def unready(at: datetime) -> list[str]:
    """What keeps the server from working, in words; nothing when all is well."""
    wrong = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        wrong += _silent(at)
    except DatabaseError:
        wrong.append("数据库没有应答")
    if shutil.disk_usage(settings.SETTINGS.data_dir).free < FREE_MB * 1024 * 1024:
        wrong.append(f"数据目录所在磁盘剩余空间不足 {FREE_MB} MB")
    return wrong


def _silent(at: datetime) -> list[str]:
    """The background processes that were seen before and are seen no longer; a server without any is one of pages only."""
    roles = KeeperBeat.objects.values_list("role", flat=True).distinct()
    return [f"后台进程 {role} 没有心跳" for role in roles if jobs.silent_since(role, at) is not None]


@register()
def vendored_files_are_there(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The front-end packages were fetched."""
    missing = [name for name in VENDOR if finders.find(name) is None]
    hint = "run script/vendor (script/server does it)"
    return [Warning(f"static files missing: {', '.join(missing)}", hint=hint, id="anxin.W001")] if missing else []


@register()
def database_keeps_what_was_committed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """SQLite is one without the fault that may lose what was committed; see project/sqlite.py."""
    if connection.vendor != "sqlite" or sound(sqlite3.sqlite_version_info):
        return []
    hint = "pip install pysqlite3, or a system whose SQLite is 3.51.3 or newer"
    return [Warning(f"SQLite {sqlite3.sqlite_version} may lose commits under load", hint=hint, id="anxin.W004")]


@register(deploy=True)
def deployment_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A server for a real office runs without debugging and demonstration, behind HTTPS."""
    given = settings.SETTINGS
    found: list[CheckMessage] = []
    if given.debug:
        found.append(Error("ANXIN_DEBUG is on", hint="unset ANXIN_DEBUG", id="anxin.E001"))
    if given.demo:
        found.append(
            Warning(
                "ANXIN_DEMO is on: demonstration accounts have a public password",
                hint="set ANXIN_DEMO=0",
                id="anxin.W002",
            )
        )
    if not given.https:
        found.append(Warning("ANXIN_HTTPS is off", hint="put a reverse proxy with TLS in front", id="anxin.W003"))
    return found
