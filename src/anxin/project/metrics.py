"""/metrics for the monitoring (运行监控): counts and ages only, no personal data; to this machine, or with a token."""

from __future__ import annotations

import hmac
import shutil

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from anxin.base.eventlog.models import EventRow
from anxin.base.jobs.models import Job, JobState, KeeperBeat
from anxin.ui.access import instant_of

LOCAL = frozenset({"127.0.0.1", "::1"})


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures in Prometheus' text form."""
    if not allowed(request):
        return HttpResponseForbidden("metrics are for this machine, or with a token")
    registry = CollectorRegistry()
    jobs = Gauge("anxin_jobs", "Jobs by state", ["state"], registry=registry)
    for state in JobState.values:
        if state != JobState.DONE:
            jobs.labels(state).set(Job.objects.filter(state=state).count())
    beats = Gauge("anxin_heartbeat_age_seconds", "Age of the newest heartbeat by role", ["role"], registry=registry)
    now = instant_of(request)
    for role in KeeperBeat.objects.values_list("role", flat=True).distinct():
        newest = KeeperBeat.objects.filter(role=role).latest("at")
        beats.labels(role).set((now - newest.at).total_seconds())
    last = EventRow.objects.order_by("-seq").values_list("seq", flat=True).first()
    Gauge("anxin_events", "Number of the newest event", registry=registry).set(last or 0)
    free = Gauge("anxin_disk_free_bytes", "Free space of the data directory", registry=registry)
    free.set(shutil.disk_usage(settings.SETTINGS.data_dir).free)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def allowed(request: HttpRequest) -> bool:
    """This machine itself, not one that a proxy speaks for; or whoever shows the token."""
    token = settings.SETTINGS.metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown, token):
        return True
    return request.META.get("REMOTE_ADDR") in LOCAL and "X-Forwarded-For" not in request.headers
