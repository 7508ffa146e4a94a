"""The office's pages of the consultation: answers, their versions, what waits for a second person, and the gaps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from anxin.apps.advice import queries
from anxin.apps.advice.actions import answer as acts
from anxin.apps.advice.actions.answer import Written
from anxin.apps.advice.actions.gap import settle as settle_gap
from anxin.apps.advice.models import AnswerVersion
from anxin.apps.advice.web.forms import AnswerForm
from anxin.domain.advice.answers import Answer, shipped, topics
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.tables import Column, Filter, Table, listing

GAPS = Table(
    "advice-gaps",
    columns=(
        Column("words", gettext_lazy("问题"), lambda r: r.words, sort="words"),
        Column("count", gettext_lazy("次数"), lambda r: r.count, sort="count", align="right"),
        Column("first", gettext_lazy("首次"), lambda r: r.first_on, sort="first_on"),
        Column("last", gettext_lazy("最近"), lambda r: r.last_on, sort="last_on"),
        Column("act", gettext_lazy("操作"), lambda r: "", template="advice/gap_act.html"),
    ),
    filters=(
        Filter("q", gettext_lazy("问题"), lambda rows, t: rows.filter(words__contains=t), kind="text", wide=True),
        Filter("since", gettext_lazy("最近自"), lambda rows, v: rows.filter(last_on__gte=v), kind="date"),
    ),
    order=("-count", "-last_on", "pk"),
    empty=gettext_lazy("没有未答的问题。同一个问题有三次没找到解答，就会列在这里。"),
)  # fmt: skip


@needs("advice.view")
def answers_page(request: HttpRequest) -> HttpResponse:
    """Every answer by topic, searched as workers search; what waits for a second person goes first."""
    today, asked = local_date(instant_of(request)), request.GET.get("q", "").strip()
    known = queries.current()
    found = [hit.answer for hit in queries.find(asked, most=20)] if asked else list(known.values())
    lines = [(one, queries.shown(one, on=today)) for one in found]
    context = {
        "title": _("政策解答"),
        "asked": asked,
        "topics": [(word, [line for line in lines if line[0].topic == name]) for name, word in topics().items()],
        "drafts": list(queries.drafts()),
        "gaps": queries.gaps().count(),
        "count": len(found),
        "unverified": sum(1 for _one, told in lines if told and not told.verified),
        "withdrawn": sorted(set(shipped()) - set(known)),
    }
    return render(request, "advice/answers.html", context)


@needs("advice.view")
def answer_page(request: HttpRequest, answer: str) -> HttpResponse:
    """One answer as workers read it, with its versions and who wrote and checked each."""
    today, actor = local_date(instant_of(request)), actor_in(request)
    versions, held = list(queries.versions(answer)), queries.current().get(answer)
    if held is None and not versions and answer not in shipped():
        raise Http404
    context = {
        "title": (held or _known(answer, versions)).question,
        "name": answer,
        "told": queries.shown(held, on=today) if held else None,
        "held": held,
        "versions": versions,
        "draft": next((one for one in versions if one.state == "draft"), None),
        "ships": answer in shipped(),
        "entries": history([f"advice.answer:{answer}"], actor.scope),
    }
    return render(request, "advice/answer.html", context)


def _known(name: str, versions: list[AnswerVersion]) -> Answer:
    return versions[0].value if versions else shipped()[name]


@needs("advice.write")
def new(request: HttpRequest) -> HttpResponse:
    """Write an answer that is not there yet; a gap may say what is asked."""
    start = {"question": request.GET.get("question", "")[:120]}
    return _write(request, AnswerForm(request.POST or None, initial=start), _("起草解答"), reverse("advice:answers"))


@needs("advice.write")
def edit(request: HttpRequest, answer: str) -> HttpResponse:
    """Write the next version of an answer."""
    versions = list(queries.versions(answer))
    if answer not in shipped() and not versions:
        raise Http404
    known = queries.current().get(answer) or _known(answer, versions)
    draft = next((one for one in versions if one.state == "draft"), None)
    form = AnswerForm(request.POST or None, known=draft.value if draft else known)
    return _write(request, form, _("修改解答"), reverse("advice:answer", args=[answer]))


def _write(request: HttpRequest, form: AnswerForm, title: str, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            written = Written(form.answer, form.cleaned_data["reason"])
            version = acts.draft(written=written, by=actor_in(request), at=instant_of(request))
        except BadInput as problem:
            form.add_error(None, "；".join(one.in_words() for one in problem.faults) or problem.message)
        else:
            messages.success(request, _("已存为待复核的第 %(n)s 版，由另一个人复核后发布。") % {"n": version.number})
            return redirect("advice:answer", version.name)
    context = {"form": form, "title": title, "back": back}
    return render(request, "advice/edit.html", context, status=400 if form.errors else 200)


@needs("advice.check")
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft that somebody else wrote."""
    return _done(request, acts.publish, {"version_id": pk}, _("已发布，工友现在看到的就是这一版。"))


@needs("advice.write")
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    return _done(request, acts.drop, {"version_id": pk}, _("已放弃这一版。"))


@needs("advice.check")
@require_POST
def withdraw(request: HttpRequest, answer: str) -> HttpResponse:
    """Show an answer no more."""
    told = {"name": answer, "reason": request.POST.get("reason", "")}
    return _done(request, acts.withdraw, told, _("已撤下。修改后经复核可以再发布。"))


def _done(request: HttpRequest, act: Any, told: dict[str, Any], words: str) -> HttpResponse:
    try:
        version: AnswerVersion = act(**told, by=actor_in(request), at=instant_of(request))
    except AnxinError as problem:
        messages.error(request, problem.in_words())
        return HttpResponseRedirect(_back(request))
    messages.success(request, words)
    return redirect("advice:answer", version.name)


def _back(request: HttpRequest) -> str:
    """Where the form came from, when that is a page of ours; a form from elsewhere leads nowhere else."""
    told = request.POST.get("back", "")
    ours = told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None)
    return told if ours else reverse("advice:answers")


@needs("advice.view")
def gaps_page(request: HttpRequest) -> HttpResponse:
    """Questions that several asked and nothing answered."""
    rows = queries.gaps()
    lead = _("%(n)s 个问题没有解答，问得多的在前。") % {"n": rows.count()}
    context = {"lead": lead, "may_write": "advice.write" in actor_in(request).powers}
    return listing(request, GAPS, rows, template="ui/list.html", title=_("未答的问题"), context=context)


@needs("advice.write")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question off the list: an answer was written, or it is none of ours."""
    settle_gap(gap_id=pk, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已从列表中移去。"))
    return redirect("advice:gaps")
