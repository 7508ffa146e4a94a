"""Starts Django for commands that need the database."""

from __future__ import annotations

import os
from importlib import import_module

import django

from anxin.kernel.outcome import RuleBroken


def start() -> None:
    """Set Django up once; safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
    django.setup()


def ready() -> None:
    """Set Django up for a database that must be up to date; a command never changes its tables by starting."""
    start()
    if import_module("anxin.project.migrating").pending():
        raise RuleBroken(
            "migrations_pending",
            "数据库尚未建立或尚未升级，没有执行。请先运行 script/server，或 anxin manage migrate。",
        )
    lost = import_module("anxin.base.vault.rotation").lost_index()
    if lost:
        raise RuleBroken(
            "index_key_missing",
            f"ANXIN_VAULT_KEYS 的最后一个不是最早的密钥 {lost}，没有执行：查找索引由它派生，少了它，以前的回执编号、电话、证件号都查不到。"
            "请把它写回列表的最后；确已丢失的，运行 anxin manage vault_rotate 认可后再启动。",
        )
