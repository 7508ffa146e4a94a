"""Pages of wage files: what was read, what a person must settle, taking a file back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anxin.apps.payroll import queries
from anxin.apps.payroll.actions import file as acts
from anxin.apps.payroll.actions.settling import sample_of
from anxin.apps.payroll.blockers import Choices
from anxin.apps.payroll.layouts import MEANINGS, corrected
from anxin.apps.payroll.models import FileKind, WageFile
from anxin.apps.payroll.web.forms import month_code
from anxin.apps.payroll.web.tables import FILES
from anxin.apps.payroll.web.uploading import progress_of
from anxin.apps.payroll.web.wages import lake_root
from anxin.apps.registry.api import employers as employers_within
from anxin.base.actors import Actor
from anxin.base.files.store import open_path
from anxin.kernel.outcome import AnxinError, BadInput, Fault
from anxin.kernel.period import Month
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.tables import listing


@needs("payroll.view")
def files_page(request: HttpRequest) -> HttpResponse:
    """Every file handed in."""
    rows = queries.files(actor_in(request).scope)
    waiting = rows.filter(state=WageFile.State.DOUBTFUL).count()
    lead = _("%(n)s 个文件有疑问，待核对。") % {"n": waiting} if waiting else _("没有待核对的文件。")
    return listing(request, FILES, rows, template="payroll/files.html", title=_("文件"), context={"lead": lead})


@needs("payroll.view")
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: blockers first, then what was read sheet by sheet, a few rows, and what happened."""
    actor = actor_in(request)
    file = queries.file(actor.scope, pk)
    may_confirm = actor.may("payroll.confirm", file.place_path)
    doubtful = file.state == WageFile.State.DOUBTFUL
    context = {
        "file": file,
        "one": progress_of(file),
        "title": file.file_name,
        "lead": file.message or file.get_state_display(),
        "choices": Choices.of(file.mapping),
        "sheets": [_sheet(number, sheet) for number, sheet in enumerate(file.reading.get("sheets", []))],
        "meanings": MEANINGS,
        "kinds": FileKind.choices,
        "sample": _sample(file) if may_confirm and (doubtful or request.GET.get("sample")) else None,
        "may_decide": may_confirm and doubtful,
        "other_month": any(one["code"] == "other_month" for one in file.reading.get("blockers", ())),
        "may_undo": may_confirm and file.state not in (WageFile.State.UNDONE, WageFile.State.REFUSED),
        "may_reclassify": may_confirm and file.source == "upload",
        "entries": history(f"payroll.file:{pk}", actor.scope),
    }
    return render(request, "payroll/file.html", context)


def _sheet(number: int, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A sheet as drawn: every headed column with its letter, heading and meaning."""
    meaning = {letter: key for key, letter in sheet["columns"].items() if letter}
    letters = sorted({*sheet["labels"], *meaning}, key=lambda letter: (len(letter), letter))
    columns = [{"letter": one, "label": sheet["labels"].get(one, ""), "key": meaning.get(one, "")} for one in letters]
    month = sheet["month"]
    return {**sheet, "number": number, "cols": columns, "month_text": str(Month.of_code(month)) if month else ""}


def _sample(file: WageFile) -> list[list[str]] | None:
    try:
        return sample_of(file, open_path(file.sha256))
    except AnxinError:
        return None


@require_POST
@needs("payroll.confirm")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the clerk's decisions about a doubtful file and read it again, or read it as another kind."""
    actor, at = actor_in(request), instant_of(request)
    file = queries.file(actor.scope, pk)
    kind = request.POST.get("kind", "")
    if kind and kind != file.kind:
        other = acts.reclassify(file_id=pk, kind=kind, lake_root=lake_root(), by=actor, at=at)
        return redirect("payroll:file", other.pk)
    try:
        choices = _choices(file, request, actor)
    except BadInput as error:
        messages.error(request, error.message)
        return redirect("payroll:file", pk)
    acts.decide(file_id=pk, choices=choices, remember="remember" in request.POST, by=actor, at=at)
    messages.success(request, _("已按您的核对重新读取，稍候片刻。"))
    return redirect("payroll:file", pk)


def _choices(file: WageFile, request: HttpRequest, actor: Actor) -> Choices:
    try:
        month = month_code(request.POST.get("month", ""))
    except forms.ValidationError as error:
        raise BadInput("bad_month", _("工资月份请写成 2026-10 这样。")) from error
    layout = _layout(file, request.POST, month)
    before = Choices.of(file.mapping)
    return Choices(
        month=month,
        employer=_employer(request.POST, actor) or file.employer_id,
        leave_out="leave_out" in request.POST,
        layout={**(before.layout or {}), **layout} or None,
    )


def _layout(file: WageFile, posted: Mapping[str, str], month: int | None) -> dict[str, Any]:
    """What was changed about each sheet, by its signature; a month chosen overrides one that was read wrongly."""
    found: dict[str, Any] = {}
    for number, sheet in enumerate(file.reading.get("sheets", [])):
        prefix = f"col-{number}-"
        chosen = {
            name.removeprefix(prefix): value for name, value in posted.items() if name.startswith(prefix) and value
        }
        rows = [
            int(one)
            for one in posted.get(f"rows-{number}", "").replace("，", ",").split(",")
            if one.strip().isdecimal()
        ]
        told = corrected(sheet, chosen, header_rows=rows or sheet["header_rows"], skip=f"skip-{number}" in posted)
        if month is not None and sheet["month"] not in (None, month):
            told = {**told, "month": month}
        if told and sheet["signature"]:
            found[sheet["signature"]] = told
    return found


def _employer(posted: Mapping[str, str], actor: Actor) -> int | None:
    """The employer ticked, else the only one that the words typed mean."""
    if posted.get("employer", "").isdecimal():
        return int(posted["employer"])
    words = posted.get("eq", "").lower().split()
    if not words:
        return None
    found = employers_within(actor.scope)
    for word in words:
        found = found.filter(search__contains=word)
    numbers = list(found.values_list("pk", flat=True)[:2])
    if len(numbers) != 1:
        what = "没有找到" if not numbers else "找到多家"
        fault = Fault("企业", f"{what}“{posted['eq']}”", "请输入完整名称或信用代码后选择一家")
        raise BadInput("which_employer", fault.in_words(), [fault])
    return numbers[0]


@require_POST
@needs("payroll.confirm")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole file back."""
    acts.undo(file_id=pk, lake_root=lake_root(), by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已撤销。此文件不再计入，比对结果即将更新；如需恢复，请重新上传同一文件。"))
    return redirect("payroll:file", pk)


@needs("payroll.confirm")
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was handed in."""
    file = queries.file(actor_in(request).scope, pk)
    return cast(
        HttpResponse, FileResponse(open_path(file.sha256).open("rb"), as_attachment=True, filename=file.file_name)
    )
