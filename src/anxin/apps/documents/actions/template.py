"""Acts on the templates of legal papers (文书模板): a town's own version handed in, put in use, or set aside for an older one."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from anxin.apps.documents.events import TemplateInUse, TemplateUploaded
from anxin.apps.documents.legal.example import tried
from anxin.apps.documents.legal.forms import Form, form
from anxin.apps.documents.legal.template import check
from anxin.apps.documents.models import FormTemplate
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.files.store import put
from anxin.base.places.models import Place
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound

POWER = "documents.templates"
LARGEST = 4 << 20
"""A template of text, tables and a seal's picture is far below this."""


@transaction.atomic
def upload(
    *, form_id: str, town: Place, content: bytes, name: str, note: str = "", by: Actor, at: datetime
) -> FormTemplate:
    """Check a template, try it on the example, keep it as the next version and put it in use; a faulty one leaves nothing."""
    kind = form(form_id)
    require(by, POWER, town.path)
    if len(content) > LARGEST:
        fault = Fault(name, f"超过 {LARGEST >> 20} MB", "压缩或删去模板里的图片")
        raise BadInput("template_large", "模板太大，没有启用。", [fault])
    check(content, kind, name=name)
    tried(kind, content, town=town, on=local_date(at))
    stored = put(io.BytesIO(content), name=name, by=by, at=at, kinds=frozenset({"docx"}))
    last = _versions(kind, town).aggregate(last=Max("version"))["last"] or 0
    _versions(kind, town).filter(active=True).update(active=False)
    made = FormTemplate.objects.create(
        form=kind.id, town_path=town.path, version=last + 1, file=stored.sha256, name=name[-200:], note=note.strip(),
        active=True, by=by.id, by_name=by.name, at=at,
    )  # fmt: skip
    told = TemplateUploaded(form=kind.id, title=kind.title, version=made.version, place=town.path, sha256=stored.sha256)
    record(told, by=by, at=at)
    record(TemplateInUse(form=kind.id, title=kind.title, version=made.version, place=town.path), by=by, at=at)
    return made


@transaction.atomic
def use(*, form_id: str, town: Place, version: int, by: Actor, at: datetime) -> None:
    """Put a version in use again; 0 is the template that ships. Papers already issued stay as they are."""
    kind = form(form_id)
    require(by, POWER, town.path)
    rows = _versions(kind, town)
    if version and not rows.filter(version=version).exists():
        raise NotFound("no_template", "没有这一版模板。")
    rows.filter(active=True).update(active=False)
    rows.filter(version=version).update(active=True)
    record(TemplateInUse(form=kind.id, title=kind.title, version=version, place=town.path), by=by, at=at)


def _versions(kind: Form, town: Place) -> QuerySet[FormTemplate]:
    return FormTemplate.objects.select_for_update().filter(form=kind.id, town_path=town.path)
