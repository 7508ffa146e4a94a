"""Gathering what pages load (页面资源) into one folder."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command

from anxin.project.settings import BASE_DIR, STATIC_ROOT


def gather_static(say: Callable[[str], None]) -> None:
    """Copy static files when the package or the vendored files changed since the last time."""
    sources = [path for folder in BASE_DIR.glob("**/static") for path in folder.rglob("*") if path.is_file()]
    newest = f"{max((path.stat().st_mtime_ns for path in sources), default=0)}-{len(sources)}"
    stamp = STATIC_ROOT / ".stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == newest:
        return
    say("整理页面资源")
    call_command("collectstatic", verbosity=0, interactive=False, clear=False)
    stamp.write_text(newest, encoding="ascii")
