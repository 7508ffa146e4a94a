"""Handing files in: several at once, each with its own progress, each refusal with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.apps.payroll import queries
from anxin.apps.payroll.actions.file import receive
from anxin.apps.payroll.guessing import kind_of_file
from anxin.apps.payroll.models import WageFile
from anxin.apps.payroll.web.forms import UploadForm
from anxin.apps.registry.api import employer as employer_within
from anxin.apps.registry.api import employers as employers_within
from anxin.base.actors import Actor, require
from anxin.base.files.store import open_path, put
from anxin.base.jobs.models import Job
from anxin.base.places.models import Place
from anxin.kernel.outcome import BadInput, RuleBroken
from anxin.ui.access import actor_in, instant_of, needs

TABLES = frozenset({"xlsx", "xls", "csv", "txt", "html", "xml"})
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one file sent: received (or known already), or refused with faults."""

    name: str
    file: WageFile | None = None
    known: bool = False
    error: BadInput | None = None


@needs("payroll.upload")
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in, or show how those just sent are getting on."""
    form = UploadForm(request.POST if request.method == "POST" else None)
    given, sent = request.FILES.getlist("files"), list[Sent]()
    if form.is_bound and not given:
        form.add_error(None, _("请先选择文件。"))
    if form.is_bound and form.is_valid():
        sent = [_take(request, one, form.cleaned_data) for one in given]
        if all(one.file and not one.known for one in sent):
            numbers = ",".join(str(one.file.pk) for one in sent if one.file)
            return redirect(f"{reverse('payroll:upload')}?ids={numbers}")
    context = {
        "title": _("上传工资表、银行流水、参保名单"),
        "form": form,
        "sent": sent,
        "followed": _followed(request, sent),
        "limit_mb": settings.SETTINGS.upload_limit_mb,
    }
    return render(
        request, "payroll/upload.html", context, status=400 if form.errors or any(one.error for one in sent) else 200
    )


def _take(request: HttpRequest, upload: UploadedFile[bytes], told: dict[str, Any]) -> Sent:
    actor, name = actor_in(request), str(upload.name or "")
    try:
        place = place_of(actor, told.get("employer"))
        require(actor, "payroll.upload", place)
        stored = put(cast(BinaryIO, upload), name=name, by=actor, at=instant_of(request))
        kind = told.get("kind") or kind_of_file(open_path(stored.sha256), name).value
        file, fresh = receive(
            sha256=stored.sha256, file_name=name, kind=kind, place_path=place, employer_id=told.get("employer"),
            month=told.get("month"), by=actor, at=instant_of(request),
        )  # fmt: skip
    except BadInput as error:
        return Sent(name, error=error)
    return Sent(name, file, not fresh)


def place_of(actor: Actor, employer_id: int | None) -> str:
    """Where a file belongs: with the employer named, else with the village of who sends it, else with the town."""
    if employer_id is not None:
        return employer_within(actor.scope, employer_id).place_path
    town = Place.objects.filter(code=settings.SETTINGS.town).values_list("path", flat=True).first()
    if town is not None and actor.scope.covers(town):
        return town
    if not actor.scope.paths:
        raise RuleBroken("no_place", "您还没有管辖地域，请联系系统管理员。")
    return actor.scope.paths[0]


def _followed(request: HttpRequest, sent: list[Sent]) -> list[dict[str, Any]]:
    """The files just sent, by the numbers in the address or by what was sent now."""
    actor = actor_in(request)
    told = [int(one) for one in request.GET.get("ids", "").split(",") if one.isdecimal()][:MOST_SHOWN]
    numbers = [one.file.pk for one in sent if one.file] or told
    return [progress_of(file) for file in queries.files(actor.scope).filter(pk__in=numbers).order_by("pk")]


def progress_of(file: WageFile) -> dict[str, Any]:
    """A file with how far its reading is."""
    job = Job.objects.filter(pk=file.job).first() if file.state == WageFile.State.RECEIVED and file.job else None
    return {"file": file, "job": job}


@needs("payroll.view")
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """How one file is getting on; asked again every two seconds until it is settled."""
    return render(request, "payroll/file_state.html", {"one": progress_of(queries.file(actor_in(request).scope, pk))})


@needs("payroll.view")
def employer_search(request: HttpRequest) -> HttpResponse:
    """Employers whose name, pinyin or code contains what was typed, to choose one."""
    words = request.GET.get("eq", "").lower().split()
    found = employers_within(actor_in(request).scope)
    for word in words:
        found = found.filter(search__contains=word)
    rows = list(found.order_by("name")[:12]) if words else []
    return render(request, "payroll/employer_choices.html", {"found": rows, "asked": bool(words)})
