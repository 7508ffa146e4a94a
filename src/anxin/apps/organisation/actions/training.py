"""The training record (培训记录): who of the grid members and assistants was taught what, and when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from anxin.apps.organisation.events import TrainingHeld
from anxin.apps.organisation.models import GridMember, Training
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound


@transaction.atomic
def hold(
    *, place_path: str, on: date, topic: str, teacher: str, hours: float, members: Collection[int], file: str = "",
    by: Actor, at: datetime,
) -> Training:  # fmt: skip
    """Record a training with those who attended; only people of one's own reach can be named."""
    require(by, "organisation.edit", place_path)
    faults = []
    if not topic.strip():
        faults.append(Fault("主题", "没有填写", "请填写培训主题"))
    if on > local_date(at):
        faults.append(Fault("日期", "晚于今天", "培训结束后再登记"))
    if hours <= 0:
        faults.append(Fault("学时", "须大于零", "请填写学时"))
    if not members:
        faults.append(Fault("参加人员", "没有选择", "请至少选择一人"))
    if faults:
        raise BadInput("training_unclear", "培训没有登记：", faults)
    known = list(GridMember.objects.within(by.scope).filter(pk__in=members))
    if len(known) != len(set(members)):
        raise NotFound("no_member", "有人员不在您的管辖地域内，没有登记。")
    training = Training.objects.create(
        place_path=place_path,
        on=on,
        topic=topic.strip(),
        teacher=teacher.strip(),
        hours=hours,
        file=file,
        by=by.id,
        at=at,
    )
    training.members.set(known)
    record(TrainingHeld(training=training.pk, place=place_path, attended=len(known)), by=by, at=at)
    return training
