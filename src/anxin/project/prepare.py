"""What `script/server` does before serving: migrate, gather static files, load the demonstration town, print the accounts."""

from __future__ import annotations

import os
import sys

from anxin.kernel.outcome import BadInput


def main() -> int:
    """Make the data directory ready; safe to run again, and quick when there is nothing to do."""
    from anxin.project.cli import django_setup

    try:
        django_setup.start()
    except BadInput as error:
        print(error.message, *(fault.in_words() for fault in error.faults), sep="\n", file=sys.stderr)
        return 2
    from anxin.project.migrating import migrate, pending
    from anxin.project.settings import SETTINGS
    from anxin.project.static_files import gather_static

    if pending():
        _say("升级数据库")
        migrate()
    gather_static(_say)
    if SETTINGS.demo:
        from anxin.project.demo import PASSWORD
        from anxin.project.demo.loading import accounts, load_when_empty

        load_when_empty(_say)
        _say(f"演示账号（密码都是 {PASSWORD}）：" + "，".join(f"{name}（{role}）" for name, role in accounts()))
        _say("head 和三类管理员登录时还要动态码：.venv/bin/anxin manage demo_code")
    return 0


def _say(words: str) -> None:
    print(f"▸ {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.project.settings")
    raise SystemExit(main())
