"""The transfer dossier on the screen: papers in and out, and the whole of it in one archive with its list of hashes."""

from __future__ import annotations

import io
import tempfile
import zipfile
from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.cases import queries
from anxin.apps.cases.actions import crime as acts
from anxin.apps.cases.crime import content_of, examination, filed, wanted
from anxin.apps.cases.models import Case
from anxin.apps.cases.web.crime import PAGE
from anxin.apps.cases.web.crime_forms import PaperForm
from anxin.apps.cases.web.posting import carry_out, kept
from anxin.domain.casework.dossier import hash_list, name_of
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs

LIST_NAME = "SHA256SUMS"


@needs("cases.handle")
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a paper in, or say why it does not apply."""
    on = local_date(instant_of(request))
    case = queries.case(actor_in(request).scope, pk)
    papers = [paper for need in wanted(examination(case, on=on), on=on) for paper in need.papers]

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.add_paper(
            case_id=pk, need=told["need"], file=kept(told["file"], by, at), not_applicable=told["not_applicable"],
            by=by, at=at,
        )  # fmt: skip

    form = PaperForm(request.POST, request.FILES, papers=papers)
    return carry_out(request, form, act, _("已归入移送材料。"), page=PAGE, pk=pk)


@needs("cases.handle")
@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a paper out."""

    def act(told: dict[str, Any], by: Any, at: Any) -> object:
        return acts.remove_paper(paper_id=number, by=by, at=at)

    queries.case(actor_in(request).scope, pk)
    return carry_out(request, PaperForm.nothing(request.POST), act, _("已撤下。"), page=PAGE, pk=pk)


@needs("cases.handle")
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole dossier in one archive, which `sha256sum -c` can check."""
    case = queries.case_with_files(actor_in(request).scope, pk)
    packed = _packed(case)
    return cast(HttpResponse, FileResponse(packed, as_attachment=True, filename=f"{case.title}-移送材料.zip"))


def _packed(case: Case) -> Any:
    held = {name_of(one): one for one in filed(case) if one.sha256}
    if not held:
        raise NotFound("no_file", "移送材料还没有文件。")
    target = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(LIST_NAME, hash_list(held.values()))
        for name, one in held.items():
            content = content_of(case, one.sha256)
            packed.writestr(name, content if isinstance(content, bytes) else content.read_bytes())
    target.seek(0)
    return target


@needs("cases.view")
def served(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """A file of the dossier, an order or a proof of service."""
    case = queries.case_with_files(actor_in(request).scope, pk)
    known = next((one for one in filed(case) if one.sha256 == sha256), None)
    if known is None:
        raise NotFound("no_file", "没有这份材料。")
    content = content_of(case, sha256)
    opened = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    answer = FileResponse(opened, as_attachment=True, filename=known.name or sha256[:12])
    return cast(HttpResponse, answer)
