"""Pages of legal papers: the list, those of a case, one paper, its files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.api import case as case_within
from anxin.apps.cases.api import case_facts, steps_of_paper
from anxin.apps.documents import queries
from anxin.apps.documents.actions.paper import keep_file, proposers_of
from anxin.apps.documents.holding import LIVING, after_next
from anxin.apps.documents.legal import papers as opened
from anxin.apps.documents.legal.comparing import facts_from, otherwise
from anxin.apps.documents.legal.doubting import doubt_of
from anxin.apps.documents.legal.forms import COMMON, Form, form, forms
from anxin.apps.documents.legal.issuers import APPROVE, INSPECT, is_of_the_town
from anxin.apps.documents.legal.printing import is_installed, pdf_of
from anxin.apps.documents.legal.template import fill
from anxin.apps.documents.models import Paper
from anxin.apps.documents.web.paper_forms import FillForm, ServeForm
from anxin.base.actors import Actor
from anxin.base.files.store import open_path
from anxin.base.vault.sealing import open_
from anxin.domain.casework.loading import case_types
from anxin.domain.casework.papers import PaperStep
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import NotFound
from anxin.ui.access import actor_in, instant_of, needs
from anxin.ui.formatting import moment
from anxin.ui.history import history
from anxin.ui.sentences import spoken
from anxin.ui.tables import Column, Filter, Table, choice_label, listing

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NO_PROGRAM = "本机没有安装 LibreOffice，不能生成 PDF。请下载 Word 文件，用 Word 或 WPS 打开后打印。"
ANEW = "当事人信息已更正，另行出具"
"""The reason that is offered for a paper made out anew after a correction."""
NOT_OUT = frozenset({Paper.State.DRAFT, Paper.State.PENDING})
PAPERS = Table(
    "papers",
    columns=(
        Column("number", _("文号"), lambda r: r.number_text or _("未编号"), sort="number_text"),
        Column("form", _("文书"), lambda r: spoken(form(r.form).title), sort="form"),
        Column("case", _("案件"), lambda r: r.case_title or "—", sort="case_title"),
        Column("state", _("状态"), choice_label("state"), sort="state"),
        Column("composed", _("拟稿"), lambda r: f"{r.composed_by_name} {moment(r.composed_at)}", sort="composed_at"),
        Column("issued", _("签发"), lambda r: f"{r.issued_by_name} {moment(r.issued_at)}" if r.issued_at else "—", sort="issued_at"),
    ),
    filters=(
        Filter("q", _("文号或案件编号"), lambda rows, v: rows.filter(number_text__contains=v) | rows.filter(case_title__contains=v), kind="text"),
        Filter("form", _("文书"), lambda rows, v: rows.filter(form=v), choices=lambda: [(one.id, one.title) for one in forms().values()]),
        Filter("state", _("状态"), lambda rows, v: rows.filter(state=v), choices=Paper.State.choices),
    ),
    order=("-composed_at", "-id"),
    row_url=lambda r: reverse("documents:paper", args=[r.pk]),
    export_power="documents.export",
    empty=_("还没有法律文书。在案件的“文书”页拟写。"),
)  # fmt: skip


@needs("documents.papers")
def papers_page(request: HttpRequest) -> HttpResponse:
    """Legal papers within reach."""
    rows = queries.papers(actor_in(request).scope)
    return listing(request, PAPERS, rows, template="documents/papers.html", title=_("法律文书"))


@needs("documents.papers")
def case_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of one case, and which may be drawn up."""
    actor = actor_in(request)
    case = case_within(actor.scope, pk)
    able = actor.may("documents.draft", case.place_path) and actor.may("cases.handle", case.place_path)
    may = able and not case.is_final
    offered = _offered(case, actor) if may else []
    rows = [(one, form(one.form).title) for one in queries.papers(actor.scope).filter(case=pk).order_by("-pk")]
    due = _due(pk, actor, instant_of(request)) if may else []
    outdated = [(one, name) for one, name in rows if one.outdated_at and one.state == Paper.State.ISSUED] if may else []
    context = {
        "case": case,
        "rows": rows,
        "outdated": outdated,
        "anew": ANEW,
        "offered": offered,
        "due": due,
        "title": f"{case.title} · {_('文书')}",
    }
    return render(request, "documents/case_papers.html", context)


def _due(case: int, actor: Actor, at: datetime) -> list[tuple[Form, str, int]]:
    """Papers that the steps taken so far call for and that were not issued yet, each with the procedure that asks for it.

    And with the draft of it that somebody began; none is begun twice.
    """
    begun = queries.papers(actor.scope).filter(case=case, state__in=(Paper.State.DRAFT, Paper.State.PENDING))
    drafts = dict(begun.order_by("pk").values_list("form", "pk"))
    there = set(queries.papers(actor.scope).filter(case=case, state=Paper.State.ISSUED).values_list("form", flat=True))
    asked = {name: one.term for one in case_facts(case_id=case, by=actor, at=at).procedures for name in one.papers}
    wanted = [(name, term) for name, term in asked.items() if name in forms() and name not in there]
    return [(form(name), term, drafts.get(name, 0)) for name, term in wanted]


def _offered(case: Any, actor: Actor) -> list[tuple[str, bool, list[tuple[Form, bool]]]]:
    """The forms by the procedure that calls for them first, those of running procedures open; whether another authority issues one."""
    running = set(case.procedures.filter(ended_at=None).values_list("kind", flat=True))
    tables = sorted(case_types().values(), key=lambda one: (one.name != "case", one.name not in running))
    called = {name: table.name for table in reversed(tables) for move in table.moves for name in move.papers}
    groups: dict[str, list[tuple[Form, bool]]] = {name: [] for name in ("", *(one.name for one in tables))}
    for one in forms().values():
        elsewhere = not _may_act(one, actor, case.place_path)
        groups["" if one.free else called.get(one.id, "")].append((one, elsewhere))
    terms = {name: table.term for name, table in case_types().items()}
    return [
        (terms.get(name, str(_("随时可以出具"))), not name or name in running, some)
        for name, some in groups.items()
        if some
    ]


def _may_act(kind: Form, actor: Actor, place_path: str) -> bool:
    return is_of_the_town(kind) or actor.may(INSPECT, place_path)


@needs("documents.papers")
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: what stands in it, what is missing, what may be done with it."""
    actor, at = actor_in(request), instant_of(request)
    on = local_date(at)
    paper = queries.paper(actor.scope, pk)
    if paper.wiped_at is not None:
        return _wiped(request, paper, actor)
    kind, facts = form(paper.form), opened.facts_of(paper)
    made = opened.composed(paper, on=local_date(paper.issued_at) if paper.issued_at else on)
    may, steps = _may(paper, kind, actor), _steps(paper, actor, instant_of(request))
    context = {
        "paper": paper, "kind": kind, "title": spoken(kind.title), "made": made, "shown": _shown(kind, made.values), "may": may,
        "fill_form": FillForm(kind=kind, facts=facts, on=on, initial=opened.filled_of(paper)) if may["fill"] else None,
        "serve_form": ServeForm(initial={"on": on}) if may["serve"] else None,
        "services": [(one, open_(one.receiver_sealed)) for one in paper.services.all()],
        "has_pdf": is_installed(), "no_program": NO_PROGRAM,
        "entries": history(f"documents.paper:{pk}", actor.scope),
        "doubt": doubt_of(paper, on=on) if not paper.issued_at else None,
        "facts_day": moment(facts_from(paper), at), "composed_day": moment(paper.composed_at, at), "otherwise": otherwise(paper, on=on) if paper.state in NOT_OUT else [],
        "confidential": facts.confidential, "anew": ANEW if paper.outdated_at else "", "steps": steps, "ready": any(one.ready for one in steps),
    }  # fmt: skip
    return render(request, "documents/paper.html", context)


def _wiped(request: HttpRequest, paper: Paper, actor: Actor) -> HttpResponse:
    """What stays of a paper whose case was destroyed: kind, number, hashes, how it was served, and the protocol."""
    context = {
        "paper": paper,
        "title": spoken(form(paper.form).title),
        "files": paper.files.order_by("kind"),
        "services": paper.services.all(),
        "entries": history(f"documents.paper:{paper.pk}", actor.scope),
    }
    return render(request, "documents/paper_wiped.html", context)


def _steps(paper: Paper, actor: Actor, at: datetime) -> tuple[PaperStep, ...]:
    """The steps of its case that the paper serves once it is issued, or once it is served."""
    if paper.case is None or paper.state not in LIVING:
        return ()
    return steps_of_paper(case_id=paper.case, held=after_next(paper, on=local_date(at)), by=actor, at=at)


def _may(paper: Paper, kind: Form, actor: Actor) -> dict[str, bool]:
    draft, competent = actor.may("documents.draft", paper.place_path), _may_act(kind, actor, paper.place_path)
    second = actor.may(APPROVE if is_of_the_town(kind) else INSPECT, paper.place_path)
    own = actor.is_behind(proposers_of(paper))
    is_draft, pending = paper.state == Paper.State.DRAFT, paper.state == Paper.State.PENDING
    issued = paper.state == Paper.State.ISSUED
    return {
        "fill": draft and is_draft,
        "submit": draft and is_draft and kind.approval and competent,
        "issue": (draft and is_draft and not kind.approval and competent) or (pending and second and not own),
        "decline": pending and second,
        "void": draft and (is_draft or (issued and (second or not kind.approval))),
        "replace": draft and issued,
        "serve": draft and issued,
        "refer": draft and is_draft and not competent,
    }


def _shown(kind: Form, values: Any) -> list[tuple[str, Any]]:
    """Every value with its label, in the order of the form."""
    head = [(COMMON[name], values[name]) for name in ("authority_name", "number", "issued_on", "basis")]
    return head + [(one.label, values[one.name]) for one in kind.fields]


@needs("documents.papers")
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The paper as Word or PDF; a draft is filled for the look, an issued one is the file kept at its issue."""
    paper = queries.paper(actor_in(request).scope, pk)
    if kind not in ("docx", "pdf"):
        raise Http404
    if paper.wiped_at is not None:
        raise NotFound("paper_wiped", f"这份文书的内容已按{paper.wiped_by}销毁。")
    content = _content(paper, kind, at=instant_of(request))
    mark = "" if paper.state == Paper.State.ISSUED else f"（{paper.get_state_display()}）"
    name = quote(f"{form(paper.form).title}{paper.number_text}{mark}.{kind}")
    answer = HttpResponse(content, content_type=DOCX if kind == "docx" else "application/pdf")
    answer["Content-Disposition"] = f"{'inline' if kind == 'pdf' else 'attachment'}; filename*=UTF-8''{name}"
    answer["Cache-Control"] = "no-store"
    return answer


def _content(paper: Paper, kind: str, *, at: Any) -> bytes:
    kept = paper.files.filter(kind=kind).first()
    if kept is not None:
        return opened.content_of(kept)
    whole = paper.files.filter(kind="docx").first()
    word = opened.content_of(whole) if whole else _draft(paper, on=local_date(at))
    if kind == "docx":
        return word
    printed = pdf_of(word)
    if printed is None:
        raise NotFound("no_pdf", NO_PROGRAM if not is_installed() else "PDF 没有生成，请下载 Word 文件打印。")
    if whole is not None:
        keep_file(paper, "pdf", printed, at=at)
    return printed


def _draft(paper: Paper, *, on: date) -> bytes:
    template, _version = opened.template_in_use(form(paper.form), opened.facts_of(paper).town_path)
    return fill(template, opened.composed(paper, on=on).values)


@needs("documents.papers")
def proof(request: HttpRequest, pk: int, sha256: str) -> HttpResponse:
    """A file that proves a service."""
    paper = queries.paper(actor_in(request).scope, pk)
    if paper.wiped_at is not None or not any(sha256 in one.files for one in paper.services.all()):
        raise NotFound("no_file", "没有这份送达凭证。")
    answer = FileResponse(open_path(sha256).open("rb"), as_attachment=True, filename=f"送达凭证-{sha256[:12]}")
    return cast(HttpResponse, answer)
