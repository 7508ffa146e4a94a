"""A weekly report's snapshot (快照): composed once, hashed, and never changed; everything printed comes from it."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import override

from anxin.apps.documents.counting import TOTAL, Tally
from anxin.apps.documents.models import EarlySnapshot, WeeklyReport, WeeklyReturn
from anxin.apps.documents.spooling import Seals, seals_of
from anxin.apps.documents.weekly import DEFINITIONS, KeyEmployer, Sheet, line_of, total_of
from anxin.apps.registry.api import FOCUS_NAMES
from anxin.apps.warning.api import open_warnings
from anxin.base.places.models import Place
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI
from anxin.kernel.money import wan
from anxin.kernel.period import Week

NAMED = 20
"""How many employers a report names at most; the rest are in the rows behind the figures."""


@cache
def _focus() -> dict[str, str]:
    """The focus sectors as papers call them: in the language of the deployment, whatever a page speaks."""
    with override(settings.LANGUAGE_CODE):
        return {code: str(name) for code, name in FOCUS_NAMES.items()}


def compose(
    tally: Tally,
    seals: Seals,
    *,
    villages: Sequence[Place],
    returns: Mapping[int, WeeklyReturn],
    town: Place,
    week: Week,
    as_of: datetime,
) -> dict[str, Any]:
    """The snapshot of a week: figures per village, per focus sector and for the town, and the seals of the rows they count."""
    total = tally.of(TOTAL)
    return {
        "definitions": DEFINITIONS,
        "town": town.name,
        "week": str(week),
        "as_of": as_of.isoformat(),
        "old_before": tally.bounds.old_before,
        "villages": [_village(tally.of(one.code), one, returns.get(one.pk)) for one in villages],
        "focus": [
            {"code": code, "name": name, "figures": _json(tally.of(code))}
            for code, name in _focus().items()
            if code != "other"
        ],
        "total": {"code": TOTAL, "name": "合计", "figures": _json(total)},
        "employers": _employers(tally, Scope((town.path,)), {one.code: one.name for one in villages}),
        "summary": _summary(total),
        "rows": seals,
    }


def digest(snapshot: Mapping[str, Any]) -> str:
    """The hash of a snapshot's canonical text; the same content gives the same hash.

    It covers every row: by their seals, or, in reports that kept them at first, by the rows themselves.
    """
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_sound(report: WeeklyReport) -> bool:
    """Whether snapshot, rows and what a page shows are what they were when the report was composed."""
    early = EarlySnapshot.objects.filter(report=report.pk).first()
    kept = early.content if early else report.snapshot
    if digest(kept) != report.snapshot_sha256 or shown_of(report) != without_rows(kept):
        return False
    return report.rows_id is None or seals_of(report.rows_id) == kept["rows"]


def without_rows(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """A snapshot with its figures alone, as a page shows it."""
    bare = {part: [_bare(line) for line in snapshot[part]] for part in ("villages", "focus")}
    return {**snapshot, **bare, "total": _bare(snapshot["total"])}


def _bare(line: Mapping[str, Any]) -> dict[str, Any]:
    return {**line, "figures": {key: {"value": cell["value"]} for key, cell in line["figures"].items()}}


def shown_of(report: WeeklyReport) -> dict[str, Any]:
    """What a page shows of a report; one composed before this was kept apart is read whole."""
    found: dict[str, Any] | None = report.shown
    return found if found is not None else without_rows(report.snapshot)


def _village(figures: Mapping[str, int], village: Place, filed: WeeklyReturn | None) -> dict[str, Any]:
    return {
        "code": village.code,
        "name": village.name.removesuffix("村委会") + ("村" if village.name.endswith("村委会") else ""),
        "figures": _json(figures),
        "state": str(filed.get_state_display()) if filed else "未布置",
        "filed_by": filed.filed_by_name if filed else "",
        "remarks": filed.remarks if filed else "",
    }


def _json(figures: Mapping[str, int]) -> dict[str, Any]:
    return {key: {"value": value} for key, value in figures.items()}


def _employers(tally: Tally, scope: Scope, villages: Mapping[str, str]) -> list[dict[str, Any]]:
    """The employers that owe most, with their warning and what is being done."""
    worst = heapq.nsmallest(NAMED, tally.debtors.items(), key=lambda one: (-one[1].fen, one[0]))
    standing = open_warnings(scope).filter(employer_id__in=[number for number, _ in worst])
    warnings = {one.employer_id: one for one in standing}
    return [
        {
            "employer": number, "name": one.name, "focus": one.focus, "fen": one.fen, "workers": one.workers,
            "since": one.since, "village": villages.get(one.village, ""), **_warned(warnings.get(number)),
        }
        for number, one in worst
    ]  # fmt: skip


def _warned(warning: Any) -> dict[str, str]:
    if warning is None:
        return {"level": "—", "state": "未预警"}
    return {"level": str(warning.get_level_display()), "state": str(warning.get_state_display())}


def _summary(figure: Mapping[str, int]) -> str:
    parts = [
        f"本周新增欠薪企业 {figure['new_debtors']} 家",
        f"截至编制时共有 {figure['debtors']} 家企业欠 {figure['owed_workers']} 人 {wan(figure['owed_fen'])} 万元",
        f"本周补发 {figure['recovered_workers']} 人 {wan(figure['recovered_fen'])} 万元",
        f"欠保 {figure['uninsured_employers']} 家 {figure['uninsured_workers']} 人",
        f"群体性事件 {figure['mass_incidents']} 起" if figure["mass_incidents"] else "未发生群体性事件",
    ]
    return "；".join(parts) + "。"


def sheet_of(report: WeeklyReport, *, unit: str) -> Sheet:
    """What is printed of a report: its snapshot, and who composed and signed it."""
    kept = shown_of(report)
    villages = tuple(line_of(line) for line in kept["villages"])
    week = Week.parse(report.week)
    return Sheet(
        title=f"{kept['town']}欠薪欠保周报",
        unit=unit,
        week=f"{week.year}年第{week.number}周",
        period=f"{_day(week.monday)}—{_day(week.sunday)}",
        as_of=_moment(report.as_of),
        version=report.version,
        state=str(report.get_state_display()),
        villages=villages,
        total=line_of(kept["total"]) if villages else total_of(villages),
        focus=tuple(line_of(line) for line in kept["focus"]),
        employers=tuple(_key_employer(one) for one in kept["employers"]),
        summary=kept["summary"],
        remarks=report.remarks,
        village_remarks=tuple((line["name"], line["remarks"]) for line in kept["villages"] if line["remarks"]),
        composed_by=report.composed_by_name,
        signed_by=report.signed_by_name,
        signed_at=_moment(report.signed_at) if report.signed_at else "",
        snapshot_sha256=report.snapshot_sha256,
        correction=report.correction,
    )


def _key_employer(one: Mapping[str, Any]) -> KeyEmployer:
    since = f"{one['since'] // 100}年{one['since'] % 100}月"
    focus = _focus()[one["focus"]]
    return KeyEmployer(
        one["name"], one["village"], focus, one["level"], one["workers"], one["fen"], since, one["state"]
    )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
