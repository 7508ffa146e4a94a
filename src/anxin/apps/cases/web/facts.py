"""The fact sheet on a case's page (核定案情): settled by whoever saw it as it stands, never over somebody else's words unseen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import case as acts
from anxin.apps.cases.web.forms import FactsForm
from anxin.apps.cases.web.views import page_of
from anxin.apps.registry.api import employer_meant
from anxin.kernel.outcome import BadInput, RuleBroken
from anxin.ui.access import actor_in, instant_of, needs


@needs("cases.handle")
@require_POST
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the fact sheet."""
    actor, form = actor_in(request), FactsForm(request.POST)
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, _("没有保存：%(faults)s") % {"faults": faults})
        return redirect("cases:detail", pk)
    said = form.cleaned_data
    try:
        employer = employer_meant(actor.scope, said["employer"])
        told = {
            "employer_id": employer.pk if employer else None,
            "employer_said": said["employer_said"].strip(),
            "address_said": said["address_said"].strip(),
            "facts": said["facts"].strip(),
            "workers": said["workers"],
            "amount_fen": None if said["amount"] is None else int(said["amount"] * 100),
        }
        acts.settle_facts(case_id=pk, told=told, seen=said["seen"], by=actor, at=instant_of(request))
    except BadInput as error:
        messages.error(request, error.in_words())
        return redirect("cases:detail", pk)
    except RuleBroken as error:
        if error.code != acts.OVERTAKEN:
            raise
        messages.error(request, error.in_words())
        again = FactsForm.of(queries.case(actor.scope, pk), {name: said[name] for name in said if name != "seen"})
        return page_of(request, pk, facts_form=again, facts_again=True)
    messages.success(request, _("案情已保存。"))
    return redirect("cases:detail", pk)
