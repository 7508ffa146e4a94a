"""Keeping the limitation (时效) of a case: what is known of it, its clocks, and what interrupted it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anxin.apps.cases import timing
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.events import EmploymentSettled, LimitationInterrupted
from anxin.apps.cases.knowing import subject_of
from anxin.apps.cases.limits import DOORS, limits_of, nearest
from anxin.apps.cases.models import Case, Claimant, Interruption
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.clocks.actions import Worked
from anxin.base.eventlog.log import record
from anxin.domain.casework.limitation import Employment, Ground, Limitation
from anxin.kernel.clock import local_date, local_midnight
from anxin.kernel.outcome import BadInput, Fault, NotFound

CLOCK = "cases.limitation."
_TITLES = {"arbitration": "申请仲裁时效届满", "inspection": "劳动监察查处时效届满"}


def refresh(case: Case, *, by: Actor, at: datetime) -> None:
    """Let the alarms of a case follow what its rows say now; a case where nothing is owed any more has none."""
    on = local_date(at)
    found = limits_of(case, on=on) if case.open else []
    ends = {door: nearest(found, door) for door in DOORS}
    for door, limit in ends.items():
        if limit is None or limit.last_day is None:
            clocks.stop(subject=subject_of(case.pk), kind=CLOCK + door, outcome="时效已无届满之虞", by=by, at=at)
        else:
            _alarm(case, door, limit, limit.last_day, by=by, at=at)
    last = min((one.last_day for one in ends.values() if one and one.last_day), default=None)
    if case.limited_on != last:
        case.limited_on = last
        case.save(update_fields=["limited_on"])


def _alarm(case: Case, door: str, limit: Limitation, last: date, *, by: Actor, at: datetime) -> None:
    why = [*limit.why, limit.citation.in_words()]
    until = timing.end_of(last)
    clock = clocks.start(
        kind=CLOCK + door,
        title=f"{case.title} {_TITLES[door]}",
        subject=subject_of(case.pk),
        url=f"/office/cases/{case.pk}/#limitation",
        place_path=case.place_path,
        owner=f"person:{case.owner_id}" if case.owner_id else "role:clerk",
        started_at=local_midnight(limit.since or last),
        due_at=until,
        why=why,
        by=by,
        at=at,
    )
    if clock.due_at != until:
        worked = Worked(until, why=tuple(why))
        clocks.move_due(subject=subject_of(case.pk), kind=CLOCK + door, due_at=worked, by=by, at=at)


def refresh_all(*, by: Actor, at: datetime) -> int:
    """Recount the alarms of every open case; for cases made before there were any, and after a change of the law."""
    done = 0
    for number in list(Case.objects.filter(open=True).values_list("pk", flat=True)):
        with transaction.atomic():
            refresh(lock(number, by=by), by=by, at=at)
        done += 1
    return done


@transaction.atomic
def settle_employment(
    *, claimant_id: int, employment: Employment, ended_on: date | None, by: Actor, at: datetime
) -> Claimant:
    """Say whether a worker's employment goes on or when it ended: that day begins the year for arbitration."""
    claimant = Claimant.objects.filter(pk=claimant_id).first()
    if claimant is None:
        raise NotFound("cases.no_claimant", "本案没有这名主张人。")
    case = lock(claimant.case_id, by=by)
    if (employment is Employment.ENDED) != (ended_on is not None):
        fault = Fault("劳动关系终止", "与所选情况不符", "已终止的写明终止日期，未终止的留空")
        raise BadInput("cases.employment_unclear", "没有登记：", [fault])
    if ended_on is not None and ended_on > local_date(at):
        raise BadInput("cases.employment_unclear", "没有登记：", [Fault("终止日期", "晚于今天", "请核对日期")])
    claimant.employment, claimant.ended_on = employment.value, ended_on
    claimant.save(update_fields=["employment", "ended_on"])
    event = EmploymentSettled(
        case=case.pk, place=case.place_path, claimant=claimant.pk, employment=employment.value, ended_on=ended_on
    )
    record(event, by=by, at=at)
    refresh(case, by=by, at=at)
    return claimant


@transaction.atomic
def settle_breach(*, case_id: int, ended_on: date | None, by: Actor, at: datetime) -> Case:
    """Say when the arrears ended, from which the inspection's two years count; none while they go on."""
    case = lock(case_id, by=by)
    if ended_on is not None and ended_on > local_date(at):
        raise BadInput("cases.breach_unclear", "没有登记：", [Fault("欠薪行为终了", "晚于今天", "请核对日期")])
    case.breach_ended_on = ended_on
    case.save(update_fields=["breach_ended_on"])
    event = EmploymentSettled(
        case=case.pk, place=case.place_path, claimant=None, employment="breach", ended_on=ended_on
    )
    record(event, by=by, at=at)
    refresh(case, by=by, at=at)
    return case


@transaction.atomic
def interrupt(
    *, case_id: int, claimant_id: int | None, on: date, ground: str, evidence: str, note: str = "", by: Actor,
    at: datetime,
) -> Interruption:  # fmt: skip
    """Record an interruption with the file that proves it; without proof it could not be relied on before the commission."""
    case = lock(case_id, by=by)
    faults = []
    if ground not in set(Ground):
        faults.append(Fault("事由", ground, "请从列表中选择"))
    if not evidence:
        faults.append(Fault("证据", "没有上传", "请上传能证明中断的材料，如催讨记录、承诺书、收件凭证"))
    if on > local_date(at):
        faults.append(Fault("日期", "晚于今天", "请核对日期"))
    if claimant_id is not None and not case.claimants.filter(pk=claimant_id).exists():
        faults.append(Fault("主张人", "本案没有这名主张人", "请从列表中选择"))
    if faults:
        raise BadInput("cases.interruption_unclear", "没有登记：", faults)
    found = Interruption.objects.create(
        case=case,
        claimant_id=claimant_id,
        on=on,
        ground=ground,
        evidence=evidence,
        note=note.strip()[:200],
        by=by.id,
        at=at,
    )
    event = LimitationInterrupted(case=case.pk, place=case.place_path, ground=ground, on=on, file=evidence)
    record(event, by=by, at=at)
    refresh(case, by=by, at=at)
    return found
