"""Posters (海报): for one employer, a village, a whole park and its gate, or the building sites; printed, counted, put out of use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.intake import posters
from anxin.apps.intake.actions.posters import print_out, restore, revoke
from anxin.apps.intake.models import Poster
from anxin.apps.intake.web.tables import POSTERS
from anxin.base.places.choices import villages
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.days import DayInput
from anxin.ui.tables import listing


class WantedForm(forms.Form):
    """Which posters."""

    what = forms.ChoiceField(
        label=_("海报用于"),
        choices=[("employers", _("企业")), ("parks", _("园区")), ("sites", _("工地"))],
        required=False,
    )
    park = forms.ChoiceField(
        label=_("园区"), required=False, help_text=_("选了园区，园区大门的海报和园内每家企业的一起打印")
    )
    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    words = forms.CharField(label=_("名称含"), required=False, max_length=80)


class UntilForm(forms.Form):
    """Until when the codes hold."""

    valid_until = forms.DateField(
        label=_("二维码有效期至"), required=False, widget=DayInput(),
        help_text=_("不限期请留空。同一处已经张贴的海报用同一个码，也按这个日期"),
    )  # fmt: skip


@needs("intake.handle")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose what posters are wanted for, see for whom they would be, and print them."""
    return _choose(request, UntilForm())


def _choose(request: HttpRequest, until: UntilForm, *, status: int = 200) -> HttpResponse:
    form, wanted = _wanted(request)
    context = {
        "title": _("打印海报"),
        "form": form,
        "until": until,
        "wanted": wanted[: posters.MOST],
        "more": len(wanted) > posters.MOST,
        "most": posters.MOST,
        "asked": bool(request.GET),
        "query": request.GET.urlencode(),
    }
    return render(request, "intake/posters.html", context, status=status)


@needs("intake.handle")
@require_POST
def sheets(request: HttpRequest) -> HttpResponse:
    """One A4 page for each; the choice stands in the address, as on the page before."""
    until = UntilForm(request.POST)
    if not until.is_valid():
        return _choose(request, until, status=422)
    told = {"valid_until": until.cleaned_data["valid_until"], "by": actor_in(request), "at": instant_of(request)}
    try:
        found = print_out(wanted=_wanted(request)[1][: posters.MOST], **told)
    except BadInput as error:
        until.add_error(None, error.in_words())
        return _choose(request, until, status=422)
    home = request.build_absolute_uri(reverse("public:report"))
    pages = [
        {"named": one, "qr": posters.drawn(f"{home}?p={posters.code_of(poster)}"), "url": home} for one, poster in found
    ]
    return render(request, "intake/poster_sheets.html", {"title": _("维权海报"), "pages": pages, "until": told["valid_until"]})  # fmt: skip


@needs("intake.handle")
def printed(request: HttpRequest) -> HttpResponse:
    """The posters that were printed, how often each was opened, and which hold no longer."""
    today = local_date(instant_of(request))
    rows = _with_standing(Poster.objects.within(actor_in(request).scope).select_related("employer", "park"), today)
    never = rows.filter(standing="live", scans=0).count()
    lead = gettext("在用的海报中有 %(n)s 张还没有人打开过。只计次数，不记是谁。") % {"n": never}
    return listing(request, POSTERS, rows, template="intake/posters_printed.html", title=_("已印海报"), context={"lead": lead})  # fmt: skip


def _with_standing(rows: QuerySet[Poster], today: Any) -> QuerySet[Any]:
    lapsed = When(Q(valid_until__lt=today), then=Value("lapsed"))
    return rows.annotate(
        standing=Case(When(revoked_at__isnull=False, then=Value("revoked")), lapsed, default=Value("live"))
    )


@needs("intake.handle")
@require_POST
def act(request: HttpRequest, verb: str) -> HttpResponse:
    """Put the ticked codes out of use, or let them hold again."""
    if verb not in _ACTS:
        raise Http404
    do, words = _ACTS[verb]
    ticked = {int(one) for one in request.POST.getlist("pk") if one.isdecimal()}
    try:
        number = do(posters=ticked, by=actor_in(request), at=instant_of(request))
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, str(words) % {"n": number})
    return redirect("intake:posters_printed")


_ACTS = {"revoke": (revoke, _("已停用 %(n)s 个海报二维码。")), "restore": (restore, _("已恢复 %(n)s 个海报二维码。"))}


def _wanted(request: HttpRequest) -> tuple[WantedForm, list[posters.Named]]:
    scope = actor_in(request).scope
    form = WantedForm(request.GET or None)
    for name, choices in (("park", posters.parks(scope)), ("village", villages())):
        form.fields[name].choices = [("", _("全部")), *choices]  # type: ignore[attr-defined]
    if not form.is_bound or not form.is_valid():
        return form, []
    told = form.cleaned_data
    if told["what"] == "sites":
        return form, posters.of_sites(scope, village=told["village"], words=told["words"])
    of = posters.of_parks if told["what"] == "parks" else posters.of_employers
    return form, of(scope, park=told["park"], village=told["village"], words=told["words"])
