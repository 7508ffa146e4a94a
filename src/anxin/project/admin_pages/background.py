"""Pages of background jobs (后台任务): what runs, what failed, and what to do about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.base.jobs import actions, queries, schedules
from anxin.base.jobs.handlers import label_of
from anxin.base.jobs.models import LIVE, Job, JobState
from anxin.kernel.outcome import AnxinError
from anxin.project import keeper
from anxin.project.admin_pages.tables import JOBS
from anxin.ui.access import actor_in, instant_of, needs, to_login, viewer
from anxin.ui.history import history
from anxin.ui.tables import listing

SHOWN_IN_BELL = 8


@needs(actions.MANAGE)
def jobs_page(request: HttpRequest) -> HttpResponse:
    """All jobs within reach; those given up stand on top of the page until somebody deals with them."""
    scope, now = actor_in(request).scope, instant_of(request)
    silent = [role for role in (keeper.CLOCK, *keeper.WORKERS) if queries.silent_since(role, now)]
    context = {
        "dead": queries.dead(scope)[:20],
        "silent": silent,
        "schedules": schedules.all_schedules(),
        "lead": _("等待或进行中 %(n)s 个，多次失败 %(m)s 个。")
        % {"n": queries.running(scope).count(), "m": queries.dead(scope).count()},
    }
    rows = queries.within(scope)
    return listing(request, JOBS, rows, template="settings/jobs.html", title=_("后台任务"), context=context)


@needs(actions.MANAGE)
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: how far it is, why it failed, and its story."""
    actor = actor_in(request)
    job = queries.one(actor, pk)
    context = {
        "job": job,
        "title": f"{label_of(job.kind)} #{job.pk}",
        "mendable": job.state in actions.MENDABLE,
        "waiting": job.state == JobState.QUEUED,
        "live": job.state in LIVE,
        "entries": history(f"jobs.job:{pk}", actor.scope),
    }
    return render(request, "settings/job.html", context)


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a job is, as a fragment that asks again until the job has ended; for its owner and its administrator."""
    actor = viewer(request)
    if actor is None:
        return to_login(request)
    job = queries.one(actor, pk)
    return render(request, "settings/progress.html", {"job": job, "live": job.state in LIVE})


def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own jobs for the bell: a fragment for the page, JSON for programs."""
    actor = viewer(request)
    if actor is None:
        return to_login(request)
    jobs = list(queries.mine(actor, instant_of(request))[:SHOWN_IN_BELL])
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"jobs": [_plain(job) for job in jobs]})
    return render(request, "settings/mine.html", {"jobs": jobs, "live": any(job.state in LIVE for job in jobs)})


@needs(actions.MANAGE)
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Run a failed job again, close it with a reason, or call a waiting one off."""
    actor, now = actor_in(request), instant_of(request)
    try:
        if verb == "retry":
            actions.retry(job_id=pk, by=actor, at=now)
        elif verb == "close":
            actions.close(job_id=pk, reason=request.POST.get("reason", ""), by=actor, at=now)
        elif verb == "cancel":
            actions.cancel(job_id=pk, by=actor, at=now)
        else:
            raise Http404
    except AnxinError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("已办理。"))
    return redirect("settings:job", pk)


def _plain(job: Job) -> dict[str, object]:
    return {
        "id": job.pk,
        "label": label_of(job.kind),
        "state": job.state,
        "percent": job.percent,
        "message": job.message,
        "error": job.error,
    }
