"""A stored paper opened: its facts, what was filled, its values on a day, its template and its sealed files."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import cast

from anxin.apps.documents.legal.facts import DocumentFacts, read
from anxin.apps.documents.legal.forms import TEMPLATES, Form, form
from anxin.apps.documents.legal.issuers import issuer_of, law_book
from anxin.apps.documents.legal.values import Composed, compose
from anxin.apps.documents.models import FormTemplate, Paper, PaperFile
from anxin.base.files.store import open_path
from anxin.base.vault.sealing import open_
from anxin.kernel.outcome import NotFound


def facts_text(paper: Paper) -> str:
    """The frozen facts as they were written."""
    return open_(paper.facts_sealed)


def facts_of(paper: Paper) -> DocumentFacts:
    """The frozen facts."""
    return read(facts_text(paper))


def filled_of(paper: Paper) -> dict[str, str]:
    """What was filled in."""
    return cast("dict[str, str]", json.loads(open_(paper.filled_sealed))) if paper.filled_sealed else {}


def carried_into(form_of: Form, *, issuer_path: str) -> dict[str, str]:
    """What an authority writes the same on all its papers (its telephone, its court), from the last ones it issued."""
    found: dict[str, str] = {}
    names = {one.name for one in form_of.fields if one.carried}
    issued = Paper.objects.filter(issuer_path=issuer_path, state=Paper.State.ISSUED, wiped_at=None).order_by(
        "-issued_at", "-pk"
    )
    for paper in issued[:LOOKED_AT] if names else ():
        for name, text in filled_of(paper).items():
            if name in names:
                found.setdefault(name, text)
    return found


LOOKED_AT = 5
"""So many papers back an authority's own telephone is looked for."""


def composed(paper: Paper, *, on: date) -> Composed:
    """A paper's values on a day."""
    kind, facts = form(paper.form), facts_of(paper)
    issuer = issuer_of(kind, facts.town_path)
    return compose(
        kind, facts, filled_of(paper), issuer=issuer, law=law_book(), on=on, number=paper.number_text
    )  # fmt: skip


def template_in_use(form: Form, town_path: str) -> tuple[bytes, int]:
    """The template that a town uses for a form and its version; 0 is the one that ships."""
    own = FormTemplate.objects.filter(form=form.id, town_path=town_path, active=True).first()
    if own is None:
        return shipped(form), 0
    return open_path(own.file).read_bytes(), own.version


def shipped(form: Form) -> bytes:
    """The template of a form that ships."""
    return (TEMPLATES / f"{form.id}.docx").read_bytes()


def content_of(kept: PaperFile) -> bytes:
    """A sealed file opened."""
    if kept.paper.wiped_at is not None:
        raise NotFound("paper_wiped", f"这份文书的内容已按{kept.paper.wiped_by}销毁。")
    return base64.b64decode(open_(kept.content_sealed))
