"""Filings that come in numbers: about one employer (集中投诉), of the register or as they call it, or laid aside (缓办) and let in together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.intake.about import About
from anxin.apps.intake.actions import gathering
from anxin.apps.intake.actions.filing import release_all
from anxin.apps.intake.actions.sharing import put_back_all, take_all
from anxin.apps.intake.actions.surging import SPAN, SURGE_CLOCK
from anxin.apps.intake.hearsay import hearsay, key_of, names_in
from anxin.apps.intake.models import Filing
from anxin.apps.intake.queries import filings_about, in_cases
from anxin.apps.intake.web.answers import MOST_DIGITS
from anxin.apps.registry.api import employer as employer_within
from anxin.base import clocks
from anxin.base.clocks.models import Clock
from anxin.base.scope import Scope
from anxin.kernel.outcome import AnxinError
from anxin.ui import toasts
from anxin.ui.access import actor_in, instant_of, needs

LISTED = 200
"""Filings shown on the page; the next ones when these are done."""


@needs("intake.view")
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """Filings that came in numbers about one employer: looked at, and handled as one matter or each by itself."""
    employer = employer_within(actor_in(request).scope, pk)
    return _page(request, About(pk), title=employer.name, place=employer.place_path)


@needs("intake.view")
def together_named(request: HttpRequest, key: str) -> HttpResponse:
    """The same about an employer that stands in no register, under the name that most of them say."""
    about = About(named=key)
    scope = actor_in(request).scope
    rows = list(filings_about(about, scope).values_list("employer_said", "place_path"))
    if not rows:  # nobody but the machine has named it
        rows = [(_read(one, key), one.place_path) for one in hearsay(about, scope)[:LISTED]]
    if not rows:
        return _page(request, about, title=_("集中投诉"), place="")
    names = Counter(name for name, _path in rows if name)
    title = names.most_common(1)[0][0] if names else _("集中投诉")
    return _page(request, about, title=title, place=rows[0][1], names=sorted(names))


def _read(filing: Filing, key: str) -> str:
    """What the words of a filing call the employer of a key."""
    found = names_in(filing).get(key)
    return found.value if found else ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A filing that may be about the employer: what it calls it, and how surely that was read; None where its filer said so."""

    filing: Filing
    called: str
    percent: int | None


def _offered(about: About, scope: Scope) -> list[Offered]:
    key, found = key_of(about, scope), []
    for one in gathering.offered(about, scope)[:LISTED]:
        read = None if one.named else names_in(one).get(key)
        percent = round(read.confidence * 100) if read else None
        found.append(Offered(one, read.value if read else one.employer_said, percent))
    return found


def _page(
    request: HttpRequest, about: About, *, title: Any, place: str, names: list[str] | None = None
) -> HttpResponse:
    if request.method == "POST":
        return _handle_together(request, about)
    actor = actor_in(request)
    found = gathering.untouched(about, actor.scope)
    offered = _offered(about, actor.scope)
    told = [one.workers for one in found if one.workers]
    alarm = [one for one in clocks.of(about.subject) if one.kind == SURGE_CLOCK and not one.stopped_at]
    context = {
        "title": title, "employer": about.employer, "names": names, "found": found, "offered": offered, "workers": sum(told), "counted": len(told),
        "owed": sum(one.amount_fen or 0 for one in found), "alarm": alarm, "cases": _by_case(about, actor.scope, alarm),
        "may": actor.may("intake.handle", place),
    }  # fmt: skip
    return render(request, "intake/together.html", context)


def _by_case(about: About, scope: Scope, alarm: list[Clock]) -> dict[int, list[Filing]]:
    """The filings of a surge that are in a case already, by the number of the case."""
    found: dict[int, list[Filing]] = {}
    for one in in_cases(about, scope, since=alarm[0].started_at - SPAN) if alarm else ():
        found.setdefault(one.case_id or 0, []).append(one)
    return found


def _handle_together(request: HttpRequest, about: About) -> HttpResponse:
    by, at = actor_in(request), instant_of(request)
    try:
        if "apart" in request.POST:
            gathering.leave_apart(about=about, by=by, at=at)
            messages.success(request, _("已记下：分别办理。"))
            return redirect(about.url)
        ticked = {int(one) for one in request.POST.getlist("also") if one.isdecimal() and len(one) <= MOST_DIGITS}
        head = gathering.gather(about=about, by=by, at=at, also=ticked)
    except AnxinError as error:
        messages.error(request, error.message)
        return redirect(about.url)
    messages.success(request, _("已核对：按一案办理。") if head.case_id else _("已合并为一件。请核对后转为案件。"))
    return redirect("intake:detail", head.pk)


@needs("intake.handle")
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Put the ticked ones of those laid aside into the inbox; the list shows what is left."""
    number = release_all(filing_ids=_ticked(request), by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已移入收件箱 %(n)s 件。") % {"n": number})
    return redirect(f"{reverse('intake:inbox')}?state={Filing.State.ASIDE}")


@needs("intake.handle")
@require_POST
def share(request: HttpRequest, verb: str) -> HttpResponse:
    """Take the ticked ones, or put one's own back; the list stays as it was filtered."""
    if verb not in _SHARED:
        raise Http404
    act, said, undo = _SHARED[verb]
    taken = act(filing_ids=_ticked(request), by=actor_in(request), at=instant_of(request))
    back = f"{reverse('intake:share', args=[undo])}?{urlencode({'pk': taken}, doseq=True)}" if taken else ""
    toasts.done(request, said % {"n": len(taken)}, undo_url=back)
    there = request.headers.get("Referer", "")
    inside = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()})
    return redirect(there if inside else reverse("intake:inbox"))


_SHARED = {
    "take": (take_all, _("%(n)s 件由您承办。"), "back"),
    "back": (put_back_all, _("%(n)s 件退回未分派。别人承办的不变。"), "take"),
}


def _ticked(request: HttpRequest) -> set[int]:
    """The rows ticked; an undo names in its address those that it takes back."""
    asked = request.POST.getlist("pk") or request.GET.getlist("pk")
    return {int(one) for one in asked if one.isdecimal() and len(one) <= MOST_DIGITS}
