"""Pages of the audit log (审计日志): who did what, and the proof that nothing of it was changed."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.base.eventlog import anchoring, queries
from anxin.base.eventlog.reading import in_words
from anxin.base.jobs.models import LIVE, Job
from anxin.base.jobs.proving import PROVE
from anxin.base.jobs.queue import enqueue
from anxin.kernel.clock import local_date
from anxin.project.admin_pages.tables import EVENTS, with_names
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import listing

AUDIT = "audit.view"


@needs(AUDIT)
def events_page(request: HttpRequest) -> HttpResponse:
    """Every event within the auditor's reach, the newest first."""
    rows = with_names(queries.audited(actor_in(request).scope))
    lead = _("每一条都由哈希链保护，改动、删除、调换、截断都会在验证时暴露。")
    return listing(request, EVENTS, rows, template="settings/audit.html", title=_("审计日志"), context={"lead": lead})


@needs(AUDIT)
def event_page(request: HttpRequest, seq: int) -> HttpResponse:
    """One event with everything its hash covers, and the story of its subject."""
    scope = actor_in(request).scope
    row = with_names(queries.audited(scope)).filter(pk=seq).first()
    if row is None:
        raise Http404
    context = {
        "row": row,
        "title": spoken(in_words(row)),
        "payload": json.dumps(row.data, ensure_ascii=False, indent=1),
        "entries": history(row.subject, scope),
    }
    return render(request, "settings/event.html", context)


@needs(AUDIT)
def proof_page(request: HttpRequest) -> HttpResponse:
    """Whether the log is whole: the latest proof with what it found, and the earlier ones."""
    proofs = list(Job.objects.filter(kind=PROVE).order_by("-id")[:10])
    latest = next((job for job in proofs if job.result is not None), None)
    context = {
        "title": _("验证审计链"),
        "proofs": proofs,
        "latest": latest,
        "live": next((job for job in proofs if job.state in LIVE), None),
    }
    return render(request, "settings/proof.html", context)


@needs(AUDIT)
@require_POST
def prove(request: HttpRequest) -> HttpResponse:
    """Have the log proved now, in the background."""
    enqueue(PROVE, {}, at=instant_of(request), by=actor_in(request), key=PROVE)
    messages.success(request, _("已开始验证，完成后在本页显示结果。"))
    return redirect("settings:proof")


@needs(AUDIT)
def anchor(request: HttpRequest) -> HttpResponse:
    """The heads of all chains as a file, to be kept outside this system."""
    now = instant_of(request)
    written = json.dumps(anchoring.take(now).to_json(), ensure_ascii=False, indent=1)
    answer = HttpResponse(written, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="anxin-anchor-{local_date(now).isoformat()}.json"'
    return answer
