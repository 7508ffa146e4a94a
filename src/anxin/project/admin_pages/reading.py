"""Pages that only show: who may do what, which law is used, and how this server is set up."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anxin.base.config.settings import Settings
from anxin.base.people.powers import ROLE_NAMES, all_powers
from anxin.kernel.clock import local_date
from anxin.law import book
from anxin.project.admin_pages.law_words import in_words
from anxin.ui.access import instant_of, needs


@needs("people.view")
def powers_page(request: HttpRequest) -> HttpResponse:
    """The table of powers by role."""
    lines = [(power, [role in power.roles for role in ROLE_NAMES]) for power in all_powers()]
    context = {"title": _("权限表"), "roles": list(ROLE_NAMES.values()), "lines": lines}
    return render(request, "settings/powers.html", context)


@needs("cockpit.view")
def law_page(request: HttpRequest) -> HttpResponse:
    """The parameters of the law in force here today, each with its article and whether its text was checked."""
    on, wanted = local_date(instant_of(request)), request.GET.get("q", "").strip()
    found = [one for one in book(settings.SETTINGS.town, settings.SETTINGS.law_overrides) if on in one.effective]
    shown = [one for one in found if wanted in one.id or wanted in str(one.term) or wanted in one.citation.law]
    context = {
        "title": _("法规参数"),
        "parameters": [
            (one, in_words(one.value, one.unit, str(one.term))) for one in sorted(shown, key=lambda one: one.id)
        ],
        "wanted": wanted,
        "unverified": sum(not one.verified for one in found),
        "total": len(found),
    }
    return render(request, "settings/law.html", context)


@needs("settings.view")
def deployment_page(request: HttpRequest) -> HttpResponse:
    """How this server was set up; secrets are never shown."""
    context = {"title": _("部署设置"), "lines": [_line(item) for item in fields(Settings)]}
    return render(request, "settings/deployment.html", context)


def _line(item: Any) -> dict[str, str]:
    value = getattr(settings.SETTINGS, item.name)
    if not item.repr:
        shown = _("已设置（不显示）")
    elif item.name.endswith("_url"):
        shown = _without_password(str(value))
    elif isinstance(value, bool):
        shown = _("是") if value else _("否")
    else:
        shown = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return {"env": item.metadata["env"], "help": item.metadata["help"], "value": shown}


def _without_password(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
