"""What is kept of a filer (个人信息清单): what, why, until when, and who looked; without names of staff, and names of filers masked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings

from anxin.apps.intake.actions.receiving import subject_of
from anxin.apps.intake.actions.wiping import settled
from anxin.apps.intake.models import Filing
from anxin.apps.intake.ports import PORTS
from anxin.apps.intake.timing import KEEP_PARAM, keep_years
from anxin.base.eventlog.models import EventRow
from anxin.base.eventlog.reading import in_words
from anxin.base.vault.sealing import open_
from anxin.domain.casework.retention import kept_until
from anxin.kernel.clock import local_date
from anxin.kernel.ids import mask_name
from anxin.kernel.outcome import Citation
from anxin.law import book

HANDLING = "核实诉求、联系您、追讨工资"
LOOKED = (
    "intake.identity_asked",
    "intake.identity_decided",
    "intake.identity_shown",
    "intake.receipt_looked_up",
    "intake.persons_wiped",
    "intake.privacy_answered",
)
"""What of the event log is told about who looked and what became of the data."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept: what it is, how it reads here, and what it is for."""

    what: str
    shown: str
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """One look at it, or act upon it: when, what, by what kind of person."""

    at: datetime
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class PrivacyReport:
    """What is kept of one filer."""

    kept: tuple[Kept, ...]
    until: str
    rests_on: Citation
    looks: tuple[Look, ...]
    remarks: tuple[tuple[datetime, str], ...]


def report_of(filing: Filing, *, at: datetime) -> PrivacyReport:
    """The report on one filing, with what its case keeps of the same person."""
    rows = EventRow.objects.filter(subject=subject_of(filing.pk), type__in=LOOKED).order_by("seq")
    value = book(settings.SETTINGS.town, settings.SETTINGS.law_overrides).get(KEEP_PARAM, on=local_date(at))
    return PrivacyReport(
        kept=(*_of_filing(filing), *_of_case(filing)),
        until=_until(filing, at=at),
        # A local value has no article; its source says so itself.
        rests_on=replace(value.citation, article=value.citation.article.strip("-")),
        looks=tuple(Look(one.happened_at, in_words(one), _who(one.actor)) for one in rows),
        remarks=tuple((one.at, one.words) for one in filing.remarks.order_by("at")),
    )


def _of_filing(filing: Filing) -> list[Kept]:
    name = mask_name(open_(filing.filer_name_sealed)) if filing.filer_name_sealed else ""
    phone = f"尾号 {filing.phone_tail}" if filing.phone_tail else ""
    found = [
        Kept("姓名", name, HANDLING),
        Kept("电话", phone, HANDLING),
        Kept("同行工友的姓名、电话", f"{count} 人" if (count := filing.fellows.count()) else "", HANDLING),
        Kept("诉求内容", f"{len(filing.words)} 字", "案件事实"),
        Kept("附件", f"{count} 件" if (count := filing.attachments.filter(from_filer=True).count()) else "", "证据"),
        Kept(
            "发给您的材料",
            f"{count} 件" if (count := filing.attachments.filter(from_filer=False).count()) else "",
            "办理记录",
        ),
        Kept("往来留言", f"{count} 条" if (count := filing.messages.count()) else "", "办理记录"),
        Kept("单位、金额、人数、起始时间", filing.employer_said or str(filing.employer or ""), "案件事实"),
    ]
    return [one for one in found if one.shown]


def _of_case(filing: Filing) -> list[Kept]:
    case = PORTS.standing_of_case(filing.pk) if PORTS.standing_of_case and filing.case_id else None
    return [] if case is None else [Kept(what, shown, f"案件{case.number}") for what, shown in case.kept]


def _until(filing: Filing, *, at: datetime) -> str:
    if filing.wiped_at is not None:
        return f"姓名、电话和附件已于 {local_date(filing.wiped_at)} 清除"
    years = keep_years(local_date(at))
    if filing.case_id is not None:
        return "随案卷保管，按案卷的保管期限销毁"
    if not settled(filing):
        return f"办结后保管 {years} 年（自办结次年一月一日起算），到期清除姓名、电话和附件"
    head = filing.joined_to or filing
    return f"姓名和电话保管至 {kept_until(local_date(head.answered_at or head.received_at), years)}，到期连同附件清除"


def _who(actor: str) -> str:
    kind = actor.partition(":")[0]
    return {"person": "办公室工作人员", "public": "当事人"}.get(kind, "系统")
