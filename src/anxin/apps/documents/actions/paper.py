"""Acts on a legal paper (法律文书): drawn up, filled, approved, issued, made void, replaced. An issued paper is never changed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases.api import case_facts
from anxin.apps.documents.events import (
    PaperComposed,
    PaperDeclined,
    PaperFilled,
    PaperIssued,
    PaperSubmitted,
    PaperSuperseded,
    PaperVoided,
)
from anxin.apps.documents.legal import numbers, papers
from anxin.apps.documents.legal.doubting import doubt_of
from anxin.apps.documents.legal.facts import DocumentFacts, digest, of_case, written
from anxin.apps.documents.legal.filling import cleaned
from anxin.apps.documents.legal.forms import Field, Form, Kind, form
from anxin.apps.documents.legal.issuers import issuer_of, require_approver, require_competence
from anxin.apps.documents.legal.saying import said_with_steps
from anxin.apps.documents.legal.template import fill as fill_template
from anxin.apps.documents.legal.values import to_fill
from anxin.apps.documents.models import Paper, PaperFile
from anxin.base.actors import Actor, require, require_second
from anxin.base.eventlog.event import Event
from anxin.base.eventlog.log import record
from anxin.base.vault.sealing import seal
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

DRAFT = "documents.draft"
DEADLINE = "order_deadline"
LEAST_REASON = 4
"""A reason of fewer characters says nothing."""


@transaction.atomic
def compose_for_case(
    *, form_id: str, case_id: int, filled: Mapping[str, str] | None = None, by: Actor, at: datetime
) -> Paper:
    """Draw up a paper from what its case knows now, and what its authority writes on every paper."""
    case, kind = case_facts(case_id=case_id, by=by, at=at), form(form_id)
    if case.is_final:
        raise RuleBroken("case_final", f"本案{case.state_term}，不能再拟文书。")
    facts = of_case(case)
    issuer = issuer_of(kind, facts.town_path).path
    said = said_with_steps(kind, case, on=local_date(at))
    known = {**papers.carried_into(kind, issuer_path=issuer), **said, **(filled or {})}
    return compose(form_id=form_id, facts=facts, filled=known, by=by, at=at)


@transaction.atomic
def compose(
    *,
    form_id: str,
    facts: DocumentFacts,
    filled: Mapping[str, str] | None = None,
    supersedes: Paper | None = None,
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Paper:
    """Freeze the facts and make a draft of them; what was filled in an older paper may come along."""
    kind = form(form_id)
    require(by, DRAFT, facts.place_path)
    text, known = written(facts), cleaned(kind, facts, filled or {}, on=local_date(at))
    paper = Paper.objects.create(
        form=kind.id, case=facts.case, case_title=facts.case_title, place_path=facts.place_path,
        facts_sealed=seal(text), facts_sha256=digest(text), filled_sealed=_sealed(known),
        issuer_path=issuer_of(kind, facts.town_path).path, series=kind.word, supersedes=supersedes, reason=reason,
        composed_by=by.id, composed_by_name=by.name, composed_at=at, proposers=by.people,
    )  # fmt: skip
    _record(PaperComposed, paper, by=by, at=at, facts_sha256=paper.facts_sha256)
    return paper


@transaction.atomic
def fill(*, paper_id: int, filled: Mapping[str, str], by: Actor, at: datetime) -> Paper:
    """Fill the blanks of a draft; a fact or a value of the law cannot be written over."""
    paper = _lock(paper_id, by=by, power=DRAFT)
    _require_state(paper, Paper.State.DRAFT, "只有草稿可以填写。")
    facts = papers.facts_of(paper)
    known = cleaned(form(paper.form), facts, filled, on=local_date(at))
    paper.filled_sealed = _sealed(known)
    paper.save(update_fields=["filled_sealed"])
    labels = tuple(one.label for one in to_fill(form(paper.form), facts) if known.get(one.name))
    _record(PaperFilled, paper, by=by, at=at, blanks=labels)
    return paper


@transaction.atomic
def submit(*, paper_id: int, by: Actor, at: datetime) -> Paper:
    """Hand a complete draft to a second person."""
    paper = _lock(paper_id, by=by, power=DRAFT)
    _require_state(paper, Paper.State.DRAFT, "只有草稿可以送审。")
    if not form(paper.form).approval:
        raise RuleBroken("no_approval_needed", "这种文书不需要审批，可以直接签发。")
    require_competence(form(paper.form), by=by, place_path=paper.place_path)
    _require_complete(paper, at=at)
    paper.state, paper.submitted_by = Paper.State.PENDING, by.id
    paper.proposers = list(dict.fromkeys([*paper.proposers, *by.people]))
    paper.save(update_fields=["state", "submitted_by", "proposers"])
    _record(PaperSubmitted, paper, by=by, at=at)
    return paper


@transaction.atomic
def decline(*, paper_id: int, reason: str, by: Actor, at: datetime) -> Paper:
    """Send a paper back to its writer."""
    paper = _lock(paper_id, by=by, power=None)
    require_approver(form(paper.form), by=by, place_path=paper.place_path)
    _require_state(paper, Paper.State.PENDING, "只有待审批的文书可以退回。")
    paper.state, paper.reason = Paper.State.DRAFT, _reason(reason)
    paper.save(update_fields=["state", "reason"])
    _record(PaperDeclined, paper, by=by, at=at, reason=paper.reason)
    return paper


@transaction.atomic
def issue(*, paper_id: int, by: Actor, at: datetime) -> Paper:
    """Give a paper its number and its final form; where the form wants approval, only a second person does so."""
    paper = _lock(paper_id, by=by, power=None)
    kind = form(paper.form)
    _require_may_issue(paper, kind, by=by)
    _require_complete(paper, at=at)
    content, version = papers.template_in_use(kind, papers.facts_of(paper).town_path)
    day = local_date(at)
    number = numbers.next_number(issuer_path=paper.issuer_path, series=paper.series, year=day.year)
    word = issuer_of(kind, papers.facts_of(paper).town_path).word
    paper.year, paper.number = day.year, number
    paper.number_text = numbers.in_words(word=word, series=paper.series, year=day.year, number=number)
    paper.state, paper.template_version, paper.issued_at = Paper.State.ISSUED, version, at
    paper.issued_by, paper.issued_by_name = by.id, by.name
    made = fill_template(content, papers.composed(paper, on=day).values)
    paper.save()
    kept = keep_file(paper, "docx", made, at=at)
    if paper.supersedes is not None:
        _supersede(paper, by=by, at=at)
    _record(
        PaperIssued, paper, by=by, at=at, number_text=paper.number_text, template_version=version, sha256=kept.sha256
    )
    return paper


@transaction.atomic
def void(*, paper_id: int, reason: str, by: Actor, at: datetime) -> Paper:
    """Make a paper void; it stays readable and its number is not given again."""
    paper = _lock(paper_id, by=by, power=DRAFT)
    why = _reason(reason)
    if paper.state in (Paper.State.VOIDED, Paper.State.SUPERSEDED):
        raise RuleBroken("already_out", "这份文书已经作废或被替换。")
    if paper.state == Paper.State.ISSUED and form(paper.form).approval:
        require_approver(form(paper.form), by=by, place_path=paper.place_path)
    paper.state, paper.reason = Paper.State.VOIDED, why
    paper.save(update_fields=["state", "reason"])
    _record(PaperVoided, paper, by=by, at=at, number_text=paper.number_text, reason=why)
    return paper


@transaction.atomic
def replace(*, paper_id: int, reason: str, by: Actor, at: datetime, as_then: bool = False) -> Paper:
    """Draw up a new paper in place of an issued one, from the facts as they are now; the old one holds until then.

    `as_then` keeps the facts that the old paper froze, to mend a slip of the pen; not where a person was corrected since. The law
    it cites and the days it sets are those of the day on which the new paper is issued, either way.
    """
    old = _lock(paper_id, by=by, power=DRAFT)
    _require_state(old, Paper.State.ISSUED, "只有已签发的文书可以替换。")
    if Paper.objects.filter(supersedes=old, state__in=[Paper.State.DRAFT, Paper.State.PENDING]).exists():
        raise RuleBroken("already_replacing", "已经有一份替换它的草稿，请先签发或作废那一份。")
    facts = papers.facts_of(old)
    if as_then and old.outdated_at is not None:
        raise RuleBroken("person_corrected", "签发后当事人信息已更正，不能沿用原来的案情，请按现在的案情另拟。")
    if old.case is not None and not as_then:
        facts = of_case(case_facts(case_id=old.case, by=by, at=at))
    filled = papers.filled_of(old)
    return compose(
        form_id=old.form, facts=facts, filled=filled, supersedes=old, reason=_reason(reason), by=by, at=at
    )  # fmt: skip


def proposers_of(paper: Paper) -> list[str]:
    """Everybody behind a paper: who drew it up, who put it up for approval, and who took it over from them."""
    return [paper.composed_by, paper.submitted_by, *paper.proposers]


def keep_file(paper: Paper, kind: str, content: bytes, *, at: datetime) -> PaperFile:
    """Keep an issued paper's file, sealed; the first one stays."""
    sealed = seal(base64.b64encode(content).decode())
    made = {"content_sealed": sealed, "sha256": hashlib.sha256(content).hexdigest(), "at": at}
    return PaperFile.objects.get_or_create(paper=paper, kind=kind, defaults=made)[0]


def _supersede(paper: Paper, *, by: Actor, at: datetime) -> None:
    old = Paper.objects.select_for_update().get(pk=paper.supersedes_id or 0)
    if old.state != Paper.State.ISSUED:
        raise RuleBroken("already_out", "要替换的文书已经作废或被替换，请作废这份草稿后重新拟写。")
    old.state, old.reason = Paper.State.SUPERSEDED, paper.reason
    old.save(update_fields=["state", "reason"])
    told: dict[str, Any] = {"number_text": old.number_text, "by_paper": paper.pk, "reason": paper.reason}
    _record(PaperSuperseded, old, by=by, at=at, **told)


def _require_may_issue(paper: Paper, kind: Form, *, by: Actor) -> None:
    if kind.approval:
        require_approver(kind, by=by, place_path=paper.place_path)
        _require_state(paper, Paper.State.PENDING, "这种文书须先送审，由另一位有审批权的人签发。")
        require_second(by, proposers_of(paper))
    else:
        require(by, DRAFT, paper.place_path)
        _require_state(paper, Paper.State.DRAFT, "只有草稿可以签发。")
    require_competence(kind, by=by, place_path=paper.place_path)


def _require_complete(paper: Paper, *, at: datetime) -> None:
    if paper.outdated_at is not None:
        raise RuleBroken("person_corrected", "拟稿后当事人信息已更正，请作废这份草稿，重新拟写。")
    if digest(papers.facts_text(paper)) != paper.facts_sha256:
        raise RuleBroken("facts_changed", "所据事实与其校验码不符，数据可能被改动，不能签发。请联系审计管理员。")
    found = papers.composed(paper, on=local_date(at))
    if found.missing:
        faults = [_blank(one) for one in found.missing]
        raise BadInput("blanks_left", f"还缺 {len(faults)} 项，不能签发。", faults)
    doubt = doubt_of(paper, on=local_date(at))
    if doubt is not None and not doubt.explained:
        fault = Fault("责令支付金额", doubt.words, "核对台账；确按此金额的，在“金额与台账不同的理由”写明")
        raise BadInput("sum_doubtful", "责令金额与台账不同：", [fault])
    if late := _past(paper, on=local_date(at)):
        raise BadInput("deadline_past", "期限已经过去，不能签发：", late)


def _past(paper: Paper, *, on: date) -> list[Fault]:
    """A deadline that is set for somebody lies ahead when the paper goes out."""
    told = papers.filled_of(paper)
    setting = [one for one in form(paper.form).fields if one.sets == DEADLINE and told.get(one.name)]
    return [
        Fault(one.label, told[one.name], "请填写签发日以后的日期")
        for one in setting
        if date.fromisoformat(told[one.name]) <= on
    ]


def _blank(field: Field) -> Fault:
    if field.kind is Kind.ROWS:
        return Fault(field.label, "案件里还没有登记", "先在案件页登记（台账、分期或移送材料），再重新拟写")
    return Fault(field.label, "没有填写", "在文书页填写后再签发")


def _require_state(paper: Paper, state: str, message: str) -> None:
    if paper.state != state:
        raise RuleBroken("wrong_state", message)


def _reason(text: str) -> str:
    why = text.strip()[:300]
    if len(why) < LEAST_REASON:
        fault = Fault("原因", f"不足 {LEAST_REASON} 个字", "写明为什么，例如“金额有误，另行出具”")
        raise BadInput("reason_missing", "请写明原因。", [fault])
    return why


def _sealed(filled: Mapping[str, str]) -> str:
    return seal(json.dumps(dict(filled), ensure_ascii=False, sort_keys=True)) if filled else ""


def _lock(paper_id: int, *, by: Actor, power: str | None) -> Paper:
    paper = Paper.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=paper_id).first()
    if paper is None:
        raise NotFound("no_paper", "没有这份文书，或不在您的管辖地域内。")
    if power is not None:
        require(by, power, paper.place_path)
    if paper.wiped_at is not None:
        raise RuleBroken("paper_wiped", f"这份文书的内容已按{paper.wiped_by}销毁，不能再办理。")
    return paper


def _record(event: type[Event], paper: Paper, *, by: Actor, at: datetime, **told: Any) -> None:
    title = form(paper.form).title
    made = event(paper=paper.pk, form=paper.form, title=title, case=paper.case, place=paper.place_path, **told)  # type: ignore[call-arg]
    record(made, by=by, at=at)
