"""The jobs of filings."""

from __future__ import annotations

from anxin.apps.intake.about import About
from anxin.apps.intake.actions.calling import review_all
from anxin.apps.intake.actions.comparing import compare
from anxin.apps.intake.actions.drafting import forget
from anxin.apps.intake.actions.gathering import gather_surge
from anxin.apps.intake.actions.listening import AT_ONCE, listen
from anxin.apps.intake.actions.surging import GATHER
from anxin.apps.intake.actions.wiping import draw_up
from anxin.base.actors import system
from anxin.base.jobs.handlers import JobContext, handles
from anxin.base.jobs.queue import enqueue

FORGET_DRAFTS = "intake.forget_drafts"
REVIEW_CALLS = "intake.review_calls"
COMPARE = "intake.compare"


@handles(FORGET_DRAFTS, label="清除过期的登记草稿")
def run_forget(job: JobContext) -> dict[str, object]:
    """Forget drafts of the desk after their time."""
    return {"removed": forget(at=job.at)}


@handles(REVIEW_CALLS, label="核对未接来电")
def run_review_calls(job: JobContext) -> dict[str, object]:
    """End missed calls whose number has filed by another way since."""
    return {"ended": review_all(by=system("intake"), at=job.at)}


@handles(COMPARE, label="查找疑似重复的诉求")
def run_compare(job: JobContext) -> dict[str, object]:
    """Look for repeats and for one employer named by many among what came since the last turn; when much came, turn after turn."""
    compared, read = compare(at=job.at), listen(by=system("intake"), at=job.at)
    if AT_ONCE in (compared, read):
        enqueue(COMPARE, {}, at=job.at, key=COMPARE, lane="bulk")
    return {"compared": compared, "read": read}


@handles(GATHER, label="归并集中投诉", max_attempts=5)
def run_gather(job: JobContext) -> dict[str, object]:
    """Lay the filings of a surge together into one case, for a person to check."""
    return {"filings": gather_surge(about=About.of_told(job.payload), by=system("intake"), at=job.at)}


@handles("intake.draw_up_wiping", label="列出保管期满的姓名电话", max_attempts=3)
def run_wiping(job: JobContext) -> dict[str, object]:
    """Put the filings whose persons have been kept long enough onto a protocol, for a person to approve."""
    return {"filings": draw_up(by=system("intake"), at=job.at)}
