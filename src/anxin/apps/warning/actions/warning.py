"""A warning's way: assigned, taken, verified, answered, closed with evidence; or opened again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anxin.apps.payroll.api import debts
from anxin.apps.warning.events import (
    WarningAnswered,
    WarningAssigned,
    WarningClosed,
    WarningReopened,
    WarningTaken,
    WarningVerified,
)
from anxin.apps.warning.models import Warning
from anxin.apps.warning.timing import tell_by
from anxin.base import clocks
from anxin.base.actors import Actor, require
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.people.queries import account_within
from anxin.base.scope import Scope
from anxin.domain.risk.raising import check_closing
from anxin.kernel.outcome import NotFound, RuleBroken

TELL = "warning.progress"
"""The clock of a verified warning: by when its handling must be told."""
MIN_WORDS = 5
"""A finding or feedback of fewer characters says nothing that could be checked later."""


@transaction.atomic
def assign(*, warning_id: int, owner_id: int, by: Actor, at: datetime) -> Warning:
    """Give an open warning to a person who may handle it there."""
    warning = _lock(warning_id, by=by, power="warning.assign")
    _still_open(warning)
    owner = account_within(owner_id, place_path=warning.place_path, power="warning.handle", at=at)
    warning.owner = owner
    warning.save(update_fields=["owner"])
    clocks.hand_over(subject=subject_of(warning.pk), owner=f"person:{owner.pk}", by=by, at=at)
    _record(WarningAssigned, warning, by=by, at=at, owner=owner.pk)
    return warning


@transaction.atomic
def take(*, warning_id: int, by: Actor, at: datetime) -> Warning:
    """Begin to check a warning; whoever takes an unowned one becomes its owner."""
    warning = _lock(warning_id, by=by, power="warning.handle")
    if warning.state != Warning.State.OPEN:
        raise RuleBroken("already_taken", "这条预警已在核查或已办结。请刷新页面。")
    if warning.owner_id is None:
        warning.owner_id = by.person_id
    warning.state = Warning.State.CHECKING
    warning.save(update_fields=["owner", "state"])
    _record(WarningTaken, warning, by=by, at=at)
    return warning


@transaction.atomic
def verify(*, warning_id: int, finding: str, words: str, by: Actor, at: datetime) -> Warning:
    """Say whether the warning is true and how that was found out; the check's clock stops."""
    warning = _lock(warning_id, by=by, power="warning.handle")
    _still_open(warning)
    _said_something(words, "请写明核查情况：到场时间、见到谁、查了什么。")
    warning.finding, warning.verification = Warning.Finding(finding), words.strip()
    warning.verified_at, warning.state = at, Warning.State.VERIFIED
    warning.save(update_fields=["finding", "verification", "verified_at", "state"])
    clocks.stop(subject=subject_of(warning.pk), kind="warning.check", outcome="verified", by=by, at=at)
    _expect_word(warning, by=by, at=at)
    _record(WarningVerified, warning, by=by, at=at, finding=finding)
    return warning


@transaction.atomic
def answer(*, warning_id: int, words: str, by: Actor, at: datetime) -> Warning:
    """Write down what was done (处置反馈)."""
    warning = _lock(warning_id, by=by, power="warning.handle")
    _still_open(warning)
    _said_something(words, "请写明采取的措施和结果。")
    warning.feedback = words.strip()
    warning.save(update_fields=["feedback"])
    if warning.state == Warning.State.VERIFIED:
        clocks.stop(subject=subject_of(warning.pk), kind=TELL, outcome="told", by=by, at=at)
        _expect_word(warning, by=by, at=at)
    _record(WarningAnswered, warning, by=by, at=at)
    return warning


@transaction.atomic
def close(*, warning_id: int, closing: str, note: str, evidence: str, by: Actor, at: datetime) -> Warning:
    """Close a verified warning; only with evidence (办结须有依据)."""
    warning = _lock(warning_id, by=by, power="warning.close")
    _still_open(warning)
    debt = debts(Scope.everywhere()).filter(employer_id=warning.employer_id).first()
    check_closing(kind=closing, finding=warning.finding, evidence=evidence, arrears_fen=debt["fen"] if debt else 0)
    _said_something(note, "请写明办结说明。")
    warning.closing, warning.closing_note, warning.evidence = Warning.Closing(closing), note.strip(), evidence
    warning.state, warning.closed_at, warning.closed_by = Warning.State.CLOSED, at, by.id
    warning.save(update_fields=["closing", "closing_note", "evidence", "state", "closed_at", "closed_by"])
    clocks.stop(subject=subject_of(warning.pk), kind=TELL, outcome="closed", by=by, at=at)
    _record(WarningClosed, warning, by=by, at=at, closing=closing, evidence=evidence)
    return warning


@transaction.atomic
def reopen(*, warning_id: int, words: str, by: Actor, at: datetime) -> Warning:
    """Open a closed warning again, saying why; refused while another one is open for the employer."""
    warning = _lock(warning_id, by=by, power="warning.close")
    if warning.state != Warning.State.CLOSED:
        raise RuleBroken("not_closed", "这条预警没有办结，不需要重新打开。")
    if Warning.objects.filter(employer_id=warning.employer_id).exclude(state=Warning.State.CLOSED).exists():
        raise RuleBroken("another_open", "该企业已有未办结的预警，请在那一条中处置。")
    _said_something(words, "请写明重新打开的原因。")
    warning.state, warning.closed_at, warning.closing = Warning.State.VERIFIED, None, ""
    warning.feedback = f"{warning.feedback}\n重新打开：{words.strip()}".strip()
    warning.save(update_fields=["state", "closed_at", "closing", "feedback"])
    _expect_word(warning, by=by, at=at)
    _record(WarningReopened, warning, by=by, at=at)
    return warning


def _expect_word(warning: Warning, *, by: Actor, at: datetime) -> None:
    """Let the clock run for telling what is being done (处置反馈), so that a verified warning always has a due day."""
    timed = tell_by(at)
    if timed is None:
        return
    clocks.start(
        kind=TELL,
        title=f"反馈预警处置进展：{warning.employer.name}",
        subject=subject_of(warning.pk),
        url=f"/office/warning/{warning.pk}/",
        place_path=warning.place_path,
        owner=f"person:{warning.owner_id}" if warning.owner_id else "role:clerk",
        **timed.for_clock(),
        by=by,
        at=at,
    )
    warning.due_at = timed.due_at
    warning.save(update_fields=["due_at"])


def subject_of(warning_id: int) -> str:
    """The name under which events and clocks know a warning."""
    return f"warning:{warning_id}"


def _lock(warning_id: int, *, by: Actor, power: str) -> Warning:
    warning = Warning.objects.select_for_update().within(by.scope).filter(pk=warning_id).first()
    if warning is None:
        raise NotFound("no_warning", "没有这条预警，或不在您的管辖地域内。")
    require(by, power, warning.place_path)
    return warning


def _still_open(warning: Warning) -> None:
    if warning.state == Warning.State.CLOSED:
        raise RuleBroken("warning_closed", "这条预警已经办结。如有新情况，请重新打开。")


def _said_something(words: str, remedy: str) -> None:
    if len(words.strip()) < MIN_WORDS:
        raise RuleBroken("too_short", remedy)


def _record(event: type[Event], warning: Warning, *, by: Actor, at: datetime, **more: object) -> None:
    told = event(warning=warning.pk, employer=warning.employer_id, place=warning.place_path, **more)  # type: ignore[call-arg]
    record(told, by=by, at=at)
