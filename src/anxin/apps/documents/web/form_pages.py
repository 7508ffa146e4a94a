"""Pages of forms and their templates: what each needs, whence it comes, the office's own versions."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from anxin.apps.documents import queries
from anxin.apps.documents.actions import template as acts
from anxin.apps.documents.legal.example import tried
from anxin.apps.documents.legal.forms import COMMON, ROWS, Form, Kind, form, forms
from anxin.apps.documents.legal.issuers import is_of_the_town, issuer_of, law_book
from anxin.apps.documents.legal.papers import shipped, template_in_use
from anxin.apps.documents.legal.printing import pdf_of
from anxin.apps.documents.web.paper_acts import tell
from anxin.apps.documents.web.paper_forms import TemplateForm
from anxin.apps.documents.web.papers import DOCX, NO_PROGRAM
from anxin.base.files.store import open_path
from anxin.base.places.models import Place
from anxin.domain.casework.loading import case_types
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.history import history
from anxin.ui.sentences import spoken


def _town() -> Place:
    return Place.objects.get(code=settings.SETTINGS.town)


@needs("documents.papers")
def forms_page(request: HttpRequest) -> HttpResponse:
    """Every form: who issues it, what it cites, which template is in use."""
    town, on = _town(), local_date(instant_of(request))
    law, versions = law_book(), queries.versions_in_use(town.path)
    issuers = {is_of_the_town(one): one for one in forms().values()}
    named = {ours: issuer_of(one, town.path) for ours, one in issuers.items()}
    rows = [
        {
            "form": one, "issuer": named[is_of_the_town(one)], "version": versions.get(one.id, 0), "serves": _serves(one),
            "law": list(dict.fromkeys(law.get(key, on=on).citation.in_words() for key in one.law)),
        }
        for one in forms().values()
    ]  # fmt: skip
    context = {"rows": rows, "title": _("文书格式"), "english": get_language() == "en"}
    return render(request, "documents/forms.html", context)


def _serves(kind: Form) -> list[str]:
    """The steps that call for a form or take it as proof, each with its procedure; none when it is drawn up at will."""
    tables = case_types().values()
    found = (f"{table.term}·{move.term}" for table in tables for move in table.moves if kind.id in move.papers)
    return list(dict.fromkeys(found))


@needs("documents.papers")
def form_page(request: HttpRequest, form_id: str) -> HttpResponse:
    """One form: its fields by name for whoever edits the template, its versions, upload and rollback."""
    actor, kind, town = actor_in(request), form(form_id), _town()
    context = {
        "kind": kind, "title": spoken(kind.title), "serves": _serves(kind), "fields": [(one.name, one.label, _whence(kind, one.name)) for one in kind.fields],
        "common": list(COMMON.items()), "amounts": [one for one in kind.fields if one.kind is Kind.MONEY],
        "rows": [(name, columns) for name, columns in ROWS.items() if name in kind.names],
        "versions": list(queries.own_templates(form_id, town.path)), "in_use": template_in_use(kind, town.path)[1],
        "may": actor.may("documents.templates", town.path), "form": TemplateForm(),
        "entries": history(f"documents.form:{form_id}", actor.scope),
    }  # fmt: skip
    return render(request, "documents/form.html", context)


def _whence(kind: Form, name: str) -> str:
    field = kind.field(name)
    if field is None or field.law:
        return str(_("法规"))
    return str(_("案件")) if field.fact else str(_("填写"))


@needs("documents.templates")
@require_POST
def upload(request: HttpRequest, form_id: str) -> HttpResponse:
    """Hand in an edited template."""
    given = TemplateForm(request.POST, request.FILES)
    if given.is_valid():
        file, note = given.cleaned_data["file"], given.cleaned_data["note"]
        content = file.read(acts.LARGEST + 1)
        tell(
            request,
            lambda by, at: acts.upload(
                form_id=form_id, town=_town(), content=content, name=file.name, note=note, by=by, at=at
            ),
            _("模板已检查、试填并启用。"),
        )
    return redirect("documents:form", form_id)


@needs("documents.templates")
@require_POST
def use(request: HttpRequest, form_id: str) -> HttpResponse:
    """Put another version in use."""
    told = request.POST.get("version", "")
    version = int(told) if told.isdecimal() and len(told) < 6 else -1
    tell(
        request,
        lambda by, at: acts.use(form_id=form_id, town=_town(), version=version, by=by, at=at),
        _("已启用这一版。"),
    )
    return redirect("documents:form", form_id)


@needs("documents.papers")
def template_file(request: HttpRequest, form_id: str, version: int, kind: str) -> HttpResponse:
    """A version of a template as it is, or tried on the invented case as Word or PDF."""
    form_of, town = form(form_id), _town()
    content = _template(form_of, version, town)
    if kind in ("try", "pdf"):
        content = tried(form_of, content, town=town, on=local_date(instant_of(request)))
    elif kind != "template":
        raise Http404
    if kind == "pdf":
        printed = pdf_of(content)
        if printed is None:
            raise NotFound("no_pdf", NO_PROGRAM)
        content = printed
    ending = "pdf" if kind == "pdf" else "docx"
    name = quote(f"{form_of.title}{'模板' if kind == 'template' else '试填'}第{version}版.{ending}")
    answer = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else DOCX)
    answer["Content-Disposition"] = f"{'inline' if kind == 'pdf' else 'attachment'}; filename*=UTF-8''{name}"
    return answer


def _template(kind: Form, version: int, town: Place) -> bytes:
    if version == 0:
        return shipped(kind)
    found = queries.own_templates(kind.id, town.path).filter(version=version).first()
    if found is None:
        raise NotFound("no_template", "没有这一版模板。")
    return open_path(found.file).read_bytes()
