"""How a filing stands, as its filer may know it: who holds it, what comes next, by when, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anxin.apps.intake.actions.receiving import subject_of
from anxin.apps.intake.models import Filing
from anxin.apps.intake.ports import PORTS, CaseStanding
from anxin.base import clocks
from anxin.base.eventlog.models import EventRow
from anxin.ui.punctuation import written

_NEXT = {
    Filing.State.INBOX: _("工作人员核实后答复您"),
    Filing.State.ASIDE: _("工作人员核实后答复您"),
    Filing.State.CASE: _("承办人调查处理，直到工资付清"),
    Filing.State.ANSWERED: _("已答复；有新情况可在下面留言"),
    Filing.State.JOINED: _("与同一事项的其他诉求一并办理"),
}
_SHOWN = {
    "intake.filing_received": _("已登记"),
    "intake.filing_understood": _("已核定事项"),
    "intake.filing_joined": _("已与同一事项并案"),
    "intake.filing_parted": _("办公室把您的诉求从并案中分出：答复期限从您登记之日起算，不重新计算"),
    "intake.filing_assigned": _("已分派承办人"),
    "intake.filing_handed_over": _("已转案件办理"),
    "intake.filing_answered": _("已答复"),
    "intake.files_added": _("已收到补充材料"),
    "intake.files_sent": _("办公室发来材料"),
}


_HANDED_OVER = "intake.filing_handed_over"
_MOVED = _("已转到另一案件继续办理")
"""Of a filing that was in a case before: merged into another one, or split off."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that was done, and when."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer to a filer: holder, next, by when, late or not, what was done."""

    holder: str
    next: str
    due_at: datetime | None
    late: bool
    started_at: datetime
    why: tuple[str, ...]
    done: tuple[Done, ...]
    silent_hours: int | None
    """Whole hours since it came in, while nobody has answered the filer yet."""
    asks_paid: bool = False
    said_paid: bool = False
    over: bool = False
    """The case has ended for good, so that only a new filing leads on."""


def standing_of(filing: Filing, *, at: datetime) -> Standing:
    """The standing of a filing; staff are named by their office, not by person, unless one was assigned."""
    case = PORTS.standing_of_case(filing.pk) if PORTS.standing_of_case and filing.case_id else None
    if case is not None:
        return _in_case(filing, case, at=at)
    running = [one for one in clocks.of(subject_of(filing.pk)) if one.stopped_at is None]
    clock = min(running, key=lambda one: one.due_at, default=None)
    return Standing(
        holder=str(_("街道欠薪工作办公室"))
        + (f"{written('（')}{filing.owner.name}{written('）')}" if filing.owner else ""),
        next=str(_NEXT[Filing.State(filing.state)]),
        due_at=clock.due_at if clock else None,
        late=bool(clock and clock.due_at < at),
        started_at=filing.happened_at,
        why=tuple(clock.why) if clock else (),
        done=tuple(_done(filing)),
        silent_hours=_silent_hours(filing, at),
    )


def _in_case(filing: Filing, case: CaseStanding, *, at: datetime) -> Standing:
    """The filer sees the case: who holds it, its state, what comes next and by when."""
    done = [*_done(filing), *(Done(when, words) for when, words in case.done)]
    return Standing(
        holder=case.holder,
        next=f"{case.number}：{case.state}。{case.next}",
        due_at=case.due_at,
        late=bool(case.due_at and case.due_at < at),
        started_at=filing.happened_at,
        why=case.why,
        done=tuple(sorted(done, key=lambda one: one.at)),
        silent_hours=_silent_hours(filing, at),
        asks_paid=case.asks_paid,
        said_paid=case.said_paid,
        over=case.over,
    )


def _silent_hours(filing: Filing, at: datetime) -> int | None:
    return None if filing.answered_at else max(0, (at - filing.received_at) // timedelta(hours=1))


def _done(filing: Filing) -> list[Done]:
    rows = EventRow.objects.filter(subject=subject_of(filing.pk), type__in=list(_SHOWN)).order_by("seq")
    found, seen = [], set()
    for one in rows:
        again = one.type == _HANDED_OVER and one.type in seen
        seen.add(one.type)
        found.append(Done(one.happened_at, str(_MOVED if again else _SHOWN[one.type])))
    return found
