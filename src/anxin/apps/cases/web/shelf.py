"""The shelf (案卷): archived files, the retention list, destroy protocols, and the office's templates of replies."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import archive as acts
from anxin.apps.cases.actions import work
from anxin.apps.cases.models import Archived, Case, Destruction, ReplyTemplate, RetentionRule
from anxin.apps.cases.replying import FIELDS
from anxin.apps.cases.web.posting import Act, CaseForm
from anxin.base.actors import Actor
from anxin.base.places.models import Place
from anxin.domain.casework.retention import may_go
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, NotFound
from anxin.ui.access import actor_in, instant_of, needs

SHOWN = 200


class TownForm(CaseForm):
    """Something of a town's own."""

    place = forms.ChoiceField(label=_("街道"))

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["place"]).choices = [(one.path, one.name) for one in _towns(actor)]


class RuleForm(TownForm):
    """A line of the retention list."""

    name = forms.CharField(label=_("案卷类别"), max_length=60)
    years = forms.IntegerField(
        label=_("保管年限"), required=False, min_value=1, max_value=100, help_text=_("永久保管的留空")
    )
    basis = forms.CharField(label=_("依据"), max_length=200)


class TemplateForm(TownForm):
    """A template of replies."""

    name = forms.CharField(label=_("名称"), max_length=60)
    words = forms.CharField(
        label=_("内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(
            _("可用的字段：{fields}。同名的模板保存为新版本。"), fields="、".join(f"{{{one}}}" for one in FIELDS)
        ),
    )


class DestroyForm(CaseForm):
    """What shall be destroyed, and why."""

    cases = forms.MultipleChoiceField(label=_("到期案卷"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label=_("鉴定意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, due: list[Archived], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["cases"]).choices = [(one.case_id, one.case.title) for one in due]


class SendBackForm(CaseForm):
    """Why nothing is destroyed."""

    reason = forms.CharField(label=_("退回原因"), min_length=2, max_length=300)


def _towns(actor: Actor) -> list[Place]:
    found = Place.objects.filter(kind="town", active_to=None).order_by("path")
    return [one for one in found if actor.scope.covers(one.path)]


def _due(actor: Actor, request: HttpRequest) -> list[Archived]:
    on = local_date(instant_of(request))
    listed = set()
    for row in Destruction.objects.within(actor.scope).filter(done_at=None, declined_at=None):
        listed |= set(row.cases)
    rows = queries.shelf(actor.scope).filter(destroyed_at=None, kept_until__lt=on)
    return [one for one in rows if may_go(one.kept_until, on=on) and one.case_id not in listed]


def _templates(actor: Actor) -> list[tuple[ReplyTemplate, int, list[ReplyTemplate]]]:
    """Each template with its newest version, how many there were, and the older ones, the newest first."""
    named: dict[tuple[str, str], list[ReplyTemplate]] = {}
    for one in ReplyTemplate.objects.within(actor.scope).order_by("place_path", "name", "-active", "-at", "-pk"):
        named.setdefault((one.place_path, one.name), []).append(one)
    return [(rows[0], len(rows), rows[1:]) for rows in named.values()]


@needs("cases.view")
def page(request: HttpRequest) -> HttpResponse:
    """The shelf with everything that belongs to it."""
    actor = actor_in(request)
    towns, due = _towns(actor), _due(actor, request)
    protocols = list(Destruction.objects.within(actor.scope).order_by("-asked_at")[:SHOWN])
    titles = dict(_titles(protocols))
    context = {
        "title": _("案卷与模板"),
        "shelf": queries.shelf(actor.scope)[:SHOWN],
        "protocols": [
            (
                one,
                [(number, titles.get(number, str(number))) for number in one.cases],
                _own(one, actor),
                SendBackForm(key=one.pk),
            )
            for one in protocols
        ],
        "rules": RetentionRule.objects.within(actor.scope).filter(active=True).order_by("place_path", "name"),
        "templates": _templates(actor),
        "may_handle": actor.may("cases.handle"),
        "may_approve": actor.may("cases.approve"),
        "rule_form": RuleForm(actor=actor) if towns else None,
        "template_form": TemplateForm(actor=actor) if towns else None,
        "destroy_form": DestroyForm(due=due) if due else None,
    }
    return render(request, "cases/shelf.html", context)


def shelved(case: Case) -> dict[str, Any]:
    """Where a case stands on the shelf, and by which protocol it was destroyed."""
    if not case.is_final:
        return {}
    return {"on_shelf": Archived.objects.filter(case=case).first(), "protocol": queries.protocol_of(case)}


def _own(one: Destruction, actor: Actor) -> bool:
    return actor.is_behind([one.asked_by, *one.proposers])


def _titles(protocols: list[Destruction]) -> list[tuple[int, str]]:
    numbers = {number for one in protocols for number in one.cases}
    return [(one.pk, one.title) for one in Case.objects.filter(pk__in=numbers)]


def _carry(request: HttpRequest, form: forms.Form, act: Act, words: Any) -> HttpResponse:
    if not form.is_valid():
        faults = "；".join(f"{form.fields[name].label}：{errors[0]}" for name, errors in form.errors.items())
        messages.error(request, _("没有保存：%(faults)s") % {"faults": faults})
        return redirect("cases:shelf")
    try:
        act(form.cleaned_data, actor_in(request), instant_of(request))
    except NotFound:
        raise
    except AnxinError as error:
        messages.error(request, error.in_words())
    else:
        messages.success(request, words)
    return redirect("cases:shelf")


@needs("cases.approve")
@require_POST
def rule(request: HttpRequest) -> HttpResponse:
    """Write a line of the retention list."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.keep_rule(
            place_path=told["place"], name=told["name"], years=told["years"], basis=told["basis"], by=by, at=at
        )

    return _carry(request, RuleForm(request.POST, actor=actor_in(request)), act, _("已保存保管期限。"))


@needs("cases.handle")
@require_POST
def template(request: HttpRequest) -> HttpResponse:
    """Keep a template."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return work.keep_template(place_path=told["place"], name=told["name"], words=told["words"], by=by, at=at)

    return _carry(request, TemplateForm(request.POST, actor=actor_in(request)), act, _("已保存模板。"))


@needs("cases.handle")
@require_POST
def template_drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take a template out of use."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        work.drop_template(template_id=number, by=by, at=at)
        return None

    return _carry(request, CaseForm(request.POST), act, _("已停用模板。"))


@needs("cases.handle")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put files on a destroy protocol."""
    form = DestroyForm(request.POST, due=_due(actor_in(request), request))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.ask_destruction(case_ids=[int(one) for one in told["cases"]], reason=told["reason"], by=by, at=at)

    return _carry(request, form, act, _("已提出销毁，待另一位有审批权的人批准。"))


@needs("cases.approve")
@require_POST
def destroy(request: HttpRequest, number: int) -> HttpResponse:
    """Decide to destroy what a protocol lists."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.destroy(protocol_id=number, by=by, at=at)

    return _carry(request, CaseForm(request.POST), act, _("已按清册销毁，清册永久保存。"))


@needs("cases.view")
@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Send a protocol back, or take back one's own."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.decline_destruction(protocol_id=number, reason=told["reason"], by=by, at=at)

    return _carry(request, SendBackForm(request.POST), act, _("已退回，案卷仍在架上。"))
