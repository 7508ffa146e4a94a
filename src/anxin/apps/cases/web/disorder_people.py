"""The people of a public-order matter on the screen: the cross-check of each, notice, reply, and clearing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases.actions import disorder_people as acts
from anxin.apps.cases.disorders import Seen, disorder
from anxin.apps.cases.models import Disorder, DisorderPerson
from anxin.apps.cases.web.disorder_checks import SHOWN, Labels, checks_of, steps_of
from anxin.apps.cases.web.disorder_forms import NameForm, ReplyForm, TellForm, WhyForm
from anxin.apps.cases.web.posting import CaseForm, carry_out, kept_all
from anxin.base.vault.sealing import open_
from anxin.domain.casework.crosscheck import Checked, Verdict
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, needs

PAGE = "cases:disorder"


def drawn(matter: Disorder, now: Seen | None, *, seen: bool) -> dict[str, Any]:
    """Everybody of a matter as drawn: by number, and by name while a look holds; and what deciders saw of the cross-check."""
    people, checked = list(matter.persons.order_by("pk")), now.checked if now else None
    differing = set(checked.differing()) if checked else set()
    shown = sorted(people, key=lambda one: (not one.concerned, one.pk not in differing, one.pk))[:SHOWN]
    labels = Labels(people, seen=seen)
    checks = checks_of(matter, now, labels)
    return {
        "check": now,
        "pending_check": checks.get((matter.pending or {}).get("check") or 0),
        "steps": steps_of(matter, checks),
        "people": [_person(one, labels[one.pk], checked, seen=seen) for one in shown],
        "people_count": len(people),
        "differing_count": len(differing),
        "claimed_fen": sum(one.claimed_fen or 0 for one in people),
        "whole": checked.whole if checked else (),
    }


def _person(one: DisorderPerson, label: str, checked: Checked | None, *, seen: bool) -> dict[str, Any]:
    return {
        "row": one,
        "label": label,
        "differs": sum(each.verdict is Verdict.DIFFERS for each in checked.persons.get(one.pk, ())) if checked else 0,
        "found": checked.persons.get(one.pk, ()) if checked else (),
        "reply": open_(one.reply_sealed) if seen and one.reply_sealed else "",
        "tell_form": TellForm(key=one.pk),
        "reply_form": ReplyForm(key=one.pk),
        "why_form": WhyForm(key=one.pk),
    }


def _check(request: HttpRequest, pk: int, number: int) -> None:
    if not disorder(actor_in(request).scope, pk).persons.filter(pk=number).exists():
        raise NotFound("cases.no_disorder_person", "本事项没有这名人员。")


@needs("cases.order_handle")
@require_POST
def concerned(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody who is concerned."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.add_concerned(disorder_id=pk, name=told["name"], by=by, at=at)

    return carry_out(request, NameForm(request.POST), act, _("已登记当事人。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def concern(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Make somebody of the list one who is concerned."""
    _check(request, pk, number)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.concern(person_id=number, by=by, at=at)

    return carry_out(request, CaseForm(request.POST), act, _("已列为当事人，须告知并听取陈述。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def tell(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Record that somebody was told."""
    _check(request, pk, number)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.tell_person(person_id=number, how=told["how"], by=by, at=at)

    return carry_out(request, TellForm(request.POST), act, _("已登记告知。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def reply(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Keep what somebody answers."""
    _check(request, pk, number)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        files = kept_all(told["papers"], by, at)
        return acts.reply(person_id=number, words=told["words"], files=files, by=by, at=at)

    return carry_out(request, ReplyForm(request.POST, request.FILES), act, _("已收存陈述。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def clear(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Clear somebody."""
    _check(request, pk, number)

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.clear_person(person_id=number, why=told["why"], by=by, at=at)

    return carry_out(request, WhyForm(request.POST), act, _("已排除，此人不再能被查到。"), page=PAGE, pk=pk)
