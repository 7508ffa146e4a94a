"""Asking another unit for help in a case (请求协办): whom, for what, by when; the answer, or that none is needed any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.events import AssistanceAsked, AssistanceEnded
from anxin.apps.cases.knowing import subject_of
from anxin.apps.cases.models import Assistance, Case
from anxin.apps.cases.timing import end_of
from anxin.apps.organisation.api import units
from anxin.base import clocks
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import open_, seal
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

CLOCK = "cases.assistance."
LEAST = 2
"""Fewer characters say nothing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a case asks for help, and for what; a registered unit gives its name, its liaison person and their telephone."""

    unit: str
    person: str
    contact: str
    asked: str
    due_on: date
    registered: int | None = None


@transaction.atomic
def ask_for_help(*, case_id: int, told: Asked, by: Actor, at: datetime) -> Assistance:
    """Ask a unit whose people have no account here; its answer is awaited until a day."""
    case = lock(case_id, by=by)
    told = _from_register(told, by=by)
    wanted = [
        Fault(what, "没有填写", remedy)
        for what, said, remedy in (
            ("单位", told.unit, "选择成员单位，或写明单位全称"),
            ("联系人", told.person, "写明联系谁"),
            ("联系方式", told.contact, "写明电话或地址，以便催办"),
            ("请求事项", told.asked, "写明请对方做什么"),
        )
        if len(said.strip()) < LEAST
    ]
    if told.due_on <= local_date(at):
        wanted.append(Fault("答复日期", "不晚于今天", "请选择今天以后的日期"))
    if wanted:
        raise BadInput("cases.help_unclear", "没有请求协办：", wanted)
    found = Assistance.objects.create(
        case=case, unit=told.unit.strip()[:120], registered=told.registered, person=told.person.strip()[:60],
        contact_sealed=str(seal(told.contact.strip())), asked=told.asked.strip()[:1000], due_on=told.due_on,
        by=by.id, name=by.name, at=at,
    )  # fmt: skip
    clocks.start(
        kind=f"{CLOCK}{found.pk}", title=f"{case.title} 待{found.unit}答复协办", subject=subject_of(case.pk),
        url=f"/office/cases/{case.pk}/#work", place_path=case.place_path,
        owner=f"person:{case.owner_id}" if case.owner_id else by.id, started_at=at, due_at=end_of(found.due_on), by=by, at=at,
    )  # fmt: skip
    event = AssistanceAsked(case=case.pk, place=case.place_path, assistance=found.pk, unit=found.unit, due=found.due_on)
    record(event, by=by, at=at)
    return found


def _from_register(told: Asked, *, by: Actor) -> Asked:
    """What the register of units knows and nobody wrote otherwise."""
    if told.registered is None:
        return told
    unit = units(by.scope).filter(pk=told.registered).first()
    if unit is None:
        raise NotFound("cases.no_unit", "没有这个成员单位，可能已经删去。请刷新页面。")
    known = open_(unit.liaison_phone_sealed) if unit.liaison_phone_sealed else ""
    return Asked(
        unit.name, told.person.strip() or unit.liaison_name, told.contact.strip() or known, told.asked, told.due_on, unit.pk
    )  # fmt: skip


@transaction.atomic
def answer_help(*, assistance_id: int, words: str, file: str = "", by: Actor, at: datetime) -> Assistance:
    """Record what a unit answered."""
    found = _open(assistance_id, by=by)
    if len(words.strip()) < LEAST:
        raise BadInput("cases.no_words", "没有登记：", [Fault("答复", "没有填写", "写明对方答复了什么")])
    found.answer, found.file, found.answered_at = words.strip()[:2000], file, at
    found.save(update_fields=["answer", "file", "answered_at"])
    return _end(found, answered=True, by=by, at=at)


@transaction.atomic
def call_off_help(*, assistance_id: int, by: Actor, at: datetime) -> Assistance:
    """Say that the help is not needed any more."""
    found = _open(assistance_id, by=by)
    found.called_off_at = at
    found.save(update_fields=["called_off_at"])
    return _end(found, answered=False, by=by, at=at)


def call_off_all(case: Case, *, by: Actor, at: datetime) -> None:
    """Nothing is awaited in a case that is put away or goes into another."""
    for one in case.assistances.filter(answered_at=None, called_off_at=None).order_by("pk"):
        call_off_help(assistance_id=one.pk, by=by, at=at)


def _open(assistance_id: int, *, by: Actor) -> Assistance:
    row = Assistance.objects.filter(pk=assistance_id).first()
    case = lock(row.case_id if row else 0, by=by)
    found = Assistance.objects.select_for_update().get(pk=assistance_id)
    found.case = case
    if not found.open:
        raise RuleBroken("cases.help_over", "这项协办已有答复或已撤回。请刷新页面。")
    return found


def _end(found: Assistance, *, answered: bool, by: Actor, at: datetime) -> Assistance:
    outcome = "answered" if answered else "called_off"
    clocks.stop(subject=subject_of(found.case_id), kind=f"{CLOCK}{found.pk}", outcome=outcome, by=by, at=at)
    event = AssistanceEnded(
        case=found.case_id, place=found.case.place_path, assistance=found.pk, unit=found.unit, answered=answered
    )
    record(event, by=by, at=at)
    return found
