"""Pages of the robot's groups: which there are, a new one, and the end of one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.adapters.onebot import groups
from anxin.adapters.onebot.forms import GroupForm
from anxin.adapters.onebot.models import Line
from anxin.adapters.onebot.permissions import MANAGE
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history


@needs(MANAGE)
def groups_page(request: HttpRequest) -> HttpResponse:
    """Every group within reach, what the robot offered there, and whether it was heard lately."""
    scope, at = actor_in(request).scope, instant_of(request)
    rows = list(groups.groups(scope, since=local_date(at) - groups.SHOWN))
    configured = settings.SETTINGS.onebot_secret or settings.SETTINGS.onebot_port
    context = {
        "title": _("企业 QQ 群"),
        "lead": _("机器人只在登记过的群里回答政策问题；发现有人说被欠薪时，私下发送登记链接，每人每天一次。"),
        "groups": rows,
        "lines": Line.objects.order_by("way"),
        "configured": bool(configured),
        "entries": history([f"onebot.group:{one.pk}" for one in rows], scope),
    }
    return render(request, "onebot/groups.html", context)


@needs(MANAGE)
def new_group(request: HttpRequest) -> HttpResponse:
    """Register a group."""
    actor = actor_in(request)
    form = GroupForm(request.POST if request.method == "POST" else None, scope=actor.scope)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            groups.register(
                number=told["number"].strip(), label=told["label"], employer=told["employer"].strip(),
                park=told["park"].pk if told["park"] else None, by=actor, at=instant_of(request),
            )  # fmt: skip
        except AnxinError as error:
            faults = [fault.in_words() for fault in getattr(error, "faults", ())]
            form.add_error(None, "；".join(faults) or error.message)
        else:
            messages.success(request, _("群已登记。把机器人的 QQ 拉进群即可使用。"))
            return redirect("onebot:groups")
    return render(request, "onebot/new.html", {"title": _("登记企业 QQ 群"), "form": form})


@needs(MANAGE)
@require_POST
def retire_group(request: HttpRequest, pk: int) -> HttpResponse:
    """Silence the robot in a group."""
    groups.retire(group=pk, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已停用，机器人在该群不再发言，也不再读取消息。"))
    return redirect("onebot:groups")
