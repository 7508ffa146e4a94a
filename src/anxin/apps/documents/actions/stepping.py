"""Issuing or serving a paper and taking the step it serves (签发并办理), in one transaction: both happen, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anxin.apps.cases.api import Told, perform
from anxin.apps.documents.actions.paper import issue
from anxin.apps.documents.actions.service import Served, serve
from anxin.apps.documents.holding import held
from anxin.apps.documents.models import Paper
from anxin.base.actors import Actor


@dataclass(frozen=True, slots=True)
class Then:
    """The step that was chosen together with the paper."""

    procedure: int
    verb: str


@transaction.atomic
def issue_and_step(*, paper_id: int, then: Then, by: Actor, at: datetime) -> Paper:
    """Issue a paper and take the step; when the step is refused the paper gets no number either."""
    paper = issue(paper_id=paper_id, by=by, at=at)
    _step(paper, then, by=by, at=at)
    return paper


@transaction.atomic
def serve_and_step(*, paper_id: int, told: Served, then: Then, by: Actor, at: datetime) -> Paper:
    """Record how a paper was served and take the step that waited for it."""
    paper = serve(paper_id=paper_id, told=told, by=by, at=at).paper
    _step(paper, then, by=by, at=at)
    return paper


def _step(paper: Paper, then: Then, *, by: Actor, at: datetime) -> None:
    told = Told(dates=held(paper).dates, papers=(paper.pk,))
    perform(procedure_id=then.procedure, verb=then.verb, told=told, by=by, at=at)
