"""Working together on a case, on the screen: notes, replies, co-handlers, merging, splitting, the graph."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import archive as archiving
from anxin.apps.cases.actions import joining, work
from anxin.apps.cases.actions.handling import offered
from anxin.apps.cases.graph import around
from anxin.apps.cases.knowing import MAIN
from anxin.apps.cases.models import Case
from anxin.apps.cases.replying import filled
from anxin.apps.cases.web.drawing import picture
from anxin.apps.cases.web.names import names_of
from anxin.apps.cases.web.posting import CaseForm, carry_out
from anxin.base.actors import Actor
from anxin.base.people.models import Post
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, NotFound, RuleBroken
from anxin.ui.access import actor_in, instant_of, needs


class NoteForm(CaseForm):
    """A note among colleagues."""

    words = forms.CharField(label=_("便签（当事人看不到）"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class ReplyForm(CaseForm):
    """Words to everybody who filed, from a template or one's own."""

    template = forms.ChoiceField(label=_("用模板"), required=False)
    words = forms.CharField(
        label=_("答复（当事人可见）"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, case: Case, **more: Any) -> None:
        super().__init__(*args, **more)
        self.case = case
        self.known = {str(one.pk): one for one in queries.templates(case.place_path)}
        choices = [("", _("不用模板")), *((number, one.name) for number, one in self.known.items())]
        cast(Any, self.fields["template"]).choices = choices

    def text(self, *, on: date) -> str:
        """What is sent: the template's words about this case, with what was written below."""
        chosen = self.known.get(self.cleaned_data["template"])
        words = filled(chosen.words, self.case, on=on) if chosen else ""
        return "\n".join(one for one in (words, self.cleaned_data["words"]) if one)


class HelperForm(CaseForm):
    """Who shall handle it, too."""

    account = forms.ChoiceField(label=_("协办人"))

    def __init__(self, *args: Any, owners: list[tuple[int, str]] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["account"]).choices = owners or []


class MergeForm(CaseForm):
    """Into which case this one goes."""

    into = forms.ChoiceField(label=_("并入"))

    def __init__(self, *args: Any, others: list[Case], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["into"]).choices = [(one.pk, f"{one.title} {one.against}") for one in others]


class SplitForm(CaseForm):
    """Who goes out into a case of their own."""

    claimants = forms.MultipleChoiceField(label=_("分出的主张人"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, names: dict[int, str], **more: Any) -> None:
        super().__init__(*args, **more)
        cast(Any, self.fields["claimants"]).choices = list(names.items())


class ArchiveForm(CaseForm):
    """By which line of the retention list."""

    rule = forms.ChoiceField(label=_("案卷类别"))

    def __init__(self, *args: Any, case: Case, **more: Any) -> None:
        super().__init__(*args, **more)
        rules = queries.retention_rules(case.place_path)
        for_good = _("永久")
        cast(Any, self.fields["rule"]).choices = [
            (one.pk, f"{one.name}（{for_good if one.years is None else f'{one.years} 年'}）") for one in rules
        ]


def _others(case: Case, actor: Actor) -> list[Case]:
    """The cases that this one may go into."""
    found = queries.cases(actor.scope).filter(town_path=case.town_path, state__in=joining.WORKED_ON)
    same = found.filter(employer=case.employer_id) if case.employer_id else found
    return list(same.exclude(pk=case.pk).order_by("-opened_at")[:50])


def _with_places(owners: list[tuple[int, str]], case: Case, on: date) -> list[tuple[int, str]]:
    """Whoever may help, those who sit outside this town with the place they sit at (区、市)."""
    posts = Post.objects.running(on).filter(account__in=[number for number, _name in owners]).select_related("place")
    away = {one.account_id: one.place.name for one in posts if not one.place.path.startswith(case.town_path)}
    return [(number, f"{name}（{away[number]}）" if number in away else name) for number, name in owners]


def work_shown(case: Case, actor: Actor, owners: list[tuple[int, str]], *, at: datetime) -> dict[str, Any]:
    """What stands on the case's page of working together."""
    on = local_date(at)
    names, others = names_of(case), _others(case, actor) if case.state in joining.WORKED_ON else []
    helping = list(case.co_handlers.filter(until=None).select_related("account").order_by("since"))
    return {
        "notes": case.notes.order_by("-at", "-pk"),
        "note_form": NoteForm(),
        "reply_form": ReplyForm(case=case),
        "helpers": helping,
        "helper_form": HelperForm(owners=_with_places(owners, case, on)),
        **_merging(case, others),
        "split_form": SplitForm(names=names) if len(names) > 1 and case.state in joining.WORKED_ON else None,
        **_archiving(case, actor, at=at),
    }


def _merging(case: Case, others: list[Case]) -> dict[str, Any]:
    """The form for going into another case, or why this one may not: nothing is offered that would be refused."""
    why, able = "", []
    try:
        if others:
            joining.check_leaving(case)
        for one in others:
            able += _pair(case, one)
    except RuleBroken as refused:
        why, able = refused.message.rstrip("。"), []
    return {"merge_form": MergeForm(others=able) if able else None, "merge_not": why}


def _pair(case: Case, other: Case) -> list[Case]:
    try:
        joining.check_pair(case, other)
    except RuleBroken:
        return []
    return [other]


def _archiving(case: Case, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """The form for the shelf, or why the case may not go there yet, as the page says it of every other act."""
    if case.state not in {"closed", "refused"}:
        return {}
    main = case.procedures.filter(kind=MAIN).first()
    offer = next((one for one in offered(main, actor, at=at) if one.move.verb == "archive"), None) if main else None
    named = case_types()[MAIN].conditions[RETENTION]
    lacking = [one for one in offer.obstacles if one != named] if offer else []
    form = ArchiveForm(case=case)
    if not form.fields["rule"].choices:  # type: ignore[attr-defined]
        lacking.append(NO_RULES)
    return {"archive_form": None if lacking else form, "archive_not": "；".join(lacking)}


RETENTION = "retention_named"
NO_RULES = "有审批权的人先在“案卷与模板”录入保管期限表"


@needs("cases.handle")
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a note."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return work.note(case_id=pk, words=told["words"], by=by, at=at)

    return carry_out(request, NoteForm(request.POST), act, _("已留下便签。"), pk=pk)


@needs("cases.handle")
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to everybody who filed."""
    form = ReplyForm(request.POST, case=queries.case(actor_in(request).scope, pk))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return work.reply(case_id=pk, words=form.text(on=local_date(at)), by=by, at=at)

    return carry_out(request, form, act, _("已答复当事人。"), pk=pk)


@needs("cases.handle")
@require_POST
def helper(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a co-handler."""
    number = request.POST.get("account", "")

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return work.add_co_handler(case_id=pk, account_id=int(number) if number.isdecimal() else 0, by=by, at=at)

    return carry_out(request, CaseForm(request.POST), act, _("已增加协办人。"), pk=pk)


@needs("cases.handle")
@require_POST
def helper_end(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """End a co-handler's help."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        work.end_co_handler(case_id=pk, account_id=number, by=by, at=at)
        return None

    return carry_out(request, CaseForm(request.POST), act, _("已撤销协办人。"), pk=pk)


@needs("cases.handle")
@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring this case into another."""
    actor = actor_in(request)
    form = MergeForm(request.POST, others=_others(queries.case(actor.scope, pk), actor))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return joining.merge(case_id=pk, into=int(told["into"]), by=by, at=at)

    return carry_out(request, form, act, _("已并案，诉求、主张人和台账都已转入。"), pk=pk)


@needs("cases.handle")
@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Take workers out into a case of their own."""
    form = SplitForm(request.POST, names=names_of(queries.case(actor_in(request).scope, pk)))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return joining.split(case_id=pk, claimant_ids=[int(one) for one in told["claimants"]], by=by, at=at)

    def said(other: Any) -> str:
        return _("已分案到%(case)s，台账随主张人转入新案。") % {"case": other.title}

    return carry_out(request, form, act, said, pk=pk)


@needs("cases.handle")
@require_POST
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a filing out into a case of its own, and go there."""
    actor, number = actor_in(request), request.POST.get("filing", "")
    if not number.isdecimal() or not queries.case(actor.scope, pk).filings.filter(filing=int(number)).exists():
        raise NotFound("cases.no_filing", "这件诉求没有归入本案。")
    try:
        other = joining.detach(filing_id=int(number), by=actor, at=instant_of(request))
    except AnxinError as error:
        messages.error(request, error.in_words())
        return redirect("cases:detail", pk)
    messages.success(request, _("已分出，另案办理。"))
    return redirect("cases:detail", other.pk)


@needs("cases.handle")
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the case on the shelf."""
    form = ArchiveForm(request.POST, case=queries.case(actor_in(request).scope, pk))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return archiving.archive(case_id=pk, rule_id=int(told["rule"]), by=by, at=at)

    return carry_out(request, form, act, _("已归档。"), pk=pk)


@needs("cases.view")
def graph(request: HttpRequest, pk: int) -> HttpResponse:
    """Who hangs together with this case."""
    actor = actor_in(request)
    case = queries.case(actor.scope, pk)
    title = _("%(case)s 关系图") % {"case": case.title}
    return render(
        request, "cases/graph.html", {"case": case, "title": title, "drawn": picture(around(case, actor.scope))}
    )
