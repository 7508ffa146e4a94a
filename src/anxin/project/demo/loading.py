"""Loads the demonstration town (演示镇) into an empty database, through the same actions that people use."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings

from anxin.apps.registry.api import employers
from anxin.base.actors import system
from anxin.base.people.models import Account, Post
from anxin.base.people.sessions import posts_on
from anxin.base.scope import Scope
from anxin.kernel.clock import SystemClock
from anxin.project.demo import filling, living
from anxin.project.demo.aside import Aside
from anxin.project.demo.simulate import SEED

Say = Callable[[str], None]


def load_when_empty(say: Say) -> bool:
    """Load the town when there is no employer and no account yet; answers whether it did."""
    if employers(Scope.everywhere()).exists() or Account.objects.exists():
        return False
    with aside() as drawn:
        load(drawn, say=say)
    return True


def aside(*, seed: int = SEED, at: datetime | None = None, size: int = 1200, workers: int = 30_000) -> Aside:
    """Begin to draw a town as of an instant, beside whatever else is to be done first."""
    return Aside(
        seed,
        at or SystemClock().now(),
        employers=size,
        workers=workers,
        files=settings.SETTINGS.data_dir / "demo-files",
    )


def load(drawn: Aside, *, say: Say) -> float:
    """Take over a town that is drawn and live through its last weeks; answers the seconds taken."""
    began = time.perf_counter()
    town, now = drawn.town(), drawn.at
    say(f"生成演示镇：{town.employers.num_rows:,} 家企业、{town.workers.num_rows:,} 名劳动者、14 个月（全部虚构）")
    by = system("demo")
    places = filling.places(town)
    home = places[settings.SETTINGS.town]
    staff = filling.accounts(town, places)
    say("登记企业、劳动者和组织")
    filling.register(town, places, path=home.path, by=by, at=now)
    filling.organisation(town, places, staff, path=home.path, by=by, at=now)
    living.live(
        town,
        home,
        cast(town.as_of),
        lake_root=settings.SETTINGS.data_dir / "lake",
        engine_url=settings.SETTINGS.engine_url,
        at=now,
        say=say,
    )
    say("写出可试用的工资表和银行文件")
    drawn.finish()
    return time.perf_counter() - began


def accounts() -> list[tuple[str, str]]:
    """The accounts to try with: user name and role in words."""
    tried = (
        "clerk1",
        "head",
        "leader1",
        "duty1",
        "inspector1",
        "assistant01",
        "system_admin",
        "security_admin",
        "audit_admin",
    )
    posts = {
        post.account.username: post
        for post in Post.objects.filter(account__username__in=tried).select_related("account")
    }
    return [(name, str(posts[name].get_role_display())) for name in tried if name in posts]


def cast(on: date) -> living.Cast:
    """Those of the staff who act in the demonstration."""
    posts = [
        (post.place.code, account.username)
        for account in Account.objects.filter(username__startswith="assistant")
        for post in posts_on(account, on)
    ]
    accounts = {one.username: one for one in Account.objects.all()}
    return living.Cast(system=system("demo"), accounts=accounts, assistants=dict(sorted(posts)))
