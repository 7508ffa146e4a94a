"""What a public-order matter is compared with, on the screen: lists handed in, settlements, papers."""

from __future__ import annotations

from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases.actions import disorder as acts
from anxin.apps.cases.disorders import disorder, look_of
from anxin.apps.cases.models import Disorder
from anxin.apps.cases.web.disorder_forms import ATTENDANCE, CLAIMS, ListForm, PapersForm, SettlementForm, read_list
from anxin.apps.cases.web.posting import CaseForm, carry_out, kept_all
from anxin.base.files.store import open_path
from anxin.kernel.outcome import NotFound, RuleBroken
from anxin.ui.access import actor_in, instant_of, needs

PAGE = "cases:disorder"


@needs("cases.order_handle")
@require_POST
def claims(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list of claims."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        rows, sha = read_list(told["file"], CLAIMS)
        return acts.take_claims(disorder_id=pk, rows=rows, file=sha, by=by, at=at)

    form = ListForm(request.POST, request.FILES)
    return carry_out(request, form, act, _("已读入主张名单，姓名加密保存，原表不留存。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def from_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Take who claims in the case."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.take_from_case(disorder_id=pk, by=by, at=at)

    return carry_out(request, CaseForm(request.POST), act, _("已取用案件台账的主张。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an attendance list."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        rows, sha = read_list(told["file"], ATTENDANCE)
        return acts.take_attendance(disorder_id=pk, rows=rows, file=sha, by=by, at=at)

    form = ListForm(request.POST, request.FILES)
    return carry_out(request, form, act, _("已与考勤名单比对，原表不留存。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a settlement."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.note_settlement(disorder_id=pk, amount_fen=int(told["amount"] * 100), by=by, at=at)

    return carry_out(request, SettlementForm(request.POST), act, _("已登记工程款结算。"), page=PAGE, pk=pk)


@needs("cases.order_handle")
@require_POST
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Put further sources to a matter."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.add_papers(disorder_id=pk, files=kept_all(told["papers"], by, at), by=by, at=at)

    return carry_out(request, PapersForm(request.POST, request.FILES), act, _("已归入材料。"), page=PAGE, pk=pk)


@needs("cases.order")
def served(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """A paper of the matter; papers name people, so a look with its reason must hold."""
    actor = actor_in(request)
    matter = disorder(actor.scope, pk)
    if sha256 not in _known(matter):
        raise NotFound("no_file", "没有这份材料。")
    if look_of(matter, by=actor.id, at=instant_of(request)) is None:
        raise RuleBroken("cases.no_look", "材料里有姓名。请先在事项页写明用途，再打开材料。")
    answer = FileResponse(open_path(sha256).open("rb"), as_attachment=True, filename=f"{matter.title}-{sha256[:8]}")
    return cast(HttpResponse, answer)


def _known(matter: Disorder) -> set[str]:
    replies = [sha for files in matter.persons.values_list("reply_files", flat=True) for sha in files]
    return {*matter.files, *replies, *(sha for step in matter.steps for sha in step["files"])}
