"""How a case stands as a filer may know it (查询): state, holder, what comes next, by when, what was done."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anxin.apps.cases.events import CaseTakenOut
from anxin.apps.cases.gone import masked
from anxin.apps.cases.knowing import MAIN, REVIEW, STATE_CLOCK, duty_clock, procedure_subject, subject_of
from anxin.apps.cases.models import Case
from anxin.apps.cases.queries import case_of_filing, destroyed_by
from anxin.apps.intake.api import CaseStanding
from anxin.base import clocks
from anxin.base.clocks.models import Clock
from anxin.base.eventlog.models import EventRow
from anxin.base.vault.sealing import open_
from anxin.domain.casework.loading import case_types

_NEXT = {
    "received": "将在期限内决定是否受理并告知您",
    "handling": "承办人调查处理，每一步进展都会告知您",
    "referred": "接收机关将在期限内答复；未答复的由本办公室收回办理",
    "promised": "按约定的分期付款；到期未付将恢复办理",
    "confirming": "请确认工资是否已经到账",
    "closed": "有新情况或不同意结案的，可在下面留言，符合条件的恢复办理",
    "refused": "理由见下方留言；可提供新的事实，也可要求复查；对告知书不服的，可在告知书写明的期限内申请行政复议；也可另行申请劳动仲裁或起诉，请不要拖延",
    "archived": "办理已经结束；又有欠薪或新的事实，请重新填写诉求，另立新案办理",
    "merged": "在同一单位的另一案件中继续办理",
}
_IN_REVIEW = "复查或复议正在进行，有书面结果就告知您；也可另行申请劳动仲裁或起诉，请不要拖延"
_DESTROYED = (
    "办理已经结束，案卷已按规定销毁，您的姓名、电话和材料不再保存；又有欠薪或新的事实，请重新填写诉求，另立新案办理"
)
_TOLD = "cases.moved"
_OPENED = "cases.door_opened"
_HANDED_OVER = "intake.filing_handed_over"
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
    running = _clock(case)
    return CaseStanding(
        number=case.title,
        holder=_holder(case),
        state=case_types()[MAIN].states[case.state].term,
        next=_next(case, running),
        due_at=running.due_at if running and running.paused_at is None else None,
        why=tuple(running.why) if running else (),
        done=tuple(_done(filing_id, case)),
        asks_paid=case.state == "confirming" and case.filings.filter(filing=filing_id, paid_at=None).exists(),
        said_paid=case.state == "confirming" and case.filings.filter(filing=filing_id).exclude(paid_at=None).exists(),
        over=case.is_final,
        kept=tuple(_kept(case, filing_id)),
    )


def _clock(case: Case) -> Clock | None:
    """The clock that a filer waits by: that of the state while the case is open, and of a review where one was asked for."""
    main = case.procedures.filter(kind=MAIN).first()
    rows = clocks.of(procedure_subject(main.pk)).filter(stopped_at=None) if main else ()
    wanted = STATE_CLOCK if case.open else duty_clock(REVIEW)
    return next((one for one in rows if one.kind == wanted), None)


def _next(case: Case, running: Clock | None) -> str:
    """What comes next, in words that hold where the case stands."""
    if case.state == "refused" and running is not None:
        return _IN_REVIEW
    return _DESTROYED if case.state == "archived" and destroyed_by(case) is not None else _NEXT[case.state]


def _holder(case: Case) -> str:
    """Who has it in hand; while another authority has it, that one and who here sees that it answers."""
    office = f"街道欠薪工作办公室（{case.owner.name}）" if case.owner else "街道欠薪工作办公室"
    return f"{case.held_by}，{office}跟进" if case.held_by else office


def _kept(case: Case, filing_id: int) -> list[tuple[str, str]]:
    """What a case keeps of the person of one filing: their claims with the ledger, and the papers of the case."""
    found = []
    for one in case.claimants.filter(filing=filing_id).order_by("pk"):
        found.append(("主张人", masked(open_(one.name_sealed))))
        found.append(("台账", f"{one.entries.count()} 笔"))
    return [*found, ("案情、笔录和文书", case_types()[MAIN].states[case.state].term)]


def _done(filing_id: int, case: Case) -> list[tuple[datetime, str]]:
    """Each door that was opened, and each move that the complainant is told of, in the words of its table.

    Of a case into which a filing was merged or split off only what happened since; what happened in the one it was in before
    happened to this filer, too.
    """
    found: list[tuple[datetime, str]] = []
    stays = _stays(filing_id, case)
    for (number, since), (_next_case, until) in zip(stays, [*stays[1:], (0, None)], strict=True):
        rows = EventRow.objects.filter(subject=subject_of(number), type__in=_WORTH_TELLING).order_by("seq")
        rows = rows.filter(seq__gt=since) if since else rows
        rows = rows.filter(seq__lt=until) if until else rows
        found += [(row.happened_at, words) for row in rows if (words := _words(row))]
    return found


def _stays(filing_id: int, case: Case) -> list[tuple[int, int]]:
    """The cases a filing was in, each with the event that brought it there; the first from its own beginning."""
    rows = EventRow.objects.filter(subject=f"intake.filing:{filing_id}", type=_HANDED_OVER).order_by("seq")
    moved = [(int(row.data["case"]), row.seq) for row in rows]
    return [(moved[0][0], 0), *moved[1:]] if moved and moved[-1][0] == case.pk else [(case.pk, 0)]


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
