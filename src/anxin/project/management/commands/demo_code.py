"""`anxin manage demo_code`: the current codes of the demonstration accounts that log in with a second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from anxin.base.people.models import Account
from anxin.project.accounts import demo


class Command(BaseCommand):
    """Prints the codes; refused where there are no demonstration accounts."""

    help = "打印演示账号（办公室主任和三名管理员）的当前动态码"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SETTINGS.demo:
            raise CommandError("演示模式已关闭（ANXIN_DEMO=0），没有演示账号。")
        known = Account.objects.filter(username__in=demo.PRIVILEGED).values_list("username", flat=True)
        for username in known:
            self.stdout.write(f"{username}\t{demo.current_code(username)}")
