"""Reads of jobs for the bell, the list and the health page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from anxin.base.actors import Actor
from anxin.base.jobs.models import LIVE, Job, JobState, KeeperBeat
from anxin.base.scope import Scope
from anxin.kernel.outcome import NotFound

RECENT = timedelta(hours=12)
SILENT_AFTER = timedelta(minutes=2)


def mine(by: Actor, at: datetime) -> QuerySet[Job]:
    """A person's own jobs: those still to be done, and those that ended lately; the newest first."""
    own = Job.objects.filter(by=by.id)
    recent = own.filter(finished_at__gte=at - RECENT)
    return (own.filter(state__in=LIVE) | recent).order_by("-id")


def within(scope: Scope) -> QuerySet[Job]:
    """Jobs within reach; those of the whole server are seen by whoever sees any place, for somebody must mend them."""
    if not scope.paths:
        return Job.objects.none()
    return Job.objects.within(scope) | Job.objects.filter(place_path="")


def running(scope: Scope) -> QuerySet[Job]:
    """Jobs that wait or run within reach."""
    return within(scope).filter(state__in=LIVE).order_by("lane", "run_at", "id")


def dead(scope: Scope) -> QuerySet[Job]:
    """Jobs that were given up and wait for a person (死信)."""
    return within(scope).filter(state=JobState.DEAD).order_by("-finished_at", "-id")


def one(by: Actor, job_id: int) -> Job:
    """A job that the viewer owns or that lies within reach."""
    job = (Job.objects.filter(by=by.id) | within(by.scope)).filter(pk=job_id).first()
    if job is None:
        raise NotFound("no_job", "没有这个任务，或不在您的管辖地域内。")
    return job


def silent_since(role: str, at: datetime) -> datetime | None:
    """When a background process was last seen, if that is too long ago or never; None when it is well."""
    seen = KeeperBeat.objects.filter(role=role).order_by("-at").values_list("at", flat=True).first()
    if seen is None:
        return at
    return seen if at - seen > SILENT_AFTER else None
