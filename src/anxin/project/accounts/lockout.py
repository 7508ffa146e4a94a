"""The page that a locked account sees (账号锁定)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anxin.kernel.outcome import NotAllowed

WORDS = "连续输错密码 5 次，该账号已锁定 15 分钟。请稍后再试，或请安全管理员解除锁定。"


def locked_out(request: HttpRequest, *rest: Any, **more: Any) -> HttpResponse:
    """Say that the account is locked, for how long, and who can lift it."""
    return render(request, "ui/refused.html", {"error": NotAllowed("locked_out", WORDS)}, status=429)
