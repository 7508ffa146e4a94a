"""What every page knows: the menu, who is here, and now."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from anxin.ui.menu import menu_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """The shell's part of the template context."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "rooms": menu_for(actor, request.path),
        "now": getattr(request, "now", None),
        "is_demo": settings.SETTINGS.demo,
        "home": home_of(request),
    }


def home_of(request: HttpRequest) -> str:
    """Where 返回首页 leads: staff to the office, a worker to the workers' front page."""
    return "/office/" if request.path.startswith(_STAFF) else "/"


_STAFF = ("/office/", "/accounts/")
