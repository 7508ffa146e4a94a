"""The mediation room (调解室) on the screen: sittings, minutes, what is due to each, and the agreement checked against it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases.actions import mediating as acts
from anxin.apps.cases.crime import law_book
from anxin.apps.cases.mediation import agreement_of, sittings
from anxin.apps.cases.models import Procedure
from anxin.apps.cases.web.names import names_of
from anxin.apps.cases.web.posting import carry_out, kept, kept_all
from anxin.apps.cases.web.room_forms import AgreementForm, CancelForm, FactsForm, MinutesForm, SittingForm
from anxin.apps.organisation.api import bodies_for
from anxin.base.vault.sealing import open_
from anxin.domain.casework.bodies import Body
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs

PAGE = "cases:room"


def _mediation(request: HttpRequest, pk: int) -> Procedure:
    rows = Procedure.objects.within(actor_in(request).scope).filter(pk=pk, kind=acts.MEDIATION)
    found = rows.select_related("case__employer").first()
    if found is None:
        raise NotFound("cases.no_mediation", "没有这个调解程序，或不在您的管辖地域内。")
    return found


@needs("cases.view")
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The room of one mediation."""
    actor, at = actor_in(request), instant_of(request)
    room = _mediation(request, pk)
    names, on = names_of(room.case), local_date(at)
    may = actor.may("cases.handle", room.place_path)
    agreement = agreement_of(room)
    open_room = room.state in acts.SITS
    context = {
        "room": room,
        "case": room.case,
        "title": _("%(case)s 调解室") % {"case": room.case.title},
        "may": may and open_room,
        "sittings": [
            {
                "row": one,
                "minutes": open_(one.minutes_sealed) if may and one.minutes_sealed else "",
                "form": MinutesForm(key=one.pk),
                "cancel": CancelForm(key=one.pk),
            }
            for one in sittings(room)
        ],
        "sitting_form": SittingForm(law=law_book(), on=on, known=_bodies(room)),
        "facts_form": FactsForm(names=names) if names else None,
        "due": _due(room, names),
        "agreement": agreement,
        "agreed": [(names.get(one["claimant"], ""), one, _days(one)) for one in agreement.lines] if agreement else [],
        "agreement_form": AgreementForm(names=names, initial={"signed_on": on}) if names and not agreement else None,
        "payment_order": law_book().get("med_payment_order", on=on),
    }
    return render(request, "cases/room.html", context)


def _days(line: dict[str, Any]) -> list[tuple[date, int]]:
    """The parts of one worker, each with its day."""
    return [(date.fromisoformat(day), fen) for day, fen in line["parts"]]


def _bodies(room: Procedure) -> list[Body]:
    return bodies_for(employer=room.case.employer_id, place_path=room.place_path)


def _due(room: Procedure, names: dict[int, str]) -> list[tuple[str, Any]]:
    found = []
    for one in room.case.claimants.order_by("pk"):
        found.append((names[one.pk], acts.newest(one)))
    return found


@needs("cases.handle")
@require_POST
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a sitting."""
    known = _bodies(_mediation(request, pk))
    form = SittingForm(request.POST, law=law_book(), on=local_date(instant_of(request)), known=known)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.schedule(
            procedure_id=pk, starts_at=form.starts_at(), where=told["where"], body=told["body"],
            mediators=told["mediators"], told_how=told["told_how"], registered=form.registered(), by=by, at=at,
        )  # fmt: skip

    return carry_out(request, form, act, _("已排期。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def minutes(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Keep the minutes."""
    _mediation(request, pk)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        files = kept_all(told["papers"], by, at)
        return acts.keep_minutes(sitting_id=number, words=told["words"], files=files, by=by, at=at)

    return carry_out(request, MinutesForm(request.POST, request.FILES), act, _("已保存笔录。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def cancel(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Call a sitting off."""
    _mediation(request, pk)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.cancel(sitting_id=number, why=told["why"], by=by, at=at)

    return carry_out(request, CancelForm(request.POST), act, _("已取消。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def calculate(request: HttpRequest, pk: int) -> HttpResponse:
    """Find what is due to a worker."""
    form = FactsForm(request.POST, names=names_of(_mediation(request, pk).case))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.calculate(claimant_id=int(told["claimant"]), told=form.facts(), by=by, at=at)

    return carry_out(request, form, act, _("已计算应得款项。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the agreement."""
    form = AgreementForm(request.POST, request.FILES, names=names_of(_mediation(request, pk).case))

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        file = kept(told["file"], by, at)
        return acts.record_agreement(
            procedure_id=pk,
            signed_on=told["signed_on"],
            parts=form.parts(),
            file=file,
            rest_due=told["rest_due"],
            by=by,
            at=at,
        )

    return carry_out(request, form, act, _("已登记协议，分期已记入台账。"), page=PAGE, pk=pk)
