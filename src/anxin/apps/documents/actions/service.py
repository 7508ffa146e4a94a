"""Serving a paper (送达): how, when, to whom, where, and the files that prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anxin.apps.documents.events import PaperServed
from anxin.apps.documents.legal.forms import form
from anxin.apps.documents.models import Paper, Service
from anxin.base.actors import Actor, require
from anxin.base.eventlog.log import record
from anxin.base.files.models import StoredFile
from anxin.base.vault.sealing import seal
from anxin.domain.casework.crime import PICTURES
from anxin.kernel.clock import local_date
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

POWER = "documents.draft"


@dataclass(frozen=True, slots=True)
class Served:
    """What is told of a service; `files` are hashes of stored files."""

    method: str
    on: date
    receiver: str
    where: str
    note: str = ""
    files: Sequence[str] = ()


@transaction.atomic
def serve(*, paper_id: int, told: Served, by: Actor, at: datetime) -> Service:
    """Record how an issued paper was served; without proof it does not count as served."""
    paper = Paper.objects.select_for_update(of=("self",)).within(by.scope).filter(pk=paper_id).first()
    if paper is None:
        raise NotFound("no_paper", "没有这份文书，或不在您的管辖地域内。")
    require(by, POWER, paper.place_path)
    if paper.wiped_at is not None or paper.state != Paper.State.ISSUED or paper.issued_at is None:
        raise RuleBroken("not_issued", "只有已签发、内容没有销毁的文书可以登记送达。")
    faults = [*_faults(told, since=local_date(paper.issued_at), until=local_date(at))]
    if faults:
        raise BadInput("service_faults", "送达没有登记。", faults)
    made = Service.objects.create(
        paper=paper, method=told.method, on=told.on, receiver_sealed=seal(told.receiver.strip()),
        where=told.where.strip()[:200], note=told.note.strip()[:300], files=list(told.files), by=by.id,
        by_name=by.name, at=at,
    )  # fmt: skip
    event = PaperServed(
        paper=paper.pk, form=paper.form, title=form(paper.form).title, case=paper.case, place=paper.place_path,
        number_text=paper.number_text, service=made.pk, method=str(made.get_method_display()), on=told.on.isoformat(),
        files=tuple(told.files),
    )  # fmt: skip
    record(event, by=by, at=at)
    return made


def _faults(told: Served, *, since: date, until: date) -> Iterator[Fault]:
    if told.method not in Service.Method.values:
        yield Fault("送达方式", "没有选择", "选择直接、邮寄、留置、公告或电子送达")
    if not since <= told.on <= until:
        yield Fault("送达日期", f"{told.on} 早于签发日或晚于今天", f"填写 {since} 至 {until} 之间的日期")
    if not told.receiver.strip():
        yield Fault("受送达人或签收人", "没有填写", "写明签收人姓名及与受送达人的关系")
    if told.method != Service.Method.ELECTRONIC and not told.where.strip():
        yield Fault("送达地点", "没有填写", "写明送达的地址")
    if told.method == Service.Method.POSTED:
        yield from _posting(told)
    if not told.files:
        yield Fault("送达凭证", "没有文件", "上传送达回证、邮寄回执、张贴照片、公告或电子送达截图")


def _posting(told: Served) -> Iterator[Fault]:
    """A posting counts only with pictures, and only where nobody could be found to take it (法释〔2013〕3号 art. 4)."""
    kinds = set(StoredFile.objects.filter(pk__in=told.files).values_list("kind", flat=True))
    if told.files and not kinds & PICTURES:
        yield Fault("送达凭证", "没有照片或录像", "张贴送达须拍照或录像（录像压缩为 zip）")
    if not told.note.strip():
        yield Fault("情况", "没有填写", "写明为何无法送交本人、同住成年家属或收件人")
