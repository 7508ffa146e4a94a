"""Pages of imports: templates, trial runs with their faults, batches and undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.registry.web.forms import UploadForm
from anxin.apps.registry.web.tables import BATCHES
from anxin.base.batches import actions as acts
from anxin.base.batches import queries
from anxin.base.batches.kinds import KINDS, kind_of
from anxin.base.files.store import open_path, put
from anxin.kernel.outcome import AnxinError, BadInput
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.exporting import workbook_response
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import listing

SHOWN = 200


@needs("registry.import")
def imports_page(request: HttpRequest) -> HttpResponse:
    """What was imported, and what can be."""
    actor = actor_in(request)
    kinds = [kind.spec for kind in KINDS.values() if actor.may(kind.power)]
    context = {"kinds": kinds, "lead": _("先试导入，列出每一处错误；没有错误才会写入，整批可以撤销。")}
    return listing(
        request,
        BATCHES,
        queries.batches(actor.scope),
        template="registry/imports.html",
        title=_("导入"),
        context=context,
    )


@needs("registry.import")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty workbook with the columns of a kind."""
    spec = kind_of(kind).spec
    note = "带 * 的列必填；" + "；".join(f"{c.label}：{'、'.join(c.choices)}" for c in spec.columns if c.choices)
    heads = [column.label for column in spec.columns]
    return workbook_response(title=f"{spec.label}导入模板", note=note, heads=heads, rows=[])


@needs("registry.import")
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Try a file: every fault is listed; without faults it is written as one batch."""
    actor, now = actor_in(request), instant_of(request)
    spec = kind_of(kind).spec
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {"form": form, "spec": spec, "title": spoken(f"导入{spec.label}")}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            stored = put(given, name=given.name, by=actor, at=now)
            made = acts.take_in(
                kind=kind, path=open_path(stored.sha256), name=given.name, sha256=stored.sha256,
                place_path=actor.scope.paths[0], by=actor, at=now,
            )  # fmt: skip
        except BadInput as error:
            return render(
                request, "registry/upload.html", {**context, "error": error, "faults": error.faults[:SHOWN]}, status=400
            )
        except AnxinError as error:
            return render(request, "registry/upload.html", {**context, "error": error}, status=409)
        counts = f"新增 {made.created}，更新 {made.changed}，未变 {made.unchanged}"
        if made.at == now:
            messages.success(request, f"已导入：{counts}。")
        else:
            messages.info(request, f"这份文件以前已经导入过（{counts}），这次没有写入。")
        return redirect("registry:batch", made.pk)
    return render(request, "registry/upload.html", context)


@needs("registry.import")
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: what it did, and undo."""
    scope = actor_in(request).scope
    batch = get_object_or_404(queries.batches(scope), pk=pk)
    context = {"batch": batch, "title": batch.file_name, "entries": history(f"registry.batch:{pk}", scope)}
    return render(request, "registry/batch.html", context)


@needs("registry.import")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole batch back."""
    acts.undo(batch_id=pk, by=actor_in(request), at=instant_of(request))
    messages.success(request, _("已撤销整批导入。"))
    return redirect("registry:batch", pk)
