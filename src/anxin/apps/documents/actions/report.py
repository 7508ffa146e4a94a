"""The town's weekly report (周报): composed from a snapshot, signed, corrected by a newer version, never overwritten."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from anxin.apps.documents.actions.report_rows import begun, done, left_over, write
from anxin.apps.documents.counting import Tally
from anxin.apps.documents.events import ReportComposed, ReportSigned, ReportSuperseded
from anxin.apps.documents.measures import bounds_of
from anxin.apps.documents.models import ReportRows, WeeklyReport, WeeklyReturn
from anxin.apps.documents.snapshots import compose as compose_snapshot
from anxin.apps.documents.snapshots import digest, is_sound, without_rows
from anxin.apps.documents.spooling import Spool
from anxin.apps.documents.week_rows import rows_of_week
from anxin.apps.documents.weekly import DEFINITIONS
from anxin.base.actors import Actor, require
from anxin.base.alone import alone
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.places.models import Place, PlaceKind
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound, RuleBroken
from anxin.kernel.period import Week


def compose(
    *, week: Week, town: Place, remarks: str = "", correction: str = "", by: Actor, at: datetime
) -> WeeklyReport:
    """Freeze the week's figures as known now and make a draft of them; an older draft is set aside, not changed.

    A signed report of the week can only be followed by a correction that says why. One report of a town at a time: the books
    are read without holding the database, their rows are written in parts, and the report stands when all of them do.
    """
    require(by, "documents.compose", town.path)
    if local_date(at) < week.monday:
        raise RuleBroken("week_not_begun", "这一周还没有开始，不能编制周报。")
    remarks, correction = remarks.strip(), correction.strip()
    with alone("documents.compose", town.path):
        _signed(week, town, correction)
        with (
            begun(week=week, town=town, remarks=remarks, correction=correction, by=by, at=at) as rows,
            Spool() as spool,
        ):
            snapshot = _snapshot(week, town, at, spool)
            draft = WeeklyReport(
                week=str(week),
                place=town,
                place_path=town.path,
                as_of=at,
                snapshot=snapshot,
                snapshot_sha256=digest(snapshot),
                shown=without_rows(snapshot),
                rows=rows,
                definitions=DEFINITIONS,
                remarks=remarks,
                correction=correction,
                composed_by=by.id,
                composed_by_name=by.name,
                composed_at=at,
            )
            write(rows, spool)
            return _keep(draft, rows, by=by, at=at)


def compose_again(
    *, rows_id: int, town_id: int, week: str, remarks: str, correction: str, by: Actor, at: datetime
) -> bool:
    """Compose a report again whose composing was killed in the middle, as whoever wanted it; answers whether there was need."""
    town = Place.objects.get(pk=town_id)
    with alone("documents.compose", town.path):  # Whoever still composes it is waited for.
        needed = left_over(rows_id)
    if needed:
        compose(week=Week.parse(week), town=town, remarks=remarks, correction=correction, by=by, at=at)
    return needed


@transaction.atomic
def _keep(draft: WeeklyReport, rows: ReportRows, *, by: Actor, at: datetime) -> WeeklyReport:
    """Give a draft its number, in the place of the one before; it may have been signed meanwhile."""
    earlier = WeeklyReport.objects.filter(place=draft.place, week=draft.week)
    versions = list(earlier.select_for_update().values_list("version", flat=True))
    draft.supersedes = _signed(Week.parse(draft.week), draft.place, draft.correction)
    earlier.filter(state=WeeklyReport.State.DRAFT).update(state=WeeklyReport.State.SUPERSEDED)
    draft.version = max(versions, default=0) + 1
    draft.save(force_insert=True)
    done(rows)
    _record(ReportComposed, draft, by=by, at=at)
    return draft


def _signed(week: Week, town: Place, correction: str) -> WeeklyReport | None:
    """The signed report of a week, if there is one; only a correction may follow it."""
    signed = WeeklyReport.objects.filter(place=town, week=str(week), state=WeeklyReport.State.SIGNED)
    found = signed.defer("snapshot").first()
    if found is not None and not correction.strip():
        raise RuleBroken(
            "already_signed", "本周周报已签发，不能改动。如有错误，请选择“更正”，写明更正原因，系统将另出一版。"
        )
    return found


def _snapshot(week: Week, town: Place, at: datetime, spool: Spool) -> dict[str, object]:
    """Read the week once: every row is counted and laid down in the spool."""
    villages = list(Place.objects.filter(path__startswith=town.path, kind=PlaceKind.VILLAGE).order_by("code"))
    returns = {one.place_id: one for one in WeeklyReturn.objects.filter(week=str(week), place__in=villages)}
    tally = Tally(bounds_of(week, local_date(at)))
    codes = [(one.path, one.code) for one in villages]
    for kind, row in rows_of_week(Scope((town.path,)), week=week, as_of=at, today=local_date(at), villages=codes):
        tally.add(kind, row)
        spool.add(kind, row)
    with override(
        settings.LANGUAGE_CODE
    ):  # What is signed and printed is Chinese, in whatever language it was composed.
        return compose_snapshot(tally, spool.seals, villages=villages, returns=returns, town=town, week=week, as_of=at)


def sign(*, report_id: int, by: Actor, at: datetime) -> WeeklyReport:
    """Sign a draft and so issue it; what it corrects becomes superseded in the same moment.

    Its snapshot and rows, which never change, are proved before the transaction: a large town's take seconds to read.
    """
    kept = WeeklyReport.objects.within(by.scope).filter(pk=report_id).first()
    return _sign(report_id, sound=kept is None or is_sound(kept), by=by, at=at)


@transaction.atomic
def _sign(report_id: int, *, sound: bool, by: Actor, at: datetime) -> WeeklyReport:
    report = _lock(report_id, by=by, power="documents.sign")
    if report.state != WeeklyReport.State.DRAFT:
        raise RuleBroken("not_a_draft", "只有草稿可以签发。请刷新页面查看当前状态。")
    if not sound:
        raise RuleBroken("snapshot_changed", "快照与其校验码不符，数据可能被改动，不能签发。请联系审计管理员。")
    report.state, report.signed_at = WeeklyReport.State.SIGNED, at
    report.signed_by, report.signed_by_name = by.id, by.name
    report.save(update_fields=["state", "signed_at", "signed_by", "signed_by_name"])
    corrected = [] if report.supersedes_id is None else [report.supersedes_id]
    for before in WeeklyReport.objects.filter(pk__in=corrected).defer("snapshot", "shown"):
        before.state = WeeklyReport.State.SUPERSEDED
        before.save(update_fields=["state"])
        _record(ReportSuperseded, before, by=by, at=at)
    _record(ReportSigned, report, by=by, at=at)
    return report


@transaction.atomic
def remark(*, report_id: int, words: str, by: Actor, at: datetime) -> WeeklyReport:
    """Write the remarks of a draft; figures never change by hand."""
    report = _lock(report_id, by=by, power="documents.compose")
    if report.state != WeeklyReport.State.DRAFT:
        raise RuleBroken("not_a_draft", "只有草稿可以修改说明。")
    report.remarks = words.strip()
    report.save(update_fields=["remarks"])
    _record(ReportComposed, report, by=by, at=at)
    return report


def _lock(report_id: int, *, by: Actor, power: str) -> WeeklyReport:
    rows = WeeklyReport.objects.select_for_update(of=("self",)).within(by.scope).defer("snapshot", "shown")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise NotFound("no_report", "没有这份周报，或不在您的管辖地域内。")
    require(by, power, report.place_path)
    return report


def _record(event: type[Event], report: WeeklyReport, *, by: Actor, at: datetime) -> None:
    told = event(  # type: ignore[call-arg]
        report=report.pk,
        week=report.week,
        version=report.version,
        place=report.place_path,
        snapshot_sha256=report.snapshot_sha256,
    )
    record(told, by=by, at=at)
