"""Posters to print (海报打印): for one employer, a village, a whole park, or the building sites."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.intake import posters
from anxin.base.places.choices import villages
from anxin.ui.access import actor_in, needs


class WantedForm(forms.Form):
    """Which posters."""

    what = forms.ChoiceField(
        label=_("海报用于"), choices=[("employers", _("企业")), ("sites", _("工地"))], required=False
    )
    park = forms.ChoiceField(label=_("园区"), required=False)
    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    words = forms.CharField(label=_("名称含"), required=False, max_length=80)


@needs("intake.handle")
def choose(request: HttpRequest) -> HttpResponse:
    """Choose what posters are wanted for, see for whom they would be, and print them."""
    form, wanted = _wanted(request)
    shown = wanted[: posters.MOST]
    context = {"title": _("打印海报"), "form": form, "wanted": shown, "more": len(wanted) > posters.MOST, "most": posters.MOST, "asked": bool(request.GET), "query": request.GET.urlencode()}  # fmt: skip
    return render(request, "intake/posters.html", context)


@needs("intake.handle")
def sheets(request: HttpRequest) -> HttpResponse:
    """One A4 page for each."""
    _form, wanted = _wanted(request)
    home = request.build_absolute_uri(reverse("public:report"))
    pages = [
        {"named": one, "qr": posters.drawn(f"{home}?p={posters.code_of(one.employer_id, one.site)}"), "url": home}
        for one in wanted[: posters.MOST]
    ]
    return render(request, "intake/poster_sheets.html", {"title": _("维权海报"), "pages": pages})


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
    return form, posters.of_employers(scope, park=told["park"], village=told["village"], words=told["words"])
