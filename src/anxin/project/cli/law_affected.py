"""`anxin law affected [--apply --by USERNAME]`: running clocks that today's law or calendar would move."""

from __future__ import annotations

import argparse
from typing import Any

from anxin.kernel.clock import SHANGHAI, SystemClock, local_date
from anxin.kernel.outcome import BadInput, Fault
from anxin.project.cli import django_setup
from anxin.project.cli.result import Result


def add_affected(parser: argparse.ArgumentParser) -> None:
    """The arguments of the verb."""
    parser.add_argument("--apply", action="store_true", help="把受影响的期限改为重算后的到期时间")
    parser.add_argument("--by", metavar="USERNAME", help="由谁重算（须有“重算期限”权限），与 --apply 一起用")


def run_affected(args: argparse.Namespace) -> Result:
    """List them; with --apply move them in the name of a person, each as an event."""
    django_setup.ready()
    from anxin.base.clocks.affected import affected, apply
    from anxin.base.people.models import Account
    from anxin.base.people.sessions import actor_for
    from anxin.base.scope import Scope

    at = SystemClock().now()
    if not args.apply:
        found = [_described(one) for one in affected(Scope.everywhere())]
        lines = [f"{one['title']}：{one['before']} → {one['after']}（{one['why']}）" for one in found]
        return Result({"count": len(found), "clocks": found}, "\n".join([*lines, f"共 {len(found)} 个期限受影响"]))
    account = Account.objects.filter(username=args.by or "", is_active=True).first()
    if account is None:
        fault = Fault("--by", f"没有账号“{args.by or ''}”", "请写有“重算期限”权限的人员账号")
        raise BadInput("law.no_person", "没有写明由谁重算：", [fault])
    done = apply(clock_ids=None, by=actor_for(account, local_date(at)), at=at)
    return Result({"applied": done}, f"已重算 {done} 个期限")


def _described(one: Any) -> dict[str, Any]:
    return {
        "clock": one.clock.pk,
        "title": one.clock.title,
        "law_param": one.clock.law_param,
        "before": one.clock.due_at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "after": one.now.due_at.astimezone(SHANGHAI).isoformat(timespec="minutes"),
        "provisional": one.now.provisional,
        "why": one.why,
    }
