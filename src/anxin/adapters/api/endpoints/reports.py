"""Weekly reports (欠薪欠保周报) with their figures, and the clocks (时限) that run."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import AwareDatetime

from anxin.adapters.api.access import guarded
from anxin.adapters.api.endpoints.register import code_of
from anxin.adapters.api.paging import Paging, page
from anxin.adapters.api.shapes import Id, Page
from anxin.apps.documents import api as room
from anxin.base import clocks
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of

router = Router(tags=["周报与时限"])


class ReportOut(Schema):
    """A weekly report (欠薪欠保周报)."""

    id: int
    week: str
    version: int
    state: Literal["draft", "signed", "superseded"]
    place: str
    as_of: datetime
    signed_at: datetime | None
    sha256: str


class IndicatorOut(Schema):
    """What a figure means."""

    key: str
    label: str
    group: str
    unit: str
    meaning: str


class LineOut(Schema):
    """The figures of a village, a sector or the whole; amounts in fen."""

    code: str
    name: str
    figures: dict[str, int]


class ReportDetail(ReportOut):
    """A weekly report with its figures."""

    indicators: list[IndicatorOut]
    total: LineOut
    villages: list[LineOut]
    focus: list[LineOut]
    summary: str
    remarks: str


class ClockOut(Schema):
    """A running obligation (时限)."""

    id: int
    kind: str
    title: str
    subject: str
    place: str
    started_at: datetime
    due_at: datetime
    late: bool
    law_param: str
    provisional: bool


class Reports(Page):
    """A page of weekly reports."""

    items: list[ReportOut]


class Clocks(Page):
    """A page of clocks."""

    items: list[ClockOut]


class WantedReports(Paging):
    """Which reports."""

    state: Literal["draft", "signed", "superseded"] | None = None


class WantedClocks(Paging):
    """Until when due."""

    due_before: AwareDatetime | None = None


@router.get("/weekly-reports", response=Reports, **guarded("周报列表，新的在前", "documents.view"))
def reports(request: HttpRequest, asked: Query[WantedReports]) -> dict[str, Any]:
    rows = room.reports(actor_in(request).scope)
    return page(rows.filter(state=asked.state) if asked.state else rows, (("-pk", int),), asked, _report)


@router.get(
    "/weekly-reports/{report_id}", response=ReportDetail, **guarded("周报数据（含各指标口径）", "documents.view")
)
def report(request: HttpRequest, report_id: Path[Id]) -> dict[str, Any]:
    found = room.reports(actor_in(request).scope).filter(pk=report_id).first()
    if found is None:
        raise NotFound("no_report", "没有这份周报，或不在密钥的地域内。")
    sheet = room.sheet(found)
    return {
        **_report(found),
        "indicators": [asdict(one) for one in room.INDICATORS],
        "total": _line(sheet.total),
        "villages": [_line(one) for one in sheet.villages],
        "focus": [_line(one) for one in sheet.focus],
        "summary": sheet.summary,
        "remarks": sheet.remarks,
    }


@router.get("/clocks", response=Clocks, **guarded("在走的时限，先到期的在前", "cockpit.view"))
def running(request: HttpRequest, asked: Query[WantedClocks]) -> dict[str, Any]:
    now = instant_of(request)
    rows = clocks.running(actor_in(request).scope)
    rows = rows.filter(due_at__lt=asked.due_before) if asked.due_before else rows
    return page(rows, (("due_at", datetime), ("pk", int)), asked, lambda one: _clock(one, now))


def _report(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "week": one.week,
        "version": one.version,
        "state": one.state,
        "place": code_of(one.place_path),
        "as_of": one.as_of,
        "signed_at": one.signed_at,
        "sha256": one.snapshot_sha256,
    }


def _line(one: Any) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "figures": dict(one.figures)}


def _clock(one: Any, now: datetime) -> dict[str, Any]:
    return {
        "id": one.pk,
        "kind": one.kind,
        "title": one.title,
        "subject": one.subject,
        "place": code_of(one.place_path),
        "started_at": one.started_at,
        "due_at": one.due_at,
        "late": one.paused_at is None and one.due_at < now,
        "law_param": one.law_param,
        "provisional": one.provisional,
    }
