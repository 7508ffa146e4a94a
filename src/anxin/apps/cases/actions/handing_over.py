"""Giving a colleague's part in cases to another person when that colleague leaves (离岗交接)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases.actions.handling import proposers_of
from anxin.apps.cases.actions.locking import ORDER, lock, lock_disorder
from anxin.apps.cases.actions.work import add_co_handler, end_co_handler
from anxin.apps.cases.disorders import subject_of as disorder_subject
from anxin.apps.cases.events import DisorderHandedOn, PartHandedOn
from anxin.apps.cases.models import Case, CoHandler, Procedure, Sitting
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.people.models import Account
from anxin.base.people.queries import account_within
from anxin.kernel.outcome import NotFound


@transaction.atomic
def give_co_handling(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person help with a case; whoever owns it already needs no second part in it."""
    row = CoHandler.objects.filter(pk=number, account_id=holder, until=None).first()
    if row is None:
        raise NotFound("cases.no_co_handler", "此人不是本案协办人。")
    end_co_handler(case_id=row.case_id, account_id=holder, by=by, at=at)
    if Case.objects.filter(pk=row.case_id, owner=to_id).exists():
        return
    add_co_handler(case_id=row.case_id, account_id=to_id, by=by, at=at)


@transaction.atomic
def give_approval(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person stand for what was put up for approval: it comes back to them, and neither of the two can approve it."""
    row = Procedure.objects.within(by.scope).filter(pk=number).first()
    case = lock(row.case_id if row else 0, by=by)
    procedure = Procedure.objects.select_for_update().get(pk=number)
    if procedure.pending is None:
        raise NotFound("cases.nothing_pending", "没有待审批的事项，可能已由他人处理。请刷新页面。")
    procedure.pending = _taken_over(procedure.pending, to_id)
    procedure.save(update_fields=["pending"])
    record(PartHandedOn(case=case.pk, place=case.place_path, part="approval", to=to_id), by=by, at=at)


@transaction.atomic
def give_sitting(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person lead a sitting to come; where the leaver is named as mediator, the successor is instead."""
    row = Sitting.objects.select_related("procedure").filter(pk=number, held_at=None, cancelled="").first()
    case = lock(row.procedure.case_id if row else 0, by=by)
    sitting = Sitting.objects.select_for_update().get(pk=number)
    leaver, to = Account.objects.get(pk=holder), Account.objects.get(pk=to_id)
    sitting.by, sitting.mediators = f"person:{to_id}", sitting.mediators.replace(leaver.name, to.name)[:120]
    sitting.save(update_fields=["by", "mediators"])
    record(PartHandedOn(case=case.pk, place=case.place_path, part="sitting", to=to_id), by=by, at=at)


@transaction.atomic
def give_disorder(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person look after a public-order matter, with the clock that runs in it."""
    matter = lock_disorder(number, by=by)
    matter.owner = account_within(to_id, place_path=matter.place_path, power=ORDER, at=at)
    matter.save(update_fields=["owner"])
    clocks.hand_over(subject=disorder_subject(matter.pk), owner=f"person:{to_id}", by=by, at=at)
    record(DisorderHandedOn(disorder=matter.pk, place=matter.place_path, part="matter", to=to_id), by=by, at=at)


@transaction.atomic
def give_disorder_approval(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    """Let another person stand for what was put up for approval in a public-order matter; neither of the two can approve it."""
    matter = lock_disorder(number, by=by)
    if matter.pending is None:
        raise NotFound("cases.nothing_pending", "没有待审批的事项，可能已由他人处理。请刷新页面。")
    matter.pending = _taken_over(matter.pending, to_id)
    matter.save(update_fields=["pending"])
    record(DisorderHandedOn(disorder=matter.pk, place=matter.place_path, part="approval", to=to_id), by=by, at=at)


def _taken_over(pending: Mapping[str, Any], to_id: int) -> dict[str, Any]:
    """What waits, in the successor's name; whoever was behind it before stays behind it."""
    to = Account.objects.get(pk=to_id)
    proposers = [*proposers_of(pending), f"person:{to_id}"]
    return {**pending, "by": f"person:{to_id}", "name": to.name, "proposers": proposers}
