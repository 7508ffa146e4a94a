"""What was just done, said in passing (提示), with its undo where there is one: undo beats confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe


def done(request: HttpRequest, text: Any, *, undo_url: str = "") -> None:
    """Say that something is done; with `undo_url`, a button that posts there takes it back."""
    if not undo_url:
        messages.success(request, text)
        return
    context = {"text": text, "url": undo_url, "token": get_token(request)}
    messages.success(request, mark_safe(render_to_string("ui/undo.html", context)))  # noqa: S308  (a template of ours, escaped)


def refused(request: HttpRequest, text: Any) -> None:
    """Say that something was not done, and why; it stays until it is closed."""
    messages.error(request, text)
