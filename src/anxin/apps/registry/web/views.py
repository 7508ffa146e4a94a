"""Pages of employers, workers and projects."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from anxin.apps.registry import queries
from anxin.apps.registry.actions import employer as acts
from anxin.apps.registry.actions.reveal import reveal
from anxin.apps.registry.web.forms import EmployerForm, initial_of
from anxin.apps.registry.web.tables import EMPLOYERS, PEOPLE, PROJECTS, WORKERS
from anxin.kernel.outcome import BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.punctuation import written
from anxin.ui.tables import listing


@needs("registry.view")
def employers_page(request: HttpRequest) -> HttpResponse:
    """Employers within reach."""
    scope = actor_in(request).scope
    rows = queries.employers(scope)
    lead = _("在营企业 %(n)s 家。") % {"n": rows.filter(status="active").count()}
    return listing(
        request, EMPLOYERS, rows, template="registry/employers.html", title=_("企业台账"), context={"lead": lead}
    )


@needs("registry.view")
def employer_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One employer: particulars, people, projects, and what happened."""
    actor = actor_in(request)
    employer = queries.employer(actor.scope, pk)
    phone = ""
    if request.method == "POST":
        phone = reveal(
            employer_id=pk,
            field="contact_phone",
            reason=request.POST.get("reason", ""),
            by=actor,
            at=instant_of(request),
        )
    context = {
        "employer": employer,
        "phone": phone,
        "title": employer.name,
        "people": queries.employments_of(pk)[:50] if actor.may("registry.workers") else [],
        "people_count": queries.employments_of(pk).count(),
        "projects": queries.projects(actor.scope).filter(contractor_id=pk),
        "entries": history(f"registry.employer:{pk}", actor.scope),
        "may_edit": actor.may("registry.edit", employer.place_path),
        "may_reveal": actor.may("registry.reveal", employer.place_path),
        "may_see_people": actor.may("registry.workers", employer.place_path),
    }
    return render(request, "registry/employer.html", context)


@needs("registry.workers")
def people_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who works or worked at one employer."""
    employer = queries.employer(actor_in(request).scope, pk)
    rows = queries.employments_of(pk)
    lead = _("共 %(n)s 人次，在职 %(now)s 人。") % {"n": rows.count(), "now": rows.filter(ended_on=None).count()}
    title = f"{employer.name}{written('：')}{_('劳动者')}"
    return listing(
        request,
        PEOPLE,
        rows,
        template="registry/people.html",
        title=title,
        context={"lead": lead, "employer": employer},
    )


@needs("registry.edit")
def new_employer(request: HttpRequest) -> HttpResponse:
    """Put an employer on the register by hand."""
    actor = actor_in(request)
    form = EmployerForm(request.POST or None, scope=actor.scope)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = acts.register(
                particulars=form.particulars(), village=data["village"], grid=data["grid"], park=data["park"],
                by=actor, at=instant_of(request),
            )  # fmt: skip
        except BadInput as error:
            form.add_error("uscc", error.faults[0].in_words())
        else:
            messages.success(request, _("已登记。"))
            return redirect("registry:employer", made.pk)
    return render(request, "registry/employer_form.html", {"form": form, "title": _("登记企业")})


@needs("registry.edit")
def edit_employer(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an employer's particulars."""
    actor = actor_in(request)
    employer = queries.employer(actor.scope, pk)
    form = EmployerForm(request.POST or None, scope=actor.scope, initial=initial_of(employer))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            acts.amend(
                employer_id=pk, particulars=form.particulars(), village=data["village"], grid=data["grid"], park=data["park"],
                by=actor, at=instant_of(request),
            )  # fmt: skip
        except BadInput as error:
            form.add_error("uscc", error.faults[0].in_words())
        else:
            messages.success(request, _("已保存。"))
            return redirect("registry:employer", pk)
    return render(request, "registry/employer_form.html", {"form": form, "title": employer.name, "employer": employer})


@needs("registry.workers")
def workers_page(request: HttpRequest) -> HttpResponse:
    """Workers within reach, found by whole name or whole identity number sent in the body, never in the address."""
    words = request.POST.get("words", "") if request.method == "POST" else ""
    rows = queries.workers(actor_in(request).scope, words)
    context = {"words": words, "lead": _("证件号码加密保存，只能用完整号码查找。")}
    return listing(request, WORKERS, rows, template="registry/workers.html", title=_("劳动者"), context=context)


@needs("registry.workers")
def worker_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One worker: employments and accounts, masked."""
    actor = actor_in(request)
    worker = get_object_or_404(queries.workers(actor.scope), pk=pk)
    spells = worker.employments.select_related("employer").order_by("-started_on")
    context = {"worker": worker, "spells": spells, "accounts": worker.accounts.all(), "title": _("劳动者")}
    return render(request, "registry/worker.html", context)


@needs("registry.view")
def projects_page(request: HttpRequest) -> HttpResponse:
    """Projects within reach."""
    rows = queries.projects(actor_in(request).scope)
    missing = rows.filter(special_account=False).count()
    said = _("共 %(n)s 个项目，%(missing)s 个未设工资专用账户。") if missing else _("共 %(n)s 个项目。")
    lead = said % {"n": rows.count(), "missing": missing}
    return listing(request, PROJECTS, rows, template="ui/list.html", title=_("工程项目"), context={"lead": lead})
