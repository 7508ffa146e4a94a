"""How a case stands as a filer may know it (查询): state, holder, what comes next, by when, what was done."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.events import CaseTakenOut
from anxin.apps.cases.knowing import MAIN, STATE_CLOCK, procedure_subject, subject_of
from anxin.apps.cases.models import Case
from anxin.apps.cases.queries import case_of_filing
from anxin.apps.intake.api import CaseStanding
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.base.vault.sealing import open_
from anxin.domain.casework.loading import case_types
from anxin.kernel.ids import mask_name

_NEXT = {
    "received": "将在期限内决定是否受理并告知您",
    "handling": "承办人调查处理，每一步进展都会告知您",
    "referred": "接收机关将在期限内答复；未答复的由本办公室收回办理",
    "promised": "按约定的分期付款；到期未付将恢复办理",
    "confirming": "请确认工资是否已经到账",
    "closed": "有新情况可在下面留言，符合条件的恢复办理",
    "refused": "理由见下方留言；可提供新的事实，也可要求复查；对告知书不服的，可在告知书写明的期限内申请行政复议",
    "archived": "有新情况可在下面留言，符合条件的恢复办理",
    "merged": "在同一单位的另一案件中继续办理",
}
_TOLD = "cases.moved"
_OPENED = "cases.door_opened"
_WORTH_TELLING = (_TOLD, _OPENED, CaseTakenOut.type)
_ACCEPTED = _("办公室把您的诉求从原案分出单独办理：已受理的决定不变，不用重新登记")
_COUNTED = _("办公室把您的诉求从原案分出单独办理：受理期限从您登记之日起算，不因分出重新计算")


def standing_for_filer(filing_id: int) -> CaseStanding | None:
    """The standing of the case that a filing is handled in; None when there is none.

    Once it is closed the only clock left is the office's own, until when the file is put away; a filer waits for nothing by it.
    """
    case = case_of_filing(filing_id)
    if case is None:
        return None
    main = case.procedures.filter(kind=MAIN).first()
    clock = clocks.of(procedure_subject(main.pk)).filter(stopped_at=None, kind=STATE_CLOCK) if main else ()
    running = next(iter(clock), None)
    return CaseStanding(
        number=case.title,
        holder=_holder(case),
        state=case_types()[MAIN].states[case.state].term,
        next=_NEXT[case.state],
        due_at=running.due_at if running and running.paused_at is None and case.open else None,
        why=tuple(running.why) if running and case.open else (),
        done=tuple(_done(case)),
        asks_paid=case.state == "confirming" and case.filings.filter(filing=filing_id, paid_at=None).exists(),
        said_paid=case.state == "confirming" and case.filings.filter(filing=filing_id).exclude(paid_at=None).exists(),
        kept=tuple(_kept(case, filing_id)),
    )


def _holder(case: Case) -> str:
    """Who has it in hand; while another authority has it, that one and who here sees that it answers."""
    office = f"街道欠薪工作办公室（{case.owner.name}）" if case.owner else "街道欠薪工作办公室"
    return f"{case.held_by}，{office}跟进" if case.held_by else office


def _kept(case: Case, filing_id: int) -> list[tuple[str, str]]:
    """What a case keeps of the person of one filing: their claims with the ledger, and the papers of the case."""
    found = []
    for one in case.claimants.filter(filing=filing_id).order_by("pk"):
        found.append(("主张人", mask_name(open_(one.name_sealed))))
        found.append(("台账", f"{one.entries.count()} 笔"))
    return [*found, ("案情、笔录和文书", case_types()[MAIN].states[case.state].term)]


def _done(case: Case) -> list[tuple[datetime, str]]:
    """Each door that was opened, and each move that the complainant is told of, in the words of its table."""
    rows = EventRow.objects.filter(subject=subject_of(case.pk), type__in=_WORTH_TELLING).order_by("seq")
    return [(row.happened_at, words) for row in rows if (words := _words(row))]


def _words(row: EventRow) -> str:
    """What the complainant reads of an event; nothing of one that is not for them."""
    if row.type == CaseTakenOut.type:
        return str(_ACCEPTED if row.data["accepted"] else _COUNTED)
    table = case_types().get(row.data["kind"])
    if table is None:
        return ""
    if row.type == _OPENED:
        return f"转入{table.term}，不必重新申请" if table.door and not table.outlives else ""
    move = table.verb(row.data["before"], row.data["verb"])
    if move is None or "complainant" not in move.tells:
        return ""
    to = f"，由{row.data['receiver']}接收" if row.data.get("receiver") else ""
    return f"{table.term}：{move.term}{to}"
