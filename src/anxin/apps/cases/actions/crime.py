"""Acts on the way to a transfer (涉嫌犯罪移送): orders, their service, findings, the dossier, the prepared referral."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from anxin.apps.cases.actions.handling import Told, perform
from anxin.apps.cases.actions.locking import lock
from anxin.apps.cases.authority import competences
from anxin.apps.cases.crime import QUESTIONS, examination, filed, lacking
from anxin.apps.cases.events import CrimeQuestionFound, DossierChanged, MonthsSettled, OrderRecorded, OrderServed
from anxin.apps.cases.knowing import main_of
from anxin.apps.cases.models import Case, Claimant, Delivery, Finding, Paper, PayOrder
from anxin.apps.cases.orders import orders_of
from anxin.apps.cases.receiving import Receiver
from anxin.base.actors import Actor
from anxin.base.eventlog.log import record
from anxin.base.files.models import StoredFile
from anxin.domain.casework.crime import PICTURES, Service
from anxin.domain.casework.dossier import hash_list, seal_of
from anxin.kernel.clock import local_date
from anxin.kernel.money import Fen, yuan
from anxin.kernel.outcome import BadInput, Fault, NotFound, RuleBroken

WORDS_FROM = 2


@transaction.atomic
def record_order(
    *, case_id: int, document: str, number: str, issued_on: date, deadline: date, amount_fen: int, file: str,
    by: Actor, at: datetime,
) -> PayOrder:  # fmt: skip
    """Record an order to pay that another authority issued, with the paper itself; recording is no act of power."""
    case = lock(case_id, by=by)
    faults = [
        *([Fault("文书", "没有选择", "请选择文书种类")] if not document.strip() else []),
        *([Fault("文书原件", "没有上传", "请上传盖章文书的扫描件")] if not file else []),
        *([Fault("金额", "应大于零", "请填写责令支付的总额")] if amount_fen <= 0 else []),
        *([Fault("作出日期", "晚于今天", "请核对日期")] if issued_on > local_date(at) else []),
        *([Fault("支付期限", "早于作出日期", "请核对日期")] if deadline < issued_on else []),
        *([Fault("文号", "是本系统签发的文书", "已自动计入，不必再登记")] if number.strip() in _ours(case) else []),
    ]
    if faults:
        raise BadInput("cases.order_unclear", "责令支付文书没有登记：", faults)
    order = PayOrder.objects.create(
        case=case, document=document.strip(), number=number.strip(), issued_on=issued_on, deadline=deadline,
        amount_fen=amount_fen, file=file, by=by.id, at=at,
    )  # fmt: skip
    event = OrderRecorded(
        case=case.pk,
        place=case.place_path,
        order=order.pk,
        amount_yuan=yuan(Fen(amount_fen)),
        deadline=deadline,
        file=file,
    )
    record(event, by=by, at=at)
    return order


def _ours(case: Case) -> set[str]:
    """The numbers of orders that were issued here: the papers themselves say everything about them."""
    return {one.number for one in orders_of(case) if one.paper}


@transaction.atomic
def serve(
    *, order_id: int, method: Service, on: date, where: str, note: str, files: Sequence[str], by: Actor, at: datetime
) -> Delivery:
    """Record how an order was served, with its receipt; a posting counts only with pictures (法释〔2013〕3号 art. 4(2)),
    and only where nobody could be found to take it, so that must be told.
    """
    order = PayOrder.objects.filter(pk=order_id).first()
    if order is None:
        raise NotFound("cases.no_order", "没有这份责令支付文书。")
    case = lock(order.case_id, by=by)
    found = Delivery(
        order=order,
        method=method.value,
        on=on,
        where=where.strip(),
        note=note.strip(),
        files=list(files),
        by=by.id,
        at=at,
    )
    if faults := list(_unserved(found)):
        raise BadInput("cases.service_unclear", "送达没有登记：", faults)
    found.save()
    event = OrderServed(
        case=case.pk, place=case.place_path, order=order.pk, method=method.value, on=on, files=tuple(files)
    )
    record(event, by=by, at=at)
    return found


def _unserved(one: Delivery) -> Iterator[Fault]:
    """What keeps a service from counting."""
    if not one.order.issued_on <= one.on <= local_date(one.at):
        yield Fault("送达日期", f"{one.on}", "应在作出文书之后、今天之前")
    if len(one.where) < WORDS_FROM:
        yield Fault("送达地点", "没有填写", "请写明住所、办公地点、经营场所或工地")
    if not one.files:
        yield Fault("送达凭证", "没有上传", "请上传送达回证；张贴的上传照片或录像")
    if one.method == Service.POSTED:
        kinds = set(StoredFile.objects.filter(pk__in=one.files).values_list("kind", flat=True))
        if one.files and not kinds & PICTURES:
            yield Fault("送达凭证", "没有照片或录像", "张贴送达须拍照或录像（录像压缩为 zip）")
        if len(one.note) < WORDS_FROM:
            yield Fault("情况", "没有填写", "请写明为何无法送交本人、同住成年家属或收件人")


@transaction.atomic
def find(*, case_id: int, question: str, answer: Any, words: str, by: Actor, at: datetime) -> Finding:
    """State what was found on a question of the offence, with the reason; a later finding stands beside the earlier."""
    case = lock(case_id, by=by)
    if question not in QUESTIONS:
        raise NotFound("cases.no_question", "没有这个要件问题，请刷新页面。")
    if len(words.strip()) < WORDS_FROM:
        raise BadInput("cases.no_words", "没有登记：", [Fault("依据", "没有填写", "请写明依据什么材料查明")])
    found = Finding.objects.create(
        case=case, question=question, answer=answer, words=words.strip()[:500], by=by.id, name=by.name, at=at
    )
    record(CrimeQuestionFound(case=case.pk, place=case.place_path, question=question), by=by, at=at)
    return found


@transaction.atomic
def settle_months(*, claimant_id: int, months: int, by: Actor, at: datetime) -> Claimant:
    """Say for how many whole months a worker was not paid; the amount for one worker counts only from some months on."""
    claimant = Claimant.objects.filter(pk=claimant_id).first()
    if claimant is None:
        raise NotFound("cases.no_claimant", "本案没有这名主张人。")
    case = lock(claimant.case_id, by=by)
    claimant.months_unpaid = months
    claimant.save(update_fields=["months_unpaid"])
    record(MonthsSettled(case=case.pk, place=case.place_path, claimant=claimant.pk, months=months), by=by, at=at)
    return claimant


@transaction.atomic
def add_paper(
    *,
    case_id: int,
    need: str,
    file: str = "",
    not_applicable: str = "",
    dossier: str = "transfer",
    by: Actor,
    at: datetime,
) -> Paper:
    """Put a paper into the dossier, or say why a required one does not apply."""
    case = lock(case_id, by=by)
    if bool(file) == bool(not_applicable.strip()):
        raise BadInput(
            "cases.paper_unclear", "没有登记：", [Fault("材料", "须上传文件或写明不适用的原因", "二者填写其一")]
        )
    stored = StoredFile.objects.filter(pk=file).first() if file else None
    paper = Paper.objects.create(
        case=case, dossier=dossier, need=need, file=file, name=stored.name if stored else "", size=stored.size if stored else 0,
        not_applicable=not_applicable.strip()[:200], by=by.id, at=at,
    )  # fmt: skip
    record(DossierChanged(case=case.pk, place=case.place_path, paper=need, file=file, added=True), by=by, at=at)
    return paper


@transaction.atomic
def remove_paper(*, paper_id: int, by: Actor, at: datetime) -> Paper:
    """Take a paper out of the dossier; the row stays, marked."""
    paper = Paper.objects.filter(pk=paper_id, removed_at=None).first()
    if paper is None:
        raise NotFound("cases.no_paper", "没有这份材料，可能已撤下。")
    case = lock(paper.case_id, by=by)
    paper.removed_at = at
    paper.save(update_fields=["removed_at"])
    event = DossierChanged(case=case.pk, place=case.place_path, paper=paper.need, file=paper.file, added=False)
    record(event, by=by, at=at)
    return paper


@transaction.atomic
def refer_crime(*, case_id: int, by: Actor, at: datetime) -> Case:
    """Refer a suspected offence, all prepared, to the authority that may transfer it: what a town without competence does.

    The referral says what is found and what is not, names the hash of the list of papers, and starts the clock of the receiver.
    """
    case = lock(case_id, by=by)
    main = main_of(case)
    papers = [one for one in filed(case) if one.sha256]
    if not papers:
        raise RuleBroken("cases.no_papers", "移送材料还没有一份文件，不能移送。请先上传材料。")
    on = local_date(at)
    examined = examination(case, on=on)
    act = competences().act("criminal_transfer")
    elements = "；".join(f"{one.term}：{one.finding.term}" for one in examined.elements)
    lacks = "、".join(one.term for one in lacking(case, examined, on=on)) or "无"
    told = Told(
        conditions={
            "referral_named": f"涉嫌拒不支付劳动报酬（{act.citation.in_words()}）。{elements}"[:500],
            "dossier_complete": f"材料 {len(papers)} 份，清单校验 {seal_of(hash_list(papers))}；尚缺：{lacks}"[:500],
        },
        files=tuple(dict.fromkeys(one.sha256 for one in papers)),
        receiver=Receiver(act.holders[0]),
    )
    perform(procedure_id=main.pk, verb="refer", told=told, by=by, at=at)
    case.refresh_from_db()
    return case
