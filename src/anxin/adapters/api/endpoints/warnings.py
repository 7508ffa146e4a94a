"""Warnings (预警): read, checked, answered and closed."""

from __future__ import annotations

from typing import Annotated, Any, BinaryIO, cast

from django.http import HttpRequest
from ninja import File, Form, Path, Query, Router
from ninja.files import UploadedFile

from anxin.adapters.api.access import guarded
from anxin.adapters.api.endpoints.register import code_of, debt_of, named
from anxin.adapters.api.paging import Paging, page
from anxin.adapters.api.shapes import (
    ClosingSent,
    FindingSent,
    Id,
    Level,
    WarningDetail,
    Warnings,
    WarningState,
    WordsSent,
)
from anxin.apps.warning import api as room
from anxin.base.actors import Actor
from anxin.base.files.store import put
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of

router = Router(tags=["预警"])


class Wanted(Paging):
    """Which warnings."""

    state: WarningState | None = None
    level: Level | None = None
    employer: Id | None = None


@router.get("/warnings", response=Warnings, **guarded("预警列表，新的在前", "warning.view"))
def warning_list(request: HttpRequest, asked: Query[Wanted]) -> dict[str, Any]:
    chosen = {"state": asked.state, "level": asked.level, "employer_id": asked.employer}
    rows = room.warnings(actor_in(request).scope).filter(**{key: value for key, value in chosen.items() if value})
    return page(rows, (("-pk", int),), asked, _warning)


@router.get("/warnings/{warning_id}", response=WarningDetail, **guarded("预警详情", "warning.view"))
def warning_detail(request: HttpRequest, warning_id: Path[Id]) -> dict[str, Any]:
    return _detail(actor_in(request), warning_id)


@router.post(
    "/warnings/{warning_id}/verify", response=WarningDetail, **guarded("填写核查结论", "warning.view", "warning.handle")
)
def verify(request: HttpRequest, warning_id: Path[Id], told: FindingSent) -> dict[str, Any]:
    by, at = actor_in(request), instant_of(request)
    room.verify(warning_id=warning_id, finding=told.finding, words=told.words, by=by, at=at)
    return _detail(by, warning_id)


@router.post(
    "/warnings/{warning_id}/answer", response=WarningDetail, **guarded("填写处置反馈", "warning.view", "warning.handle")
)
def answer(request: HttpRequest, warning_id: Path[Id], told: WordsSent) -> dict[str, Any]:
    by, at = actor_in(request), instant_of(request)
    room.answer_all(warning_ids=[warning_id], words=told.words, by=by, at=at)
    return _detail(by, warning_id)


@router.post(
    "/warnings/{warning_id}/close", response=WarningDetail, **guarded("凭依据办结", "warning.view", "warning.close")
)
def close(
    request: HttpRequest,
    warning_id: Path[Id],
    told: Form[ClosingSent],
    evidence: Annotated[UploadedFile | None, File()] = None,
) -> dict[str, Any]:
    by, at = actor_in(request), instant_of(request)
    _found(by, warning_id)
    kept = put(cast(BinaryIO, evidence), name=evidence.name or "", by=by, at=at).sha256 if evidence else ""
    room.close(warning_id=warning_id, closing=told.closing, note=told.note, evidence=kept, by=by, at=at)
    return _detail(by, warning_id)


def _found(by: Actor, warning_id: int) -> Any:
    """One warning within reach; asked before a file is kept, so that nobody fills the disk for another town's warning."""
    found = room.warnings(by.scope).filter(pk=warning_id).first()
    if found is None:
        raise NotFound("no_warning", "没有这条预警，或不在您的管辖地域内。")
    return found


def _warning(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "employer": named(one.employer),
        "level": one.level,
        "peak": one.peak,
        "state": one.state,
        "score": one.score,
        "reasons": one.reasons,
        "place": code_of(one.place_path),
        "raised_at": one.raised_at,
        "due_at": one.due_at,
        "owner": one.owner.name if one.owner else None,
    }


def _detail(by: Actor, warning_id: int) -> dict[str, Any]:
    one = _found(by, warning_id)
    return {
        **_warning(one),
        "turn_green": one.turn_green,
        "finding": one.finding or None,
        "verification": one.verification,
        "verified_at": one.verified_at,
        "feedback": one.feedback,
        "closing": one.closing or None,
        "closing_note": one.closing_note,
        "closed_at": one.closed_at,
        "debt": debt_of(one.employer_id) if by.may("payroll.view") else None,
    }
