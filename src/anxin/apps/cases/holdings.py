"""What people have in hand in cases (手上的案件): owned, helped with, put up for approval, sittings to come, public-order matters."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.actions import handing_over as acts
from anxin.apps.cases.actions.case import assign
from anxin.apps.cases.actions.locking import ORDER, POWER
from anxin.apps.cases.disorders import subject_of as disorder_subject
from anxin.apps.cases.knowing import procedure_subject, subject_of
from anxin.apps.cases.models import Case, CoHandler, Disorder, Procedure, Sitting
from anxin.base.actors import Actor
from anxin.base.people.holdings import Held, Holding, person
from anxin.base.scope import Scope
from anxin.kernel.clock import SHANGHAI


def owned(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Open cases that these people own, with the clocks of their procedures."""
    rows = Case.objects.within(scope).filter(owner__in=holders, open=True).select_related("employer")
    rows = rows.prefetch_related("procedures").order_by("due_at", "pk")
    return [_held(one.owner_id or 0, one.pk, one, _subjects(one)) for one in rows]


def _subjects(case: Case) -> tuple[str, ...]:
    running = [procedure_subject(one.pk) for one in case.procedures.all() if one.ended_at is None]
    return (subject_of(case.pk), *running)


def _held(holder: int, number: int, case: Case, subjects: tuple[str, ...] = (), words: str = "") -> Held:
    said = f"{case.title} {case.against}{words}"
    return Held(holder, number, said, case.place_path, f"/office/cases/{case.pk}/", subjects)


def helped(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Open cases that these people handle beside the owner."""
    within = Case.objects.within(scope).filter(open=True)
    rows = CoHandler.objects.filter(account__in=holders, until=None, case__in=within).select_related("case__employer")
    return [_held(one.account_id, one.pk, one.case) for one in rows.order_by("pk")]


def asked(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """What these people put up for approval and nobody has decided."""
    names = {person(one): one for one in holders}
    rows = Procedure.objects.within(scope).filter(pending__by__in=list(names), ended_at=None)
    return [
        _held(names[(one.pending or {})["by"]], one.pk, one.case)
        for one in rows.select_related("case__employer").order_by("pk")
    ]


def sittings(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Sittings to come that these people set."""
    names = {person(one): one for one in holders}
    rows = Sitting.objects.filter(by__in=list(names), held_at=None, cancelled="", starts_at__gt=at)
    rows = rows.filter(procedure__in=Procedure.objects.within(scope)).select_related("procedure__case__employer")
    return [
        _held(names[one.by], one.pk, one.procedure.case, (), f" {one.starts_at.astimezone(SHANGHAI):%m-%d %H:%M}")
        for one in rows.order_by("starts_at")
    ]


def disorders(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """Public-order matters that these people look after, until they are destroyed."""
    rows = Disorder.objects.within(scope).filter(owner__in=holders, ended_at=None).order_by("due_at", "pk")
    return [_matter(one.owner_id or 0, one, (disorder_subject(one.pk),)) for one in rows]


def disorders_asked(holders: Collection[int], scope: Scope, at: datetime) -> list[Held]:
    """What these people put up for approval in public-order matters."""
    names = {person(one): one for one in holders}
    rows = Disorder.objects.within(scope).filter(pending__by__in=list(names), ended_at=None).order_by("pk")
    return [_matter(names[(one.pending or {})["by"]], one) for one in rows]


def _matter(holder: int, one: Disorder, subjects: tuple[str, ...] = ()) -> Held:
    """A matter by its number and kind; whom it names stands nowhere."""
    words = f"{one.title} {one.get_kind_display()}"
    return Held(holder, one.pk, words, one.place_path, f"/office/cases/disorders/{one.pk}/", subjects)


def _give_case(*, number: int, holder: int, to_id: int, by: Actor, at: datetime) -> None:
    assign(case_id=number, owner_id=to_id, by=by, at=at)


HOLDINGS = (
    Holding("cases.case", _("承办的案件"), POWER, owned, _give_case),
    Holding("cases.co_handler", _("协办的案件"), POWER, helped, acts.give_co_handling),
    Holding("cases.approval", _("送审待批的事项"), POWER, asked, acts.give_approval),
    Holding("cases.sitting", _("将开的调解会"), POWER, sittings, acts.give_sitting),
    Holding("cases.disorder", _("涉薪治安事项"), ORDER, disorders, acts.give_disorder),
    Holding("cases.disorder_approval", _("送审的涉薪治安结论"), ORDER, disorders_asked, acts.give_disorder_approval),
)
