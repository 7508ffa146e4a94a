"""`anxin manage vault_rotate`: seal everything with the newest key; safe to break off and to start again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from anxin.base.actors import system
from anxin.base.vault.rotation import in_use, rotate
from anxin.base.vault.sealing import keys
from anxin.kernel.clock import SystemClock


class Command(BaseCommand):
    """Rotate the keys and say which of them may be retired."""

    help = "用最新密钥重新加密全部字段；可随时中断后重新运行。先把新密钥写在 ANXIN_VAULT_KEYS 最前面。"

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = rotate(by=system("vault"), at=SystemClock().now())
        self.stdout.write(f"✓ {done} 个值已改用密钥 {keys().newest[0]}")
        used = in_use()
        oldest = keys().sealing[-1][0]
        for name, _cipher in keys().sealing:
            self.stdout.write(f"  密钥 {name}：{used[name]} 个值{self._verdict(name, used[name], oldest)}")

    @staticmethod
    def _verdict(name: str, used: int, oldest: str) -> str:
        if name == oldest:
            return "（最早的密钥，查找索引由它派生，必须保留）"
        return "" if used else "（已不再使用，可以从设置中删去）"
