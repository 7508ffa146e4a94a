"""What else lies in an office's drawers (台账零项): objections to wages, a cash payment taken back, trainings, stock replies, papers.

Nothing here moves what is owed: an upheld objection or a payment that counts would make the town's exact truth another one.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from anxin.apps.cases.api import acts, cases
from anxin.apps.documents.api import acts as papers
from anxin.apps.organisation.api import hold, members
from anxin.apps.payroll.api import acts as hand
from anxin.apps.payroll.api import owed
from anxin.apps.registry.api import employers
from anxin.base.scope import Scope
from anxin.kernel.clock import local_date
from anxin.project.demo.office import Office
from anxin.project.demo.phrases import OBJECTIONS, STOCK_REPLIES, TRAININGS

ISSUED, DRAFTS = 6, 3
"""Notices of acceptance of the newest cases: so many issued, and so many still drafts."""
AGO = (33, 26, 19, 12, 5)
"""How many days ago each objection was made; the last two are still open."""


@transaction.atomic
def fill(office: Office, *, place_path: str, at: datetime) -> None:
    """Put everything in its drawer."""
    _objections(office, at)
    _cash(office, at)
    _trainings(office, place_path, at)
    for name, words in STOCK_REPLIES.items():
        acts.keep_template(place_path=place_path, name=name, words=words, by=office.by(at), at=at)
    _papers(office, at)


def _objections(office: Office, at: datetime) -> None:
    rows = list(owed(Scope.everywhere()).order_by("employer_id", "worker_id", "month"))
    some = rows[:: max(1, len(rows) // len(AGO))]
    for row, days, reason in zip(some, AGO, OBJECTIONS, strict=False):
        when = at - timedelta(days=days)
        by = office.by(when)
        made = hand.open_dispute(
            employer_id=row.employer_id, worker_id=row.worker_id, month=row.month, claimed_due_fen=row.due_fen + 30_000,
            reason=reason, evidence=office.proof("考勤照片（演示）.txt", when), by=by, at=when,
        )  # fmt: skip
        if days > AGO[-2]:
            outcome, later = "核对考勤表，出勤天数与工资表一致，异议不成立（演示）。", when + timedelta(days=3)
            hand.close_dispute(dispute_id=made.pk, corrected_due_fen=None, outcome=outcome, by=by, at=later)


def _cash(office: Office, at: datetime) -> None:
    """A payment in cash whose receipt proved to be of another month."""
    row = owed(Scope.everywhere()).order_by("-month", "employer_id", "worker_id").first()
    if row is None:
        return
    when = at - timedelta(days=9)
    paid = hand.record_payment(
        employer_id=row.employer_id, worker_id=row.worker_id, month=row.month, amount_fen=row.due_fen,
        paid_on=local_date(when), evidence=office.proof("收条（演示）.txt", when), note="现金发放，收条见附件（演示）",
        by=office.by(when), at=when,
    )  # fmt: skip
    why = "收条写明是上一个月的工资，登记有误（演示）"
    hand.revoke_payment(payment_id=paid.pk, why=why, by=office.by(at), at=when + timedelta(days=1))


def _trainings(office: Office, place_path: str, at: datetime) -> None:
    everybody = sorted(members(Scope.everywhere()).values_list("pk", flat=True))
    for turn, (topic, days) in enumerate(TRAININGS.items()):
        when = at - timedelta(days=days)
        hold(
            place_path=place_path, on=local_date(when), topic=topic, teacher="区劳动保障监察大队（演示）", hours=2.0,
            members=everybody[turn::2], by=office.by(when), at=when,
        )  # fmt: skip


def _papers(office: Office, at: datetime) -> None:
    """Notices that complaints were accepted: issued for most of the newest cases, drafts for the last."""
    rows = cases(Scope.everywhere()).filter(state="handling", employer__in=employers(Scope.everywhere()))
    for turn, case in enumerate(list(rows.order_by("-opened_at", "-pk")[: ISSUED + DRAFTS])):
        filled = {"complainants": "演示投诉人", "contact_phone": "0575-00000000"}
        by = office.by(at)
        when = max(case.opened_at + timedelta(days=1, hours=2), at - timedelta(days=20 - turn))
        paper = papers.compose_for_case(
            form_id="acceptance_notice", case_id=case.pk, filled=filled, by=by, at=min(when, at)
        )
        if turn >= DRAFTS:
            papers.issue(paper_id=paper.pk, by=by, at=min(when + timedelta(hours=1), at))
